//! Every page, with its policy. The router is built from this table: what stands in none is not there.

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    middleware::{self, Next},
    response::Response,
    routing::{MethodRouter, get, post},
};
use domain::case::Refused;

use super::{
    Web, assets, caught, demo_start, failure, guard, help, portal, preferences, readers, recovery,
    setup, sign_in, sign_ins, staff, visitor::Visitor,
};
use crate::{
    app::Fail,
    policy::{
        Door,
        Object::{Account, Audit, Case, Cases, Desk, Mail, OwnAccount, Self_},
        Policy, Printed,
        Who::{AccountAdmin, Administrator, Anybody, Contact, Designated, Known, Staff},
    },
};

/// A page: method, path, what answers, and for whom.
struct Page {
    method: &'static str,
    path: &'static str,
    answer: MethodRouter<Web>,
    policy: Policy,
}

fn page(
    method: &'static str,
    path: &'static str,
    answer: MethodRouter<Web>,
    policy: Policy,
) -> Page {
    Page {
        method,
        path,
        answer,
        policy,
    }
}

fn pages() -> Vec<Page> {
    vec![
        page(
            "get",
            "/",
            get(portal::home::page),
            Policy::of(Contact, "read", Cases),
        ),
        page(
            "get",
            "/help",
            get(help::page),
            Policy::of(Anybody, "read", Desk),
        ),
        page(
            "get",
            "/find",
            get(portal::find),
            Policy::of(Known, "find", Cases),
        ),
        page(
            "get",
            "/cases",
            get(portal::list::cases),
            Policy::of(Contact, "read", Cases),
        ),
        page(
            "get",
            "/admin-cases",
            get(portal::list::admin_cases),
            Policy::of(Contact, "read", Cases),
        ),
        page(
            "get",
            "/cases/new",
            get(portal::new::kinds),
            Policy::of(Designated, "read", Desk),
        ),
        page(
            "get",
            "/cases/new/{kind}",
            get(portal::new::form),
            Policy::of(Designated, "open", Case),
        ),
        page(
            "post",
            "/cases/new/{kind}",
            post(portal::new::create),
            Policy::of(Designated, "open", Case),
        ),
        page(
            "get",
            "/cases/new/{kind}/promise",
            get(portal::promise::part),
            Policy::of(Designated, "open", Case),
        ),
        page(
            "get",
            "/cases/{number}",
            get(portal::case::page),
            Policy::of(Contact, "read", Case),
        ),
        page(
            "get",
            "/cases/{number}/readers",
            get(readers::of_company),
            Policy::of(AccountAdmin, "read", Case),
        ),
        page(
            "get",
            "/staff/cases/{number}/readers",
            get(readers::of_staff),
            Policy::of(Staff, "read", Case),
        ),
        page(
            "post",
            "/cases/{number}/messages",
            post(portal::case::message),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/cases/{number}/closure",
            post(portal::case::closure),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/cases/{number}/solution-answer",
            post(portal::case::solution_answer),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/cases/{number}/reopening",
            post(portal::case::reopening),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/cases/{number}/severity",
            post(portal::case::severity),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/cases/{number}/severity-answer",
            post(portal::case::severity_answer),
            Policy::of(Contact, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/severity",
            post(staff::agreeing::severity),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/severity-answer",
            post(staff::agreeing::severity_answer),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/call",
            post(staff::agreeing::call),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/third-party",
            post(staff::agreeing::third_party),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/third-party-release",
            post(staff::agreeing::third_party_release),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/tier",
            post(staff::agreeing::tier),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "get",
            "/contract",
            get(portal::contract::page),
            Policy::of(AccountAdmin, "read", OwnAccount),
        ),
        page(
            "get",
            "/access",
            get(portal::access::page),
            Policy::of(Contact, "read", OwnAccount),
        ),
        page(
            "post",
            "/access/{what}",
            post(portal::access::change),
            Policy::of(Contact, "change", OwnAccount),
        ),
        page(
            "get",
            "/staff/accounts/{id}/access",
            get(staff::access::page),
            Policy::of(Staff, "read", Account),
        ),
        page(
            "post",
            "/staff/accounts/{id}/access/{what}",
            post(staff::access::change),
            Policy::of(Administrator, "change", Account),
        ),
        page(
            "post",
            "/staff/accounts/known",
            post(staff::accounts::known),
            Policy::of(Staff, "find", Account),
        ),
        page(
            "get",
            "/staff/accounts",
            get(staff::accounts::list),
            Policy::of(Staff, "read", Account),
        ),
        page(
            "get",
            "/staff/accounts/{id}",
            get(staff::accounts::page),
            Policy::of(Staff, "read", Account),
        ),
        page(
            "post",
            "/staff/accounts/{id}/rows",
            post(staff::accounts::row),
            Policy::of(Administrator, "change", Account),
        ),
        page(
            "get",
            "/staff/register",
            get(staff::accounts::register),
            Policy::of(Administrator, "read", Account),
        ),
        page(
            "post",
            "/staff/register",
            post(staff::accounts::take),
            Policy::of(Administrator, "change", Account),
        ),
        page(
            "get",
            "/staff/desk",
            get(staff::desk::page),
            Policy::of(Administrator, "read", Desk),
        ),
        page(
            "post",
            "/staff/desk",
            post(staff::desk::plan),
            Policy::of(Administrator, "change", Desk),
        ),
        page(
            "get",
            "/staff/mails",
            get(staff::mails::page),
            Policy::of(Administrator, "read", Mail),
        ),
        page(
            "post",
            "/staff/mails",
            post(staff::mails::again),
            Policy::of(Administrator, "change", Mail),
        ),
        page(
            "get",
            "/staff/mails/{occasion}/{language}",
            get(staff::mails::text),
            Policy::of(Administrator, "read", Mail),
        ),
        page(
            "post",
            "/staff/mails/{occasion}/{language}",
            post(staff::mails::put_text),
            Policy::of(Administrator, "change", Mail),
        ),
        page(
            "get",
            "/staff/audit",
            get(staff::audit::page),
            Policy::of(Administrator, "read", Audit),
        ),
        page(
            "get",
            "/staff/audit.csv",
            get(staff::audit::file),
            Policy::of(Administrator, "read", Audit),
        ),
        page(
            "get",
            "/staff",
            get(staff::inbox::page),
            Policy::of(Staff, "read", Cases),
        ),
        page(
            "get",
            "/staff/cases/{number}",
            get(staff::case::page),
            Policy::of(Staff, "read", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/replies",
            post(staff::case::reply),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/notes",
            post(staff::case::note),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/status",
            post(staff::case::status),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/assignment",
            post(staff::case::assignment),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "post",
            "/staff/cases/{number}/reopening",
            post(staff::case::reopening),
            Policy::of(Staff, "change", Case),
        ),
        page(
            "get",
            "/sign-in",
            get(sign_in::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "post",
            "/sign-in",
            post(sign_in::submit),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "get",
            "/sign-in/forgotten",
            get(recovery::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "post",
            "/sign-in/forgotten",
            post(recovery::ask),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "post",
            "/sign-in/code",
            post(recovery::reset),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "get",
            "/sign-ins",
            get(sign_ins::page),
            Policy::of(Known, "read", Self_),
        ),
        page(
            "post",
            "/sign-ins",
            post(sign_ins::end),
            Policy::of(Known, "change", Self_),
        ),
        page(
            "post",
            "/sign-ins/password",
            post(sign_ins::password),
            Policy::of(Known, "change", Self_),
        ),
        page(
            "post",
            "/sign-out",
            post(sign_in::leave),
            Policy::of(Anybody, "change", Self_),
        ),
        page(
            "post",
            "/preferences",
            post(preferences::choose),
            Policy::of(Anybody, "change", Self_),
        ),
        page(
            "get",
            "/setup",
            get(setup::page),
            Policy::of(Anybody, "set-up", Desk),
        ),
        page(
            "post",
            "/setup",
            post(setup::submit),
            Policy::of(Anybody, "set-up", Desk),
        ),
    ]
}

/// What only the demo has; it answers its own machine alone.
fn demo_pages() -> Vec<Page> {
    vec![
        page(
            "get",
            "/caught-mail",
            get(caught::page),
            Policy::of(Anybody, "read", Mail),
        ),
        page(
            "get",
            "/caught-mail/{id}",
            get(caught::html),
            Policy::of(Anybody, "read", Mail),
        ),
        page(
            "get",
            "/demo",
            get(demo_start::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        page(
            "post",
            "/demo/sign-in",
            post(demo_start::become_one),
            Policy::of(Anybody, "sign-in", Self_),
        ),
    ]
}

/// Every page there is, as it is printed.
pub fn printed() -> Vec<Printed> {
    let print = |demo: bool| {
        move |page: Page| Printed {
            method: page.method,
            path: page.path,
            policy: page.policy,
            demo,
        }
    };
    let own = pages().into_iter().map(print(false));
    own.chain(demo_pages().into_iter().map(print(true)))
        .collect()
}

/// The door of a page: whom its policy leaves out comes no further.
async fn door(
    State((web, policy)): State<(Web, Policy)>,
    request: Request,
    next: Next,
) -> Result<Response, Fail> {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &web).await?;
    match policy.who.admits(visitor.me.as_ref().map(|me| &me.actor)) {
        Door::Open => Ok(next.run(Request::from_parts(parts, body)).await),
        Door::SignIn => Err(Fail::Unauthenticated),
        Door::Nothing => Err(Fail::NotFound),
        Door::NotAllowed => Err(Refused::NotAllowed.into()),
    }
}

/// All pages.
pub fn router(web: Web) -> Router {
    let mut all = pages();
    if web.demo {
        all.extend(demo_pages());
    }
    let mut router = Router::new();
    for page in all {
        let door = middleware::from_fn_with_state((web.clone(), page.policy), door);
        router = router.route(page.path, page.answer.layer(door));
    }
    router
        .fallback(failure::unknown)
        .layer(middleware::from_fn_with_state(web.clone(), failure::faces))
        .layer(middleware::from_fn(guard::same_site))
        .route("/assets/{version}/{name}", get(assets::file))
        .with_state(web)
}
