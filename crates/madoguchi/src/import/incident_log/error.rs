//! Why an import did not begin, or did not end.

use std::path::PathBuf;

use store::{DbError, WriteError};

use super::mapping::Mismatch;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0} cannot be opened: {1}")]
    Open(PathBuf, std::io::Error),
    #[error("{0} is empty")]
    Empty(PathBuf),
    #[error("line 1: the heading lacks {}", .0.join(", "))]
    MissingColumns(Vec<&'static str>),
    #[error("line {line}: {found} cells where the heading has {wanted}")]
    Cells { line: u64, wanted: u64, found: u64 },
    #[error("line {line}, column {column}: \"{value}\" is not {wanted}")]
    Cell {
        line: u64,
        column: &'static str,
        value: String,
        wanted: &'static str,
    },
    #[error("line {line}: not UTF-8")]
    Utf8 { line: u64 },
    #[error("the file ends in the middle, behind line {line}: it was cut off")]
    CutOff { line: u64 },
    #[error("the file cannot be read behind line {line}: {why}")]
    Read { line: u64, why: String },
    #[error("the states do not fit: {}", told(.0))]
    States(Vec<Mismatch>),
    #[error("the desk has no {0}")]
    Desk(&'static str),
    #[error("an address that the import makes up (…@import.invalid) belongs to somebody else here")]
    AddressTaken,
    #[error("what was taken over before is no longer whole: case {0} is missing")]
    Lost(String),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        Self::Write(WriteError::Broken(error))
    }
}

impl ImportError {
    /// The input is at fault, not the store: nothing was written.
    pub fn is_refusal(&self) -> bool {
        !matches!(
            self,
            Self::Write(_) | Self::AddressTaken | Self::Lost(_) | Self::Open(..)
        )
    }
}

fn told(all: &[Mismatch]) -> String {
    all.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
