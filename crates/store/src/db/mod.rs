//! A small façade over two databases: `read` a query, `write` a list of guarded statements. Values are integers, text,
//! bytes and nothing else; instants are milliseconds, booleans 0 and 1.

mod dialect;
mod held;
pub(crate) mod migrate;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod value;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub use dialect::Dialect;
pub use row::{Columns, Row, Texts};
pub use sql::{Part, Runs, Sql};
#[doc(hidden)]
pub use sql_text::woven;
pub use value::Value;

/// One statement of a write.
#[derive(Clone, Debug)]
pub struct Statement {
    pub sql: Sql,
    pub args: Vec<Value>,
    /// Rows that it must change; otherwise the whole write is a conflict.
    pub must_change: Option<u64>,
}

impl Statement {
    pub fn new(sql: impl Into<Sql>, args: Vec<Value>) -> Self {
        Self {
            sql: sql.into(),
            args,
            must_change: None,
        }
    }

    /// The same, as a guard: exactly one row, or the write is a conflict.
    pub fn guarded(mut self) -> Self {
        self.must_change = Some(1);
        self
    }
}

/// What one statement of a write did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub changed: u64,
    /// What `RETURNING` gave.
    pub rows: Vec<Row>,
}

/// The database failed, or holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("PostgreSQL: {}", postgres::tell(.0))]
    Postgres(#[from] tokio_postgres::Error),
    #[error("no connection to PostgreSQL: {0}")]
    Pool(String),
    #[error("one moment of a database is read and not written")]
    OnlyReads,
    #[error("the database writer has stopped")]
    Stopped,
    #[error("a stored value has not the expected shape: {0}")]
    Shape(String),
    #[error("the database belongs to a newer version (schema {found}, this program knows {known})")]
    Newer { found: i64, known: i64 },
}

/// Why a write was not committed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A guard found another number of rows: somebody was faster. Load, decide, write again.
    #[error("another change came first")]
    Conflict,
    /// A unique index refused it, by the name `table_column_key`.
    #[error("already there: {0}")]
    Taken(String),
    #[error(transparent)]
    Broken(#[from] DbError),
}

impl WriteError {
    /// A unique index, by its name, refused a write. A name made by chance that exists already, or a place in a stream
    /// that was filled meanwhile, is a conflict like any other.
    fn unique(index: &str) -> Self {
        if index.ends_with("_pkey")
            || index.ends_with("_id_key") && !index.contains("source")
            || index.starts_with("events_")
        {
            return WriteError::Conflict;
        }
        WriteError::Taken(index.to_owned())
    }
}

/// Where in the log the text of each statement stands at the level `trace`, never with its values.
pub const STATEMENTS: &str = "store::statements";

/// An open database.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    /// Queries so far.
    reads: Arc<AtomicU64>,
}

enum Inner {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
    SqliteMoment(sqlite::Moment),
    PostgresMoment(postgres::Moment),
}

impl Db {
    /// Opens or makes the SQLite database at this path.
    pub fn sqlite(path: &Path) -> Result<Self, DbError> {
        Ok(Self {
            inner: Arc::new(Inner::Sqlite(sqlite::Sqlite::open(path)?)),
            reads: Arc::default(),
        })
    }

    /// Connects to PostgreSQL by a `postgres://` address.
    pub async fn postgres(url: &str) -> Result<Self, DbError> {
        Ok(Self {
            inner: Arc::new(Inner::Postgres(postgres::Postgres::connect(url).await?)),
            reads: Arc::default(),
        })
    }

    pub fn dialect(&self) -> Dialect {
        match *self.inner {
            Inner::Sqlite(_) | Inner::SqliteMoment(_) => Dialect::Sqlite,
            Inner::Postgres(_) | Inner::PostgresMoment(_) => Dialect::Postgres,
        }
    }

    /// The database as it is at one moment: whatever is written afterwards, reading through this shows none of it. It takes a
    /// connection of its own for as long as it is kept.
    pub async fn at_one_moment(&self) -> Result<Self, DbError> {
        let inner = match &*self.inner {
            Inner::Sqlite(db) => Inner::SqliteMoment(db.moment()?),
            Inner::Postgres(db) => Inner::PostgresMoment(db.moment().await?),
            Inner::SqliteMoment(_) | Inner::PostgresMoment(_) => return Ok(self.clone()),
        };
        Ok(Self {
            inner: Arc::new(inner),
            reads: Arc::default(),
        })
    }

    /// Runs a query and hands over its finished result.
    pub async fn read(&self, sql: impl Runs, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.read_text(sql.text(), args).await
    }

    async fn read_text(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(target: STATEMENTS, "{sql}");
        match &*self.inner {
            Inner::Sqlite(db) => db.read(sql, args),
            Inner::Postgres(db) => db.read(sql, args).await,
            Inner::SqliteMoment(db) => db.read(sql, args),
            Inner::PostgresMoment(db) => db.read(sql, args).await,
        }
    }

    /// How many queries were asked so far: what a page costs can be counted.
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// The first row of a query.
    pub async fn read_one(&self, sql: impl Runs, args: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.read_text(sql.text(), args).await?.into_iter().next())
    }

    /// Does work whose reads are quickest through one connection, and of one moment as long as it writes nothing itself. It must not
    /// wait for what others are to write. Elsewhere than in SQLite each read is of its own moment.
    pub async fn steadily<F: Future>(&self, work: F) -> F::Output {
        match &*self.inner {
            Inner::Sqlite(db) => held::during(db, work).await,
            _ => work.await,
        }
    }

    /// Commits the list whole and durably, or not at all.
    pub async fn write(&self, list: Vec<Statement>) -> Result<Vec<Outcome>, WriteError> {
        for statement in &list {
            tracing::trace!(target: STATEMENTS, "{}", statement.sql.as_str());
        }
        match &*self.inner {
            Inner::Sqlite(db) => db.write(list).await,
            Inner::Postgres(db) => db.write(list).await,
            Inner::SqliteMoment(_) | Inner::PostgresMoment(_) => Err(DbError::OnlyReads.into()),
        }
    }

    /// Runs a script of many statements, as a migration is, in one transaction.
    pub(crate) async fn script(&self, sql: &Sql) -> Result<(), DbError> {
        let sql = sql.as_str();
        match &*self.inner {
            Inner::Sqlite(db) => db.script(sql),
            Inner::Postgres(db) => db.script(sql).await,
            Inner::SqliteMoment(_) | Inner::PostgresMoment(_) => Err(DbError::OnlyReads),
        }
    }
}
