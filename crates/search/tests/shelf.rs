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
fn b4_what_is_quoted_must_stand_there_and_no_word_between() {
    let shelf = Shelf::in_memory().unwrap();
    for (id, text) in [
        (1, "録音の障害。応答の時間。"),
        (2, "レコーディングの障害。応答処理の時間。"),
        (3, "ORA-12154 が出る障害。"),
        (4, "ORA が出る障害。12154 件。"),
    ] {
        put(&shelf, id, "", text, &["public"]);
    }
    shelf.commit("1").unwrap();
    for (asked, found) in [
        ("\"録音\" 障害", vec![1]),
        ("\"応答 時間\"", vec![1]),
        ("\"ORA-12154\" 障害", vec![3]),
        ("障害 -\"ORA-12154\"", vec![1, 2, 4]),
    ] {
        assert_eq!(sorted(find(&shelf, asked, &all())), found, "{asked}");
    }
}

#[test]
fn b4_a_minus_alone_leaves_out_and_words_that_ask_nothing_find_nothing() {
    let shelf = filled();
    assert_eq!(find(&shelf, "-電源", &all()), [5, 3, 2, 1]);
    assert_eq!(find(&shelf, "-電源 -\"サーバー 停止\"", &all()), [5, 2, 1]);
    assert_eq!(answer(&shelf, "-電源", &all()).counts, [(0, 4)]);
    for asked in ["の", "する", "?", "※", "\"", "-の"] {
        assert_eq!(answer(&shelf, asked, &all()), Answer::default(), "{asked}");
    }
}

#[test]
fn b4_a_latin_word_is_found_before_it_is_written_to_its_end() {
    let shelf = filled();
    put(&shelf, 6, "", "Reset the password.", &["public"]);
    shelf.commit("8").unwrap();
    for (asked, found) in [("certi", vec![2]), ("passw", vec![6]), ("passw ", vec![])] {
        assert_eq!(find(&shelf, asked, &all()), found, "{asked}");
    }
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
fn a07_what_was_taken_away_weighs_no_more_and_what_is_the_same_is_not_put_again() {
    let asked = "サーバーの停止 手順";
    let public = tag("public");
    let texts = [
        (1, "サーバーを停止する手順。"),
        (2, "サーバーの再起動。certificates"),
        (3, "停止の手順。"),
    ];
    let shelf_of = |those: &[i64]| {
        let shelf = Shelf::in_memory().unwrap();
        for (id, text) in texts.into_iter().filter(|(id, _)| those.contains(id)) {
            put(&shelf, id, "", text, &["public"]);
        }
        shelf.commit("1").unwrap();
        shelf
    };
    let (all_of, without) = (shelf_of(&[1, 2, 3]), shelf_of(&[1, 3]));
    let before = answer(&all_of, asked, &public);
    let tags = ["public".to_owned(), "of:2".to_owned()];
    let entry = Entry {
        id: 2,
        text: texts[1].1,
        tags: &tags,
        at: 1002,
        until: i64::MAX,
        weighs: true,
        ..Entry::default()
    };
    let entries = all_of.count();
    for round in 0..3 {
        let changed = Entry {
            lift: round % 2,
            ..entry.clone()
        };
        for _ in 0..2 {
            all_of
                .replace("of:2", std::slice::from_ref(&changed), true)
                .unwrap();
            all_of.commit("2").unwrap();
        }
        assert_eq!(all_of.count(), entries);
    }
    assert_eq!(answer(&all_of, asked, &public), before);
    all_of.replace("of:2", &[], true).unwrap();
    all_of.commit("3").unwrap();
    assert_eq!(
        answer(&all_of, asked, &public),
        answer(&without, asked, &public)
    );
    assert_eq!(find(&all_of, "certificats", &public), [0; 0]);
}

#[test]
fn b3_what_has_tags_of_the_question_stands_before_what_says_the_same() {
    let shelf = Shelf::in_memory().unwrap();
    for (id, words) in [(1, &["w:録音", "w:停止"][..]), (2, &["w:印刷", "w:停止"])] {
        put(&shelf, id, "停止の手順", "停止する。", words);
    }
    shelf.commit("1").unwrap();
    for (asked, order) in [
        (&["録音", "停止"][..], [1, 2]),
        (&["印刷", "停止"], [2, 1]),
        (&["印刷", "停止", "京都"], [2, 1]),
        (&["録音", "京都", "夜間"], [2, 1]),
        (&[], [2, 1]),
    ] {
        let alike: Vec<String> = asked.iter().map(|word| format!("w:{word}")).collect();
        let wanted = Wanted {
            most: 10,
            alike: &alike,
            ..Wanted::default()
        };
        let question = Question::of("停止", Glossary::embedded());
        let found = shelf.find(&question, &all(), &wanted).unwrap().found;
        let ids: Vec<i64> = found.into_iter().map(|found| found.id).collect();
        assert_eq!(ids, order, "{asked:?}");
    }
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

#[test]
fn b4_the_room_that_an_index_takes_is_that_of_what_it_finds() {
    let shelf = filled();
    let few = shelf.size().unwrap();
    for id in 100..400 {
        let text = format!("記録{id}: 応答が遅い host{id}.example.com");
        put(&shelf, id, "応答の遅延", &text, &["public"]);
    }
    shelf.commit("more").unwrap();
    let many = shelf.size().unwrap();
    assert!(0 < few && few < many, "{few} {many}");
    shelf.clear().unwrap();
    shelf.commit("none").unwrap();
    assert!(shelf.size().unwrap() < few);
}
