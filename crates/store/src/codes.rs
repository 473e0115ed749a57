//! Codes that show that somebody reads the mail of their address. Kept as digests, each good once.

use domain::{Instant, PersonId};

use crate::{Statement, Store, WriteError, db::DbError, sign_ins::digest};

/// Wrong tries that a code bears.
const TRIES: i64 = 5;

impl Store {
    /// Keeps a code for this person; an earlier one is good no more.
    pub async fn set_code(
        &self,
        person: PersonId,
        code: &str,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO codes (person_id, digest, made_at, tries) VALUES ($1, $2, $3, 0)
            ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at, tries = 0";
        let args = vec![person.into(), digest(code).into(), now.into()];
        self.db.write(vec![Statement::new(SET, args)]).await?;
        Ok(())
    }

    /// Uses a code up; says whether it was the right one, made since then and not tried too often. Two at once: one has it.
    pub async fn use_code(
        &self,
        person: PersonId,
        code: &str,
        since: Instant,
    ) -> Result<bool, WriteError> {
        const COUNT: &str = "UPDATE codes SET tries = tries + 1 WHERE person_id = $1";
        const TAKE: &str = "DELETE FROM codes WHERE person_id = $1 AND digest = $2 AND made_at >= $3 AND tries <= $4";
        let taken = vec![
            person.into(),
            digest(code).into(),
            since.into(),
            TRIES.into(),
        ];
        let list = vec![
            Statement::new(COUNT, vec![person.into()]),
            Statement::new(TAKE, taken),
        ];
        let outcomes = self.db.write(list).await?;
        Ok(outcomes.last().is_some_and(|outcome| outcome.changed == 1))
    }

    /// Whether this person has a password at all.
    pub async fn has_password(&self, person: PersonId) -> Result<bool, DbError> {
        const FIND: &str = "SELECT 1 FROM passwords WHERE person_id = $1";
        Ok(self.db.read_one(FIND, &[person.into()]).await?.is_some())
    }
}
