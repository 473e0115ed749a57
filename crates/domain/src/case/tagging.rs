//! Words that staff put on cases (K3), and what a macro does beside the words that it writes.

use super::{
    Case, CaseEvent, Command, Facts, assigning,
    decide::{Decision, carried_out, staff, wrong},
    intake::Wrong,
};
use crate::{Actor, TagId, TeamId};

/// As many tags has a case at most.
pub const TAGS_MAX: usize = 20;

/// What is done beside another command of staff's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// The case becomes the actor's.
    pub take: bool,
    /// It goes to this team.
    pub team: Option<TeamId>,
    pub tags: Vec<TagId>,
}

impl Acts {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn tag(case: &Case, add: &[TagId], remove: &[TagId], facts: &Facts) -> Decision {
    staff(facts)?;
    let mut added: Vec<TagId> = Vec::new();
    for tag in add {
        if !case.tags.contains(tag) && !added.contains(tag) && !remove.contains(tag) {
            added.push(*tag);
        }
    }
    let gone = case.tags.iter().filter(|tag| remove.contains(tag));
    let removed: Vec<TagId> = gone.copied().collect();
    if added.is_empty() && removed.is_empty() {
        return Ok(Vec::new());
    }
    if !added.is_empty() && case.tags.len() - removed.len() + added.len() > TAGS_MAX {
        return Err(wrong("tag", Wrong::TooMany { most: TAGS_MAX }));
    }
    Ok(vec![CaseEvent::Tagged { added, removed }])
}

/// The command first; what is done beside it finds the case as it leaves it.
pub(super) fn with_acts(case: &Case, command: Command, acts: &Acts, facts: &Facts) -> Decision {
    let person = staff(facts)?;
    let mut events = carried_out(case, command, facts)?;
    let after = |events: &[CaseEvent]| {
        let mut after = case.clone();
        events
            .iter()
            .for_each(|event| after.apply(facts.now, event));
        after
    };
    if acts.take || acts.team.is_some() {
        let now = after(&events);
        let owns = matches!(facts.actor, Actor::Agent { role, .. } if role.owns_cases());
        let owner = match acts.take && owns {
            true => Some(person),
            false => now.owner,
        };
        let team = acts.team.or(now.team);
        events.extend(assigning::assign(&now, owner, team, facts)?);
    }
    events.extend(tag(&after(&events), &acts.tags, &[], facts)?);
    Ok(events)
}
