//! Links that show that somebody reads the mail of an address: no more than one gets through at once, on both databases.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use jiff::SignedDuration;
use store::{WriteError, address_wishes, proofs::Purpose};
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

#[tokio::test]
async fn a5_a_wish_for_an_address_is_one_and_moves_on_only_as_what_it_was() {
    for database in databases().await {
        let store = &database.store;
        let (now, later) = (noon(), noon() + SignedDuration::from_hours(24));
        let keep = async |email: &str, secret: &str| {
            let kept = address_wishes::keep(BABA, email, secret, now);
            store.add(vec![kept]).await.unwrap();
            store.address_wish(BABA).await.unwrap().unwrap()
        };
        let first = keep("a@x.example", "first").await;
        assert!(first.is_of("first") && !first.is_of("second"));
        let second = keep("b@x.example", "second").await;
        let stale = vec![address_wishes::set_due(&first, "stop", later)];
        let stale = store.add(stale).await;
        assert!(matches!(stale, Err(WriteError::Conflict)), "{stale:?}");
        let due = vec![address_wishes::set_due(&second, "stop", later)];
        store.add(due).await.unwrap();
        assert_eq!(store.due_address_wishes(now, 9).await.unwrap(), []);
        let due = store.due_address_wishes(later, 9).await.unwrap();
        assert_eq!(due.len(), 1, "{}", database.name);
        assert_eq!(due[0].email, "b@x.example");
        let by = async |secret| store.address_wish_stopped_by(secret).await.unwrap();
        assert!(by("stop").await.is_some() && by("second").await.is_none());
        // What is due is not forgotten; what was never shown is.
        store.forget_address_wishes(later).await.unwrap();
        let gone = store.add(vec![address_wishes::take(&first)]).await;
        assert!(matches!(gone, Err(WriteError::Conflict)), "{gone:?}");
        store
            .add(vec![address_wishes::take(&second)])
            .await
            .unwrap();
        keep("c@x.example", "third").await;
        store.forget_address_wishes(later).await.unwrap();
        assert_eq!(store.address_wish(BABA).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a5_of_those_who_show_an_address_at_once_one_has_it_and_may_give_it_back() {
    for database in databases().await {
        let store = &database.store;
        let kept = address_wishes::keep(BABA, "a@x.example", "first", noon());
        store.add(vec![kept]).await.unwrap();
        let wish = store.address_wish(BABA).await.unwrap().unwrap();
        let claim = async || {
            let claim = vec![address_wishes::claim(&wish, "stop")];
            match store.add(claim).await {
                Ok(()) => true,
                Err(WriteError::Conflict) => false,
                Err(error) => panic!("{error:?}"),
            }
        };
        assert!(claim().await && !claim().await, "{}", database.name);
        // Nothing has begun that it could stop.
        let stops = store.address_wish_stopped_by("stop").await.unwrap();
        assert_eq!(stops, None);
        let release = || vec![address_wishes::release(&wish)];
        store.add(release()).await.unwrap();
        assert!(claim().await, "{}", database.name);
        let due = vec![address_wishes::set_due(&wish, "stop", noon())];
        store.add(due).await.unwrap();
        // What has begun is given back by nobody.
        store.add(release()).await.unwrap();
        let stops = store.address_wish_stopped_by("stop").await.unwrap();
        assert!(stops.is_some() && !claim().await, "{}", database.name);
    }
}
