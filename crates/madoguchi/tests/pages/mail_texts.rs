//! Texts of mails in an administrator's hands: seen as each sort of reader gets them before they are kept (H7).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::House;

const PATH: &str = "/staff/mails/answered/ja";

#[tokio::test]
async fn h7_a_text_is_seen_as_each_reader_gets_it_and_refused_where_one_could_not() {
    let house = House::open().await;
    house.promote(MORI).await;
    let admin = house.reader(MORI).await;
    let two = "{% if case.link %}ページはこちら：{{ case.link }}{% else %}ページはありません。{% endif %}";
    let fields = |body: &'static str| [("subject", "{{ case.number }}"), ("body", body)];
    let look = [&fields(two)[..], &[("_preview", "1")]].concat();
    let seen = house.post(&admin, PATH, &look).await;
    assert_eq!(seen.status, StatusCode::OK);
    let letters: Vec<&str> = seen.text.split("<pre class=\"letter\"").skip(1).collect();
    assert_eq!(letters.len(), 2, "{}", seen.text);
    assert!(letters[0].contains("ページはこちら：https://support.example/"));
    assert!(letters[1].contains("ページはありません。"));
    for whose in ["ケースを開いた方へ", "アカウントのない宛先へ"] {
        assert!(seen.text.contains(whose), "{whose}");
    }
    // Looking keeps nothing.
    let store = &house.app.store;
    let occasion = domain::notice::Occasion::Answered;
    let kept = async || store.mail_text(occasion, "ja").await.unwrap();
    assert_eq!(kept().await, None);
    // What would fail for one of them alone is refused, too, and shown to be wrong.
    let broken = "{% if case.link %}はい{% else %}{{ nobody.name }}{% endif %}";
    let refused = house.post(&admin, PATH, &fields(broken)).await;
    assert!(
        refused.text.contains("この文面では送れません。1行目"),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("<pre class=\"letter\""));
    assert_eq!(kept().await, None);
    house.post(&admin, PATH, &fields(two)).await;
    assert_eq!(kept().await.map(|text| text.body), Some(two.to_owned()));
}
