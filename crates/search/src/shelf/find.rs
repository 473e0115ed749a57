//! Finding in the index on the disk: what lies within is gathered for the terms of the question alone, and ranked as what lies in
//! memory is.

use std::sync::Arc;
use std::sync::PoisonError;

use foldhash::{HashMap, HashMapExt as _};
use tantivy::index::SegmentReader;
use tantivy::postings::Postings as _;
use tantivy::query::EnableScoring;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED, TantivyDocument, Term};

use super::{Broken, EVERY, Shelf, Within, weighed};
use crate::analysis::Field;
use crate::index::{Index, Lengths, Posting, Weighing};
use crate::question::Question;
use crate::rank::{self, WEIGHTS};
use crate::typing::Vocabulary;

/// Places in texts stand so far behind those in titles.
const BEHIND: u32 = 1 << 20;

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
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    pub found: Vec<Found>,
    /// How many things of each sort answer.
    pub counts: Vec<(u8, usize)>,
    /// There are more behind these.
    pub more: bool,
}

/// An entry that answers, before it is known what it is called.
#[derive(Clone, Copy)]
struct Hit {
    score: f64,
    sort: u8,
    id: i64,
    address: DocAddress,
}

impl Hit {
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
    /// What answers a question, best first, of what lies within. A question without words is answered by all of it, the latest
    /// first.
    pub fn find(
        &self,
        question: &Question,
        within: &Within,
        wanted: &Wanted,
    ) -> Result<Answer, Broken> {
        let searcher = self.reader.searcher();
        let hits = match question.asks_nothing() {
            true => self.latest(&searcher, within)?,
            false => self.answering(&searcher, question, within)?,
        };
        let mut things: HashMap<(u8, i64), usize> = HashMap::new();
        let mut best: Vec<(Hit, Vec<DocAddress>)> = Vec::new();
        for hit in hits {
            match things.get(&(hit.sort, hit.id)) {
                Some(at) => best[*at].1.push(hit.address),
                None => {
                    things.insert((hit.sort, hit.id), best.len());
                    best.push((hit, vec![hit.address]));
                }
            }
        }
        let mut counts: HashMap<u8, usize> = HashMap::new();
        for (hit, _) in &best {
            *counts.entry(hit.sort).or_default() += 1;
        }
        let mut counts: Vec<(u8, usize)> = counts.into_iter().collect();
        counts.sort_unstable();
        let is_wanted = |hit: &Hit| {
            wanted.sort.is_none_or(|sort| sort == hit.sort)
                && wanted.behind.is_none_or(|behind| {
                    order(hit.place(), (behind.score, behind.sort, behind.id)).is_gt()
                })
        };
        let mut rest = best.into_iter().filter(|(hit, _)| is_wanted(hit));
        let mut found = Vec::new();
        for (hit, entries) in rest.by_ref().take(wanted.most) {
            let mut variant = String::new();
            for (place, address) in entries.into_iter().enumerate() {
                let document: TantivyDocument = searcher.doc(address)?;
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
            counts,
            more: rest.next().is_some(),
        })
    }

    /// Everything within, the latest first.
    fn latest(&self, searcher: &Searcher, within: &Within) -> Result<Vec<Hit>, Broken> {
        let mut hits = Vec::new();
        let condition = within.query(&self.fields);
        let weight = condition.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let fast = reader.fast_fields();
            let (sorts, ids, moments) = (fast.u64("sort")?, fast.i64("id")?, fast.i64("at")?);
            weight.for_each_no_score(reader, &mut |some| {
                for document in some.iter().filter(|one| !reader.is_deleted(**one)) {
                    #[allow(clippy::cast_precision_loss)] // milliseconds are exact for ages
                    let score = moments.first(*document).unwrap_or_default() as f64;
                    hits.push(Hit {
                        score,
                        sort: sort_of(sorts.first(*document)),
                        id: ids.first(*document).unwrap_or_default(),
                        address: DocAddress::new(segment, *document),
                    });
                }
            })?;
        }
        hits.sort_unstable_by(|one, other| order(one.place(), other.place()));
        Ok(hits)
    }

    /// The entries that answer, best first.
    fn answering(
        &self,
        searcher: &Searcher,
        question: &Question,
        within: &Within,
    ) -> Result<Vec<Hit>, Broken> {
        let terms = terms(question);
        let mut index = Index::part(self.weighing(searcher, &terms)?);
        let mut documents = Vec::new();
        let mut gathered: Vec<Gathered> = terms.iter().map(|_| Gathered::default()).collect();
        let condition = within.query(&self.fields);
        let weight = condition.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let mut allowed = vec![false; reader.max_doc() as usize];
            weight.for_each_no_score(reader, &mut |some| {
                for document in some {
                    allowed[*document as usize] = !reader.is_deleted(*document);
                }
            })?;
            let mut numbers: HashMap<u32, u32> = HashMap::new();
            for ((field, term), gathered) in terms.iter().zip(&mut gathered) {
                let had = self.had(reader, *field, term, &allowed)?;
                for (document, title, text, places) in had {
                    let number = match numbers.get(&document) {
                        Some(number) => *number,
                        None => {
                            let number = index.next(self.lengths(reader, document)?);
                            documents.push(DocAddress::new(segment, document));
                            numbers.insert(document, number);
                            number
                        }
                    };
                    gathered.postings.push(Posting {
                        document: number,
                        title,
                        text,
                    });
                    gathered
                        .places
                        .extend(places.into_iter().map(|place| (number, place)));
                }
            }
        }
        for ((field, term), gathered) in terms.iter().zip(gathered) {
            if !gathered.postings.is_empty() {
                index.take(*field, term, gathered.postings, &gathered.places);
            }
        }
        index.arrange();
        let mut hits = Vec::new();
        for hit in rank::answering(&index, question, &WEIGHTS) {
            let address = documents[hit.document as usize];
            let fast = searcher.segment_reader(address.segment_ord).fast_fields();
            hits.push(Hit {
                score: f64::from(hit.score),
                sort: sort_of(fast.u64("sort")?.first(address.doc_id)),
                id: fast.i64("id")?.first(address.doc_id).unwrap_or_default(),
                address,
            });
        }
        // The same score is the same place whatever segments the entries lie in.
        hits.sort_unstable_by(|one, other| order(one.place(), other.place()));
        Ok(hits)
    }

    /// Documents of a segment that have a term: how often in title and text, and where.
    fn had(
        &self,
        reader: &SegmentReader,
        field: Field,
        term: &str,
        allowed: &[bool],
    ) -> Result<Vec<Had>, Broken> {
        let mut had: Vec<Had> = Vec::new();
        let mut seen: HashMap<u32, usize> = HashMap::new();
        for part in 0..2 {
            let own = self.fields.parts[part][field as usize];
            let option = match field {
                Field::Word => IndexRecordOption::WithFreqsAndPositions,
                _ => IndexRecordOption::WithFreqs,
            };
            let inverted = reader.inverted_index(own)?;
            let Some(mut postings) =
                inverted.read_postings(&Term::from_field_text(own, term), option)?
            else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED {
                if allowed[document as usize] {
                    let known = if part == 0 {
                        None
                    } else {
                        seen.get(&document).copied()
                    };
                    let at = known.unwrap_or_else(|| {
                        if part == 0 {
                            seen.insert(document, had.len());
                        }
                        had.push((document, 0, 0, Vec::new()));
                        had.len() - 1
                    });
                    let often = u16::try_from(postings.term_freq()).unwrap_or(u16::MAX);
                    match part {
                        0 => had[at].1 = often,
                        _ => had[at].2 = often,
                    }
                    if field == Field::Word {
                        let behind = if part == 0 { 0 } else { BEHIND };
                        postings.append_positions_with_offset(behind, &mut had[at].3);
                    }
                }
                document = postings.advance();
            }
        }
        Ok(had)
    }

    fn lengths(&self, reader: &SegmentReader, document: u32) -> Result<Lengths, Broken> {
        let mut lengths = Lengths::default();
        for field in 0..4 {
            let norm = |part: usize| {
                reader
                    .get_fieldnorms_reader(self.fields.parts[part][field])
                    .map(|norms| norms.fieldnorm(document))
            };
            lengths.title[field] = norm(0)?;
            lengths.text[field] = norm(1)?;
        }
        Ok(lengths)
    }

    /// How common terms are among the entries that weigh.
    fn weighing(&self, searcher: &Searcher, terms: &[(Field, String)]) -> Result<Weighing, Broken> {
        let having =
            |term: &str| searcher.doc_freq(&Term::from_field_text(self.fields.weighs, term));
        let mut weighing = Weighing {
            documents: u32::try_from(having(EVERY)?).unwrap_or(u32::MAX),
            ..Weighing::default()
        };
        for (field, term) in terms {
            let having = u32::try_from(having(&weighed(*field, term))?).unwrap_or(u32::MAX);
            weighing.having.insert((*field, term.clone()), having);
        }
        // What is usual, so that lengths of what others wrote tell nothing either.
        weighing.averages = [(4.0, 150.0), (4.0, 120.0), (8.0, 250.0), (6.0, 200.0)];
        Ok(weighing)
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
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                if let Some(word) = term.strip_prefix('w') {
                    vocabulary.add(word, terms.value().doc_freq);
                }
            }
        }
        let made = Arc::new(vocabulary);
        *kept = Some(made.clone());
        Ok(made)
    }
}

/// Better ones first, then by what they are.
fn order(one: (f64, u8, i64), other: (f64, u8, i64)) -> std::cmp::Ordering {
    let better = other.0.total_cmp(&one.0);
    better.then(one.1.cmp(&other.1)).then(other.2.cmp(&one.2))
}

fn sort_of(stored: Option<u64>) -> u8 {
    u8::try_from(stored.unwrap_or_default()).unwrap_or(u8::MAX)
}

/// A document, how often its title and its text have a term, and where.
type Had = (u32, u16, u16, Vec<u32>);

#[derive(Default)]
struct Gathered {
    postings: Vec<Posting>,
    places: Vec<(u32, u32)>,
}

/// Every term that a question looks for, once.
fn terms(question: &Question) -> Vec<(Field, String)> {
    let ways = question.concepts.iter().flat_map(|concept| &concept.ways);
    let mut terms: Vec<(Field, String)> = ways
        .flat_map(|way| way.terms.iter().map(|term| (way.field, term.clone())))
        .collect();
    let of = |field, some: &[String]| {
        let each = some.iter().map(|term| (field, term.clone()));
        each.collect::<Vec<_>>()
    };
    terms.extend(of(Field::Pair, &question.pairs));
    terms.extend(of(Field::Kanji, &question.kanji));
    for words in question.phrases.iter().chain(&question.not) {
        terms.extend(of(Field::Word, words));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}
