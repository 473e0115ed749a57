//! The rules' verdict on a session, in the unit's terms. Nothing is in it that the rules do not say (L9).

use domain::session::{self, Participant, Seat, Session, To};
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
    !session.is_ended() && participant.is_some_and(Participant::takes_part)
}

/// What goes between these seats, and into recordings.
pub fn verdict(session: &Session, seats: &[Seat]) -> Allowed {
    let mut all = Allowed::nobody();
    for from in seats {
        for kind in Kind::ALL {
            if session::allowed(session, *from, To::Recorder, named(kind)) {
                all = all.and_recorded(peer(*from), kind);
            }
        }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use domain::{
        Instant, PersonId, Role,
        desk::session::{HostGone, Mode, Recording, SessionRules},
        event::{By, Recorded},
        session::{Actor, Arrival, Command, Facts, SessionEvent, Start, Surface, Thing, Way},
    };

    use super::*;

    const HOST: Actor = Actor::Agent {
        person: PersonId(1),
        role: Role::Tier1,
    };
    const ONE: Actor = Actor::Customer(Seat(2));
    const SEATS: [Seat; 3] = [Seat(1), Seat(2), Seat(3)];

    struct Played(Vec<Recorded<SessionEvent>>);

    impl Played {
        fn takes(&mut self, events: Vec<SessionEvent>) {
            for event in events {
                self.0.push(Recorded {
                    version: i64::try_from(self.0.len()).unwrap() + 1,
                    at: Instant::UNIX_EPOCH,
                    by: By::System,
                    event,
                });
            }
        }

        fn session(&self) -> Session {
            Session::replay(&self.0).unwrap()
        }

        fn does(&mut self, by: Actor, command: Command) {
            let events = session::decide(&self.session(), command, by, &FACTS).unwrap();
            self.takes(events);
        }

        /// From whom to whom something of this kind goes.
        fn ways(&self, kind: Kind) -> Vec<(u32, u32)> {
            let all = verdict(&self.session(), &SEATS);
            let pairs = SEATS.iter().flat_map(|from| SEATS.map(|to| (*from, to)));
            let goes = |(from, to): &(Seat, Seat)| all.allows(peer(*from), kind, peer(*to));
            pairs
                .filter(goes)
                .map(|(from, to)| (from.0, to.0))
                .collect()
        }
    }

    const FACTS: Facts = Facts {
        now: Instant::UNIX_EPOCH,
        queues: &[],
        agents: &[],
    };

    fn begun() -> Played {
        let rules = SessionRules {
            mode: Mode::Single,
            mode_chosen: false,
            customers: 5,
            lobby: false,
            host_gone: HostGone::Keep,
            seat_seconds: 90,
            wait_minutes: 10,
            offer_seconds: 60,
            recording: Recording::Off,
            fallback: None,
            own_mail: true,
            recording_days: 365,
        };
        let start = Start {
            name: "森".into(),
            number: 123_456_789,
            case: None,
            voice: true,
            several: false,
            leads: 0,
        };
        let mut played = Played(Vec::new());
        played.takes(session::start(&start, PersonId(1), &rules, &FACTS).unwrap());
        for name in ["田中", "鈴木"] {
            let arrival = Arrival {
                name: name.into(),
                person: None,
                way: Way::Link,
                voice: true,
                consents: Vec::new(),
            };
            played.does(Actor::Arriving, Command::Join(arrival));
        }
        played
    }

    #[test]
    fn l4_l9_what_goes_is_what_the_rules_say_and_a_screen_takes_its_sound_along() {
        let mut played = begun();
        for kind in Kind::ALL {
            assert_eq!(played.ways(kind), [], "{kind:?} before anything");
        }
        played.does(ONE, Command::Grant(Thing::Screen));
        assert_eq!(played.ways(Kind::Screen), [], "a word alone shows nothing");
        played.does(ONE, Command::StartShare(Surface::Window));
        for kind in [Kind::Screen, Kind::ScreenSound] {
            assert_eq!(played.ways(kind), [(2, 1), (2, 3)], "all see it");
        }
        assert_eq!(
            sends(&played.session(), Seat(2)),
            [Kind::Screen, Kind::ScreenSound]
        );
        played.does(HOST, Command::StartCamera);
        assert_eq!(played.ways(Kind::Camera), [(1, 2), (1, 3)]);
        played.does(HOST, Command::Call);
        assert_eq!(
            played.ways(Kind::Microphone),
            [],
            "nobody else is in the call"
        );
        played.does(ONE, Command::Grant(Thing::Voice));
        played.does(ONE, Command::Call);
        assert_eq!(played.ways(Kind::Microphone), [(1, 2), (2, 1)]);
        // Who is cut off gets nothing and sends nothing; what they do goes on once they are back.
        played.does(Actor::System, Command::Lose(Seat(2)));
        assert_eq!(played.ways(Kind::Screen), []);
        assert!(is_in(&played.session(), Seat(2)));
        assert_eq!(sends(&played.session(), Seat(2)).len(), 3);
        played.does(Actor::System, Command::ComeBack(Seat(2)));
        assert_eq!(played.ways(Kind::Screen), [(2, 1), (2, 3)]);
        played.does(HOST, Command::Select(Seat(3)));
        assert_eq!(played.ways(Kind::Screen), []);
        played.does(HOST, Command::Remove(Seat(2)));
        assert!(!is_in(&played.session(), Seat(2)));
        assert_eq!(sends(&played.session(), Seat(2)), []);
    }
}
