//! The customer's room (L3, L4): who is there, what is said, and the way out. Whoever has no seat in it learns nothing of it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::session::{Actor, Command, Role, Seat};
use serde::Deserialize;
use store::sessions::StoredSession;

use super::{
    super::{
        frame::{Frame, Here, shown},
        posted::Posted,
        visitor::{Visitor, cookie},
    },
    Line, Told, does, does_all, files, named, people, recordings, refreshes, sharing,
    stage::Stage,
    standing, transcript, with_devices,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "session_room.html")]
struct Page {
    f: Frame,
    action: String,
    number: String,
    /// They are let in.
    is_in: bool,
    selected: bool,
    host: String,
    standing: String,
    /// A page without script asks again after so many seconds, and says so.
    refreshes: Option<(i64, String)>,
    /// They asked for the page on which one writes, which stays as it is.
    writes: bool,
    /// There is something to write.
    types: bool,
    people: Vec<Line>,
    told: Vec<Told>,
    /// The chat is open.
    chat: bool,
    /// Files that are sent in it, as markup.
    files: String,
    /// That it is being recorded, as markup.
    recorded: String,
    /// Media go at this installation.
    media: bool,
    stage: Option<Stage>,
}

/// The session with the seat that this browser holds in it.
pub async fn seated(visitor: &Visitor, id: &str) -> Result<Option<(StoredSession, Seat)>, Fail> {
    let id = named(id)?;
    let web = &visitor.web;
    let Some(secret) = cookie(visitor.headers(), web.line.seat_cookie()) else {
        return Ok(None);
    };
    match web.app.store.seat_by_secret(secret).await? {
        Some((held, seat)) if held == id => {
            let stored = web.app.store.session(id).await?;
            let stored = stored.filter(|stored| !stored.session.is_ended());
            Ok(stored.map(|stored| (stored, seat)))
        }
        _ => Ok(None),
    }
}

fn gone() -> Response {
    Redirect::to("/sessions/over").into_response()
}

/// Which of its two pages it is, for a browser without script.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// The one on which one writes.
    write: Option<String>,
}

pub async fn page(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let Some((stored, seat)) = seated(&visitor, &id).await? else {
        return Ok(gone());
    };
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let writes = asked.write.is_some() && !visitor.only_follows();
    let stored = match writes {
        true => app.write_there(stored, seat).await?,
        false => app.be_there(stored, seat).await?,
    };
    let session = &stored.session;
    let role = session.role(seat);
    let is_in = role != Some(Role::Waiting);
    let events = match is_in {
        true => app.store.session_events(stored.id).await?,
        false => Vec::new(),
    };
    let host = session
        .host()
        .and_then(|seat| session.participants.get(&seat));
    let action = format!("/sessions/{}", stored.id);
    let page = Page {
        media: app.live_media.is_some(),
        stage: Stage::of(&visitor, session, Some(seat)),
        action,
        number: super::grouped(session.number),
        is_in,
        selected: role == Some(Role::Selected),
        host: host.map_or(String::new(), |p| p.name.as_str().to_owned()),
        standing: standing(t, session, false),
        refreshes: refreshes(t, session).filter(|_| !writes),
        writes,
        types: is_in,
        people: match is_in {
            true => people(t, session, Some(seat)),
            false => Vec::new(),
        },
        told: transcript(t, &events, Some(seat)),
        chat: session.chat,
        recorded: recordings::mark(&visitor, &stored, false)?,
        files: match is_in {
            true => files::part(&visitor, &stored, Some(seat)).await?,
            false => String::new(),
        },
        f: Frame::new(&visitor, Here::Elsewhere, t.say("session-title")).await?,
    };
    shown(&page).map(with_devices)
}

/// What a customer does.
pub async fn act(
    visitor: Visitor,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Some((stored, seat)) = seated(&visitor, &id).await? else {
        return Ok(gone());
    };
    if let Some(wanted) = sharing::of_customer(&stored.session, seat, &act, &posted) {
        does_all(&visitor, stored.id, Actor::Customer(seat), wanted).await?;
        return Ok(Redirect::to(&format!("/sessions/{}", stored.id)).into_response());
    }
    let command = match act.as_str() {
        "say" => Command::Say(posted.get("text").to_owned()),
        "leave" => Command::Leave,
        "accept-file" | "stop-file" => {
            let command = files::act(&act, &posted).ok_or(Fail::NotFound)?;
            does(&visitor, stored.id, Actor::Customer(seat), &command).await?;
            visitor.web.app.settle_session_files().await?;
            return Ok(Redirect::to(&format!("/sessions/{}#files", stored.id)).into_response());
        }
        _ => return Err(Fail::NotFound),
    };
    // Nothing said is nothing done.
    if !matches!(&command, Command::Say(text) if text.trim().is_empty()) {
        does(&visitor, stored.id, Actor::Customer(seat), &command).await?;
    }
    Ok(Redirect::to(&format!("/sessions/{}#said", stored.id)).into_response())
}
