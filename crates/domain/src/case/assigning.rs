//! Whose a case is, and what arriving at it moves (K1).

use super::{
    Case, CaseEvent, Cause, Facts,
    decide::{Decision, staff, step, still_open},
};
use crate::{Actor, PersonId, TeamId, desk::Desk};

/// What nobody has becomes the actor's, but for those who own no cases; of their team where it has none.
pub(super) fn taken_up(case: &Case, facts: &Facts) -> Decision {
    let person = staff(facts)?;
    let owns = matches!(facts.actor, Actor::Agent { role, .. } if role.owns_cases());
    if case.owner.is_some() || !owns {
        return Ok(Vec::new());
    }
    let own_team = match facts.actor {
        Actor::Agent { team, .. } => *team,
        _ => None,
    };
    Ok(vec![CaseEvent::Assigned {
        owner: Some(person),
        team: case.team.or(own_team),
        handovers: 0,
    }])
}

/// The same as a command, with what arriving moves.
pub(super) fn take_up(case: &Case, facts: &Facts) -> Decision {
    still_open(case, facts)?;
    let mut events = taken_up(case, facts)?;
    let arrived = !events.is_empty();
    events.extend(taken(case, facts.desk).filter(|_| arrived));
    Ok(events)
}

/// It goes to somebody, or to nobody.
pub(super) fn assign(
    case: &Case,
    owner: Option<PersonId>,
    team: Option<TeamId>,
    facts: &Facts,
) -> Decision {
    staff(facts)?;
    if case.owner == owner && case.team == team {
        return Ok(Vec::new());
    }
    let handed_on = (case.owner.is_some() && owner.is_some() && case.owner != owner)
        || (case.team.is_some() && team.is_some() && case.team != team);
    let mut events = vec![CaseEvent::Assigned {
        owner,
        team,
        handovers: u32::from(handed_on),
    }];
    if owner.is_some() {
        events.extend(taken(case, facts.desk));
    }
    Ok(events)
}

/// As it was before an assignment; where arriving had moved the status, that too.
pub(super) fn undo(
    case: &Case,
    (owner, team): (Option<PersonId>, Option<TeamId>),
    moved: bool,
    facts: &Facts,
) -> Decision {
    staff(facts)?;
    let rules = &facts.desk.rules;
    let back = (moved && rules.taken.as_ref() == Some(&case.status)).then_some(&rules.opened);
    let assigned = CaseEvent::Assigned {
        owner,
        team,
        handovers: 0,
    };
    let assigned = (case.owner != owner || case.team != team).then_some(assigned);
    let status = back.and_then(|to| step(case, to, Cause::Undone, facts.desk));
    Ok(assigned.into_iter().chain(status).collect())
}

/// An owner has arrived at a case that nobody had touched.
pub(super) fn taken(case: &Case, desk: &Desk) -> Option<CaseEvent> {
    let to = desk
        .rules
        .taken
        .as_ref()
        .filter(|_| case.status == desk.rules.opened)?;
    step(case, to, Cause::Taken, desk)
}
