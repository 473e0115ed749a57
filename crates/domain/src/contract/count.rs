//! A count that pauses, and when it runs out: what the next update and further milestones have in common.

use super::Amount;
use crate::calendar::{Calendar, Second};

/// A count as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count<'a> {
    pub amount: Amount,
    pub since: Second,
    /// Pauses since then that have ended, in order of time.
    pub pauses: &'a [(Second, Second)],
    /// Since when it pauses.
    pub paused: Option<Second>,
    /// Something was promised, or was to come sooner, only since then: due no earlier than the whole amount after it.
    pub raised: Option<Second>,
    /// Elapsed time that ends outside the hours ends with the next opening.
    pub to_opening: bool,
}

impl Count<'_> {
    /// Seconds of ended pauses.
    pub fn paused_for(&self) -> i64 {
        self.pauses.iter().map(|(from, to)| to - from).sum()
    }

    /// When it runs out, a standing pause left out; nothing where the calendar's horizon ends first.
    pub fn due(&self, calendar: &Calendar) -> Option<Second> {
        let due = match self.amount {
            Amount::Elapsed(seconds) => self.since + seconds + self.paused_for(),
            // What was open during a pause is added as open time, so that no pause costs or gives any.
            Amount::Open(seconds) => {
                calendar.deadline(self.since, seconds + self.paused_open(calendar))?
            }
            Amount::NextBusinessDay => {
                let closing = self.amount.from(self.since, calendar)?;
                match self.paused_open(calendar) {
                    0 => closing,
                    paused => calendar.deadline(closing, paused)?,
                }
            }
        };
        let least = self.raised.filter(|raised| *raised >= self.since);
        let least = least.and_then(|raised| self.amount.from(raised, calendar));
        let due = due.max(least.unwrap_or(due));
        match self.amount {
            Amount::Elapsed(_) if self.to_opening => calendar.next_open(due),
            // Open time runs out inside the hours, at the latest with them.
            _ => Some(due),
        }
    }

    fn paused_open(&self, calendar: &Calendar) -> i64 {
        let pauses = self.pauses.iter();
        pauses.map(|(from, to)| calendar.elapsed(*from, *to)).sum()
    }
}
