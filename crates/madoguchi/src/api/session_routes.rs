//! The routes of live sessions, each with its policy.

use axum::routing::{get, post};

use super::{session_files, sessions};
use crate::{
    app::App,
    policy::{
        Object::{Case, Session},
        Policy, Route,
        Who::{Known, Staff},
        route,
    },
};

pub fn all() -> Vec<Route<App>> {
    vec![
        route(
            "get",
            "/api/v1/cases/{number}/sessions",
            get(sessions::of_case),
            Policy::of(Known, "read", Case),
        ),
        route(
            "post",
            "/api/v1/sessions",
            post(sessions::start),
            Policy::of(Staff, "open", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}",
            get(sessions::read),
            Policy::of(Known, "read", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/recordings/{recording}",
            get(sessions::recording),
            Policy::of(Known, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/invitations",
            post(sessions::invite),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/end",
            post(sessions::end),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/chat",
            get(sessions::said),
            Policy::of(Known, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/chat",
            post(sessions::say),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/files",
            get(session_files::list),
            Policy::of(Known, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/files",
            post(session_files::send),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/files/{id}",
            get(session_files::read),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/files/{id}/acceptance",
            post(session_files::accept),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/files/{id}/withdrawal",
            post(session_files::stop),
            Policy::of(Staff, "change", Session),
        ),
    ]
}
