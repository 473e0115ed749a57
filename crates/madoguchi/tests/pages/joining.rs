//! Asking for an account (A1), for more access (A4), and coming without an account (C20).

use axum::http::StatusCode;
use domain::{
    Actor, Language, Level, PersonId, Prose, Role,
    access::{Access, Command},
    directory::{Profile, Standing},
    event::By,
};
use madoguchi::{app::register::Row, mail::Letter};
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};

/// The path of the link in a letter.
fn link(letter: &Letter) -> String {
    let at = letter.said.find("https://desk.example/").expect("a link");
    let rest = letter.said[at..].trim_start_matches("https://desk.example");
    rest.split_whitespace().next().unwrap().to_owned()
}

fn visitor() -> Reader {
    let mut reader = Reader::default();
    reader.headers.push(("accept-language", "ja".into()));
    reader
}

/// 日の出物流 with its mail domain, and 青木 who decides for it.
async fn house() -> House {
    let house = House::open().await;
    let row = Row {
        account: "日の出物流株式会社".into(),
        mail_domains: "Hinode.example".into(),
        ..Row::default()
    };
    let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
    assert!(done.unwrap().iter().all(|outcome| outcome.wrong.is_empty()));
    let name = Command::NameAdmin { contact: AOKI };
    let done = house.app.change_access(&ADMINISTRATOR, HINODE, &name).await;
    assert_eq!(done.unwrap(), Ok(()));
    house
}

async fn ask(house: &House, email: &str) -> Answer {
    house.post(&visitor(), "/join", &[("email", email)]).await
}

const NEWCOMER: &[(&str, &str)] = &[
    ("family", "宮本"),
    ("given", "慧"),
    ("company", "日の出物流"),
    ("note", "夜間の連絡先になるため"),
    ("level", "read-write"),
    ("terms", "1"),
];

/// A request of somebody at this address, up to its waiting.
async fn waits(house: &House, email: &str, letters: usize) -> Answer {
    ask(house, email).await;
    let path = link(&house.letters(letters).await[0]);
    let answer = house.post(&visitor(), &path, NEWCOMER).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer
}

/// The one request on a page, by its id.
fn request_on(page: &str) -> String {
    let at = page.find("id=\"request-").expect("a request");
    let rest = &page[at + "id=\"request-".len()..];
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a1_somebody_asks_proves_the_address_and_is_let_in_by_the_admin() {
    let house = house().await;
    let sent = ask(&house, "miyamoto@hinode.example").await;
    assert_eq!(sent.status, StatusCode::OK);
    let letter = house.letters(1).await.remove(0);
    assert_eq!(letter.to.email, "miyamoto@hinode.example");
    let path = link(&letter);
    let form = house.get(&visitor(), &path).await;
    assert!(form.text.contains("miyamoto@hinode.example"));
    // What is left out is told by name, and the link stays good.
    let wrong = house.post(&visitor(), &path, &[("family", "宮本")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("利用条件を読み") && wrong.text.contains("会社名"));
    let waits = house.post(&visitor(), &path, NEWCOMER).await;
    assert!(waits.text.contains("申請を受け付けました"));
    let again = house.post(&visitor(), &path, NEWCOMER).await;
    assert_eq!(again.status, StatusCode::GONE, "once");

    // The admin is told, sees it, and decides; nobody else of the company does.
    let told = house.letters(2).await.remove(0);
    assert_eq!(told.to.email, "aoki@hinode.example");
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/access").await.text;
    assert!(page.contains("宮本 慧") && page.contains("夜間の連絡先になるため"));
    let id = request_on(&page);
    let baba = house.reader(BABA).await;
    assert!(!house.get(&baba, "/access").await.text.contains("宮本"));
    let path = format!("/access/requests/{id}");
    let grant = [("do", "grant"), ("level", "read-only")];
    let others = house.post(&baba, &path, &grant).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    // Opening cases comes later, with a place.
    let more = house.post(&aoki, &path, &[("do", "grant"), ("level", "read-write")]);
    assert_eq!(more.await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house.post(&aoki, &path, &grant).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let granted = house.letters(3).await.remove(0);
    assert_eq!(granted.to.email, "miyamoto@hinode.example");
    assert_eq!(link(&granted), "/sign-in/forgotten");
    let person = house
        .app
        .store
        .person_by_email("miyamoto@hinode.example")
        .await;
    let person = person.unwrap().unwrap();
    assert_eq!(
        person.standing,
        Standing::Contact {
            account: HINODE,
            level: Level::ReadOnly
        }
    );
    assert_eq!(person.profile.name(), "宮本 慧");
    let twice = house.post(&aoki, &path, &grant).await;
    assert!(twice.text.contains("すでに処理されています"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a1_no_answer_tells_whether_there_is_an_account() {
    let house = house().await;
    let (known, unknown) = ("baba@hinode.example", "nobody@hinode.example");
    let answers = [ask(&house, known).await, ask(&house, unknown).await];
    let [a, b] = answers.map(|answer| (answer.status, answer.text));
    assert_eq!(a, b);
    // The mailbox alone is told.
    let letters = house.letters(2).await;
    let to = |email: &str| letters.iter().find(|l| l.to.email == email).unwrap();
    assert_eq!(link(to(known)), "/sign-in/forgotten");
    assert!(link(to(unknown)).starts_with("/join/"));
    // Nor does a link that was made up.
    let made_up = house
        .get(
            &visitor(),
            "/join/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        )
        .await;
    assert_eq!(made_up.status, StatusCode::GONE);
}

#[tokio::test]
async fn m09_a_free_or_look_alike_domain_proposes_no_company() {
    let house = house().await;
    for free in ["someone@gmail.com", "who@mail.yahoo.co.jp", "no-address"] {
        let refused = ask(&house, free).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{free}");
    }
    // Nor is such a one given to an account.
    for domain in ["gmail.com", "outlook.jp", "日の出.example", "nodots"] {
        let row = Row {
            account: "日の出物流株式会社".into(),
            mail_domains: domain.into(),
            ..Row::default()
        };
        let done = house
            .app
            .register(&ADMINISTRATOR, &[row], true)
            .await
            .unwrap();
        assert!(!done[0].wrong.is_empty(), "{domain}");
    }
    let mut letters = 0;
    for other in [
        "a@hinode.example.evil.example",
        "b@sub.hinode.example",
        "c@hinode-example.com",
        "d@xn--hinode-example.com",
    ] {
        letters += 1;
        waits(&house, other, letters).await;
    }
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/access").await.text;
    assert!(
        !page.contains("request-"),
        "they are no requests of this company"
    );
    let all = house.app.requests_for(&ADMINISTRATOR).await.unwrap();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|one| one.request.proposed.is_none()));
}

#[tokio::test]
async fn a1_staff_let_somebody_into_any_company_or_say_why_not() {
    let house = house().await;
    waits(&house, "rei@elsewhere.example", 1).await;
    let all = house.app.requests_for(&ADMINISTRATOR).await.unwrap();
    let id = all[0].request.id;
    // The admin of a company has no say about who was not proposed for it.
    let aoki = house.reader(AOKI).await;
    let path = format!("/access/requests/{id}");
    let other = house.post(&aoki, &path, &[("do", "grant"), ("level", "basic")]);
    assert_eq!(other.await.status, StatusCode::NOT_FOUND);
    let decline = |reason: &str| domain::joining::Command::Decline {
        reason: reason.to_owned(),
    };
    let none = house.app.settle_request(&ADMINISTRATOR, id, decline("  "));
    assert_eq!(none.await.unwrap(), Err(domain::joining::Refused::NoReason));
    let done = house
        .app
        .settle_request(&ADMINISTRATOR, id, decline("契約がありません"));
    assert_eq!(done.await.unwrap(), Ok(()));
    let told = house.letters(2).await.remove(0);
    assert!(told.said.contains("契約がありません"));
    // Asking again is open to them.
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    waits(&house, "rei@elsewhere.example", 3).await;
    let all = house.app.requests_for(&ADMINISTRATOR).await.unwrap();
    let grant = domain::joining::Command::Grant {
        account: KITANO,
        level: Level::Basic,
        contact: PersonId(777),
    };
    let id = all[0].request.id;
    let done = house.app.settle_request(&ADMINISTRATOR, id, grant).await;
    assert_eq!(done.unwrap(), Ok(()));
    let person = house
        .app
        .store
        .person(PersonId(777))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.home(), Some(KITANO));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a1_a_request_is_settled_once_whoever_is_faster() {
    let house = house().await;
    for round in 0..8 {
        let email = format!("r{round}@hinode.example");
        house
            .app
            .clock()
            .advance(jiff::SignedDuration::from_mins(2));
        waits(&house, &email, round * 3 + 1).await;
        house.letters(round * 3 + 2).await;
        let all = house.app.requests_for(&ADMINISTRATOR).await.unwrap();
        let id = all[0].request.id;
        let aoki = Actor::Contact {
            person: AOKI,
            account: HINODE,
            access: Access {
                admin: true,
                ..Access::all(Level::ReadWrite)
            },
        };
        let grant = |contact| domain::joining::Command::Grant {
            account: HINODE,
            level: Level::Basic,
            contact: PersonId(contact),
        };
        let (a, b) = (8_000 + round as i64 * 2, 8_001 + round as i64 * 2);
        let (one, two) = tokio::join!(
            house.app.settle_request(&aoki, id, grant(a)),
            house.app.settle_request(&ADMINISTRATOR, id, grant(b)),
        );
        let won = [one.unwrap(), two.unwrap()];
        assert_eq!(won.iter().filter(|done| done.is_ok()).count(), 1, "{won:?}");
        house.letters(round * 3 + 3).await;
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a4_more_access_is_asked_for_becomes_an_admin_case_and_is_granted_from_it() {
    let house = house().await;
    let chiba = house.reader(READER).await;
    let form = house.get(&chiba, "/access/request").await;
    assert_eq!(form.status, StatusCode::OK);
    let wrong = house
        .post(&chiba, "/access/request", &[("level", "read-write")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("利用条件を読み"));
    let product = house.cast.desk.products[0].id.clone();
    let ticked = format!("product-{product}");
    let tokyo = TOKYO.to_string();
    let asked = [
        ("level", "read-write"),
        (ticked.as_str(), "1"),
        ("accounts", "北野リテール"),
        ("deployment", tokyo.as_str()),
        ("description", "障害の連絡を担当します"),
        ("terms", "1"),
    ];
    let sent = house.post(&chiba, "/access/request", &asked).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let path = sent
        .header("location")
        .trim_end_matches("/opened")
        .to_owned();
    let number: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let own = house.get(&chiba, "/admin-cases?scope=own").await.text;
    assert!(own.contains(path.rsplit('/').next().unwrap()));
    let page = house.get(&chiba, &path).await.text;
    assert!(page.contains("北野リテール") && page.contains("第1版"));
    // They answer questions about it, though they open no cases otherwise.
    let to = format!("{path}/messages");
    let said = house.post(&chiba, &to, &[("text", "追加の説明です")]);
    assert_eq!(said.await.status, StatusCode::SEE_OTHER);
    // Not they, nor an agent who does not administer; the account's admin does.
    let grant = [("level", "read-write")];
    let to = format!("{path}/access-grant");
    assert_eq!(
        house.post(&chiba, &to, &grant).await.status,
        StatusCode::NOT_FOUND
    );
    let mori = house.reader(MORI).await;
    let staff = format!("/staff{path}/access-grant");
    assert_eq!(
        house.post(&mori, &staff, &grant).await.status,
        StatusCode::NOT_FOUND
    );
    let aoki = house.reader(AOKI).await;
    let done = house.post(&aoki, &to, &grant).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let account = house.app.store.account(HINODE).await.unwrap().unwrap();
    assert!(
        account
            .grants
            .iter()
            .any(|g| g.contact == READER && g.level == Level::ReadWrite)
    );
    let page = house.get(&chiba, &path).await.text;
    assert!(page.contains("千葉 薫さんにアクセスを付与しました"));
    let stored = house.app.case(&AS_MORI, number).await.unwrap();
    assert_eq!(
        stored.case.access_wish.unwrap().granted,
        Some(Level::ReadWrite)
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a2_basic_access_sees_ones_own_request_and_no_other_case() {
    let house = house().await;
    house.open_case(&AS_AOKI, "canary-of-the-company").await;
    let basic = house.basic_contact().await;
    let tokyo = TOKYO.to_string();
    let asked = [
        ("level", "read-only"),
        ("deployment", tokyo.as_str()),
        ("description", "canary-of-mine"),
        ("terms", "1"),
    ];
    let sent = house.post(&basic, "/access/request", &asked).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let path = sent
        .header("location")
        .trim_end_matches("/opened")
        .to_owned();
    assert!(
        house
            .get(&basic, &path)
            .await
            .text
            .contains("canary-of-mine")
    );
    for path in ["/", "/cases", "/admin-cases", "/cases/00000001"] {
        let page = house.get(&basic, path).await;
        assert!(!page.text.contains("canary-of-the-company"), "{path}");
    }
    let other = house.get(&basic, "/cases/00000001").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

async fn guest(house: &House, email: &str, site: &str, letters: usize) -> (Reader, Answer) {
    let mut reader = visitor();
    house.post(&reader, "/guest", &[("email", email)]).await;
    let path = link(&house.letters(letters).await[0]);
    let fields = [("family", "客"), ("given", "一"), ("identifier", site)];
    let entered = house.post(&reader, &path, &fields).await;
    reader.take_cookies(&entered);
    (reader, entered)
}

#[tokio::test]
async fn c20_somebody_without_an_account_opens_a_case_and_sees_that_alone() {
    let house = House::for_guests().await;
    house.open_case(&AS_AOKI, "canary-of-the-company").await;
    let (_, wrong) = guest(&house, "guest@anywhere.example", "ORG-99", 1).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("このサイトURLの契約が見つかりません"));
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    let (reader, entered) = guest(&house, "guest@anywhere.example", "ORG-11", 2).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let kind = house.cast.desk.kinds[0].id.clone();
    let product = house.cast.desk.products[0].id.clone();
    let fields = [
        ("product", product.as_str()),
        ("sub-type", "problem"),
        ("severity", "S3"),
        ("environment", "production"),
        ("subject", "会議に入れない"),
        ("description", "昨日から入れません"),
        ("_checked", "1"),
    ];
    let opened = house
        .post(&reader, &format!("/cases/new/{kind}"), &fields)
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let path = opened
        .header("location")
        .trim_end_matches("/opened")
        .to_owned();
    assert!(
        house
            .get(&reader, &path)
            .await
            .text
            .contains("会議に入れない")
    );
    let to = format!("{path}/messages");
    let said = house.post(&reader, &to, &[("text", "まだです")]);
    assert_eq!(said.await.status, StatusCode::SEE_OTHER);
    for (path, wanted) in [
        ("/", StatusCode::OK),
        ("/cases", StatusCode::OK),
        ("/cases?scope=all&view=closed", StatusCode::OK),
        ("/cases/00000001", StatusCode::NOT_FOUND),
        ("/access", StatusCode::NOT_FOUND),
        ("/access/request", StatusCode::NOT_FOUND),
        ("/contract", StatusCode::NOT_FOUND),
        ("/staff", StatusCode::NOT_FOUND),
    ] {
        let page = house.get(&reader, path).await;
        assert_eq!(page.status, wanted, "{path}");
        for text in ["canary-of-the-company", "日の出物流", "青木", "馬場"] {
            assert!(!page.text.contains(text), "{path} holds {text}");
        }
    }
    // The company sees it, and the guest is none of its contacts.
    let aoki = house.reader(AOKI).await;
    assert!(
        house
            .get(&aoki, &path)
            .await
            .text
            .contains("会議に入れない")
    );
    let contacts = house.app.store.contacts(HINODE).await.unwrap();
    assert!(contacts.iter().all(|p| p.profile.family.as_str() != "客"));
    // Coming again, the mailbox is enough.
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    let mut again = visitor();
    house
        .post(&again, "/guest", &[("email", "guest@anywhere.example")])
        .await;
    let path_again = link(&house.letters(3).await[0]);
    let entered = house.post(&again, &path_again, &[]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    again.take_cookies(&entered);
    assert!(
        house
            .get(&again, &path)
            .await
            .text
            .contains("会議に入れない")
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c20_staff_keep_a_guest_from_coming_in_and_let_them_again() {
    let house = House::for_guests().await;
    let (reader, entered) = guest(&house, "guest@anywhere.example", "ORG-11", 1).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let at = format!("/staff/accounts/{HINODE}/access");
    let boss = PersonId(950);
    let standing = Standing::Agent {
        role: Role::Administrator,
        team: None,
    };
    let profile = Profile {
        family: Prose::new("管理"),
        given: Prose::new(""),
        family_kana: Prose::new(""),
        given_kana: Prose::new(""),
        email: Prose::new("boss@vendor.example"),
        language: Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let list = store::directory::add_person(boss, standing, profile, By::System, noon()).unwrap();
    house.app.store.add(list).await.unwrap();
    let admin = house.reader(boss).await;
    let page = house.get(&admin, &at).await.text;
    assert!(page.contains("guest@anywhere.example"), "{page}");
    let listed = house.app.store.guests(HINODE, 10).await.unwrap();
    let id = listed[0].id.to_string();
    // Others of the desk's, and the company itself, see no such list.
    for (who, path) in [(MORI, at.as_str()), (AOKI, "/access")] {
        let page = house.get(&house.reader(who).await, path).await.text;
        assert!(!page.contains("guest@anywhere.example"), "{page}");
    }
    let mori = house.reader(MORI).await;
    let to = format!("{at}/suspend");
    let no = house.post(&mori, &to, &[("contact", &id)]).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND);
    house.post(&admin, &to, &[("contact", &id)]).await;
    let out = house.get(&reader, "/cases").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "signed out");
    let pause = jiff::SignedDuration::from_mins(2);
    house.app.clock().advance(pause);
    let (_, again) = guest(&house, "guest@anywhere.example", "ORG-11", 2).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let to = format!("{at}/resume");
    house.post(&admin, &to, &[("contact", &id)]).await;
    house.app.clock().advance(pause);
    let (reader, _) = guest(&house, "guest@anywhere.example", "ORG-11", 3).await;
    let page = house.get(&reader, "/cases").await;
    assert_eq!(page.status, StatusCode::OK, "let in again");
}

#[tokio::test]
async fn c20_there_is_no_such_door_where_no_centre_takes_guests() {
    let house = House::open().await;
    for path in ["/guest", "/guest/nonsense"] {
        let page = house.get(&visitor(), path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(
        !house
            .get(&visitor(), "/sign-in")
            .await
            .text
            .contains("/guest")
    );
}

#[tokio::test]
async fn v03_nobodys_mailbox_is_filled_and_nothing_that_strangers_type_is_passed_on() {
    let house = House::for_guests().await;
    let app = &house.app;
    let ja = domain::Language::new("ja");
    for _ in 0..30 {
        app.send_join_link("victim@victims.example", &ja)
            .await
            .unwrap();
        app.send_guest_link("victim@victims.example", &ja)
            .await
            .unwrap();
        app.clock().advance(jiff::SignedDuration::from_mins(10));
    }
    let letters = house.letters(6).await;
    assert_eq!(letters.len(), 6, "three of each way in a day");
    assert!(
        letters
            .iter()
            .all(|l| l.to.name.is_empty() && !l.said.contains("victim"))
    );
    // Nor are many written to in an hour.
    for n in 0..300 {
        let one = format!("n{n}@many.example");
        app.send_join_link(&one, &ja).await.unwrap();
    }
    let all = house.letters(6).await.len();
    assert!((150..=206).contains(&all), "{all}");
    // A day later the same mailbox can be asked again.
    app.clock().advance(jiff::SignedDuration::from_hours(25));
    app.send_join_link("victim@victims.example", &ja)
        .await
        .unwrap();
    assert_eq!(house.letters(all + 1).await.len(), all + 1);
}

#[tokio::test]
async fn v26_a_link_is_good_for_its_day_and_its_way_alone() {
    let house = House::for_guests().await;
    house
        .post(&visitor(), "/join", &[("email", "late@late.example")])
        .await;
    let path = link(&house.letters(1).await[0]);
    let other = path.replace("/join/", "/guest/");
    assert_eq!(house.get(&visitor(), &other).await.status, StatusCode::GONE);
    for odd in [
        "/join/%00".to_owned(),
        "/join/%20".to_owned(),
        format!("/join/{}", "a".repeat(5_000)),
    ] {
        let answer = house.get(&visitor(), &odd).await;
        assert_eq!(answer.status, StatusCode::GONE);
    }
    assert_eq!(house.get(&visitor(), &path).await.status, StatusCode::OK);
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_hours(25));
    assert_eq!(house.get(&visitor(), &path).await.status, StatusCode::GONE);
}
