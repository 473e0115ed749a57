//! Letters that are about no case, such as that a password has changed, or what became of a request: put together in the same
//! write as what they tell of, and kept until they got through. None of them carries a secret.

use domain::Instant;

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError},
    sql,
};

/// A letter on its way into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub address: String,
    /// Of its reader; empty where nothing is known but the address.
    pub name: String,
    pub language: String,
    pub subject: String,
    pub said: String,
    pub message_id: String,
}

/// A letter of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub draft: Draft,
    pub attempts: i64,
    pub due_at: Instant,
    pub made_at: Instant,
    pub error: Option<String>,
}

const COLUMNS: &str = "l.id, l.address, l.name, l.language, l.subject, l.said, l.message_id, l.attempts, l.due_at, l.made_at, l.error";

fn kept(mut c: Columns) -> Result<Kept, DbError> {
    Ok(Kept {
        id: c.int()?,
        draft: Draft {
            address: c.text()?,
            name: c.text()?,
            language: c.text()?,
            subject: c.text()?,
            said: c.text()?,
            message_id: c.text()?,
        },
        attempts: c.int()?,
        due_at: c.instant()?,
        made_at: c.instant()?,
        error: c.maybe_text()?,
    })
}

/// The statement that keeps a letter, to go in the write of what it tells of.
pub fn put(draft: Draft, now: Instant) -> Statement {
    const PUT: &str = "INSERT INTO letters (id, address, name, language, subject, said, message_id, given_up, attempts, due_at,
        made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)";
    let args = vec![
        crate::fresh_id(now).into(),
        draft.address.into(),
        draft.name.into(),
        draft.language.into(),
        draft.subject.into(),
        draft.said.into(),
        draft.message_id.into(),
        now.into(),
    ];
    Statement::new(PUT, args)
}

impl Store {
    /// Letters to be sent by now, those that wait longest first.
    pub async fn due_letters(&self, now: Instant, most: usize) -> Result<Vec<Kept>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM letters l WHERE l.given_up = 0 AND l.due_at <= $1 ORDER BY l.due_at, l.id LIMIT $2"
        );
        let args = [now.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(|row| kept(row.columns())).collect()
    }

    /// Takes one for a try, which others then leave alone until `until`. A conflict where somebody was faster.
    pub async fn claim_letter(&self, letter: &Kept, until: Instant) -> Result<(), WriteError> {
        const CLAIM: &str = "UPDATE letters SET attempts = attempts + 1, due_at = $3
            WHERE id = $1 AND given_up = 0 AND attempts = $2";
        let args = vec![letter.id.into(), letter.attempts.into(), until.into()];
        let claim = Statement::new(CLAIM, args).guarded();
        self.db.write(vec![claim]).await.map(|_| ())
    }

    /// It has got through, and goes.
    pub async fn letter_sent(&self, id: i64) -> Result<(), WriteError> {
        const SENT: &str = "DELETE FROM letters WHERE id = $1";
        self.db
            .write(vec![Statement::new(SENT, vec![id.into()])])
            .await
            .map(|_| ())
    }

    /// It is tried again, not before `due_at`; never where there is none.
    pub async fn letter_failed(
        &self,
        id: i64,
        due_at: Option<Instant>,
        error: &str,
    ) -> Result<(), WriteError> {
        const LATER: &str = "UPDATE letters SET due_at = $2, error = $3 WHERE id = $1";
        const NEVER: &str = "UPDATE letters SET given_up = 1, error = $2 WHERE id = $1";
        let error = error.to_owned().into();
        let failed = match due_at {
            Some(due_at) => Statement::new(LATER, vec![id.into(), due_at.into(), error]),
            None => Statement::new(NEVER, vec![id.into(), error]),
        };
        self.db.write(vec![failed]).await.map(|_| ())
    }

    /// What waits, and what was given up, the latest first.
    pub async fn unsent_letters(&self, most: usize) -> Result<[Vec<Kept>; 2], DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM letters l WHERE l.given_up = $1 ORDER BY l.id DESC LIMIT $2"
        );
        let of = async |given_up: bool| {
            let args = [given_up.into(), (most as i64).into()];
            let rows = self.db.read(&sql, &args).await?;
            let letters = rows.into_iter().map(|row| kept(row.columns()));
            letters.collect::<Result<Vec<_>, DbError>>()
        };
        Ok([of(false).await?, of(true).await?])
    }

    /// All that was given up, or one of it, is tried once more as if it were new; gives how many.
    pub async fn revive_letters(&self, one: Option<i64>, now: Instant) -> Result<u64, WriteError> {
        const ONE: &str = "UPDATE letters SET given_up = 0, attempts = 0, due_at = $1 WHERE given_up = 1 AND id = $2";
        const ALL: &str =
            "UPDATE letters SET given_up = 0, attempts = 0, due_at = $1 WHERE given_up = 1";
        let again = match one {
            Some(id) => Statement::new(ONE, vec![now.into(), id.into()]),
            None => Statement::new(ALL, vec![now.into()]),
        };
        let outcomes = self.db.write(vec![again]).await?;
        Ok(outcomes.first().map_or(0, |outcome| outcome.changed))
    }
}
