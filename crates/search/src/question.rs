//! From what somebody types to what is looked for: words with what may stand for them, pairs, kanji, phrases, and what
//! must or must not be there. Knows nothing of documents.

mod mending;
mod words;

use crate::analysis::{Analysed, Field, Unit};
use crate::dictionary::Class;
use crate::fold::{is_kana, is_kanji};
use crate::glossary::{Glossary, Other};
use crate::lattice;
use crate::rank::{WEIGHTS, Weights};
use crate::signs::{Piece, pieces};

use words::{asked, importance};

/// Why a term stands for a word that was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It is the word.
    Word,
    /// It is read alike.
    Reading,
    /// It is a part of the word.
    Parts,
    /// The glossary says so; as written there.
    Glossary(String),
    /// It is a word of the knowledge, spelled nearly so.
    Typing(String),
}

/// One way in which a word may stand in a document: all of its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    pub field: Field,
    pub terms: Vec<String>,
    pub weight: f32,
    pub why: Why,
}

/// A word that was typed, or something near it.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    pub ways: Vec<Way>,
    pub importance: f32,
    /// As it was typed.
    pub typed: String,
    /// Whether a document that lacks it answers less of the question.
    pub counts: bool,
}

impl Concept {
    /// Whoever says it answers some of the question: a word of it, what stands for several together, or a part of a word; a part
    /// of a code says nothing of the code.
    pub fn answers(&self) -> bool {
        let is_latin = |way: &Way| way.terms.iter().all(|term| term.is_ascii());
        let part = self.ways.first().filter(|way| way.why == Why::Word);
        self.counts || !part.is_some_and(is_latin)
    }
}

/// A question, ready to be looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    pub concepts: Vec<Concept>,
    pub pairs: Vec<String>,
    pub kanji: Vec<String>,
    /// Words that stand in this order, each phrase in a document.
    pub phrases: Vec<Vec<String>>,
    /// Concepts that a document must have (words joined by AND).
    pub must: Vec<usize>,
    /// Words of which a document may have none.
    pub not: Vec<Vec<String>>,
    /// Something was typed that is to be there, whether it asks for anything or not.
    pub typed: bool,
    /// The concept of the Latin word at the end, which may go on, and its letters.
    pub(crate) begun: Option<(usize, String)>,
}

impl Question {
    /// What a text asks for that nobody wrote for finding: signs are letters like any.
    pub fn plain(text: &str, glossary: &Glossary) -> Question {
        let mut question = Question {
            typed: !text.trim().is_empty(),
            ..Question::default()
        };
        question.words(&Analysed::of(text), glossary, &WEIGHTS);
        question
    }

    /// What a text asks for.
    pub fn of(text: &str, glossary: &Glossary) -> Question {
        let mut question = Question::default();
        let mut open = String::new();
        let mut both = false;
        for piece in pieces(text) {
            match piece {
                Piece::Plain(words) => {
                    question.typed |= !words.trim().is_empty();
                    open.push_str(&words);
                }
                Piece::Both => (both, question.typed) = (true, true),
                Piece::Phrase(words) => {
                    question.typed = true;
                    question.phrases.push(terms(&words));
                    open.push(' ');
                    open.push_str(&words);
                }
                Piece::Not(words) => {
                    let words = terms(&words);
                    question.typed |= words.is_empty();
                    question.not.push(words);
                }
            }
        }
        question.phrases.retain(|phrase| !phrase.is_empty());
        question.not.retain(|words| !words.is_empty());
        question.words(&Analysed::of(&open), glossary, &WEIGHTS);
        question.as_quoted();
        if both {
            question.must = (0..question.concepts.len())
                .filter(|at| question.concepts[*at].counts)
                .collect();
        }
        question
    }

    /// What stands in quotation marks is looked for as it is, and in no other way.
    fn as_quoted(&mut self) {
        let phrases = &self.phrases;
        let quoted = |concept: &&mut Concept| {
            let mut words = phrases.iter().flatten();
            words.any(|word| concept.ways[0].terms == [word.as_str()])
        };
        for concept in self.concepts.iter_mut().filter(quoted) {
            concept.ways.retain(|way| way.why == Why::Word);
        }
    }

    /// The words that were typed, as they stand in the index.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        let counted = self.concepts.iter().filter(|concept| concept.counts);
        counted.filter_map(|concept| concept.ways[0].terms.first().map(String::as_str))
    }

    /// There is nothing to look for by words.
    pub fn asks_nothing(&self) -> bool {
        self.concepts.is_empty() && self.pairs.is_empty() && self.kanji.is_empty()
    }

    fn words(&mut self, typed: &Analysed, glossary: &Glossary, weights: &Weights) {
        let plain = typed.units.iter().any(|unit| !asked(&unit.term));
        let units: Vec<&Unit> = typed
            .units
            .iter()
            .filter(|unit| !plain || !asked(&unit.term))
            .collect();
        for unit in &units {
            if self
                .concepts
                .iter()
                .any(|concept| concept.ways[0].terms[0] == unit.term)
            {
                continue;
            }
            self.begun = mending::begun(unit, typed).map(|letters| (self.concepts.len(), letters));
            self.concepts
                .push(concept(unit, glossary, weights, typed.typed(unit)));
            for part in &unit.parts {
                let importance = importance(part, weights)
                    * if unit.latin {
                        weights.latin_part
                    } else {
                        weights.part
                    };
                let mut part = concept(part, glossary, weights, typed.typed(part));
                part.importance = importance;
                part.counts = false;
                self.concepts.push(part);
            }
        }
        self.sayings(typed, glossary, weights);
        for token in typed.tokens() {
            let list = match token.field {
                Field::Pair => &mut self.pairs,
                Field::Kanji => &mut self.kanji,
                _ => continue,
            };
            if !list.contains(&token.term)
                && units
                    .iter()
                    .any(|unit| unit.from < token.to && token.from < unit.to)
            {
                list.push(token.term);
            }
        }
        let said: String = typed.folded.letters.iter().collect();
        self.sayings_of(&said, glossary, weights);
        self.asked_for(&said, weights);
    }

    /// Several words that mean something together (住所を変える).
    fn sayings(&mut self, typed: &Analysed, glossary: &Glossary, weights: &Weights) {
        let units = &typed.units;
        for first in 0..units.len() {
            for count in 2..=glossary.longest().min(units.len() - first) {
                let said = &units[first..first + count];
                if said[count - 1].at > said[0].at + 4 {
                    continue;
                }
                let ways: Vec<Way> = glossary
                    .others(said)
                    .into_iter()
                    .map(|other| way(other, weights))
                    .collect();
                if !ways.is_empty() {
                    let typed = said.iter().map(|unit| typed.typed(unit)).collect();
                    self.concepts.push(Concept {
                        ways,
                        importance: 1.0,
                        typed,
                        counts: false,
                    });
                }
            }
        }
    }

    /// What is said in the question without a word of its own.
    fn sayings_of(&mut self, said: &str, glossary: &Glossary, weights: &Weights) {
        for (typed, others) in glossary.said(said) {
            let ways = others.iter().map(|other| way(other, weights)).collect();
            self.concepts.push(Concept {
                ways,
                importance: weights.said,
                typed: typed.to_owned(),
                counts: false,
            });
        }
    }

    /// What question words ask for (いつまで: 期限).
    fn asked_for(&mut self, said: &str, weights: &Weights) {
        let mut said = said.replace("いつも", "");
        for line in include_str!("../data/questions.txt").lines() {
            let Some((asks, others)) = line.split_once('>').filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            let Some(asks) = asks
                .split('=')
                .map(str::trim)
                .find(|asks| said.contains(asks))
            else {
                continue;
            };
            let ways = others.split(',').map(|other| Way {
                field: Field::Word,
                terms: terms(other),
                weight: 1.0,
                why: Why::Glossary(other.trim().to_owned()),
            });
            let typed = asks.to_owned();
            said = said.replacen(asks, "", 1);
            self.concepts.push(Concept {
                ways: ways.collect(),
                importance: weights.asked_for,
                typed,
                counts: false,
            });
        }
    }
}

fn way(other: &Other, weights: &Weights) -> Way {
    Way {
        field: Field::Word,
        terms: other.terms.clone(),
        weight: if other.near {
            weights.near
        } else {
            weights.same
        },
        why: Why::Glossary(other.said.clone()),
    }
}

fn concept(unit: &Unit, glossary: &Glossary, weights: &Weights, typed: &str) -> Concept {
    let one = |field, terms, weight, why| Way {
        field,
        terms,
        weight,
        why,
    };
    let mut ways = vec![one(Field::Word, vec![unit.term.clone()], 1.0, Why::Word)];
    if let Some(reading) = &unit.reading {
        let kana = unit.term.chars().all(is_kana);
        let long = reading.chars().count();
        let kanji = unit.term.chars().filter(|letter| is_kanji(*letter)).count();
        // A kana word means any spelling; a kanji word rather its own, the surer the longer.
        let weight = match (kana, long) {
            (true, 0..3) => 0.5,
            (true, _) => 0.8,
            (false, 0..3) => 0.2,
            (false, 3) => 0.35,
            (false, _) if kanji == unit.term.chars().count() => 0.4,
            (false, _) => 0.7,
        };
        ways.push(one(
            Field::Reading,
            vec![reading.clone()],
            weight * weights.reading,
            Why::Reading,
        ));
    }
    if let Some(plain) = Some(unit)
        .filter(|unit| unit.class == Class::Verb)
        .and_then(|unit| lattice::plain(&unit.term))
    {
        ways.push(one(
            Field::Word,
            vec![plain.clone()],
            weights.plain,
            Why::Word,
        ));
        let plain = Unit {
            term: plain,
            reading: None,
            ..unit.clone()
        };
        ways.extend(
            glossary
                .others(&[plain])
                .into_iter()
                .map(|other| way(other, weights)),
        );
    }
    if unit.parts.len() > 1 {
        let terms = unit.parts.iter().map(|part| part.term.clone()).collect();
        ways.push(one(Field::Word, terms, weights.parts, Why::Parts));
    }
    ways.extend(
        glossary
            .others(std::slice::from_ref(unit))
            .into_iter()
            .map(|other| way(other, weights)),
    );
    Concept {
        ways,
        importance: importance(unit, weights),
        typed: typed.to_owned(),
        counts: true,
    }
}

fn terms(text: &str) -> Vec<String> {
    Analysed::of(text)
        .units
        .into_iter()
        .map(|unit| unit.term)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Question {
        Question::of(text, &Glossary::default())
    }

    fn words(question: &Question) -> Vec<&str> {
        let counted = question.concepts.iter().filter(|concept| concept.counts);
        counted
            .map(|concept| concept.ways[0].terms[0].as_str())
            .collect()
    }

    #[test]
    fn what_every_question_says_is_left_out() {
        assert_eq!(
            words(&asked("印鑑登録の方法を教えてください")),
            ["印鑑", "登録"]
        );
        assert_eq!(words(&asked("方法")), ["方法"]);
    }

    #[test]
    fn what_leads_up_to_a_question_weighs_little_beside_what_is_asked() {
        let question = asked("転出届を出したいと思うのですが");
        let weight = |term: &str| {
            let mut counted = question.concepts.iter().filter(|one| one.counts);
            counted
                .find(|one| one.ways[0].terms == [term])
                .map(|one| one.importance)
        };
        let (aside, said) = (weight("思う").unwrap(), weight("出す").unwrap());
        assert!(aside * 2.0 < said, "{aside} {said}");
        // It is looked for all the same.
        assert_eq!(words(&asked("思う")), ["思う"]);
    }

    #[test]
    fn question_words_stand_for_what_they_ask() {
        for (text, asks) in [
            ("粗大ごみはどこへ持っていけばいいの", "窓口"),
            ("どちらで申し込めますか", "窓口"),
            ("入学まで何をすればよいですか", "手続"),
            ("何日以内に出せばいい", "期限"),
            ("何歳まで無料", "対象者"),
            ("何を用意すればいい", "必要書類"),
        ] {
            let question = asked(text);
            let mut ways = question.concepts.iter().flat_map(|one| &one.ways);
            let stands = |way: &Way| way.why == Why::Glossary(asks.to_owned());
            assert!(ways.any(stands), "{text}: {asks}");
        }
    }

    #[test]
    fn signs_say_what_must_and_must_not_be_there() {
        let question = asked("\"応答 時間\" 障害 -試験 -\"夜間 作業\"");
        assert_eq!(question.phrases, [["応答", "時間"]]);
        assert_eq!(words(&question), ["応答", "時間", "障害"]);
        assert_eq!(question.not, [vec!["試験"], vec!["夜間", "作業"]]);
        for both in ["AND", "ＡＮＤ"] {
            assert_eq!(asked(&format!("障害 {both} 京都")).must, [0, 1]);
        }
        assert_eq!(words(&asked("x-ray - 5")), ["x-ray", "5"]);
        assert_eq!(
            asked("\"").phrases.len() + asked("-").not.len() + asked("-\"").not.len(),
            0
        );
    }

    #[test]
    fn what_is_quoted_stands_for_nothing_else() {
        let mut glossary = Glossary::default();
        glossary.read("録音 = レコーディング");
        let question = Question::of("\"録音\" 障害", &glossary);
        assert_eq!(question.phrases, [["録音"]]);
        assert_eq!(question.concepts[0].ways.len(), 1);
        let code = Question::of("\"ORA-12154\"", &glossary);
        assert_eq!(code.phrases, [["ora-12154"]]);
        assert!(Question::of("録音", &glossary).concepts[0].ways.len() > 1);
        let subject = Question::plain("\"録音\" -障害", &glossary);
        assert_eq!((subject.phrases.len(), subject.not.len()), (0, 0));
        assert_eq!(words(&subject), ["録音", "障害"]);
    }

    #[test]
    fn words_that_ask_nothing_were_typed_all_the_same() {
        for text in ["の", "する", "?", "※", "\"", "AND", "-の", "the"] {
            let question = asked(text);
            assert!(question.asks_nothing() && question.typed, "{text}");
        }
        for text in ["", "  ", "-印刷", " -\"夜間 作業\""] {
            let question = asked(text);
            assert!(question.asks_nothing() && !question.typed, "{text}");
        }
    }
}
