//! By what a PDF file of any size opens. How it is encrypted stands in one short dictionary, which is found by ranges: the end of the file
//! says where its table of objects lies, the trailer of that names the dictionary, and the table says where that is. With the file's
//! identifier it makes a small file that opens with the same passwords, for what reads PDF files to be asked about.

mod rows;
mod values;

use std::collections::BTreeSet;

use super::ranges::{NotRead, Ranges};
use rows::Rows;
use values::{digits, ended, reference, skipped, value};

/// So many of the first and of the last bytes are looked at for what a file begins and ends with.
const BEGINS: u64 = 1024;
const ENDS: u64 = 4096;
/// The head of a part of a table is no longer, in bytes.
const HEAD: u64 = 64;
/// Of a line of it, in bytes.
const LINE: u64 = 20;
/// A dictionary is no longer, with what stands before it.
const ROOM: u64 = 64 * 1024;
/// So many tables are followed: a file has one more each time it is changed.
const TABLES: usize = 512;

/// A small file that opens with the same passwords. Nothing where a file is not encrypted, or says so in a way that cannot be followed.
///
/// # Errors
///
/// When what is needed of it cannot be read, or is more than is read of one file.
pub async fn stand_in(file: &mut Ranges) -> Result<Option<Vec<u8>>, NotRead> {
    let Some((mut pdf, newest)) = Pdf::of(file).await? else {
        return Ok(None);
    };
    let Some(table) = pdf.table(newest).await? else {
        return Ok(None);
    };
    let Some(encrypt) = value(&table.trailer, b"Encrypt") else {
        return Ok(None);
    };
    let dictionary = match reference(encrypt) {
        Some(number) => pdf.dictionary(number, newest).await?,
        None => Some(encrypt.to_vec()).filter(|there| there.starts_with(b"<<")),
    };
    let id = value(&table.trailer, b"ID");
    Ok(dictionary.map(|dictionary| made(&dictionary, id)))
}

/// A file of no pages that is encrypted like this.
fn made(dictionary: &[u8], id: Option<&[u8]>) -> Vec<u8> {
    let objects: [&[u8]; 3] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        dictionary,
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("xref\n0 4\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let at = file.len();
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(b"trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R");
    if let Some(id) = id {
        file.extend_from_slice(b" /ID ");
        file.extend_from_slice(id);
    }
    file.extend_from_slice(format!(" >>\nstartxref\n{at}\n%%EOF\n").as_bytes());
    file
}

/// One table of objects, with the dictionary that stands behind or before it.
struct Table {
    trailer: Vec<u8>,
    lines: Lines,
}

enum Lines {
    /// As text: from which number on, how many, and where they lie.
    Plain(Vec<(u64, u64, u64)>),
    /// In a stream that begins there; its dictionary says how.
    Stream(u64),
}

struct Pdf<'f> {
    file: &'f mut Ranges,
    /// Places are counted from here.
    begins: u64,
}

impl<'f> Pdf<'f> {
    /// With the place of its newest table.
    async fn of(file: &'f mut Ranges) -> Result<Option<(Self, u64)>, NotRead> {
        let first = file.at(0, BEGINS).await?;
        let Some(begins) = first.windows(5).position(|window| window == b"%PDF-") else {
            return Ok(None);
        };
        let last = file.at(file.bytes().saturating_sub(ENDS), ENDS).await?;
        let word = b"startxref";
        let named = last.windows(word.len()).rposition(|window| window == word);
        let newest = named.and_then(|at| {
            let begins = skipped(&last, at + word.len());
            let ends = ended(&last, begins)?;
            digits(last.get(begins..ends)?)
        });
        let begins = begins as u64;
        Ok(newest.map(|newest| (Self { file, begins }, newest)))
    }

    /// So many bytes from a place on.
    async fn at(&mut self, place: u64, most: u64) -> Result<Vec<u8>, NotRead> {
        let from = self.begins.saturating_add(place);
        self.file.at(from, most).await
    }

    /// The table at this place, if there is one.
    async fn table(&mut self, place: u64) -> Result<Option<Table>, NotRead> {
        const WORD: &[u8] = b"xref";
        let head = self.at(place, HEAD).await?;
        let begins = skipped(&head, 0);
        let is_plain = head
            .get(begins..)
            .is_some_and(|rest| rest.starts_with(WORD));
        match is_plain {
            true => {
                let behind = place.saturating_add((begins + WORD.len()) as u64);
                self.plain(behind).await
            }
            false => self.stream(place).await,
        }
    }

    /// A table of text, from behind its first word on.
    async fn plain(&mut self, mut place: u64) -> Result<Option<Table>, NotRead> {
        const WORD: &[u8] = b"trailer";
        let mut parts = Vec::new();
        loop {
            let head = self.at(place, HEAD).await?;
            let begins = skipped(&head, 0);
            if head
                .get(begins..)
                .is_some_and(|rest| rest.starts_with(WORD))
            {
                place += (begins + WORD.len()) as u64;
                break;
            }
            let Some((first, count, behind)) = part(&head, begins) else {
                return Ok(None);
            };
            let lines = place.saturating_add(behind as u64);
            parts.push((first, count, lines));
            place = lines.saturating_add(count.saturating_mul(LINE));
            if place >= self.file.bytes() {
                return Ok(None);
            }
        }
        let there = self.at(place, ROOM).await?;
        let trailer = dictionary(&there, 0);
        Ok(trailer.map(|(begins, ends)| Table {
            trailer: there[begins..ends].to_vec(),
            lines: Lines::Plain(parts),
        }))
    }

    /// A table in a stream.
    async fn stream(&mut self, place: u64) -> Result<Option<Table>, NotRead> {
        let there = self.at(place, ROOM).await?;
        let object = object(&there);
        let found = object.and_then(|(_, behind)| {
            let (begins, ends) = dictionary(&there, behind)?;
            let word = skipped(&there, ends);
            let rest = there.get(word..)?.strip_prefix(b"stream")?;
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            Some((begins, ends, there.len() - rest.len()))
        });
        Ok(found.map(|(begins, ends, data)| Table {
            trailer: there[begins..ends].to_vec(),
            lines: Lines::Stream(place.saturating_add(data as u64)),
        }))
    }

    /// The dictionary that is the object of this number, by the table at this place or those before it.
    async fn dictionary(&mut self, number: u64, newest: u64) -> Result<Option<Vec<u8>>, NotRead> {
        let mut seen = BTreeSet::new();
        let mut asked = vec![newest];
        while let Some(place) = asked.pop() {
            if seen.len() == TABLES || !seen.insert(place) {
                continue;
            }
            let Some(table) = self.table(place).await? else {
                continue;
            };
            if let Some(place) = self.line(&table, number).await? {
                let there = self.at(place, ROOM).await?;
                let found = object(&there)
                    .filter(|(named, _)| *named == number)
                    .and_then(|(_, behind)| dictionary(&there, behind));
                return Ok(found.map(|(begins, ends)| there[begins..ends].to_vec()));
            }
            // What a table of text leaves to a stream comes before what is older.
            let further = [&b"Prev"[..], b"XRefStm"].map(|name| value(&table.trailer, name));
            asked.extend(further.into_iter().flatten().filter_map(digits));
        }
        Ok(None)
    }

    /// Where a table says that an object lies.
    async fn line(&mut self, table: &Table, number: u64) -> Result<Option<u64>, NotRead> {
        let parts = match &table.lines {
            Lines::Plain(parts) => parts,
            Lines::Stream(data) => {
                let data = self.begins.saturating_add(*data);
                return match Rows::of(&table.trailer, number) {
                    Some(rows) => rows.read(self.file, data).await,
                    None => Ok(None),
                };
            }
        };
        let has = |(first, count, _): &&(u64, u64, u64)| {
            number.checked_sub(*first).is_some_and(|n| n < *count)
        };
        let Some((first, _, lines)) = parts.iter().find(has) else {
            return Ok(None);
        };
        let line = lines.saturating_add((number - first) * LINE);
        let line = self.at(line, LINE).await?;
        let in_use = line.get(17) == Some(&b'n');
        Ok(line.get(..10).filter(|_| in_use).and_then(digits))
    }
}

/// From which number on a part of a table goes, how many lines it has, and what stands behind that.
fn part(head: &[u8], begins: usize) -> Option<(u64, u64, usize)> {
    let ends = ended(head, begins)?;
    let first = digits(head.get(begins..ends)?)?;
    let begins = skipped(head, ends);
    let ends = ended(head, begins)?;
    let count = digits(head.get(begins..ends)?)?;
    Some((first, count, skipped(head, ends)))
}

/// The number of the object that begins here, and what stands behind its first words.
fn object(bytes: &[u8]) -> Option<(u64, usize)> {
    let (number, _, behind) = part(bytes, skipped(bytes, 0))?;
    let rest = bytes.get(behind..)?;
    rest.starts_with(b"obj").then_some((number, behind + 3))
}

/// Where the dictionary begins and ends that stands next.
fn dictionary(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let begins = skipped(bytes, from);
    let is_one = bytes.get(begins..)?.starts_with(b"<<");
    let ends = is_one.then(|| ended(bytes, begins))??;
    Some((begins, ends))
}

#[cfg(test)]
mod tests;
