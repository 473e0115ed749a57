//! How a case ends, and how it comes back (B7, C14, C15).

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Cause, Command, Facts, Refused, Side,
    decide::{
        Decision, allowed_move, carried_out, comment_of, customer, maybe_written, missing,
        not_offered, staff, step, still_open, written, wrong,
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
    /// Why support closed it: an id of the desk's causes, for staff alone (ux-A2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
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

/// Another command by staff that closes it, for this reason (ux-A2).
pub(super) fn with_cause(case: &Case, command: Command, cause: &str, facts: &Facts) -> Decision {
    staff(facts)?;
    if facts.desk.cause(cause).is_none() {
        return Err(not_offered("cause", cause));
    }
    let mut events = carried_out(case, command, facts)?;
    // Where it stays open after all, there is nothing to say it of.
    let closes = |event: &CaseEvent| matches!(event, CaseEvent::StatusChanged { closed: true, .. });
    if events.iter().any(closes) {
        let cause = cause.to_owned();
        events.push(CaseEvent::CauseSet { cause });
    }
    Ok(events)
}

/// Staff say why it was closed, or say it otherwise.
pub(super) fn set_cause(case: &Case, cause: &str, facts: &Facts) -> Decision {
    staff(facts)?;
    if !case.is_closed() {
        return Err(Refused::NotClosed);
    }
    if facts.desk.cause(cause).is_none() {
        return Err(not_offered("cause", cause));
    }
    let cause = (case.closing.cause.as_deref() != Some(cause)).then(|| cause.to_owned());
    Ok(cause
        .map(|cause| CaseEvent::CauseSet { cause })
        .into_iter()
        .collect())
}

/// What staff close says why, where the desk will have it so.
pub(super) fn says_why(events: &[CaseEvent], facts: &Facts) -> Result<(), Refused> {
    let closes = |event: &CaseEvent| {
        let by_staff = |cause: &Cause| matches!(cause, Cause::Staff);
        matches!(event, CaseEvent::StatusChanged { closed: true, cause, .. } if by_staff(cause))
    };
    let asked = facts.desk.rules.cause_required && !facts.desk.causes.is_empty();
    let said = |event: &CaseEvent| matches!(event, CaseEvent::CauseSet { .. });
    match asked && events.iter().any(closes) && !events.iter().any(said) {
        true => Err(missing("cause")),
        false => Ok(()),
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
    not_merged(case)?;
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
    not_merged(case)?;
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
    not_merged(case)?;
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

/// What goes on elsewhere comes back by taking that back (K3).
fn not_merged(case: &Case) -> Result<(), Refused> {
    match case.merged {
        Some(_) => Err(Refused::Merged),
        None => Ok(()),
    }
}
