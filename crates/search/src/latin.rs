//! Runs of letters that are written with gaps between words, digits and codes: whole as written, in parts, and English
//! words by their stems. Knows nothing of Japanese.

use std::sync::OnceLock;

use frostem::{Algorithm, Stemmer};

use crate::fold::{Folded, is_japanese};
use crate::lattice::Whole;

/// Words that carry no content in English texts and questions.
const EMPTY: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
    "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i",
    "if", "in", "into", "is", "it", "its", "may", "me", "must", "my", "of", "on", "or", "our",
    "please", "s", "shall", "should", "so", "some", "such", "t", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "was", "we", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

pub fn is_empty(word: &str) -> bool {
    EMPTY.binary_search(&word).is_ok()
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() && !is_japanese(letter)
}

fn joins(letter: char) -> bool {
    matches!(
        letter,
        '-' | '_' | '.' | '/' | ':' | '@' | '#' | '+' | '\'' | '&' | '\\'
    )
}

/// The runs within letters, in order.
pub fn runs(letters: &[char]) -> Vec<Whole> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !belongs(letters[at]) {
            at += 1;
            continue;
        }
        let from = at;
        while at < letters.len()
            && (belongs(letters[at])
                || (joins(letters[at]) && letters.get(at + 1).is_some_and(|next| belongs(*next))))
        {
            at += 1;
        }
        while at < letters.len() && matches!(letters[at], '+' | '#') {
            at += 1;
        }
        runs.push(Whole { from, to: at });
    }
    runs
}

/// A part of a run: what it is looked up by, and where its letters are.
pub struct Part {
    pub term: String,
    pub from: usize,
    pub to: usize,
}

/// The parts of a run: cut at signs, before capitals inside words, and where digits and letters meet.
pub fn parts(folded: &Folded, run: Whole) -> Vec<Part> {
    let letters = &folded.letters;
    let mut parts = Vec::new();
    let mut from = run.from;
    for at in run.from..=run.to {
        let ends = at == run.to
            || joins(letters[at])
            || (at > from
                && (humps(folded, at) || letters[at].is_numeric() != letters[at - 1].is_numeric()));
        if !ends {
            continue;
        }
        if at > from {
            parts.push(Part {
                term: stem(&letters[from..at].iter().collect::<String>()),
                from,
                to: at,
            });
        }
        from = if at < run.to && joins(letters[at]) {
            at + 1
        } else {
            at
        };
    }
    parts
}

/// Whether a capital stands behind a small letter.
fn humps(folded: &Folded, at: usize) -> bool {
    folded.capital[at] && !folded.capital[at - 1] && folded.letters[at - 1].is_alphabetic()
}

/// The run as it stands, without what an apostrophe adds at its end.
pub fn whole(letters: &[char], run: Whole) -> String {
    let whole: String = letters[run.from..run.to].iter().collect();
    match whole.strip_suffix("'s") {
        Some(owner) => owner.to_owned(),
        None => whole,
    }
}

/// The stem of an English word; whatever else stays.
pub fn stem(word: &str) -> String {
    static STEMMER: OnceLock<Stemmer> = OnceLock::new();
    if word.len() < 4 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let stemmer = STEMMER.get_or_init(|| Stemmer::new(Algorithm::English));
    stemmer.stem(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let folded = Folded::of(text);
        let runs = runs(&folded.letters);
        let parts = |run: &Whole| {
            parts(&folded, *run)
                .iter()
                .map(|part| part.term.clone())
                .collect::<Vec<_>>()
                .join("|")
        };
        runs.iter()
            .map(|run| format!("{}={}", whole(&folded.letters, *run), parts(run)))
            .collect()
    }

    #[test]
    fn codes_and_names_are_whole_and_in_parts() {
        for (text, expected) in [
            ("ORA-12154が", "ora-12154=ora|12154"),
            ("SharePoint", "sharepoint=share|point"),
            ("db01.example.jp", "db01.example.jp=db|01|exampl|jp"),
            ("C++と", "c++=c"),
            ("0x80070005", "0x80070005=0|x|80070005"),
            ("the user's", "the=the user=user|s"),
        ] {
            assert_eq!(cut(text).join(" "), expected);
        }
    }

    #[test]
    fn empty_words_are_in_order() {
        assert!(EMPTY.is_sorted());
        assert!(is_empty("the") && !is_empty("server"));
    }
}
