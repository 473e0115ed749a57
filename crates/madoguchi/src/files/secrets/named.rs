//! Secrets that are named in Japanese, and those of tables and documents, whose name is all that stands in the cell before.

use std::ops::Range;

use super::{MASK, is_secret};

/// Names before a sign for “is”, or in a cell of their own.
const NAMES: [&str; 8] = [
    "パスワード",
    "パスフレーズ",
    "暗証番号",
    "秘密鍵",
    "トークン",
    "APIキー",
    "アクセスキー",
    "シークレット",
];
/// What is shorter opens nothing, in letters.
const LEAST: usize = 4;
/// So many words are still a name.
const WORDS: usize = 3;

/// Values behind a name and a sign for “is” (`パスワード：…`).
pub(super) fn named(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for name in NAMES {
        for (at, _) in text.match_indices(name) {
            let behind = text[at + name.len()..].trim_start_matches([' ', '\t', '\u{3000}']);
            let Some(value) = behind.strip_prefix([':', '：', '=', '＝']) else {
                continue;
            };
            let value = value.trim_start_matches([' ', '\t', '\u{3000}', '「', '"', '\'']);
            let ends = |sign: char| !sign.is_ascii_graphic() || "\"'<>,;".contains(sign);
            let long = value.find(ends).unwrap_or(value.len());
            if long >= LEAST && !matches!(&value[..long], "null" | "true" | "false") {
                let from = text.len() - value.len();
                found.push(from..from + long);
            }
        }
    }
    found
}

/// A text of cells or paragraphs, each in a line or behind a tab, with each value masked whose name is all that the one before says.
pub fn masked_cells(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut is_named = false;
    for piece in text.split_inclusive(['\n', '\t']) {
        let line = piece.strip_suffix(['\n', '\t']).unwrap_or(piece);
        let cell = line.trim();
        masked.push_str(match is_named && is_value(cell) {
            true => MASK,
            false => line,
        });
        masked.push_str(&piece[line.len()..]);
        if !cell.is_empty() {
            is_named = is_name(cell);
        }
    }
    masked
}

/// Whether a cell says no more than the name of a secret.
pub(super) fn is_name(cell: &str) -> bool {
    let name = cell.trim_end_matches([':', '：', '=', '＝', ' ', '\u{3000}']);
    let words: Vec<&str> = name.split_whitespace().collect();
    // What says its value itself names none that follows.
    let is_short = (1..=WORDS).contains(&words.len()) && !name.contains([':', '：', '=', '＝']);
    is_short && (NAMES.iter().any(|own| name.ends_with(own)) || is_secret(&words.join("_")))
}

/// Whether a cell holds letters that a secret may be made of.
pub(super) fn is_bare(cell: &str) -> bool {
    cell.chars().any(|sign| sign.is_ascii_graphic())
}

/// Letters of a secret: one word with a digit, or with a sign that plain words and addresses do not have.
fn is_value(cell: &str) -> bool {
    let is_word = cell.len() >= LEAST && cell.chars().all(|sign| sign.is_ascii_graphic());
    let tells = |sign: char| {
        sign.is_ascii_digit() || sign.is_ascii_punctuation() && !"_-./:,;()".contains(sign)
    };
    is_word && cell.contains(tells) && !cell.contains("://") && !is_name(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v37_secrets_that_are_named_in_japanese_are_found() {
        for (text, secret) in [
            ("パスワード：hunter2 です", "hunter2"),
            ("初期パスワード = 「Winter!26」", "Winter!26"),
            ("暗証番号: 4711\n次の行", "4711"),
            ("APIキー\u{3000}＝\u{3000}\"a1b2c3d4\"", "a1b2c3d4"),
        ] {
            let found: Vec<&str> = named(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, [secret], "{text}");
        }
        for text in [
            "パスワードを入力してください。エラー: 接続できません",
            "パスワード：未設定",
            "トークン: null",
            "暗証番号: ***",
            "",
        ] {
            assert!(named(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn v37_a_cell_behind_the_name_of_a_secret_is_masked() {
        for (text, masked) in [
            (
                "利用者\nパスワード\nhunter2\n備考",
                "利用者\nパスワード\n***\n備考",
            ),
            ("Admin password:\n\nWinter!26", "Admin password:\n\n***"),
            ("API key\na1b2c3d4\nE-1001", "API key\n***\nE-1001"),
            (
                "host\tPIN\tpassword\thunter2\n",
                "host\tPIN\tpassword\t***\n",
            ),
        ] {
            assert_eq!(masked_cells(text), masked);
            assert_eq!(masked_cells(masked), masked, "once is enough");
        }
        for text in [
            "Password\nReset\nE-1001",
            "パスワード\n変更の手順2",
            "token\nsession_id\nlast_login",
            "How to reset your own password\nStep-1",
            "Code\nE-1001",
            "password = ***\nE-1001",
            "",
        ] {
            assert_eq!(masked_cells(text), text);
        }
    }
}
