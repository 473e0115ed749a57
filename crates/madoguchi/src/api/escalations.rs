//! Escalations of their own, by staff (E1): opened, taken through their steps, expected to end; who calls back; and what is
//! suggested, decided against (E2).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    Desk, Instant, PersonId,
    case::{
        Case, Command, Lanes,
        escalation::{Expected, Step},
    },
};

use super::{
    caller::Staff,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    shown::{Shown, instant, prose},
    wire::{self, NewCallback, NewExpectation, NewLanes, NewOpenEscalation, NewStep},
    wrong::Why,
};
use crate::{app::App, texts::escalation_number};

type Number = Path<String>;

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalations", operation_id = "open_escalation", tag = "staff",
    params(("number" = String, Path)), request_body = NewOpenEscalation, responses((status = 200, body = wire::Case)))]
/// Hands a case on under a number of its own: what an unhappy customer is to get, what engineering is to mend, or both.
///
/// It answers the customer who asked for one.
pub async fn open(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewOpenEscalation { summary, lanes } = posted.read()?;
    let lanes = read(lanes)?;
    let command = Command::OpenEscalation { summary, lanes };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-lanes", operation_id = "set_escalation_lanes", tag = "staff",
    params(("number" = String, Path)), request_body = NewLanes, responses((status = 200, body = wire::Case)))]
/// Says anew who calls back for what, and what engineering is to mend.
pub async fn lanes(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let command = Command::SetLanes(read(posted.read()?)?);
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-step", operation_id = "move_escalation", tag = "staff",
    params(("number" = String, Path)), request_body = NewStep, responses((status = 200, body = wire::Case)))]
/// Takes an escalation to another step.
///
/// Going back, asking for the confirmation, and an end without one are told with words.
pub async fn step(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewStep { to, text } = posted.read()?;
    let to = Step::parse(&to).ok_or_else(|| Problem::of_field("to", Why::NotOffered))?;
    let text = text.unwrap_or_default();
    let command = Command::MoveEscalation { to, text };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("step-text", "text"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-expected", operation_id = "expect_solution", tag = "staff",
    params(("number" = String, Path)), request_body = NewExpectation, responses((status = 200, body = wire::Case)))]
/// Tells on which day a solution is expected, which is no promise; another day than before is told with its reason.
pub async fn expected(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewExpectation { on, reason } = posted.read()?;
    let on = on.map(|on| on.parse()).transpose();
    let on = on.map_err(|_| Problem::of_field("on", Why::NotADate))?;
    let reason = reason.unwrap_or_default();
    let command = Command::ExpectSolution { on, reason };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("expected-on", "on"))
        .map_err(|problem| problem.renamed("expected-reason", "reason"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/callback", operation_id = "call_back", tag = "staff",
    params(("number" = String, Path)), request_body = NewCallback, responses((status = 200, body = wire::Case)))]
/// The customer was called back; says what was agreed.
pub async fn callback(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewCallback { text } = posted.read()?;
    let command = Command::CallBack { text };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("called-text", "text"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-dismissal", operation_id = "dismiss_escalation", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// Decides against the escalation that is suggested.
pub async fn dismissal(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let command = Command::DismissEscalation;
    change(&app, &number, &posted, command, StatusCode::OK).await
}

fn read(given: NewLanes) -> Result<Lanes, Problem> {
    let caller = given.caller.map(|id| id.parse().map(PersonId));
    let by = given.by.map(|by| by.parse::<Instant>());
    Ok(Lanes {
        outcome: given.outcome.unwrap_or_default(),
        caller: caller
            .transpose()
            .map_err(|_| Problem::of_field("caller", Why::NotOffered))?,
        by: by
            .transpose()
            .map_err(|_| Problem::of_field("by", Why::Malformed))?,
        defect: given.defect.unwrap_or_default(),
        tracker: given.tracker.unwrap_or_default(),
    })
}

impl Shown<'_> {
    /// The latest escalation of a case, as far as this reader may know it.
    pub fn escalation(&self, desk: &Desk, case: &Case) -> Option<wire::Escalation> {
        let one = case.escalated.latest.as_ref()?;
        let staff = self.caller.actor.is_staff();
        let language = &self.caller.language;
        let step = |step: Step| {
            let words = desk.escalation.as_ref().map(|rule| rule.step(step));
            let say = |words: Option<&domain::Words>| {
                words
                    .map_or("", |words| words.in_language(language))
                    .to_owned()
            };
            wire::EscalationStep {
                id: step.as_str().to_owned(),
                label: say(words.map(|w| &w.label)),
                next: say(words.map(|w| &w.next)),
                reached_at: one.reached_at(step).map(instant),
            }
        };
        let day = |expected: &Expected| wire::ExpectedDay {
            on: expected.on.map(|on| on.to_string()),
            reason: expected.reason.as_ref().and_then(prose),
            at: instant(expected.at),
        };
        Some(wire::Escalation {
            number: escalation_number(desk, one.number),
            summary: prose(&one.summary),
            steps: Step::ALL.map(step).into(),
            step: one.step.as_str().to_owned(),
            expected_on: one.expected_on().map(|on| on.to_string()),
            expected: one.expected.iter().map(day).collect(),
            callback: one.managed.as_ref().map(|managed| wire::Callback {
                outcome: prose(&managed.outcome),
                caller: managed.caller.to_string(),
                by: instant(managed.by),
                called_at: managed.called_at.map(instant),
            }),
            defect: one.defect.as_ref().filter(|_| staff).and_then(prose),
            tracker: one.tracker.as_ref().filter(|_| staff).and_then(prose),
            ended_at: one.ended.map(|(at, _)| instant(at)),
            ended: one.ended.map(|(_, how)| how.as_str().to_owned()),
        })
    }
}
