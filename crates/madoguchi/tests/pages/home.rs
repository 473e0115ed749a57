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
    // In this order: what needs me, what is with support, what is to come; beside them where to begin, and who answers now.
    let at = |part: &str| {
        writer
            .find(part)
            .unwrap_or_else(|| panic!("{part}: {writer}"))
    };
    let order = [
        "id=\"part-1\"",
        "id=\"part-2\"",
        "id=\"ahead-h\"",
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

#[tokio::test]
async fn b1_needs_progress_news_and_calendar_in_this_order_and_links_to_learn_with() {
    let house = House::open().await;
    let own = house.open_case(&AS_AOKI, "録音が残らない").await;
    house.open_case(&AS_BABA, "CANARY 同僚のケース").await;
    let mut news = crate::knowledge::fields("signed-in", "年末のお知らせ", "休みます");
    news[0] = ("sort", "announcement");
    crate::knowledge::published(&house, &news).await;
    let wish = domain::case::Command::AskCall(domain::case::calling::NewCallWish {
        from: None,
        until: "2026-11-20T07:00:00Z".parse().unwrap(),
        phone: String::new(),
        reason: "相談".into(),
    });
    house
        .app
        .change_case(&AS_AOKI, own, wish, None, None)
        .await
        .unwrap();

    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/").await.text;
    let order = [
        "id=\"part-1\"",
        "id=\"part-2\"",
        "id=\"news-h\"",
        "id=\"ahead-h\"",
    ];
    let place = |part: &str| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"));
    let places: Vec<usize> = order.iter().map(|part| place(part)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let (_, ahead) = page.split_once("id=\"ahead-h\"").unwrap();
    let ahead = ahead.split("</section>").next().unwrap();
    assert!(
        ahead.contains("電話</span>") && ahead.contains("録音が残らない"),
        "{ahead}"
    );
    let (_, resources) = page.split_once("id=\"resources-h\"").unwrap();
    assert!(
        resources.contains("<a href=\"/help\">サポートのご利用案内</a>"),
        "{resources}"
    );

    // The company's cases come in where somebody wants them, and may see them.
    assert!(!page.contains("CANARY"));
    let both = house.get(&aoki, "/?scope=company").await.text;
    assert!(
        both.contains("CANARY") && both.contains("録音が残らない"),
        "{both}"
    );
    assert!(
        both.contains("href=\"/?scope=company\" aria-current=\"true\""),
        "{both}"
    );
    let basic = house.basic_contact().await;
    let page = house.get(&basic, "/?scope=company").await.text;
    assert!(
        !page.contains("CANARY") && !page.contains("会社のケースも含める"),
        "{page}"
    );
}
