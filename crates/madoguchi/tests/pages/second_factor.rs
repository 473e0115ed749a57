//! The second factor (A6): staff are nowhere without it, nobody comes past it, and no code is good twice.

use axum::http::StatusCode;
use domain::{
    ArticleId, Language, PersonId, Prose,
    event::By,
    knowledge::{About, ArticleEvent, Audience, Sort},
};
use jiff::SignedDuration;
use madoguchi::app::second_factor::code_at;
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

const PASSWORD: &str = "three quiet rivers";

impl House {
    /// A browser that has shown the password of this address.
    async fn with_password(&self, email: &str) -> (Reader, Answer) {
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = self.post(&Reader::default(), "/sign-in", &fields).await;
        (browser(&answer), answer)
    }

    /// What the device of this person shows now.
    async fn device(&self, person: PersonId) -> String {
        let factor = self.app.store.factor(person).await.unwrap();
        let sealed = factor.pending.or(factor.secret).unwrap();
        let secret = self.app.opened(person, &sealed).unwrap();
        code_at(&secret, self.app.now().as_second() / 30).unwrap()
    }

    /// Sets one up on the page; gives the recovery codes that it shows.
    async fn sets_up(&self, reader: &Reader, person: PersonId) -> Vec<String> {
        let path = "/sign-ins/second-factor";
        self.post(reader, path, &[("do", "offer")]).await;
        let offered = self.get(reader, path).await.text;
        assert!(offered.contains("<svg") && !offered.contains("<?xml"));
        let wrong = [("do", "confirm"), ("code", "000000")];
        let wrong = self.post(reader, path, &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = self.device(person).await;
        let done = self
            .post(reader, path, &[("do", "confirm"), ("code", &code)])
            .await;
        assert_eq!(done.status, StatusCode::OK);
        let codes = done.text.split("<li class=\"mono\">").skip(1);
        codes
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect()
    }

    fn pass(&self, seconds: i64) {
        self.app.clock().advance(SignedDuration::from_secs(seconds));
    }
}

/// A browser with the sign-in that an answer gave it.
fn browser(answer: &Answer) -> Reader {
    let mut reader = Reader::default();
    for cookie in answer.headers.get_all("set-cookie") {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        reader.cookies.insert(name.to_owned(), value.to_owned());
    }
    reader.headers.push(("accept-language", "ja".into()));
    reader
}

const MORIS: &str = "mori@vendor.example";

#[tokio::test]
async fn a6_staff_come_nowhere_until_they_have_a_second_factor() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "CANARY-case").await;
    house.app.set_password(MORIS, PASSWORD).await.unwrap();
    let (reader, _) = house.with_password(MORIS).await;
    for path in [
        "/staff",
        "/staff/cases/00000001",
        "/staff/accounts",
        "/find?number=1",
    ] {
        let page = house.get(&reader, path).await;
        assert_eq!(page.header("location"), "/sign-ins/second-factor", "{path}");
        assert!(!page.text.contains("CANARY"));
    }
    let notes = [("text", "x")];
    let post = house
        .post(&reader, "/staff/cases/00000001/notes", &notes)
        .await;
    assert_eq!(post.header("location"), "/sign-ins/second-factor");
    let page = house.get(&reader, "/sign-ins/second-factor").await;
    assert!(page.text.contains("二段階認証が必要です"));
    let codes = house.sets_up(&reader, MORI).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(house.get(&reader, "/staff").await.status, StatusCode::OK);
    // They replace it, and are never without.
    house.pass(30);
    let code = house.device(MORI).await;
    let remove = [("do", "remove"), ("code", code.as_str())];
    let removed = house
        .post(&reader, "/sign-ins/second-factor", &remove)
        .await;
    assert_eq!(removed.status, StatusCode::NOT_FOUND);
    assert!(house.app.store.factor(MORI).await.unwrap().secret.is_some());
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a6_the_password_alone_opens_nothing_and_no_code_is_good_twice() {
    let house = House::open().await;
    house.app.set_password(MORIS, PASSWORD).await.unwrap();
    let (first, _) = house.with_password(MORIS).await;
    let codes = house.sets_up(&first, MORI).await;
    house.pass(60);
    let step = "/sign-in/second-factor";
    let awaited = async || {
        let (reader, answer) = house.with_password(MORIS).await;
        assert_eq!(answer.header("location"), step);
        reader
    };
    let reader = awaited().await;
    for path in ["/staff", "/sign-ins", "/sign-ins/second-factor", "/"] {
        let page = house.get(&reader, path).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(!page.header("location").starts_with("/staff"), "{path}");
    }
    assert_eq!(house.get(&reader, step).await.status, StatusCode::OK);
    let shows =
        async |reader: &Reader, code: &str| house.post(reader, step, &[("code", code)]).await;
    assert_eq!(
        shows(&reader, "000000").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let code = house.device(MORI).await;
    let entered = shows(&reader, &code).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let inside = browser(&entered);
    assert_ne!(
        inside.cookies["sign-in"], reader.cookies["sign-in"],
        "another one (V-30)"
    );
    assert_eq!(house.get(&inside, "/staff").await.status, StatusCode::OK);
    assert_eq!(
        house.get(&reader, step).await.header("location"),
        "/sign-in",
        "used up"
    );
    // The same code once more, from a browser that knows the password too.
    let second = awaited().await;
    assert_eq!(
        shows(&second, &code).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // Without the device: each recovery code once, as people type it.
    let typed = codes[0].to_lowercase().replace('-', " ");
    let entered = shows(&second, &typed).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let third = awaited().await;
    assert_eq!(
        shows(&third, &codes[0]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(house.app.store.recovery_codes_left(MORI).await.unwrap(), 9);
    // Who waits too long begins anew.
    house.pass(11 * 60);
    let late = house.device(MORI).await;
    assert_eq!(shows(&third, &late).await.header("location"), "/sign-in");
}

#[tokio::test]
async fn a6_a_new_password_by_mail_does_not_lead_past_it() {
    let house = House::open().await;
    let email = "aoki@hinode.example";
    house.app.set_password(email, PASSWORD).await.unwrap();
    let (reader, answer) = house.with_password(email).await;
    assert_eq!(answer.header("location"), "/", "customers may do without");
    house.sets_up(&reader, AOKI).await;
    house.letters(1).await;
    house.app.send_code(email).await.unwrap();
    let letter = house.letters(2).await.remove(0);
    let is_code = |word: &&str| word.len() == 14 && word.split('-').count() == 3;
    let code = letter
        .said
        .split_whitespace()
        .find(is_code)
        .unwrap()
        .to_owned();
    let fields = [
        ("email", email),
        ("code", &code),
        ("password", "four quiet rivers, still"),
    ];
    let reset = house
        .post(&Reader::default(), "/sign-in/code", &fields)
        .await;
    assert_eq!(reset.header("location"), "/sign-in/second-factor");
    let page = house.get(&browser(&reset), "/cases").await;
    assert!(
        page.header("location").starts_with("/sign-in?"),
        "not signed in yet"
    );
    // With the device it can be turned off again.
    let inside = house.reader(AOKI).await;
    let path = "/sign-ins/second-factor";
    let wrong = [("do", "remove"), ("code", "000000")];
    assert_eq!(
        house.post(&inside, path, &wrong).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    house.pass(60);
    let code = house.device(AOKI).await;
    house
        .post(&inside, path, &[("do", "remove"), ("code", &code)])
        .await;
    assert_eq!(house.app.store.factor(AOKI).await.unwrap().secret, None);
}

#[tokio::test]
async fn a6_the_shared_secret_lies_sealed_and_recovery_codes_outlive_the_key() {
    let house = House::open().await;
    let app = &house.app;
    app.offer_factor(AOKI).await.unwrap();
    let person = app.store.person(AOKI).await.unwrap().unwrap();
    let offer = app.offered_factor(&person, "x").await.unwrap().unwrap();
    let typed: String = offer.typed.split_whitespace().collect();
    let secret = data_encoding::BASE32_NOPAD
        .decode(typed.as_bytes())
        .unwrap();
    let kept = app.store.factor(AOKI).await.unwrap().pending.unwrap();
    assert!(!kept.windows(secret.len()).any(|bytes| bytes == secret));
    let sign_in = app
        .sign_in_as(AOKI, &Default::default())
        .await
        .unwrap()
        .unwrap();
    let step = app.now().as_second().div_euclid(30);
    let code = code_at(&secret, step).unwrap();
    let codes = app
        .confirm_factor(&person, &code, &sign_in)
        .await
        .unwrap()
        .unwrap();
    house.pass(60);
    let code = |step: i64| code_at(&secret, step).unwrap();
    let other = app.clone().with_key(b"another file");
    assert!(!other.proves(AOKI, &code(step + 2)).await.unwrap());
    assert!(other.proves(AOKI, &codes[0]).await.unwrap());
    assert!(app.proves(AOKI, &code(step + 2)).await.unwrap());
}

#[tokio::test]
async fn a6_one_factor_makes_no_token_and_reads_as_nobody() {
    let house = House::open().await;
    house.app.set_password(MORIS, PASSWORD).await.unwrap();
    let about = About {
        sort: Sort::Announcement,
        products: Vec::new(),
        audience: Audience::Accounts(vec![HINODE]),
        until: None,
    };
    let written = [
        ArticleEvent::AboutSet {
            about: Box::new(about),
            waits: false,
        },
        ArticleEvent::TextSet {
            language: Language::new("ja"),
            title: Prose::new("CANARY-article"),
            body: Prose::new("CANARY-article"),
        },
        ArticleEvent::Published,
    ];
    let by = By::Person(MORI);
    let list = store::knowledge::happen(ArticleId(1), None, &written, by, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    let (reader, _) = house.with_password(MORIS).await;
    for path in ["/profile", "/profile/calendar", "/"] {
        let page = house.get(&reader, path).await;
        assert_eq!(page.header("location"), "/sign-ins/second-factor", "{path}");
    }
    let token = [("label", "x"), ("days", "30")];
    let made = house.post(&reader, "/profile/tokens", &token).await;
    assert_eq!(made.header("location"), "/sign-ins/second-factor");
    let tokens = house.app.store.tokens_of(MORI).await.unwrap();
    assert!(tokens.is_empty());
    for path in ["/knowledge", "/knowledge/1", "/search?q=CANARY-article"] {
        let page = house.get(&reader, path).await;
        let nobodys = house.get(&Reader::default(), path).await;
        assert_eq!(page.status, nobodys.status, "{path}");
        assert!(!page.text.contains("<mark>") && !page.text.contains(">CANARY"));
    }
    house.sets_up(&reader, MORI).await;
    let page = house.get(&reader, "/knowledge/1").await;
    assert!(page.text.contains("CANARY-article"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c39_an_open_browser_changes_no_factor_takes_no_rows_along_and_becomes_nobody() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let allow = domain::case::Command::SetProxyLogin { allowed: true };
    house
        .app
        .change_case(&AS_AOKI, number, allow, None, None)
        .await
        .unwrap();
    house.app.set_password(MORIS, PASSWORD).await.unwrap();
    let mut reader = house.reader(MORI).await;
    house.sets_up(&reader, MORI).await;
    house.pass(20 * 60);
    let factor = "/sign-ins/second-factor";
    let start = format!("/staff/cases/{number:08}/proxy-login");
    let asked = async |reader: &Reader| {
        let mut all = Vec::new();
        for (path, fields) in [
            (factor, ("do", "offer")),
            (start.as_str(), ("contact", "101")),
            ("/list-files", ("list-address", "view=support")),
        ] {
            let answer = house.post(reader, path, &[fields]).await;
            all.push(answer.header("location").to_owned());
        }
        all
    };
    let away = |to: &String| to.starts_with("/sign-ins/confirmation?next=");
    assert!(asked(&reader).await.iter().all(away));
    assert!(
        house
            .app
            .store
            .factor(MORI)
            .await
            .unwrap()
            .pending
            .is_none()
    );
    let confirm = "/sign-ins/confirmation";
    let page = house.get(&reader, confirm).await.text;
    assert!(page.contains("name=\"password\"") && page.contains("name=\"code\""));
    let code = house.device(MORI).await;
    for (password, code) in [(PASSWORD, "000000"), ("wrong", code.as_str())] {
        let fields = [("password", password), ("code", code), ("next", "/staff")];
        let wrong = house.post(&reader, confirm, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let fields = [
        ("password", PASSWORD),
        ("code", code.as_str()),
        ("next", "//evil.example"),
    ];
    let right = house.post(&reader, confirm, &fields).await;
    assert_eq!(right.header("location"), "/", "{}", right.text);
    let old = reader.clone();
    reader.take_cookies(&right);
    let page = house.get(&old, "/staff").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "another secret (V-30)");
    assert_eq!(house.get(&reader, "/staff").await.status, StatusCode::OK);
    assert!(!asked(&reader).await.iter().any(away));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c31_owners_hear_of_each_change_of_what_they_sign_in_with() {
    for (person, tag, told) in [
        (
            AOKI,
            "ja",
            [
                "二段階認証を設定しました",
                "二段階認証の端末を変更しました",
                "回復用コードが使われました",
                "二段階認証を解除しました",
                "APIトークンを作成しました",
                "電話用のPINを発行しました",
            ],
        ),
        (
            LINDNER,
            "en",
            [
                "A second factor was set up",
                "The device of your second factor was changed",
                "A recovery code was used",
                "Your second factor was turned off",
                "An API token was made",
                "A new phone PIN was issued",
            ],
        ),
    ] {
        let house = House::open().await;
        const LANGUAGE: &str = "UPDATE people SET language = $2 WHERE id = $1";
        let spoken = store::Statement::new(LANGUAGE, vec![person.into(), tag.into()]);
        house.app.store.add(vec![spoken]).await.unwrap();
        let reader = house.reader(person).await;
        house.sets_up(&reader, person).await;
        house.letters(1).await;
        house.pass(60);
        let codes = house.sets_up(&reader, person).await;
        house.letters(2).await;
        assert!(house.app.proves(person, &codes[0]).await.unwrap());
        house.letters(3).await;
        house.pass(60);
        let code = house.device(person).await;
        let remove = [("do", "remove"), ("code", code.as_str())];
        house
            .post(&reader, "/sign-ins/second-factor", &remove)
            .await;
        house.letters(4).await;
        let token = [("label", "x"), ("days", "3")];
        house.post(&reader, "/profile/tokens", &token).await;
        house.letters(5).await;
        house
            .post(&reader, "/profile/pin", &[("do", "renew")])
            .await;
        let letters = house.letters(6).await;
        let email = house.app.store.person(person).await.unwrap().unwrap();
        let email = email.profile.email;
        for (letter, told) in letters.iter().rev().zip(told) {
            assert_eq!(letter.to.email, email.as_str());
            assert!(letter.subject.contains(told), "{}", letter.subject);
            assert!(!letter.said.contains(&codes[0]));
        }
    }
}
