//! Office files of the older kind (Word, Excel, PowerPoint), and the wrapper that newer ones lie in once they have a password: a file of
//! sectors, which holds streams by name (MS-CFB). Told is whether it opens with a password only. Whatever a file says of itself, no
//! more steps are taken than it has sectors.

use super::locked::number;

const MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// From here on a number is no sector but a mark.
const MARKS: u64 = 0xffff_fffa;
/// The header has room for so many numbers of sectors of the table.
const IN_HEADER: usize = 109;
/// Kinds of entries of the directory.
const STREAM: u64 = 2;
const ROOT: u64 = 5;
/// Of a small sector, in bytes.
const SMALL: u64 = 64;

/// A file is read whole for this up to so many bytes.
pub const MOST: u64 = 16 * 1024 * 1024;

/// Whether it is such a file, by its first bytes.
pub fn is_compound(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Whether an office file opens with a password only; all of its bytes are given. A workbook that is kept under a password that every
/// Excel knows counts as one: nobody else looks into it.
pub fn needs_password(bytes: &[u8]) -> bool {
    Compound::of(bytes).is_some_and(|file| file.needs_password())
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

struct Compound<'b> {
    bytes: &'b [u8],
    /// Of a sector, in bytes.
    size: usize,
    /// Where the table lies that says which sector follows which.
    table: Vec<u64>,
    /// How often it was asked what follows a sector.
    #[cfg(test)]
    steps: std::cell::Cell<usize>,
}

impl<'b> Compound<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        if !is_compound(bytes) {
            return None;
        }
        let size = match number(bytes, 30, 2)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            size,
            table: Vec::new(),
            #[cfg(test)]
            steps: std::cell::Cell::default(),
        };
        for n in 0..IN_HEADER {
            file.table.push(number(bytes, 76 + 4 * n, 4)?);
        }
        // A large file has more of these, each sector of them with the number of the next one.
        let mut more = number(bytes, 68, 4)?;
        let in_sector = size / 4 - 1;
        // No more of it is of use than there are sectors to tell of.
        while file.table.len() * (size / 4) < file.sectors() {
            let Some(sector) = file.sector(more) else {
                break;
            };
            let numbers = (0..in_sector).map_while(|n| number(sector, 4 * n, 4));
            file.table.extend(numbers);
            let Some(next) = number(sector, 4 * in_sector, 4) else {
                break;
            };
            more = next;
        }
        Some(file)
    }

    fn needs_password(&self) -> bool {
        let entries = self.entries();
        let root = entries.iter().find(|entry| entry.kind == ROOT);
        // Walked once: a directory may have as many streams as the file has room for.
        let small = root.map_or(Vec::new(), |root| self.chain(root.first));
        let mut streams = entries.iter().filter(|entry| entry.kind == STREAM);
        streams.any(|entry| {
            let begins = || self.begins(entry, &small).unwrap_or_default();
            match entry.name.as_str() {
                "EncryptedPackage" => true,
                "WordDocument" => is_locked_document(begins()),
                "Workbook" | "Book" => is_locked_workbook(begins()),
                "Current User" => is_locked_presentation(begins()),
                _ => false,
            }
        })
    }

    /// So many sectors have numbers below it; the header is none of them, and the last one may be cut short.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.size
    }

    /// The last one may be cut short.
    fn sector(&self, n: u64) -> Option<&'b [u8]> {
        let n = usize::try_from(n).ok().filter(|_| n < MARKS)?;
        let start = n.checked_add(1)?.checked_mul(self.size)?;
        let rest = self.bytes.get(start..)?;
        Some(&rest[..rest.len().min(self.size)])
    }

    fn next(&self, n: u64) -> Option<u64> {
        #[cfg(test)]
        self.steps.set(self.steps.get() + 1);
        let n = usize::try_from(n).ok()?;
        let in_sector = self.size / 4;
        let sector = self.sector(*self.table.get(n / in_sector)?)?;
        number(sector, 4 * (n % in_sector), 4)
    }

    /// A sector and those behind it, as far as they are in the file. It ends where it would bite its tail.
    fn chain(&self, first: u64) -> Vec<u64> {
        let mut is_new = vec![true; self.sectors()];
        let (mut chain, mut at) = (Vec::new(), Some(first));
        while let Some(n) = at
            && let Ok(place) = usize::try_from(n)
            && is_new.get_mut(place).is_some_and(std::mem::take)
        {
            chain.push(n);
            at = self.next(n);
        }
        chain
    }

    fn entries(&self) -> Vec<Entry> {
        let Some(first) = number(self.bytes, 48, 4) else {
            return Vec::new();
        };
        let chain = self.chain(first);
        let sectors = chain.iter().map_while(|n| self.sector(*n));
        let entries = sectors.flat_map(|sector| sector.chunks_exact(128));
        entries.filter_map(Entry::of).collect()
    }

    /// What a stream begins with: small ones lie together within a stream of the root's, in these sectors.
    fn begins(&self, entry: &Entry, small: &[u64]) -> Option<&'b [u8]> {
        if entry.bytes >= number(self.bytes, 56, 4)? {
            return self.sector(entry.first);
        }
        let at = usize::try_from(entry.first.checked_mul(SMALL)?).ok()?;
        let sector = small.get(at / self.size)?;
        self.sector(*sector)?.get(at % self.size..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of sectors of 512 bytes with these streams: where each is `large` in sectors of its own, else among the small ones.
    fn made(streams: &[(&str, Vec<u8>)], large: bool) -> Vec<u8> {
        const END: u32 = 0xffff_fffe;
        const FREE: u32 = 0xffff_ffff;
        // Sector 0 is the table, 1 the directory, 2 the table of small sectors; then what there is.
        let mut follows = vec![0xffff_fffd, END, END];
        let (mut content, mut small, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (name, bytes) in streams {
            let mut bytes = bytes.clone();
            let first = if large {
                bytes.resize(bytes.len().max(4096), 0);
                let first = follows.len();
                let sectors = bytes.len().div_ceil(512);
                content.extend_from_slice(&bytes);
                content.resize((first - 3 + sectors) * 512, 0);
                follows.extend((1..sectors).map(|n| u32::try_from(first + n).unwrap()));
                follows.push(END);
                first
            } else {
                let first = small.len() / 64;
                small.extend_from_slice(&bytes);
                small.resize(small.len().div_ceil(64) * 64, 0);
                first
            };
            entries.push((*name, 2, u32::try_from(first).unwrap(), bytes.len()));
        }
        let root = follows.len();
        let sectors = small.len().div_ceil(512);
        let bytes = small.len();
        small.resize(sectors * 512, 0);
        follows.extend((1..sectors).map(|n| u32::try_from(root + n).unwrap()));
        follows.extend((sectors > 0).then_some(END));
        entries.insert(0, ("Root Entry", 5, u32::try_from(root).unwrap(), bytes));

        let mut file = vec![0; 512];
        file[..8].copy_from_slice(MAGIC);
        file[30] = 9;
        file[32] = 6;
        let mut put =
            |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(48, 1);
        put(56, 4096);
        put(60, 2);
        put(68, END);
        for n in 0..IN_HEADER {
            put(76 + 4 * n, if n == 0 { 0 } else { FREE });
        }
        assert!(follows.len() <= 128 && entries.len() <= 4);
        follows.resize(128, FREE);
        file.extend(follows.iter().flat_map(|n| n.to_le_bytes()));
        for (name, kind, first, bytes) in entries {
            let mut entry = [0; 128];
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry[..wide.len()].copy_from_slice(&wide);
            entry[64] = u8::try_from(wide.len() + 2).unwrap();
            entry[66] = kind;
            entry[116..120].copy_from_slice(&first.to_le_bytes());
            entry[120..124].copy_from_slice(&u32::try_from(bytes).unwrap().to_le_bytes());
            file.extend_from_slice(&entry);
        }
        file.resize(512 * 3, 0);
        file.resize(512 * 4, 0xff);
        file.extend_from_slice(&content);
        file.extend_from_slice(&small);
        file
    }

    fn document(flags: u16) -> (&'static str, Vec<u8>) {
        let mut begins = vec![0; 32];
        begins[..2].copy_from_slice(&0xa5ec_u16.to_le_bytes());
        begins[10..12].copy_from_slice(&flags.to_le_bytes());
        ("WordDocument", begins)
    }

    /// Records of these kinds, with so many bytes each.
    fn workbook(records: &[(u16, u16)]) -> (&'static str, Vec<u8>) {
        let record = |(kind, length): &(u16, u16)| {
            let head = [kind.to_le_bytes(), length.to_le_bytes()].concat();
            [head, vec![0x2f; usize::from(*length)]].concat()
        };
        ("Workbook", records.iter().flat_map(record).collect())
    }

    fn presentation(mark: u32) -> (&'static str, Vec<u8>) {
        let mut atom = vec![0, 0, 0xf6, 0x0f, 0x14, 0, 0, 0, 0x14, 0, 0, 0];
        atom.extend(mark.to_le_bytes());
        ("Current User", atom)
    }

    fn other() -> (&'static str, Vec<u8>) {
        ("\u{5}SummaryInformation", vec![1; 70])
    }

    #[test]
    fn c13_office_files_of_the_older_kind_with_a_password_are_told_apart() {
        for large in [false, true] {
            for (name, stream, locked) in [
                ("doc", document(0x0200), false),
                ("doc with a password", document(0x1300), true),
                ("xls", workbook(&[(0x809, 16), (0xe1, 2)]), false),
                ("its password", workbook(&[(0x809, 16), (0x2f, 4)]), true),
                (
                    "and not to be written",
                    workbook(&[(0x809, 16), (0x86, 0), (0x2f, 4)]),
                    true,
                ),
                ("ppt", presentation(0xe391_c05f), false),
                ("ppt with a password", presentation(0xf3d1_c4df), true),
                ("a newer one", ("EncryptedPackage", vec![7; 100]), true),
                ("something else", ("Contents", vec![0x2f; 100]), false),
            ] {
                let file = made(&[other(), stream], large);
                assert_eq!(needs_password(&file), locked, "{name}, large: {large}");
            }
        }
    }

    #[test]
    fn c13_a_directory_is_read_wherever_it_lies() {
        // Behind everything else.
        let mut file = made(&[("EncryptedPackage", vec![7; 5000])], true);
        let directory = file[1024..1536].to_vec();
        let place = u32::try_from(file.len() / 512 - 1).unwrap();
        file[1024..1536].fill(0);
        file.extend(directory);
        file[48..52].copy_from_slice(&place.to_le_bytes());
        // Its own entry of the table says that nothing follows.
        let entry = 512 + 4 * usize::try_from(place).unwrap();
        file[entry..entry + 4].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
        assert!(needs_password(&file));
    }

    #[test]
    fn c13_the_table_of_a_large_file_is_found() {
        // Sector 0 says that 1 is a further part of the table, and only that part says how the directory goes on.
        let directory = 14_000_usize;
        let mut file = vec![0; 512 * (directory + 3)];
        file[..8].copy_from_slice(MAGIC);
        file[30] = 9;
        let mut put =
            |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(48, u32::try_from(directory).unwrap());
        put(56, 4096);
        put(68, 0);
        put(512, 1);
        put(512 + 508, 0xffff_fffe);
        let part = 512 * 2 + 4 * (directory % 128);
        put(part, u32::try_from(directory + 1).unwrap());
        put(part + 4, 0xffff_fffe);
        let name = "EncryptedPackage".encode_utf16();
        let name: Vec<u8> = name.flat_map(u16::to_le_bytes).collect();
        let at = 512 * (directory + 2);
        file[at..at + name.len()].copy_from_slice(&name);
        file[at + 64] = u8::try_from(name.len() + 2).unwrap();
        file[at + 66] = 2;
        assert!(needs_password(&file));
    }

    /// A directory of many streams that lie among the small ones, none of them with a password.
    #[test]
    fn c13_many_streams_take_no_more_steps_than_chains_have_sectors() {
        const SECTORS: u32 = 4096;
        let sectors = usize::try_from(SECTORS).unwrap();
        let one = made(&[document(0), document(0), document(0)], false);
        // The table first, then the directory, in turns with what the root's stream lies in.
        let table = SECTORS / 128;
        let put = |file: &mut Vec<u8>, at: usize, value: u32| {
            file[at..at + 4].copy_from_slice(&value.to_le_bytes());
        };
        for bites_its_tail in [false, true] {
            let mut file = one[..512].to_vec();
            file.resize(512 * (sectors + 1), 0);
            put(&mut file, 48, table);
            for n in 0..table {
                put(&mut file, 76 + 4 * usize::try_from(n).unwrap(), n);
            }
            for n in table..SECTORS {
                let next = match n + 2 < SECTORS {
                    true => n + 2,
                    false if bites_its_tail => n - 2,
                    false => 0xffff_fffe,
                };
                let at = usize::try_from(n).unwrap();
                put(&mut file, 512 + 4 * at, next);
                let place = 512 * (at + 1);
                if n % 2 == table % 2 {
                    file[place..place + 512].copy_from_slice(&one[1024..1536]);
                    // Each lies far back.
                    for entry in 1..4 {
                        put(
                            &mut file,
                            place + 128 * entry + 116,
                            8 * (SECTORS / 2 - table),
                        );
                    }
                    put(&mut file, place + 116, table + 1);
                }
            }
            let read = Compound::of(&file).unwrap();
            assert!(read.entries().len() > sectors, "there are many");
            read.steps.set(0);
            assert!(!read.needs_password());
            let steps = read.steps.get();
            assert!((1000..=sectors).contains(&steps), "{steps}");
        }
    }

    proptest::proptest! {
        /// Whatever stands in it, also where its chains lead back into themselves.
        #[test]
        fn c13_no_file_of_sectors_takes_more_steps_than_it_has_sectors(
            changes in proptest::collection::vec((0_usize..4096, proptest::prelude::any::<u8>()), 0..40),
            cut in 0_usize..6000,
            large in proptest::prelude::any::<bool>(),
        ) {
            let mut file = made(&[other(), document(0x0100)], large);
            for (at, byte) in changes {
                if let Some(place) = file.get_mut(at) {
                    *place = byte;
                }
            }
            file.truncate(cut);
            let _ = needs_password(&file);
        }

        #[test]
        fn c13_a_chain_that_bites_its_tail_ends(to in 0_u32..5) {
            let mut file = made(&[other(), document(0)], true);
            // What follows the directory is one of its own, and so is what follows the table.
            file[512 + 4..512 + 8].copy_from_slice(&to.to_le_bytes());
            file[68..72].copy_from_slice(&to.to_le_bytes());
            proptest::prop_assert!(!needs_password(&file));
        }
    }
}
