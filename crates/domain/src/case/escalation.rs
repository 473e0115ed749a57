//! An escalation as it stands: its steps, the two lanes in which something is done, the day that is expected, and the
//! grounds on which one is suggested (E1, E2). What is done with it is [`super::escalating`]'s part; when one is suggested,
//! [`super::suggesting`]'s.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Case, CaseEvent, calling::Owed};
use crate::{
    Instant, PersonId, Prose, TeamId,
    calendar::{Second, second},
};

/// How far an escalation is, in order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It waits for somebody to evaluate it.
    Submitted,
    Evaluation,
    /// Engineering works on it.
    Engineering,
    /// The customer is to say whether the solution works.
    Confirmation,
    Resolved,
}

impl Step {
    pub const ALL: [Step; 5] = [
        Step::Submitted,
        Step::Evaluation,
        Step::Engineering,
        Step::Confirmation,
        Step::Resolved,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Submitted => "submitted",
            Step::Evaluation => "evaluation",
            Step::Engineering => "engineering",
            Step::Confirmation => "confirmation",
            Step::Resolved => "resolved",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// How an escalation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The customer has confirmed that it works.
    Confirmed,
    /// Staff have ended it, with a summary.
    Resolved,
    /// It went back to support.
    Returned,
    /// The case was closed.
    Closed,
}

impl How {
    pub fn as_str(self) -> &'static str {
        match self {
            How::Confirmed => "confirmed",
            How::Resolved => "resolved",
            How::Returned => "returned",
            How::Closed => "closed",
        }
    }
}

/// A day on which a solution is expected; no promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Nothing where no day can be told any more.
    pub on: Option<Date>,
    /// Why it is another day than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
    pub at: Instant,
    /// It was told that the day is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passed: bool,
}

/// The lane of an unhappy customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managed {
    /// What the customer wants to have at the end.
    pub outcome: Prose,
    /// Who calls back.
    pub caller: PersonId,
    /// By when.
    pub by: Instant,
    /// Since when that is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// When they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<Instant>,
    /// It was told that they had not by then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
}

/// An escalation of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// What it is called by; the desk says what stands before it.
    pub number: i64,
    /// The problem, as the customer reads it.
    pub summary: Prose,
    pub step: Step,
    /// The steps that it came through, each with the moment at which it was reached last.
    pub reached: Vec<(Step, Instant)>,
    /// The days that were expected, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed: Option<Managed>,
    /// Engineering's lane: what is wrong in the product, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect: Option<Prose>,
    /// Its number where engineering keeps defects, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracker: Option<Prose>,
    /// The team in whose queue it waits, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<TeamId>,
    /// Engineering has finished, and the owner is to have it confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Finished>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Instant, How)>,
    /// Why it went back to support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Prose>,
}

/// What engineering has finished with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    pub at: Instant,
    /// What they found and did, in their words.
    pub text: Prose,
}

/// Why an escalation is suggested; what it stands on tells one ground from the next of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// So many promises were broken.
    Breaches(u32),
    /// It came back so many times.
    Reopenings(u32),
    /// Support has said nothing since.
    Silent(Instant),
    /// The customer was not content, as they said then.
    Survey(Instant),
}

impl Ground {
    pub fn as_str(self) -> &'static str {
        match self {
            Ground::Breaches(_) => "breaches",
            Ground::Reopenings(_) => "reopenings",
            Ground::Silent(_) => "silent",
            Ground::Survey(_) => "survey",
        }
    }
}

/// What a case knows of its escalations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Escalated {
    /// The latest; one that has ended stays until the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<Escalation>,
    /// Grounds on which staff have decided against one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<Ground>,
    /// Grounds that those who lead were told of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Ground>,
    /// Those among them that had stood too long for anybody to be written to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<Ground>,
}

impl Escalation {
    /// When a step was reached; nothing for those ahead, and those that were left out.
    pub fn reached_at(&self, step: Step) -> Option<Instant> {
        let found = self.reached.iter().find(|(reached, _)| *reached == step);
        found.map(|(_, at)| *at)
    }

    /// The day that is expected now.
    pub fn expected_on(&self) -> Option<Date> {
        self.expected.last().and_then(|expected| expected.on)
    }

    /// A call back is waited for.
    pub fn callback(&self) -> Option<&Managed> {
        let managed = self.managed.as_ref()?;
        (managed.called_at.is_none() && self.ended.is_none()).then_some(managed)
    }

    /// The team that has something to do with it now.
    pub fn waits_for(&self) -> Option<TeamId> {
        let theirs =
            self.ended.is_none() && self.finished.is_none() && self.step < Step::Confirmation;
        self.queue.filter(|_| theirs)
    }

    fn stand(&mut self, step: Step, at: Instant) {
        self.step = step;
        self.finished = None;
        self.reached.retain(|(reached, _)| *reached < step);
        self.reached.push((step, at));
    }
}

impl Escalated {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The one that runs.
    pub fn open(&self) -> Option<&Escalation> {
        self.latest.as_ref().filter(|one| one.ended.is_none())
    }

    pub(super) fn apply(&mut self, at: Instant, event: &CaseEvent) {
        match event {
            CaseEvent::EscalationOpened { number, summary } => {
                self.latest = Some(Escalation {
                    number: *number,
                    summary: summary.clone(),
                    step: Step::Submitted,
                    reached: vec![(Step::Submitted, at)],
                    expected: Vec::new(),
                    managed: None,
                    defect: None,
                    tracker: None,
                    queue: None,
                    finished: None,
                    ended: None,
                    returned: None,
                });
            }
            CaseEvent::EscalationDismissed { ground } => {
                // Of each kind the latest is enough.
                self.dismissed.retain(|one| one.as_str() != ground.as_str());
                self.dismissed.push(*ground);
            }
            CaseEvent::EscalationSuggested { ground, late } => {
                for kept in [&mut self.told, &mut self.late] {
                    kept.retain(|one| one.as_str() != ground.as_str());
                }
                self.told.push(*ground);
                self.late.extend(late.then_some(*ground));
            }
            event => {
                if let Some(one) = &mut self.latest {
                    one.apply(at, event);
                }
            }
        }
    }
}

impl Escalation {
    fn apply(&mut self, at: Instant, event: &CaseEvent) {
        match event {
            CaseEvent::EscalationManaged {
                outcome,
                caller,
                by,
                since,
            } => {
                let promise = (*caller, *by, *since);
                let before = self.managed.take();
                // Other words for the same promise: what came of it stays.
                let same =
                    before.filter(|m| since.is_some() && promise == (m.caller, m.by, m.since));
                self.managed = Some(Managed {
                    outcome: outcome.clone(),
                    caller: *caller,
                    by: *by,
                    since: *since,
                    called_at: same.as_ref().and_then(|m| m.called_at),
                    missed: same.is_some_and(|m| m.missed),
                });
            }
            CaseEvent::EscalationBriefed { defect, tracker } => {
                self.defect.clone_from(defect);
                self.tracker.clone_from(tracker);
            }
            CaseEvent::EscalationQueued { team } => self.queue = Some(*team),
            CaseEvent::EscalationFinished { text } => {
                let text = text.clone();
                self.finished = Some(Finished { at, text });
            }
            CaseEvent::EscalationMoved { to, .. } => self.stand(*to, at),
            CaseEvent::EscalationExpected { on, reason } => self.expected.push(Expected {
                on: *on,
                reason: reason.clone(),
                at,
                passed: false,
            }),
            CaseEvent::ExpectedDayPassed { on, .. } => {
                let latest = self.expected.last_mut();
                if let Some(expected) = latest.filter(|expected| expected.on == Some(*on)) {
                    expected.passed = true;
                }
            }
            CaseEvent::EscalationEnded { how, text, .. } => {
                self.ended = Some((at, *how));
                self.finished = None;
                if *how == How::Returned {
                    self.returned.clone_from(text);
                }
                if matches!(how, How::Confirmed | How::Resolved) {
                    self.stand(Step::Resolved, at);
                }
            }
            CaseEvent::CallMade(call) if !call.settles(Owed::Callback) => {}
            CaseEvent::CalledBack { .. } | CaseEvent::CallMade(_) => {
                let ended = self.ended.is_some();
                if let Some(managed) = self.managed.as_mut().filter(|_| !ended) {
                    managed.called_at.get_or_insert(at);
                }
            }
            CaseEvent::CallbackMissed { .. } => {
                if let Some(managed) = &mut self.managed {
                    managed.missed = true;
                }
            }
            _ => {}
        }
    }
}

impl Case {
    /// When it is to be told that nobody has called back.
    pub(super) fn callback_due(&self) -> Option<Second> {
        let callback = self.escalated.open()?.callback()?;
        (!callback.missed).then(|| second(callback.by))
    }
}
