//! Forgotten passwords, and one's own sign-ins (A6).

use std::io::Write;

use axum::http::StatusCode;
use madoguchi::{
    app::{lost_passwords::LostPasswords, passwords},
    serve,
    web::Line,
};
use sha1::{Digest, Sha1};
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

const NEW: &str = "three quiet rivers";

/// The code of the latest mail.
async fn code(house: &House, mails: usize) -> String {
    let letters = house.letters(mails).await;
    let text = letters[0].text();
    let is_code = |line: &&str| line.len() == 14 && line.split('-').count() == 3;
    text.lines().find(is_code).unwrap().to_owned()
}

async fn ask(house: &House, email: &str) -> Answer {
    house
        .post(
            &Reader::default(),
            "/sign-in/forgotten",
            &[("email", email)],
        )
        .await
}

async fn reset(house: &House, email: &str, code: &str, password: &str) -> Answer {
    let fields = [("email", email), ("code", code), ("password", password)];
    house
        .post(&Reader::default(), "/sign-in/code", &fields)
        .await
}

#[tokio::test]
async fn a6_a_code_by_mail_gives_a_new_password_once() {
    let house = House::open().await;
    let before = house.reader(AOKI).await;
    let email = "aoki@hinode.example";
    assert_eq!(ask(&house, email).await.status, StatusCode::OK);
    let code = code(&house, 1).await;
    let letter = &house.letters(1).await[0];
    assert_eq!(letter.to.email, email);
    assert!(
        !letter.text().contains("http"),
        "no secret stands in an address"
    );
    // A weak password uses nothing up.
    let weak = reset(&house, email, &code, "password1234").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    // However it is typed.
    let typed = code.to_lowercase().replace('-', " ");
    let done = reset(&house, email, &typed, NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(done.header("set-cookie").contains("sign-in="));
    let signed_in = house.app.sign_in(email, NEW, &Default::default()).await;
    assert!(signed_in.unwrap().is_some());
    assert_eq!(
        house.get(&before, "/cases").await.status,
        StatusCode::SEE_OTHER,
        "who was signed in before is no longer"
    );
    // They hear of it, and the code is good no more.
    assert!(house.letters(2).await[0].subject.contains("変更しました"));
    let again = reset(&house, email, &code, "another quiet river").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn v33_nobody_learns_whether_there_is_such_an_address() {
    let house = House::open().await;
    let unknown = ask(&house, "nobody@hinode.example").await;
    let known = ask(&house, "aoki@hinode.example").await;
    assert_eq!(unknown.status, known.status);
    assert_eq!(
        unknown.text.replace("nobody@", "X@"),
        known.text.replace("aoki@", "X@")
    );
    code(&house, 1).await;
    let wrong = reset(&house, "aoki@hinode.example", "AAAA-AAAA-AAAA", NEW).await;
    let nobody = reset(&house, "nobody@hinode.example", "AAAA-AAAA-AAAA", NEW).await;
    assert_eq!(wrong.status, nobody.status);
    assert_eq!(
        nobody.text.replace("nobody@", "X@"),
        wrong.text.replace("aoki@", "X@")
    );
}

#[tokio::test]
async fn a6_a_code_is_good_for_minutes_and_until_the_next() {
    let house = House::open().await;
    let email = "aoki@hinode.example";
    let wait = |minutes: i64| {
        let clock = house.app.clock();
        clock.advance(jiff::SignedDuration::from_mins(minutes));
    };
    ask(&house, email).await;
    let first = code(&house, 1).await;
    // Whoever asks again at once fills nobody's mailbox, and spoils nothing.
    for _ in 0..3 {
        house.app.send_code(email).await.unwrap();
    }
    assert_eq!(house.letters(1).await.len(), 1);
    wait(2);
    house.app.send_code(email).await.unwrap();
    let second = code(&house, 2).await;
    let earlier = reset(&house, email, &first, NEW).await;
    assert_eq!(earlier.status, StatusCode::UNPROCESSABLE_ENTITY);
    wait(16);
    let late = reset(&house, email, &second, NEW).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    wait(1);
    house.app.send_code(email).await.unwrap();
    let third = code(&house, 3).await;
    let done = reset(&house, email, &third, NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a6_sign_ins_are_seen_and_ended() {
    let house = House::open().await;
    let mut here = house.reader(AOKI).await;
    here.headers.push((
        "user-agent",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0".into(),
    ));
    let there = house.reader(AOKI).await;
    let other = house.reader(MORI).await;
    let page = house.get(&here, "/sign-ins").await;
    assert_eq!(page.text.matches("name=\"one\"").count(), 2);
    assert!(page.text.contains("この端末"));
    // Somebody else's is none of theirs to end.
    let digest = store::sign_ins::digest(&other.cookies["sign-in"]);
    house
        .post(&here, "/sign-ins", &[("one", &passwords::hex(&digest))])
        .await;
    assert_eq!(house.get(&other, "/staff").await.status, StatusCode::OK);
    house.post(&here, "/sign-ins", &[("others", "1")]).await;
    assert_eq!(
        house.get(&there, "/cases").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(house.get(&here, "/cases").await.status, StatusCode::OK);
    assert_eq!(
        house.get(&Reader::default(), "/sign-ins").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a6_another_password_wants_the_old_one() {
    let house = House::open().await;
    let hash = passwords::hash("correct horse 電池".into()).await.unwrap();
    let by = domain::event::By::System;
    let store = &house.app.store;
    store
        .set_password(AOKI, &hash, by, noon(), Vec::new())
        .await
        .unwrap();
    let reader = house.reader(AOKI).await;
    let change = async |old: &str, new: &str| {
        let fields = [("old", old), ("password", new)];
        house.post(&reader, "/sign-ins/password", &fields).await
    };
    let wrong = change("not the old one", NEW).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own_name = change("correct horse 電池", "aoki@hinode2026").await;
    assert_eq!(own_name.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = change("correct horse 電池", NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get(&reader, "/cases").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a6_a_password_on_the_operators_list_is_taken_by_no_way() {
    const LOST: &str = "twelve green lanterns";
    let digest = Sha1::digest(LOST.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    let mut list = tempfile::NamedTempFile::new().unwrap();
    writeln!(list, "{hex}:7").unwrap();
    let mut house = House::open().await;
    let email = "aoki@hinode.example";
    let old = "correct horse 電池";
    house.app.set_password(email, old).await.unwrap();
    let lost = LostPasswords::open(list.path()).unwrap();
    house.app = house.app.clone().with_lost_passwords(lost);
    house.router = serve::router(house.app.clone(), Line::Loopback, true);
    let why = "流出したことがあります";
    // By the page of one's own sign-ins.
    let reader = house.reader(AOKI).await;
    let fields = [("old", old), ("password", LOST)];
    let changed = house.post(&reader, "/sign-ins/password", &fields).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(changed.text.contains(why), "{}", changed.text);
    // By a code in a mail, which is not used up by it.
    assert_eq!(ask(&house, email).await.status, StatusCode::OK);
    let code = code(&house, 1).await;
    let refused = reset(&house, email, &code, LOST).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(why), "{}", refused.text);
    let done = reset(&house, email, &code, NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn c28_a_stranger_who_guesses_keeps_nobody_from_a_new_password() {
    let house = House::open().await;
    let email = "aoki@hinode.example";
    house.app.set_password(email, NEW).await.unwrap();
    // A browser in which she has signed in before.
    let fields = [("email", email), ("password", NEW)];
    let mut known = Reader::default();
    known.take_cookies(&house.post(&known, "/sign-in", &fields).await);
    known.cookies.remove("sign-in");
    let guess = [("email", email), ("password", "a wrong password")];
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = house
            .post(&Reader::default(), "/sign-in", &guess)
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask(&house, email).await.status, StatusCode::OK);
    code(&house, 1).await;
    // Nor does one who asks for codes, where she is known.
    for _ in 0..10 {
        last = ask(&house, email).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let field = [("email", email)];
    let own = house.post(&known, "/sign-in/forgotten", &field).await;
    assert_eq!(own.status, StatusCode::OK);
}
