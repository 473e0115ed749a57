//! Pages by which somebody changes the mail address by which they are known (A5).

use axum::routing::{get, post};

use super::super::{Web, new_address};
use crate::policy::{
    Object::Self_,
    Policy, Route,
    Who::{Anybody, Known},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "post",
            "/profile/address",
            post(new_address::wish),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "get",
            "/profile/address/{secret}",
            get(new_address::shown_page),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/profile/address/{secret}",
            post(new_address::show),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "get",
            "/address-change/{secret}",
            get(new_address::stop_page),
            Policy::of(Anybody, "read", Self_),
        ),
        route(
            "post",
            "/address-change/{secret}",
            post(new_address::stop),
            Policy::of(Anybody, "change", Self_),
        ),
    ]
}
