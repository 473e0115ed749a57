//! What is read in one piece of work is of one moment, and of a later one once that work has written; on both databases what was
//! written before the work is there, and afterwards all of it.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use store::{Db, Statement, db::Dialect};
use testkit::databases;

async fn count(db: &Db) -> i64 {
    let row = db.read_one("SELECT count(*) FROM noted", &[]).await;
    row.unwrap().unwrap().columns().int().unwrap()
}

async fn note(db: &Db) {
    let one = Statement::new("INSERT INTO noted (number) VALUES (1)", vec![]);
    db.write(vec![one]).await.unwrap();
}

/// The same by somebody else.
async fn noted_elsewhere(db: &Db) {
    let db = db.clone();
    tokio::spawn(async move { note(&db).await }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_reads_is_of_one_moment_until_it_writes_itself() {
    for database in databases().await {
        let db = database.store.db();
        let made = Statement::new("CREATE TABLE noted (number INTEGER NOT NULL)", vec![]);
        db.write(vec![made]).await.unwrap();
        note(db).await;
        db.steadily(async {
            assert_eq!(count(db).await, 1, "{}", database.name);
            noted_elsewhere(db).await;
            let seen = match db.dialect() {
                Dialect::Sqlite => 1,
                Dialect::Postgres => 2,
            };
            assert_eq!(count(db).await, seen, "{}", database.name);
            note(db).await;
            assert_eq!(count(db).await, 3, "{}", database.name);
        })
        .await;
        noted_elsewhere(db).await;
        assert_eq!(count(db).await, 4, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_is_given_up_holds_nothing_back() {
    for database in databases().await {
        let db = database.store.db();
        let made = Statement::new("CREATE TABLE noted (number INTEGER NOT NULL)", vec![]);
        db.write(vec![made]).await.unwrap();
        for _ in 0..20 {
            let work = db.steadily(async {
                count(db).await;
                std::future::pending::<()>().await;
            });
            let given_up = tokio::time::timeout(std::time::Duration::ZERO, work).await;
            assert!(given_up.is_err());
        }
        note(db).await;
        assert_eq!(count(db).await, 1, "{}", database.name);
    }
}
