//! Further milestones of the desk file: what begins, pauses and reaches them, when they are due, and when it is told (S1, S3,
//! S4).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::sync::LazyLock;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    calendar::second,
    case::{self, Case, CaseEvent, Command, Facts, NewCase},
    contract::{Alert, ClockKind, Due, Line, MilestoneId, MilestoneState, Notice, Reason},
    desk::{StatusId, check},
    event::{By, Recorded},
};
use opening::{OURS, bought};
use proptest::prelude::*;

const ASKER: Actor = Actor::Contact {
    person: PersonId(1),
    account: OURS,
    access: domain::access::Access::all(Level::ReadWrite),
};
const AGENT: Actor = Actor::Agent {
    person: PersonId(50),
    role: Role::Tier1,
    team: None,
};

const MILESTONES: &str = r#"
[[milestone]]
id = "restored"
label = { ja = "復旧", en = "Restored" }
reached = ["service-restored/*", "solution-proposed/*", "closed/*"]

[[milestone]]
id = "cause"
label = { ja = "原因報告", en = "Cause report" }
starts = ["service-restored/cause-analysis"]
reached = ["solution-proposed/*"]
pauses = false
"#;

/// The fifth source's desk, with two milestones, promised to the plan `enhanced`.
fn desk(s1: &str, s2: &str) -> Desk {
    let source = include_str!("../../../desks/collaboration.toml");
    let with = |source: String, severity: &str, promised: &str| {
        let head = format!("plan = \"enhanced\"\nseverity = \"{severity}\"\n");
        assert_eq!(source.matches(&head).count(), 1);
        source.replace(&head, &format!("{head}milestones = {{ {promised} }}\n"))
    };
    let source = with(source.to_owned(), "S1", s1);
    let source = with(source, "S2", s2);
    check(&(source + MILESTONES)).unwrap()
}

fn usual() -> Desk {
    desk("restored = \"2h\"", "restored = \"4h\", cause = \"16h\"")
}

/// February 2024 by the clock of Tokyo.
fn at(text: &str) -> Instant {
    format!("2024-{text}:00+09:00").parse().unwrap()
}

fn id(text: &str) -> MilestoneId {
    MilestoneId::new(text).unwrap()
}

struct Played {
    desk: Desk,
    case: Case,
    log: Vec<Recorded<CaseEvent>>,
}

impl Played {
    fn open(desk: Desk, severity: &str, when: &str) -> Self {
        let now = at(when);
        let facts = Facts {
            now,
            actor: &ASKER,
            desk: &desk,
        };
        let new = NewCase {
            severity: severity.into(),
            ..opening::new_case(&desk)
        };
        let mut has = bought(&desk, Some("enhanced"));
        has[0].options.push("current-pricing".into());
        let event = case::open(new, &has, &facts).unwrap().remove(0);
        let case = Case::opened(now, &event).unwrap();
        let log = vec![recorded(1, now, event)];
        Self { desk, case, log }
    }

    fn does(&mut self, when: &str, actor: &Actor, command: Command) -> usize {
        let facts = Facts {
            now: at(when),
            actor,
            desk: &self.desk,
        };
        let events = case::decide(&self.case, command, &facts).unwrap();
        let count = events.len();
        events
            .into_iter()
            .for_each(|event| self.happens(when, event));
        count
    }

    fn happens(&mut self, when: &str, event: CaseEvent) {
        self.case.apply(at(when), &event);
        let version = self.case.version;
        self.log.push(recorded(version, at(when), event));
    }

    fn moves(&mut self, when: &str, to: &str) {
        let to = StatusId::new(to);
        self.does(when, &AGENT, Command::ChangeStatus { to });
    }

    fn answers(&mut self, when: &str) {
        let text = "x".into();
        self.does(when, &ASKER, Command::PostUpdate { text });
    }

    fn replies(&mut self, when: &str) {
        let (text, then) = ("ok".into(), None);
        self.does(when, &AGENT, Command::Reply { text, then });
    }

    fn state(&self, milestone: &str) -> MilestoneState {
        let calendar = self.case.calendar(&self.desk).unwrap();
        let clocks = self.case.clocks.as_ref().unwrap();
        clocks.milestone(id(milestone), calendar)
    }

    fn receipt(&self, milestone: &str) -> Vec<Line> {
        let calendar = self.case.calendar(&self.desk).unwrap();
        let clocks = self.case.clocks.as_ref().unwrap();
        clocks.milestone_receipt(id(milestone), calendar)
    }

    fn is_due(&self, milestone: &str, when: &str) {
        assert_eq!(self.state(milestone), due(when));
    }
}

fn recorded(version: i64, at: Instant, event: CaseEvent) -> Recorded<CaseEvent> {
    Recorded {
        version,
        at,
        by: By::System,
        event,
    }
}

fn due(when: &str) -> MilestoneState {
    MilestoneState::At(second(at(when)))
}

fn reached(when: &str, due: &str) -> MilestoneState {
    MilestoneState::Reached {
        at: second(at(when)),
        due: Some(second(at(due))),
    }
}

#[test]
fn s1_a_milestone_counts_from_opening_to_the_status_that_reaches_it() {
    let mut played = Played::open(usual(), "S2", "02-06T15:00");
    played.is_due("restored", "02-07T11:00");
    assert_eq!(played.state("cause"), MilestoneState::NotBegun);
    // What is due first is said of the case; an answer is no restoration.
    let first = Due::At(ClockKind::FirstResponse, second(at("02-06T15:30")));
    assert_eq!(played.case.due(&played.desk), first);
    played.replies("02-06T15:10");
    let restored = Due::At(
        ClockKind::Milestone(id("restored")),
        second(at("02-07T11:00")),
    );
    assert_eq!(played.case.due(&played.desk), restored);
    played.moves("02-07T10:00", "service-restored/cause-analysis");
    assert_eq!(
        played.state("restored"),
        reached("02-07T10:00", "02-07T11:00")
    );
    // The same step begins the other: sixteen open hours are two days.
    played.is_due("cause", "02-09T10:00");
}

#[test]
fn s4_a_milestone_stands_still_while_the_customer_has_the_turn() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.is_due("restored", "02-06T14:00");
    played.moves("02-06T11:00", "awaiting-information/information-required");
    assert_eq!(played.state("restored"), MilestoneState::Paused);
    // An answer during the pause begins the count of updates anew, not this one.
    played.replies("02-06T12:00");
    played.answers("02-06T13:30");
    played.is_due("restored", "02-06T16:30");
    let lines = played.receipt("restored");
    let counted: i64 = lines
        .iter()
        .filter(|line| line.counted)
        .map(|line| line.to.unwrap() - line.from)
        .sum();
    assert_eq!(counted, 4 * 3_600);
    let paused = lines.iter().find(|line| line.why == Reason::CustomersTurn);
    let paused = paused.unwrap();
    assert_eq!(paused.from, second(at("02-06T11:00")));
    assert_eq!(paused.to, Some(second(at("02-06T13:30"))));
}

#[test]
fn s4_a_milestone_that_does_not_pause_goes_on_in_the_customers_turn() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.moves("02-06T11:00", "service-restored/cause-analysis");
    played.is_due("cause", "02-08T11:00");
    played.moves("02-06T12:00", "awaiting-information/information-required");
    played.is_due("cause", "02-08T11:00");
    played.answers("02-08T10:00");
    played.is_due("cause", "02-08T11:00");
}

#[test]
fn s4_what_was_reached_in_the_customers_turn_was_not_late_for_it() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.moves("02-06T13:00", "awaiting-information/information-required");
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    played.does("02-08T13:00", &ASKER, close);
    assert_eq!(
        played.state("restored"),
        reached("02-08T13:00", "02-08T14:00")
    );
}

#[test]
fn s3_a_milestone_once_reached_stays_reached_until_what_begins_it_comes_again() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.moves("02-06T11:00", "service-restored/cause-analysis");
    played.moves("02-06T12:00", "solution-proposed/proposed");
    let was = (played.state("restored"), played.state("cause"));
    assert_eq!(was.1, reached("02-06T12:00", "02-08T11:00"));
    let no = Command::NeedMoreHelp {
        tried: String::new(),
        happened: "x".into(),
    };
    played.does("02-06T13:00", &ASKER, no);
    assert_eq!((played.state("restored"), played.state("cause")), was);
    played.moves("02-07T09:00", "service-restored/cause-analysis");
    played.is_due("cause", "02-08T17:00");
    assert_eq!(played.state("restored"), was.0);
}

#[test]
fn s4_closing_stops_a_milestone_and_reopening_begins_it_anew() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.moves("02-06T11:00", "service-restored/cause-analysis");
    played.moves("02-06T12:00", "closed/resolved");
    assert_eq!(played.state("cause"), MilestoneState::Stopped);
    assert_eq!(played.case.timers(&played.desk), []);
    let reopen = Command::RequestReopening { reason: "x".into() };
    played.does("02-07T09:00", &ASKER, reopen);
    played.is_due("cause", "02-08T17:00");
}

#[test]
fn s3_a_raise_of_severity_makes_no_milestone_late_by_itself() {
    let mut played = Played::open(usual(), "S2", "02-06T09:00");
    let raise = |to: &str| Command::ChangeSeverity {
        to: to.into(),
        reason: "x".into(),
    };
    played.does("02-06T12:00", &ASKER, raise("S1"));
    // Two hours from nine lie behind; from the raise on they are full.
    played.is_due("restored", "02-06T14:00");
    // The desk promises no cause report for S1: nothing is shown of it, and it is followed all the same.
    assert_eq!(played.state("cause"), MilestoneState::None);
    played.moves("02-06T13:00", "service-restored/cause-analysis");
    let was = played.state("restored");
    assert_eq!(was, reached("02-06T13:00", "02-06T14:00"));
    played.does("02-06T14:00", &ASKER, raise("S2"));
    assert_eq!(
        played.state("restored"),
        was,
        "what is over does not change"
    );
    played.is_due("cause", "02-08T14:00");
}

#[test]
fn s3_a_first_response_that_was_late_stays_late_when_severity_is_raised() {
    let mut played = Played::open(usual(), "S3", "02-06T09:00");
    played.replies("02-06T11:00");
    let first = |played: &Played| {
        let calendar = played.case.calendar(&played.desk).unwrap();
        let clocks = played.case.clocks.as_ref().unwrap();
        (clocks.answered(), clocks.first_response(calendar))
    };
    let was = first(&played);
    assert!(was.0 > was.1, "90 minutes were promised");
    let raise = Command::ChangeSeverity {
        to: "S1".into(),
        reason: "x".into(),
    };
    played.does("02-06T12:00", &ASKER, raise);
    assert_eq!(first(&played), was);
}

#[test]
fn s3_what_is_promised_only_since_a_change_counts_from_it() {
    // Nothing at all is promised for S3 here.
    let mut quiet = usual();
    quiet.targets.retain(|target| target.severity != "S3");
    let mut played = Played::open(quiet, "S3", "02-06T09:00");
    assert_eq!(played.case.clocks, None);
    let raise = Command::ChangeSeverity {
        to: "S2".into(),
        reason: "x".into(),
    };
    played.does("02-07T10:00", &ASKER, raise);
    played.is_due("restored", "02-07T14:00");
    let first = Due::At(ClockKind::FirstResponse, second(at("02-07T10:30")));
    assert_eq!(played.case.due(&played.desk), first);
}

#[test]
fn s4_a_milestone_is_warned_of_and_its_breach_told_once() {
    let mut played = Played::open(usual(), "S2", "02-06T10:00");
    played.replies("02-06T10:05");
    let mut tell = |when: &str| {
        let told = played.does(when, &Actor::System, Command::TellClocks);
        (told, played.case.alert(&played.desk))
    };
    assert_eq!(tell("02-06T12:59"), (0, Alert::None), "none early");
    assert_eq!(tell("02-06T13:00"), (1, Alert::Agent));
    assert_eq!(tell("02-06T13:36"), (1, Alert::Supervisor));
    assert_eq!(tell("02-06T14:00"), (1, Alert::Breach));
    assert_eq!(tell("02-06T15:00"), (0, Alert::Breach));
    let told = played.log.last().unwrap().event.clone();
    let wanted = CaseEvent::ClockTold {
        clock: ClockKind::Milestone(id("restored")),
        notice: Notice::Breach,
        due: at("02-06T14:00"),
        late: false,
    };
    assert_eq!(told, wanted);
    assert_eq!(played.case.clocks.as_ref().unwrap().breaches(), 1);
}

#[test]
fn s3_another_desk_leaves_what_is_over_and_makes_nothing_late_by_itself() {
    let from = desk("restored = \"2h\"", "restored = \"4h\"");
    let to = desk("restored = \"1h\"", "restored = \"1h\", cause = \"2h\"");
    // Not reached yet: one hour from opening is what counts now.
    let mut played = Played::open(from.clone(), "S2", "02-06T10:00");
    let now = at("02-06T12:00");
    let event = case::move_to(&played.case, &from, &to, 2, now).unwrap();
    played.desk = to.clone();
    played.happens("02-06T12:00", event);
    played.is_due("restored", "02-06T11:00");
    // Reached, and the new desk promises a report on top of it.
    let mut played = Played::open(from.clone(), "S2", "02-06T10:00");
    played.moves("02-06T11:00", "service-restored/cause-analysis");
    let now = at("02-07T15:00");
    let event = case::move_to(&played.case, &from, &to, 2, now).unwrap();
    played.desk = to;
    played.happens("02-07T15:00", event);
    assert_eq!(
        played.state("restored"),
        reached("02-06T11:00", "02-06T14:00")
    );
    assert_eq!(
        played.receipt("restored"),
        [],
        "another version counts by now"
    );
    played.is_due("cause", "02-07T17:00");
}

#[test]
fn s3_a_case_that_was_warned_of_moves_to_another_desk_all_the_same() {
    let from = desk("restored = \"2h\"", "restored = \"4h\"");
    let to = desk("restored = \"2h\"", "restored = \"8h\"");
    let mut played = Played::open(from.clone(), "S2", "02-06T10:00");
    played.replies("02-06T10:05");
    played.does("02-06T13:00", &Actor::System, Command::TellClocks);
    // A warning is no change that a customer sees, and yet nothing lies before it any more.
    assert_eq!(played.case.modified_at, at("02-06T10:05"));
    assert_eq!(played.case.latest_at(), at("02-06T13:00"));
    let now = played.case.latest_at();
    let event = case::move_to(&played.case, &from, &to, 2, now).unwrap();
    played.desk = to;
    played.happens("02-06T13:00", event);
    played.is_due("restored", "02-07T10:00");
}

#[test]
fn s3_a_promise_tells_its_milestones_as_they_were_for_ever() {
    let played = Played::open(usual(), "S2", "02-06T10:00");
    let text = serde_json::to_string(&played.log[0].event).unwrap();
    assert!(text.contains(r#"{"id":"restored","amount":{"open":14400},"reached":["#));
    assert_eq!(
        serde_json::from_str::<CaseEvent>(&text).unwrap(),
        played.log[0].event
    );
    // Nobody can call a milestone like one of the two clocks that every desk has.
    for taken in ["", "first-response", "next-update", "é"] {
        assert_eq!(MilestoneId::new(taken), None);
    }
}

/// One amount elapses, the others count open time.
static MIXED: LazyLock<Desk> = LazyLock::new(|| {
    desk(
        "restored = \"2h elapsed\"",
        "restored = \"4h\", cause = \"16h\"",
    )
});

/// A step that may or may not be possible just then.
#[derive(Clone, Copy, Debug)]
enum Step {
    Status(usize),
    Reply,
    Update,
    Severity(usize),
    Tell,
}

const STATUSES: [&str; 6] = [
    "open/investigating",
    "awaiting-information/information-required",
    "service-restored/cause-analysis",
    "service-restored/permanent-solution",
    "solution-proposed/proposed",
    "closed/resolved",
];

fn any_steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = prop_oneof![
        4 => (0..STATUSES.len()).prop_map(Step::Status),
        2 => Just(Step::Reply),
        2 => Just(Step::Update),
        1 => (0..3_usize).prop_map(Step::Severity),
        2 => Just(Step::Tell),
    ];
    proptest::collection::vec((1..3_000_i64, step), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens: replaying gives the same state, which survives being stored; what a receipt counts is the target;
    /// nothing is told twice in one count; and what runs is told of before it is over.
    #[test]
    fn s3_milestones_are_a_fold_whatever_happens(steps in any_steps()) {
        let mut played = Played::open(MIXED.clone(), "S2", "02-06T10:00");
        let mut now = at("02-06T10:00");
        for (minutes, step) in steps {
            now += jiff::SignedDuration::from_mins(minutes);
            let (actor, command) = match step {
                Step::Status(to) => (AGENT, Command::ChangeStatus { to: StatusId::new(STATUSES[to]) }),
                Step::Reply => (AGENT, Command::Reply { text: "x".into(), then: None }),
                Step::Update => (ASKER, Command::PostUpdate { text: "x".into() }),
                Step::Severity(to) => {
                    (ASKER, Command::ChangeSeverity { to: ["S1", "S2", "S3"][to].into(), reason: "x".into() })
                }
                Step::Tell => (Actor::System, Command::TellClocks),
            };
            let facts = Facts { now, actor: &actor, desk: &played.desk };
            for event in case::decide(&played.case, command, &facts).unwrap_or_default() {
                played.case.apply(now, &event);
                let version = played.case.version;
                played.log.push(recorded(version, now, event));
            }
            let clocks = played.case.clocks.clone().unwrap();
            let stored = serde_json::to_string(&clocks).unwrap();
            prop_assert_eq!(&serde_json::from_str::<domain::contract::Clocks>(&stored).unwrap(), &clocks);
            let calendar = played.case.calendar(&played.desk).unwrap();
            for (milestone, amount) in clocks.milestones() {
                let lines = clocks.milestone_receipt(milestone, calendar);
                prop_assert!(lines.windows(2).all(|pair| pair[0].to.is_none_or(|to| to <= pair[1].from)));
                let MilestoneState::At(due) = clocks.milestone(milestone, calendar) else { continue };
                // A pause after the time was up moves it, and may end later still.
                prop_assert!(lines.last().and_then(|line| line.to) >= Some(due));
                let counted: i64 = lines.iter().filter(|l| l.counted).filter_map(|l| Some(l.to? - l.from)).sum();
                let (domain::contract::Amount::Open(seconds) | domain::contract::Amount::Elapsed(seconds)) = amount else {
                    continue;
                };
                // A raise may have given more.
                prop_assert!(counted >= seconds);
                let told = clocks.was_told(ClockKind::Milestone(milestone), Notice::Breach);
                let waits = clocks.timers(&played.desk.warnings, calendar);
                let waits = waits.iter().any(|t| t.clock == ClockKind::Milestone(milestone) && t.at == due);
                prop_assert!(told || waits);
            }
        }
        prop_assert_eq!(Case::replay(&played.log).unwrap(), played.case);
    }
}
