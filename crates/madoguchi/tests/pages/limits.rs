//! How often somebody may try, over several nodes and through a restart.

use std::net::IpAddr;

use jiff::SignedDuration;
use madoguchi::app::{App, Fail, clock::Clock, desks::Desks};
use testkit::{Cast, cast::noon, databases};

fn address(n: u8) -> IpAddr {
    IpAddr::from([203, 0, 113, n])
}

/// A node over this store, with a clock of its own that shows the same.
async fn node(store: &store::Store, clock: &Clock) -> App {
    let desks = Desks::stored(store).await.unwrap();
    App::new(store.clone(), desks, clock.clone()).await.unwrap()
}

fn wait(counted: Result<(), Fail>) -> Option<u64> {
    match counted {
        Ok(()) => None,
        Err(Fail::TooMany { wait }) => Some(wait),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a19_two_nodes_together_allow_no_more_than_one_and_neither_does_a_restart() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let clock = Clock::set_to(noon());
        let nodes = [node(store, &clock).await, node(store, &clock).await];
        let mut through = 0;
        for n in 0..20 {
            let tried = nodes[usize::from(n) % 2].count_try(address(n), "a@example.com");
            through += i32::from(wait(tried.await).is_none());
        }
        assert_eq!(through, 10, "by the name that is tried");
        // However the name is typed, from wherever, on a node that has just begun.
        let anew = node(store, &clock).await;
        let refused = anew.count_try(address(99), "A@EXAMPLE.com ").await;
        assert_eq!(wait(refused), Some(21));
        clock.advance(SignedDuration::from_secs(20));
        assert_eq!(wait(anew.count_for("a@example.com").await), None);
        assert!(wait(nodes[0].count_for("a@example.com").await).is_some());
    }
}

#[tokio::test]
async fn a19_an_address_has_one_count_on_all_nodes_and_a_64_is_one_address() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let clock = Clock::set_to(noon());
        let nodes = [node(store, &clock).await, node(store, &clock).await];
        let mut through = 0;
        for n in 0..60_u16 {
            let from = IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, n, 1]);
            let name = format!("{n}@example.com");
            let tried = nodes[usize::from(n) % 2].count_try(from, &name).await;
            through += i32::from(wait(tried).is_none());
        }
        assert_eq!(through, 30);
        let beside = IpAddr::from([0x2001, 0xdb8, 0, 8, 0, 0, 0, 1]);
        assert_eq!(wait(nodes[0].count_address(beside).await), None);
    }
}

#[tokio::test]
async fn a19_a_flood_of_refused_tries_writes_nothing_and_no_address_lies_in_the_database() {
    let database = databases::sqlite().await;
    let store = &database.store;
    Cast::enter(store).await;
    let app = node(store, &Clock::set_to(noon())).await;
    let from = address(7);
    while wait(app.count_address(from).await).is_none() {}
    let before = store.db().reads();
    for _ in 0..1_000 {
        assert!(wait(app.count_address(from).await).is_some());
    }
    assert_eq!(store.db().reads(), before, "memory says it");
    let rows = store.db().read("SELECT key, full_at FROM limits", &[]);
    let rows = rows.await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains("203.0.113"), "{rows:?}");
}
