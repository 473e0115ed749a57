//! `madoguchi reindex` as it is called: what it prints, in the language of the environment, and what it leaves to a running program.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{path::Path, process::Command};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/import/small.csv");

/// What the program prints when it ends well.
fn run(args: &[&str], data: &Path, locale: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(args)
        .arg("--data")
        .arg(data)
        .env_remove("MADOGUCHI_DATABASE_URL")
        .env_remove("MADOGUCHI_INDEX")
        .env_remove("MADOGUCHI_FILES")
        .env("LC_ALL", locale)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// The number behind these words.
fn number(told: &str, words: &str) -> u64 {
    let behind = told.split_once(words).unwrap().1;
    let digits = behind.chars().take_while(|sign| sign.is_ascii_digit());
    digits.collect::<String>().parse().unwrap()
}

#[test]
fn b4_an_index_is_made_anew_and_its_size_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("installation");
    let zone = [
        "import",
        "incident-log",
        CASES,
        "--time-zone",
        "Europe/Berlin",
    ];
    run(&zone, &data, "C");
    let first = run(&["reindex"], &data, "en_GB.UTF-8");
    let entries = number(&first, "Entries in the index: ");
    assert!(entries > 0, "{first}");
    assert!(number(&first, "It takes ") > 0, "{first}");
    // Again it is the same, not twice as much.
    let again = run(&["reindex"], &data, "ja_JP.UTF-8");
    assert_eq!(number(&again, "登録数は"), entries, "{again}");

    let index = data.join("index");
    let running = search::Shelf::open(&index).unwrap();
    let told = run(&["reindex"], &data, "C");
    assert!(told.contains("A running program has this index"), "{told}");
    assert!(index.join("anew").exists());
    drop(running);
}
