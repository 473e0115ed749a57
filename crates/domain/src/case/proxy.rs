//! Support signing in as a contact: only with that contact's own word, for this case before any general one (A10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused,
    decide::{Decision, staff, written},
};
use crate::{Actor, PersonId};

/// What a case knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyLogin {
    /// What contacts said for this case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<PersonId, bool>,
    /// Who is signed in as whom just now: contact and agent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub running: Vec<(PersonId, PersonId)>,
}

/// The contact as whom somebody would sign in, as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub contact: PersonId,
    /// What they said for all cases.
    pub in_general: bool,
    /// They can see this case, and may sign in themselves.
    pub reads: bool,
}

/// Why nobody may sign in as a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoConsent {
    /// They have not allowed it.
    NotAllowed,
    /// They do not let it be for this case, whatever they say in general.
    Withdrawn,
    /// It ends with the case.
    Closed,
    /// They have no part in this case.
    Elsewhere,
}

impl ProxyLogin {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whoever is signed in as a contact is so no more: the case is over.
    pub(super) fn ended(&self) -> impl Iterator<Item = CaseEvent> {
        let running = self.running.iter();
        running.map(|(contact, agent)| CaseEvent::ProxyLoginEnded {
            contact: *contact,
            agent: *agent,
            by_contact: false,
        })
    }

    pub(super) fn apply(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::ProxyLoginSet { contact, allowed } => {
                self.said.insert(*contact, *allowed);
            }
            CaseEvent::ProxyLoginStarted { contact, agent } => {
                let pair = (*contact, *agent);
                self.running.retain(|known| *known != pair);
                self.running.push(pair);
            }
            CaseEvent::ProxyLoginEnded { contact, agent, .. } => {
                self.running.retain(|known| *known != (*contact, *agent));
            }
            _ => {}
        }
    }
}

/// Whether support may sign in as this contact because of this case, now.
pub fn verdict(case: &Case, subject: &Subject) -> Result<(), NoConsent> {
    if !subject.reads {
        return Err(NoConsent::Elsewhere);
    }
    if case.is_closed() {
        return Err(NoConsent::Closed);
    }
    match case.proxy_login.said.get(&subject.contact) {
        Some(true) => Ok(()),
        Some(false) => Err(NoConsent::Withdrawn),
        None if subject.in_general => Ok(()),
        None => Err(NoConsent::NotAllowed),
    }
}

/// The contact's own word. What runs already goes on until it is ended.
pub(super) fn set(case: &Case, allowed: bool, facts: &Facts) -> Decision {
    let Actor::Contact { person, .. } = facts.actor else {
        return Err(Refused::NotAllowed);
    };
    if !facts.actor.scope().sees(case) {
        return Err(Refused::NotAllowed);
    }
    if allowed && case.is_closed() {
        return Err(Refused::Closed);
    }
    if case.proxy_login.said.get(person) == Some(&allowed) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::ProxyLoginSet {
        contact: *person,
        allowed,
    }])
}

pub(super) fn start(case: &Case, subject: &Subject, facts: &Facts) -> Decision {
    let agent = staff(facts)?;
    verdict(case, subject).map_err(Refused::NoProxyLogin)?;
    Ok(vec![CaseEvent::ProxyLoginStarted {
        contact: subject.contact,
        agent,
    }])
}

/// By the agent, by the contact as whom they are signed in, or by the product when its time is over.
pub(super) fn end(case: &Case, contact: PersonId, agent: PersonId, facts: &Facts) -> Decision {
    let person = facts.actor.person();
    if person.is_some() && person != Some(contact) && person != Some(agent) {
        return Err(Refused::NotAllowed);
    }
    if !case.proxy_login.running.contains(&(contact, agent)) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::ProxyLoginEnded {
        contact,
        agent,
        by_contact: person == Some(contact),
    }])
}

/// What the product has done without the contact's word is kept as that: it has happened, and they are to know of it. Who has no part
/// in the case is told of nothing in it.
pub(super) fn used(case: &Case, subject: &Subject, note: String, facts: &Facts) -> Decision {
    staff(facts)?;
    let without_consent = match verdict(case, subject) {
        Ok(()) => false,
        Err(NoConsent::NotAllowed | NoConsent::Withdrawn | NoConsent::Closed) => true,
        Err(no @ NoConsent::Elsewhere) => return Err(Refused::NoProxyLogin(no)),
    };
    Ok(vec![CaseEvent::ProxyLoginUsed {
        contact: subject.contact,
        note: written("note", note)?,
        without_consent,
    }])
}
