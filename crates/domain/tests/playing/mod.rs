//! A command decided and carried out on a case: for every test that plays what happens to one.

use domain::{
    Actor, Desk, Instant,
    case::{self, Case, CaseEvent, Command, Facts, Refused},
};

pub fn does(
    desk: &Desk,
    case: &mut Case,
    now: Instant,
    actor: &Actor,
    command: Command,
) -> Result<Vec<CaseEvent>, Refused> {
    let facts = Facts { now, actor, desk };
    let events = case::decide(case, command, &facts)?;
    for event in &events {
        case.apply(now, event);
    }
    Ok(events)
}
