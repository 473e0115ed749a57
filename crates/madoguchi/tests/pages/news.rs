//! News by feed (B1): under a private address, and of them what its owner may read.

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{Answer, House, Reader},
    knowledge::{fields, published},
};

/// The private address that this reader has made, without what stands before.
async fn address(house: &House, reader: &Reader) -> String {
    let made = house.post(reader, "/profile/news", &[("do", "make")]).await;
    assert_eq!(made.status, StatusCode::OK);
    let (_, rest) = made.text.split_once("https://desk.example").unwrap();
    rest[..rest.find(".atom").unwrap() + 5].to_owned()
}

async fn feed(house: &House, at: &str) -> Answer {
    house.get(&Reader::default(), at).await
}

async fn news(house: &House, audience: &str, title: &str) -> String {
    let mut news = fields(audience, title, "canary-of-a-body");
    news[0] = ("sort", "announcement");
    if audience == "accounts" {
        news.push(("accounts", "日の出物流株式会社"));
    }
    published(house, &news).await
}

#[tokio::test]
async fn b1_news_are_read_under_an_address_of_ones_own_until_another_is_made() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let at = address(&house, &aoki).await;
    let none = feed(&house, &at).await;
    assert_eq!(none.status, StatusCode::OK, "without signing in");
    let kind = "application/atom+xml; charset=utf-8";
    assert_eq!(none.header("content-type"), kind);
    assert!(!none.text.contains("<entry>"), "{}", none.text);
    let id = news(&house, "signed-in", "休業日 <b>&\"A\"").await;
    published(&house, &fields("signed-in", "録音の手順", "x")).await;
    let some = feed(&house, &at).await.text;
    let entry = format!("<id>https://desk.example/knowledge/{id}</id>");
    for holds in [
        "xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\"",
        "<title>休業日 &#60;b&#62;&#38;&#34;A&#34;</title>",
        entry.as_str(),
        "<category term=\"announcement\" label=\"",
    ] {
        assert!(some.contains(holds), "{holds} in {some}");
    }
    assert_eq!(some.matches("<entry>").count(), 1, "news alone: {some}");
    assert!(!some.contains("canary-of-a-body"), "{some}");
    let secret = at.trim_start_matches("/news/").trim_end_matches(".atom");
    assert!(!some.contains(secret), "{some}");

    // Shown once; made anew, the old one is over, and looks as one that never was.
    let page = house.get(&aoki, "/profile/news").await.text;
    assert!(!page.contains("https://desk.example/news/"), "{page}");
    let second = address(&house, &aoki).await;
    let (old, never) = (
        feed(&house, &at).await,
        feed(&house, "/news/nonsense.atom").await,
    );
    assert_eq!(
        (old.status, never.status),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    assert_eq!(
        old.text.replace(&at, ""),
        never.text.replace("/news/nonsense.atom", "")
    );
    assert_eq!(feed(&house, &second).await.status, StatusCode::OK);
    house.post(&aoki, "/profile/news", &[("do", "end")]).await;
    assert_eq!(feed(&house, &second).await.status, StatusCode::NOT_FOUND);
    // Guessing is slowed.
    let mut slowed = false;
    for n in 0..40 {
        let guess = feed(&house, &format!("/news/guess{n}.atom")).await;
        slowed |= guess.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(slowed);
}

#[tokio::test]
async fn a2_b1_no_feed_holds_news_that_its_owner_may_not_read() {
    let house = House::open().await;
    let all = [
        ("everybody", "みなへのお知らせ", [true, true, true]),
        ("signed-in", "お客様へのお知らせ", [true, true, true]),
        ("accounts", "日の出へのお知らせ", [true, false, true]),
        ("staff", "内輪のお知らせ", [false, false, true]),
    ];
    let mut ids = Vec::new();
    for (audience, title, _) in all {
        ids.push(news(&house, audience, title).await);
    }
    let mut readers = Vec::new();
    for person in [AOKI, LINDNER, MORI] {
        let reader = house.reader(person).await;
        let at = address(&house, &reader).await;
        readers.push((reader, at));
    }
    for (who, (reader, at)) in readers.iter().enumerate() {
        let feed = feed(&house, at).await.text;
        for ((_, title, wanted), id) in all.iter().zip(&ids) {
            assert_eq!(feed.contains(title), wanted[who], "{title} in {feed}");
            // As the pages are.
            let page = house.get(reader, &format!("/knowledge/{id}")).await;
            assert_eq!(page.status == StatusCode::OK, wanted[who], "{title}");
        }
    }
    // What is withdrawn is gone, and so is all of whoever is suspended.
    let (mori, own) = (&readers[2].0, &readers[0].1);
    let withdraw = format!("/staff/knowledge/{}/withdraw", ids[0]);
    let gone = house.post(mori, &withdraw, &[("reason", "古い")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let after = feed(&house, own).await.text;
    assert!(
        !after.contains("みなへ") && after.contains("お客様へ"),
        "{after}"
    );
    let suspended = house.app.suspend(&ADMINISTRATOR, HINODE, AOKI, true);
    suspended.await.unwrap();
    assert_eq!(feed(&house, own).await.status, StatusCode::NOT_FOUND);
}
