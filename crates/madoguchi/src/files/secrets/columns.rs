//! Secrets of tables (CSV, TSV, sheets of workbooks): their names stand in the row at the head of the table, far from most of the values.

use std::ops::Range;

use super::{
    MASK,
    named::{is_bare, is_name},
};

/// What may part the cells of a row.
const PARTS: [u8; 3] = [b',', b'\t', b';'];

/// A table with each value masked that stands in a column which is named as a secret. A table begins with the text, and behind an
/// empty row; its first row names the columns.
pub fn masked_columns(text: &str) -> String {
    masked(text, &rows(text, parting(text), true))
}

/// The same of sheets whose cells stand between tabs, and mean what they say.
pub fn masked_sheets(text: &str) -> String {
    masked(text, &rows(text, b'\t', false))
}

fn masked(text: &str, rows: &[Vec<Range<usize>>]) -> String {
    let mut found = Vec::new();
    let mut columns: Option<Vec<usize>> = None;
    for row in rows {
        let cells = row.iter().map(|cell| plain(&text[cell.clone()]));
        if cells.clone().all(str::is_empty) {
            columns = None;
            continue;
        }
        let Some(columns) = &columns else {
            let named = cells.enumerate().filter(|(_, cell)| is_name(cell));
            columns = Some(named.map(|(place, _)| place).collect());
            continue;
        };
        let secret = columns.iter().filter_map(|place| row.get(*place));
        // Words such as 未設定 are no secrets; whatever else stands there may be.
        let is_value = |cell: &&Range<usize>| {
            let cell = plain(&text[(*cell).clone()]);
            cell != MASK && is_bare(cell)
        };
        let inside = |cell: &Range<usize>| {
            let written = &text[cell.clone()];
            let from = cell.start + written.len() - written.trim_start().len();
            from..from + written.trim().len()
        };
        found.extend(secret.filter(is_value).map(inside));
    }
    let (mut masked, mut upto) = (String::with_capacity(text.len()), 0);
    for range in found {
        masked.push_str(&text[upto..range.start]);
        masked.push_str(MASK);
        upto = range.end;
    }
    masked.push_str(&text[upto..]);
    masked
}

/// What parts the cells of a table: what its first row has most of.
fn parting(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default().bytes();
    let count = |sign: &u8| head.clone().filter(|one| one == sign).count();
    PARTS.iter().copied().max_by_key(count).unwrap_or(b',')
}

/// The cells of each row, as they are written. What is quoted may hold signs and ends of lines.
fn rows(text: &str, sign: u8, quotes: bool) -> Vec<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut from, mut is_quoted) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if quotes => is_quoted = !is_quoted,
            b'\n' if !is_quoted => {
                row.push(from..at);
                rows.push(std::mem::take(&mut row));
                from = at + 1;
            }
            _ if *byte == sign && !is_quoted => {
                row.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    row.push(from..bytes.len());
    rows.push(row);
    rows
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
            (
                "token,E-1001\nabc,def\n\nname,code\nE-1002,E-1003",
                "token,E-1001\n***,def\n\nname,code\nE-1002,E-1003",
            ),
        ] {
            assert_eq!(masked_columns(text), masked);
            assert_eq!(masked_columns(masked), masked, "once is enough");
        }
    }

    #[test]
    fn v37_columns_of_sheets_are_masked_whatever_signs_they_hold() {
        let sheets =
            "一覧\n\n画面\"名\tパスワード\nmain\thunter;2\"\nside\t未設定\n\nE-1001\tE-1002\n";
        let masked = masked_sheets(sheets);
        assert_eq!(masked, sheets.replace("hunter;2\"", "***"));
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
}
