//! Who may send what to whom at this moment. Whoever forwards or records media asks here, for each track and each reader, after
//! every event, and sends nothing else.

use super::{Participant, Seat, Session, Thing};

/// A kind of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Screen,
    /// Pointing and drawing on a shared screen.
    Pointer,
    Camera,
    Voice,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Screen, Kind::Pointer, Kind::Camera, Kind::Voice];

    fn thing(self) -> Thing {
        match self {
            Kind::Screen => Thing::Screen,
            Kind::Pointer => Thing::Pointer,
            Kind::Camera => Thing::Camera,
            Kind::Voice => Thing::Voice,
        }
    }
}

/// Where media goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Seat(Seat),
    Recorder,
}

/// Whether media of this kind may go from a seat to somebody else's, or to the recorder. Nobody who is not there sends or gets
/// anything, and nothing of a customer's goes anywhere without a standing consent (L9).
pub fn allowed(state: &Session, from: Seat, to: To, kind: Kind) -> bool {
    let here = |seat: Seat| {
        state
            .participants
            .get(&seat)
            .is_some_and(Participant::is_here)
    };
    if state.is_ended() || !here(from) {
        return false;
    }
    let sends = match kind {
        Kind::Screen => state.share.is_some_and(|share| share.by == from),
        Kind::Pointer => state.pointer == Some(from),
        Kind::Camera => state.cameras.contains(&from),
        Kind::Voice => state.call.as_ref().is_some_and(|legs| legs.contains(&from)),
    };
    // A pointer is the agent's; what it moves over is the customer's.
    let owner = match kind {
        Kind::Pointer => state.share.map(|share| share.by),
        _ => Some(from),
    };
    let Some(owner) = owner.filter(|owner| here(*owner)) else {
        return false;
    };
    let agreed = state.may_have(owner, kind.thing());
    let reaches = match to {
        To::Seat(to) if kind == Kind::Voice => {
            let hears = |legs: &std::collections::BTreeSet<Seat>| legs.contains(&to);
            to != from && here(to) && state.call.as_ref().is_some_and(hears)
        }
        To::Seat(to) => to != from && here(to),
        To::Recorder => {
            state.recording.is_some()
                && state.may_have(owner, Thing::Recording)
                && state.may_have(from, Thing::Recording)
        }
    };
    sends && agreed && reaches
}
