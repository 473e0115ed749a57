//! Headers, other sites' requests, hostile text, bodies and addresses.

use axum::http::StatusCode;
use domain::case::Command;
use testkit::cast::*;

use crate::browser::{House, Reader};

#[tokio::test]
async fn c16_every_answer_carries_the_headers_errors_too() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    for path in [
        "/",
        "/cases",
        "/cases/999",
        "/nothing/here",
        "/help",
        "/api/v1/cases",
        "/api/nothing",
        "/livez",
        "/assets/x/app.css",
        "/assets/x/nothing",
    ] {
        let answer = house.get(&reader, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        if path.starts_with("/api/") {
            // A program keeps its copy for conditional requests, and asks each time.
            assert!(
                ["no-store", "private, no-cache"].contains(&answer.header("cache-control")),
                "{path}"
            );
        } else if !path.starts_with("/assets/x/app") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
        assert!(
            !answer.text.contains(" style=\"") && !answer.text.contains("<script>"),
            "{path} has nothing inline"
        );
    }
}

#[tokio::test]
async fn v31_what_another_site_sends_has_no_effect() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "target").await;
    let reader = house.reader(AOKI).await;
    let path = format!("/cases/{number}/closure");
    let token =
        madoguchi::app::passwords::form_token(house.app.secret(), &reader.cookies["sign-in"]);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let bare = "reason=resolved".to_owned();
    let full = format!("reason=resolved&_token={token}");
    let attempts: [(&str, &[(&str, &str)]); 7] = [
        (&bare, &[form]),
        (&bare, &[form, ("origin", "https://evil.example")]),
        (&full, &[form, ("origin", "https://evil.example")]),
        (&full, &[form, ("origin", "null")]),
        (&full, &[form, ("sec-fetch-site", "cross-site")]),
        (&full, &[("content-type", "text/plain")]),
        ("reason=resolved&_token=AAAA", &[form]),
    ];
    for (body, headers) in attempts {
        let answer = house
            .send(&reader, "POST", &path, Some(body.to_owned()), headers)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body} {headers:?}");
    }
    assert_eq!(
        house.get(&reader, &path).await.status,
        StatusCode::NOT_FOUND,
        "a GET never writes"
    );
    assert!(
        !house
            .app
            .case(&AS_AOKI, number)
            .await
            .unwrap()
            .case
            .is_closed()
    );
    // HTTP/2 names the host in the address alone.
    let absolute = format!("http://127.0.0.1:8080/cases/{number}/messages");
    let h2 = house
        .send_bare(
            &reader,
            &absolute,
            "text=x",
            &[form, ("origin", "http://127.0.0.1:8080")],
        )
        .await;
    assert_eq!(h2.status, StatusCode::SEE_OTHER);
    let own = house
        .send(
            &reader,
            "POST",
            &path,
            Some(bare),
            &[form, ("origin", "http://127.0.0.1:8080")],
        )
        .await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "our own page may");
    assert!(
        house
            .app
            .case(&AS_AOKI, number)
            .await
            .unwrap()
            .case
            .is_closed()
    );
}

#[tokio::test]
async fn v14_hostile_text_shows_as_text_on_every_page() {
    let house = House::open().await;
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}";
    let number = house.open_case(&AS_AOKI, evil).await;
    house
        .app
        .change_case(
            &AS_AOKI,
            number,
            Command::PostUpdate { text: evil.into() },
            None,
            None,
        )
        .await
        .unwrap();
    house
        .app
        .change_case(
            &AS_MORI,
            number,
            Command::AddNote { text: evil.into() },
            None,
            None,
        )
        .await
        .unwrap();
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    for (reader, path) in [
        (&aoki, "/".to_owned()),
        (&aoki, "/cases".to_owned()),
        (&aoki, format!("/cases/{number}")),
        (
            &aoki,
            format!(
                "/cases?product={}",
                "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
            ),
        ),
        (
            &aoki,
            format!("/cases/{}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        ),
        (&mori, "/staff".to_owned()),
        (&mori, format!("/staff/cases/{number}")),
    ] {
        let page = house.get(reader, &path).await;
        assert!(!page.text.contains("<script>alert"), "{path}");
        assert!(!page.text.contains("<img src=x"), "{path}");
        assert!(!page.text.contains(">49<"), "{path}");
    }
    // What was typed comes back when something is wrong, as text too.
    let fields = [
        ("subject", evil),
        ("description", ""),
        ("external-reference", evil),
    ];
    let page = house.post(&aoki, "/cases/new/support-case", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text.contains("<script>alert"));
}

#[tokio::test]
async fn bodies_have_a_limit_and_odd_forms_do_no_harm() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "limits").await;
    let reader = house.reader(AOKI).await;
    let huge = "x".repeat(1024 * 1024 + 10);
    let answer = house
        .post(
            &reader,
            &format!("/cases/{number}/messages"),
            &[("text", &huge)],
        )
        .await;
    assert!(answer.status.is_client_error() || answer.status.is_server_error());
    for fields in [
        &[("text", "")][..],
        &[("text", "\u{0}\u{1}\u{2}")],
        &[],
        &[("other", "x")],
    ] {
        let answer = house
            .post(&reader, &format!("/cases/{number}/messages"), fields)
            .await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
    }
    let long = "あ".repeat(domain::case::TEXT_MAX + 1);
    let answer = house
        .post(
            &reader,
            &format!("/cases/{number}/messages"),
            &[("text", &long)],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(&long), "what was typed is kept");
    assert_eq!(
        house.app.case(&AS_AOKI, number).await.unwrap().case.version,
        1
    );
}

#[tokio::test]
async fn addresses_nobody_made_are_answered_calmly() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    for path in [
        "/cases?view=nonsense&sort=nonsense&direction=up&cursor=AAAA",
        "/cases?cursor=WyJ4IiwxLGZhbHNlLDBd&sort=number",
        "/cases?deployment=abc&product=%00",
        "/staff?view=x",
        "/cases/00000000000000000000000000000000001",
        "/cases/-1",
        "/find?number=",
        "/find?number=%E3%80%80",
        "/assets/../../etc/passwd",
        "/assets/x/..%2f..%2fetc%2fpasswd",
        "/cases/%2e%2e/%2e%2e",
    ] {
        let answer = house.get(&reader, path).await;
        assert!(
            !answer.status.is_server_error(),
            "{path}: {}",
            answer.status
        );
    }
    let quiet = Reader::default();
    assert_eq!(
        house.get(&quiet, "/setup").await.status,
        StatusCode::NOT_FOUND,
        "nobody waits for set-up here"
    );
}

#[tokio::test]
async fn a_cursor_of_another_order_does_no_harm() {
    let house = House::open().await;
    for n in 0..60 {
        house.open_case(&AS_AOKI, &format!("{n}")).await;
    }
    let reader = house.reader(AOKI).await;
    let page = house.get(&reader, "/cases?sort=subject").await;
    let next = page
        .text
        .split("rel=\"next\" href=\"")
        .nth(1)
        .and_then(|t| t.split('"').next())
        .unwrap();
    let cursor = next.split("cursor=").nth(1).unwrap();
    let crossed = house
        .get(&reader, &format!("/cases?sort=opened&cursor={cursor}"))
        .await;
    assert!(!crossed.status.is_server_error(), "{}", crossed.status);
}
