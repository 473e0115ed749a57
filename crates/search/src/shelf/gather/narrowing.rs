//! Of very many documents that answer, the best are known before everything is read: what is looked for is read from what is cheap
//! for what it adds to what is dear, and documents that cannot come among the best any more, whatever they have of the rest, are
//! left alone. The best are weighed to the last digit, as without this; of the others it is known that they answer and are worse.

use tantivy::DocAddress;

use super::Gathering;
use crate::analysis::Field;
use crate::question::Question;
use crate::rank::{Lot, Lots, Tally, WEIGHTS};
use crate::shelf::Broken;
use crate::shelf::bits::Bits;
use crate::shelf::hits::nth_best;

/// Sums in another order differ in their last digits; this is far more.
const SLACK: f32 = 0.001;
/// Documents are left alone each time that one part of so many of what may be added is known.
const STEPS: f32 = 8.0;
/// And before something is read that so many times as many documents have.
const DEAR: usize = 8;

/// Which of the documents that answer are of interest.
pub struct Best<'a> {
    /// So many are known to the last digit.
    pub many: usize,
    /// What the score of a document is taken times, where any is.
    pub lifted: Option<&'a dyn Fn(DocAddress) -> f64>,
}

/// What all that is not read yet may add.
#[derive(Clone, Copy, Default)]
struct Rest {
    most: f32,
    covers: f32,
    answers: f32,
}

/// Documents that are still looked at.
struct Standing {
    /// Their numbers, in order.
    numbers: Vec<u32>,
    /// Where they lie, by segment.
    among: Vec<Vec<u32>>,
    /// By number: whether it is one of them, ...
    is: Vec<bool>,
    /// ... whether it answers by its letters, ...
    lettered: Vec<bool>,
    /// ... and what its score is taken times, where any is.
    lifted: Vec<f64>,
}

impl Gathering<'_> {
    /// Whether there is anything to leave alone. Signs look into every document.
    pub(super) fn is_long(&self, question: &Question, best: &Best) -> bool {
        let is_free =
            question.must.is_empty() && question.phrases.is_empty() && question.not.is_empty();
        let each = self.parts.iter().map(|part| part.may.documents.len());
        is_free && each.sum::<usize>() > best.many
    }

    /// Takes in what the documents that may answer have of every term, those alone that may come among the best.
    pub(super) fn narrow(
        &mut self,
        question: &Question,
        lettered: &[Bits],
        best: &Best,
    ) -> Result<(), Broken> {
        let mut standing = self.standing(lettered, best);
        let all = standing.numbers.len();
        self.index.next(all);
        let mut lots = Lots::of(&self.index, question, &WEIGHTS);
        lots.lots
            .sort_by_cached_key(|lot| self.dearness(lot).to_bits());
        let rests = Rest::behind(&lots.lots);
        let costs: Vec<usize> = lots.lots.iter().map(|lot| self.cost(lot)).collect();
        let next = costs.iter().skip(1).chain([&0]);
        let whole: f32 = lots.lots.iter().map(|lot| lot.most).sum();
        let mut judged = whole;
        let mut tally = Tally::of(&self.index, &WEIGHTS, all);
        let mut measured = [false; 4];
        let mut taken = vec![false; self.terms.len()];
        for ((lot, rest), next) in lots.lots.iter().zip(rests).zip(next) {
            for (field, term) in lot.terms() {
                let Some(at) = self.at(field, term).filter(|at| !taken[*at]) else {
                    continue;
                };
                taken[at] = true;
                if !std::mem::replace(&mut measured[field as usize], true) {
                    self.measure(field, &standing)?;
                }
                let mut postings = Vec::new();
                for (part, among) in self.parts.iter().zip(&standing.among) {
                    let is = |number: u32| standing.is[number as usize];
                    part.postings(field, at, among, is, &mut postings)?;
                }
                if !postings.is_empty() {
                    self.index.take(field, term, postings);
                }
            }
            tally.add(&self.index, &WEIGHTS, lot);
            let is_dear = *next > standing.numbers.len().saturating_mul(DEAR);
            if is_dear || judged - rest.most >= whole / STEPS {
                judged = rest.most;
                if standing.leave(&lots, &tally, rest, best.many) {
                    standing.among = self.lying(&standing.numbers);
                }
            }
        }
        self.narrowed = true;
        Ok(())
    }

    /// All that may answer.
    fn standing(&self, lettered: &[Bits], best: &Best) -> Standing {
        let mut standing = Standing {
            numbers: Vec::new(),
            among: Vec::new(),
            is: Vec::new(),
            lettered: Vec::new(),
            lifted: Vec::new(),
        };
        for ((segment, part), letters) in (0u32..).zip(&self.parts).zip(lettered) {
            let documents = &part.may.documents;
            let has = documents.iter().map(|one| letters.has(*one));
            standing.lettered.extend(has);
            standing.among.push(documents.clone());
            if let Some(lifted) = best.lifted {
                let address = |one: &u32| DocAddress::new(segment, *one);
                let each = documents.iter().map(|one| lifted(address(one)));
                standing.lifted.extend(each);
            }
        }
        let all = standing.lettered.len();
        standing.is = vec![true; all];
        standing.numbers = (0..u32::try_from(all).unwrap_or(u32::MAX)).collect();
        standing
    }

    /// How many documents have what is looked for, each as often as it has it.
    fn cost(&self, lot: &Lot) -> usize {
        let terms = lot.terms().into_iter();
        let places = terms.filter_map(|(field, term)| self.at(field, term));
        let cost: u64 = places.map(|at| self.common(at)).sum();
        usize::try_from(cost).unwrap_or(usize::MAX)
    }

    /// What it costs to read what is looked for, for what it may add.
    fn dearness(&self, lot: &Lot) -> f64 {
        #[allow(clippy::cast_precision_loss)] // compared roughly
        let cost = self.cost(lot) as f64;
        cost / f64::from(lot.most.max(1e-9))
    }

    /// Looks up how long the documents are in a field.
    fn measure(&mut self, field: Field, standing: &Standing) -> Result<(), Broken> {
        let own = self.shelf.fields.parts.map(|of| of[field as usize]);
        let mut numbers = standing.numbers.iter().copied();
        for (part, among) in self.parts.iter().zip(&standing.among) {
            let titles = part.reader.get_fieldnorms_reader(own[0])?;
            let texts = part.reader.get_fieldnorms_reader(own[1])?;
            for (document, number) in among.iter().copied().zip(numbers.by_ref()) {
                let lengths = self.index.lengths_of(number);
                lengths.title[field as usize] = titles.fieldnorm_id(document);
                lengths.text[field as usize] = texts.fieldnorm_id(document);
            }
        }
        Ok(())
    }

    /// Where documents lie, by segment.
    fn lying(&self, numbers: &[u32]) -> Vec<Vec<u32>> {
        let mut lying = Vec::with_capacity(self.parts.len());
        let mut rest = numbers;
        for part in &self.parts {
            let behind = part.first + u32::try_from(part.may.documents.len()).unwrap_or(u32::MAX);
            let (own, others) = rest.split_at(rest.partition_point(|one| *one < behind));
            let place = |number: &u32| part.may.documents[(number - part.first) as usize];
            lying.push(own.iter().map(place).collect());
            rest = others;
        }
        lying
    }
}

impl Rest {
    /// What may be added behind each of these.
    fn behind(lots: &[Lot]) -> Vec<Rest> {
        let mut sum = Rest::default();
        let mut behind = Vec::with_capacity(lots.len());
        for lot in lots.iter().rev() {
            behind.push(sum);
            sum = Rest {
                most: sum.most + lot.most,
                covers: sum.covers + lot.covers,
                answers: sum.answers + lot.answers,
            };
        }
        behind.reverse();
        behind
    }
}

impl Standing {
    /// Leaves those alone that do not answer, and that do and cannot come among so many of the best. Says whether there were any.
    fn leave(&mut self, lots: &Lots, tally: &Tally, rest: Rest, many: usize) -> bool {
        let worth = |number: usize, rest: Rest| {
            let share = match lots.whole > 0.0 {
                true => ((tally.covered[number] + rest.covers) / lots.whole).min(1.0),
                false => 1.0,
            };
            let share = 1.0 - WEIGHTS.coverage + WEIGHTS.coverage * share;
            let lifted = self.lifted.get(number).copied().unwrap_or(1.0);
            f64::from((tally.scores[number] + rest.most) * share) * lifted
        };
        // One thing alone is no sum, and the same to the last digit.
        let slack = match lots.lots.iter().filter(|lot| lot.answers > 0.0).count() {
            0 | 1 => 0.0,
            _ => SLACK,
        };
        // What they have by now is enough to answer, whatever is not read of them.
        let answers = |number: usize| {
            let having = tally.having[number];
            having > 0.0 && having >= lots.enough * (1.0 + slack)
        };
        let each = self.numbers.iter().map(|number| *number as usize);
        let sure = each.filter(|number| self.lettered[*number] || answers(*number));
        let least = nth_best(sure.map(|number| worth(number, Rest::default())), many);
        let least = least.map_or(f64::NEG_INFINITY, |least| least * f64::from(1.0 - SLACK));
        let stays = |number: u32| {
            let number = number as usize;
            match answers(number) {
                true => worth(number, rest) >= least,
                // Whether it has all letters is seen from all of them.
                false => {
                    let having = tally.having[number] + rest.answers;
                    self.lettered[number] || having >= lots.enough * (1.0 - slack)
                }
            }
        };
        let (stay, gone): (Vec<u32>, Vec<u32>) = self.numbers.iter().partition(|one| stays(**one));
        for number in &gone {
            self.is[*number as usize] = false;
        }
        self.numbers = stay;
        !gone.is_empty()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use super::super::Skips;
    use super::*;
    use crate::Glossary;
    use crate::shelf::part::Seen;
    use crate::shelf::{Entry, Shelf};

    #[test]
    fn b4_letters_are_not_read_of_what_cannot_come_first_by_them() {
        let shelf = Shelf::in_memory().unwrap();
        for id in 0..3000 {
            let entry = Entry {
                id,
                title: ["録音の障害", "連絡"][usize::from(id % 20 != 0)],
                text: "録音を止めました。",
                weighs: true,
                ..Entry::default()
            };
            shelf.put(&entry).unwrap();
        }
        // A word that all had would weigh nothing.
        for id in 3000..9000 {
            let entry = Entry {
                id,
                text: "印刷が出ません。",
                weighs: true,
                ..Entry::default()
            };
            shelf.put(&entry).unwrap();
        }
        shelf.commit("all").unwrap();
        let question = Question::of("録音", &Glossary::default());
        let searcher = shelf.reader.searcher();
        let read = |skips: &Skips| {
            let each = searcher.segment_readers().iter();
            let seen = each.map(|reader| Seen {
                bits: Bits::all(reader.max_doc()),
                alive: None,
            });
            let gathering =
                Gathering::of(&shelf, &searcher, &question, seen.collect(), skips).unwrap();
            let index = &gathering.index;
            let letter = index.number(Field::Kanji, "音").unwrap();
            let word = index.number(Field::Word, "録音").unwrap();
            (index.postings(word).len(), index.postings(letter).len())
        };
        assert_eq!(read(&Skips::Nothing), (3000, 3000));
        let best = |many| Best { many, lifted: None };
        assert_eq!(read(&Skips::AllBut(best(3000))), (3000, 3000));
        let (word, letter) = read(&Skips::AllBut(best(100)));
        assert!(word == 3000 && (100..500).contains(&letter), "{letter}");
        // What lifts them brings others among the best.
        let lifted = |address: DocAddress| f64::from(address.doc_id % 2 * 9 + 1);
        let lifted = Some(&lifted as &dyn Fn(DocAddress) -> f64);
        let (_, letter) = read(&Skips::AllBut(Best { many: 200, lifted }));
        assert!(letter > 1000, "{letter}");
    }
}
