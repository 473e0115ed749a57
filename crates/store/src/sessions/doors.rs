//! Links into a session (L2): each is given with one invitation, and holds one seat. Their secrets lie here as digests.

use domain::{Instant, SessionId, session::Seat};

use crate::{
    Statement, Store,
    db::{DbError, Value},
    directory::insert,
    sign_ins::digest,
};

/// The statement that keeps a link, with the version of the invitation that gave it.
pub(super) fn link(id: SessionId, secret: &str, said: i64, at: Instant) -> Statement {
    insert(
        "session_links",
        vec![
            ("digest", digest(secret).into()),
            ("session_id", id.0.into()),
            ("made_at", at.into()),
            ("said", said.into()),
        ],
    )
}

/// The statement that gives a seat to another browser of the same person's.
pub fn move_seat(id: SessionId, seat: Seat, secret: &str) -> Statement {
    const MOVE: &str = "UPDATE session_seats SET digest = $3 WHERE session_id = $1 AND seat = $2";
    let args = vec![
        Value::from(id.0),
        i64::from(seat.0).into(),
        digest(secret).into(),
    ];
    Statement::new(MOVE, args).guarded()
}

impl Store {
    /// The session that a link leads to, and the seat that it holds.
    pub async fn session_link(
        &self,
        secret: &str,
    ) -> Result<Option<(SessionId, Option<Seat>)>, DbError> {
        const OF: &str = "SELECT session_id, seat FROM session_links WHERE digest = $1";
        let Some(row) = self.db.read_one(OF, &[digest(secret).into()]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let id = SessionId(c.int()?);
        let seat = c.maybe_int()?.and_then(|seat| u32::try_from(seat).ok());
        Ok(Some((id, seat.map(Seat))))
    }

    /// The version at which the invitation was said that gave this link.
    pub async fn invited_at(&self, secret: &str) -> Result<Option<i64>, DbError> {
        const OF: &str = "SELECT said FROM session_links WHERE digest = $1";
        let found = self.db.read_one(OF, &[digest(secret).into()]).await?;
        let said = found.map(|row| row.columns().maybe_int()).transpose()?;
        Ok(said.flatten())
    }
}
