//! How often something was tried, one row per key, for all nodes alike and through a restart. A key is a digest that only
//! this installation can make: no address and no name lies here.

use domain::{Instant, limit::Try};
use jiff::SignedDuration;

use crate::{DbError, Statement, Store, WriteError, db::Value};

impl Store {
    /// Counts a try where there is room for it, in one statement: of many at once, on whichever node, no more get through
    /// than the limit has. Otherwise how long to wait.
    pub async fn take_of_limit(
        &self,
        key: &str,
        one: Try,
    ) -> Result<Result<(), SignedDuration>, WriteError> {
        const TAKE: &str = "INSERT INTO limits (key, full_at) VALUES ($1, $3)
            ON CONFLICT (key) DO UPDATE SET full_at = CASE WHEN limits.full_at > $2 THEN limits.full_at + $4 ELSE $3 END
            WHERE limits.full_at <= $2 OR limits.full_at + $4 <= $5
            RETURNING full_at";
        let step = i64::try_from(one.step.as_millis()).unwrap_or(i64::MAX);
        let args: Vec<Value> = vec![
            key.into(),
            one.now.into(),
            one.fresh.into(),
            step.into(),
            one.bound.into(),
        ];
        let done = self.db.write(vec![Statement::new(TAKE, args)]).await?;
        if done.first().is_some_and(|outcome| outcome.changed > 0) {
            return Ok(Ok(()));
        }
        // What another gave back or took in between is no matter: the wait is told, not relied upon.
        let full_at = self.full_at(key).await?;
        Ok(Err(one.take(full_at).err().unwrap_or(one.step)))
    }

    async fn full_at(&self, key: &str) -> Result<Option<Instant>, DbError> {
        const AT: &str = "SELECT full_at FROM limits WHERE key = $1";
        let row = self.db.read_one(AT, &[key.into()]).await?;
        row.map(|row| row.columns().instant()).transpose()
    }

    /// Forgets keys of which all has been given back.
    pub async fn sweep_limits(&self, now: Instant) -> Result<(), WriteError> {
        const SWEEP: &str = "DELETE FROM limits WHERE full_at <= $1";
        let sweep = Statement::new(SWEEP, vec![now.into()]);
        self.db.write(vec![sweep]).await.map(|_| ())
    }
}
