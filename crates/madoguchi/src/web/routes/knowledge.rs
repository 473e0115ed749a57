//! Knowledge: reading it, and staff's work on it.

use axum::{
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::super::{Web, knowledge, news, search, solves, staff};
use crate::policy::{
    Object::{Cases, Knowledge, Self_},
    Policy, Route,
    Who::{Anybody, Contact, Known, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/news/{secret}",
            get(news::read),
            Policy::of(Anybody, "read", Self_),
        ),
        route(
            "get",
            "/profile/news",
            get(news::page),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/profile/news",
            post(news::change),
            Policy::of(Known, "change", Self_),
        ),
        route(
            "get",
            "/knowledge",
            get(knowledge::list),
            Policy::of(Anybody, "read", Knowledge),
        ),
        route(
            "get",
            "/knowledge/suggestions",
            get(knowledge::suggestions),
            Policy::of(Anybody, "read", Knowledge),
        ),
        route(
            "get",
            "/knowledge/{id}",
            get(knowledge::page),
            Policy::of(Anybody, "read", Knowledge),
        ),
        route(
            "get",
            "/knowledge/{id}/images/{image}",
            get(knowledge::image),
            Policy::of(Anybody, "read", Knowledge),
        ),
        route(
            "post",
            "/knowledge/{id}/judgement",
            post(knowledge::judge),
            Policy::of(Contact, "judge", Knowledge),
        ),
        route(
            "post",
            "/knowledge/solved",
            post(solves::solved),
            Policy::of(Contact, "judge", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/missed",
            get(staff::knowledge::missed::list),
            Policy::of(Staff, "read", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/missed",
            post(staff::knowledge::missed::settle),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/lists",
            get(staff::knowledge::lists::list),
            Policy::of(Staff, "read", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/lists",
            post(staff::knowledge::lists::begin),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/lists/new",
            get(staff::knowledge::lists::new),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/lists/{list}",
            get(staff::knowledge::lists::page),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/lists/{list}",
            post(staff::knowledge::lists::write),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/search",
            get(search::page),
            Policy::of(Anybody, "find", Knowledge),
        ),
        route(
            "get",
            "/staff/search",
            get(search::staff),
            Policy::of(Staff, "find", Cases),
        ),
        route(
            "get",
            "/staff/knowledge",
            get(staff::knowledge::overview::list),
            Policy::of(Staff, "read", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge",
            post(staff::knowledge::begin).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/images",
            post(staff::knowledge::images::upload).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/images/{image}",
            get(staff::knowledge::images::picture),
            Policy::of(Staff, "read", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/new",
            get(staff::knowledge::new),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/{id}",
            get(staff::knowledge::page),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/{id}",
            post(staff::knowledge::write).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/staff/knowledge/{id}/versions/{version}",
            get(staff::knowledge::versions::page),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/staff/knowledge/{id}/{what}",
            post(staff::knowledge::act),
            Policy::of(Staff, "change", Knowledge),
        ),
    ]
}
