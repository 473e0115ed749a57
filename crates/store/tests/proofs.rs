//! Links that show that somebody reads the mail of an address: no more than one gets through at once, on both databases.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use jiff::SignedDuration;
use store::proofs::Purpose;
use testkit::{cast::*, databases};

#[tokio::test(flavor = "multi_thread")]
async fn v33_links_asked_for_at_once_are_no_more_than_links_asked_for_in_turn() {
    for database in databases().await {
        let store = &database.store;
        let at_once = async |email: &'static str, minutes: i64| {
            let now = noon() + SignedDuration::from_mins(minutes);
            let ask = |n: usize| {
                let store = store.clone();
                tokio::spawn(async move {
                    let secret = format!("{email} {minutes} {n}");
                    let kept = store.add_proof(Purpose::Join, email, &secret, now).await;
                    kept.unwrap()
                })
            };
            let all: Vec<_> = (0..16).map(ask).collect();
            let mut kept = 0;
            for one in all {
                kept += usize::from(one.await.unwrap());
            }
            kept
        };
        for minutes in [0, 2, 4] {
            assert_eq!(
                at_once("a@x.example", minutes).await,
                1,
                "{}",
                database.name
            );
        }
        assert_eq!(at_once("a@x.example", 6).await, 0, "three a day");
        assert_eq!(at_once("b@x.example", 6).await, 1);
    }
}
