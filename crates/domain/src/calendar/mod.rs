//! Business time: which seconds a support centre is open, as sorted stretches of Universal Time with sums in front, so
//! that "how much open time lies between" and "when has so much of it passed" cost the same whatever the distance (S2).
//!
//! A stretch holds its first second and not its last. Times are whole seconds since 1970; a calendar is made for a
//! horizon, and what lies beyond it never comes.

mod compile;
mod days;
mod explain;
pub mod japan;
mod schedule;

pub use explain::{ClosedDays, Stretch, Why};
pub use schedule::{Closing, Nation, Opening, Schedule, Span, When, clock};

use days::Day;

/// Seconds since 1970.
pub type Second = i64;

/// The second that an instant lies in.
pub fn second(at: crate::Instant) -> Second {
    at.as_millisecond().div_euclid(1000)
}

/// A schedule over a horizon. Answers questions about open time; whose it is and what is promised lies elsewhere.
#[derive(Clone, Debug)]
pub struct Calendar {
    schedule: Schedule,
    /// Beginnings and ends of the open stretches, apart, for the searches.
    starts: Vec<Second>,
    ends: Vec<Second>,
    /// Open seconds up to the end of each stretch.
    sums: Vec<i64>,
    /// Every local day of the horizon that has hours, in order.
    days: Vec<Day>,
}

impl Calendar {
    /// Years that a calendar covers unless told otherwise.
    pub const YEARS: std::ops::Range<i16> = 2000..2080;

    /// The schedule in the [usual](Self::YEARS) years.
    pub fn new(schedule: Schedule) -> Self {
        Self::over(schedule, Self::YEARS)
    }

    /// The schedule from the first day of the first of these years to the end of the last.
    pub fn over(schedule: Schedule, years: std::ops::Range<i16>) -> Self {
        compile::compile(schedule, years)
    }

    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.schedule.zone
    }

    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    pub fn is_open(&self, at: Second) -> bool {
        let begun = self.starts.partition_point(|start| *start <= at);
        begun
            .checked_sub(1)
            .and_then(|last| self.ends.get(last))
            .is_some_and(|end| at < *end)
    }

    /// Open seconds from the beginning of the horizon.
    fn before(&self, at: Second) -> i64 {
        let begun = self.starts.partition_point(|start| *start <= at);
        let Some(last) = begun.checked_sub(1) else {
            return 0;
        };
        self.sums[last] - (self.ends[last] - at).max(0)
    }

    /// Open seconds from `a` to `b`; less than none where `b` lies first.
    pub fn elapsed(&self, a: Second, b: Second) -> i64 {
        self.before(b) - self.before(a)
    }

    /// The first moment at which `amount` open seconds have passed since `from`: time that runs out at closing is due at
    /// that closing. Nothing where the horizon ends first.
    pub fn deadline(&self, from: Second, amount: i64) -> Option<Second> {
        if amount <= 0 {
            return Some(from);
        }
        let wanted = self.before(from) + amount;
        let place = self.sums.partition_point(|sum| *sum < wanted);
        Some(self.ends.get(place)? - (self.sums.get(place)? - wanted))
    }

    /// The last moment from which `amount` open seconds pass until `until`.
    pub fn start(&self, until: Second, amount: i64) -> Option<Second> {
        if amount <= 0 {
            return Some(until);
        }
        let wanted = self.before(until) - amount;
        if wanted < 0 {
            return None;
        }
        let place = self.sums.partition_point(|sum| *sum <= wanted);
        Some(self.ends.get(place)? - (self.sums.get(place)? - wanted))
    }

    /// The first open moment at or after `at`.
    pub fn next_open(&self, at: Second) -> Option<Second> {
        let place = self.ends.partition_point(|end| *end <= at);
        self.starts.get(place).map(|start| at.max(*start))
    }

    /// `at` itself while open, else the closing before it.
    pub fn last_open(&self, at: Second) -> Option<Second> {
        let begun = self.starts.partition_point(|start| *start <= at);
        self.ends.get(begun.checked_sub(1)?).map(|end| at.min(*end))
    }

    /// The end of the open stretch that holds `at`.
    pub fn closing(&self, at: Second) -> Option<Second> {
        let place = self.ends.partition_point(|end| *end <= at);
        (*self.starts.get(place)? <= at).then(|| self.ends[place])
    }
}
