//! Words that staff put on cases (K3).

use super::{
    problem::What,
    read::{Reader, Table},
};
use crate::desk::Tags;

impl Reader {
    /// Without a table staff find their own.
    pub fn tags(&mut self, root: &Table) -> Tags {
        let own = Tags {
            free: true,
            all: Vec::new(),
        };
        let Some(value) = root.value("tags") else {
            return own;
        };
        let Some(table) = self.table("tags", value, "tags", &["free", "tag"]) else {
            return own;
        };
        let free = self.flag(&table, "free");
        let all = self.tables(&table, "tag", "tags.tag", &["id", "label"]);
        Tags {
            free,
            all: self.choices(all, What::Tag),
        }
    }
}
