//! What documents have of the terms of a question, in memory. Knows nothing of weights, and of where documents lie.

use foldhash::HashMap;
use tantivy::fieldnorm::FieldNormReader;

use crate::analysis::Field;

/// How often a term stands in a document.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    pub document: u32,
    pub title: u16,
    pub text: u16,
}

/// Terms of a document by field, in its title and its text: in the steps in which lengths are kept, see [`length`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Lengths {
    pub title: [u8; 4],
    pub text: [u8; 4],
}

/// How many terms a step stands for.
pub fn length(step: u8) -> u32 {
    FieldNormReader::id_to_fieldnorm(step)
}

#[derive(Debug, Default, Clone)]
pub struct Index {
    terms: HashMap<(Field, String), u32>,
    postings: Vec<Vec<Posting>>,
    lengths: Vec<Lengths>,
    /// The words of some documents in order, a gap between title and text; for what stands near what.
    words: HashMap<u32, Vec<(u32, u32)>>,
    weighing: Weighing,
    /// How many of the weighing documents have each term.
    having: Vec<u32>,
}

/// How common words are among the documents that say what words weigh.
#[derive(Debug, Default, Clone)]
pub struct Weighing {
    pub documents: u32,
    pub having: HashMap<(Field, String), u32>,
    /// Terms that titles and texts have on average, by field.
    pub averages: [(f32, f32); 4],
}

impl Index {
    /// Without a document, where words weigh so much.
    pub fn of(weighing: Weighing) -> Index {
        Index {
            weighing,
            ..Index::default()
        }
    }

    /// Takes so many more documents in; gives their lengths to be filled.
    pub fn next(&mut self, documents: usize) -> &mut [Lengths] {
        let from = self.lengths.len();
        self.lengths.resize(from + documents, Lengths::default());
        &mut self.lengths[from..]
    }

    /// Takes a term in that documents may have; gives its number.
    pub fn know(&mut self, field: Field, term: &str) -> u32 {
        let key = (field, term.to_owned());
        if let Some(number) = self.terms.get(&key) {
            return *number;
        }
        let number = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        let having = self.weighing.having.get(&key).copied();
        self.having.push(having.unwrap_or(0));
        self.postings.push(Vec::new());
        self.terms.insert(key, number);
        number
    }

    /// Takes in where documents have a term, in order of documents.
    pub fn take(&mut self, field: Field, term: &str, postings: Vec<Posting>) {
        let number = self.know(field, term);
        self.postings[number as usize] = postings;
    }

    /// Takes in where a word stands in a document.
    pub fn place(&mut self, document: u32, term: &str, place: u32) {
        if let Some(number) = self.number(Field::Word, term) {
            let words = self.words.entry(document).or_default();
            words.push((number, place));
        }
    }

    /// Forgets where words stand in some documents.
    pub fn unplace(&mut self, documents: &[u32]) {
        for document in documents {
            self.words.remove(document);
        }
        self.words.reserve(documents.len());
    }

    /// Puts the words of a document in order.
    pub fn arrange(&mut self, document: u32) {
        if let Some(words) = self.words.get_mut(&document) {
            words.sort_unstable_by_key(|(_, place)| *place);
        }
    }

    pub fn count(&self) -> usize {
        self.lengths.len()
    }

    /// How many documents say what words weigh.
    pub fn weighing(&self) -> u32 {
        self.weighing.documents
    }

    /// How many of them have a term.
    pub fn having(&self, term: u32) -> u32 {
        self.having[term as usize]
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
    pub fn average(&self, field: Field) -> (f32, f32) {
        self.weighing.averages[field as usize]
    }

    /// Words of a document and where they stand.
    pub fn words(&self, document: u32) -> &[(u32, u32)] {
        self.words.get(&document).map_or(&[], Vec::as_slice)
    }
}
