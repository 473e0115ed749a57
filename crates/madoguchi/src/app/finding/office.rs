//! The words of office files (Word, Excel, PowerPoint, OpenDocument): archives of XML. What is read of one is bounded by bytes and
//! by parts, whatever it says of itself, so that no file takes more than a moment or a little memory; entities that a file makes up
//! are not followed.

mod open;
mod sheets;
mod table;

use std::io::{BufReader, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};
use zip::ZipArchive;

/// A file is no larger than this, packed, in bytes.
pub const MOST: u64 = 16 * 1024 * 1024;
/// So much is unpacked of all parts together, in bytes.
const UNPACKED: u64 = 48 * 1024 * 1024;
/// So many parts are opened.
const PARTS: usize = 500;
/// So much text is taken, in bytes.
const TEXT: usize = 256 * 1024;

/// Extensions of files of this kind.
pub const KINDS: [&str; 6] = ["docx", "xlsx", "pptx", "odt", "ods", "odp"];

/// Whether a part of such a file holds words.
fn holds(kind: &str, part: &str) -> bool {
    let within = |folder: &str| part.starts_with(folder) && part.ends_with(".xml");
    match kind {
        "docx" => {
            let names = [
                "document",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
            ];
            let name = part.strip_prefix("word/");
            name.is_some_and(|name| {
                within("word/") && names.iter().any(|one| name.starts_with(one))
            })
        }
        "xlsx" => {
            matches!(part, "xl/workbook.xml" | "xl/sharedStrings.xml")
                || within("xl/worksheets/sheet")
                || within("xl/comments")
        }
        "pptx" => within("ppt/slides/slide") || within("ppt/notesSlides/notesSlide"),
        _ => part == "content.xml",
    }
}

/// The words of a file; what cannot be read of it is left out.
pub fn text(kind: &str, bytes: &[u8]) -> String {
    let mut text = String::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return text;
    };
    let names = archive.file_names().flatten();
    let names = names.filter(|name| holds(kind, name));
    let mut names: Vec<String> = names.map(|name| name.into_owned()).collect();
    // Slide 10 stands behind slide 9.
    names.sort_by_key(|name| (name.len(), name.clone()));
    let (mut left, mut shared) = (UNPACKED, Vec::new());
    for name in names.into_iter().take(PARTS) {
        let Ok(part) = archive.by_name(&name) else {
            continue;
        };
        let mut part = part.take(left);
        let reader = BufReader::new(&mut part);
        match (kind, name.as_str()) {
            ("xlsx", "xl/sharedStrings.xml") => shared = sheets::shared(reader),
            ("xlsx", name) if name.starts_with("xl/worksheets/") => {
                sheets::rows(reader, &shared, &mut text);
            }
            ("ods", _) => open::tables(reader, &mut text),
            _ => words(reader, kind, &mut text),
        }
        left = part.limit();
        if left == 0 || text.len() >= TEXT {
            break;
        }
        text.push('\n');
    }
    let mut end = text.len().min(TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text.trim().to_owned()
}

/// Takes the words of a part.
fn words(part: impl std::io::BufRead, kind: &str, text: &mut String) {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    // Text counts inside of these; in OpenDocument anywhere.
    let (mut inside, mut aside) = (0u32, 0u32);
    let open = !matches!(kind, "docx" | "xlsx" | "pptx");
    while text.len() < TEXT {
        buffer.clear();
        // A part that is cut off or no XML says what it said so far.
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            return;
        };
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                // How something is read stands beside it.
                "rPh" | "rt" | "ruby-text" => aside += 1,
                "t" => inside += 1,
                "sheet" => named(&tag, text),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" | "s" => text.push(' '),
                "br" | "cr" | "line-break" => text.push('\n'),
                "sheet" => named(&tag, text),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" | "rt" | "ruby-text" => aside = aside.saturating_sub(1),
                "t" => inside = inside.saturating_sub(1),
                "p" | "h" | "text" => text.push('\n'),
                _ => {}
            },
            Event::Text(piece) if aside == 0 && (open || inside > 0) => {
                text.push_str(&piece);
            }
            Event::GeneralRef(name) if aside == 0 && (open || inside > 0) => {
                text.extend(sign(&name));
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// One of the five signs that XML has names for, or one by its number.
fn sign(name: &BytesRef<'_>) -> Option<char> {
    let said: &str = name;
    match (name.resolve_char_ref(), said) {
        (Ok(Some(sign)), _) => Some(sign),
        (_, "amp") => Some('&'),
        (_, "lt") => Some('<'),
        (_, "gt") => Some('>'),
        (_, "quot") => Some('"'),
        (_, "apos") => Some('\''),
        _ => None,
    }
}

/// The name of a sheet.
fn named(tag: &quick_xml::events::BytesStart<'_>, text: &mut String) {
    if let Ok(Some(name)) = tag.try_get_attribute("name") {
        text.push_str(&name.value);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn b4_office_files_are_read_in_the_order_of_their_parts() {
        let document = "<w:document><w:p><w:r><w:t>録音が</w:t></w:r><w:r><w:t>止まる</w:t></w:r></w:p><w:p><w:r><w:t>A&amp;B&#x3042;</w:t><w:tab/><w:t>E-1001</w:t></w:r></w:p></w:document>";
        let word = packed(&[
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", b"<w:t>style</w:t>"),
        ]);
        assert_eq!(text("docx", &word), "録音が止まる\nA&Bあ E-1001");
        let strings = "<sst><si><t>障害</t><rPh><t>ショウガイ</t></rPh></si></sst>";
        let sheet = "<worksheet><row><c t=\"s\"><v>0</v></c><c><v>12154</v></c><c t=\"inlineStr\"><is><t>京都</t></is></c></row></worksheet>";
        let excel = packed(&[
            (
                "xl/workbook.xml",
                "<sheets><sheet name=\"一覧\"/></sheets>".as_bytes(),
            ),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]);
        let words: Vec<String> = text("xlsx", &excel)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(words, ["一覧", "障害", "12154", "京都"]);
        let slide = |said: &str| format!("<p:sld><a:p><a:r><a:t>{said}</a:t></a:r></a:p></p:sld>");
        let point = packed(&[
            ("ppt/slides/slide10.xml", slide("十").as_bytes()),
            ("ppt/slides/slide9.xml", slide("九").as_bytes()),
        ]);
        assert_eq!(text("pptx", &point), "九\n\n十");
        let open = packed(&[(
            "content.xml",
            "<office><text:p>契約<text:s/>更新</text:p></office>".as_bytes(),
        )]);
        assert_eq!(text("odt", &open), "契約 更新");
        let sheet = "<table:table table:name=\"契約\"><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>更新</text:p></table:table-cell></table:table-row></table:table>";
        let sheet = packed(&[
            ("content.xml", sheet.as_bytes()),
            ("styles.xml", b"<text:p>style</text:p>"),
        ]);
        assert_eq!(text("ods", &sheet), "契約\n\n\t\t更新");
    }

    #[test]
    fn v16_no_file_takes_more_than_a_little() {
        // A gigabyte of nothing, packed small; words behind it are out of reach.
        let mut bomb = b"<w:document>".to_vec();
        bomb.resize(80 * 1024 * 1024, b' ');
        bomb.extend_from_slice("<w:t>遠い</w:t></w:document>".as_bytes());
        let bomb = packed(&[("word/document.xml", &bomb)]);
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(text("docx", &bomb), "");
        let long = format!("<w:t>{}</w:t>", "あ".repeat(400_000));
        let long = packed(&[("word/document.xml", long.as_bytes())]);
        assert!(text("docx", &long).len() <= TEXT);
        // Entities that stand for entities, what is cut off, what is no archive at all.
        let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:t>&b;以上</w:t>";
        let laughs = packed(&[("word/document.xml", laughs.as_bytes())]);
        assert_eq!(text("docx", &laughs), "以上");
        let whole = packed(&[("word/document.xml", "<w:t>途中".as_bytes())]);
        for end in 0..whole.len() {
            text("docx", &whole[..end]);
        }
        assert_eq!(text("xlsx", b"PK\x03\x04 nothing"), "");
        assert_eq!(
            text(
                "docx",
                &packed(&[("word/document.xml", b"<w:t>\xff\xfe<a><b></w:t>")])
            ),
            ""
        );
    }
}
