//! Documents in memory, by what they are found by. Knows nothing of weights.

use foldhash::{HashMap, HashMapExt as _};

use crate::analysis::{Analysed, Field};
use crate::typing::Vocabulary;

/// How often a term stands in a document.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    pub document: u32,
    pub title: u16,
    pub text: u16,
}

/// Terms of a document by field, in its title and its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lengths {
    pub title: [u32; 4],
    pub text: [u32; 4],
}

#[derive(Debug, Default)]
pub struct Index {
    terms: HashMap<(Field, String), u32>,
    postings: Vec<Vec<Posting>>,
    lengths: Vec<Lengths>,
    totals: [[u64; 4]; 2],
    /// The words of each document in order, a gap between title and text; for what stands near what.
    words: Vec<Vec<(u32, u32)>>,
    /// What words weigh where that comes from other documents than those that are looked through.
    weighing: Option<Weighing>,
    /// How many of the weighing documents have each term.
    having: Vec<u32>,
}

/// How common words are among the documents that say what words weigh.
#[derive(Debug, Default)]
pub struct Weighing {
    pub documents: u32,
    pub having: HashMap<(Field, String), u32>,
    /// Terms that titles and texts have on average, by field.
    pub averages: [(f32, f32); 4],
}

impl Index {
    /// Takes a document in; it is known by the number of those before it.
    pub fn add(&mut self, title: &str, text: &str) {
        let document = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        let mut lengths = Lengths::default();
        let mut counts: HashMap<u32, (u16, u16)> = HashMap::new();
        let mut words = Vec::new();
        for (part, text) in [title, text].into_iter().enumerate() {
            let analysed = Analysed::of(text);
            for token in analysed.tokens() {
                let field = token.field as usize;
                let term = self.term(token.field, token.term);
                let count = counts.entry(term).or_default();
                let (count, length) = if part == 0 {
                    (&mut count.0, &mut lengths.title)
                } else {
                    (&mut count.1, &mut lengths.text)
                };
                *count = count.saturating_add(1);
                length[field] += 1;
                self.totals[part][field] += 1;
            }
            let gap = words.last().map_or(0, |(_, at)| at + 20);
            for unit in &analysed.units {
                for one in std::iter::once(unit).chain(&unit.parts) {
                    words.push((self.term(Field::Word, one.term.clone()), gap + unit.at));
                }
            }
        }
        for (term, (title, text)) in counts {
            self.postings[term as usize].push(Posting {
                document,
                title,
                text,
            });
        }
        self.lengths.push(lengths);
        self.words.push(words);
    }

    /// A part of an index that lies elsewhere: what it has of the terms that a question asks for.
    pub fn part(weighing: Weighing) -> Index {
        Index {
            weighing: Some(weighing),
            ..Index::default()
        }
    }

    /// Takes so many more documents of a part in; gives their lengths to be filled.
    pub fn next(&mut self, documents: usize) -> &mut [Lengths] {
        let from = self.lengths.len();
        self.lengths.resize(from + documents, Lengths::default());
        self.words.resize(from + documents, Vec::new());
        &mut self.lengths[from..]
    }

    /// Takes a term of a part in that its documents may have, and its number.
    pub fn know(&mut self, field: Field, term: &str) -> u32 {
        let number = self.term(field, term.to_owned());
        if number as usize == self.having.len() {
            let weighing = self.weighing.as_ref();
            let having = weighing.and_then(|it| it.having.get(&(field, term.to_owned())));
            self.having.push(having.copied().unwrap_or(0));
        }
        number
    }

    /// Takes in where the documents of a part have a term, in order of documents.
    pub fn take(&mut self, field: Field, term: &str, postings: Vec<Posting>) {
        let number = self.know(field, term);
        self.postings[number as usize] = postings;
    }

    /// Takes in where a word stands in a document of a part.
    pub fn place(&mut self, document: u32, term: &str, place: u32) {
        if let Some(number) = self.number(Field::Word, term) {
            self.words[document as usize].push((number, place));
        }
    }

    /// Forgets where words stand in a document of a part.
    pub fn unplace(&mut self, document: u32) {
        self.words[document as usize].clear();
    }

    /// Puts the words of a part's document in order.
    pub fn arrange(&mut self, document: u32) {
        self.words[document as usize].sort_unstable_by_key(|(_, place)| *place);
    }

    fn term(&mut self, field: Field, term: String) -> u32 {
        let next = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        let postings = &mut self.postings;
        *self.terms.entry((field, term)).or_insert_with(|| {
            postings.push(Vec::new());
            next
        })
    }

    pub fn count(&self) -> usize {
        self.lengths.len()
    }

    /// How many documents say what words weigh.
    pub fn weighing(&self) -> u32 {
        let own = u32::try_from(self.count()).unwrap_or(u32::MAX);
        self.weighing
            .as_ref()
            .map_or(own, |weighing| weighing.documents)
    }

    /// How many of them have a term.
    pub fn having(&self, term: u32) -> u32 {
        match &self.weighing {
            Some(_) => self.having[term as usize],
            None => u32::try_from(self.postings(term).len()).unwrap_or(u32::MAX),
        }
    }

    /// The number of a term, if a document has it.
    pub fn number(&self, field: Field, term: &str) -> Option<u32> {
        self.terms.get(&(field, term.to_owned())).copied()
    }

    /// Documents that have a term, in order.
    pub fn postings(&self, term: u32) -> &[Posting] {
        &self.postings[term as usize]
    }

    pub fn lengths(&self, document: u32) -> &Lengths {
        &self.lengths[document as usize]
    }

    /// Terms that titles and texts have in a field, on average.
    #[allow(clippy::cast_precision_loss)]
    pub fn average(&self, field: Field) -> (f32, f32) {
        if let Some(weighing) = &self.weighing {
            return weighing.averages[field as usize];
        }
        let documents = self.count().max(1) as f32;
        let of = |part: usize| self.totals[part][field as usize] as f32 / documents;
        (of(0), of(1))
    }

    /// Words of a document and where they stand.
    pub fn words(&self, document: u32) -> &[(u32, u32)] {
        &self.words[document as usize]
    }

    /// All words, for what was mistyped.
    pub fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for ((_, term), number) in self
            .terms
            .iter()
            .filter(|((field, _), _)| *field == Field::Word)
        {
            let count = self.postings(*number).len();
            vocabulary.add(term, u32::try_from(count).unwrap_or(u32::MAX));
        }
        vocabulary
    }
}
