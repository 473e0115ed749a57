//! What is best read first, on the first page of those whom it is meant for (B1).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::House,
    knowledge::{fields, published},
};

const LISTS: &str = "/staff/knowledge/lists";

fn places(page: &str, words: &[&str]) -> Vec<Option<usize>> {
    words.iter().map(|word| page.find(word)).collect()
}

#[tokio::test]
async fn b1_articles_stand_on_the_first_page_in_the_order_that_staff_chose() {
    let house = House::open().await;
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let lindner = house.reader(LINDNER).await;
    let one = published(&house, &fields("signed-in", "はじめの設定", "本文")).await;
    let two = published(&house, &fields("signed-in", "録音のしかた", "本文")).await;
    let inside = published(&house, &fields("staff", "内輪の手順", "本文")).await;
    let list = |title: &'static str| {
        vec![
            ("title-0", title),
            ("title-1", ""),
            ("audience", "signed-in"),
        ]
    };
    let empty = house.post(&mori, LISTS, &list("導入の手引き")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text.contains("記事を選んでください"),
        "{}",
        empty.text
    );
    assert!(
        empty.text.contains("value=\"導入の手引き\""),
        "what was typed stays"
    );
    let mut wanted = list("導入の手引き");
    wanted.extend([("add-0", two.as_str()), ("add-1", &inside), ("add-2", &one)]);
    let made = house.post(&mori, LISTS, &wanted).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let at = made.header("location").to_owned();
    for reader in [&aoki, &lindner] {
        let home = house.get(reader, "/").await.text;
        let order = places(&home, &["導入の手引き", "録音のしかた", "はじめの設定"]);
        assert!(
            order.iter().all(Option::is_some) && order.is_sorted(),
            "{home}"
        );
        assert!(!home.contains("内輪の手順"), "{home}");
    }
    // Moved by their numbers, and one taken out.
    let form = house.get(&mori, &at).await.text;
    assert!(form.contains("name=\"version\" value=\"1\""), "{form}");
    let mut moved = list("導入の手引き");
    moved.extend([
        ("version", "1"),
        ("row-0", two.as_str()),
        ("order-0", "9"),
        ("row-1", &inside),
        ("order-1", "2"),
        ("drop-1", "1"),
        ("row-2", &one),
        ("order-2", "3"),
    ]);
    let saved = house.post(&mori, &at, &moved).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let home = house.get(&aoki, "/").await.text;
    let order = places(&home, &["導入の手引き", "はじめの設定", "録音のしかた"]);
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{home}"
    );
    assert!(!house.get(&mori, &at).await.text.contains("内輪の手順</a>"));
    let late = house.post(&mori, &at, &moved).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text.contains("ほかの人が保存しました"),
        "{}",
        late.text
    );
    // A plan that nobody has: for nobody.
    let mut planned = moved.clone();
    planned.retain(|(name, _)| *name != "audience" && *name != "version");
    planned.extend([("audience", "plans"), ("version", "2")]);
    let nobody = house.post(&mori, &at, &planned).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nobody.text.contains("対象のプランを選んでください"),
        "{}",
        nobody.text
    );
    let gone = house
        .post(&mori, &at, &[("version", "2"), ("do", "delete")])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    assert!(!house.get(&aoki, "/").await.text.contains("導入の手引き"));
    assert_eq!(house.get(&mori, &at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&aoki, LISTS).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}
