//! Pages for customers, and for everybody.

use axum::routing::{get, post};

use super::super::{
    Web, help, portal, preferences, readers, recovery, second_factor, setup, sign_in, sign_ins,
};
use crate::policy::{
    Object::{Case, Cases, Desk, OwnAccount, Self_},
    Policy, Route,
    Who::{AccountAdmin, Anybody, Contact, Designated, Known},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/",
            get(portal::home::page),
            Policy::of(Anybody, "read", Cases),
        ),
        route(
            "get",
            "/help",
            get(help::page),
            Policy::of(Anybody, "read", Desk),
        ),
        route(
            "get",
            "/find",
            get(portal::find),
            Policy::of(Known, "find", Cases),
        ),
        route(
            "get",
            "/cases",
            get(portal::list::cases),
            Policy::of(Contact, "read", Cases),
        ),
        route(
            "get",
            "/admin-cases",
            get(portal::list::admin_cases),
            Policy::of(Contact, "read", Cases),
        ),
        route(
            "get",
            "/cases/new",
            get(portal::new::kinds),
            Policy::of(Designated, "read", Desk),
        ),
        route(
            "get",
            "/cases/new/{kind}",
            get(portal::new::form),
            Policy::of(Designated, "open", Case),
        ),
        route(
            "post",
            "/cases/new/{kind}",
            post(portal::new::create),
            Policy::of(Designated, "open", Case),
        ),
        route(
            "get",
            "/cases/new/{kind}/promise",
            get(portal::promise::part),
            Policy::of(Designated, "open", Case),
        ),
        route(
            "get",
            "/cases/{number}",
            get(portal::case::page),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/cases/{number}/readers",
            get(readers::of_company),
            Policy::of(AccountAdmin, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/messages",
            post(portal::case::message),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/closure",
            post(portal::case::closure),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/solution-answer",
            post(portal::case::solution_answer),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/reopening",
            post(portal::case::reopening),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/severity",
            post(portal::case::severity),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/severity-answer",
            post(portal::case::severity_answer),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "get",
            "/contract",
            get(portal::contract::page),
            Policy::of(AccountAdmin, "read", OwnAccount),
        ),
        route(
            "get",
            "/access",
            get(portal::access::page),
            Policy::of(Contact, "read", OwnAccount),
        ),
        route(
            "post",
            "/access/{what}",
            post(portal::access::change),
            Policy::of(Contact, "change", OwnAccount),
        ),
        route(
            "get",
            "/sign-in",
            get(sign_in::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "post",
            "/sign-in",
            post(sign_in::submit),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "get",
            "/sign-in/forgotten",
            get(recovery::page),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "post",
            "/sign-in/forgotten",
            post(recovery::ask),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "post",
            "/sign-in/code",
            post(recovery::reset),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "get",
            "/sign-in/second-factor",
            get(second_factor::step),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "post",
            "/sign-in/second-factor",
            post(second_factor::take),
            Policy::of(Anybody, "sign-in", Self_),
        ),
        route(
            "get",
            "/sign-ins/second-factor",
            get(second_factor::page),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/sign-ins/second-factor",
            post(second_factor::change),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "get",
            "/sign-ins",
            get(sign_ins::page),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/sign-ins",
            post(sign_ins::end),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "post",
            "/sign-ins/password",
            post(sign_ins::password),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "post",
            "/sign-out",
            post(sign_in::leave),
            Policy::of(Anybody, "change", Self_),
        ),
        route(
            "post",
            "/preferences",
            post(preferences::choose),
            Policy::of(Anybody, "change", Self_),
        ),
        route(
            "get",
            "/setup",
            get(setup::page),
            Policy::of(Anybody, "set-up", Desk),
        ),
        route(
            "post",
            "/setup",
            post(setup::submit),
            Policy::of(Anybody, "set-up", Desk),
        ),
    ]
}
