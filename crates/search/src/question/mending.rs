//! Latin words that nobody wrote: mistyped ones, and the last one, which may not be written to its end yet.

use super::{Question, Way, Why};
use crate::analysis::{Analysed, Field, Unit};
use crate::typing::Vocabulary;

/// Mistyped words of a question that others are looked for instead of.
const MENDED: usize = 8;

/// Words that one which is not written to its end is taken for.
const BEGUN: usize = 5;
/// What of a word has to be written for that, in letters.
const BEGINS: usize = 4;

impl Question {
    /// Adds for Latin words that nobody wrote those that they were meant to be; for the first of them, where there are many.
    /// The last one may not be written to its end yet.
    pub fn mend(&mut self, vocabulary: &Vocabulary) {
        let mut mended = 0;
        if let Some((at, letters)) = self.begun.take()
            && !vocabulary.has(&self.concepts[at].ways[0].terms[0])
        {
            let meant = vocabulary.begun(&letters, BEGUN);
            let ways = meant.into_iter().map(|meant| Way {
                field: Field::Word,
                terms: vec![meant.to_owned()],
                weight: 0.6,
                why: Why::Typing(meant.to_owned()),
            });
            self.concepts[at].ways.extend(ways);
        }
        for concept in self
            .concepts
            .iter_mut()
            .filter(|concept| concept.ways[0].why == Why::Word)
        {
            if mended == MENDED {
                break;
            }
            let Some(meant) = vocabulary
                .nearest(&concept.ways[0].terms[0])
                .map(str::to_owned)
            else {
                continue;
            };
            mended += 1;
            let why = Why::Typing(meant.clone());
            concept.ways.push(Way {
                field: Field::Word,
                terms: vec![meant],
                weight: 0.7,
                why,
            });
        }
    }
}

/// The letters of a Latin word with which a text ends.
pub(super) fn begun(unit: &Unit, typed: &Analysed) -> Option<String> {
    let letters = &typed.folded.letters;
    let ends = unit.latin && unit.parts.is_empty() && unit.to == letters.len();
    let own = &letters[unit.from..unit.to];
    let plain = own.iter().all(char::is_ascii_lowercase) && own.len() >= BEGINS;
    (ends && plain).then(|| own.iter().collect())
}
