//! Following the log: each follower keeps its own place and takes what has settled behind it, so that nothing is lost
//! when it stops, and nothing is skipped when writers overlap.

use crate::{
    Statement, Store, WriteError,
    db::DbError,
    events::{self, Raw},
};

impl Store {
    /// Where a follower stands: the sequence number it has dealt with last.
    pub async fn position(&self, follower: &str) -> Result<i64, DbError> {
        let row = self
            .db
            .read_one(
                "SELECT position FROM followers WHERE name = $1",
                &[follower.into()],
            )
            .await?;
        row.map_or(Ok(0), |row| row.columns().int())
    }

    /// The next settled events behind a place.
    pub async fn settled_after(&self, position: i64, limit: usize) -> Result<Vec<Raw>, DbError> {
        let sql = format!(
            "SELECT {} FROM events WHERE seq > $1 AND {} ORDER BY seq LIMIT $2",
            events::RAW,
            self.db.dialect().settled()
        );
        self.db
            .read(&sql, &[position.into(), (limit as i64).into()])
            .await?
            .into_iter()
            .map(events::raw)
            .collect()
    }

    /// Moves a follower on, in one write with what it did. Fails as a conflict when another of the same name was
    /// faster: what it did then is not done twice.
    pub async fn advance(
        &self,
        follower: &str,
        from: i64,
        to: i64,
        mut done: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const BEGIN: &str =
            "INSERT INTO followers (name, position) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING";
        const MOVE: &str = "UPDATE followers SET position = $3 WHERE name = $1 AND position = $2";
        done.push(Statement::new(BEGIN, vec![follower.into()]));
        done.push(Statement::new(MOVE, vec![follower.into(), from.into(), to.into()]).guarded());
        self.db.write(done).await.map(|_| ())
    }
}
