//! Further milestones of the desk file, such as "service restored within four hours" (S1): each begins at opening or with a
//! status, is reached with a status, and stands still while the customer has the turn, as the desk says.
//!
//! A count that was reached is over: what is agreed later changes nothing of it. It begins anew only where a status that
//! begins it is entered again. Closing stops what was not reached, and reopening starts it anew.

use serde::{Deserialize, Serialize};

use super::{Amount, Clocks, MilestoneId, clock::Retarget, count::Count};
use crate::{
    calendar::{Calendar, Second},
    desk::StatusId,
};

/// What is promised of a milestone, with the rules that it is followed by: kept whole with the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MilestoneTarget {
    pub id: MilestoneId,
    /// Nothing where none is promised for this severity; it is followed all the same, should another be agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Entering one of these begins it; opening does where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<StatusId>,
    pub reached: Vec<StatusId>,
    /// It stands still while the customer has the turn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pauses: bool,
}

/// How a milestone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneState {
    /// What begins it has not happened.
    NotBegun,
    At(Second),
    /// The customer has the turn.
    Paused,
    /// With when it was due; nothing where the calendar's horizon ends first.
    Reached {
        at: Second,
        due: Option<Second>,
    },
    /// The case is closed, and it was not reached.
    Stopped,
    /// None is promised, or none within the calendar's horizon.
    None,
}

/// The milestones of one case as far as they have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Courses(Vec<Course>);

/// How far one has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Course {
    id: MilestoneId,
    /// What counts now; of what was reached, what counted then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Second>,
    /// Pauses since then that have ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<(Second, Second)>,
    /// Since when it is promised at all, or was to come sooner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raised: Option<Second>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reached: Option<Second>,
    /// When it had been due, where what it was counted by has changed since it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept: Option<Second>,
}

impl Course {
    fn of(target: &MilestoneTarget) -> Self {
        Self {
            id: target.id,
            amount: target.amount,
            from: None,
            pauses: Vec::new(),
            raised: None,
            reached: None,
            kept: None,
        }
    }

    fn runs(&self) -> bool {
        self.from.is_some() && self.reached.is_none()
    }

    fn pause(&mut self, from: Second, to: Second) {
        let from = from.max(self.from.unwrap_or(from));
        if self.runs() && from < to {
            self.pauses.push((from, to));
        }
    }
}

impl Courses {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn start(targets: &[MilestoneTarget], opened: Second) -> Self {
        let begun = |target: &MilestoneTarget| Course {
            from: target.starts.is_empty().then_some(opened),
            ..Course::of(target)
        };
        Self(targets.iter().map(begun).collect())
    }

    /// A status was entered; tells whose count began anew. `paused`: since when the customer has the turn.
    pub fn enter(
        &mut self,
        targets: &[MilestoneTarget],
        status: &StatusId,
        at: Second,
        paused: Option<Second>,
    ) -> Vec<MilestoneId> {
        let mut anew = Vec::new();
        for target in targets {
            let Some(course) = self.0.iter_mut().find(|course| course.id == target.id) else {
                continue;
            };
            if target.starts.contains(status) && !course.runs() {
                *course = Course {
                    from: Some(at),
                    ..Course::of(target)
                };
                anew.push(target.id);
            }
            if target.reached.contains(status) && course.runs() {
                if let Some(from) = paused.filter(|_| target.pauses) {
                    course.pause(from, at);
                }
                course.reached = Some(at);
            }
        }
        anew
    }

    /// A pause has ended, or is counted anew from here.
    pub fn pause(&mut self, targets: &[MilestoneTarget], from: Second, to: Second) {
        for course in &mut self.0 {
            if targets.iter().any(|t| t.id == course.id && t.pauses) {
                course.pause(from, to);
            }
        }
    }

    /// The case is open again: what was not reached begins anew.
    pub fn reopen(&mut self, at: Second) -> Vec<MilestoneId> {
        let mut anew = Vec::new();
        for course in self.0.iter_mut().filter(|course| course.runs()) {
            course.from = Some(at);
            course.pauses.clear();
            course.raised = None;
            anew.push(course.id);
        }
        anew
    }

    /// Other targets count. What is over keeps its own; what the new desk does not know and was not reached is gone.
    pub fn retarget(&mut self, targets: &[MilestoneTarget], change: &Retarget) {
        let known = |id: MilestoneId| targets.iter().any(|target| target.id == id);
        self.0
            .retain(|course| known(course.id) || course.reached.is_some());
        for target in targets {
            match self.0.iter_mut().find(|course| course.id == target.id) {
                Some(course) if course.reached.is_some() => {}
                Some(course) => {
                    let is_new = course.amount.is_none();
                    course.amount = target.amount;
                    course.raised = match (change.raised || is_new, change.status) {
                        (true, _) => Some(change.at),
                        (false, None) => None,
                        (false, Some(_)) => course.raised,
                    };
                }
                None => {
                    let mut course = Course::of(target);
                    let begins = |status| target.starts.contains(status);
                    course.from = match target.starts.is_empty() {
                        true => Some(change.opened),
                        false => change.status.filter(|s| begins(s)).map(|_| change.at),
                    };
                    course.raised = Some(change.at);
                    if change.status.is_some_and(|s| target.reached.contains(s)) {
                        // It lies behind already, and nobody had promised it.
                        course.amount = None;
                        course.from.get_or_insert(change.at);
                        course.reached = Some(change.at);
                    }
                    self.0.push(course);
                }
            }
        }
    }

    /// When milestones that were reached had been due.
    pub fn keep(&mut self, due: &[(MilestoneId, Second)]) {
        for course in self.0.iter_mut().filter(|c| c.reached.is_some()) {
            let due = due.iter().find(|(id, _)| *id == course.id);
            course.kept = course.kept.or(due.map(|(_, due)| *due));
        }
    }

    fn of(&self, id: MilestoneId) -> Option<&Course> {
        self.0.iter().find(|course| course.id == id)
    }
}

impl Clocks {
    /// The milestones that are promised, in the desk's order, each with its target.
    pub fn milestones(&self) -> impl Iterator<Item = (MilestoneId, Amount)> + '_ {
        let promised = |course: &Course| Some((course.id, course.amount?));
        self.courses().0.iter().filter_map(promised)
    }

    /// How a milestone stands.
    pub fn milestone(&self, id: MilestoneId, calendar: &Calendar) -> MilestoneState {
        let course = self.courses().of(id);
        let Some(course) = course.filter(|course| course.amount.is_some()) else {
            return MilestoneState::None;
        };
        let Some(count) = self.milestone_count(id) else {
            return MilestoneState::NotBegun;
        };
        if let Some(at) = course.reached {
            let due = course.kept.or_else(|| count.due(calendar));
            return MilestoneState::Reached { at, due };
        }
        if self.is_closed() {
            return MilestoneState::Stopped;
        }
        if count.paused.is_some() {
            return MilestoneState::Paused;
        }
        match count.due(calendar) {
            Some(due) => MilestoneState::At(due),
            None => MilestoneState::None,
        }
    }

    /// It counts at the moment.
    pub(super) fn milestone_runs(&self, id: MilestoneId) -> bool {
        let running = self.courses().of(id).is_some_and(Course::runs);
        running && (self.milestone_count(id)).is_some_and(|count| count.paused.is_none())
    }

    /// Its receipt can no longer be drawn up: another version of the desk counts by now.
    pub(super) fn milestone_is_kept(&self, id: MilestoneId) -> bool {
        let course = self.courses().of(id);
        course.is_some_and(|course| course.kept.is_some())
    }

    /// Its count; nothing where none is promised or it has not begun.
    pub(super) fn milestone_count(&self, id: MilestoneId) -> Option<Count<'_>> {
        let course = self.courses().of(id)?;
        let since = course.from?;
        let target = self.targets().milestones.iter().find(|t| t.id == id);
        let pauses = target.is_some_and(|target| target.pauses) && course.runs();
        Some(Count {
            amount: course.amount?,
            since,
            pauses: &course.pauses,
            paused: self.paused().filter(|_| pauses).map(|p| p.max(since)),
            raised: course.raised,
            to_opening: false,
        })
    }

    /// Those reached, with when they were due by this calendar.
    pub fn reached(&self, calendar: &Calendar) -> Vec<(MilestoneId, Second)> {
        let courses = self.courses().0.iter();
        let due = |course: &Course| match self.milestone(course.id, calendar) {
            MilestoneState::Reached { due: Some(due), .. } => Some((course.id, due)),
            _ => None,
        };
        courses.filter_map(due).collect()
    }
}
