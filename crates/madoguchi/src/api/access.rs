//! Who may do what in an account, for its contacts and for staff, and the changes of it (A2–A4, A8, A9).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    AccountId, Actor, DeploymentId, Level, PersonId,
    access::{Command, Grant, Ground, Hold, Refused, seats},
    directory::Account,
};
use jiff::civil::Date;

use super::{
    answered::answered,
    caller::{Caller, Staff},
    cases,
    posted::Posted,
    problem::{Problem, What},
    wire::{self, Labelled, Named, NewAccessChange, NewAccessGrant},
    wrong::Why,
};
use crate::app::{
    App, Fail,
    access::{Granting, Party},
    cases::Done,
};

type Shown = Result<Json<wire::AccountAccess>, Problem>;

#[utoipa::path(get, path = "/api/v1/access", operation_id = "read_access", tag = "people", responses((status = 200, body = wire::AccountAccess)))]
/// Who may do what in the caller's account, and why.
pub async fn own(State(app): State<App>, caller: Caller) -> Shown {
    let account = acting_for(&caller)?;
    shown(&app, &caller, account).await
}

#[utoipa::path(post, path = "/api/v1/access", operation_id = "change_access", tag = "people", request_body = NewAccessChange,
    responses((status = 200, body = wire::AccountAccess)))]
/// The account's admin changes who may do what.
///
/// Whoever was asked to become the admin answers here, too.
pub async fn change_own(State(app): State<App>, posted: Posted) -> Shown {
    let account = acting_for(&posted.caller)?;
    let change: NewAccessChange = posted.read()?;
    match command(&change)? {
        Change::Access(command) => changed(&app, &posted.caller, account, &command).await,
        // No contact keeps another from signing in, or sends them away.
        Change::Suspend { .. } | Change::Move { .. } => Err(What::NotAllowed.into()),
    }
}

#[utoipa::path(get, path = "/api/v1/accounts/{id}/access", operation_id = "read_account_access", tag = "staff", params(("id" = String, Path)),
    responses((status = 200, body = wire::AccountAccess)))]
/// Who may do what in an account, and why.
pub async fn of_account(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(id): Path<String>,
) -> Shown {
    shown(&app, &caller, account(&id)?).await
}

#[utoipa::path(post, path = "/api/v1/accounts/{id}/access", operation_id = "change_account_access", tag = "staff",
    params(("id" = String, Path)), request_body = NewAccessChange, responses((status = 200, body = wire::AccountAccess)))]
/// An administrator of the desk changes who may do what in an account.
pub async fn change_account(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Shown {
    let account = account(&id)?;
    let change: NewAccessChange = posted.read()?;
    let caller = &posted.caller;
    match command(&change)? {
        Change::Access(command) => changed(&app, caller, account, &command).await,
        Change::Suspend { contact, suspended } => {
            app.suspend(&caller.actor, account, contact, suspended)
                .await?;
            shown(&app, caller, account).await
        }
        Change::Move { contact, to } => {
            app.move_contact(&caller.actor, account, contact, to)
                .await?;
            shown(&app, caller, account).await
        }
    }
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/access-grant", operation_id = "grant_access", tag = "cases",
    params(("number" = String, Path)), request_body = NewAccessGrant, responses((status = 200, body = wire::Case)))]
/// What was asked for in an admin case is given; the case says so.
///
/// For the account's admin, and for administrators of the desk.
pub async fn grant(
    State(app): State<App>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    let NewAccessGrant {
        level,
        deployment,
        until,
    } = posted.read()?;
    let number = cases::number(&number)?;
    let grant = Granting {
        level: read("level", Some(&level), Level::parse)?,
        deployment: deployment
            .map(|id| read("deployment", Some(&id), deployment_id))
            .transpose()?,
        until: day("until", until.as_deref())?,
    };
    let caller = &posted.caller;
    match app.grant_access(&caller.actor, number, &grant).await? {
        Ok(after) => {
            let done = Done::Now(Box::new(after));
            answered(&app, caller, StatusCode::OK, None, done).await
        }
        Err(why) => Err(refused(&why)),
    }
}

/// The account for which a contact calls; staff have none, and guests no part in one.
fn acting_for(caller: &Caller) -> Result<AccountId, Problem> {
    match &caller.actor {
        Actor::Contact { account, .. } if !caller.actor.is_guest() => Ok(*account),
        _ => Err(What::NotFound.into()),
    }
}

fn account(id: &str) -> Result<AccountId, Problem> {
    id.parse().map(AccountId).map_err(|_| What::NotFound.into())
}

async fn changed(app: &App, caller: &Caller, account: AccountId, command: &Command) -> Shown {
    match app.change_access(&caller.actor, account, command).await? {
        Ok(()) => shown(app, caller, account).await,
        Err(why) => Err(refused(&why)),
    }
}

async fn shown(app: &App, caller: &Caller, id: AccountId) -> Shown {
    let account = app.store.account(id).await?.ok_or(Fail::NotFound)?;
    let (desk, _) = app.desks.current();
    let today = seats::today(desk, app.now());
    let parties = app.parties(&account).await?;
    let mut partners = Vec::new();
    for partner in &account.partners {
        let name = app.store.account_name(partner.account).await?;
        partners.push(wire::PartnerOf {
            account: Named {
                id: partner.account.to_string(),
                name: caller.either(&name.unwrap_or_default()),
            },
            until: partner.until.map(|day| day.to_string()),
            contract: partner.contract.clone(),
        });
    }
    let level = |party: &Party| party.access.as_ref().and_then(|access| access.level());
    let seated = parties
        .iter()
        .filter(|p| level(p) == Some(Level::ReadWrite));
    Ok(Json(wire::AccountAccess {
        seats_used: i64::try_from(seated.count()).unwrap_or(i64::MAX),
        seats: seats::most(desk, &account.entitlements, today),
        items: parties
            .iter()
            .map(|party| wire::Party {
                id: party.person.id.to_string(),
                name: party.person.profile.name(),
                email: party.person.profile.email.as_str().to_owned(),
                own: party.own,
                level: level(party).map(|level| level.as_str().to_owned()),
                suspended: party.person.suspended,
                holds: party
                    .holds
                    .iter()
                    .chain(&party.coming)
                    .map(|one| held(caller, &account, one))
                    .collect(),
            })
            .collect(),
        partners,
        admin: account.admin.map(|id| id.to_string()),
        handover: account.handover.map(|id| id.to_string()),
        restricted: account.restricted,
        account: Named {
            id: id.to_string(),
            name: caller.either(&[account.name, account.name_en]),
        },
    }))
}

fn held(caller: &Caller, account: &Account, hold: &Hold) -> wire::Held {
    let mut sites = account.deployments.iter();
    let site = sites.find(|site| Some(site.id) == hold.deployment);
    let (ground, grant) = match &hold.ground {
        Ground::Standing => ("standing", None),
        Ground::Guest => ("guest", None),
        Ground::Decides => ("admin", None),
        Ground::Granted(grant) => ("granted", Some(grant)),
    };
    let day = |day: fn(&Grant) -> Option<Date>| grant.and_then(day).map(|day| day.to_string());
    wire::Held {
        level: hold.level.as_str().to_owned(),
        deployment: site.map(|site| Labelled {
            id: site.id.to_string(),
            label: caller.either(&[&site.label, &site.label_en]),
        }),
        ground: ground.to_owned(),
        from: day(|grant| grant.from),
        until: day(|grant| grant.until),
        granted_by: grant.and_then(|grant| grant.by).map(|id| id.to_string()),
    }
}

/// What a body asks for.
enum Change {
    Access(Command),
    Suspend { contact: PersonId, suspended: bool },
    Move { contact: PersonId, to: AccountId },
}

/// A member that has to be there, read.
fn read<T>(
    field: &str,
    given: Option<&String>,
    reads: impl Fn(&str) -> Option<T>,
) -> Result<T, Problem> {
    let given = given.ok_or_else(|| Problem::of_field(field, Why::Missing))?;
    reads(given).ok_or_else(|| Problem::of_field(field, Why::NotOffered))
}

fn day(field: &str, given: Option<&str>) -> Result<Option<Date>, Problem> {
    let day = given.map(str::parse).transpose();
    day.map_err(|_| Problem::of_field(field, Why::NotADate))
}

fn person_id(id: &str) -> Option<PersonId> {
    id.parse().ok().map(PersonId)
}

fn deployment_id(id: &str) -> Option<DeploymentId> {
    id.parse().ok().map(DeploymentId)
}

fn command(change: &NewAccessChange) -> Result<Change, Problem> {
    let contact = || read("contact", change.contact.as_ref(), person_id);
    let several = |field, ids: &[String]| {
        let ids = ids.iter().map(|id| person_id(id));
        let ids: Option<Vec<PersonId>> = ids.collect();
        ids.ok_or_else(|| Problem::of_field(field, Why::NotOffered))
    };
    let partner = || {
        let id = |id: &str| id.parse().ok().map(AccountId);
        read("partner", change.partner.as_ref(), id)
    };
    let said =
        |field, given: Option<bool>| given.ok_or_else(|| Problem::of_field(field, Why::Missing));
    let until = || day("until", change.until.as_deref());
    Ok(Change::Access(match change.change.as_str() {
        "tick" => Command::Tick {
            on: several("on", &change.on)?,
            off: several("off", &change.off)?,
        },
        "stand-in" => Command::StandIn {
            away: read("away", change.away.as_ref(), person_id)?,
            by: contact()?,
            until: until()?.ok_or_else(|| Problem::of_field("until", Why::Missing))?,
        },
        "give" => Command::Give {
            contact: contact()?,
            deployment: match &change.deployment {
                None => None,
                id => Some(read("deployment", id.as_ref(), deployment_id)?),
            },
            level: read("level", change.level.as_ref(), Level::parse)?,
            from: day("from", change.from.as_deref())?,
            until: until()?,
        },
        "take" => Command::Take {
            contact: contact()?,
        },
        "offer-admin" => Command::OfferAdmin { to: contact()? },
        "answer-admin" => Command::AnswerAdmin {
            accept: said("accept", change.accept)?,
        },
        "name-admin" => Command::NameAdmin {
            contact: contact()?,
        },
        "set-partner" => Command::SetPartner {
            partner: partner()?,
            until: until()?,
            contract: change.contract.clone(),
        },
        "end-partner" => Command::EndPartner {
            partner: partner()?,
        },
        "restrict" => Command::Restrict {
            restricted: said("restricted", change.restricted)?,
        },
        "move" => {
            let id = |id: &str| id.parse().ok().map(AccountId);
            return Ok(Change::Move {
                contact: contact()?,
                to: read("account", change.account.as_ref(), id)?,
            });
        }
        "suspend" | "resume" => {
            return Ok(Change::Suspend {
                contact: contact()?,
                suspended: change.change == "suspend",
            });
        }
        _ => return Err(Problem::of_field("change", Why::NotOffered)),
    }))
}

/// Why a change of access cannot be so.
pub fn refused(why: &Refused) -> Problem {
    match why {
        Refused::NotAllowed => What::NotAllowed.into(),
        Refused::Unknown => What::NotFound.into(),
        Refused::NeverSignedIn(_) => What::NeverSignedIn.into(),
        Refused::NotInProduction(_) => What::NotInProduction.into(),
        Refused::Full { .. } => What::NoSeatLeft.into(),
        Refused::NoStandIn => What::NoStandIn.into(),
        Refused::DayOver => Problem::of_field("until", Why::DayOver),
        Refused::NotByGrant => Problem::of_field("level", Why::NotOffered),
        Refused::NoContract => Problem::of_field("contract", Why::Missing),
        Refused::NotTheirContract => Problem::of_field("contract", Why::NotOffered),
    }
}
