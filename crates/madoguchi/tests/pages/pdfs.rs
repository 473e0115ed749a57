//! The words of PDF files (B4), and files that are made to break their reader (V-16).

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use domain::{case::Command, file::NotTaken};
use madoguchi::app::{
    files::Arrived,
    finding::{Asked, What, pdf},
};
use testkit::cast::*;

use crate::browser::House;

/// Printed by a browser: a font with numbered signs, and what they stand for.
const JAPANESE: &[u8] = include_bytes!("../data/pdf/japanese.pdf");

fn reader() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_madoguchi"))
}

fn read(bytes: &[u8]) -> String {
    pdf::read(&reader(), bytes).unwrap()
}

/// A file of one page with this stream, and further objects from 5 on.
fn made(stream: &[u8], filter: &str, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let head = format!("<< /Length {} {filter} >>\nstream\n", stream.len());
    let content = [head.as_bytes(), stream, b"\nendstream"].concat();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << {resources} >> >>")
            .into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let at = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        table.push_str(&format!("{place:010} 00000 n \n"));
    }
    table.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n",
        objects.len() + 1
    ));
    file.extend_from_slice(table.as_bytes());
    file
}

const FONT: &str = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>";

#[test]
fn b4_words_of_pdf_files_are_read_in_japanese_and_english() {
    assert_eq!(read(JAPANESE), "再生できない録音 E-204");
    let plain = made(
        b"BT /F1 12 Tf 50 700 Td (Restart the recorder) Tj ET",
        "",
        FONT,
        &[],
    );
    assert_eq!(read(&plain), "Restart the recorder");
}

/// One page that says "Restart the recorder", encrypted in each way that is in use by a program of others' making: so that it opens
/// with a password only, and so that everybody reads it and nobody changes it.
const ENCRYPTED: [(&str, &[u8], bool); 6] = [
    (
        "RC4",
        include_bytes!("../data/pdf/rc4-128-locked.pdf"),
        true,
    ),
    ("RC4", include_bytes!("../data/pdf/rc4-128-open.pdf"), false),
    (
        "AES",
        include_bytes!("../data/pdf/aes-128-locked.pdf"),
        true,
    ),
    ("AES", include_bytes!("../data/pdf/aes-128-open.pdf"), false),
    (
        "AES of 256 bits",
        include_bytes!("../data/pdf/aes-256-locked.pdf"),
        true,
    ),
    (
        "AES of 256 bits",
        include_bytes!("../data/pdf/aes-256-open.pdf"),
        false,
    ),
];

#[tokio::test]
async fn c13_an_encrypted_pdf_file_is_refused_only_where_it_opens_with_a_password_alone() {
    let mut house = House::open().await;
    house.app = house.app.with_pdf_reader(reader());
    for (how, bytes, locked) in ENCRYPTED {
        assert_eq!(
            pdf::is_locked(&reader(), bytes).unwrap(),
            locked,
            "{how}: {locked}"
        );
        let words = if locked { "" } else { "Restart the recorder" };
        assert_eq!(read(bytes), words, "{how}: {locked}");
        let begun = house
            .app
            .begin_file(&AS_AOKI, "manual.pdf", Some(bytes.len() as u64))
            .await
            .unwrap()
            .unwrap();
        let piece = bytes::Bytes::from_static(bytes);
        let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
        let arrived = house.app.append_file(begun, pieces, true).await.unwrap();
        match (arrived, locked) {
            (Arrived::Not(NotTaken::Locked), true) => {}
            (Arrived::Whole(file), false) => assert!(!file.locked, "{how}"),
            (other, _) => panic!("{how}, {locked}: {other:?}"),
        }
    }
}

/// The same with so much between what it holds and its end that nobody reads all of it.
fn grown(bytes: &[u8]) -> Vec<u8> {
    let place_of = |word: &[u8]| {
        let found = bytes.windows(word.len()).rposition(|there| there == word);
        found.unwrap()
    };
    let (table, behind) = (place_of(b"xref\n0 "), place_of(b"startxref"));
    let mut file = bytes[..table].to_vec();
    file.resize(usize::try_from(pdf::MOST).unwrap() + 1, b'\n');
    let place = file.len();
    file.extend_from_slice(&bytes[table..behind]);
    file.extend(format!("startxref\n{place}\n%%EOF\n").bytes());
    file
}

#[tokio::test]
async fn c13_a_large_pdf_file_with_a_password_is_told_apart_without_reading_all_of_it() {
    let mut house = House::open().await;
    house.app = house.app.with_pdf_reader(reader());
    let plain = made(b"BT ET", "", FONT, &[]);
    let mut files: Vec<(&str, &[u8], bool)> = ENCRYPTED.to_vec();
    files.push(("not encrypted", &plain, false));
    for (how, bytes, locked) in files {
        let bytes = grown(bytes);
        let begun = house
            .app
            .begin_file(&AS_AOKI, "manual.pdf", Some(bytes.len() as u64))
            .await
            .unwrap()
            .unwrap();
        let piece = bytes::Bytes::from(bytes);
        let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
        let arrived = house.app.append_file(begun, pieces, true).await.unwrap();
        match (arrived, locked) {
            (Arrived::Not(NotTaken::Locked), true) => {}
            (Arrived::Whole(file), false) => assert!(!file.locked, "{how}"),
            (other, _) => panic!("{how}, {locked}: {other:?}"),
        }
    }
}

/// A program in a folder that notes each time it is asked, and says that no file opens without a password.
#[cfg(unix)]
fn counting(folder: &Path) -> PathBuf {
    let program = folder.join("reader");
    let asked = folder.join("asked");
    let text = format!(
        "#!/bin/sh\necho asked >> '{}'\n/bin/cat > /dev/null\nprintf '\\035'\n",
        asked.display()
    );
    // Written by another process: nothing can be run while this one has it open for writing.
    let made = std::process::Command::new("/bin/sh")
        .args([
            "-c",
            "printf '%s' \"$1\" > \"$2\" && chmod 700 \"$2\"",
            "sh",
        ])
        .arg(text)
        .arg(&program)
        .status();
    assert!(made.unwrap().success());
    program
}

#[cfg(unix)]
#[tokio::test]
async fn c13_a_file_is_looked_at_once_however_many_ask_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::open().await;
    house.app = house.app.with_pdf_reader(counting(folder.path()));
    let (_, bytes, _) = ENCRYPTED[0];
    let begun = house
        .app
        .begin_file(&AS_AOKI, "manual.pdf", Some(bytes.len() as u64))
        .await
        .unwrap()
        .unwrap();
    // All of it is there, and whoever was to look at it was stopped.
    let shelf = house.app.files.clone().unwrap().shelf;
    let piece = bytes::Bytes::from_static(bytes);
    let part = shelf.keep(&begun.place, 0, piece).await.unwrap();
    let store = &house.app.store;
    store.keep_file_part(begun.id, &part).await.unwrap();
    let file = store.file(begun.id).await.unwrap().unwrap();
    assert!(file.is_unfinished());
    let asked = (0..8).map(|_| house.app.finished(file.clone()));
    for arrived in futures_util::future::join_all(asked).await {
        assert!(
            matches!(arrived, Ok(Arrived::Not(NotTaken::Locked))),
            "{arrived:?}"
        );
    }
    let asked = std::fs::read_to_string(folder.path().join("asked")).unwrap();
    assert_eq!(asked.lines().count(), 1);
}

#[tokio::test]
async fn b4_pdf_files_are_found_by_what_stands_in_them() {
    let mut house = House::open().await;
    house.app = house.app.with_pdf_reader(reader());
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let file = house.hand_in(&AS_AOKI, "memo.pdf", JAPANESE).await;
    let update = Command::PostUpdate {
        text: "資料です".into(),
    };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &[file], None, None)
        .await
        .unwrap();
    let asked = Asked {
        words: "録音 E-204".into(),
        most: 10,
        ..Asked::default()
    };
    let language = domain::Language::new("ja");
    for (actor, found) in [(&AS_AOKI, true), (&AS_MORI, true), (&AS_LINDNER, false)] {
        let results = house
            .app
            .search(Some(actor), &asked, &language)
            .await
            .unwrap();
        let is_it = |hit: &madoguchi::app::finding::Hit| matches!(&hit.what, What::File { file, .. } if file.name == "memo.pdf");
        assert_eq!(results.hits.iter().any(is_it), found, "{actor:?}");
    }
}

#[tokio::test]
async fn v37_what_opens_doors_in_a_pdf_file_is_neither_found_nor_shown_nor_kept() {
    let mut house = House::open().await;
    house.app = house.app.with_pdf_reader(reader());
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let stream =
        b"BT /F1 12 Tf 50 700 Td (Restart the recorder with password=persimmonCANARY1 now) Tj ET \
        BT /F1 12 Tf 50 600 Td (Authorization: Bearer persimmonCANARY2) Tj ET";
    let bytes = made(stream, "", FONT, &[]);
    assert!(read(&bytes).contains("persimmonCANARY1"), "it stands there");
    let file = house.hand_in(&AS_AOKI, "memo.pdf", &bytes).await;
    let update = Command::PostUpdate {
        text: "資料です".into(),
    };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &[file], None, None)
        .await
        .unwrap();
    let language = domain::Language::new("ja");
    for (words, count) in [
        ("restart recorder", 1),
        ("persimmonCANARY1", 0),
        ("persimmonCANARY2", 0),
    ] {
        let asked = Asked {
            words: words.into(),
            most: 10,
            ..Asked::default()
        };
        let results = house.app.search(Some(&AS_AOKI), &asked, &language).await;
        let hits = results.unwrap().hits;
        assert_eq!(hits.len(), count, "{words}");
        assert!(hits.iter().all(|hit| !hit.excerpt.text.contains("CANARY")));
    }
    let kept = house.app.store.file_text(file).await.unwrap();
    assert!(kept.is_some_and(|text| text.contains("Restart") && !text.contains("CANARY")));
}

#[test]
fn v16_no_pdf_file_takes_more_than_a_little_or_the_program_with_it() {
    let began = Instant::now();
    // Two gigabytes of nothing, packed small.
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let nothing = vec![b' '; 1 << 20];
    for _ in 0..2048 {
        std::io::Write::write_all(&mut packed, &nothing).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 4 << 20);
    let bomb = made(&packed, "/Filter /FlateDecode", FONT, &[]);
    assert_eq!(read(&bomb), "");
    // A form that shows itself.
    let form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 6 /Resources << /XObject << /X 5 0 R >> >> >>\nstream\n/X Do \nendstream";
    let itself = made(b"/X Do", "", "/XObject << /X 5 0 R >>", &[form.to_vec()]);
    read(&itself);
    // Pages that are their own parents, arrays in arrays, what is cut off, what is no PDF at all.
    let turning = String::from_utf8(made(b"", "", FONT, &[])).unwrap();
    read(turning.replace("/Kids [3 0 R]", "/Kids [2 0 R]").as_bytes());
    let deep = [
        b"/X ".as_slice(),
        &b"[".repeat(1 << 20),
        &b"]".repeat(1 << 20),
    ]
    .concat();
    read(&made(&deep, "", FONT, std::slice::from_ref(&deep)));
    for part in 1..16 {
        read(&JAPANESE[..JAPANESE.len() * part / 16]);
    }
    assert_eq!(read(b"%PDF-1.7 and nothing more"), "");
    assert_eq!(read(&[0xff; 4096]), "");
    // Each ends by itself; what takes them together is far below a minute each.
    assert!(
        began.elapsed() < Duration::from_secs(180),
        "{:?}",
        began.elapsed()
    );
    let gone = pdf::read(Path::new("/nonexistent/madoguchi"), JAPANESE);
    assert!(gone.is_err());
}
