//! `docs/sources`, what the sources say, and `docs/security.md`, what is guarded against: held against the tree.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{collections::BTreeSet, fs, path::Path};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const SOURCES: [&str; 5] = [
    "contact-center",
    "experience-hub",
    "remote-support",
    "marketing",
    "collaboration",
];

/// Every function that carries `#[test]` or `#[tokio::test]`, by name.
fn tests_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                tests_below(&path, found);
            }
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let mut marked = false;
            for line in text.lines().map(str::trim) {
                let named = line.split_once("fn ").map(|(_, rest)| rest);
                if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                    marked = true;
                } else if let (true, Some(rest)) = (marked, named) {
                    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                    found.insert(rest[..end.unwrap_or(rest.len())].to_owned());
                    marked = false;
                }
            }
        }
    }
}

fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The rows of a table, as statement, ids and proof.
fn rows(text: &str) -> Vec<[&str; 3]> {
    let lines = text.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        [(); 3].map(|()| cells.next().unwrap_or_default())
    });
    cells.skip(1).collect()
}

/// Every test of the tree.
fn tests() -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for folder in ["crates", "e2e", "xtask", "crash", "benches"] {
        tests_below(&Path::new(ROOT).join(folder), &mut tests);
    }
    assert!(tests.len() > 300, "{}", tests.len());
    tests
}

#[test]
fn sources_name_only_tests_that_exist() {
    let tests = tests();
    let spelled = |id: &str| {
        let (letter, number) = id.split_at(1);
        letter.chars().all(|c| c.is_ascii_uppercase()) && number.parse::<u8>().is_ok()
    };
    let mut faults = Vec::new();
    for source in SOURCES {
        let path = format!("{ROOT}/docs/sources/{source}.md");
        let text = fs::read_to_string(&path).unwrap();
        let rows = rows(&text);
        assert!(rows.len() > 20, "{source}: {}", rows.len());
        for [statement, ids, proof] in rows {
            if !ids.split(", ").all(spelled) {
                faults.push(format!(
                    "{source}: “{statement}” is of no requirement: {ids}"
                ));
            }
            let named: Vec<&str> = quoted(proof).collect();
            if named.is_empty() && !proof.starts_with("**open**: ") {
                faults.push(format!(
                    "{source}: “{statement}” is neither proved nor open"
                ));
            }
            let unknown = named.into_iter().filter(|name| !tests.contains(*name));
            faults.extend(unknown.map(|name| format!("{source}: there is no test {name}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The numbers that each table of `docs/security.md` has, whole and in their order.
const SECURITY: [(char, usize); 2] = [('V', 48), ('A', 22)];

#[test]
fn every_guard_is_proved_by_tests_that_exist_or_named_as_not_there_yet() {
    let tests = tests();
    let text = fs::read_to_string(format!("{ROOT}/docs/security.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| {
        let cells = line.trim_matches('|').split('|').map(str::trim);
        cells.collect::<Vec<_>>()
    });
    let (mut faults, mut numbers) = (Vec::new(), Vec::new());
    for cells in cells.filter(|cells| cells[0].starts_with(['V', 'A']) && cells[0].contains('-')) {
        let [number, against, how, proof] = cells[..] else {
            faults.push(format!("a row of other than four cells: {cells:?}"));
            continue;
        };
        numbers.push(number.to_owned());
        if against.is_empty() || how.is_empty() {
            faults.push(format!("{number} says too little"));
        }
        let named: Vec<&str> = quoted(proof).collect();
        if named.is_empty() && !proof.starts_with("**not there yet**: ") {
            faults.push(format!("{number} is neither proved nor not there yet"));
        }
        let unknown = named.into_iter().filter(|name| !tests.contains(*name));
        faults.extend(unknown.map(|name| format!("{number}: there is no test {name}")));
    }
    let wanted = SECURITY
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}-{number:02}")));
    assert_eq!(
        numbers,
        wanted.collect::<Vec<_>>(),
        "each number once, in order"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
