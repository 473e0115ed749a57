//! Any commands in any order: what never happens.

use std::collections::BTreeSet;

use crate::playing::*;
use domain::{
    desk::session::{HostGone, Recording, SessionRules},
    session::{
        AcdState, Actor, Command, Kind, Presence, Seat, Session, SessionEvent, Side, State,
        Surface, Thing, To, allowed,
    },
};
use proptest::prelude::*;

fn seats() -> impl Strategy<Value = Seat> {
    (1u32..7).prop_map(Seat)
}

/// Who gives a command: anybody, or whoever leads or is served at that moment.
#[derive(Clone, Debug)]
enum Who {
    Anybody(Actor),
    Host,
    Selected,
}

impl Who {
    fn actor(&self, session: &Session) -> Actor {
        let side = |seat: Seat| match session.participants[&seat].side {
            Side::Agent(person) => agent(person),
            Side::Customer(_) => Actor::Customer(seat),
        };
        match self {
            Who::Anybody(actor) => *actor,
            Who::Host => session.host().map_or(Actor::Arriving, side),
            Who::Selected => session.selected.map_or(Actor::Arriving, side),
        }
    }
}

fn actors() -> impl Strategy<Value = Who> {
    let people = prop_oneof![Just(HOST), Just(SECOND), Just(THIRD), Just(EXPERT)];
    prop_oneof![
        6 => people.prop_map(|person| Who::Anybody(agent(person))),
        4 => seats().prop_map(|seat| Who::Anybody(Actor::Customer(seat))),
        2 => Just(Who::Anybody(Actor::Arriving)),
        3 => Just(Who::Anybody(Actor::System)),
        8 => Just(Who::Host),
        8 => Just(Who::Selected),
    ]
}

fn things() -> impl Strategy<Value = Thing> {
    // What is shown leads to more than the rest.
    prop_oneof![
        3 => Just(Thing::Screen),
        3 => Just(Thing::Pointer),
        1 => Just(Thing::Camera),
        1 => Just(Thing::Voice),
        2 => Just(Thing::Recording),
    ]
}

fn commands() -> impl Strategy<Value = Command> {
    let ask = (seats(), things()).prop_map(|(seat, thing)| Command::Ask {
        seat,
        thing,
        purpose: "p".to_owned(),
    });
    let transfer = (
        any::<bool>(),
        proptest::sample::subsequence(vec![SECOND, THIRD, HOST], 0..3),
    )
        .prop_map(|(queue, agents)| Command::Transfer {
            queue: queue.then(|| "second".to_owned()),
            agents,
            message: String::new(),
        });
    let joins = proptest::collection::vec(things(), 0..3).prop_map(|consents| {
        let mut join = customer("c");
        if let Command::Join(arrival) = &mut join {
            arrival.consents = consents;
        }
        join
    });
    let first = prop_oneof![
        4 => joins,
        3 => any::<bool>().prop_map(|voice| Command::Assist { name: "a".to_owned(), voice }),
        2 => any::<bool>().prop_map(|voice| Command::Accept { name: "a".to_owned(), voice }),
        1 => Just(Command::Decline),
        2 => seats().prop_map(Command::Admit),
        1 => seats().prop_map(Command::Remove),
        2 => seats().prop_map(Command::Lose),
        3 => seats().prop_map(Command::ComeBack),
        1 => Just(Command::Leave),
        2 => seats().prop_map(Command::Select),
        4 => ask,
        14 => things().prop_map(Command::Grant),
        1 => things().prop_map(Command::Deny),
        1 => things().prop_map(Command::Withdraw),
    ];
    let second = prop_oneof![
        7 => Just(Command::StartShare(Surface::Tab)),
        1 => Just(Command::StopShare),
        8 => Just(Command::StartPointer),
        1 => Just(Command::StopPointer),
        3 => Just(Command::StartCamera),
        1 => Just(Command::StopCamera),
        3 => Just(Command::Call),
        1 => Just(Command::HangUp),
        1 => Just(Command::StartChat),
        2 => Just(Command::Say("s".to_owned())),
        2 => seats().prop_map(|to| Command::OfferFile { to, name: "f".to_owned(), bytes: 1 }),
        1 => (1u32..5).prop_map(Command::AcceptFile),
        1 => (1u32..5).prop_map(Command::StopFile),
        2 => Just(Command::StartRecording),
        1 => Just(Command::StopRecording),
        3 => seats().prop_map(Command::PassControl),
        2 => Just(Command::ReturnControl),
        1 => transfer,
        1 => any::<bool>().prop_map(|right| Command::TypeNumber { right }),
        1 => Just(Command::RenewPasscode),
        2 => Just(Command::Tick),
    ];
    prop_oneof![first, second]
}

/// One step in three hundred or so ends it, so that most of a sequence is played.
fn steps() -> impl Strategy<Value = Vec<(Who, Command, i64)>> {
    let command = prop_oneof![300 => commands(), 1 => Just(Command::End)];
    let wait = prop_oneof![20 => Just(0i64), 6 => 1i64..40, 1 => 60i64..200];
    proptest::collection::vec((actors(), command, wait), 200..260)
}

fn desks() -> impl Strategy<Value = SessionRules> {
    let recording = prop_oneof![
        Just(Recording::Off),
        Just(Recording::Ask),
        Just(Recording::Always)
    ];
    (recording, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(recording, lobby, end, fallback)| SessionRules {
            recording,
            lobby,
            host_gone: if end { HostGone::End } else { HostGone::Keep },
            fallback: fallback.then(|| "second".to_owned()),
            ..rules()
        },
    )
}

fn hosts(session: &Session) -> usize {
    let all = session.participants.keys();
    all.filter(|seat| session.role(**seat) == Some(domain::session::Role::Host))
        .count()
}

/// Who holds a word by the log alone, without the rules that made it.
#[derive(Default)]
struct Words(BTreeSet<(Seat, Thing)>);

impl Words {
    fn hear(&mut self, event: &SessionEvent) {
        match event {
            SessionEvent::Granted { seat, thing } => {
                self.0.insert((*seat, *thing));
            }
            SessionEvent::Withdrawn { seat, thing } => {
                self.0.remove(&(*seat, *thing));
            }
            SessionEvent::Left { seat, .. } => self.0.retain(|(of, _)| of != seat),
            SessionEvent::ControlPassed { .. } => {
                self.0.retain(|(_, thing)| *thing == Thing::Voice)
            }
            SessionEvent::Transferred { .. }
            | SessionEvent::HostLost
            | SessionEvent::Ended { .. } => {
                self.0.clear();
            }
            _ => {}
        }
    }
}

fn holds(played: &Played, words: &Words) -> Result<(), TestCaseError> {
    let session = &played.session;
    match &session.state {
        State::Open { host } => {
            prop_assert_eq!(hosts(session), 1);
            let there = &session.participants[host];
            prop_assert!(there.takes_part());
            // Never beyond the time for which a seat is kept.
            if let Presence::Away(since) = there.presence {
                prop_assert!(
                    session.due_at().unwrap() <= since + jiff::SignedDuration::from_secs(90)
                );
            }
        }
        State::Transferring(_) | State::HostLost { .. } => prop_assert_eq!(hosts(session), 0),
        State::Ended { .. } => {
            prop_assert_eq!(hosts(session), 0);
            prop_assert!(session.participants.values().all(|p| !p.holds_seat()));
            prop_assert!(session.due_at().is_none());
        }
    }
    if session.host().is_none() {
        prop_assert!(
            session.share.is_none() && session.recording.is_none() && session.cameras.is_empty()
        );
        prop_assert!(session.files.is_empty() && session.call.is_none() && !session.chat);
    }
    prop_assert!(session.customers().count() <= usize::from(session.rules.customers));
    if let Some(selected) = session.selected {
        let there = &session.participants[&selected];
        prop_assert!(there.is_customer() && there.holds_seat());
    }
    // Nothing is seen, heard or recorded of a customer's without a word that stands.
    for (from, who) in &session.participants {
        for kind in Kind::ALL {
            let (thing, owner) = match kind {
                Kind::Screen => (Thing::Screen, *from),
                Kind::Camera => (Thing::Camera, *from),
                Kind::Voice => (Thing::Voice, *from),
                Kind::Pointer => (
                    Thing::Pointer,
                    session.share.map_or(*from, |share| share.by),
                ),
            };
            let theirs = session.participants[&owner].is_customer();
            for (to, reader) in &session.participants {
                if allowed(session, *from, To::Seat(*to), kind) {
                    prop_assert!(from != to && who.is_here() && reader.is_here());
                    prop_assert!(!theirs || words.0.contains(&(owner, thing)));
                }
            }
            if allowed(session, *from, To::Recorder, kind) {
                prop_assert!(session.recording.is_some());
                prop_assert!(!theirs || words.0.contains(&(owner, thing)));
                prop_assert!(!theirs || words.0.contains(&(owner, Thing::Recording)));
            }
        }
    }
    Ok(())
}

fn plays(
    rules: &SessionRules,
    steps: Vec<(Who, Command, i64)>,
    state: AcdState,
) -> Result<(), TestCaseError> {
    let mut played = Played::of(rules);
    played.agents[2].state = state;
    let mut words = Words::default();
    for event in played.events.clone() {
        words.hear(&event.event);
    }
    for (actor, command, wait) in steps {
        for event in played.later(wait) {
            words.hear(&event);
        }
        holds(&played, &words)?;
        let actor = actor.actor(&played.session);
        let ended = played.session.is_ended();
        let host = played.session.host();
        let by = match actor {
            Actor::Agent { person, .. } => played.session.seat_of(person),
            Actor::Customer(seat) => Some(seat),
            _ => None,
        };
        let ends = command == Command::End;
        if let Ok(events) = played.give(actor, command) {
            prop_assert!(!ended, "nothing happens after the end");
            prop_assert!(!ends || by == host, "the host alone ends it");
            for event in &events {
                words.hear(event);
                if let SessionEvent::ShareStarted { .. } = event {
                    prop_assert_eq!(
                        events
                            .iter()
                            .filter(|e| matches!(e, SessionEvent::ShareStarted { .. }))
                            .count(),
                        1
                    );
                }
            }
        }
        holds(&played, &words)?;
    }
    prop_assert_eq!(Session::replay(&played.events), Some(played.session));
    Ok(())
}

/// So many sequences; more where `SESSION_CASES` says so, as before a release.
fn cases() -> u32 {
    let asked = std::env::var("SESSION_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn l4_l5_l6_l9_no_sequence_breaks_who_leads_and_what_is_seen(
        rules in desks(),
        steps in steps(),
        state in proptest::sample::select(AcdState::ALL.to_vec()),
    ) {
        plays(&rules, steps, state)?;
    }
}

#[test]
fn l5_what_is_played_reaches_every_state() {
    // Random sequences that never leave the first state would hold anything.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..60 {
        let given = (desks(), steps()).new_tree(&mut runner).unwrap().current();
        let mut played = Played::of(&given.0);
        for (actor, command, wait) in given.1 {
            played.later(wait);
            let actor = actor.actor(&played.session);
            let _ = played.give(actor, command);
            seen.insert(played.session.state.as_str());
            let session = &played.session;
            for (on, what) in [
                (session.share.is_some(), "share"),
                (session.pointer.is_some(), "pointer"),
                (session.recording.is_some(), "recording"),
                (session.call.is_some(), "call"),
                (!session.former.is_empty(), "former"),
                (!session.files.is_empty(), "file"),
            ] {
                if on {
                    seen.insert(what);
                }
            }
        }
    }
    let all = [
        "call",
        "ended",
        "file",
        "former",
        "host-lost",
        "open",
        "pointer",
        "recording",
        "share",
        "transferring",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all);
}
