//! Latin words that nobody wrote, and the written word they are nearest to. Knows nothing of Japanese, and of what words
//! mean; whoever hands words in answers for it that they may be shown.

use foldhash::HashMap;

/// Words that are written somewhere, and how often.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// By length in letters; which letters they have, and how often they are written.
    words: HashMap<usize, HashMap<String, (u32, u32)>>,
}

impl Vocabulary {
    /// Takes a word in; only Latin words of a few letters and more are of use.
    pub fn add(&mut self, word: &str, count: u32) {
        if word.len() >= LEAST && plain(word) && count > 0 {
            let words = self.words.entry(word.len()).or_default();
            let letters = letters(word);
            words.entry(word.to_owned()).or_insert((letters, 0)).1 += count;
        }
    }

    /// Whether it is written somewhere.
    pub fn has(&self, word: &str) -> bool {
        let words = self.words.get(&word.len());
        words.is_some_and(|words| words.contains_key(word))
    }

    /// The words that begin so and go on, at most so many: the most frequent.
    pub fn begun(&self, letters: &str, most: usize) -> Vec<&str> {
        let longer = self.words.iter().filter(|(long, _)| **long > letters.len());
        let words = longer.flat_map(|(_, words)| words);
        let mut all: Vec<(u32, &str)> = words
            .filter(|(word, _)| word.starts_with(letters))
            .map(|(word, (_, count))| (*count, word.as_str()))
            .collect();
        all.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        all.truncate(most);
        all.into_iter().map(|(_, word)| word).collect()
    }

    /// The word that this one was meant to be: a letter away from five letters on, two from nine; the nearest, then the most
    /// frequent. None for a word that is written.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        if !fit(word) || self.has(word) {
            return None;
        }
        let most = if word.len() < 9 { 1 } else { 2 };
        let lengths = word.len() - most..=word.len() + most;
        let near = lengths
            .filter(|length| *length >= FIT)
            .filter_map(|length| self.words.get(&length))
            .flatten();
        // A letter that is added, left out or mistaken makes two differ; most words have others altogether.
        let own = letters(word);
        let near =
            near.filter(|(_, (letters, _))| (own ^ letters).count_ones() as usize <= 2 * most);
        let near = near
            .filter_map(|(other, (_, count))| Some((distance(word, other, most)?, count, other)));
        let nearer = |one: &(usize, &u32, &String), other: &(usize, &u32, &String)| {
            let nearer = one.0.cmp(&other.0).then(other.1.cmp(one.1));
            nearer.then(one.2.cmp(other.2))
        };
        near.min_by(nearer).map(|(_, _, nearest)| nearest.as_str())
    }
}

/// Shorter words are not kept.
const LEAST: usize = 3;
/// Shorter ones are nothing that was meant, and mean nothing else.
const FIT: usize = 5;

fn plain(word: &str) -> bool {
    word.bytes().all(|letter| letter.is_ascii_lowercase())
}

fn fit(word: &str) -> bool {
    word.len() >= FIT && plain(word)
}

/// The letters of a word, a bit each.
fn letters(word: &str) -> u32 {
    let each = word
        .bytes()
        .map(|letter| 1 << (letter.wrapping_sub(b'a') % 32));
    each.fold(0, |all, one: u32| all | one)
}

/// Letters added, left out, mistaken or swapped with the next; None beyond `most`.
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut above: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for at in 1..=one.len() {
        let mut row = vec![at];
        for to in 1..=other.len() {
            let same = usize::from(one[at - 1] != other[to - 1]);
            let mut least = (last[to - 1] + same).min(last[to] + 1).min(row[to - 1] + 1);
            if at > 1 && to > 1 && one[at - 1] == other[to - 2] && one[at - 2] == other[to - 1] {
                least = least.min(above[to - 2] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|cost| *cost > most) {
            return None;
        }
        above = std::mem::replace(&mut last, row);
    }
    last.pop().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_is_the_nearest_written_one() {
        let mut vocabulary = Vocabulary::default();
        for (word, count) in [
            ("password", 9),
            ("server", 5),
            ("sever", 1),
            ("certificate", 2),
            ("port", 9),
            ("パスワード", 9),
        ] {
            vocabulary.add(word, count);
        }
        for (typed, meant) in [
            ("pasword", Some("password")),
            ("passwrod", Some("password")),
            ("servr", Some("server")),
            ("sertificat", Some("certificate")),
            ("psword", None),
            ("password", None),
            ("prot", None),
            ("パスワート", None),
            ("", None),
        ] {
            assert_eq!(vocabulary.nearest(typed), meant, "{typed}");
        }
    }

    #[test]
    fn a_word_that_is_not_written_to_its_end_is_the_most_frequent_ones() {
        let mut vocabulary = Vocabulary::default();
        let words = [
            ("password", 2),
            ("passphras", 5),
            ("passiv", 1),
            ("pass", 1),
        ];
        for (word, count) in words.into_iter().chain([("passag", 0)]) {
            vocabulary.add(word, count);
        }
        assert_eq!(vocabulary.begun("passw", 5), ["password"]);
        assert_eq!(vocabulary.begun("pass", 2), ["passphras", "password"]);
        assert_eq!(vocabulary.begun("certif", 5), [""; 0]);
        assert!(vocabulary.has("pass") && !vocabulary.has("passag"));
    }
}
