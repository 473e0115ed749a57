//! A secret is covered in what was said, on every way by which it can be read (K3).

use axum::http::StatusCode;
use domain::case::Command;
use store::export::NOUNS;
use testkit::cast::*;

use crate::browser::House;

const SECRET: &str = "hunter2-canary";

#[tokio::test]
async fn k3_a_secret_is_covered_everywhere_and_the_chain_stays_whole() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let says = async |actor: &domain::Actor, command| {
        let done = house.app.change_case(actor, number, command, None, None);
        done.await.unwrap();
    };
    let text = format!("パスワードは {SECRET} です");
    says(&AS_AOKI, Command::PostUpdate { text: text.clone() }).await;
    says(&AS_MORI, Command::AddNote { text: text.clone() }).await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let staffs = format!("/staff/cases/{number:08}");
    let own = format!("/cases/{number:08}");
    let page = house.get(&mori, &staffs).await.text;
    let note = format!("{staffs}/redactions/");
    assert_eq!(
        page.matches(&note).count(),
        3,
        "description, update and note"
    );
    assert!(!house.get(&aoki, &own).await.text.contains("/redactions/"));
    // The version of each, as its link names it.
    let entry = |nth: usize| {
        let rest = page.split(&note).nth(nth).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    for nth in [2, 3] {
        let path = format!("{staffs}/redactions/{}", entry(nth));
        assert!(house.get(&mori, &path).await.text.contains(SECRET));
        for (words, trouble) in [("", "入力してください"), ("other", "本文に見つかりません")]
        {
            let refused = house.post(&mori, &path, &[("words", words)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text.contains(trouble), "{}", refused.text);
        }
        let typed = format!("  {SECRET}\r\n\r\n");
        let done = house.post(&mori, &path, &[("words", &typed)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(done.header("location"), format!("{staffs}#e{}", entry(nth)));
        // It is gone, so that nobody covers it again.
        let again = house.post(&mori, &path, &[("words", SECRET)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!house.get(&mori, &path).await.text.contains(SECRET));
    }
    // A customer has no such page, and nothing without words is covered.
    let path = format!("{staffs}/redactions/{}", entry(2));
    for refused in [
        house.post(&aoki, &path, &[("words", "です")]).await,
        house
            .post(&mori, &format!("{staffs}/redactions/99"), &[("words", "x")])
            .await,
        house.get(&mori, &format!("{staffs}/redactions/99")).await,
    ] {
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    let (theirs, ours) = (
        house.get(&aoki, &own).await.text,
        house.get(&mori, &staffs).await.text,
    );
    for (page, covers) in [(&theirs, 1), (&ours, 2)] {
        assert_eq!(
            page.matches("パスワードは ■■■■ です").count(),
            covers,
            "{page}"
        );
        assert!(!page.contains(SECRET));
        assert!(page.contains("本文の一部を伏せ字に変更"));
    }
    assert!(ours.contains("社内メモの一部を伏せ字に変更"));
    assert!(!theirs.contains("社内メモの一部"));
    // Mails that go out from now on, and every table.
    for letter in house.mailed().await {
        assert!(!letter.text().contains(SECRET), "{}", letter.text());
    }
    for noun in NOUNS
        .iter()
        .map(|noun| noun.table)
        .chain(["events", "prose"])
    {
        let rows = house
            .app
            .store
            .db()
            .read(&store::sql!("SELECT * FROM {noun}"), &[])
            .await;
        for row in rows.unwrap() {
            assert!(!format!("{row:?}").contains(SECRET), "{noun} holds it");
        }
    }
    assert_eq!(house.faults().await, [], "state and chain are whole");
}

#[tokio::test]
async fn k3_covering_neither_moves_a_case_nor_wakes_it() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let before = house.app.case(&AS_MORI, number).await.unwrap().case;
    let words = ["details".to_owned()];
    // What was described, among the other texts of the opening.
    let done = house.app.redact(&AS_MORI, number, 1, &words).await.unwrap();
    let history = house.app.history(&AS_AOKI, &done).await.unwrap();
    let described = format!("{:?}", history[0].event);
    assert!(described.contains("録音: ■■■■") && !described.contains("details"));
    let after = done.case;
    assert_eq!(after.modified_at, before.modified_at);
    assert_eq!((after.turn, &after.status), (before.turn, &before.status));
    assert!(
        after.public_version > before.public_version,
        "pages that follow hear of it"
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k3_a_secret_is_covered_in_whatever_was_said_and_in_what_the_case_keeps_of_it() {
    let house = House::open().await;
    let s = || format!("x {SECRET} y");
    let number = house.open_case(&AS_AOKI, &s()).await;
    let says = async |actor: &domain::Actor, command| {
        let done = house.app.change_case(actor, number, command, None, None);
        done.await.unwrap();
    };
    let ask = Command::Ask {
        text: s(),
        then: None,
        questions: vec![s(), s()],
    };
    says(&AS_MORI, ask).await;
    let answer = Command::Answer {
        text: s(),
        answers: vec![(1, s())],
        more: false,
    };
    says(&AS_AOKI, answer).await;
    let to = domain::case::Addressee::SupportManager;
    says(&AS_AOKI, Command::AskEscalation { to, reason: s() }).await;
    let lanes = domain::case::Lanes {
        outcome: s(),
        defect: s(),
        tracker: s(),
        ..Default::default()
    };
    let summary = s();
    says(&AS_MORI, Command::OpenEscalation { summary, lanes }).await;
    let on = Some(jiff::civil::date(2099, 1, 1));
    says(&AS_MORI, Command::ExpectSolution { on, reason: s() }).await;
    let now = house.app.now();
    let hours = jiff::SignedDuration::from_hours;
    let wish = domain::case::calling::NewCallWish {
        from: None,
        until: now + hours(5),
        phone: s(),
        reason: s(),
    };
    says(&AS_AOKI, Command::AskCall(wish)).await;
    let language = domain::Language::new("ja");
    let call = domain::case::calling::NewCall {
        subject: s(),
        language: language.clone(),
        outbound: true,
        with: s(),
        began_at: now,
        minutes: 1,
        reached: false,
        summary: s(),
        note: s(),
    };
    says(&AS_MORI, Command::KeepCall(call)).await;
    let guest = domain::case::conference::Guest {
        email: domain::Prose::new("aoki@hinode.example"),
        person: Some(AOKI),
    };
    let date = domain::case::conferring::NewDate {
        id: None,
        language,
        name: "青木".into(),
        subject: s(),
        reason: s(),
        at: now + hours(30),
        minutes: Some(30),
        link: format!("https://meet.example/{SECRET}"),
        passcode: false,
        renewed: false,
        people: vec![guest],
        text: s(),
    };
    says(&AS_MORI, Command::SetConference(date)).await;
    let third = Command::InvolveThirdParty {
        name: s(),
        reference: s(),
        then: None,
    };
    says(&AS_MORI, third).await;
    let file = [house
        .hand_in(&AS_AOKI, &format!("{SECRET}.txt"), b"words")
        .await];
    let update = Command::PostUpdate { text: s() };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &file, None, None)
        .await
        .unwrap();

    let before = house.app.case(&AS_MORI, number).await.unwrap();
    let words = [SECRET.to_owned()];
    let mut covered = 0;
    for entry in 1..=before.case.version {
        match house.app.redact(&AS_MORI, number, entry, &words).await {
            Ok(_) => covered += 1,
            Err(madoguchi::app::Fail::Refused(_)) => {}
            Err(fail) => panic!("{entry}: {fail}"),
        }
    }
    assert!(covered >= 12, "{covered}");
    let after = house.app.case(&AS_MORI, number).await.unwrap();
    let state = format!("{:?}", after.case);
    assert!(!state.contains(SECRET), "{state}");
    assert_eq!(after.case.subject.as_str(), "x ■■■■ y");
    assert!(after.case.call_wish.is_some() && after.case.third_party.is_some());
    let history = house.app.history(&AS_MORI, &after).await.unwrap();
    let history = format!("{history:?}");
    assert!(!history.contains(SECRET), "{history}");
    assert!(history.matches("■■■■").count() > 20, "{history}");
    let tables = NOUNS.iter().map(|noun| noun.table);
    for table in tables.chain(["events", "prose"]) {
        let rows = house.app.store.db();
        let rows = rows.read(&store::sql!("SELECT * FROM {table}"), &[]).await;
        for row in rows.unwrap() {
            assert!(!format!("{row:?}").contains(SECRET), "{table} holds it");
        }
    }
    assert_eq!(house.faults().await, [], "state and chain are whole");
    // What is offered stands with each entry, and shows all of its texts.
    let mori = house.reader(MORI).await;
    let first = format!("/staff/cases/{number:08}/redactions/1");
    let page = house.get(&mori, &first).await.text;
    assert!(page.matches("redacted-text").count() >= 2, "{page}");
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    assert!(page.text.contains("■■■■.txt"), "{}", page.text);
}
