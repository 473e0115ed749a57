//! How well documents answer a question. A word counts by how rare it is and how often a document has it, titles more than
//! texts, long documents less (BM25F); what may stand for it counts less. Knows nothing of who may see what.

mod weights;

use foldhash::HashMap;

use crate::analysis::{Field, apart};
use crate::index::{Index, Posting, length};
use crate::question::{Concept, Question, Way};

pub use weights::{WEIGHTS, Weights};

/// A document and how well it answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub document: u32,
    pub score: f32,
}

/// Documents that are looked at more closely.
pub(crate) const CLOSER: usize = 100;

/// So many words that say nothing may stand between two of a phrase.
const BETWEEN: u32 = 3;

/// The share of a question that is enough to be found.
fn enough(question: &Question, weights: &Weights) -> f32 {
    let words = question.concepts.iter().filter(|concept| concept.counts);
    #[allow(clippy::cast_precision_loss)] // a few
    let words = words.count().max(1) as f32;
    let share = (weights.words / words).min(1.0);
    weights.enough * share * share
}

/// Gives all documents that answer, in their order: they have enough of what was asked, or all its letters in pairs. Whether one
/// does hangs on nothing but itself and what words weigh.
pub(crate) fn answering(
    index: &Index,
    question: &Question,
    weights: &Weights,
    each: impl FnMut(Hit),
) {
    Ranking::of(index, weights).scored(question, each);
}

/// Documents in which these words stand one after the other.
pub(crate) fn saying(index: &Index, words: &[String]) -> Vec<u32> {
    let ranking = Ranking::of(index, &WEIGHTS);
    let all = 0..u32::try_from(index.count()).unwrap_or(u32::MAX);
    all.filter(|document| ranking.in_order(words, *document))
        .collect()
}

/// What it adds to the scores of some documents that words stand in them as they were typed.
pub(crate) fn beside<'a>(
    index: &'a Index,
    question: &Question,
    weights: &'a Weights,
) -> impl Fn(u32) -> f32 + 'a {
    let ranking = Ranking::of(index, weights);
    let neighbours = ranking.neighbours(question);
    move |document| ranking.beside(&neighbours, document)
}

/// The first way of each concept that documents have says what it weighs; those of no use are not asked about. Gives the
/// concepts of which every document that answers by its words has one, the cheapest ones for that.
pub(crate) fn essential<'a>(
    index: &Index,
    question: &'a Question,
    weights: &Weights,
    cost: impl Fn(&Concept) -> u64,
) -> Vec<&'a Concept> {
    let cheapest = question.must.iter().map(|at| &question.concepts[*at]);
    if let Some(cheapest) = cheapest.min_by_key(|concept| cost(concept)) {
        return vec![cheapest];
    }
    let ranking = Ranking::of(index, weights);
    let counted = question.concepts.iter().filter(|concept| concept.answers());
    let mut counted: Vec<(u64, f32, &Concept)> = counted
        .map(|concept| {
            let weight = ranking.rarity(concept) * concept.importance;
            (cost(concept), weight, concept)
        })
        .collect();
    counted.sort_by_key(|(cost, ..)| std::cmp::Reverse(*cost));
    let those = counted
        .iter()
        .filter(|(.., concept)| concept.counts && ranking.is_known(concept));
    let most: f32 = those.map(|(_, weight, _)| weight).sum();
    let enough = most * enough(question, weights) * 0.999;
    let mut without = 0.0;
    // What has only those that are left out has less than enough; sums in another order are not the same to the last digit.
    counted.retain(|(_, weight, _)| {
        let stays = without + weight >= enough;
        if !stays {
            without += weight;
        }
        stays
    });
    counted.into_iter().map(|(.., concept)| concept).collect()
}

/// What a document has so far.
#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    /// The weight of what it has of the concepts that count.
    covered: f32,
    /// The weight of the concepts it has that it may answer by.
    having: f32,
    /// What it has of the concept that is being looked at.
    own: f32,
}

/// Words by what they stand for, and what each of that is worth.
#[derive(Default)]
struct Neighbours {
    terms: HashMap<u32, Vec<usize>>,
    rarities: Vec<f32>,
}

struct Ranking<'a> {
    index: &'a Index,
    weights: &'a Weights,
    norms: [Norms; 4],
}

/// What it counts that a title (0) or a text (1) of each length has a term once, by the step of its length.
type Norms = [[f32; 256]; 2];

impl<'a> Ranking<'a> {
    fn of(index: &'a Index, weights: &'a Weights) -> Ranking<'a> {
        let norms = |field| {
            let (title, text) = index.average(field);
            let each = |average: f32, much: f32, once: f32| -> [f32; 256] {
                std::array::from_fn(|step| {
                    let length = length(u8::try_from(step).unwrap_or(u8::MAX));
                    #[allow(clippy::cast_precision_loss)] // lengths of texts
                    let length = length as f32;
                    once / (1.0 - much + much * length / average.max(1.0))
                })
            };
            [
                each(title, weights.title_length, weights.title),
                each(text, weights.text_length, 1.0),
            ]
        };
        let fields = [Field::Word, Field::Reading, Field::Pair, Field::Kanji];
        Ranking {
            index,
            weights,
            norms: fields.map(norms),
        }
    }
}

impl Ranking<'_> {
    /// Every document that answers, has nothing that it must not, and how well it does.
    fn scored(&self, question: &Question, mut each: impl FnMut(Hit)) {
        let all = self.index.count();
        let mut sums = vec![Sum::default(); all];
        let (mut most, mut known) = (0.0, 0.0);
        let enough = enough(question, self.weights);
        for concept in &question.concepts {
            let touched = self.concept(concept, &mut sums);
            let own_rarity = self.rarity(concept).max(0.01);
            let rarity = self.rarity(concept) * concept.importance;
            if concept.counts {
                most += rarity;
                // What nobody says keeps nothing from answering.
                known += if self.is_known(concept) { rarity } else { 0.0 };
            }
            for document in touched {
                let sum = &mut sums[document as usize];
                let own = std::mem::take(&mut sum.own);
                sum.score += own * concept.importance;
                if concept.counts {
                    sum.covered += rarity * (own / own_rarity).min(1.0);
                }
                if concept.answers() {
                    sum.having += rarity;
                }
            }
        }
        let pairs = self.light(Field::Pair, &question.pairs, self.weights.pairs, &mut sums);
        let kanji = self.light(Field::Kanji, &question.kanji, self.weights.kanji, &mut sums);
        let is_free =
            question.must.is_empty() && question.phrases.is_empty() && question.not.is_empty();
        let scored = sums.iter().enumerate().filter(|(_, sum)| sum.score > 0.0);
        for (document, sum) in scored {
            let share = if most > 0.0 { sum.covered / most } else { 1.0 };
            let score = sum.score * (1.0 - self.weights.coverage + self.weights.coverage * share);
            let hit = Hit {
                document: u32::try_from(document).unwrap_or(u32::MAX),
                score,
            };
            if !is_free && !self.allowed(question, hit.document) {
                continue;
            }
            let all_of = |some: &[String], had: &[u16]| usize::from(had[document]) == some.len();
            let answers = (sum.having > 0.0 && sum.having >= known * enough)
                || match question.pairs.is_empty() {
                    false => all_of(&question.pairs, &pairs),
                    true => !question.kanji.is_empty() && all_of(&question.kanji, &kanji),
                };
            if answers {
                each(hit);
            }
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn idf(&self, term: u32) -> f32 {
        let (all, having) = (self.index.weighing() as f32, self.index.having(term) as f32);
        (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
    }

    /// Whether a document that is seen may say it, in some way.
    fn is_known(&self, concept: &Concept) -> bool {
        let known = |way: &Way| {
            let mut terms = way.terms.iter();
            !way.terms.is_empty() && terms.all(|term| self.index.number(way.field, term).is_some())
        };
        concept.ways.iter().any(known)
    }

    /// The weight of what was typed: that of the word itself, or of the best that stands for it.
    fn rarity(&self, concept: &Concept) -> f32 {
        let weight = |way: &Way| {
            let idf = way.terms.iter().map(|term| {
                self.index
                    .number(way.field, term)
                    .map(|term| self.idf(term))
            });
            let all: Option<Vec<f32>> = idf.collect();
            all.filter(|idf| !idf.is_empty())
                .map(|idf| idf.iter().sum::<f32>() / idf.len() as f32)
        };
        concept
            .ways
            .iter()
            .find_map(weight)
            .unwrap_or_else(|| (1.0 + 2.0 * self.index.weighing() as f32).ln() * 0.5)
    }

    /// How much a document says a term, between 0 and a little over 2.
    fn often(&self, field: Field, posting: &Posting) -> f32 {
        let lengths = self.index.lengths(posting.document);
        let field = field as usize;
        let [titles, texts] = &self.norms[field];
        let often = f32::from(posting.title) * titles[usize::from(lengths.title[field])]
            + f32::from(posting.text) * texts[usize::from(lengths.text[field])];
        often * (self.weights.saturation + 1.0) / (often + self.weights.saturation)
    }

    /// Puts down as their own what documents have of a concept: of its best way. Says which were touched.
    fn concept(&self, concept: &Concept, sums: &mut [Sum]) -> Vec<u32> {
        let most = self.rarity(concept);
        let mut touched = Vec::new();
        for way in &concept.ways {
            let terms: Option<Vec<u32>> = way
                .terms
                .iter()
                .map(|term| self.index.number(way.field, term))
                .collect();
            let Some(terms) = terms.filter(|terms| !terms.is_empty()) else {
                continue;
            };
            touched.reserve(self.index.postings(terms[0]).len());
            let rarity = match other_language(concept, way) {
                true => most,
                false => most.min(terms.iter().map(|term| self.idf(*term)).fold(0.0, f32::max)),
            };
            self.having(way.field, &terms, |document, often| {
                let score = way.weight * often * rarity;
                let best = &mut sums[document as usize].own;
                if *best == 0.0 {
                    touched.push(document);
                }
                *best = best.max(score);
            });
        }
        touched
    }

    /// Documents that have all terms, and how much they say them; each counts no more than it is rare.
    #[allow(clippy::cast_precision_loss)]
    fn having(&self, field: Field, terms: &[u32], mut each: impl FnMut(u32, f32)) {
        let most = terms
            .iter()
            .map(|term| self.idf(*term))
            .fold(0.01, f32::max);
        let share: Vec<(u32, f32)> = terms
            .iter()
            .map(|term| (*term, self.idf(*term) / most / terms.len() as f32))
            .collect();
        let Some((first, others)) = share.split_first() else {
            return;
        };
        for posting in self.index.postings(first.0) {
            let mut often = self.often(field, posting) * first.1;
            let all = others.iter().all(|(term, share)| {
                let postings = self.index.postings(*term);
                let at =
                    postings.binary_search_by_key(&posting.document, |posting| posting.document);
                at.is_ok_and(|at| {
                    often += self.often(field, &postings[at]) * share;
                    true
                })
            });
            if all {
                each(posting.document, often);
            }
        }
    }

    /// Adds lightly what documents have of some terms; says how many of them each has.
    fn light(&self, field: Field, terms: &[String], weight: f32, sums: &mut [Sum]) -> Vec<u16> {
        let mut had = vec![0; sums.len()];
        for term in terms
            .iter()
            .filter_map(|term| self.index.number(field, term))
        {
            let idf = self.idf(term) * weight;
            for posting in self.index.postings(term) {
                sums[posting.document as usize].score += idf * self.often(field, posting);
                had[posting.document as usize] += 1;
            }
        }
        had
    }

    /// What is looked for beside each other: the words that stand for each thing that was typed.
    fn neighbours(&self, question: &Question) -> Neighbours {
        let mut neighbours = Neighbours::default();
        let counted = question.concepts.iter().filter(|concept| concept.counts);
        for (at, concept) in counted.enumerate() {
            let rarity = self.rarity(concept) * concept.importance;
            neighbours.rarities.push(rarity);
            let single = |way: &&Way| way.field == Field::Word && way.terms.len() == 1;
            for way in concept.ways.iter().filter(single) {
                if let Some(term) = self.index.number(way.field, &way.terms[0]) {
                    neighbours.terms.entry(term).or_default().push(at);
                }
            }
        }
        neighbours
    }

    /// What words add that stand in a document as near each other as they were typed.
    fn beside(&self, neighbours: &Neighbours, document: u32) -> f32 {
        let mut last: Vec<Option<u32>> = vec![None; neighbours.rarities.len()];
        let mut nearest = vec![u32::MAX; neighbours.rarities.len()];
        for (term, place) in self.index.words(document) {
            for at in neighbours.terms.get(term).into_iter().flatten() {
                last[*at] = Some(*place);
                // The pair with the one typed before, and that with the one typed behind.
                for first in [at.checked_sub(1), Some(*at)].into_iter().flatten() {
                    if let [Some(one), Some(other)] = last[first..(first + 2).min(last.len())] {
                        nearest[first] = nearest[first].min(apart(one, other).0);
                    }
                }
            }
        }
        let pairs = neighbours.rarities.windows(2).zip(nearest);
        let worth = pairs.map(|(pair, nearest)| match nearest {
            0..=2 => pair[0].min(pair[1]),
            3..=6 => 0.4 * pair[0].min(pair[1]),
            _ => 0.0,
        });
        worth.sum::<f32>() * self.weights.beside
    }

    /// Whether a document has what it must and nothing that it must not.
    fn allowed(&self, question: &Question, document: u32) -> bool {
        let has = |way: &Way| {
            way.terms.iter().all(|term| {
                self.index
                    .number(way.field, term)
                    .is_some_and(|term| self.has(term, document))
            })
        };
        question
            .must
            .iter()
            .all(|at| question.concepts[*at].ways.iter().any(has))
            && question
                .phrases
                .iter()
                .all(|phrase| self.in_order(phrase, document))
            && !question
                .not
                .iter()
                .any(|words| self.in_order(words, document))
    }

    fn has(&self, term: u32, document: u32) -> bool {
        self.index
            .postings(term)
            .binary_search_by_key(&document, |posting| posting.document)
            .is_ok()
    }

    /// Whether words stand in a document one after the other, with nothing between them but a few words that say nothing.
    fn in_order(&self, words: &[String], document: u32) -> bool {
        let terms: Option<Vec<u32>> = words
            .iter()
            .map(|word| self.index.number(Field::Word, word))
            .collect();
        let Some((first, others)) = terms.as_deref().and_then(<[u32]>::split_first) else {
            return false;
        };
        let own = self.index.words(document);
        let follows = |at: u32, place: u32| {
            let (all, saying) = apart(at, place);
            place >= at && saying <= 1 && all <= saying + BETWEEN
        };
        let starts = own
            .iter()
            .enumerate()
            .filter(|(_, (term, _))| term == first);
        starts.into_iter().any(|(start, (_, from))| {
            let mut at = *from;
            others.iter().all(|term| {
                let next = own[start..]
                    .iter()
                    .find(|(other, place)| other == term && follows(at, *place));
                next.is_some_and(|(_, place)| {
                    at = *place;
                    true
                })
            })
        })
    }
}

/// Whether a way says in Japanese what was typed in Latin letters, or the other way round: it says no less then, however
/// often it is said.
fn other_language(concept: &Concept, way: &Way) -> bool {
    let latin = |way: &Way| way.terms.iter().all(|term| term.is_ascii());
    concept
        .ways
        .first()
        .is_some_and(|typed| latin(typed) != latin(way))
}
