//! Questions to the customer, their answers, and messages with either (C9, C12).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    case::{Answered, Command, Question},
    desk::StatusId,
};

use super::{
    caller::Staff,
    changes::{Answer, change, unknown},
    posted::Posted,
    problem::Problem,
    shown::prose,
    wire::{self, NewMessage, NewQuestionWithdrawal},
    wrong::Why,
};
use crate::app::App;

/// The command that a message is: what one side alone sends is refused of the other.
pub fn message(new: NewMessage, staff: bool) -> Result<Command, Problem> {
    let NewMessage {
        text,
        then,
        cause,
        questions,
        answers,
        more_to_follow,
        files: _,
    } = new;
    if staff {
        let others = [
            ("answers", answers.is_some()),
            ("more_to_follow", more_to_follow.is_some()),
        ];
        foreign(&others)?;
        let questions = questions.unwrap_or_default();
        let said = Command::reply(text, then.map(StatusId::new), questions);
        return Ok(said.closed_for(cause.as_deref().unwrap_or_default()));
    }
    foreign(&[
        ("then", then.is_some()),
        ("cause", cause.is_some()),
        ("questions", questions.is_some()),
    ])?;
    let answers = answers.unwrap_or_default().into_iter();
    let answers = answers.map(|(id, text)| match id.parse() {
        Ok(id) => Ok((id, text)),
        Err(_) => Err(Problem::of_field("answers", Why::NotOffered)),
    });
    let answers = answers.collect::<Result<Vec<_>, _>>()?;
    Ok(Command::update(
        text,
        answers,
        more_to_follow.unwrap_or_default(),
    ))
}

fn foreign(members: &[(&str, bool)]) -> Result<(), Problem> {
    match members.iter().find(|(_, sent)| *sent) {
        Some((member, _)) => unknown(member).map(|_| ()),
        None => Ok(()),
    }
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/question-withdrawal", operation_id = "withdraw_question", tag = "staff",
    params(("number" = String, Path)), request_body = NewQuestionWithdrawal, responses((status = 200, body = wire::Case)))]
/// Staff no longer need an answer to this question.
pub async fn withdraw(
    State(app): State<App>,
    _: Staff,
    number: Path<String>,
    posted: Posted,
) -> Answer {
    let NewQuestionWithdrawal { question: id } = posted.read()?;
    let command = Command::WithdrawQuestion { id };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

pub fn questions(all: &[Question]) -> Vec<wire::Question> {
    let one = |question: &Question| wire::Question {
        id: question.id,
        text: prose(&question.text),
    };
    all.iter().map(one).collect()
}

pub fn answers(all: &[Answered]) -> Vec<wire::Question> {
    let one = |answer: &Answered| wire::Question {
        id: answer.id,
        text: prose(&answer.text),
    };
    all.iter().map(one).collect()
}
