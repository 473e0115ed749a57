//! A session begins with an invitation unless that is switched off (L2, S14): to the contact of its case, in their language.

use axum::http::StatusCode;
use domain::{
    desk::session::Mode,
    session::{Arrival, Refused, Way},
};
use futures_util::future::join_all;
use madoguchi::app::sessions::Starting;
use serde_json::{Value, json};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    sessions::{Played, between},
};

#[tokio::test]
async fn l2_a_session_begins_with_an_invitation_of_its_cases_contact_in_their_language() {
    let house = House::open().await;
    let (cast, store) = (&house.cast, &house.app.store);
    let case = cast
        .open(store, &AS_LINDNER, BERLIN, "White screen", noon())
        .await
        .unwrap();
    let case = format!("{case:08}");
    let host = house.reader(MORI).await;
    let at = format!("/staff/sessions?case={case}");
    let form = house.get(&host, &at).await.text;
    let invite = between(&form, "name=\"invite\" value=\"1\"", ">");
    assert!(invite.contains("checked"), "unless it is switched off");
    let email = between(
        &form,
        "name=\"email\" type=\"email\" autocomplete=\"off\" value=\"",
        "\"",
    );
    assert!(email.contains('@'), "{email}");
    // What was left empty is the contact's, too.
    for typed in [email, ""] {
        let fields = [
            ("case", case.as_str()),
            ("mode", "multi"),
            ("invite", "1"),
            ("email", typed),
        ];
        let begun = house.post(&host, "/staff/sessions", &fields).await;
        let to = begun.header("location");
        assert!(to.contains("?invited=") && to.contains("&opens=1"), "{to}");
        let page = house.get(&host, to.split('#').next().unwrap()).await.text;
        let opens = between(
            &page,
            "<mail-opener data-opens><a class=\"button button-primary\" href=\"mailto:",
            "\"",
        );
        assert!(opens.starts_with(&format!("{email}?subject=")), "{opens}");
        assert!(
            opens.contains("invitation%20to%20a%20support%20session"),
            "{opens}"
        );
    }
    // Somebody else is written to in the language of who invites.
    let fields = [
        ("mode", "multi"),
        ("case", case.as_str()),
        ("invite", "1"),
        ("email", "a@b.example"),
    ];
    let begun = house.post(&host, "/staff/sessions", &fields).await;
    let page = begun
        .header("location")
        .split('#')
        .next()
        .unwrap()
        .to_owned();
    let page = house.get(&host, &page).await.text;
    let opens = between(&page, "href=\"mailto:", "\"");
    assert!(opens.starts_with("a@b.example?subject=") && !opens.contains("invitation%20to"));
}

#[tokio::test]
async fn l2_o2_a_program_invites_a_cases_contact_in_their_language_too() {
    let house = House::open().await;
    let (cast, store) = (&house.cast, &house.app.store);
    let case = cast
        .open(store, &AS_LINDNER, BERLIN, "White screen", noon())
        .await
        .unwrap();
    let bearer = house.bearer("mori@vendor.example").await;
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("accept-language", "ja"),
    ];
    let nobody = Reader::default();
    let post = async |path: &str, body: Value| {
        let body = Some(body.to_string());
        house.send(&nobody, "POST", path, body, &headers).await
    };
    let begun = post("/api/v1/sessions", json!({ "case": format!("{case:08}") })).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
    let session: Value = serde_json::from_str(&begun.text).unwrap();
    let id = session["id"].as_str().unwrap();
    let to = format!("/api/v1/sessions/{id}/invitations");
    let contact = store.person(LINDNER).await.unwrap().unwrap();
    let contact = contact.profile.email.as_str().to_owned();
    for email in [contact.as_str(), "a@b.example"] {
        let made = post(&to, json!({ "email": email })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    }
    let letters = house.letters(2).await;
    for (email, english) in [(contact.as_str(), true), ("a@b.example", false)] {
        let letter = letters.iter().find(|letter| letter.to.email == email);
        let subject = &letter.unwrap().subject;
        let is = subject.contains("invitation to a support session");
        assert_eq!(is, english, "{subject}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l2_without_the_tick_nobody_is_invited_and_a_wrong_address_is_told() {
    let house = House::open().await;
    let host = house.reader(MORI).await;
    let fields = [("mode", "multi"), ("email", "a@b.example")];
    let begun = house.post(&host, "/staff/sessions", &fields).await;
    assert!(!begun.header("location").contains("invited"));
    let fields = [
        ("mode", "multi"),
        ("invite", "1"),
        ("email", "nobody at all"),
    ];
    let wrong = house.post(&host, "/staff/sessions", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"nobody at all\""));
    assert!(wrong.text.contains("メールアドレスを確認してください"));
}

#[tokio::test]
async fn l2_an_invitation_is_shown_as_it_was_made_whichever_came_after() {
    let played = Played::begin().await;
    let house = &played.house;
    let to = format!("{}/invite", played.page);
    let mut shown = Vec::new();
    for fields in [
        [("way", "own-mail"), ("email", "first@example.co.jp")],
        [("way", "own-mail"), ("email", "second@example.co.jp")],
        [("way", "link"), ("email", "")],
    ] {
        let made = house.post(&played.host, &to, &fields).await;
        let at = made
            .header("location")
            .split('#')
            .next()
            .unwrap()
            .to_owned();
        shown.push(at);
    }
    for (at, email) in shown.iter().zip(["first@", "second@"]) {
        let page = house.get(&played.host, at).await.text;
        assert!(
            page.contains(&format!("mailto:{email}example.co.jp")),
            "{page}"
        );
    }
    let link = house.get(&played.host, &shown[2]).await.text;
    assert!(!link.contains("mailto:") && link.contains("/sessions/join/"));
    // There is no other of whatever name.
    let none = format!("{}?invited=0123456789abcdef", played.page);
    let none = house.get(&played.host, &none).await.text;
    assert!(!none.contains("id=\"invitation\""));
}

#[tokio::test]
async fn l1_s10_how_one_works_is_remembered_and_of_many_starts_at_once_one_has_the_single_seat() {
    let house = House::open().await;
    let app = &house.app;
    let starting = Starting {
        mode: Some(Mode::Single),
        ..Starting::default()
    };
    let mori = AS_MORI;
    let starts = (0..4).map(|_| app.start_session(&mori, "森", &starting));
    let done: Vec<_> = join_all(starts).await;
    let done: Vec<_> = done.into_iter().map(|one| one.unwrap()).collect();
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
    let refused = done.iter().filter(|one| **one == Err(Refused::OneAtATime));
    assert_eq!(refused.count(), 3, "{done:?}");
    let led = app.store.leads_sessions(MORI).await.unwrap();
    assert_eq!(led, 1);

    // Several by choice, which is preset the next time and holds where nothing is said.
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let multi = "name=\"mode\" value=\"multi\" checked";
    let before = house.get(&mori, "/staff/sessions").await.text;
    assert!(!before.contains(multi), "{before}");
    for fields in [vec![("mode", "multi")], Vec::new()] {
        let begun = house.post(&mori, "/staff/sessions", &fields).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let page = house.get(&mori, "/staff/sessions").await.text;
        assert!(page.contains(multi));
    }
    let theirs = house.get(&ishikawa, "/staff/sessions").await.text;
    assert!(!theirs.contains(multi), "everybody's choice is their own");
    // One at a time again: as many as there are now are too many.
    let single = [("mode", "single")];
    let none = house.post(&mori, "/staff/sessions", &single).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l3_agents_check_their_devices_before_a_session_where_media_go() {
    for with in [true, false] {
        let house = House::open().await;
        let house = match with {
            true => house.with_media().await,
            false => house,
        };
        let mori = house.reader(MORI).await;
        let page = house.get(&mori, "/staff/sessions").await;
        assert_eq!(page.text.contains("<device-check"), with);
        assert_eq!(page.text.contains("セッションの前に確認できます"), with);
        assert!(
            page.header("permissions-policy")
                .contains("microphone=(self)")
        );
    }
    // Nowhere else may a page ask for a microphone.
    let house = House::open().await.with_media().await;
    let mori = house.reader(MORI).await;
    let other = house.get(&mori, "/staff/macros").await;
    assert!(other.header("permissions-policy").contains("microphone=()"));
}

#[tokio::test]
async fn l2_v44_while_the_number_is_closed_customers_go_on_coming_by_links() {
    let played = Played::begin().await;
    let house = &played.house;
    let arrives = |way| Arrival {
        name: "田中".into(),
        person: None,
        way,
        voice: false,
        consents: Vec::new(),
    };
    let invited = async || {
        let to = format!("{}/invite", played.page);
        let fields = [("way", "link"), ("email", "")];
        let made = house.post(&played.host, &to, &fields).await;
        let at = made.header("location").split('#').next().unwrap();
        let page = house.get(&played.host, at).await.text;
        between(&page, "/sessions/join/", "\"").to_owned()
    };
    let before = invited().await;
    let wrong = match played.passcode.as_str() {
        "000000" => "000001",
        _ => "000000",
    };
    let by_number = async |passcode: &str| {
        let number = played.number.as_str();
        let done = house
            .app
            .join_by_number(number, passcode, arrives(Way::Number));
        done.await.unwrap().is_ok()
    };
    for _ in 0..10 {
        assert!(!by_number(wrong).await);
    }
    assert!(!by_number(&played.passcode).await, "even the right one");
    // A link from before, and one that is made now.
    for link in [before, invited().await] {
        let came = house.app.join_by_link(&link, arrives(Way::Link)).await;
        assert!(came.unwrap().is_ok(), "{link}");
    }
    assert!(!by_number(&played.passcode).await, "it stays closed");
}
