//! Finding in the index on the disk: what lies within is gathered for the terms of the question alone, and ranked as what lies in
//! memory is.

use std::cmp::Ordering;

use foldhash::{HashSet, HashSetExt as _};
use tantivy::fastfield::Column;
use tantivy::index::SegmentReader;
use tantivy::schema::Value as _;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::gather::{Gathering, Seen};
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

/// An entry that answers, before it is known what it is called.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Hit {
    score: f64,
    sort: u8,
    id: i64,
    address: DocAddress,
}

/// What a segment says of its entries.
struct Columns {
    sort: Column<u64>,
    id: Column<i64>,
    at: Column<i64>,
    lift: Column<u64>,
}

/// Counts things, each once.
#[derive(Default)]
struct Counts {
    things: HashSet<(u8, i64)>,
    counts: Vec<(u8, usize)>,
}

impl Hit {
    fn place(&self) -> (f64, u8, i64) {
        (self.score, self.sort, self.id)
    }

    fn thing(&self) -> (u8, i64) {
        (self.sort, self.id)
    }

    fn order(&self, other: &Hit) -> Ordering {
        order(self.place(), other.place())
    }
}

impl Columns {
    fn of(reader: &SegmentReader) -> Result<Columns, Broken> {
        let fast = reader.fast_fields();
        Ok(Columns {
            sort: fast.u64("sort")?,
            id: fast.i64("id")?,
            at: fast.i64("at")?,
            lift: fast.u64("lift")?,
        })
    }

    fn thing(&self, document: u32) -> (u8, i64) {
        let id = self.id.first(document).unwrap_or_default();
        (sort_of(self.sort.first(document)), id)
    }
}

impl Counts {
    /// Whether no more of a sort is counted.
    fn is_full(&self, sort: u8) -> bool {
        let of = self.counts.iter().find(|one| one.0 == sort);
        of.is_some_and(|one| one.1 > COUNTED)
    }

    fn take(&mut self, thing: (u8, i64)) {
        let at = self.counts.binary_search_by_key(&thing.0, |one| one.0);
        let at = at.unwrap_or_else(|at| {
            self.counts.insert(at, (thing.0, 0));
            at
        });
        if self.counts[at].1 <= COUNTED && self.things.insert(thing) {
            self.counts[at].1 += 1;
        }
    }
}

impl Wanted<'_> {
    /// Whether an entry is of the sort, and stands behind the place.
    fn takes(&self, hit: &Hit) -> bool {
        self.sort.is_none_or(|sort| sort == hit.sort)
            && self
                .behind
                .is_none_or(|behind| order(hit.place(), behind.place()).is_gt())
    }
}

impl Behind {
    fn place(&self) -> (f64, u8, i64) {
        (self.score, self.sort, self.id)
    }
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
        let mut counts = Counts::default();
        let hits = match question.asks_nothing() {
            true if question.typed => Vec::new(),
            true => {
                let seen = self.without(&searcher, question, seen)?;
                latest(&searcher, &seen, wanted, &mut counts)?
            }
            false => {
                let hits = self.answering(&searcher, question, wanted, seen, skips)?;
                hits.iter().for_each(|hit| counts.take(hit.thing()));
                hits
            }
        };
        let first = first(&hits, wanted);
        let mut found = Vec::new();
        for hit in first.iter().take(wanted.most) {
            let mut entries: Vec<&Hit> = hits
                .iter()
                .filter(|one| one.thing() == hit.thing())
                .collect();
            entries.sort_by(|one, other| one.order(other));
            let mut variant = String::new();
            for (place, entry) in entries.into_iter().enumerate() {
                let document: TantivyDocument = searcher.doc(entry.address)?;
                let named = document.get_first(self.fields.variant);
                let named = named.and_then(|named| named.as_str()).unwrap_or_default();
                if place == 0 || named == wanted.variant {
                    variant = named.to_owned();
                }
            }
            let (score, sort, id) = hit.place();
            found.push(Found {
                sort,
                id,
                variant,
                score,
            });
        }
        Ok(Answer {
            found,
            counts: counts.counts,
            more: first.len() > wanted.most,
        })
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
            let addresses = gathering.addresses();
            for document in rank::saying(&gathering.index, words) {
                let address = addresses[document as usize];
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
            having.push(tags);
        }
        Ok(move |address: DocAddress| {
            let tags = &having[address.segment_ord as usize];
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
        seen: Vec<Seen>,
        skips: bool,
    ) -> Result<Vec<Hit>, Broken> {
        let alike = self.alike(searcher, wanted)?;
        let mut gathering = Gathering::of(self, searcher, question, seen, skips)?;
        let addresses = gathering.addresses();
        let mut columns = Vec::new();
        for reader in searcher.segment_readers() {
            columns.push(Columns::of(reader)?);
        }
        let scored = rank::answering(&gathering.index, question, &WEIGHTS);
        let hit = |hit: rank::Hit| {
            let address = addresses[hit.document as usize];
            let columns = &columns[address.segment_ord as usize];
            let (sort, id) = columns.thing(address.doc_id);
            let steps = columns
                .lift
                .first(address.doc_id)
                .unwrap_or_default()
                .min(8);
            #[allow(clippy::cast_precision_loss)] // a few
            let score = f64::from(hit.score) * (1.0 + LIFT * steps as f64 + alike(address));
            let of = Hit {
                score,
                sort,
                id,
                address,
            };
            (of, hit)
        };
        let mut hits: Vec<(Hit, rank::Hit)> = scored.into_iter().map(hit).collect();
        // The same score is the same place whatever segments the entries lie in.
        let closer = CLOSER.min(hits.len());
        if closer < hits.len() {
            hits.select_nth_unstable_by(closer, |one, other| one.0.order(&other.0));
        }
        let documents: Vec<u32> = hits[..closer].iter().map(|(_, hit)| hit.document).collect();
        gathering.place_words(question, &documents)?;
        let beside = rank::beside(&gathering.index, question, &WEIGHTS);
        for (hit, scored) in &mut hits[..closer] {
            hit.score += f64::from(beside(scored.document));
        }
        Ok(hits.into_iter().map(|(hit, _)| hit).collect())
    }
}

/// The first things of what is wanted, in order, and one more where there is one.
fn first(hits: &[Hit], wanted: &Wanted) -> Vec<Hit> {
    // A thing stands where the best of its entries does.
    let passed: HashSet<(u8, i64)> = match wanted.behind {
        Some(_) => {
            let those = hits
                .iter()
                .filter(|hit| wanted.sort.is_none_or(|sort| sort == hit.sort));
            let before = those.filter(|hit| !wanted.takes(hit));
            before.map(Hit::thing).collect()
        }
        None => HashSet::new(),
    };
    let rest = hits
        .iter()
        .filter(|hit| wanted.takes(hit) && !passed.contains(&hit.thing()));
    let mut rest: Vec<Hit> = rest.copied().collect();
    let mut entries = (wanted.most + 1) * 4;
    loop {
        let enough = entries.min(rest.len());
        if enough < rest.len() {
            rest.select_nth_unstable_by(enough, Hit::order);
        }
        let mut first = rest[..enough].to_vec();
        first.sort_unstable_by(Hit::order);
        let mut things = HashSet::new();
        first.retain(|hit| things.insert(hit.thing()));
        if first.len() > wanted.most || enough == rest.len() {
            first.truncate(wanted.most + 1);
            return first;
        }
        entries *= 8;
    }
}

/// The latest of everything that is seen and wanted: all entries of so many things that the next one is known, and no more.
fn latest(
    searcher: &Searcher,
    seen: &[Seen],
    wanted: &Wanted,
    counts: &mut Counts,
) -> Result<Vec<Hit>, Broken> {
    // Entries of one thing are of one moment, and stand together.
    let enough = (wanted.most + 1) * 8;
    let mut hits: Vec<Hit> = Vec::with_capacity(enough * 2);
    let mut last: Option<Hit> = None;
    for (segment, (reader, seen)) in (0..).zip(searcher.segment_readers().iter().zip(seen)) {
        let columns = Columns::of(reader)?;
        for document in seen.iter() {
            #[allow(clippy::cast_precision_loss)] // milliseconds are exact for ages
            let score = columns.at.first(document).unwrap_or_default() as f64;
            let sort = sort_of(columns.sort.first(document));
            // Most are older than what is wanted, and of a sort that is counted as far as it is.
            if counts.is_full(sort) && last.is_some_and(|last| score < last.score) {
                continue;
            }
            let (sort, id) = columns.thing(document);
            counts.take((sort, id));
            let hit = Hit {
                score,
                sort,
                id,
                address: DocAddress::new(segment, document),
            };
            if !wanted.takes(&hit) || last.is_some_and(|last| hit.order(&last).is_gt()) {
                continue;
            }
            hits.push(hit);
            if hits.len() == enough * 2 {
                let (_, nth, _) = hits.select_nth_unstable_by(enough, Hit::order);
                last = Some(*nth);
                hits.truncate(enough);
            }
        }
    }
    Ok(hits)
}

/// Better ones first, then by what they are.
fn order(one: (f64, u8, i64), other: (f64, u8, i64)) -> Ordering {
    let better = other.0.total_cmp(&one.0);
    better.then(one.1.cmp(&other.1)).then(other.2.cmp(&one.2))
}

fn sort_of(stored: Option<u64>) -> u8 {
    u8::try_from(stored.unwrap_or_default()).unwrap_or(u8::MAX)
}
