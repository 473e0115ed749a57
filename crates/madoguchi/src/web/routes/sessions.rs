//! Live sessions: the customers' ways in and their room, and staff's.

use axum::routing::{get, post};

use super::super::{
    Web,
    sessions::{follow, host, join, line, room, staff_list, steps},
};
use crate::policy::{
    Object::Session,
    Policy, Route,
    Who::{Anybody, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/sessions/join",
            get(join::page),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "post",
            "/sessions/join",
            post(join::by_number),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "get",
            "/sessions/join/{link}",
            get(join::link_page),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "post",
            "/sessions/join/{link}",
            post(join::by_link),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "get",
            "/sessions/over",
            get(room::over),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "get",
            "/sessions/{id}",
            get(room::page),
            Policy::of(Anybody, "read", Session),
        ),
        route(
            "post",
            "/sessions/{id}/{act}",
            post(room::act),
            Policy::of(Anybody, "take-part", Session),
        ),
        route(
            "get",
            "/sessions/{id}/events",
            get(follow::of_customer),
            Policy::of(Anybody, "read", Session),
        ),
        route(
            "get",
            "/sessions/{id}/line",
            get(line::of_customer),
            Policy::of(Anybody, "take-part", Session),
        ),
        route(
            "get",
            "/staff/sessions",
            get(staff_list::page),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "post",
            "/staff/sessions",
            post(staff_list::start),
            Policy::of(Staff, "start", Session),
        ),
        route(
            "post",
            "/staff/sessions/assist",
            post(staff_list::assist),
            Policy::of(Staff, "join", Session),
        ),
        route(
            "post",
            "/staff/sessions/state",
            post(staff_list::state),
            Policy::of(Staff, "take-part", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}",
            get(host::page),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "post",
            "/staff/sessions/{id}/{act}",
            post(host::act),
            Policy::of(Staff, "take-part", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/events",
            get(follow::of_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/line",
            get(line::of_staff),
            Policy::of(Staff, "take-part", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/steps/{step}",
            get(steps::page),
            Policy::of(Staff, "take-part", Session),
        ),
    ]
}
