//! Files of sectors as they are, and as they should not be.

use super::*;
use crate::files::ranges;

/// A piece is as large as a small file.
const PIECE: usize = 1 << 20;

fn is_locked(file: &[u8]) -> bool {
    looked_at(file).0
}

/// Whether a file says so, how often it was asked, and how many blocks of it were read.
fn looked_at(file: &[u8]) -> (bool, u32, u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let mut file = ranges::made(file, PIECE).await;
        let locked = needs_password(&mut file).await.unwrap();
        (locked, file.asked(), file.read())
    })
}

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
    let mut put = |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
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

/// The same with its directory at the end of twenty megabytes.
fn with_far_directory(mut file: Vec<u8>) -> Vec<u8> {
    const PLACE: u32 = 40_000;
    let directory = file[1024..1536].to_vec();
    file[1024..1536].fill(0);
    file.resize(512 * (usize::try_from(PLACE).unwrap() + 1), 0);
    file.extend(directory);
    file[48..52].copy_from_slice(&PLACE.to_le_bytes());
    file
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
            assert_eq!(is_locked(&file), locked, "{name}, large: {large}");
            let (far, _, read) = looked_at(&with_far_directory(file));
            assert_eq!(far, locked, "{name}, large: {large}, far");
            // Out of 300.
            assert!(read < 5, "{name}: {read}");
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
    assert!(is_locked(&file));
}

#[test]
fn c13_the_table_of_a_large_file_is_found() {
    // Sector 0 says that 1 is a further part of the table, and only that part says how the directory goes on.
    let directory = 14_000_usize;
    let mut file = vec![0; 512 * (directory + 3)];
    file[..8].copy_from_slice(MAGIC);
    file[30] = 9;
    let mut put = |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
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
    assert!(is_locked(&file));
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
        let (locked, asked, read) = looked_at(&file);
        assert!(!locked);
        // For what a sector holds, for what follows it, and for what each of its three streams begins with.
        assert!((SECTORS..=4 * SECTORS).contains(&asked), "{asked}");
        // Each block once: two megabytes are kept.
        assert!(read <= 33, "{read}");
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
        let (_, asked, _) = looked_at(&file);
        proptest::prop_assert!(asked as usize <= 8 * (file.len() / 512 + 2), "{asked}");
    }

    #[test]
    fn c13_a_chain_that_bites_its_tail_ends(to in 0_u32..5) {
        let mut file = made(&[other(), document(0)], true);
        // What follows the directory is one of its own, and so is what follows the table.
        file[512 + 4..512 + 8].copy_from_slice(&to.to_le_bytes());
        file[68..72].copy_from_slice(&to.to_le_bytes());
        proptest::prop_assert!(!is_locked(&file));
    }
}
