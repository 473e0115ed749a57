//! What both sides agree on, and what staff owe with it: severity, the phone call, the tier.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{case::Command, desk::StatusId};

use super::{
    caller::Staff,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    wire::{
        self, NewCall, NewPrivacy, NewSeverity, NewSeverityAnswer, NewSnooze, NewThirdParty,
        NewTier,
    },
    wrong::Why,
};
use crate::app::App;

type Number = Path<String>;

#[utoipa::path(post, path = "/api/v1/cases/{number}/severity", operation_id = "change_severity", tag = "cases",
    params(("number" = String, Path)), request_body = NewSeverity, responses((status = 200, body = wire::Case)))]
/// Either side wants another severity.
///
/// By the desk's rule it counts at once, or waits as `severity_wish` for the other side.
pub async fn severity(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewSeverity { severity, reason } = posted.read()?;
    let to = severity;
    let command = Command::ChangeSeverity { to, reason };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("severity-reason", "reason"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/severity-answer", operation_id = "answer_severity", tag = "cases",
    params(("number" = String, Path)), request_body = NewSeverityAnswer, responses((status = 200, body = wire::Case)))]
/// The answer to the severity that the other side wants.
///
/// With `severity` it is to that one alone: where another is wanted by now, nothing happens.
pub async fn severity_answer(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewSeverityAnswer {
        accept,
        reason,
        severity,
    } = posted.read()?;
    let command = Command::AnswerSeverity {
        to: severity,
        accept,
        reason: reason.unwrap_or_default(),
    };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("severity-reason", "reason"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/call", operation_id = "record_call", tag = "staff",
    params(("number" = String, Path)), request_body = NewCall, responses((status = 200, body = wire::Case)))]
/// The phone call that was owed has taken place.
pub async fn call(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewCall { note } = posted.read()?;
    let command = Command::RecordCall { note };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("call-note", "note"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/privacy", operation_id = "set_privacy", tag = "staff",
    params(("number" = String, Path)), request_body = NewPrivacy, responses((status = 200, body = wire::Case)))]
/// The case is kept to its owner and team, or open to all staff again.
///
/// Whoever is neither, and does not lead, finds it no more afterwards.
pub async fn privacy(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewPrivacy { private } = posted.read()?;
    let command = Command::SetPrivacy { private };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/snooze", operation_id = "snooze_case", tag = "staff",
    params(("number" = String, Path)), request_body = NewSnooze, responses((status = 200, body = wire::Case)))]
/// Its owner puts the case to sleep.
///
/// It leaves what they look after, and comes back at its moment, or at once when the customer speaks or a clock warns. No clock
/// stands still for it, and no customer learns of it. Nobody's case becomes the caller's.
pub async fn snooze(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewSnooze { until } = posted.read()?;
    let until = until.map(|text| text.parse().map_err(|_| Why::Malformed));
    let until = until
        .transpose()
        .map_err(|why| Problem::of_field("until", why))?;
    let command = Command::Snooze { until };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/taking", operation_id = "take_case", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// The case becomes the caller's where nobody has it.
///
/// Else nothing happens, and `owner` says whose it is. Of several at once one has it.
pub async fn taking(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    change(&app, &number, &posted, Command::TakeUp, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/waking", operation_id = "wake_case", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// The case is back among what its owner looks after.
pub async fn waking(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    change(&app, &number, &posted, Command::Wake, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/tier", operation_id = "raise_tier", tag = "staff",
    params(("number" = String, Path)), request_body = NewTier, responses((status = 200, body = wire::Case)))]
/// The case goes on at the next tier.
pub async fn tier(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewTier { reason } = posted.read()?;
    let command = Command::RaiseTier { reason };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("tier-reason", "reason"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/third-party", operation_id = "involve_third_party", tag = "staff",
    params(("number" = String, Path)), request_body = NewThirdParty, responses((status = 200, body = wire::Case)))]
/// Another vendor is asked, where the plan includes that.
///
/// Sent again, it names another vendor or its reference. The turn is support's from then on: in the customer's, a `status` of
/// support's turn has to go with it.
pub async fn third_party(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    let NewThirdParty {
        name,
        reference,
        status,
    } = posted.read()?;
    let command = Command::InvolveThirdParty {
        name,
        reference: reference.unwrap_or_default(),
        then: status.map(StatusId::new),
    };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("third-party-then", "status"))
        .map_err(|problem| problem.renamed("third-party-reference", "reference"))
        .map_err(|problem| problem.renamed("third-party", "name"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/third-party-release", operation_id = "release_third_party",
    tag = "staff", params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// The other vendor has done its part.
pub async fn third_party_release(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    change(
        &app,
        &number,
        &posted,
        Command::ReleaseThirdParty,
        StatusCode::OK,
    )
    .await
}
