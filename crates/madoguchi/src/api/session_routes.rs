//! The routes of live sessions, each with its policy.

use axum::routing::{delete, get, post};

use super::{session_files, session_leading, session_steps, sessions};
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
            "delete",
            "/api/v1/sessions/{session}/recordings",
            delete(sessions::erase),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/archive",
            get(sessions::archive),
            Policy::of(Known, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/presence",
            post(session_leading::presence),
            Policy::of(Staff, "change", Session),
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
            Policy::of(Known, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/state",
            get(session_steps::state),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/state",
            post(session_steps::set_state),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/assistance",
            post(session_steps::assist),
            Policy::of(Staff, "join", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/control",
            post(session_steps::pass),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/control-return",
            post(session_steps::give_back),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/transfer",
            post(session_steps::transfer),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/offer-acceptance",
            post(session_steps::accept),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/offer-refusal",
            post(session_steps::decline),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/departure",
            post(session_steps::leave),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/{session}/consents",
            get(session_steps::consents),
            Policy::of(Known, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/consents",
            post(session_steps::answer),
            Policy::of(Known, "change", Session),
        ),
        route(
            "get",
            "/api/v1/sessions",
            get(session_leading::list),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/api/v1/sessions/transfer-targets",
            get(session_leading::targets),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/selection",
            post(session_leading::select),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/admission",
            post(session_leading::admit),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/removal",
            post(session_leading::remove),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/questions",
            post(session_leading::ask),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/recording-start",
            post(session_leading::record),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/recording-end",
            post(session_leading::end_recording),
            Policy::of(Staff, "change", Session),
        ),
        route(
            "post",
            "/api/v1/sessions/{session}/passcode",
            post(session_leading::passcode),
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
