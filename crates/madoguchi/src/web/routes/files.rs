//! Handing files in, and having them, for both sides.

use axum::{
    extract::DefaultBodyLimit,
    routing::{self, get, post},
};

use super::super::{Web, case_files, uploads};
use crate::policy::{
    Object::{Case, Self_},
    Policy, Route,
    Who::{Contact, Known, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "options",
            "/uploads",
            routing::options(uploads::options),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "post",
            "/uploads",
            post(uploads::create).layer(DefaultBodyLimit::disable()),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "head",
            "/uploads/{id}",
            routing::head(uploads::head),
            Policy::of(Known, "read", Self_),
        ),
        route(
            "patch",
            "/uploads/{id}",
            routing::patch(uploads::patch).layer(DefaultBodyLimit::disable()),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "delete",
            "/uploads/{id}",
            routing::delete(uploads::delete),
            Policy::of(Known, "upload", Self_),
        ),
        route(
            "get",
            "/cases/{number}/files/{id}",
            get(case_files::file),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/cases/{number}/files/{id}/look",
            get(case_files::look),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "get",
            "/cases/{number}/files/{id}/picture",
            get(case_files::picture),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/files/{id}/secrets",
            post(case_files::secrets),
            Policy::of(Contact, "read", Case),
        ),
        route(
            "post",
            "/cases/{number}/files/{id}/removal",
            post(case_files::remove),
            Policy::of(Contact, "change", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/files/{id}",
            get(case_files::file),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/files/{id}/look",
            get(case_files::look),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/staff/cases/{number}/files/{id}/picture",
            get(case_files::picture),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/files/{id}/secrets",
            post(case_files::secrets),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/staff/cases/{number}/files/{id}/removal",
            post(case_files::remove),
            Policy::of(Staff, "change", Case),
        ),
    ]
}
