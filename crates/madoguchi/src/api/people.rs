//! The caller, what they may open cases for, and whom staff can assign cases to.

use axum::{Json, extract::State};
use domain::directory::Standing;

use super::{
    caller::{Caller, Staff},
    problem::Problem,
    shown::Shown,
    wire::{self, Labelled, Named},
};
use crate::app::App;

#[utoipa::path(get, path = "/api/v1/me", operation_id = "read_me", tag = "people", responses((status = 200, body = wire::Me)))]
/// Who the token belongs to, and what it opens.
pub async fn me(State(app): State<App>, caller: Caller) -> Result<Json<wire::Me>, Problem> {
    let standing = match caller.person.standing {
        Standing::Contact { account, level } => {
            let name = app.store.account_name(account).await?.unwrap_or_default();
            let account = Named {
                id: account.to_string(),
                name: caller.either(&name),
            };
            wire::Standing::Contact {
                account,
                level: level.as_str().to_owned(),
            }
        }
        Standing::Guest { .. } => wire::Standing::Guest,
        Standing::Agent { role, team } => {
            let team = Shown::to(&app, &caller).await?.team(team);
            wire::Standing::Agent {
                role: role.as_str().to_owned(),
                team,
            }
        }
    };
    let profile = &caller.person.profile;
    Ok(Json(wire::Me {
        id: caller.person.id.to_string(),
        name: profile.name(),
        email: profile.email.as_str().to_owned(),
        language: profile.language.as_str().to_owned(),
        time_zone: profile.time_zone.clone(),
        standing,
        may_open_cases: caller.actor.may_write() && !caller.actor.is_staff(),
    }))
}

#[utoipa::path(get, path = "/api/v1/deployments", operation_id = "list_deployments", tag = "people", responses((status = 200, body = wire::Deployments)))]
/// The deployments that the caller may open a case for.
pub async fn deployments(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<wire::Deployments>, Problem> {
    let mut items = Vec::new();
    let sites = if caller.actor.may_write() && !caller.actor.is_guest() {
        app.sites(&caller.actor).await?
    } else {
        Vec::new()
    };
    let mut accounts: Vec<_> = sites.iter().map(|site| site.account).collect();
    accounts.dedup();
    let (desk, _) = app.desks.current();
    for account in accounts {
        let name = app.store.account_name(account).await?.unwrap_or_default();
        let offered = app.store.deployments(account).await?;
        for deployment in offered
            .into_iter()
            .filter(|d| sites.iter().any(|site| site.id == d.id))
        {
            let environments = deployment.environments.iter().map(|id| Labelled {
                id: id.clone(),
                label: desk
                    .environment(id)
                    .map_or(id.as_str(), |e| e.label.in_language(&caller.language))
                    .to_owned(),
            });
            items.push(wire::Deployment {
                id: deployment.id.to_string(),
                environments: environments.collect(),
                label: caller.either(&[deployment.label, deployment.label_en]),
                identifier: deployment.identifier,
                account: Named {
                    id: account.to_string(),
                    name: caller.either(&name),
                },
            });
        }
    }
    Ok(Json(wire::Deployments { items }))
}

#[utoipa::path(get, path = "/api/v1/agents", operation_id = "list_agents", tag = "staff", responses((status = 200, body = wire::Agents)))]
/// The agents, in the order of their names.
pub async fn agents(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::Agents>, Problem> {
    let shown = Shown::to(&app, &caller).await?;
    let items = app.store.agents().await?.into_iter().filter_map(|person| {
        let Standing::Agent { role, team } = person.standing else {
            return None;
        };
        Some(wire::Agent {
            id: person.id.to_string(),
            name: person.profile.name(),
            email: person.profile.email.as_str().to_owned(),
            role: role.as_str().to_owned(),
            team: shown.team(team),
            suspended: person.suspended,
        })
    });
    Ok(Json(wire::Agents {
        items: items.collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/teams", operation_id = "list_teams", tag = "staff", responses((status = 200, body = wire::Teams)))]
/// The teams, in the order of their names.
pub async fn teams(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::Teams>, Problem> {
    let teams = app.store.teams().await?.into_iter();
    let items = teams.map(|t| Labelled {
        id: t.id.to_string(),
        label: caller.either(&[t.label, t.label_en]),
    });
    Ok(Json(wire::Teams {
        items: items.collect(),
    }))
}
