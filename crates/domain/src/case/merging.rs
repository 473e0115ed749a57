//! A case that goes on within another one of the same company (K3). Nothing moves: what was said stays in its own case and is shown
//! within the other to whoever sees both. The merged case is closed for as long; taken back, it stands as it stood.

use serde::{Deserialize, Serialize};

use super::{
    Both, Case, CaseEvent, Cause, Facts, Question, Questions, Refused, Snooze, Subject,
    calling::CallWish,
    decide::{staff, step},
};
use crate::{
    CaseId, Instant,
    calendar::second,
    contract::Clocks,
    desk::{StatusId, Turn},
};

/// Within which case one goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merged {
    pub into: CaseId,
    pub at: Instant,
    /// How it stood; nothing where it was closed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Box<Before>>,
}

/// What closing takes from a case, and comes back with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Before {
    status: StatusId,
    turn_since: Instant,
    questions: Questions,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    snoozed: Option<Snooze>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clocks: Option<Clocks>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_wish: Option<CallWish>,
}

impl Merged {
    /// What it keeps of what was said, to be covered (K3).
    pub(super) fn kept(&mut self) -> (&mut [Question], Option<&mut CallWish>) {
        match &mut self.before {
            Some(before) => (&mut before.questions.open, before.call_wish.as_mut()),
            None => (&mut [], None),
        }
    }
}

/// Why a case cannot go on within another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMerged {
    /// The desk has no place for such cases.
    NotOffered,
    SameCase,
    OtherCompany,
    /// It goes on elsewhere already.
    Already,
    /// The other one goes on elsewhere itself.
    OtherMerged,
    /// The other one is closed.
    OtherClosed,
    /// Others go on within it.
    Carries,
    /// Its escalation runs.
    Escalated,
    /// It does not go on elsewhere.
    NotAtAll,
}

/// Staff let a case go on within another one.
pub fn merge(case: &Subject, into: &Subject, facts: &Facts) -> Result<Both, Refused> {
    staff(facts)?;
    let no = |why| Err(Refused::NotMerged(why));
    let (one, other) = (case.case, into.case);
    let Some(to) = &facts.desk.rules.merged else {
        return no(NotMerged::NotOffered);
    };
    if case.id == into.id {
        return no(NotMerged::SameCase);
    }
    if one.account != other.account {
        return no(NotMerged::OtherCompany);
    }
    if one.merged.is_some() {
        return no(NotMerged::Already);
    }
    if other.merged.is_some() {
        return no(NotMerged::OtherMerged);
    }
    if other.is_closed() {
        return no(NotMerged::OtherClosed);
    }
    if !one.carries.is_empty() {
        return no(NotMerged::Carries);
    }
    if one.escalated.open().is_some() || one.escalation_asked.is_some() {
        return no(NotMerged::Escalated);
    }
    let mut here = vec![CaseEvent::Merged { into: into.id }];
    if !one.is_closed() {
        here.extend(step(one, to, Cause::Merged, facts.desk));
        here.extend(one.proxy_login.ended());
    }
    Ok((here, vec![CaseEvent::TookIn { case: case.id }]))
}

/// Staff take that back: the case stands as it stood.
pub fn unmerge(case: &Subject, from: &Subject, facts: &Facts) -> Result<Both, Refused> {
    staff(facts)?;
    let merged = case.case.merged.as_ref();
    let Some(merged) = merged.filter(|merged| merged.into == from.id) else {
        return Err(Refused::NotMerged(NotMerged::NotAtAll));
    };
    let before = merged.before.as_ref();
    let back = before.and_then(|b| step(case.case, &b.status, Cause::Unmerged, facts.desk));
    let mut here: Vec<CaseEvent> = back.into_iter().collect();
    here.push(CaseEvent::Unmerged { from: from.id });
    Ok((here, vec![CaseEvent::LetGo { case: case.id }]))
}

impl Case {
    /// It goes on within another one: what its closing will take is kept.
    pub(super) fn set_aside(&mut self, at: Instant, into: CaseId) {
        let before = (!self.is_closed()).then(|| {
            Box::new(Before {
                status: self.status.clone(),
                turn_since: self.turn_since,
                questions: self.questions.clone(),
                snoozed: self.snoozed.clone(),
                clocks: self.clocks.clone(),
                call_wish: self.call_wish.clone(),
            })
        });
        self.merged = Some(Merged { into, at, before });
    }

    /// It goes on by itself again.
    pub(super) fn go_on(&mut self, at: Instant) {
        let merged = self.merged.take();
        let Some((from, before)) = merged.and_then(|m| Some((m.at, m.before?))) else {
            return;
        };
        if self.is_closed() {
            return;
        }
        self.turn_since = before.turn_since;
        self.questions = before.questions;
        self.snoozed = before.snoozed;
        self.clocks = before.clocks;
        self.call_wish = before.call_wish;
        let waits = self.turn == Turn::Customer;
        if let Some(clocks) = &mut self.clocks {
            clocks.go_on(second(from), second(at), waits);
        }
    }
}
