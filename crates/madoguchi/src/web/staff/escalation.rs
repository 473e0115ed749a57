//! Staff hand a case on, take the escalation through its steps, say what is expected, and call back (E1, E2).

use axum::{extract::Path, response::Response};
use domain::{
    Instant, PersonId, TeamId,
    case::{
        Command, Lanes, Refused,
        escalation::Step,
        intake::{FieldProblem, Wrong},
    },
};
use jiff::civil::DateTime;

use super::{
    super::{posted::Posted, visitor::Staff},
    case::act_with,
};
use crate::app::Fail;

type Answer = Result<Response, Fail>;

/// What a form was to say, or the field that cannot be read.
type Read<T> = Result<T, Refused>;

pub async fn open(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let summary = posted.get("summary").to_owned();
    let command = lanes(&staff, &posted);
    let command = command.map(|lanes| Command::OpenEscalation { summary, lanes });
    act_with(staff, number, command, &posted).await
}

pub async fn set_lanes(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let command = lanes(&staff, &posted).map(Command::SetLanes);
    act_with(staff, number, command, &posted).await
}

pub async fn step(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let text = posted.get("step-text").to_owned();
    let to = Step::parse(posted.get("step")).ok_or_else(|| wrong("step", Wrong::NotOffered));
    let command = to.map(|to| Command::MoveEscalation { to, text });
    act_with(staff, number, command, &posted).await
}

pub async fn finished(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let text = posted.get("finished-text").to_owned();
    let command = Command::FinishEscalation { text };
    act_with(staff, number, Ok(command), &posted).await
}

pub async fn returned(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let text = posted.get("returned-text").to_owned();
    let command = Command::ReturnEscalation { text };
    act_with(staff, number, Ok(command), &posted).await
}

pub async fn expected(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let reason = posted.get("expected-reason").to_owned();
    let on = posted.given("expected-on").map(str::parse).transpose();
    let command = on
        .map(|on| Command::ExpectSolution { on, reason })
        .map_err(|_| wrong("expected-on", Wrong::NotADate));
    act_with(staff, number, command, &posted).await
}

pub async fn callback(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    let text = posted.get("called-text").to_owned();
    act_with(staff, number, Ok(Command::CallBack { text }), &posted).await
}

pub async fn dismiss(staff: Staff, Path(number): Path<String>, posted: Posted) -> Answer {
    act_with(staff, number, Ok(Command::DismissEscalation), &posted).await
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

fn lanes(staff: &Staff, posted: &Posted) -> Read<Lanes> {
    let Staff(visitor, _) = staff;
    let caller = posted.given("caller").map(str::parse).transpose();
    let caller = caller.map_err(|_| wrong("caller", Wrong::NotOffered))?;
    let by = posted.given("by").map(|by| moment(by, &visitor.texts.zone));
    let by = by.map(|by| by.ok_or_else(|| wrong("by", Wrong::NotADate)));
    let queue = posted.given("queue").map(str::parse).transpose();
    let queue = queue.map_err(|_| wrong("queue", Wrong::NotOffered))?;
    let text = |name: &str| posted.get(name).to_owned();
    Ok(Lanes {
        queue: queue.map(TeamId),
        outcome: text("outcome"),
        caller: caller.map(PersonId),
        by: by.transpose()?,
        defect: text("defect"),
        tracker: text("tracker"),
    })
}

/// A moment as a field of a form holds it, in the reader's zone.
fn moment(text: &str, zone: &jiff::tz::TimeZone) -> Option<Instant> {
    let at: DateTime = text.parse().ok()?;
    Some(at.to_zoned(zone.clone()).ok()?.timestamp())
}
