//! Steps of live sessions (L5, L6, L9): coming as an assistant, passing control on and back, handing on and taking over, leaving, and
//! what customers agree to. The rules decide as they do for pages.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    PersonId, SessionId,
    audit::AuditEvent,
    event::By,
    session::{self, AcdState, Command, Refused, Seat, Session, Side, Thing},
};
use store::sessions::{Besides, StoredSession, once};

use super::{
    caller::{Caller, Staff},
    conditional::On,
    doing,
    posted::Posted,
    problem::{Problem, What},
    sessions::{answered, before, besides, named, refused},
    shown::prose,
    wire::{
        self, NewOfferState, NewSessionAssistance, NewSessionConsent, NewSessionControl,
        NewSessionTransfer, NewSessionVoice,
    },
    wrong::Why,
};
use crate::app::{App, Fail, TRIES, session_doors::digits, sessions::agent};

pub(super) type Answer = Result<Response, Problem>;

/// What the caller said of whether they take offers; nothing where their role serves no queue.
async fn offer_state(app: &App, caller: &Caller) -> Result<Option<AcdState>, Problem> {
    let agents = app.acd_agents().await?.into_iter();
    let mut own = agents.filter(|(agent, _)| agent.person == caller.person.id);
    Ok(own.next().map(|(agent, _)| agent.state))
}

#[utoipa::path(get, path = "/api/v1/sessions/state", operation_id = "read_offer_state", tag = "sessions",
    responses((status = 200, body = wire::OfferState)))]
/// Whether the caller takes what is handed on.
pub async fn state(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::OfferState>, Problem> {
    let state = offer_state(&app, &caller).await?;
    Ok(Json(wire::OfferState {
        state: state.map(|state| state.as_str().to_owned()),
    }))
}

#[utoipa::path(post, path = "/api/v1/sessions/state", operation_id = "set_offer_state", tag = "sessions",
    request_body = NewOfferState, responses((status = 200, body = wire::OfferState)))]
/// Says whether the caller takes what is handed on, by agents whose role serves a queue.
pub async fn set_state(
    State(app): State<App>,
    _: Staff,
    posted: Posted,
) -> Result<Json<wire::OfferState>, Problem> {
    let NewOfferState { state } = posted.read()?;
    let state = AcdState::parse(&state);
    let state = state.ok_or_else(|| Problem::of_field("state", Why::NotOffered))?;
    let caller = &posted.caller;
    if offer_state(&app, caller).await?.is_none() {
        return Err(What::NotAllowed.into());
    }
    let set = app.store.set_acd_state(caller.person.id, state, app.now());
    set.await.map_err(Fail::from)?;
    app.live.ring_sessions();
    let state = Some(state.as_str().to_owned());
    Ok(Json(wire::OfferState { state }))
}

#[utoipa::path(post, path = "/api/v1/sessions/assistance", operation_id = "assist_session", tag = "sessions",
    request_body = NewSessionAssistance, responses((status = 201, body = wire::Session)))]
/// Comes into a session as an assistant, by its number. Tries are counted; a number that does not live answers as one that never did.
pub async fn assist(State(app): State<App>, _: Staff, posted: Posted) -> Answer {
    let NewSessionAssistance { number, voice } = posted.read()?;
    let caller = &posted.caller;
    if let Some(id) = before(&app, &posted).await? {
        return answered(&app, caller, id, StatusCode::CREATED).await;
    }
    let (person, by) = agent(&caller.actor)?;
    app.count_for(&format!("assist {person}")).await?;
    let found = match digits(&number).parse() {
        Ok(number) => app.store.session_by_number(number).await?,
        Err(_) => None,
    };
    let Some(session) = found else {
        let missed = AuditEvent::SessionMissed { from: None };
        app.note(By::Person(person), missed).await?;
        return Err(Problem::of_field("number", Why::NotOffered));
    };
    let key = posted.once(StatusCode::CREATED);
    let key = key.map(|key| once(&key.key, session, app.now()));
    let besides = Besides {
        more: key.into_iter().collect(),
        ..Besides::default()
    };
    let assist = Command::Assist {
        name: caller.person.profile.name(),
        voice: voice == Some(true),
    };
    let done = app.change_session(session, by, &assist, &besides).await?;
    done.map_err(refused)?;
    let entered = AuditEvent::SessionEntered {
        session,
        from: None,
    };
    app.note(By::Person(person), entered).await?;
    answered(&app, caller, session, StatusCode::CREATED).await
}

/// Carries a step of an agent's out once, on the copy that the request names.
async fn step(
    app: &App,
    text: &str,
    posted: &Posted,
    command: Command,
    why: fn(Refused) -> Problem,
) -> Result<SessionId, Problem> {
    let (caller, id) = (&posted.caller, named(text)?);
    if before(app, posted).await?.is_none() {
        let stored = app.session_of(&caller.actor, id).await?;
        let besides = besides(app, posted, &stored)?;
        let (_, by) = agent(&caller.actor)?;
        let done = app.change_session(id, by, &command, &besides).await?;
        done.map_err(why)?;
    }
    Ok(id)
}

/// The same, answered with the session as it is then.
pub(super) async fn stepped(
    app: &App,
    text: &str,
    posted: &Posted,
    command: Command,
    why: fn(Refused) -> Problem,
) -> Answer {
    let id = step(app, text, posted, command, why).await?;
    answered(app, &posted.caller, id, StatusCode::OK).await
}

pub(super) fn of_control(why: Refused) -> Problem {
    match why {
        Refused::NoParticipant | Refused::AlreadySo => Problem::of_field("seat", Why::NotOffered),
        why => refused(why),
    }
}

fn of_transfer(why: Refused) -> Problem {
    match why {
        Refused::TooLong { most, .. } => Problem::of_field("message", Why::TooLong { max: most }),
        Refused::QueueOrAgents | Refused::UnknownTarget => {
            Problem::of_field("queue", Why::NotOffered)
        }
        Refused::NotAcd => What::NotAllowed.into(),
        why => refused(why),
    }
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/control", operation_id = "pass_session_control", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionControl, responses((status = 200, body = wire::Session)))]
/// Passes control to an assistant who is here, by the host.
///
/// What is shared, files on their way, the chat, cameras and a recording end with it; a call goes on where the new host can speak.
pub async fn pass(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionControl { seat } = posted.read()?;
    let pass = Command::PassControl(Seat(seat));
    stepped(&app, &text, &posted, pass, of_control).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/control-return", operation_id = "return_session_control", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Gives control back to whoever passed it on last and is here, by the host.
pub async fn give_back(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    stepped(&app, &text, &posted, Command::ReturnControl, refused).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/transfer", operation_id = "transfer_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionTransfer, responses((status = 200, body = wire::Session)))]
/// Hands a session on to one queue, or to one or several agents, by its host, who leaves it.
pub async fn transfer(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionTransfer {
        queue,
        agents,
        message,
    } = posted.read()?;
    let unknown = || Problem::of_field("agents", Why::NotOffered);
    let agents = agents.unwrap_or_default().into_iter();
    let agents = agents.map(|one| one.parse().map(PersonId).map_err(|_| unknown()));
    let transfer = Command::Transfer {
        queue,
        agents: agents.collect::<Result<_, _>>()?,
        message: message.unwrap_or_default(),
    };
    stepped(&app, &text, &posted, transfer, of_transfer).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/offer-acceptance", operation_id = "accept_session", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionVoice, responses((status = 200, body = wire::Session)))]
/// Takes over what was handed on to the caller, or what nobody leads; the first who does leads it.
pub async fn accept(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionVoice { voice } = posted.read()?;
    let accept = Command::Accept {
        name: posted.caller.person.profile.name(),
        voice: voice == Some(true),
    };
    stepped(&app, &text, &posted, accept, refused).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/offer-refusal", operation_id = "decline_session", tag = "sessions",
    params(("session" = String, Path)), responses((status = 204, description = "It is offered to the caller no more")))]
/// Does not take over what was handed on to the caller; the caller may not see the session any more.
pub async fn decline(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    step(&app, &text, &posted, Command::Decline, refused).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/departure", operation_id = "leave_session", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::Session)))]
/// Leaves a session, by an agent who does not lead it.
pub async fn leave(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    stepped(&app, &text, &posted, Command::Leave, refused).await
}

/// The session in which the caller has a customer's place; for everybody else there is none.
pub(super) async fn as_customer(
    app: &App,
    caller: &Caller,
    text: &str,
) -> Result<(StoredSession, Seat), Problem> {
    let stored = app.store.session(named(text)?).await?;
    let stored = stored.filter(|stored| !stored.session.is_ended());
    let stored = stored.ok_or(What::NotFound)?;
    let own = Side::Customer(Some(caller.person.id));
    let seat = stored.session.customers().find(|p| p.side == own);
    let seat = seat.map(|p| p.seat).ok_or(What::NotFound)?;
    Ok((stored, seat))
}

fn agreed(session: &Session, own: Seat) -> wire::SessionConsents {
    let standing = session.consents.iter().filter(|(seat, _)| *seat == own);
    let asks = session.asks.iter().filter(|((seat, _), _)| *seat == own);
    wire::SessionConsents {
        items: standing
            .map(|(_, thing)| thing.as_str().to_owned())
            .collect(),
        questions: asks
            .map(|((_, thing), ask)| wire::SessionQuestion {
                thing: thing.as_str().to_owned(),
                purpose: prose(&ask.purpose),
            })
            .collect(),
    }
}

fn tag(session: &Session) -> String {
    format!("\"consents-{}\"", session.version)
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}/consents", operation_id = "read_session_consents", tag = "sessions",
    params(("session" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::SessionConsents), (status = 304, description = "The caller's copy is the newest")))]
/// What the caller agreed to as a customer of a running session, and what they are asked.
pub async fn consents(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (stored, seat) = as_customer(&app, &caller, &text).await?;
    let tag = tag(&stored.session);
    let short = doing::unchanged(&headers, &tag);
    Ok(short.unwrap_or_else(|| doing::read(&tag, agreed(&stored.session, seat))))
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/consents", operation_id = "answer_session_consent", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionConsent, responses((status = 200, body = wire::SessionConsents)))]
/// Answers what the caller is asked as a customer of a running session, or takes a word back.
///
/// A program agrees to nothing that nobody asked: `grant` and `deny` answer a question, `withdraw` goes always.
pub async fn answer(State(app): State<App>, Path(text): Path<String>, posted: Posted) -> Answer {
    as_customer(&app, &posted.caller, &text).await?;
    let NewSessionConsent { thing, answer } = posted.read()?;
    let thing = Thing::parse(&thing);
    let thing = thing.ok_or_else(|| Problem::of_field("thing", Why::NotOffered))?;
    let command = match answer.as_str() {
        "grant" => Command::Grant(thing),
        "deny" => Command::Deny(thing),
        "withdraw" => Command::Withdraw(thing),
        _ => return Err(Problem::of_field("answer", Why::NotOffered)),
    };
    for _ in 0..TRIES {
        let (stored, seat) = as_customer(&app, &posted.caller, &text).await?;
        if before(&app, &posted).await?.is_some() {
            return stands(&app, &posted, &text).await;
        }
        let mut besides = besides(&app, &posted, &stored)?;
        if !matches!(command, Command::Withdraw(_)) {
            if !stored.session.asks.contains_key(&(seat, thing)) {
                return Err(What::NotNow.into());
            }
            // That it is asked was read in this copy, so it has to be this copy still.
            besides.on = Some(stored.session.version);
        }
        let by = session::Actor::Customer(seat);
        match app.change_session(stored.id, by, &command, &besides).await {
            Err(Fail::Stale) if posted.on == On::Any => continue,
            done => {
                done?.map_err(refused)?;
                return stands(&app, &posted, &text).await;
            }
        }
    }
    Err(What::Conflict.into())
}

/// What the caller has agreed to by now.
async fn stands(app: &App, posted: &Posted, text: &str) -> Answer {
    let (stored, seat) = as_customer(app, &posted.caller, text).await?;
    let (tag, body) = (tag(&stored.session), agreed(&stored.session, seat));
    let location = format!("/api/v1/sessions/{}/consents", stored.id);
    Ok(doing::done(StatusCode::OK, &tag, body, &location))
}
