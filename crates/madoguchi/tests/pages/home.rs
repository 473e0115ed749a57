//! The first page: by what somebody may do, and for whoever is not signed in (B1).

use axum::http::StatusCode;
use domain::access::Command;
use madoguchi::{serve, web::Line};
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{House, Reader},
};

#[tokio::test]
async fn b1_the_first_page_says_what_one_may_do_and_how_to_ask_for_more() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音が残らない").await;
    let (ask, open) = (
        "href=\"/access/request\"",
        "button-primary\" href=\"/cases/new\"",
    );
    let writer = house.get(&house.reader(AOKI).await, "/").await.text;
    assert!(writer.contains(open) && !writer.contains("id=\"limits\""));
    // In this order: what needs me, what is with support; beside them where to begin, and who answers now.
    let at = |part: &str| {
        writer
            .find(part)
            .unwrap_or_else(|| panic!("{part}: {writer}"))
    };
    let order = [
        "id=\"part-1\"",
        "id=\"part-2\"",
        "/cases/new/support-case",
        "id=\"now-h\"",
        "tel:",
    ];
    let places: Vec<usize> = order.iter().map(|part| at(part)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(writer.contains("受付中") || writer.contains("時間外"));
    let basic = house.get(&house.basic_contact().await, "/").await.text;
    assert!(basic.contains("現在のアクセスレベルは「基本」です。"));
    assert!(basic.contains(ask) && !basic.contains(open));
    assert!(!basic.contains("録音が残らない"));
    house
        .changes(
            &ADMINISTRATOR,
            HINODE,
            Command::Restrict { restricted: true },
        )
        .await;
    let restricted = house.get(&house.reader(AOKI).await, "/").await.text;
    assert!(restricted.contains("規制により"));
    assert!(restricted.contains(open) && !restricted.contains("「基本」"));
    assert!(!restricted.contains("録音が残らない"));
}

#[tokio::test]
async fn b1_contact_doors_and_hours_are_there_before_signing_in() {
    let mut bare = House::open().await;
    bare.router = serve::router(bare.app.clone(), Line::Loopback, false);
    let page = bare.get(&Reader::default(), "/").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "href=\"/sign-in\"",
        "href=\"/join\"",
        "id=\"doors\"",
        "id=\"now-h\"",
        "href=\"/help\"",
        "outside.js",
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert!(!page.text.contains("portal.js"));
}
