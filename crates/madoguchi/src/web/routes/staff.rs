//! Pages for staff.

use axum::routing::{get, post};

use super::super::{
    Web, answering, joining, keys, live, portal, proxy_login, questions, readers, staff, told,
};
use crate::policy::{
    Object::{Account, Audit, Case, Cases, Desk, Mail, People, Self_},
    Policy, Route,
    Who::{Administrator, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/staff/cases/{number}/facts",
            get(told::page_of_staff),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/facts",
            post(told::tell_as_staff),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/readers",
            get(readers::of_staff),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/requests",
            get(joining::of_staff),
            Policy::of(Administrator, "read", People),
        ),
        route(
            "post",
            "/staff/requests/{id}",
            post(joining::settle_by_staff),
            Policy::of(Administrator, "change", People),
        ),
        route(
            "post",
            "/staff/cases/{number}/access-grant",
            post(portal::access_request::grant_by_staff),
            Policy::of(Administrator, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/proxy-login",
            post(proxy_login::start),
            Policy::of(Staff, "sign-in-as", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/severity",
            post(staff::agreeing::severity),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/severity-answer",
            post(staff::agreeing::severity_answer),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/question-withdrawal",
            post(questions::withdraw),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/draft",
            post(answering::keep_by_staff),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/answer-on-its-way",
            post(answering::settle_by_staff),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/events",
            get(live::of_case),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/presence",
            get(live::presence),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/call",
            post(staff::agreeing::call),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/redirection",
            post(staff::closing::redirect),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/reopening-decline",
            post(staff::closing::decline),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/kind-state",
            post(staff::closing::kind_state),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/surveys",
            get(staff::surveys::page),
            Policy::of(Staff, "read", Cases),
        ),
        route(
            "post",
            "/staff/cases/{number}/third-party",
            post(staff::agreeing::third_party),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/third-party-release",
            post(staff::agreeing::third_party_release),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/privacy",
            post(staff::agreeing::privacy),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/tier",
            post(staff::agreeing::tier),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/accounts/{id}/access",
            get(staff::access::page),
            Policy::of(Staff, "read", Account),
        ),
        route(
            "post",
            "/staff/accounts/{id}/access/{what}",
            post(staff::access::change),
            Policy::of(Administrator, "change", Account),
        ),
        route(
            "post",
            "/staff/accounts/known",
            post(staff::accounts::known),
            Policy::of(Staff, "find", Account),
        ),
        route(
            "get",
            "/staff/accounts",
            get(staff::accounts::list),
            Policy::of(Staff, "read", Account),
        ),
        route(
            "get",
            "/staff/accounts/{id}",
            get(staff::accounts::page),
            Policy::of(Staff, "read", Account),
        ),
        route(
            "post",
            "/staff/accounts/{id}/rows",
            post(staff::accounts::row),
            Policy::of(Administrator, "change", Account),
        ),
        route(
            "get",
            "/staff/register",
            get(staff::accounts::register),
            Policy::of(Administrator, "read", Account),
        ),
        route(
            "post",
            "/staff/register",
            post(staff::accounts::take),
            Policy::of(Administrator, "change", Account),
        ),
        route(
            "get",
            "/staff/desk",
            get(staff::desk::page),
            Policy::of(Administrator, "read", Desk),
        ),
        route(
            "post",
            "/staff/desk",
            post(staff::desk::plan),
            Policy::of(Administrator, "change", Desk),
        ),
        route(
            "get",
            "/staff/mails",
            get(staff::mails::page),
            Policy::of(Administrator, "read", Mail),
        ),
        route(
            "post",
            "/staff/mails",
            post(staff::mails::again),
            Policy::of(Administrator, "change", Mail),
        ),
        route(
            "get",
            "/staff/mails/{occasion}/{language}",
            get(staff::mails::text),
            Policy::of(Administrator, "read", Mail),
        ),
        route(
            "post",
            "/staff/mails/{occasion}/{language}",
            post(staff::mails::put_text),
            Policy::of(Administrator, "change", Mail),
        ),
        route(
            "get",
            "/staff/audit",
            get(staff::audit::page),
            Policy::of(Administrator, "read", Audit),
        ),
        route(
            "get",
            "/staff/audit.csv",
            get(staff::audit::file),
            Policy::of(Administrator, "read", Audit),
        ),
        route(
            "post",
            "/staff/density",
            post(staff::inbox::density),
            Policy::of(Staff, "change", Self_),
        ),
        route(
            "get",
            "/staff/next",
            get(staff::walk::next),
            Policy::of(Staff, "read", Cases),
        ),
        route(
            "get",
            "/staff/keys",
            get(keys::page),
            Policy::of(Staff, "read", Desk),
        ),
        route(
            "post",
            "/staff/keys",
            post(keys::switch),
            Policy::of(Staff, "change", Self_),
        ),
        route(
            "get",
            "/staff",
            get(staff::inbox::page),
            Policy::of(Staff, "read", Cases),
        ),
        route(
            "get",
            "/staff/cases/{number}",
            get(staff::case::page),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/replies",
            post(staff::case::reply),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/notes",
            post(staff::note::note),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/status",
            post(staff::agreeing::status),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/assignment",
            post(staff::agreeing::assignment),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/reopening",
            post(staff::agreeing::reopening),
            Policy::of(Staff, "change", Case),
        ),
    ]
}
