//! Live sessions: the customers' ways in and their room, and staff's.

use axum::{
    extract::DefaultBodyLimit,
    routing::{self, get, post},
};

use super::super::{
    Web,
    sessions::{
        calls, files, follow, host, join, line, recordings, room, staff_list, steps, survey,
    },
};
use crate::policy::{
    Object::{Case, Session},
    Policy, Route,
    Who::{Anybody, Contact, Staff},
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
            get(survey::page),
            Policy::of(Anybody, "join", Session),
        ),
        route(
            "post",
            "/sessions/over",
            post(survey::give),
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
            "/staff/sessions/events",
            get(calls::events),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/staff/sessions/calls",
            get(calls::part),
            Policy::of(Staff, "read", Session),
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
        route(
            "post",
            "/sessions/{id}/files",
            post(files::send_by_customer).layer(DefaultBodyLimit::disable()),
            Policy::of(Anybody, "upload", Session),
        ),
        route(
            "head",
            "/sessions/{id}/files/{file}",
            routing::head(files::head_by_customer),
            Policy::of(Anybody, "read", Session),
        ),
        route(
            "patch",
            "/sessions/{id}/files/{file}",
            routing::patch(files::patch_by_customer).layer(DefaultBodyLimit::disable()),
            Policy::of(Anybody, "upload", Session),
        ),
        route(
            "delete",
            "/sessions/{id}/files/{file}",
            routing::delete(files::end_by_customer),
            Policy::of(Anybody, "upload", Session),
        ),
        route(
            "get",
            "/sessions/{id}/files/{file}",
            get(files::read_by_customer),
            Policy::of(Anybody, "read", Session),
        ),
        route(
            "post",
            "/staff/sessions/{id}/files",
            post(files::send_by_staff).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "upload", Session),
        ),
        route(
            "head",
            "/staff/sessions/{id}/files/{file}",
            routing::head(files::head_by_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "patch",
            "/staff/sessions/{id}/files/{file}",
            routing::patch(files::patch_by_staff).layer(DefaultBodyLimit::disable()),
            Policy::of(Staff, "upload", Session),
        ),
        route(
            "delete",
            "/staff/sessions/{id}/files/{file}",
            routing::delete(files::end_by_staff),
            Policy::of(Staff, "upload", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/files/{file}",
            get(files::read_by_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/recording",
            get(recordings::page_of_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/recordings/{recording}",
            get(recordings::file_of_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/staff/sessions/{id}/archive",
            get(recordings::archive_of_staff),
            Policy::of(Staff, "read", Session),
        ),
        route(
            "get",
            "/cases/{number}/sessions/{id}/recording",
            get(recordings::page_of_customer),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/cases/{number}/sessions/{id}/recordings/{recording}",
            get(recordings::file_of_customer),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/cases/{number}/sessions/{id}/archive",
            get(recordings::archive_of_customer),
            Policy::of(Contact, "read", Case),
        ),
    ]
}
