//! Files: handed in by pieces, listed, had and taken away (C13). How a file arrives is the tus protocol's; what may be done with it
//! is the same as on the pages.

use axum::{
    Json,
    body::Body,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{FileId, case::AttachedFile};
use store::files::{File, State as Stands};

use super::{
    caller::Caller,
    cases,
    problem::Problem,
    shown::{instant, prose},
    wire::{self, Named},
};
use crate::{
    app::App,
    downloads,
    uploads::{self, Outcome},
};

type Answer = Result<Response, Problem>;

/// The address under which files arrive.
const AT: &str = "/api/v1/uploads";

/// A file as the log has it.
pub fn attached(file: &AttachedFile) -> wire::AttachedFile {
    wire::AttachedFile {
        id: file.id.to_string(),
        name: prose(&file.name),
        bytes: file.bytes,
        kind: file.kind.clone(),
        sha256: file.sha256.clone(),
    }
}

/// Whether a file can be had.
pub fn state(file: &File) -> &'static str {
    match file.state {
        Stands::Ready => "ready",
        Stands::Threat => "threat",
        Stands::Held | Stands::Arriving => "held",
    }
}

/// Why it could not be looked through, for staff.
pub fn unscanned(caller: &Caller, file: &File) -> Option<String> {
    let why = file.not_scanned.as_ref();
    let why = why.filter(|_| caller.actor.is_staff());
    why.map(|why| match why.words() {
        "" => why.name().to_owned(),
        words => words.to_owned(),
    })
}

fn told(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Answer(response) => Ok(response),
        Outcome::NotTaken(name, why) => Err(Problem::of_file(name, why)),
    }
}

#[utoipa::path(options, path = "/api/v1/uploads", operation_id = "describe_uploads", tag = "files", responses((status = 204,
    description = "`Tus-Version`, `Tus-Extension`, `Tus-Max-Size`")))]
/// What of the tus protocol is spoken here.
pub async fn options(State(app): State<App>, _: Caller) -> Response {
    uploads::can(&app)
}

#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "begin_upload", tag = "files", params(
        ("Upload-Length" = u64, Header, description = "Size of the whole file, in bytes"),
        ("Upload-Metadata" = String, Header, description = "`filename`, a space, and its name in base64"),
    ), responses((status = 201, description = "Begun; `Location` says where it goes on, `X-File` is its id")))]
/// Begins a file (tus 1.0.0).
///
/// With `Content-Type: application/offset+octet-stream` the body is the file's beginning, or all of it. Once it is whole, its id can
/// stand in `files` of a new case, message or note, within 31 days. Until then only its sender knows of it.
pub async fn begin(State(app): State<App>, caller: Caller, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    told(uploads::begin(&app, &caller.actor, AT, &parts.headers, body).await?)
}

#[utoipa::path(head, path = "/api/v1/uploads/{id}", operation_id = "read_upload", tag = "files", params(("id" = String, Path)),
    responses((status = 200, description = "`Upload-Offset` says how much is there")))]
/// How far a file is.
pub async fn stands(State(app): State<App>, caller: Caller, Path(id): Path<i64>) -> Answer {
    told(uploads::stands(&app, &caller.actor, id).await?)
}

#[utoipa::path(patch, path = "/api/v1/uploads/{id}", operation_id = "continue_upload", tag = "files", params(("id" = String, Path),
        ("Upload-Offset" = u64, Header, description = "Where the body goes on")),
    responses((status = 204, description = "`Upload-Offset` says how much is there now")))]
/// Goes on with a file where it stopped.
///
/// What arrived before a connection broke is kept, in pieces of at most 4 MB. With `Upload-Checksum` a body that is not what it says
/// (460) leaves nothing behind; such a body holds at most 8 MB.
pub async fn go_on(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
    request: Request<Body>,
) -> Answer {
    let (parts, body) = request.into_parts();
    told(uploads::go_on(&app, &caller.actor, id, &parts.headers, body).await?)
}

#[utoipa::path(delete, path = "/api/v1/uploads/{id}", operation_id = "discard_upload", tag = "files", params(("id" = String, Path)),
    responses((status = 204, description = "Gone")))]
/// Takes a file away that was not sent yet.
pub async fn discard(State(app): State<App>, caller: Caller, Path(id): Path<i64>) -> Answer {
    Ok(uploads::end(&app, &caller.actor, id).await?)
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/files", operation_id = "list_files", tag = "files", params(("number" = String, Path)),
    responses((status = 200, body = wire::Files)))]
/// The files of a case, the oldest first; those of notes for staff alone.
pub async fn list(State(app): State<App>, caller: Caller, number: Path<String>) -> Answer {
    let number = cases::number(&number)?;
    let case = app.case(&caller.actor, number).await?;
    let files = app.files_of(&caller.actor, &case).await?;
    let senders: Vec<_> = files.iter().map(|file| file.person).collect();
    let people = app.store.people(senders).await?;
    let there = files.iter().filter(|file| file.removed_at.is_none());
    let one = |file: &File| wire::File {
        file: wire::AttachedFile {
            id: file.id.to_string(),
            name: Some(file.name.clone()),
            bytes: file.bytes,
            kind: file.kind.clone(),
            sha256: file.sha256.clone().unwrap_or_default(),
        },
        state: state(file).to_owned(),
        unscanned: unscanned(&caller, file),
        locked: file.locked,
        internal: file.internal,
        attached_at: file.attached_at.map(instant),
        by: Named {
            id: file.person.to_string(),
            name: people
                .get(&file.person)
                .map_or(String::new(), |person| person.profile.name()),
        },
    };
    Ok(Json(wire::Files {
        items: there.map(one).collect(),
    })
    .into_response())
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/files/{id}", operation_id = "read_file", tag = "files",
    params(("number" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "Its bytes; `Range` is answered", content_type = "application/octet-stream")))]
/// A file of a case.
///
/// Not before it was looked through for harm, where the installation has that done.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path((number, id)): Path<(String, i64)>,
    request: Request,
) -> Answer {
    let number = cases::number(&number)?;
    let had = app.file(&caller.actor, number, FileId(id)).await?;
    app.note_fetched(&caller.actor, &had.file).await?;
    Ok(downloads::sent(&app, had, request.headers(), None)?)
}

#[utoipa::path(delete, path = "/api/v1/cases/{number}/files/{id}", operation_id = "remove_file", tag = "files",
    params(("number" = String, Path), ("id" = String, Path)), responses((status = 204, description = "Gone; the case's story says so")))]
/// Takes a file of a case away: staff at any time, its sender until somebody else has had it.
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path((number, id)): Path<(String, i64)>,
) -> Answer {
    let number = cases::number(&number)?;
    app.remove_file(&caller.actor, number, FileId(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
