//! The tables of a workbook: each row in a line, its cells between tabs, so that what stands in a column is known to.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{TEXT, sign, table::Table};

/// So much of the texts that cells share is kept, in bytes; an empty one takes room, too.
const SHARED: usize = 4 * 1024 * 1024;

/// The texts that cells share, by their places.
pub(super) fn shared(part: impl BufRead) -> Vec<String> {
    let mut reader = Reader::from_reader(part);
    let (mut buffer, mut texts, mut own) = (Vec::new(), Vec::new(), String::new());
    let (mut inside, mut aside, mut bytes) = (0u32, 0u32, 0usize);
    while bytes < SHARED {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            break;
        };
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => aside += 1,
                "t" => inside += 1,
                _ => {}
            },
            Event::Empty(tag) if is(&tag, "si") => {
                bytes += size_of::<String>();
                texts.push(String::new());
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => aside = aside.saturating_sub(1),
                "t" => inside = inside.saturating_sub(1),
                "si" => {
                    bytes += own.len() + size_of::<String>();
                    texts.push(std::mem::take(&mut own));
                }
                _ => {}
            },
            Event::Text(piece) if inside > 0 && aside == 0 && own.len() < TEXT => {
                own.push_str(&piece);
            }
            Event::GeneralRef(name) if inside > 0 && aside == 0 => own.extend(sign(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    texts
}

/// Takes the rows of a sheet.
pub(super) fn rows(part: impl BufRead, shared: &[String], text: &mut String) {
    let mut reader = Reader::from_reader(part);
    let (mut buffer, mut cell) = (Vec::new(), String::new());
    let (mut inside, mut aside, mut is_shared) = (0u32, 0u32, false);
    // The number of the row before.
    let mut last = 0u64;
    let mut table = Table::on(text);
    while !table.is_full() {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            return;
        };
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => {
                    let number = row_of(&tag).unwrap_or(last.saturating_add(1));
                    if number > last.saturating_add(1) {
                        table.gap();
                    }
                    last = number;
                    table.row();
                }
                "c" => {
                    let sort = tag.try_get_attribute("t").ok().flatten();
                    is_shared = sort.is_some_and(|sort| sort.value.as_ref() == "s");
                    let place = tag.try_get_attribute("r").ok().flatten();
                    if let Some(column) = place.and_then(|place| column_of(&place.value)) {
                        table.at(column);
                    }
                    cell.clear();
                }
                "rPh" => aside += 1,
                "t" | "v" => inside += 1,
                _ => {}
            },
            Event::Empty(tag) if is(&tag, "c") => table.skip(1),
            Event::Empty(tag) if is(&tag, "row") => {
                last = row_of(&tag).unwrap_or(last.saturating_add(1));
                table.gap();
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => aside = aside.saturating_sub(1),
                "t" | "v" => inside = inside.saturating_sub(1),
                "c" => {
                    let own = match is_shared {
                        true => {
                            let place = cell.trim().parse::<usize>().ok();
                            let own = place.and_then(|place| shared.get(place));
                            own.map_or("", String::as_str)
                        }
                        false => cell.as_str(),
                    };
                    table.cell(own);
                }
                "row" => table.end(),
                _ => {}
            },
            Event::Text(piece) if inside > 0 && aside == 0 && cell.len() < TEXT => {
                cell.push_str(&piece);
            }
            Event::GeneralRef(name) if inside > 0 && aside == 0 => cell.extend(sign(&name)),
            Event::Eof => return,
            _ => {}
        }
    }
}

/// The number of a row, where it has one.
fn row_of(tag: &BytesStart<'_>) -> Option<u64> {
    let number = tag.try_get_attribute("r").ok().flatten()?;
    number.value.parse().ok()
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    let own = tag.local_name();
    let own: &str = own.as_ref();
    own == name
}

/// Which column a place is in (`B2`: 1).
fn column_of(place: &str) -> Option<usize> {
    let mut column = 0usize;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        let letter = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(letter)?;
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_a_sheet_is_read_row_by_row_and_cells_stay_in_their_columns() {
        let strings = "<sst><si><t>利用者</t><rPh><t>リヨウシャ</t></rPh></si><si/><si><r><t>パス</t></r><r><t>ワード</t></r></si></sst>";
        let shared = shared(strings.as_bytes());
        assert_eq!(shared, ["利用者", "", "パスワード"]);
        let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>9</v></c></row><row r=\"2\"><c t=\"inlineStr\"><is><t>a&amp;b\nc</t></is></c><c/><c><f>1+1</f><v>2</v></c></row></sheetData>";
        let mut text = String::new();
        rows(sheet.as_bytes(), &shared, &mut text);
        assert_eq!(text, "利用者\t\tパスワード\t\na&b c\t\t2\n");
    }

    #[test]
    fn b4_a_row_that_says_nothing_is_no_end_of_a_sheet() {
        let mut text = String::new();
        let sheet = "<row><c><v>1</v></c></row><row></row><row><c s=\"1\"/></row><row><c><v>2</v></c></row>";
        rows(sheet.as_bytes(), &[], &mut text);
        assert_eq!(text, "1\n\t\n2\n");
        // Nor do rows that are not written.
        let mut text = String::new();
        let sheet = "<row r=\"4\"><c><v>1</v></c></row><row r=\"5\"><c><v>2</v></c></row><row r=\"7\"><c><v>3</v></c></row><row r=\"8\"/><row><c><v>4</v></c></row>";
        rows(sheet.as_bytes(), &[], &mut text);
        assert_eq!(text, "1\n2\n\t\n3\n\t\n4\n");
    }

    #[test]
    fn v16_texts_that_cells_share_take_a_bounded_room_however_short_they_are() {
        for one in ["<si/>", "<si></si>", "<si><t/></si>", "<si><t>a</t></si>"] {
            let most = SHARED / size_of::<String>() + 1;
            let strings = format!("<sst>{}</sst>", one.repeat(most + 1000));
            let kept = shared(strings.as_bytes()).len();
            assert!((1000..=most).contains(&kept), "{one}: {kept}");
        }
    }

    #[test]
    fn v16_a_place_far_away_takes_no_room() {
        assert_eq!(column_of("B2"), Some(1));
        assert_eq!(column_of("aa1"), Some(26));
        assert_eq!(column_of("7"), None);
        assert_eq!(column_of(&"Z".repeat(99)), None);
        let mut text = String::new();
        let sheet =
            "<row><c r=\"A1\"><v>1</v></c><c r=\"ZZZZZZ1\"><v>2</v></c><c><v>3</v></c></row>";
        rows(sheet.as_bytes(), &[], &mut text);
        assert!(text.len() < 300, "{}", text.len());
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["1", "2", "3"]);
    }
}
