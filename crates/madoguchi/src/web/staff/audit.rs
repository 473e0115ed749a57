//! The audit for those who administer (O5): who did what, when, from where and on whose behalf; searched, and taken along as
//! a file.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    AccountId, PersonId, SessionId,
    audit::{AuditEvent, AuditFilter, Sensitive},
    event::By,
};
use serde::Deserialize;
use store::audit::Line;

use super::super::{
    frame::{Frame, Here, shown},
    listing::{Pick, ViewLink, pick},
    sessions,
    visitor::{Staff, Visitor},
};
use crate::{app::Fail, lists::sheet::neutral, texts::Texts};

/// Lines of a page, and of a file at most.
const ROWS: usize = 50;
const FILE: usize = 100_000;

/// The kinds of events that can be asked for, with the stream that they lie in.
const KINDS: &[(&str, &str)] = &[
    ("audit", "signed-in"),
    ("audit", "sign-in-refused"),
    ("audit", "signed-out"),
    ("audit", "sign-ins-ended"),
    ("audit", "refused"),
    ("audit", "looked"),
    ("audit", "acts-for"),
    ("audit", "proxy-login-started"),
    ("audit", "proxy-login-left"),
    ("audit", "exported"),
    ("audit", "mail-text-changed"),
    ("audit", "tag-changed"),
    ("audit", "release-published"),
    ("audit", "release-withdrawn"),
    ("audit", "release-fetched"),
    ("audit", "session-entered"),
    ("audit", "session-missed"),
    ("audit", "recording-read"),
    ("audit", "recording-erased"),
    ("audit", "secrets-shown"),
    ("session", "started"),
    ("session", "invited"),
    ("session", "agent-invited"),
    ("session", "passcode-missed"),
    ("session", "passcode-renewed"),
    ("session", "joined"),
    ("session", "left"),
    ("session", "granted"),
    ("session", "denied"),
    ("session", "withdrawn"),
    ("session", "share-started"),
    ("session", "pointer-started"),
    ("session", "file-offered"),
    ("session", "file-arrived"),
    ("session", "recording-started"),
    ("session", "recording-ended"),
    ("session", "control-passed"),
    ("session", "transferred"),
    ("session", "ended"),
    ("account", "added"),
    ("account", "renamed"),
    ("account", "deployment-added"),
    ("account", "deployment-changed"),
    ("account", "admin-named"),
    ("account", "success-manager-named"),
    ("account", "handover-offered"),
    ("account", "handover-declined"),
    ("account", "access-set"),
    ("account", "partner-set"),
    ("account", "partner-left"),
    ("account", "restriction-set"),
    ("account", "entitlement-granted"),
    ("account", "contract-ended"),
    ("account", "identifier-given"),
    ("account", "identifier-taken"),
    ("account", "opening-refused"),
    ("person", "contact-added"),
    ("person", "agent-added"),
    ("person", "guest-added"),
    ("person", "let-in"),
    ("person", "password-set"),
    ("person", "token-made"),
    ("person", "token-taken"),
    ("person", "details-set"),
    ("person", "pin-set"),
    ("person", "profile-changed"),
    ("person", "level-set"),
    ("person", "first-signed-in"),
    ("person", "suspended"),
    ("person", "resumed"),
    ("person", "second-factor-set"),
    ("person", "second-factor-removed"),
    ("person", "recovery-code-used"),
    ("person", "proxy-login-set"),
    ("request", "asked"),
    ("request", "granted"),
    ("request", "declined"),
    ("team", "added"),
    ("team", "renamed"),
    ("team", "closedness-set"),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A person's address, or nothing for everybody.
    who: String,
    /// `stream kind`, or nothing for all.
    kind: String,
    /// Behind this place in the log.
    before: String,
}

#[derive(Template)]
#[template(path = "staff/audit.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    who: String,
    /// Nobody has the address that was asked for.
    nobody: bool,
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
    what: &'static str,
    about: String,
    detail: String,
    from: String,
}

/// What was asked for, and whether the person in it is nobody.
async fn filter(visitor: &Visitor, asked: &Asked) -> Result<(AuditFilter, bool), Fail> {
    let mut filter = AuditFilter::default();
    if let Some((stream, kind)) = asked.kind.split_once(' ') {
        filter.stream = Some(stream.to_owned());
        filter.kind = Some(kind.to_owned());
    }
    let who = asked.who.trim();
    if who.is_empty() {
        return Ok((filter, false));
    }
    let found = visitor.web.app.store.person_by_email(who).await?;
    // Nobody has done nothing.
    filter.by = Some(found.as_ref().map_or(PersonId(-1), |person| person.id));
    Ok((filter, found.is_none()))
}

fn address(path: &str, asked: &Asked, before: Option<i64>) -> String {
    let mut parts = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("who", &asked.who), ("kind", &asked.kind)] {
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
    let (filter, nobody) = filter(&visitor, &asked).await?;
    let before = asked.before.parse().ok();
    let mut lines = app.store.audit(&filter, before, ROWS + 1).await?;
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
        nobody,
        next: next.map_or(String::new(), |seq| {
            address("/staff/audit", &asked, Some(seq))
        }),
        file: address("/staff/audit.csv", &asked, None),
        zone: t.zone_name(),
        who: asked.who,
        f: Frame::new(&visitor, Here::Audit, t.say("audit-title")).await?,
    })
}

/// The lines that were asked for as a file, the latest first.
pub async fn file(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let (filter, _) = filter(&visitor, &asked).await?;
    let lines = visitor.web.app.store.audit(&filter, None, FILE).await?;
    let exported = AuditEvent::Exported {
        what: Sensitive::Audit,
        rows: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        from: visitor.from(),
    };
    visitor.note(exported).await?;
    let mut names = Names::default();
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = ["seq", "at", "by", "name", "stream", "id", "kind", "body"];
    out.write_record(head).map_err(Fail::broken)?;
    for line in &lines {
        let name = names.who(&visitor, line.by).await?;
        let by = match line.by {
            By::Person(id) => id.to_string(),
            By::System => String::new(),
        };
        let record = [
            line.seq.to_string(),
            visitor.texts.machine_time(line.at),
            by,
            neutral(&name),
            line.stream.to_owned(),
            line.stream_id.to_string(),
            line.kind.clone(),
            neutral(&line.body.to_string()),
        ];
        out.write_record(&record).map_err(Fail::broken)?;
    }
    let bytes = out.into_inner().map_err(Fail::broken)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.csv\"",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// Names on a page, each looked up once.
#[derive(Default)]
struct Names {
    people: HashMap<i64, String>,
    sessions: HashMap<i64, String>,
    accounts: HashMap<i64, String>,
}

impl Names {
    async fn person(&mut self, visitor: &Visitor, id: i64) -> Result<String, Fail> {
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

    async fn who(&mut self, visitor: &Visitor, by: By) -> Result<String, Fail> {
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
            None => match line.body["contact"].as_i64().or(line.body["to"].as_i64()) {
                Some(person) => self.person(visitor, person).await?,
                None => String::new(),
            },
        };
        Ok(Row {
            at: t.long_time(line.at),
            who: self.who(visitor, line.by).await?,
            what: KINDS
                .iter()
                .find(|known| **known == (line.stream, line.kind.as_str()))
                .map_or("", |(stream, kind)| {
                    t.say(&format!("audit-{stream}-{kind}"))
                }),
            about,
            detail,
            from: act
                .and_then(|act| act.from().map(str::to_owned))
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
