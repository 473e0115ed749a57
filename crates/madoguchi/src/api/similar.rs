//! Closed cases that are like one, with what solved them, as staff's page of the case shows them (K1).

use axum::{
    Json,
    extract::{Path, State},
};

use super::{
    caller::Staff,
    cases,
    problem::Problem,
    shown::{Shown, instant},
    wire,
};
use crate::{
    app::{App, Fail, volume::Reads},
    texts,
};

#[utoipa::path(get, path = "/api/v1/cases/{number}/similar-cases", operation_id = "list_similar_cases", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::SimilarCases)))]
/// Closed cases that are like this one, of those that the caller sees: the most alike first, with what solved them.
pub async fn list(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(number): Path<String>,
) -> Result<Json<wire::SimilarCases>, Problem> {
    let stored = app.case(&caller.actor, cases::number(&number)?).await?;
    let found = app.similar_cases(&caller.actor, &stored).await?;
    let shown = Shown::to(&app, &caller).await?;
    let mut items = Vec::new();
    for one in found {
        let number = one.stored.number;
        // Whoever is quoted of many cases reads them, as far as a token's volume goes (V-39).
        if !one.solution.is_empty() {
            let by = Reads::Token(caller.token.clone());
            let read = app.reads_case(by, caller.person.id, number, None);
            if let Some(wait) = read.await? {
                return Err(Fail::TooMany { wait }.into());
            }
        }
        let case = &one.stored.case;
        let desk = app.desks.of(case.desk_version);
        let cause = case.closing.cause.as_deref();
        items.push(wire::SimilarCase {
            number: texts::number(desk, number),
            subject: case.subject.as_str().to_owned(),
            account: caller.either(&one.account),
            cause: cause.map(|id| shown.label(id, desk.cause(id).map(|cause| &cause.label))),
            closed_at: case.closed_at.map(instant),
            solution: one.solution,
        });
    }
    Ok(Json(wire::SimilarCases { items }))
}
