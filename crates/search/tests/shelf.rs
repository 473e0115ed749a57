//! The index on the disk: what is found within what, what is gone, and what stays after a stop.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use search::{Answer, Entry, Glossary, Question, Shelf, Wanted, Within};

fn put(shelf: &Shelf, id: i64, title: &str, text: &str, tags: &[&str]) {
    let mut tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    tags.push(format!("of:{id}"));
    let entry = Entry {
        id,
        title,
        text,
        tags: &tags,
        at: 1000 + id,
        until: i64::MAX,
        weighs: tags.iter().any(|tag| tag == "public"),
        ..Entry::default()
    };
    shelf.put(&entry).unwrap();
}

fn answer(shelf: &Shelf, asked: &str, within: &Within) -> Answer {
    let mut question = Question::of(asked, Glossary::embedded());
    question.mend(&shelf.vocabulary().unwrap());
    let wanted = Wanted {
        most: 10,
        ..Wanted::default()
    };
    shelf.find(&question, within, &wanted).unwrap()
}

fn find(shelf: &Shelf, asked: &str, within: &Within) -> Vec<i64> {
    let found = answer(shelf, asked, within).found;
    found.into_iter().map(|found| found.id).collect()
}

fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
    ids.sort_unstable();
    ids
}

fn tag(name: &str) -> Within {
    Within::Tag(name.to_owned())
}

fn all() -> Within {
    Within::All(Vec::new())
}

fn filled() -> Shelf {
    let shelf = Shelf::in_memory().unwrap();
    for (id, title, text, tags) in [
        (
            1,
            "転居の届出",
            "住所を異動した方は転居届を提出してください。",
            &["public"][..],
        ),
        (
            2,
            "サーバの再起動",
            "サーバーを再起動する手順。certificate",
            &["public"],
        ),
        (
            3,
            "サーバが落ちた",
            "夜間にORA-12154が出てサーバーが停止した。host db01.example.com 契約 C-1001-7",
            &["account:1"],
        ),
        (
            4,
            "サーバ停止",
            "サーバーが停止した。原因は電源。",
            &["account:2"],
        ),
        (5, "", "サーバーの内部メモ", &["account:1", "staff"]),
    ] {
        put(&shelf, id, title, text, tags);
    }
    shelf.commit("7").unwrap();
    shelf
}

#[test]
fn b4_nothing_is_found_outside_of_what_one_may_see() {
    let shelf = filled();
    let customer = Within::All(vec![
        Within::Any(vec![tag("account:1"), tag("public")]),
        Within::outside(tag("staff")),
    ]);
    let both = answer(&shelf, "サーバー", &customer);
    assert_eq!(both.counts, [(0, 2)], "what is counted lies within, too");
    assert_eq!(sorted(find(&shelf, "サーバー", &customer)), [2, 3]);
    assert_eq!(find(&shelf, "ora-12154", &customer), [3]);
    assert_eq!(find(&shelf, "ora-12154", &tag("account:2")), [0; 0]);
    assert_eq!(find(&shelf, "引っ越したら", &customer), [1]);
    assert_eq!(find(&shelf, "サーバー", &all()).len(), 4);
    assert_eq!(find(&shelf, "サーバー", &Within::Since(1006)), [0; 0]);
    assert_eq!(find(&shelf, "サーバー", &Within::nothing()), [0; 0]);
    assert_eq!(find(&shelf, "", &customer), [3, 2, 1], "the latest first");
}

#[test]
fn b4_phrases_and_what_must_not_be_there_hold_on_the_disk_too() {
    let shelf = filled();
    assert_eq!(find(&shelf, "サーバー -再起動 -メモ -電源", &all()), [3]);
    for asked in ["\"サーバー 停止\" 電源", "「サーバー 停止」 電源"] {
        assert_eq!(find(&shelf, asked, &all()), [4, 3], "{asked}");
    }
    assert_eq!(find(&shelf, "「停止 サーバー」", &all()), [0; 0]);
    assert_eq!(find(&shelf, "\"停止 サーバー\"", &all()), [0; 0]);
    assert_eq!(find(&shelf, "サーバー AND 電源", &all()), [4]);
}

#[test]
fn b4_codes_hosts_and_numbers_are_found_as_written_and_short_words_within_running_text() {
    let shelf = filled();
    for (asked, found) in [
        ("ORA-12154", vec![3]),
        ("db01.example.com", vec![3]),
        ("c-1001-7", vec![3]),
        ("電源", vec![4]),
        ("夜間", vec![3]),
        ("届", vec![1]),
        ("certifcate", vec![2]),
    ] {
        assert_eq!(sorted(find(&shelf, asked, &all())), found, "{asked}");
    }
}

#[test]
fn b4_what_was_replaced_or_taken_away_is_gone_with_the_next_commit() {
    let shelf = filled();
    shelf.take_away("of:4", false);
    put(&shelf, 4, "停止", "電源を替えた。", &["account:2"]);
    shelf.take_away("of:3", false);
    shelf.commit("9").unwrap();
    assert_eq!(find(&shelf, "ora-12154", &all()), [0; 0]);
    assert_eq!(sorted(find(&shelf, "サーバー", &all())), [2, 5]);
    shelf.clear().unwrap();
    shelf.commit("0").unwrap();
    assert_eq!(find(&shelf, "電源", &all()), [0; 0]);
}

#[test]
fn b4_pages_go_on_behind_a_place_and_things_of_several_entries_are_found_once() {
    let shelf = Shelf::in_memory().unwrap();
    for id in 0..7 {
        put(&shelf, id, "障害", "応答時間", &[]);
    }
    put(&shelf, 6, "障害", "応答時間の記録", &[]);
    shelf.commit("1").unwrap();
    let question = Question::of("障害 応答時間", Glossary::embedded());
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let wanted = Wanted {
            most: 3,
            behind,
            ..Wanted::default()
        };
        let answer = shelf.find(&question, &all(), &wanted).unwrap();
        assert_eq!(answer.counts, [(0, 7)]);
        seen.extend(answer.found.iter().map(|found| found.id));
        behind = answer.found.last().map(search::Found::place);
        if !answer.more {
            break;
        }
    }
    assert_eq!(sorted(seen), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn b4_what_was_committed_stays_and_what_was_not_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    {
        let shelf = Shelf::open(folder.path()).unwrap();
        assert_eq!(shelf.place().unwrap(), None);
        put(&shelf, 1, "障害", "応答時間", &[]);
        shelf.commit("3 14").unwrap();
        put(&shelf, 2, "障害", "切断", &[]);
        let second = Shelf::open(folder.path());
        assert!(matches!(second.err(), Some(search::Broken::InUse)));
    }
    let shelf = Shelf::open(folder.path()).unwrap();
    assert_eq!(shelf.place().unwrap().as_deref(), Some("3 14"));
    assert_eq!(find(&shelf, "障害", &all()), [1]);
}

#[test]
fn b4_a_damaged_index_is_begun_anew_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("notes.txt");
    std::fs::write(&other, "x").unwrap();
    let filled = || {
        let shelf = Shelf::open(folder.path()).unwrap();
        put(&shelf, 1, "障害", "応答時間", &[]);
        shelf.commit("3 14").unwrap();
    };
    let segment = || {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|kind| kind == "term"));
        files.pop().unwrap()
    };
    // A bit that fell over, a file cut off, one that is gone, and a list of files that is none.
    for harm in 0..4 {
        filled();
        let path = segment();
        let mut bytes = std::fs::read(&path).unwrap();
        match harm {
            0 => bytes[3] ^= 1,
            1 => bytes.truncate(5),
            _ => {}
        }
        std::fs::write(&path, bytes).unwrap();
        match harm {
            2 => std::fs::remove_file(&path).unwrap(),
            3 => std::fs::write(folder.path().join("meta.json"), "{").unwrap(),
            _ => {}
        }
        let shelf = Shelf::open(folder.path()).unwrap();
        assert_eq!(shelf.place().unwrap(), None, "{harm}");
        assert_eq!(shelf.count(), 0, "{harm}");
    }
    assert!(other.exists());
}

#[test]
fn a07_what_others_write_moves_nothing() {
    let shelf = filled();
    let own = Within::Any(vec![tag("account:1"), tag("public")]);
    let before = answer(&shelf, "サーバーの停止 手順", &own);
    for number in 0..300 {
        let text = "停止した手順。停止。";
        put(&shelf, 100 + number, "停止", text, &["account:9"]);
    }
    shelf.commit("8").unwrap();
    assert_eq!(answer(&shelf, "サーバーの停止 手順", &own), before);
    assert!(!before.found.is_empty());
}

#[test]
fn b3_what_helped_stands_before_what_says_the_same() {
    let shelf = Shelf::in_memory().unwrap();
    for (id, lift) in [(1, 0), (2, 3), (3, 1)] {
        let entry = Entry {
            id,
            title: "録音の手順",
            text: "録音を始める。",
            until: i64::MAX,
            lift,
            ..Entry::default()
        };
        shelf.put(&entry).unwrap();
    }
    shelf.commit("1").unwrap();
    assert_eq!(find(&shelf, "録音", &all()), [2, 3, 1]);
}
