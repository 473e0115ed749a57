//! Open time counted minute by minute with a clock on the wall, written apart from the calendar it is held against.

use domain::{
    Words,
    calendar::{Closing, Nation, Opening, Schedule, Span, When, japan},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use proptest::prelude::*;

use crate::{ZONES, zone};

/// Whether the centre is open, by the local time alone.
pub fn is_open(schedule: &Schedule, at: i64) -> bool {
    let local = Timestamp::from_second(at)
        .unwrap()
        .to_zoned(schedule.zone.clone())
        .datetime();
    let midnight = local.date().to_datetime(jiff::civil::Time::midnight());
    let seconds = i64::from(local.time().hour()) * 3600
        + i64::from(local.time().minute()) * 60
        + i64::from(local.time().second());
    debug_assert!(midnight <= local);
    let today = local.date();
    let yesterday = today.checked_sub(1.day()).unwrap();
    let within = |spans: &[Span]| {
        let (now, tonight) = (seconds, seconds + 86_400);
        (
            spans.iter().any(|s| s.from() <= now && now < s.to()),
            spans
                .iter()
                .any(|s| s.from() <= tonight && tonight < s.to()),
        )
    };
    let open = within(&hours(schedule, today)).0 || within(&hours(schedule, yesterday)).1;
    let broken = within(&breaks(schedule, today)).0 || within(&breaks(schedule, yesterday)).1;
    open && !broken
}

/// Open seconds between two whole minutes.
pub fn elapsed(schedule: &Schedule, from: i64, to: i64) -> i64 {
    let mut at = from;
    let mut sum = 0;
    while at < to {
        if is_open(schedule, at) {
            sum += 60;
        }
        at += 60;
    }
    sum
}

fn hours(schedule: &Schedule, day: Date) -> Vec<Span> {
    for own in &schedule.openings {
        if own.when.holds(day) {
            return own.spans.clone();
        }
    }
    let national =
        schedule.nation == Some(Nation::Japan) && japan::holidays(day.year()).contains_key(&day);
    if national || schedule.closings.iter().any(|c| c.when.holds(day)) {
        return Vec::new();
    }
    schedule.of_weekday(day.weekday()).to_vec()
}

fn breaks(schedule: &Schedule, day: Date) -> Vec<Span> {
    let own = schedule.breaks.iter().filter(|b| b.when.holds(day));
    own.flat_map(|b| b.spans.clone()).collect()
}

fn span() -> impl Strategy<Value = Span> {
    (0..96_i64, 0..=96_i64).prop_filter_map("nothing in between", |(from, to)| {
        Span::new(from * 900, to * 900)
    })
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    proptest::collection::vec(span(), 0..3)
}

fn when() -> impl Strategy<Value = When> {
    let day = (2011..2030_i16, 1..=12_i8, 1..=28_i8);
    prop_oneof![
        (day.clone(), 0..20_i64).prop_map(|((y, m, d), more)| {
            let first = Date::new(y, m, d).unwrap();
            When::Days(first, first.checked_add(more.days()).unwrap())
        }),
        ((1..=12_i8, 1..=28_i8), (1..=12_i8, 1..=28_i8)).prop_map(|(a, b)| When::EveryYear(a, b)),
    ]
}

/// Any week in any zone, with exceptions.
pub fn any_schedule() -> impl Strategy<Value = Schedule> {
    let exception = || {
        (when(), spans()).prop_map(|(when, spans)| Opening {
            when,
            spans,
            label: Words::default(),
        })
    };
    (
        0..ZONES.len(),
        proptest::array::uniform7(spans()),
        any::<bool>(),
        proptest::collection::vec(when(), 0..2),
        proptest::collection::vec(exception(), 0..2),
        proptest::collection::vec(exception(), 0..3),
    )
        .prop_map(
            |(place, week, japan, closings, openings, breaks)| Schedule {
                week,
                nation: japan.then_some(Nation::Japan),
                closings: closings
                    .into_iter()
                    .map(|when| Closing {
                        when,
                        label: Words::default(),
                    })
                    .collect(),
                openings,
                breaks,
                ..Schedule::empty(zone(ZONES[place]))
            },
        )
}
