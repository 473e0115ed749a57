//! A case moves to another version of the desk (S3): a decision of its own, never a side effect of a new desk file. What is
//! over stays as it was: a first response that was given, and a milestone that was reached, keep the moment at which they were
//! due.

use super::{Case, CaseEvent};
use crate::{
    Instant,
    contract::{Clocks, Targets},
    desk::Desk,
};

/// What the move of an open case to another version of the desk changes; nothing where it changes nothing, or where the
/// new one lacks its plan or centre.
pub fn move_to(
    case: &Case,
    from: &Desk,
    to: &Desk,
    version: i64,
    now: Instant,
) -> Option<CaseEvent> {
    let promise = case.promise.as_ref()?;
    let (plan, centre) = (promise.plan.as_deref()?, promise.centre.as_deref()?);
    if case.is_closed() || to.plan(plan).is_none() || to.centre(centre).is_none() {
        return None;
    }
    let counted = case.clocks.as_ref().zip(case.calendar(from));
    let answered = counted.filter(|(clocks, _)| clocks.answered().is_some());
    let first_due = answered.and_then(|(clocks, calendar)| clocks.first_response(calendar));
    let reached = counted.map_or(Vec::new(), |(clocks, calendar)| clocks.reached(calendar));
    let reached = reached.into_iter();
    let event = CaseEvent::DeskMoved {
        from: case.desk_version,
        to: version,
        targets: to.targets_for(centre, plan, &case.severity),
        first_due: first_due.and_then(|at| Instant::from_second(at).ok()),
        reached_due: reached
            .filter_map(|(id, due)| Some((id, Instant::from_second(due).ok()?)))
            .collect(),
    };
    let mut moved = case.clone();
    moved.apply(now, &event);
    let same = targets(&moved) == targets(case)
        && moved.due(to) == case.due(from)
        && moved.timers(to) == case.timers(from);
    (!same).then_some(event)
}

fn targets(case: &Case) -> Option<&Targets> {
    case.clocks.as_ref().map(Clocks::targets)
}
