//! The words of PDF files. What reads one is a process of its own with little memory and time (`madoguchi read-pdf`): a file that is
//! made to break its reader ends that, and has no text.

use std::{
    io::{Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Child, Command, Stdio},
};

use pdf_extract::{Document, PlainTextOutput, output_doc_page};
use unicode_normalization::UnicodeNormalization as _;

/// A file is no larger than this, in bytes.
pub const MOST: u64 = 16 * 1024 * 1024;
pub const KIND: &str = "pdf";
/// The subcommand that reads one.
pub const READER: &str = "read-pdf";
/// So many pages are read.
const PAGES: u32 = 300;
/// So much text is taken, in bytes.
const TEXT: usize = 256 * 1024;
/// Memory and processor time of the reader, in bytes and seconds.
const MEMORY: u64 = 768 * 1024 * 1024;
const SECONDS: u64 = 10;
/// The text stands behind this: what reads a page may print remarks of its own.
const BEGINS: char = '\u{1e}';
/// So much is taken of what the reader prints, with such remarks.
const PRINTED: u64 = 1024 * 1024;

/// What the reader prints first: that the file opens, or only with a password.
const OPEN: u8 = 0x1c;
const LOCKED: u8 = 0x1d;

/// Whether a file opens with a password only. It is read no further than that shows.
pub fn is_locked(program: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let mut reader = spawned(program)?;
    if let Some(mut input) = reader.stdin.take() {
        // It has ended where it does not take all; what it said then counts.
        let _ = input.write_all(bytes);
    }
    let mut first = Vec::new();
    if let Some(output) = reader.stdout.take() {
        output.take(1).read_to_end(&mut first)?;
    }
    let _ = reader.kill();
    reader.wait()?;
    Ok(first == [LOCKED])
}

fn spawned(program: &Path) -> std::io::Result<Child> {
    Command::new(program)
        .arg(READER)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Has a file read by this program; empty where it holds no words or cannot be read within the limits.
pub fn read(program: &Path, bytes: &[u8]) -> std::io::Result<String> {
    let mut reader = spawned(program)?;
    let mut printed = Vec::new();
    let mut told = Ok(());
    if let Some(mut input) = reader.stdin.take() {
        // It has ended where it does not take all; what it said then counts.
        told = input.write_all(bytes);
    }
    if let Some(output) = reader.stdout.take() {
        output.take(PRINTED).read_to_end(&mut printed)?;
    }
    // It may still print where that was not all.
    let _ = reader.kill();
    let ended = reader.wait()?;
    if told.is_err() || !ended.success() {
        tracing::debug!(?ended, "a PDF file could not be read within the limits");
    }
    let printed = String::from_utf8_lossy(&printed);
    let text = printed.rsplit_once(BEGINS).map_or("", |(_, text)| text);
    Ok(text.to_owned())
}

/// The reader's side: takes a file, and prints its words.
pub fn run(mut input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    input.by_ref().take(MOST).read_to_end(&mut bytes)?;
    let opened = opened(&bytes);
    let first = match opened {
        Opened::Locked => LOCKED,
        Opened::Document(_) | Opened::Broken => OPEN,
    };
    output.write_all(&[first])?;
    output.flush()?;
    let text = match opened {
        Opened::Document(document) => text(&document),
        Opened::Locked | Opened::Broken => String::new(),
    };
    write!(output, "{BEGINS}{text}")?;
    output.flush()
}

/// A file as it was opened.
enum Opened {
    Document(Box<Document>),
    /// It opens with a password only.
    Locked,
    Broken,
}

fn opened(bytes: &[u8]) -> Opened {
    let opened = catch_unwind(|| {
        let mut document = Document::load_mem(bytes).ok()?;
        // Many may be read by everybody, and only not be changed.
        let locked = document.is_encrypted() && document.decrypt("").is_err();
        Some((document, locked))
    });
    match opened {
        Ok(Some((_, true))) => Opened::Locked,
        Ok(Some((document, false))) => Opened::Document(Box::new(document)),
        Ok(None) | Err(_) => Opened::Broken,
    }
}

/// From here on this process has little.
fn limit() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(what, limit)?;
    }
    Ok(())
}

/// The words page by page; one that cannot be read is left out.
fn text(document: &Document) -> String {
    let mut text = String::new();
    let pages = document.get_pages().len();
    for page in 1..=PAGES.min(u32::try_from(pages).unwrap_or(PAGES)) {
        let mut words = String::new();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut output = PlainTextOutput::new(&mut words);
            output_doc_page(document, &mut output, page)
        }));
        if !matches!(read, Ok(Ok(()))) {
            continue;
        }
        text.extend(words.chars().flat_map(plain));
        text.push('\n');
        if text.len() >= TEXT {
            break;
        }
    }
    let mut end = text.len().min(TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text.trim().to_owned()
}

/// Fonts name signs by radicals and ligatures that look the same; nobody types these.
fn plain(c: char) -> impl Iterator<Item = char> {
    let is_look = matches!(c, '⺀'..='⿕' | 'ﬀ'..='ﬆ');
    let (kept, plain) = match is_look {
        true => (None, Some(c.nfkc())),
        false => (Some(c).filter(|c| *c != BEGINS), None),
    };
    kept.into_iter().chain(plain.into_iter().flatten())
}
