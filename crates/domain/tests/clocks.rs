//! The clocks of a case (S1, S3, S4): the worked answers, the rules one by one, and receipts that add up.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    calendar::{Calendar, Nation, Schedule, Span},
    contract::{Amount, Clocks, Mark, NextUpdate, OutOfOrder, Reason, Targets},
};
use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

const HOUR: i64 = 3_600;

fn japan() -> Calendar {
    let mut schedule = Schedule::empty(TimeZone::get("Asia/Tokyo").unwrap());
    for day in schedule.week.iter_mut().take(5) {
        *day = vec![Span::parse("09:00-17:00").unwrap()];
    }
    schedule.nation = Some(Nation::Japan);
    Calendar::over(schedule, 2020..2030)
}

fn global() -> Calendar {
    Calendar::over(Schedule::round_the_clock(TimeZone::UTC), 2020..2030)
}

/// In Japan's time: `02-09T16:50` of 2024.
fn at(text: &str) -> i64 {
    let seconds = if text.len() == 11 { ":00" } else { "" };
    let text = format!("2024-{text}{seconds}+09:00");
    text.parse::<Timestamp>().unwrap().as_second()
}

fn said(at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap();
    let local = at.to_zoned(TimeZone::get("Asia/Tokyo").unwrap());
    let text = local.strftime("%m-%dT%H:%M:%S").to_string();
    text.strip_suffix(":00").unwrap_or(&text).to_owned()
}

const ENHANCED_S2: Targets = Targets {
    first_response: Some(Amount::Open(1_800)),
    next_update: Some(Amount::Elapsed(24 * HOUR)),
    milestones: Vec::new(),
};
const ENHANCED_S3: Targets = Targets {
    first_response: Some(Amount::Open(5_400)),
    next_update: Some(Amount::Elapsed(48 * HOUR)),
    milestones: Vec::new(),
};
const BASIC_S3: Targets = Targets {
    first_response: Some(Amount::NextBusinessDay),
    next_update: None,
    milestones: Vec::new(),
};

use Mark::{
    AwaitingCustomer as Awaiting, Closed, CustomerResponded as Responded, Reopened,
    SupportReplied as Replied,
};

fn clocks(targets: Targets, opened: &str, marks: &[(&str, Mark)]) -> Clocks {
    let mut clocks = Clocks::start(targets, at(opened));
    for (when, mark) in marks {
        clocks.take(at(when), mark.clone()).unwrap();
    }
    clocks
}

fn first(calendar: &Calendar, targets: Targets, opened: &str) -> String {
    said(
        clocks(targets, opened, &[])
            .first_response(calendar)
            .unwrap(),
    )
}

fn update(targets: Targets, opened: &str, marks: &[(&str, Mark)]) -> String {
    let japan = japan();
    match clocks(targets, opened, marks).next_update(&japan) {
        NextUpdate::At(due) => said(due),
        NextUpdate::Paused => "paused".into(),
        NextUpdate::Stopped => "stopped".into(),
        NextUpdate::None => "none".into(),
    }
}

#[test]
fn s1_the_worked_answers() {
    let (japan, global) = (japan(), global());
    assert_eq!(first(&japan, ENHANCED_S3, "02-09T16:50"), "02-13T10:20");
    assert_eq!(update(ENHANCED_S3, "02-09T16:50", &[]), "02-13T09:00");
    assert_eq!(first(&japan, ENHANCED_S2, "02-06T16:30"), "02-06T17:00");
    assert_eq!(first(&japan, ENHANCED_S2, "02-06T17:00"), "02-07T09:30");
    assert_eq!(update(ENHANCED_S2, "02-06T17:00", &[]), "02-08T09:00");
    assert_eq!(first(&japan, BASIC_S3, "02-08T16:59:59"), "02-09T17:00");
    assert_eq!(first(&japan, BASIC_S3, "02-08T17:00:00"), "02-13T17:00");
    assert_eq!(first(&japan, BASIC_S3, "02-10T12:00"), "02-14T17:00");
    assert_eq!(
        first(&global, BASIC_S3, "02-10T21:00"),
        "02-12T09:00",
        "midnight in UTC"
    );
    assert_eq!(
        update(
            ENHANCED_S2,
            "02-06T10:00",
            &[("02-07T15:00", Awaiting), ("02-07T16:00", Responded)]
        ),
        "02-07T11:00"
    );
    assert_eq!(
        update(
            ENHANCED_S2,
            "02-06T10:00",
            &[
                ("02-07T10:00", Awaiting),
                ("02-08T10:00", Replied),
                ("02-08T12:00", Responded)
            ]
        ),
        "02-09T12:00"
    );
}

#[test]
fn s4_pauses_by_the_letter() {
    let on = |marks: &[(&str, Mark)]| update(ENHANCED_S2, "02-06T10:00", marks);
    assert_eq!(on(&[]), "02-07T10:00");
    assert_eq!(on(&[("02-06T11:00", Awaiting)]), "paused");
    // Asked twice is paused once.
    assert_eq!(
        on(&[
            ("02-06T11:00", Awaiting),
            ("02-06T12:00", Awaiting),
            ("02-06T13:00", Responded)
        ]),
        "02-07T12:00"
    );
    // An update by the customer without a question restarts nothing and ends nothing.
    assert_eq!(on(&[("02-06T12:00", Responded)]), "02-07T10:00");
    // An answer starts anew; with a question at the same instant the count begins and pauses.
    assert_eq!(on(&[("02-06T12:00", Replied)]), "02-07T12:00");
    assert_eq!(
        on(&[
            ("02-06T12:00", Replied),
            ("02-06T12:00", Awaiting),
            ("02-06T15:00", Responded)
        ]),
        "02-07T15:00"
    );
    // What was paused before an answer does not count after it.
    assert_eq!(
        on(&[
            ("02-06T11:00", Awaiting),
            ("02-06T13:00", Responded),
            ("02-06T14:00", Replied)
        ]),
        "02-07T14:00"
    );
    assert_eq!(
        update(BASIC_S3, "02-06T10:00", &[("02-06T11:00", Awaiting)]),
        "none"
    );
}

/// A pause over a weekend pushed a due time outside the hours, elsewhere; here it moves to the opening, once.
#[test]
fn s4_a_due_time_outside_the_hours_moves_to_the_next_opening() {
    assert_eq!(
        update(
            ENHANCED_S2,
            "02-08T15:00",
            &[("02-09T10:00", Awaiting), ("02-09T13:00", Responded)]
        ),
        "02-13T09:00"
    );
    assert_eq!(
        update(ENHANCED_S2, "02-06T17:00", &[]),
        "02-08T09:00",
        "17:00:00 is closed"
    );
    assert_eq!(update(ENHANCED_S2, "02-06T16:59:59", &[]), "02-07T16:59:59");
}

#[test]
fn s4_closing_stops_and_reopening_starts_the_updates() {
    let on = |marks: &[(&str, Mark)]| update(ENHANCED_S2, "02-06T10:00", marks);
    assert_eq!(on(&[("02-06T12:00", Closed)]), "stopped");
    assert_eq!(
        on(&[("02-06T12:00", Closed), ("02-07T11:00", Reopened)]),
        "02-08T11:00"
    );
    let answered = clocks(
        ENHANCED_S2,
        "02-06T10:00",
        &[
            ("02-06T10:10", Replied),
            ("02-06T12:00", Closed),
            ("02-07T11:00", Reopened),
        ],
    );
    assert_eq!(
        answered.answered(),
        Some(at("02-06T10:10")),
        "a met first response stays met"
    );
}

/// Elsewhere a raise turned a case red at once.
#[test]
fn s3_a_raise_makes_nothing_late_by_itself() {
    let japan = japan();
    let raised = |targets, raised| Mark::Retargeted { targets, raised };
    let first = |when: &str, mark| {
        let clocks = clocks(BASIC_S3, "02-06T10:00", &[(when, mark)]);
        said(clocks.first_response(&japan).unwrap())
    };
    assert_eq!(
        first("02-06T10:10", raised(ENHANCED_S2, true)),
        "02-06T10:40"
    );
    assert_eq!(
        first("02-06T14:00", raised(ENHANCED_S2, true)),
        "02-06T14:30"
    );
    assert_eq!(
        first("02-06T10:10", raised(ENHANCED_S3, false)),
        "02-06T11:30",
        "lowered: computed anew"
    );
    let update = |when: &str| {
        update(
            ENHANCED_S3,
            "02-06T10:00",
            &[(when, raised(ENHANCED_S2, true))],
        )
    };
    assert_eq!(update("02-06T10:30"), "02-07T10:30");
    assert_eq!(update("02-07T15:00"), "02-08T15:00");
}

#[test]
fn s3_time_does_not_run_back() {
    let mut clocks = Clocks::start(ENHANCED_S2, at("02-06T10:00"));
    assert_eq!(clocks.take(at("02-06T09:59"), Replied), Err(OutOfOrder));
    assert_eq!(clocks.take(at("02-06T11:00"), Replied), Ok(()));
    assert_eq!(clocks.take(at("02-06T10:30"), Awaiting), Err(OutOfOrder));
}

#[test]
fn s3_a_receipt_tells_every_stretch() {
    let japan = japan();
    let lines = |lines: Vec<domain::contract::Line>| -> Vec<String> {
        let line = |line: domain::contract::Line| {
            let to = line.to.map_or("…".into(), said);
            let mark = if line.counted { "+" } else { "-" };
            let why = match &line.why {
                Reason::Holiday(day) => day.as_str(),
                other => other.as_str(),
            };
            format!("{mark} {} {to} {why}", said(line.from))
        };
        lines.into_iter().map(line).collect()
    };
    let response = clocks(ENHANCED_S3, "02-09T16:50", &[]);
    assert_eq!(
        lines(response.first_response_receipt(&japan)),
        [
            "+ 02-09T16:50 02-09T17:00 open",
            "- 02-09T17:00 02-12T00:00 outside-hours",
            "- 02-12T00:00 02-13T00:00 substitute-holiday",
            "- 02-13T00:00 02-13T09:00 outside-hours",
            "+ 02-13T09:00 02-13T10:20 open",
        ]
    );
    let next_day = clocks(BASIC_S3, "02-08T08:00", &[]);
    assert_eq!(
        lines(next_day.first_response_receipt(&japan)),
        [
            "- 02-08T08:00 02-08T09:00 outside-hours",
            "- 02-08T09:00 02-08T17:00 day-of-reception",
            "- 02-08T17:00 02-09T09:00 outside-hours",
            "+ 02-09T09:00 02-09T17:00 open",
        ]
    );
    let paused = clocks(
        ENHANCED_S2,
        "02-06T10:00",
        &[
            ("02-06T12:00", Awaiting),
            ("02-06T13:00", Responded),
            ("02-07T15:00", Awaiting),
            ("02-07T19:00", Responded),
        ],
    );
    assert_eq!(
        lines(paused.next_update_receipt(&japan)),
        [
            "+ 02-06T10:00 02-06T12:00 every-hour",
            "- 02-06T12:00 02-06T13:00 customers-turn",
            "+ 02-06T13:00 02-07T11:00 every-hour",
            "- 02-07T15:00 02-07T19:00 customers-turn",
        ]
    );
    let standing = clocks(ENHANCED_S2, "02-06T10:00", &[("02-06T12:00", Awaiting)]);
    assert_eq!(
        lines(standing.next_update_receipt(&japan)),
        [
            "+ 02-06T10:00 02-06T12:00 every-hour",
            "- 02-06T12:00 … customers-turn"
        ]
    );
}

fn any_marks() -> impl Strategy<Value = Vec<(i64, Mark)>> {
    let mark = prop_oneof![
        Just(Replied),
        Just(Awaiting),
        Just(Responded),
        Just(Closed),
        Just(Reopened)
    ];
    proptest::collection::vec((0..200_000_i64, mark), 0..12).prop_map(|steps| {
        let mut at = 1_707_181_200;
        let step = |(more, mark)| {
            at += more;
            (at, mark)
        };
        steps.into_iter().map(step).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn s3_what_a_receipt_counts_is_the_target(marks in any_marks(), hours in 1..72_i64, opened in 1_706_000_000..1_707_181_200_i64) {
        let japan = japan();
        let targets = Targets {
            first_response: Some(Amount::Open(hours * 600)),
            next_update: Some(Amount::Elapsed(hours * HOUR)),
            ..Targets::default()
        };
        let mut clocks = Clocks::start(targets, opened);
        for (at, mark) in marks {
            clocks.take(at, mark).unwrap();
        }
        let counted = |lines: &[domain::contract::Line]| -> i64 {
            lines.iter().filter(|l| l.counted).map(|l| l.to.unwrap() - l.from).sum()
        };
        prop_assert_eq!(counted(&clocks.first_response_receipt(&japan)), hours * 600);
        let receipt = clocks.next_update_receipt(&japan);
        if let NextUpdate::At(due) = clocks.next_update(&japan) {
            prop_assert_eq!(counted(&receipt), hours * HOUR);
            prop_assert!(japan.is_open(due), "a due moment is an open one");
        }
    }
}
