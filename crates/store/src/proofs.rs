//! Links by which somebody shows that they read the mail of an address: kept as digests, good once and for a while.

use domain::Instant;
use jiff::SignedDuration;

use crate::{Statement, Store, WriteError, db::DbError, directory::fold_email, sign_ins::digest};

/// How long a link is good.
pub const GOOD: SignedDuration = SignedDuration::from_hours(24);

/// No address gets two links for the same within this time, whoever asks for them.
const APART: SignedDuration = SignedDuration::from_mins(1);

/// Links that one address gets while the first of them is good, and that all addresses get in an hour: who asks in another's name
/// fills no mailbox, and makes no mailer of us.
const EACH: i64 = 3;
const HOURLY: i64 = 200;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Asking for an account (A1).
    Join,
    /// Opening a case without an account (C20).
    Guest,
    /// Being known by another address (A5).
    Address,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Purpose::Join => "join",
            Purpose::Guest => "guest",
            Purpose::Address => "address",
        }
    }
}

/// The statement that uses a link up; of two at once, one has it.
pub fn take(secret: &str) -> Statement {
    const TAKE: &str = "DELETE FROM proofs WHERE digest = $1";
    Statement::new(TAKE, vec![digest(secret).into()]).guarded()
}

impl Store {
    /// Keeps a link for this address. False where one was made a moment ago, or too many were: those stay.
    pub async fn add_proof(
        &self,
        purpose: Purpose,
        email: &str,
        secret: &str,
        now: Instant,
    ) -> Result<bool, WriteError> {
        // Whoever makes one waits for whoever makes another: what was counted still holds when it is kept.
        const LINE: &str = "INSERT INTO settings (name, value) VALUES ('proofs', '')
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        const ROOM: &str = "UPDATE settings SET value = '' WHERE name = 'proofs'
            AND (SELECT count(*) FROM proofs WHERE email_folded = $1 AND purpose = $2 AND made_at > $3) < $4
            AND NOT EXISTS (SELECT 1 FROM proofs WHERE email_folded = $1 AND purpose = $2 AND made_at > $5)
            AND (SELECT count(*) FROM proofs WHERE made_at > $6) < $7";
        const OLD: &str = "DELETE FROM proofs WHERE made_at < $1";
        const ADD: &str = "INSERT INTO proofs (digest, purpose, email, email_folded, made_at)
            VALUES ($1, $2, $3, $4, $5)";
        let folded = fold_email(email);
        let room = vec![
            folded.as_str().into(),
            purpose.as_str().into(),
            (now - GOOD).into(),
            EACH.into(),
            (now - APART).into(),
            (now - SignedDuration::from_hours(1)).into(),
            HOURLY.into(),
        ];
        let args = vec![
            digest(secret).into(),
            purpose.as_str().into(),
            email.into(),
            folded.into(),
            now.into(),
        ];
        let list = vec![
            Statement::new(LINE, Vec::new()),
            Statement::new(ROOM, room).guarded(),
            Statement::new(OLD, vec![(now - GOOD).into()]),
            Statement::new(ADD, args),
        ];
        match self.db.write(list).await {
            Ok(_) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The address that a link is for, while it is good.
    pub async fn proven(
        &self,
        purpose: Purpose,
        secret: &str,
        now: Instant,
    ) -> Result<Option<String>, DbError> {
        const FIND: &str =
            "SELECT email FROM proofs WHERE digest = $1 AND purpose = $2 AND made_at >= $3";
        let args = [
            digest(secret).into(),
            purpose.as_str().into(),
            (now - GOOD).into(),
        ];
        let row = self.db.read_one(FIND, &args).await?;
        row.map(|row| row.columns().text()).transpose()
    }
}
