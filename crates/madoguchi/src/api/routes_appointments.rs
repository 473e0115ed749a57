//! Routes of calls and conferences.

use axum::routing::post;

use super::appointments;
use crate::{
    app::App,
    policy::{
        Object::Case,
        Policy, Route,
        Who::{Known, Staff},
        route,
    },
};

pub fn all() -> Vec<Route<App>> {
    vec![
        route(
            "post",
            "/api/v1/cases/{number}/call-wish",
            post(appointments::ask_call),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/call-wish-withdrawal",
            post(appointments::withdraw_call),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/calls",
            post(appointments::keep_call),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/conferences",
            post(appointments::ask),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/conference-dates",
            post(appointments::set),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/conference-answers",
            post(appointments::answer),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/conference-cancellations",
            post(appointments::cancel),
            Policy::of(Known, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/conference-passcode",
            post(appointments::passcode),
            Policy::of(Known, "change", Case),
        ),
    ]
}
