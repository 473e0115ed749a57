//! Packs the IPADIC dictionary, which a build dependency holds in its own layout, into one compressed file that the
//! crate embeds: a double array from surfaces to entries, the entries, their strings, the costs between neighbours
//! and what unknown words may be. Knows nothing of how texts are analysed with it.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;

/// An entry as the dictionary lists it; its left and right context are the same number.
struct Listed<'a> {
    context: u16,
    cost: i16,
    /// Parts of speech, kind and form of inflection, base form, reading.
    facts: Vec<&'a str>,
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let listed = listed(yoin_ipadic::MORPHS);
    let mut packed = Packed::default();
    packed.entries(&listed);
    let (keys, values) = packed.keys(&listed);
    let keyset: Vec<(&[u8], u32)> = keys.into_iter().zip(values).collect();
    let trie = yada::builder::DoubleArrayBuilder::build(&keyset)
        .expect("the surfaces are sorted and distinct");
    let classes = classes(&listed);
    let unknown = unknown(yoin_ipadic::UNKOWN);
    let out = std::env::var("OUT_DIR").expect("cargo says where results go");
    let file =
        std::fs::File::create(Path::new(&out).join("ipadic.bin")).expect("OUT_DIR can be written");
    let mut to = flate2::write::DeflateEncoder::new(
        std::io::BufWriter::new(file),
        flate2::Compression::new(6),
    );
    let parts = [
        &trie,
        &packed.contexts,
        &packed.costs,
        &packed.bases,
        &packed.readings,
        &packed.last,
        &packed.pool,
    ];
    for part in parts
        .into_iter()
        .chain([&classes, &matrix(yoin_ipadic::MATRIX), &unknown])
    {
        let length = u32::try_from(part.len()).expect("a part is smaller than 4 GB");
        to.write_all(&length.to_le_bytes())
            .and_then(|()| to.write_all(part))
            .expect("OUT_DIR can be written");
    }
    to.finish()
        .and_then(|mut file| file.flush())
        .expect("OUT_DIR can be written");
}

/// Columns of the entries; strings are offsets into one pool, whose first byte is an empty string.
#[derive(Default)]
struct Packed<'a> {
    contexts: Vec<u8>,
    costs: Vec<u8>,
    bases: Vec<u8>,
    readings: Vec<u8>,
    /// 1 where the next entry has another surface.
    last: Vec<u8>,
    pool: Vec<u8>,
    pooled: HashMap<String, u32>,
    starts: BTreeMap<&'a str, u32>,
}

impl<'a> Packed<'a> {
    fn entries(&mut self, listed: &BTreeMap<&'a str, Vec<Listed>>) {
        self.pool.push(0);
        let base_readings = base_readings(listed);
        for (surface, entries) in listed {
            self.starts.insert(
                surface,
                u32::try_from(self.last.len()).expect("fewer than 2^32 entries"),
            );
            for (at, entry) in entries.iter().enumerate() {
                self.contexts.extend(entry.context.to_le_bytes());
                self.costs.extend(entry.cost.to_le_bytes());
                let base = entry.facts.get(6).copied().unwrap_or("*");
                let base = if base == "*" { surface } else { base };
                let reading = noun_reading(entry, base, &base_readings);
                let base = if base == *surface { 0 } else { self.text(base) };
                let reading = if reading.is_empty() {
                    0
                } else {
                    self.text(&reading)
                };
                self.bases.extend(base.to_le_bytes());
                self.readings.extend(reading.to_le_bytes());
                self.last.push(u8::from(at + 1 == entries.len()));
            }
        }
    }

    fn keys(&self, listed: &BTreeMap<&'a str, Vec<Listed>>) -> (Vec<&'a [u8]>, Vec<u32>) {
        listed
            .keys()
            .map(|surface| (surface.as_bytes(), self.starts[surface]))
            .unzip()
    }

    /// Where a text stands in the pool: its length in a byte, then its bytes.
    fn text(&mut self, text: &str) -> u32 {
        if let Some(at) = self.pooled.get(text) {
            return *at;
        }
        let at = u32::try_from(self.pool.len()).expect("the pool is smaller than 4 GB");
        self.pool
            .push(u8::try_from(text.len()).expect("no word is longer than 255 bytes"));
        self.pool.extend(text.as_bytes());
        self.pooled.insert(text.to_owned(), at);
        at
    }
}

/// Readings of base forms, for inflected forms list their own only.
fn base_readings<'a>(listed: &BTreeMap<&'a str, Vec<Listed<'a>>>) -> HashMap<&'a str, &'a str> {
    let mut readings = HashMap::new();
    for (surface, entries) in listed {
        for entry in entries {
            if let (Some(&"基本形"), Some(reading)) = (entry.facts.get(5), entry.facts.get(7)) {
                readings.insert(*surface, *reading);
            }
        }
    }
    readings
}

/// The reading by which a word meets its other spellings. A verb has that of the noun made of it (申し込む, 申込:
/// モウシコミ), an adjective that of its base form.
fn noun_reading(entry: &Listed, base: &str, base_readings: &HashMap<&str, &str>) -> String {
    let own = entry.facts.get(7).copied().unwrap_or("");
    let kind = entry.facts.get(4).copied().unwrap_or("*");
    let Some(reading) = base_readings.get(base).filter(|_| kind != "*") else {
        return own.to_owned();
    };
    let mut letters: Vec<char> = reading.chars().collect();
    if kind.starts_with("一段") && letters.len() > 2 {
        letters.pop();
    } else if kind.starts_with("五段")
        && let Some(last) = letters.last_mut()
    {
        const TO_NOUN: [(char, char); 9] = [
            ('ウ', 'イ'),
            ('ク', 'キ'),
            ('グ', 'ギ'),
            ('ス', 'シ'),
            ('ツ', 'チ'),
            ('ヌ', 'ニ'),
            ('ブ', 'ビ'),
            ('ム', 'ミ'),
            ('ル', 'リ'),
        ];
        *last = TO_NOUN
            .iter()
            .find(|(verb, _)| verb == last)
            .map_or(*last, |(_, noun)| *noun);
    }
    letters.into_iter().collect()
}

/// Reads numbers and texts off the front of bytes.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }
    fn u16(&mut self) -> u16 {
        u16::from_ne_bytes(self.take(2).try_into().expect("two bytes were taken"))
    }
    fn u32(&mut self) -> usize {
        u32::from_ne_bytes(self.take(4).try_into().expect("four bytes were taken")) as usize
    }
    fn text(&mut self) -> &'a str {
        let length = self.u32();
        std::str::from_utf8(self.take(length)).expect("the dictionary is UTF-8")
    }
}

fn listed(bytes: &'static [u8]) -> BTreeMap<&'static str, Vec<Listed<'static>>> {
    let mut bytes = Bytes(bytes);
    let mut listed: BTreeMap<&str, Vec<Listed>> = BTreeMap::new();
    while !bytes.0.is_empty() {
        let surface = bytes.text();
        let context = bytes.u16();
        let _right = bytes.u16();
        let cost = bytes.u16().cast_signed();
        let facts: Vec<&str> = bytes.text().split(',').collect();
        // Inflections of centuries ago take modern words apart (いつ: い and つ).
        if facts.get(4).is_some_and(|kind| {
            kind.starts_with("下二") || kind.starts_with("上二") || kind.starts_with("四段")
        }) {
            continue;
        }
        listed.entry(surface).or_default().push(Listed {
            context,
            cost,
            facts,
        });
    }
    listed
}

/// The part of speech of each context, as a letter: see `dictionary::Class`.
fn classes(listed: &BTreeMap<&str, Vec<Listed>>) -> Vec<u8> {
    let mut classes = vec![b'-'; 1 + usize::from(u16::MAX)];
    let mut most = 0;
    for entry in listed.values().flatten() {
        most = most.max(usize::from(entry.context));
        classes[usize::from(entry.context)] = class(&entry.facts);
    }
    classes.truncate(most + 1);
    classes
}

fn class(facts: &[&str]) -> u8 {
    match (facts[0], facts[1], facts[2]) {
        ("名詞", "固有名詞", _) => b'P',
        ("名詞", "数", _) => b'D',
        ("名詞", "接尾", "助数詞") => b'U',
        ("名詞", "接尾", "助動詞語幹" | "特殊") => b'-',
        ("名詞", "接尾", _) => b'S',
        ("名詞", "代名詞" | "非自立" | "特殊" | "接続詞的" | "動詞非自立的", _) => {
            b'-'
        }
        ("名詞", "副詞可能", _) => b'T',
        ("名詞", _, _) => b'N',
        ("動詞", "自立", _) => b'V',
        ("形容詞", "自立", _) => b'A',
        ("副詞", "一般", _) => b'B',
        ("接頭詞", _, _) => b'X',
        _ => b'-',
    }
}

/// Width, then costs by context of the word behind and of the word before.
fn matrix(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = Bytes(bytes);
    let (width, height) = (bytes.u16(), bytes.u16());
    let mut packed = width.to_le_bytes().to_vec();
    for _ in 0..usize::from(width) * usize::from(height) {
        packed.extend(bytes.u16().to_le_bytes());
    }
    packed
}

/// Categories (whether words of the dictionary hinder it, whether a run is one word, up to how many letters are tried),
/// what a word of a category may be (context and cost), and the category of each letter of the first plane.
fn unknown(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = Bytes(bytes);
    let mut list = || {
        let count = bytes.u32();
        (0..count).map(|_| bytes.u32()).collect::<Vec<_>>()
    };
    let (firsts, counts, offsets) = (list(), list(), list());
    let length = bytes.u32();
    let entries = bytes.take(length);
    let (count, other) = (usize::from(bytes.take(1)[0]), bytes.take(1)[0]);
    let (always, grouped, tried) = (bytes.take(count), bytes.take(count), bytes.take(count));
    let mut packed = vec![u8::try_from(count).expect("the count was a byte"), other];
    for category in 0..count {
        packed.extend([always[category], grouped[category], tried[category]]);
        packed.push(u8::try_from(counts[category]).expect("a category has few entries"));
        for offset in &offsets[firsts[category]..firsts[category] + counts[category]] {
            let mut entry = Bytes(&entries[*offset..]);
            let (left, _right, cost) = (entry.u16(), entry.u16(), entry.u16());
            packed.extend(left.to_le_bytes());
            packed.extend(cost.to_le_bytes());
        }
    }
    packed.extend(bytes.0);
    packed
}
