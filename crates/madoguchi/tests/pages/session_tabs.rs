//! Several sessions of one agent, a tab each (L1, L7): there in all of them while on one, and told what happens on the others.

use testkit::cast::*;

use crate::{live::open, sessions::Played};

/// Another session of the same host.
async fn another(played: &Played) -> String {
    let (host, fields) = (&played.host, [("mode", "multi")]);
    let begun = played.house.post(host, "/staff/sessions", &fields).await;
    begun.header("location").to_owned()
}

impl Played {
    async fn shows(&self, page: &str) -> String {
        self.house.get(&self.host, page).await.text
    }
}

#[tokio::test]
async fn l1_l7_on_the_tab_of_one_session_an_agent_is_there_in_all_of_theirs() {
    let played = Played::begin().await;
    let other = another(&played).await;
    // Five minutes on one tab, five on the list, and the other one hears of it by its stream as well.
    for page in [played.page.as_str(), "/staff/sessions"] {
        for _ in 0..38 {
            played.later(8).await;
            played.shows(page).await;
        }
    }
    for page in [&played.page, &other] {
        let shown = played.shows(page).await;
        assert!(shown.contains("あなたの役割：主担当"), "{shown}");
        assert!(!shown.contains("接続が切れています"));
    }
    played.later(13).await;
    let stream = format!("{}/events", played.page);
    let _stream = open(&played.house, &played.host, &stream, &[]).await;
    played.later(0).await;
    let held = played.house.app.store.sessions_with(MORI).await.unwrap();
    assert_eq!(held.len(), 2);
    let lost = played.house.app.store.lost_seats(MORI).await.unwrap();
    assert_eq!(lost, [], "both seats are theirs again");
    // On a page that is none of sessions' they are in neither.
    for _ in 0..15 {
        played.later(8).await;
        played.shows("/staff/macros").await;
    }
    let lost = played.shows(&other).await;
    assert!(lost.contains("主担当がいません"), "{lost}");
    assert_eq!(played.house.faults().await, []);
}

#[tokio::test]
async fn l1_what_happens_on_another_tab_is_marked_until_it_is_looked_at() {
    let played = Played::begin().await;
    let house = &played.house;
    let other = another(&played).await;
    assert!(!played.shows(&other).await.contains("新着"));
    let (tanaka, room) = played.join("田中").await;
    let say = format!("{room}/say");
    house.post(&tanaka, &say, &[("text", "聞こえますか")]).await;
    let marked = played.shows(&other).await;
    // The tab, and for who does not see it.
    assert_eq!(marked.matches("新着2件").count(), 2, "{marked}");
    assert!(!played.shows(&played.page).await.contains("新着"));
    assert!(!played.shows(&other).await.contains("新着"), "it was seen");
    // What one says oneself is no news.
    played.host_does("say", &[("text", "はい")]).await;
    assert!(!played.shows(&other).await.contains("新着"));
    // The page of one hears that something happened in the other.
    let stream = format!("{other}/events");
    let mut stream = open(house, &played.host, &stream, &[]).await;
    assert!(stream.hears().await.contains("event: changed"));
    house.post(&tanaka, &say, &[("text", "はい")]).await;
    assert!(stream.hears().await.contains("event: changed"));
}
