//! The dictionary of Japanese words that the crate embeds (IPADIC, packed by `build.rs`), unpacked once a process.
//! Knows nothing of texts.

use std::io::Read as _;
use std::sync::OnceLock;

use yada::DoubleArray;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ipadic.bin"));

/// What a word is good for when something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Particles, auxiliaries, pronouns, marks: of no content.
    Empty,
    Noun,
    /// A name of a place, person, organisation, thing.
    Name,
    /// A noun that says when (今日, 以前).
    Time,
    Digit,
    /// What numbers are counted with (円, 人).
    Counter,
    /// 者, 書, 届 behind a noun.
    Suffix,
    /// 再, 各 before a noun.
    Prefix,
    Verb,
    Adjective,
    Adverb,
}

/// One word that a surface may be.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'d> {
    pub context: u16,
    pub cost: i16,
    /// The base form where it is not the surface.
    pub base: Option<&'d str>,
    /// The reading in katakana, of verbs that of the noun made of them.
    pub reading: Option<&'d str>,
}

/// How letters of one kind make words that stand in no dictionary.
pub struct Category {
    /// Tried beside words of the dictionary, too.
    pub always: bool,
    /// A run of the same category is one word.
    pub grouped: bool,
    /// Words of up to so many letters are tried.
    pub tried: usize,
    /// Contexts and costs of what they may be.
    pub entries: Vec<(u16, i16)>,
}

pub struct Dictionary {
    trie: DoubleArray<Vec<u8>>,
    contexts: Vec<u16>,
    costs: Vec<i16>,
    bases: Vec<u32>,
    readings: Vec<u32>,
    last: Vec<u8>,
    pool: Vec<u8>,
    classes: Vec<Class>,
    width: usize,
    matrix: Vec<i16>,
    categories: Vec<Category>,
    other: u8,
    category_of: Vec<u8>,
}

impl Dictionary {
    /// The one of this process.
    pub fn embedded() -> &'static Dictionary {
        static UNPACKED: OnceLock<Dictionary> = OnceLock::new();
        UNPACKED.get_or_init(|| Dictionary::unpack(PACKED))
    }

    fn unpack(packed: &[u8]) -> Dictionary {
        let mut bytes = Vec::new();
        flate2::read::DeflateDecoder::new(packed)
            .read_to_end(&mut bytes)
            .expect("what build.rs packed unpacks");
        let mut rest = bytes.as_slice();
        let mut part = || {
            let (length, behind) = rest.split_at(4);
            let length = u32::from_le_bytes(length.try_into().expect("four bytes were split off"));
            let (part, behind) = behind.split_at(length as usize);
            rest = behind;
            part
        };
        let trie = DoubleArray::new(part().to_vec());
        let contexts = numbers16(part());
        let costs = signed16(part());
        let (bases, readings) = (numbers32(part()), numbers32(part()));
        let (last, pool) = (part().to_vec(), part().to_vec());
        let classes = part().iter().map(|letter| class(*letter)).collect();
        let matrix = part();
        let width = usize::from(u16::from_le_bytes([matrix[0], matrix[1]]));
        let (categories, other, category_of) = unknown(part());
        Dictionary {
            trie,
            contexts,
            costs,
            bases,
            readings,
            last,
            pool,
            classes,
            width,
            matrix: signed16(&matrix[2..]),
            categories,
            other,
            category_of,
        }
    }

    /// Words that a text begins with: their entries and length in bytes. The text holds no NUL.
    pub fn beginnings<'t>(
        &'static self,
        text: &'t str,
    ) -> impl Iterator<Item = (Entry<'static>, usize)> + 't {
        self.trie
            .common_prefix_search(text)
            .flat_map(move |(first, length)| {
                let first = first as usize;
                let count = self.last[first..].iter().position(|last| *last == 1);
                (first..=first + count.unwrap_or(0)).map(move |at| (self.entry(at), length))
            })
    }

    /// Whether a word stands in the dictionary as it is.
    pub fn holds(&self, word: &str) -> bool {
        !word.contains('\0') && self.trie.exact_match_search(word).is_some()
    }

    fn entry(&self, at: usize) -> Entry<'_> {
        Entry {
            context: self.contexts[at],
            cost: self.costs[at],
            base: self.text(self.bases[at]),
            reading: self.text(self.readings[at]),
        }
    }

    fn text(&self, at: u32) -> Option<&str> {
        let at = at as usize;
        let length = usize::from(self.pool[at]);
        (at > 0).then(|| std::str::from_utf8(&self.pool[at + 1..][..length]).unwrap_or_default())
    }

    /// What it costs that a word of the second context follows one of the first.
    pub fn connection(&self, before: u16, behind: u16) -> i32 {
        i32::from(self.matrix[usize::from(behind) * self.width + usize::from(before)])
    }

    pub fn class(&self, context: u16) -> Class {
        self.classes[usize::from(context)]
    }

    pub fn category(&self, letter: char) -> u8 {
        let at = letter as usize;
        self.category_of.get(at).copied().unwrap_or(self.other)
    }

    pub fn of_category(&self, category: u8) -> &Category {
        &self.categories[usize::from(category)]
    }
}

fn class(letter: u8) -> Class {
    match letter {
        b'N' => Class::Noun,
        b'P' => Class::Name,
        b'T' => Class::Time,
        b'D' => Class::Digit,
        b'U' => Class::Counter,
        b'S' => Class::Suffix,
        b'X' => Class::Prefix,
        b'V' => Class::Verb,
        b'A' => Class::Adjective,
        b'B' => Class::Adverb,
        _ => Class::Empty,
    }
}

fn unknown(bytes: &[u8]) -> (Vec<Category>, u8, Vec<u8>) {
    let (count, other) = (bytes[0], bytes[1]);
    let mut rest = &bytes[2..];
    let mut categories = Vec::new();
    for _ in 0..count {
        let (head, behind) = rest.split_at(4);
        let (entries, behind) = behind.split_at(4 * usize::from(head[3]));
        rest = behind;
        categories.push(Category {
            always: head[0] != 0,
            grouped: head[1] != 0,
            tried: usize::from(head[2]),
            entries: entries
                .chunks_exact(4)
                .map(|entry| {
                    let context = u16::from_le_bytes([entry[0], entry[1]]);
                    (context, i16::from_le_bytes([entry[2], entry[3]]))
                })
                .collect(),
        });
    }
    (categories, other, rest.to_vec())
}

fn numbers16(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect()
}

fn signed16(bytes: &[u8]) -> Vec<i16> {
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|two| i16::from_le_bytes([two[0], two[1]]))
        .collect()
}

fn numbers32(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}
