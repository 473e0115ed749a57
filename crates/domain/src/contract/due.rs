//! What of a case is due next, and the moments at which somebody has to be told (S4). Each moment is worked out when
//! something happens to the case and then waits in one table; nothing is ever looked for by going through cases.

use super::{Amount, ClockKind, Clocks, MilestoneState, NextUpdate, Notice};
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
            ClockKind::Milestone(id) => self.milestone_runs(id),
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
        let kinds = self.kinds();
        let alerts = kinds.map(|clock| self.alert_of(clock, warnings));
        alerts.max().unwrap_or_default()
    }

    /// Every clock that this case can have.
    fn kinds(&self) -> impl Iterator<Item = ClockKind> + '_ {
        let further = self.milestones().map(|(id, _)| ClockKind::Milestone(id));
        let two = [ClockKind::FirstResponse, ClockKind::NextUpdate];
        two.into_iter().chain(further)
    }

    /// What is due first of what still runs.
    pub fn due(&self, calendar: &Calendar) -> Due {
        if self.is_closed() {
            return Due::Nothing;
        }
        let running = self.running(calendar);
        match running.map(|r| (r.due, r.clock)).min() {
            Some((at, clock)) => Due::At(clock, at),
            None if self.is_paused(calendar) => Due::Paused,
            None if self.is_met(calendar) => Due::Met,
            None => Due::Nothing,
        }
    }

    fn is_paused(&self, calendar: &Calendar) -> bool {
        let mut milestones = self.milestones();
        self.next_update(calendar) == NextUpdate::Paused
            || milestones.any(|(id, _)| self.milestone(id, calendar) == MilestoneState::Paused)
    }

    fn is_met(&self, calendar: &Calendar) -> bool {
        let reached = |state| matches!(state, MilestoneState::Reached { .. });
        let mut milestones = self.milestones();
        self.answered().is_some() || milestones.any(|(id, _)| reached(self.milestone(id, calendar)))
    }

    /// The clocks that run towards a moment.
    fn running<'a>(&'a self, calendar: &'a Calendar) -> impl Iterator<Item = Running> + 'a {
        let first = self.first_response(calendar);
        let first = first
            .filter(|_| self.answered().is_none())
            .map(|due| Running {
                clock: ClockKind::FirstResponse,
                amount: self.targets().first_response,
                began: self.first_from(),
                due,
            });
        let update = match self.next_update(calendar) {
            NextUpdate::At(due) => Some(Running {
                clock: ClockKind::NextUpdate,
                amount: self.targets().next_update,
                began: self.since(),
                due,
            }),
            _ => None,
        };
        let further = self.milestones().filter_map(|(id, amount)| {
            let MilestoneState::At(due) = self.milestone(id, calendar) else {
                return None;
            };
            Some(Running {
                clock: ClockKind::Milestone(id),
                amount: Some(amount),
                began: self.milestone_count(id)?.since,
                due,
            })
        });
        first.into_iter().chain(update).chain(further)
    }

    /// What is still to be told of the counts that run now, in order of time.
    pub fn timers(&self, warnings: &Warnings, calendar: &Calendar) -> Vec<Timer> {
        let mut timers = Vec::new();
        if self.is_closed() {
            return timers;
        }
        for running in self.running(calendar) {
            let clock = running.clock;
            let mut add = |at: Second, notice: Notice| {
                if !self.was_told(clock, notice) {
                    timers.push(Timer { at, clock, notice });
                }
            };
            for percent in [warnings.agent, warnings.supervisor].into_iter().flatten() {
                add(
                    running.warned_at(percent, calendar),
                    Notice::Warning(percent),
                );
            }
            add(running.due, Notice::Breach);
        }
        timers.sort_unstable();
        timers.dedup();
        timers
    }
}

/// A clock that runs towards a moment.
struct Running {
    clock: ClockKind,
    amount: Option<Amount>,
    began: Second,
    due: Second,
}

impl Running {
    /// When so much of the time has passed: of open time where that counts, so that no warning comes at night.
    fn warned_at(&self, percent: u8, calendar: &Calendar) -> Second {
        let Running {
            amount, began, due, ..
        } = *self;
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
}
