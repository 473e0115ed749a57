//! What sessions want of agents who are not in them (L2, L6, L7): told on every page of staff's, to whom it concerns alone.

use axum::http::StatusCode;
use domain::{case::Command, session::AcdState};
use testkit::cast::*;

use crate::{browser::Reader, live::open, sessions::Played};

const WAITING: &str = "あなたの対応を待っているサポートセッションが1件あります。";
const EVENTS: &str = "/staff/sessions/events?told=";

impl Played {
    /// Whether a page that is none of sessions' tells this reader that one waits for them.
    async fn calls(&self, reader: &Reader) -> bool {
        let page = self.house.get(reader, "/staff/macros").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let part = self.house.get(reader, "/staff/sessions/calls").await;
        assert_eq!(part.text.contains(WAITING), page.text.contains(WAITING));
        page.text.contains(WAITING)
    }

    async fn available(&self, reader: &Reader) {
        let available = [("state", "available")];
        let set = self.house.post(reader, "/staff/sessions/state", &available);
        assert_eq!(set.await.status, StatusCode::SEE_OTHER);
    }

    /// The host is gone, and nobody came.
    async fn lose_host(&self, tanaka: &Reader, room: &str) {
        for _ in 0..14 {
            self.later(8).await;
            self.house.get(tanaka, room).await;
        }
    }
}

#[tokio::test]
async fn l6_an_offer_is_told_unasked_to_those_it_is_made_to() {
    let played = Played::begin().await;
    let house = &played.house;
    let (ishikawa, aoki) = (house.reader(ISHIKAWA).await, house.reader(AOKI).await);
    played.available(&ishikawa).await;
    assert!(!played.calls(&ishikawa).await);
    let mut heard = open(house, &ishikawa, EVENTS, &[]).await;
    let mut list = open(house, &ishikawa, "/staff/sessions/events?here=1", &[]).await;
    assert!(list.hears().await.contains("event: changed"), "at once");
    let handed = played.host_does("transfer", &[("queue", "tier2")]).await;
    assert_eq!(handed, StatusCode::SEE_OTHER);
    for stream in [&mut heard, &mut list] {
        let told = stream.hears().await;
        assert!(told.contains("event: changed") && !told.contains(&played.number));
    }
    assert!(played.calls(&ishikawa).await);
    assert!(!played.calls(&played.host).await, "it was not made to them");
    for path in ["/staff/sessions/calls", "/staff/sessions/events"] {
        let foreign = house.get(&aoki, path).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Somebody has taken it: it waits for nobody any more.
    let accept = format!("{}/accept", played.page);
    house.post(&ishikawa, &accept, &[]).await;
    assert!(heard.hears().await.contains("event: changed"));
    assert!(!played.calls(&ishikawa).await);
    // The stream ends with the sign-in, and so does being available.
    house.post(&ishikawa, "/sign-out", &[]).await;
    heard.ends().await;
    let states = house.app.store.acd_states().await.unwrap();
    assert_eq!(states[&ISHIKAWA], AcdState::Away);
}

#[tokio::test]
async fn l2_whoever_was_asked_to_come_is_told_until_they_have() {
    let played = Played::begin().await;
    let house = &played.house;
    let ishikawa = house.reader(ISHIKAWA).await;
    let id = ISHIKAWA.to_string();
    let asked = played.host_does("invite-agent", &[("agent", &id)]).await;
    assert_eq!(asked, StatusCode::SEE_OTHER);
    assert!(played.calls(&ishikawa).await);
    assert!(!played.calls(&played.host).await);
    house
        .post(&ishikawa, &format!("{}/come", played.page), &[])
        .await;
    assert!(!played.calls(&ishikawa).await);
}

#[tokio::test]
async fn l7_a_session_that_waits_for_a_host_stands_like_an_offer_with_a_button_to_take_it() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let ishikawa = house.reader(ISHIKAWA).await;
    played.lose_host(&tanaka, &room).await;
    assert!(!played.calls(&ishikawa).await, "who is away is not asked");
    let accept = format!("{}/accept", played.page);
    let away = house.post(&ishikawa, &accept, &[]).await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
    played.available(&ishikawa).await;
    assert!(played.calls(&ishikawa).await);
    let list = house.get(&ishikawa, "/staff/sessions").await.text;
    assert!(list.contains("主担当を待っています") && list.contains(&accept));
    assert!(
        !list.contains("/decline"),
        "nobody was asked who could decline"
    );
    let page = house.get(&ishikawa, &played.page).await.text;
    assert!(page.contains("引き継ぐと、あなたが主担当になります"));
    let took = house.post(&ishikawa, &accept, &[]).await;
    assert_eq!(took.header("location"), played.page);
    let leads = house.get(&ishikawa, &played.page).await.text;
    assert!(leads.contains("あなたの役割：主担当"), "{leads}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l7_a2_one_about_a_case_that_is_kept_to_a_team_waits_for_that_team() {
    let played = Played::begin_about_a_case().await;
    let house = &played.house;
    let number = played.case.parse().unwrap();
    let assign = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    let given = house
        .app
        .change_case(&AS_ISHIKAWA, number, assign, None, None);
    given.await.unwrap();
    let keep = format!("/staff/cases/{}/privacy", played.case);
    let kept = house.post(&played.host, &keep, &[("private", "yes")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let (tanaka, room) = played.join("田中").await;
    let ishikawa = house.reader(ISHIKAWA).await;
    played.available(&ishikawa).await;
    played.lose_host(&tanaka, &room).await;
    assert!(!played.calls(&ishikawa).await);
    let page = house.get(&ishikawa, &played.page).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let accept = format!("{}/accept", played.page);
    let taken = house.post(&ishikawa, &accept, &[]).await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
}
