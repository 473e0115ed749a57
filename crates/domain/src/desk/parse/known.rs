//! A first walk over the file that gathers every id, so that references can be followed in any order. Lenient: what is
//! malformed is left out here and reported by the readers.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::problem::What;
use crate::desk::CONTACTS;

#[derive(Default)]
pub(super) struct Known {
    ids: BTreeMap<What, Vec<String>>,
    places: BTreeMap<(What, String), usize>,
    /// Ids of the options of each field that has any.
    options: BTreeMap<String, Vec<String>>,
    /// What each field takes, as written; empty for the built-in ones.
    entries: BTreeMap<String, String>,
}

impl Known {
    pub fn gather(root: &DeTable) -> Self {
        let mut known = Known::default();
        for (what, key) in [
            (What::Product, "product"),
            (What::Environment, "environment"),
            (What::Channel, "channel"),
            (What::Severity, "severity"),
            (What::Calendar, "calendar"),
            (What::Centre, "centre"),
            (What::Plan, "plan"),
            (What::Team, "team"),
            (What::Queue, "queue"),
            (What::Milestone, "milestone"),
            (What::ContractOption, "contract_option"),
            (What::Kind, "kind"),
            (What::Field, "field"),
        ] {
            tables(root, key)
                .filter_map(id)
                .for_each(|id| known.add(what, id));
        }
        // A door is a kind of case, or somebody to turn to whom the desk's texts name.
        for kind in known.ids(What::Kind).to_vec() {
            known.add(What::Door, (kind, 0));
        }
        let texts = root.get("texts").and_then(|t| t.get_ref().as_table());
        for name in CONTACTS {
            if texts.is_some_and(|texts| texts.contains_key(name)) {
                known.add(What::Door, (name.to_owned(), 0));
            }
        }
        let languages = root.get("languages").and_then(|l| l.get_ref().as_array());
        for tag in languages.into_iter().flat_map(|tags| tags.iter()) {
            if let Some(text) = tag.get_ref().as_str() {
                known.add(What::Language, (text.to_owned(), tag.span().start));
            }
        }
        for kind in tables(root, "kind") {
            tables(kind, "sub_type")
                .filter_map(id)
                .for_each(|id| known.add(What::SubType, id));
        }
        for field in tables(root, "field") {
            let Some((field_id, _)) = id(field) else {
                continue;
            };
            let options = tables(field, "option")
                .filter_map(id)
                .map(|(id, _)| id)
                .collect();
            let entry = field
                .get("entry")
                .and_then(|e| e.get_ref().as_str())
                .unwrap_or_default();
            known.options.insert(field_id.clone(), options);
            known.entries.insert(field_id, entry.to_owned());
        }
        for status in tables(root, "status") {
            let Some((main, at)) = id(status) else {
                continue;
            };
            for (sub, at) in tables(status, "sub").filter_map(id) {
                known.add(What::SubStatus, (format!("{main}/{sub}"), at));
            }
            known.add(What::Status, (main, at));
        }
        known
    }

    fn add(&mut self, what: What, (id, at): (String, usize)) {
        let ids = self.ids.entry(what).or_default();
        if !ids.contains(&id) {
            ids.push(id.clone());
        }
        self.places.entry((what, id)).or_insert(at);
    }

    pub fn ids(&self, what: What) -> &[String] {
        self.ids.get(&what).map_or(&[], Vec::as_slice)
    }

    pub fn has(&self, what: What, id: &str) -> bool {
        self.ids(what).iter().any(|known| known == id)
    }

    /// Where the id was given.
    pub fn place(&self, what: What, id: &str) -> usize {
        self.places
            .get(&(what, id.to_owned()))
            .copied()
            .unwrap_or(0)
    }

    /// Whether a field of the desk's own takes this.
    pub fn takes(&self, field: &str, entry: &str) -> bool {
        self.entries.get(field).is_some_and(|taken| taken == entry)
    }

    /// The fields that take this.
    pub fn taking(&self, entry: &str) -> Vec<String> {
        let entries = self.entries.iter();
        let taking = entries.filter(|(_, taken)| *taken == entry);
        taking.map(|(id, _)| id.clone()).collect()
    }

    /// The values that a field can take, where they are known: what others may depend on.
    pub fn values(&self, field: &str) -> Option<&[String]> {
        match field {
            "product" => Some(self.ids(What::Product)),
            "sub-type" => Some(self.ids(What::SubType)),
            "severity" => Some(self.ids(What::Severity)),
            _ if self
                .entries
                .get(field)
                .is_some_and(|entry| entry == "choice") =>
            {
                self.options.get(field).map(Vec::as_slice)
            }
            _ => None,
        }
    }
}

pub(super) fn tables<'a>(of: &'a DeTable<'a>, key: &str) -> impl Iterator<Item = &'a DeTable<'a>> {
    let items = of.get(key).and_then(|value| value.get_ref().as_array());
    items
        .into_iter()
        .flat_map(|items| items.iter())
        .filter_map(|item: &Spanned<DeValue>| item.get_ref().as_table())
}

fn id(table: &DeTable) -> Option<(String, usize)> {
    let value = table.get("id")?;
    Some((value.get_ref().as_str()?.to_owned(), value.span().start))
}
