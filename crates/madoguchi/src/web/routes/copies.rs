//! What is changed of how a case was opened, for both sides: who is in copy, the customer's own number; and who hears of it by mail.

use axum::routing::{get, post};

use super::super::{Web, copies, muting, reference, visitor};
use crate::policy::{
    Object::Case,
    Policy, Route,
    Who::{Contact, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/cases/{number}/copies",
            get(copies::page::<visitor::Contact>),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/copies",
            post(copies::change::<visitor::Contact>),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/copies",
            get(copies::page::<visitor::Staff>),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/copies",
            post(copies::change::<visitor::Staff>),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/cases/{number}/reference",
            get(reference::page::<visitor::Contact>),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/reference",
            post(reference::change::<visitor::Contact>),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/reference",
            get(reference::page::<visitor::Staff>),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/reference",
            post(reference::change::<visitor::Staff>),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/cases/{number}/mute",
            post(muting::turn),
            Policy::of(Contact, "mute", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/mute",
            post(muting::turn_as_staff),
            Policy::of(Staff, "mute", Case),
        ),
    ]
}
