//! Why a use case did not come through: one enum, with one face in HTML and one in JSON.

use domain::case::Refused;
use store::{DbError, WriteError};

#[derive(Debug, thiserror::Error)]
pub enum Fail {
    /// The rules say no, for a reason that one can act on.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// The rules say no; the sentence is in the reader's language already.
    #[error("told: {0}")]
    Told(String),
    /// Not there, or not for this reader: the same.
    #[error("not found")]
    NotFound,
    #[error("not signed in")]
    Unauthenticated,
    /// Who looks at the portal as somebody else reads, and does nothing more (A10).
    #[error("only reads")]
    OnlyReads,
    /// Somebody else was faster, and this cannot be repeated blindly.
    #[error("somebody else was faster")]
    Conflict,
    /// The copy that the change was made on is no longer the newest.
    #[error("the copy is stale")]
    Stale,
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Too often; seconds until it may be tried again.
    #[error("too many attempts")]
    TooMany { wait: u64 },
    /// The request came from another site.
    #[error("the request came from elsewhere")]
    Foreign,
    /// Signing in over an open line.
    #[error("signing in needs https")]
    Unsafe,
    #[error("{0}")]
    Broken(String),
}

impl Fail {
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}

impl From<Refused> for Fail {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<DbError> for Fail {
    fn from(error: DbError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<WriteError> for Fail {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Conflict => Self::Conflict,
            other => Self::Broken(other.to_string()),
        }
    }
}
