//! What is said in the log, however much is asked of it (V-40): nothing that opens a door, and nothing that somebody wrote.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use axum::http::StatusCode;
use domain::case::Command;
use store::sign_ins::NewToken;
use testkit::cast::*;
use tracing::level_filters::LevelFilter;

use crate::browser::{House, Reader};

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn v40_the_log_holds_no_secret_and_no_text_at_any_level() {
    let kept = Kept::default();
    let to = kept.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || to.clone())
        .finish();
    // Other threads write, too: it is the log of the whole process.
    tracing::subscriber::set_global_default(log).unwrap();
    tracing::info!("the log is kept");

    let house = House::open().await;
    let mut secrets: Vec<(&str, String)> = Vec::new();
    let email = "aoki@hinode.example";
    // A password, wrong and right, and a code to set it by.
    for password in ["canary-wrong-password", "canary-right-password"] {
        secrets.push(("a password", password.to_owned()));
        let fields = [("email", email), ("password", password)];
        house.post(&Reader::default(), "/sign-in", &fields).await;
    }
    house
        .post(
            &Reader::default(),
            "/sign-in/forgotten",
            &[("email", email)],
        )
        .await;
    let letters = house.letters(1).await;
    let text = letters[0].text();
    let is_code = |line: &&str| line.len() == 14 && line.split('-').count() == 3;
    let code = text.lines().find(is_code).unwrap().to_owned();
    let fields = [
        ("email", email),
        ("code", &code),
        ("password", "canary-right-password"),
    ];
    let done = house
        .post(&Reader::default(), "/sign-in/code", &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    secrets.push(("a code", code));
    let mut reader = Reader::default();
    reader.take_cookies(&done);
    for cookie in reader.cookies.values().filter(|value| value.len() > 20) {
        secrets.push(("a cookie", cookie.clone()));
        let token = madoguchi::app::passwords::form_token(house.app.secret(), cookie);
        secrets.push(("a form's token", token));
    }
    // A token, its use, and the attempt with one that is none.
    let token = house
        .app
        .make_token_of(email, &NewToken::default())
        .await
        .unwrap();
    for bearer in [token, "mdg_canary-of-a-token".to_owned()] {
        let header = format!("Bearer {bearer}");
        let asked = [("authorization", header.as_str())];
        house
            .send(&Reader::default(), "GET", "/api/v1/cases", None, &asked)
            .await;
        secrets.push(("a token", bearer));
    }
    secrets.push(("a PIN", house.app.renew_pin(AOKI).await.unwrap()));
    // An address with a secret in it, what is typed, and what is mailed.
    house
        .get(&Reader::default(), "/join/canary-of-a-link")
        .await;
    secrets.push(("a link's secret", "canary-of-a-link".into()));
    house
        .get(&Reader::default(), "/calendar/canary-of-a-calendar.ics")
        .await;
    secrets.push(("a calendar's secret", "canary-of-a-calendar".into()));
    house
        .get(&Reader::default(), "/news/canary-of-a-feed.atom")
        .await;
    secrets.push(("a feed's secret", "canary-of-a-feed".into()));
    // Another mail address: both links, looked at and pressed.
    let new = "canary-address@hinode.example";
    let person = house.app.store.person(AOKI).await.unwrap().unwrap();
    let link = house.app.wish_for_address(&person, new).await.unwrap();
    let link = link.expect("a link may go");
    let sent = house.app.send_address_link(&person, new, &link);
    sent.await.unwrap();
    let at = format!("/profile/address/{link}");
    house.get(&reader, &at).await;
    let told = house.post(&reader, &at, &[]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    let letters = house.mailed().await;
    let letters = letters.iter().map(|letter| letter.text());
    let mut stop =
        letters.filter_map(|text| Some(text.split_once("/address-change/")?.1.to_owned()));
    let stop = stop.next().expect("the old address is told");
    let stop = stop.split_whitespace().next().unwrap().to_owned();
    house
        .get(&Reader::default(), &format!("/address-change/{stop}"))
        .await;
    secrets.push(("a link to a new address", link));
    secrets.push(("a link to an old address", stop));
    secrets.push(("an address", "canary-address".into()));
    let number = house.open_case(&AS_AOKI, "canary-subject").await;
    let staff = house.reader(MORI).await;
    let fields = [
        ("do", "set"),
        ("conference-reason", "canary-conference"),
        ("conference-at", "2026-11-24T10:00"),
        ("conference-link", "https://meet.example/canary-link"),
        ("conference-passcode", "canary-passcode"),
        ("conference-people", "aoki@hinode.example"),
    ];
    let path = format!("/staff/cases/{number:08}/appointments");
    let set = house.post(&staff, &path, &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let asked = [("do", "passcode"), ("id", "1")];
    let shown = house.post(&staff, &path, &asked).await;
    assert!(shown.text.contains("canary-passcode"));
    secrets.push(("a passcode", "canary-passcode".into()));
    let path = format!("/cases/{number:08}/messages");
    house
        .post(&reader, &path, &[("text", "canary-update")])
        .await;
    for command in [
        Command::AddNote {
            text: "canary-note".into(),
        },
        Command::Reply {
            text: "canary-reply".into(),
            then: None,
        },
    ] {
        let done = house.app.change_case(&AS_MORI, number, command, None, None);
        done.await.unwrap();
    }
    for text in [
        "canary-subject",
        "canary-conference",
        "canary-link",
        "canary-update",
        "canary-note",
        "canary-reply",
    ] {
        secrets.push(("a text", text.to_owned()));
    }
    let mailed = house.mailed().await;
    assert!(
        mailed
            .iter()
            .any(|letter| letter.text().contains("canary-reply"))
    );
    // What cannot be read, and what fails.
    let json = [
        ("content-type", "application/json"),
        ("authorization", "Bearer x"),
    ];
    let bad = Some("{\"text\": \"canary-of-a-body\"".to_owned());
    house
        .send(&reader, "POST", "/api/v1/cases", bad, &json)
        .await;
    secrets.push(("a body", "canary-of-a-body".into()));

    let log = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    assert!(log.contains("the log is kept"), "the log is listened to");
    println!(
        "{} bytes of log, {} secrets looked for",
        log.len(),
        secrets.len()
    );
    for (what, secret) in &secrets {
        let found = log.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(found, None, "{what} stands in the log");
    }
}
