//! For the vendor's own product: whether support may sign in there as a contact because of a case, and that it was done (A10).

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use domain::{
    PersonId,
    case::{
        Command, Refused,
        proxy::{self, NoConsent},
    },
};
use serde::Deserialize;

use super::{
    answered::answered,
    caller::Staff,
    cases,
    changes::Answer,
    posted::Posted,
    problem::Problem,
    wire::{self, NewProxyUse},
};
use crate::app::{App, Fail, cases::Done};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    contact: String,
}

/// Who is nobody has allowed nothing.
fn person(id: &str) -> PersonId {
    PersonId(id.parse().unwrap_or(-1))
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/proxy-login", operation_id = "read_proxy_login", tag = "staff",
    params(("number" = String, Path), ("contact" = String, Query, description = "Id of the contact")),
    responses((status = 200, body = wire::ProxyLogin)))]
/// Whether support may sign in as this contact because of this case, now.
///
/// Ask each time before it is done: the contact may withdraw it at any moment.
pub async fn verdict(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<wire::ProxyLogin>, Problem> {
    let number = cases::number(&number)?;
    let verdict = app.proxy_verdict(&caller.actor, number, person(&asked.contact));
    let verdict = verdict.await?;
    let reason = verdict.err().map(|no| match no {
        NoConsent::NotAllowed => "not-allowed",
        NoConsent::Withdrawn => "withdrawn",
        NoConsent::Closed => "case-closed",
        NoConsent::Elsewhere => "no-part-in-case",
    });
    Ok(Json(wire::ProxyLogin {
        allowed: verdict.is_ok(),
        reason: reason.map(str::to_owned),
    }))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/proxy-uses", operation_id = "record_proxy_use", tag = "staff",
    params(("number" = String, Path)), request_body = NewProxyUse, responses((status = 201, body = wire::Case)))]
/// The vendor's own product was used as this contact.
///
/// It stands in the case's story and in the contact's list. Refused where the contact does not allow it then; it stands there all the
/// same, as done without their word, unless they have no part in the case.
pub async fn record(
    State(app): State<App>,
    _: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Answer {
    let NewProxyUse { contact, note } = posted.read()?;
    let number = cases::number(&number)?;
    let actor = &posted.caller.actor;
    let subject = app.proxy_subject(actor, number, person(&contact)).await?;
    let once = posted.once(StatusCode::CREATED);
    let on = posted.on.seen(&app, &posted.caller, number).await?;
    let command = Command::UseProxyLogin {
        subject: subject.clone(),
        note,
    };
    let done = app
        .change_case(actor, number, command, on, once.as_ref())
        .await?;
    // Judged by the case as it was kept with, so that the answer and what stands there agree; a repeated request is answered as before.
    let allowed = match &done {
        Done::Before(_, Some(_)) => Ok(()),
        Done::Now(case) | Done::Before(case, None) => proxy::verdict(&case.case, &subject),
    };
    match allowed {
        Ok(()) => {
            let created = StatusCode::CREATED;
            answered(&app, &posted.caller, created, once.as_ref(), done).await
        }
        Err(no) => Err(Fail::Refused(Refused::NoProxyLogin(no)).into()),
    }
}
