//! Reading cases, their stories and lists.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use store::cases::StoredCase;

use super::{
    caller::Caller,
    conditional, cursor,
    listing::{self, Asked},
    problem::{Problem, What},
    shown::Shown,
    story_sessions, wire,
};
use crate::app::{App, Fail};

/// A case number as it stands in an address: digits of any width. Anything else is a case that nobody has.
pub fn number(text: &str) -> Result<i64, Problem> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| What::NotFound.into())
}

#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list_cases", tag = "cases", params(listing::Parameters),
    responses((status = 200, body = wire::CaseList)))]
/// A list of cases: those that the caller can see, in one of four views.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    RawQuery(raw): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::of(&app, &caller, &uri).await?;
    let scope = caller.actor.scope();
    let (page, total) = (
        app.store.cases(&scope, &asked.query).await?,
        app.store.total(&scope, &asked.query).await?,
    );
    let counts = app
        .store
        .counts(&scope, Some(asked.list), &[asked.tally(&caller)])
        .await?;
    let shown = Shown::to(&app, &caller).await?;
    let (next, previous) = (
        page.next
            .as_ref()
            .map(|cursor| cursor::seal(&app, &asked.query, cursor)),
        page.previous
            .as_ref()
            .map(|cursor| cursor::seal(&app, &asked.query, cursor)),
    );
    let link = listing::link(
        uri.path(),
        raw.as_deref().unwrap_or_default(),
        next.as_deref(),
        previous.as_deref(),
    );
    let body = wire::CaseList {
        items: page.rows.iter().map(|row| shown.summary(row)).collect(),
        total: listing::total(total),
        counts: listing::counts(counts.first().copied().unwrap_or_default()),
        next,
        previous,
    };
    let mut response = Json(body).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

#[utoipa::path(get, path = "/api/v1/cases/{number}", operation_id = "read_case", tag = "cases",
    params(("number" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::Case), (status = 304, description = "The caller's copy is the newest")))]
/// A case in full.
///
/// One that does not exist and one of another company answer alike.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let case = app.case(&caller.actor, number(&text)?).await?;
    let tag = conditional::tag(&caller, &case);
    if conditional::holds(&headers, &tag) {
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    Ok(tagged(
        Json(Shown::to(&app, &caller).await?.case(case).await?).into_response(),
        &tag,
    ))
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/timeline", operation_id = "read_timeline", tag = "cases",
    params(("number" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::Timeline), (status = 304, description = "The caller's copy is the newest")))]
/// What happened to a case, as far as the caller may know.
pub async fn timeline(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let case = app.case(&caller.actor, number(&text)?).await?;
    let tag = conditional::tag(&caller, &case);
    let (sessions, tag) = story_sessions::of_case(&app, &case, tag).await?;
    if conditional::holds(&headers, &tag) {
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let history = app.history(&caller.actor, &case).await?;
    let desk = app.desks.of(case.case.desk_version);
    let shown = Shown::to(&app, &caller).await?;
    let told = shown.timeline(desk, history.to_vec()).await?;
    let told = wire::Timeline { sessions, ..told };
    Ok(tagged(Json(told).into_response(), &tag))
}

pub fn tagged(mut response: Response, tag: &str) -> Response {
    response
        .headers_mut()
        .insert(header::ETAG, conditional::header_value(tag));
    response
}

/// A case as the body of an answer, and its tag.
pub async fn text(
    app: &App,
    caller: &Caller,
    case: StoredCase,
) -> Result<(String, String), Problem> {
    let tag = conditional::tag(caller, &case);
    let body = Shown::to(app, caller).await?.case(case).await?;
    Ok((serde_json::to_string(&body).map_err(Fail::broken)?, tag))
}
