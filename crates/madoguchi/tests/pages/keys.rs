//! The keys of the staff's pages (K1, WCAG 2.1.4).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::House;

#[tokio::test]
async fn k1_the_sheet_is_a_page_and_stands_in_every_page_of_staffs() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let case = format!("/staff/cases/{number:08}");
    for path in ["/staff", "/staff/keys", "/staff/accounts", case.as_str()] {
        let page = house.get(&mori, path).await;
        assert_eq!(page.status, StatusCode::OK);
        for bound in [
            "data-does=\"reply\" data-binds=\"r\"",
            "data-does=\"go-unowned\" data-binds=\"g q\"",
            "data-does=\"open\" data-binds=\"o\"",
        ] {
            assert!(page.text.contains(bound), "{bound} in {path}");
        }
    }
    let page = house.get(&mori, &case).await.text;
    assert!(page.contains("data-act=\"reply\""), "{page}");
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/staff/keys").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_keys_are_switched_off_for_good() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let case = format!("/staff/cases/{number:08}");
    let switch = async |keys: &str, back: &str| {
        let fields = [("keys", keys), ("back", back)];
        house.post(&mori, "/staff/keys", &fields).await
    };
    let done = switch("off", "/profile#keys-h").await;
    assert_eq!(done.header("location"), "/profile#keys-h");
    // At another sign-in, too.
    let elsewhere = house.reader(MORI).await;
    let page = house.get(&elsewhere, &case).await.text;
    assert!(page.contains("<key-list data-off>"), "{page}");
    let before_the_sheet = page.split("<dialog").next().unwrap();
    assert!(!before_the_sheet.contains("<kbd>"), "{before_the_sheet}");
    assert!(page.contains("1文字のキーは、プロフィールの設定でオフになっています。"));
    // Nobody else's.
    let other = house.reader(ISHIKAWA).await;
    let page = house.get(&other, &case).await.text;
    assert!(page.contains("<key-list>"), "{page}");
    let profile = house.get(&elsewhere, "/profile").await.text;
    assert!(profile.contains("1文字のキーをオンにする"), "{profile}");
    let done = switch("on", "https://evil.example/").await;
    assert_eq!(done.header("location"), "/");
    let page = house.get(&elsewhere, &case).await.text;
    assert!(page.contains("<key-list>"), "{page}");
}
