//! Files whose parts lie far from each other, and files that lead astray.

use std::io::Write as _;

use super::*;
use crate::files::ranges;

/// A piece is as large as a small file.
const PIECE: usize = 1 << 20;
const ENCRYPT: &str = "<< /Filter /Standard /V 2 /R 3 /O (a\\)<<b) /U <00ff> /P -44 >>";
const ID: &str = "[<57fd> (x)]";

/// What stands for a file, how often it was asked, and how many blocks of it were read.
fn looked_at(file: &[u8]) -> (Option<Vec<u8>>, u32, u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let mut file = ranges::made(file, PIECE).await;
        let found = stand_in(&mut file).await.unwrap();
        (found, file.asked(), file.read())
    })
}

fn stood_in(file: &[u8]) -> Option<Vec<u8>> {
    looked_at(file).0
}

/// A file that is put together piece by piece, and knows where its objects lie.
struct Made {
    bytes: Vec<u8>,
    places: Vec<(u64, usize)>,
}

impl Made {
    /// With this before its first words.
    fn behind(before: &str) -> Self {
        let bytes = format!("{before}%PDF-1.5\n").into_bytes();
        Self {
            bytes,
            places: Vec::new(),
        }
    }

    fn here(&self) -> usize {
        let begins = self.bytes.windows(5).position(|five| five == b"%PDF-");
        self.bytes.len() - begins.unwrap()
    }

    fn object(&mut self, number: u64, text: &str) {
        self.places.push((number, self.here()));
        write!(self.bytes, "{number} 0 obj\n{text}\nendobj\n").unwrap();
    }

    /// Nothing of interest, so many megabytes of it.
    fn filled(&mut self, megabytes: usize) {
        let length = self.bytes.len() + (megabytes << 20);
        self.bytes.resize(length, b'\n');
    }

    /// A table of text of all objects since the last one; gives where it lies.
    fn table(&mut self, trailer: &str) -> usize {
        let at = self.here();
        write!(self.bytes, "xref\n0 1\n0000000000 65535 f \n").unwrap();
        for (number, place) in std::mem::take(&mut self.places) {
            write!(self.bytes, "{number} 1\n{place:010} 00000 n \n").unwrap();
        }
        write!(self.bytes, "trailer\n<< /Size 99 {trailer} >>\n").unwrap();
        at
    }

    /// The same as a stream, packed or not.
    fn stream(&mut self, trailer: &str, packed: bool) -> usize {
        let at = self.here();
        let places = std::mem::take(&mut self.places);
        // Numbers that follow each other are named once.
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for (number, _) in &places {
            match runs.last_mut() {
                Some((first, count)) if *first + *count == *number => *count += 1,
                _ => runs.push((*number, 1)),
            }
        }
        let index = runs.iter().map(|(first, count)| format!("{first} {count}"));
        let index = index.collect::<Vec<_>>().join(" ");
        let (mut rows, mut above) = (Vec::new(), [0; 6]);
        for (_, place) in places {
            let place = u32::try_from(place).unwrap().to_be_bytes();
            let row = [&[1][..], &place, &[0]].concat();
            match packed {
                true => {
                    rows.push(2);
                    let less = row
                        .iter()
                        .zip(above)
                        .map(|(byte, up): (&u8, u8)| byte.wrapping_sub(up));
                    rows.extend(less);
                }
                false => rows.extend_from_slice(&row),
            }
            above = row.try_into().unwrap();
        }
        let how = match packed {
            true => "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 6 >>",
            false => "",
        };
        if packed {
            let mut packing =
                flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            packing.write_all(&rows).unwrap();
            rows = packing.finish().unwrap();
        }
        write!(
            self.bytes,
            "98 0 obj\n<< /Type /XRef /W [1 4 1] /Index [{index}] /Length {} {how} /Size 99 {trailer} >>\nstream\r\n",
            rows.len()
        )
        .unwrap();
        self.bytes.extend(rows);
        write!(self.bytes, "\nendstream\nendobj\n").unwrap();
        at
    }

    fn ended(mut self, table: usize) -> Vec<u8> {
        write!(self.bytes, "startxref\n{table}\n%%EOF\n").unwrap();
        self.bytes
    }
}

fn trailer() -> String {
    format!("/Root 1 0 R /Encrypt 5 0 R /ID {ID}")
}

fn expected() -> Option<Vec<u8>> {
    Some(made(ENCRYPT.as_bytes(), Some(ID.as_bytes())))
}

/// Its objects, with these megabytes before and behind the one that tells.
fn begun(before: &str) -> Made {
    let mut file = Made::behind(before);
    file.object(1, "<< /Type /Catalog >>");
    file.filled(9);
    file.object(5, ENCRYPT);
    file.object(6, "(/Encrypt 9 0 R)");
    file.filled(9);
    file
}

#[test]
fn c13_how_a_large_pdf_is_encrypted_is_found_wherever_it_stands() {
    for before in ["", "a few bytes\n"] {
        let mut files = Vec::new();
        let mut file = begun(before);
        let table = file.table(&trailer());
        files.push(("a table of text", file.ended(table)));
        for packed in [false, true] {
            let mut file = begun(before);
            let table = file.stream(&trailer(), packed);
            files.push(("a stream", file.ended(table)));
        }
        // Changed since: the newest table knows one object alone.
        let mut file = begun(before);
        let table = file.stream(&trailer(), true);
        file.object(7, "null");
        let table = file.table(&format!("{} /Prev {table}", trailer()));
        files.push(("a table before", file.ended(table)));
        // What reads no streams finds a table of text.
        let mut file = begun(before);
        let stream = file.stream("", true);
        let table = file.table(&format!("{} /XRefStm {stream}", trailer()));
        files.push(("a stream beside", file.ended(table)));
        // The first page's table stands at the beginning, and the file ends in what it was.
        let mut file = Made::behind(before);
        file.object(5, ENCRYPT);
        let table = file.table(&trailer());
        file.filled(18);
        files.push(("a table far ahead", file.ended(table)));
        for (name, file) in files {
            assert!(file.len() > 17 << 20, "{name}");
            let (found, asked, read) = looked_at(&file);
            assert_eq!(found, expected(), "{name}, behind {before:?}");
            // Out of hundreds.
            assert!(read < 10 && asked < 50, "{name}: {read}, {asked}");
        }
    }
}

#[test]
fn c13_the_dictionary_may_stand_in_the_trailer_itself() {
    let mut file = begun("");
    let table = file.table(&format!("/Encrypt {ENCRYPT}"));
    let file = file.ended(table);
    assert_eq!(stood_in(&file), Some(made(ENCRYPT.as_bytes(), None)));
}

#[test]
fn c13_a_table_of_many_objects_is_followed_to_the_one_that_tells() {
    let mut file = Made::behind("");
    file.object(5, ENCRYPT);
    file.filled(1);
    // Of different places, so that it is not packed into nothing.
    let there = file.places[0].1;
    let place = |n: u64| usize::try_from(n * n * 7919 % 16_777_213).unwrap();
    file.places = (0..80_000).map(|n| (100 + n, place(n))).collect();
    file.places.push((5, there));
    let begins = file.bytes.len();
    let table = file.stream(&trailer(), true);
    let file = file.ended(table);
    // Too far from the end for whoever looks at that alone.
    const SEEN: usize = crate::files::HEAD;
    assert!(file.len() - begins > 2 * SEEN, "{}", file.len() - begins);
    let end = &file[file.len() - SEEN..];
    assert!(!crate::files::is_encrypted_pdf(&file[..SEEN], end));
    let (found, _, read) = looked_at(&file);
    assert_eq!(found, expected());
    assert!(read < 20, "{read}");
}

#[test]
fn c13_what_is_not_encrypted_or_leads_nowhere_has_no_stand_in() {
    let mut file = begun("");
    let table = file.table("/Root 1 0 R");
    assert_eq!(stood_in(&file.ended(table)), None);
    // Tables that are each other's, and one that is its own.
    for to in [9, 10, 40] {
        let mut file = Made::behind("");
        let first = file.table(&format!("/Prev {to}"));
        let second = file.table(&format!("{} /Prev {first}", trailer()));
        let file = file.ended(second);
        let (found, asked, _) = looked_at(&file);
        assert_eq!(found, None);
        assert!(asked < 50, "{asked}");
    }
    // Another object lies where it should.
    let mut file = begun("");
    let (_, other) = file.places[0];
    for place in &mut file.places {
        place.1 = other;
    }
    let table = file.table(&trailer());
    assert_eq!(stood_in(&file.ended(table)), None);
    for text in [
        "",
        "%PDF-1.5",
        "%PDF-1.5 startxref",
        "%PDF-1.5 startxref 99999999999999999999",
        "%PDF-1.5 startxref 18446744073709551615",
        "%PDF-1.5 xref 0 18446744073709551615 startxref 9",
        "%PDF-1.5 xref trailer << /Encrypt startxref 9",
        "xref trailer << /Encrypt << >> >> startxref 0",
    ] {
        assert_eq!(stood_in(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn c13_a_table_that_is_packed_small_ends() {
    let mut file = Made::behind("");
    let rows = vec![0; 8 << 20];
    let mut packing = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packing.write_all(&rows).unwrap();
    let rows = packing.finish().unwrap();
    let table = file.here();
    write!(
        file.bytes,
        "98 0 obj\n<< /W [1 4 1] /Filter /FlateDecode /Size 4000000 /Encrypt 3999999 0 R >>\nstream\n"
    )
    .unwrap();
    file.bytes.extend(rows);
    // It ends before.
    let (found, asked, _) = looked_at(&file.ended(table));
    assert_eq!(found, None);
    assert!(asked < 20, "{asked}");
}

proptest::proptest! {
    /// Whatever stands in it, it is asked no more often than its tables have parts.
    #[test]
    fn c13_whatever_a_pdf_says_of_itself_it_is_read_to_an_end(
        changes in proptest::collection::vec((0_usize..900, proptest::prelude::any::<u8>()), 0..12),
        cut in 0_usize..900,
        packed in proptest::prelude::any::<bool>(),
    ) {
        let mut file = Made::behind("");
        file.object(1, "<< /Type /Catalog >>");
        file.object(5, ENCRYPT);
        let first = file.stream(&trailer(), packed);
        file.object(7, "null");
        let table = file.table(&format!("{} /Prev {first}", trailer()));
        let mut file = file.ended(table);
        for (at, byte) in changes {
            if let Some(place) = file.get_mut(at) {
                *place = byte;
            }
        }
        let from = file.len().min(cut);
        let (_, asked, _) = looked_at(&file);
        proptest::prop_assert!(asked < 500, "{asked}");
        let (_, asked, _) = looked_at(&file[from..]);
        proptest::prop_assert!(asked < 500, "{asked}");
    }
}
