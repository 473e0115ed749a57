//! Secrets of tables (CSV, TSV, sheets of workbooks): their names stand in a row at the head of the table, far from most of the values.

use std::{collections::BTreeSet, ops::Range};

use super::{
    MASK,
    named::{is_bare, is_name},
};

/// What may part the cells of a row.
const PARTS: [u8; 3] = [b',', b'\t', b';'];

type Row = Vec<Range<usize>>;

/// A table with each value masked that stands in a column which is named as a secret. The columns are named at the head, below titles
/// if there are any; behind an empty row another head may follow.
pub fn masked_columns(text: &str) -> String {
    let parts = char::from(parting(text));
    let (table, is_open) = rows(text, parts, true);
    let mut found = values(text, &table, false);
    if is_open {
        // A quote that never ends may be none: then each line is a row of its own.
        found.extend(values(text, &rows(text, parts, false).0, false));
        found.sort_by_key(|range| (range.start, range.end));
    }
    masked(text, found)
}

/// The same of sheets whose cells stand between tabs, and mean what they say; an empty line is the end of one.
pub fn masked_sheets(text: &str) -> String {
    masked(text, values(text, &rows(text, '\t', false).0, true))
}

/// The values in columns that are named as secrets, in their order.
fn values(text: &str, rows: &[Row], are_sheets: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut columns: BTreeSet<usize> = BTreeSet::new();
    // Whether the next row follows an empty one, and whether a row may still be the head.
    let (mut is_behind, mut may_name) = (false, true);
    for row in rows {
        let is_end = are_sheets && row.iter().all(Range::is_empty) && row.len() == 1;
        if is_end {
            columns.clear();
        }
        if is_end || row.iter().all(|cell| plain(&text[cell.clone()]).is_empty()) {
            (is_behind, may_name) = (true, true);
            continue;
        }
        let mut named: BTreeSet<usize> = BTreeSet::new();
        if may_name {
            let cells = row.iter().enumerate();
            let cells = cells.filter(|(_, cell)| is_name(plain(&text[(*cell).clone()])));
            named.extend(cells.map(|(place, _)| place));
        }
        // Right behind an empty row another table begins where columns are named; else it may still be the same one.
        if is_behind && !named.is_empty() {
            columns.clear();
        }
        is_behind = false;
        // A row is no longer than what is written of it: no more columns are looked at.
        for place in columns.range(..row.len()) {
            let written = &text[row[*place].clone()];
            let cell = plain(written);
            // Words such as 未設定 are no secrets; whatever else stands there may be.
            if cell != MASK && is_bare(cell) && !named.contains(place) {
                let from = row[*place].start + written.len() - written.trim_start().len();
                found.push(from..from + written.trim().len());
            }
        }
        may_name &= named.is_empty();
        columns.extend(named);
    }
    found
}

/// The text without these, which stand in their order and may overlap.
fn masked(text: &str, found: Vec<Range<usize>>) -> String {
    let (mut masked, mut upto) = (String::with_capacity(text.len()), 0);
    for range in found {
        if range.start >= upto {
            masked.push_str(&text[upto..range.start]);
            masked.push_str(MASK);
        }
        upto = upto.max(range.end);
    }
    masked.push_str(&text[upto..]);
    masked
}

/// What parts the cells of a table: what the first row that has more than one has most of.
fn parting(text: &str) -> u8 {
    let parts = |line: &&str| line.bytes().any(|one| PARTS.contains(&one));
    let head = text.lines().find(parts).unwrap_or_default().bytes();
    let count = |sign: &u8| head.clone().filter(|one| one == sign).count();
    PARTS.iter().copied().max_by_key(count).unwrap_or(b',')
}

/// The cells of each row, as they are written, and whether the text ends inside of quotes. What is quoted from the beginning of a cell
/// on may hold signs and ends of lines.
fn rows(text: &str, parts: char, quotes: bool) -> (Vec<Row>, bool) {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut from, mut is_quoted) = (0, false);
    // Whether a cell has only blanks so far, and where a quote would be the second of two that mean one.
    let (mut is_blank, mut again) = (true, usize::MAX);
    for (at, sign) in text.char_indices() {
        match sign {
            '"' if is_quoted => (is_quoted, again) = (false, at + 1),
            '"' if quotes && (is_blank || at == again) => (is_quoted, is_blank) = (true, false),
            _ if is_quoted => {}
            '\n' => {
                row.push(from..at);
                rows.push(std::mem::take(&mut row));
                (from, is_blank) = (at + 1, true);
            }
            _ if sign == parts => {
                row.push(from..at);
                (from, is_blank) = (at + 1, true);
            }
            _ => is_blank &= sign.is_whitespace(),
        }
    }
    row.push(from..text.len());
    rows.push(row);
    (rows, is_quoted)
}

/// What a cell says.
fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    let quoted = cell
        .strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'));
    quoted.unwrap_or(cell).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v37_columns_that_are_named_as_secrets_are_masked() {
        for (text, masked) in [
            (
                "利用者,パスワード,備考\nyamada,hunter,使用中\nsato,Winter!26,\n",
                "利用者,パスワード,備考\nyamada,***,使用中\nsato,***,\n",
            ),
            (
                "user\tAPI key\r\na\tx1y2\r\nb\t未設定\r\n",
                "user\tAPI key\r\na\t***\r\nb\t未設定\r\n",
            ),
            (
                "\"host\";\"password\"\n\"db;1\";\"a;\"\"b\n2\"\ndb2;",
                "\"host\";\"password\"\n\"db;1\";***\ndb2;",
            ),
            // Titles above the head.
            (
                "サーバー一覧\n更新：佐藤\nhost,password\ndb01,hunter\n",
                "サーバー一覧\n更新：佐藤\nhost,password\ndb01,***\n",
            ),
            (
                "サーバー一覧,,\n,,\nhost,user,password\ndb01,sato,hunter\n",
                "サーバー一覧,,\n,,\nhost,user,password\ndb01,sato,***\n",
            ),
            // Behind an empty row: other columns where that row names some, the same ones until then.
            (
                "token,E-1001\nabc,def\n\nname,secret\nE-1002,E-1003",
                "token,E-1001\n***,def\n\nname,secret\nE-1002,***",
            ),
            (
                "user,password\nsato,hunter\n,\nmori,winter\n",
                "user,password\nsato,***\n,\nmori,***\n",
            ),
            (
                "user,password\nsato,hunter\n\n二,summer\ntoken,autumn\nx1,winter\n",
                "user,password\nsato,***\n\n二,***\ntoken,***\n***,***\n",
            ),
            // A quote within a cell is a sign like others, and so is one that never ends.
            (
                "disk,password\n3.5\" disk,hunter\nSSD,winter\n",
                "disk,password\n3.5\" disk,***\nSSD,***\n",
            ),
            (
                "disk,password\n \"a, b\",hunter\n\"3,hunter\nSSD,winter\n",
                "disk,password\n \"a, ***,***\n\"3,***\nSSD,***\n",
            ),
        ] {
            assert_eq!(masked_columns(text), masked);
            assert_eq!(masked_columns(masked), masked, "once is enough");
        }
    }

    #[test]
    fn v37_columns_of_sheets_are_masked_whatever_signs_they_hold() {
        let sheets = "一覧\n\n主な画面\n画面\"名\tパスワード\nmain\thunter;2\"\n\t\nside\tautumn\nrear\t未設定\n\nE-1001\tE-1002\n";
        let masked = masked_sheets(sheets);
        let expected = sheets.replace("hunter;2\"", "***");
        assert_eq!(masked, expected.replace("autumn", "***"));
        assert_eq!(masked_sheets(&masked), masked);
    }

    #[test]
    fn v37_other_tables_stay_as_they_are() {
        for text in [
            "",
            "\n\n",
            "host,error\ndb01,ORA-12154 password expired\n",
            "パスワードの変更手順,担当\n1.画面を開く,yamada\n",
            "a,b\n\"open",
            "password",
        ] {
            assert_eq!(masked_columns(text), text);
        }
    }

    proptest::proptest! {
        /// However cells are quoted, and wherever quotes stray.
        #[test]
        fn v37_a_value_below_the_name_of_a_secret_is_never_left(
            rows in proptest::collection::vec(proptest::collection::vec("[\" a]{0,4}", 2), 0..6),
        ) {
            let rows: Vec<String> = rows.iter().map(|row| format!("{},x9y9\n", row.join(" "))).collect();
            let text = format!("host,password\n{}", rows.concat());
            let masked = masked_columns(&text);
            // What begins with a quote may hold a row; anything else is a row of its own.
            if rows.iter().all(|row| !row.trim_start().starts_with('"')) {
                proptest::prop_assert!(!masked.contains("x9y9"), "{text:?}: {masked:?}");
            }
        }
    }

    #[test]
    fn v16_rows_are_read_no_further_than_they_are_long() {
        // All columns are secrets, and all rows are short.
        let text = format!("{}\n{}", "token,".repeat(20_000), "a\n".repeat(60_000));
        let (table, _) = rows(&text, ',', true);
        let found = values(&text, &table, false);
        assert_eq!(found.len(), 60_000);
        let cells: usize = table.iter().map(Vec::len).sum();
        assert_eq!(cells, 20_001 + 60_000 + 1);
    }
}
