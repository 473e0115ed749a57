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
        let done = self.take_of_limits(&[(key, one)]).await?;
        if let Some(Some(_)) = done.first() {
            return Ok(Ok(()));
        }
        Ok(Err(self.wait_of_limit(key, one).await?))
    }

    /// The same for several keys in one write, each for itself: what is remembered of it since, or nothing where there is no room.
    pub async fn take_of_limits(
        &self,
        wanted: &[(&str, Try)],
    ) -> Result<Vec<Option<Instant>>, WriteError> {
        const TAKE: &str = "INSERT INTO limits (key, full_at) VALUES ($1, $3)
            ON CONFLICT (key) DO UPDATE SET full_at = CASE WHEN limits.full_at > $2 THEN limits.full_at + $4 ELSE $3 END
            WHERE limits.full_at <= $2 OR limits.full_at + $4 <= $5
            RETURNING full_at";
        let take = |(key, one): &(&str, Try)| {
            let step = i64::try_from(one.step.as_millis()).unwrap_or(i64::MAX);
            let args: Vec<Value> = vec![
                (*key).into(),
                one.now.into(),
                one.fresh.into(),
                step.into(),
                one.bound.into(),
            ];
            Statement::new(TAKE, args)
        };
        let done = self.db.write(wanted.iter().map(take).collect()).await?;
        let mut taken = Vec::with_capacity(done.len());
        for outcome in done {
            let row = outcome.rows.into_iter().next();
            taken.push(row.map(|row| row.columns().instant()).transpose()?);
        }
        Ok(taken)
    }

    /// How long to wait for a try. What another gave back or took in between is no matter: the wait is told, not relied upon.
    pub async fn wait_of_limit(&self, key: &str, one: Try) -> Result<SignedDuration, DbError> {
        let full_at = self.full_at(key).await?;
        Ok(one.take(full_at).err().unwrap_or(one.step))
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
