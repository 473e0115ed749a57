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

#[tokio::test]
async fn k1_keys_of_ones_own_stand_wherever_the_tables_did() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let case = format!("/staff/cases/{number:08}");
    let mori = house.reader(MORI).await;
    // What stands in the form when it is sent, but for what is changed.
    let post = async |changed: &[(&str, &str)]| {
        let page = house.get(&mori, "/staff/keys").await.text;
        let mut fields: Vec<(String, String)> = Vec::new();
        for part in page.split("<input class=\"input\" id=\"key-").skip(1) {
            let does = part.split('"').next().unwrap();
            let value = part.split("value=\"").nth(1).unwrap();
            let value = value.split('"').next().unwrap();
            fields.push((format!("key-{does}"), value.replace("&#60;", "<")));
        }
        assert!(fields.len() > 15, "{page}");
        fields.retain(|(name, _)| changed.iter().all(|(other, _)| name != other));
        let kept = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let all: Vec<(&str, &str)> = kept.chain(changed.iter().copied()).collect();
        house.post(&mori, "/staff/keys", &all).await
    };
    let done = post(&[("key-reply", "ｙ"), ("key-note", "g n"), ("key-pick", "<")]).await;
    assert_eq!(done.header("location"), "/staff/keys?saved=keys#saved");

    // At another sign-in too: the script's, the mark's, the palette's.
    let elsewhere = house.reader(MORI).await;
    let page = house.get(&elsewhere, &case).await.text;
    for holds in [
        "data-does=\"reply\" data-binds=\"y\"><kbd>y</kbd>",
        "data-does=\"note\" data-binds=\"g n\"><kbd>g</kbd> <kbd>n</kbd>",
        "><kbd>&#60;</kbd></dt>",
        "</small></span><kbd>y</kbd></a>",
        "<span>お客様に返信</span> <kbd>y</kbd>",
    ] {
        assert!(page.contains(holds), "{holds} in {page}");
    }
    assert!(!page.contains("data-binds=\"r\""), "{page}");
    // Nobody else's.
    let other = house.reader(ISHIKAWA).await;
    let page = house.get(&other, &case).await.text;
    assert!(
        page.contains("data-does=\"reply\" data-binds=\"r\""),
        "{page}"
    );

    // What is wrong is told at its field, and nothing of it is kept.
    let refused = post(&[
        ("key-reply", "x"),
        ("key-pick", "m"),
        ("key-note", "Ctrl+n"),
        ("key-find", "ん"),
    ])
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for holds in [
        "id=\"key-pick-error\">「ケースを選択、選択を解除」と「自分が担当」のキーが同じです。",
        "id=\"key-note-error\">「社内メモを追加」には、CtrlやAlt、⌘と組み合わせるキーは使えません。",
        "id=\"key-find-error\">「一覧の絞り込み、またはケース番号の検索へ移動」に「ん」は使えません。",
        "href=\"#key-pick\"",
        "name=\"key-reply\" value=\"x\"",
    ] {
        assert!(refused.text.contains(holds), "{holds} in {}", refused.text);
    }
    for well in ["key-reply-error", "key-take-error"] {
        assert!(!refused.text.contains(well), "{well}");
    }
    let page = house.get(&mori, &case).await.text;
    assert!(
        page.contains("data-does=\"reply\" data-binds=\"y\""),
        "{page}"
    );

    // One goes back, then all do; the switch is nobody's affair.
    let off = [("keys", "off"), ("back", "/staff/keys")];
    house.post(&mori, "/staff/keys", &off).await;
    let done = post(&[("reset", "reply")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = house.get(&mori, &case).await.text;
    assert!(
        page.contains("data-does=\"reply\" data-binds=\"r\""),
        "{page}"
    );
    assert!(
        page.contains("data-does=\"note\" data-binds=\"g n\""),
        "{page}"
    );
    post(&[("reset", "all"), ("key-reply", "あ")]).await;
    let page = house.get(&mori, &case).await.text;
    assert!(
        page.contains("data-does=\"note\" data-binds=\"n\""),
        "{page}"
    );
    assert!(page.contains("<key-list data-off>"), "{page}");
    let page = house.get(&mori, "/staff/keys").await.text;
    assert!(!page.contains("name=\"reset\""), "{page}");
}

#[tokio::test]
async fn k1_what_is_wrong_with_a_key_is_told_in_english_too() {
    let house = House::open().await;
    let mut mori = house.reader(MORI).await;
    mori.cookies.insert("language".into(), "en".into());
    let fields = [("key-reply", "n"), ("key-status", "g"), ("key-take", "Tab")];
    let refused = house.post(&mori, "/staff/keys", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for holds in [
        "“Reply to customer” and “Add internal note” have the same key. Change one of them.",
        "The keys of “Go to the choice of status” and “Open “My cases”” begin with the same character",
        "“Take this case” cannot have “Tab”, because browsers use it",
    ] {
        assert!(refused.text.contains(holds), "{holds} in {}", refused.text);
    }
}
