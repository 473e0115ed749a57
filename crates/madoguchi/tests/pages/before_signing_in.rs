//! What is there before one signs in (B1), and days in the zone of whoever reads them (C10, C17).

use axum::http::StatusCode;
use madoguchi::{serve, web::Line};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    knowledge::{fields, published},
    sessions::stranger,
};

#[tokio::test]
async fn b1_contact_questions_and_documents_are_there_before_signing_in() {
    let mut house = House::open().await;
    house.router = serve::router(house.app.clone(), Line::Loopback, false);
    let stranger = stranger();
    // (sort, title, whom it is for)
    let written = [
        ("faq", "よくある質問のひとつ", "everybody"),
        ("document", "管理者のための手引き", "everybody"),
        ("document", "社内だけの手引き", "staff"),
    ];
    for (sort, title, audience) in written {
        let mut form = fields(audience, title, "本文はこちら");
        form[0] = ("sort", sort);
        let id = published(&house, &form).await;
        let page = house.get(&stranger, &format!("/knowledge/{id}")).await;
        let shelf = format!("/knowledge?sort={sort}");
        let list = house.get(&stranger, &shelf).await;
        assert_eq!(list.status, StatusCode::OK);
        let open = audience == "everybody";
        let wanted = match open {
            true => StatusCode::OK,
            false => StatusCode::NOT_FOUND,
        };
        assert_eq!(page.status, wanted, "{title}");
        assert_eq!(page.text.contains("本文はこちら"), open, "{title}");
        assert_eq!(list.text.contains(title), open, "{title}: {}", list.text);
    }
    let start = house.get(&stranger, "/").await.text;
    for to in ["href=\"/knowledge\"", "href=\"/help\""] {
        assert!(start.contains(to), "{to}: {start}");
    }
    let help = house.get(&stranger, "/help").await.text;
    for part in ["support@aozora.example", "03-0000-0190"] {
        assert!(help.contains(part), "{part}: {help}");
    }
}

#[tokio::test]
async fn b1_news_that_its_reader_has_not_opened_are_counted_and_marked() {
    let mut house = House::open().await;
    house.router = serve::router(house.app.clone(), Line::Loopback, false);
    let mut ids = Vec::new();
    for title in ["年末のお知らせ", "新しい窓口"] {
        let mut form = fields("everybody", title, "くわしくはこちら");
        form[0] = ("sort", "announcement");
        ids.push(published(&house, &form).await);
    }
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    let home = async |reader: &Reader| house.get(reader, "/").await.text;
    let marks = |page: &str| page.matches("class=\"unread\"").count();
    let page = home(&aoki).await;
    assert!(page.contains("未読2件"), "{page}");
    assert_eq!(marks(&page), 2);
    house.get(&aoki, &format!("/knowledge/{}", ids[0])).await;
    // At once, and once it is kept.
    for _ in 0..2 {
        let page = home(&aoki).await;
        assert!(page.contains("未読1件"), "{page}");
        assert_eq!(marks(&page), 1);
        house.app.keep_uses().await.unwrap();
    }
    house.get(&aoki, &format!("/knowledge/{}", ids[1])).await;
    let page = home(&aoki).await;
    assert!(!page.contains("未読") && marks(&page) == 0, "{page}");
    // Each reader reads for themselves, and of strangers nobody knows.
    assert!(home(&baba).await.contains("未読2件"));
    let outside = home(&stranger()).await;
    assert!(outside.contains("新しい窓口"), "{outside}");
    assert_eq!(marks(&outside), 0);
}

#[tokio::test]
async fn b1_whoever_has_nothing_open_sees_what_others_read_most_of_what_they_may_read() {
    let house = House::open().await;
    let mut ids = Vec::new();
    // (title, whom it is for, how many open it)
    for (title, audience, readers) in [
        ("録音の止め方", "everybody", 1),
        ("端末の交換", "signed-in", 2),
        ("社内の覚え書き", "staff", 2),
        ("だれも読まない記事", "everybody", 0),
    ] {
        let id = published(&house, &fields(audience, title, "本文")).await;
        ids.push((title, id, readers));
    }
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    for (_, id, readers) in &ids {
        for reader in [&aoki, &baba].into_iter().take(*readers) {
            house.get(reader, &format!("/knowledge/{id}")).await;
        }
    }
    house.app.keep_uses().await.unwrap();
    let page = house.get(&aoki, "/").await.text;
    let (_, part) = page.split_once("id=\"popular-h\"").expect("a part");
    let (part, _) = part.split_once("</section>").unwrap();
    let places: Vec<Option<usize>> = ids.iter().map(|(title, ..)| part.find(title)).collect();
    assert!(places[1] < places[0] && places[1].is_some(), "{part}");
    assert_eq!(places[2..], [None, None], "{part}");
    // With something open there is something else to look at.
    house.open_case(&AS_AOKI, "録音が再生できない").await;
    let page = house.get(&aoki, "/").await.text;
    assert!(!page.contains("popular-h"), "{page}");
}

#[tokio::test]
async fn c10_moments_of_lists_and_pages_are_in_the_readers_zone() {
    let house = House::open().await;
    // At noon in Tokyo, the evening before on Hawaii.
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let aoki = house.reader(AOKI).await;
    for (zone, day, hour) in [
        ("Asia/Tokyo", "2026年11月20日", "12:00"),
        ("Pacific/Honolulu", "2026年11月19日", "17:00"),
    ] {
        let names = [
            ("family", "青木"),
            ("given", "真理"),
            ("family_kana", "アオキ"),
            ("given_kana", "マリ"),
            ("language", "ja"),
            ("time_zone", zone),
        ];
        let done = house.post(&aoki, "/profile/names", &names).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
        let (_, side) = page.text.split_once("<aside class=\"side\"").unwrap();
        let (facts, _) = side.split_once("</dl>").unwrap();
        // Opened, and changed last.
        assert_eq!(facts.matches(day).count(), 2, "{zone}: {facts}");
        let list = house.get(&aoki, "/cases?columns=subject,opened,modified");
        let list = list.await.text;
        let (_, rows) = list.split_once("<tbody>").unwrap();
        let (row, _) = rows.split_once("</tr>").unwrap();
        assert!(row.matches(hour).count() >= 2, "{zone}: {row}");
    }
}
