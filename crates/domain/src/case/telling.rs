//! What was asked before a case, told later by either side (B2): only what is new or other than before becomes an event.

use super::{
    Answers, Case, CaseEvent, Facts, Refused, Side, asking,
    decide::{Decision, customer, still_open},
    intake::{Entries, FieldProblem, Form, SURE_OF, Wrong, problem},
};
use crate::desk::{Desk, Field};

/// Either side may fill in what was skipped; the customer's word is an update like any other (C12).
pub(super) fn tell(case: &Case, entries: &Entries, facts: &Facts) -> Decision {
    let side = match facts.actor.is_staff() {
        true => Side::Support,
        false => customer(case, facts).map(|()| Side::Customer)?,
    };
    still_open(case, facts)?;
    let answers = later(facts.desk, case, entries).map_err(Refused::Fields)?;
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let moved = asking::turned(case, facts.desk).filter(|_| side == Side::Customer);
    let told = CaseEvent::FactsTold { side, answers };
    Ok(std::iter::once(told).chain(moved).collect())
}

/// Answers to what was asked before a case, given later (B2): those that are new or other than before.
fn later(desk: &Desk, case: &Case, entries: &Entries) -> Result<Answers, Vec<FieldProblem>> {
    let Some(kind) = desk.kind(&case.kind) else {
        return Err(vec![problem("kind", Wrong::NotOffered)]);
    };
    let asked = desk.asked_before(&kind.id, case.sub_type.as_deref());
    let fits = |f: &&Field| f.applies(case.sub_type.as_deref(), Some(&case.product));
    let asked: Vec<&Field> = asked.into_iter().filter(fits).collect();
    let mut form = Form {
        desk,
        kind,
        entries,
        domains: None,
        problems: Vec::new(),
    };
    for id in entries
        .keys()
        .filter(|id| *id != SURE_OF && asked.iter().all(|f| f.id != **id))
    {
        form.problems.push(problem(id, Wrong::Unknown));
    }
    let mut answers = Answers::new();
    for field in asked {
        if let Some(answer) = form.answer(field)
            && case.answers.get(&field.id) != Some(&answer)
        {
            answers.insert(field.id.clone(), answer);
        }
    }
    match form.problems.is_empty() {
        true => Ok(answers),
        false => Err(form.problems),
    }
}
