//! What a question looks for, thing by thing: what each adds to the score of a document at most, and what it does add. So
//! documents that cannot come first any more are left alone before what is dear to read is read.

use super::{Norms, Ranking, Weights, enough};
use crate::analysis::Field;
use crate::index::Index;
use crate::question::{Concept, Question};

/// One thing that is looked for.
pub(crate) struct Lot<'q> {
    what: What<'q>,
    /// It adds at most so much to a score, ...
    pub most: f32,
    /// ... to what is covered of the question, ...
    pub covers: f32,
    /// ... and to what makes a document answer.
    pub answers: f32,
}

enum What<'q> {
    Concept(&'q Concept),
    /// A term that counts lightly, and what it weighs.
    Light(Field, &'q str, f32),
}

/// All of them, in the order of the question.
pub(crate) struct Lots<'q> {
    pub lots: Vec<Lot<'q>>,
    /// What there is to cover.
    pub whole: f32,
    /// A document that has so much answers.
    pub enough: f32,
}

/// What documents have of what was looked at so far, by their numbers. Sums in another order than that of the question are the
/// same but for the last digits.
pub(crate) struct Tally {
    pub scores: Vec<f32>,
    pub covered: Vec<f32>,
    pub having: Vec<f32>,
    own: Vec<f32>,
    norms: [Norms; 4],
}

impl<'q> Lots<'q> {
    pub fn of(index: &Index, question: &'q Question, weights: &Weights) -> Lots<'q> {
        let ranking = Ranking::of(index, weights);
        // How much a document can say a term.
        let often = weights.saturation + 1.0;
        let (mut whole, mut known) = (0.0, 0.0);
        let mut lots = Vec::new();
        for concept in &question.concepts {
            let rarity = ranking.rarity(concept);
            let worth = rarity * concept.importance;
            if concept.counts {
                whole += worth;
                known += if ranking.is_known(concept) {
                    worth
                } else {
                    0.0
                };
            }
            let ways = concept.ways.iter().map(|way| way.weight);
            let if_so = |is: bool| if is { worth } else { 0.0 };
            lots.push(Lot {
                what: What::Concept(concept),
                most: ways.fold(0.0, f32::max) * often * worth,
                covers: if_so(concept.counts),
                answers: if_so(concept.answers()),
            });
        }
        for (field, terms, weight) in [
            (Field::Pair, &question.pairs, weights.pairs),
            (Field::Kanji, &question.kanji, weights.kanji),
        ] {
            lots.extend(terms.iter().map(|term| {
                let worth = ranking.rarity_of(index.common(field, term)) * weight;
                Lot {
                    what: What::Light(field, term, weight),
                    most: often * worth,
                    covers: 0.0,
                    answers: 0.0,
                }
            }));
        }
        Lots {
            lots,
            whole,
            enough: known * enough(question, weights),
        }
    }
}

impl<'q> Lot<'q> {
    /// What is looked up for it.
    pub fn terms(&self) -> Vec<(Field, &'q str)> {
        match self.what {
            What::Light(field, term, _) => vec![(field, term)],
            What::Concept(concept) => {
                let ways = concept.ways.iter();
                let each = ways.flat_map(|way| {
                    let terms = way.terms.iter();
                    terms.map(|term| (way.field, term.as_str()))
                });
                each.collect()
            }
        }
    }
}

impl Tally {
    /// Of so many documents, before anything was looked at.
    pub fn of(index: &Index, weights: &Weights, documents: usize) -> Tally {
        let none = || vec![0.0f32; documents];
        Tally {
            scores: none(),
            covered: none(),
            having: none(),
            own: none(),
            norms: Ranking::of(index, weights).norms,
        }
    }

    /// Adds what documents have of one thing.
    pub fn add(&mut self, index: &Index, weights: &Weights, lot: &Lot) {
        let ranking = Ranking {
            index,
            weights,
            norms: self.norms,
        };
        match lot.what {
            What::Concept(concept) => {
                let own_rarity = ranking.rarity(concept).max(0.01);
                for document in ranking.concept(concept, &mut self.own) {
                    let document = document as usize;
                    let own = std::mem::take(&mut self.own[document]);
                    self.scores[document] += own * concept.importance;
                    self.covered[document] += lot.covers * (own / own_rarity).min(1.0);
                    self.having[document] += lot.answers;
                }
            }
            What::Light(field, term, weight) => {
                let Some(term) = index.number(field, term) else {
                    return;
                };
                let worth = ranking.idf(term) * weight;
                for posting in index.postings(term) {
                    self.scores[posting.document as usize] += worth * ranking.often(field, posting);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::WEIGHTS;
    use super::*;
    use crate::Glossary;
    use crate::index::{Posting, Weighing};

    #[test]
    fn nothing_adds_more_than_it_says() {
        let question = Question::of("録音サーバーのE-1001が server", Glossary::embedded());
        let mut index = Index::of(Weighing {
            documents: 50,
            ..Weighing::default()
        });
        index.next(40);
        let lots = Lots::of(&index, &question, &WEIGHTS).lots;
        let terms: Vec<(Field, &str)> = lots.iter().flat_map(Lot::terms).collect();
        for (at, (field, term)) in (0u32..).zip(terms) {
            let posting = |document: u32| Posting {
                document,
                title: u16::try_from(document % 3).unwrap_or(0) * 900,
                text: u16::try_from(1 + at % 9).unwrap_or(0) * 90,
            };
            let those = (0..40u32).filter(|document| (document + at) % 9 != 0);
            index.take(field, term, those.map(posting).collect());
        }
        let lots = Lots::of(&index, &question, &WEIGHTS);
        assert!(lots.lots.len() > 6);
        for lot in &lots.lots {
            let mut tally = Tally::of(&index, &WEIGHTS, 40);
            tally.add(&index, &WEIGHTS, lot);
            let most = |some: &[f32]| some.iter().copied().fold(0.0, f32::max);
            let added = most(&tally.scores);
            assert!(added > 0.0 && added <= lot.most * 1.0001, "{added}");
            assert!(most(&tally.covered) <= lot.covers * 1.0001);
            assert!(most(&tally.having) <= lot.answers);
        }
    }
}
