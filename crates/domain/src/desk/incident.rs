//! How incidents go at a desk (E3, S7): how they are numbered, how grave they can be, how often customers hear of one, and what
//! its phases are called.

use super::{Choice, StatusId};
use crate::{Language, incident::Phase, words::Words};

/// How incidents go at this desk.
#[derive(Clone, Debug)]
pub struct Incidents {
    /// What stands before each number: `INC-`.
    pub prefix: String,
    /// What such a case is called in lists.
    pub label: Words,
    /// The gravest first.
    pub severities: Vec<IncidentSeverity>,
    /// Where the service can be affected; none where the desk has only one place.
    pub regions: Vec<Choice>,
    /// Minutes before a promised update at which its lead is told that it is due; nothing where they are not.
    pub warn_minutes: u16,
    /// Days until the report on the cause is due.
    pub cause_days: u16,
    /// The status by which gathered cases are offered the solution at the end.
    pub solution: StatusId,
    /// What the phases are called here, in their order.
    pub phases: [PhaseWords; 5],
    /// What staff begin with when they write to customers.
    pub texts: IncidentTexts,
    /// When several companies that report the same are told of; nothing where they are not.
    pub surge: Option<Surge>,
}

/// How many companies report the same within how long, and how alike their cases are, until staff are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surge {
    /// Different ones, two at least.
    pub companies: u16,
    /// Between the first and the last of them.
    pub minutes: u16,
    /// From nothing in common, 0, to the same, 100.
    pub alike: u16,
    /// Kinds of case that count; all but those of the list of admin cases where none is named.
    pub kinds: Vec<String>,
}

/// How grave an incident can be, and how often customers hear of one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentSeverity {
    pub id: String,
    pub label: Words,
    /// Until the next update, unless another moment is promised.
    pub update_minutes: u16,
}

/// What staff begin with when they tell customers of an incident; each is empty where the desk has none. In them `{product}`
/// stands for what is affected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncidentTexts {
    /// One line.
    pub title: Words,
    pub declared: Words,
    pub update: Words,
    pub ended: Words,
}

impl IncidentTexts {
    /// One of these texts about a product; empty where the desk has none.
    pub fn about(words: &Words, language: &Language, product: &str) -> String {
        words.in_language(language).replace("{product}", product)
    }
}

/// A phase in the desk's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseWords {
    pub label: Words,
    /// What happens in it, one sentence.
    pub next: Words,
}

impl Incidents {
    pub fn severity(&self, id: &str) -> Option<&IncidentSeverity> {
        self.severities.iter().find(|severity| severity.id == id)
    }

    pub fn region(&self, id: &str) -> Option<&Choice> {
        self.regions.iter().find(|region| region.id == id)
    }

    pub fn phase(&self, phase: Phase) -> &PhaseWords {
        &self.phases[phase.place()]
    }
}
