//! Files handed in one by one, in pieces that go on after a break, by the tus protocol (1.0.0), for pages and API alike: a script of
//! ours speaks it, and any other client can. A file belongs to whoever began it, and nobody else ever hears of it (C13).

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use domain::{Actor, FileId, file::NotTaken};
use futures_util::StreamExt;
use sha1::Digest;
use store::files::{File, State};
use tokio::time::timeout;

use crate::{
    app::{
        App, Fail,
        files::{Arrived, STALL},
    },
    files::PIECE,
};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,termination,checksum,expiration";
/// From so many pieces on they are to hold at least so many bytes each, on average.
const MANY: u64 = 500;
const LEAST: u64 = 64 * 1024;
/// A request whose bytes are not what their checksum says.
const MISMATCH: u16 = 460;

pub fn named(name: &'static str) -> HeaderName {
    HeaderName::from_static(name)
}

pub fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

pub fn number(headers: &HeaderMap, name: &'static str) -> Option<u64> {
    text(headers, name)?.parse().ok()
}

/// What can be done here.
pub fn can(app: &App) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        ("tus-version", VERSION),
        ("tus-extension", EXTENSIONS),
        ("tus-checksum-algorithm", "sha1,sha256"),
    ] {
        headers.insert(named(name), HeaderValue::from_static(value));
    }
    if let Some(limits) = app.attachments() {
        // Of software, where the desk gives out larger files than it takes.
        let largest = limits.largest();
        let software = app
            .given_out()
            .map_or(largest, |software| software.largest());
        headers.insert(
            named("tus-max-size"),
            HeaderValue::from(largest.max(software)),
        );
    }
    resumable(response)
}

pub fn resumable(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(named("tus-resumable"), HeaderValue::from_static(VERSION));
    response
}

/// What came of a request.
pub enum Outcome {
    Answer(Response),
    /// The file of this name is not taken.
    NotTaken(String, NotTaken),
}

/// The status that says why a file is not taken.
pub fn status(why: &NotTaken) -> StatusCode {
    match why {
        NotTaken::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        NotTaken::Kind { .. } | NotTaken::OtherContent { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        NotTaken::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn answer(response: Response) -> Result<Outcome, Fail> {
    Ok(Outcome::Answer(response))
}

/// Where a file stands: how much is there, and when it goes by itself.
pub fn standing(status: StatusCode, file: &File) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(named("upload-offset"), HeaderValue::from(file.received));
    headers.insert(named("upload-length"), HeaderValue::from(file.length()));
    let until = file.created_at + crate::app::files::KEPT;
    let until = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(until) = HeaderValue::from_str(&until) {
        headers.insert(named("upload-expires"), until);
    }
    resumable(response)
}

/// The name that the metadata of a new file has.
pub fn name_of(headers: &HeaderMap) -> Option<String> {
    let pairs = text(headers, "upload-metadata")?.split(',');
    let encoded = pairs
        .filter_map(|pair| pair.trim().split_once(' '))
        .find(|(key, _)| *key == "filename");
    let bytes = BASE64_STANDARD.decode(encoded?.1.trim()).ok()?;
    String::from_utf8(bytes).ok()
}

/// Begins a file, and takes what came with the request.
pub async fn begin(
    app: &App,
    actor: &Actor,
    at: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Outcome, Fail> {
    let (Some(bytes), Some(name)) = (number(headers, "upload-length"), name_of(headers)) else {
        return answer(resumable(StatusCode::BAD_REQUEST.into_response()));
    };
    let file = match app.begin_file(actor, &name, Some(bytes)).await? {
        Ok(file) => file,
        Err(why) => return Ok(Outcome::NotTaken(name, why)),
    };
    let id = file.id.to_string();
    begun(app, file, &format!("{at}/{id}"), headers, body).await
}

/// A file has begun, and lies there; what came with the request is taken.
pub async fn begun(
    app: &App,
    file: File,
    at: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Outcome, Fail> {
    let location = HeaderValue::from_str(at).map_err(Fail::broken)?;
    let id = HeaderValue::from(file.id.0);
    let mut response = match is_piece(headers) {
        true => match appended(app, file, headers, body, StatusCode::CREATED).await? {
            Outcome::Answer(response) => response,
            not => return Ok(not),
        },
        false => standing(StatusCode::CREATED, &file),
    };
    // Where the first piece was damaged on its way, it goes on there, too.
    if response.status().is_success() || response.status().as_u16() == MISMATCH {
        response.headers_mut().insert(header::LOCATION, location);
        response.headers_mut().insert(named("x-file"), id);
    }
    answer(response)
}

fn is_piece(headers: &HeaderMap) -> bool {
    text(headers, "content-type")
        .is_some_and(|kind| kind.starts_with("application/offset+octet-stream"))
}

/// How far a file is.
pub async fn stands(app: &App, actor: &Actor, id: i64) -> Result<Outcome, Fail> {
    let file = app.waiting_file(actor, FileId(id)).await?;
    stands_with(app, file).await
}

/// The same of a file that is known to be the caller's. One whose bytes are all there is looked at, if whoever did was stopped.
pub async fn stands_with(app: &App, file: File) -> Result<Outcome, Fail> {
    if !file.is_unfinished() {
        return answer(standing(StatusCode::OK, &file));
    }
    let name = file.name.clone();
    match app.finished(file).await? {
        Arrived::More(file) | Arrived::Whole(file) => answer(standing(StatusCode::OK, &file)),
        Arrived::Not(why) => Ok(Outcome::NotTaken(name, why)),
    }
}

/// Goes on with a file where it stopped.
pub async fn go_on(
    app: &App,
    actor: &Actor,
    id: i64,
    headers: &HeaderMap,
    body: Body,
) -> Result<Outcome, Fail> {
    let file = app.waiting_file(actor, FileId(id)).await?;
    go_on_with(app, file, headers, body).await
}

/// The same with a file that is known to be the caller's.
pub async fn go_on_with(
    app: &App,
    file: File,
    headers: &HeaderMap,
    body: Body,
) -> Result<Outcome, Fail> {
    if !is_piece(headers) {
        return answer(resumable(
            StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
        ));
    }
    let offset = number(headers, "upload-offset");
    if offset != Some(file.received) {
        return answer(standing(StatusCode::CONFLICT, &file));
    }
    if file.state != State::Arriving {
        // All of it is there: its sender did not hear so before the line broke.
        let status = match is_over(body).await {
            true => StatusCode::NO_CONTENT,
            false => StatusCode::CONFLICT,
        };
        return answer(standing(status, &file));
    }
    let pieces = app.store.pieces_of(file.id).await?;
    if pieces >= MANY && file.received < pieces.saturating_mul(LEAST) {
        return Ok(Outcome::NotTaken(
            file.name,
            NotTaken::Crumbs { least: LEAST },
        ));
    }
    appended(app, file, headers, body, StatusCode::NO_CONTENT).await
}

async fn appended(
    app: &App,
    file: File,
    headers: &HeaderMap,
    body: Body,
    well: StatusCode,
) -> Result<Outcome, Fail> {
    let name = file.name.clone();
    let arrived = match text(headers, "upload-checksum") {
        None => app.append_file(file, body.into_data_stream(), false).await,
        // Nothing of a piece is kept before all of it is seen to be what was sent.
        Some(checksum) => {
            let (algorithm, digest) = checksum.split_once(' ').unwrap_or_default();
            let piece = match whole(body).await {
                Piece::Whole(piece) => piece,
                Piece::TooLarge => {
                    return answer(resumable(StatusCode::PAYLOAD_TOO_LARGE.into_response()));
                }
                Piece::BrokenOff => return answer(mismatch()),
            };
            let found = match algorithm {
                "sha1" => BASE64_STANDARD.encode(sha1::Sha1::digest(&piece)),
                "sha256" => BASE64_STANDARD.encode(sha2::Sha256::digest(&piece)),
                _ => return answer(resumable(StatusCode::BAD_REQUEST.into_response())),
            };
            if found != digest.trim() {
                return answer(mismatch());
            }
            let once = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
            app.append_file(file, once, false).await
        }
    };
    match arrived {
        Ok(Arrived::More(file) | Arrived::Whole(file)) => answer(standing(well, &file)),
        Ok(Arrived::Not(why)) => Ok(Outcome::NotTaken(name, why)),
        // Somebody else, or the same client a moment ago, has gone on with it.
        Err(Fail::Conflict) => answer(resumable(StatusCode::CONFLICT.into_response())),
        Err(fail) => Err(fail),
    }
}

/// Whether a body holds nothing.
async fn is_over(body: Body) -> bool {
    let mut pieces = body.into_data_stream();
    while let Some(Ok(piece)) = pieces.next().await {
        if !piece.is_empty() {
            return false;
        }
    }
    true
}

/// What did not arrive as it was sent.
fn mismatch() -> Response {
    let status = StatusCode::from_u16(MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
    resumable(status.into_response())
}

/// What came of a piece whose checksum is to be seen first.
enum Piece {
    Whole(Bytes),
    /// Larger than one is kept.
    TooLarge,
    /// The line broke, or went silent.
    BrokenOff,
}

async fn whole(body: Body) -> Piece {
    let mut all: Vec<u8> = Vec::new();
    let mut pieces = body.into_data_stream();
    loop {
        match timeout(STALL, pieces.next()).await {
            Ok(Some(Ok(piece))) => all.extend_from_slice(&piece),
            Ok(None) => return Piece::Whole(all.into()),
            Ok(Some(Err(_))) | Err(_) => return Piece::BrokenOff,
        }
        if all.len() > 2 * PIECE {
            return Piece::TooLarge;
        }
    }
}

/// Takes one's own file away.
pub async fn end(app: &App, actor: &Actor, id: i64) -> Result<Response, Fail> {
    app.discard_file(actor, FileId(id)).await?;
    Ok(resumable(StatusCode::NO_CONTENT.into_response()))
}
