//! PostgreSQL: a pool, prepared statements, and a whole write sent down the line before the first answer is read.

use deadpool_postgres::{
    ClientWrapper, Config, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use futures_util::future::join_all;
use tokio_postgres::{
    NoTls,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut},
};

use super::{DbError, Outcome, Row, Statement, Value, WriteError, row::Packing};

pub(super) struct Postgres {
    pool: Pool,
}

impl Postgres {
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        let mut config = Config::new();
        config.url = Some(url.to_owned());
        config.manager = Some(ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        });
        let pool = config
            .create_pool(Some(Runtime::Tokio1), NoTls)
            .map_err(|error| DbError::Pool(error.to_string()))?;
        let this = Self { pool };
        this.read("SELECT 1::bigint", &[]).await?;
        Ok(this)
    }

    async fn client(&self) -> Result<Object, DbError> {
        self.pool
            .get()
            .await
            .map_err(|error| DbError::Pool(error.to_string()))
    }

    /// A connection that stays at this moment.
    pub async fn moment(&self) -> Result<Moment, DbError> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        // Taken out of the pool: closing it ends the transaction, whatever happens.
        let client = Object::take(self.client().await?);
        client.batch_execute(BEGIN).await?;
        // The first look is what settles the moment.
        client.simple_query("SELECT 1").await?;
        Ok(Moment(client))
    }

    pub async fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let client = self.client().await?;
        let statement = client.prepare_cached(sql).await?;
        let args: Vec<&(dyn ToSql + Sync)> =
            args.iter().map(|a| a as &(dyn ToSql + Sync)).collect();
        let rows = client.query(&statement, &args).await?;
        packed(&rows)
    }

    pub async fn write(&self, list: Vec<Statement>) -> Result<Vec<Outcome>, WriteError> {
        let mut client = self.client().await?;
        let mut prepared = Vec::with_capacity(list.len());
        for statement in &list {
            prepared.push(
                client
                    .prepare_cached(statement.sql.as_str())
                    .await
                    .map_err(DbError::from)?,
            );
        }
        // Rolls back when dropped: whoever goes away in the middle leaves nothing open.
        let transaction = client.transaction().await.map_err(DbError::from)?;
        // All are sent at once; an error in one makes those behind it fail too, and nothing is committed.
        let sent = list.iter().zip(&prepared).map(|(statement, prepared)| {
            let transaction = &transaction;
            async move {
                let args: Vec<&(dyn ToSql + Sync)> = statement
                    .args
                    .iter()
                    .map(|a| a as &(dyn ToSql + Sync))
                    .collect();
                if prepared.columns().is_empty() {
                    let changed = transaction.execute(prepared, &args).await?;
                    return Ok::<_, DbError>(Outcome {
                        changed,
                        rows: Vec::new(),
                    });
                }
                let rows = transaction.query(prepared, &args).await?;
                let rows = packed(&rows)?;
                Ok(Outcome {
                    changed: rows.len() as u64,
                    rows,
                })
            }
        });
        let results = join_all(sent).await;
        let mut outcomes = Vec::with_capacity(results.len());
        let mut failed = None;
        for (statement, result) in list.iter().zip(results) {
            match result {
                Ok(outcome) if statement.must_change.is_some_and(|n| n != outcome.changed) => {
                    failed.get_or_insert(WriteError::Conflict);
                }
                Ok(outcome) => outcomes.push(outcome),
                Err(error) => {
                    failed.get_or_insert(refusal(error));
                }
            }
        }
        if let Some(failed) = failed {
            transaction.rollback().await.map_err(DbError::from)?;
            return Err(failed);
        }
        transaction.commit().await.map_err(DbError::from)?;
        Ok(outcomes)
    }

    pub async fn script(&self, sql: &str) -> Result<(), DbError> {
        let client = self.client().await?;
        client
            .batch_execute(&format!("BEGIN; {sql}; COMMIT;"))
            .await?;
        Ok(())
    }
}

/// One moment of the database, on a connection of its own.
pub(super) struct Moment(ClientWrapper);

impl Moment {
    pub async fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let statement = self.0.prepare_cached(sql).await?;
        let args: Vec<&(dyn ToSql + Sync)> =
            args.iter().map(|a| a as &(dyn ToSql + Sync)).collect();
        packed(&self.0.query(&statement, &args).await?)
    }
}

/// Two transactions that wait for each other, or a row that moved under one: the same remedy as a failed guard.
fn refusal(error: DbError) -> WriteError {
    use tokio_postgres::error::SqlState;
    if let DbError::Postgres(inner) = &error
        && let Some(told) = inner.as_db_error()
    {
        let code = told.code();
        if *code == SqlState::UNIQUE_VIOLATION {
            return WriteError::unique(told.constraint().unwrap_or_default());
        }
        if *code == SqlState::T_R_DEADLOCK_DETECTED || *code == SqlState::T_R_SERIALIZATION_FAILURE
        {
            return WriteError::Conflict;
        }
    }
    WriteError::Broken(error)
}

/// What the server said, with its code; the driver's own text leaves that out.
pub(super) fn tell(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(told) => format!("{} ({})", told.message(), told.code().code()),
        None => error.to_string(),
    }
}

fn packed(found: &[tokio_postgres::Row]) -> Result<Vec<Row>, DbError> {
    let mut packing = Packing::default();
    for row in found {
        for place in 0..row.len() {
            match row.try_get::<_, Found>(place)? {
                Found::Int(v) => packing.int(v),
                Found::Text(v) => packing.text(v.as_bytes()),
                Found::Bytes(v) => packing.bytes(v),
                Found::Null => packing.null(),
            }
        }
    }
    let width = found.first().map_or(0, tokio_postgres::Row::len);
    packing
        .rows(width)
        .map_err(|error| DbError::Shape(error.to_string()))
}

/// A value where the driver holds it.
enum Found<'a> {
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Null,
}

impl<'a> FromSql<'a> for Found<'a> {
    fn from_sql(
        kind: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Found::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Found::Int(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Found::Int(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Found::Bytes(raw),
            _ => Found::Text(<&str>::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Found::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8
                | Type::INT4
                | Type::BOOL
                | Type::BYTEA
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
        )
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(kind, out),
            (Value::Int(v), &Type::INT8) => v.to_sql(kind, out),
            (Value::Text(v), &Type::TEXT | &Type::VARCHAR) => v.to_sql(kind, out),
            (Value::Bytes(v), &Type::BYTEA) => v.to_sql(kind, out),
            (value, kind) => {
                Err(format!("{value:?} given where the statement takes {kind}").into())
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
