//! A month of a desk in seconds: cases with promises, answers and silence, restarts and clocks that jump. Every timer fires
//! once, none early, and while the product runs none later than a tick (S4).
//!
//! The large one is a command of its own: `cargo xtask simulate`.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{cmp::Reverse, collections::BinaryHeap};

use domain::{
    CaseId, Instant,
    access::Scope,
    calendar::{Second, second},
    case::{Case, CaseEvent, Cause, Command},
    contract::{Alert, ClockKind, Notice},
    desk::StatusId,
    event::Recorded,
};
use jiff::SignedDuration;
use madoguchi::{
    app::{App, Clock, Desks},
    work::clocks,
};
use store::cases::{Direction, Filter, Holder, Keys, Opening, Query, Sort, Tally, Total, View};
use testkit::{Cast, cast::*};

/// Seconds between two looks at the clocks.
const TICK: i64 = 1;
/// What was told so long after its moment was told late.
const LATE: i64 = 60;

struct Chance(u64);

impl Chance {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % n.max(1)
    }
}

struct Month {
    app: App,
    kept: testkit::Database,
    clock: Clock,
    chance: Chance,
    begun: Instant,
    end: Instant,
    numbers: Vec<i64>,
    /// Stretches in which nobody looked: from, to.
    down: Vec<(Second, Second)>,
    /// Stretches that the machine's clock went through twice.
    jumps: Vec<(Second, Second)>,
}

impl Month {
    async fn begin(cases: usize, days: i64, seed: u64) -> Self {
        let kept = testkit::databases::sqlite().await;
        let cast = Cast::enter(&kept.store).await;
        let (begun, clock) = (noon(), Clock::set_to(noon()));
        let app = Self::start(&kept, &clock).await;
        let mut chance = Chance(seed);
        let severities: Vec<String> = cast.desk.severities.iter().map(|s| s.id.clone()).collect();
        let mut numbers = Vec::with_capacity(cases);
        for batch in 0..cases.div_ceil(200) {
            let size = 200.min(cases - batch * 200);
            let mut events = Vec::with_capacity(size);
            for _ in 0..size {
                let mut new = cast.new_case(&AS_AOKI, TOKYO, "録音が再生できない");
                new.severity
                    .clone_from(&severities[chance.below(4) as usize]);
                new.centre =
                    [None, Some("round-the-clock".into())][chance.below(2) as usize].clone();
                let at = begun + SignedDuration::from_millis(chance.below(1_000));
                events.push(cast.opening(&AS_AOKI, new, at));
            }
            let opening = |(place, events)| Opening {
                id: CaseId((batch * 200 + place) as i64 + 1),
                desk: &cast.desk,
                keys: Keys::default(),
                events,
            };
            let openings: Vec<Opening> = events
                .iter()
                .map(Vec::as_slice)
                .enumerate()
                .map(opening)
                .collect();
            numbers.extend(kept.store.open_cases(&openings, Vec::new()).await.unwrap());
        }
        let end = begun + SignedDuration::from_hours(24 * days);
        Self {
            app,
            kept,
            clock,
            chance,
            begun,
            end,
            numbers,
            down: Vec::new(),
            jumps: Vec::new(),
        }
    }

    /// The product, started anew over the same database.
    async fn start(kept: &testkit::Database, clock: &Clock) -> App {
        let desks = Desks::stored(&kept.store).await.unwrap();
        App::new(kept.store.clone(), desks, clock.clone())
            .await
            .unwrap()
    }

    fn set(&self, to: Instant) {
        self.clock.advance(to.duration_since(self.clock.now()));
    }

    /// Somebody does something with a case; sometimes nothing comes of it.
    async fn act(&mut self, number: i64) {
        let reply = |then: Option<&str>| Command::Reply {
            text: "確認しています。".into(),
            then: then.map(StatusId::new),
        };
        let (actor, command) = match self.chance.below(6) {
            0 | 1 => (AS_MORI, reply(None)),
            2 => (
                AS_MORI,
                reply(Some("awaiting-information/information-required")),
            ),
            3 => (
                AS_AOKI,
                Command::PostUpdate {
                    text: "追加の情報です。".into(),
                },
            ),
            4 => (
                AS_AOKI,
                Command::ChangeSeverity {
                    to: format!("S{}", 1 + self.chance.below(4)),
                    reason: "状況が変わりました。".into(),
                },
            ),
            _ => (
                AS_AOKI,
                Command::Close {
                    reason: "resolved".into(),
                    comment: None,
                },
            ),
        };
        let _ = self
            .app
            .change_case(&actor, number, command, None, None)
            .await;
    }

    /// Lets the time go by, from one moment at which something happens to the next.
    async fn run(&mut self) {
        let days = self.end.duration_since(self.begun).as_hours() / 24;
        let span = self.end.duration_since(self.begun).as_secs();
        let mut acts = BinaryHeap::new();
        for place in 0..self.numbers.len() {
            for _ in 0..self.chance.below(4) {
                let number = self.numbers[place];
                acts.push(Reverse((
                    second(self.begun) + 60 + self.chance.below(span),
                    number,
                )));
            }
        }
        // Some stretches without the product, from minutes to half a day, each ending in a restart.
        let mut stops: Vec<(Second, Second)> = (0..days)
            .map(|day| {
                let from = second(self.begun) + day * 86_400 + self.chance.below(80_000);
                (from, from + 60 + self.chance.below(40_000))
            })
            .collect();
        stops.sort_unstable();
        stops.dedup_by(|later, first| later.0 <= first.1);
        let mut stops = stops.into_iter().peekable();
        loop {
            let told = self.app.store.next_telling().await.unwrap();
            let act = acts.peek().map(|Reverse((at, _))| *at);
            let now = second(self.clock.now());
            // A tick is the soonest after now that anybody looks again.
            let told = told.map(|at| second(at).max(now) + TICK);
            let next = [told, act].into_iter().flatten().min();
            let Some(next) = next.filter(|next| *next < second(self.end)) else {
                break;
            };
            if let Some((from, to)) = stops.next_if(|(from, _)| *from <= next) {
                let from = from.max(now);
                let to = to.max(from);
                self.down.push((from, to));
                self.set(Instant::from_second(to).unwrap());
                self.app = Self::start(&self.kept, &self.clock).await;
                clocks::run(&self.app).await;
                continue;
            }
            self.set(Instant::from_second(next.max(now)).unwrap());
            if act == Some(next) {
                let Some(Reverse((_, number))) = acts.pop() else {
                    break;
                };
                self.act(number).await;
                // Now and then the machine's clock is set back a little.
                if self.chance.below(200) == 0 {
                    self.clock
                        .advance(SignedDuration::from_secs(-self.chance.below(90)));
                }
            }
            clocks::run(&self.app).await;
        }
    }

    /// Number of things told, each held against what the events say should have been told.
    async fn check(&self) -> usize {
        let mut told = 0;
        let desks = self.app.desks.all();
        for number in &self.numbers {
            let case = self
                .app
                .store
                .case(&Scope::System, *number)
                .await
                .unwrap()
                .unwrap();
            let history = self.app.store.history(&case).await.unwrap();
            let desk = &desks[&case.case.desk_version];
            told += self.check_one(*number, desk, &history);
        }
        let report = self.app.store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
        told
    }

    fn excuses(&self) -> impl Iterator<Item = &(Second, Second)> {
        self.down.iter().chain(&self.jumps)
    }

    /// Reminders and closings by themselves come once, none early, and none late while the product runs (C14).
    fn check_silence(
        &self,
        number: i64,
        desk: &domain::Desk,
        state: &Case,
        recorded: &Recorded<CaseEvent>,
    ) {
        let at = second(recorded.at);
        let reminds = match &recorded.event {
            CaseEvent::Reminded { .. } => Some(true),
            CaseEvent::StatusChanged {
                cause: Cause::Unanswered { .. },
                ..
            } => Some(false),
            _ => None,
        };
        let ahead = state.ahead(desk);
        let excused = |due: Second| {
            let mut all = self.excuses();
            all.any(|(from, to)| *from <= due + LATE && at <= *to + LATE)
        };
        match (reminds, ahead) {
            (Some(reminds), Some(ahead)) => {
                assert_eq!(reminds, ahead.reminds, "case {number}");
                assert!(at >= ahead.at, "case {number}: early");
                let in_time = at - ahead.at <= TICK || excused(ahead.at);
                assert!(in_time, "case {number}: late while running");
            }
            (Some(_), None) => panic!("case {number}: nothing was to be told"),
            (None, Some(ahead)) => {
                let told = ahead.at + TICK >= at || excused(ahead.at);
                assert!(told, "case {number}: {ahead:?} was not told by {at}");
            }
            (None, None) => {}
        }
    }

    fn check_one(
        &self,
        number: i64,
        desk: &domain::Desk,
        history: &[Recorded<CaseEvent>],
    ) -> usize {
        let mut state = Case::opened(history[0].at, &history[0].event).unwrap();
        let mut told = 0;
        for recorded in &history[1..] {
            let at = second(recorded.at);
            let waits = state.timers(desk);
            if let CaseEvent::ClockTold {
                clock,
                notice,
                due,
                late,
            } = &recorded.event
            {
                told += 1;
                let due = second(*due);
                let wanted = |t: &&domain::contract::Timer| {
                    (t.clock, t.notice, t.at) == (*clock, *notice, due)
                };
                assert!(
                    waits.iter().any(|t| wanted(&t)),
                    "case {number}: {notice:?} twice or for nothing"
                );
                assert!(at >= due, "case {number}: early by {}", due - at);
                let delay = at - due;
                let excused = self
                    .excuses()
                    .any(|(from, to)| *from <= due + LATE && at <= *to + LATE);
                assert!(
                    delay <= TICK || excused,
                    "case {number}: {delay} s late while running"
                );
                assert_eq!(*late, delay > LATE, "case {number}");
            } else if let Some(missed) = waits.iter().find(|t| t.at + TICK < at) {
                // Whatever was due before this happened had to be told before it, unless nobody was there.
                let excused = self
                    .excuses()
                    .any(|(from, to)| *from <= missed.at + LATE && at <= *to + LATE);
                assert!(excused, "case {number}: {missed:?} was not told by {at}");
            }
            self.check_silence(number, desk, &state, recorded);
            state.apply(recorded.at, &recorded.event);
        }
        let end = second(self.clock.now());
        let left = state.timers(desk);
        let missed = left.iter().find(|t| t.at + TICK < end);
        assert_eq!(missed, None, "case {number}, by {end}");
        told
    }
}

#[tokio::test]
async fn s4_every_timer_fires_once_through_restarts_and_jumps() {
    let mut month = Month::begin(60, 8, 7).await;
    month.run().await;
    assert!(month.check().await > 100);
}

#[tokio::test]
#[ignore = "the large one: cargo xtask simulate"]
async fn s4_a_month_of_ten_thousand_cases() {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let mut month = Month::begin(10_000, 30, seed.unwrap_or(20_261_121)).await;
    month.run().await;
    let told = month.check().await;
    println!(
        "10000 cases, 30 days, {} stretches without the product: {told} things told, each once, none early",
        month.down.len()
    );
    assert!(told > 10_000);
}

#[tokio::test]
async fn c14_silence_is_told_once_through_restarts_and_jumps() {
    let mut month = Month::begin(40, 30, 5).await;
    month.run().await;
    month.check().await;
    let (mut reminders, mut closings) = (0, 0);
    for number in &month.numbers {
        let case = month.app.store.case(&Scope::System, *number).await;
        let case = case.unwrap().unwrap();
        for recorded in month.app.store.history(&case).await.unwrap() {
            match recorded.event {
                CaseEvent::Reminded { .. } => reminders += 1,
                CaseEvent::StatusChanged {
                    cause: Cause::Unanswered { .. },
                    ..
                } => closings += 1,
                _ => {}
            }
        }
    }
    assert!(reminders > 0 && closings > 0, "{reminders} {closings}");
}

/// Agents find what they were warned of, and supervisors what they were, each case once and counted right.
#[tokio::test]
async fn s4_what_is_in_danger_is_in_the_list_of_whom_it_was_told() {
    let mut month = Month::begin(60, 4, 3).await;
    month.run().await;
    let (store, scope) = (&month.app.store, AS_MORI.scope());
    let desks = month.app.desks.all();
    let mut wanted = [Vec::new(), Vec::new()];
    for number in &month.numbers {
        let case = store.case(&Scope::System, *number).await.unwrap().unwrap();
        let alert = case.case.alert(&desks[&case.case.desk_version]);
        if alert >= Alert::Supervisor {
            wanted[0].push(*number);
        }
        if alert >= Alert::Agent && case.case.owner.is_none() {
            wanted[1].push(*number);
        }
    }
    assert!(wanted.iter().all(|list| !list.is_empty()), "{wanted:?}");
    let lists = [
        (Holder::All, Alert::Supervisor, Tally::Alarmed),
        (
            Holder::Unowned,
            Alert::Agent,
            Tally::Warned(domain::PersonId(0)),
        ),
    ];
    for ((holder, alert, tally), wanted) in lists.into_iter().zip(wanted) {
        let query = Query {
            list: None,
            holder,
            view: View::NotClosed,
            filter: Filter {
                alert: Some(alert),
                ..Filter::default()
            },
            sort: Sort::Due,
            direction: Direction::Ascending,
            cursor: None,
            limit: 1_000,
        };
        let rows = store.cases(&scope, &query).await.unwrap().rows;
        let mut found: Vec<i64> = rows.iter().map(|row| row.number).collect();
        found.sort_unstable();
        assert_eq!(found, wanted);
        assert!(rows.iter().all(|row| row.alert >= alert));
        let counts = store.counts(&scope, None, &[tally]).await.unwrap();
        assert_eq!(counts[0].not_closed(), wanted.len() as i64);
        let total = store.total(&scope, &query).await.unwrap();
        assert_eq!(total, Total::Exactly(wanted.len() as i64));
    }
}

/// Both clocks and both sorts of notice come up in what is simulated.
#[tokio::test]
async fn s4_the_simulation_meets_every_sort_of_notice() {
    let mut month = Month::begin(40, 6, 11).await;
    month.run().await;
    let mut met = Vec::new();
    for number in &month.numbers {
        let case = month
            .app
            .store
            .case(&Scope::System, *number)
            .await
            .unwrap()
            .unwrap();
        for recorded in month.app.store.history(&case).await.unwrap() {
            if let CaseEvent::ClockTold { clock, notice, .. } = recorded.event {
                met.push((clock, notice));
            }
        }
    }
    for clock in [ClockKind::FirstResponse, ClockKind::NextUpdate] {
        for notice in [Notice::Warning(75), Notice::Warning(90), Notice::Breach] {
            assert!(met.contains(&(clock, notice)), "{clock:?} {notice:?}");
        }
    }
}
