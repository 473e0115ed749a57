//! Support signed in as a contact (A10): the contact's word for a case and in general, the list of all uses, and the agent's way
//! in and out.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    PersonId,
    audit::AuditEvent,
    case::{Command, proxy::NoConsent},
};
use store::cases::StoredCase;

use super::{
    Web,
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::{self, parse_number},
    sign_in,
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::{
    app::{App, Fail, proxy_login::Proxy},
    texts::Texts,
};

/// What a contact is shown of it beside a case.
pub struct Part {
    /// Support may sign in as the reader because of this case.
    pub allowed: bool,
    /// The reader has said something for this case.
    pub said: bool,
    /// It can still be allowed.
    pub open: bool,
    /// Agents who are signed in as the reader just now: id and name.
    pub running: Vec<(String, String)>,
}

impl Part {
    pub async fn of(app: &App, me: &Me, stored: &StoredCase) -> Result<Self, Fail> {
        let (case, own) = (&stored.case, me.person.id);
        let said = case.proxy_login.said.get(&own).copied();
        let running = case.proxy_login.running.iter();
        let agents = running.filter(|(contact, _)| *contact == own);
        let mut named = Vec::new();
        for (_, agent) in agents {
            let person = app.store.person(*agent).await?;
            let name = person.map_or(String::new(), |person| person.profile.name());
            named.push((agent.to_string(), name));
        }
        Ok(Self {
            allowed: !case.is_closed() && said.unwrap_or(me.person.proxy_login),
            said: said.is_some(),
            open: !case.is_closed(),
            running: named,
        })
    }
}

/// A contact as staff are shown them beside a case.
pub struct Candidate {
    pub id: String,
    pub name: String,
    pub allowed: bool,
    /// Why not.
    pub why_not: &'static str,
}

impl Candidate {
    pub async fn all(app: &App, t: &Texts, stored: &StoredCase) -> Result<Vec<Self>, Fail> {
        let found = app.proxy_candidates(stored).await?;
        let one = |candidate: crate::app::proxy_login::Candidate| Self {
            id: candidate.person.id.to_string(),
            name: candidate.person.profile.name(),
            allowed: candidate.verdict.is_ok(),
            why_not: candidate
                .verdict
                .err()
                .map_or("", |no| t.say(no_consent(no))),
        };
        Ok(found.into_iter().map(one).collect())
    }
}

/// The key of the words for why nobody may.
pub fn no_consent(no: NoConsent) -> &'static str {
    match no {
        NoConsent::NotAllowed => "proxy-not-allowed",
        NoConsent::Withdrawn => "proxy-withdrawn",
        NoConsent::Closed => "proxy-closed",
        NoConsent::Elsewhere => "proxy-elsewhere",
    }
}

/// The number of a case as its desk writes it.
pub fn number_of(app: &App, stored: &StoredCase) -> String {
    shown::number(app.desks.of(stored.case.desk_version), stored.number)
}

/// Carries out what the contact says of a case, and comes back to it.
async fn said(visitor: &Visitor, me: &Me, number: &str, said: Command) -> Result<Response, Fail> {
    let parsed = parse_number(number).ok_or(Fail::NotFound)?;
    let app = &visitor.web.app;
    let done = app.change_case(&me.actor, parsed, said, None, None).await?;
    let number = number_of(app, &done.case());
    Ok(Redirect::to(&format!("/cases/{number}#proxy-login")).into_response())
}

/// The contact's word for a case.
pub async fn say(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let allowed = posted.get("allowed") == "yes";
    said(&visitor, &me, &number, Command::SetProxyLogin { allowed }).await
}

/// The contact ends what goes on just now.
pub async fn end(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let agent = posted.get("agent").parse().map(PersonId);
    let agent = agent.map_err(|_| Fail::NotFound)?;
    let contact = me.person.id;
    said(
        &visitor,
        &me,
        &number,
        Command::EndProxyLogin { contact, agent },
    )
    .await
}

#[derive(Template)]
#[template(path = "portal/proxy_logins.html")]
struct Page {
    f: Frame,
    /// What the reader says for all cases.
    in_general: bool,
    rows: Vec<Row>,
    zone: String,
}

/// One use.
struct Row {
    number: String,
    agent: String,
    began: String,
    ended: String,
    /// What the vendor's own product said of it.
    note: String,
    /// The agent, while it goes on: it can be ended.
    running: String,
}

/// Uses that are listed at most.
const ROWS: usize = 200;

/// All uses of the reader's name, and what they say in general.
pub async fn page(Contact(visitor, me): Contact) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let uses = app.store.proxy_logins_of(me.person.id, ROWS).await?;
    let agents = uses.iter().map(|one| one.agent).collect::<Vec<_>>();
    let agents = app.store.people(agents).await?;
    let rows = uses.into_iter().map(|one| {
        let agent = agents.get(&one.agent);
        let ended = match one.ended_at {
            None => t.say("proxy-goes-on").to_owned(),
            Some(at) if one.by_contact => t.one("proxy-ended-by-you", "at", t.long_time(at)),
            Some(at) => t.long_time(at),
        };
        Row {
            number: shown::number(app.desks.of(one.desk_version), one.number),
            agent: agent.map_or(String::new(), |person| person.profile.name()),
            began: t.long_time(one.started_at),
            // What the product tells is a moment, not a span.
            ended: match &one.note {
                Some(_) if one.by_contact => t.say("proxy-used-without-consent").to_owned(),
                Some(_) => String::new(),
                None => ended,
            },
            running: match (&one.note, one.ended_at) {
                (None, None) => one.agent.to_string(),
                _ => String::new(),
            },
            note: one.note.unwrap_or_default(),
        }
    });
    shown(&Page {
        in_general: me.person.proxy_login,
        rows: rows.collect(),
        zone: t.zone_name(),
        f: Frame::new(&visitor, Here::Elsewhere, t.say("proxy-title")).await?,
    })
}

/// What the reader says in general.
pub async fn say_in_general(
    Contact(visitor, me): Contact,
    posted: Posted,
) -> Result<Response, Fail> {
    let allowed = posted.get("allowed") == "yes";
    let app = &visitor.web.app;
    app.set_proxy_login(me.person.id, allowed).await?;
    Ok(Redirect::to("/proxy-logins").into_response())
}

/// An agent signs in as a contact; their own sign-in waits behind it.
pub async fn start(
    State(web): State<Web>,
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let parsed = parse_number(&number).ok_or(Fail::NotFound)?;
    let contact = posted.get("contact").parse().map(PersonId);
    let contact = contact.map_err(|_| Fail::NotFound)?;
    let app = &web.app;
    let stored = app.case(&me.actor, parsed).await?;
    let secret = app
        .start_proxy_login(&me.actor, parsed, contact, &me.secret)
        .await?;
    let started = AuditEvent::ProxyLoginStarted {
        contact,
        case: stored.number,
        from: visitor.from(),
    };
    visitor.note(started).await?;
    let number = number_of(app, &stored);
    sign_in::enter(&web, &secret, &format!("/cases/{number}"))
}

/// The agent is themselves again.
pub async fn leave(State(web): State<Web>, visitor: Visitor, _: Posted) -> Result<Response, Fail> {
    let me = visitor.me.as_deref().ok_or(Fail::Unauthenticated)?;
    // It may have been ended from the other side meanwhile.
    let Some(proxy) = &me.proxy else {
        return Ok(Redirect::to("/").into_response());
    };
    let secret = left(&visitor, me, proxy).await?;
    let number = number_of(&web.app, &proxy.case);
    sign_in::enter(&web, &secret, &format!("/staff/cases/{number}"))
}

/// Ends it and gives the secret of the agent's own sign-in.
pub async fn left(visitor: &Visitor, me: &Me, proxy: &Proxy) -> Result<String, Fail> {
    let app = &visitor.web.app;
    let contact = me.person.id;
    let left = AuditEvent::ProxyLoginLeft {
        contact,
        case: proxy.case.number,
        from: visitor.from(),
    };
    visitor.note(left).await?;
    app.leave_proxy_login(proxy, contact, &me.secret).await
}
