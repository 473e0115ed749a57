//! Why time counted or not: the stretches between two moments with a reason each.

use jiff::civil::Date;

use super::{Calendar, Nation, Second, japan, schedule::DAY};
use crate::words::Words;

/// Part of a span of time that is open or not for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: Second,
    pub to: Second,
    pub why: Why,
}

/// Why a stretch is open or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Open,
    /// Before opening, after closing, or a weekday without hours.
    OutsideHours,
    /// A national holiday.
    National(japan::Holiday),
    /// A closed day, by its own name.
    Closed(Words),
    /// A break, by its name.
    Break(Words),
}

impl Why {
    pub fn is_open(&self) -> bool {
        *self == Why::Open
    }
}

impl Calendar {
    /// What lies between two moments, without gaps and in order; neighbours differ in their reason.
    pub fn explain(&self, from: Second, to: Second) -> Vec<Stretch> {
        let mut all: Vec<Stretch> = Vec::new();
        let mut add = |from: Second, to: Second, why: Why| {
            if from >= to {
                return;
            }
            match all.last_mut() {
                Some(last) if last.why == why && last.to == from => last.to = to,
                _ => all.push(Stretch { from, to, why }),
            }
        };
        let mut at = from;
        let mut place = self.ends.partition_point(|end| *end <= from);
        while at < to {
            let (start, end) = match (self.starts.get(place), self.ends.get(place)) {
                (Some(start), Some(end)) => (*start, *end),
                _ => (Second::MAX, Second::MAX),
            };
            for (from, to, why) in self.closed_between(at, start.min(to)) {
                add(from, to, why);
            }
            add(start.max(at), end.min(to), Why::Open);
            at = end;
            place += 1;
        }
        all
    }

    /// The reasons of time that is not open, cut where local days and breaks begin and end.
    fn closed_between(&self, from: Second, to: Second) -> Vec<(Second, Second, Why)> {
        let mut parts = Vec::new();
        let mut at = from;
        while at < to {
            let Some(day) = self.date(at) else {
                break;
            };
            let midnight = self.end_of(day);
            let end = midnight.map_or(to, |midnight| midnight.clamp(at + 1, to));
            self.closed_within(day, at, end, &mut parts);
            at = end;
        }
        parts
    }

    /// The same within one local day.
    fn closed_within(
        &self,
        day: Date,
        from: Second,
        to: Second,
        parts: &mut Vec<(Second, Second, Why)>,
    ) {
        let reason = self.reason(day);
        let mut breaks: Vec<(Second, Second, &Words)> = Vec::new();
        if reason == Why::OutsideHours {
            for taken in self.schedule().breaks.iter().filter(|b| b.when.holds(day)) {
                for span in &taken.spans {
                    let at = |seconds: i64| self.local_moment(day, seconds);
                    if let (Some(begin), Some(end)) = (at(span.from()), at(span.to())) {
                        breaks.push((begin.max(from), end.min(to), &taken.label));
                    }
                }
            }
            breaks.sort_by_key(|(begin, _, _)| *begin);
        }
        let mut at = from;
        for (begin, end, label) in breaks {
            let begin = begin.max(at);
            if begin < end {
                parts.push((at, begin, reason.clone()));
                parts.push((begin, end, Why::Break(label.clone())));
                at = end;
            }
        }
        parts.push((at, to, reason));
        parts.retain(|(from, to, _)| from < to);
    }

    /// Why a day as a whole has no hours; else that it is outside them.
    fn reason(&self, day: Date) -> Why {
        let schedule = self.schedule();
        if schedule.openings.iter().any(|own| own.when.holds(day)) {
            return Why::OutsideHours;
        }
        // The usual hours are closed on a Saturday whatever its name.
        if schedule.of_weekday(day.weekday()).is_empty() {
            return Why::OutsideHours;
        }
        if let Some(closing) = schedule.closings.iter().find(|c| c.when.holds(day)) {
            return Why::Closed(closing.label.clone());
        }
        let national = schedule
            .nation
            .and_then(|Nation::Japan| japan::holidays(day.year()).get(&day).copied());
        national.map_or(Why::OutsideHours, Why::National)
    }

    fn local_moment(&self, day: Date, seconds: i64) -> Option<Second> {
        let day = if seconds >= DAY {
            day.tomorrow().ok()?
        } else {
            day
        };
        let time = jiff::civil::Time::midnight()
            .checked_add(jiff::SignedDuration::from_secs(seconds % DAY))
            .ok()?;
        self.moment(day, time)
    }
}

/// Days in a row that are closed for one reason although their weekday has hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedDays {
    pub first: Date,
    pub last: Date,
    pub why: Why,
}

impl Calendar {
    /// What is closed within so many days from the local day of `at` on, though its weekday has hours.
    pub fn closed_days(&self, at: Second, within: i32) -> Vec<ClosedDays> {
        let mut all: Vec<ClosedDays> = Vec::new();
        let Some(mut day) = self.date(at) else {
            return all;
        };
        for _ in 0..within {
            let why = self.reason(day);
            if why != Why::OutsideHours {
                match all.last_mut() {
                    // What lies between without hours of its own is closed too.
                    Some(last) if last.why == why && self.closed_between_days(last.last, day) => {
                        last.last = day;
                    }
                    _ => all.push(ClosedDays {
                        first: day,
                        last: day,
                        why,
                    }),
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        all
    }

    /// No day between the two has hours.
    fn closed_between_days(&self, first: Date, last: Date) -> bool {
        let to = self.moment(last, jiff::civil::Time::midnight());
        self.end_of(first)
            .zip(to)
            .is_some_and(|(from, to)| self.elapsed(from, to) == 0)
    }
}
