//! What one segment, or a stretch of it, has of the terms of a question.

use std::ops::Range;
use std::sync::Arc;

use tantivy::DocSet as _;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::Broken;
use super::bits::{Bits, Numbered};
use crate::analysis::Field;
use crate::index::Posting;

/// Going to a document costs as much as reading so many on the way: a block of 128 is unpacked for it, and none of its other
/// documents is looked at.
const SEEK: usize = 64;

/// Documents of a segment that somebody may see.
#[derive(Clone)]
pub(super) struct Seen {
    pub bits: Bits,
    pub alive: Option<AliveBitSet>,
}

impl Seen {
    #[inline]
    pub fn has(&self, document: u32) -> bool {
        self.bits.has(document)
            && self
                .alive
                .as_ref()
                .is_none_or(|alive| alive.is_alive(document))
    }

    /// They, in order.
    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.bits.iter().filter(|one| self.has(*one))
    }
}

/// A stretch of a segment, and where the segment has the terms of a question.
pub(super) struct Part<'a> {
    /// Which of the segments.
    pub segment: u32,
    pub reader: &'a SegmentReader,
    /// Of these documents alone.
    pub stretch: Range<u32>,
    pub seen: Arc<Seen>,
    /// Of titles and texts, by field.
    pub inverted: [[Arc<InvertedIndexReader>; 4]; 2],
    /// By term, in title and text.
    pub infos: Vec<[Option<TermInfo>; 2]>,
    /// Those that may answer, and the number of the first.
    pub may: Numbered,
    pub first: u32,
}

impl Part<'_> {
    /// A stretch of it, in which nothing has been found yet.
    pub fn cut(&self, stretch: Range<u32>) -> Self {
        Part {
            segment: self.segment,
            reader: self.reader,
            stretch,
            seen: self.seen.clone(),
            inverted: self.inverted.clone(),
            infos: self.infos.clone(),
            may: Numbered::of(Bits::default()),
            first: 0,
        }
    }

    pub fn all_seen(&self) -> Bits {
        let mut bits = Bits::none(self.reader.max_doc());
        let own = self.seen.iter().filter(|one| self.stretch.contains(one));
        own.for_each(|one| bits.take(one));
        bits
    }

    /// How many documents have a term, seen or not.
    pub fn common(&self, at: usize) -> u64 {
        let each = self.infos[at].iter().flatten();
        each.map(|info| u64::from(info.doc_freq)).sum()
    }

    /// Reads where a title (0) or text (1) has a term, and how often where that is asked for, in order, until `take` says that it
    /// is enough. Where only few documents are of interest, goes from one to the next; others may come as well.
    pub fn read(
        &self,
        field: Field,
        at: usize,
        of: usize,
        option: IndexRecordOption,
        among: Option<&[u32]>,
        mut take: impl FnMut(u32, u32) -> bool,
    ) -> Result<(), Broken> {
        let Some(info) = &self.infos[at][of] else {
            return Ok(());
        };
        let inverted = &self.inverted[of][field as usize];
        let few = among.filter(|among| among.len() * SEEK < info.doc_freq as usize);
        if let Some(few) = few {
            let mut postings = inverted.read_postings_from_terminfo(info, option)?;
            for document in few.iter().copied() {
                if postings.doc() < document {
                    postings.seek(document);
                }
                if postings.doc() == document && take(document, postings.term_freq()) {
                    break;
                }
            }
            return Ok(());
        }
        let mut block = inverted.read_block_postings_from_terminfo(info, option)?;
        if self.stretch.start > 0 {
            block.seek(self.stretch.start);
        }
        while let Some(last) = block.docs().last() {
            let (from, to) = self.own_of(block.docs());
            let ends = *last >= self.stretch.end;
            for place in from..to {
                let often = match option {
                    IndexRecordOption::Basic => 1,
                    _ => block.freq(place),
                };
                if take(block.doc(place), often) {
                    return Ok(());
                }
            }
            if ends {
                break;
            }
            block.advance();
        }
        Ok(())
    }

    /// From where to where documents of a block, in order, are of the stretch.
    fn own_of(&self, documents: &[u32]) -> (usize, usize) {
        let inside = |place: Option<&u32>| place.is_none_or(|one| self.stretch.contains(one));
        match inside(documents.first()) && inside(documents.last()) {
            true => (0, documents.len()),
            false => (
                documents.partition_point(|one| *one < self.stretch.start),
                documents.partition_point(|one| *one < self.stretch.end),
            ),
        }
    }
}

/// Puts what titles and texts have together, in order of documents.
pub(super) fn join([titles, texts]: &[Vec<(u32, u16)>; 2], postings: &mut Vec<Posting>) {
    postings.reserve(titles.len().max(texts.len()));
    let mut titles = titles.iter().copied();
    let mut next = titles.next();
    for (document, text) in texts.iter().copied() {
        while let Some((before, title)) = next.filter(|(own, _)| *own < document) {
            postings.push(posting(before, title, 0));
            next = titles.next();
        }
        let title = match next {
            Some((own, title)) if own == document => {
                next = titles.next();
                title
            }
            _ => 0,
        };
        postings.push(posting(document, title, text));
    }
    let rest = next.into_iter().chain(titles);
    postings.extend(rest.map(|(document, title)| posting(document, title, 0)));
}

fn posting(document: u32, title: u16, text: u16) -> Posting {
    Posting {
        document,
        title,
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_texts_are_joined_in_order_of_documents() {
        let joined = |titles: &[u32], texts: &[u32]| -> Vec<(u32, u16, u16)> {
            let had = [
                titles.iter().map(|own| (*own, 1)).collect(),
                texts.iter().map(|own| (*own, 2)).collect(),
            ];
            let mut postings = Vec::new();
            join(&had, &mut postings);
            let each = postings.iter();
            each.map(|one| (one.document, one.title, one.text))
                .collect()
        };
        assert!(joined(&[], &[]).is_empty());
        assert_eq!(joined(&[3], &[]), [(3, 1, 0)]);
        assert_eq!(joined(&[], &[4, 5]), [(4, 0, 2), (5, 0, 2)]);
        assert_eq!(
            joined(&[1, 4, 6, 9], &[2, 4, 5, 6]),
            [
                (1, 1, 0),
                (2, 0, 2),
                (4, 1, 2),
                (5, 0, 2),
                (6, 1, 2),
                (9, 1, 0)
            ]
        );
    }
}
