//! The rules, one function to each.

use super::source::Source;
use super::{File, Finding, Rule, names, rooms};

const RUST_LINES: usize = 500;
const SCRIPT_LINES: usize = 150;
const TEMPLATE_LINES: usize = 120;

/// Every breach in one file.
pub fn of_file(file: &File, known: &[String]) -> Vec<Finding> {
    let path = file.path.as_str();
    let product = path.starts_with("crates/");
    let mut found = Vec::new();
    if path.ends_with("Cargo.toml") {
        found.extend(manifest(file));
    } else if path.ends_with(".rs") {
        let source = Source::read(&file.text);
        found.extend(unfinished(path, &source));
        if product && path.contains("/src/") && !is_test(path) {
            found.extend(rooms(path, &source, known));
            found.extend(size(path, source.length, RUST_LINES));
            found.extend(sql(path, &source));
            found.extend(outgoing(path, &source));
        }
    } else if product && path.ends_with(".js") {
        found.extend(size(path, file.text.lines().count(), SCRIPT_LINES));
    } else if path.starts_with("crates/madoguchi/templates/") && path.ends_with(".html") {
        found.extend(size(path, file.text.lines().count(), TEMPLATE_LINES));
    }
    found
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn rooms(path: &str, source: &Source, known: &[String]) -> Vec<Finding> {
    names::in_code(&source.delivered)
        .iter()
        .filter_map(|named| {
            let breach = rooms::breach(path, named, known)?;
            let written = named.path.join("::");
            let what = format!("{written}: this room must not know {breach}");
            Some(finding(Rule::Room, path, named.line, what))
        })
        .collect()
}

fn size(path: &str, lines: usize, ceiling: usize) -> Option<Finding> {
    let what = format!("{lines} lines without tests, at most {ceiling}");
    (lines > ceiling).then(|| finding(Rule::Size, path, 1, what))
}

fn unfinished(path: &str, source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        for name in ["todo", "unimplemented", "dbg"] {
            if calls(line, name) {
                let what = format!("{name}! is left in the code");
                found.push(finding(Rule::Unfinished, path, index + 1, what));
            }
        }
    }
    found
}

/// The macro of this name, and not one whose name only ends so.
fn calls(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && ["!(", "![", "!{"]
                .iter()
                .any(|sign| after.starts_with(sign))
    })
}

/// SQL is the store's alone.
fn sql(path: &str, source: &Source) -> Vec<Finding> {
    if path.starts_with("crates/store/") {
        return Vec::new();
    }
    let looks = source.strings.iter().filter(|(_, text)| is_sql(text));
    looks
        .map(|(line, text)| {
            let start: String = text.trim().chars().take(40).collect();
            finding(
                Rule::Sql,
                path,
                *line,
                format!("SQL outside the store: {start}"),
            )
        })
        .collect()
}

/// Nothing that somebody sent names a program or an address: what starts a process or makes a connection is known by file.
fn outgoing(path: &str, source: &Source) -> Vec<Finding> {
    if path.starts_with("crates/testkit/") {
        return Vec::new();
    }
    let named = names::in_code(&source.delivered);
    let found = named.iter().filter_map(|named| {
        let last = named.path.last()?.as_str();
        let starts = named.path.iter().any(|part| part == "process") && last == "Command";
        let what = match (starts, last) {
            (true, _) => "a process is started",
            (_, "connect" | "connect_timeout") => "a connection is made",
            _ => return None,
        };
        Some(finding(Rule::Outgoing, path, named.line, what.to_owned()))
    });
    found.collect()
}

/// Crates that fetch what an address names.
const FETCHING: [&str; 9] = [
    "attohttpc",
    "curl",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "reqwest",
    "surf",
    "ureq",
];

/// A sentence of SQL, not an English one that begins with the same word.
fn is_sql(text: &str) -> bool {
    const SENTENCES: [(&str, &str); 8] = [
        ("select ", " from "),
        ("insert into ", " values"),
        ("insert into ", " select "),
        ("update ", " set "),
        ("delete from ", ""),
        ("create table ", "("),
        ("alter table ", ""),
        ("drop table ", ""),
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_ascii_lowercase();
    SENTENCES.iter().any(|(first, later)| {
        text.strip_prefix(first)
            .is_some_and(|rest| format!(" {rest}").contains(later))
    })
}

/// What a manifest may depend on.
fn manifest(file: &File) -> Vec<Finding> {
    let path = file.path.as_str();
    let delivered = path.starts_with("crates/") && !path.starts_with("crates/testkit/");
    let mut found = Vec::new();
    for (line, section, name) in rooms::dependencies(&file.text) {
        if section.ends_with("dev-dependencies") || !delivered {
            continue;
        }
        if name == "testkit" {
            let what = "the test kit belongs into [dev-dependencies]".to_owned();
            found.push(finding(Rule::Testkit, path, line, what));
        }
        if FETCHING.contains(&name.as_str()) {
            let what = format!("{name} fetches what an address names");
            found.push(finding(Rule::Outgoing, path, line, what));
        }
        if path == "crates/domain/Cargo.toml"
            && !["jiff", "serde", "toml", "unicode-segmentation"].contains(&name.as_str())
        {
            found.push(finding(
                Rule::Room,
                path,
                line,
                format!("the domain must not know {name}"),
            ));
        }
    }
    found
}

fn finding(rule: Rule, path: &str, line: usize, what: String) -> Finding {
    Finding {
        rule,
        file: path.to_owned(),
        line,
        what,
    }
}
