//! When something is to be told of a case next, as it is kept and reckoned anew, on both databases (S4).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::access::Scope;
use store::{Statement, Store, cases::StoredCase, db::Value};
use testkit::{cast::*, databases};

async fn marked(store: &Store, number: i64, tell_at: impl Into<Value>) {
    const MARK: &str = "UPDATE cases SET tell_at = $2 WHERE number = $1";
    let mark = Statement::new(MARK, vec![number.into(), tell_at.into()]);
    store.db().write(vec![mark]).await.unwrap();
}

fn numbers(cases: &[StoredCase]) -> Vec<i64> {
    cases.iter().map(|one| one.number).collect()
}

#[tokio::test]
async fn s4_what_is_due_comes_before_what_a_migration_marked_and_that_is_kept_in_one_go() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let mut all = Vec::new();
        for subject in ["one", "two", "three", "four"] {
            let opened = cast.open(store, &AS_AOKI, TOKYO, subject, noon()).await;
            all.push(opened.unwrap());
        }
        let [first, second, third, due] = all[..] else {
            panic!("four were opened");
        };
        assert_eq!(store.to_be_told(noon(), 9).await.unwrap(), []);
        for number in [first, second, third] {
            marked(store, number, 0_i64).await;
        }
        marked(store, due, noon()).await;
        for most in 1..=4 {
            let told = store.to_be_told(noon(), most).await.unwrap();
            assert_eq!((told.len(), told[0].number), (most, due), "{most}");
        }
        // Of two of those it is known anew; the others wait as before.
        let told = store.to_be_told(noon(), 3).await.unwrap();
        let anew: Vec<_> = told[1..].iter().map(|one| (one, &cast.desk)).collect();
        assert_eq!(store.keep_telling(&anew, noon()).await.unwrap(), 2);
        let left = store.to_be_told(noon(), 9).await.unwrap();
        assert_eq!((left.len(), left[0].number), (2, due), "{}", database.name);
        for one in &told[1..] {
            assert!(!numbers(&left).contains(&one.number));
        }
        // Whoever has changed meanwhile keeps what was kept with that.
        let mut before = left[0].clone();
        before.case.version += 1;
        let stale = [(&before, &cast.desk)];
        store.keep_telling(&stale, noon()).await.unwrap();
        assert_eq!(store.to_be_told(noon(), 9).await.unwrap().len(), 2);
        let rest: Vec<_> = left.iter().map(|one| (one, &cast.desk)).collect();
        assert_eq!(store.keep_telling(&rest, noon()).await.unwrap(), 2);
        assert_eq!(store.to_be_told(noon(), 9).await.unwrap(), []);
        assert_eq!(store.keep_telling(&[], noon()).await.unwrap(), 0);
        // It is what the events say, and lies ahead.
        for number in all {
            let stored = store.case(&Scope::System, number).await.unwrap().unwrap();
            assert!(stored.case.tell_at(&cast.desk) > Some(noon().as_second()));
        }
        let next = store.next_telling().await.unwrap();
        assert!(next.is_some_and(|next| next > noon()), "{next:?}");
    }
}
