//! Finding in the index on the disk: what lies within is gathered for the terms of the question alone, and ranked as what lies in
//! memory is.

use foldhash::HashMap;
use tantivy::schema::Value as _;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::bits::Bits;
use super::gather::Gathering;
use super::hits::{Columns, Counts, Hit, Named, bring_first, first};
use super::part::Seen;
use super::{Broken, Shelf, Within};
use crate::question::Question;
use crate::rank::{self, CLOSER, WEIGHTS};

/// Things of a sort are counted up to so many; where there are more, it is one more than this.
pub const COUNTED: usize = 10_000;

/// What a step up adds to a score, as a share of it.
const LIFT: f64 = 0.06;
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
        self.look(question, within, wanted, true)
    }

    /// The same, with what cannot answer skipped or not.
    pub(super) fn look(
        &self,
        question: &Question,
        within: &Within,
        wanted: &Wanted,
        skips: bool,
    ) -> Result<Answer, Broken> {
        let searcher = self.reader.searcher();
        let mut seen = Vec::new();
        for reader in searcher.segment_readers() {
            seen.push(Seen {
                bits: within.bits(&self.fields, reader, &self.kept)?,
                alive: reader.alive_bitset().cloned(),
            });
        }
        let columns = Columns::of(&searcher)?;
        let mut counts = Counts::default();
        let mut hits = match question.asks_nothing() {
            true if question.typed => Vec::new(),
            true => {
                let seen = self.without(&searcher, question, seen)?;
                self.latest(&searcher, &seen, wanted, &columns, &mut counts)?
            }
            false => {
                let hits = self.answering(&searcher, question, wanted, &columns, seen, skips)?;
                counts.take_all(&hits, &columns);
                hits
            }
        };
        let mut first = first(&mut hits, wanted, &columns);
        let more = first.len() > wanted.most;
        first.truncate(wanted.most);
        let variants = self.variants(&searcher, &columns, &first, &hits, wanted.variant)?;
        let found = first.iter().zip(variants).map(|(one, variant)| Found {
            sort: one.thing.0,
            id: one.thing.1,
            variant,
            score: one.hit.score,
        });
        Ok(Answer {
            found: found.collect(),
            counts: counts.counts,
            more,
        })
    }

    /// Which entry of each thing is named: of all that answer the one that is wanted, else the best.
    fn variants(
        &self,
        searcher: &Searcher,
        columns: &Columns,
        things: &[Named],
        hits: &[Hit],
        wanted: &str,
    ) -> Result<Vec<String>, Broken> {
        let mut entries: Vec<Vec<Hit>> = vec![Vec::new(); things.len()];
        let mut places: HashMap<i64, Vec<usize>> = HashMap::default();
        for (place, one) in things.iter().enumerate() {
            places.entry(one.thing.1).or_default().push(place);
        }
        for hit in hits {
            for place in places.get(&columns.id(hit.address)).into_iter().flatten() {
                if columns.sort(hit.address) == things[*place].thing.0 {
                    entries[*place].push(*hit);
                }
            }
        }
        let mut variants = Vec::new();
        for mut entries in entries {
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
            variants.push(variant);
        }
        Ok(variants)
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
            let gathering = Gathering::of(self, searcher, &said, seen.clone(), true)?;
            for document in rank::saying(&gathering.index, words) {
                let address = gathering.address(document);
                seen[address.segment_ord as usize]
                    .bits
                    .leave(address.doc_id);
            }
        }
        Ok(seen)
    }

    /// What it adds to the score of an entry that it has tags of what is asked.
    fn alike(
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

    /// The entries that answer, in no order. The first are looked at more closely.
    fn answering(
        &self,
        searcher: &Searcher,
        question: &Question,
        wanted: &Wanted,
        columns: &Columns,
        seen: Vec<Seen>,
        skips: bool,
    ) -> Result<Vec<Hit>, Broken> {
        let alike = self.alike(searcher, wanted)?;
        let mut gathering = Gathering::of(self, searcher, question, seen, skips)?;
        let scored = rank::answering(&gathering.index, question, &WEIGHTS);
        let hit = |hit: rank::Hit| {
            let address = gathering.address(hit.document);
            let steps = columns.lift(address).min(8);
            #[allow(clippy::cast_precision_loss)] // a few
            let lifted = 1.0 + LIFT * steps as f64 + alike(address);
            Hit {
                score: f64::from(hit.score) * lifted,
                address,
            }
        };
        let mut hits: Vec<Hit> = scored.into_iter().map(hit).collect();
        let closer = CLOSER.min(hits.len());
        bring_first(&mut hits, closer, columns);
        let closest = &mut hits[..closer];
        let number = |hit: &Hit| gathering.number_of(hit.address);
        let documents: Vec<u32> = closest.iter().filter_map(number).collect();
        gathering.place_words(question, &documents)?;
        let beside = rank::beside(&gathering.index, question, &WEIGHTS);
        for hit in closest {
            if let Some(number) = gathering.number_of(hit.address) {
                hit.score += f64::from(beside(number));
            }
        }
        Ok(hits)
    }
}
