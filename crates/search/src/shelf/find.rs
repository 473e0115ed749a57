//! Finding in the index on the disk: what lies within is gathered for the terms of the question alone, and ranked as what lies in
//! memory is.

use tantivy::schema::Value as _;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::answering::entries_of;
use super::bits::Bits;
use super::gather::Gathering;
use super::hits::{Columns, Counts, Hit, first};
use super::part::Seen;
use super::{Broken, Shelf, Within};
use crate::question::Question;
use crate::rank;

/// Things of a sort are counted up to so many; where there are more, it is one more than this.
pub const COUNTED: usize = 10_000;

/// What it adds that an entry has all tags of what is asked; with fewer than half of them it is not alike.
const ALIKE: f64 = 0.3;

/// A thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub sort: u8,
    pub id: i64,
    /// Which of its entries answers best.
    pub variant: String,
    /// How well; where nothing was asked, when it was written.
    pub score: f64,
}

/// How what answers is found; the answer is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    /// What cannot answer is skipped.
    pub skips: bool,
    /// In so many pieces; in as many as it is worth, where none is said.
    pub pieces: Option<usize>,
    /// The first so many are looked through alone, as long as they suffice.
    pub keeps: usize,
}

/// A page has twenty things of few entries each; the first hundred are looked at closely.
const KEPT: usize = 512;

/// A place in what was found: behind this thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Behind {
    pub score: f64,
    pub sort: u8,
    pub id: i64,
}

/// What of all that was found is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Of this sort alone; the others are counted all the same.
    pub sort: Option<u8>,
    pub behind: Option<Behind>,
    pub most: usize,
    /// Of the entries of a thing that answer, this one is named.
    pub variant: &'a str,
    /// Tags for the words of what is asked: an entry goes up that has many of them.
    pub alike: &'a [String],
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    pub found: Vec<Found>,
    /// How many things of each sort answer, up to [`COUNTED`].
    pub counts: Vec<(u8, usize)>,
    /// There are more behind these.
    pub more: bool,
}

impl Found {
    /// The place behind it.
    pub fn place(&self) -> Behind {
        Behind {
            score: self.score,
            sort: self.sort,
            id: self.id,
        }
    }
}

impl Shelf {
    /// What answers a question, best first, of what lies within. Where no words were typed all of it answers, the latest first;
    /// words that ask for nothing are answered by nothing.
    pub fn find(
        &self,
        question: &Question,
        within: &Within,
        wanted: &Wanted,
    ) -> Result<Answer, Broken> {
        let how = How {
            skips: true,
            pieces: None,
            keeps: KEPT,
        };
        self.look(question, within, wanted, how)
    }

    /// The same, in one way or another.
    pub(super) fn look(
        &self,
        question: &Question,
        within: &Within,
        wanted: &Wanted,
        how: How,
    ) -> Result<Answer, Broken> {
        let searcher = self.reader.searcher();
        let mut seen = Vec::new();
        for reader in searcher.segment_readers() {
            seen.push(Seen {
                bits: within.bits(&self.fields, reader, &self.kept)?,
                alive: reader.alive_bitset().cloned(),
            });
        }
        let columns = Columns::of(&searcher, &self.shapes)?;
        let mut counts = Counts::default();
        let (first, entries) = match question.asks_nothing() {
            true if question.typed => (Vec::new(), Vec::new()),
            true => {
                let seen = self.without(&searcher, question, seen)?;
                let mut hits = self.latest(&searcher, &seen, wanted, &columns, &mut counts)?;
                let first = first(&mut hits, wanted, &columns);
                let entries = entries_of(&first, &columns, &hits);
                (first, entries)
            }
            false => {
                let mut answering =
                    self.answering(&searcher, question, wanted, &columns, seen, how)?;
                counts = std::mem::take(&mut answering.counts);
                let first = answering.first(wanted, &columns, how.keeps);
                let entries = answering.entries_of(&first, &columns);
                (first, entries)
            }
        };
        let more = first.len() > wanted.most;
        let mut found = Vec::new();
        for (one, entries) in first.iter().zip(entries).take(wanted.most) {
            found.push(Found {
                sort: one.thing.0,
                id: one.thing.1,
                variant: self.variant(&searcher, entries, wanted.variant)?,
                score: one.hit.score,
            });
        }
        Ok(Answer {
            found,
            counts: counts.counts,
            more,
        })
    }

    /// Which entry of a thing is named: of all that answer the one that is wanted, else the best.
    fn variant(
        &self,
        searcher: &Searcher,
        mut entries: Vec<Hit>,
        wanted: &str,
    ) -> Result<String, Broken> {
        entries.sort_by(|one, other| {
            let better = other.score.total_cmp(&one.score);
            better.then(one.address.cmp(&other.address))
        });
        let mut variant = String::new();
        for (place, entry) in entries.into_iter().enumerate() {
            let document: TantivyDocument = searcher.doc(entry.address)?;
            let named = document.get_first(self.fields.variant);
            let named = named.and_then(|named| named.as_str()).unwrap_or_default();
            if place == 0 || named == wanted {
                variant = named.to_owned();
            }
        }
        Ok(variant)
    }

    /// What is seen without what says anything that must not be there.
    fn without(
        &self,
        searcher: &Searcher,
        question: &Question,
        mut seen: Vec<Seen>,
    ) -> Result<Vec<Seen>, Broken> {
        for words in &question.not {
            let said = Question {
                phrases: vec![words.clone()],
                ..Question::default()
            };
            let mut gathering = Gathering::of(self, searcher, &said, seen.clone())?;
            gathering.take_in(&said, true)?;
            let mut address_of = gathering.addresses();
            for document in rank::saying(&gathering.index, words) {
                let address = address_of(document);
                seen[address.segment_ord as usize]
                    .bits
                    .leave(address.doc_id);
            }
        }
        Ok(seen)
    }

    /// What it adds to the score of an entry that it has tags of what is asked.
    pub(super) fn alike(
        &self,
        searcher: &Searcher,
        wanted: &Wanted,
    ) -> Result<impl Fn(DocAddress) -> f64 + use<>, Broken> {
        let mut having = Vec::new();
        for reader in searcher.segment_readers() {
            let mut tags = Vec::new();
            for tag in wanted.alike {
                let tag = Within::Tag(tag.clone());
                tags.push(tag.bits(&self.fields, reader, &self.kept)?);
            }
            let mut any = Bits::none(reader.max_doc());
            tags.iter().for_each(|tag| any.or(tag));
            having.push((any, tags));
        }
        Ok(move |address: DocAddress| {
            let (any, tags) = &having[address.segment_ord as usize];
            // Most entries have none of them.
            if !any.has(address.doc_id) {
                return 0.0;
            }
            let has = tags.iter().filter(|tag| tag.has(address.doc_id)).count();
            #[allow(clippy::cast_precision_loss)] // a few
            let share = has as f64 / tags.len().max(1) as f64;
            if share < 0.5 { 0.0 } else { ALIKE * share }
        })
    }
}
