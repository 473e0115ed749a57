//! Lists that are made into files: what is wanted, how far it is, and the file itself in pieces, so that whichever node makes
//! it, every node can hand it out. They belong to one person and are kept for a while (C11).

use domain::{Instant, PersonId};

use crate::{Statement, Store, WriteError, db::DbError, sign_ins::digest};

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Working,
    Done,
    /// Its owner called it off.
    Cancelled,
    /// Its owner's rights changed while it was made.
    Refused,
    /// Something went wrong inside.
    Failed,
    /// There are more rows than such a file can hold.
    TooLong,
}

impl State {
    pub const ALL: [State; 7] = [
        State::Waiting,
        State::Working,
        State::Done,
        State::Cancelled,
        State::Refused,
        State::Failed,
        State::TooLong,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Working => "working",
            State::Done => "done",
            State::Cancelled => "cancelled",
            State::Refused => "refused",
            State::Failed => "failed",
            State::TooLong => "too-long",
        }
    }
}

/// A file as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFile {
    pub person: PersonId,
    /// What is wanted, as whoever asked wrote it down.
    pub wanted: String,
    pub state: State,
    /// Rows so far, and rows there were when it began.
    pub rows: i64,
    pub total: i64,
    pub made_at: Instant,
    pub seen_at: Instant,
    /// The rights that it was made under.
    pub scope: Option<String>,
}

impl Store {
    pub async fn add_list_file(
        &self,
        secret: &str,
        person: PersonId,
        wanted: &str,
        total: i64,
        now: Instant,
    ) -> Result<(), WriteError> {
        const ADD: &str = "INSERT INTO list_files (digest, person_id, wanted, state, counted, total, made_at, seen_at)
            VALUES ($1, $2, $3, 'waiting', 0, $4, $5, $5)";
        let args = vec![
            digest(secret).into(),
            person.into(),
            wanted.into(),
            total.into(),
            now.into(),
        ];
        let list = vec![Statement::new(ADD, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// The file of this secret, for its owner and nobody else.
    pub async fn list_file(
        &self,
        secret: &str,
        person: PersonId,
    ) -> Result<Option<ListFile>, DbError> {
        const FIND: &str =
            "SELECT person_id, wanted, state, counted, total, made_at, seen_at, scope
            FROM list_files WHERE digest = $1 AND person_id = $2";
        let args = [digest(secret).into(), person.into()];
        let Some(row) = self.db.read_one(FIND, &args).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let (person, wanted, state) = (PersonId(c.int()?), c.text()?, c.text()?);
        let known = State::ALL.into_iter().find(|s| s.as_str() == state);
        Ok(Some(ListFile {
            person,
            wanted,
            state: known.ok_or_else(|| DbError::Shape(format!("no such state: {state}")))?,
            rows: c.int()?,
            total: c.int()?,
            made_at: c.instant()?,
            seen_at: c.instant()?,
            scope: c.maybe_text()?,
        }))
    }

    /// Files of this person that are being made, and gave a sign since then.
    pub async fn list_files_under_way(
        &self,
        person: PersonId,
        since: Instant,
    ) -> Result<i64, DbError> {
        const COUNT: &str = "SELECT count(*) FROM list_files
            WHERE person_id = $1 AND state IN ('waiting', 'working') AND seen_at >= $2";
        let row = self
            .db
            .read_one(COUNT, &[person.into(), since.into()])
            .await?;
        row.map_or(Ok(0), |row| row.columns().int())
    }

    /// How far a file is. A conflict where it is not under way any more: its owner called it off.
    pub async fn move_list_file(
        &self,
        secret: &str,
        state: State,
        rows: i64,
        scope: Option<&str>,
        now: Instant,
    ) -> Result<(), WriteError> {
        const MOVE: &str = "UPDATE list_files SET state = $2, counted = $3, scope = coalesce($4, scope), seen_at = $5
            WHERE digest = $1 AND state IN ('waiting', 'working')";
        let args = vec![
            digest(secret).into(),
            state.as_str().into(),
            rows.into(),
            scope.map(str::to_owned).into(),
            now.into(),
        ];
        let list = vec![Statement::new(MOVE, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    pub async fn put_list_file_part(
        &self,
        secret: &str,
        place: i64,
        bytes: Vec<u8>,
    ) -> Result<(), WriteError> {
        const PUT: &str = "INSERT INTO list_file_parts (digest, place, bytes) VALUES ($1, $2, $3)";
        let args = vec![digest(secret).into(), place.into(), bytes.into()];
        self.db
            .write(vec![Statement::new(PUT, args)])
            .await
            .map(|_| ())
    }

    pub async fn list_file_part(
        &self,
        secret: &str,
        place: i64,
    ) -> Result<Option<Vec<u8>>, DbError> {
        const FIND: &str = "SELECT bytes FROM list_file_parts WHERE digest = $1 AND place = $2";
        let args = [digest(secret).into(), place.into()];
        let row = self.db.read_one(FIND, &args).await?;
        row.map(|row| row.columns().bytes()).transpose()
    }

    /// Forgets files that were asked for before this moment.
    pub async fn forget_list_files(&self, before: Instant) -> Result<(), WriteError> {
        const PARTS: &str = "DELETE FROM list_file_parts WHERE digest IN
            (SELECT digest FROM list_files WHERE made_at < $1)";
        const FILES: &str = "DELETE FROM list_files WHERE made_at < $1";
        let args = || vec![before.into()];
        let list = vec![Statement::new(PARTS, args()), Statement::new(FILES, args())];
        self.db.write(list).await.map(|_| ())
    }
}
