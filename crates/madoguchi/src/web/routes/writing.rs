//! What helps whoever writes, on both sides.

use axum::routing::post;

use super::super::{Web, preview};
use crate::policy::{Object::Self_, Policy, Route, Who::Known, route};

pub fn pages() -> Vec<Route<Web>> {
    vec![route(
        "post",
        "/text-preview",
        post(preview::preview),
        Policy::of(Known, "read", Self_),
    )]
}
