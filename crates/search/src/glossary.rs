//! Words that mean the same, read from a file of lines: `引っ越し = 転居 = 転入` for words that stand for each other,
//! `いくら > 料金, 費用` where only who says the first means the others, `~` in place of `>` for what is merely near.
//! `#` begins a comment. Knows nothing of texts that are searched.

use std::sync::OnceLock;

use foldhash::HashMap;

use crate::analysis::{Analysed, Unit};
use crate::fold::is_kanji;

/// Another way to say something.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// Its words as they stand in the index.
    pub terms: Vec<String>,
    /// As the glossary writes it.
    pub said: String,
    /// Merely near, not the same.
    pub near: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Glossary {
    others: HashMap<String, Vec<Other>>,
    /// By readings; with the kanji it is written with.
    read: HashMap<String, Vec<(String, String)>>,
    longest: usize,
    sayings: Vec<Saying>,
}

/// What is looked for as it is said, as hardly a word of it says anything by itself (払えない, 何がいる).
#[derive(Debug, Clone)]
struct Saying {
    said: String,
    /// How it may go on: any of these stands in a question that says it.
    begins: Vec<String>,
    others: Vec<Other>,
}

impl Glossary {
    /// The product's own.
    pub fn embedded() -> &'static Glossary {
        static READ: OnceLock<Glossary> = OnceLock::new();
        READ.get_or_init(|| {
            let mut glossary = Glossary::default();
            for text in [
                include_str!("../data/office.txt"),
                include_str!("../data/computing.txt"),
            ] {
                glossary.read(text);
            }
            glossary
        })
    }

    /// Takes the lines of a file in.
    pub fn read(&mut self, text: &str) {
        for line in text.lines() {
            self.line(line.split('#').next().unwrap_or_default());
        }
    }

    /// Takes one line in, which has no comment.
    pub fn line(&mut self, line: &str) {
        let line = line.trim();
        if let Some((word, others)) = line.split_once('>') {
            self.lead(word, others, false);
        } else if let Some((word, others)) = line.split_once('~') {
            self.lead(word, others, true);
        } else {
            let same: Vec<&str> = line
                .split('=')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect();
            for word in &same {
                for other in same.iter().filter(|other| *other != word) {
                    self.add(word, other, false);
                }
            }
        }
    }

    fn lead(&mut self, words: &str, others: &str, near: bool) {
        for word in words.split('=').map(str::trim) {
            for other in others
                .split(',')
                .map(str::trim)
                .filter(|other| !other.is_empty())
            {
                self.add(word, other, near);
            }
        }
    }

    fn add(&mut self, word: &str, other: &str, near: bool) {
        let (analysed, terms) = (Analysed::of(word), terms_of(other));
        if terms.is_empty() || word.is_empty() {
            return;
        }
        if says_little(&analysed) {
            return self.say(
                analysed,
                Other {
                    terms,
                    said: other.to_owned(),
                    near,
                },
            );
        }
        let units = analysed.units;
        let key = key(&units);
        if key == terms.join(" ") {
            return;
        }
        self.longest = self.longest.max(units.len());
        if let Some(read) = readings(&units) {
            let spellings = self.read.entry(read).or_default();
            if !spellings.iter().any(|(spelling, _)| *spelling == key) {
                spellings.push((
                    key.clone(),
                    word.chars().filter(|letter| is_kanji(*letter)).collect(),
                ));
            }
        }
        let others = self.others.entry(key).or_default();
        match others.iter_mut().find(|known| known.terms == terms) {
            Some(known) => known.near &= near,
            None => others.push(Other {
                terms,
                said: other.to_owned(),
                near,
            }),
        }
    }

    fn say(&mut self, saying: Analysed, other: Other) {
        // Two letters stand in other words, too.
        if saying.folded.letters.len() < 3 {
            return;
        }
        let said: String = saying.folded.letters.iter().collect();
        let at = self.sayings.iter().position(|known| known.said == said);
        let at = at.unwrap_or_else(|| {
            self.sayings.push(Saying {
                begins: begins(&said),
                said,
                others: Vec::new(),
            });
            self.sayings.len() - 1
        });
        self.sayings[at].others.push(other);
    }

    /// Sayings that stand in a folded question, and what may be said for each.
    pub fn said<'g>(&'g self, question: &str) -> impl Iterator<Item = (&'g str, &'g [Other])> {
        let said = |saying: &&Saying| saying.begins.iter().any(|begin| question.contains(begin));
        let sayings: Vec<&Saying> = self.sayings.iter().filter(said).collect();
        sayings
            .into_iter()
            .map(|saying| (saying.said.as_str(), saying.others.as_slice()))
    }

    /// How many units the longest word has that others are listed for.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// What may be said for these units together, other spellings of theirs included.
    pub fn others(&self, units: &[Unit]) -> Vec<&Other> {
        let own = key(units);
        let mut others: Vec<&Other> = self.others.get(&own).into_iter().flatten().collect();
        let spellings = readings(units).and_then(|read| self.read.get(&read));
        for (spelling, kanji) in spellings.into_iter().flatten() {
            let mut said = own.chars().filter(|letter| is_kanji(*letter)).peekable();
            let kana = said.peek().is_none();
            let long = units.len() > 1 || read_long(units);
            let kin = kana || kanji.is_empty() && long || said.any(|letter| kanji.contains(letter));
            if *spelling != own && kin {
                others.extend(self.others.get(spelling).into_iter().flatten());
            }
        }
        others
    }
}

/// Whether a saying is more than the one word in it, or has none.
fn says_little(saying: &Analysed) -> bool {
    let letters = saying.folded.letters.len();
    match saying.units.as_slice() {
        [] => true,
        [one] => letters > one.to - one.from + 1 && !saying.text.ends_with("する"),
        _ => false,
    }
}

/// What a question has that says it in any of its forms: 払えない, 払えなくて, 払えません; 見てもらう, 見てもらいたい.
fn begins(said: &str) -> Vec<String> {
    if let Some(stem) = said.strip_suffix("ない") {
        return ["な", "ませ", "ず"]
            .map(|end| format!("{stem}{end}"))
            .to_vec();
    }
    let open = said.chars().count() > 4 && said.ends_with(['る', 'う']);
    let end = said.char_indices().last().map_or(0, |(at, _)| at);
    vec![if open { &said[..end] } else { said }.to_owned()]
}

/// Whether hardly another word is read like this one.
fn read_long(units: &[Unit]) -> bool {
    let reading = units.first().and_then(|unit| unit.reading.as_deref());
    reading.is_some_and(|reading| reading.chars().count() > 2)
}

fn key(units: &[Unit]) -> String {
    let terms: Vec<&str> = units.iter().map(|unit| unit.term.as_str()).collect();
    terms.join(" ")
}

fn readings(units: &[Unit]) -> Option<String> {
    let readings: Option<Vec<&str>> = units.iter().map(|unit| unit.reading.as_deref()).collect();
    readings.map(|readings| readings.join(" "))
}

fn terms_of(text: &str) -> Vec<String> {
    Analysed::of(text)
        .units
        .into_iter()
        .map(|unit| unit.term)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(glossary: &Glossary, text: &str) -> Vec<String> {
        let others = glossary.others(&Analysed::of(text).units).into_iter();
        others.map(|other| other.said.clone()).collect()
    }

    #[test]
    fn words_are_found_in_every_spelling_and_one_way_lines_lead_one_way() {
        let mut glossary = Glossary::default();
        glossary.read("引っ越し = 転居 # both ways\nいくら > 料金, 費用\nサーバ = server\n住所を変える > 転居届");
        assert_eq!(others(&glossary, "転居"), ["引っ越し"]);
        for spelling in ["引越し", "引越", "ひっこし", "引っ越す"] {
            assert_eq!(others(&glossary, spelling), ["転居"], "{spelling}");
        }
        assert_eq!(others(&glossary, "料金"), [""; 0]);
        assert_eq!(others(&glossary, "servers"), ["サーバ"]);
        assert_eq!(others(&glossary, "住所が変わる"), [""; 0]);
        assert_eq!(others(&glossary, "住所を変えた"), ["転居届"]);
    }

    #[test]
    fn a_saying_without_a_word_of_its_own_is_known_by_its_letters() {
        let mut glossary = Glossary::default();
        glossary
            .read("払えない = 払いすぎ > 減免\n何がいる > 持ち物\nただ > 無料\nsign in = ログイン");
        let said = |text: &str| {
            glossary
                .said(text)
                .map(|(said, _)| said)
                .collect::<Vec<_>>()
        };
        assert_eq!(said("税金が払えません"), ["払えない"]);
        assert_eq!(said("払いすぎたお金"), ["払いすぎ"]);
        assert_eq!(said("払いたい"), [""; 0]);
        assert_eq!(said("何がいりますか"), [""; 0]);
        assert_eq!(said("何がいるの"), ["何がいる"]);
        assert_eq!(said("cannot sign in"), ["sign in"]);
        assert_eq!(said("教えていただけますか"), [""; 0]);
        assert_eq!(others(&glossary, "払う"), [""; 0]);
    }

    #[test]
    fn the_products_own_knows_what_its_pages_say() {
        let own = Glossary::embedded();
        assert!(others(own, "クローズ").contains(&"終了".to_owned()));
        assert!(others(own, "ケース").contains(&"チケット".to_owned()));
        assert!(others(own, "チケット").contains(&"ケース".to_owned()));
        for (said, written) in [
            ("旧姓", "旧氏"),
            ("マイナカード", "個人番号カード"),
            ("ショートステイ", "短期入所"),
            ("天ぷら油", "廃食用油"),
        ] {
            let others = others(own, said);
            assert!(others.contains(&written.to_owned()), "{said}: {others:?}");
        }
        let moved = "転入".to_owned();
        assert!(others(own, "県外から来ました").contains(&moved));
        assert!(!others(own, "県外の人").contains(&moved));
    }

    #[test]
    fn what_only_sounds_the_same_is_another_word() {
        let mut glossary = Glossary::default();
        glossary.read("期間 = 期限\nカン = 空き缶\nゴミ = 廃棄物");
        assert_eq!(others(&glossary, "機関"), [""; 0]);
        assert_eq!(others(&glossary, "館"), [""; 0]);
        assert_eq!(others(&glossary, "かん"), ["空き缶"]);
    }
}
