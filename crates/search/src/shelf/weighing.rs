//! How common words are, and which there are at all, among the entries that say so. Entries that were taken away count no more,
//! whether or not the segments that they lay in have been written anew: what others write moves nothing.

use std::sync::{Arc, PoisonError};

use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::{Broken, EVERY, Shelf, weighed};
use crate::analysis::Field;
use crate::index::Weighing;
use crate::typing::Vocabulary;

/// Terms of titles and of texts, by field.
pub(super) type Averages = [(f32, f32); 4];

/// What is usual.
const USUAL: Averages = [(4.0, 150.0), (4.0, 120.0), (8.0, 250.0), (6.0, 200.0)];
/// It counts like so many entries.
const FEW: f32 = 10.0;

/// Entries of a segment that have a term and are still there.
fn having(
    reader: &SegmentReader,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
) -> Result<u32, Broken> {
    let Some(alive) = reader.alive_bitset() else {
        return Ok(info.doc_freq);
    };
    let mut block = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut having = 0u32;
    while !block.docs().is_empty() {
        let there = block.docs().iter().filter(|one| alive.is_alive(**one));
        having = having.saturating_add(u32::try_from(there.count()).unwrap_or(u32::MAX));
        block.advance();
    }
    Ok(having)
}

impl Shelf {
    /// How common terms are among the entries that weigh.
    pub(super) fn weighing(
        &self,
        searcher: &Searcher,
        terms: &[(Field, String)],
    ) -> Result<Weighing, Broken> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            segments.push((reader, reader.inverted_index(self.fields.weighs)?));
        }
        let having = |term: &str| -> Result<u32, Broken> {
            let term = Term::from_field_text(self.fields.weighs, term);
            let mut all = 0u32;
            for (reader, inverted) in &segments {
                if let Some(info) = inverted.get_term_info(&term)? {
                    all = all.saturating_add(having(reader, inverted, &info)?);
                }
            }
            Ok(all)
        };
        let mut weighing = Weighing {
            documents: having(EVERY)?,
            ..Weighing::default()
        };
        for (field, term) in terms {
            let having = having(&weighed(*field, term))?;
            weighing.having.insert((*field, term.clone()), having);
        }
        weighing.averages = self.averages(searcher)?;
        Ok(weighing)
    }

    /// Terms that titles and texts of the entries that weigh have on average, by field: lengths of what others wrote tell nothing
    /// either. Few entries are held against what is usual.
    #[allow(clippy::cast_precision_loss)]
    fn averages(&self, searcher: &Searcher) -> Result<Averages, Broken> {
        let mut kept = self.averages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = *kept {
            return Ok(kept);
        }
        let every = Term::from_field_text(self.fields.weighs, EVERY);
        let (mut documents, mut sums) = (0u64, [[0u64; 4]; 2]);
        for reader in searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.weighs)?;
            let Some(info) = inverted.get_term_info(&every)? else {
                continue;
            };
            let mut those: Vec<u32> = Vec::new();
            let option = IndexRecordOption::Basic;
            let mut block = inverted.read_block_postings_from_terminfo(&info, option)?;
            while !block.docs().is_empty() {
                let there = block.docs().iter().copied();
                those.extend(there.filter(|one| !reader.is_deleted(*one)));
                block.advance();
            }
            documents += those.len() as u64;
            for (sums, fields) in sums.iter_mut().zip(self.fields.parts) {
                for (sum, field) in sums.iter_mut().zip(fields) {
                    let norms = reader.get_fieldnorms_reader(field)?;
                    let each = those.iter().map(|one| u64::from(norms.fieldnorm(*one)));
                    *sum += each.sum::<u64>();
                }
            }
        }
        let mut averages = USUAL;
        let all = documents as f32 + FEW;
        for (field, (title, text)) in averages.iter_mut().enumerate() {
            *title = (sums[0][field] as f32 + *title * FEW) / all;
            *text = (sums[1][field] as f32 + *text * FEW) / all;
        }
        *kept = Some(averages);
        Ok(averages)
    }

    /// The words of the entries that weigh, for what was mistyped.
    pub fn vocabulary(&self) -> Result<Arc<Vocabulary>, Broken> {
        let mut kept = self
            .vocabulary
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref() {
            return Ok(kept.clone());
        }
        let mut vocabulary = Vocabulary::default();
        for reader in self.reader.searcher().segment_readers() {
            let inverted = reader.inverted_index(self.fields.weighs)?;
            // Latin words alone are of use.
            let latin = inverted.terms().range().ge("wa").lt("w{");
            let mut terms = latin.into_stream()?;
            while terms.advance() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                if let Some(word) = term.strip_prefix('w') {
                    vocabulary.add(word, having(reader, &inverted, terms.value())?);
                }
            }
        }
        let made = Arc::new(vocabulary);
        *kept = Some(made.clone());
        Ok(made)
    }
}
