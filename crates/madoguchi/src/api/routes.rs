//! Every route of the API, with its policy.

use axum::{
    extract::DefaultBodyLimit,
    routing::{self, get, post},
};

use super::{
    access, access_requests, agents, agreeing, articles, asking, cases, changes, closing, desk,
    files, hands, health, joining, openapi, opening, people, promised, proxy_login, register,
    releases, routes_appointments, routes_handed_on, routes_knowledge, search, session_routes,
    together,
};
use crate::{
    app::App,
    policy::{
        Object::{Account, Case, Cases, Desk, Knowledge, OwnAccount, People, Self_},
        Policy, Route,
        Who::{Administrator, Anybody, Contact, Designated, Known, Staff},
        route,
    },
};

/// Every route there is. The router is built from this table, and the description is held against it.
pub fn all() -> Vec<Route<App>> {
    let mut all = most();
    all.extend(routes_appointments::all());
    all.extend(routes_handed_on::all());
    all.extend(routes_knowledge::all());
    all.extend(session_routes::all());
    all.extend(together::routes());
    all.extend(hands::routes());
    all
}

fn most() -> Vec<Route<App>> {
    vec![
        route(
            "get",
            "/api/v1/me",
            get(people::me),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "get",
            "/api/v1/desk",
            get(desk::read),
            Policy::of(Known, "read", Desk),
        ),
        route(
            "get",
            "/api/v1/deployments",
            get(people::deployments),
            Policy::of(Known, "read", OwnAccount),
        ),
        route(
            "get",
            "/api/v1/promise",
            get(promised::read),
            Policy::of(Designated, "read", OwnAccount),
        ),
        route(
            "get",
            "/api/v1/agents",
            get(people::agents),
            Policy::of(Staff, "read", People),
        ),
        route(
            "post",
            "/api/v1/access-requests",
            post(access_requests::ask),
            Policy::of(Contact, "open", OwnAccount),
        ),
        route(
            "post",
            "/api/v1/agents",
            post(agents::add),
            Policy::of(Administrator, "change", People),
        ),
        route(
            "post",
            "/api/v1/agents/{id}",
            post(agents::change),
            Policy::of(Administrator, "change", People),
        ),
        route(
            "get",
            "/api/v1/teams",
            get(people::teams),
            Policy::of(Staff, "read", People),
        ),
        route(
            "get",
            "/api/v1/downloads",
            get(releases::list),
            Policy::of(Known, "read", Desk),
        ),
        route(
            "get",
            "/api/v1/downloads/{id}",
            get(releases::read),
            Policy::of(Known, "read", Desk),
        ),
        route(
            "post",
            "/api/v1/downloads",
            post(releases::publish),
            Policy::of(Administrator, "change", Desk),
        ),
        route(
            "delete",
            "/api/v1/downloads/{id}",
            routing::delete(releases::withdraw),
            Policy::of(Administrator, "change", Desk),
        ),
        route(
            "get",
            "/api/v1/cases",
            get(cases::list),
            Policy::of(Known, "read", Cases),
        ),
        route(
            "post",
            "/api/v1/cases",
            post(opening::open),
            Policy::of(Designated, "open", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}",
            get(cases::read),
            Policy::of(Known, "read", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/timeline",
            get(cases::timeline),
            Policy::of(Known, "read", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/messages",
            post(changes::message),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/notes",
            post(changes::note),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/copies",
            post(changes::copies),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/reference",
            post(changes::reference),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/facts",
            post(changes::facts),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/closure",
            post(changes::closure),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/solution-answer",
            post(changes::solution_answer),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/reopening",
            post(changes::reopening),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/reopening-decline",
            post(closing::reopening_decline),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/redirection",
            post(closing::redirection),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/cause",
            post(closing::cause),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/kind-state",
            post(closing::kind_state),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation",
            post(closing::escalation),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-answer",
            post(closing::escalation_answer),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/survey",
            post(closing::survey),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/assignment",
            post(changes::assignment),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/question-withdrawal",
            post(asking::withdraw),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/status",
            post(changes::status),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/severity",
            post(agreeing::severity),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/severity-answer",
            post(agreeing::severity_answer),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/call",
            post(agreeing::call),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/privacy",
            post(agreeing::privacy),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/snooze",
            post(agreeing::snooze),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/taking",
            post(agreeing::taking),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/waking",
            post(agreeing::waking),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/tier",
            post(agreeing::tier),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/third-party",
            post(agreeing::third_party),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/third-party-release",
            post(agreeing::third_party_release),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/proxy-login",
            get(proxy_login::verdict),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/proxy-uses",
            post(proxy_login::record),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/api/v1/access",
            get(access::own),
            Policy::of(Contact, "read", OwnAccount),
        ),
        route(
            "post",
            "/api/v1/access",
            post(access::change_own),
            Policy::of(Contact, "change", OwnAccount),
        ),
        route(
            "get",
            "/api/v1/accounts/{id}/access",
            get(access::of_account),
            Policy::of(Staff, "read", Account),
        ),
        route(
            "post",
            "/api/v1/accounts/{id}/access",
            post(access::change_account),
            Policy::of(Administrator, "change", Account),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/access-grant",
            post(access::grant),
            Policy::of(Known, "change", Case),
        ),
        route(
            "get",
            "/api/v1/articles",
            get(articles::list),
            Policy::of(Known, "read", Knowledge),
        ),
        route(
            "get",
            "/api/v1/search",
            get(search::search),
            Policy::of(Known, "find", Knowledge),
        ),
        route(
            "get",
            "/api/v1/articles/{id}",
            get(articles::read),
            Policy::of(Known, "read", Knowledge),
        ),
        route(
            "get",
            "/api/v1/articles/{id}/images/{image}",
            get(articles::read_image),
            Policy::of(Known, "read", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/images",
            post(articles::add_image).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/api/v1/joining-requests",
            get(joining::list),
            Policy::of(Known, "read", People),
        ),
        route(
            "post",
            "/api/v1/joining-requests/{id}",
            post(joining::answer),
            Policy::of(Known, "change", People),
        ),
        route(
            "post",
            "/api/v1/register",
            post(register::take),
            Policy::of(Administrator, "change", Account),
        ),
        route(
            "get",
            "/api/openapi.json",
            get(openapi::description),
            Policy::of(Anybody, "read", Desk),
        ),
        route(
            "options",
            "/api/v1/uploads",
            routing::options(files::options),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/api/v1/uploads",
            post(files::begin).layer(DefaultBodyLimit::disable()),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "head",
            "/api/v1/uploads/{id}",
            routing::head(files::stands),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "patch",
            "/api/v1/uploads/{id}",
            routing::patch(files::go_on).layer(DefaultBodyLimit::disable()),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "delete",
            "/api/v1/uploads/{id}",
            routing::delete(files::discard),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/files",
            get(files::list),
            Policy::of(Known, "read", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/files/{id}",
            get(files::read),
            Policy::of(Known, "read", Case),
        ),
        route(
            "delete",
            "/api/v1/cases/{number}/files/{id}",
            routing::delete(files::remove),
            Policy::of(Known, "change", Case),
        ),
        route(
            "get",
            "/livez",
            get(health::live),
            Policy::of(Anybody, "read", Desk),
        ),
        route(
            "get",
            "/readyz",
            get(health::ready),
            Policy::of(Anybody, "read", Desk),
        ),
    ]
}
