//! What finding reads, on both databases (B4): nothing is passed that is to be taken up, and what was found is read through the scope.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{CaseId, access::Scope};
use store::{
    events::{Stream, StreamKind},
    followers::Place,
};
use testkit::{cast::*, databases};

#[tokio::test]
async fn b4_what_changes_without_an_event_is_taken_up_once() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let number = cast.open(store, &AS_AOKI, TOKYO, "録音", noon()).await;
        let case = store.case(&Scope::System, number.unwrap()).await.unwrap();
        let case = case.unwrap();
        let begin = Place::default();
        assert_eq!(store.retakes_after(begin, 9).await.unwrap(), []);
        let stream = Stream {
            kind: StreamKind::Case,
            id: case.id.0,
        };
        store.erase_text(stream, 1, 1).await.unwrap();
        let mut found = Vec::new();
        // Another database of the same server may hold the horizon back for a moment.
        while found.is_empty() {
            found = store.retakes_after(begin, 9).await.unwrap();
            tokio::task::yield_now().await;
        }
        let [(place, what)] = found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(what, stream, "{}", database.name);
        assert_eq!(store.retakes_after(place, 9).await.unwrap(), []);
        assert_eq!(store.end_of_retakes().await.unwrap(), place);
        let end = store.end_of_log().await.unwrap();
        assert!(store.hash_at(end).await.unwrap().is_some());
        assert_eq!(store.hash_at(begin).await.unwrap(), None);
    }
}

#[tokio::test]
async fn b4_found_cases_are_those_that_the_scope_sees() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        for n in 0..6 {
            let (actor, site) = match n % 3 {
                0 => (AS_LINDNER, BERLIN),
                1 => (AS_AOKI, TOKYO),
                _ => (AS_BABA, OSAKA),
            };
            let opened = cast.open(store, &actor, site, "録音", noon()).await;
            opened.unwrap();
        }
        let mut ids = Vec::new();
        let mut after = CaseId(i64::MIN);
        while let Some(last) = store.case_ids_after(after, 4).await.unwrap().last() {
            ids.extend(store.case_ids_after(after, 4).await.unwrap());
            after = *last;
        }
        assert_eq!(ids.len(), 6);
        for actor in [AS_AOKI, AS_READER, AS_LINDNER, AS_MORI] {
            let scope = actor.scope();
            let found = store.found_cases(&scope, &ids).await.unwrap();
            let all = store.found_cases(&Scope::System, &ids).await.unwrap();
            let seen = all.iter().filter(|one| scope.sees(&one.case)).count();
            assert_eq!(found.len(), seen);
            assert!(found.iter().all(|one| scope.sees(&one.case)));
        }
        let none = store.found_cases(&Scope::Nothing, &ids).await.unwrap();
        assert!(none.is_empty());
        assert!(
            store
                .found_cases(&Scope::System, &[])
                .await
                .unwrap()
                .is_empty()
        );
        let names = store.names_of(&[HINODE]).await.unwrap();
        assert_eq!(names[&HINODE][1], "Hinode Logistics");
    }
}
