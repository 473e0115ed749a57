//! Each kind of secret opens its own door, whole and while it counts, and no other one (V-26); no installation has one of another,
//! nor one that everybody knows (V-45).

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{Actor, Language, Role, event::By};
use jiff::SignedDuration;
use madoguchi::app::{App, Clock, Desks};
use store::sign_ins::NewToken;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    sessions::{Played, stranger},
};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};

/// The doors that a secret opens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    SignIn,
    Token,
    Joining,
    Guest,
    Calendar,
    News,
    /// A seat in a live session, by the cookie of the browser that holds it.
    Seat,
    /// The link by which an address stops that another takes its place.
    AddressStop,
}

/// A door with the secret that is for it; `page` is where a seat leads.
struct Key {
    door: Door,
    secret: String,
    page: String,
}

async fn opens(house: &House, key: &Key, secret: &str) -> bool {
    let (mut reader, none) = (stranger(), Reader::default());
    let answer = match key.door {
        Door::SignIn => {
            reader.cookies.insert("sign-in".into(), secret.to_owned());
            house.get(&reader, "/cases").await
        }
        Door::Token => {
            let bearer = format!("Bearer {secret}");
            let asks = [("authorization", bearer.as_str())];
            house.send(&none, "GET", "/api/v1/me", None, &asks).await
        }
        Door::Joining => house.get(&reader, &format!("/join/{secret}")).await,
        Door::Guest => house.get(&reader, &format!("/guest/{secret}")).await,
        Door::AddressStop => house.get(&none, &format!("/address-change/{secret}")).await,
        Door::Calendar => house.get(&none, &format!("/calendar/{secret}.ics")).await,
        Door::News => house.get(&none, &format!("/news/{secret}.atom")).await,
        Door::Seat => {
            reader.cookies.insert("seat".into(), secret.to_owned());
            house.get(&reader, &key.page).await
        }
    };
    assert!(
        !answer.status.is_server_error(),
        "{:?} {secret:.40}: {}",
        key.door,
        answer.status
    );
    answer.status == StatusCode::OK
}

/// What of a letter stands behind this way.
fn secret_in(text: &str, way: &str) -> String {
    let (_, rest) = text.split_once(way).expect("a link");
    rest.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// One of each, in a house that takes guests.
async fn keys() -> (Played, Vec<Key>) {
    let played = Played::begin_in(House::for_guests().await).await;
    let house = &played.house;
    let (seated, room) = played.join("田中").await;
    for (path, email) in [
        ("/join", "new@new.example"),
        ("/guest", "guest@new.example"),
    ] {
        house.post(&stranger(), path, &[("email", email)]).await;
    }
    let letters = house.letters(2).await;
    let lettered = |way: &str| {
        let letter = letters.iter().find(|letter| letter.said.contains(way));
        secret_in(&letter.expect("a letter").said, way)
    };
    // Somebody is known by another address from tomorrow on.
    let baba = house.reader(BABA).await;
    let wish = [("new_email", "baba@new.example")];
    house.post(&baba, "/profile/address", &wish).await;
    let shows = secret_in(&house.letters(3).await[0].said, "/profile/address/");
    house
        .post(&baba, &format!("/profile/address/{shows}"), &[])
        .await;
    let stops = secret_in(&house.letters(4).await[0].said, "/address-change/");
    let app = &house.app;
    let new = NewToken::default();
    let token = app.make_own_token(AOKI, &new, By::System);
    let all = [
        (
            Door::SignIn,
            house.reader(AOKI).await.cookies["sign-in"].clone(),
        ),
        (Door::Token, token.await.unwrap()),
        (Door::Joining, lettered("/join/")),
        (Door::Guest, lettered("/guest/")),
        (
            Door::Calendar,
            app.renew_calendar_address(AOKI).await.unwrap(),
        ),
        (Door::News, app.renew_news_address(AOKI).await.unwrap()),
        (Door::Seat, seated.cookies["seat"].clone()),
        (Door::AddressStop, stops),
    ];
    let keys = all.map(|(door, secret)| Key {
        door,
        secret,
        page: room.clone(),
    });
    (played, keys.into())
}

#[tokio::test]
async fn v26_every_secret_opens_its_own_door_alone_and_only_whole() {
    let (played, keys) = keys().await;
    let house = &played.house;
    for key in &keys {
        // Guesses from one place are slowed down; each door is tried as if nobody had been there.
        house.app.clock().advance(SignedDuration::from_mins(3));
        assert!(opens(house, key, &key.secret).await, "{:?} opens", key.door);
        let whole = &key.secret;
        let turned: String = whole.chars().rev().collect();
        let swapped = match whole.chars().any(|c| c.is_ascii_lowercase()) {
            true => whole.to_ascii_uppercase(),
            false => whole.to_ascii_lowercase(),
        };
        let mut wrong = vec![
            "null".to_owned(),
            "undefined".to_owned(),
            "0".to_owned(),
            "%00".to_owned(),
            "mdg_".to_owned(),
            "a".repeat(5_000),
            whole[..whole.len() - 1].to_owned(),
            format!("{whole}0"),
            turned,
            swapped,
        ];
        if key.door != Door::Joining && key.door != Door::Guest {
            wrong.push(String::new());
        }
        for other in keys.iter().filter(|other| other.door != key.door) {
            wrong.push(other.secret.clone());
            wrong.push(format!("mdg_{}", other.secret));
        }
        for wrong in wrong.iter().filter(|wrong| *wrong != whole) {
            assert!(
                !opens(house, key, wrong).await,
                "{:?} is opened by {wrong:.60}",
                key.door
            );
        }
        house.app.clock().advance(SignedDuration::from_mins(3));
        assert!(opens(house, key, whole).await, "{:?} still opens", key.door);
    }
}

#[tokio::test]
async fn v26_what_is_over_stays_over_and_who_is_suspended_opens_nothing() {
    let house = House::open().await;
    let app = &house.app;
    let until = noon() + SignedDuration::from_hours(1);
    let ends = NewToken {
        until: Some(until),
        ..NewToken::default()
    };
    let calendar = app.renew_calendar_address(AOKI).await.unwrap();
    let token = app.make_own_token(AOKI, &ends, By::System).await.unwrap();
    let sign_in = house.reader(AOKI).await.cookies["sign-in"].clone();
    let keys = [
        (Door::Token, token),
        (Door::SignIn, sign_in),
        (Door::Calendar, calendar),
    ];
    let keys = keys.map(|(door, secret)| Key {
        door,
        secret,
        page: String::new(),
    });
    let open = async || {
        let mut all = Vec::new();
        for key in &keys {
            all.push(opens(&house, key, &key.secret).await);
        }
        all
    };
    assert_eq!(open().await, [true, true, true]);
    app.suspend(&ADMINISTRATOR, HINODE, AOKI, true)
        .await
        .unwrap();
    assert_eq!(open().await, [false, false, false], "while suspended");
    app.suspend(&ADMINISTRATOR, HINODE, AOKI, false)
        .await
        .unwrap();
    // A sign-in that was ended does not come back with its person; what they made for themselves does.
    assert_eq!(open().await, [true, false, true]);
    app.clock().advance(SignedDuration::from_hours(1));
    assert!(!open().await[0], "its hour is over");
}

/// An installation with nobody in it.
async fn fresh() -> (testkit::Database, App, String) {
    let kept = testkit::databases::sqlite().await;
    kept.store
        .serve_desk("default", DESK, noon())
        .await
        .unwrap();
    let desks = Desks::stored(&kept.store).await.unwrap();
    let app = App::new(kept.store.clone(), desks, Clock::set_to(noon()));
    let app = app.await.unwrap();
    let setup = app.setup_secret().await.unwrap().expect("it is awaited");
    (kept, app, setup)
}

#[tokio::test]
async fn v45_two_installations_share_no_secret_and_a_fresh_one_lets_nobody_in() {
    let mut met = BTreeSet::new();
    for _ in 0..2 {
        let (kept, app, setup) = fresh().await;
        assert!(met.insert(setup.clone()), "the secret of set-up is another");
        assert!(met.insert(madoguchi::app::passwords::hex(app.secret())));
        assert!(setup.len() >= 22, "128 bits at least: {}", setup.len());
        // Nobody is there, under no name, with no token and no password.
        for table in ["people", "passwords", "tokens", "sign_ins"] {
            let count = store::sql!("SELECT count(*) FROM {table}");
            let row = kept.store.db().read_one(&count, &[]).await.unwrap();
            let count = row.unwrap().columns().int().unwrap();
            assert_eq!(count, 0, "{table}");
        }
        for name in ["admin", "root", "administrator", "madoguchi", "demo"] {
            for password in ["", "admin", "password", "madoguchi", "demo", "changeme"] {
                let email = format!("{name}@vendor.example");
                let in_with = app.sign_in(&email, password, &Default::default()).await;
                assert!(!matches!(in_with, Ok(Some(_))), "{name} {password}");
            }
        }
        let new = || madoguchi::app::people::NewAdministrator {
            family: "管理".into(),
            given: String::new(),
            email: "first@vendor.example".into(),
            password: "a long enough password".into(),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        for wrong in ["", "0", "setup", "secret", &setup[..setup.len() - 1]] {
            assert!(app.set_up(wrong, new()).await.is_err(), "{wrong}");
        }
    }
}
