//! Where in a text stands what was asked for, as typed there, and why it was found. Knows nothing of markup.

use std::ops::Range;

use crate::analysis::{Analysed, Field, Token};
use crate::fold::{self, Folded};
use crate::question::{Question, Way, Why};

/// Why a text was found: a word as it was typed in the question, and what stands for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub typed: String,
    pub why: Why,
}

/// A quick look at what of a text is worth a closer one: by letters alone.
#[derive(Debug)]
pub struct Glance {
    /// Of each word that was typed the ways in which it may stand there, each with all its words.
    words: Vec<Vec<Vec<String>>>,
    pairs: Vec<String>,
}

impl Glance {
    pub fn of(question: &Question) -> Glance {
        let way = |way: &Way| -> Option<Vec<String>> {
            let terms = way.terms.iter().map(|term| loose(term));
            (way.field == Field::Word).then(|| terms.collect())
        };
        let counted = question.concepts.iter().filter(|concept| concept.counts);
        let ways = counted.map(|concept| concept.ways.iter().filter_map(way).collect());
        Glance {
            words: ways.collect(),
            pairs: question.pairs.iter().map(|pair| loose(pair)).collect(),
        }
    }

    /// How many of the words that were typed stand in a text.
    pub fn at(&self, text: &str) -> usize {
        let text = loose(text);
        let stands = |way: &Vec<String>| way.iter().all(|term| text.contains(term));
        let words = self.words.iter().filter(|ways| ways.iter().any(stands));
        let pair = self.pairs.iter().any(|pair| text.contains(pair));
        words.count() * 2 + usize::from(pair)
    }
}

/// A text in letters that long vowels and spellings of kana make no different.
fn loose(text: &str) -> String {
    let letters = Folded::of(text).letters.into_iter();
    let letters = letters.filter(|letter| *letter != 'ー');
    letters.map(|letter| fold::word(&[letter])).collect()
}

/// What a text has of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// In bytes of the text as typed, in order, none touching another.
    pub places: Vec<Range<usize>>,
    pub reasons: Vec<Reason>,
}

impl Marks {
    /// Looks a text through.
    pub fn of(question: &Question, text: &str) -> Marks {
        let analysed = Analysed::of(text);
        let tokens = analysed.tokens();
        let mut marks = Marks::default();
        for concept in &question.concepts {
            let mut told = false;
            for way in &concept.ways {
                let all = way
                    .terms
                    .iter()
                    .all(|term| tokens.iter().any(|token| is(token, way, term)));
                if !all || way.terms.is_empty() {
                    continue;
                }
                let own = tokens
                    .iter()
                    .filter(|token| way.terms.iter().any(|term| is(token, way, term)));
                marks
                    .places
                    .extend(own.map(|token| place(&analysed, token)));
                if !told && concept.counts {
                    marks.reasons.push(Reason {
                        typed: concept.typed.clone(),
                        why: way.why.clone(),
                    });
                    told = true;
                }
            }
        }
        if marks.places.is_empty() {
            let pairs = tokens
                .iter()
                .filter(|token| token.field == Field::Pair && question.pairs.contains(&token.term));
            marks
                .places
                .extend(pairs.map(|token| place(&analysed, token)));
        }
        marks.places = joined(marks.places);
        marks
    }

    /// The stretch of about so many letters that shows most of the marks, cut between letters; the marks are moved along.
    pub fn excerpt(mut self, text: &str, letters: usize) -> (&str, Marks) {
        let starts: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let letter = |byte: usize| starts.partition_point(|start| *start < byte);
        let within = |first: usize| {
            let inside = self
                .places
                .iter()
                .skip_while(|place| letter(place.start) < first);
            inside
                .take_while(|place| letter(place.end) <= first + letters)
                .count()
        };
        let firsts = self
            .places
            .iter()
            .map(|place| letter(place.start).saturating_sub(letters / 5));
        let first = firsts
            .max_by_key(|first| (within(*first), usize::MAX - first))
            .unwrap_or(0);
        let first = first.min((starts.len() - 1).saturating_sub(letters));
        let (from, to) = (
            starts[first],
            starts[(first + letters).min(starts.len() - 1)],
        );
        self.places
            .retain(|place| place.start >= from && place.end <= to);
        for place in &mut self.places {
            *place = place.start - from..place.end - from;
        }
        (&text[from..to], self)
    }
}

fn is(token: &Token, way: &Way, term: &str) -> bool {
    token.field == way.field && token.term == term
}

fn place(analysed: &Analysed, token: &Token) -> Range<usize> {
    let (from, to) = analysed.folded.typed(token.from, token.to);
    from as usize..to as usize
}

/// In order, with what overlaps or touches as one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::Glossary;

    fn marked(asked: &str, text: &str) -> (String, Vec<Reason>) {
        let mut glossary = Glossary::default();
        glossary.read("引っ越し = 転居\nサーバ = server");
        let marks = Marks::of(&Question::of(asked, &glossary), text);
        let mut shown = String::new();
        let mut at = 0;
        for place in &marks.places {
            shown += &format!("{}[{}]", &text[at..place.start], &text[place.clone()]);
            at = place.end;
        }
        (shown + &text[at..], marks.reasons)
    }

    #[test]
    fn marks_stand_in_the_text_as_typed() {
        for (asked, text, expected) in [
            ("サーバー", "ＤＢ用ｻｰﾊﾞの停止", "ＤＢ用[ｻｰﾊﾞ]の停止"),
            ("ひっこし", "引っ越しの手続き", "[引っ越し]の手続き"),
            ("引越したい", "転居届を出す", "[転居]届を出す"),
            ("server", "サーバーが停止した", "[サーバー]が停止した"),
            ("ora-12154", "ORA-12154 が出る", "[ORA-12154] が出る"),
            ("保険", "国民健康保険証", "国民健康[保険]証"),
            ("夜間", "昼の作業", "昼の作業"),
        ] {
            assert_eq!(marked(asked, text).0, expected);
        }
    }

    #[test]
    fn it_says_why_something_was_found() {
        let (_, reasons) = marked("引越し サーバー", "転居 server");
        let told: Vec<(String, Why)> = reasons
            .into_iter()
            .map(|reason| (reason.typed, reason.why))
            .collect();
        assert_eq!(
            told,
            [
                ("引越し".into(), Why::Glossary("転居".into())),
                ("サーバー".into(), Why::Glossary("server".into()))
            ]
        );
    }

    #[test]
    fn an_excerpt_shows_most_of_the_marks() {
        let text = format!(
            "{}障害の報告。応答時間の障害です。{}",
            "前".repeat(80),
            "後".repeat(80)
        );
        let question = Question::of("応答時間 障害", &Glossary::default());
        let (shown, marks) = Marks::of(&question, &text).excerpt(&text, 30);
        assert_eq!(shown.chars().count(), 30);
        let words: Vec<&str> = marks
            .places
            .iter()
            .map(|place| &shown[place.clone()])
            .collect();
        assert_eq!(words, ["障害", "応答時間", "障害"]);
        let (whole, _) = Marks::of(&question, "短い").excerpt("短い", 30);
        assert_eq!(whole, "短い");
    }
}
