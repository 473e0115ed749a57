//! Second factors: the secret that a person's device shares with us, the step of time last used, and the codes for when the
//! device is lost (A6).

use domain::{Instant, PersonId, directory::PersonEvent, event::By};

use crate::{Statement, Store, WriteError, db::DbError, sign_ins::digest};

/// What is kept of a person's second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factor {
    /// What counts; nothing where there is none yet.
    pub secret: Option<Vec<u8>>,
    /// What will count once a code of it was shown.
    pub pending: Option<Vec<u8>>,
    pub last_step: i64,
}

impl Store {
    pub async fn factor(&self, person: PersonId) -> Result<Factor, DbError> {
        const OF: &str =
            "SELECT secret, pending, last_step FROM second_factors WHERE person_id = $1";
        let Some(row) = self.db.read_one(OF, &[person.into()]).await? else {
            return Ok(Factor::default());
        };
        let mut c = row.columns();
        Ok(Factor {
            secret: c.maybe_bytes()?,
            pending: c.maybe_bytes()?,
            last_step: c.int()?,
        })
    }

    /// Keeps a secret that will count once a code of it was shown.
    pub async fn begin_factor(&self, person: PersonId, secret: &[u8]) -> Result<(), WriteError> {
        const BEGIN: &str =
            "INSERT INTO second_factors (person_id, pending, last_step) VALUES ($1, $2, 0)
            ON CONFLICT (person_id) DO UPDATE SET pending = excluded.pending";
        let args = vec![person.into(), secret.to_vec().into()];
        self.db
            .write(vec![Statement::new(BEGIN, args)])
            .await
            .map(|_| ())
    }

    /// What waited counts from now on, with these codes; the sign-in that showed it rests on all that is asked for.
    pub async fn set_factor(
        &self,
        person: PersonId,
        (pending, step): (&[u8], i64),
        codes: &[String],
        sign_in: &str,
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const SET: &str =
            "UPDATE second_factors SET secret = pending, pending = NULL, last_step = $3
            WHERE person_id = $1 AND pending = $2";
        const KEEP: &str = "INSERT INTO recovery_codes (person_id, digest) VALUES ($1, $2)";
        let args = vec![person.into(), pending.to_vec().into(), step.into()];
        let mut list = vec![Statement::new(SET, args).guarded(), no_codes(person)];
        for code in codes {
            let args = vec![person.into(), digest(code).into()];
            list.push(Statement::new(KEEP, args));
        }
        let (by, set) = (By::Person(person), PersonEvent::SecondFactorSet);
        list.extend(self.person_event(person, by, now, &set).await?);
        list.push(Store::strengthen(sign_in));
        list.extend(more);
        self.db.write(list).await.map(|_| ())
    }

    /// Uses a step of time up; false where it, or a later one, was used before.
    pub async fn use_step(&self, person: PersonId, step: i64) -> Result<bool, WriteError> {
        const USE: &str =
            "UPDATE second_factors SET last_step = $2 WHERE person_id = $1 AND last_step < $2";
        let args = vec![person.into(), step.into()];
        let outcomes = self.db.write(vec![Statement::new(USE, args)]).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed == 1))
    }

    /// Uses a recovery code up; false where there is none such. Two at once: one has it.
    pub async fn use_recovery_code(
        &self,
        person: PersonId,
        code: &str,
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<bool, WriteError> {
        const USE: &str = "DELETE FROM recovery_codes WHERE person_id = $1 AND digest = $2";
        let args = vec![person.into(), digest(code).into()];
        let mut list = vec![Statement::new(USE, args).guarded()];
        let (by, used) = (By::Person(person), PersonEvent::RecoveryCodeUsed);
        list.extend(self.person_event(person, by, now, &used).await?);
        list.extend(more);
        match self.db.write(list).await {
            Ok(_) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub async fn recovery_codes_left(&self, person: PersonId) -> Result<i64, DbError> {
        const LEFT: &str = "SELECT count(*) FROM recovery_codes WHERE person_id = $1";
        match self.db.read_one(LEFT, &[person.into()]).await? {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    /// The person signs in without a second factor again.
    pub async fn remove_factor(
        &self,
        person: PersonId,
        by: By,
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const REMOVE: &str = "DELETE FROM second_factors WHERE person_id = $1";
        let removed = PersonEvent::SecondFactorRemoved;
        let mut list = self.person_event(person, by, now, &removed).await?;
        list.push(no_codes(person));
        list.push(Statement::new(REMOVE, vec![person.into()]));
        list.extend(more);
        self.db.write(list).await.map(|_| ())
    }
}

fn no_codes(person: PersonId) -> Statement {
    const NONE: &str = "DELETE FROM recovery_codes WHERE person_id = $1";
    Statement::new(NONE, vec![person.into()])
}
