//! What an article was before, and who decides about what of it (B4): old versions are read and taken again, a reviewer decides
//! about what they have seen, and more readers wait for a review like any text.

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    knowledge::{fields, published},
};

#[tokio::test]
async fn b4_old_versions_are_read_compared_and_taken_again() {
    let house = House::open().await;
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let first = fields(
        "everybody",
        "録音の保存",
        "録音は30日間残ります。\n同じ行です。",
    );
    let id = published(&house, &first).await;
    let at = format!("/staff/knowledge/{id}");
    let next = fields(
        "everybody",
        "録音の保存",
        "録音は90日間残ります。\n同じ行です。",
    );
    house.post(&mori, &at, &next).await;
    let page = house.get(&mori, &at).await.text;
    for part in [
        "公開すると変わるところ",
        "録音は<b>3</b>0日間残ります。",
        "録音は<b>9</b>0日間残ります。",
        "<p>同じ行です。</p>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let old = format!("{at}/versions/2");
    assert!(page.contains(&format!("href=\"{old}\"")), "{page}");
    let old = house.get(&mori, &old).await.text;
    assert!(old.contains("録音は30日間残ります。"), "{old}");
    assert!(old.contains("公開中の文章と同じです"), "{old}");
    assert!(old.contains(&format!("{at}?from=2")), "{old}");
    let taken = house.get(&mori, &format!("{at}?from=2")).await.text;
    assert!(
        taken.contains("録音は30日間残ります。\n同じ行です。</textarea>"),
        "{taken}"
    );
    for (reader, address) in [
        (&mori, format!("{at}/versions/99")),
        (&mori, format!("{at}/versions/x")),
        (&mori, format!("{at}?from=99")),
        (&aoki, format!("{at}/versions/2")),
    ] {
        let page = house.get(reader, &address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_who_publishes_or_sends_back_decides_about_what_they_have_seen() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let begun = house
        .post(
            &mori,
            "/staff/knowledge",
            &fields("everybody", "録音", "手順"),
        )
        .await;
    let at = begun.header("location").to_owned();
    house.post(&mori, &format!("{at}/ask-review"), &[]).await;
    let version = |page: &str| {
        let from = page.split("name=\"version\" value=\"").nth(1).unwrap();
        from.split('"').next().unwrap().to_owned()
    };
    let seen = version(&house.get(&ishikawa, &at).await.text);
    house
        .post(&mori, &at, &fields("everybody", "録音", "別の手順"))
        .await;
    for act in ["publish", "send-back"] {
        let fields = [("version", seen.as_str()), ("reason", "短い")];
        let late = house.post(&ishikawa, &format!("{at}/{act}"), &fields).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        assert!(late.text.contains("ほかの人が記事を変更しました"), "{act}");
    }
    let id = at.rsplit('/').next().unwrap();
    let stranger = Reader::default();
    let address = format!("/knowledge/{id}");
    let hidden = house.get(&stranger, &address).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let seen = version(&house.get(&ishikawa, &at).await.text);
    // What readers say meanwhile is no change of what is decided about.
    let fields = [("version", seen.as_str())];
    let done = house
        .post(&ishikawa, &format!("{at}/publish"), &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(
        house
            .get(&stranger, &address)
            .await
            .text
            .contains("別の手順")
    );
}

#[tokio::test]
async fn b4_more_readers_wait_until_somebody_else_has_looked() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let stranger = Reader::default();
    let id = published(&house, &fields("staff", "録音の裏話", "内輪の話")).await;
    let (at, address) = (format!("/staff/knowledge/{id}"), format!("/knowledge/{id}"));
    house
        .post(&mori, &at, &fields("everybody", "録音の裏話", "内輪の話"))
        .await;
    let hidden = house.get(&stranger, &address).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let found = house.get(&stranger, "/search?q=録音").await.text;
    assert!(!found.contains("録音の裏話"), "{found}");
    let page = house.get(&ishikawa, &at).await.text;
    for part in [
        "公開中（未公開の変更あり）",
        "公開範囲：誰でも（サインイン不要）",
        "種類・公開範囲を変更（公開したときに反映）",
        "公開範囲：サポート内のみ",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    house.post(&ishikawa, &format!("{at}/publish"), &[]).await;
    assert_eq!(house.get(&stranger, &address).await.status, StatusCode::OK);
    // Fewer readers need nobody's look.
    house
        .post(&mori, &at, &fields("staff", "録音の裏話", "内輪の話"))
        .await;
    let hidden = house.get(&stranger, &address).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_what_nobody_has_read_again_for_half_a_year_has_a_view_of_its_own() {
    let house = House::open().await;
    let mori = house.reader(MORI).await;
    let id = published(&house, &fields("everybody", "録音の保存", "本文")).await;
    let stale = async || house.get(&mori, "/staff/knowledge?view=stale").await.text;
    assert!(!stale().await.contains("録音の保存"));
    let days = jiff::SignedDuration::from_hours(24 * 181);
    house.app.clock().advance(days);
    let mori = house.reader(MORI).await;
    let page = house.get(&mori, "/staff/knowledge?view=stale").await.text;
    assert!(page.contains("録音の保存"), "{page}");
    house
        .post(&mori, &format!("/staff/knowledge/{id}/review"), &[])
        .await;
    let page = house.get(&mori, "/staff/knowledge?view=stale").await.text;
    assert!(!page.contains("録音の保存"), "{page}");
}
