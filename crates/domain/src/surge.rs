//! Several companies report the same trouble within a short time (E3): which cases belong together, and when staff are told that an
//! incident may be behind them. Looked at once for each new case, never over all of them. How alike two cases are is given; it knows
//! nothing of how that is found.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use crate::{
    AccountId, CaseId, Desk, Instant, SurgeId,
    case::{Answer, Case, CaseEvent},
    desk::{Entry, List, Surge},
};

/// A surge to which nothing more came stands no longer than this.
pub const STANDS: SignedDuration = SignedDuration::from_hours(12);
/// What two cases share makes them more alike, in hundredths: a fact that was chosen from a list, and a code that stands in both.
const FACT: i64 = 5;
const CODE: i64 = 20;
/// A fact in which they differ.
const OTHER: i64 = 10;

/// Why a case is nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// An incident has gathered it.
    Gathered,
    /// It is closed, or goes on within another one.
    Closed,
    /// Staff have said how it stands to another case.
    Linked,
    /// Kept to its team: to tell of it would tell others.
    Private,
    /// Of a kind that says nothing about the service.
    Aside,
    /// Staff have said that it is not the same as others.
    Dismissed,
}

/// What a case is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub case: CaseId,
    pub account: AccountId,
    pub product: String,
    /// What was chosen from lists that depend on each other (issue and sub issue), by field.
    pub facts: BTreeMap<String, String>,
    /// Codes in its subject and answers, `E-204`.
    pub codes: BTreeSet<String>,
    pub opened_at: Instant,
    pub known: Option<Known>,
    /// The surge that it is in already.
    pub surge: Option<SurgeId>,
}

/// A case, and how alike it is to the new one, in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub report: Report,
    pub alike: u16,
}

/// What a new case makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// Companies enough report the same by now.
    Begins { cases: BTreeSet<CaseId> },
    /// It is one more of those that were told of.
    Joins {
        surge: SurgeId,
        cases: BTreeSet<CaseId>,
    },
}

/// Where a case stands, besides what it says itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stands {
    pub is_gathered: bool,
    /// The surge that it is in, and whether that was dismissed.
    pub surge: Option<(SurgeId, bool)>,
}

impl Report {
    pub fn of(id: CaseId, case: &Case, desk: &Desk, rule: &Surge, stands: Stands) -> Self {
        let dismissed = stands.surge.is_some_and(|(_, dismissed)| dismissed);
        let is_aside = match rule.kinds.is_empty() {
            true => case.list == List::Admin,
            false => !rule.kinds.contains(&case.kind),
        };
        let reasons = [
            (is_aside, Known::Aside),
            (case.private, Known::Private),
            (stands.is_gathered, Known::Gathered),
            (case.is_closed() || case.merged.is_some(), Known::Closed),
            (
                !case.links.is_empty() || !case.carries.is_empty(),
                Known::Linked,
            ),
            (dismissed, Known::Dismissed),
        ];
        let known = reasons.into_iter().find(|(is, _)| *is).map(|(_, why)| why);
        let mut said = vec![case.subject.as_str()];
        said.extend(case.answers.values().filter_map(|answer| match answer {
            Answer::Text(text) => Some(text.as_str()),
            _ => None,
        }));
        let surge = stands.surge.filter(|_| known.is_none());
        Self {
            case: id,
            account: case.account,
            product: case.product.clone(),
            facts: facts(case, desk),
            codes: said.into_iter().flat_map(codes).collect(),
            opened_at: case.opened_at,
            known,
            surge: surge.map(|(surge, _)| surge),
        }
    }

    /// Whether they speak of the same trouble, when they are so much alike.
    fn is_same(&self, near: &Near, rule: &Surge) -> bool {
        let other = &near.report;
        let mut alike = i64::from(near.alike);
        for (field, chosen) in &self.facts {
            match other.facts.get(field) {
                Some(theirs) if theirs == chosen => alike += FACT,
                Some(_) => alike -= OTHER,
                None => {}
            }
        }
        if !self.codes.is_disjoint(&other.codes) {
            alike += CODE;
        }
        other.product == self.product && alike >= i64::from(rule.alike)
    }
}

/// What was chosen from lists of which one decides what stands in the other.
fn facts(case: &Case, desk: &Desk) -> BTreeMap<String, String> {
    let mut named = BTreeSet::new();
    for field in &desk.fields {
        if let Entry::Choice {
            depends: Some(depends),
            ..
        } = &field.entry
        {
            named.extend([field.id.as_str(), depends.on.as_str()]);
        }
    }
    let chosen = case.answers.iter();
    let chosen = chosen.filter_map(|(field, answer)| match answer {
        Answer::Choice(chosen) if named.contains(field.as_str()) => {
            Some((field.clone(), chosen.clone()))
        }
        _ => None,
    });
    chosen.collect()
}

/// Codes in a text: signs of letters and digits together, four at least, as `E-204` or `ORA-12154`.
fn codes(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let words = text.split(|c: char| !is_part(c));
    let words = words.map(|word| word.trim_matches(['-', '_']).to_ascii_uppercase());
    let is_code = |word: &String| {
        let has = |of: fn(&char) -> bool| word.chars().any(|c| of(&c));
        word.len() >= 4 && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
    };
    words.filter(is_code).collect()
}

/// Looks at a new case beside what is like it; nothing where too few companies report the same.
pub fn notice(rule: &Surge, new: &Report, near: &[Near]) -> Option<Noticed> {
    if new.known.is_some() || new.surge.is_some() {
        return None;
    }
    let span = SignedDuration::from_mins(i64::from(rule.minutes));
    // Of two at once, either may be looked at first.
    let is_recent = |at: Instant| new.opened_at.duration_since(at).abs() <= span;
    let same: Vec<&Report> = near
        .iter()
        .filter(|near| near.report.case != new.case && near.report.known.is_none())
        .filter(|near| is_recent(near.report.opened_at) && new.is_same(near, rule))
        .map(|near| &near.report)
        .collect();
    // What is in none yet comes along.
    let free = same.iter().filter(|report| report.surge.is_none());
    let mut cases: BTreeSet<CaseId> = free.clone().map(|report| report.case).collect();
    cases.insert(new.case);
    if let Some(surge) = same.iter().filter_map(|report| report.surge).min() {
        return Some(Noticed::Joins { surge, cases });
    }
    let mut companies: BTreeSet<AccountId> = free.map(|report| report.account).collect();
    companies.insert(new.account);
    (companies.len() >= usize::from(rule.companies)).then_some(Noticed::Begins { cases })
}

/// What the case with which it begins tells those who lead; nothing where it only goes on.
pub fn told(noticed: &Noticed, new: &Report, near: &[Near]) -> Option<CaseEvent> {
    let Noticed::Begins { cases } = noticed else {
        return None;
    };
    let of_it = near.iter().map(|near| &near.report);
    let of_it = of_it.filter(|report| cases.contains(&report.case));
    let mut companies: BTreeSet<AccountId> = of_it.map(|report| report.account).collect();
    companies.insert(new.account);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(CaseEvent::IncidentSuggested {
        companies: count(companies.len()),
        cases: count(cases.len()),
    })
}
