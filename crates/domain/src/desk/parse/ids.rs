//! Ids and references: the form of an id, that it is given once, and that whoever is named exists.

use std::collections::BTreeSet;

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};

impl Reader {
    /// The id of a table, in the form that ids have.
    pub fn id(&mut self, table: &Table, what: What) -> Option<At<String>> {
        let id = self.text(table, "id")?;
        if is_id(&id.it) {
            return Some(id);
        }
        self.wrong(id.at, Problem::BadId { what, id: id.it });
        None
    }

    /// Notes every second mention.
    pub fn distinct(&mut self, what: What, ids: &[At<String>]) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(&id.it) {
                self.wrong(
                    id.at,
                    Problem::Duplicate {
                        what,
                        id: id.it.clone(),
                    },
                );
            }
        }
    }

    /// The id, if the file has a `what` of that name.
    pub fn reference(&mut self, what: What, id: &At<String>) -> Option<String> {
        if self.known.has(what, &id.it) {
            return Some(id.it.clone());
        }
        let known = self.known.ids(what).to_vec();
        self.wrong(
            id.at,
            Problem::UnknownReference {
                what,
                id: id.it.clone(),
                known,
            },
        );
        None
    }

    /// A list of references, each once.
    pub fn references(&mut self, table: &Table, key: &str, what: What) -> Vec<String> {
        let ids = self.list(table, key);
        self.distinct(what, &ids);
        ids.iter()
            .filter_map(|id| self.reference(what, id))
            .collect()
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= 40
        && !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !id.starts_with('-')
        && !id.ends_with('-')
}
