//! The rows of the staff's inbox (K1).

use axum::http::StatusCode;
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
