//! Incidents: reading those that concern one, and staff's work on them.

use axum::routing::{get, post};

use super::super::{Web, incidents, staff};
use crate::policy::{
    Object::{Case, Incident},
    Policy, Route,
    Who::{Contact, Staff},
    route,
};

pub fn pages() -> Vec<Route<Web>> {
    vec![
        route(
            "get",
            "/incidents",
            get(incidents::list),
            Policy::of(Contact, "read", Incident),
        ),
        route(
            "get",
            "/incidents/{incident}",
            get(incidents::page),
            Policy::of(Contact, "read", Incident),
        ),
        route(
            "post",
            "/staff/cases/{number}/surge-dismissal",
            post(staff::surges::dismiss),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/staff/incidents",
            get(staff::incidents::list),
            Policy::of(Staff, "read", Incident),
        ),
        route(
            "post",
            "/staff/incidents",
            post(staff::incidents::declare),
            Policy::of(Staff, "declare", Incident),
        ),
        route(
            "get",
            "/staff/incidents/new",
            get(staff::incidents::new),
            Policy::of(Staff, "declare", Incident),
        ),
        route(
            "post",
            "/staff/incidents/preview",
            post(staff::incidents::preview),
            Policy::of(Staff, "declare", Incident),
        ),
        route(
            "get",
            "/staff/incidents/{incident}",
            get(staff::incidents::page),
            Policy::of(Staff, "read", Incident),
        ),
        route(
            "post",
            "/staff/incidents/{incident}/{what}",
            post(staff::incidents::act),
            Policy::of(Staff, "change", Incident),
        ),
    ]
}
