//! The two clocks of a case: first response and next update (S1, S3, S4).
//!
//! The rules, in the order in which they were agreed:
//! - *First response* counts from opening: in open time, in elapsed time, or to the closing of the next business day. It is
//!   met by the first public answer of a person and stays met.
//! - *Next update* counts elapsed time from opening, and anew from each public answer. While the customer has the turn it
//!   pauses; each ended pause is added whole, also one that began when the time was up already: the promise moves, the
//!   breach stays. An answer during a pause starts the count anew, and the pause with it. Once all is added, a due moment
//!   outside the hours moves to the next opening.
//! - A raise of severity makes nothing late by itself: due is the later of the time computed anew and the change plus the
//!   new target.
//! - Closing stops both; reopening starts the count of updates.

use super::Amount;
use crate::calendar::{Calendar, Second};

/// What is promised for a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    pub first_response: Option<Amount>,
    pub next_update: Option<Amount>,
}

/// What moves a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A person of support answered in public.
    SupportReplied,
    /// The customer has the turn.
    AwaitingCustomer,
    /// The customer's turn is over.
    CustomerResponded,
    /// Another severity counts, or another plan; `raised` where it is a more urgent one.
    Retargeted {
        targets: Targets,
        raised: bool,
    },
    Closed,
    Reopened,
}

/// A mark that lies before one that was taken already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder;

/// The clocks of one case up to some moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    targets: Targets,
    opened: Second,
    latest: Second,
    /// When a first answer was given.
    answered: Option<Second>,
    /// No promise is due before this, since a raise of severity; by clock.
    first_not_before: Option<Second>,
    update_not_before: Option<Second>,
    /// Where the count of the next update began.
    since: Second,
    /// Pauses since then that have ended.
    pauses: Vec<(Second, Second)>,
    /// Since when the customer has the turn.
    paused: Option<Second>,
    closed: Option<Second>,
}

/// When the next update is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextUpdate {
    At(Second),
    /// The customer has the turn.
    Paused,
    /// The case is closed.
    Stopped,
    /// None is promised, or none within the calendar's horizon.
    None,
}

impl Clocks {
    /// The clocks of a case that was opened at `opened`.
    pub fn start(targets: Targets, opened: Second) -> Self {
        Self {
            targets,
            opened,
            latest: opened,
            answered: None,
            first_not_before: None,
            update_not_before: None,
            since: opened,
            pauses: Vec::new(),
            paused: None,
            closed: None,
        }
    }

    pub fn opened(&self) -> Second {
        self.opened
    }

    /// When the first answer was given.
    pub fn answered(&self) -> Option<Second> {
        self.answered
    }

    pub fn targets(&self) -> Targets {
        self.targets
    }

    pub(super) fn since(&self) -> Second {
        self.since
    }

    pub(super) fn pauses(&self) -> &[(Second, Second)] {
        &self.pauses
    }

    pub(super) fn paused(&self) -> Option<Second> {
        self.paused
    }

    /// Takes what happened at `at`, not before anything taken already.
    pub fn take(&mut self, at: Second, mark: Mark, calendar: &Calendar) -> Result<(), OutOfOrder> {
        if at < self.latest {
            return Err(OutOfOrder);
        }
        self.latest = at;
        match mark {
            Mark::SupportReplied => {
                self.answered.get_or_insert(at);
                self.restart(at);
                if self.paused.is_some() {
                    self.paused = Some(at);
                }
            }
            Mark::AwaitingCustomer => {
                self.paused.get_or_insert(at);
            }
            Mark::CustomerResponded => {
                if let Some(from) = self.paused.take() {
                    self.pauses.push((from, at));
                }
            }
            Mark::Retargeted { targets, raised } => self.retarget(at, targets, raised, calendar),
            Mark::Closed => {
                self.closed = Some(at);
                self.paused = None;
            }
            Mark::Reopened => {
                self.closed = None;
                self.restart(at);
            }
        }
        Ok(())
    }

    fn restart(&mut self, at: Second) {
        self.since = at;
        self.pauses.clear();
        self.update_not_before = None;
    }

    fn retarget(&mut self, at: Second, targets: Targets, raised: bool, calendar: &Calendar) {
        self.targets = targets;
        (self.first_not_before, self.update_not_before) = (None, None);
        if raised {
            self.first_not_before = targets
                .first_response
                .and_then(|amount| amount.from(at, calendar));
            self.update_not_before = targets
                .next_update
                .and_then(|amount| amount.from(at, calendar));
        }
    }

    /// When the first response is due, or was.
    pub fn first_response(&self, calendar: &Calendar) -> Option<Second> {
        let due = self.targets.first_response?.from(self.opened, calendar)?;
        Some(due.max(self.first_not_before.unwrap_or(due)))
    }

    /// Seconds of pauses since the count began, a standing one left out.
    pub fn paused_for(&self) -> i64 {
        self.pauses.iter().map(|(from, to)| to - from).sum()
    }

    pub fn next_update(&self, calendar: &Calendar) -> NextUpdate {
        if self.closed.is_some() {
            return NextUpdate::Stopped;
        }
        let Some(amount) = self.targets.next_update else {
            return NextUpdate::None;
        };
        if self.paused.is_some() {
            return NextUpdate::Paused;
        }
        match self.update_due(amount, calendar) {
            Some(due) => NextUpdate::At(due),
            None => NextUpdate::None,
        }
    }

    fn update_due(&self, amount: Amount, calendar: &Calendar) -> Option<Second> {
        let due = match amount {
            Amount::Elapsed(seconds) => self.since + seconds + self.paused_for(),
            // What was open during a pause is added as open time, so that no pause costs or gives any.
            Amount::Open(seconds) => {
                let paused = self.pauses.iter();
                let paused: i64 = paused.map(|(from, to)| calendar.elapsed(*from, *to)).sum();
                calendar.deadline(self.since, seconds + paused)?
            }
            Amount::NextBusinessDay => amount.from(self.since, calendar)?,
        };
        let due = due.max(self.update_not_before.unwrap_or(due));
        match amount {
            Amount::Elapsed(_) => calendar.next_open(due),
            // Open time runs out inside the hours, at the latest with them.
            Amount::Open(_) | Amount::NextBusinessDay => Some(due),
        }
    }
}

impl Amount {
    /// When so much has passed since `from`. Nothing where the calendar's horizon ends first.
    pub fn from(self, from: Second, calendar: &Calendar) -> Option<Second> {
        match self {
            Amount::Open(seconds) => calendar.deadline(from, seconds),
            Amount::Elapsed(seconds) => Some(from + seconds),
            Amount::NextBusinessDay => calendar.next_business_day(calendar.next_open(from)?),
        }
    }
}
