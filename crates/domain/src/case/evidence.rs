//! What goes with an escalation so that whoever evaluates it can begin: what was told of the trouble, the files that show it, and how
//! the promises of the case stand; and what is missing of that, to be seen to before it is sent (E1).

use super::{Answer, Case};
use crate::{
    contract::ClockKind,
    desk::{Desk, Field},
};

/// Kinds of files that show what went on.
const RECORDS: [&str; 17] = [
    "log", "txt", "har", "csv", "json", "xml", "zip", "gz", "pcap", "etl", "evtx", "dmp", "png",
    "jpg", "jpeg", "mp4", "webm",
];

/// Something that whoever evaluates it will ask for.
#[derive(Clone, Copy, Debug)]
pub enum Missing<'d> {
    /// A fact that the desk asks for before such a case.
    Fact(&'d Field),
    /// In which environment it happens.
    Environment,
    /// No file shows what went on.
    Record,
}

/// What there is, and what is not.
#[derive(Clone, Debug)]
pub struct Evidence<'d> {
    /// What was told, in the order in which it is asked.
    pub told: Vec<(&'d Field, Answer)>,
    pub missing: Vec<Missing<'d>>,
    /// The clocks whose promise was broken.
    pub broken: Vec<ClockKind>,
}

impl Evidence<'_> {
    /// A file of this kind shows what went on.
    pub fn is_record(kind: &str) -> bool {
        RECORDS.contains(&kind.to_ascii_lowercase().as_str())
    }
}

impl Case {
    /// The evidence of this case; `kinds` are those of its files.
    pub fn evidence<'d, 'k>(
        &self,
        desk: &'d Desk,
        kinds: impl IntoIterator<Item = &'k str>,
    ) -> Evidence<'d> {
        let mut asked = desk.asked_before(&self.kind, self.sub_type.as_deref());
        asked.retain(|field| field.applies(self.sub_type.as_deref(), Some(&self.product)));
        let told = asked.iter().filter_map(|field| {
            let answer = self.answers.get(&field.id)?;
            Some((*field, answer.clone()))
        });
        let told: Vec<_> = told.collect();
        // Steps that were not tried are no facts.
        let is_fact = |id: &String| desk.checklists.iter().any(|list| list.facts.contains(id));
        let untold = asked
            .iter()
            .filter(|field| is_fact(&field.id) && !self.answers.contains_key(&field.id));
        let mut missing: Vec<_> = untold.map(|field| Missing::Fact(field)).collect();
        if self.environment.is_none() && desk.environments.len() > 1 {
            missing.push(Missing::Environment);
        }
        if !kinds.into_iter().any(Evidence::is_record) {
            missing.push(Missing::Record);
        }
        let broken = self.clocks.as_ref().map(|clocks| clocks.broken());
        Evidence {
            told,
            missing,
            broken: broken.unwrap_or_default(),
        }
    }
}
