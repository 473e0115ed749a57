//! Calls, conferences and calendars, for both sides.

use axum::routing::{get, post};

use super::super::{
    Web,
    appointments::{self, feed, opening, staff_list},
    calendar,
};
use crate::policy::{
    Object::{Case, Cases, Self_},
    Policy, Route,
    Who::{Anybody, Contact, Known, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/cases/{number}/appointments",
            get(appointments::page),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/appointments",
            post(appointments::act),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "get",
            "/cases/{number}/conferences.ics",
            get(appointments::file),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/appointments",
            get(appointments::page_of_staff),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/appointments",
            post(appointments::act_as_staff),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/conferences.ics",
            get(appointments::file_of_staff),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/calls",
            get(staff_list::page),
            Policy::of(Staff, "read", Cases),
        ),
        route(
            "get",
            "/staff/calls/new",
            get(opening::page),
            Policy::of(Staff, "open", Cases),
        ),
        route(
            "get",
            "/staff/cases/{number}/follow-up",
            get(opening::follow_up),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/follow-up",
            post(opening::open_follow_up),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/calls/new",
            post(opening::open),
            Policy::of(Staff, "open", Cases),
        ),
        route(
            "get",
            "/calendar/{secret}",
            get(feed::read),
            Policy::of(Anybody, "read", Self_),
        ),
        route(
            "get",
            "/profile/calendar",
            get(calendar::page),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/profile/calendar",
            post(calendar::change),
            Policy::of(Known, "change", Self_),
        ),
    ]
}
