//! The customer's own number of a case (C1): given at the opening, and changed later by whom the desk lets.

use super::{
    Answer, Case, CaseEvent, Facts, Refused, Side, acting,
    decide::{Decision, still_open},
    intake::{Entries, Form},
};
use crate::{
    Actor,
    desk::{Desk, Field},
};

impl Case {
    /// The field of its form that holds the customer's own number, where the desk has one.
    pub fn reference_field<'d>(&self, desk: &'d Desk) -> Option<&'d Field> {
        let rule = desk.rules.own_reference.as_ref()?;
        let form = &desk.kind(&self.kind)?.form;
        let field = desk.field(&rule.field)?;
        let asked = form.contains(&field.id)
            && field.applies(self.sub_type.as_deref(), Some(&self.product));
        asked.then_some(field)
    }

    /// That number; nothing where none was given, or where it was erased.
    pub fn reference(&self, desk: &Desk) -> Option<&str> {
        let rule = desk.rules.own_reference.as_ref()?;
        match self.answers.get(&rule.field)? {
            Answer::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

/// The side for which somebody changes the number; nothing where the desk does not let them.
pub fn refers_for(case: &Case, actor: &Actor, desk: &Desk) -> Option<Side> {
    let rule = desk.rules.own_reference.as_ref()?;
    match actor {
        Actor::Agent { .. } => rule.support.then_some(Side::Support),
        Actor::Contact { .. } if rule.customer => {
            let acts = acting::as_customer(case, actor, desk);
            acts.ok().map(|()| Side::Customer)
        }
        Actor::Contact { .. } | Actor::System => None,
    }
}

pub(super) fn set(case: &Case, text: String, facts: &Facts) -> Decision {
    let desk = facts.desk;
    let side = refers_for(case, facts.actor, desk).ok_or(Refused::NotAllowed)?;
    still_open(case, facts)?;
    let (Some(field), Some(kind)) = (case.reference_field(desk), desk.kind(&case.kind)) else {
        return Err(Refused::NotAllowed);
    };
    let entries: Entries = [(field.id.clone(), text)].into();
    let mut form = Form {
        desk,
        kind,
        entries: &entries,
        domains: None,
        problems: Vec::new(),
    };
    let to = form.answer(field);
    if !form.problems.is_empty() {
        return Err(Refused::Fields(form.problems));
    }
    if case.answers.get(&field.id) == to.as_ref() {
        return Ok(Vec::new());
    }
    let to = match to {
        Some(Answer::Text(text)) => Some(text),
        _ => None,
    };
    Ok(vec![CaseEvent::ReferenceSet {
        side,
        field: field.id.clone(),
        to,
    }])
}
