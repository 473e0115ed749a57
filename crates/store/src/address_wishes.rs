//! Other mail addresses by which people want to be known (A5): one wish for each person, with the digests of the two links that move
//! it on or stop it. What was never shown ends with its link.

use domain::{Instant, PersonId};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError},
    sign_ins::digest,
    sql,
};

/// A wish as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub person: PersonId,
    pub email: String,
    pub made_at: Instant,
    /// When it comes true; nothing while nobody has shown that they read the mail of the address.
    pub due_at: Option<Instant>,
    /// Digest of the link to the new address.
    proof: Vec<u8>,
}

impl Wish {
    /// Whether this is the secret of the link to the new address.
    pub fn is_of(&self, secret: &str) -> bool {
        self.proof == digest(secret)
    }
}

const COLUMNS: &str = "w.person_id, w.email, w.made_at, w.due_at, w.proof";

fn wish(mut c: Columns) -> Result<Wish, DbError> {
    Ok(Wish {
        person: PersonId(c.int()?),
        email: c.text()?,
        made_at: c.instant()?,
        due_at: c.maybe_instant()?,
        proof: c.bytes()?,
    })
}

/// The statement that keeps a wish; an earlier one of this person falls away, and its links with it.
pub fn keep(person: PersonId, email: &str, secret: &str, now: Instant) -> Statement {
    const KEEP: &str = "INSERT INTO address_wishes (person_id, email, proof, made_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person_id) DO UPDATE SET email = excluded.email, proof = excluded.proof, made_at = excluded.made_at,
            stop = NULL, due_at = NULL";
    let args = vec![
        person.into(),
        email.into(),
        digest(secret).into(),
        now.into(),
    ];
    Statement::new(KEEP, args)
}

/// The statement by which one of those who show it at once has it alone; a conflict for the others, and where it is another wish by
/// now. Its link to the old address stops nothing yet.
pub fn claim(of: &Wish, stop: &str) -> Statement {
    const CLAIM: &str = "UPDATE address_wishes SET stop = $3
        WHERE person_id = $1 AND proof = $2 AND due_at IS NULL AND stop IS NULL";
    let args = vec![
        of.person.into(),
        of.proof.clone().into(),
        digest(stop).into(),
    ];
    Statement::new(CLAIM, args).guarded()
}

/// The statement that gives back what was claimed, where nothing has come of it.
pub fn release(of: &Wish) -> Statement {
    const RELEASE: &str = "UPDATE address_wishes SET stop = NULL
        WHERE person_id = $1 AND proof = $2 AND due_at IS NULL";
    Statement::new(RELEASE, vec![of.person.into(), of.proof.clone().into()])
}

/// The statement by which it comes true at this moment, unless the link of this secret stops it; a conflict where it is another wish
/// by now.
pub fn set_due(of: &Wish, stop: &str, due_at: Instant) -> Statement {
    const SET: &str = "UPDATE address_wishes SET stop = $3, due_at = $4 WHERE person_id = $1 AND proof = $2 AND due_at IS NULL";
    let args = vec![
        of.person.into(),
        of.proof.clone().into(),
        digest(stop).into(),
        due_at.into(),
    ];
    Statement::new(SET, args).guarded()
}

/// The statement that takes a wish away; a conflict where it is another one by now.
pub fn take(of: &Wish) -> Statement {
    const TAKE: &str = "DELETE FROM address_wishes WHERE person_id = $1 AND proof = $2";
    Statement::new(TAKE, vec![of.person.into(), of.proof.clone().into()]).guarded()
}

/// The statement that takes whatever somebody wishes away, if anything.
pub fn forget(person: PersonId) -> Statement {
    const FORGET: &str = "DELETE FROM address_wishes WHERE person_id = $1";
    Statement::new(FORGET, vec![person.into()])
}

impl Store {
    /// What somebody wishes, if anything.
    pub async fn address_wish(&self, person: PersonId) -> Result<Option<Wish>, DbError> {
        let sql = sql!("SELECT {COLUMNS} FROM address_wishes w WHERE w.person_id = $1");
        let row = self.db.read_one(&sql, &[person.into()]).await?;
        row.map(|row| wish(row.columns())).transpose()
    }

    /// The wish that the link of this secret stops.
    pub async fn address_wish_stopped_by(&self, secret: &str) -> Result<Option<Wish>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM address_wishes w WHERE w.stop = $1 AND w.due_at IS NOT NULL"
        );
        let row = self.db.read_one(&sql, &[digest(secret).into()]).await?;
        row.map(|row| wish(row.columns())).transpose()
    }

    /// Wishes that come true by now, so many at most, the oldest first.
    pub async fn due_address_wishes(
        &self,
        now: Instant,
        most: usize,
    ) -> Result<Vec<Wish>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM address_wishes w WHERE w.due_at <= $1 ORDER BY w.due_at, w.person_id LIMIT $2"
        );
        let args = [now.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(|row| wish(row.columns())).collect()
    }

    /// Forgets what was wished before this moment and never shown.
    pub async fn forget_address_wishes(&self, before: Instant) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM address_wishes WHERE due_at IS NULL AND made_at < $1";
        let list = vec![Statement::new(FORGET, vec![before.into()])];
        self.db.write(list).await.map(|_| ())
    }
}
