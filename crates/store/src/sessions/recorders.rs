//! Which node records (L8): those that can say so from time to time, and each stretch has the one that began it.

use domain::{Instant, SessionId};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row},
};

/// The statement that goes with the beginning of a stretch, by this node.
pub fn begun_by(id: SessionId, stretch: u32, node: &str) -> Statement {
    const BEGUN: &str =
        "INSERT INTO session_stretches (session_id, stretch, node) VALUES ($1, $2, $3)
        ON CONFLICT (session_id, stretch) DO NOTHING";
    let args = vec![id.0.into(), i64::from(stretch).into(), node.into()];
    Statement::new(BEGUN, args)
}

/// The statement that goes with its end.
pub(super) fn over(id: SessionId, stretch: u32) -> Statement {
    const OVER: &str = "DELETE FROM session_stretches WHERE session_id = $1 AND stretch = $2";
    Statement::new(OVER, vec![id.0.into(), i64::from(stretch).into()])
}

fn names(rows: Vec<Row>) -> Result<Vec<String>, DbError> {
    rows.into_iter().map(|row| row.columns().text()).collect()
}

impl Store {
    /// This node can record, and says so.
    pub async fn see_recorder(&self, node: &str, at: Instant) -> Result<(), WriteError> {
        const SEEN: &str = "INSERT INTO recorders (node, seen_at) VALUES ($1, $2)
            ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at";
        let seen = Statement::new(SEEN, vec![node.into(), at.into()]);
        self.db.write(vec![seen]).await.map(|_| ())
    }

    /// This node cannot record any more, whatever it said before.
    pub async fn forget_recorder(&self, node: &str) -> Result<(), WriteError> {
        const GONE: &str = "DELETE FROM recorders WHERE node = $1";
        let gone = Statement::new(GONE, vec![node.into()]);
        self.db.write(vec![gone]).await.map(|_| ())
    }

    /// Nodes that said since then that they can record.
    pub async fn recorders_since(&self, at: Instant) -> Result<Vec<String>, DbError> {
        const LIVING: &str = "SELECT node FROM recorders WHERE seen_at >= $1 ORDER BY node";
        names(self.db.read(LIVING, &[at.into()]).await?)
    }

    /// The node that began a stretch; nothing of one from before that was kept.
    pub async fn stretch_begun_by(
        &self,
        id: SessionId,
        stretch: u32,
    ) -> Result<Option<String>, DbError> {
        const OF: &str =
            "SELECT node FROM session_stretches WHERE session_id = $1 AND stretch = $2";
        let args = [id.0.into(), i64::from(stretch).into()];
        let found = self.db.read_one(OF, &args).await?;
        found.map(|row| row.columns().text()).transpose()
    }

    /// The nodes that write a track of a stretch just now.
    pub async fn stretch_writers(
        &self,
        id: SessionId,
        stretch: u32,
    ) -> Result<Vec<String>, DbError> {
        const OF: &str = "SELECT DISTINCT node FROM session_recordings
            WHERE session_id = $1 AND stretch = $2 AND state = 'recording' AND node IS NOT NULL ORDER BY node";
        let args = [id.0.into(), i64::from(stretch).into()];
        names(self.db.read(OF, &args).await?)
    }
}
