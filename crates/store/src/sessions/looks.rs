//! An agent and the sessions that they have side by side (L1): seen in all of them while they are on the page of one, and up to where
//! they have looked at each.

use domain::{Instant, PersonId, SessionId, session::Seat};

use super::place;
use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row},
    sql,
};

/// A session in which an agent holds a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub session: SessionId,
    pub version: i64,
    /// The version up to which they have looked at it.
    pub looked: i64,
}

impl Store {
    /// Sessions in which an agent holds a seat, in the order of their beginning.
    pub async fn sessions_with(&self, person: PersonId) -> Result<Vec<Held>, DbError> {
        const OF: &str = "SELECT s.id, s.version, t.looked FROM session_seats t
            JOIN sessions s ON s.id = t.session_id WHERE t.person_id = $1 ORDER BY s.id LIMIT 20";
        let one = |row: Row| {
            let mut c = row.columns();
            Ok(Held {
                session: SessionId(c.int()?),
                version: c.int()?,
                looked: c.int()?,
            })
        };
        let rows = self.db.read(OF, &[person.into()]).await?;
        rows.into_iter().map(one).collect()
    }

    /// They have looked at one of theirs as it was at this version.
    pub async fn look(&self, person: PersonId, held: Held) -> Result<(), WriteError> {
        const LOOKED: &str = "UPDATE session_seats SET looked = $3
            WHERE session_id = $1 AND person_id = $2 AND looked < $3";
        let args = vec![held.session.0.into(), person.into(), held.version.into()];
        let list = vec![Statement::new(LOOKED, args)];
        self.db.write(list).await.map(|_| ())
    }

    /// An agent is there in all of their sessions, as of this moment.
    pub async fn see_agent(&self, person: PersonId, at: Instant) -> Result<(), WriteError> {
        const SEEN: &str =
            "UPDATE session_seats SET seen_at = $2 WHERE person_id = $1 AND seen_at <> $2";
        let list = vec![Statement::new(SEEN, vec![person.into(), at.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// Seats of an agent that were cut off, and are kept.
    pub async fn lost_seats(&self, person: PersonId) -> Result<Vec<(SessionId, Seat)>, DbError> {
        const LOST: &str = "SELECT session_id, seat FROM session_seats
            WHERE person_id = $1 AND lost = 1 ORDER BY session_id";
        let rows = self.db.read(LOST, &[person.into()]).await?;
        rows.into_iter().map(place).collect()
    }

    /// Sessions that live with their versions, the oldest first: who has read them knows which to read again.
    pub async fn live_versions(&self, most: usize) -> Result<Vec<(SessionId, i64)>, DbError> {
        let sql = sql!(
            "SELECT id, version FROM sessions WHERE ended_at IS NULL ORDER BY started_at, id LIMIT $1"
        );
        let rows = self.db.read(&sql, &[(most as i64).into()]).await?;
        let one = |row: Row| {
            let mut c = row.columns();
            Ok((SessionId(c.int()?), c.int()?))
        };
        rows.into_iter().map(one).collect()
    }
}
