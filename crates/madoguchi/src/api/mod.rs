//! The API: cases as JSON under `/api/v1`, by the same commands and queries as the pages, and health for those who run
//! it. It asks [`crate::app`] and knows neither SQL nor pages; its own types end in [`wire`].

mod agreeing;
mod answered;
mod caller;
mod cases;
mod changes;
mod conditional;
mod cursor;
mod desk;
mod health;
mod language;
mod listing;
pub mod openapi;
mod opening;
mod people;
mod posted;
mod problem;
mod promised;
mod register;
mod schema;
mod shown;
mod story;
mod wire;
mod wrong;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, any, get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use problem::{Problem, What};

/// Largest body, in bytes.
const BODY: usize = 1024 * 1024;

/// A route: method, path, and what answers there.
type Route = (&'static str, &'static str, MethodRouter<App>);

/// Every route there is. The router is built from this table, and the description is held against it.
fn routes() -> Vec<Route> {
    vec![
        ("get", "/api/v1/me", get(people::me)),
        ("get", "/api/v1/desk", get(desk::read)),
        ("get", "/api/v1/deployments", get(people::deployments)),
        ("get", "/api/v1/promise", get(promised::read)),
        ("get", "/api/v1/agents", get(people::agents)),
        ("get", "/api/v1/teams", get(people::teams)),
        ("get", "/api/v1/cases", get(cases::list)),
        ("post", "/api/v1/cases", post(opening::open)),
        ("get", "/api/v1/cases/{number}", get(cases::read)),
        (
            "get",
            "/api/v1/cases/{number}/timeline",
            get(cases::timeline),
        ),
        (
            "post",
            "/api/v1/cases/{number}/messages",
            post(changes::message),
        ),
        ("post", "/api/v1/cases/{number}/notes", post(changes::note)),
        (
            "post",
            "/api/v1/cases/{number}/closure",
            post(changes::closure),
        ),
        (
            "post",
            "/api/v1/cases/{number}/solution-answer",
            post(changes::solution_answer),
        ),
        (
            "post",
            "/api/v1/cases/{number}/reopening",
            post(changes::reopening),
        ),
        (
            "post",
            "/api/v1/cases/{number}/assignment",
            post(changes::assignment),
        ),
        (
            "post",
            "/api/v1/cases/{number}/status",
            post(changes::status),
        ),
        (
            "post",
            "/api/v1/cases/{number}/severity",
            post(agreeing::severity),
        ),
        (
            "post",
            "/api/v1/cases/{number}/severity-answer",
            post(agreeing::severity_answer),
        ),
        ("post", "/api/v1/cases/{number}/call", post(agreeing::call)),
        ("post", "/api/v1/cases/{number}/tier", post(agreeing::tier)),
        (
            "post",
            "/api/v1/cases/{number}/third-party",
            post(agreeing::third_party),
        ),
        (
            "post",
            "/api/v1/cases/{number}/third-party-release",
            post(agreeing::third_party_release),
        ),
        ("post", "/api/v1/register", post(register::take)),
        ("get", "/api/openapi.json", get(openapi::description)),
        ("get", "/livez", get(health::live)),
        ("get", "/readyz", get(health::ready)),
    ]
}

/// Method and path of every route.
pub fn addresses() -> Vec<(&'static str, &'static str)> {
    routes()
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect()
}

/// The API and health. Whatever lies under `/api` answers here, so that a wrong address there is told as a problem.
pub fn router(app: App) -> Router {
    let (inside, open): (Vec<Route>, Vec<Route>) = routes()
        .into_iter()
        .partition(|(_, path, _)| path.starts_with("/api/v1/"));
    let build = |routes: Vec<Route>| {
        routes
            .into_iter()
            .fold(Router::new(), |router, (_, path, answer)| {
                router.route(path, answer)
            })
    };
    let inside = build(inside)
        .method_not_allowed_fallback(async || Problem::from(What::MethodNotAllowed))
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown))
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(app.clone(), caller::door));
    build(open).merge(inside).with_state(app)
}

async fn unknown() -> Problem {
    What::NotFound.into()
}

fn panicked() -> Response {
    tracing::error!("an API request panicked");
    Problem::from(What::Broken).into_response()
}
