//! The tables as a new installation has them, in the repository, so that a change is seen in review.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use store::{Db, Store};

/// Refresh with `REFRESH=1 cargo test -p store --test schema`.
#[tokio::test]
async fn the_committed_schema_is_what_the_migrations_make() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&folder.path().join("new.db")).unwrap();
    let store = Store::open(db.clone()).await.unwrap();
    const ALL: &str =
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name";
    let mut schema = String::new();
    for row in db.read(ALL, &[]).await.unwrap() {
        let sql = row.columns().text().unwrap();
        let lines = sql.lines().map(str::trim_end);
        schema.push_str(&lines.collect::<Vec<_>>().join("\n"));
        schema.push_str(";\n\n");
    }
    drop(store);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/schema.sql");
    if std::env::var_os("REFRESH").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(
        schema,
        std::fs::read_to_string(path).unwrap_or_default(),
        "if it is meant so: REFRESH=1 cargo test -p store --test schema"
    );
}
