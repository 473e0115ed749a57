//! Sign-ins, passwords and tokens. Secrets are kept as digests only.

use domain::{
    AccountId, CaseId, Instant, PersonId,
    directory::{Person, PersonEvent},
    event::By,
    network::Network,
};
use sha2::{Digest, Sha256};

use crate::{
    Statement, Store, WriteError, address_wishes,
    db::DbError,
    directory,
    events::{self, Stream, StreamKind},
    list_settings::ListSettings,
    sql,
};

/// Who is signed in, and since when.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub person: Person,
    pub made_at: Instant,
    pub seen_at: Instant,
    /// The account for which they act, where it is not their own company's (A9).
    pub acting_for: Option<AccountId>,
    pub strength: Strength,
    /// As whom they look at the portal, and because of which case (A10).
    pub proxy: Option<(PersonId, CaseId)>,
    pub lists: ListSettings,
    /// What their team shares of its lists.
    pub team_views: String,
}

/// What a sign-in rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The second factor is still awaited: nobody is signed in by it yet.
    Awaited,
    /// One factor, where another will be asked for.
    One,
    /// All that is asked for.
    Full,
}

impl Strength {
    fn rank(self) -> i64 {
        match self {
            Strength::Awaited => 0,
            Strength::One => 1,
            Strength::Full => 2,
        }
    }

    fn of(rank: i64) -> Self {
        match rank {
            2 => Strength::Full,
            1 => Strength::One,
            _ => Strength::Awaited,
        }
    }
}

/// From where somebody signed in, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whence {
    /// What the browser says of itself.
    pub agent: Option<String>,
    pub address: Option<String>,
}

/// A sign-in of a person, for their own eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub digest: Vec<u8>,
    pub made_at: Instant,
    pub seen_at: Instant,
    pub from: Whence,
}

/// A token about to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// Nothing is changed by it.
    pub reads_only: bool,
    /// It counts before this moment alone; without an end when absent.
    pub until: Option<Instant>,
    /// It counts from these alone; from everywhere when there are none (V-39).
    pub networks: Vec<Network>,
}

/// Who a token speaks for, and how far.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub person: Person,
    pub digest: Vec<u8>,
    pub reads_only: bool,
    pub networks: Vec<Network>,
}

/// Networks as they are kept: with blanks between.
fn networks(text: &str) -> Vec<Network> {
    text.split(' ').filter_map(Network::parse).collect()
}

/// A token that was made; itself it is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub digest: Vec<u8>,
    pub made_at: Instant,
    pub new: NewToken,
}

/// Which sign-ins are to end.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// The one of this digest.
    One(&'a [u8]),
    /// All but the one of this secret.
    AllBut(&'a str),
}

/// What is kept of a secret that has enough randomness of its own.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The statement that ends every sign-in of a person.
pub fn end_all(person: PersonId) -> Statement {
    const END: &str = "DELETE FROM sign_ins WHERE person_id = $1";
    Statement::new(END, vec![person.into()])
}

/// The statement that takes every token of a person away.
pub fn take_all(person: PersonId) -> Statement {
    const TAKE: &str = "DELETE FROM tokens WHERE person_id = $1";
    Statement::new(TAKE, vec![person.into()])
}

impl Store {
    /// A new sign-in; the first one of all is an event.
    pub async fn add_sign_in(
        &self,
        secret: &str,
        person: &Person,
        from: &Whence,
        strength: Strength,
        now: Instant,
    ) -> Result<(), WriteError> {
        const ADD: &str =
            "INSERT INTO sign_ins (digest, person_id, made_at, seen_at, agent, address, strength)
            VALUES ($1, $2, $3, $3, $4, $5, $6)";
        let args = vec![
            digest(secret).into(),
            person.id.into(),
            now.into(),
            from.agent.clone().into(),
            from.address.clone().into(),
            strength.rank().into(),
        ];
        let mut list = vec![Statement::new(ADD, args)];
        // Who still has to show a second factor has not come in.
        if !person.signed_in && strength != Strength::Awaited {
            const FIRST: &str = "UPDATE people SET signed_in = 1 WHERE id = $1";
            let (by, first) = (By::Person(person.id), PersonEvent::FirstSignedIn);
            list.extend(self.person_event(person.id, by, now, &first).await?);
            list.push(Statement::new(FIRST, vec![person.id.into()]));
        }
        self.db.write(list).await.map(|_| ())
    }

    /// The same sign-in, from now on for another account; for the own company's where there is none.
    pub async fn act_for(
        &self,
        secret: &str,
        account: Option<AccountId>,
    ) -> Result<(), WriteError> {
        const ACT: &str = "UPDATE sign_ins SET acting_for = $2 WHERE digest = $1";
        let args = vec![digest(secret).into(), account.into()];
        self.db.write(vec![Statement::new(ACT, args)]).await?;
        Ok(())
    }

    /// The sign-ins of a person, the latest used first.
    pub async fn sign_ins_of(&self, person: PersonId) -> Result<Vec<Standing>, DbError> {
        const FIND: &str =
            "SELECT digest, made_at, seen_at, agent, address FROM sign_ins WHERE person_id = $1 AND strength > 0
            ORDER BY seen_at DESC, made_at DESC";
        let rows = self.db.read(FIND, &[person.into()]).await?;
        let standing = |row: crate::db::Row| {
            let mut c = row.columns();
            Ok(Standing {
                digest: c.bytes()?,
                made_at: c.instant()?,
                seen_at: c.instant()?,
                from: Whence {
                    agent: c.maybe_text()?,
                    address: c.maybe_text()?,
                },
            })
        };
        rows.into_iter().map(standing).collect()
    }

    /// Ends sign-ins of a person: the one of this digest, or all but the one of this secret.
    pub async fn end_sign_ins(&self, person: PersonId, which: Which<'_>) -> Result<(), WriteError> {
        const ONE: &str = "DELETE FROM sign_ins WHERE person_id = $1 AND digest = $2";
        const OTHERS: &str = "DELETE FROM sign_ins WHERE person_id = $1 AND digest <> $2";
        let (sql, digest) = match which {
            Which::One(digest) => (ONE, digest.to_vec()),
            Which::AllBut(secret) => (OTHERS, digest(secret)),
        };
        let args = vec![person.into(), digest.into()];
        self.db.write(vec![Statement::new(sql, args)]).await?;
        Ok(())
    }

    /// Who a sign-in belongs to, if it is still there.
    pub async fn sign_in(&self, secret: &str) -> Result<Option<SignIn>, DbError> {
        let sql = sql!(
            "SELECT s.made_at, s.seen_at, s.acting_for, s.strength, s.proxy_contact, s.proxy_case, l.version, l.body, v.body, {}
             FROM sign_ins s JOIN people p ON p.id = s.person_id LEFT JOIN list_settings l ON l.person_id = s.person_id
             LEFT JOIN team_views v ON v.team_id = p.team_id
             WHERE s.digest = $1",
            directory::PERSON
        );
        let Some(row) = self.db.read_one(&sql, &[digest(secret).into()]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let (made_at, seen_at) = (c.instant()?, c.instant()?);
        Ok(Some(SignIn {
            acting_for: c.maybe_int()?.map(AccountId),
            strength: Strength::of(c.int()?),
            proxy: {
                let (contact, case) = (c.maybe_int()?, c.maybe_int()?);
                contact
                    .zip(case)
                    .map(|(contact, case)| (PersonId(contact), CaseId(case)))
            },
            lists: ListSettings {
                version: c.maybe_int()?.unwrap_or_default(),
                body: c.maybe_text()?.unwrap_or_default(),
            },
            team_views: c.maybe_text()?.unwrap_or_default(),
            made_at,
            seen_at,
            person: directory::person(&mut c)?,
        }))
    }

    /// The sign-in of this secret rests on all that is asked for from now on, in the same write as `more`.
    pub(crate) fn strengthen(secret: &str) -> Statement {
        const FULL: &str = "UPDATE sign_ins SET strength = 2 WHERE digest = $1";
        Statement::new(FULL, vec![digest(secret).into()])
    }

    pub async fn touch_sign_in(&self, secret: &str, now: Instant) -> Result<(), WriteError> {
        const SEEN: &str = "UPDATE sign_ins SET seen_at = $2 WHERE digest = $1";
        self.db
            .write(vec![Statement::new(
                SEEN,
                vec![digest(secret).into(), now.into()],
            )])
            .await
            .map(|_| ())
    }

    /// The same sign-in under another secret, as they have shown anew who they are; nothing happens where it has ended.
    pub async fn renew_sign_in(
        &self,
        old: &str,
        new: &str,
        now: Instant,
    ) -> Result<(), WriteError> {
        const RENEW: &str =
            "UPDATE sign_ins SET digest = $2, made_at = $3, seen_at = $3 WHERE digest = $1";
        let args = vec![digest(old).into(), digest(new).into(), now.into()];
        let renewed = Statement::new(RENEW, args).guarded();
        self.db.write(vec![renewed]).await.map(|_| ())
    }

    pub async fn end_sign_in(&self, secret: &str) -> Result<(), WriteError> {
        const END: &str = "DELETE FROM sign_ins WHERE digest = $1";
        self.db
            .write(vec![Statement::new(END, vec![digest(secret).into()])])
            .await
            .map(|_| ())
    }

    /// The person of this address and the hash of their password; addresses are compared without case.
    pub async fn password_of(&self, email: &str) -> Result<Option<(PersonId, String)>, DbError> {
        const FIND: &str =
            "SELECT p.id, w.hash FROM people p JOIN passwords w ON w.person_id = p.id
            WHERE p.email_folded = $1";
        let Some(row) = self
            .db
            .read_one(FIND, &[directory::fold_email(email).into()])
            .await?
        else {
            return Ok(None);
        };
        let mut c = row.columns();
        Ok(Some((PersonId(c.int()?), c.text()?)))
    }

    /// Sets a password, and ends every sign-in that stood on the old one, in the same write as `more`. Another address that was wished
    /// for falls away: whoever wished it may have known the old password.
    pub async fn set_password(
        &self,
        person: PersonId,
        hash: &str,
        by: By,
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO passwords (person_id, hash, set_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at";
        let event = PersonEvent::PasswordSet;
        let mut list = self.person_event(person, by, now, &event).await?;
        list.push(Statement::new(
            SET,
            vec![person.into(), hash.into(), now.into()],
        ));
        list.push(end_all(person));
        list.push(address_wishes::forget(person));
        list.extend(more);
        self.db.write(list).await.map(|_| ())
    }

    /// Keeps a token for the API, in the same write as `more`; the token itself is shown once and not kept.
    pub async fn add_token(
        &self,
        secret: &str,
        person: PersonId,
        new: &NewToken,
        by: By,
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const ADD: &str =
            "INSERT INTO tokens (digest, person_id, label, made_at, reads_only, until, networks)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let label = new.label.as_str();
        let networks: Vec<String> = new.networks.iter().map(ToString::to_string).collect();
        let kept = networks.join(" ");
        let event = PersonEvent::TokenMade {
            label: label.to_owned(),
            reads_only: new.reads_only,
            until: new.until,
            networks,
        };
        let mut list = self.person_event(person, by, now, &event).await?;
        list.push(Statement::new(
            ADD,
            vec![
                digest(secret).into(),
                person.into(),
                label.into(),
                now.into(),
                new.reads_only.into(),
                new.until.into(),
                kept.into(),
            ],
        ));
        list.extend(more);
        self.db.write(list).await.map(|_| ())
    }

    /// Who a token speaks for, while it counts, and how far. It is found by its digest: what is compared tells nothing of the
    /// token itself (V-42).
    pub async fn token(&self, secret: &str, now: Instant) -> Result<Option<Bearer>, DbError> {
        let sql = sql!(
            "SELECT t.digest, t.reads_only, t.networks, {} FROM tokens t JOIN people p ON p.id = t.person_id
             WHERE t.digest = $1 AND (t.until IS NULL OR t.until > $2)",
            directory::PERSON
        );
        let args = [digest(secret).into(), now.into()];
        let row = self.db.read_one(&sql, &args).await?;
        row.map(|row| {
            let mut c = row.columns();
            Ok(Bearer {
                digest: c.bytes()?,
                reads_only: c.bool()?,
                networks: networks(&c.text()?),
                person: directory::person(&mut c)?,
            })
        })
        .transpose()
    }

    /// The tokens of a person, the latest made first.
    pub async fn tokens_of(&self, person: PersonId) -> Result<Vec<Token>, DbError> {
        const OF: &str = "SELECT digest, label, made_at, reads_only, until, networks FROM tokens
            WHERE person_id = $1 ORDER BY made_at DESC, digest";
        let token = |row: crate::db::Row| {
            let mut c = row.columns();
            let (digest, label, made_at) = (c.bytes()?, c.text()?, c.instant()?);
            Ok(Token {
                digest,
                made_at,
                new: NewToken {
                    label,
                    reads_only: c.bool()?,
                    until: c.maybe_instant()?,
                    networks: networks(&c.text()?),
                },
            })
        };
        let rows = self.db.read(OF, &[person.into()]).await?;
        rows.into_iter().map(token).collect()
    }

    /// Takes a token of a person away, at once; nothing happens where there is none of this digest.
    pub async fn take_token(
        &self,
        person: PersonId,
        digest: &[u8],
        by: By,
        now: Instant,
    ) -> Result<(), WriteError> {
        const TAKE: &str = "DELETE FROM tokens WHERE person_id = $1 AND digest = $2";
        let tokens = self.tokens_of(person).await?;
        let Some(token) = tokens.into_iter().find(|token| token.digest == digest) else {
            return Ok(());
        };
        let event = PersonEvent::TokenTaken {
            label: token.new.label,
        };
        let mut list = self.person_event(person, by, now, &event).await?;
        let args = vec![person.into(), digest.to_vec().into()];
        list.push(Statement::new(TAKE, args).guarded());
        self.db.write(list).await.map(|_| ())
    }

    /// The statements that add an event to a person's stream.
    pub(crate) async fn person_event(
        &self,
        person: PersonId,
        by: By,
        now: Instant,
        event: &PersonEvent,
    ) -> Result<Vec<Statement>, WriteError> {
        const READ: &str = "SELECT version, head FROM people WHERE id = $1";
        const MOVE: &str =
            "UPDATE people SET version = $3, head = $4 WHERE id = $1 AND version = $2";
        let row = self
            .db
            .read_one(READ, &[person.into()])
            .await?
            .ok_or(WriteError::Conflict)?;
        let mut c = row.columns();
        let before = events::Head {
            version: c.int()?,
            hash: c.bytes()?,
        };
        let mut head = before.clone();
        let stream = Stream {
            kind: StreamKind::Person,
            id: person.0,
        };
        let mut list = events::append(stream, &mut head, now, by, event)?;
        let args = vec![
            person.into(),
            before.version.into(),
            head.version.into(),
            head.hash.into(),
        ];
        list.push(Statement::new(MOVE, args).guarded());
        Ok(list)
    }
}
