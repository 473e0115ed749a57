//! Who sees what: notes, foreign cases, levels.

use axum::http::StatusCode;
use domain::case::Command;
use testkit::cast::*;

use crate::browser::House;

const SECRET: &str = "CANARY-note-7fa3";

#[tokio::test]
async fn a_note_reaches_no_page_of_a_customer_and_no_answer_of_the_api() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    house
        .app
        .change_case(
            &AS_MORI,
            number,
            Command::AddNote {
                text: SECRET.into(),
            },
            None,
            None,
        )
        .await
        .unwrap();
    let staff = house
        .get(&house.reader(MORI).await, &format!("/staff/cases/{number}"))
        .await;
    assert!(staff.text.contains(SECRET), "staff see it");
    for person in [AOKI, BABA, READER] {
        let reader = house.reader(person).await;
        for path in [
            "/",
            "/cases",
            "/cases?scope=own",
            &format!("/cases/{number}"),
            "/admin-cases",
        ] {
            let page = house.get(&reader, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(SECRET), "{path}");
        }
    }
    let token = house
        .app
        .make_token("aoki@hinode.example", "test")
        .await
        .unwrap();
    let bearer = format!("Bearer {token}");
    for path in [
        "/api/v1/cases",
        &format!("/api/v1/cases/{number}"),
        &format!("/api/v1/cases/{number}/timeline"),
    ] {
        let answer = house
            .send(
                &Default::default(),
                "GET",
                path,
                None,
                &[("authorization", &bearer)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.text.contains(SECRET), "{path}");
    }
}

#[tokio::test]
async fn a_foreign_case_looks_like_one_that_never_was() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "ours alone").await;
    let stranger = house.reader(LINDNER).await;
    let same = |text: String, n: &str| text.replace(n, "N");
    let (number, never) = (format!("{number:08}"), format!("{:08}", number + 10));
    let (number, never) = (number.as_str(), never.as_str());
    for path in ["/cases/N", "/find?number=N"] {
        let foreign = house.get(&stranger, &path.replace('N', number)).await;
        let unknown = house.get(&stranger, &path.replace('N', never)).await;
        assert_eq!(
            (foreign.status, unknown.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
        );
        assert_eq!(
            same(foreign.text, number),
            same(unknown.text, never),
            "{path}"
        );
    }
    for path in ["messages", "closure", "solution-answer", "reopening"] {
        let fields = [("text", "x"), ("reason", "resolved"), ("worked", "yes")];
        let foreign = house
            .post(&stranger, &format!("/cases/{number}/{path}"), &fields)
            .await;
        let unknown = house
            .post(&stranger, &format!("/cases/{never}/{path}"), &fields)
            .await;
        assert_eq!(
            (foreign.status, unknown.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
            "{path}"
        );
        assert_eq!(
            same(foreign.text, number),
            same(unknown.text, never),
            "{path}"
        );
    }
    let stored = house.app.case(&AS_MORI, 1).await.unwrap();
    assert_eq!(stored.case.version, 1, "nothing happened to it");
}

#[tokio::test]
async fn staff_pages_are_not_there_for_customers_and_the_portal_not_for_staff() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "ours").await;
    let contact = house.reader(AOKI).await;
    for path in ["/staff", &format!("/staff/cases/{number}")] {
        assert_eq!(
            house.get(&contact, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for path in ["replies", "notes", "status", "assignment", "reopening"] {
        let answer = house
            .post(
                &contact,
                &format!("/staff/cases/{number}/{path}"),
                &[("text", "x"), ("to", "closed/resolved")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        house.get(&house.reader(MORI).await, "/cases").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.app.case(&AS_MORI, number).await.unwrap().case.version,
        1
    );
}

#[tokio::test]
async fn a2_who_only_reads_reads_and_writes_nothing() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "readable").await;
    let reader = house.reader(READER).await;
    let page = house.get(&reader, &format!("/cases/{number}")).await;
    assert!(page.text.contains("readable") && !page.text.contains("name=\"text\""));
    assert_eq!(
        house.get(&reader, "/cases/new").await.status,
        StatusCode::FORBIDDEN
    );
    let answer = house
        .post(
            &reader,
            &format!("/cases/{number}/messages"),
            &[("text", "x")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_sees_anything_without_signing_in() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "hidden").await;
    for path in [
        "/cases",
        "/cases/1",
        "/cases/new",
        "/cases/new/support-case",
        "/admin-cases",
        "/staff",
        "/staff/cases/1",
        "/find?number=1",
    ] {
        let answer = house.get(&Default::default(), path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            answer.header("location").starts_with("/sign-in?next="),
            "{path}"
        );
    }
    for path in ["/help", "/sign-in"] {
        assert_eq!(
            house.get(&Default::default(), path).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
}

/// On a Friday at noon in Tokyo, whoever reads.
#[tokio::test]
async fn s2_everyone_sees_who_answers_now_and_what_is_promised() {
    let house = House::open().await;
    let page = house.get(&Default::default(), "/help").await.text;
    for told in [
        "受付中",
        "2026年11月20日(金) 17:00まで",
        "24時間365日",
        "2026年11月23日(月) 勤労感謝の日",
        "2026年12月29日(火)〜2027年1月1日(金) 年末年始休業",
        "1時間以内",
        "翌営業日",
        "48時間ごとに連絡",
    ] {
        assert!(page.contains(told), "{told}");
    }
    assert!(!page.contains("次の受付は"), "both are open");
}

#[tokio::test]
async fn c6_a_pin_leads_staff_to_the_account_and_stands_in_no_address_and_on_no_page() {
    const PIN: &str = "48213377";
    let house = House::open().await;
    let administrator = domain::Actor::Agent {
        person: MORI,
        role: domain::Role::Administrator,
        team: None,
    };
    let row = madoguchi::app::register::Row {
        account: "日の出物流株式会社".into(),
        pins: PIN.into(),
        serial_numbers: "FCH2203A0QX".into(),
        ..Default::default()
    };
    let done = house.app.register(&administrator, &[row], false).await;
    assert!(done.unwrap().iter().all(|outcome| outcome.wrong.is_empty()));
    let staff = house.reader(MORI).await;
    let path = "/staff/accounts/known";
    let found = house.post(&staff, path, &[("pin", PIN)]).await;
    assert_eq!(found.status, StatusCode::SEE_OTHER);
    let address = found.headers["location"].to_str().unwrap();
    assert_eq!(address, format!("/staff/accounts/{HINODE}"));
    let page = house.get(&staff, address).await;
    assert!(page.text.contains("FCH2203A0QX"));
    assert!(!page.text.contains(PIN));
    let unknown = house.post(&staff, path, &[("pin", "00000000")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!unknown.text.contains("00000000"), "it is not said back");
    // Guessing is slowed down, and no customer may try at all.
    let mut last = StatusCode::OK;
    for n in 0..20 {
        let pin = format!("{n:08}");
        last = house.post(&staff, path, &[("pin", &pin)]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let customer = house.reader(AOKI).await;
    let tried = house.post(&customer, path, &[("pin", PIN)]).await;
    assert_eq!(tried.status, StatusCode::NOT_FOUND);
}
