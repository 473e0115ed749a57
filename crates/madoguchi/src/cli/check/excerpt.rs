//! A line of the file with a mark under one column, such that both line up in a terminal: full-width characters take
//! two columns there, tabs are kept. Characters of ambiguous width are taken as narrow.

use unicode_normalization::char::is_combining_mark;

/// Longer lines are cut, lest they wrap and the mark stand under something else.
const WIDEST: usize = 92;
/// What is left before the mark when the front is cut.
const BEFORE: usize = 40;
const CUT: &str = "...";

/// The line, and the line with the mark; line and column count from one, the column in characters.
pub fn excerpt(source: &str, line: usize, column: usize) -> (String, String) {
    let text = source
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let all: Vec<char> = text.chars().map(shown).collect();
    let (before, after) = all.split_at(column.saturating_sub(1).min(all.len()));
    let mut shown = String::new();
    let mut mark = String::new();
    let before = if width(before) <= WIDEST * 2 / 3 {
        before
    } else {
        shown.push_str(CUT);
        mark.push_str(&" ".repeat(CUT.len()));
        last(before, BEFORE)
    };
    shown.extend(before);
    for c in before {
        match c {
            '\t' => mark.push('\t'),
            _ => mark.push_str(&" ".repeat(columns(*c))),
        }
    }
    let room = WIDEST.saturating_sub(width(before));
    let fits = first(after, room);
    shown.extend(fits);
    if fits.len() < after.len() {
        shown.push_str(CUT);
    }
    mark.push('^');
    (shown.trim_end().to_owned(), mark)
}

/// What stands for a character: a control character would speak to the terminal.
fn shown(c: char) -> char {
    if c.is_control() && c != '\t' {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

fn width(chars: &[char]) -> usize {
    chars.iter().map(|c| columns(*c)).sum()
}

/// The most of the beginning that is not wider than `room`.
fn first(chars: &[char], room: usize) -> &[char] {
    let mut used = 0;
    let end = chars.iter().position(|c| {
        used += columns(*c);
        used > room
    });
    &chars[..end.unwrap_or(chars.len())]
}

/// The most of the end that is not wider than `room`.
fn last(chars: &[char], room: usize) -> &[char] {
    let mut used = 0;
    let behind = chars.iter().rposition(|c| {
        used += columns(*c);
        used > room
    });
    &chars[behind.map_or(0, |i| i + 1)..]
}

/// Columns that a character takes in a terminal; a tab has none of its own, and is counted as eight.
fn columns(c: char) -> usize {
    match c {
        '\t' => 8,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => 0,
        _ if is_combining_mark(c) => 0,
        // East Asian Width W and F, by block.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
