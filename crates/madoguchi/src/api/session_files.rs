//! Files of live sessions over the API (L3): offered out of what was handed in, taken or stopped, and had. Who takes part does so from
//! their seat, by the same rules as on the pages; to contacts a session's files are those of its case.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    FileId,
    session::{Command, Seat, sent_files},
};
use store::sessions::once;

use super::{
    caller::{Caller, Staff},
    posted::Posted,
    problem::{Problem, What},
    sessions::{answered, before, happen, named, refused, seen},
    shown_session::sent,
    wire::{self, NewSessionFile},
    wrong::Why,
};
use crate::{
    app::{App, session_files::NotOffered, sessions::agent},
    downloads,
};

type Answer = Result<Response, Problem>;

#[utoipa::path(get, path = "/api/v1/sessions/{session}/files", operation_id = "list_session_files", tag = "sessions",
    params(("session" = String, Path)), responses((status = 200, body = wire::SessionFileList)))]
/// The files of a session, in the order in which they were offered.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Json<wire::SessionFileList>, Problem> {
    let seen = seen(&app, &caller, named(&text)?).await?;
    let items = sent_files(&seen.events).into_iter().map(sent);
    Ok(Json(wire::SessionFileList {
        items: items.collect(),
    }))
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/files", operation_id = "send_session_file", tag = "sessions",
    params(("session" = String, Path)), request_body = NewSessionFile, responses((status = 201, body = wire::Session)))]
/// Sends a file in a session, by an agent who takes part.
///
/// The file was handed in before (`POST /api/v1/uploads`) and is gone from there afterwards. Whoever it is for takes it or does not.
pub async fn send(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewSessionFile { file, to } = posted.read()?;
    let (caller, id) = (&posted.caller, named(&text)?);
    let stored = app.session_of(&caller.actor, id).await?;
    if before(&app, &posted).await?.is_some() {
        return answered(&app, caller, id, StatusCode::CREATED).await;
    }
    let (_, by) = agent(&caller.actor)?;
    let seat = app.seat_in(&caller.actor, &stored.session);
    let (seat, _) = seat.ok_or(What::NotFound)?;
    let first = || stored.session.customers().next().map(|one| one.seat);
    let to = to.map(Seat).or(stored.session.selected).or_else(first);
    let to = to.ok_or_else(|| Problem::of_field("to", Why::Missing))?;
    let unknown = || Problem::of_field("file", Why::NotOffered);
    let file = file.parse().map(FileId).map_err(|_| unknown())?;
    let handed_in = app.waiting_file(&caller.actor, file).await;
    let handed_in = handed_in.map_err(|_| unknown())?;
    if handed_in.sha256.is_none() {
        return Err(unknown());
    }
    let parts = app
        .store
        .file_parts(file)
        .await
        .map_err(crate::app::Fail::from)?;
    let bytes = app.bytes_at(&handed_in.place, parts, 0, u64::MAX)?;
    let key = posted.once(StatusCode::CREATED);
    let more = key.map(|key| once(&key.key, id, app.now()));
    let more = more.into_iter().collect();
    let offered = app.offer_whole_session_file(id, (by, seat), to, &handed_in.name, bytes, more);
    match offered.await? {
        Ok(()) => {}
        Err(NotOffered::NotTaken(name, why)) => {
            return Err(Problem::of_file(name, why).renamed("files", "file"));
        }
        Err(NotOffered::Refused(why)) => return Err(refused(why)),
    }
    app.discard_file(&caller.actor, file).await?;
    app.settle_session_files().await?;
    answered(&app, caller, id, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/files/{id}/acceptance", operation_id = "accept_session_file", tag = "sessions",
    params(("session" = String, Path), ("id" = u32, Path, description = "The file's number in the session")),
    responses((status = 200, body = wire::Session)))]
/// Takes a file that is meant for the caller; it can be had once it is there and was looked through.
pub async fn accept(
    State(app): State<App>,
    _: Staff,
    Path((text, number)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    settled(
        &app,
        &text,
        &posted,
        Command::AcceptFile(numbered(&number)?),
    )
    .await
}

#[utoipa::path(post, path = "/api/v1/sessions/{session}/files/{id}/withdrawal", operation_id = "stop_session_file", tag = "sessions",
    params(("session" = String, Path), ("id" = u32, Path, description = "The file's number in the session")),
    responses((status = 200, body = wire::Session)))]
/// Stops a file of the caller's, or does not take one that is meant for them; nothing of it is kept.
pub async fn stop(
    State(app): State<App>,
    _: Staff,
    Path((text, number)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    settled(&app, &text, &posted, Command::StopFile(numbered(&number)?)).await
}

fn numbered(text: &str) -> Result<u32, Problem> {
    text.parse().map_err(|_| What::NotFound.into())
}

async fn settled(app: &App, text: &str, posted: &Posted, command: Command) -> Answer {
    happen(app, text, posted, command, StatusCode::OK).await?;
    app.settle_session_files().await?;
    answered(app, &posted.caller, named(text)?, StatusCode::OK).await
}

#[utoipa::path(get, path = "/api/v1/sessions/{session}/files/{id}", operation_id = "read_session_file", tag = "sessions",
    params(("session" = String, Path), ("id" = u32, Path, description = "The file's number in the session")),
    responses((status = 200, description = "Its bytes; `Range` is answered", content_type = "application/octet-stream")))]
/// A file of a session, for agents who may know of it, once it was taken and looked through.
pub async fn read(
    State(app): State<App>,
    Staff(caller): Staff,
    Path((text, number)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let stored = app.session_of(&caller.actor, named(&text)?).await?;
    let had = app.session_file(&stored, None, numbered(&number)?).await?;
    Ok(downloads::sent(&app, had, &headers, None)?.into_response())
}
