//! The routes of escalations, of cases that are alike and of incidents, each with its policy.

use axum::routing::{get, post};

use super::{escalations, incident_work, incidents, similar, surges};
use crate::{
    app::App,
    policy::{
        Object::{Case, Incident},
        Policy, Route,
        Who::{Known, Staff},
        route,
    },
};

pub fn all() -> Vec<Route<App>> {
    vec![
        route(
            "post",
            "/api/v1/cases/{number}/escalations",
            post(escalations::open),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-lanes",
            post(escalations::lanes),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-step",
            post(escalations::step),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/escalation-evidence",
            get(escalations::evidence),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "get",
            "/api/v1/cases/{number}/similar-cases",
            get(similar::list),
            Policy::of(Staff, "read", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-finish",
            post(escalations::finish),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-return",
            post(escalations::give_back),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-expected",
            post(escalations::expected),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/callback",
            post(escalations::callback),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/escalation-dismissal",
            post(escalations::dismissal),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "get",
            "/api/v1/incidents",
            get(incidents::list),
            Policy::of(Known, "read", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents",
            post(incidents::declare),
            Policy::of(Staff, "declare", Incident),
        ),
        route(
            "get",
            "/api/v1/incidents/{incident}",
            get(incidents::read),
            Policy::of(Known, "read", Incident),
        ),
        route(
            "get",
            "/api/v1/incidents/suggestions",
            get(incident_work::suggestions),
            Policy::of(Staff, "read", Incident),
        ),
        route(
            "get",
            "/api/v1/incidents/surges",
            get(surges::list),
            Policy::of(Staff, "read", Incident),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/surge-dismissal",
            post(surges::dismiss),
            Policy::of(Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/cancellation",
            post(incident_work::cancel),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/owners",
            post(incident_work::owners),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/description",
            post(incident_work::describe),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/notes",
            post(incident_work::note),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/offers",
            post(incident_work::offer),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/updates",
            post(incidents::update),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/gathering",
            post(incidents::gather),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/release",
            post(incidents::release),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/end",
            post(incidents::end),
            Policy::of(Staff, "change", Incident),
        ),
        route(
            "post",
            "/api/v1/incidents/{incident}/cause",
            post(incidents::cause),
            Policy::of(Staff, "change", Incident),
        ),
    ]
}
