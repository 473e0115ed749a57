//! What comes of a session for those who were in it: the sender of a transfer learns that nobody answered (L6), a customer may say
//! how it went (C16), a request that was made twice is done once.

use domain::{
    Instant, PersonId, SessionId,
    event::By,
    session::{PassWhy, Seat, Session, SessionEvent, Side, State},
};

use super::{StoredSession, happen};
use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row},
    directory::insert,
    idempotency::Key,
    sign_ins::digest,
};

/// A customer who left, and may say how it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaySay {
    pub session: SessionId,
    pub seat: Seat,
    pub left_at: Instant,
}

/// A session that somebody handed on, and nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    pub session: SessionId,
    /// Since when that is known.
    pub at: Instant,
}

/// The unique key that a second request meets.
pub const DONE: &str = "session_once_person_id_name_key";

/// What an event says to whoever handed the session on.
pub(super) fn unanswered(
    id: SessionId,
    before: &Session,
    event: &SessionEvent,
    at: Instant,
) -> Option<Statement> {
    const TOLD: &str =
        "INSERT INTO session_unanswered (session_id, person_id, at) VALUES ($1, $2, $3)
        ON CONFLICT (session_id, person_id) DO UPDATE SET at = excluded.at";
    let State::Transferring(offer) = &before.state else {
        return None;
    };
    let nobody = match event {
        SessionEvent::OfferPassedOn { .. } | SessionEvent::HostLost => true,
        SessionEvent::ControlPassed { why, .. } => *why == PassWhy::HostLost,
        _ => false,
    };
    let sender = match before.participants.get(&offer.from)?.side {
        Side::Agent(person) => person,
        Side::Customer(_) => return None,
    };
    let args = vec![id.0.into(), sender.into(), at.into()];
    nobody.then(|| Statement::new(TOLD, args))
}

/// Whose secret held the seat may say how it went, before the seat is given up.
pub(super) fn may_say(id: SessionId, seat: Seat, at: Instant) -> Statement {
    const KEPT: &str = "INSERT INTO session_surveys (digest, session_id, seat, left_at)
        SELECT digest, session_id, seat, cast($3 AS bigint) FROM session_seats
        WHERE session_id = $1 AND seat = $2 AND digest IS NOT NULL
        ON CONFLICT (digest) DO NOTHING";
    let args = vec![id.0.into(), i64::from(seat.0).into(), at.into()];
    Statement::new(KEPT, args)
}

/// The statement that claims a key inside the write it belongs to.
pub fn once(key: &Key, id: SessionId, now: Instant) -> Statement {
    insert(
        "session_once",
        vec![
            ("person_id", key.person.into()),
            ("name", key.name.as_str().into()),
            ("request", key.request.clone().into()),
            ("session_id", id.0.into()),
            ("made_at", now.into()),
        ],
    )
}

impl Store {
    /// The session that a customer left whose browser has this secret.
    pub async fn may_say(&self, secret: &str) -> Result<Option<MaySay>, DbError> {
        const OF: &str = "SELECT session_id, seat, left_at FROM session_surveys WHERE digest = $1";
        let found = self.db.read_one(OF, &[digest(secret).into()]).await?;
        let one = |row: Row| {
            let mut c = row.columns();
            Ok(MaySay {
                session: SessionId(c.int()?),
                seat: Seat(u32::try_from(c.int()?).unwrap_or_default()),
                left_at: c.instant()?,
            })
        };
        found.map(one).transpose()
    }

    /// Appends what was said of a session, which may be over; a conflict where somebody was faster.
    pub async fn say_of_session(
        &self,
        stored: &StoredSession,
        said: &SessionEvent,
        at: Instant,
    ) -> Result<(), WriteError> {
        let happened = std::slice::from_ref(said);
        let list = happen(
            stored.id,
            Some(stored),
            happened,
            By::System,
            at,
            &Default::default(),
        )?;
        self.add(list).await
    }

    /// What this agent handed on and nobody answered, the latest first.
    pub async fn unanswered_sessions(
        &self,
        person: PersonId,
        most: usize,
    ) -> Result<Vec<Unanswered>, DbError> {
        const OF: &str = "SELECT session_id, at FROM session_unanswered WHERE person_id = $1
            ORDER BY at DESC, session_id LIMIT $2";
        let args = [person.into(), (most as i64).into()];
        let one = |row: Row| {
            let mut c = row.columns();
            Ok(Unanswered {
                session: SessionId(c.int()?),
                at: c.instant()?,
            })
        };
        let rows = self.db.read(OF, &args).await?;
        rows.into_iter().map(one).collect()
    }

    /// They have seen it.
    pub async fn forget_unanswered(
        &self,
        id: SessionId,
        person: PersonId,
    ) -> Result<(), WriteError> {
        const SEEN: &str =
            "DELETE FROM session_unanswered WHERE session_id = $1 AND person_id = $2";
        let list = vec![Statement::new(SEEN, vec![id.0.into(), person.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// The session that a request with this key started or changed, and a digest of what it said.
    pub async fn session_done(&self, key: &Key) -> Result<Option<(SessionId, Vec<u8>)>, DbError> {
        const OF: &str =
            "SELECT session_id, request FROM session_once WHERE person_id = $1 AND name = $2";
        let args = [key.person.into(), key.name.as_str().into()];
        let found = self.db.read_one(OF, &args).await?;
        let one = |row: Row| {
            let mut c = row.columns();
            Ok((SessionId(c.int()?), c.bytes()?))
        };
        found.map(one).transpose()
    }

    /// Takes away what nobody will ask for any more: keys, and secrets by which a survey could be answered.
    pub async fn forget_of_sessions(
        &self,
        keys_before: Instant,
        secrets_before: Instant,
    ) -> Result<(), WriteError> {
        const KEYS: &str = "DELETE FROM session_once WHERE made_at < $1";
        const SECRETS: &str = "DELETE FROM session_surveys WHERE left_at < $1";
        let list = vec![
            Statement::new(KEYS, vec![keys_before.into()]),
            Statement::new(SECRETS, vec![secrets_before.into()]),
        ];
        self.db.write(list).await.map(|_| ())
    }
}
