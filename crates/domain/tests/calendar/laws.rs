//! Laws of open time, over all zones and a million triples.

use domain::calendar::{Calendar, Nation, Schedule};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{ZONES, calendar, every_day, own_hours, twin, weekdays, zone};

/// Triples for each zone.
const TRIPLES: u32 = 25_000;

/// Calendars of every kind in this zone.
fn kinds(name: &str) -> Vec<Calendar> {
    let mut japan = weekdays(name, "09:00-12:00 13:00-17:00");
    japan.nation = Some(Nation::Japan);
    japan.breaks.push(own_hours("12-28", "12:00-24:00"));
    let schedules = [
        japan,
        every_day(name, "22:00-06:00"),
        every_day(name, "00:00-05:00 23:30-24:00"),
        Schedule::round_the_clock(zone(name)),
    ];
    schedules.map(calendar).into()
}

/// A moment between 2011 and 2030, and how to look at it: often near a change of clocks, midnight or an opening.
fn moment() -> impl Strategy<Value = i64> {
    let from = crate::at("2011-01-01T00:00:00Z");
    let to = crate::at("2030-01-01T00:00:00Z");
    prop_oneof![
        from..to,
        (from..to).prop_map(|at| at - at.rem_euclid(1_800)),
    ]
}

#[test]
fn s2_open_time_is_additive_monotone_and_undone() {
    for name in ZONES {
        let calendars = kinds(name);
        let mut runner = TestRunner::new(Config {
            cases: TRIPLES,
            failure_persistence: None,
            ..Config::default()
        });
        let triples = (moment(), moment(), moment(), 0..4_usize, 1..2_000_000_i64);
        let law = |(a, b, c, kind, amount)| {
            let calendar: &Calendar = &calendars[kind];
            let mut order = [a, b, c];
            order.sort_unstable();
            let [a, b, c] = order;
            prop_assert_eq!(
                calendar.elapsed(a, b) + calendar.elapsed(b, c),
                calendar.elapsed(a, c),
                "additive"
            );
            prop_assert!(calendar.elapsed(a, b) >= 0 && calendar.elapsed(a, b) <= b - a);
            if let Some(due) = calendar.deadline(a, amount) {
                prop_assert_eq!(calendar.elapsed(a, due), amount, "undone");
                prop_assert!(calendar.is_open(due - 1), "due with the last open second");
                if let Some(later) = calendar.deadline(b, amount) {
                    prop_assert!(due <= later, "monotone in time");
                }
                if let Some(longer) = calendar.deadline(a, amount + 1) {
                    prop_assert!(due < longer, "monotone in amount");
                }
                let back = calendar.start(due, amount);
                prop_assert_eq!(
                    back.map(|back| calendar.elapsed(back, due)),
                    Some(amount),
                    "back"
                );
            }
            if let Some(open) = calendar.next_open(a) {
                prop_assert!(open >= a && calendar.is_open(open));
                prop_assert_eq!(calendar.elapsed(a, open), 0);
            }
            Ok(())
        };
        if let Err(error) = runner.run(&triples, law) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn s3_an_explanation_leaves_nothing_out_and_adds_up() {
    for name in ZONES {
        let calendars = kinds(name);
        let mut runner = TestRunner::new(Config {
            cases: 100,
            failure_persistence: None,
            ..Config::default()
        });
        let law = |(a, kind, amount): (i64, usize, i64)| {
            let calendar = &calendars[kind];
            let told = calendar.explain(a, a + amount);
            let counted: i64 = told
                .iter()
                .filter(|p| p.why.is_open())
                .map(|p| p.to - p.from)
                .sum();
            prop_assert_eq!(counted, calendar.elapsed(a, a + amount), "explained");
            prop_assert_eq!(
                told.iter().map(|p| p.to - p.from).sum::<i64>(),
                amount,
                "without gaps"
            );
            Ok(())
        };
        if let Err(error) = runner.run(&(moment(), 0..4_usize, 1..2_000_000_i64), law) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn s2_any_schedule_agrees_with_its_slow_twin() {
    let mut runner = TestRunner::new(Config {
        cases: 150,
        failure_persistence: None,
        ..Config::default()
    });
    let law = |(schedule, from, hours): (Schedule, i64, i64)| {
        let fast = Calendar::over(schedule.clone(), 2010..2032);
        let from = from - from.rem_euclid(60);
        let to = from + hours * 3600;
        prop_assert_eq!(fast.elapsed(from, to), twin::elapsed(&schedule, from, to));
        for step in 0..20 {
            let at = from + step * 60 * hours * 3;
            prop_assert_eq!(fast.is_open(at), twin::is_open(&schedule, at), "at {}", at);
        }
        Ok(())
    };
    let given = (twin::any_schedule(), moment(), 1..200_i64);
    if let Err(error) = runner.run(&given, law) {
        panic!("{error}");
    }
}
