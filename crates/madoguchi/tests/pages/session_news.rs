//! What a session leaves behind for those who were in it, and for whoever looks after them (L2, L6, L8, C16, O5).

use axum::http::StatusCode;
use domain::audit::AuditFilter;
use testkit::cast::*;

use crate::{
    browser::Reader,
    sessions::{Played, between, stranger},
};

#[tokio::test]
async fn l2_an_agent_is_asked_from_the_list_and_comes_without_a_number() {
    let played = Played::begin().await;
    let house = &played.house;
    let ishikawa = house.reader(ISHIKAWA).await;
    let come = format!("{}/come", played.page);
    // Whoever was not asked finds no such thing.
    let not_asked = house.post(&ishikawa, &come, &[]).await;
    assert_eq!(not_asked.status, StatusCode::NOT_FOUND);
    let id = ISHIKAWA.to_string();
    let asked = played.host_does("invite-agent", &[("agent", &id)]).await;
    assert_eq!(asked, StatusCode::SEE_OTHER);
    let host = house.get(&played.host, &played.page).await;
    assert!(
        host.text.contains("依頼済み（未参加）：石川"),
        "{}",
        host.text
    );
    let list = house.get(&ishikawa, "/staff/sessions").await;
    assert!(list.text.contains("参加の依頼") && list.text.contains(&played.number));
    let came = house.post(&ishikawa, &come, &[]).await;
    assert_eq!(came.header("location"), played.page);
    let seen = house.get(&ishikawa, &played.page).await;
    assert!(seen.text.contains("あなたの役割：支援担当"));
    assert!(!seen.text.contains(&played.passcode));
    // Customers are nobody to ask, and only the host asks.
    let contact = AOKI.to_string();
    let none = played
        .host_does("invite-agent", &[("agent", &contact)])
        .await;
    assert_eq!(none, StatusCode::NOT_FOUND);
    let other = [("agent", id.as_str())];
    let to = format!("{}/invite-agent", played.page);
    let not_host = house.post(&ishikawa, &to, &other).await;
    assert_eq!(not_host.status, StatusCode::CONFLICT);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l2_an_agent_is_asked_by_mail_from_the_desk_where_the_host_wants_that() {
    let played = Played::begin().await;
    let house = &played.house;
    let page = house.get(&played.host, &played.page).await.text;
    assert!(page.contains("name=\"way\" value=\"page\"") && page.contains("知らせる方法"));
    let (ishikawa, mori) = (ISHIKAWA.to_string(), MORI.to_string());
    let asked = [("agent", ishikawa.as_str()), ("way", "mail")];
    let done = played.host_does("invite-agent", &asked).await;
    assert_eq!(done, StatusCode::SEE_OTHER);
    let letters = house.letters(1).await;
    assert_eq!(letters.len(), 1);
    let person = house.app.store.person(ISHIKAWA).await.unwrap().unwrap();
    assert_eq!(letters[0].to.email, person.profile.email.as_str());
    assert!(letters[0].subject.contains(&played.number));
    let link = format!("https://desk.example{}", played.page);
    assert!(letters[0].said.contains(&link), "{}", letters[0].said);
    assert!(!letters[0].said.contains(&played.passcode));
    // Refused, nobody is written to: they are in it.
    let refused = [("agent", mori.as_str()), ("way", "mail")];
    let refused = played.host_does("invite-agent", &refused).await;
    assert_ne!(refused, StatusCode::SEE_OTHER);
    assert_eq!(house.letters(1).await.len(), 1);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l2_r6_an_agent_is_asked_from_the_hosts_own_mail_program_unless_it_goes_another_way() {
    let played = Played::begin().await;
    let house = &played.house;
    let page = house.get(&played.host, &played.page).await.text;
    let form = between(&page, "/invite-agent", "</form>");
    let preset = between(form, "name=\"way\" value=\"own-mail\"", ">");
    assert!(preset.contains("checked"), "it is preset");
    let id = ISHIKAWA.to_string();
    let to = format!("{}/invite-agent", played.page);
    let fields = [("agent", id.as_str()), ("way", "own-mail")];
    let asked = house.post(&played.host, &to, &fields).await;
    let at = asked.header("location").split('#').next().unwrap();
    assert_eq!(at, format!("{}?colleague={id}", played.page));
    let page = house.get(&played.host, at).await.text;
    let person = house.app.store.person(ISHIKAWA).await.unwrap().unwrap();
    let mail = between(&page, "href=\"mailto:", "\"");
    let start = format!("{}?subject=", person.profile.email.as_str());
    assert!(mail.starts_with(&start), "{mail}");
    let link = format!(
        "staff%2Fsessions%2F{}",
        played.page.rsplit('/').next().unwrap()
    );
    assert!(mail.contains(&link), "{mail}");
    // Nothing in it opens anything, the desk wrote nothing, and they find the session on their page.
    assert!(!mail.contains(&played.passcode));
    assert!(page.contains("サインインした担当者だけが使えます"));
    assert!(house.mailed().await.is_empty());
    let ishikawa = house.reader(ISHIKAWA).await;
    let list = house.get(&ishikawa, "/staff/sessions").await;
    assert!(list.text.contains("参加の依頼"));
    // Whoever was not asked is not written to, and nobody but the host.
    for (reader, id) in [
        (&played.host, MORI.to_string()),
        (&played.host, "nobody".to_owned()),
        (&ishikawa, id),
    ] {
        let at = format!("{}?colleague={id}", played.page);
        let page = house.get(reader, &at).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("<mail-opener"), "{}", page.text);
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l6_the_sender_of_a_transfer_is_told_that_nobody_answered() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let handed = played.host_does("transfer", &[("queue", "tier2")]).await;
    assert_eq!(handed, StatusCode::SEE_OTHER);
    let before = house.get(&played.host, "/staff/sessions").await;
    assert!(!before.text.contains("応答がありませんでした"));
    for _ in 0..8 {
        played.later(8).await;
        house.get(&tanaka, &room).await;
    }
    let told = house.get(&played.host, "/staff/sessions").await;
    assert!(
        told.text.contains("応答がありませんでした"),
        "{}",
        told.text
    );
    let letters = house.letters(1).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].subject.contains(&played.number));
    // Somebody comes; once seen, it is not told again.
    let ishikawa = played.assist(ISHIKAWA).await;
    let _ = house.get(&ishikawa, &played.page).await;
    let seen = format!("{}/seen", played.page);
    let seen = house.post(&played.host, &seen, &[]).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    let after = house.get(&played.host, "/staff/sessions").await;
    assert!(!after.text.contains("応答がありませんでした"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c16_after_a_session_its_customer_is_asked_once_and_looking_answers_nothing() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let (removed, _) = played.join("鈴木").await;
    let removes = played.host_does("remove", &[("seat", "3")]).await;
    assert_eq!(removes, StatusCode::SEE_OTHER);
    let early = house.get(&tanaka, "/sessions/over").await;
    assert!(!early.text.contains("class=\"survey"), "they are in it");
    let left = house.post(&tanaka, &format!("{room}/leave"), &[]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let asked = house.get(&tanaka, "/sessions/over").await;
    assert!(asked.text.contains("class=\"survey"), "{}", asked.text);
    // Neither who was removed nor who never was in it is asked; looking, with whatever in the address, says nothing.
    for reader in [&removed, &stranger()] {
        let page = house.get(reader, "/sessions/over?quality=5").await;
        assert!(!page.text.contains("class=\"survey"));
        let given = house.post(reader, "/sessions/over", &[("x", "1")]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER);
    }
    house.get(&tanaka, "/sessions/over?quality=5&speed=5").await;
    let names: Vec<&str> = asked.text.split("<fieldset").skip(1).collect();
    let names: Vec<&str> = names
        .iter()
        .map(|part| between(part, "id=\"", "\""))
        .collect();
    let lacking = house.post(&tanaka, "/sessions/over", &[]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, "4")).collect();
    fields.push(("comment", "よく分かりました"));
    let given = house.post(&tanaka, "/sessions/over", &fields).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let thanked = house.get(&tanaka, "/sessions/over").await;
    assert!(!thanked.text.contains("class=\"survey") && thanked.text.contains("ありがとう"));
    house.post(&tanaka, "/sessions/over", &fields).await;
    // It stands beside what was said of cases, for whoever led it and for those who lead; a colleague finds nothing.
    let surveys = "/staff/surveys?of=sessions";
    let listed = house.get(&played.host, surveys).await;
    assert_eq!(listed.text.matches("よく分かりました").count(), 1);
    assert!(listed.text.contains(&format!("href=\"{}\"", played.page)));
    assert!(listed.text.contains("回答1件"), "{}", listed.text);
    let other = house.get(&played.host, "/staff/surveys").await;
    assert!(!other.text.contains("よく分かりました"));
    let colleague = house.reader(ISHIKAWA).await;
    let nothing = house.get(&colleague, surveys).await;
    assert!(!nothing.text.contains("よく分かりました"));
    let behind = format!("{surveys}&behind=0.1.2");
    let behind = house.get(&played.host, &behind).await;
    assert!(!behind.text.contains("よく分かりました"));
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    let kept = house.get(&played.host, &played.page).await;
    assert_eq!(kept.text.matches("よく分かりました").count(), 1);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l8_a_session_stands_in_its_cases_timeline_for_both_sides() {
    let played = Played::begin_about_a_case().await;
    let house = &played.house;
    let case = played.case.clone();
    let (_, _) = played.join("田中 花子").await;
    played.later(5).await;
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    let aoki = house.reader(AOKI).await;
    for (reader, path) in [(&aoki, "/cases"), (&played.host, "/staff/cases")] {
        let shown = house.get(reader, &format!("{path}/{case}")).await;
        let story = between(&shown.text, "class=\"story\"", "id=\"now\"");
        assert!(story.contains("サポートセッションを行いました"), "{path}");
        assert!(story.contains("田中 花子"), "{path}");
        assert!(!shown.text.contains(&played.passcode));
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l8_the_timeline_says_who_shared_pointed_spoke_and_led_and_from_when_to_when() {
    let played = Played::begin_about_a_case().await;
    let house = &played.house;
    let case = played.case.clone();
    let (tanaka, room) = played.join("田中 花子").await;
    for (act, fields) in [
        ("share", [("surface", "window")]),
        ("grant", [("thing", "pointer")]),
    ] {
        let done = house.post(&tanaka, &format!("{room}/{act}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.text);
    }
    for act in ["pointer", "camera", "call"] {
        assert_eq!(played.host_does(act, &[]).await, StatusCode::SEE_OTHER);
    }
    let ishikawa = played.assist(ISHIKAWA).await;
    played.later(8).await;
    let passed = played.host_does("pass", &[("seat", "3")]).await;
    assert_eq!(passed, StatusCode::SEE_OTHER);
    let end = format!("{}/end", played.page);
    let ended = house.post(&ishikawa, &end, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    let store = &house.app.store;
    let host = store.person(MORI).await.unwrap().unwrap().profile.name();
    let next = store.person(ISHIKAWA).await.unwrap().unwrap();
    let next = next.profile.name();
    let aoki = house.reader(AOKI).await;
    for (reader, path) in [(&aoki, "/cases"), (&played.host, "/staff/cases")] {
        let shown = house.get(reader, &format!("{path}/{case}")).await;
        let story = between(&shown.text, "class=\"story\"", "id=\"now\"");
        for did in [
            "田中 花子がウィンドウを共有しました".to_owned(),
            format!("{host}が共有画面を指し示しました"),
            format!("{host}がカメラを使いました"),
            format!("{host}が通話に参加しました"),
            format!("{next}が主担当を務めました"),
        ] {
            let line = story.split("<li").find(|line| line.contains(&did));
            let line = line.unwrap_or_else(|| panic!("{path}: {did}: {story}"));
            assert!(line.contains('〜'), "{path}: {line}");
        }
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn o5_ways_into_sessions_and_misses_are_in_the_audit_with_where_from() {
    let played = Played::begin().await;
    let house = &played.house;
    let fields = [
        ("number", "100 000 000"),
        ("passcode", "000000"),
        ("name", "x"),
    ];
    house.post(&stranger(), "/sessions/join", &fields).await;
    let (_, _): (Reader, String) = played.join("田中").await;
    played.assist(ISHIKAWA).await;
    let every = AuditFilter::default();
    let lines = house.app.store.audit(&every, None, 100);
    let lines = lines.await.unwrap();
    let kinds = |stream: &str| {
        let of = lines.iter().filter(|line| line.stream == stream);
        of.map(|line| line.kind.as_str()).collect::<Vec<_>>()
    };
    let acts = kinds("audit");
    assert_eq!(
        acts[..3],
        ["session-entered", "session-entered", "session-missed"]
    );
    assert!(kinds("session").contains(&"joined"));
    let bodies: String = lines.iter().map(|line| line.body.to_string()).collect();
    assert!(bodies.contains("127.0.0.1") && !bodies.contains(&played.passcode));
}
