//! Staff's work on an incident beside telling of it: what it is about, who has it, notes, taking it back, and offers that come later.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use domain::{PersonId, incident::Command};
use serde::Deserialize;

use super::{
    caller::Staff,
    cases,
    incidents::{Answer, affected, answered, change, number, numbers, typed},
    posted::Posted,
    problem::{Problem, What},
    shown::number as written,
    wire::{
        self, NewIncidentCancellation, NewIncidentCases, NewIncidentDescription, NewIncidentNote,
        NewIncidentOwners,
    },
    wrong::{Why, WrongField},
};
use crate::app::{App, incidents::Suggested};

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/cancellation", operation_id = "cancel_incident", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentCancellation, responses((status = 200, body = wire::Incident)))]
/// Takes an incident back that was declared by mistake: whoever was told of it hears so, and its cases go on by themselves.
pub async fn cancel(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let NewIncidentCancellation { reason } = posted.read()?;
    let stored = change(&app, &posted, &text, Command::Cancel { reason }).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/owners", operation_id = "set_incident_owners", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentOwners, responses((status = 200, body = wire::Incident)))]
/// Says who coordinates it, and who writes to customers.
pub async fn owners(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentOwners = posted.read()?;
    let agent = |field: &str, id: &str| {
        let id = id.parse().map(PersonId);
        id.map_err(|_| Problem::of_field(field, Why::NotOffered))
    };
    let command = Command::SetOwners {
        lead: agent("lead", &new.lead)?,
        communications: agent("communications", &new.communications)?,
    };
    let stored = change(&app, &posted, &text, command).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/description", operation_id = "describe_incident", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentDescription, responses((status = 200, body = wire::Incident)))]
/// Says anew what it is called and what it affects. Whom it concerns from now on gets its state by mail.
pub async fn describe(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentDescription = posted.read()?;
    let affected = affected(
        new.severity,
        new.products,
        new.wide,
        new.regions,
        &new.deployments,
        &new.accounts,
        new.started_at.as_deref(),
    )?;
    let command = Command::Describe {
        title: typed(new.title),
        affected: Box::new(affected),
    };
    let stored = change(&app, &posted, &text, command).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/notes", operation_id = "note_incident", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentNote, responses((status = 200, body = wire::Incident)))]
/// Writes a note for staff alone.
pub async fn note(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentNote = posted.read()?;
    let command = Command::AddNote { text: new.note };
    let stored = change(&app, &posted, &text, command).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/offers", operation_id = "offer_incident_solution", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentCases, responses((status = 200, body = wire::IncidentOffers)))]
/// Offers the solution of one that has ended to more of its cases. Closed ones, and those that have it, stay as they are.
pub async fn offer(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Result<Json<wire::IncidentOffers>, Problem> {
    let new: NewIncidentCases = posted.read()?;
    let actor = &posted.caller.actor;
    let stored = app.incident(actor, number(&text)?).await?;
    let offered = app
        .offer_solution(actor, &stored, &numbers(&new.cases)?)
        .await?;
    Ok(Json(wire::IncidentOffers {
        given: offered.given,
        left: offered.left,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    case: Option<String>,
    incident: Option<String>,
}

fn listed(app: &App, found: &[Suggested]) -> Vec<wire::SuggestedCase> {
    let one = |one: &Suggested| wire::SuggestedCase {
        number: written(app.desks.of(one.row.desk_version), one.row.number),
        subject: one.row.subject().to_owned(),
        alike: one.alike,
    };
    found.iter().map(one).collect()
}

#[utoipa::path(get, path = "/api/v1/incidents/suggestions", operation_id = "suggest_incident_cases", tag = "incidents",
    params(("case" = Option<String>, Query, description = "Number of a case"),
        ("incident" = Option<String>, Query, description = "Number of an incident that runs, instead of a case: which cases it may gather")),
    responses((status = 200, body = wire::IncidentSuggestions)))]
/// Whether a case is one to declare an incident from, which others may belong to it, and which companies it may concern; for staff.
pub async fn suggestions(
    State(app): State<App>,
    Staff(caller): Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Json<wire::IncidentSuggestions>, Problem> {
    if let Some(text) = &wanted.incident {
        let actor = &caller.actor;
        let stored = app.incident(actor, number(text)?).await?;
        let found = app.cases_to_gather(actor, &stored.incident).await?;
        return Ok(Json(wire::IncidentSuggestions {
            suggested: false,
            cases: listed(&app, &found),
            accounts: Vec::new(),
        }));
    }
    let wrong = |why| What::WrongParameters.with(vec![WrongField::parameter("case", why)]);
    let text = wanted.case.ok_or_else(|| wrong(Why::Missing))?;
    let number = cases::number(&text).map_err(|_| wrong(Why::Malformed))?;
    let actor = &caller.actor;
    let stored = app.case(actor, number).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let found = app.suggested_cases(actor, &stored).await?;
    let accounts = app.suggested_accounts(&stored, &found).await?;
    Ok(Json(wire::IncidentSuggestions {
        suggested: domain::incident::suggested(&stored.case, desk),
        cases: listed(&app, &found),
        accounts: accounts
            .iter()
            .map(|one| wire::SuggestedAccount {
                id: one.id.to_string(),
                name: caller.either(&one.name),
                has_case: one.has_case,
            })
            .collect(),
    }))
}
