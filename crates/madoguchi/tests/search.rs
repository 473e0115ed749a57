//! `madoguchi search eval`: what it prints, and how it tells of tables that are not as they must be.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::process::{Command, Output};

const DOCUMENTS: &str = "a1\t転居の届出\t住所を異動した方は転居届を提出してください。\na2\t粗大ごみ\t家具は処理券を貼付して排出してください。\na3\tReboot\tHow to restart the server.\n";
const QUERIES: &str =
    "1\t引っ越したら何を出すの\n2\tいらないソファを捨てたい\n3\tサーバーを再起動したい\n";

fn eval(documents: &[u8], queries: &str, relevant: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    command.args(["search", "eval"]).current_dir(folder.path());
    for (name, text) in [
        ("documents", documents),
        ("queries", queries.as_bytes()),
        ("relevant", relevant.as_bytes()),
    ] {
        let file = format!("{name}.tsv");
        std::fs::write(folder.path().join(&file), text).unwrap();
        command.args([format!("--{name}"), file]);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn b4_judged_questions_are_measured() {
    let output = eval(
        DOCUMENTS.as_bytes(),
        QUERIES,
        "1\ta1\t2\n2\ta2\t1\n3\ta3\t1\n",
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines: Vec<(&str, f64)> = text(&output.stdout)
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, value)| (name, value.parse().unwrap()))
        .collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["recall@10", "ndcg@10", "mrr", "p50_ms", "p95_ms"]);
    for (name, value) in &lines[..3] {
        assert!((value - 1.0).abs() < 1e-9, "{name} {value}");
    }
}

#[test]
fn b4_rows_that_are_ill_are_told_by_line() {
    let output = eval(
        DOCUMENTS.as_bytes(),
        "1\t引っ越し\n2\n",
        "1\ta1\t1\n1\ta2\tgood\n",
    );
    assert_eq!(output.status.code(), Some(3));
    let told = text(&output.stderr);
    assert!(
        told.contains("queries.tsv:2: 2 columns are wanted"),
        "{told}"
    );
    assert!(
        told.contains("relevant.tsv:2: the grade is no whole number"),
        "{told}"
    );
    assert!(text(&output.stdout).starts_with("recall@10 1.0000\n"));
}

#[test]
fn b4_a_judgement_of_something_missing_is_told_and_counts_as_not_found() {
    let output = eval(
        DOCUMENTS.as_bytes(),
        QUERIES,
        "1\ta1\t1\n1\tb9\t1\n9\ta1\t1\n",
    );
    assert!(output.status.success());
    let told = text(&output.stderr);
    assert!(
        told.contains("relevant.tsv:2: no document is called b9"),
        "{told}"
    );
    assert!(
        told.contains("relevant.tsv:3: no question is called 9"),
        "{told}"
    );
    assert!(text(&output.stdout).starts_with("recall@10 0.5000\n"));
}

#[test]
fn b4_tables_that_cannot_be_measured_say_why() {
    let output = eval(b"a1\tT\t\xff\n", QUERIES, "1\ta1\t1\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("documents.tsv:1: the line is not UTF-8"));
    let output = eval(DOCUMENTS.as_bytes(), QUERIES, "1\ta1\t0\n");
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).is_empty());
}
