//! Limits that all nodes share, on both databases.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::limit::Limit;
use jiff::SignedDuration;
use store::Store;
use testkit::{cast::noon, databases};

const LIMIT: Limit = Limit {
    burst: 10,
    every: SignedDuration::from_secs(20),
};

async fn rows(store: &Store) -> i64 {
    let row = store.db().read_one("SELECT count(*) FROM limits", &[]);
    row.await.unwrap().unwrap().columns().int().unwrap()
}

#[tokio::test]
async fn a19_of_many_at_once_no_more_get_through_than_may() {
    for database in databases().await {
        let store = &database.store;
        let tries = (0..64).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                // A conflict of the database's own is somebody who comes again.
                loop {
                    let at = LIMIT.try_at(noon() + SignedDuration::from_millis(n % 3));
                    match store.take_of_limit("one", at).await {
                        Err(store::WriteError::Conflict) => {}
                        taken => return taken.unwrap().is_ok(),
                    }
                }
            })
        });
        let mut through = 0;
        for one in tries.collect::<Vec<_>>() {
            through += i64::from(one.await.unwrap());
        }
        assert_eq!(through, 10);
        assert!(
            store
                .take_of_limit("two", LIMIT.try_at(noon()))
                .await
                .unwrap()
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a19_the_row_says_what_the_rule_says_and_goes_when_it_says_nothing_more() {
    for database in databases().await {
        let store = &database.store;
        let mut kept = None;
        for millis in [
            0, 0, 5, 5, 5, 7, 7, 7, 7, 7, 9, 21_000, 21_000, 22_000, 90_000, 900_000,
        ] {
            let one = LIMIT.try_at(noon() + SignedDuration::from_millis(millis));
            let by_rule = one.take(kept);
            let by_row = store.take_of_limit("one", one).await.unwrap();
            assert_eq!(by_row, by_rule.map(|_| ()), "at {millis}");
            kept = by_rule.ok().or(kept);
        }
        let end = kept.unwrap();
        store
            .sweep_limits(end - SignedDuration::from_millis(1))
            .await
            .unwrap();
        assert_eq!(rows(store).await, 1);
        store.sweep_limits(end).await.unwrap();
        assert_eq!(rows(store).await, 0);
    }
}
