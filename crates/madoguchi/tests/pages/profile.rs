//! One's own profile (A5): names and numbers, the PIN, tokens.

use axum::http::StatusCode;
use jiff::SignedDuration;
use testkit::cast::*;

use crate::browser::{House, Reader};

const NAMES: &[(&str, &str)] = &[
    ("family", "﨑山"),
    ("given", "真理"),
    ("family_kana", "サキヤマ"),
    ("given_kana", "マリ"),
    ("language", "ja"),
    ("time_zone", "Asia/Tokyo"),
];

#[tokio::test]
async fn a5_names_stand_as_typed_and_numbers_in_one_form() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let done = house.post(&aoki, "/profile/names", NAMES).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let reach = [
        ("phone", "０３－１２３４－５６７８"),
        ("mobile", "090-1234-5678"),
        ("preferred", "mobile"),
        ("city", "千代田区"),
    ];
    let done = house.post(&aoki, "/profile/reach", &reach).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let to = done
        .header("location")
        .split('#')
        .next()
        .unwrap()
        .to_owned();
    assert!(house.get(&aoki, &to).await.text.contains("保存しました。"));
    let person = house.app.store.person(AOKI).await.unwrap().unwrap();
    assert_eq!(person.profile.family.as_str(), "﨑山", "U+FA11 stays");
    assert_eq!(person.profile.email.as_str(), "aoki@hinode.example");
    let details = house.app.store.details(AOKI).await.unwrap();
    assert_eq!(details.phone.as_str(), "+81312345678");
    assert_eq!(details.mobile.as_str(), "+819012345678");
    let page = house.get(&aoki, "/profile").await.text;
    assert!(page.contains("03-1234-5678") && page.contains("千代田区"));
    // What cannot be read is told, and what was typed stays.
    let wrong = [("phone", "電話なし"), ("city", "港区")];
    let wrong = house.post(&aoki, "/profile/reach", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("電話なし") && wrong.text.contains("港区"));
    let same = house.app.store.details(AOKI).await.unwrap();
    assert_eq!(same, details);
    // Saving one part leaves the other alone.
    house.post(&aoki, "/profile/names", NAMES).await;
    assert_eq!(house.app.store.details(AOKI).await.unwrap(), details);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_a_missing_number_is_asked_for_until_it_is_there() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let asks = "電話番号を登録してください";
    assert!(house.get(&aoki, "/").await.text.contains(asks));
    let wrong = house
        .post(&aoki, "/profile/phone", &[("phone", "12")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house.post(&aoki, "/profile/phone", &[("phone", "03-1234-5678")]);
    assert_eq!(done.await.header("location"), "/");
    assert!(!house.get(&aoki, "/").await.text.contains(asks));
}

#[tokio::test]
async fn a5_the_first_visit_asks_for_a_missing_number_wherever_it_leads() {
    let house = House::open().await;
    let password = "窓口のむこうは青い海だった";
    let app = &house.app;
    app.set_password("aoki@hinode.example", password)
        .await
        .unwrap();
    let number = house.open_case(&AS_AOKI, "録音").await;
    let page = format!("/cases/{number:08}");
    let asks = "電話番号を登録してください";
    let visit = async || {
        let mut reader = Reader::default();
        reader.headers.push(("accept-language", "ja".into()));
        let fields = [
            ("email", "aoki@hinode.example"),
            ("password", password),
            ("next", page.as_str()),
        ];
        let entered = house.post(&reader, "/sign-in", &fields).await;
        assert_eq!(entered.header("location"), page, "{}", entered.text);
        reader.take_cookies(&entered);
        reader
    };
    let mut aoki = visit().await;
    let shown = house.get(&aoki, &page).await.text;
    assert!(shown.contains(asks));
    assert!(shown.contains(&format!("name=\"back\" value=\"{page}\"")));
    // Once on a page: home and the profile have their own place for it.
    for (path, times) in [("/", 1), ("/knowledge", 1), ("/profile", 0)] {
        let text = house.get(&aoki, path).await.text;
        assert_eq!(text.matches(asks).count(), times, "{path}");
    }
    // Not now: this visit is left alone, home goes on asking, and the next visit does.
    let later = [("later", "1"), ("back", page.as_str())];
    let later = house.post(&aoki, "/profile/phone", &later).await;
    assert_eq!(later.header("location"), page);
    aoki.take_cookies(&later);
    assert!(!house.get(&aoki, &page).await.text.contains(asks));
    assert!(house.get(&aoki, "/").await.text.contains(asks));
    let again = visit().await;
    assert!(house.get(&again, &page).await.text.contains(asks));
    // Given once it is asked nowhere, in whichever browser.
    let phone = [("phone", "03-1234-5678"), ("back", "//evil.example/")];
    let given = house.post(&again, "/profile/phone", &phone).await;
    assert_eq!(given.header("location"), "/", "and never to another site");
    assert!(!house.get(&again, &page).await.text.contains(asks));
    // Another's browser is not asked on their account.
    let mut baba = house.reader(BABA).await;
    baba.cookies.insert("asks-phone".into(), AOKI.to_string());
    assert!(!house.get(&baba, "/knowledge").await.text.contains(asks));
}

/// The PIN on a page: six figures in a line of their own.
fn pin_on(page: &str) -> Option<String> {
    let at = page.find("role=\"status\"><b>")?;
    let pin: String = page[at..]
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    Some(pin)
}

#[tokio::test]
async fn a5_c57_the_pin_is_shown_after_a_fresh_look_alone_and_leads_staff_to_the_account() {
    let house = House::open().await;
    house
        .app
        .set_password("aoki@hinode.example", "窓口のむこうは青い海だった")
        .await
        .unwrap();
    let aoki = house.reader(AOKI).await;
    let made = house.post(&aoki, "/profile/pin", &[("do", "renew")]).await;
    let pin = pin_on(&made.text).expect("shown once it is made");
    assert!(
        !house.get(&aoki, "/profile").await.text.contains(&pin),
        "masked"
    );
    let shown = house.post(&aoki, "/profile/pin", &[("do", "show")]).await;
    assert_eq!(pin_on(&shown.text).as_ref(), Some(&pin));
    // Later the password is asked for.
    house.app.clock().advance(SignedDuration::from_mins(16));
    let late = house.post(&aoki, "/profile/pin", &[("do", "show")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!late.text.contains(&pin));
    let with = [("do", "show"), ("password", "窓口のむこうは青い海だった")];
    let shown = house.post(&aoki, "/profile/pin", &with).await;
    assert_eq!(pin_on(&shown.text).as_ref(), Some(&pin));
    let mori = house.reader(MORI).await;
    let found = house
        .post(&mori, "/staff/accounts/known", &[("pin", &pin)])
        .await;
    assert_eq!(
        found.header("location"),
        format!("/staff/accounts/{HINODE}")
    );
    // Another one ends it; and nothing in the database holds either in the clear.
    let with = [("do", "renew"), ("password", "窓口のむこうは青い海だった")];
    let next = pin_on(&house.post(&aoki, "/profile/pin", &with).await.text).unwrap();
    assert_ne!(next, pin);
    let gone = house
        .post(&mori, "/staff/accounts/known", &[("pin", &pin)])
        .await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sealed = house.app.store.sealed_pin(AOKI).await.unwrap().unwrap();
    assert!(!sealed.windows(6).any(|bytes| bytes == next.as_bytes()));
    // Under another key it cannot be read, and says so.
    let other = house.app.clone().with_key(b"another file");
    assert_eq!(other.own_pin(AOKI).await.unwrap(), (true, None));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn o2_tokens_read_alone_where_they_are_made_so_end_on_their_day_and_are_withdrawn_at_once() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "x").await;
    let aoki = house.reader(AOKI).await;
    let new = [("label", "集計"), ("days", "3"), ("reads_only", "1")];
    let made = house.post(&aoki, "/profile/tokens", &new).await.text;
    let at = made.find("mdg_").expect("shown once");
    let token: String = made[at..].chars().take_while(|c| *c != '<').collect();
    assert!(!house.get(&aoki, "/profile").await.text.contains(&token));
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let nobody = Reader::default();
    let read = async || {
        let answer = house.send(&nobody, "GET", "/api/v1/cases", None, &headers);
        answer.await.status
    };
    assert_eq!(read().await, StatusCode::OK);
    let body = Some(r#"{"text": "x"}"#.to_owned());
    let path = "/api/v1/cases/1/messages";
    let write = house.send(&nobody, "POST", path, body, &headers).await;
    assert_eq!(write.status, StatusCode::FORBIDDEN);
    house.app.clock().advance(SignedDuration::from_hours(72));
    assert_eq!(read().await, StatusCode::UNAUTHORIZED, "its days are over");
    for (days, wrong) in [("0", true), ("400", true), ("x", true), ("366", false)] {
        let aoki = house.reader(AOKI).await;
        let new = [("label", "y"), ("days", days)];
        let status = house.post(&aoki, "/profile/tokens", &new).await.status;
        assert_eq!(status == StatusCode::UNPROCESSABLE_ENTITY, wrong, "{days}");
    }
    let aoki = house.reader(AOKI).await;
    let tokens = house.app.store.tokens_of(AOKI).await.unwrap();
    for token in &tokens {
        let id = madoguchi::app::passwords::hex(&token.digest);
        // Somebody else's is out of reach.
        let baba = house.reader(BABA).await;
        house.post(&baba, "/profile/tokens", &[("take", &id)]).await;
        let left = house.app.store.tokens_of(AOKI).await.unwrap();
        assert!(left.contains(token));
        house.post(&aoki, "/profile/tokens", &[("take", &id)]).await;
    }
    assert_eq!(house.app.store.tokens_of(AOKI).await.unwrap(), []);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn h7_what_was_seen_on_the_page_needs_no_mail_where_one_wants_it_so() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let mailing = house.app.mailing.clone().unwrap();
    madoguchi::work::notify::begin(&house.app).await.unwrap();
    // It is so where nothing was chosen.
    let profile = house.get(&aoki, "/profile").await.text;
    assert!(
        profile.contains("<option value=\"unseen\" selected>"),
        "{profile}"
    );
    let number = house.open_case(&AS_AOKI, "x").await;
    let mail = async || {
        madoguchi::work::mail(&house.app, &mailing).await.unwrap();
        house.letters(0).await.len()
    };
    assert_eq!(mail().await, 1, "that it has arrived");
    let reply = async |text: &str| {
        // One mail a minute at most.
        house.app.clock().advance(SignedDuration::from_mins(2));
        let command = domain::case::Command::Reply {
            text: text.into(),
            then: None,
        };
        house
            .app
            .change_case(&AS_MORI, number, command, None, None)
            .await
            .unwrap();
    };
    reply("一通目").await;
    house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert_eq!(mail().await, 1, "seen");
    reply("二通目").await;
    assert_eq!(mail().await, 2);
    let letter = house.letters(2).await.remove(0);
    assert!(letter.said.contains("二通目"));
    // Whom nothing of it interests is told what must be known alone.
    house
        .post(&aoki, "/profile/reach", &[("mails", "few")])
        .await;
    reply("三通目").await;
    assert_eq!(mail().await, 2);
    // Nor is what they are asked sent after them, once they have seen it.
    let ask = async || {
        house.app.clock().advance(SignedDuration::from_mins(2));
        let command = domain::case::Command::Ask {
            text: "お尋ねします。".into(),
            then: None,
            questions: vec!["版は？".into()],
        };
        let asked = house.app.change_case(&AS_MORI, number, command, None, None);
        asked.await.unwrap();
    };
    ask().await;
    house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert_eq!(mail().await, 2);
    ask().await;
    assert_eq!(mail().await, 3);
    // Who chose to have all of them still has.
    let all = [("mails", "all")];
    house.post(&aoki, "/profile/reach", &all).await;
    reply("四通目").await;
    house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert_eq!(mail().await, 4);
}

#[tokio::test]
async fn a5_two_changes_at_once_of_how_somebody_is_reached_both_hold() {
    let house = House::open().await;
    let app = &house.app;
    for round in 0..20 {
        let text = domain::Prose::new(format!("round {round}"));
        let city = |old| domain::directory::Details {
            city: text.clone(),
            ..old
        };
        let street = |old| domain::directory::Details {
            street: text.clone(),
            ..old
        };
        let (one, other) = tokio::join!(
            app.change_details(AOKI, city),
            app.change_details(AOKI, street)
        );
        one.unwrap();
        other.unwrap();
        let now = app.store.details(AOKI).await.unwrap();
        assert_eq!((&now.city, &now.street), (&text, &text));
    }
}
