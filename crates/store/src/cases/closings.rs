//! What follows a closing: the case that goes on with another (C15), and how customers were served (C16).

use domain::{CaseId, Instant, access::Scope};

use super::{StoredCase, gate, row};
use crate::{
    Store,
    db::{DbError, Value},
    sql,
};

/// Cases that go on with one are shown up to here.
const MOST_FOLLOWING: i64 = 20;

impl Store {
    /// Cases that go on with a closed one, of what the scope sees, the oldest first.
    pub async fn following(&self, scope: &Scope, case: CaseId) -> Result<Vec<StoredCase>, DbError> {
        let Some((gate, mut args)) = gate(scope, 3) else {
            return Ok(Vec::new());
        };
        args.splice(0..0, [case.into(), MOST_FOLLOWING.into()]);
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.continues = $1 AND {gate} ORDER BY c.number LIMIT $2",
            row::COLUMNS
        );
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(row::stored).collect()
    }

    /// Cases whose customers have said how they were served, of what the scope sees, the latest first: from `since` on, and
    /// behind this moment and number.
    pub async fn surveyed(
        &self,
        scope: &Scope,
        since: Instant,
        behind: Option<(Instant, i64)>,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        let Some((gate, more)) = gate(scope, 5) else {
            return Ok(Vec::new());
        };
        let (at, number) = behind.map_or((i64::MAX, i64::MAX), |(at, number)| {
            (at.as_millisecond(), number)
        });
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut args: Vec<Value> = vec![since.into(), at.into(), number.into(), most.into()];
        args.extend(more);
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.surveyed_at IS NOT NULL AND c.surveyed_at >= $1
             AND (c.surveyed_at, c.number) < ($2, $3) AND {gate}
             ORDER BY c.surveyed_at DESC, c.number DESC LIMIT $4",
            row::COLUMNS
        );
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(row::stored).collect()
    }
}
