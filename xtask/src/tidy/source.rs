//! Rust text with its comments, strings and tests taken out, so that what is
//! left can be read word by word. Lines keep their numbers.

use std::iter;

/// A source file, taken apart.
pub struct Source {
    /// The code: comments and the insides of strings are blanks.
    pub code: String,
    /// The same without what is compiled for tests only.
    pub delivered: String,
    /// Each string with the line it begins on, outside tests.
    pub strings: Vec<(usize, String)>,
    /// Lines that are not tests.
    pub length: usize,
}

impl Source {
    /// Takes a text apart.
    pub fn read(text: &str) -> Self {
        let (code, strings) = mask(text);
        let spans = test_spans(&code);
        let inside = |at: usize| spans.iter().any(|(from, to)| (*from..*to).contains(&at));
        let delivered = blank(&code, &spans);
        let tests: usize = spans
            .iter()
            .map(|(from, to)| text[*from..*to].lines().count())
            .sum();
        let strings = strings
            .into_iter()
            .filter(|(at, _)| !inside(*at))
            .map(|(at, string)| (line_at(text, at), string))
            .collect();
        Self {
            length: text.lines().count() - tests,
            code,
            delivered,
            strings,
        }
    }
}

/// The line, counted from one, of a byte.
pub fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes()[..at]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// Blanks comments and strings; the strings are handed out beside, by the
/// byte they begin at. Bytes keep their places.
fn mask(text: &str) -> (String, Vec<(usize, String)>) {
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let end = at + token(rest);
        let piece = &text[at..end];
        match kind(piece) {
            Kind::Code => code.push_str(piece),
            Kind::Comment => code.push_str(&blanks(piece)),
            Kind::Text => {
                strings.push((at, inner(piece).to_owned()));
                code.push_str(&blanks(piece));
            }
        }
        at = end;
    }
    (code, strings)
}

enum Kind {
    Code,
    Comment,
    Text,
}

fn kind(piece: &str) -> Kind {
    if piece.starts_with("//") || piece.starts_with("/*") {
        Kind::Comment
    } else if piece.len() > 1 && (piece.ends_with('"') || is_raw(piece)) {
        Kind::Text
    } else if piece.len() > 1 && piece.starts_with('\'') {
        Kind::Comment
    } else {
        Kind::Code
    }
}

/// How many bytes the next token takes: a comment, a string, a word, a sign.
fn token(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if let Some(length) = string(rest) {
        return length;
    }
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match rest.chars().next() {
        Some(first) if word(first) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        Some(first) => first.len_utf8(),
        None => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// A character in quotes, or the one quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest[1..].char_indices();
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((skipped, escaped))) => {
            let after = 1 + skipped + escaped.len_utf8();
            rest[after..]
                .find('\'')
                .map_or(1, |close| after + close + 1)
        }
        (Some(_), Some((close, '\''))) => close + 2,
        _ => 1,
    }
}

/// A string of any sort that begins here.
fn string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let tail = rest.strip_prefix(prefix).unwrap_or("x");
        let tail = if prefix.ends_with('r') {
            tail.trim_start_matches('#')
        } else {
            tail
        };
        tail.starts_with('"')
    })?;
    let body = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = body.len() - body.trim_start_matches('#').len();
        let close: String = iter::once('"').chain(iter::repeat_n('#', hashes)).collect();
        let from = prefix.len() + hashes + 1;
        let end = rest[from..]
            .find(&close)
            .map_or(rest.len(), |found| from + found + close.len());
        return Some(end);
    }
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(prefix.len() + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

fn is_raw(piece: &str) -> bool {
    piece.ends_with('#') && piece.contains('"')
}

fn inner(piece: &str) -> &str {
    let from = piece.find('"').map_or(0, |quote| quote + 1);
    let to = piece.rfind('"').unwrap_or(piece.len()).max(from);
    &piece[from..to]
}

fn blanks(piece: &str) -> String {
    piece
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

/// From each `#[cfg(test)]` to the end of the item it stands on.
fn test_spans(code: &str) -> Vec<(usize, usize)> {
    const MARK: &str = "#[cfg(test)]";
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find(MARK) {
        let start = from + found;
        let end = item_end(code, start + MARK.len());
        spans.push((start, end));
        from = end;
    }
    spans
}

/// The end of the item: its closing brace, or a semicolon before any brace.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (at, c) in code[from..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth <= 0 {
                    return from + at + 1;
                }
            }
            ';' if depth == 0 => return from + at + 1,
            _ => {}
        }
    }
    code.len()
}

fn blank(code: &str, spans: &[(usize, usize)]) -> String {
    let mut left = String::with_capacity(code.len());
    let mut at = 0;
    for (from, to) in spans {
        left.push_str(&code[at..*from]);
        left.push_str(&blanks(&code[*from..*to]));
        at = *to;
    }
    left.push_str(&code[at..]);
    left
}
