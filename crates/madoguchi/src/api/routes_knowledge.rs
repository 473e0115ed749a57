//! Routes of staff's work on knowledge, and of what readers say of it.

use axum::routing::{get, post};

use super::article_writing;
use crate::{
    app::App,
    policy::{
        Object::Knowledge,
        Policy, Route,
        Who::{Contact, Staff},
        route,
    },
};

pub fn all() -> Vec<Route<App>> {
    vec![
        route(
            "post",
            "/api/v1/articles",
            post(article_writing::begin),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "get",
            "/api/v1/articles/{id}/draft",
            get(article_writing::read),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/draft",
            post(article_writing::write),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/review-request",
            post(article_writing::ask_review),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/publication",
            post(article_writing::publish),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/withdrawal",
            post(article_writing::withdraw),
            Policy::of(Staff, "change", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/judgement",
            post(article_writing::judge),
            Policy::of(Contact, "judge", Knowledge),
        ),
        route(
            "post",
            "/api/v1/articles/{id}/solved",
            post(article_writing::solved),
            Policy::of(Contact, "judge", Knowledge),
        ),
    ]
}
