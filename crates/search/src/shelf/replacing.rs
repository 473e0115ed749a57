//! Putting entries in the place of others: what is the same already stays as it lies.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::{Broken, Entry, Shelf};

/// What an entry is made of, as a number.
pub(super) fn print(entry: &Entry) -> u64 {
    FixedState::default().hash_one(entry)
}

impl Shelf {
    /// Puts all entries that have a tag from now on; found after the next `commit`. Of what has the tag nothing may have been put
    /// or taken away since the last one. Told is whether some of those that it had may weigh.
    pub fn replace(&self, tag: &str, entries: &[Entry], weighs: bool) -> Result<(), Broken> {
        let mut prints: Vec<u64> = entries.iter().map(print).collect();
        prints.sort_unstable();
        if self.prints(tag)? == prints {
            return Ok(());
        }
        self.take_away(tag, weighs);
        entries.iter().try_for_each(|entry| self.put(entry))
    }

    /// What the entries with a tag are made of, in order.
    fn prints(&self, tag: &str) -> Result<Vec<u64>, Broken> {
        let term = Term::from_field_text(self.fields.tag, tag);
        let mut prints = Vec::new();
        for reader in self.reader.searcher().segment_readers() {
            let inverted = reader.inverted_index(self.fields.tag)?;
            let Some(info) = inverted.get_term_info(&term)? else {
                continue;
            };
            let column = reader.fast_fields().u64("print")?;
            let option = IndexRecordOption::Basic;
            let mut block = inverted.read_block_postings_from_terminfo(&info, option)?;
            while !block.docs().is_empty() {
                let alive = block.docs().iter().filter(|one| !reader.is_deleted(**one));
                prints.extend(alive.filter_map(|one| column.first(*one)));
                block.advance();
            }
        }
        prints.sort_unstable();
        Ok(prints)
    }
}
