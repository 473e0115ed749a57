//! Who may do what in an account (A2, A3, A7–A9, C18, C19): by page, search, API and mail alike.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{
    AccountId, Actor, Level, PersonId, Role,
    access::{Command, Refused},
    case,
};
use madoguchi::mail::Post;
use serde_json::{Value, json};
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

pub(crate) const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};

impl House {
    /// The same, with more lines in the rules of its desk.
    pub(crate) async fn with_rules(rules: &str) -> Self {
        let house = Self::open().await;
        let text = DESK.replacen("[rules]\n", &format!("[rules]\n{rules}\n"), 1);
        let store = &house.app.store;
        store.serve_desk("default", &text, noon()).await.unwrap();
        assert!(house.app.desks.follow(store).await.unwrap());
        house
    }

    pub(crate) async fn changes(&self, actor: &Actor, of: AccountId, command: Command) {
        let done = self.app.change_access(actor, of, &command).await.unwrap();
        assert_eq!(done, Ok(()), "{command:?}");
    }

    pub(crate) async fn bearer(&self, email: &str) -> String {
        format!(
            "Bearer {}",
            self.app.make_token(email, "test").await.unwrap()
        )
    }

    async fn calls(&self, bearer: &str, path: &str, more: &[(&str, &str)]) -> Answer {
        let mut headers = vec![("authorization", bearer)];
        headers.extend(more);
        self.send(&Reader::default(), "GET", path, None, &headers)
            .await
    }

    /// Numbers of the cases that the API lists.
    async fn listed(&self, bearer: &str, more: &[(&str, &str)]) -> BTreeSet<i64> {
        let answer = self.calls(bearer, "/api/v1/cases", more).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let body: Value = serde_json::from_str(&answer.text).unwrap();
        let items = body["items"].as_array().unwrap().iter();
        let numbers: BTreeSet<i64> = items
            .map(|case| case["number"].as_str().unwrap().parse().unwrap())
            .collect();
        let counted = body["counts"]["not_closed"].as_i64().unwrap();
        assert_eq!(counted, numbers.len() as i64, "{}", answer.text);
        assert_eq!(
            body["total"]["count"].as_i64().unwrap(),
            counted,
            "{}",
            answer.text
        );
        numbers
    }

    /// Sees nothing of a case by any way.
    async fn is_blind(&self, reader: &Reader, bearer: &str, number: i64, word: &str) {
        let written = format!("{number:08}");
        for path in [
            "/",
            "/cases",
            "/cases?scope=own",
            "/admin-cases",
            "/cases?view=closed",
        ] {
            let page = self.get(reader, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(word), "{path}");
        }
        for path in [
            format!("/cases/{written}"),
            format!("/find?number={written}"),
        ] {
            let page = self.get(reader, &path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!page.text.contains(word), "{path}");
        }
        assert!(!self.listed(bearer, &[]).await.contains(&number));
        let unknown = self.calls(bearer, "/api/v1/cases/99999999", &[]).await;
        for rest in ["", "/timeline"] {
            let path = format!("/api/v1/cases/{written}{rest}");
            let answer = self.calls(bearer, &path, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.text, unknown.text, "{path}");
        }
    }
}

#[tokio::test]
async fn a8_contacts_of_a_restricted_account_open_cases_and_read_none_by_any_way() {
    let house = House::open().await;
    let before = house.open_case(&AS_AOKI, "CANARY-before").await;
    house
        .changes(
            &ADMINISTRATOR,
            HINODE,
            Command::Restrict { restricted: true },
        )
        .await;
    let (reader, bearer) = (
        house.reader(AOKI).await,
        house.bearer("aoki@hinode.example").await,
    );
    let form = [
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("environment", "production"),
        ("sub-type", "problem"),
        ("severity", "S3"),
        ("subject", "CANARY-page"),
        ("description", "x"),
        ("_checked", "1"),
    ];
    let taken = house.post(&reader, "/cases/new/support-case", &form).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text);
    assert!(taken.text.contains("00000002"), "the number is told");
    assert!(!taken.text.contains("CANARY"));
    let body = json!({
        "kind": "support-case", "deployment": "11", "product": "contact-cloud", "environment": "production",
        "sub_type": "problem", "severity": "S3", "subject": "CANARY-api", "description": "x",
        "answers": { "issue": "recording", "sub-issue": "not-recorded" },
    });
    for _ in 0..2 {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "once"),
        ];
        let opened = house
            .send(
                &Reader::default(),
                "POST",
                "/api/v1/cases",
                Some(body.to_string()),
                &headers,
            )
            .await;
        assert_eq!(opened.status, StatusCode::ACCEPTED, "{}", opened.text);
        assert_eq!(
            opened.text, r#"{"number":"00000003"}"#,
            "and the same once more"
        );
        assert_eq!(opened.header("location"), "");
    }
    for (number, word) in [
        (before, "CANARY-before"),
        (2, "CANARY-page"),
        (3, "CANARY-api"),
    ] {
        house.is_blind(&reader, &bearer, number, word).await;
        // Nor do they write to it.
        let path = format!("/cases/{number:08}/messages");
        let post = house.post(&reader, &path, &[("text", "x")]).await;
        assert_eq!(post.status, StatusCode::NOT_FOUND);
    }
    // Staff see all of it, and colleagues of other companies are as they were.
    let staff = house
        .get(&house.reader(MORI).await, "/staff/cases/00000002")
        .await;
    assert!(staff.text.contains("CANARY-page"));
}

#[tokio::test]
async fn a2_a_grant_for_one_deployment_shows_that_one_alone() {
    let house = House::open().await;
    let tokyo = house.open_case(&AS_AOKI, "CANARY-tokyo").await;
    let osaka = house
        .cast
        .open(&house.app.store, &AS_BABA, OSAKA, "CANARY-osaka", noon())
        .await
        .unwrap();
    let level = |level: &str| {
        let level = level.to_owned();
        domain::directory::PersonEvent::LevelSet { level }
    };
    let store = &house.app.store;
    let stored = store.stored_person_of(READER).await.unwrap().unwrap();
    let by = domain::event::By::System;
    let lowered = store::people::change_person(&stored, &[level("basic")], by, noon()).unwrap();
    store.add(lowered).await.unwrap();
    let (reader, bearer) = (
        house.reader(READER).await,
        house.bearer("chiba@hinode.example").await,
    );
    house
        .is_blind(&reader, &bearer, tokyo, "CANARY-tokyo")
        .await;
    let give = Command::Give {
        contact: READER,
        deployment: Some(OSAKA),
        level: Level::ReadOnly,
        from: None,
        until: None,
    };
    house.changes(&ADMINISTRATOR, HINODE, give).await;
    house
        .is_blind(&reader, &bearer, tokyo, "CANARY-tokyo")
        .await;
    assert_eq!(house.listed(&bearer, &[]).await, [osaka].into());
    let page = house.get(&reader, "/cases").await.text;
    assert!(
        page.contains("CANARY-osaka") && page.contains("大阪支店") && !page.contains("東京本社")
    );
    let foreign = house
        .calls(&bearer, "/api/v1/cases?deployment=11", &[])
        .await;
    assert_eq!(
        foreign.status,
        StatusCode::BAD_REQUEST,
        "as if it were not there"
    );
    house
        .changes(&ADMINISTRATOR, HINODE, Command::Take { contact: READER })
        .await;
    house
        .is_blind(&reader, &bearer, osaka, "CANARY-osaka")
        .await;
}

#[tokio::test]
async fn a9_a_partners_contact_acts_for_one_account_at_a_time() {
    let house = House::open().await;
    let theirs = house.open_case(&AS_AOKI, "CANARY-hinode").await;
    let own = house
        .cast
        .open(
            &house.app.store,
            &AS_LINDNER,
            BERLIN,
            "CANARY-kitano",
            noon(),
        )
        .await
        .unwrap();
    let (reader, bearer) = (
        house.reader(LINDNER).await,
        house.bearer("eva@kitano.example").await,
    );
    let hinode = HINODE.to_string();
    let acting = [("acting-for", hinode.as_str())];
    let switch = async |account: &str| {
        let fields = [("account", account)];
        house.post(&reader, "/access/acting", &fields).await.status
    };
    // An account that is not there, and one for which they may not act.
    let unknown = house
        .calls(&bearer, "/api/v1/me", &[("acting-for", "999")])
        .await;
    let forbidden = house.calls(&bearer, "/api/v1/me", &acting).await;
    assert_eq!(
        (unknown.status, &unknown.text),
        (StatusCode::FORBIDDEN, &forbidden.text)
    );
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    assert_eq!(switch("999").await, StatusCode::NOT_FOUND);
    assert_eq!(switch(&hinode).await, StatusCode::NOT_FOUND);

    let partner = |until| Command::SetPartner {
        partner: KITANO,
        until,
        contract: None,
    };
    house.changes(&ADMINISTRATOR, HINODE, partner(None)).await;
    assert_eq!(
        switch(&hinode).await,
        StatusCode::NOT_FOUND,
        "nothing granted yet"
    );
    let tick = Command::Tick {
        on: vec![LINDNER],
        off: Vec::new(),
    };
    house.changes(&ADMINISTRATOR, HINODE, tick).await;
    house
        .is_blind(&reader, &bearer, theirs, "CANARY-hinode")
        .await;
    assert_eq!(house.listed(&bearer, &[]).await, [own].into());
    assert_eq!(
        house.listed(&bearer, &acting).await,
        [theirs].into(),
        "no union"
    );
    assert_eq!(switch(&hinode).await, StatusCode::SEE_OTHER);
    let list = house.get(&reader, "/cases").await.text;
    assert!(list.contains("CANARY-hinode") && !list.contains("CANARY-kitano"));
    let path = format!("/cases/{own:08}");
    assert_eq!(
        house.get(&reader, &path).await.status,
        StatusCode::NOT_FOUND
    );
    let path = format!("/cases/{theirs:08}/messages");
    let reply = house
        .post(&reader, &path, &[("text", "代わりに返信します")])
        .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    // What they submit counts apart in each account.
    let opened = house
        .cast
        .open(
            &house.app.store,
            &Actor::Contact {
                person: LINDNER,
                account: HINODE,
                access: domain::access::Access::all(Level::ReadWrite),
            },
            OSAKA,
            "CANARY-for",
            noon(),
        )
        .await
        .unwrap();
    let mine = |text: &str| {
        let body: Value = serde_json::from_str(text).unwrap();
        body["counts"]["not_closed"].as_i64().unwrap()
    };
    let path = "/api/v1/cases?scope=own";
    assert_eq!(mine(&house.calls(&bearer, path, &[]).await.text), 1);
    assert_eq!(mine(&house.calls(&bearer, path, &acting).await.text), 1);
    assert_eq!(
        house.listed(&bearer, &acting).await,
        [theirs, opened].into()
    );
    // The arrangement ends: the next page is the own company's again.
    house
        .changes(
            &ADMINISTRATOR,
            HINODE,
            Command::EndPartner { partner: KITANO },
        )
        .await;
    house
        .is_blind(&reader, &bearer, theirs, "CANARY-hinode")
        .await;
    assert_eq!(
        house.calls(&bearer, "/api/v1/me", &acting).await.text,
        forbidden.text
    );
}

#[tokio::test]
async fn c19_customers_see_nothing_that_was_opened_before_the_desks_day() {
    let house = House::with_rules("shown_since = \"2026-11-20\"").await;
    let day = jiff::SignedDuration::from_hours(24);
    let store = &house.app.store;
    let before = noon() - day;
    let old = house
        .cast
        .open(store, &AS_AOKI, TOKYO, "CANARY-old", before)
        .await
        .unwrap();
    let new = house.open_case(&AS_AOKI, "CANARY-new").await;
    let (reader, bearer) = (
        house.reader(AOKI).await,
        house.bearer("aoki@hinode.example").await,
    );
    house.is_blind(&reader, &bearer, old, "CANARY-old").await;
    assert_eq!(house.listed(&bearer, &[]).await, [new].into());
    let list = house.get(&reader, "/cases").await.text;
    assert!(list.contains("CANARY-new"));
    let staff = house
        .get(&house.reader(MORI).await, "/staff?view=support")
        .await;
    assert!(staff.text.contains("CANARY-old"), "staff see all");
}

#[tokio::test]
async fn c18_the_desk_says_who_replies_closes_and_reopens() {
    let house = House::with_rules("customer_acts = \"submitter-and-admin\"").await;
    let number = house.open_case_by_form(AOKI).await;
    let name = Command::NameAdmin { contact: READER };
    house.changes(&ADMINISTRATOR, HINODE, name).await;
    let path = format!("/cases/{number}");
    let post = async |person: PersonId| {
        let reader = house.reader(person).await;
        let messages = format!("{path}/messages");
        house
            .post(&reader, &messages, &[("text", "x")])
            .await
            .status
    };
    assert_eq!(post(AOKI).await, StatusCode::SEE_OTHER, "the submitter");
    assert_eq!(post(READER).await, StatusCode::SEE_OTHER, "the admin");
    assert_eq!(post(BABA).await, StatusCode::FORBIDDEN, "a colleague");
    let baba = house.reader(BABA).await;
    let page = house.get(&baba, &path).await.text;
    assert!(
        page.contains("ケースを開いた人とカスタマーアドミンだけ"),
        "{page}"
    );
    // They go on in a case of their own, with what is known filled in.
    let at = page.find("/cases/new/support-case?").expect("a way on");
    let href = page[at..].split('"').next().unwrap().replace("&#38;", "&");
    let form = house.get(&baba, &href).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("録音が残らない"), "the subject");
    assert!(form.text.contains(&number), "and the number");
    // The same holds for closing and for what comes after it.
    let does = async |person: PersonId, what: &str, fields: &[(&str, &str)]| {
        let reader = house.reader(person).await;
        let there = format!("{path}/{what}");
        house.post(&reader, &there, fields).await.status
    };
    let close = [("reason", "resolved"), ("comment", "x")];
    let reopen = [("reason", "再発しました")];
    assert_eq!(does(BABA, "closure", &close).await, StatusCode::FORBIDDEN);
    assert_eq!(does(READER, "closure", &close).await, StatusCode::SEE_OTHER);
    assert_eq!(
        does(BABA, "reopening", &reopen).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        does(AOKI, "reopening", &reopen).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(does(BABA, "closure", &close).await, StatusCode::FORBIDDEN);
    assert_eq!(does(AOKI, "closure", &close).await, StatusCode::SEE_OTHER);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a9_where_the_desk_asks_for_it_a_partner_is_named_by_a_contract_number() {
    let house = House::with_rules("partner_contract = true").await;
    let reader = house.reader(ISHIKAWA).await;
    let promote = "UPDATE people SET role = 'administrator' WHERE id = $1";
    let promote = store::Statement::new(promote, vec![ISHIKAWA.into()]);
    house.app.store.add(vec![promote]).await.unwrap();
    let page = format!("/staff/accounts/{HINODE}/access");
    let form = house.get(&reader, &page).await.text;
    assert!(form.contains("このアカウントの契約番号"));
    let partner = KITANO.to_string();
    let names = async |contract: &str| {
        let fields = [("partner", partner.as_str()), ("contract", contract)];
        house
            .post(&reader, &format!("{page}/partner"), &fields)
            .await
    };
    let none = names("").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("契約番号が必要です"));
    let other = names("C-9999").await;
    assert!(other.text.contains("この番号の有効な契約は"));
    assert_eq!(names("C-1001").await.status, StatusCode::SEE_OTHER);
    let partners = house.app.store.partners(HINODE).await.unwrap();
    assert_eq!(partners[0].contract.as_deref(), Some("C-1001"));
    assert!(house.get(&reader, &page).await.text.contains("C-1001"));
}

#[tokio::test]
async fn a4_what_begins_later_and_who_granted_it_stand_on_the_page() {
    let house = House::open().await;
    let name = Command::NameAdmin { contact: AOKI };
    house.changes(&ADMINISTRATOR, HINODE, name).await;
    let reader = house.reader(AOKI).await;
    let give = [
        ("contact", "103"),
        ("level", "read-only"),
        ("from", "2027-01-05"),
    ];
    let given = house.post(&reader, "/access/give", &give).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let page = house.get(&reader, "/access").await.text;
    assert!(
        page.contains("青木 真理さんが付与、2027年1月5日(火)から"),
        "{page}"
    );
}

impl House {
    /// Opens a case on the page; gives its number as written.
    async fn open_case_by_form(&self, person: PersonId) -> String {
        let form = [
            ("deployment", "11"),
            ("product", "contact-cloud"),
            ("environment", "production"),
            ("sub-type", "problem"),
            ("severity", "S3"),
            ("subject", "録音が残らない"),
            ("description", "x"),
            ("_checked", "1"),
        ];
        let reader = self.reader(person).await;
        let opened = self.post(&reader, "/cases/new/support-case", &form).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let location = opened.header("location");
        let number = location.strip_prefix("/cases/").unwrap();
        number.trim_end_matches("/opened").to_owned()
    }
}

#[tokio::test]
async fn a6_who_is_suspended_is_out_at_once_and_by_every_way() {
    let house = House::open().await;
    let password = "three quiet rivers";
    house
        .app
        .set_password("aoki@hinode.example", password)
        .await
        .unwrap();
    let (reader, bearer) = (
        house.reader(AOKI).await,
        house.bearer("aoki@hinode.example").await,
    );
    let signs_in = async || {
        let fields = [("email", "aoki@hinode.example"), ("password", password)];
        let answer = house.post(&Reader::default(), "/sign-in", &fields).await;
        answer.status
    };
    assert_eq!(signs_in().await, StatusCode::SEE_OTHER);
    let suspend = async |actor: &Actor, yes| house.app.suspend(actor, HINODE, AOKI, yes).await;
    assert!(suspend(&AS_MORI, true).await.is_err(), "an agent does not");
    assert!(
        house
            .app
            .suspend(&ADMINISTRATOR, KITANO, AOKI, true)
            .await
            .is_err()
    );
    suspend(&ADMINISTRATOR, true).await.unwrap();
    assert_eq!(
        house.get(&reader, "/cases").await.header("location"),
        "/sign-in?next=%2Fcases"
    );
    assert_eq!(
        house.calls(&bearer, "/api/v1/me", &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(signs_in().await, StatusCode::UNPROCESSABLE_ENTITY);
    suspend(&ADMINISTRATOR, false).await.unwrap();
    assert_eq!(signs_in().await, StatusCode::SEE_OTHER);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a3_the_admin_ticks_on_the_page_and_is_told_what_cannot_be() {
    let house = House::open().await;
    let name = Command::NameAdmin { contact: AOKI };
    house.changes(&ADMINISTRATOR, HINODE, name).await;
    let admin = house.reader(AOKI).await;
    let page = house.get(&admin, "/access").await.text;
    assert!(
        page.contains("まだサインインしていないため"),
        "the reader never was here"
    );
    let tick = [
        ("was", "101 102"),
        ("seat-101", "1"),
        ("seat-102", "1"),
        ("seat-103", "1"),
    ];
    let refused = house.post(&admin, "/access/seats", &tick).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("千葉 薫さんは、まだサインインしていません"),
        "{}",
        refused.text
    );
    let reader = house.reader(READER).await;
    let form = "/cases/new/support-case";
    assert_eq!(house.get(&reader, form).await.status, StatusCode::FORBIDDEN);
    let done = house.post(&admin, "/access/seats", &tick).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(
        house.get(&reader, form).await.status,
        StatusCode::OK,
        "at once"
    );
    // Nobody else of the company changes anything, and all see who may what.
    let baba = house.reader(BABA).await;
    let page = house.get(&baba, "/access").await;
    assert!(page.text.contains("千葉 薫") && !page.text.contains("/access/seats"));
    let other = house.post(&baba, "/access/seats", &tick).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // A colleague takes over by two presses.
    let offer = house.post(&admin, "/access/offer", &[("to", "102")]).await;
    assert_eq!(offer.status, StatusCode::SEE_OTHER);
    assert!(
        house
            .get(&baba, "/access")
            .await
            .text
            .contains("引き継ぐよう依頼されています")
    );
    let early = house
        .post(&reader, "/access/answer", &[("accept", "yes")])
        .await;
    assert_eq!(
        early.status,
        StatusCode::NOT_FOUND,
        "somebody else was asked"
    );
    let accept = house
        .post(&baba, "/access/answer", &[("accept", "yes")])
        .await;
    assert_eq!(accept.status, StatusCode::SEE_OTHER);
    assert!(
        house
            .get(&baba, "/access")
            .await
            .text
            .contains("/access/seats")
    );
    assert!(
        !house
            .get(&admin, "/access")
            .await
            .text
            .contains("/access/seats")
    );
    for odd in ["nonsense", "stand-in", "give", "partner"] {
        let answer = house
            .post(&baba, &format!("/access/{odd}"), &[("until", "x")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
    }
}

/// Sixty-four at once, each for another contact, and four places.
#[tokio::test(flavor = "multi_thread")]
async fn a3_the_limit_holds_under_sixty_four_simultaneous_attempts_on_both_databases() {
    for database in testkit::databases().await {
        let store = database.store.clone();
        let cast = Cast::enter(&store).await;
        // Two nodes, that share nothing but the database.
        let node = async || {
            let desks = madoguchi::app::Desks::stored(&store).await.unwrap();
            let clock = madoguchi::app::Clock::set_to(noon());
            let app = madoguchi::app::App::new(store.clone(), desks, clock);
            app.await.unwrap()
        };
        let (app, other) = (node().await, node().await);
        let most = cast.desk.plan("advanced").unwrap().contacts.unwrap();
        let mut list = Vec::new();
        for n in 0..64 {
            let standing = domain::directory::Standing::Contact {
                account: HINODE,
                level: Level::ReadOnly,
            };
            let mut profile = store.person(READER).await.unwrap().unwrap().profile;
            profile.email = domain::Prose::new(format!("n{n}@hinode.example"));
            let by = domain::event::By::System;
            let id = PersonId(3000 + n);
            list.extend(store::directory::add_person(id, standing, profile, by, noon()).unwrap());
        }
        store.add(list).await.unwrap();
        for n in 0..64 {
            app.sign_in_as(PersonId(3000 + n), &Default::default())
                .await
                .unwrap();
        }
        let tries = (0..64).map(|n| {
            let app = if n % 2 == 0 { &app } else { &other }.clone();
            tokio::spawn(async move {
                let tick = Command::Tick {
                    on: vec![PersonId(3000 + n)],
                    off: Vec::new(),
                };
                app.change_access(&ADMINISTRATOR, HINODE, &tick)
                    .await
                    .unwrap()
            })
        });
        let tries: Vec<_> = tries.collect();
        let (mut seated, mut full) = (0, 0);
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => seated += 1,
                Err(Refused::Full { .. }) => full += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        // Two of the cast have a place already.
        assert_eq!((seated, full), (most - 2, 64 - (most - 2)));
        let report = store.verify(&app.desks.all(), &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn a8_answers_to_a_restricted_account_go_by_the_way_that_the_desk_names() {
    for (rules, wanted) in [
        ("", 0),
        ("restricted_answers = \"mail\"", 1),
        ("restricted_answers = \"phone\"", 0),
    ] {
        let house = House::with_rules(rules).await;
        let restrict = Command::Restrict { restricted: true };
        house.changes(&ADMINISTRATOR, HINODE, restrict).await;
        let mailing = house.app.mailing.clone().unwrap();
        madoguchi::work::notify::begin(&house.app).await.unwrap();
        let opened = house.open_case(&AS_AOKI, "x").await;
        let reply = case::Command::Reply {
            text: "CANARY-answer".into(),
            then: None,
        };
        house
            .app
            .change_case(&AS_MORI, opened, reply, None, None)
            .await
            .unwrap();
        for _ in 0..2 {
            madoguchi::work::mail(&house.app, &mailing).await.unwrap();
        }
        let Post::Caught(caught) = &mailing.post else {
            panic!("mails are caught here");
        };
        let letters = caught.all().into_iter().map(|(_, letter)| letter);
        let told: Vec<_> = letters
            .filter(|l| l.to.email == "aoki@hinode.example")
            .collect();
        assert_eq!(told.len(), wanted, "{rules}");
        for letter in told {
            assert!(letter.said.contains("CANARY-answer"));
            assert!(!letter.said.contains("/cases/"), "{}", letter.said);
        }
    }
}

#[tokio::test]
async fn a4_who_decides_and_staff_read_what_each_contact_can_see() {
    let house = House::with_rules("shown_since = \"2026-11-20\"").await;
    let name = Command::NameAdmin { contact: AOKI };
    house.changes(&ADMINISTRATOR, HINODE, name).await;
    house.basic_contact().await;
    let (admin, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let staffs = format!("/staff/accounts/{HINODE}/access");
    for (reader, path) in [(&admin, "/access"), (&mori, staffs.as_str())] {
        let page = house.get(reader, path).await.text;
        for sees in [
            "見られるケース：会社のすべてのケース（2026/11/20以降に起票したもの）",
            "見られるケース：自分のアドミンケースのみ",
        ] {
            assert!(page.contains(sees), "{path} {sees}: {page}");
        }
    }
    let restricted = Command::Restrict { restricted: true };
    house.changes(&ADMINISTRATOR, HINODE, restricted).await;
    let page = house.get(&mori, &staffs).await.text;
    assert!(page.contains("見られるケース：なし（閲覧制限のため）"));
    assert!(!page.contains("会社のすべてのケース"), "{page}");
}
