//! The glossary that a desk file names: words that stand for each other when something is looked for (B4). Its lines are appended to
//! the desk file's text, so that a desk as kept is whole and means the same for ever.
//!
//! A row of several columns says that what stands in them means the same; a row of one is a line as `synonyms` has them. Empty rows
//! and those that begin with `#` say nothing.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use domain::desk::parse::{glossary_file, is_synonym};

use super::{day_files::written, desks::NotServed};

/// A glossary is no larger, in bytes.
const MOST: u64 = 1024 * 1024;

/// Why a glossary cannot be taken. Lines are counted from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlossaryProblem {
    Unreadable,
    Large,
    BadLine {
        line: usize,
        given: String,
    },
    /// The same as an earlier line.
    Twice {
        line: usize,
        first: usize,
    },
    Empty,
}

/// The text of a desk file with the lines of its glossary appended.
pub fn whole(mut text: String, folder: &Path) -> Result<String, NotServed> {
    let Some(file) = glossary_file(&text) else {
        return Ok(text);
    };
    let lines = match read(&folder.join(&file)) {
        Ok(lines) => lines,
        Err(problems) => return Err(NotServed::Glossary { file, problems }),
    };
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let _ = write!(
        text,
        "\n\n[[imported_glossary]]\nfile = {}\nlines = [\n",
        quoted(&file)
    );
    for line in lines {
        let _ = writeln!(text, "    {},", quoted(&line));
    }
    text.push_str("]\n");
    Ok(text)
}

/// Its lines, or everything that is wrong with it.
fn read(path: &Path) -> Result<Vec<String>, Vec<GlossaryProblem>> {
    let length = std::fs::metadata(path).map(|known| known.len());
    if length.map_err(|_| vec![GlossaryProblem::Unreadable])? > MOST {
        return Err(vec![GlossaryProblem::Large]);
    }
    let text = written(path).ok_or_else(|| vec![GlossaryProblem::Unreadable])?;
    let (mut lines, mut places, mut problems) = (Vec::new(), BTreeMap::new(), Vec::new());
    for (place, row) in (1..).zip(text.lines()) {
        let row = row.trim();
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let Some(line) = said(row).filter(|line| is_synonym(line)) else {
            problems.push(GlossaryProblem::BadLine {
                line: place,
                given: row.replace('\t', " "),
            });
            continue;
        };
        match places.get(&line) {
            Some(first) => problems.push(GlossaryProblem::Twice {
                line: place,
                first: *first,
            }),
            None => {
                places.insert(line.clone(), place);
                lines.push(line);
            }
        }
    }
    match (problems.is_empty(), lines.is_empty()) {
        (false, _) => Err(problems),
        (true, true) => Err(vec![GlossaryProblem::Empty]),
        (true, false) => Ok(lines),
    }
}

/// A row as a line; nothing where columns are mixed with signs.
fn said(row: &str) -> Option<String> {
    if !row.contains('\t') {
        return Some(row.to_owned());
    }
    let cells = row.split('\t').map(str::trim);
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let plain = !cells.iter().any(|cell| cell.contains(['=', '>', '~']));
    plain.then(|| cells.join(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &[u8]) -> Result<Vec<String>, Vec<GlossaryProblem>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("glossary.tsv");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn b4_a_glossary_is_read_in_columns_and_in_lines() {
        let text =
            "# 用語集\n共有番号\tシェアID\tshare id\n\nいくら > 料金, 費用\r\nVPN = 拠点間接続\n";
        let wanted = [
            "共有番号 = シェアID = share id",
            "いくら > 料金, 費用",
            "VPN = 拠点間接続",
        ];
        assert_eq!(of(text.as_bytes()).unwrap(), wanted);
        assert_eq!(of(format!("\u{feff}{text}").as_bytes()).unwrap(), wanted);
        let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        assert_eq!(of(&shift_jis).unwrap(), wanted);
    }

    #[test]
    fn b4_what_is_wrong_in_a_glossary_is_told_with_its_line() {
        let bad = |text: &str, line: usize, given: &str| {
            let given = given.to_owned();
            assert_eq!(
                of(text.as_bytes()),
                Err(vec![GlossaryProblem::BadLine { line, given }])
            );
        };
        bad("a\tb\n# c\n\nひとつ\n", 4, "ひとつ");
        bad("a\tb = c\n", 1, "a b = c");
        bad("a\tb\nc\t※\n", 2, "c ※");
        let long = format!("a\t{}", "b".repeat(300));
        bad(&long, 1, &long.replace('\t', " "));
        assert_eq!(
            of(b"a\tb\nc = d\na = b\n"),
            Err(vec![GlossaryProblem::Twice { line: 3, first: 1 }])
        );
        assert_eq!(of(b"# nothing\n"), Err(vec![GlossaryProblem::Empty]));
        assert_eq!(
            of("a".repeat(2 << 20).as_bytes()),
            Err(vec![GlossaryProblem::Large])
        );
        assert_eq!(
            of(&[0xff, 0xff, 0x00]),
            Err(vec![GlossaryProblem::Unreadable])
        );
        let nowhere = read(Path::new("/nowhere/glossary.tsv"));
        assert_eq!(nowhere, Err(vec![GlossaryProblem::Unreadable]));
    }

    #[test]
    fn b4_everything_that_is_wrong_in_a_glossary_is_told_at_once() {
        let bad = |line, given: &str| GlossaryProblem::BadLine {
            line,
            given: given.to_owned(),
        };
        assert_eq!(
            of("ひとつ\na\tb\nc\t※\n# d\na = b\na\tb\nふたつ\n".as_bytes()),
            Err(vec![
                bad(1, "ひとつ"),
                bad(3, "c ※"),
                GlossaryProblem::Twice { line: 5, first: 2 },
                GlossaryProblem::Twice { line: 6, first: 2 },
                bad(7, "ふたつ"),
            ])
        );
    }

    #[test]
    fn b4_a_desk_is_whole_with_its_glossary() {
        let folder = tempfile::tempdir().unwrap();
        let desk = crate::app::desks::source("collaboration").unwrap();
        let desk = format!("glossary = \"own.tsv\"\nsynonyms = [\"a = b\"]\n{desk}");
        assert!(domain::desk::check(&desk).is_err(), "not without the file");
        let path = folder.path().join("desk.toml");
        std::fs::write(&path, desk).unwrap();
        let name = path.to_str().unwrap();
        let without = crate::app::desks::source(name);
        assert!(matches!(without, Err(NotServed::Glossary { .. })));
        std::fs::write(folder.path().join("own.tsv"), "共有番号\t\"シェア\" ID\n").unwrap();
        let text = crate::app::desks::source(name).unwrap();
        // What is kept needs no file beside it any more.
        std::fs::remove_file(folder.path().join("own.tsv")).unwrap();
        let desk = domain::desk::check(&text).unwrap();
        assert_eq!(desk.synonyms, ["a = b", "共有番号 = \"シェア\" ID"]);
    }
}
