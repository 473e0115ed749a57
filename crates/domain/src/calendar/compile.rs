//! From a schedule to stretches of Universal Time.
//!
//! A second is open when the clock on the wall reads a time within the hours. So the local stretches are laid against each
//! piece of time with one offset from Universal Time: an hour that is skipped is lost, one that comes twice counts twice,
//! and a day that a zone left out has none.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Calendar, Nation, Schedule, Second, Span, days::Day, japan, schedule::DAY};

/// Time during which a zone keeps one offset, in seconds to be added to Universal Time.
struct Piece {
    from: Second,
    to: Second,
    offset: i64,
}

pub(super) fn compile(schedule: Schedule, years: std::ops::Range<i16>) -> Calendar {
    let first = Date::new(years.start, 1, 1).unwrap_or(Date::MIN);
    let last = Date::new(years.end, 1, 1).unwrap_or(Date::MAX);
    let horizon = midnight(&schedule.zone, first)..midnight(&schedule.zone, last);
    let pieces = pieces(&schedule.zone, &horizon);
    let holidays = national(&schedule, years);

    let mut stretches: Vec<(Second, Second)> = Vec::new();
    let mut days = Vec::new();
    let mut behind = 0;
    let mut day = first;
    let mut number = number_of(first);
    while day < last {
        let (spans, usual) = spans_of(&schedule, &holidays, day);
        if usual || !spans.is_empty() {
            let mut one = Day::without_hours(number, usual);
            let breaks = breaks_around(&schedule, day);
            for (from, to) in without(&spans, &breaks) {
                let (from, to) = (number * DAY + from, number * DAY + to);
                // Local time runs back at times, by a day at the most.
                while pieces
                    .get(behind)
                    .is_some_and(|p| p.to + p.offset + 2 * DAY < from)
                {
                    behind += 1;
                }
                for piece in pieces.iter().skip(behind) {
                    if piece.from + piece.offset - 2 * DAY > to {
                        break;
                    }
                    let begin = (from - piece.offset).max(piece.from);
                    let end = (to - piece.offset).min(piece.to);
                    if begin < end {
                        stretches.push((begin, end));
                        one.add(begin, end);
                    }
                }
            }
            days.push(one);
        }
        let Ok(next) = day.tomorrow() else { break };
        (day, number) = (next, number + 1);
    }
    stretches.sort_unstable();
    finished(schedule, stretches, days)
}

fn finished(schedule: Schedule, stretches: Vec<(Second, Second)>, days: Vec<Day>) -> Calendar {
    let mut starts: Vec<Second> = Vec::with_capacity(stretches.len());
    let mut ends: Vec<Second> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match ends.last_mut() {
            Some(end) if from <= *end => *end = to.max(*end),
            _ => {
                starts.push(from);
                ends.push(to);
            }
        }
    }
    let mut sum = 0;
    let sums = starts.iter().zip(&ends).map(|(from, to)| {
        sum += to - from;
        sum
    });
    Calendar {
        sums: sums.collect(),
        schedule,
        starts,
        ends,
        days,
    }
}

/// Days since 1970.
fn number_of(day: Date) -> i64 {
    TimeZone::UTC
        .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
        .map_or(0, |at| at.as_second().div_euclid(DAY))
}

/// The first moment of a local day; where midnight is skipped, the moment after.
fn midnight(zone: &TimeZone, day: Date) -> Second {
    zone.to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
        .map_or(0, Timestamp::as_second)
}

fn pieces(zone: &TimeZone, horizon: &std::ops::Range<Second>) -> Vec<Piece> {
    let Ok(begin) = Timestamp::from_second(horizon.start) else {
        return Vec::new();
    };
    let offset = |at: Timestamp| i64::from(zone.to_offset(at).seconds());
    let mut pieces = vec![Piece {
        from: horizon.start,
        to: horizon.end,
        offset: offset(begin),
    }];
    for change in zone.following(begin) {
        let at = change.timestamp().as_second();
        if at >= horizon.end {
            break;
        }
        if let Some(last) = pieces.last_mut() {
            last.to = at;
        }
        pieces.push(Piece {
            from: at,
            to: horizon.end,
            offset: i64::from(change.offset().seconds()),
        });
    }
    pieces
}

fn national(schedule: &Schedule, years: std::ops::Range<i16>) -> BTreeSet<Date> {
    match schedule.nation {
        None => BTreeSet::new(),
        Some(Nation::Japan) => years
            .flat_map(|year| japan::holidays(year).into_keys())
            .collect(),
    }
}

/// The hours of a day before anything is taken out: its own, else none where it is closed, else its weekday's. And whether
/// it is a usual day: its weekday has hours and it is not closed.
fn spans_of(schedule: &Schedule, holidays: &BTreeSet<Date>, day: Date) -> (Vec<Span>, bool) {
    let closed = holidays.contains(&day) || schedule.closings.iter().any(|c| c.when.holds(day));
    let of_weekday = schedule.of_weekday(day.weekday());
    let usual = !closed && !of_weekday.is_empty();
    let own = schedule.openings.iter().find(|own| own.when.holds(day));
    let spans = match own {
        Some(own) => own.spans.clone(),
        None if usual => of_weekday.to_vec(),
        None => Vec::new(),
    };
    (spans, usual)
}

/// What is taken out around a day, in seconds from its midnight: its own breaks and its neighbours'.
fn breaks_around(schedule: &Schedule, day: Date) -> Vec<(i64, i64)> {
    if schedule.breaks.is_empty() {
        return Vec::new();
    }
    let around = [
        (day.yesterday().ok(), -DAY),
        (Some(day), 0),
        (day.tomorrow().ok(), DAY),
    ];
    let mut all = Vec::new();
    for (day, shift) in around {
        let Some(day) = day else { continue };
        for taken in schedule.breaks.iter().filter(|b| b.when.holds(day)) {
            all.extend(
                taken
                    .spans
                    .iter()
                    .map(|s| (s.from() + shift, s.to() + shift)),
            );
        }
    }
    all
}

/// The spans less the breaks, in order.
fn without(spans: &[Span], breaks: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut left: Vec<(i64, i64)> = spans.iter().map(|s| (s.from(), s.to())).collect();
    for (from, to) in breaks {
        left = left
            .into_iter()
            .flat_map(|(a, b)| [(a, b.min(*from)), (a.max(*to), b)])
            .filter(|(a, b)| a < b)
            .collect();
    }
    left.sort_unstable();
    left
}
