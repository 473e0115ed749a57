//! Whether the process lives, and whether it can serve. Neither asks who calls, and neither tells what is inside.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{access::Scope, desk::List};
use store::cases::Tally;

use super::wire::{Check, Checks, Readiness};
use crate::app::App;

/// A database that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

#[utoipa::path(get, path = "/livez", operation_id = "live", tag = "health", security(()),
    responses((status = 200, body = String, content_type = "text/plain")))]
/// The process lives.
pub async fn live() -> Response {
    fresh("ok".into_response())
}

#[utoipa::path(get, path = "/readyz", operation_id = "ready", tag = "health", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)))]
/// It can serve: the database answers and has the tables of this version.
pub async fn ready(State(app): State<App>) -> Response {
    let database = within(app.store.has_administrator()).await;
    let schema = match database {
        Check::Ok => {
            within(
                app.store
                    .counts(&Scope::System, Some(List::Cases), &[Tally::Desk]),
            )
            .await
        }
        Check::Failed => Check::Failed,
    };
    let search = match app.finds_everything() {
        true => Check::Ok,
        false => Check::Failed,
    };
    let ready = (database, schema) == (Check::Ok, Check::Ok);
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    fresh(
        (
            status,
            Json(Readiness {
                ready,
                checks: Checks {
                    database,
                    schema,
                    search,
                },
            }),
        )
            .into_response(),
    )
}

async fn within<T>(asked: impl Future<Output = Result<T, store::DbError>>) -> Check {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => Check::Ok,
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Check::Failed
        }
        Err(_) => Check::Failed,
    }
}

/// Never kept on the way.
fn fresh(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
