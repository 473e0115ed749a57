//! Lists of what to read (B1), each as one small text.

use domain::{Instant, PersonId, knowledge::reading::ReadingList};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Value},
    sql,
};

/// A list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReading {
    pub id: i64,
    pub version: i64,
    /// Lists stand in this order.
    pub place: i64,
    pub list: ReadingList,
    pub changed_at: Instant,
}

const COLUMNS: &str = "r.id, r.version, r.place, r.body, r.changed_at";

fn read(c: &mut Columns) -> Result<StoredReading, DbError> {
    Ok(StoredReading {
        id: c.int()?,
        version: c.int()?,
        place: c.int()?,
        list: serde_json::from_str(&c.text()?)
            .map_err(|error| DbError::Shape(error.to_string()))?,
        changed_at: c.instant()?,
    })
}

impl Store {
    /// All lists, in their order.
    pub async fn reading_lists(&self) -> Result<Vec<StoredReading>, DbError> {
        let sql = sql!("SELECT {COLUMNS} FROM reading_lists r ORDER BY r.place, r.id");
        let rows = self.db.read(&sql, &[]).await?.into_iter();
        rows.map(|row| read(&mut row.columns())).collect()
    }

    /// Keeps a list: a new one under version 0, else in the place of the one that was read.
    pub async fn keep_reading_list(
        &self,
        one: &StoredReading,
        by: PersonId,
    ) -> Result<(), WriteError> {
        const MAKE: &str =
            "INSERT INTO reading_lists (id, version, place, body, changed_at, changed_by)
            VALUES ($1, 1, $2, $3, $4, $5)";
        const SET: &str = "UPDATE reading_lists SET version = version + 1, place = $2, body = $3, changed_at = $4, changed_by = $5
            WHERE id = $1 AND version = $6";
        let body = serde_json::to_string(&one.list);
        let body = body.map_err(|error| DbError::Shape(error.to_string()))?;
        let mut args: Vec<Value> = vec![
            one.id.into(),
            one.place.into(),
            body.into(),
            one.changed_at.into(),
            by.into(),
        ];
        let sql = match one.version {
            0 => MAKE,
            version => {
                args.push(version.into());
                SET
            }
        };
        let list = vec![Statement::new(sql, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// Takes a list away; a conflict where it is gone or another by now.
    pub async fn forget_reading_list(&self, id: i64, version: i64) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM reading_lists WHERE id = $1 AND version = $2";
        let list = vec![Statement::new(FORGET, vec![id.into(), version.into()]).guarded()];
        self.db.write(list).await.map(|_| ())
    }
}
