//! Incidents: those that concern the caller, and staff's work on them (E3).

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{
    AccountId, DeploymentId, IncidentId, Instant, Language, PersonId,
    case::intake::FieldProblem,
    incident::{Affected, Command, Declaration, Phase, Refused, Typed},
};
use serde::Deserialize;
use store::incidents::{Asked, Owed, State as Stands, StoredIncident};

use super::{
    caller::{Caller, Staff},
    cases,
    conditional::On,
    doing,
    posted::Posted,
    problem::{Problem, What},
    shown_incident::shown,
    wire::{
        self, NewIncident, NewIncidentCases, NewIncidentCause, NewIncidentEnd, NewIncidentUpdate,
    },
    wrong::{Why, WrongField},
};
use crate::app::{App, knowledge::place};

/// Incidents in an answer.
const PAGE: i64 = 50;

pub(super) type Answer = Result<Response, Problem>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    state: Option<String>,
    behind: Option<String>,
    cause: Option<String>,
}

/// Number of an incident as it stands in an address, with or without what stands before it.
pub(super) fn number(text: &str) -> Result<i64, Problem> {
    let digits = text.rsplit('-').next().unwrap_or(text);
    cases::number(digits)
}

/// The tag of an incident as this caller reads it.
fn tag(caller: &Caller, stored: &StoredIncident) -> String {
    let incident = &stored.incident;
    let version = match caller.actor.is_staff() {
        true => incident.version,
        false => incident.public_version,
    };
    format!("\"{version}-{}\"", caller.language.as_str())
}

#[utoipa::path(get, path = "/api/v1/incidents", operation_id = "list_incidents", tag = "incidents",
    params(("state" = Option<String>, Query, description = "`running`, `restored`, or for staff `cancelled`"),
        ("cause" = Option<String>, Query, description = "For staff: `owed` or `late`"),
        ("behind" = Option<String>, Query, description = "Of the answer before")),
    responses((status = 200, body = wire::IncidentList)))]
/// Incidents that concern the caller, the latest first.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Json<wire::IncidentList>, Problem> {
    let wrong = |name, why| What::WrongParameters.with(vec![WrongField::parameter(name, why)]);
    let state = wanted.state.as_deref().map(Stands::parse);
    if state == Some(None) {
        return Err(wrong("state", Why::NotOffered));
    }
    let cause_owed = match wanted.cause.as_deref() {
        None => None,
        Some("owed") if caller.actor.is_staff() => Some(Owed::ByAnyDay),
        Some("late") if caller.actor.is_staff() => Some(Owed::Before(app.today())),
        Some(_) => return Err(wrong("cause", Why::NotOffered)),
    };
    let after = wanted.behind.as_deref().map(place);
    if after == Some(None) {
        return Err(wrong("behind", Why::Malformed));
    }
    let asked = Asked {
        states: state.flatten().into_iter().collect(),
        after: after.flatten().map(|(at, id)| (at, IncidentId(id.0))),
        cause_owed,
        limit: PAGE + 1,
        ..Asked::default()
    };
    let mut found = app.incidents(&caller.actor, &asked).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let last = found.last().filter(|_| more).map(|last| &last.incident);
    Ok(Json(wire::IncidentList {
        behind: last.map(|last| format!("{}.{}", last.declared_at.as_millisecond(), last.id)),
        items: found
            .iter()
            .map(|stored| super::shown_incident::summary(&app, &caller, &stored.incident))
            .collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/incidents/{incident}", operation_id = "read_incident", tag = "incidents",
    params(("incident" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::Incident), (status = 304, description = "The caller's copy is the newest")))]
/// An incident with what customers were told of it.
///
/// One that does not exist and one that does not concern the caller answer alike.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let stored = app.incident(&caller.actor, number(&text)?).await?;
    let tag = tag(&caller, &stored);
    if let Some(short) = doing::unchanged(&headers, &tag) {
        return Ok(short);
    }
    Ok(doing::read(&tag, shown(&app, &caller, &stored).await?))
}

#[utoipa::path(post, path = "/api/v1/incidents", operation_id = "declare_incident", tag = "incidents",
    request_body = NewIncident, responses((status = 201, body = wire::Incident)))]
/// Declares an incident, by staff: whoever it concerns is told at once.
pub async fn declare(State(app): State<App>, _: Staff, posted: Posted) -> Answer {
    let new: NewIncident = posted.read()?;
    let caller = &posted.caller;
    if let Some(before) = before(&app, &posted).await? {
        return answered(&app, caller, &before, StatusCode::CREATED).await;
    }
    let from: BTreeSet<i64> = match new.case.as_deref() {
        Some(text) => [case_number("case", text)?].into(),
        None => BTreeSet::new(),
    };
    let from = named(&app, caller, &from, "case").await?.into_iter().next();
    let cases = named(&app, caller, &numbers(&new.cases)?, "cases").await?;
    let affected = affected(
        new.severity,
        new.products,
        new.wide,
        new.regions,
        &new.deployments,
        &new.accounts,
        new.started_at.as_deref(),
    )?;
    let declaration = Declaration {
        from,
        title: typed(new.title),
        affected,
        texts: typed(new.texts),
        next_at: moment("next_update_at", new.next_update_at.as_deref())?,
        lead: person("lead", new.lead.as_deref())?,
        communications: person("communications", new.communications.as_deref())?,
        cases,
    };
    let command = Command::Declare(Box::new(declaration));
    let key = posted.once(StatusCode::CREATED).map(|once| once.key);
    let done = app.change_incident_once(&caller.actor, None, None, command, key.as_ref());
    let stored = done.await?.map_err(refused)?;
    answered(&app, caller, &stored, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/updates", operation_id = "update_incident", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentUpdate, responses((status = 200, body = wire::Incident)))]
/// Tells customers how it stands, in each language of the desk, and when they hear more.
pub async fn update(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentUpdate = posted.read()?;
    let phase = Phase::parse(&new.phase);
    let command = Command::Update {
        phase: phase.ok_or_else(|| Problem::of_field("phase", Why::NotOffered))?,
        texts: typed(new.texts),
        next_at: moment("next_update_at", Some(&new.next_update_at))?,
    };
    let stored = change(&app, &posted, &text, command).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/gathering", operation_id = "gather_cases", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentCases, responses((status = 200, body = wire::Incident)))]
/// Adds cases: their customers read the incident from its beginning. A case belongs to one incident at a time.
pub async fn gather(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentCases = posted.read()?;
    let cases = named(&app, &posted.caller, &numbers(&new.cases)?, "cases").await?;
    let stored = change(&app, &posted, &text, Command::Gather { cases }).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/release", operation_id = "release_cases", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentCases, responses((status = 200, body = wire::Incident)))]
/// Lets cases go.
pub async fn release(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentCases = posted.read()?;
    let cases = named(&app, &posted.caller, &numbers(&new.cases)?, "cases").await?;
    let stored = change(&app, &posted, &text, Command::Release { cases }).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/end", operation_id = "end_incident", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentEnd, responses((status = 200, body = wire::Incident)))]
/// Ends it: tells customers for the last time, and offers the named cases the solution. Closed ones stay as they are.
pub async fn end(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentEnd = posted.read()?;
    let due_on = new.cause_due_on.as_deref().map(str::parse).transpose();
    let command = Command::End {
        texts: typed(new.texts),
        solution: typed(new.solution),
        cause_due_on: due_on.map_err(|_| Problem::of_field("cause_due_on", Why::NotADate))?,
    };
    let offer = numbers(&new.offer)?;
    let stored = change(&app, &posted, &text, command).await?;
    let actor = &posted.caller.actor;
    app.offer_solution(actor, &stored, &offer).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/incidents/{incident}/cause", operation_id = "report_cause", tag = "incidents",
    params(("incident" = String, Path)), request_body = NewIncidentCause, responses((status = 200, body = wire::Incident)))]
/// Reports the cause of one that has ended.
pub async fn cause(
    State(app): State<App>,
    _: Staff,
    Path(text): Path<String>,
    posted: Posted,
) -> Answer {
    let new: NewIncidentCause = posted.read()?;
    let texts = typed(new.texts);
    let stored = change(&app, &posted, &text, Command::ReportCause { texts }).await?;
    answered(&app, &posted.caller, &stored, StatusCode::OK).await
}

/// Carries a command out, on the copy that the request names.
pub(super) async fn change(
    app: &App,
    posted: &Posted,
    text: &str,
    command: Command,
) -> Result<StoredIncident, Problem> {
    let (actor, number) = (&posted.caller.actor, number(text)?);
    if let Some(before) = before(app, posted).await? {
        return Ok(before);
    }
    let seen = match posted.on {
        On::Any => None,
        On::These(_) => posted.held(app.incident(actor, number).await?.incident.version)?,
    };
    let key = posted.once(StatusCode::OK).map(|once| once.key);
    let done = app.change_incident_once(actor, Some(number), seen, command, key.as_ref());
    done.await?.map_err(refused)
}

/// The incident that this very request declared or changed before.
async fn before(app: &App, posted: &Posted) -> Result<Option<StoredIncident>, Problem> {
    let Some(once) = posted.once(StatusCode::OK) else {
        return Ok(None);
    };
    let found = app.store.incident_done(&once.key).await?;
    match posted.repeats(found)? {
        Some(id) => Ok(app.store.incident_by_id(id).await?),
        None => Ok(None),
    }
}

pub(super) async fn answered(
    app: &App,
    caller: &Caller,
    stored: &StoredIncident,
    status: StatusCode,
) -> Answer {
    let tag = tag(caller, stored);
    let body = shown(app, caller, stored).await?;
    let location = format!("/api/v1/incidents/{}", stored.incident.number);
    Ok(doing::done(status, &tag, body, &location))
}

pub(super) fn typed(texts: BTreeMap<String, String>) -> Typed {
    let texts = texts.into_iter();
    texts
        .map(|(language, text)| (Language::new(&language), text))
        .collect()
}

fn moment(field: &str, given: Option<&str>) -> Result<Option<Instant>, Problem> {
    let read = given.map(str::parse).transpose();
    read.map_err(|_| Problem::of_field(field, Why::Malformed))
}

fn person(field: &str, given: Option<&str>) -> Result<Option<PersonId>, Problem> {
    let read = given.map(str::parse).transpose();
    let read = read.map_err(|_| Problem::of_field(field, Why::NotOffered))?;
    Ok(read.map(PersonId))
}

/// What an incident affects, as a caller says it.
pub(super) fn affected(
    severity: String,
    products: Vec<String>,
    wide: bool,
    regions: Vec<String>,
    deployments: &[String],
    accounts: &[String],
    started_at: Option<&str>,
) -> Result<Affected, Problem> {
    Ok(Affected {
        severity,
        products: products.into_iter().collect(),
        wide,
        regions: regions.into_iter().collect(),
        deployments: ids("deployments", deployments, DeploymentId)?,
        accounts: ids("accounts", accounts, AccountId)?,
        started_at: moment("started_at", started_at)?,
    })
}

fn ids<T: Ord>(field: &str, given: &[String], of: fn(i64) -> T) -> Result<BTreeSet<T>, Problem> {
    let read = given.iter().map(|id| id.parse().map(of));
    let read: Result<BTreeSet<T>, _> = read.collect();
    read.map_err(|_| Problem::of_field(field, Why::NotOffered))
}

fn case_number(field: &str, text: &str) -> Result<i64, Problem> {
    cases::number(text).map_err(|_| Problem::of_field(field, Why::NotOffered))
}

pub(super) fn numbers(given: &[String]) -> Result<BTreeSet<i64>, Problem> {
    let read = given.iter().map(|text| case_number("cases", text));
    read.collect()
}

async fn named(
    app: &App,
    caller: &Caller,
    numbers: &BTreeSet<i64>,
    field: &str,
) -> Result<BTreeSet<domain::CaseId>, Problem> {
    let found = app.cases_named(&caller.actor, numbers).await?;
    found.map_err(|problem| Problem::of_field(field, problem.wrong.into()))
}

fn refused(why: Refused) -> Problem {
    let what = match why {
        Refused::NotAllowed => What::NotFound,
        Refused::NoIncidents => What::NoIncidents,
        Refused::Over => What::IncidentOver,
        Refused::Running => What::IncidentRunning,
        Refused::NoSuchPhase { .. } => What::NoSuchPhase,
        Refused::GatheredElsewhere { .. } => What::GatheredElsewhere,
        Refused::ReportedAlready => What::CauseReported,
        Refused::Fields(problems) => {
            let all = problems.into_iter();
            return What::InvalidFields.with(all.map(field).collect());
        }
    };
    what.into()
}

/// A field of a language lies in the member of its texts.
fn field(problem: FieldProblem) -> WrongField {
    let why = Why::from(problem.wrong);
    match problem.field.as_str() {
        "next-at" => WrongField::at(&["next_update_at"], why),
        "started-at" => WrongField::at(&["started_at"], why),
        "cause-due-on" => WrongField::at(&["cause_due_on"], why),
        other => match other.split_once('-') {
            Some(("text" | "cause", language)) => WrongField::at(&["texts", language], why),
            Some((member, language)) => WrongField::at(&[member, language], why),
            None => WrongField::at(&[other], why),
        },
    }
}
