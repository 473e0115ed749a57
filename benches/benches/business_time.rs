//! One deadline in business time: in how many nanoseconds, and whether the distance tells.

use std::{hint::black_box, time::Instant};

use benches::{
    median,
    table::{Goal, Table, times},
};
use domain::{
    calendar::{Calendar, Nation, Schedule, Span},
    contract::{Amount, Clocks, Mark, Targets},
};

const ROUNDS: usize = 9;
const EACH: i64 = 200_000;
/// Most nanoseconds of one deadline.
const GOAL: f64 = 250.0;
/// Most time over ten years, in times of that over an hour.
const GROWTH: f64 = 1.5;
const HOUR: i64 = 3_600;
/// Open seconds of ten years, about.
const TEN_YEARS: i64 = 10 * 245 * 8 * HOUR;
/// 2020-01-01.
const BEGIN: i64 = 1_577_836_800;

fn office() -> Calendar {
    let zone = jiff::tz::TimeZoneDatabase::bundled().get("Asia/Tokyo");
    let mut schedule = Schedule::empty(zone.expect("a zone of the binary"));
    for day in schedule.week.iter_mut().take(5) {
        *day = vec![Span::parse("09:00-17:00").expect("hours")];
    }
    schedule.nation = Some(Nation::Japan);
    Calendar::new(schedule)
}

fn main() {
    let office = office();
    let deadline = |amount: i64| move |office: &Calendar, from: i64| office.deadline(from, amount);
    let (mut near, mut far, mut fold) = (Vec::new(), Vec::new(), Vec::new());
    // In turns: what disturbs the machine disturbs all alike.
    for _ in 0..ROUNDS {
        near.push(nanoseconds(&office, deadline(HOUR)));
        far.push(nanoseconds(&office, deadline(TEN_YEARS)));
        fold.push(nanoseconds(&office, case));
    }
    let growth = far
        .iter()
        .zip(&near)
        .map(|(far, near)| far / near)
        .collect();
    let (near, far, fold) = (median(near), median(far), median(fold));
    let mut table = Table::new();
    let whole = |ns: f64| format!("{ns:.0} ns");
    table.goal(
        "one deadline, an hour on",
        near,
        Goal::Under(GOAL),
        whole,
        String::new(),
    );
    table.goal(
        "one deadline, ten years on",
        far,
        Goal::Under(GOAL),
        whole,
        String::new(),
    );
    let more = format!("{far:.0} against {near:.0} ns");
    table.goal(
        "ten years against an hour",
        median(growth),
        Goal::Under(GROWTH),
        times,
        more,
    );
    table.note(
        "both clocks of a case with four events",
        whole(fold),
        String::new(),
    );
    table.print("Business time, one thread");
}

/// A case's clocks from its opening to when both are due.
fn case(office: &Calendar, opened: i64) -> Option<i64> {
    let targets = Targets {
        first_response: Some(Amount::Open(2 * HOUR)),
        next_update: Some(Amount::Elapsed(24 * HOUR)),
        milestones: Vec::new(),
    };
    let mut clocks = Clocks::start(targets, opened);
    let marks = [
        Mark::SupportReplied,
        Mark::AwaitingCustomer,
        Mark::CustomerResponded,
        Mark::SupportReplied,
    ];
    for (at, mark) in (opened..).step_by(7_200).zip(marks) {
        clocks.take(at, mark).ok()?;
    }
    black_box(clocks.next_update(office));
    clocks.first_response(office)
}

/// Of one answer, over moments all across five years.
fn nanoseconds(office: &Calendar, answer: impl Fn(&Calendar, i64) -> Option<i64>) -> f64 {
    let begun = Instant::now();
    let mut from = BEGIN;
    for _ in 0..EACH {
        from = BEGIN + (from * 31 + 12_345).rem_euclid(5 * 365 * 24 * HOUR);
        black_box(answer(office, black_box(from)));
    }
    begun.elapsed().as_nanos() as f64 / EACH as f64
}
