//! What belongs to the end of a case: sent elsewhere (B7), not brought back (C15), how it was (C16); what the product makes of a
//! wish (C4); and who is called for (E2).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::case::{Addressee, Command, GivenSurvey};

use super::{
    caller::Staff,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    wire::{
        self, NewCause, NewEscalation, NewEscalationAnswer, NewKindState, NewRedirection,
        NewReopeningDecline, NewSurvey,
    },
    wrong::Why,
};
use crate::app::App;

type Number = Path<String>;

#[utoipa::path(post, path = "/api/v1/cases/{number}/redirection", operation_id = "redirect_case", tag = "staff", params(("number" = String, Path)),
    request_body = NewRedirection, responses((status = 200, body = wire::Case)))]
/// Closes what support does not cover, and tells whom to ask.
pub async fn redirection(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    let NewRedirection { matter, text } = posted.read()?;
    let text = text.unwrap_or_default();
    let command = Command::Redirect { matter, text };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/reopening-decline", operation_id = "decline_reopening", tag = "staff",
    params(("number" = String, Path)), request_body = NewReopeningDecline, responses((status = 200, body = wire::Case)))]
/// A closed case that the customer wants back stays closed.
pub async fn reopening_decline(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    let NewReopeningDecline { reason } = posted.read()?;
    let command = Command::DeclineReopening { reason };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/cause", operation_id = "set_cause", tag = "staff", params(("number" = String, Path)),
    request_body = NewCause, responses((status = 200, body = wire::Case)))]
/// Why a closed case was closed.
pub async fn cause(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewCause { cause } = posted.read()?;
    let command = Command::SetCause { cause };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/kind-state", operation_id = "set_kind_state", tag = "staff", params(("number" = String, Path)),
    request_body = NewKindState, responses((status = 200, body = wire::Case)))]
/// What the product makes of the case, told to the customer.
pub async fn kind_state(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    let NewKindState { to, text } = posted.read()?;
    let text = text.unwrap_or_default();
    let command = Command::SetKindState { to, text };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation", operation_id = "ask_escalation", tag = "cases", params(("number" = String, Path)),
    request_body = NewEscalation, responses((status = 200, body = wire::Case)))]
/// The customer is not content, and asks for somebody above the owner.
///
/// Whoever leads is told at once. It is an update like any other.
pub async fn escalation(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewEscalation { to, reason } = posted.read()?;
    let Some(to) = Addressee::parse(&to) else {
        return Err(Problem::of_field("to", Why::NotOffered));
    };
    let command = Command::AskEscalation { to, reason };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("escalation-reason", "reason"))
        .map_err(|problem| problem.renamed("addressee", "to"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-answer", operation_id = "answer_escalation", tag = "staff",
    params(("number" = String, Path)), request_body = NewEscalationAnswer, responses((status = 200, body = wire::Case)))]
/// Support answers the customer who asked for somebody above the owner.
pub async fn escalation_answer(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Answer {
    let NewEscalationAnswer { text } = posted.read()?;
    let command = Command::AnswerEscalation { text };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("escalation-text", "text"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/survey", operation_id = "give_survey", tag = "cases", params(("number" = String, Path)),
    request_body = NewSurvey, responses((status = 200, body = wire::Case)))]
/// The customer says how they were served, once after a closing.
pub async fn survey(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewSurvey {
        points,
        comment,
        contact,
    } = posted.read()?;
    let comment = comment.unwrap_or_default();
    let command = Command::GiveSurvey(GivenSurvey {
        points,
        comment,
        contact,
    });
    change(&app, &number, &posted, command, StatusCode::OK).await
}
