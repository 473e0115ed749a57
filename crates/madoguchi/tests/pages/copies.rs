//! Who is in copy of a case that is open (C5): changed by either side, doubted like an opening's, followed by the mails.

use axum::http::StatusCode;
use domain::{
    Actor, CaseId, Level, PersonId, Prose, Role,
    access::{self, Access},
    case::{Answer, Command, CopiesChange, Refused},
    directory::{PersonEvent, Profile},
    event::By,
};
use madoguchi::app::Fail;
use store::cases::{Keys, Opening};
use testkit::cast::*;

use crate::browser::House;

/// Whom the letters since then went to.
async fn written_to(house: &House, before: usize) -> Vec<String> {
    // Nobody is written to twice within a minute.
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    let letters = house.mailed().await;
    let new = letters.len() - before;
    let mut to: Vec<String> = letters[..new].iter().map(|l| l.to.email.clone()).collect();
    to.sort();
    to
}

async fn replied(house: &House, number: i64) {
    let reply = Command::Reply {
        text: "確認しました".into(),
        then: None,
    };
    let done = house.app.change_case(&AS_MORI, number, reply, None, None);
    done.await.unwrap();
}

#[tokio::test]
async fn c5_who_is_in_copy_is_changed_by_both_sides_and_the_mails_follow() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let page = format!("/cases/{number:08}");
    let form = format!("{page}/copies");
    let link = format!("href=\"{form}\"");
    assert!(house.get(&aoki, &page).await.text.contains(&link));
    let typed = (
        "copy-to",
        "ｂａｂａ＠hinode.exmaple\nclient@elsewhere.example",
    );
    let doubted = house.post(&aoki, &form, &[typed]).await;
    assert_eq!(doubted.status, StatusCode::UNPROCESSABLE_ENTITY);
    let button = "copy-to baba@hinode.exmaple baba@hinode.example";
    for part in [button, "社外のアドレス", "name=\"sure-of\""] {
        assert!(doubted.text.contains(part), "{part}: {}", doubted.text);
    }
    let corrected = house
        .post(&aoki, &form, &[typed, ("_correct", button)])
        .await;
    assert!(
        corrected
            .text
            .contains("baba@hinode.example\nclient@elsewhere.example")
    );
    let right = ("copy-to", "baba@hinode.example\nclient@elsewhere.example");
    let sure = ("sure-of", "client@elsewhere.example");
    let added = house.post(&aoki, &form, &[right, sure]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert_eq!(added.header("location"), format!("{page}#copies"));
    let shown = house.get(&aoki, &page).await.text;
    for part in [
        "<li>client@elsewhere.example</li>",
        "写しの宛先に加えました：baba@hinode.example・client@elsewhere.example",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }

    let before = house.mailed().await.len();
    replied(&house, number).await;
    let all = [
        "aoki@hinode.example",
        "baba@hinode.example",
        "client@elsewhere.example",
    ];
    assert_eq!(written_to(&house, before).await, all);
    // Support takes somebody out: not even what is on its way reaches them.
    let before = house.mailed().await.len();
    replied(&house, number).await;
    let staffs = format!("/staff/cases/{number:08}/copies");
    let out = house
        .post(&mori, &staffs, &[("out-1", "yes"), ("copy-to", "")])
        .await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.text);
    assert_eq!(written_to(&house, before).await, all[..2]);
    // Nor a colleague who reads the case anyway.
    let before = house.mailed().await.len();
    replied(&house, number).await;
    let out = house
        .post(&aoki, &form, &[("out-0", "yes"), ("copy-to", "")])
        .await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert_eq!(written_to(&house, before).await, all[..1]);
    let shown = house
        .get(&mori, &format!("/staff/cases/{number:08}"))
        .await
        .text;
    assert!(shown.contains("写しの宛先から外しました：client@elsewhere.example"));
    assert!(!shown.contains("<li>client@elsewhere.example</li>"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c5_c18_who_only_reads_changes_no_copies_and_nobody_does_once_it_is_over() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let change = CopiesChange {
        add: "baba@hinode.example".into(),
        ..CopiesChange::default()
    };
    for actor in [&AS_READER, &AS_LINDNER] {
        let refused = house
            .app
            .change_copies(actor, number, change.clone(), None, None);
        let refused = refused.await.unwrap_err();
        let away = matches!(refused, Fail::NotFound | Fail::Refused(Refused::NotAllowed));
        assert!(away, "{refused:?}");
    }
    let reader = house.reader(READER).await;
    let page = house
        .get(&reader, &format!("/cases/{number:08}"))
        .await
        .text;
    assert!(!page.contains("/copies"), "{page}");
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    let actor = &AS_AOKI;
    let closed = house.app.change_case(actor, number, close, None, None);
    closed.await.unwrap();
    let refused = house.app.change_copies(actor, number, change, None, None);
    let refused = refused.await.unwrap_err();
    assert!(
        matches!(refused, Fail::Refused(Refused::Closed)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn c5_the_api_changes_copies_under_the_same_doubts() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let program = house.program("aoki@hinode.example").await;
    let case = format!("/api/v1/cases/{number}");
    let path = format!("{case}/copies");
    let sent = async |body: &str| house.post_json(&program, &path, body).await;
    let doubted = sent(r#"{"add": ["client@elsewhere.example"]}"#).await;
    assert_eq!(doubted.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["\"/add\"", "outside-the-company"] {
        assert!(doubted.text.contains(part), "{part}: {}", doubted.text);
    }
    let sure = r#"{"add": ["client@elsewhere.example"], "sure_of": ["client@elsewhere.example"]}"#;
    assert_eq!(sent(sure).await.status, StatusCode::OK);
    let out = sent(r#"{"remove": ["CLIENT@elsewhere.example"]}"#).await;
    assert_eq!(out.status, StatusCode::OK, "{}", out.text);
    let there = house.app.case(&AS_AOKI, number).await.unwrap().case;
    assert_eq!(there.copied().count(), 0);
    let story = house.get(&program, &format!("{case}/timeline")).await;
    assert!(story.text.contains("copies-changed"), "{}", story.text);
}

#[tokio::test]
async fn h7_a_partners_contact_who_is_in_copy_of_their_own_case_reads_one_mail_in_their_language() {
    let house = House::open().await;
    let administrator = Actor::Agent {
        person: PersonId(999),
        role: Role::Administrator,
        team: None,
    };
    for command in [
        access::Command::SetPartner {
            partner: KITANO,
            until: None,
            contract: None,
        },
        access::Command::Tick {
            on: vec![LINDNER],
            off: Vec::new(),
        },
    ] {
        house.changes(&administrator, HINODE, command).await;
    }
    let lindner = Actor::Contact {
        person: LINDNER,
        account: HINODE,
        access: Access::all(Level::ReadWrite),
    };
    let mut new = house
        .cast
        .new_case(&lindner, TOKYO, "Recordings are missing");
    let copied = vec![Prose::new("Eva@kitano.example")];
    new.answers.insert("copy-to".into(), Answer::Emails(copied));
    let events = house.cast.opening(&lindner, new, noon());
    let opening = Opening {
        id: CaseId(4711),
        desk: &house.cast.desk,
        keys: Keys::default(),
        events: &events,
    };
    let store = &house.app.store;
    let number = store.open_cases(&[opening], Vec::new()).await.unwrap()[0];
    house.mailed().await;
    replied(&house, number).await;
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    let letters = house.mailed().await;
    let theirs = letters
        .iter()
        .filter(|letter| letter.to.email.eq_ignore_ascii_case("eva@kitano.example"));
    let theirs: Vec<_> = theirs.collect();
    // One that it was taken, one that it was answered.
    assert_eq!(theirs.len(), 2, "{theirs:?}");
    for letter in theirs {
        assert_eq!(letter.language, "en");
        let kana = |c: char| ('ぁ'..='ヿ').contains(&c);
        let ours = letter.said.replace("確認しました", "");
        assert!(
            !letter.subject.contains(kana) && !ours.contains(kana),
            "{letter:?}"
        );
        assert!(letter.said.contains("/cases/"), "{}", letter.said);
    }
}

#[tokio::test]
async fn a4_who_sees_a_case_lists_those_who_hear_of_it_by_mail() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let add = Command::ChangeCopies(CopiesChange {
        add: "baba@hinode.example\nclient@elsewhere.example".into(),
        remove: Vec::new(),
        sure: "client@elsewhere.example".into(),
        domains: vec!["hinode.example".into()],
    });
    house
        .app
        .change_case(&AS_AOKI, number, add, None, None)
        .await
        .unwrap();
    let mori = house.reader(MORI).await;
    let page = format!("/staff/cases/{number:08}/readers");
    let page = house.get(&mori, &page).await.text;
    assert!(page.contains("client@elsewhere.example"), "{page}");
    assert_eq!(page.matches("Ccに入っているため").count(), 2);
}

#[tokio::test]
async fn h7_a_mail_that_waits_goes_to_the_address_that_its_reader_has_by_then() {
    let house = House::open().await;
    let (app, store) = (&house.app, &house.app.store);
    let number = house.open_case(&AS_AOKI, "x").await;
    house.mailed().await;
    replied(&house, number).await;
    let mailing = app.mailing.clone().unwrap();
    madoguchi::work::notify::run(app, &mailing).await.unwrap();
    let stored = store.stored_person_of(AOKI).await.unwrap().unwrap();
    let profile = Profile {
        email: Prose::new("mari@hinode.example"),
        ..stored.person.profile.clone()
    };
    let changed = [PersonEvent::ProfileChanged {
        profile: Box::new(profile),
    }];
    let list = store::people::change_person(&stored, &changed, By::System, noon());
    store.add(list.unwrap()).await.unwrap();
    assert_eq!(written_to(&house, 1).await, ["mari@hinode.example"]);
}

#[tokio::test]
async fn u3_whoever_writes_reads_how_many_hear_of_it_besides() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let heads = async || {
        let mut heads = Vec::new();
        for (reader, page) in [
            (&aoki, format!("/cases/{number:08}")),
            (&mori, format!("/staff/cases/{number:08}?compose=reply")),
        ] {
            let page = house.get(reader, &page).await.text;
            let (_, head) = page.split_once("class=\"composer-head\"").unwrap();
            heads.push(head.split("</div>").next().unwrap().to_owned());
        }
        heads
    };
    for head in heads().await {
        assert!(head.contains("宛先：") && !head.contains("Cc"), "{head}");
    }
    // So does the button of staff that sends, which has a place for the status that follows.
    let button = async || {
        let page = format!("/staff/cases/{number:08}?compose=reply");
        let page = house.get(&mori, &page).await.text;
        let (_, button) = page.split_once("<send-label").unwrap();
        button.split("</send-label>").next().unwrap().to_owned()
    };
    let alone = button().await;
    assert!(alone.ends_with(">青木 真理様へ送信"), "{alone}");
    assert!(
        alone.contains("様へ送信して「{status}」に変更\""),
        "{alone}"
    );
    let change = CopiesChange {
        add: "baba@hinode.example\nchiba@hinode.example".into(),
        ..CopiesChange::default()
    };
    house
        .app
        .change_copies(&AS_AOKI, number, change, None, None)
        .await
        .unwrap();
    for head in heads().await {
        assert!(head.contains("・Cc 2名</span>"), "{head}");
    }
    let more = button().await;
    assert!(more.ends_with(">青木 真理様ほか2名へ送信"), "{more}");
    assert!(
        more.contains("ほか2名へ送信して「{status}」に変更\""),
        "{more}"
    );
}
