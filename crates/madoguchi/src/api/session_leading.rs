//! What a session's host does beside passing it on (L1, L2, L4, L8, L9): picking the customer who is served, letting in whoever waits,
//! sending somebody away, asking a customer, recording, showing a new passcode; and which sessions there are to lead or help in. The
//! rules decide as they do for pages.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    SessionId,
    desk::session::{Queue, Recording},
    session::{self, AcdState, Command, Refused, Seat, Thing},
};
use store::sessions::StoredSession;

use super::{
    caller::{Caller, Staff},
    posted::Posted,
    problem::{Problem, What},
    session_steps::{Answer, of_control, stepped},
    sessions::{answered, before, besides, named, refused},
    shown::prose,
    shown_session::summary,
    wire::{self, NewSessionControl, NewSessionQuestion},
    wrong::Why,
};
use crate::app::{App, Fail, session_calls::Wanted};

/// Sessions that are looked at.
const MOST: usize = 200;

/// A session that runs, as far as the caller may know it.
async fn running(
    app: &App,
    caller: &Caller,
    id: SessionId,
    wanted: Option<Wanted>,
) -> Result<Option<wire::RunningSession>, Problem> {
    let stored = match app.session_of(&caller.actor, id).await {
        Ok(stored) => stored,
        Err(Fail::NotFound) => return Ok(None),
        Err(fail) => return Err(fail.into()),
    };
    let message = match &stored.session.state {
        session::State::Transferring(offer) if wanted == Some(Wanted::Offered) => {
            prose(&offer.message).filter(|text| !text.is_empty())
        }
        _ => None,
    };
    let wants = wanted.map(|wanted| match wanted {
        Wanted::Offered => "offered",
        Wanted::Waits => "waits",
        Wanted::Asked => "asked",
    });
    Ok(Some(wire::RunningSession {
        summary: summary(app, caller, &stored).await?,
        seat: stored.session.seat_of(caller.person.id).map(|seat| seat.0),
        wants: wants.map(str::to_owned),
        message,
    }))
}

#[utoipa::path(get, path = "/api/v1/sessions", operation_id = "list_running_sessions", tag = "sessions",
    responses((status = 200, body = wire::RunningSessionList)))]
/// Sessions that run and that the caller may know, the oldest first, with what each wants of them.
pub async fn list(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::RunningSessionList>, Problem> {
    let calls = app.session_calls(&caller.actor).await?;
    let mut items = Vec::new();
    let rows = app.store.live_sessions(MOST).await.map_err(Fail::from)?;
    for row in rows {
        let call = calls.iter().find(|call| call.session == row.id);
        let wanted = call.map(|call| call.wanted);
        items.extend(running(&app, &caller, row.id, wanted).await?);
    }
    Ok(Json(wire::RunningSessionList { items }))
}

#[utoipa::path(get, path = "/api/v1/sessions/transfer-targets", operation_id = "list_transfer_targets", tag = "sessions",
    responses((status = 200, body = wire::SessionTargets)))]
/// To whom a session can be handed on: the desk's queues, and the other agents who serve one.
pub async fn targets(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::SessionTargets>, Problem> {
    let mut others = app.acd_agents().await?;
    others.retain(|(agent, _)| agent.person != caller.person.id);
    let queue = |queue: &Queue| {
        let free = others.iter().filter(|(agent, _)| {
            agent.state == AcdState::Available && queue.roles.contains(&agent.role)
        });
        wire::SessionQueue {
            id: queue.id.clone(),
            label: queue.label.in_language(&caller.language).to_owned(),
            available: free.count() as u64,
        }
    };
    let queues = app.desks.current().0.queues.iter().map(queue).collect();
    let agents = others.iter().map(|(agent, name)| wire::SessionAgent {
        id: agent.person.to_string(),
        name: name.clone(),
        state: agent.state.as_str().to_owned(),
    });
    Ok(Json(wire::SessionTargets {
        agents: agents.collect(),
        queues,
    }))
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/selection", operation_id = "select_session_customer", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionControl, responses((status = 200, body = wire::Session)))]
/// Picks the customer who is served, by the host. What is shared ends with it, on both sides.
pub async fn select(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionControl { seat } = posted.read()?;
    let select = Command::Select(Seat(seat));
    stepped(&app, &text, &posted, select, of_control).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/admission", operation_id = "admit_to_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionControl, responses((status = 200, body = wire::Session)))]
/// Lets in somebody who waits at the door, by the host.
pub async fn admit(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionControl { seat } = posted.read()?;
    let admit = Command::Admit(Seat(seat));
    stepped(&app, &text, &posted, admit, of_control).await
}

/// The host does not send themselves away.
fn of_removal(why: Refused) -> Problem {
    match why {
        Refused::HostStays => Problem::of_field("seat", Why::NotOffered),
        why => of_control(why),
    }
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/removal", operation_id = "remove_from_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionControl, responses((status = 200, body = wire::Session)))]
/// Sends somebody away, or turns away who waits at the door, by the host.
pub async fn remove(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionControl { seat } = posted.read()?;
    let remove = Command::Remove(Seat(seat));
    stepped(&app, &text, &posted, remove, of_removal).await
}

fn of_question(why: Refused) -> Problem {
    match why {
        Refused::NoParticipant | Refused::NotSelected => Problem::of_field("seat", Why::NotOffered),
        Refused::NoRecording => Problem::of_field("thing", Why::NotOffered),
        Refused::NoText => Problem::of_field("purpose", Why::Missing),
        Refused::TooLong { most, .. } => Problem::of_field("purpose", Why::TooLong { max: most }),
        why => refused(why),
    }
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/questions", operation_id = "ask_session_customer", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionQuestion, responses((status = 200, body = wire::Session)))]
/// Asks a customer for one thing of theirs, with the purpose, by the host.
///
/// Silence is a no after 30 seconds. Their word stands in `agreed` of the participant.
pub async fn ask(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionQuestion {
        seat,
        thing,
        purpose,
    } = posted.read()?;
    let thing = Thing::parse(&thing);
    let thing = thing.ok_or_else(|| Problem::of_field("thing", Why::NotOffered))?;
    let ask = Command::Ask {
        seat: Seat(seat),
        thing,
        purpose,
    };
    stepped(&app, &text, &posted, ask, of_question).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/recording-start", operation_id = "start_session_recording", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Starts a stretch of recording, by the host, where the desk records and a customer has agreed. Everybody in it is told.
pub async fn record(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    stepped(&app, &text, &posted, Command::StartRecording, refused).await
}

/// Where all is recorded, nobody stops it.
fn of_stopping_all(why: Refused) -> Problem {
    match why {
        Refused::NotAllowed => What::NotNow.into(),
        why => refused(why),
    }
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/recording-end", operation_id = "end_session_recording", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Ends the stretch that is being recorded, by the host; not where the desk records all of every session.
pub async fn end_recording(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let actor = &posted.caller.actor;
    let stored = app.session_of(actor, named(&text)?).await?;
    let why: fn(Refused) -> Problem =
        if stored.session.rules.recording == Recording::Always && leads(&app, &posted, &stored) {
            of_stopping_all
        } else {
            refused
        };
    stepped(&app, &text, &posted, Command::StopRecording, why).await
}

fn leads(app: &App, posted: &Posted, stored: &StoredSession) -> bool {
    let seat = app.seat_in(&posted.caller.actor, &stored.session);
    seat.is_some_and(|(_, role)| role == session::Role::Host)
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/passcode", operation_id = "renew_session_passcode", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Makes a new passcode, by the host; joining by number opens again where too many misses had closed it.
pub async fn passcode(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let (caller, id) = (&posted.caller, named(&text)?);
    if before(&app, &posted).await?.is_none() {
        let stored = app.session_of(&caller.actor, id).await?;
        let besides = besides(&app, &posted, &stored)?;
        let done = app.renew_passcode(&caller.actor, id, besides).await?;
        done.map_err(refused)?;
    }
    answered(&app, caller, id, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/presence", operation_id = "be_in_session", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Says that the caller is there, by an agent with a place in it.
///
/// As on a page of sessions they are in all of theirs. Twelve seconds without a word from page or program cut a place off; for how long it
/// is kept then is the desk's.
pub async fn presence(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let (caller, id) = (&posted.caller, named(&text)?);
    let stored = app.session_of(&caller.actor, id).await?;
    let seat = app.seat_in(&caller.actor, &stored.session);
    if seat.is_none() {
        return Err(What::NotFound.into());
    }
    app.be_about(caller.person.id).await?;
    answered(&app, caller, id, StatusCode::OK).await
}
