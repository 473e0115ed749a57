//! A new case goes into somebody's hands by itself, by the desk's rules (C1, C2). Which rule fits is
//! [`crate::desk::Desk::goes`]'s part; who that is by now, the shell looks up.

use super::CaseEvent;
use crate::{PersonId, TeamId};

/// Whose it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    pub owner: Option<PersonId>,
    pub team: Option<TeamId>,
    /// Among staff it is kept to them (A2).
    pub private: bool,
}

/// What follows an opening that goes into these hands. Kept to a team that is none, it would be kept from everybody who
/// could work on it.
pub fn given_to(hands: Hands) -> Vec<CaseEvent> {
    let Hands {
        owner,
        team,
        private,
    } = hands;
    if owner.is_none() && team.is_none() {
        return Vec::new();
    }
    let assigned = CaseEvent::Assigned {
        owner,
        team,
        handovers: 0,
    };
    let kept = private.then_some(CaseEvent::PrivacySet { private });
    std::iter::once(assigned).chain(kept).collect()
}
