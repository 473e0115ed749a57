//! An agent at the portal as a contact (A10): begun with live consent alone, marked on every page, read and no more, ended by
//! either side.

use axum::http::StatusCode;
use domain::{
    audit::AuditFilter,
    case::{CaseEvent, Command},
};
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

/// What the vendor's own product asks and tells of a case, with a token of 森's.
struct Product {
    bearer: String,
    number: i64,
}

impl Product {
    async fn of(house: &House, number: i64) -> Self {
        let token = house.app.make_token("mori@vendor.example", "product");
        let bearer = format!("Bearer {}", token.await.unwrap());
        Self { bearer, number }
    }

    async fn verdict(&self, house: &House, contact: i64) -> String {
        let number = self.number;
        let path = format!("/api/v1/cases/{number}/proxy-login?contact={contact}");
        let headers = [("authorization", self.bearer.as_str())];
        let nobody = Reader::default();
        house.send(&nobody, "GET", &path, None, &headers).await.text
    }

    async fn used(&self, house: &House, contact: i64, note: &str) -> StatusCode {
        self.used_once(house, contact, note, note).await
    }

    /// The same request as often as it is sent.
    async fn used_once(&self, house: &House, contact: i64, note: &str, key: &str) -> StatusCode {
        let path = format!("/api/v1/cases/{}/proxy-uses", self.number);
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        let body = format!(r#"{{"contact": "{contact}", "note": "{note}"}}"#);
        let nobody = Reader::default();
        let answer = house
            .send(&nobody, "POST", &path, Some(body), &headers)
            .await;
        answer.status
    }
}

#[tokio::test]
async fn a10_the_api_gives_the_verdict_and_takes_the_use() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let product = Product::of(&house, number).await;
    let aoki = house.reader(AOKI).await;
    let path = format!("/cases/{number:08}");
    allow(&house, number, true).await;
    let verdict = product.verdict(&house, 101).await;
    assert_eq!(verdict, r#"{"allowed":true,"reason":null}"#);
    let used = product.used_once(&house, 101, "use-1", "k1").await;
    assert_eq!(used, StatusCode::CREATED);
    let list = house.get(&aoki, "/proxy-logins").await.text;
    assert!(list.contains("use-1") && !list.contains("許可のない利用"));
    let story = house.get(&aoki, &path).await.text;
    assert!(story.contains("use-1"), "{story}");
    assert!(!story.contains("許可がないまま"));
    // Withdrawn, the next verdict is no, and a further use is refused; what was done stands where both sides read it.
    allow(&house, number, false).await;
    let verdict = product.verdict(&house, 101).await;
    assert_eq!(verdict, r#"{"allowed":false,"reason":"withdrawn"}"#);
    // What was taken before stays taken, and what is refused is kept once, however often it is told.
    let again = product.used_once(&house, 101, "use-1", "k1").await;
    assert_eq!(again, StatusCode::CREATED);
    for _ in 0..2 {
        let late = product.used_once(&house, 101, "use-2", "k2").await;
        assert_eq!(late, StatusCode::CONFLICT);
    }
    let list = house.get(&aoki, "/proxy-logins").await.text;
    assert_eq!(list.matches("use-1").count(), 1, "{list}");
    assert_eq!(list.matches("use-2").count(), 1, "{list}");
    assert_eq!(list.matches("許可のない利用").count(), 1);
    let mori = house.reader(MORI).await;
    for (reader, side) in [(&aoki, ""), (&mori, "/staff")] {
        let story = house.get(reader, &format!("{side}{path}")).await.text;
        assert!(story.contains("許可がないまま"), "{side}: {story}");
    }
    let other = product.verdict(&house, 201).await;
    assert_eq!(other, r#"{"allowed":false,"reason":"no-part-in-case"}"#);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a10_a_use_without_any_word_is_refused_and_stands_where_it_is_looked_for() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let product = Product::of(&house, number).await;
    let aoki = house.reader(AOKI).await;
    let path = format!("/cases/{number:08}");
    let never = product.used(&house, 101, "never-allowed").await;
    assert_eq!(never, StatusCode::CONFLICT);
    // The word for all cases, and that alone.
    house.app.set_proxy_login(AOKI, true).await.unwrap();
    let general = product.used(&house, 101, "in-general").await;
    assert_eq!(general, StatusCode::CREATED);
    house.app.set_proxy_login(AOKI, false).await.unwrap();
    let verdict = product.verdict(&house, 101).await;
    assert_eq!(verdict, r#"{"allowed":false,"reason":"not-allowed"}"#);
    let late = product.used(&house, 101, "taken-back").await;
    assert_eq!(late, StatusCode::CONFLICT);
    allow(&house, number, true).await;
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    house
        .app
        .change_case(&AS_AOKI, number, close, None, None)
        .await
        .unwrap();
    let over = product.used(&house, 101, "after-the-end").await;
    assert_eq!(over, StatusCode::CONFLICT);

    let list = house.get(&aoki, "/proxy-logins").await.text;
    let story = house.get(&aoki, &path).await.text;
    for note in ["never-allowed", "in-general", "taken-back", "after-the-end"] {
        assert_eq!(list.matches(note).count(), 1, "{note}: {list}");
        let told = format!("製品で青木 真理さんとして代理ログインを使いました：{note}");
        assert!(story.contains(&told), "{note}: {story}");
        let without = story.contains(&format!("許可がないまま、{told}"));
        assert_eq!(without, note != "in-general", "{note}: {story}");
    }
    assert_eq!(list.matches("許可のない利用").count(), 3, "{list}");

    // Who has no part in it reads nothing of it, and the refusal is in the audit as the others are.
    let elsewhere = product.used(&house, 201, "use-elsewhere").await;
    assert_eq!(elsewhere, StatusCode::CONFLICT);
    let nobody = product.used(&house, 999_999, "use-of-nobody").await;
    assert_eq!(nobody, StatusCode::CONFLICT);
    let story = house.get(&aoki, &path).await.text;
    assert!(!story.contains("use-elsewhere") && !story.contains("use-of-nobody"));
    let refused = house.audit().await.into_iter();
    let refused =
        refused.filter(|(kind, .., body)| kind == "refused" && body.contains("proxy-uses"));
    assert_eq!(refused.count(), 5);
    let filter = AuditFilter::default();
    let lines = house.app.store.audit(&filter, None, 100).await;
    let uses = lines.unwrap().into_iter();
    let uses = uses.filter(|line| line.stream == "case" && line.kind == "proxy-login-used");
    assert_eq!(uses.count(), 4);
    assert_eq!(house.faults().await, []);
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
