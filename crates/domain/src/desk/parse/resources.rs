//! What customers may like to read or learn with, beside their cases (B1).

use super::read::{Reader, Table};
use crate::desk::Resource;

impl Reader {
    pub fn resources(&mut self, root: &Table) -> Vec<Resource> {
        let mut all = Vec::new();
        for table in self.tables(root, "resource", "resource", &["label", "link"]) {
            let label = self.label(&table, "label");
            let link = match table.value("link") {
                Some(_) => self.link(&table),
                None => self.missing(&table, "link"),
            };
            if let Some(link) = link {
                all.push(Resource { label, link });
            }
        }
        all
    }
}
