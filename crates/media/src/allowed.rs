//! Who may receive which track, and which may be recorded: the caller's
//! decision, as a value.

use std::collections::HashSet;

use crate::names::{Kind, PeerId};

/// Whose tracks of which kind go to whom, and into recordings. What is not in
/// here is neither sent nor recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    ways: HashSet<(PeerId, Kind, PeerId)>,
    recorded: HashSet<(PeerId, Kind)>,
}

impl Allowed {
    /// Nothing to anybody, which is what a room begins with.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Besides, tracks of this kind from one peer to another.
    #[must_use]
    pub fn and(mut self, from: PeerId, kind: Kind, to: PeerId) -> Self {
        self.ways.insert((from, kind, to));
        self
    }

    /// Besides, recordings of a peer's tracks of this kind.
    #[must_use]
    pub fn and_recorded(mut self, from: PeerId, kind: Kind) -> Self {
        self.recorded.insert((from, kind));
        self
    }

    /// What both allow.
    #[must_use]
    pub fn and_only(mut self, other: &Self) -> Self {
        self.ways.retain(|way| other.ways.contains(way));
        self.recorded.retain(|one| other.recorded.contains(one));
        self
    }

    /// Whether a peer's tracks of this kind may be recorded.
    pub fn records(&self, from: PeerId, kind: Kind) -> bool {
        self.recorded.contains(&(from, kind))
    }

    /// Whether tracks of this kind go from one peer to the other; to nobody
    /// their own.
    pub fn allows(&self, from: PeerId, kind: Kind, to: PeerId) -> bool {
        from != to && self.ways.contains(&(from, kind, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_counts_in_one_direction_for_one_kind() {
        let (customer, agent) = (PeerId(1), PeerId(2));
        let allowed = Allowed::nobody().and(customer, Kind::Screen, agent);
        assert!(allowed.allows(customer, Kind::Screen, agent));
        assert!(!allowed.allows(customer, Kind::Camera, agent));
        assert!(!allowed.allows(agent, Kind::Screen, customer));
        assert!(!Allowed::nobody().allows(customer, Kind::Screen, agent));
    }

    #[test]
    fn what_both_allow_is_all_that_is_left() {
        let (customer, agent) = (PeerId(1), PeerId(2));
        let seen = Allowed::nobody().and(customer, Kind::Screen, agent);
        let both = seen.clone().and_recorded(customer, Kind::Screen);
        assert!(both.records(customer, Kind::Screen));
        assert!(!both.records(agent, Kind::Screen));
        assert!(!both.records(customer, Kind::Camera));
        assert_eq!(both.clone().and_only(&seen), seen);
        assert_eq!(both.and_only(&Allowed::nobody()), Allowed::nobody());
    }

    #[test]
    fn nobody_receives_their_own() {
        let one = PeerId(1);
        let allowed = Allowed::nobody().and(one, Kind::Camera, one);
        assert!(!allowed.allows(one, Kind::Camera, one));
    }
}
