//! Articles that are recommended beside a case (K1, B4): fetched apart from its page, each with why, and put into the reply as a link.

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::House,
    knowledge::{fields, published},
};

const BODY: &str = "再生の権限を確認します。";

#[tokio::test]
async fn k1_b4_articles_stand_beside_a_case_with_why_and_a_link_for_the_reply() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が聞けない").await;
    let open = published(&house, &fields("signed-in", "録音の手順", BODY)).await;
    let inner = published(&house, &fields("staff", "録音の社内手順", BODY)).await;
    let other = published(&house, &fields("signed-in", "請求書の再発行", "窓口へ")).await;
    let mori = house.reader(MORI).await;
    let case = format!("/staff/cases/{number:08}");
    let at = format!("{case}/articles");

    // The case's page waits for none of them: it has a place for them, and a link for who has no script.
    let page = house.get(&mori, &case).await.text;
    assert!(
        page.contains(&format!("<late-part data-from=\"{at}\">")),
        "{page}"
    );
    assert!(page.contains(&format!("<a href=\"{at}\">")), "{page}");
    assert!(!page.contains("録音の手順"), "{page}");

    let headers = [("x-part", "late")];
    let part = house.send(&mori, "GET", &at, None, &headers).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(!part.text.contains("<html"), "{}", part.text);
    for id in [&open, &inner] {
        let link = format!("href=\"/knowledge/{id}\"");
        assert!(part.text.contains(&link), "{link}: {}", part.text);
    }
    assert!(
        !part.text.contains(&format!("/knowledge/{other}\"")),
        "{}",
        part.text
    );
    assert!(part.text.contains("題名の一致：録音"), "{}", part.text);
    // The reply points to what its reader may read, and to nothing else.
    let point = |id: &str| format!("{case}?compose=reply&#38;article={id}#text");
    assert!(part.text.contains(&point(&open)), "{}", part.text);
    assert!(!part.text.contains(&point(&inner)), "{}", part.text);
    let chosen = format!("{case}?compose=reply&article={open}");
    let reply = house.get(&mori, &chosen).await;
    let link = format!("[録音の手順](https://desk.example/knowledge/{open})</textarea>");
    assert!(reply.text.contains(&link));

    // Without script it is a page with the same in it, and the way back.
    let whole = house.get(&mori, &at).await.text;
    assert!(
        whole.contains("<html") && whole.contains(&point(&open)),
        "{whole}"
    );
    assert!(whole.contains(&format!("<a href=\"{case}\">")), "{whole}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k1_a_case_that_no_article_answers_says_so_and_a_foreign_reader_gets_nothing() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が聞けない").await;
    published(&house, &fields("signed-in", "請求書の再発行", "窓口へ")).await;
    let mori = house.reader(MORI).await;
    let at = format!("/staff/cases/{number:08}/articles");
    let headers = [("x-part", "late")];
    let part = house.send(&mori, "GET", &at, None, &headers).await.text;
    assert!(
        part.contains("件名に合う記事は見つかりませんでした。"),
        "{part}"
    );
    let aoki = house.reader(AOKI).await;
    for (reader, path) in [
        (&aoki, at.as_str()),
        (&mori, "/staff/cases/99999999/articles"),
    ] {
        let answer = house.send(reader, "GET", path, None, &headers).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("請求書"), "{path}");
    }
}
