//! A customer who is not content asks for somebody above the owner, and is answered (E2).

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused, asking,
    decide::{Decision, customer, missing, staff, still_open, written},
};
use crate::desk::Desk;

/// To whom the customer turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    SupportManager,
    SuccessManager,
}

impl Addressee {
    pub const ALL: [Addressee; 2] = [Addressee::SupportManager, Addressee::SuccessManager];

    pub fn as_str(self) -> &'static str {
        match self {
            Addressee::SupportManager => "support-manager",
            Addressee::SuccessManager => "success-manager",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Those whom a desk has: success managers where its texts name them.
    pub fn of(desk: &Desk) -> Vec<Self> {
        let there = |one: &Self| match one {
            Addressee::SupportManager => true,
            Addressee::SuccessManager => desk.text("success-manager").is_some(),
        };
        Self::ALL.into_iter().filter(there).collect()
    }
}

/// The customer says that it does not go well: an update like any other (C12), and a call to whoever leads.
pub(super) fn ask(case: &Case, to: Addressee, reason: String, facts: &Facts) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    if case.escalation_asked.is_some() {
        return Err(Refused::EscalationAskedAlready);
    }
    if !Addressee::of(facts.desk).contains(&to) {
        return Err(missing("addressee"));
    }
    let reason = written("escalation-reason", reason)?;
    let asked = CaseEvent::EscalationAsked { to, reason };
    let moved = asking::turned(case, facts.desk);
    Ok(std::iter::once(asked).chain(moved).collect())
}

/// Support answers it in public, whatever has become of the case.
pub(super) fn answer(case: &Case, text: String, facts: &Facts) -> Decision {
    staff(facts)?;
    match case.escalation_asked {
        Some(_) => Ok(vec![CaseEvent::EscalationAnswered {
            text: written("escalation-text", text)?,
        }]),
        None => Err(Refused::NoEscalationAsked),
    }
}
