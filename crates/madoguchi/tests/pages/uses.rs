//! What readers make of knowledge (B3, B4): that an article solved their trouble, and what was looked for in vain.

use axum::http::StatusCode;
use domain::{AccountId, event::By};
use store::knowledge::Missed;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    knowledge::{fields, published},
};

#[tokio::test]
async fn b3_what_solved_a_trouble_counts_once_and_only_for_who_may_read_it() {
    let house = House::open().await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let id = published(
        &house,
        &fields("signed-in", "録音の再開", "止めてから始めます。"),
    )
    .await;
    let inside = published(&house, &fields("staff", "録音の裏話", "内輪の話")).await;
    let shown = house.get(&aoki, "/knowledge/suggestions?q=録音").await.text;
    let button = format!("form=\"solved\" name=\"article\" value=\"{id}\"");
    assert!(shown.contains(&button), "{shown}");
    let outside = house.get(&mori, "/knowledge/suggestions?q=録音").await.text;
    assert!(
        !outside.contains("form=\"solved\""),
        "staff have no trouble: {outside}"
    );
    assert!(
        house
            .get(&aoki, "/cases/new/support-case")
            .await
            .text
            .contains("action=\"/knowledge/solved\"")
    );
    house.get(&aoki, &format!("/knowledge/{id}")).await;
    for _ in 0..2 {
        let said = house
            .post(&aoki, "/knowledge/solved", &[("article", &id)])
            .await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        let thanks = house.get(&aoki, said.header("location")).await.text;
        assert!(thanks.contains("解決した件数に加えました"), "{thanks}");
    }
    for (reader, article) in [(&aoki, &inside), (&mori, &id), (&aoki, &"x".to_owned())] {
        let said = house
            .post(reader, "/knowledge/solved", &[("article", article)])
            .await;
        assert_eq!(said.status, StatusCode::NOT_FOUND);
    }
    house.app.keep_uses().await.unwrap();
    house.app.keep_uses().await.unwrap();
    for page in [
        "/staff/knowledge".to_owned(),
        format!("/staff/knowledge/{id}"),
    ] {
        let text = house.get(&mori, &page).await.text;
        assert!(text.contains("表示1、閲覧1、解決1"), "{text}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_what_is_looked_for_in_vain_is_told_from_three_companies_on_and_nobody_is_named() {
    let house = House::open().await;
    let mori = house.reader(MORI).await;
    let readers = [house.reader(AOKI).await, house.reader(LINDNER).await];
    for (reader, words) in readers.iter().zip(["ＧＨＯＳＴ  window", "ghost WINDOW"]) {
        for _ in 0..2 {
            house
                .get(reader, &format!("/search?q={}", words.replace(' ', "+")))
                .await;
        }
    }
    // Nobody, and staff, are not counted.
    house
        .get(&Reader::default(), "/search?q=ghost+window")
        .await;
    house.get(&mori, "/staff/search?q=ghost+window").await;
    house.app.keep_uses().await.unwrap();
    let page = "/staff/knowledge/missed";
    let text = house.get(&mori, page).await.text;
    assert!(!text.contains("ghost"), "of two alone: {text}");
    let names = ["第三商事", "Third"];
    let third = store::directory::add_account(AccountId(3), names, &[], &[], By::System, noon());
    house.app.store.add(third.unwrap()).await.unwrap();
    let digest = house.app.missed_digest("ghost window");
    let missed = Missed {
        digest: digest.clone(),
        words: "ghost window".into(),
        account: AccountId(3),
        unopened: true,
        at: noon(),
    };
    house.app.store.keep_missed(&[missed]).await.unwrap();
    let text = house.get(&mori, page).await.text;
    assert!(
        text.contains("ghost window") && text.contains("title=ghost+window"),
        "{text}"
    );
    assert!(!text.contains("第三商事"), "{text}");
    let begun = house
        .get(&mori, "/staff/knowledge/new?title=ghost+window")
        .await
        .text;
    assert!(begun.contains("value=\"ghost window\""), "{begun}");
    let foreign = house.get(&readers[0], page).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let settled = house.post(&mori, page, &[("words", &digest)]).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.text);
    assert!(!house.get(&mori, page).await.text.contains("ghost"));
}
