//! A fresh database of each kind: SQLite in a temporary folder, PostgreSQL where `MADOGUCHI_TEST_POSTGRES` names a server
//! (`cargo xtask test` starts one). Without a server the tests say so aloud and run on SQLite alone.

use std::sync::Once;

use store::{Db, Store};

/// A database of its own, gone with the value.
pub struct Database {
    pub name: &'static str,
    pub store: Store,
    _kept: Kept,
}

enum Kept {
    Folder(#[allow(dead_code)] tempfile::TempDir),
    Postgres { server: String, name: String },
}

/// One store on each kind of database there is.
pub async fn databases() -> Vec<Database> {
    let mut all = vec![sqlite().await];
    match std::env::var("MADOGUCHI_TEST_POSTGRES") {
        Ok(server) => all.push(postgres(&server).await),
        Err(_) => {
            static SAID: Once = Once::new();
            SAID.call_once(|| {
                eprintln!("MADOGUCHI_TEST_POSTGRES is not set: this test runs on SQLite only (`cargo xtask test` runs both)");
            });
        }
    }
    all
}

/// SQLite alone.
pub async fn sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::sqlite(&folder.path().join("test.db")).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema is made");
    Database {
        name: "sqlite",
        store,
        _kept: Kept::Folder(folder),
    }
}

async fn postgres(server: &str) -> Database {
    let name = format!(
        "test_{}",
        i64::from_le_bytes(store::random()).unsigned_abs()
    );
    on(
        server,
        &format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ),
    )
    .await;
    let db = Db::postgres(&with_database(server, &name))
        .await
        .expect("PostgreSQL answers");
    let store = Store::open(db).await.expect("the schema is made");
    Database {
        name: "postgres",
        store,
        _kept: Kept::Postgres {
            server: server.to_owned(),
            name,
        },
    }
}

/// The same server, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, ""), |(a, o)| (a, o));
    let base = match address
        .strip_prefix("postgres://")
        .and_then(|rest| rest.split_once('/'))
    {
        Some((host, _)) => format!("postgres://{host}"),
        None => address.trim_end_matches('/').to_owned(),
    };
    if options.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{options}")
    }
}

async fn on(server: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls)
        .await
        .expect("the test server answers");
    let running = tokio::spawn(connection);
    client
        .batch_execute(sql)
        .await
        .expect("the test server obeys");
    drop(client);
    let _ = running.await;
}

impl Drop for Database {
    fn drop(&mut self) {
        let Kept::Postgres { server, name } = &self._kept else {
            return;
        };
        let (server, sql) = (
            server.clone(),
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
        // Dropping is not async: a thread of its own waits for it.
        let _ = std::thread::spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            {
                runtime.block_on(on(&server, &sql));
            }
        })
        .join();
    }
}
