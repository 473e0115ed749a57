//! One search (B4): whoever looks finds what they may see, and of all else nothing, not even how much there is of it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{
    Actor, Language, Level, PersonId, Role,
    access::{Access, Scope},
    case::Command,
    knowledge::Reader as Reads,
};
use jiff::SignedDuration;
use madoguchi::app::finding::{Asked, Results, Sort, What};
use store::cases::StoredCase;
use testkit::cast::*;

use crate::browser::{House, Reader};

const LEAD: Actor = Actor::Agent {
    person: PersonId(950),
    role: Role::Supervisor,
    team: None,
};

async fn find(house: &House, actor: Option<&Actor>, words: &str) -> Results {
    let asked = Asked {
        words: words.to_owned(),
        most: 500,
        ..Asked::default()
    };
    let found = house.app.search(actor, &asked, &Language::new("ja")).await;
    found.unwrap()
}

fn cases(results: &Results) -> BTreeSet<i64> {
    let each = results.hits.iter().filter_map(|hit| match &hit.what {
        What::Case(case) => Some(case.stored.number),
        _ => None,
    });
    each.collect()
}

async fn say(house: &House, actor: &Actor, number: i64, command: Command) {
    let done = house.app.change_case(actor, number, command, None, None);
    done.await.unwrap();
}

fn contact(person: PersonId, access: Access) -> Actor {
    Actor::Contact {
        person,
        account: HINODE,
        access,
    }
}

/// Everybody whose sight differs.
fn principals() -> Vec<Actor> {
    let later = noon() + SignedDuration::from_mins(6);
    let write = Access::all(Level::ReadWrite);
    vec![
        AS_AOKI,
        AS_BABA,
        AS_READER,
        AS_LINDNER,
        AS_MORI,
        AS_ISHIKAWA,
        LEAD,
        contact(
            BABA,
            Access {
                everywhere: None,
                sites: vec![(OSAKA, Level::ReadOnly)],
                ..write.clone()
            },
        ),
        contact(
            AOKI,
            Access {
                since: Some(later),
                ..write.clone()
            },
        ),
        contact(
            AOKI,
            Access {
                guest: true,
                ..write.clone()
            },
        ),
        contact(
            AOKI,
            Access {
                restricted: true,
                ..write.clone()
            },
        ),
        contact(AOKI, Access::all(Level::Basic)),
        AS_AOKI.looked_at_by(&AS_MORI),
        AS_AOKI.looked_at_by(&AS_ISHIKAWA),
        AS_AOKI.looked_at_by(&LEAD),
    ]
}

/// Cases of both companies and three people, on three sites, over ten minutes; every third has a note, every fifth is kept to its
/// team, every fourth has a file, a note of every sixth has one.
async fn world(house: &House) -> Vec<StoredCase> {
    for n in 0..24_i64 {
        let (actor, site) = match n % 4 {
            0 => (AS_LINDNER, BERLIN),
            1 => (AS_AOKI, TOKYO),
            2 => (AS_AOKI, OSAKA),
            _ => (AS_BABA, TOKYO),
        };
        let at = noon() + SignedDuration::from_mins(n % 10);
        let subject = format!("録音の停止 {n}");
        let number = house
            .cast
            .open(&house.app.store, &actor, site, &subject, at);
        let number = number.await.unwrap();
        if n % 5 == 0 {
            let owner = Some([MORI, ISHIKAWA][(n % 2) as usize]);
            let team = (n % 2 == 1).then_some(TIER1);
            say(house, &LEAD, number, Command::Assign { owner, team }).await;
            say(house, &LEAD, number, Command::SetPrivacy { private: true }).await;
        }
        if n % 3 == 0 {
            let text = "社内だけの言葉 kumquat".into();
            say(house, &LEAD, number, Command::AddNote { text }).await;
        }
    }
    let mut all = Vec::new();
    for number in 1..=24 {
        let case = house.app.store.case(&Scope::System, number).await.unwrap();
        all.push(case.unwrap());
    }
    all
}

#[tokio::test]
async fn b4_a07_what_is_found_is_what_the_gate_lets_one_see() {
    let house = House::open().await;
    let all = world(&house).await;
    let mut sights = BTreeSet::new();
    for actor in principals() {
        let scope = actor.scope();
        let seen: BTreeSet<i64> = all
            .iter()
            .filter(|one| scope.sees(&one.case))
            .map(|one| one.number)
            .collect();
        for words in [
            "録音",
            "録音 停止",
            "録音の停止を直したい",
            "status:open",
            "録",
        ] {
            let results = find(&house, Some(&actor), words).await;
            assert_eq!(cases(&results), seen, "{words} {actor:?}");
            let counted = results.counts.get(&Sort::Case).copied().unwrap_or(0);
            assert_eq!(counted, seen.len(), "{words} {actor:?}");
        }
        // What staff noted is found by staff who see its case, and changes nothing for anybody else.
        let noted = find(&house, Some(&actor), "kumquat").await;
        let may: BTreeSet<i64> = match actor.is_staff() {
            true => seen.iter().copied().filter(|n| (n - 1) % 3 == 0).collect(),
            false => BTreeSet::new(),
        };
        assert_eq!(cases(&noted), may, "{actor:?}");
        assert_eq!(noted.counts.values().sum::<usize>(), may.len());
        sights.insert(seen);
    }
    assert!(sights.len() >= 8, "they see different things");
    let stranger = find(&house, None, "録音").await;
    assert!(stranger.hits.is_empty() && stranger.counts.is_empty());
}

#[tokio::test]
async fn b4_words_of_cases_are_found_marked_and_explained() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "ｻｰﾊﾞｰが落ちた").await;
    let text = "夜間に ORA-12154 が出て、db01.example.com へ接続できません。".into();
    say(&house, &AS_AOKI, number, Command::PostUpdate { text }).await;
    let aoki = house.reader(AOKI).await;
    for (asked, marked) in [
        ("ORA-12154", "<mark>ORA-12154</mark>"),
        ("db01.example.com", "<mark>db01.example.com</mark>"),
        ("サーバ", "<mark>ｻｰﾊﾞｰ</mark>"),
        ("夜間", "<mark>夜間</mark>"),
        ("サーバー -電源", "<mark>ｻｰﾊﾞｰ</mark>"),
        ("status:open サーバー", "<mark>ｻｰﾊﾞｰ</mark>"),
        ("状態:open サーバー", "<mark>ｻｰﾊﾞｰ</mark>"),
    ] {
        let asked: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        let page = house.get(&aoki, &format!("/search?q={asked}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(marked), "{asked}: {}", page.text);
    }
    for asked in [
        "サーバー -夜間",
        "status:closed サーバー",
        "\"落ちた サーバー\"",
    ] {
        let asked: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        let page = house.get(&aoki, &format!("/search?q={asked}")).await;
        assert!(!page.text.contains("<mark>"), "{asked}");
        assert!(page.text.contains("見つかりませんでした"), "{asked}");
    }
    let owner = house
        .get(&aoki, "/search?q=owner:me+%E3%82%B5%E3%83%BC%E3%83%90")
        .await;
    assert!(
        owner.text.contains("<mark>"),
        "what customers do not know is a word"
    );
    // A number goes straight to its case, from either box; what is not theirs does not.
    let lindner = house.reader(LINDNER).await;
    for address in [
        format!("/search?q={number:08}"),
        format!("/find?number={number}"),
    ] {
        let to = house.get(&aoki, &address).await;
        assert_eq!(to.header("location"), format!("/cases/{number:08}"));
        let other = house.get(&lindner, &address).await;
        assert_ne!(other.status, StatusCode::SEE_OTHER, "{address}");
    }
    let words = house.get(&aoki, "/find?number=ORA-12154").await;
    assert_eq!(words.header("location"), "/search?q=ORA-12154");
    let mori = house.reader(MORI).await;
    let staffs = house.get(&mori, "/search?q=ORA-12154").await;
    assert_eq!(staffs.header("location"), "/staff/search?q=ORA-12154");
    let staffs = house.get(&mori, "/staff/search?q=ORA-12154").await;
    assert!(staffs.text.contains("日の出物流") && staffs.text.contains("<mark>ORA-12154</mark>"));
}

#[tokio::test]
async fn b4_files_are_found_by_what_stands_in_them_by_those_who_have_them() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let (log, _, _) = encoding_rs::SHIFT_JIS.encode("10:00 起動\n10:01 給紙トレイの異常 E-4711\n");
    let public = house.hand_in(&AS_AOKI, "printer.log", &log).await;
    let update = Command::PostUpdate {
        text: "記録です".into(),
    };
    let sent = house
        .app
        .change_case_with(&AS_AOKI, number, update, &[public], None, None)
        .await;
    sent.unwrap();
    let inner = house
        .hand_in(&AS_MORI, "analysis.txt", "給紙トレイの設計".as_bytes())
        .await;
    let note = Command::AddNote {
        text: "見ました".into(),
    };
    let sent = house
        .app
        .change_case_with(&AS_MORI, number, note, &[inner], None, None)
        .await;
    sent.unwrap();
    let files = |results: &Results| -> Vec<String> {
        let each = results.hits.iter().filter_map(|hit| match &hit.what {
            What::File { file, .. } => Some(file.name.clone()),
            _ => None,
        });
        let mut names: Vec<String> = each.collect();
        names.sort();
        names
    };
    let theirs = find(&house, Some(&AS_AOKI), "給紙トレイ").await;
    assert_eq!(files(&theirs), ["printer.log"]);
    assert_eq!(theirs.counts.get(&Sort::File), Some(&1));
    let excerpt = &theirs.hits[0].excerpt;
    assert!(excerpt.text.contains("給紙トレイの異常"), "{excerpt:?}");
    let staffs = find(&house, Some(&AS_MORI), "給紙トレイ").await;
    assert_eq!(files(&staffs), ["analysis.txt", "printer.log"]);
    assert!(files(&find(&house, Some(&AS_LINDNER), "給紙トレイ").await).is_empty());
    assert_eq!(
        files(&find(&house, Some(&AS_AOKI), "E-4711").await),
        ["printer.log"]
    );
    // A file that is taken away is gone with all that stood in it.
    house
        .app
        .remove_file(&AS_AOKI, number, public)
        .await
        .unwrap();
    assert_eq!(
        files(&find(&house, Some(&AS_MORI), "給紙トレイ").await),
        ["analysis.txt"]
    );
}

#[tokio::test]
async fn b4_office_files_are_found_by_what_stands_in_them() {
    use std::io::Write as _;
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    let document = "<w:document><w:p><w:t>給紙ローラーの交換手順</w:t></w:p></w:document>";
    archive.write_all(document.as_bytes()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let file = house.hand_in(&AS_AOKI, "手順.docx", &bytes).await;
    let broken = house
        .hand_in(&AS_AOKI, "壊れた.docx", &bytes[..bytes.len() / 2])
        .await;
    let update = Command::PostUpdate {
        text: "添付します".into(),
    };
    let files = [file, broken];
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &files, None, None)
        .await
        .unwrap();
    let found = find(&house, Some(&AS_AOKI), "給紙ローラー").await;
    assert_eq!(found.counts.get(&Sort::File), Some(&1));
    assert!(
        found.hits[0].excerpt.text.contains("交換手順"),
        "{:?}",
        found.hits[0].excerpt
    );
    // It was read once, and what it says goes with it.
    let text = async || house.app.store.file_text(file).await.unwrap();
    assert!(text().await.is_some_and(|text| text.contains("交換手順")));
    let nothing = house.app.store.file_text(broken).await.unwrap();
    assert_eq!(nothing.as_deref(), Some(""), "it is not read again");
    house.app.remove_file(&AS_AOKI, number, file).await.unwrap();
    madoguchi::work::files::clear(&house.app).await.unwrap();
    assert_eq!(text().await, None);
}

#[tokio::test]
async fn a07_what_is_erased_or_kept_to_a_team_is_found_no_more() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "接続できない").await;
    let text = "合言葉は persimmon です".into();
    say(&house, &AS_AOKI, number, Command::PostUpdate { text }).await;
    assert_eq!(
        find(&house, Some(&AS_AOKI), "persimmon").await.hits.len(),
        1
    );
    let case = house
        .app
        .store
        .case(&Scope::System, number)
        .await
        .unwrap()
        .unwrap();
    let stream = store::events::Stream {
        kind: store::events::StreamKind::Case,
        id: case.id.0,
    };
    house.app.store.erase_text(stream, 2, 0).await.unwrap();
    let gone = find(&house, Some(&AS_AOKI), "persimmon").await;
    assert!(gone.hits.is_empty() && gone.counts.is_empty());
    assert_eq!(
        find(&house, Some(&AS_ISHIKAWA), "接続").await.counts.len(),
        1
    );
    let owner = Some(MORI);
    say(&house, &LEAD, number, Command::Assign { owner, team: None }).await;
    say(&house, &LEAD, number, Command::SetPrivacy { private: true }).await;
    let kept = find(&house, Some(&AS_ISHIKAWA), "接続").await;
    assert!(kept.hits.is_empty() && kept.counts.is_empty());
    assert_eq!(find(&house, Some(&AS_MORI), "接続").await.hits.len(), 1);
}

#[tokio::test]
async fn b4_a_stopped_index_goes_on_where_it_was_and_one_of_another_log_is_made_anew() {
    let (house, other) = (House::open().await, House::open().await);
    let folder = tempfile::tempdir().unwrap();
    let count = async |house: &House, word: &str| {
        let app = house.app.clone().with_index(folder.path().to_owned()).await;
        let app = app.unwrap();
        while app.take_up().await.unwrap() {}
        let asked = Asked {
            words: word.into(),
            most: 10,
            ..Asked::default()
        };
        let found = app.search(Some(&LEAD), &asked, &Language::new("ja")).await;
        found.unwrap().hits.len()
    };
    house.open_case(&AS_AOKI, "録音の停止").await;
    assert_eq!(count(&house, "録音").await, 1);
    house.open_case(&AS_AOKI, "録音の再生").await;
    assert_eq!(count(&house, "録音").await, 2);
    other.open_case(&AS_AOKI, "転送の失敗").await;
    assert_eq!(count(&other, "録音").await, 0);
    assert_eq!(count(&other, "転送").await, 1);
    // Asked to, it makes all of it anew, and says so once.
    madoguchi::app::App::ask_anew(folder.path()).unwrap();
    assert_eq!(count(&other, "転送").await, 1);
    assert!(!folder.path().join("anew").exists());
}

#[tokio::test]
async fn k1_closed_cases_that_are_alike_are_beside_a_case_with_what_was_answered() {
    let house = House::open().await;
    let first = house.open_case(&AS_AOKI, "録音が途中で停止する").await;
    say(
        &house,
        &AS_MORI,
        first,
        Command::Reply {
            text: "設定を直して解決しました".into(),
            then: None,
        },
    )
    .await;
    let second = house.open_case(&AS_LINDNER, "録音が停止しました").await;
    let mori = house.reader(MORI).await;
    let page = |number: i64| format!("/staff/cases/{number:08}");
    let open = house.get(&mori, &page(second)).await.text;
    assert!(
        !open.contains("設定を直して"),
        "an open case solved nothing"
    );
    let closing = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    say(&house, &AS_AOKI, first, closing).await;
    let beside = house.get(&mori, &page(second)).await.text;
    assert!(beside.contains("似ている解決済みケース") && beside.contains("設定を直して"));
    // What was covered of it is covered here, too.
    let stored = house.app.case(&AS_MORI, first).await.unwrap();
    let history = house.app.history(&AS_MORI, &stored).await.unwrap();
    let answer = history.iter().find(|one| one.event.is_answer()).unwrap();
    let covering = format!("{}/redactions/{}", page(first), answer.version);
    let covered = house
        .post(&mori, &covering, &[("words", "設定を直して")])
        .await;
    assert_eq!(covered.status, StatusCode::SEE_OTHER, "{}", covered.text);
    let beside = house.get(&mori, &page(second)).await.text;
    assert!(beside.contains("■■■■解決しました"), "{beside}");
}

#[tokio::test]
async fn b4_knowledge_stands_beside_cases_and_each_is_counted() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音の停止").await;
    let (mori, ishikawa, aoki) = (
        house.reader(MORI).await,
        house.reader(ISHIKAWA).await,
        house.reader(AOKI).await,
    );
    for (audience, title) in [("everybody", "録音の手順"), ("staff", "録音の裏側")] {
        let fields = [
            ("sort", "faq"),
            ("audience", audience),
            ("title-0", title),
            ("body-0", "録音を止めるには"),
            ("title-1", ""),
            ("body-1", ""),
        ];
        let begun = house.post(&mori, "/staff/knowledge", &fields).await;
        let at = format!("{}/publish", begun.header("location"));
        house.post(&ishikawa, &at, &[]).await;
    }
    let page = house.get(&aoki, "/search?q=%E9%8C%B2%E9%9F%B3").await.text;
    assert!(
        page.contains("録音</mark>の手順") && !page.contains("裏側"),
        "{page}"
    );
    let only = house
        .get(&aoki, "/search?q=%E9%8C%B2%E9%9F%B3&sort=cases")
        .await
        .text;
    assert!(only.contains("録音</mark>の停止") && !only.contains("の手順"));
    let stranger = house
        .get(&Reader::default(), "/search?q=%E9%8C%B2%E9%9F%B3")
        .await
        .text;
    assert!(stranger.contains("の手順") && !stranger.contains("の停止"));
    let staff = find(&house, Some(&AS_MORI), "録音").await;
    assert_eq!(staff.counts.get(&Sort::Article), Some(&2));
    let reads = house.app.reader_of(Some(&AS_MORI)).await.unwrap();
    assert_eq!(reads, Reads::Staff);
    assert_eq!(house.faults().await, []);
}
