//! That several companies report the same trouble (E3), as staff's pages tell it: what there is of it, and the word that it is not the
//! same.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};

use super::{
    answered::answered,
    caller::Staff,
    cases,
    changes::Answer,
    posted::Posted,
    problem::Problem,
    shown::{instant, number as written},
    wire::{self, Labelled},
};
use crate::app::{App, cases::Done};

#[utoipa::path(get, path = "/api/v1/incidents/surges", operation_id = "list_surges", tag = "incidents",
    responses((status = 200, body = wire::Surges)))]
/// What several companies report alike by now and no incident has gathered, of the cases that the caller sees; for staff.
///
/// An incident is declared with these cases at `/api/v1/incidents`; that they are not the same is said of one of them.
pub async fn list(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::Surges>, Problem> {
    let desk = app.desks.current().0;
    let actor = &caller.actor;
    let mut items = Vec::new();
    for seen in app.surges(actor).await? {
        let numbers = app.store.surge_numbers(&actor.scope(), seen.id).await?;
        let label = desk.product(&seen.product);
        let label = label.map(|product| product.label.in_language(&caller.language));
        items.push(wire::Surge {
            product: Labelled {
                label: label.unwrap_or(&seen.product).to_owned(),
                id: seen.product,
            },
            companies: seen.companies,
            cases: numbers.into_iter().map(|one| written(desk, one)).collect(),
            since: instant(seen.since),
        });
    }
    Ok(Json(wire::Surges { items }))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/surge-dismissal", operation_id = "dismiss_surge", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// Says that a case does not report the same as those that it is told of with: nobody is told of them any more.
pub async fn dismiss(
    State(app): State<App>,
    _: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Answer {
    let actor = &posted.caller.actor;
    let stored = app.case(actor, cases::number(&number)?).await?;
    app.dismiss_surge(actor, &stored).await?;
    // Said once more it is as it was said first.
    let done = Done::Now(Box::new(stored));
    answered(&app, &posted.caller, StatusCode::OK, None, done).await
}
