//! The index on the disk: entries with tags, found by a question within what a reader may see. Words weigh what they weigh
//! among the entries that are marked for it, whoever asks. Keeps no text, only what texts are found by. Knows nothing of what
//! tags mean.

mod answering;
mod aside;
mod bits;
mod find;
mod gather;
mod hits;
mod latest;
mod part;
mod replacing;
mod shape;
#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod skipping;
mod weighing;
mod within;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashSet;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token as Written};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

use crate::analysis::{Analysed, Field};
use crate::typing::Vocabulary;

pub use find::{Answer, Behind, COUNTED, Found, Wanted};
pub use within::Within;

/// Something that can be found.
#[derive(Debug, Clone, Default, Hash)]
pub struct Entry<'a> {
    /// What sort of thing it is of, and which one: entries of the same thing are found as one.
    pub sort: u8,
    pub id: i64,
    /// Which of the entries of a thing.
    pub variant: &'a str,
    pub title: &'a str,
    pub text: &'a str,
    /// What decides who may see it, and what it is narrowed and taken away by.
    pub tags: &'a [String],
    /// When it was written, in milliseconds; the same for all entries of a thing.
    pub at: i64,
    /// The last day on which it is shown, in days; `i64::MAX` where there is none.
    pub until: i64,
    /// Whether its words say how common words are.
    pub weighs: bool,
    /// Steps that it goes up, whatever is asked, for having helped.
    pub lift: u8,
}

#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("another program has the index")]
    InUse,
    /// A file of it is not as it was written.
    #[error("the index is damaged")]
    Damaged,
    #[error("the index: {0}")]
    Index(TantivyError),
}

impl From<TantivyError> for Broken {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Broken::InUse,
            error => Broken::Index(error),
        }
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Broken::Index(error.into())
    }
}

/// Names of the fields that terms stand in, by title and text.
const PARTS: [[&str; 4]; 2] = [["tw", "tr", "tp", "tk"], ["xw", "xr", "xp", "xk"]];
/// The term of `weighs` that every weighing entry has.
const EVERY: &str = "*";
/// Memory for entries that are not yet written, in bytes.
const BUFFER: usize = 32 << 20;

struct Fields {
    variant: tantivy::schema::Field,
    tag: tantivy::schema::Field,
    sort: tantivy::schema::Field,
    id: tantivy::schema::Field,
    at: tantivy::schema::Field,
    until: tantivy::schema::Field,
    weighs: tantivy::schema::Field,
    lift: tantivy::schema::Field,
    /// What an entry was made of, as a number.
    print: tantivy::schema::Field,
    parts: [[tantivy::schema::Field; 4]; 2],
}

pub struct Shelf {
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    fields: Fields,
    /// Words of the weighing entries, for what was mistyped; taken up anew when those change.
    vocabulary: Mutex<Option<Arc<Vocabulary>>>,
    /// How long the weighing entries are; the same.
    averages: Mutex<Option<weighing::Averages>>,
    /// They changed with what waits to be committed.
    words_change: AtomicBool,
    kept: within::Kept,
    shapes: shape::Shapes,
}

impl Shelf {
    /// Opens the index of a folder, or begins it; what is damaged, or was made otherwise, is begun anew. One process at a time
    /// has a folder.
    pub fn open(folder: &Path) -> Result<Shelf, Broken> {
        std::fs::create_dir_all(folder)?;
        let lying = || Shelf::over(MmapDirectory::open(folder).map_err(TantivyError::from)?);
        // Of a file that was cut off, the engine's reading may end in a panic.
        match std::panic::catch_unwind(lying) {
            Ok(Ok(shelf)) => Ok(shelf),
            Ok(Err(Broken::InUse)) => Err(Broken::InUse),
            Ok(Err(Broken::Index(_) | Broken::Damaged)) | Err(_) => {
                clear(folder)?;
                lying()
            }
        }
    }

    /// An index that nothing is left of.
    pub fn in_memory() -> Result<Shelf, Broken> {
        Shelf::over(tantivy::directory::RamDirectory::create())
    }

    fn over(directory: impl Into<Box<dyn tantivy::Directory>>) -> Result<Shelf, Broken> {
        let mut schema = Schema::builder();
        let counted = |option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Fields {
            variant: schema.add_text_field("variant", STRING | STORED),
            tag: schema.add_text_field("tag", STRING),
            sort: schema.add_u64_field("sort", FAST),
            id: schema.add_i64_field("id", FAST),
            at: schema.add_i64_field("at", INDEXED | FAST),
            until: schema.add_i64_field("until", INDEXED | FAST),
            weighs: schema.add_text_field("weighs", STRING),
            lift: schema.add_u64_field("lift", FAST),
            print: schema.add_u64_field("print", FAST),
            parts: PARTS.map(|names| {
                names.map(|name| {
                    let placed = name.ends_with('w');
                    let option = match placed {
                        true => IndexRecordOption::WithFreqsAndPositions,
                        false => IndexRecordOption::WithFreqs,
                    };
                    schema.add_text_field(name, counted(option))
                })
            }),
        };
        let index = tantivy::Index::open_or_create(directory, schema.build())?;
        if !index.validate_checksum()?.is_empty() {
            return Err(Broken::Damaged);
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let writer = Mutex::new(index.writer_with_num_threads(1, BUFFER)?);
        Ok(Shelf {
            reader,
            writer,
            fields,
            vocabulary: Mutex::default(),
            averages: Mutex::default(),
            words_change: AtomicBool::default(),
            kept: within::Kept::default(),
            shapes: shape::Shapes::default(),
        })
    }

    fn writer(&self) -> std::sync::MutexGuard<'_, IndexWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an entry; found after the next `commit`.
    pub fn put(&self, entry: &Entry) -> Result<(), Broken> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.variant, entry.variant);
        document.add_u64(fields.sort, u64::from(entry.sort));
        document.add_i64(fields.id, entry.id);
        document.add_i64(fields.at, entry.at);
        document.add_i64(fields.until, entry.until);
        document.add_u64(fields.lift, u64::from(entry.lift));
        document.add_u64(fields.print, replacing::print(entry));
        for tag in entry.tags {
            document.add_text(fields.tag, tag);
        }
        let mut distinct = HashSet::default();
        for (part, text) in [entry.title, entry.text].into_iter().enumerate() {
            let mut written: [Vec<Written>; 4] = Default::default();
            for token in Analysed::of(text).tokens() {
                let position = match token.field {
                    Field::Word => token.at as usize,
                    _ => 0,
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
                let text = String::new();
                document.add_pre_tokenized_text(field, PreTokenizedString { text, tokens });
            }
        }
        if entry.weighs {
            self.words_change.store(true, Ordering::Relaxed);
            document.add_text(fields.weighs, EVERY);
        }
        for term in distinct {
            document.add_text(fields.weighs, term);
        }
        self.writer().add_document(document)?;
        Ok(())
    }

    /// Takes all entries with a tag away that were put before; gone after the next `commit`. Says whether some may weigh.
    pub fn take_away(&self, tag: &str, weighs: bool) {
        if weighs {
            self.words_change.store(true, Ordering::Relaxed);
        }
        self.writer()
            .delete_term(Term::from_field_text(self.fields.tag, tag));
    }

    /// Takes everything away.
    pub fn clear(&self) -> Result<(), Broken> {
        self.words_change.store(true, Ordering::Relaxed);
        self.writer().delete_all_documents()?;
        Ok(())
    }

    /// Forgets what was put and taken away since the last `commit`.
    pub fn forget(&self) -> Result<(), Broken> {
        self.writer().rollback()?;
        Ok(())
    }

    /// Makes what was put and taken away lasting and found, together with the place up to which it goes.
    pub fn commit(&self, place: &str) -> Result<(), Broken> {
        let mut writer = self.writer();
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(place);
        commit.commit()?;
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let segments = searcher.segment_readers().iter();
        let segments: Vec<_> = segments.map(|reader| reader.segment_id()).collect();
        self.kept.keep_only(&segments);
        self.shapes.keep_only(&segments);
        // Made here, no reader waits for it.
        hits::Columns::of(&searcher, &self.shapes)?;
        if self.words_change.swap(false, Ordering::Relaxed) {
            let kept = self.vocabulary.lock();
            *kept.unwrap_or_else(PoisonError::into_inner) = None;
            let kept = self.averages.lock();
            *kept.unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok(())
    }

    /// The place that the latest commit named.
    pub fn place(&self) -> Result<Option<String>, Broken> {
        Ok(self.reader.searcher().index().load_metas()?.payload)
    }

    /// How many entries there are.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// How much room that takes by which entries are found, in bytes; what is left of older ones is not in it.
    pub fn size(&self) -> Result<u64, Broken> {
        let usage = self.reader.searcher().space_usage()?;
        Ok(usage.total().get_bytes())
    }

    /// Waits until segments have been joined that were to be, for measures.
    pub fn settle(self) -> Result<(), Broken> {
        let writer = self.writer.into_inner();
        writer
            .unwrap_or_else(PoisonError::into_inner)
            .wait_merging_threads()?;
        Ok(())
    }
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

/// Takes away what an index is made of, and nothing else that may lie in the folder.
fn clear(folder: &Path) -> std::io::Result<()> {
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        let named = name.split('.').next().unwrap_or_default();
        let segment = named.len() == 32 && named.bytes().all(|byte| byte.is_ascii_hexdigit());
        if segment || matches!(&*name, "meta.json" | ".managed.json") {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}
