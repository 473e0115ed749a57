//! Signing in and out, set-up, the demo's start page.

use axum::http::StatusCode;
use madoguchi::{app::passwords, web::Line};
use testkit::cast::*;

use crate::browser::{House, Reader};

async fn with_password(house: &House) {
    let hash = passwords::hash("correct horse 電池".into()).await.unwrap();
    house
        .app
        .store
        .set_password(AOKI, &hash, domain::event::By::System, noon(), Vec::new())
        .await
        .unwrap();
}

#[tokio::test]
async fn v33_a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let house = House::open().await;
    with_password(&house).await;
    let nobody = Reader::default();
    let wrong = house
        .post(
            &nobody,
            "/sign-in",
            &[("email", "aoki@hinode.example"), ("password", "wrong")],
        )
        .await;
    let unknown = house
        .post(
            &nobody,
            "/sign-in",
            &[("email", "nobody@hinode.example"), ("password", "wrong")],
        )
        .await;
    assert_eq!(
        (wrong.status, unknown.status),
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            StatusCode::UNPROCESSABLE_ENTITY
        )
    );
    assert_eq!(
        wrong.text.replace("aoki@", "X@"),
        unknown.text.replace("nobody@", "X@")
    );
    assert!(!wrong.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn v30_each_sign_in_is_a_new_one_and_a_new_password_ends_them_all() {
    let house = House::open().await;
    with_password(&house).await;
    let mut fixed = Reader::default();
    fixed
        .cookies
        .insert("sign-in".into(), "chosen-by-an-attacker".into());
    let fields = [
        ("email", " AOKI@Hinode.example "),
        ("password", "correct horse 電池"),
        ("next", "/cases"),
    ];
    let answer = house.post(&fixed, "/sign-in", &fields).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/cases")
    );
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
            && !cookie.contains("chosen-by")
    );
    let secret = cookie
        .trim_start_matches("sign-in=")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let mut reader = Reader::default();
    reader.cookies.insert("sign-in".into(), secret);
    assert_eq!(house.get(&reader, "/cases").await.status, StatusCode::OK);
    assert_eq!(
        house.get(&fixed, "/cases").await.status,
        StatusCode::SEE_OTHER
    );
    with_password(&house).await;
    assert_eq!(
        house.get(&reader, "/cases").await.status,
        StatusCode::SEE_OTHER,
        "the old sign-in has ended"
    );
}

#[tokio::test]
async fn signing_out_ends_the_sign_in_and_clears_what_the_browser_kept() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let answer = house.post(&reader, "/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("clear-site-data").contains("cache"));
    assert_eq!(
        house.get(&reader, "/cases").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_sign_in_ends_unused_and_at_all() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let secret = &reader.cookies["sign-in"];
    assert!(house.app.signed_in(secret).await.unwrap().is_some());
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_hours(13));
    assert!(house.app.signed_in(secret).await.unwrap().is_none());
}

#[tokio::test]
async fn guessing_is_answered_with_wait() {
    let house = House::open().await;
    let nobody = Reader::default();
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = house
            .post(
                &nobody,
                "/sign-in",
                &[("email", "aoki@hinode.example"), ("password", "x")],
            )
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn over_an_open_line_nobody_signs_in() {
    let house = House::on(Line::Open).await;
    let nobody = Reader::default();
    assert_eq!(
        house.get(&nobody, "/sign-in").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        house
            .post(
                &nobody,
                "/sign-in",
                &[("email", "a@b.example"), ("password", "x")]
            )
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        house.get(&nobody, "/demo").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn over_tls_the_cookie_belongs_to_our_host_alone() {
    let house = House::on(Line::Tls).await;
    with_password(&house).await;
    let fields = [
        ("email", "aoki@hinode.example"),
        ("password", "correct horse 電池"),
    ];
    let answer = house.post(&Reader::default(), "/sign-in", &fields).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-sign-in=")
            && cookie.contains("; Secure")
            && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age")
    );
}

#[tokio::test]
async fn v25_setup_is_there_once_and_for_the_secret_alone() {
    let kept = testkit::databases::sqlite().await;
    kept.store
        .serve_desk("default", DESK, noon())
        .await
        .unwrap();
    let desks = madoguchi::app::Desks::stored(&kept.store).await.unwrap();
    let app = madoguchi::app::App::new(
        kept.store.clone(),
        desks,
        madoguchi::app::Clock::set_to(noon()),
    )
    .await
    .unwrap();
    let secret = app.setup_secret().await.unwrap().unwrap();
    let new = |secret: &str| madoguchi::app::people::NewAdministrator {
        family: "管理".into(),
        given: String::new(),
        email: format!("{}@vendor.example", secret.len()),
        password: "a long enough password".into(),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    assert!(app.set_up("wrong", new("wrong")).await.is_err());
    // Two at once: one administrator.
    let (one, two) = tokio::join!(
        app.set_up(&secret, new("1")),
        app.set_up(&secret, new("22"))
    );
    assert_eq!(
        [one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(),
        1
    );
    assert!(app.set_up(&secret, new("333")).await.is_err());
    assert!(!app.awaits_setup().await.unwrap());
    assert!(app.setup_secret().await.unwrap().is_none());
}

#[tokio::test]
async fn the_demos_start_page_answers_this_machine_only() {
    let house = House::open().await;
    let mut reader = Reader::default();
    assert_eq!(house.get(&reader, "/demo").await.status, StatusCode::OK);
    // A name that an attacker's DNS points here.
    reader.headers.push(("host", "rebound.example".into()));
    let answer = house
        .send(
            &Reader::default(),
            "GET",
            "/demo",
            None,
            &[("x-forwarded-for", "203.0.113.9")],
        )
        .await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "a header from anybody changes nothing"
    );
}

#[tokio::test]
async fn a6_a_stranger_who_guesses_locks_nobody_out() {
    let house = House::open().await;
    with_password(&house).await;
    let right = [
        ("email", "aoki@hinode.example"),
        ("password", "correct horse 電池"),
    ];
    let mut own = Reader::default();
    let entered = house.post(&own, "/sign-in", &right).await;
    let cookies = entered.headers.get_all("set-cookie").iter();
    let known = cookies
        .map(|c| c.to_str().unwrap())
        .find(|c| c.starts_with("known="));
    let known = known.unwrap();
    assert!(known.contains("HttpOnly") && known.contains("SameSite=Lax"));
    let value = known
        .trim_start_matches("known=")
        .split(';')
        .next()
        .unwrap();
    own.cookies.insert("known".into(), value.to_owned());
    let stranger = Reader::default();
    let wrong = [("email", "aoki@hinode.example"), ("password", "wrong")];
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = house.post(&stranger, "/sign-in", &wrong).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        house.post(&own, "/sign-in", &right).await.status,
        StatusCode::SEE_OTHER
    );
    // Another's mark is none.
    let mut forged = Reader::default();
    forged.cookies.insert("known".into(), "x".repeat(43));
    let held = house.post(&forged, "/sign-in", &right).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
}
