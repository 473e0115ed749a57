//! Agents who come, change and leave, for administrators (S10).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{Language, PersonId, Role, TeamId, case::intake::is_address, directory::Standing};

use super::{
    caller::{Caller, Staff},
    posted::Posted,
    problem::{Problem, What},
    shown::Shown,
    wire::{self, AgentChange, NewAgent},
    wrong::Why,
};
use crate::app::{
    App, Fail,
    agents::{self, NotSo},
};

/// Longest that a name may be, in characters.
const NAME: usize = 100;

fn refused(why: NotSo) -> Problem {
    match why {
        NotSo::Taken => What::AddressTaken.into(),
        NotSo::NoSuchTeam => Problem::of_field("team", Why::NotOffered),
        NotSo::LastAdministrator => What::LastAdministrator.into(),
    }
}

fn role(given: &str) -> Result<Role, Problem> {
    Role::parse(given).ok_or_else(|| Problem::of_field("role", Why::NotOffered))
}

fn team(given: Option<&str>) -> Result<Option<TeamId>, Problem> {
    let team = given.map(|id| id.parse().map(TeamId)).transpose();
    team.map_err(|_| Problem::of_field("team", Why::NotOffered))
}

async fn told(app: &App, caller: &Caller, id: PersonId) -> Result<Json<wire::Agent>, Problem> {
    let shown = Shown::to(app, caller).await?;
    let person = app.store.person(id).await?.ok_or(Fail::NotFound)?;
    let Standing::Agent { role, team } = person.standing else {
        return Err(What::NotFound.into());
    };
    Ok(Json(wire::Agent {
        id: person.id.to_string(),
        name: person.profile.name(),
        email: person.profile.email.as_str().to_owned(),
        role: role.as_str().to_owned(),
        team: shown.team(team),
        suspended: person.suspended,
    }))
}

#[utoipa::path(post, path = "/api/v1/agents", operation_id = "add_agent", tag = "staff", request_body = NewAgent,
    responses((status = 201, body = wire::Agent)))]
/// Lets an agent in; they are told by mail how to set their first password. For administrators.
pub async fn add(
    State(app): State<App>,
    _: Staff,
    posted: Posted,
) -> Result<(StatusCode, Json<wire::Agent>), Problem> {
    let new: NewAgent = posted.read()?;
    for (field, text) in [
        ("family", &new.family),
        ("given", &new.given),
        ("family_kana", &new.family_kana),
        ("given_kana", &new.given_kana),
    ] {
        if text.chars().count() > NAME {
            return Err(Problem::of_field(field, Why::TooLong { max: NAME }));
        }
    }
    if new.family.trim().is_empty() {
        return Err(Problem::of_field("family", Why::Missing));
    }
    let email = new.email.trim();
    if !is_address(email) {
        let given = email.to_owned();
        let not_one = Why::NotAnAddress { given, meant: None };
        return Err(Problem::of_field("email", not_one));
    }
    let language = match new.language.as_deref() {
        None => posted.caller.language.clone(),
        Some(tag) if crate::texts::load().find(tag).is_some() => Language::new(tag),
        Some(_) => return Err(Problem::of_field("language", Why::NotOffered)),
    };
    let agent = agents::NewAgent {
        email: email.to_owned(),
        role: role(&new.role)?,
        team: team(new.team.as_deref())?,
        family: new.family.trim().to_owned(),
        given: new.given,
        family_kana: new.family_kana,
        given_kana: new.given_kana,
        language,
    };
    let added = app.add_agent(posted.caller.actor.by(), agent).await?;
    let id = added.map_err(refused)?;
    Ok((StatusCode::CREATED, told(&app, &posted.caller, id).await?))
}

#[utoipa::path(post, path = "/api/v1/agents/{id}", operation_id = "change_agent", tag = "staff",
    params(("id" = String, Path)), request_body = AgentChange, responses((status = 200, body = wire::Agent)))]
/// What an agent is, in which team, and whether they may sign in. For administrators.
///
/// Who is suspended is out at once: their sign-ins end, and their tokens are taken away.
pub async fn change(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Json<wire::Agent>, Problem> {
    let id = id.parse().map(PersonId).map_err(|_| What::NotFound)?;
    let change: AgentChange = posted.read()?;
    let by = posted.caller.actor.by();
    let person = app.store.person(id).await?.ok_or(Fail::NotFound)?;
    let Standing::Agent {
        role: had,
        team: of,
    } = person.standing
    else {
        return Err(What::NotFound.into());
    };
    let new_role = change.role.as_deref().map(role).transpose()?;
    let new_team = match change.team.as_deref() {
        None => of,
        Some("") => None,
        given => team(given)?,
    };
    let done = app
        .set_role(by, id, new_role.unwrap_or(had), new_team)
        .await?;
    done.map_err(refused)?;
    if let Some(suspended) = change.suspended {
        let done = app.suspend_agent(by, id, suspended).await?;
        done.map_err(refused)?;
    }
    told(&app, &posted.caller, id).await
}
