//! Who asks for an account, and the word on it (A1).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    AccountId, Actor, Level, RequestId,
    joining::{Command, Refused},
};

use super::{
    caller::Caller,
    posted::Posted,
    problem::{Problem, What},
    shown::instant,
    wire::{self, Named, NewJoiningAnswer},
    wrong::Why,
};
use crate::app::{App, joining::fresh_contact};

#[utoipa::path(get, path = "/api/v1/joining-requests", operation_id = "list_joining_requests", tag = "people",
    responses((status = 200, body = wire::JoiningRequests)))]
/// Requests for an account that wait for the caller's word: those of their own for an account's admin, all for administrators of the
/// desk.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<wire::JoiningRequests>, Problem> {
    let mut items = Vec::new();
    for stored in app.requests_for(&caller.actor).await? {
        let request = &stored.request;
        let proposed = match request.proposed {
            Some(account) => {
                let name = app.store.account_name(account).await?.unwrap_or_default();
                Some(Named {
                    id: account.to_string(),
                    name: caller.either(&name),
                })
            }
            None => None,
        };
        items.push(wire::JoiningRequest {
            id: request.id.to_string(),
            name: request.profile.name(),
            email: request.profile.email.as_str().to_owned(),
            company: request.company.as_str().to_owned(),
            note: request.note.as_str().to_owned(),
            level: request.level.as_str().to_owned(),
            proposed,
            asked_at: instant(stored.asked_at),
        });
    }
    Ok(Json(wire::JoiningRequests { items }))
}

#[utoipa::path(post, path = "/api/v1/joining-requests/{id}", operation_id = "answer_joining_request", tag = "people",
    params(("id" = String, Path)), request_body = NewJoiningAnswer, responses((status = 204)))]
/// Lets somebody in, or says why not; who asked is told by mail.
pub async fn answer(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<StatusCode, Problem> {
    let new: NewJoiningAnswer = posted.read()?;
    let id = id.parse().map(RequestId).map_err(|_| What::NotFound)?;
    let actor = &posted.caller.actor;
    let command = match new.grant {
        true => Command::Grant {
            account: account(actor, new.account.as_deref())?,
            level: level(new.level.as_deref())?,
            contact: fresh_contact(&app),
        },
        false => Command::Decline {
            reason: new.reason.unwrap_or_default(),
        },
    };
    match app.settle_request(actor, id, command).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(Refused::NotAllowed) => Err(What::NotFound.into()),
        Err(Refused::Settled) => Err(What::RequestSettled.into()),
        Err(Refused::Level) => Err(Problem::of_field("level", Why::NotOffered)),
        Err(Refused::NoReason) => Err(Problem::of_field("reason", Why::Missing)),
    }
}

fn level(given: Option<&str>) -> Result<Level, Problem> {
    let given = given.ok_or_else(|| Problem::of_field("level", Why::Missing))?;
    Level::parse(given).ok_or_else(|| Problem::of_field("level", Why::NotOffered))
}

/// An account's admin lets in to their own; staff say to which.
fn account(actor: &Actor, given: Option<&str>) -> Result<AccountId, Problem> {
    let own = match actor {
        Actor::Contact { account, .. } => Some(*account),
        Actor::Agent { .. } | Actor::System => None,
    };
    match (own, given) {
        (Some(own), None) => Ok(own),
        (own, Some(given)) => match given.parse().map(AccountId) {
            Ok(id) if own.is_none_or(|own| own == id) => Ok(id),
            _ => Err(Problem::of_field("account", Why::NotOffered)),
        },
        (None, None) => Err(Problem::of_field("account", Why::Missing)),
    }
}
