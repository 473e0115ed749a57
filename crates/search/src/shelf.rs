//! The index on the disk: entries with tags, found by a question within what a reader may see. Words weigh what they weigh
//! among the entries that are marked for it, whoever asks. Knows nothing of what tags mean.

use std::ops::Bound;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt as _, HashSet};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentReader;
use tantivy::postings::Postings as _;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    Value as _,
};
use tantivy::tokenizer::{PreTokenizedString, Token as Written};
use tantivy::{
    DocSet as _, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED, TantivyDocument,
    Term,
};

use crate::analysis::{Analysed, Field};
use crate::index::{Index, Lengths, Posting, Weighing};
use crate::question::Question;
use crate::rank::{self, WEIGHTS};

/// Something that can be found.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    /// What it is known by; an entry of the same key takes its place.
    pub key: &'a str,
    pub title: &'a str,
    pub text: &'a str,
    /// What decides who may see it.
    pub tags: &'a [String],
    /// When it was written, in milliseconds.
    pub at: i64,
    /// Whether its words say how common words are.
    pub weighs: bool,
}

/// What a reader may see.
#[derive(Debug, Clone, PartialEq)]
pub enum Within {
    Tag(String),
    /// Written at this moment or later, in milliseconds.
    Since(i64),
    All(Vec<Within>),
    Any(Vec<Within>),
    Not(Box<Within>),
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub key: String,
    pub score: f32,
}

#[derive(Debug, thiserror::Error)]
#[error("the index: {0}")]
pub struct Broken(#[from] tantivy::TantivyError);

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Broken(error.into())
    }
}

/// Names of the fields that terms stand in, by title and text.
const PARTS: [[&str; 4]; 2] = [["tw", "tr", "tp", "tk"], ["xw", "xr", "xp", "xk"]];
/// The term of `weighs` that every weighing entry has.
const EVERY: &str = "*";
/// Memory for entries that are not yet written, in bytes.
const BUFFER: usize = 32 << 20;
/// Places in texts stand so far behind those in titles.
const BEHIND: u32 = 1 << 20;

struct Fields {
    key: tantivy::schema::Field,
    tag: tantivy::schema::Field,
    at: tantivy::schema::Field,
    weighs: tantivy::schema::Field,
    parts: [[tantivy::schema::Field; 4]; 2],
}

pub struct Shelf {
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    fields: Fields,
}

impl Shelf {
    /// Opens the index of a folder, or begins it. One process at a time writes.
    pub fn open(folder: &Path) -> Result<Shelf, Broken> {
        std::fs::create_dir_all(folder)?;
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        Shelf::over(|schema| tantivy::Index::open_or_create(directory, schema))
    }

    /// An index that nothing is left of.
    pub fn in_memory() -> Result<Shelf, Broken> {
        Shelf::over(|schema| Ok(tantivy::Index::create_in_ram(schema)))
    }

    fn over(open: impl FnOnce(Schema) -> tantivy::Result<tantivy::Index>) -> Result<Shelf, Broken> {
        let mut schema = Schema::builder();
        let counted = |option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Fields {
            key: schema.add_text_field("key", STRING | STORED),
            tag: schema.add_text_field("tag", STRING),
            at: schema.add_i64_field("at", INDEXED | FAST),
            weighs: schema.add_text_field("weighs", STRING),
            parts: PARTS.map(|names| {
                names.map(|name| {
                    let placed = name.ends_with('w');
                    let option = if placed {
                        IndexRecordOption::WithFreqsAndPositions
                    } else {
                        IndexRecordOption::WithFreqs
                    };
                    schema.add_text_field(name, counted(option))
                })
            }),
        };
        let index = open(schema.build())?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let writer = Mutex::new(index.writer_with_num_threads(1, BUFFER)?);
        Ok(Shelf {
            reader,
            writer,
            fields,
        })
    }

    /// Puts an entry in the place of the one of the same key; found after the next `commit`.
    pub fn put(&self, entry: &Entry) -> Result<(), Broken> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, entry.key);
        document.add_i64(fields.at, entry.at);
        for tag in entry.tags {
            document.add_text(fields.tag, tag);
        }
        let mut distinct = HashSet::default();
        for (part, text) in [entry.title, entry.text].into_iter().enumerate() {
            let mut written: [Vec<Written>; 4] = Default::default();
            for token in Analysed::of(text).tokens() {
                let position = if token.field == Field::Word {
                    token.at as usize
                } else {
                    0
                };
                if entry.weighs {
                    distinct.insert(weighed(token.field, &token.term));
                }
                let (offset_from, offset_to) = (token.from, token.to);
                written[token.field as usize].push(Written {
                    offset_from,
                    offset_to,
                    position,
                    text: token.term,
                    position_length: 1,
                });
            }
            for (field, tokens) in fields.parts[part].into_iter().zip(written) {
                document.add_pre_tokenized_text(
                    field,
                    PreTokenizedString {
                        text: String::new(),
                        tokens,
                    },
                );
            }
        }
        if entry.weighs {
            document.add_text(fields.weighs, EVERY);
        }
        for term in distinct {
            document.add_text(fields.weighs, term);
        }
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(fields.key, entry.key));
        writer.add_document(document)?;
        Ok(())
    }

    /// Takes an entry away; gone after the next `commit`.
    pub fn take_away(&self, key: &str) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.fields.key, key));
    }

    /// Takes everything away.
    pub fn clear(&self) -> Result<(), Broken> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_all_documents()?;
        Ok(())
    }

    /// Makes what was put and taken away lasting and found, together with the place up to which it goes.
    pub fn commit(&self, place: &str) -> Result<(), Broken> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(place);
        commit.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// The place that the latest commit named.
    pub fn place(&self) -> Result<Option<String>, Broken> {
        Ok(self.reader.searcher().index().load_metas()?.payload)
    }

    /// The entries that answer a question best, of those that lie within.
    pub fn find(
        &self,
        question: &Question,
        within: &Within,
        limit: usize,
    ) -> Result<Vec<Found>, Broken> {
        let searcher = self.reader.searcher();
        let terms = terms(question);
        let mut index = Index::part(self.weighing(&searcher, &terms)?);
        let mut documents = Vec::new();
        let mut gathered: Vec<Gathered> = terms.iter().map(|_| Gathered::default()).collect();
        let weight = self
            .query(within)
            .weight(EnableScoring::disabled_from_searcher(&searcher))?;
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let mut allowed = vec![false; reader.max_doc() as usize];
            weight.for_each_no_score(reader, &mut |some| {
                for document in some {
                    allowed[*document as usize] = !reader.is_deleted(*document);
                }
            })?;
            let mut numbers: HashMap<u32, u32> = HashMap::new();
            for ((field, term), gathered) in terms.iter().zip(&mut gathered) {
                let had = self.had(reader, *field, term, &allowed)?;
                for (document, title, text, places) in had {
                    let number = match numbers.get(&document) {
                        Some(number) => *number,
                        None => {
                            let number = index.next(self.lengths(reader, document)?);
                            documents.push((segment, document));
                            numbers.insert(document, number);
                            number
                        }
                    };
                    gathered.postings.push(Posting {
                        document: number,
                        title,
                        text,
                    });
                    gathered
                        .places
                        .extend(places.into_iter().map(|place| (number, place)));
                }
            }
        }
        for ((field, term), gathered) in terms.iter().zip(gathered) {
            if !gathered.postings.is_empty() {
                index.take(*field, term, gathered.postings, &gathered.places);
            }
        }
        index.arrange();
        let hits = rank::best(&index, question, &WEIGHTS, limit);
        let mut found = Vec::new();
        for hit in hits {
            let (segment, document) = documents[hit.document as usize];
            let address =
                tantivy::DocAddress::new(u32::try_from(segment).unwrap_or(u32::MAX), document);
            let document: TantivyDocument = searcher.doc(address)?;
            let key = document
                .get_first(self.fields.key)
                .and_then(|key| key.as_str().map(str::to_owned));
            found.push(Found {
                key: key.unwrap_or_default(),
                score: hit.score,
            });
        }
        Ok(found)
    }

    /// Documents of a segment that have a term: how often in title and text, and where.
    fn had(
        &self,
        reader: &SegmentReader,
        field: Field,
        term: &str,
        allowed: &[bool],
    ) -> Result<Vec<Had>, Broken> {
        let mut had: Vec<Had> = Vec::new();
        let mut seen: HashMap<u32, usize> = HashMap::new();
        for part in 0..2 {
            let own = self.fields.parts[part][field as usize];
            let option = if field == Field::Word {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::WithFreqs
            };
            let inverted = reader.inverted_index(own)?;
            let Some(mut postings) =
                inverted.read_postings(&Term::from_field_text(own, term), option)?
            else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED {
                if allowed[document as usize] {
                    let at = *seen.entry(document).or_insert_with(|| {
                        had.push((document, 0, 0, Vec::new()));
                        had.len() - 1
                    });
                    let often = u16::try_from(postings.term_freq()).unwrap_or(u16::MAX);
                    if part == 0 {
                        had[at].1 = often
                    } else {
                        had[at].2 = often
                    }
                    if field == Field::Word {
                        let behind = if part == 0 { 0 } else { BEHIND };
                        postings.append_positions_with_offset(behind, &mut had[at].3);
                    }
                }
                document = postings.advance();
            }
        }
        Ok(had)
    }

    fn lengths(&self, reader: &SegmentReader, document: u32) -> Result<Lengths, Broken> {
        let mut lengths = Lengths::default();
        for field in 0..4 {
            let norm = |part: usize| {
                reader
                    .get_fieldnorms_reader(self.fields.parts[part][field])
                    .map(|norms| norms.fieldnorm(document))
            };
            lengths.title[field] = norm(0)?;
            lengths.text[field] = norm(1)?;
        }
        Ok(lengths)
    }

    /// How common terms are among the entries that weigh.
    #[allow(clippy::cast_precision_loss)]
    fn weighing(&self, searcher: &Searcher, terms: &[(Field, String)]) -> Result<Weighing, Broken> {
        let having =
            |term: &str| searcher.doc_freq(&Term::from_field_text(self.fields.weighs, term));
        let mut weighing = Weighing {
            documents: u32::try_from(having(EVERY)?).unwrap_or(u32::MAX),
            ..Weighing::default()
        };
        for (field, term) in terms {
            let having = u32::try_from(having(&weighed(*field, term))?).unwrap_or(u32::MAX);
            weighing.having.insert((*field, term.clone()), having);
        }
        // What is usual, so that lengths of what others wrote tell nothing either.
        weighing.averages = [(4.0, 150.0), (4.0, 120.0), (8.0, 250.0), (6.0, 200.0)];
        Ok(weighing)
    }

    fn query(&self, within: &Within) -> Box<dyn Query> {
        let each = |some: &[Within], occur: Occur| {
            some.iter()
                .map(|one| (occur, self.query(one)))
                .collect::<Vec<_>>()
        };
        match within {
            Within::Tag(tag) => {
                let term = Term::from_field_text(self.fields.tag, tag);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
            Within::Since(at) => {
                let from = Term::from_field_i64(self.fields.at, *at);
                Box::new(RangeQuery::new(Bound::Included(from), Bound::Unbounded))
            }
            Within::All(some) if some.is_empty() => Box::new(AllQuery),
            Within::All(some) => Box::new(BooleanQuery::new(each(some, Occur::Must))),
            Within::Any(some) => Box::new(BooleanQuery::new(each(some, Occur::Should))),
            Within::Not(one) => {
                let all: Box<dyn Query> = Box::new(AllQuery);
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, all),
                    (Occur::MustNot, self.query(one)),
                ]))
            }
        }
    }
}

/// A document, how often its title and its text have a term, and where.
type Had = (u32, u16, u16, Vec<u32>);

#[derive(Default)]
struct Gathered {
    postings: Vec<Posting>,
    places: Vec<(u32, u32)>,
}

/// A term as the entries that weigh have it.
fn weighed(field: Field, term: &str) -> String {
    let field = match field {
        Field::Word => 'w',
        Field::Reading => 'r',
        Field::Pair => 'p',
        Field::Kanji => 'k',
    };
    format!("{field}{term}")
}

/// Every term that a question looks for, once.
fn terms(question: &Question) -> Vec<(Field, String)> {
    let ways = question.concepts.iter().flat_map(|concept| &concept.ways);
    let mut terms: Vec<(Field, String)> = ways
        .flat_map(|way| way.terms.iter().map(|term| (way.field, term.clone())))
        .collect();
    terms.extend(
        question
            .pairs
            .iter()
            .map(|pair| (Field::Pair, pair.clone())),
    );
    terms.extend(
        question
            .kanji
            .iter()
            .map(|kanji| (Field::Kanji, kanji.clone())),
    );
    let ordered = question.phrases.iter().chain(&question.not).flatten();
    terms.extend(ordered.map(|word| (Field::Word, word.clone())));
    terms.sort_unstable();
    terms.dedup();
    terms
}
