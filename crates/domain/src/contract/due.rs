//! What of a case is due next, and the moments at which somebody has to be told (S4). Each moment is worked out when
//! something happens to the case and then waits in one table; nothing is ever looked for by going through cases.

use super::{Amount, ClockKind, Clocks, NextUpdate, Notice};
use crate::calendar::{Calendar, Second};

/// How a case stands with its promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// This clock runs out first.
    At(ClockKind, Second),
    /// The customer has the turn, and updates wait for that.
    Paused,
    /// A first answer was given, and nothing more is promised.
    Met,
    /// Nothing is promised, or the case is closed.
    Nothing,
}

/// When the desk warns, in hundredths of the time that a clock has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warnings {
    /// The agent who has the case.
    pub agent: Option<u8>,
    /// The supervisor.
    pub supervisor: Option<u8>,
}

/// A moment at which something is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    pub at: Second,
    pub clock: ClockKind,
    pub notice: Notice,
}

/// Who has been told that a promise is in danger, the furthest counts (S4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    /// Nobody needs to be.
    #[default]
    None,
    /// The agent who has the case.
    Agent,
    /// The supervisor.
    Supervisor,
    /// It is broken.
    Breach,
}

impl Alert {
    pub const ALL: [Alert; 4] = [Alert::None, Alert::Agent, Alert::Supervisor, Alert::Breach];

    fn of(notice: Notice, warnings: &Warnings) -> Self {
        match notice {
            Notice::Breach => Alert::Breach,
            Notice::Warning(percent) if warnings.supervisor.is_some_and(|s| s <= percent) => {
                Alert::Supervisor
            }
            Notice::Warning(_) => Alert::Agent,
        }
    }
}

impl Clocks {
    /// How far the warnings of this clock have come in the count that runs now; none of a clock that stands still.
    pub fn alert_of(&self, clock: ClockKind, warnings: &Warnings) -> Alert {
        let runs = match clock {
            ClockKind::FirstResponse => self.answered().is_none(),
            ClockKind::NextUpdate => self.paused().is_none(),
        };
        if !runs || self.is_closed() {
            return Alert::None;
        }
        let told = self.told(clock);
        let alert = told.map(|notice| Alert::of(notice, warnings)).max();
        alert.unwrap_or_default()
    }

    /// How far the warnings of any clock have come.
    pub fn alert(&self, warnings: &Warnings) -> Alert {
        let first = self.alert_of(ClockKind::FirstResponse, warnings);
        first.max(self.alert_of(ClockKind::NextUpdate, warnings))
    }

    /// What is due first of what still runs.
    pub fn due(&self, calendar: &Calendar) -> Due {
        if self.is_closed() {
            return Due::Nothing;
        }
        let first = self
            .first_response(calendar)
            .filter(|_| self.answered().is_none())
            .map(|at| (at, ClockKind::FirstResponse));
        let update = match self.next_update(calendar) {
            NextUpdate::At(at) => Some((at, ClockKind::NextUpdate)),
            _ => None,
        };
        match first.into_iter().chain(update).min() {
            Some((at, clock)) => Due::At(clock, at),
            None if self.next_update(calendar) == NextUpdate::Paused => Due::Paused,
            None if self.answered().is_some() => Due::Met,
            None => Due::Nothing,
        }
    }

    /// What is still to be told of the counts that run now, in order of time.
    pub fn timers(&self, warnings: &Warnings, calendar: &Calendar) -> Vec<Timer> {
        let mut timers = Vec::new();
        if self.is_closed() {
            return timers;
        }
        let first = self
            .first_response(calendar)
            .filter(|_| self.answered().is_none());
        let update = match self.next_update(calendar) {
            NextUpdate::At(due) => Some(due),
            _ => None,
        };
        let running = [
            (ClockKind::FirstResponse, first, self.first_from()),
            (ClockKind::NextUpdate, update, self.since()),
        ];
        for (clock, due, began) in running {
            let Some(due) = due else { continue };
            let mut add = |at: Second, notice: Notice| {
                if !self.was_told(clock, notice) {
                    timers.push(Timer { at, clock, notice });
                }
            };
            for percent in [warnings.agent, warnings.supervisor].into_iter().flatten() {
                add(
                    warned_at(self.amount(clock), began, due, percent, calendar),
                    Notice::Warning(percent),
                );
            }
            add(due, Notice::Breach);
        }
        timers.sort_unstable();
        timers.dedup();
        timers
    }

    fn amount(&self, clock: ClockKind) -> Option<Amount> {
        match clock {
            ClockKind::FirstResponse => self.targets().first_response,
            ClockKind::NextUpdate => self.targets().next_update,
        }
    }
}

/// When so much of the time to `due` has passed: of open time where that counts, so that no warning comes at night.
fn warned_at(
    amount: Option<Amount>,
    began: Second,
    due: Second,
    percent: u8,
    calendar: &Calendar,
) -> Second {
    let share = |seconds: i64| seconds * i64::from(100 - percent.min(100)) / 100;
    match amount {
        // Counted from its end: pauses lie behind, and what is left is what matters.
        Some(Amount::Elapsed(seconds)) => {
            let at = due - share(seconds);
            calendar.next_open(at).unwrap_or(at).min(due)
        }
        Some(Amount::Open(seconds)) => {
            let left = share(seconds);
            let open = calendar.elapsed(began, due);
            calendar
                .deadline(began, (open - left).max(0))
                .unwrap_or(due)
                .min(due)
        }
        _ => {
            let open = calendar.elapsed(began, due);
            calendar
                .deadline(began, open - share(open))
                .unwrap_or(due)
                .min(due)
        }
    }
}
