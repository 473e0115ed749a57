//! Cases that have to do with each other: links, merging, words on cases (K3).

use axum::http::StatusCode;
use domain::{Actor, PersonId, Role, access::Access, case::Command};
use madoguchi::app::together::Joint;
use testkit::cast::*;

use crate::browser::{House, Reader};

async fn post(house: &House, who: &Reader, path: &str, fields: &[(&str, &str)]) -> StatusCode {
    house.post(who, path, fields).await.status
}

/// Two cases of one company, and one of another.
async fn three(house: &House) -> [i64; 3] {
    [
        house.open_case(&AS_AOKI, "録音が再生できない").await,
        house.open_case(&AS_AOKI, "録音の一覧が空").await,
        house.open_case(&AS_LINDNER, "Recording missing").await,
    ]
}

#[tokio::test]
async fn k3_a_link_shows_in_both_cases_to_whoever_sees_both() {
    let house = House::open().await;
    let [one, two, foreign] = three(&house).await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let staffs = |number: i64| format!("/staff/cases/{number:08}");
    let links = format!("{}/links", staffs(one));
    for (other, relation) in [(two, "caused-by"), (foreign, "duplicate-of")] {
        let fields = [
            ("other", format!("No. {other}")),
            ("relation", relation.to_owned()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        assert_eq!(
            post(&house, &mori, &links, &fields).await,
            StatusCode::SEE_OTHER
        );
    }
    let page = house.get(&mori, &links).await.text;
    assert!(page.contains("次のケースが原因") && page.contains("次のケースと重複"));
    let reverse = house.get(&mori, &staffs(two)).await.text;
    assert!(reverse.contains("このケースが原因") && reverse.contains("録音が再生できない"));
    assert!(reverse.contains("関連を追加しました：このケースが原因"));
    // The customer sees the one of their own company, and nothing of the other.
    let own = house.get(&aoki, &format!("/cases/{one:08}")).await.text;
    assert!(own.contains("次のケースが原因") && own.contains(&format!("/cases/{two:08}")));
    assert!(!own.contains("次のケースと重複") && !own.contains(&format!("{foreign:08}")));
    assert!(!own.contains("関連を追加しました"));
    let api = async |actor: &Actor| {
        let stored = house.app.case(actor, one).await.unwrap();
        house.app.around(actor, &stored).await.unwrap().links.len()
    };
    assert_eq!((api(&AS_AOKI).await, api(&AS_MORI).await), (1, 2));
    // To itself, to nothing, to what is kept from the reader: refused alike, with what was typed.
    let kept = house.open_case(&AS_AOKI, "canary-kept").await;
    let command = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    house
        .app
        .change_case(&AS_MORI, kept, command, None, None)
        .await
        .unwrap();
    let command = Command::SetPrivacy { private: true };
    house
        .app
        .change_case(&AS_MORI, kept, command, None, None)
        .await
        .unwrap();
    let ishikawa = house.reader(ISHIKAWA).await;
    let mut faces = Vec::new();
    for number in [kept, 99_999] {
        let typed = number.to_string();
        let refused = house.post(&ishikawa, &links, &[("other", &typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("見つかりません"), "{}", refused.text);
        faces.push(refused.text.replace(&format!("value=\"{typed}\""), "N"));
    }
    assert_eq!(faces[0], faces[1], "kept and unknown are the same nothing");
    // A link to it that others made is not there for them.
    let fields = [("other", kept.to_string())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        post(&house, &mori, &links, &fields).await,
        StatusCode::SEE_OTHER
    );
    assert!(house.get(&mori, &links).await.text.contains("canary-kept"));
    assert!(
        !house
            .get(&ishikawa, &links)
            .await
            .text
            .contains("canary-kept")
    );
    assert!(
        !house
            .get(&ishikawa, &staffs(one))
            .await
            .text
            .contains("canary-kept")
    );
    // Taken back in both.
    let remove = format!("{}/link-removal", staffs(two));
    let fields = [("other", one.to_string())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    // One can be chosen for the next link as well.
    let told = async || {
        let page = house.get(&mori, &links).await.text;
        page.matches("次のケースが原因").count()
    };
    let before = told().await;
    assert_eq!(
        post(&house, &mori, &remove, &fields).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(told().await + 1, before);
    assert_eq!(
        post(&house, &aoki, &links, &fields).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k3_a_merged_case_says_where_it_goes_on_and_comes_back_as_it_stood() {
    let house = House::open().await;
    let [one, two, foreign] = three(&house).await;
    let says = async |actor: &Actor, number, command| {
        house
            .app
            .change_case(actor, number, command, None, None)
            .await
    };
    let update = || Command::PostUpdate {
        text: "canary-said-there".into(),
    };
    says(&AS_AOKI, one, update()).await.unwrap();
    let note = Command::AddNote {
        text: "canary-note-there".into(),
    };
    says(&AS_MORI, one, note).await.unwrap();
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let staffs = format!("/staff/cases/{one:08}");
    let merging = format!("{staffs}/merging");
    let asked = house.get(&mori, &merging).await.text;
    assert!(asked.contains(&format!("into={two:08}")) && !asked.contains(&format!("{foreign:08}")));
    let refused = house.get(&mori, &format!("{merging}?into={foreign}")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("アカウントの異なる"));
    let unknown = house.get(&mori, &format!("{merging}?into=99999")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = house
        .get(&mori, &format!("{merging}?into={two}"))
        .await
        .text;
    assert!(sure.contains("このケースを統合しますか") && !sure.contains("閲覧できません"));
    let before = house.app.case(&AS_MORI, one).await.unwrap().case;
    let other = [("other", two.to_string())];
    let other = other
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        post(&house, &mori, &merging, &other).await,
        StatusCode::SEE_OTHER
    );
    // Twice it is merged once, and says so.
    assert_eq!(
        post(&house, &mori, &merging, &other).await,
        StatusCode::CONFLICT
    );
    let (own, ours) = (format!("/cases/{one:08}"), format!("/cases/{two:08}"));
    let theirs = house.get(&aoki, &own).await.text;
    assert!(
        theirs.contains("統合済み") && theirs.contains(&ours),
        "{theirs}"
    );
    assert!(theirs.contains("統合先のケースへ") && !theirs.contains("merging-undo"));
    // What is said goes where it belongs, or is refused with why.
    let refused = house
        .post(&aoki, &format!("{own}/messages"), &[("text", "x")])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("統合されています"));
    for (reader, path, sees_note) in [
        (&aoki, ours.clone(), false),
        (&mori, format!("/staff/cases/{two:08}"), true),
    ] {
        let page = house.get(reader, &path).await.text;
        assert!(page.contains("canary-said-there") && page.contains(&format!("{one:08}に登録")));
        assert_eq!(page.contains("canary-note-there"), sees_note);
    }
    // Who sees the other one alone is not told of this one.
    let narrow = Actor::Contact {
        person: PersonId(103),
        account: HINODE,
        access: Access {
            guest: true,
            ..Access::all(domain::Level::ReadWrite)
        },
    };
    let stored = house
        .app
        .store
        .case(&domain::access::Scope::System, two)
        .await
        .unwrap()
        .unwrap();
    assert!(
        house
            .app
            .around(&narrow, &stored)
            .await
            .unwrap()
            .carries
            .is_empty()
    );
    // Its customers hear of it once.
    let letters = house.mailed().await;
    let told = letters
        .iter()
        .filter(|letter| letter.subject.contains("まとめて対応"));
    assert_eq!(told.count(), 1);
    assert!(
        house
            .app
            .join(&AS_MORI, two, one, Joint::Merge, None, None)
            .await
            .is_err()
    );
    let undo = format!("{staffs}/merging-undo");
    assert_eq!(post(&house, &mori, &undo, &[]).await, StatusCode::SEE_OTHER);
    let after = house.app.case(&AS_MORI, one).await.unwrap().case;
    assert_eq!(
        (&after.status, after.turn, after.owner, after.turn_since),
        (&before.status, before.turn, before.owner, before.turn_since)
    );
    assert!(
        !house
            .get(&mori, &format!("/staff/cases/{two:08}"))
            .await
            .text
            .contains("canary-said-there")
    );
    says(&AS_AOKI, one, update()).await.unwrap();
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k3_two_who_merge_at_once_make_no_circle() {
    let house = House::open().await;
    let [one, two, _] = three(&house).await;
    let merge = |from, into| {
        house
            .app
            .join(&AS_MORI, from, into, Joint::Merge, None, None)
    };
    let (a, b) = tokio::join!(merge(one, two), merge(two, one));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k3_words_on_cases_are_staffs_found_by_and_named_anew() {
    let house = House::open().await;
    let [one, two, _] = three(&house).await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let staffs = |number: i64| format!("/staff/cases/{number:08}");
    for (number, word) in [
        (one, "請求 書"),
        (two, "ＩＮＶＯＩＣＥ"),
        (one, "既知の不具合"),
    ] {
        let path = format!("{}/tags", staffs(number));
        assert_eq!(
            post(&house, &mori, &path, &[("tag", word)]).await,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            post(&house, &mori, &path, &[("tag", word)]).await,
            StatusCode::SEE_OTHER
        );
    }
    let path = format!("{}/tags", staffs(one));
    for (word, trouble) in [(" ", "入力"), (&*"長".repeat(41), "40")] {
        let refused = house.post(&mori, &path, &[("tag", word)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(trouble));
    }
    assert!(
        !house
            .get(&aoki, &format!("/cases/{one:08}"))
            .await
            .text
            .contains("請求 書")
    );
    let listed = async |words: &str| {
        let q: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let page = house
            .get(&mori, &format!("/staff?view=support&q={q}"))
            .await
            .text;
        // Tabs of cases that were opened stand above it.
        let (_, rows) = page.split_once("<table").unwrap_or_default();
        [one, two].map(|number| rows.contains(&format!("{number:08}</")))
    };
    assert_eq!(listed("tag:\"請求 書\"").await, [true, false]);
    assert_eq!(listed("タグ：invoice").await, [false, true]);
    assert_eq!(listed("tag:known-defect").await, [true, false]);
    let page = house
        .get(&mori, "/staff?view=support&q=tag%3Anothing")
        .await
        .text;
    assert!(page.contains("というタグはありません"));
    // Administrators join and rename; no case is written to.
    let tags = house.app.tags().await.unwrap();
    let id = |word: &str| {
        let found = tags.all().find(|tag| tag.word == word);
        found.unwrap().id
    };
    let (bill, invoice) = (id("請求 書"), id("ＩＮＶＯＩＣＥ"));
    let administrator = Actor::Agent {
        person: MORI,
        role: Role::Administrator,
        team: None,
    };
    assert!(
        house
            .app
            .join_tags(&AS_MORI, invoice, Some(bill), None)
            .await
            .is_err()
    );
    let version = house.app.case(&AS_MORI, two).await.unwrap().case.version;
    house
        .app
        .join_tags(&administrator, invoice, Some(bill), None)
        .await
        .unwrap();
    assert_eq!(listed("tag:請求").await, [true, true]);
    assert!(
        house
            .app
            .join_tags(&administrator, bill, Some(invoice), None)
            .await
            .is_err()
    );
    house
        .app
        .rename_tag(&administrator, bill, "請求", None)
        .await
        .unwrap();
    assert_eq!(listed("tag:請求").await, [true, true]);
    assert!(
        house
            .get(&mori, &staffs(two))
            .await
            .text
            .contains("タグ「請求」を外す")
    );
    assert_eq!(
        house.app.case(&AS_MORI, two).await.unwrap().case.version,
        version
    );
    house
        .app
        .join_tags(&administrator, invoice, None, None)
        .await
        .unwrap();
    assert_eq!(listed("tag:請求").await, [true, false]);
    // Taken off, by whatever name it is read.
    let remove = [("remove", bill.to_string())];
    let remove = remove
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        post(&house, &mori, &path, &remove).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(listed("tag:請求").await, [false, false]);
    assert_eq!(
        house.get(&mori, "/staff/tags").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(house.faults().await, []);
}
