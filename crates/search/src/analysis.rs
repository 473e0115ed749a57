//! From a text to what it is found by. Words and their readings, two letters that follow each other, and single kanji are
//! four fields: each meets what the others miss. Knows nothing of weights.

use crate::dictionary::Class;
use crate::fold::{self, Folded, is_japanese, is_kana, is_kanji};
use crate::latin;
use crate::lattice::{self, Cut, Whole, Word};

/// What kind of thing a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Base forms of words, stems, codes.
    Word,
    /// How Japanese words are read, so that kana meets kanji.
    Reading,
    /// Two Japanese letters in a row.
    Pair,
    /// A kanji.
    Kanji,
}

/// A word of a text that carries content.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub term: String,
    pub reading: Option<String>,
    pub class: Class,
    /// Words that it is made of, where there are several.
    pub parts: Vec<Unit>,
    /// Which word of the text it is, empty ones counted.
    pub at: u32,
    /// Letters of the folded text.
    pub from: usize,
    pub to: usize,
    pub latin: bool,
}

/// A text, analysed.
#[derive(Debug, Default)]
pub struct Analysed {
    /// As it was handed in.
    pub text: String,
    pub folded: Folded,
    pub units: Vec<Unit>,
}

/// One term of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub field: Field,
    pub term: String,
    /// Where it stands among the words of the text; what lies between two places says [`apart`].
    pub at: u32,
    /// Letters of the folded text.
    pub from: usize,
    pub to: usize,
}

/// A word that says something moves what comes behind it so far, one that says nothing by one.
const SAYING: u32 = 16;

/// How many words one place is from another, and how many of these say something.
pub fn apart(one: u32, other: u32) -> (u32, u32) {
    let between = one.abs_diff(other);
    let saying = between / SAYING;
    (saying + between % SAYING, saying)
}

/// Verbs and nouns that say nothing by themselves, as they stand in the index.
const EMPTY: &[&str] = &[
    "ある",
    "いう",
    "いたす",
    "いただく",
    "いる",
    "おる",
    "ください",
    "くださる",
    "くれる",
    "ござる",
    "する",
    "たい",
    "できる",
    "なさる",
    "なる",
    "もらう",
    "やる",
    "よる",
    "よろしい",
    "下さい",
    "下さる",
    "出来る",
    "致す",
    "頂く",
];

/// Sentences are no longer than so many letters; a longer one is cut.
const LONGEST: usize = 240;

impl Analysed {
    pub fn of(text: &str) -> Analysed {
        let folded = Folded::of(text);
        let runs = latin::runs(&folded.letters);
        let mut analysed = Analysed {
            text: text.to_owned(),
            folded,
            units: Vec::new(),
        };
        let mut at = 0;
        for (from, to) in sentences(&analysed.folded.letters, &runs) {
            let first = runs.partition_point(|run| run.from < from);
            let behind = runs.partition_point(|run| run.from < to);
            let wholes: Vec<Whole> = runs[first..behind]
                .iter()
                .map(|run| Whole {
                    from: run.from - from,
                    to: run.to - from,
                })
                .collect();
            if wholes.iter().map(|run| run.to - run.from).sum::<usize>() + 1 < to - from
                || wholes.is_empty()
            {
                let words =
                    lattice::cut(&analysed.folded.letters[from..to], &wholes, Cut::AsWritten);
                for word in words {
                    let word = Word {
                        from: word.from + from,
                        to: word.to + from,
                        ..word
                    };
                    analysed.take(
                        &word,
                        at,
                        runs[first..behind].iter().any(|run| run.from == word.from),
                    );
                    at += 1;
                }
            } else {
                for run in &runs[first..behind] {
                    analysed.latin(*run, at);
                    at += 1;
                }
            }
            at += 1;
        }
        analysed
    }

    fn take(&mut self, word: &Word, at: u32, latin: bool) {
        if latin {
            return self.latin(
                Whole {
                    from: word.from,
                    to: word.to,
                },
                at,
            );
        }
        let letters = &self.folded.letters[word.from..word.to];
        if word.class == Class::Empty || !letters.iter().any(|letter| is_japanese(*letter)) {
            return;
        }
        let Some(mut unit) = unit(letters, word, at) else {
            return;
        };
        let compound = letters.len() > 2 && letters.iter().all(|letter| is_kanji(*letter))
            || letters.len() > 7 && letters.iter().all(|letter| is_kana(*letter));
        if compound && !matches!(word.class, Class::Verb | Class::Adjective) {
            unit.parts = parts(letters, word, at);
        }
        self.units.push(unit);
    }

    fn latin(&mut self, run: Whole, at: u32) {
        let whole = latin::whole(&self.folded.letters, run);
        if latin::is_empty(&whole) {
            return;
        }
        let unit = |term: String, from, to| Unit {
            term,
            reading: None,
            class: Class::Noun,
            parts: Vec::new(),
            at,
            from,
            to,
            latin: true,
        };
        let mut parts: Vec<Unit> = latin::parts(&self.folded, run)
            .into_iter()
            .map(|part| unit(part.term, part.from, part.to))
            .collect();
        let mut one = unit(latin::stem(&whole), run.from, run.to);
        if parts.len() > 1 {
            parts.retain(|part| !latin::is_empty(&part.term));
            one.parts = parts;
        }
        self.units.push(one);
    }

    /// A unit as it was typed.
    pub fn typed(&self, unit: &Unit) -> &str {
        let (from, to) = self.folded.typed(unit.from, unit.to);
        &self.text[from as usize..to as usize]
    }

    /// Everything that the text is found by.
    pub fn tokens(&self) -> Vec<Token> {
        let mut tokens = Vec::new();
        for (before, unit) in (0u32..).zip(&self.units) {
            let place = before.saturating_mul(SAYING) + unit.at.saturating_sub(before);
            for one in std::iter::once(unit).chain(&unit.parts) {
                let token = |field, term: &str| Token {
                    field,
                    term: term.to_owned(),
                    at: place,
                    from: one.from,
                    to: one.to,
                };
                tokens.push(token(Field::Word, &one.term));
                if let Some(reading) = &one.reading {
                    tokens.push(token(Field::Reading, reading));
                }
            }
        }
        self.pairs(&mut tokens);
        tokens
    }

    /// Pairs and single kanji of what the units cover.
    fn pairs(&self, tokens: &mut Vec<Token>) {
        let letters = &self.folded.letters;
        let mut before: Option<usize> = None;
        for unit in self.units.iter().filter(|unit| !unit.latin) {
            for at in unit.from..unit.to {
                if !is_japanese(letters[at]) {
                    before = None;
                    continue;
                }
                if is_kanji(letters[at]) {
                    tokens.push(Token {
                        field: Field::Kanji,
                        term: letters[at].to_string(),
                        at: unit.at,
                        from: at,
                        to: at + 1,
                    });
                }
                if before == at.checked_sub(1) && at > 0 {
                    let term = fold::word(&letters[at - 1..=at]);
                    tokens.push(Token {
                        field: Field::Pair,
                        term,
                        at: unit.at,
                        from: at - 1,
                        to: at + 1,
                    });
                }
                before = Some(at);
            }
        }
    }
}

/// The unit that a word of the dictionary makes, if it says anything.
fn unit(letters: &[char], word: &Word, at: u32) -> Option<Unit> {
    let term = match word.base {
        Some(base) => fold::word(&base.chars().collect::<Vec<_>>()),
        None => fold::word(letters),
    };
    let kana = letters.iter().all(|letter| is_kana(*letter));
    let one = letters.len() == 1;
    if EMPTY.binary_search(&term.as_str()).is_ok()
        || (one && (kana || word.class == Class::Prefix && letters[0] == '御'))
    {
        return None;
    }
    let reading = match word.reading {
        Some(reading) => Some(fold::word(&reading.chars().collect::<Vec<_>>())),
        None if kana => Some(term.clone()),
        None => None,
    };
    let reading = reading.filter(|reading| reading.chars().nth(1).is_some());
    Some(Unit {
        term,
        reading,
        class: word.class,
        parts: Vec::new(),
        at,
        from: word.from,
        to: word.to,
        latin: false,
    })
}

fn parts(letters: &[char], whole: &Word, at: u32) -> Vec<Unit> {
    let words = lattice::cut(letters, &[], Cut::IntoParts);
    if words.len() < 2 || words.iter().any(|word| !word.known) {
        return Vec::new();
    }
    let placed = words.into_iter().map(|word| {
        let surface = &letters[word.from..word.to];
        (
            surface,
            Word {
                from: word.from + whole.from,
                to: word.to + whole.from,
                ..word
            },
        )
    });
    placed
        .filter_map(|(surface, word)| unit(surface, &word, at))
        .collect()
}

/// Where sentences begin and end, in letters.
fn sentences(letters: &[char], runs: &[Whole]) -> Vec<(usize, usize)> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, letter) in letters.iter().enumerate() {
        let ends = matches!(letter, '\n' | '。' | '!' | '?' | '\t') || (at - from >= LONGEST);
        if ends && !inside(runs, at) {
            if at > from {
                sentences.push((from, at));
            }
            from = if at - from >= LONGEST { at } else { at + 1 };
        }
    }
    if from < letters.len() {
        sentences.push((from, letters.len()));
    }
    sentences
}

fn inside(runs: &[Whole], at: usize) -> bool {
    let behind = runs.partition_point(|run| run.from < at);
    behind > 0 && runs[behind - 1].to > at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, field: Field) -> String {
        let tokens = Analysed::of(text).tokens();
        let terms: Vec<&str> = tokens
            .iter()
            .filter(|token| token.field == field)
            .map(|token| token.term.as_str())
            .collect();
        terms.join(" ")
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(
            terms("引っ越しをしたときの手続きを教えてください。", Field::Word),
            "引っ越し 手続き 教える"
        );
        assert_eq!(
            terms("How can I reset the passwords?", Field::Word),
            "reset password"
        );
    }

    #[test]
    fn spellings_meet_in_their_reading() {
        for (one, other) in [
            ("申し込む", "申込"),
            ("引越し", "ひっこし"),
            ("手続", "手続き"),
            ("届け", "とどける"),
            ("支払い", "支払う"),
        ] {
            assert_eq!(
                terms(one, Field::Reading),
                terms(other, Field::Reading),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_compound_is_found_by_its_parts() {
        assert!(terms("健康保険証", Field::Word).contains("保険"));
        assert_eq!(
            terms("ｻｰﾊﾞｰがORA-12154で停止", Field::Word),
            "さーば ora-12154 ora 12154 停止"
        );
    }

    #[test]
    fn pairs_run_over_words_but_not_over_empty_ones() {
        assert_eq!(terms("住民税の額", Field::Pair), "住民 民税");
        assert_eq!(terms("税", Field::Kanji), "税");
    }

    #[test]
    fn a_place_tells_words_that_say_something_from_others() {
        let place = |text: &str, term: &str| {
            let tokens = Analysed::of(text).tokens().into_iter();
            let mut words = tokens.filter(|token| token.field == Field::Word);
            words.find(|token| token.term == term).map(|one| one.at)
        };
        for (text, between) in [
            ("応答時間", (1, 1)),
            ("応答の時間", (2, 1)),
            ("応答待ち時間", (2, 2)),
        ] {
            let [Some(one), Some(other)] = ["応答", "時間"].map(|term| place(text, term))
            else {
                panic!("{text}")
            };
            assert_eq!(apart(one, other), between, "{text}");
        }
    }

    #[test]
    fn empty_words_are_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn any_text_is_analysed() {
        for text in [
            "",
            "\0",
            "ー",
            "ﾞ",
            "々",
            "👩‍👩‍👧‍👦",
            "\u{301}",
            &"漢".repeat(2000),
            &"a".repeat(2000),
            "a-",
            "。。。",
        ] {
            let analysed = Analysed::of(text);
            for token in analysed.tokens() {
                let (start, end) = analysed.folded.typed(token.from, token.to);
                assert!(text.get(start as usize..end as usize).is_some(), "{text}");
            }
        }
    }
}
