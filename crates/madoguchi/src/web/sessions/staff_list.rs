//! Staff's sessions: starting one, helping in one by its number, what is offered, whether one takes offers, and what runs (L1, L5, L6).

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    SessionId,
    audit::AuditEvent,
    case::intake::is_address,
    desk::session::Mode,
    session::{AcdState, Session, State},
};
use serde::Deserialize;

use super::{
    super::{
        frame::{Frame, Here, judged},
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown::{self as said, Trouble},
        staff::rail_for,
        visitor::{Me, Staff, Visitor},
    },
    agents::may_come,
    grouped, invitation, no, with_devices,
};
use crate::{
    app::{Fail, session_doors::Shut, sessions::Starting},
    texts::Texts,
};

/// Sessions that are looked at for the page.
pub const MOST: usize = 200;
/// Unanswered transfers that are told.
pub const UNANSWERED: usize = 10;

#[derive(Template)]
#[template(path = "staff/sessions.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    troubles: Vec<Trouble>,
    case: String,
    number: String,
    /// A session begins with an invitation, to this address.
    invites: bool,
    email: String,
    /// Users choose between one session at a time and several.
    chosen: bool,
    several: bool,
    /// States to choose from; empty for who serves no queue.
    states: Vec<Pick>,
    offers: Vec<Row>,
    /// Sessions to which the reader was asked to come.
    invitations: Vec<Row>,
    /// What the reader handed on, and nobody answered: where it is, and how it stands.
    unanswered: Vec<(String, String)>,
    running: Vec<Row>,
    /// Media go at this installation.
    media: bool,
}

struct Row {
    address: String,
    number: String,
    host: String,
    customers: String,
    since: String,
    state: String,
    message: String,
    yours: bool,
    /// It waits for anybody, and nobody was asked who could say no.
    waits: bool,
}

/// What was typed into the forms of the page.
struct Typed {
    case: String,
    number: String,
    invites: bool,
    email: String,
}

impl Typed {
    fn nothing() -> Self {
        Self {
            case: String::new(),
            number: String::new(),
            invites: true,
            email: String::new(),
        }
    }
}

#[derive(Default, Deserialize)]
pub struct Asked {
    /// The case that a new one is about.
    case: Option<String>,
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let case = asked.case.unwrap_or_default();
    let typed = Typed {
        email: contact(&visitor, &me, &case).await?,
        case,
        ..Typed::nothing()
    };
    show(&visitor, &me, typed, Vec::new()).await
}

/// The address of a case's contact; empty where the reader sees no such case.
async fn contact(visitor: &Visitor, me: &Me, case: &str) -> Result<String, Fail> {
    let Some(number) = said::parse_number(case) else {
        return Ok(String::new());
    };
    let found = match visitor.web.app.case(&me.actor, number).await {
        Ok(case) => invitation::contact_of(visitor, &case).await?,
        Err(Fail::NotFound) => None,
        Err(fail) => return Err(fail),
    };
    Ok(found.unwrap_or_default())
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    typed: Typed,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let rules = app.session_rules().ok_or(Fail::NotFound)?;
    app.be_about(me.person.id).await?;
    let chose = app.store.session_choice(me.person.id).await?;
    let agents = app.acd_agents().await?;
    let own = agents
        .iter()
        .find(|(agent, _)| agent.person == me.person.id);
    let states = own.map_or(Vec::new(), |(own, _)| {
        let one = |state: AcdState| {
            let label = t.say(&format!("acd-{}", state.as_str()));
            pick(state.as_str(), label, own.state.as_str())
        };
        AcdState::ALL.map(one).into()
    });
    let (mut offers, mut invitations, mut running) = (Vec::new(), Vec::new(), Vec::new());
    for row in app.store.live_sessions(MOST).await? {
        let stored = match app.session_of(&me.actor, row.id).await {
            Ok(stored) => stored,
            Err(Fail::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let session = &stored.session;
        let host = session
            .host()
            .and_then(|seat| session.participants.get(&seat));
        let line = Row {
            address: format!("/staff/sessions/{}", row.id),
            number: grouped(row.number),
            host: host.map_or(String::new(), |p| p.name.as_str().to_owned()),
            customers: t.count("session-customers", row.customers),
            since: t.long_time(row.started_at),
            state: t.say(&format!("session-state-{}", row.state)).to_owned(),
            message: match &session.state {
                State::Transferring(offer) => offer.message.as_str().to_owned(),
                _ => String::new(),
            },
            yours: session.seat_of(me.person.id).is_some(),
            waits: matches!(session.state, State::HostLost { .. }),
        };
        match app.is_offered(&me.actor, session).await? {
            true => offers.push(line),
            false if may_come(session, me.person.id) => invitations.push(line),
            false => running.push(line),
        }
    }
    let mut unanswered = Vec::new();
    for one in app
        .store
        .unanswered_sessions(me.person.id, UNANSWERED)
        .await?
    {
        if let Some(stored) = app.store.session(one.session).await? {
            let address = format!("/staff/sessions/{}", one.session);
            unanswered.push((address, nobody_answered(t, &stored.session)));
        }
    }
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: rail_for(visitor, me).await?,
        case: typed.case,
        number: typed.number,
        invites: typed.invites,
        email: typed.email,
        chosen: rules.mode_chosen,
        several: chose.mode.unwrap_or(rules.mode) == Mode::Multi,
        states,
        offers,
        invitations,
        unanswered,
        running,
        media: app.live_media.is_some(),
        f: Frame::new(visitor, Here::Sessions, t.say("sessions-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong).map(with_devices)
}

/// That nobody answered, and how the session stands by now (L6).
fn nobody_answered(t: &Texts, session: &Session) -> String {
    let host = session
        .host()
        .and_then(|seat| session.participants.get(&seat));
    let key = match session.state {
        State::Open { .. } => "session-unanswered-open",
        State::Transferring(_) => "session-unanswered-passed-on",
        State::HostLost { .. } => "session-unanswered-waits",
        State::Ended { .. } => "session-unanswered-ended",
    };
    let said = [
        ("number", grouped(session.number).into()),
        (
            "host",
            host.map_or(String::new(), |p| p.name.as_str().to_owned())
                .into(),
        ),
    ];
    t.with(key, said)
}

/// Starts one, about a case or alone.
pub async fn start(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut typed = Typed {
        case: posted.get("case").trim().to_owned(),
        invites: posted.has("invite"),
        email: posted.get("email").trim().to_owned(),
        ..Typed::nothing()
    };
    let wrong = |field: &str, text: &str| {
        vec![Trouble {
            field: field.to_owned(),
            text: text.to_owned(),
        }]
    };
    let unknown = || wrong("case", t.say("session-no-such-case"));
    let case = match typed.case.as_str() {
        "" => None,
        text => match said::parse_number(text) {
            Some(number) => Some(number),
            None => return show(&visitor, &me, typed, unknown()).await,
        },
    };
    if typed.invites && !typed.email.is_empty() && !is_address(&typed.email) {
        let text = t.say("session-start-no-address");
        return show(&visitor, &me, typed, wrong("email", text)).await;
    }
    let starting = Starting {
        case,
        voice: posted.has("voice"),
        mode: Mode::parse(posted.get("mode")),
        key: None,
    };
    let name = me.person.profile.name();
    let troubles = match app.start_session(&me.actor, &name, &starting).await {
        Ok(Ok(id)) => {
            if typed.invites && typed.email.is_empty() {
                typed.email = contact(&visitor, &me, &typed.case).await?;
            }
            let to = begun(&visitor, &me, id, &typed).await;
            return Ok(Redirect::to(&to).into_response());
        }
        Ok(Err(refused)) => wrong("start", &no(t, &refused)),
        Err(Fail::NotFound) if case.is_some() => unknown(),
        Err(fail) => return Err(fail),
    };
    show(&visitor, &me, typed, troubles).await
}

/// Where the new session is, with the invitation that it begins with unless that was switched off (L2). What hinders that one hinders
/// the session no more: it can be made there.
async fn begun(visitor: &Visitor, me: &Me, id: SessionId, typed: &Typed) -> String {
    let page = format!("/staff/sessions/{id}");
    let app = &visitor.web.app;
    let Some(rules) = app.session_rules().filter(|_| typed.invites) else {
        return page;
    };
    let way = invitation::way_at_start(rules, app.mailing.is_some(), &typed.email);
    match invitation::make(visitor, me, id, way, &typed.email).await {
        Ok(name) => format!("{page}?invited={name}&opens=1#invitation"),
        Err(error) => {
            tracing::warn!(%error, "a session began without its invitation");
            page
        }
    }
}

/// Comes in as an assistant, by number.
pub async fn assist(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let typed = posted.get("number");
    let by = format!("assist {}", me.person.id);
    visitor.web.app.count_for(&by).await?;
    let name = me.person.profile.name();
    let text = match app
        .assist_session(&me.actor, &name, typed, posted.has("voice"))
        .await?
    {
        Ok(id) => {
            let from = visitor.from();
            visitor
                .note(AuditEvent::SessionEntered { session: id, from })
                .await?;
            return Ok(Redirect::to(&format!("/staff/sessions/{id}")).into_response());
        }
        Err(Shut::Refused(refused)) => no(t, &refused),
        Err(Shut::Wrong | Shut::InUse) => {
            let from = visitor.from();
            visitor.note(AuditEvent::SessionMissed { from }).await?;
            t.say("session-assist-wrong").to_owned()
        }
    };
    let trouble = Trouble {
        field: "number".to_owned(),
        text,
    };
    let typed = Typed {
        number: typed.to_owned(),
        ..Typed::nothing()
    };
    show(&visitor, &me, typed, vec![trouble]).await
}

/// Whether one takes what is offered.
pub async fn state(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let agents = app.acd_agents().await?;
    let serves = agents.iter().any(|(agent, _)| agent.person == me.person.id);
    let state = AcdState::parse(posted.get("state")).filter(|_| serves);
    let state = state.ok_or(Fail::NotFound)?;
    app.store
        .set_acd_state(me.person.id, state, app.now())
        .await?;
    app.live.ring_sessions();
    Ok(Redirect::to("/staff/sessions").into_response())
}
