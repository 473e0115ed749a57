//! Files that are sent in a session (L3): rows like those of all files, named by the session and its number there.

use domain::{FileId, Instant, SessionId};

use crate::{
    Statement, Store,
    db::{DbError, Row},
    files::{File, file, file_columns, file_of, stored},
    sql,
};

/// A file of a session with its number in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFile {
    pub session: SessionId,
    pub number: u32,
    pub file: File,
}

/// An offer has ended: what came of it goes, unless all of it had arrived.
pub(super) fn ends(id: SessionId, number: u32, at: Instant) -> Statement {
    const ENDS: &str = "UPDATE files SET removed_at = $3
        WHERE session_id = $1 AND session_file = $2 AND attached_at IS NULL AND removed_at IS NULL";
    let args = vec![id.0.into(), i64::from(number).into(), at.into()];
    Statement::new(ENDS, args)
}

/// Whoever it is for takes it.
pub(super) fn taken(id: SessionId, number: u32, at: Instant) -> Statement {
    const TAKEN: &str =
        "UPDATE files SET session_taken_at = $3 WHERE session_id = $1 AND session_file = $2";
    let args = vec![id.0.into(), i64::from(number).into(), at.into()];
    Statement::new(TAKEN, args)
}

/// The statement that begins a file with the offer of it.
pub fn begins(id: SessionId, number: u32, file: &File) -> Statement {
    const BEGIN: &str = "INSERT INTO files
        (id, place, person_id, name, kind, bytes, state, created_at, session_id, session_file)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let args = vec![
        file.id.into(),
        file.place.as_str().into(),
        file.person.into(),
        file.name.as_str().into(),
        file.kind.as_str().into(),
        stored(file.bytes),
        file.state.as_str().into(),
        file.created_at.into(),
        id.0.into(),
        i64::from(number).into(),
    ];
    Statement::new(BEGIN, args)
}

/// The statement that says that all of it is there and taken; a conflict where it is not.
pub fn arrives(file: FileId, at: Instant) -> Statement {
    const ARRIVES: &str = "UPDATE files SET attached_at = $2
        WHERE id = $1 AND state = 'ready' AND attached_at IS NULL AND removed_at IS NULL";
    Statement::new(ARRIVES, vec![file.into(), at.into()]).guarded()
}

fn named(row: Row) -> Result<SessionFile, DbError> {
    let mut c = row.columns();
    let session = SessionId(c.int()?);
    let number = u32::try_from(c.int()?).unwrap_or_default();
    let file = file_of(&mut c)?;
    Ok(SessionFile {
        session,
        number,
        file,
    })
}

impl Store {
    /// A file of a session, as long as it is not taken away.
    pub async fn session_file(&self, id: SessionId, number: u32) -> Result<Option<File>, DbError> {
        let sql = sql!(
            "SELECT {} FROM files f WHERE f.session_id = $1 AND f.session_file = $2 AND f.removed_at IS NULL",
            file_columns("f")
        );
        let args = [id.0.into(), i64::from(number).into()];
        let row = self.db.read_one(&sql, &args).await?;
        row.map(file).transpose()
    }

    /// The files of a session with their numbers, those taken away too.
    pub async fn session_files(&self, id: SessionId) -> Result<Vec<SessionFile>, DbError> {
        let sql = sql!(
            "SELECT f.session_id, f.session_file, {} FROM files f WHERE f.session_id = $1 ORDER BY f.session_file",
            file_columns("f")
        );
        let rows = self.db.read(&sql, &[id.0.into()]).await?;
        rows.into_iter().map(named).collect()
    }

    /// Files of sessions with which something is to be done: they are whole, taken and were not given out, or harmful, or a case waits
    /// for them. What nobody has taken yet holds up nothing.
    pub async fn session_files_due(&self, most: usize) -> Result<Vec<SessionFile>, DbError> {
        let sql = sql!(
            "SELECT f.session_id, f.session_file, {} FROM files f JOIN sessions s ON s.id = f.session_id
            WHERE f.case_id IS NULL AND f.removed_at IS NULL AND (
                f.attached_at IS NULL AND s.ended_at IS NULL
                    AND (f.state = 'threat' OR f.state = 'ready' AND f.session_taken_at IS NOT NULL)
                OR f.attached_at IS NOT NULL AND s.case_id IS NOT NULL)
            ORDER BY f.id LIMIT $1",
            file_columns("f")
        );
        let rows = self.db.read(&sql, &[(most as i64).into()]).await?;
        rows.into_iter().map(named).collect()
    }

    /// How many files of a session are on their way.
    pub async fn session_files_open(&self, id: SessionId) -> Result<usize, DbError> {
        const OPEN: &str = "SELECT count(*) FROM files
            WHERE session_id = $1 AND attached_at IS NULL AND removed_at IS NULL";
        let row = self.db.read_one(OPEN, &[id.0.into()]).await?;
        let open = row.map(|row| row.columns().int()).transpose()?;
        Ok(usize::try_from(open.unwrap_or(0)).unwrap_or(usize::MAX))
    }
}
