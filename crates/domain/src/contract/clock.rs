//! The clocks of a case: first response, next update, and the further milestones of its desk (S1, S3, S4).
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
//! - Closing stops both; reopening starts the count of updates, and that of the first response where none was given.
//!
//! The fold itself needs no calendar: what was counted is told by the calendar that the case was opened under.

use serde::{Deserialize, Serialize};

use super::{Amount, ClockKind, MilestoneId, MilestoneTarget, count::Count, milestone::Courses};
use crate::{
    calendar::{Calendar, Second},
    desk::StatusId,
};

/// What is promised for a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Targets {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Amount>,
    /// All that the desk has, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<MilestoneTarget>,
}

impl Targets {
    /// Nothing is promised.
    pub fn is_nothing(&self) -> bool {
        let mut milestones = self.milestones.iter();
        self.first_response.is_none()
            && self.next_update.is_none()
            && milestones.all(|milestone| milestone.amount.is_none())
    }
}

/// What moves a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Another version of the desk counts; what is over keeps when it was due.
    Moved {
        targets: Targets,
        first_due: Option<Second>,
        /// Of milestones that were reached.
        reached_due: Vec<(MilestoneId, Second)>,
        /// The status that the case has.
        status: StatusId,
    },
    /// The case has another status; at its beginning, its first.
    Entered(StatusId),
    Closed,
    Reopened,
    /// A warning was given, or a breach recorded (S4).
    Told(ClockKind, Notice),
}

/// A mark that lies before one that was taken already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder;

/// The clocks of one case up to some moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Clocks {
    targets: Targets,
    opened: Second,
    latest: Second,
    /// Where the count of the first response began: at opening, or at a reopening before any answer.
    first_from: Second,
    /// When a first answer was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<Second>,
    /// When the first response that was given had been due, where what it was counted by has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_due: Option<Second>,
    /// Since when a higher severity counts: the new targets from then on at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raised: Option<Second>,
    /// The same of the first response, up to the answer: what is over does not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_raised: Option<Second>,
    /// Where the count of the next update began.
    since: Second,
    /// Pauses since then that have ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<(Second, Second)>,
    /// Since when the customer has the turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused: Option<Second>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<Second>,
    /// What was told of the counts that run now: each warning and each breach once (S4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    told: Vec<(ClockKind, Notice)>,
    /// Breaches ever, of any clock.
    #[serde(default)]
    breaches: u32,
    #[serde(default, skip_serializing_if = "Courses::is_empty")]
    milestones: Courses,
}

/// Other targets from some moment on.
pub(super) struct Retarget<'a> {
    pub at: Second,
    pub opened: Second,
    pub raised: bool,
    /// The status that the case has, where another version of the desk counts.
    pub status: Option<&'a StatusId>,
}

/// What is told of a clock before and when its time is up (S4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// So many hundredths of the time have passed.
    Warning(u8),
    Breach,
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
            milestones: Courses::start(&targets.milestones, opened),
            targets,
            opened,
            latest: opened,
            first_from: opened,
            answered: None,
            first_due: None,
            raised: None,
            first_raised: None,
            since: opened,
            pauses: Vec::new(),
            paused: None,
            closed: None,
            told: Vec::new(),
            breaches: 0,
        }
    }

    pub fn opened(&self) -> Second {
        self.opened
    }

    /// When the first answer was given.
    pub fn answered(&self) -> Option<Second> {
        self.answered
    }

    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// The latest that was taken.
    pub fn latest(&self) -> Second {
        self.latest
    }

    pub(super) fn courses(&self) -> &Courses {
        &self.milestones
    }

    /// The receipt of the first response can no longer be drawn up: another version of the desk counts by now.
    pub(super) fn first_is_kept(&self) -> bool {
        self.first_due.is_some()
    }

    pub fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// Whether this was told of the count that runs now.
    pub fn was_told(&self, clock: ClockKind, notice: Notice) -> bool {
        self.told.contains(&(clock, notice))
    }

    pub(super) fn told(&self, clock: ClockKind) -> impl Iterator<Item = Notice> + '_ {
        let of_this = move |told: &&(ClockKind, Notice)| told.0 == clock;
        self.told.iter().filter(of_this).map(|(_, notice)| *notice)
    }

    /// Breaches ever, of any clock.
    pub fn breaches(&self) -> u32 {
        self.breaches
    }

    /// The clocks whose promise was broken in the count that runs now.
    pub fn broken(&self) -> Vec<ClockKind> {
        let broken = self.told.iter();
        let broken = broken.filter(|(_, notice)| *notice == Notice::Breach);
        let mut all: Vec<_> = broken.map(|(clock, _)| *clock).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn since(&self) -> Second {
        self.since
    }

    pub(super) fn first_from(&self) -> Second {
        self.first_from
    }

    /// Since when the customer has had the turn.
    pub fn paused(&self) -> Option<Second> {
        self.paused
    }

    /// Takes what happened at `at`, not before anything taken already.
    pub fn take(&mut self, at: Second, mark: Mark) -> Result<(), OutOfOrder> {
        if at < self.latest {
            return Err(OutOfOrder);
        }
        self.latest = at;
        match mark {
            Mark::SupportReplied => {
                self.answered.get_or_insert(at);
                self.forget(ClockKind::FirstResponse);
                self.restart(at);
                if let Some(from) = self.paused {
                    self.milestones.pause(&self.targets.milestones, from, at);
                    self.paused = Some(at);
                }
            }
            Mark::AwaitingCustomer => {
                self.paused.get_or_insert(at);
            }
            Mark::CustomerResponded => {
                if let Some(from) = self.paused.take() {
                    self.pauses.push((from, at));
                    self.milestones.pause(&self.targets.milestones, from, at);
                }
            }
            Mark::Retargeted { targets, raised } => {
                self.retarget(targets, at, raised, None);
                self.raised = raised.then_some(at);
                if self.answered.is_none() {
                    self.first_raised = self.raised;
                }
            }
            Mark::Moved {
                targets,
                first_due,
                reached_due,
                status,
            } => {
                self.milestones.keep(&reached_due);
                self.retarget(targets, at, false, Some(&status));
                self.first_due = self.first_due.or(first_due);
            }
            Mark::Entered(status) => {
                let targets = &self.targets.milestones;
                let anew = self.milestones.enter(targets, &status, at, self.paused);
                self.forget_milestones(&anew);
            }
            Mark::Closed => {
                self.closed = Some(at);
                self.paused = None;
            }
            Mark::Reopened => {
                self.closed = None;
                if self.answered.is_none() {
                    self.first_from = at;
                    self.forget(ClockKind::FirstResponse);
                }
                let anew = self.milestones.reopen(at);
                self.forget_milestones(&anew);
                self.restart(at);
            }
            Mark::Told(clock, notice) => {
                if !self.was_told(clock, notice) {
                    self.told.push((clock, notice));
                    self.breaches += u32::from(notice == Notice::Breach);
                }
            }
        }
        Ok(())
    }

    /// Goes on at `at` after the case was set aside at `from`: what lies between is a pause, and an answer that was still owed
    /// is owed from now. `waits` where the customer has the turn.
    pub fn go_on(&mut self, from: Second, at: Second, waits: bool) {
        // Histories of other systems are taken as they are: what lies out of order moves nothing.
        let _ = self.take(from, Mark::AwaitingCustomer);
        if !waits {
            let _ = self.take(at, Mark::CustomerResponded);
        }
        self.latest = self.latest.max(at);
        if self.answered.is_none() {
            self.first_from = at;
            self.forget(ClockKind::FirstResponse);
        }
    }

    /// What is over keeps its target.
    fn retarget(&mut self, targets: Targets, at: Second, raised: bool, status: Option<&StatusId>) {
        let change = Retarget {
            at,
            opened: self.opened,
            raised,
            status,
        };
        self.milestones.retarget(&targets.milestones, &change);
        self.targets = Targets {
            first_response: match self.answered {
                Some(_) => self.targets.first_response,
                None => targets.first_response,
            },
            next_update: targets.next_update,
            milestones: targets.milestones,
        };
    }

    /// The count of updates begins anew.
    fn restart(&mut self, at: Second) {
        self.since = at;
        self.pauses.clear();
        self.forget(ClockKind::NextUpdate);
    }

    fn forget_milestones(&mut self, ids: &[MilestoneId]) {
        for id in ids {
            self.forget(ClockKind::Milestone(*id));
        }
    }

    fn forget(&mut self, clock: ClockKind) {
        self.told.retain(|(told, _)| *told != clock);
    }

    /// When the first response is due, or was.
    pub fn first_response(&self, calendar: &Calendar) -> Option<Second> {
        if self.first_due.is_some() {
            return self.first_due;
        }
        let amount = self.targets.first_response;
        let due = amount?.from(self.first_from, calendar)?;
        // Never late by a raise of severity itself: the new target counts from then on at least.
        let raised = self.first_raised.filter(|at| *at >= self.first_from);
        let least = raised.and_then(|raised| amount?.from(raised, calendar));
        Some(due.max(least.unwrap_or(due)))
    }

    /// The count of the next update; nothing where none is promised.
    pub(super) fn update_count(&self) -> Option<Count<'_>> {
        Some(Count {
            amount: self.targets.next_update?,
            since: self.since,
            pauses: &self.pauses,
            paused: self.paused,
            raised: self.raised,
            to_opening: true,
        })
    }

    pub fn next_update(&self, calendar: &Calendar) -> NextUpdate {
        if self.closed.is_some() {
            return NextUpdate::Stopped;
        }
        let Some(count) = self.update_count() else {
            return NextUpdate::None;
        };
        if self.paused.is_some() {
            return NextUpdate::Paused;
        }
        match count.due(calendar) {
            Some(due) => NextUpdate::At(due),
            None => NextUpdate::None,
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
