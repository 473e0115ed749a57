//! Which cases somebody read within the last hour, for all nodes alike and through a restart (V-38, V-39). A reader is a digest that
//! only this installation can make: no person and no token lies here. What a node knows is written by it a few at a time.

use domain::{Instant, volume::Kept};

use crate::{DbError, Statement, Store, WriteError, db::Value};

/// One case that somebody read, with when they read it first.
pub type Read = (Instant, i64);

impl Store {
    /// Keeps what was read, each reader's together; what is there from after `since` stays as it is.
    pub async fn keep_readings(
        &self,
        all: &[(String, Vec<Read>)],
        since: Instant,
    ) -> Result<(), WriteError> {
        const KEEP: &str = "INSERT INTO readings (reader, number, read_at) VALUES ($1, $2, $3)
            ON CONFLICT (reader, number) DO UPDATE SET read_at = excluded.read_at WHERE readings.read_at <= $4";
        let mut rows: Vec<(&str, i64, Instant)> = Vec::new();
        for (reader, read) in all {
            rows.extend(
                read.iter()
                    .map(|(at, number)| (reader.as_str(), *number, *at)),
            );
        }
        // In one order on every node: none waits for another that waits for it.
        rows.sort_unstable();
        let keep = |(reader, number, at): (&str, i64, Instant)| {
            let args: Vec<Value> = vec![reader.into(), number.into(), at.into(), since.into()];
            Statement::new(KEEP, args)
        };
        self.db.write(rows.into_iter().map(keep).collect()).await?;
        Ok(())
    }

    /// What all nodes have kept of a reader since then, so many cases at most.
    pub async fn readings(
        &self,
        reader: &str,
        since: Instant,
        most: usize,
    ) -> Result<Kept, DbError> {
        const READ: &str = "SELECT read_at, number FROM readings WHERE reader = $1 AND read_at > $2
            ORDER BY read_at, number LIMIT $3";
        const MARKS: &str = "SELECT alarmed_at, confirmed_at FROM reading_marks WHERE reader = $1";
        let args = [reader.into(), since.into(), (most as i64).into()];
        let mut kept = Kept::default();
        for row in self.db.read(READ, &args).await? {
            let mut c = row.columns();
            kept.read.push((c.instant()?, c.int()?));
        }
        if let Some(row) = self.db.read_one(MARKS, &[reader.into()]).await? {
            let mut c = row.columns();
            kept.alarmed_at = c.maybe_instant()?;
            kept.confirmed_at = c.maybe_instant()?;
        }
        Ok(kept)
    }

    /// Whether it is this node that tells of somebody who reads unusually much: nobody has told of it since then.
    pub async fn may_tell_of_reading(
        &self,
        reader: &str,
        now: Instant,
        since: Instant,
    ) -> Result<bool, WriteError> {
        const TELL: &str = "INSERT INTO reading_marks (reader, alarmed_at) VALUES ($1, $2)
            ON CONFLICT (reader) DO UPDATE SET alarmed_at = excluded.alarmed_at
            WHERE reading_marks.alarmed_at IS NULL OR reading_marks.alarmed_at <= $3";
        let args = vec![reader.into(), now.into(), since.into()];
        let outcomes = self.db.write(vec![Statement::new(TELL, args)]).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed == 1))
    }

    /// A reader has shown who they are: what they read so far counts no more, on no node.
    pub async fn confirm_reader(&self, reader: &str, now: Instant) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM readings WHERE reader = $1";
        const MARK: &str = "INSERT INTO reading_marks (reader, confirmed_at) VALUES ($1, $2)
            ON CONFLICT (reader) DO UPDATE SET confirmed_at = excluded.confirmed_at";
        let list = vec![
            Statement::new(FORGET, vec![reader.into()]),
            Statement::new(MARK, vec![reader.into(), now.into()]),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// Forgets what was read and noted up to this moment.
    pub async fn forget_readings(&self, upto: Instant) -> Result<(), WriteError> {
        const READ: &str = "DELETE FROM readings WHERE read_at <= $1";
        const MARKS: &str = "DELETE FROM reading_marks
            WHERE (alarmed_at IS NULL OR alarmed_at <= $1) AND (confirmed_at IS NULL OR confirmed_at <= $1)";
        let forget = |sql: &'static str| Statement::new(sql, vec![upto.into()]);
        self.db.write(vec![forget(READ), forget(MARKS)]).await?;
        Ok(())
    }
}
