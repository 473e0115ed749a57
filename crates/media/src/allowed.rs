//! Who may receive which track: the caller's decision, as a value.

use std::collections::HashSet;

use crate::names::{Kind, PeerId};

/// Whose tracks of which kind go to whom. What is not in here is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    ways: HashSet<(PeerId, Kind, PeerId)>,
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
    fn nobody_receives_their_own() {
        let one = PeerId(1);
        let allowed = Allowed::nobody().and(one, Kind::Camera, one);
        assert!(!allowed.allows(one, Kind::Camera, one));
    }
}
