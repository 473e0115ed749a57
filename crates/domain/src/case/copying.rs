//! Who is in copy of a case that is open (C5): either side adds people and takes them out, under the doubts of an opening.

use super::{
    Answer, Case, CaseEvent, Facts, Refused, Side,
    copies::normal,
    decide::{Decision, customer, missing, still_open, wrong},
    intake::{Entries, Form, SURE_OF, Wrong},
};
use crate::{
    Prose,
    desk::{Desk, Entry, Field},
};

/// Addresses to add, as typed, and some to take out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopiesChange {
    pub add: String,
    pub remove: Vec<String>,
    /// Those that their sender has looked at and stands by, one a line.
    pub sure: String,
    /// Domains of the company's mail, in lower case.
    pub domains: Vec<String>,
}

impl Case {
    /// The field in which its kind asks for addresses in copy, with how many it takes.
    pub fn copies_field<'d>(&self, desk: &'d Desk) -> Option<(&'d Field, usize)> {
        let kind = desk.kind(&self.kind)?;
        let mut fields = kind.form.iter().filter_map(|id| desk.field(id));
        fields.find_map(|field| match field.entry {
            Entry::Emails { most } => Some((field, most)),
            _ => None,
        })
    }

    /// Addresses that get every answer; what was erased is none any more.
    pub fn copied(&self) -> impl Iterator<Item = &Prose> {
        let lists = self.answers.values().filter_map(|answer| match answer {
            Answer::Emails(list) => Some(list),
            _ => None,
        });
        lists.flatten().filter(|address| !address.is_erased())
    }
}

pub(super) fn change(case: &Case, change: &CopiesChange, facts: &Facts) -> Decision {
    let side = match facts.actor.is_staff() {
        true => Side::Support,
        false => customer(case, facts).map(|()| Side::Customer)?,
    };
    still_open(case, facts)?;
    let (desk, kind) = (facts.desk, facts.desk.kind(&case.kind));
    let (Some(kind), Some((field, most))) = (kind, case.copies_field(desk)) else {
        return Err(Refused::NotAllowed);
    };
    let entries: Entries = [
        (field.id.clone(), change.add.clone()),
        (SURE_OF.to_owned(), change.sure.clone()),
    ]
    .into();
    let mut form = Form {
        desk,
        kind,
        entries: &entries,
        domains: Some(&change.domains),
        problems: Vec::new(),
    };
    let typed = !change.add.trim().is_empty();
    let mut added = match typed.then(|| form.answer(field)).flatten() {
        Some(Answer::Emails(addresses)) => addresses,
        _ => Vec::new(),
    };
    if !form.problems.is_empty() {
        return Err(Refused::Fields(form.problems));
    }
    let before: &[Prose] = match case.answers.get(&field.id) {
        Some(Answer::Emails(list)) => list,
        _ => &[],
    };
    let is = |a: &Prose, b: &str| a.as_str().eq_ignore_ascii_case(b);
    added.retain(|new| !before.iter().any(|known| is(known, new.as_str())));
    let out: Vec<String> = change.remove.iter().map(|one| normal(one)).collect();
    let gone = |known: &Prose| !known.is_erased() && out.iter().any(|one| is(known, one));
    let places: Vec<usize> = (0..)
        .zip(before)
        .filter(|(_, a)| gone(a))
        .map(|(n, _)| n)
        .collect();
    let removed: Vec<Prose> = before.iter().filter(|a| gone(a)).cloned().collect();
    let left = before.len() - removed.len() + added.len();
    if added.is_empty() && removed.is_empty() {
        return Ok(Vec::new());
    }
    if left > most {
        return Err(wrong(&field.id, Wrong::TooMany { most }));
    }
    if left == 0 && field.required {
        return Err(missing(&field.id));
    }
    Ok(vec![CaseEvent::CopiesChanged {
        side,
        field: field.id.clone(),
        added,
        removed,
        places,
    }])
}

/// What is left of a list of addresses.
pub(super) fn changed(list: Vec<Prose>, added: &[Prose], places: &[usize]) -> Vec<Prose> {
    let kept = (0..).zip(list).filter(|(place, _)| !places.contains(place));
    kept.map(|(_, address)| address)
        .chain(added.iter().cloned())
        .collect()
}
