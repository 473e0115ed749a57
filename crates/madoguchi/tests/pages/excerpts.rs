//! What a search shows of what it found (B4), however much text there is: nobody waits for more than so much of it.

use axum::http::StatusCode;
use domain::Language;
use madoguchi::app::finding::{Asked, Results, Sort};
use testkit::cast::*;

use crate::browser::House;

/// Each holds nearly as much as an article may; together they are more than one search looks at.
const ARTICLES: usize = 40;

async fn find(house: &House, most: usize) -> Results {
    let asked = Asked {
        words: "珊瑚色のランプ".into(),
        most,
        ..Asked::default()
    };
    let language = Language::new("ja");
    let found = house.app.search(Some(&AS_MORI), &asked, &language);
    found.await.unwrap()
}

#[tokio::test]
async fn b4_of_very_much_text_all_is_found_and_the_first_is_shown() {
    let house = House::open().await;
    let mori = house.reader(MORI).await;
    let body = format!("珊瑚色のランプが点きました。\n\n{}", "※".repeat(99_000));
    for number in 0..ARTICLES {
        let title = format!("ランプの記録 {number}");
        let fields = [
            ("sort", "faq"),
            ("audience", "everybody"),
            ("title-0", title.as_str()),
            ("body-0", body.as_str()),
            ("title-1", ""),
            ("body-1", ""),
        ];
        let begun = house.post(&mori, "/staff/knowledge", &fields).await;
        assert!(begun.header("location").starts_with("/staff/knowledge/"));
    }
    let found = find(&house, ARTICLES + 1).await;
    assert_eq!(found.hits.len(), ARTICLES);
    assert_eq!(found.counts.get(&Sort::Article), Some(&ARTICLES));
    assert!(found.next.is_none());
    let shown = |found: &Results| {
        let shown = found.hits.iter();
        let shown = shown.take_while(|hit| hit.excerpt.text.contains("珊瑚色のランプ"));
        shown.count()
    };
    let first = shown(&found);
    assert!((10..ARTICLES).contains(&first), "{first}");
    // What comes behind is there by its title, and not looked at.
    for hit in &found.hits[first..] {
        assert!(hit.excerpt.text.is_empty() && hit.excerpt.places.is_empty());
        assert!(hit.title.text.starts_with("ランプの記録"));
    }
    // One search takes nothing from the next, and the same one shows the same.
    assert_eq!(shown(&find(&house, 5).await), 5);
    assert_eq!(shown(&find(&house, ARTICLES + 1).await), first);
    let page = house
        .get(&mori, "/staff/search?q=%E7%8F%8A%E7%91%9A%E8%89%B2")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(house.faults().await, []);
}
