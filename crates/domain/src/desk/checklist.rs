//! What to look at and what to bring before a case is opened (B2): two ways in, each with steps to try and facts to tell. Steps
//! that are answered, and facts, are fields of the desk like any other, so that they are checked, kept and erased alike.

use super::{Desk, Field};
use crate::words::Words;

/// One way in to a kind of case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    pub id: String,
    pub label: Words,
    /// One sentence on whom it is for.
    pub description: Words,
    /// Kind of case that follows, and its sub type.
    pub kind: String,
    pub sub_type: Option<String>,
    pub steps: Vec<Step>,
    /// Each step is answered with one of [`super::Entry::Choice`]'s options; else it is something to look at.
    pub answered: bool,
    /// Ids of the fields to tell besides, in their order; none is ever required.
    pub facts: Vec<String>,
    /// Severities that go on to the form in one press.
    pub skip: Vec<String>,
}

/// Something to try, or to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: String,
    pub text: Words,
    /// Where to look; nothing where there is only something to do.
    pub link: Option<String>,
    /// Products it is for; all when empty.
    pub products: Vec<String>,
}

impl Checklist {
    /// Ids of what it asks, steps first.
    pub fn asks(&self) -> impl Iterator<Item = &str> {
        let steps = self.steps.iter().filter(|_| self.answered);
        let steps = steps.map(|step| step.id.as_str());
        steps.chain(self.facts.iter().map(String::as_str))
    }
}

impl Step {
    /// Whether it is for this product; without one, what is for all is.
    pub fn applies(&self, product: Option<&str>) -> bool {
        self.products.is_empty() || product.is_some_and(|p| self.products.iter().any(|q| q == p))
    }
}

impl Desk {
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.checklists.iter().find(|list| list.id == id)
    }

    /// What is asked before a case of this kind, each once; of one sub type where one is named.
    pub fn asked_before(&self, kind: &str, sub_type: Option<&str>) -> Vec<&Field> {
        let fits = |list: &&Checklist| {
            list.kind == kind
                && (sub_type.is_none()
                    || list.sub_type.is_none()
                    || list.sub_type.as_deref() == sub_type)
        };
        let mut asked: Vec<&Field> = Vec::new();
        for id in self
            .checklists
            .iter()
            .filter(fits)
            .flat_map(Checklist::asks)
        {
            if let Some(field) = self
                .field(id)
                .filter(|f| asked.iter().all(|a| a.id != f.id))
            {
                asked.push(field);
            }
        }
        asked
    }
}
