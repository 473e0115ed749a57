//! Following the log: each follower keeps its own place and takes what has settled behind it, so that nothing is lost
//! when it stops, and nothing is skipped when writers overlap. The order is that of transactions first: of two writers
//! the later transaction may have drawn the earlier sequence number.

use crate::{
    Statement, Store, WriteError,
    db::DbError,
    events::{self, Raw},
    sql,
};

/// A place in the log, behind the event that was dealt with last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub tx: i64,
    pub seq: i64,
}

impl Raw {
    pub fn place(&self) -> Place {
        Place {
            tx: self.tx,
            seq: self.seq,
        }
    }
}

impl Store {
    /// Where a follower stands.
    pub async fn position(&self, follower: &str) -> Result<Place, DbError> {
        const FIND: &str = "SELECT tx, position FROM followers WHERE name = $1";
        let Some(row) = self.db.read_one(FIND, &[follower.into()]).await? else {
            return Ok(Place::default());
        };
        let mut c = row.columns();
        Ok(Place {
            tx: c.int()?,
            seq: c.int()?,
        })
    }

    /// The next settled events behind a place.
    pub async fn settled_after(&self, place: Place, limit: usize) -> Result<Vec<Raw>, DbError> {
        let sql = sql!(
            "SELECT {} FROM events WHERE (tx, seq) > ($1, $2) AND {} ORDER BY tx, seq LIMIT $3",
            events::RAW,
            self.db.dialect().settled()
        );
        let args = [place.tx.into(), place.seq.into(), (limit as i64).into()];
        self.db
            .read(&sql, &args)
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
        from: Place,
        to: Place,
        mut done: Vec<Statement>,
    ) -> Result<(), WriteError> {
        done.extend(moves(follower, from, to));
        self.db.write(done).await.map(|_| ())
    }
}

/// Statements that move a follower on; a conflict where another of the same name was faster.
pub fn moves(follower: &str, from: Place, to: Place) -> [Statement; 2] {
    const BEGIN: &str = "INSERT INTO followers (name, tx, position) VALUES ($1, 0, 0) ON CONFLICT (name) DO NOTHING";
    const MOVE: &str =
        "UPDATE followers SET tx = $4, position = $5 WHERE name = $1 AND tx = $2 AND position = $3";
    let args = vec![
        follower.into(),
        from.tx.into(),
        from.seq.into(),
        to.tx.into(),
        to.seq.into(),
    ];
    [
        Statement::new(BEGIN, vec![follower.into()]),
        Statement::new(MOVE, args).guarded(),
    ]
}
