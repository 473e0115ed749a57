//! Software to download, by product and version (B6).

use std::net::SocketAddr;

use axum::{
    Json,
    extract::{ConnectInfo, Path, Request, State},
    response::{IntoResponse, Response},
};
use domain::ReleaseId;
use store::releases::Release;

use super::{
    caller::Caller,
    problem::{Problem, What},
    shown::instant,
    wire::{self, Labelled},
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
    let (desk, _) = app.desks.current();
    let one = |release: &Release| {
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
            published_at: instant(release.published_at),
        }
    };
    let items = all.iter().map(one).collect();
    Ok(Json(wire::Releases { items }).into_response())
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
