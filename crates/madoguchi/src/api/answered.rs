//! The answer to a change: the case as it is then, or what was answered to the same request before.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{caller::Caller, cases, problem::Problem, shown};
use crate::app::{
    App,
    cases::{Done, Once},
};

/// Header that marks an answer as one of before.
const REPLAYED: &str = "idempotent-replayed";

pub async fn answered(
    app: &App,
    caller: &Caller,
    status: StatusCode,
    once: Option<&Once>,
    done: Done,
) -> Result<Response, Problem> {
    let (case, before) = match done {
        Done::Now(case) => (*case, None),
        Done::Before(case, body) => (*case, Some(body)),
    };
    let desk = app.desks.of(case.case.desk_version);
    let location = format!("/api/v1/cases/{}", shown::number(desk, case.number));
    let mut response = match &before {
        // As it was then; the case may have moved on, so no tag goes with it.
        Some(Some(body)) => (status, body.clone()).into_response(),
        _ => {
            let (body, tag) = cases::text(app, caller, case).await?;
            if let (None, Some(once)) = (&before, once)
                && let Err(error) = app.store.note_answer(&once.key, &body).await
            {
                // It is done all the same; a repetition will be answered from the case.
                tracing::warn!(%error, "the answer to an idempotency key was not noted");
            }
            cases::tagged((status, body).into_response(), &tag)
        }
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if before.is_some() {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    if status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::from_str(&location)
    {
        headers.insert(header::LOCATION, location);
    }
    Ok(response)
}
