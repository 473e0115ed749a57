//! Software to download, by product and version (B6).

use std::net::SocketAddr;

use axum::{
    Extension, Json,
    extract::{ConnectInfo, Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{FileId, ReleaseId, event::By, release::Version};
use store::releases::Release;

use super::{
    caller::{Caller, Staff},
    files,
    posted::Posted,
    problem::{Problem, What},
    shown::instant,
    wire::{self, Labelled, NewRelease},
    wrong::Why,
};
use crate::{app::App, downloads};

type Answer = Result<Response, Problem>;

#[utoipa::path(get, path = "/api/v1/downloads", operation_id = "list_downloads", tag = "files",
    responses((status = 200, body = wire::Releases)))]
/// The software that can be downloaded: by product and name, the latest version first.
///
/// For staff, and for contacts who may open cases.
pub async fn list(State(app): State<App>, caller: Caller) -> Answer {
    let all = app.releases(&caller.actor, false).await?;
    let items = all.iter().map(|one| shown(&app, &caller, one)).collect();
    Ok(Json(wire::Releases { items }).into_response())
}

fn shown(app: &App, caller: &Caller, release: &Release) -> wire::Release {
    let (desk, _) = app.desks.current();
    let id = &release.version.product;
    let label = desk
        .product(id)
        .map(|p| p.label.in_language(&caller.language));
    wire::Release {
        id: release.id.to_string(),
        product: Labelled {
            id: id.clone(),
            label: label.unwrap_or(id).to_owned(),
        },
        name: release.version.name.clone(),
        version: release.version.version.clone(),
        note: release.version.note.clone(),
        file: release.file.name.clone(),
        bytes: release.file.bytes,
        sha256: release.file.sha256.clone().unwrap_or_default(),
        state: files::state(&release.file).to_owned(),
        unscanned: files::unscanned(caller, &release.file),
        published_at: instant(release.published_at),
    }
}

/// Where a request came from, as the audit keeps it.
type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

fn who(caller: &Caller, peer: Peer) -> (By, Option<String>) {
    let from = peer.map(|Extension(peer)| peer.0.ip().to_string());
    (caller.actor.by(), from)
}

#[utoipa::path(post, path = "/api/v1/downloads", operation_id = "publish_download", tag = "files", request_body = NewRelease,
    responses((status = 201, body = wire::Release)))]
/// Gives a version out, for administrators. Its file was handed in before, at `/api/v1/uploads`.
///
/// The same version of the same software is given out once: sent twice, the second is refused.
pub async fn publish(State(app): State<App>, _: Staff, peer: Peer, posted: Posted) -> Answer {
    let new: NewRelease = posted.read()?;
    let file = new.file.parse().map(FileId);
    let file = file.map_err(|_| Problem::of_field("file", Why::NotOffered))?;
    let version = Version {
        product: new.product,
        name: new.name,
        version: new.version,
        note: new.note.unwrap_or_default(),
    };
    let caller = &posted.caller;
    let by = who(caller, peer);
    let done = app.publish(&caller.actor, &version, &[file], by).await;
    let published = done.map_err(|fail| {
        let problem = Problem::from(fail).renamed("software", "name");
        problem.renamed("files", "file")
    })?;
    let body = Json(shown(&app, caller, &published));
    Ok((StatusCode::CREATED, body).into_response())
}

#[utoipa::path(delete, path = "/api/v1/downloads/{id}", operation_id = "withdraw_download", tag = "files", params(("id" = String, Path)),
    responses((status = 204, description = "Nobody has it from now on")))]
/// Withdraws a version, for administrators.
pub async fn withdraw(
    State(app): State<App>,
    Staff(caller): Staff,
    peer: Peer,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse().map_err(|_| What::NotFound)?;
    let by = who(&caller, peer);
    app.withdraw(&caller.actor, ReleaseId(id), by).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/api/v1/downloads/{id}", operation_id = "read_download", tag = "files", params(("id" = String, Path)),
    responses((status = 200, description = "Its bytes; `Range` is answered", content_type = "application/octet-stream")))]
/// The file of one version. Each download is recorded.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    if !domain::release::may_have(&caller.actor) {
        return Err(What::NotAllowed.into());
    }
    let id = id.parse().map_err(|_| What::NotFound)?;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let from = peer.map(|peer| peer.0.ip().to_string());
    let by = (caller.actor.by(), from);
    let had = app.release_file(&caller.actor, ReleaseId(id), by).await?;
    Ok(downloads::sent(&app, had, request.headers(), None)?)
}
