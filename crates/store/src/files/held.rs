//! Files that wait to be looked through for harm, and why some of them cannot be (C13).

use domain::{FileId, Instant};

use super::{FILE, File, State, file};
use crate::{Statement, Store, WriteError, db::DbError, sql};

/// Why the scanner did not look through a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unscanned {
    /// Larger than its own settings allow.
    TooLarge,
    /// It hung up in the midst of it.
    HungUp,
    /// It was not done in time.
    Slow,
    /// Its bytes could not be read.
    Unread,
    /// Another reason, in its own words.
    Said(String),
}

impl Unscanned {
    /// A name for catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Unscanned::TooLarge => "too-large",
            Unscanned::HungUp => "hung-up",
            Unscanned::Slow => "slow",
            Unscanned::Unread => "unread",
            Unscanned::Said(_) => "said",
        }
    }

    /// The scanner's own words; empty where none are needed.
    pub fn words(&self) -> &str {
        match self {
            Unscanned::Said(words) => words,
            _ => "",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        match text {
            "too-large" => Unscanned::TooLarge,
            "hung-up" => Unscanned::HungUp,
            "slow" => Unscanned::Slow,
            "unread" => Unscanned::Unread,
            _ => Unscanned::Said(text.strip_prefix("said ").unwrap_or(text).to_owned()),
        }
    }
}

impl Store {
    /// Files that nobody has looked through for harm yet, by key, behind this one.
    pub async fn held_files(&self, after: FileId, most: usize) -> Result<Vec<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE state = 'held' AND removed_at IS NULL AND id > $1 ORDER BY id LIMIT $2"
        );
        let args = [after.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(file).collect()
    }

    /// It was looked through, or nobody looks through files any more.
    pub async fn judge_file(
        &self,
        id: FileId,
        state: State,
        scanned_at: Option<Instant>,
    ) -> Result<(), WriteError> {
        const JUDGE: &str = "UPDATE files SET state = $2, not_scanned = NULL, scanned_at = $3
            WHERE id = $1 AND state = 'held'";
        // Its case is found by what stands in it from now on.
        const RETAKE: &str = "INSERT INTO retakes (stream, stream_id)
            SELECT 'case', case_id FROM files WHERE id = $1 AND case_id IS NOT NULL";
        let list = vec![
            Statement::new(
                JUDGE,
                vec![id.into(), state.as_str().into(), scanned_at.into()],
            ),
            Statement::new(RETAKE, vec![id.into()]),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// It goes on waiting, and this is why.
    pub async fn note_unscanned(&self, id: FileId, why: &Unscanned) -> Result<(), WriteError> {
        const NOTE: &str = "UPDATE files SET not_scanned = $2 WHERE id = $1 AND state = 'held'";
        let text = match why.words() {
            "" => why.name().to_owned(),
            words => format!("said {words}"),
        };
        let list = vec![Statement::new(NOTE, vec![id.into(), text.into()])];
        self.db.write(list).await.map(|_| ())
    }
}
