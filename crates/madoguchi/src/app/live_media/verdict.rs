//! The rules' verdict on a session, in the unit's terms. Nothing is in it that the rules do not say (L9).

use domain::session::{self, Participant, Presence, Seat, Session, To};
use media::{Allowed, Kind};

use super::peer;

/// What the rules call it.
fn named(kind: Kind) -> session::Kind {
    match kind {
        Kind::Screen | Kind::ScreenSound => session::Kind::Screen,
        Kind::Camera => session::Kind::Camera,
        Kind::Microphone => session::Kind::Voice,
    }
}

/// Whether somebody takes part: let in, and not gone. Who is cut off keeps the seat.
pub fn is_in(session: &Session, seat: Seat) -> bool {
    let participant = session.participants.get(&seat);
    let takes_part = |p: &Participant| p.holds_seat() && p.presence != Presence::Waiting;
    !session.is_ended() && participant.is_some_and(takes_part)
}

/// What goes between these seats.
pub fn verdict(session: &Session, seats: &[Seat]) -> Allowed {
    let mut all = Allowed::nobody();
    for from in seats {
        for to in seats {
            for kind in Kind::ALL {
                if session::allowed(session, *from, To::Seat(*to), named(kind)) {
                    all = all.and(peer(*from), kind, peer(*to));
                }
            }
        }
    }
    all
}

/// What a seat may send at all; a track of any other kind is over.
pub fn sends(session: &Session, seat: Seat) -> Vec<Kind> {
    let may = |kind: &Kind| session::goes_on(session, seat, named(*kind));
    Kind::ALL.into_iter().filter(may).collect()
}
