//! Office files of the older kind (Word, Excel, PowerPoint), and the wrapper that newer ones lie in once they have a password: a file of
//! sectors, which holds streams by name (MS-CFB). Told is whether it opens with a password only, of a file of any size: its directory is
//! followed from sector to sector, and no more of it is read. Whatever a file says of itself, no more steps are taken than it has
//! sectors, nor more than [`Ranges`] allows.

use std::collections::BTreeSet;

use super::{
    locked::number,
    ranges::{NotRead, Ranges},
};

const MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// From here on a number is no sector but a mark.
const MARKS: u64 = 0xffff_fffa;
/// Of what stands before the first sector, in bytes.
const HEADER: u64 = 512;
/// It has room for so many numbers of sectors of the table.
const IN_HEADER: usize = 109;
/// Of an entry of the directory, in bytes.
const ENTRY: usize = 128;
/// Kinds of these.
const STREAM: u64 = 2;
const ROOT: u64 = 5;
/// Of a small sector, in bytes.
const SMALL: u64 = 64;

/// Whether it is such a file, by its first bytes.
pub fn is_compound(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Whether an office file opens with a password only. A workbook that is kept under a password that every Excel knows counts as one:
/// nobody else looks into it.
///
/// # Errors
///
/// When what is needed of it cannot be read, or is more than is read of one file.
pub async fn needs_password(file: &mut Ranges) -> Result<bool, NotRead> {
    match Compound::of(file).await? {
        Some(mut compound) => compound.needs_password().await,
        None => Ok(false),
    }
}

/// What it begins with has a flag for it (MS-DOC, FibBase).
fn is_locked_document(begins: &[u8]) -> bool {
    const LOCKED: u64 = 0x0100;
    let is_document = matches!(number(begins, 0, 2), Some(0xa5ec | 0xa5dc));
    is_document && number(begins, 10, 2).is_some_and(|flags| flags & LOCKED != 0)
}

/// One of the first records says how it is locked (MS-XLS, FilePass); before it stands at most that it is not to be written.
fn is_locked_workbook(begins: &[u8]) -> bool {
    const LOCKED: u64 = 0x2f;
    let mut rest = begins;
    for _ in 0..3 {
        let (Some(kind), Some(length)) = (number(rest, 0, 2), number(rest, 2, 2)) else {
            return false;
        };
        if kind == LOCKED {
            return true;
        }
        let behind = usize::try_from(4 + length).ok();
        rest = behind
            .and_then(|behind| rest.get(behind..))
            .unwrap_or_default();
    }
    false
}

/// A mark stands in the record of who used it last (MS-PPT, CurrentUserAtom).
fn is_locked_presentation(begins: &[u8]) -> bool {
    number(begins, 12, 4) == Some(0xf3d1_c4df)
}

/// What the directory says of a stream.
struct Entry {
    name: String,
    kind: u64,
    first: u64,
    bytes: u64,
}

impl Entry {
    /// Of 128 bytes.
    fn of(bytes: &[u8]) -> Option<Self> {
        // In bytes, with the end of it.
        let long = usize::try_from(number(bytes, 64, 2)?).ok()?;
        let name = bytes.get(..long.saturating_sub(2).min(62))?;
        let units = name
            .chunks_exact(2)
            .map(|two| u16::from_le_bytes([two[0], two[1]]));
        Some(Self {
            name: char::decode_utf16(units)
                .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
            kind: number(bytes, 66, 1)?,
            first: number(bytes, 116, 4)?,
            bytes: number(bytes, 120, 4)?,
        })
    }
}

/// Sectors that follow each other, as far as they were followed: once, however often they are asked for. It ends where it would bite
/// its tail.
#[derive(Default)]
struct Chain {
    sectors: Vec<u64>,
    seen: BTreeSet<u64>,
    next: Option<u64>,
}

impl Chain {
    fn from(first: u64) -> Self {
        Self {
            next: Some(first),
            ..Self::default()
        }
    }

    /// The sector at this place of it; nothing where it ends before.
    async fn at(&mut self, place: usize, file: &mut Compound<'_>) -> Result<Option<u64>, NotRead> {
        while self.sectors.len() <= place {
            let next = self.next.take();
            let Some(n) = next.filter(|n| file.start(*n).is_some()) else {
                return Ok(None);
            };
            if !self.seen.insert(n) {
                return Ok(None);
            }
            self.sectors.push(n);
            self.next = file.next(n).await?;
        }
        Ok(self.sectors.get(place).copied())
    }
}

struct Compound<'f> {
    file: &'f mut Ranges,
    /// Of a sector, in bytes.
    size: u64,
    /// Where the table lies that says which sector follows which.
    table: Vec<u64>,
    /// The directory's first sector.
    directory: u64,
    /// Streams that hold less are small, in bytes.
    cutoff: u64,
}

impl<'f> Compound<'f> {
    async fn of(file: &'f mut Ranges) -> Result<Option<Self>, NotRead> {
        let header = file.at(0, HEADER).await?;
        let field = |at, wide| number(&header, at, wide);
        let table: Option<Vec<u64>> = (0..IN_HEADER).map(|n| field(76 + 4 * n, 4)).collect();
        let Some(table) = table.filter(|_| is_compound(&header)) else {
            return Ok(None);
        };
        let size = match field(30, 2) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let fields = [field(48, 4), field(56, 4), field(68, 4)];
        let [Some(directory), Some(cutoff), Some(more)] = fields else {
            return Ok(None);
        };
        let mut this = Self {
            file,
            size,
            table,
            directory,
            cutoff,
        };
        this.read_table(more).await?;
        Ok(Some(this))
    }

    /// A large file has more of the table than its header names, each sector of these numbers with that of the next one.
    async fn read_table(&mut self, mut more: u64) -> Result<(), NotRead> {
        let numbers = self.size / 4;
        let last = index(4 * (numbers - 1));
        // No more of it is of use than there are sectors to tell of.
        while (self.table.len() as u64) * numbers < self.file.bytes() / self.size {
            let sector = self.sector(more).await?;
            let named = sector.chunks_exact(4).take(last / 4);
            self.table
                .extend(named.filter_map(|four| number(four, 0, 4)));
            let Some(next) = number(&sector, last, 4) else {
                break;
            };
            more = next;
        }
        Ok(())
    }

    async fn needs_password(&mut self) -> Result<bool, NotRead> {
        let mut directory = Chain::from(self.directory);
        let mut small = Chain::default();
        let mut place = 0;
        while let Some(n) = directory.at(place, self).await? {
            let sector = self.sector(n).await?;
            for (nth, entry) in sector.chunks_exact(ENTRY).enumerate() {
                let Some(entry) = Entry::of(entry) else {
                    continue;
                };
                // It stands before all others; small streams lie together within its own.
                if entry.kind == ROOT && place + nth == 0 {
                    small = Chain::from(entry.first);
                } else if entry.kind == STREAM && self.is_locked(&entry, &mut small).await? {
                    return Ok(true);
                }
            }
            place += 1;
        }
        Ok(false)
    }

    /// Whether a stream says that the file is.
    async fn is_locked(&mut self, entry: &Entry, small: &mut Chain) -> Result<bool, NotRead> {
        let judged: fn(&[u8]) -> bool = match entry.name.as_str() {
            "EncryptedPackage" => return Ok(true),
            "WordDocument" => is_locked_document,
            "Workbook" | "Book" => is_locked_workbook,
            "Current User" => is_locked_presentation,
            _ => return Ok(false),
        };
        Ok(judged(&self.begins(entry, small).await?))
    }

    /// Where a sector begins; nothing where the file ends before.
    fn start(&self, n: u64) -> Option<u64> {
        let start = Some(n).filter(|n| *n < MARKS)? + 1;
        let start = start * self.size;
        (start < self.file.bytes()).then_some(start)
    }

    /// What stands in it: the last one may be cut short.
    async fn sector(&mut self, n: u64) -> Result<Vec<u8>, NotRead> {
        match self.start(n) {
            Some(start) => self.file.at(start, self.size).await,
            None => Ok(Vec::new()),
        }
    }

    async fn next(&mut self, n: u64) -> Result<Option<u64>, NotRead> {
        let numbers = self.size / 4;
        let sector = self.table.get(index(n / numbers)).copied();
        let Some(start) = sector.and_then(|sector| self.start(sector)) else {
            return Ok(None);
        };
        let follows = self.file.at(start + 4 * (n % numbers), 4).await?;
        Ok(number(&follows, 0, 4))
    }

    /// What a stream begins with: small ones lie together within a stream of the root's, in these sectors.
    async fn begins(&mut self, entry: &Entry, small: &mut Chain) -> Result<Vec<u8>, NotRead> {
        if entry.bytes >= self.cutoff {
            return self.sector(entry.first).await;
        }
        let at = entry.first * SMALL;
        let Some(sector) = small.at(index(at / self.size), self).await? else {
            return Ok(Vec::new());
        };
        let sector = self.sector(sector).await?;
        let begins = sector.get(index(at % self.size)..);
        Ok(begins.unwrap_or_default().to_vec())
    }
}

/// A number that is one of four bytes at most.
fn index(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
