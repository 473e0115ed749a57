//! What both sides have to agree on: the severity (C7); and what staff owe with it: a call, a higher tier (S6).

use super::{
    Case, CaseEvent, Facts, Refused, Side, ThirdParty, acting,
    decide::{Decision, missing, not_offered, staff, staff_move, still_open, written, wrong},
    intake::Wrong,
};
use crate::desk::{SeverityChange, StatusId, Turn};

/// Either side wants another severity. By the desk's rule it counts at once, or waits for the other side.
pub fn change_severity(case: &Case, to: String, reason: String, facts: &Facts) -> Decision {
    let side = side_of(case, facts)?;
    still_open(case, facts)?;
    let desk = facts.desk;
    if desk.severity(&to).is_none() {
        return Err(not_offered("severity", &to));
    }
    if to == case.severity {
        return Err(Refused::SeverityAlready);
    }
    let reason = written("severity-reason", reason)?;
    let raises = desk.severity_rank(&to) < desk.severity_rank(&case.severity);
    let change = match (side, raises) {
        (Side::Customer, true) => SeverityChange::CustomerRaises,
        (Side::Customer, false) => SeverityChange::CustomerLowers,
        (Side::Support, true) => SeverityChange::StaffRaises,
        (Side::Support, false) => SeverityChange::StaffLowers,
    };
    Ok(vec![match desk.rules.severity_at_once.contains(&change) {
        true => changed(case, side, to, false, Some(reason), facts),
        false => CaseEvent::SeverityProposed { side, to, reason },
    }])
}

/// The other side's answer to a wish; `seen` is the severity that they saw wanted.
pub fn answer_severity(
    case: &Case,
    seen: Option<String>,
    accept: bool,
    reason: String,
    facts: &Facts,
) -> Decision {
    let side = side_of(case, facts)?;
    still_open(case, facts)?;
    let wish = case.severity_wish.as_ref().filter(|wish| wish.side != side);
    let Some(wish) = wish else {
        return Err(Refused::NoSeverityProposed);
    };
    if seen.is_some_and(|seen| seen != wish.to) {
        return Err(Refused::OtherSeverityProposed);
    }
    let to = wish.to.clone();
    Ok(vec![match accept {
        true => changed(case, wish.side, to, true, None, facts),
        false => CaseEvent::SeverityDeclined {
            side,
            to,
            reason: written("severity-reason", reason)?,
        },
    }])
}

/// Another severity counts, with what is promised for it.
fn changed(
    case: &Case,
    side: Side,
    to: String,
    agreed: bool,
    reason: Option<crate::Prose>,
    facts: &Facts,
) -> CaseEvent {
    let desk = facts.desk;
    let promise = case.promise.as_ref();
    let plan = promise.and_then(|p| p.plan.as_deref());
    let centre = promise.and_then(|p| p.centre.as_deref());
    let targets = plan.map(|plan| desk.targets_for(centre.unwrap_or_default(), plan, &to));
    let raised = desk.severity_rank(&to) < desk.severity_rank(&case.severity);
    let needs_call = desk.needs_call(&to, centre, plan, &case.product);
    let needed_before = desk.needs_call(&case.severity, centre, plan, &case.product);
    CaseEvent::SeverityChanged {
        side,
        from: case.severity.clone(),
        agreed,
        raised,
        targets,
        call_owed: needs_call && !needed_before,
        reason,
        to,
    }
}

/// The call that was owed has taken place.
pub fn record_call(case: &Case, note: String, facts: &Facts) -> Decision {
    staff(facts)?;
    if !case.call_owed {
        return Err(Refused::NoCallOwed);
    }
    let note = written("call-note", note)?;
    Ok(vec![CaseEvent::CallRecorded { note }])
}

/// The case goes on at the next tier, with a reason.
pub fn raise_tier(case: &Case, reason: String, facts: &Facts) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    if case.is_at_highest_tier() {
        return Err(Refused::HighestTier);
    }
    let reason = written("tier-reason", reason)?;
    let (from, to) = (case.tier, case.tier + 1);
    Ok(vec![CaseEvent::TierRaised { from, to, reason }])
}

/// Another vendor is asked; in place of one that was asked before, or under a reference that is known by now. From then on it is
/// support's turn, whoever's it was: the status says so, and clocks go by what the desk says of it (S11).
pub fn involve(
    case: &Case,
    name: String,
    reference: String,
    then: Option<StatusId>,
    facts: &Facts,
) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    if !case.may_involve(facts.desk) {
        return Err(Refused::NotInPlan);
    }
    let name = written("third-party", name)?;
    let reference = match reference.trim().is_empty() {
        true => None,
        false => Some(written("third-party-reference", reference)?),
    };
    let turn = |to: &StatusId| facts.desk.status(to).map(|status| status.turn);
    let supports = match &then {
        Some(to) => turn(to) == Some(Turn::Support),
        None => case.turn == Turn::Support,
    };
    if !supports {
        return Err(match then {
            Some(_) => wrong("third-party-then", Wrong::NotOffered),
            None => missing("third-party-then"),
        });
    }
    let mut events = vec![CaseEvent::ThirdPartyInvolved { name, reference }];
    if let Some(to) = then.filter(|to| *to != case.status) {
        events.extend(staff_move(case, &to, facts.desk)?);
    }
    Ok(events)
}

/// Nothing more is waited for from the other vendor.
pub fn release(case: &Case, facts: &Facts) -> Decision {
    staff(facts)?;
    let Some(ThirdParty { name, .. }) = case.third_party.clone() else {
        return Err(Refused::NoThirdParty);
    };
    Ok(vec![CaseEvent::ThirdPartyReleased { name }])
}

/// On which side the actor stands.
fn side_of(case: &Case, facts: &Facts) -> Result<Side, Refused> {
    if facts.actor.is_staff() {
        Ok(Side::Support)
    } else {
        match acting::as_customer(case, facts.actor, facts.desk) {
            Ok(()) => Ok(Side::Customer),
            Err(_) => Err(Refused::NotAllowed),
        }
    }
}
