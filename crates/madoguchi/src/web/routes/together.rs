//! What staff's hands do with cases: links, merging, words on them, macros.

use axum::routing::{get, post};

use super::super::{Web, staff};
use crate::policy::{
    Object::{Case, Cases, Self_},
    Policy, Route,
    Who::{Administrator, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/staff/cases/{number}/links",
            get(staff::linking::page),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/links",
            post(staff::linking::link),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/link-removal",
            post(staff::linking::unlink),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/merging",
            get(staff::merging::page),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/merging",
            post(staff::merging::merge),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/merging-undo",
            post(staff::merging::unmerge),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/tags",
            post(staff::tagging::tag),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/macros",
            get(staff::macros::of_case),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/articles",
            get(staff::recommended::page),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/macros",
            get(staff::macros::page),
            Policy::of(Staff, "read", Cases),
        ),
        route(
            "post",
            "/staff/macros",
            post(staff::macros::change),
            Policy::of(Staff, "change", Self_),
        ),
        route(
            "get",
            "/staff/tags",
            get(staff::tagging::page),
            Policy::of(Administrator, "read", Cases),
        ),
        route(
            "post",
            "/staff/tags",
            post(staff::tagging::change),
            Policy::of(Administrator, "change", Cases),
        ),
    ]
}
