//! Software to download: for those who open cases, and for those who give it out.

use axum::{
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::super::{Web, releases};
use crate::policy::{
    Object::Desk,
    Policy, Route,
    Who::{Administrator, Designated},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/downloads",
            get(releases::page),
            Policy::of(Designated, "read", Desk),
        ),
        route(
            "get",
            "/downloads/{id}",
            get(releases::file),
            Policy::of(Designated, "read", Desk),
        ),
        route(
            "get",
            "/staff/downloads",
            get(releases::page_of_staff),
            Policy::of(Administrator, "read", Desk),
        ),
        route(
            "post",
            "/staff/downloads",
            post(releases::publish).layer(DefaultBodyLimit::disable()),
            Policy::of(Administrator, "change", Desk),
        ),
        route(
            "post",
            "/staff/downloads/{id}/withdrawal",
            post(releases::withdraw),
            Policy::of(Administrator, "change", Desk),
        ),
    ]
}
