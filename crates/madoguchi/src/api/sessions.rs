//! Live sessions (L1–L8): those of a case for whoever sees it, and staff's work with them.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    PersonId, SessionId,
    access::Scope,
    case::intake::is_address,
    desk::session::Mode,
    event::Recorded,
    session::{Actor, Command, Participant, Refused, Seat, SessionEvent, Way},
};
use store::sessions::{Besides, StoredSession, once};

use super::{
    caller::{Caller, Staff},
    cases, doing,
    posted::Posted,
    problem::{Problem, What},
    session_steps::as_customer,
    shown_session::{Seen, chat, session, summary_of},
    wire::{self, NewSession, NewSessionInvitation, NewSessionMessage},
    wrong::Why,
};
use crate::{
    app::{
        App, Fail,
        sessions::{Starting, agent},
    },
    downloads::{self, Lying},
    texts::{self, Texts},
};

type Answer = Result<Response, Problem>;

pub(super) fn named(text: &str) -> Result<SessionId, Problem> {
    text.parse()
        .map(SessionId)
        .map_err(|_| What::NotFound.into())
}

fn tag(caller: &Caller, stored: &StoredSession) -> String {
    format!(
        "\"{}-{}\"",
        stored.session.version,
        caller.language.as_str()
    )
}

/// A session with its events, as the caller may know it.
pub(super) async fn seen(app: &App, caller: &Caller, id: SessionId) -> Result<Seen, Problem> {
    let stored = app.session_seen(&caller.actor, id).await?;
    with_events(app, stored).await
}

async fn with_events(app: &App, stored: StoredSession) -> Result<Seen, Problem> {
    let mut events = app.store.session_events(stored.id).await?;
    events.retain(|one: &Recorded<SessionEvent>| one.version <= stored.session.version);
    Ok(Seen { stored, events })
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/sessions", operation_id = "list_sessions", tag = "sessions",
    params(("number" = String, Path)), responses((status = 200, body = wire::SessionList)))]
/// The live sessions about a case.
pub async fn of_case(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Json<wire::SessionList>, Problem> {
    let case = app.case(&caller.actor, cases::number(&text)?).await?;
    let number = texts::number(app.desks.of(case.case.desk_version), case.number);
    let all = app.store.sessions_ended_of_case(case.id).await?;
    let items = all.iter().map(|(row, why)| summary_of(row, why, &number));
    Ok(Json(wire::SessionList {
        items: items.collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}", operation_id = "read_session", tag = "sessions",
    params(("session" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::Session), (status = 304, description = "The caller's copy is the newest")))]
/// A live session with what went on in it.
///
/// Customers read those about cases that they see; one that does not exist answers as one that is not theirs.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let seen = seen(&app, &caller, named(&text)?).await?;
    let tag = tag(&caller, &seen.stored);
    if let Some(short) = doing::unchanged(&headers, &tag) {
        return Ok(short);
    }
    Ok(doing::read(&tag, session(&app, &caller, &seen).await?))
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}/chat", operation_id = "read_session_chat", tag = "sessions",
    params(("session" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::SessionChat), (status = 304, description = "The caller's copy is the newest")))]
/// What was said in a session.
///
/// Who has a customer's place in one that runs reads it too, whatever it is about.
pub async fn said(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let seen = match as_customer(&app, &caller, &text).await {
        // Who still waits at the door hears nothing.
        Ok((stored, seat)) if takes_part(&stored, seat) => with_events(&app, stored).await?,
        _ => seen(&app, &caller, named(&text)?).await?,
    };
    let tag = tag(&caller, &seen.stored);
    let short = doing::unchanged(&headers, &tag);
    Ok(short.unwrap_or_else(|| doing::read(&tag, chat(&seen))))
}

fn takes_part(stored: &StoredSession, seat: Seat) -> bool {
    let own = stored.session.participants.get(&seat);
    own.is_some_and(Participant::takes_part)
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}/recordings/{recording}", operation_id = "read_session_recording", tag = "sessions",
    params(("session" = String, Path), ("recording" = String, Path), ("Range" = Option<String>, Header)),
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream"),
        (status = 206, description = "The part that was asked for", content_type = "application/octet-stream"),
        (status = 416, description = "There is no such part")))]
/// One track of a recording as a WebM. That it was read is kept in the audit.
pub async fn recording(
    State(app): State<App>,
    caller: Caller,
    Path((text, recording)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let stored = app.session_seen(&caller.actor, named(&text)?).await?;
    let recording = recording.parse().map_err(|_| What::NotFound)?;
    let (one, parts) = app.recording(stored.id, recording).await?;
    app.note_recording_read(&caller.actor, stored.id, None)
        .await?;
    let lying = Lying::of_recording(&one, parts);
    Ok(downloads::sent_lying(&app, lying, &headers, None)?)
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}/archive", operation_id = "read_session_archive", tag = "sessions",
    params(("session" = String, Path)),
    responses((status = 200, description = "The bytes", content_type = "application/x-tar")))]
/// All that was recorded of a session, with its timeline, as a tar. That it was read is kept in the audit.
pub async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Response, Problem> {
    let stored = app.session_seen(&caller.actor, named(&text)?).await?;
    let archive = downloads::archive(&app, &stored).await?;
    app.note_recording_read(&caller.actor, stored.id, None)
        .await?;
    Ok(archive)
}

#[utoipa::path(delete, path = "/api/v1/sessions/{session}/recordings", operation_id = "erase_session_recordings", tag = "sessions",
    params(("session" = String, Path)), responses((status = 204, description = "Nothing of it can be had any more")))]
/// Erases all that was recorded of a session, by staff who lead. That it was erased is kept in the audit.
///
/// What is being recorded just then goes on.
pub async fn erase(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(text): Path<String>,
) -> Answer {
    let stored = app.session_of(&caller.actor, named(&text)?).await?;
    if !matches!(caller.actor.scope(), Scope::Staff { leads: true, .. }) {
        return Err(What::NotFound.into());
    }
    app.erase_recordings(caller.person.id, stored.id, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/api/v1/sessions", operation_id = "start_session", tag = "sessions",
    request_body = NewSession, responses((status = 201, body = wire::Session)))]
/// Starts a session, by an agent, who leads it.
///
/// Whoever leads by a program alone says every few seconds that they are there (`presence`); else their seat is lost like that of a
/// page that was closed.
pub async fn start(State(app): State<App>, _: Staff, posted: Posted) -> Answer {
    let NewSession { case, mode, voice } = posted.read()?;
    let caller = &posted.caller;
    if let Some(id) = before(&app, &posted).await? {
        return answered(&app, caller, id, StatusCode::CREATED).await;
    }
    let case = case.as_deref().map(cases::number).transpose();
    let case = case.map_err(|_| Problem::of_field("case", Why::NotOffered))?;
    let mode = mode.as_deref().map(Mode::parse);
    if mode == Some(None) {
        return Err(Problem::of_field("mode", Why::NotOffered));
    }
    let key = posted.once(StatusCode::CREATED).map(|once| once.key);
    let starting = Starting {
        case,
        voice: voice == Some(true),
        mode: mode.flatten(),
        key,
    };
    let name = caller.person.profile.name();
    let done = match app.start_session(&caller.actor, &name, &starting).await {
        Err(Fail::NotFound) if case.is_some() => {
            return Err(Problem::of_field("case", Why::NotOffered));
        }
        done => done?,
    };
    let id = done.map_err(refused)?;
    answered(&app, caller, id, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/invitations", operation_id = "invite_to_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionInvitation,
    responses((status = 201, body = wire::SessionInvitation)))]
/// Asks somebody to come, by the host: a customer by a link of their own, or an agent.
pub async fn invite(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionInvitation { agent, email, mail } = posted.read()?;
    let caller = &posted.caller;
    let id = named(&text)?;
    let stored = app.session_of(&caller.actor, id).await?;
    let mut link = None;
    let mailed;
    let done = before(&app, &posted).await?.is_some();
    let besides = besides(&app, &posted, &stored)?;
    match (agent, email) {
        (Some(agent), None) => {
            let agent = agent.parse().map(PersonId).ok();
            let all = app.store.agents().await?;
            let found = all.into_iter().find(|person| Some(person.id) == agent);
            let found = found.ok_or_else(|| Problem::of_field("agent", Why::NotOffered))?;
            let (person, name) = (found.id, found.profile.name());
            let invite = Command::InviteAgent { person, name };
            mailed = mail == Some(true) && app.mailing.is_some();
            if !done {
                change(&app, caller, id, &invite, &besides).await?;
            }
            if mailed && !done {
                let base = app.mailing.as_ref().map_or("", |mailing| &mailing.base);
                let host = caller.person.profile.name();
                app.mail_colleague(&found, base, &stored, &host).await?;
            }
        }
        (Some(_), Some(_)) => return Err(Problem::of_field("agent", Why::NotOffered)),
        (None, email) => {
            let to = email.unwrap_or_default();
            if !to.is_empty() && !is_address(&to) {
                return Err(Problem::of_field("email", Why::Malformed));
            }
            let way = match to.is_empty() || app.mailing.is_none() {
                true => Way::Link,
                false => Way::Mail,
            };
            // The same request leads to the same link.
            let name = match posted.once(StatusCode::CREATED) {
                Some(once) => crate::app::passwords::hex(&once.key.request[..8]),
                None => crate::app::passwords::hex(&store::random::<8>()),
            };
            if !done {
                let invited = app.invite_by(&caller.actor, id, way, &to, &name, besides);
                invited.await?.map_err(refused)?;
            }
            let token = app.session_token(id, &name);
            let base = app.mailing.as_ref().map_or("", |mailing| &mailing.base);
            link = Some(format!("{base}/sessions/join/{token}"));
            mailed = way == Way::Mail;
            if mailed && !done {
                let zone = app.desks.current().0.time_zone.clone();
                let language = app.invitation_language(&stored, &to, &caller.language);
                let language = language.await?;
                let t = Texts::new(texts::load(), &language, zone);
                let (subject, body) = app.invitation_words(&t, base, &stored, &token);
                let mail = app.mail_invitation(&to, &language, subject, body);
                mail.await?;
            }
        }
    }
    let seen = seen(&app, caller, id).await?;
    let tag = tag(caller, &seen.stored);
    let body = wire::SessionInvitation {
        link,
        mailed,
        session: session(&app, caller, &seen).await?,
    };
    let location = format!("/api/v1/sessions/{id}");
    Ok(doing::done(StatusCode::CREATED, &tag, body, &location))
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/end", operation_id = "end_session", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Ends a session for everybody, by its host.
pub async fn end(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    happen(&app, &text, &posted, Command::End, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/chat", operation_id = "say_in_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionMessage,
    responses((status = 200, description = "It was said by an agent", body = wire::Session),
        (status = 204, description = "It was said by a customer")))]
/// Says something in a session, by an agent who takes part or by whoever has a customer's place in it.
///
/// A customer is answered without the session, which may be about no case that they see; what was said they read in its chat.
pub async fn say(State(app): State<App>, Path(text): Path<String>, posted: Posted) -> Answer {
    let NewSessionMessage { text: said } = posted.read()?;
    let say = Command::Say(said);
    if posted.caller.actor.is_staff() {
        return happen(&app, &text, &posted, say, StatusCode::OK).await;
    }
    let (stored, seat) = as_customer(&app, &posted.caller, &text).await?;
    if before(&app, &posted).await?.is_none() {
        let besides = besides(&app, &posted, &stored)?;
        let by = Actor::Customer(seat);
        let done = app.change_session(stored.id, by, &say, &besides).await?;
        done.map_err(refused)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Carries a command out once, on the copy that the request names.
pub(super) async fn happen(
    app: &App,
    text: &str,
    posted: &Posted,
    command: Command,
    status: StatusCode,
) -> Answer {
    let (caller, id) = (&posted.caller, named(text)?);
    let stored = app.session_of(&caller.actor, id).await?;
    if before(app, posted).await?.is_none() {
        let besides = besides(app, posted, &stored)?;
        change(app, caller, id, &command, &besides).await?;
    }
    answered(app, caller, id, status).await
}

/// The session of a request that was carried out before.
pub(super) async fn before(app: &App, posted: &Posted) -> Result<Option<SessionId>, Problem> {
    let Some(once) = posted.once(StatusCode::OK) else {
        return Ok(None);
    };
    posted.repeats(app.store.session_done(&once.key).await?)
}

/// The key that is claimed with a change, and the copy on which it may be made.
pub(super) fn besides(
    app: &App,
    posted: &Posted,
    stored: &StoredSession,
) -> Result<Besides<'static>, Problem> {
    let on = posted.held(stored.session.version)?;
    let key = posted.once(StatusCode::OK);
    let more = key.map(|key| once(&key.key, stored.id, app.now()));
    Ok(Besides {
        on,
        more: more.into_iter().collect(),
        ..Besides::default()
    })
}

async fn change(
    app: &App,
    caller: &Caller,
    id: SessionId,
    command: &Command,
    besides: &Besides<'_>,
) -> Result<(), Problem> {
    let (_, by) = agent(&caller.actor)?;
    let done = app.change_session(id, by, command, besides).await?;
    done.map(|_| ()).map_err(refused)
}

pub(super) async fn answered(
    app: &App,
    caller: &Caller,
    id: SessionId,
    status: StatusCode,
) -> Answer {
    let seen = seen(app, caller, id).await?;
    let tag = tag(caller, &seen.stored);
    let body = session(app, caller, &seen).await?;
    let location = format!("/api/v1/sessions/{id}");
    Ok(doing::done(status, &tag, body, &location))
}

/// What stands in the way, as a problem of its own where a caller can do something about it.
pub(super) fn refused(why: Refused) -> Problem {
    let what = match why {
        Refused::NotAllowed => What::NotFound,
        Refused::Ended => What::SessionEnded,
        Refused::HostOnly | Refused::NoHost => What::NotHost,
        Refused::OneAtATime => What::OneSession,
        Refused::NoText => return Problem::of_field("text", Why::Missing),
        Refused::TooLong { most, .. } => {
            return Problem::of_field("text", Why::TooLong { max: most });
        }
        _ => What::NotNow,
    };
    what.into()
}
