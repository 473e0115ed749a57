//! How a case ends, and how it comes back (B7, C14, C15).

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Cause, Facts, Refused, Side,
    decide::{
        Decision, allowed_move, comment_of, customer, maybe_written, not_offered, staff, step,
        still_open, written, wrong,
    },
    intake::Wrong,
};
use crate::desk::Reopening;

/// What belongs to the latest closing; forgotten when the case comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Closing {
    /// What support does not cover and whom to ask: an id of the desk's (B7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirected: Option<String>,
    /// Staff were asked to bring it back, and have said no (C15).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub declined: bool,
}

impl Closing {
    /// Nothing is to be said of it.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// The customer ends it, whenever they want (C14).
pub(super) fn close(case: &Case, reason: &str, comment: Option<String>, facts: &Facts) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    let Some(reason) = facts
        .desk
        .rules
        .close_reasons
        .iter()
        .find(|r| r.id == reason)
    else {
        return Err(not_offered("reason", reason));
    };
    let mut events = comment_of(Side::Customer, comment)?;
    let cause = Cause::ClosedByCustomer {
        reason: reason.id.clone(),
    };
    events.extend(step(case, &reason.to, cause, facts.desk));
    Ok(events)
}

/// The proposed solution did it (C14).
pub(super) fn worked(case: &Case, comment: Option<String>, facts: &Facts) -> Decision {
    asked(case, facts)?;
    let mut events = comment_of(Side::Customer, comment)?;
    let to = &facts.desk.rules.solution_worked;
    events.extend(step(case, to, Cause::SolutionWorked, facts.desk));
    Ok(events)
}

/// It did not: back to support, with what was tried and what happened (C14). Its priority stays as it is.
pub(super) fn need_more_help(
    case: &Case,
    tried: String,
    happened: String,
    facts: &Facts,
) -> Decision {
    asked(case, facts)?;
    let tried = maybe_written("tried", tried)?;
    let happened = written("happened", happened)?;
    let to = &facts.desk.rules.solution_failed;
    let mut events = vec![CaseEvent::MoreHelpAsked { tried, happened }];
    events.extend(step(case, to, Cause::SolutionFailed, facts.desk));
    Ok(events)
}

/// The customer is asked whether it worked; where a proposed solution counts as closed, closed cases ask as well.
fn asked(case: &Case, facts: &Facts) -> Result<(), Refused> {
    customer(case, facts)?;
    match case.asks_solution(facts.desk) {
        true => Ok(()),
        false if case.is_closed() => Err(Refused::Closed),
        false => Err(Refused::NoSolutionProposed),
    }
}

/// Support does not cover it: it closes, and says whom to ask (B7).
pub(super) fn redirect(case: &Case, matter: &str, text: String, facts: &Facts) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    let desk = facts.desk;
    let Some(to) = &desk.rules.redirected else {
        return Err(wrong("matter", Wrong::NotOffered));
    };
    if desk.not_covered(matter).is_none() {
        return Err(not_offered("matter", matter));
    }
    allowed_move(case, to, desk)?;
    let mut events = comment_of(Side::Support, Some(text))?;
    let matter = matter.to_owned();
    events.extend(step(case, to, Cause::Redirected { matter }, desk));
    Ok(events)
}

/// A closed case is wanted back; by the desk's rule this may be enough (C15).
pub(super) fn request_reopening(case: &Case, reason: String, facts: &Facts) -> Decision {
    customer(case, facts)?;
    if !case.is_closed() {
        return Err(Refused::NotClosed);
    }
    match &facts.desk.rules.reopening {
        Reopening::Never => Err(Refused::NeverReopened),
        Reopening::Request { .. } if case.reopening_asked => Err(Refused::ReopeningAskedAlready),
        Reopening::Request { .. } if case.closing.declined => Err(Refused::ReopeningDeclined),
        Reopening::Request { .. } => Ok(vec![CaseEvent::ReopeningRequested {
            reason: written("reason", reason)?,
        }]),
        Reopening::WithinDays { days, to } => {
            if !case.may_reopen(facts.desk, facts.now) {
                return Err(Refused::ReopeningOver { days: *days });
            }
            let mut events = vec![CaseEvent::ReopeningRequested {
                reason: written("reason", reason)?,
            }];
            events.extend(step(case, to, Cause::Reopened, facts.desk));
            Ok(events)
        }
    }
}

/// Staff do not bring it back, and say why (C15).
pub(super) fn decline_reopening(case: &Case, reason: String, facts: &Facts) -> Decision {
    staff(facts)?;
    match case.reopening_asked {
        true => Ok(vec![CaseEvent::ReopeningDeclined {
            reason: written("reason", reason)?,
        }]),
        false => Err(Refused::NoReopeningAsked),
    }
}

/// Staff bring it back (C15).
pub(super) fn reopen(case: &Case, facts: &Facts) -> Decision {
    staff(facts)?;
    if !case.is_closed() {
        return Err(Refused::NotClosed);
    }
    match &facts.desk.rules.reopening {
        Reopening::Never => Err(Refused::NeverReopened),
        Reopening::Request { to } | Reopening::WithinDays { to, .. } => {
            Ok(step(case, to, Cause::Reopened, facts.desk)
                .into_iter()
                .collect())
        }
    }
}
