//! The cheapest way to cut a Japanese sentence into words of the dictionary (Viterbi over its lattice). Knows nothing of
//! what is looked for.

use crate::dictionary::{Class, Dictionary};

/// A word of a sentence: letters `from..to`.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub from: usize,
    pub to: usize,
    pub class: Class,
    /// The base form where it is not the surface.
    pub base: Option<&'static str>,
    pub reading: Option<&'static str>,
    pub known: bool,
}

/// A stretch that is one word whatever the dictionary says: Latin words, numbers, codes.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    pub from: usize,
    pub to: usize,
}

struct Node {
    from: usize,
    to: usize,
    context: u16,
    total: i32,
    before: usize,
    base: Option<&'static str>,
    reading: Option<&'static str>,
    known: bool,
}

/// How words are weighed beside the dictionary's costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    AsWritten,
    /// Long words cost more, so that compounds fall into their parts.
    IntoParts,
}

/// Contexts of a common noun, and of the edges of a sentence.
const NOUN: u16 = 1285;
const EDGE: u16 = 0;

/// Cuts one sentence. `wholes` lie within it, in order.
pub fn cut(letters: &[char], wholes: &[Whole], how: Cut) -> Vec<Word> {
    let dictionary = Dictionary::embedded();
    let text: String = letters
        .iter()
        .map(|letter| if *letter == '\0' { ' ' } else { *letter })
        .collect();
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let mut lattice = Lattice {
        dictionary,
        nodes: vec![Node {
            from: 0,
            to: 0,
            context: EDGE,
            total: 0,
            before: 0,
            base: None,
            reading: None,
            known: true,
        }],
        ending: vec![Vec::new(); letters.len() + 1],
        how,
    };
    lattice.ending[0].push(0);
    let mut wholes = wholes.iter().peekable();
    for from in 0..letters.len() {
        while wholes.next_if(|whole| whole.to <= from).is_some() {}
        if let Some(whole) = wholes.peek().filter(|whole| whole.from <= from) {
            if whole.from == from {
                lattice.add(letters, from, whole.to, (NOUN, 0), None, None, false);
            }
            continue;
        }
        if lattice.ending[from].is_empty() {
            continue;
        }
        let limit = wholes.peek().map_or(letters.len(), |whole| whole.from);
        let mut found = false;
        for (entry, length) in dictionary.beginnings(&text[starts[from]..starts[limit]]) {
            // A byte offset of a word's end is that of a letter's start.
            let end = starts[from] + length;
            let to = from + starts[from..].partition_point(|start| *start < end);
            if how == Cut::IntoParts && from == 0 && to == letters.len() {
                continue;
            }
            let cost = (entry.context, entry.cost);
            lattice.add(letters, from, to, cost, entry.base, entry.reading, true);
            found = true;
        }
        lattice.unknown(letters, from, limit, found);
    }
    lattice.cheapest(letters.len())
}

struct Lattice {
    dictionary: &'static Dictionary,
    nodes: Vec<Node>,
    /// Nodes by where they end.
    ending: Vec<Vec<usize>>,
    how: Cut,
}

impl Lattice {
    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        letters: &[char],
        from: usize,
        to: usize,
        (context, cost): (u16, i16),
        base: Option<&'static str>,
        reading: Option<&'static str>,
        known: bool,
    ) {
        let mut best = (i32::MAX, 0);
        for before in &self.ending[from] {
            let node = &self.nodes[*before];
            let total = node.total + self.dictionary.connection(node.context, context);
            if total < best.0 {
                best = (total, *before);
            }
        }
        if best.0 == i32::MAX {
            return;
        }
        let total = best.0 + i32::from(cost) + self.burden(&letters[from..to]);
        self.ending[to].push(self.nodes.len());
        self.nodes.push(Node {
            from,
            to,
            context,
            total,
            before: best.1,
            base,
            reading,
            known,
        });
    }

    /// What a long word costs more where compounds are to fall apart.
    fn burden(&self, letters: &[char]) -> i32 {
        if self.how == Cut::AsWritten {
            return 0;
        }
        let over = |free: usize| i32::try_from(letters.len().saturating_sub(free)).unwrap_or(0);
        if letters.iter().all(|letter| crate::fold::is_kanji(*letter)) {
            3000 * over(2)
        } else {
            1700 * over(7)
        }
    }

    fn unknown(&mut self, letters: &[char], from: usize, limit: usize, found: bool) {
        let dictionary = self.dictionary;
        let category = dictionary.category(letters[from]);
        let rules = dictionary.of_category(category);
        if found && !rules.always {
            return;
        }
        let run = letters[from..limit]
            .iter()
            .take(64)
            .take_while(|letter| dictionary.category(**letter) == category)
            .count()
            .max(1);
        let mut lengths: Vec<usize> = (1..=rules.tried.min(run)).collect();
        if rules.grouped && !lengths.contains(&run) {
            lengths.push(run);
        }
        if lengths.is_empty() {
            lengths.push(1);
        }
        for length in lengths {
            for entry in &rules.entries {
                self.add(letters, from, from + length, *entry, None, None, false);
            }
        }
    }

    fn cheapest(&self, end: usize) -> Vec<Word> {
        let last = self.ending[end].iter().min_by_key(|at| {
            let node = &self.nodes[**at];
            node.total + self.dictionary.connection(node.context, EDGE)
        });
        let mut words = Vec::new();
        let mut at = last.copied().unwrap_or(0);
        while at > 0 {
            let node = &self.nodes[at];
            words.push(Word {
                from: node.from,
                to: node.to,
                class: self.dictionary.class(node.context),
                base: node.base,
                reading: node.reading,
                known: node.known,
            });
            at = node.before;
        }
        words.reverse();
        words
    }
}

/// The verb that a verb of ability belongs to (使える: 使う), or the one that does by itself what this one does to
/// something (届ける: 届く): both stand in the dictionary, and who says one may mean the other.
pub fn plain(verb: &str) -> Option<String> {
    const PLAIN: [(char, char); 9] = [
        ('え', 'う'),
        ('け', 'く'),
        ('げ', 'ぐ'),
        ('せ', 'す'),
        ('て', 'つ'),
        ('ね', 'ぬ'),
        ('べ', 'ぶ'),
        ('め', 'む'),
        ('れ', 'る'),
    ];
    let stem = verb.strip_suffix('る')?;
    let last = stem.chars().last()?;
    let (_, end) = PLAIN.iter().find(|(able, _)| *able == last)?;
    let plain = format!("{}{end}", &stem[..stem.len() - last.len_utf8()]);
    let long = plain.chars().nth(1).is_some();
    (long && Dictionary::embedded().holds(&plain)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, how: Cut) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let cut = cut(&letters, &[], how);
        cut.iter()
            .map(|word| letters[word.from..word.to].iter().collect())
            .collect()
    }

    #[test]
    fn a_sentence_falls_into_its_words() {
        for (text, expected) in [
            ("すもももももももものうち", "すもも も もも も もも の うち"),
            ("東京都に住んでいる", "東京 都 に 住ん で いる"),
            ("ゴミの日はいつですか", "ゴミ の 日 は いつ です か"),
            ("印鑑を無くした", "印鑑 を 無くし た"),
        ] {
            assert_eq!(words(text, Cut::AsWritten).join(" "), expected);
        }
        assert!(words("", Cut::AsWritten).is_empty());
    }

    #[test]
    fn a_compound_falls_into_its_parts() {
        assert_eq!(
            words("関西国際空港", Cut::IntoParts).join(" "),
            "関西 国際 空港"
        );
        assert_eq!(words("保険証", Cut::IntoParts).join(" "), "保険 証");
    }

    #[test]
    fn a_verb_of_ability_is_known_by_its_plain_one() {
        for (verb, expected) in [
            ("使える", Some("使う")),
            ("払える", Some("払う")),
            ("出せる", Some("出す")),
            ("変える", None),
            ("寝る", None),
            ("える", None),
        ] {
            assert_eq!(plain(verb).as_deref(), expected, "{verb}");
        }
    }

    #[test]
    fn a_base_form_and_a_reading_come_with_a_word() {
        let letters: Vec<char> = "申し込んだ".chars().collect();
        let word = cut(&letters, &[], Cut::AsWritten).remove(0);
        assert_eq!(
            (word.base, word.reading),
            (Some("申し込む"), Some("モウシコミ"))
        );
    }
}
