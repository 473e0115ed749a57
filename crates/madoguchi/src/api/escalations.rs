//! Escalations of their own, by staff (E1): opened, taken through their steps, expected to end; who calls back; and what is
//! suggested, decided against (E2).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    Desk, Instant, PersonId, TeamId,
    case::{
        Case, Command, Lanes,
        escalation::{Expected, Step},
        evidence::{Evidence, Missing},
    },
};
use store::{
    cases::Tally,
    files::{File, State as Stands},
};

use super::{
    caller::Staff,
    cases,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    shown::{Shown, instant, prose},
    wire::{
        self, NewCallback, NewEscalationText, NewExpectation, NewLanes, NewOpenEscalation, NewStep,
    },
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

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-finish", operation_id = "finish_escalation", tag = "staff",
    params(("number" = String, Path)), request_body = NewEscalationText, responses((status = 200, body = wire::Case)))]
/// Engineering has finished: the case is its owner's again, who has the customer confirm it.
pub async fn finish(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewEscalationText { text } = posted.read()?;
    let command = Command::FinishEscalation { text };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("finished-text", "text"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/escalation-return", operation_id = "return_escalation", tag = "staff",
    params(("number" = String, Path)), request_body = NewEscalationText, responses((status = 200, body = wire::Case)))]
/// Gives an escalation back to support, with why, which the customer reads.
pub async fn give_back(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewEscalationText { text } = posted.read()?;
    let command = Command::ReturnEscalation { text };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("returned-text", "text"))
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/escalation-evidence", operation_id = "read_escalation_evidence", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = wire::EscalationEvidence)))]
/// What goes with an escalation of this case, and what is missing of it; and the teams it can go to with what they have to do.
pub async fn evidence(
    State(app): State<App>,
    Staff(caller): Staff,
    number: Number,
) -> Result<Json<wire::EscalationEvidence>, Problem> {
    let stored = app.case(&caller.actor, cases::number(&number)?).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let files = app.files_of(&caller.actor, &stored).await?;
    let had = |file: &&File| file.removed_at.is_none() && file.state == Stands::Ready;
    let files: Vec<&File> = files.iter().filter(had).collect();
    let evidence = case.evidence(desk, files.iter().map(|file| file.kind.as_str()));
    let records = files.iter().filter(|file| Evidence::is_record(&file.kind));
    let missing = evidence.missing.iter().map(|missing| match missing {
        Missing::Fact(field) => field.id.clone(),
        Missing::Environment => "environment".to_owned(),
        Missing::Record => "record".to_owned(),
    });
    let teams = app.store.teams().await?.into_iter();
    let teams = teams.filter(|team| !case.private || case.team == Some(team.id));
    let teams: Vec<_> = teams.map(|team| team.id).collect();
    let waiting = teams.iter().map(|id| Tally::Queued(*id));
    let tallies: Vec<_> = waiting
        .chain(teams.iter().map(|id| Tally::Team(*id)))
        .collect();
    let counts = app
        .store
        .counts(&caller.actor.scope(), None, &tallies)
        .await?;
    let (waiting, open) = counts.split_at(teams.len().min(counts.len()));
    let queues = teams.iter().zip(waiting).zip(open);
    Ok(Json(wire::EscalationEvidence {
        told: evidence
            .told
            .iter()
            .map(|(field, _)| field.id.clone())
            .collect(),
        records: records.map(|file| file.id.to_string()).collect(),
        broken: evidence
            .broken
            .iter()
            .map(|clock| clock.as_str().to_owned())
            .collect(),
        missing: missing.collect(),
        queues: queues
            .map(|((team, waiting), open)| wire::EscalationQueue {
                team: team.to_string(),
                waiting: waiting.not_closed(),
                open: open.not_closed(),
            })
            .collect(),
    }))
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
        queue: given
            .queue
            .map(|id| id.parse().map(TeamId))
            .transpose()
            .map_err(|_| Problem::of_field("queue", Why::NotOffered))?,
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
            queue: one.queue.filter(|_| staff).map(|team| team.to_string()),
            finished_at: one
                .finished
                .as_ref()
                .filter(|_| staff)
                .map(|finished| instant(finished.at)),
            returned: one.returned.as_ref().and_then(prose),
            ended_at: one.ended.map(|(at, _)| instant(at)),
            ended: one.ended.map(|(_, how)| how.as_str().to_owned()),
        })
    }
}
