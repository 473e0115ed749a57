//! The rows of the staff's inbox (K1).

use axum::http::StatusCode;
use jiff::SignedDuration;
use testkit::cast::*;

use crate::browser::{House, Reader};

async fn row(house: &House, reader: &Reader, number: i64) -> String {
    let page = house.get(reader, "/staff?view=support").await.text;
    let rows = page.split("<tr").map(str::to_owned);
    let mut rows = rows.filter(|row| row.contains(&format!("{number:08}")));
    rows.next().unwrap_or_else(|| panic!("no row in {page}"))
}

#[tokio::test]
async fn k1_unread_is_what_others_did_since_one_looked() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let case = format!("/staff/cases/{number:08}");
    let first = row(&house, &mori, number).await;
    assert!(first.starts_with(" data-unread"), "{first}");
    assert!(first.contains("未読"), "in words, too");
    assert!(first.contains("アドバンスト"), "the plan: {first}");
    // A page that follows by itself has not looked.
    let headers = [("x-live", "1")];
    house.send(&mori, "GET", &case, None, &headers).await;
    assert!(row(&house, &mori, number).await.contains("data-unread"));
    house.get(&mori, &case).await;
    assert!(!row(&house, &mori, number).await.contains("未読"));
    let note = [("text", "確認中")];
    house.post(&mori, &format!("{case}/notes"), &note).await;
    assert!(!row(&house, &mori, number).await.contains("未読"));
    house.post(&ishikawa, &format!("{case}/notes"), &note).await;
    assert!(row(&house, &mori, number).await.contains("未読"));
    house.get(&mori, &case).await;
    let aoki = house.reader(AOKI).await;
    let message = [("text", "続報です。")];
    let to = format!("/cases/{number:08}/messages");
    house.post(&aoki, &to, &message).await;
    assert!(row(&house, &mori, number).await.contains("未読"));
}

#[tokio::test]
async fn k1_rows_stand_as_close_as_their_reader_likes() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let compact = async |reader: &Reader| {
        let page = house.get(reader, "/staff?view=support").await.text;
        page.contains("class=\"table queue\" data-compact")
    };
    assert!(!compact(&mori).await);
    let fields = [("density", "compact"), ("back", "/staff?view=support")];
    let done = house.post(&mori, "/staff/density", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(done.header("location"), "/staff?view=support");
    assert!(compact(&house.reader(MORI).await).await);
    assert!(!compact(&house.reader(ISHIKAWA).await).await);
    let fields = [("density", "comfortable"), ("back", "/staff")];
    house.post(&mori, "/staff/density", &fields).await;
    assert!(!compact(&mori).await);
}

#[tokio::test]
async fn k1_words_narrow_the_list_and_say_when_they_mean_nothing() {
    let house = House::open().await;
    let recording = house.open_case(&AS_AOKI, "録音が聞けない").await;
    let other = house.open_case(&AS_AOKI, "請求の質問").await;
    let mori = house.reader(MORI).await;
    let form = format!("/staff/cases/{recording:08}/assignment");
    house.post(&mori, &form, &[("owner", "901")]).await;
    let list = async |q: &str| {
        let mut address = form_urlencoded::Serializer::new(String::new());
        address.append_pair("view", "support").append_pair("q", q);
        let path = format!("/staff?{}", address.finish());
        let answer = house.get(&mori, &path).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.text
    };
    let row = |number: i64| format!("/staff/cases/{number:08}?");
    for q in [
        "録音",
        "担当:自分",
        "owner:me",
        "担当：森",
        "録音 severity:s3 turn:us",
        "会社:日の出 録音",
        "プラン:アドバンスト 録音",
    ] {
        let page = list(q).await;
        assert!(page.contains(&row(recording)), "{q}");
        assert!(!page.contains(&row(other)) || !q.contains("録音"), "{q}");
        assert!(page.contains("class=\"chip\""), "{q}");
        assert!(!page.contains("words-troubles"), "{q}");
    }
    let page = list("担当:なし").await;
    assert!(page.contains(&row(other)) && !page.contains(&row(recording)));
    // A case opened from a narrowed list stays in it.
    let page = list("録音").await;
    assert!(page.contains("q=%E9%8C%B2%E9%9F%B3\""), "{page}");
    // Without the condition.
    assert!(
        page.contains("class=\"chip\" href=\"/staff?view=support\""),
        "{page}"
    );
    let page = list("turn:customer").await;
    assert!(page.contains("条件に合うケースはありません"));
    for (q, told) in [
        ("colour:red", "という条件はないため"),
        ("担当:だれか", "に当てはまる担当者がいないため"),
        ("severity:s9", "という重大度がないため"),
        ("turn:nobody", "を読み取れないため"),
        ("plan:gold", "というプランがないため"),
        ("company:<b>", "を名前に含む会社がないため"),
    ] {
        let page = list(q).await;
        assert!(page.contains(told), "{q}");
        assert!(page.contains(&row(recording)), "{q} narrows nothing");
        assert!(!page.contains("<b>\u{300d}"));
    }
}

#[tokio::test]
async fn k1_a_look_from_the_list_reads_nothing_until_that_is_said() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let to = format!("/cases/{number:08}/messages");
    house.post(&aoki, &to, &[("text", "最新の知らせ<b>")]).await;
    let peek = format!("/staff/cases/{number:08}/peek?view=support");
    let whole = house.get(&mori, &peek).await;
    assert_eq!(whole.status, StatusCode::OK);
    let headers = [("x-part", "peek")];
    let part = house.send(&mori, "GET", &peek, None, &headers).await.text;
    assert!(!part.contains("<html"));
    for page in [&whole.text, &part] {
        assert!(
            page.contains("最新の知らせ&lt;b&gt;") || page.contains("最新の知らせ"),
            "{page}"
        );
        assert!(!page.contains("知らせ<b>"));
        assert!(page.contains("アドバンスト"));
        assert!(page.contains(&format!("/staff/cases/{number:08}?view=support")));
    }
    assert!(row(&house, &mori, number).await.contains("未読"));
    let seen = format!("/staff/cases/{number:08}/seen?view=support");
    let done = house.post(&mori, &seen, &[("_quiet", "1")]).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert!(!row(&house, &mori, number).await.contains("未読"));
    let done = house.post(&mori, &seen, &[]).await;
    assert_eq!(done.header("location"), "/staff?view=support");
    let foreign = house.get(&aoki, &peek).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_what_is_over_its_time_stays_above_a_list_in_another_order() {
    let house = House::open().await;
    let at = noon() - SignedDuration::from_hours(80);
    let store = &house.app.store;
    let opened = house
        .cast
        .open(store, &AS_AOKI, TOKYO, "待たせている録音", at)
        .await;
    let late = opened.unwrap();
    let fresh = house.open_case(&AS_AOKI, "請求の質問").await;
    let mori = house.reader(MORI).await;
    let above = async |address: &str| {
        let page = house.get(&mori, address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let (_, from) = page.text.split_once("data-live=\"late\">").unwrap();
        from.split("data-live=\"list\"").next().unwrap().to_owned()
    };
    for order in ["modified", "severity", "waiting"] {
        let part = above(&format!("/staff?view=support&order={order}")).await;
        assert!(part.contains("期限を過ぎたケース"), "{order}: {part}");
        assert!(part.contains(&format!("/staff/cases/{late:08}?view=support")));
        assert!(part.contains("待たせている録音") && part.contains("data-state=\"over\""));
        assert!(!part.contains(&format!("{fresh:08}")), "{order}: {part}");
        assert!(!part.contains("期限順に表示"), "all of them are shown");
    }
    // The list by what is due has it first; so narrowed it is not in it; closed ones are over no time.
    for address in [
        "/staff?view=support&order=due",
        "/staff?view=support&order=modified&q=%E8%AB%8B%E6%B1%82",
        "/staff?view=closed",
    ] {
        assert!(!above(address).await.contains("id=\"late-h\""), "{address}");
    }
    assert_eq!(house.faults().await, []);
}
