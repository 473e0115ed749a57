//! What the index has of the terms of a question, for the documents that may answer it alone: the rest is never looked at. A
//! document answers with enough of what was asked, so it has one of a few words; the cheapest such words are read first.

use std::ops::Range;
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption::{self, Basic, WithFreqs};
use tantivy::{DocAddress, DocSet as _, Searcher, Term};

use super::bits::{Bits, Numbered};
use super::part::{Part, Seen, join};
use super::{Broken, Shelf};
use crate::analysis::Field;
use crate::index::Index;
use crate::question::{Concept, Question, Way};
use crate::rank::{self, WEIGHTS};

/// Places in texts stand so far behind those in titles.
const BEHIND: u32 = 1 << 20;

/// Terms of a question over some segments, and the documents that may answer it.
pub(super) struct Gathering<'a> {
    shelf: &'a Shelf,
    terms: Arc<Vec<(Field, String)>>,
    parts: Vec<Part<'a>>,
    pub index: Index,
}

impl<'a> Gathering<'a> {
    /// Looks up the terms. What they weigh is known from here on; documents come with [`Gathering::take_in`].
    pub fn of(
        shelf: &'a Shelf,
        searcher: &'a Searcher,
        question: &Question,
        seen: Vec<Seen>,
    ) -> Result<Gathering<'a>, Broken> {
        let terms = terms(question);
        let mut parts = Vec::new();
        for ((segment, reader), seen) in (0..).zip(searcher.segment_readers()).zip(seen) {
            let mut inverted = Vec::new();
            for part in shelf.fields.parts {
                let [word, reading, pair, kanji] = part;
                let of = |field| reader.inverted_index(field);
                inverted.push([of(word)?, of(reading)?, of(pair)?, of(kanji)?]);
            }
            let Ok(inverted) = <[_; 2]>::try_from(inverted) else {
                continue;
            };
            let mut infos = Vec::with_capacity(terms.len());
            for (field, term) in &terms {
                let info = |part: usize| {
                    let own = shelf.fields.parts[part][*field as usize];
                    let inverted: &[Arc<InvertedIndexReader>; 4] = &inverted[part];
                    inverted[*field as usize].get_term_info(&Term::from_field_text(own, term))
                };
                infos.push([info(0)?, info(1)?]);
            }
            parts.push(Part {
                segment,
                reader,
                stretch: 0..reader.max_doc(),
                seen: Arc::new(seen),
                inverted,
                infos,
                may: Numbered::of(Bits::default()),
                first: 0,
            });
        }
        let index = Index::of(shelf.weighing(searcher, &terms)?);
        let mut gathering = Gathering {
            shelf,
            terms: Arc::new(terms),
            parts,
            index,
        };
        gathering.know(question)?;
        Ok(gathering)
    }

    /// So many documents have a term of the question, each counted for each of them.
    pub fn cost(&self) -> u64 {
        (0..self.terms.len()).map(|at| self.common(at)).sum()
    }

    /// The same in so many pieces, each with as many documents; of each document one piece says all.
    pub fn cut(self, pieces: usize) -> Vec<Gathering<'a>> {
        if pieces <= 1 {
            return vec![self];
        }
        let all: u64 = self.parts.iter().map(|part| length(&part.stretch)).sum();
        let each = all.div_ceil(pieces as u64).max(1);
        let mut cut: Vec<Vec<Part>> = Vec::new();
        let mut room = 0;
        for part in &self.parts {
            let mut rest = part.stretch.clone();
            while !rest.is_empty() {
                if room == 0 {
                    cut.push(Vec::new());
                    room = each;
                }
                let taken = room.min(length(&rest));
                let end = rest.start + u32::try_from(taken).unwrap_or(u32::MAX);
                if let Some(piece) = cut.last_mut() {
                    piece.push(part.cut(rest.start..end));
                }
                rest.start = end;
                room -= taken;
            }
        }
        let piece = |parts| Gathering {
            shelf: self.shelf,
            terms: self.terms.clone(),
            parts,
            index: self.index.clone(),
        };
        cut.into_iter().map(piece).collect()
    }

    /// Gathers what the documents that may answer have of the terms.
    pub fn take_in(&mut self, question: &Question, skips: bool) -> Result<(), Broken> {
        let found = match skips {
            true => self.look_up(question)?,
            false => self.everything(),
        };
        self.number(found);
        self.gather()?;
        self.place_signs(question)
    }

    fn at(&self, field: Field, term: &str) -> Option<usize> {
        let found = self.terms.binary_search_by(|(own, other)| {
            own.cmp(&field).then_with(|| other.as_str().cmp(term))
        });
        found.ok()
    }

    /// How many documents have a term, seen or not.
    fn common(&self, at: usize) -> u64 {
        let each = self
            .parts
            .iter()
            .flat_map(|part| part.infos[at].iter().flatten());
        each.map(|info| u64::from(info.doc_freq)).sum()
    }

    /// A concept weighs what the first of its ways does that is had by a document which is seen.
    fn know(&mut self, question: &Question) -> Result<(), Broken> {
        for concept in &question.concepts {
            for way in &concept.ways {
                let mut all = !way.terms.is_empty();
                for term in &way.terms {
                    let is = match self.at(way.field, term) {
                        Some(at) => self.is_seen(at)?,
                        None => false,
                    };
                    if is {
                        self.index.know(way.field, term);
                    }
                    all &= is;
                }
                if all {
                    break;
                }
            }
        }
        Ok(())
    }

    fn is_seen(&self, at: usize) -> Result<bool, Broken> {
        for part in &self.parts {
            for of in 0..2 {
                let mut seen = false;
                part.read(self.terms[at].0, at, of, Basic, None, |document, _| {
                    seen = part.seen.has(document);
                    seen
                })?;
                if seen {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Finds the documents that may answer.
    fn look_up(&self, question: &Question) -> Result<Vec<Bits>, Broken> {
        let cost = |concept: &Concept| {
            let way = |way: &Way| {
                let each = way.terms.iter();
                let each =
                    each.map(|term| self.at(way.field, term).map_or(0, |at| self.common(at)));
                each.min().unwrap_or(0)
            };
            concept.ways.iter().map(way).sum()
        };
        let essential = rank::essential(&self.index, question, &WEIGHTS, cost);
        let letters = match question.pairs.is_empty() {
            false => (Field::Pair, &question.pairs),
            true => (Field::Kanji, &question.kanji),
        };
        let letters = letters.1.iter().map(|term| self.at(letters.0, term));
        let mut letters: Vec<usize> = letters.flatten().collect();
        letters.sort_by_key(|at| self.common(*at));
        let mut found = Vec::new();
        for part in &self.parts {
            let mut may = match question.asks_nothing() {
                true => part.all_seen(),
                false => Bits::none(part.reader.max_doc()),
            };
            for concept in &essential {
                for way in &concept.ways {
                    let at: Option<Vec<usize>> = way
                        .terms
                        .iter()
                        .map(|term| self.at(way.field, term))
                        .collect();
                    if let Some(at) = at.filter(|at| !at.is_empty()) {
                        may.or(&self.having_all(part, at)?);
                    }
                }
            }
            if !letters.is_empty() {
                may.or(&self.having_all(part, letters.clone())?);
            }
            // A phrase is looked for where all of its words are.
            for phrase in &question.phrases {
                let at = phrase.iter().map(|term| self.at(Field::Word, term));
                let at: Option<Vec<usize>> = at.collect();
                if let Some(at) = at {
                    may.and(&self.having_all(part, at)?);
                }
            }
            found.push(may);
        }
        Ok(found)
    }

    /// All that is seen, for holding the rest against it.
    fn everything(&self) -> Vec<Bits> {
        self.parts.iter().map(Part::all_seen).collect()
    }

    fn number(&mut self, found: Vec<Bits>) {
        let mut first = 0;
        for (part, may) in self.parts.iter_mut().zip(found) {
            part.first = first;
            first += u32::try_from(may.count()).unwrap_or(u32::MAX);
            part.may = Numbered::of(may);
        }
    }

    /// Documents of a segment that are seen and have all of some terms, in their title or their text.
    fn having_all(&self, part: &Part, mut terms: Vec<usize>) -> Result<Bits, Broken> {
        terms.sort_by_key(|at| part.common(*at));
        let mut having: Option<Bits> = None;
        for at in terms {
            let mut next = Bits::none(part.reader.max_doc());
            if having.as_ref().is_some_and(Bits::is_empty) {
                break;
            }
            let few: Option<Vec<u32>> = having.as_ref().map(|having| having.iter().collect());
            for of in 0..2 {
                part.read(
                    self.terms[at].0,
                    at,
                    of,
                    Basic,
                    few.as_deref(),
                    |document, _| {
                        let is = match &having {
                            Some(having) => having.has(document),
                            None => part.seen.has(document),
                        };
                        if is {
                            next.take(document);
                        }
                        false
                    },
                )?;
            }
            having = Some(next);
        }
        Ok(having.unwrap_or_default())
    }

    /// Takes in what they have of every term.
    fn gather(&mut self) -> Result<(), Broken> {
        let mut fields: Vec<usize> = self
            .terms
            .iter()
            .map(|(field, _)| *field as usize)
            .collect();
        fields.dedup();
        for part in &self.parts {
            let lengths = self.index.next(part.may.documents.len());
            for field in fields.iter().copied() {
                let own = self.shelf.fields.parts.map(|of| of[field]);
                let norms = [
                    part.reader.get_fieldnorms_reader(own[0])?,
                    part.reader.get_fieldnorms_reader(own[1])?,
                ];
                for (lengths, document) in
                    lengths.iter_mut().zip(part.may.documents.iter().copied())
                {
                    lengths.title[field] = norms[0].fieldnorm_id(document);
                    lengths.text[field] = norms[1].fieldnorm_id(document);
                }
            }
        }
        let mut had: [Vec<(u32, u16)>; 2] = Default::default();
        for (at, (field, term)) in self.terms.iter().enumerate() {
            let mut postings = Vec::new();
            for part in &self.parts {
                for (of, had) in had.iter_mut().enumerate() {
                    had.clear();
                    part.read(
                        *field,
                        at,
                        of,
                        WithFreqs,
                        Some(&part.may.documents),
                        |document, often| {
                            if let Some(number) = part.may.number(document) {
                                let often = u16::try_from(often).unwrap_or(u16::MAX);
                                had.push((part.first + number, often));
                            }
                            false
                        },
                    )?;
                }
                join(&had, &mut postings);
            }
            if !postings.is_empty() {
                self.index.take(*field, term, postings);
            }
        }
        Ok(())
    }

    /// Phrases, and words that must not stand there, are looked at in every document that may answer.
    fn place_signs(&mut self, question: &Question) -> Result<(), Broken> {
        let words = question.phrases.iter().chain(&question.not).flatten();
        let mut words: Vec<&str> = words.map(String::as_str).collect();
        if words.is_empty() {
            return Ok(());
        }
        words.sort_unstable();
        words.dedup();
        let all: Vec<u32> = (0..u32::try_from(self.index.count()).unwrap_or(u32::MAX)).collect();
        self.place(&all, &words)
    }

    /// Takes in where the words of a question stand in some documents.
    pub fn place_words(&mut self, question: &Question, documents: &[u32]) -> Result<(), Broken> {
        let ways = question.concepts.iter().filter(|concept| concept.counts);
        let ways = ways.flat_map(|concept| &concept.ways);
        let single = ways.filter(|way| way.field == Field::Word && way.terms.len() == 1);
        let mut words: Vec<&str> = single.map(|way| way.terms[0].as_str()).collect();
        words.sort_unstable();
        words.dedup();
        let mut documents = documents.to_vec();
        documents.sort_unstable();
        self.place(&documents, &words)
    }

    /// Documents stand in order.
    fn place(&mut self, documents: &[u32], words: &[&str]) -> Result<(), Broken> {
        self.index.unplace(documents);
        for part in &self.parts {
            let behind = part.first + u32::try_from(part.may.documents.len()).unwrap_or(u32::MAX);
            let from = documents.partition_point(|one| *one < part.first);
            let to = documents.partition_point(|one| *one < behind);
            if from == to {
                continue;
            }
            let own: Vec<(u32, u32)> = documents[from..to]
                .iter()
                .map(|number| (part.may.documents[(number - part.first) as usize], *number))
                .collect();
            for word in words {
                let Some(at) = self.at(Field::Word, word) else {
                    continue;
                };
                for of in 0..2 {
                    let Some(info) = &part.infos[at][of] else {
                        continue;
                    };
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    let inverted = &part.inverted[of][Field::Word as usize];
                    let mut postings = inverted.read_postings_from_terminfo(info, option)?;
                    let offset = if of == 0 { 0 } else { BEHIND };
                    let mut places = Vec::new();
                    for (document, number) in &own {
                        if postings.doc() < *document {
                            postings.seek(*document);
                        }
                        if postings.doc() == *document {
                            postings.positions_with_offset(offset, &mut places);
                            for place in &places {
                                self.index.place(*number, word, *place);
                            }
                        }
                    }
                }
            }
        }
        for document in documents {
            self.index.arrange(*document);
        }
        Ok(())
    }

    /// Where documents lie, by their numbers, quickest for those that are asked about in order.
    pub fn addresses(&self) -> impl FnMut(u32) -> DocAddress {
        let mut at = 0;
        move |number| {
            let is_in = |at: usize| {
                let of = self.parts.get(at)?;
                let place = number.checked_sub(of.first)? as usize;
                let document = of.may.documents.get(place).copied()?;
                Some(DocAddress::new(of.segment, document))
            };
            is_in(at).unwrap_or_else(|| {
                let behind = self.parts.partition_point(|part| part.first <= number);
                at = behind.saturating_sub(1);
                is_in(at).unwrap_or(DocAddress::new(u32::MAX, 0))
            })
        }
    }

    /// The number of a document that may answer.
    pub fn number_of(&self, address: DocAddress) -> Option<u32> {
        let has = |part: &&Part| {
            part.segment == address.segment_ord && part.stretch.contains(&address.doc_id)
        };
        let part = self.parts.iter().find(has)?;
        Some(part.first + part.may.number(address.doc_id)?)
    }
}

fn length(stretch: &Range<u32>) -> u64 {
    u64::from(stretch.end.saturating_sub(stretch.start))
}

/// Every term that a question looks for, once, in order.
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
