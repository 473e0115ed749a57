//! Every page, with its policy. The router is built from these tables: what stands in none is not there.

mod address;
mod appointments;
mod copies;
mod files;
mod incidents;
mod knowledge;
mod portal;
mod releases;
mod secure;
mod sessions;
mod staff;
mod together;
mod writing;

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::case::Refused;
use store::sign_ins::Strength;

use super::{
    Web, assets, caught, confirming, demo_start, failure, guard, sign_in,
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, volume::Reads},
    policy::{
        Door, Doors,
        Object::{Case, Mail, Self_},
        OneFactor, Policy, Printed, Route,
        Who::Anybody,
        route,
    },
};

/// What only the demo has; it answers its own machine alone.
fn demo_pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/caught-mail",
            get(caught::page),
            Policy::of(Anybody, "read", Mail),
        ),
        route(
            "get",
            "/caught-mail/{id}",
            get(caught::html),
            Policy::of(Anybody, "read", Mail),
        ),
        route(
            "get",
            "/demo",
            get(demo_start::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "post",
            "/demo/sign-in",
            post(demo_start::become_one),
            Policy::of(Anybody, "sign-in", Self_),
        ),
    ]
}

/// What every installation has.
fn own_pages() -> Vec<Route<Web>> {
    let rooms = [
        portal::pages(),
        address::pages(),
        staff::pages(),
        files::pages(),
        copies::pages(),
        appointments::pages(),
        together::pages(),
        writing::pages(),
        releases::pages(),
        secure::pages(),
        knowledge::pages(),
        sessions::pages(),
        incidents::pages(),
    ];
    rooms.into_iter().flatten().collect()
}

/// Every page there is, as it is printed.
pub fn printed() -> Vec<Printed> {
    let own = own_pages().into_iter().map(|page| page.printed(false));
    let demos = demo_pages().into_iter().map(|page| page.printed(true));
    own.chain(demos).collect()
}

/// The number of the case that an address names.
fn case_of(path: &str) -> Option<i64> {
    let (_, rest) = path.split_once("/cases/")?;
    rest.split('/').next()?.parse().ok()
}

/// The door of a page: whom its policy leaves out comes no further.
async fn door(
    State((web, policy)): State<(Web, Policy)>,
    request: Request,
    next: Next,
) -> Result<Response, Fail> {
    let (mut parts, body) = request.into_parts();
    let mut visitor = Visitor::from_request_parts(&mut parts, &web).await?;
    let request_reads = matches!(parts.method, Method::GET | Method::HEAD);
    let is_weak = |me: &Arc<Me>| me.actor.is_staff() && me.strength < Strength::Full;
    if visitor.me.as_ref().is_some_and(is_weak) {
        match policy.for_one_factor() {
            OneFactor::Themselves => {}
            OneFactor::Nobody => {
                visitor = visitor.as_nobody();
                parts.extensions.insert(visitor.clone());
            }
            OneFactor::Away => {
                return Ok(Redirect::to("/sign-ins/second-factor").into_response());
            }
        }
    }
    if let Some(me) = &visitor.me
        && me.proxy.is_some()
        && !policy.for_proxies(request_reads)
    {
        return Err(Fail::OnlyReads);
    }
    if policy.asks_anew(request_reads)
        && let Some(me) = &visitor.me
        && policy.admits(Some(&me.actor)) == Door::Open
        && !confirming::is_fresh(&visitor, me)
    {
        return Ok(Redirect::to(&confirming::address(&visitor, request_reads)).into_response());
    }
    if policy.object == Case
        && request_reads
        && let Some(me) = &visitor.me
        && (me.actor.is_staff() || me.proxy.is_some())
        && let Some(number) = case_of(parts.uri.path())
    {
        let by = Reads::Person(me.behind());
        let read = web.app.reads_case(by, me.behind(), number, visitor.from());
        match read.await? {
            None => {}
            Some(wait) if me.proxy.is_some() => return Err(Fail::TooMany { wait }),
            // They show who they are anew, with all that is asked for (V-38).
            Some(_) => {
                web.app.store.end_sign_in(&me.secret).await?;
                return Ok(Redirect::to(&sign_in::again(&visitor.path)).into_response());
            }
        }
    }
    match policy.admits(visitor.me.as_ref().map(|me| &me.actor)) {
        Door::Open => Ok(next.run(Request::from_parts(parts, body)).await),
        Door::SignIn => Err(Fail::Unauthenticated),
        Door::Nothing => Err(Fail::NotFound),
        Door::NotAllowed => Err(Refused::NotAllowed.into()),
    }
}

/// All pages.
pub fn router(web: Web, doors: Doors) -> Router {
    let mut all = own_pages();
    if web.demo {
        all.extend(demo_pages());
    }
    let mut router = Router::new();
    for page in all {
        let door = middleware::from_fn_with_state((web.clone(), page.policy), door);
        let answer = match doors {
            Doors::Kept => page.answer.layer(door),
            Doors::Out => page.answer,
        };
        router = router.route(page.path, answer);
    }
    router
        .fallback(failure::unknown)
        .layer(middleware::from_fn_with_state(web.clone(), failure::faces))
        .layer(middleware::from_fn(guard::same_site))
        .route("/assets/{version}/{name}", get(assets::file))
        .with_state(web)
}
