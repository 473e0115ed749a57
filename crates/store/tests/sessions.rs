//! Live sessions on both databases (L1, L2, L7): one number each while they live, guarded writes, seats and what is due.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    Instant, Role, SessionId,
    desk::session::{HostGone, Mode, Recording, SessionRules},
    event::By,
    session::{
        self, Actor, Arrival, Command, Facts, Presence, Seat, Session, SessionEvent, Start, Way,
    },
};
use jiff::SignedDuration;
use store::{
    Statement, Store, WriteError,
    sessions::{
        Besides, Passcode, StoredSession, TAKEN,
        choices::{Choice, starts},
        happen,
        recorders::begun_by,
    },
};
use testkit::{cast::*, databases};

fn facts(now: Instant) -> Facts<'static> {
    Facts {
        now,
        queues: &[],
        agents: &[],
    }
}

fn begun(number: u32) -> Vec<SessionEvent> {
    let rules = SessionRules {
        mode: Mode::Multi,
        mode_chosen: false,
        customers: 3,
        lobby: false,
        host_gone: HostGone::Keep,
        seat_seconds: 90,
        wait_minutes: 10,
        offer_seconds: 60,
        recording_days: 365,
        recording: Recording::Off,
        fallback: None,
        own_mail: true,
    };
    let start = Start {
        name: "森".into(),
        number,
        case: None,
        voice: true,
        several: true,
        leads: 0,
    };
    session::start(&start, MORI, &rules, &facts(noon())).unwrap()
}

async fn start(store: &Store, id: i64, number: u32) -> Result<(), WriteError> {
    let besides = Besides {
        passcode: Some(Passcode {
            digest: vec![1],
            sealed: vec![2],
        }),
        ..Besides::default()
    };
    let list = happen(
        SessionId(id),
        None,
        &begun(number),
        By::Person(MORI),
        noon(),
        &besides,
    );
    store.add(list.unwrap()).await
}

fn decided(stored: &StoredSession, by: Actor, command: Command, now: Instant) -> Vec<SessionEvent> {
    session::decide(&stored.session, command, by, &facts(now)).unwrap()
}

async fn give(
    store: &Store,
    id: i64,
    by: Actor,
    command: Command,
    at: Instant,
    secret: Option<&str>,
) {
    let stored = store.session(SessionId(id)).await.unwrap().unwrap();
    let events = decided(&stored, by, command, at);
    let besides = Besides {
        secret,
        ..Besides::default()
    };
    let list = happen(stored.id, Some(&stored), &events, By::System, at, &besides).unwrap();
    store.add(list).await.unwrap();
}

fn join() -> Command {
    Command::Join(Arrival {
        name: "田中".into(),
        person: None,
        way: Way::Number,
        voice: false,
        consents: Vec::new(),
    })
}

/// An invitation by a link with this secret.
async fn invite(store: &Store, secret: &str) {
    let stored = store.session(SessionId(1)).await.unwrap().unwrap();
    let invite = Command::Invite {
        way: Way::Link,
        agent: false,
        to: String::new(),
    };
    let events = decided(&stored, HOST, invite, noon());
    let besides = Besides {
        invites: Some(secret),
        ..Besides::default()
    };
    let (id, by) = (stored.id, By::Person(MORI));
    let list = happen(id, Some(&stored), &events, by, noon(), &besides);
    store.add(list.unwrap()).await.unwrap();
}

/// A customer who comes by a link.
async fn come_by(store: &Store, link: &str, secret: &str) {
    let stored = store.session(SessionId(1)).await.unwrap().unwrap();
    let events = decided(&stored, Actor::Arriving, join(), noon());
    let besides = Besides {
        secret: Some(secret),
        link: Some(link),
        ..Besides::default()
    };
    let (id, by) = (stored.id, By::System);
    let list = happen(id, Some(&stored), &events, by, noon(), &besides);
    store.add(list.unwrap()).await.unwrap();
}

const HOST: Actor = Actor::Agent {
    person: MORI,
    role: Role::Tier1,
};

#[tokio::test]
async fn l1_a_number_is_one_sessions_while_it_lives_and_free_afterwards() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        let taken = start(store, 2, 123_456_789).await;
        assert!(matches!(taken, Err(WriteError::Taken(index)) if index == TAKEN));
        assert_eq!(
            store.session_by_number(123_456_789).await.unwrap(),
            Some(SessionId(1))
        );
        assert_eq!(store.leads_sessions(MORI).await.unwrap(), 1);
        invite(store, "a link").await;
        assert!(store.session_link("a link").await.unwrap().is_some());
        give(store, 1, HOST, Command::End, noon(), None).await;
        assert_eq!(store.session_by_number(123_456_789).await.unwrap(), None);
        // How one got in goes with the end.
        assert_eq!(store.session_link("a link").await.unwrap(), None);
        let ended = store.session(SessionId(1)).await.unwrap().unwrap();
        assert_eq!((ended.passcode, ended.passcode_sealed), (None, None));
        start(store, 2, 123_456_789).await.unwrap();
        let desks = [(cast.version, cast.desk.clone())].into();
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn l7_seats_are_found_by_their_secret_go_silent_and_are_told_once() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        give(store, 1, Actor::Arriving, join(), noon(), Some("secret")).await;
        let found = store.seat_by_secret("secret").await.unwrap();
        assert_eq!(found, Some((SessionId(1), Seat(2))));
        assert_eq!(store.seat_by_secret("another").await.unwrap(), None);

        let later = noon() + SignedDuration::from_secs(20);
        store.see_seat(SessionId(1), Seat(1), later).await.unwrap();
        let silent = store.silent_seats(later, 10).await.unwrap();
        assert_eq!(silent, [(SessionId(1), Seat(2))]);
        give(store, 1, Actor::System, Command::Lose(Seat(2)), later, None).await;
        assert_eq!(store.silent_seats(later, 10).await.unwrap(), []);
        let due = later + SignedDuration::from_secs(90);
        assert_eq!(
            store
                .due_sessions(due - SignedDuration::from_secs(1), 10)
                .await
                .unwrap(),
            []
        );
        assert_eq!(store.due_sessions(due, 10).await.unwrap(), [SessionId(1)]);
        // Two nodes look at once: one write comes through.
        let stored = store.session(SessionId(1)).await.unwrap().unwrap();
        let events = decided(&stored, Actor::System, Command::Tick, due);
        assert!(!events.is_empty());
        let besides = Besides::default();
        let list = || happen(stored.id, Some(&stored), &events, By::System, due, &besides).unwrap();
        store.add(list()).await.unwrap();
        let second = store.add(list()).await;
        assert!(matches!(second, Err(WriteError::Conflict)));
        assert_eq!(store.seat_by_secret("secret").await.unwrap(), None);
        let left = store.session(SessionId(1)).await.unwrap().unwrap();
        assert_eq!(left.session.participants[&Seat(2)].presence, Presence::Left);
        let happened = store.session_events(SessionId(1)).await.unwrap();
        assert_eq!(Session::replay(&happened), Some(left.session));
        let desks = [(cast.version, cast.desk.clone())].into();
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn l2_misses_are_all_counted_however_many_come_at_once() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        // Both have read the same version: the second is refused, and has to look again.
        let stored = store.session(SessionId(1)).await.unwrap().unwrap();
        let events = decided(
            &stored,
            Actor::Arriving,
            Command::TypeNumber { right: false },
            noon(),
        );
        let besides = Besides::default();
        let miss = || {
            happen(
                stored.id,
                Some(&stored),
                &events,
                By::System,
                noon(),
                &besides,
            )
            .unwrap()
        };
        store.add(miss()).await.unwrap();
        assert!(matches!(store.add(miss()).await, Err(WriteError::Conflict)));
        let after = store.session(SessionId(1)).await.unwrap().unwrap();
        assert_eq!(after.session.misses, 1);
    }
}

#[tokio::test]
async fn l2_a_link_goes_with_whoever_was_removed_and_each_names_its_invitation() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        invite(store, "first").await;
        invite(store, "second").await;
        let version = store.session(SessionId(1)).await.unwrap().unwrap();
        let latest = version.session.version;
        let said = async |link| store.invited_at(link).await.unwrap();
        assert_eq!(said("first").await, Some(latest - 1));
        assert_eq!(said("second").await, Some(latest));
        come_by(store, "first", "one").await;
        come_by(store, "second", "two").await;
        give(store, 1, HOST, Command::Remove(Seat(2)), noon(), None).await;
        give(
            store,
            1,
            Actor::Customer(Seat(3)),
            Command::Leave,
            noon(),
            None,
        )
        .await;
        assert_eq!(store.session_link("first").await.unwrap(), None);
        assert!(store.session_link("second").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn l1_an_agent_is_seen_in_all_of_their_sessions_and_has_looked_at_each_for_itself() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        start(store, 2, 123_456_788).await.unwrap();
        give(store, 1, Actor::Arriving, join(), noon(), Some("secret")).await;
        let later = noon() + SignedDuration::from_secs(20);
        store.see_agent(MORI, later).await.unwrap();
        // The customer's seat is theirs alone.
        let silent = store.silent_seats(later, 10).await.unwrap();
        assert_eq!(silent, [(SessionId(1), Seat(2))]);
        let all = store.sessions_with(MORI).await.unwrap();
        let ids: Vec<_> = all.iter().map(|held| held.session).collect();
        assert_eq!(ids, [SessionId(1), SessionId(2)]);
        assert!(all.iter().all(|held| held.looked == 0 && held.version > 0));
        store.look(MORI, all[1]).await.unwrap();
        let all = store.sessions_with(MORI).await.unwrap();
        assert_eq!((all[0].looked, all[1].looked), (0, all[1].version));
        give(store, 2, Actor::System, Command::Lose(Seat(1)), later, None).await;
        let lost = store.lost_seats(MORI).await.unwrap();
        assert_eq!(lost, [(SessionId(2), Seat(1))]);
    }
}

#[tokio::test]
async fn l1_of_two_starts_at_once_one_stands_and_the_choice_is_kept() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let on = store.session_choice(MORI).await.unwrap();
        assert_eq!(on, Choice::default());
        let begin = |id: i64, number: u32, on: Choice, mode: Option<Mode>| {
            let besides = Besides {
                more: vec![starts(MORI, on, mode, noon())],
                ..Besides::default()
            };
            let by = By::Person(MORI);
            let list = happen(SessionId(id), None, &begun(number), by, noon(), &besides);
            store.add(list.unwrap())
        };
        // The first ever, and later ones: both were decided on the same look.
        for round in 0..3_i64 {
            let on = store.session_choice(MORI).await.unwrap();
            assert_eq!(on.starts, round);
            let single = Some(Mode::Single);
            let number = 100_000_000 + u32::try_from(round).unwrap() * 2;
            let (one, other) = tokio::join!(
                begin(round * 2 + 1, number, on, single),
                begin(round * 2 + 2, number + 1, on, single)
            );
            let stand = [&one, &other].into_iter().filter(|done| done.is_ok());
            assert_eq!(stand.count(), 1, "{one:?} {other:?}");
            let conflict =
                |done: &Result<(), WriteError>| matches!(done, Err(WriteError::Conflict));
            assert!(conflict(&one) || conflict(&other), "{one:?} {other:?}");
            let leads = store.leads_sessions(MORI).await.unwrap();
            assert_eq!(i64::try_from(leads).unwrap(), round + 1);
        }
        // Without a choice the one before stands; another replaces it, and nobody else's is touched.
        let on = store.session_choice(MORI).await.unwrap();
        begin(11, 200_000_001, on, None).await.unwrap();
        let on = store.session_choice(MORI).await.unwrap();
        assert_eq!((on.mode, on.starts), (Some(Mode::Single), 4));
        begin(12, 200_000_002, on, Some(Mode::Multi)).await.unwrap();
        let on = store.session_choice(MORI).await.unwrap();
        assert_eq!((on.mode, on.starts), (Some(Mode::Multi), 5));
        let others = store.session_choice(ISHIKAWA).await.unwrap();
        assert_eq!(others, Choice::default());
    }
}

#[tokio::test]
async fn l8_nodes_that_record_are_known_and_whose_a_stretch_is_until_it_ends() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        start(store, 1, 123_456_789).await.unwrap();
        store.see_recorder("a", noon()).await.unwrap();
        let later = noon() + SignedDuration::from_secs(40);
        store.see_recorder("b", later).await.unwrap();
        let since = |at| store.recorders_since(at);
        assert_eq!(since(noon()).await.unwrap(), ["a", "b"]);
        assert_eq!(since(later).await.unwrap(), ["b"]);
        store.see_recorder("a", later).await.unwrap();
        store.forget_recorder("b").await.unwrap();
        assert_eq!(since(later).await.unwrap(), ["a"]);

        let id = SessionId(1);
        let write = async |events: Vec<SessionEvent>, more: Vec<Statement>| {
            let stored = store.session(id).await.unwrap().unwrap();
            let besides = Besides {
                more,
                ..Besides::default()
            };
            let by = By::System;
            let list = happen(id, Some(&stored), &events, by, noon(), &besides).unwrap();
            store.add(list).await.unwrap();
        };
        let begins = SessionEvent::RecordingStarted { stretch: 1 };
        write(vec![begins], vec![begun_by(id, 1, "a")]).await;
        let begun = store.stretch_begun_by(id, 1).await.unwrap();
        assert_eq!(begun.as_deref(), Some("a"));
        assert_eq!(store.stretch_begun_by(id, 2).await.unwrap(), None);
        assert!(store.stretch_writers(id, 1).await.unwrap().is_empty());
        let ends = SessionEvent::RecordingEnded {
            stretch: 1,
            why: session::Why::Stopped,
        };
        write(vec![ends], Vec::new()).await;
        assert_eq!(store.stretch_begun_by(id, 1).await.unwrap(), None);
    }
}
