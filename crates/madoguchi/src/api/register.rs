//! The register of customers over the API: the same rows as the page and the CSV (S10).

use axum::{Json, extract::State};

use super::{
    caller::Staff,
    posted::Posted,
    problem::Problem,
    wire::{self, NewRows},
};
use crate::app::App;

#[utoipa::path(post, path = "/api/v1/register", operation_id = "register", tag = "staff", request_body = NewRows,
    responses((status = 200, body = wire::Registered)))]
/// Adds and changes accounts, deployments, contracts, contacts and teams. For administrators.
///
/// A row says how something is to be, so a request that is sent twice does no harm. All rows come true, or none.
pub async fn take(
    State(app): State<App>,
    _: Staff,
    posted: Posted,
) -> Result<Json<wire::Registered>, Problem> {
    let NewRows { rows, dry_run } = posted.read()?;
    let outcomes = app.register(&posted.caller.actor, &rows, dry_run).await?;
    let sound = outcomes.iter().all(|outcome| outcome.wrong.is_empty());
    Ok(Json(wire::Registered {
        written: sound && !dry_run,
        outcomes,
    }))
}
