//! The API: cases as JSON under `/api/v1`, by the same commands and queries as the pages, and health for those who run
//! it. It asks [`crate::app`] and knows neither SQL nor pages; its own types end in [`wire`].

mod access;
mod access_requests;
mod agents;
mod agreeing;
mod answered;
mod appointments;
mod article_writing;
mod articles;
mod asking;
mod caller;
mod cases;
mod changes;
mod closing;
mod conditional;
mod cursor;
mod desk;
mod doing;
mod escalations;
mod files;
mod hands;
mod health;
mod incident_work;
mod incidents;
mod joining;
mod language;
mod listing;
pub mod openapi;
mod opening;
mod people;
mod posted;
mod problem;
mod promised;
mod proxy_login;
mod quotas;
mod register;
mod releases;
mod routes;
mod routes_appointments;
mod routes_handed_on;
mod routes_knowledge;
mod schema;
mod search;
mod session_files;
mod session_leading;
mod session_routes;
mod session_steps;
mod sessions;
mod shown;
mod shown_incident;
mod shown_session;
mod similar;
mod story;
mod story_sessions;
mod surges;
mod together;
mod wire;
mod wrong;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    app::App,
    policy::{Door, Doors, Policy, Printed, Route},
};
use caller::Caller;
use problem::{Problem, What};

/// Largest body, in bytes.
const BODY: usize = 1024 * 1024;

/// Every route there is, as it is printed.
pub fn printed() -> Vec<Printed> {
    routes::all()
        .iter()
        .map(|route| route.printed(false))
        .collect()
}

/// The door of a route: whom its policy leaves out comes no further. Everybody's routes know no caller.
async fn door(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let caller = match request.extensions().get::<Result<Caller, Problem>>() {
        Some(Ok(caller)) if caller.reads_only && !reads => {
            return Problem::from(What::NotAllowed).into_response();
        }
        Some(Ok(caller)) => Some(&caller.actor),
        Some(Err(problem)) => return problem.clone().into_response(),
        None => None,
    };
    match policy.admits(caller) {
        Door::Open => next.run(request).await,
        Door::SignIn => Problem::from(What::Unauthenticated).into_response(),
        Door::Nothing | Door::NotAllowed => Problem::from(What::NotAllowed).into_response(),
    }
}

/// The API and health. Whatever lies under `/api` answers here, so that a wrong address there is told as a problem.
pub fn router(app: App, doors: Doors) -> Router {
    let (inside, open): (Vec<Route<App>>, Vec<Route<App>>) = routes::all()
        .into_iter()
        .partition(|route| route.path.starts_with("/api/v1/"));
    let build = |routes: Vec<Route<App>>| {
        routes.into_iter().fold(Router::new(), |router, route| {
            let door = middleware::from_fn_with_state(route.policy, door);
            let answer = match doors {
                Doors::Kept => route.answer.layer(door),
                Doors::Out => route.answer,
            };
            router.route(route.path, answer)
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
