//! Codes that show that somebody reads the mail of their address. Kept as digests, each good once and for a while. They are too
//! long to be guessed, so that no count of wrong tries is needed by which a stranger could spoil them.

use domain::{Instant, PersonId};
use jiff::SignedDuration;

use crate::{Statement, Store, WriteError, db::DbError, sign_ins::digest};

/// A person gets no two codes within this time, whoever asks for them.
const APART: SignedDuration = SignedDuration::from_mins(1);

/// The statement that makes a code that was sent good no more: its owner has another address.
pub fn forget(person: PersonId) -> Statement {
    const FORGET: &str = "DELETE FROM codes WHERE person_id = $1";
    Statement::new(FORGET, vec![person.into()])
}

impl Store {
    /// Keeps a code for this person; an earlier one is good no more. False where one was made a moment ago: it stays.
    pub async fn set_code(
        &self,
        person: PersonId,
        code: &str,
        now: Instant,
    ) -> Result<bool, WriteError> {
        const SET: &str = "INSERT INTO codes (person_id, digest, made_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at
            WHERE codes.made_at <= $4";
        let args = vec![
            person.into(),
            digest(code).into(),
            now.into(),
            (now - APART).into(),
        ];
        let outcomes = self.db.write(vec![Statement::new(SET, args)]).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed == 1))
    }

    /// Uses a code up; says whether it was the right one, made since then. Two at once: one has it.
    pub async fn use_code(
        &self,
        person: PersonId,
        code: &str,
        since: Instant,
    ) -> Result<bool, WriteError> {
        const TAKE: &str =
            "DELETE FROM codes WHERE person_id = $1 AND digest = $2 AND made_at >= $3";
        let args = vec![person.into(), digest(code).into(), since.into()];
        let outcomes = self.db.write(vec![Statement::new(TAKE, args)]).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed == 1))
    }

    /// Whether this person has a password at all.
    pub async fn has_password(&self, person: PersonId) -> Result<bool, DbError> {
        const FIND: &str = "SELECT 1 FROM passwords WHERE person_id = $1";
        Ok(self.db.read_one(FIND, &[person.into()]).await?.is_some())
    }
}
