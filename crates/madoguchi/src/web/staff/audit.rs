//! The audit for those who administer (O5): who did what, when, from where and on whose behalf; searched, and taken along as
//! a file ([`super::audit_file`]).

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::{
    AccountId, PersonId, SessionId,
    audit::{AuditEvent, AuditFilter, Sensitive, Subject},
    event::By,
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use store::audit::Line;

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::{Pick, ViewLink, pick},
        sessions,
        visitor::{Staff, Visitor},
    },
    audit_kinds::{self, KINDS},
};
use crate::{app::Fail, texts::Texts};

/// Lines of a page.
const ROWS: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A person's address, or nothing for everybody.
    who: String,
    /// `stream kind`, or nothing for all.
    kind: String,
    /// Whom it is about: a person's address, or an account by its name or a number that it is known by.
    about: String,
    /// From where in the network.
    address: String,
    /// First and last day, in the reader's zone.
    from: String,
    until: String,
    /// Behind this place in the log.
    before: String,
}

#[derive(Template)]
#[template(path = "staff/audit.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    asked: Asked,
    /// Nobody has the address that was asked for.
    nobody: bool,
    /// There is nobody, and no account, that it could be about.
    nothing: bool,
    kinds: Vec<Pick>,
    rows: Vec<Row>,
    /// The address of the next page; empty on the last.
    next: String,
    file: String,
    zone: String,
}

/// A line in words.
struct Row {
    at: String,
    who: String,
    /// For whom it was done; empty where they did it for themselves.
    behalf: String,
    what: String,
    about: String,
    detail: String,
    from: String,
}

/// What was asked for.
pub(super) struct Wanted {
    pub filter: AuditFilter,
    nobody: bool,
    nothing: bool,
}

/// Whom, or which account, these words mean.
async fn subject(visitor: &Visitor, words: &str) -> Result<Option<Subject>, Fail> {
    let store = &visitor.web.app.store;
    if words.contains('@') {
        let person = store.person_by_email(words).await?;
        return Ok(person.map(|person| Subject::Person(person.id)));
    }
    let account = store.account_known_by(words).await?;
    Ok(account.map(Subject::Account))
}

pub(super) async fn wanted(visitor: &Visitor, asked: &Asked) -> Result<Wanted, Fail> {
    let mut filter = AuditFilter::default();
    let (mut nobody, mut nothing) = (false, false);
    if let Some((stream, kind)) = asked.kind.split_once(' ') {
        filter.stream = Some(stream.to_owned());
        filter.kind = Some(kind.to_owned());
    }
    let (who, about) = (asked.who.trim(), asked.about.trim());
    if !who.is_empty() {
        let found = visitor.web.app.store.person_by_email(who).await?;
        // Nobody has done nothing.
        nobody = found.is_none();
        filter.by = Some(found.map_or(PersonId(-1), |person| person.id));
    }
    if !about.is_empty() {
        let found = subject(visitor, about).await?;
        nothing = found.is_none();
        filter.about = Some(found.unwrap_or(Subject::Person(PersonId(-1))));
    }
    let address = asked.address.trim();
    filter.address = (!address.is_empty()).then(|| address.to_owned());
    let zone = &visitor.texts.zone;
    let begins = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
    let day = |text: &str| text.trim().parse::<Date>().ok();
    filter.from = day(&asked.from).and_then(begins);
    // The last day is one of them.
    let after = day(&asked.until).and_then(|day| day.checked_add(1.day()).ok());
    filter.until = after.and_then(begins);
    Ok(Wanted {
        filter,
        nobody,
        nothing,
    })
}

fn address(path: &str, asked: &Asked, before: Option<i64>) -> String {
    let mut parts = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("who", &asked.who),
        ("kind", &asked.kind),
        ("about", &asked.about),
        ("address", &asked.address),
        ("from", &asked.from),
        ("until", &asked.until),
    ] {
        if !value.is_empty() {
            parts.append_pair(name, value);
        }
    }
    if let Some(before) = before {
        parts.append_pair("before", &before.to_string());
    }
    format!("{path}?{}", parts.finish())
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let wanted = wanted(&visitor, &asked).await?;
    let before = asked.before.parse().ok();
    let mut lines = app.store.audit(&wanted.filter, before, ROWS + 1).await?;
    let more = lines.len() > ROWS;
    lines.truncate(ROWS);
    let next = lines.last().filter(|_| more).map(|line| line.seq);
    let looked = AuditEvent::Looked {
        what: Sensitive::Audit,
        account: None,
        from: visitor.from(),
    };
    // Turning pages is one look.
    if before.is_none() {
        visitor.note(looked).await?;
    }
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        rows.push(names.row(&visitor, line).await?);
    }
    let kinds = KINDS.iter().map(|(stream, kind)| {
        let id = format!("{stream} {kind}");
        pick(&id, t.say(&format!("audit-{stream}-{kind}")), &asked.kind)
    });
    shown(&Page {
        views: super::rail_for(&visitor, &me).await?,
        kinds: std::iter::once(pick("", t.say("audit-every-kind"), &asked.kind))
            .chain(kinds)
            .collect(),
        rows,
        nobody: wanted.nobody,
        nothing: wanted.nothing,
        next: next.map_or(String::new(), |seq| {
            address("/staff/audit", &asked, Some(seq))
        }),
        file: address("/staff/audit.csv", &asked, None),
        zone: t.zone_name(),
        asked,
        f: Frame::new(&visitor, Here::Audit, t.say("audit-title")).await?,
    })
}

/// Names on a page, each looked up once.
#[derive(Default)]
pub(super) struct Names {
    people: HashMap<i64, String>,
    sessions: HashMap<i64, String>,
    accounts: HashMap<i64, String>,
}

impl Names {
    pub(super) async fn person(&mut self, visitor: &Visitor, id: i64) -> Result<String, Fail> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let person = visitor.web.app.store.person(PersonId(id)).await?;
        let name = person.map_or(String::new(), |person| person.profile.name());
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// A session by its number.
    async fn session(&mut self, visitor: &Visitor, id: SessionId) -> Result<String, Fail> {
        if let Some(name) = self.sessions.get(&id.0) {
            return Ok(name.clone());
        }
        let number = visitor.web.app.store.session_number(id).await?;
        let name = number.map_or(String::new(), |number| {
            let number = sessions::grouped(number);
            visitor.texts.one("session-of-number", "number", number)
        });
        self.sessions.insert(id.0, name.clone());
        Ok(name)
    }

    async fn account(&mut self, visitor: &Visitor, id: i64) -> Result<String, Fail> {
        if let Some(name) = self.accounts.get(&id) {
            return Ok(name.clone());
        }
        let name = visitor.web.app.store.account_name(AccountId(id)).await?;
        let name = name.map_or(String::new(), |name| visitor.texts.either(&name).to_owned());
        self.accounts.insert(id, name.clone());
        Ok(name)
    }

    pub(super) async fn who(&mut self, visitor: &Visitor, by: By) -> Result<String, Fail> {
        match by {
            By::Person(id) => self.person(visitor, id.0).await,
            By::System => Ok(visitor.texts.say("audit-itself").to_owned()),
        }
    }

    async fn row(&mut self, visitor: &Visitor, line: &Line) -> Result<Row, Fail> {
        let t = &visitor.texts;
        let whole = serde_json::json!({ "kind": line.kind, "body": line.body });
        let act = (line.stream == "audit")
            .then(|| serde_json::from_value::<AuditEvent>(whole).ok())
            .flatten();
        let about = match (line.stream, &act) {
            ("account", _) => self.account(visitor, line.stream_id).await?,
            ("person", _) => self.person(visitor, line.stream_id).await?,
            ("case", _) => match line.body["contact"].as_i64() {
                Some(contact) => self.person(visitor, contact).await?,
                None => String::new(),
            },
            ("session", _) => self.session(visitor, SessionId(line.stream_id)).await?,
            (
                _,
                Some(
                    AuditEvent::ProxyLoginStarted { contact, .. }
                    | AuditEvent::ProxyLoginLeft { contact, .. },
                ),
            ) => self.person(visitor, contact.0).await?,
            (_, Some(act)) => match (act.account(), act.session()) {
                (Some(account), _) => self.account(visitor, account.0).await?,
                (None, Some(session)) => self.session(visitor, session).await?,
                (None, None) => String::new(),
            },
            _ => String::new(),
        };
        let detail = match &act {
            Some(act) => of_act(t, act),
            None if line.stream == "session" => of_session(t, &line.body),
            None if line.stream == "case" => match line.body["agent"].as_i64() {
                Some(agent) => self.person(visitor, agent).await?,
                None => String::new(),
            },
            None => match line.body["contact"].as_i64().or(line.body["to"].as_i64()) {
                Some(person) => self.person(visitor, person).await?,
                None => String::new(),
            },
        };
        Ok(Row {
            at: t.long_time(line.at),
            who: self.who(visitor, line.by).await?,
            behalf: match line.on_behalf {
                Some(id) => self.person(visitor, id.0).await?,
                None => String::new(),
            },
            what: audit_kinds::name(t, line.stream, &line.kind),
            about,
            detail,
            from: act
                .and_then(|act| act.from().map(str::to_owned))
                .or_else(|| line.from.clone())
                .unwrap_or_default(),
        })
    }
}

/// What an event of a session says beside its kind: who it names, or what was agreed to.
fn of_session(t: &Texts, body: &serde_json::Value) -> String {
    if let Some(thing) = body["thing"].as_str() {
        return t.say(&format!("session-thing-{thing}")).to_owned();
    }
    let name = &body["name"];
    match (name.is_null(), name["prose"].as_str()) {
        (true, _) => String::new(),
        (false, None) => t.say("text-erased").to_owned(),
        (false, Some(name)) => name.to_owned(),
    }
}

/// What an act says beside its kind.
fn of_act(t: &Texts, act: &AuditEvent) -> String {
    match act {
        AuditEvent::SignedIn { way, .. } => t.say(&format!("way-{}", way.as_str())).to_owned(),
        AuditEvent::SignInRefused { email, .. } => match email.is_erased() {
            true => t.say("text-erased").to_owned(),
            false => email.as_str().to_owned(),
        },
        AuditEvent::Refused { action, .. } => action.clone(),
        AuditEvent::Looked { what, .. } => t.say(&format!("looked-{}", what.as_str())).to_owned(),
        AuditEvent::MailTextChanged {
            occasion, language, ..
        } => {
            let occasion = t.say(&format!("occasion-{occasion}"));
            [occasion, language.as_str()].join(t.say("list-separator"))
        }
        AuditEvent::Exported { what, rows, .. } => {
            let what = t.say(&format!("looked-{}", what.as_str()));
            [what, &t.count("audit-rows", *rows)].join(t.say("list-separator"))
        }
        AuditEvent::SealsKeyed { since } => t.number(*since),
        AuditEvent::ReadMany { cases, stopped, .. } => match stopped {
            true => t.count("audit-cases-stopped", *cases),
            false => t.count("audit-cases", *cases),
        },
        AuditEvent::ReleasePublished { release, .. }
        | AuditEvent::ReleaseWithdrawn { release, .. }
        | AuditEvent::ReleaseFetched { release, .. } => {
            format!("{} {}", release.name, release.version)
        }
        AuditEvent::TagChanged { .. }
        | AuditEvent::SignedOut { .. }
        | AuditEvent::SessionEntered { .. }
        | AuditEvent::SessionMissed { .. }
        | AuditEvent::RecordingRead { .. }
        | AuditEvent::RecordingErased { .. }
        | AuditEvent::TokenElsewhere { .. }
        | AuditEvent::SignInsEnded { .. }
        | AuditEvent::ActsFor { .. } => String::new(),
        AuditEvent::ProxyLoginStarted { case, .. }
        | AuditEvent::ProxyLoginLeft { case, .. }
        | AuditEvent::SecretsShown { case, .. } => case.to_string(),
    }
}
