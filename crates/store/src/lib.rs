//! The only room that knows SQL. One text serves SQLite and PostgreSQL; a write is a list of guarded statements,
//! committed whole or not at all; every look-up of cases takes a scope. It knows nothing of pages, mail or requests.

pub mod access;
pub mod accounts;
pub mod address_wishes;
pub mod answers;
pub mod appointments;
pub mod audit;
pub mod cases;
mod chain;
pub mod codes;
pub mod db;
pub mod desks;
pub mod directory;
mod escalations;
pub mod events;
pub mod export;
pub mod files;
pub mod finding;
pub mod followers;
pub mod idempotency;
mod identifiers;
pub mod imports;
pub mod incidents;
pub mod knowledge;
pub mod letters;
mod limits;
pub mod list_files;
pub mod list_settings;
pub mod macros;
pub mod mails;
mod mutes;
mod news_addresses;
pub mod opening_drafts;
pub mod origin;
pub mod people;
pub mod profile;
pub mod proofs;
mod prose;
pub mod proxy_logins;
mod readings;
pub mod releases;
pub mod requests;
mod seals;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod surges;
pub mod tags;
pub mod verify;

pub use db::{Db, DbError, Statement, WriteError};

/// All that the product keeps, behind one handle; cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: Db,
    stories: cases::Stories,
    seal_key: Option<seals::Key>,
}

impl Store {
    /// Opens the store and brings its schema up to date.
    pub async fn open(db: Db) -> Result<Self, DbError> {
        db::migrate::run(&db).await?;
        Ok(Self::of(db))
    }

    /// The same, whose seals nobody can make who has not this secret, which is kept apart from the database.
    pub fn with_seal_key(mut self, apart: &[u8]) -> Self {
        self.seal_key = Some(seals::Key::of(apart));
        self
    }

    /// All that is kept as it is at this moment, for reading long and in pieces.
    pub async fn at_one_moment(&self) -> Result<Self, DbError> {
        let store = Self::of(self.db.at_one_moment().await?);
        Ok(Self {
            seal_key: self.seal_key.clone(),
            ..store
        })
    }

    fn of(db: Db) -> Self {
        Self {
            db,
            stories: Default::default(),
            seal_key: None,
        }
    }

    /// The façade itself: for benchmarks and tests.
    pub fn db(&self) -> &Db {
        &self.db
    }
}

/// A random name for something new: in order of time to the millisecond, 21 random bits behind. A collision meets the
/// primary key and is tried again with the rest of the write.
pub fn fresh_id(now: domain::Instant) -> i64 {
    /// 2024-01-01, in milliseconds.
    const EPOCH: i64 = 1_704_067_200_000;
    let millis = (now.as_millisecond() - EPOCH).clamp(0, (1 << 41) - 1);
    let chance = i64::from(u32::from_le_bytes(random::<4>()) >> 11);
    (millis << 21) | chance
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness no secret can be made: going on would be worse than stopping.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
