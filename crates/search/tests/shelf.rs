//! The index on the disk: what is found within what, what is gone, and what stays after a stop.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use search::{Entry, Glossary, Question, Shelf, Within};

fn put(shelf: &Shelf, key: &str, title: &str, text: &str, tags: &[&str]) {
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    let weighs = tags.iter().any(|tag| tag == "public");
    shelf
        .put(&Entry {
            key,
            title,
            text,
            tags: &tags,
            at: 1000,
            weighs,
        })
        .unwrap();
}

fn find(shelf: &Shelf, asked: &str, within: &Within) -> Vec<String> {
    let question = Question::of(asked, Glossary::embedded());
    let found = shelf.find(&question, within, 10).unwrap();
    found.into_iter().map(|found| found.key).collect()
}

fn tag(name: &str) -> Within {
    Within::Tag(name.to_owned())
}

fn filled() -> Shelf {
    let shelf = Shelf::in_memory().unwrap();
    put(
        &shelf,
        "k1",
        "転居の届出",
        "住所を異動した方は転居届を提出してください。",
        &["public"],
    );
    put(
        &shelf,
        "k2",
        "サーバの再起動",
        "サーバーを再起動する手順。",
        &["public"],
    );
    put(
        &shelf,
        "c1",
        "サーバが落ちた",
        "夜間にORA-12154が出てサーバーが停止した。",
        &["account:1"],
    );
    put(
        &shelf,
        "c2",
        "サーバ停止",
        "サーバーが停止した。原因は電源。",
        &["account:2"],
    );
    put(
        &shelf,
        "n1",
        "",
        "サーバーの内部メモ",
        &["account:1", "staff"],
    );
    shelf.commit("7").unwrap();
    shelf
}

#[test]
fn b4_nothing_is_found_outside_of_what_one_may_see() {
    let shelf = filled();
    let customer = Within::All(vec![
        Within::Any(vec![tag("account:1"), tag("public")]),
        Within::Not(Box::new(tag("staff"))),
    ]);
    let mut found = find(&shelf, "サーバー", &customer);
    found.sort();
    assert_eq!(found, ["c1", "k2"]);
    assert_eq!(find(&shelf, "ora-12154", &customer), ["c1"]);
    assert!(find(&shelf, "ora-12154", &tag("account:2")).is_empty());
    assert_eq!(find(&shelf, "引っ越したら", &customer), ["k1"]);
    assert_eq!(find(&shelf, "サーバー", &Within::All(Vec::new())).len(), 4);
    assert!(find(&shelf, "サーバー", &Within::Since(1001)).is_empty());
    assert!(find(&shelf, "サーバー", &Within::Any(Vec::new())).is_empty());
}

#[test]
fn b4_phrases_and_what_must_not_be_there_hold_on_the_disk_too() {
    let shelf = filled();
    let all = Within::All(Vec::new());
    assert_eq!(find(&shelf, "サーバー -再起動 -メモ -電源", &all), ["c1"]);
    assert_eq!(find(&shelf, "\"サーバー 停止\" 電源", &all)[0], "c2");
    assert!(find(&shelf, "\"停止 サーバー\"", &all).is_empty());
    assert_eq!(find(&shelf, "サーバー AND 電源", &all), ["c2"]);
}

#[test]
fn b4_what_was_replaced_or_taken_away_is_gone_with_the_next_commit() {
    let shelf = filled();
    let all = Within::All(Vec::new());
    put(&shelf, "c2", "停止", "電源を替えた。", &["account:2"]);
    shelf.take_away("c1");
    shelf.commit("9").unwrap();
    assert!(find(&shelf, "ora-12154", &all).is_empty());
    let mut found = find(&shelf, "サーバー", &all);
    found.sort();
    assert_eq!(found, ["k2", "n1"]);
    shelf.clear().unwrap();
    shelf.commit("0").unwrap();
    assert!(find(&shelf, "電源", &all).is_empty());
}

#[test]
fn b4_what_was_committed_stays_and_what_was_not_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let all = Within::All(Vec::new());
    {
        let shelf = Shelf::open(folder.path()).unwrap();
        assert_eq!(shelf.place().unwrap(), None);
        put(&shelf, "a", "障害", "応答時間", &[]);
        shelf.commit("3 14").unwrap();
        put(&shelf, "b", "障害", "切断", &[]);
    }
    let shelf = Shelf::open(folder.path()).unwrap();
    assert_eq!(shelf.place().unwrap().as_deref(), Some("3 14"));
    assert_eq!(find(&shelf, "障害", &all), ["a"]);
}

#[test]
fn a07_what_others_write_moves_nothing() {
    let shelf = filled();
    let own = Within::Any(vec![tag("account:1"), tag("public")]);
    let question = Question::of("サーバーの停止 手順", Glossary::embedded());
    let before = shelf.find(&question, &own, 10).unwrap();
    for number in 0..300 {
        put(
            &shelf,
            &format!("x{number}"),
            "停止",
            "停止した手順。停止。",
            &["account:9"],
        );
    }
    shelf.commit("8").unwrap();
    assert_eq!(shelf.find(&question, &own, 10).unwrap(), before);
    assert_eq!(before.len(), 3);
}
