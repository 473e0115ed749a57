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

/// Whose word it needs that something of this kind is had of a seat: a pointer is the agent's, what it moves over is of whoever
/// shares.
fn owner(state: &Session, from: Seat, kind: Kind) -> Option<Seat> {
    match kind {
        Kind::Pointer => state.share.map(|share| share.by),
        _ => Some(from),
    }
}

/// Whether something of this kind goes on from a seat, with the word that it needs, whoever is there to have it. What does not is
/// over: its track ends, wherever it comes from.
pub fn goes_on(state: &Session, from: Seat, kind: Kind) -> bool {
    let sends = match kind {
        Kind::Screen => state.share.is_some_and(|share| share.by == from),
        Kind::Pointer => state.pointer == Some(from),
        Kind::Camera => state.cameras.contains(&from),
        Kind::Voice => state.call.as_ref().is_some_and(|legs| legs.contains(&from)),
    };
    let agreed = || owner(state, from, kind).is_some_and(|seat| state.may_have(seat, kind.thing()));
    !state.is_ended() && sends && agreed()
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
    let owner = owner(state, from, kind).filter(|owner| here(*owner));
    let Some(owner) = owner.filter(|_| here(from) && goes_on(state, from, kind)) else {
        return false;
    };
    match to {
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
    }
}
