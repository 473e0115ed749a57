//! An agent at the portal as a contact (A10): begun with live consent alone, marked on every page, read and no more, ended by
//! either side.

use axum::http::StatusCode;
use domain::case::{CaseEvent, Command};
use jiff::SignedDuration;
use madoguchi::app::Fail;
use testkit::cast::*;

use crate::browser::{House, Reader};

const AOKIS: &[(&str, &str)] = &[("contact", "101")];

async fn allow(house: &House, number: i64, allowed: bool) {
    let command = Command::SetProxyLogin { allowed };
    house
        .app
        .change_case(&AS_AOKI, number, command, None, None)
        .await
        .unwrap();
}

/// 森, looking at the portal as 青木.
async fn begun(house: &House, number: i64) -> Reader {
    let mut mori = house.reader(MORI).await;
    let path = format!("/staff/cases/{number}/proxy-login");
    let answer = house.post(&mori, &path, AOKIS).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    mori.take_cookies(&answer);
    mori
}

#[tokio::test]
async fn a10_an_agent_looks_at_the_portal_as_a_contact_who_allows_it_and_writes_nothing() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "画面が開かない").await;
    let start = format!("/staff/cases/{number}/proxy-login");
    let mori = house.reader(MORI).await;
    let refused = house.post(&mori, &start, AOKIS).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("代理ログインを許可していません"));

    allow(&house, number, true).await;
    let proxied = begun(&house, number).await;
    let path = format!("/cases/{number:08}");
    let page = house.get(&proxied, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    for path in ["/", "/cases", "/access", "/help", path.as_str()] {
        let page = house.get(&proxied, path).await;
        assert!(page.text.contains("data-proxy"), "{path} is marked");
        assert!(page.text.contains("森 佳奈さんが、青木 真理さんとして"));
    }
    assert!(!page.text.contains("/messages\""), "no form to write with");
    // Nothing is written, nothing of their own is shown.
    for (path, fields) in [
        (format!("{path}/messages"), ("text", "なりすまし")),
        (format!("{path}/closure"), ("reason", "resolved")),
        (format!("{path}/proxy-login"), ("allowed", "yes")),
        ("/proxy-logins".to_owned(), ("allowed", "yes")),
        ("/sign-ins/password".to_owned(), ("password", "x")),
        ("/access/acting".to_owned(), ("account", "2")),
    ] {
        let answer = house.post(&proxied, &path, &[fields]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.text.contains("代理ログイン中は"), "{path}");
    }
    let own = house.get(&proxied, "/sign-ins").await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    // The vendor's side waits behind it.
    let staff = house.get(&proxied, "/staff").await;
    assert_eq!(staff.status, StatusCode::NOT_FOUND);

    let mut back = proxied.clone();
    let left = house.post(&proxied, "/proxy-login/leave", &[]).await;
    assert_eq!(left.header("location"), format!("/staff/cases/{number:08}"));
    back.take_cookies(&left);
    assert_eq!(house.get(&back, "/staff").await.status, StatusCode::OK);
    let aoki = house.reader(AOKI).await;
    let story = house.get(&aoki, &path).await.text;
    assert!(story.contains("青木 真理さんとして代理ログインを開始しました"));
    assert!(story.contains("青木 真理さんとしての代理ログインを終了しました"));
    let uses = house.get(&aoki, "/proxy-logins").await.text;
    assert!(uses.contains("森 佳奈") && uses.contains(&format!("{number:08}")));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn v30_each_change_of_who_one_is_has_a_new_sign_in() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    allow(&house, number, true).await;
    let before = house.reader(MORI).await;
    let mut proxied = before.clone();
    let path = format!("/staff/cases/{number}/proxy-login");
    proxied.take_cookies(&house.post(&before, &path, AOKIS).await);
    assert_ne!(before.cookies["sign-in"], proxied.cookies["sign-in"]);
    let old = house.get(&before, "/staff").await;
    assert_eq!(old.status, StatusCode::SEE_OTHER, "the old one is dead");
    let mut after = proxied.clone();
    after.take_cookies(&house.post(&proxied, "/proxy-login/leave", &[]).await);
    assert_ne!(after.cookies["sign-in"], proxied.cookies["sign-in"]);
    let old = house.get(&proxied, "/cases").await;
    assert_eq!(old.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&after, "/staff").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a10_the_contact_ends_it_under_the_agents_eyes_and_so_does_closing_and_time() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let path = format!("/cases/{number:08}");
    allow(&house, number, true).await;
    let aoki = house.reader(AOKI).await;

    let proxied = begun(&house, number).await;
    // Withdrawing lets it go on, and offers to end it.
    let withdrawn = house
        .post(&aoki, &format!("{path}/proxy-login"), &[("allowed", "no")])
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&proxied, &path).await.status, StatusCode::OK);
    let seen = house.get(&aoki, &path).await.text;
    assert!(seen.contains("実行中の代理ログインを終了"));
    let uses = house.get(&aoki, "/proxy-logins").await.text;
    let form = format!("action=\"{path}/proxy-login/end\"");
    assert!(uses.contains(&form) && uses.contains("name=\"agent\" value=\"901\""));
    house
        .post(
            &aoki,
            &format!("{path}/proxy-login/end"),
            &[("agent", "901")],
        )
        .await;
    assert_eq!(
        house.get(&proxied, &path).await.status,
        StatusCode::NOT_FOUND,
        "they are an agent again"
    );
    assert_eq!(house.get(&proxied, "/staff").await.status, StatusCode::OK);

    allow(&house, number, true).await;
    let proxied = begun(&house, number).await;
    house.app.clock().advance(SignedDuration::from_mins(61));
    assert_eq!(house.get(&proxied, "/staff").await.status, StatusCode::OK);
    assert_eq!(house.app.end_stale_proxy_logins().await.unwrap(), 1);
    assert_eq!(house.app.end_stale_proxy_logins().await.unwrap(), 0);

    // Signing out ends it too, at once.
    let proxied = begun(&house, number).await;
    house.post(&proxied, "/sign-out", &[]).await;
    assert_eq!(house.app.end_stale_proxy_logins().await.unwrap(), 0);

    let proxied = begun(&house, number).await;
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    house
        .app
        .change_case(&AS_AOKI, number, close, None, None)
        .await
        .unwrap();
    assert_eq!(house.get(&proxied, "/staff").await.status, StatusCode::OK);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a10_consent_withdrawn_at_the_same_moment_wins_or_comes_after() {
    let house = House::open().await;
    for round in 0..24 {
        let number = house.open_case(&AS_AOKI, "x").await;
        let mori = house.reader(MORI).await;
        let app = &house.app;
        let in_general = round % 2 == 0;
        match in_general {
            true => app.set_proxy_login(AOKI, true).await.unwrap(),
            false => allow(&house, number, true).await,
        }
        let withdraw = async {
            match in_general {
                true => app.set_proxy_login(AOKI, false).await.unwrap(),
                false => allow(&house, number, false).await,
            }
        };
        let secret = &mori.cookies["sign-in"];
        let agent = AS_MORI;
        let (started, ()) = tokio::join!(
            app.start_proxy_login(&agent, number, AOKI, secret),
            withdraw
        );
        match started {
            Ok(_) | Err(Fail::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
        // In the case's own order: nothing begins behind a withdrawal.
        let stored = app.case(&AS_MORI, number).await.unwrap();
        let mut allowed = in_general;
        for recorded in app.history(&AS_MORI, &stored).await.unwrap().iter() {
            match recorded.event {
                CaseEvent::ProxyLoginSet { allowed: said, .. } => allowed = said,
                CaseEvent::ProxyLoginStarted { .. } => assert!(allowed),
                _ => {}
            }
        }
        let next = app.start_proxy_login(&AS_MORI, number, AOKI, secret).await;
        assert!(matches!(next, Err(Fail::Refused(_))), "{next:?}");
    }
}

#[tokio::test]
async fn a10_the_api_gives_the_verdict_and_takes_the_use() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let token = house.app.make_token("mori@vendor.example", "product");
    let bearer = format!("Bearer {}", token.await.unwrap());
    let asked = format!("/api/v1/cases/{number}/proxy-login?contact=101");
    let uses = format!("/api/v1/cases/{number}/proxy-uses");
    let nobody = Reader::default();
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let verdict = async || {
        house
            .send(&nobody, "GET", &asked, None, &headers)
            .await
            .text
    };
    assert_eq!(
        verdict().await,
        r#"{"allowed":false,"reason":"not-allowed"}"#
    );
    let body = || Some(r#"{"contact": "101", "note": "配信設定の画面"}"#.to_owned());
    let early = house.send(&nobody, "POST", &uses, body(), &headers).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    allow(&house, number, true).await;
    assert_eq!(verdict().await, r#"{"allowed":true,"reason":null}"#);
    let used = house.send(&nobody, "POST", &uses, body(), &headers).await;
    assert_eq!(used.status, StatusCode::CREATED, "{}", used.text);
    let aoki = house.reader(AOKI).await;
    assert!(
        house
            .get(&aoki, "/proxy-logins")
            .await
            .text
            .contains("配信設定の画面")
    );
    let story = house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert!(story.text.contains("配信設定の画面"), "{}", story.text);
    assert!(!story.text.contains("許可が取り消されたあとに"));
    // Withdrawn, the next verdict is no, and a further use is refused; what was done stands where both sides read it.
    allow(&house, number, false).await;
    assert_eq!(verdict().await, r#"{"allowed":false,"reason":"withdrawn"}"#);
    let late = house.send(&nobody, "POST", &uses, body(), &headers).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    let list = house.get(&aoki, "/proxy-logins").await.text;
    assert_eq!(list.matches("配信設定の画面").count(), 2, "{list}");
    assert_eq!(list.matches("許可を取り消したあとの利用").count(), 1);
    let mori = house.reader(MORI).await;
    for (reader, side) in [(&aoki, ""), (&mori, "/staff")] {
        let story = house
            .get(reader, &format!("{side}/cases/{number:08}"))
            .await;
        let told = story.text.matches("許可が取り消されたあとに").count();
        assert!(told > 0, "{side}: {}", story.text);
    }
    let asked = format!("/api/v1/cases/{number}/proxy-login?contact=201");
    let other = house.send(&nobody, "GET", &asked, None, &headers).await;
    assert_eq!(
        other.text,
        r#"{"allowed":false,"reason":"no-part-in-case"}"#
    );
}

#[tokio::test]
async fn a10_what_is_kept_from_an_agent_stays_so_while_they_look_as_a_contact() {
    let house = House::open().await;
    let kept = house.open_case(&AS_AOKI, "canary-of-security").await;
    let file = house.hand_in(&AS_AOKI, "canary.txt", b"x").await;
    let update = Command::PostUpdate {
        text: "canary-of-security".into(),
    };
    let app = &house.app;
    app.change_case_with(&AS_AOKI, kept, update, &[file], None, None)
        .await
        .unwrap();
    for command in [
        Command::Assign {
            owner: None,
            team: Some(TIER1),
        },
        Command::SetPrivacy { private: true },
    ] {
        app.change_case(&AS_MORI, kept, command, None, None)
            .await
            .unwrap();
    }
    let number = house.open_case(&AS_AOKI, "画面が開かない").await;
    allow(&house, number, true).await;
    // One of its team, and one who is of none.
    for (agent, sees) in [(MORI, true), (ISHIKAWA, false)] {
        let mut reader = house.reader(agent).await;
        let path = format!("/staff/cases/{number}/proxy-login");
        let begun = house.post(&reader, &path, AOKIS).await;
        reader.take_cookies(&begun);
        for path in [
            format!("/cases/{kept:08}"),
            "/cases".into(),
            "/search?q=security".into(),
        ] {
            let page = house.get(&reader, &path).await.text;
            let holds = page.contains("canary-of-");
            assert_eq!(holds, sees, "{path} by {agent}: {page}");
        }
        let home = house.get(&reader, "/").await.text;
        assert!(sees || !home.contains("canary-of-"));
        let at = format!("/cases/{kept:08}/files/{file}");
        let file = house.get(&reader, &at).await;
        assert_eq!(file.status == StatusCode::OK, sees);
        house.post(&reader, "/proxy-login/leave", &[]).await;
    }
    // What is kept from them later ends it.
    let mut reader = house.reader(ISHIKAWA).await;
    let path = format!("/staff/cases/{number}/proxy-login");
    reader.take_cookies(&house.post(&reader, &path, AOKIS).await);
    assert_eq!(house.get(&reader, "/cases").await.status, StatusCode::OK);
    for command in [
        Command::Assign {
            owner: None,
            team: Some(TIER1),
        },
        Command::SetPrivacy { private: true },
    ] {
        app.change_case(&AS_MORI, number, command, None, None)
            .await
            .unwrap();
    }
    let ended = house.get(&reader, "/cases").await;
    assert_eq!(ended.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}
