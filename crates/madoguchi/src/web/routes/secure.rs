//! Pages about one's own sign-ins: those that staff come to before they have a second factor.

use axum::routing::{get, post};

use super::super::{Web, confirming, second_factor, sign_ins};
use crate::policy::{Object::Self_, Policy, Route, SECURE, Who::Known, route};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/sign-ins/second-factor",
            get(second_factor::page),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "post",
            "/sign-ins/second-factor",
            post(second_factor::change),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "get",
            "/sign-ins",
            get(sign_ins::page),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "post",
            "/sign-ins",
            post(sign_ins::end),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "get",
            "/sign-ins/confirmation",
            get(confirming::page),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "post",
            "/sign-ins/confirmation",
            post(confirming::take),
            Policy::of(Known, SECURE, Self_),
        ),
        route(
            "post",
            "/sign-ins/password",
            post(sign_ins::password),
            Policy::of(Known, SECURE, Self_),
        ),
    ]
}
