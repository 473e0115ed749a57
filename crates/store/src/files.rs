//! Files by what is known of them; the bytes lie elsewhere, under their `place` (C13).

mod held;
mod places;

pub use held::Unscanned;
pub use places::forgets_place;

use domain::{AccountId, CaseId, FileId, Instant, PersonId, case::CaseEvent, file::Ready};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Row, Sql, Value},
    sql,
};

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Arriving,
    /// It can be attached, and had.
    Ready,
    /// It can be attached, and is had by nobody before it was looked through for harm.
    Held,
    /// Something harmful was found in it.
    Threat,
}

impl State {
    const ALL: [State; 4] = [State::Arriving, State::Ready, State::Held, State::Threat];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Arriving => "arriving",
            State::Ready => "ready",
            State::Held => "held",
            State::Threat => "threat",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub place: String,
    /// Who handed it in.
    pub person: PersonId,
    pub name: String,
    /// Its extension.
    pub kind: String,
    /// As many as were announced; once it is complete, as many as are kept.
    pub bytes: u64,
    pub received: u64,
    pub sha256: Option<String>,
    pub state: State,
    pub created_at: Instant,
    pub case: Option<CaseId>,
    /// It goes with a note.
    pub internal: bool,
    pub attached_at: Option<Instant>,
    /// When somebody other than its sender had it first.
    pub fetched_at: Option<Instant>,
    pub removed_at: Option<Instant>,
    /// Why the scanner would not look through it.
    pub not_scanned: Option<Unscanned>,
    /// When it was looked through for harm.
    pub scanned_at: Option<Instant>,
    /// It opens with a password only.
    pub locked: bool,
}

impl File {
    /// Its bytes are all there, though nobody has looked at them: whoever did was stopped.
    pub fn is_unfinished(&self) -> bool {
        self.state == State::Arriving && self.received == self.bytes && self.received > 0
    }

    /// As many bytes as its sender has of it; what is kept of a recording is another number.
    pub fn length(&self) -> u64 {
        match self.state {
            State::Arriving => self.bytes,
            _ => self.received,
        }
    }

    /// As it can be attached; nothing while it is on its way, or where it may not be.
    pub fn ready(&self) -> Option<Ready> {
        let sound = matches!(self.state, State::Ready | State::Held) && self.removed_at.is_none();
        let sha256 = self.sha256.clone().filter(|_| sound)?;
        Some(Ready {
            id: self.id,
            name: self.name.clone(),
            bytes: self.bytes,
            kind: self.kind.clone(),
            sha256,
        })
    }
}

/// One piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Offset of its first byte.
    pub start: u64,
    pub bytes: u64,
    /// Its own name under the file's place.
    pub place: String,
}

const FILE: &str = "id, place, person_id, name, kind, bytes, received, sha256, state, created_at, case_id, internal, attached_at, \
    fetched_at, removed_at, not_scanned, scanned_at, locked";

pub(crate) fn file(row: Row) -> Result<File, DbError> {
    file_of(&mut row.columns())
}

/// The columns of a file in a table that is called so in the statement.
pub(crate) fn file_columns(table: &'static str) -> Sql {
    let each = FILE
        .split(',')
        .map(|column| sql!("{table}.{}", column.trim()));
    Sql::join(each, ", ")
}

/// A file of columns that come next.
pub(crate) fn file_of(c: &mut Columns) -> Result<File, DbError> {
    Ok(File {
        id: FileId(c.int()?),
        place: c.text()?,
        person: PersonId(c.int()?),
        name: c.text()?,
        kind: c.text()?,
        bytes: size(c.int()?)?,
        received: size(c.int()?)?,
        sha256: c.maybe_text()?,
        state: State::parse(&c.text()?)
            .ok_or_else(|| DbError::Shape("no such state of a file".into()))?,
        created_at: c.instant()?,
        case: c.maybe_int()?.map(CaseId),
        internal: c.bool()?,
        attached_at: c.maybe_instant()?,
        fetched_at: c.maybe_instant()?,
        removed_at: c.maybe_instant()?,
        not_scanned: c.maybe_text()?.as_deref().map(Unscanned::parse),
        scanned_at: c.maybe_instant()?,
        locked: c.bool()?,
    })
}

pub(crate) fn size(stored: i64) -> Result<u64, DbError> {
    u64::try_from(stored).map_err(|_| DbError::Shape("a size below nothing".into()))
}

pub(crate) fn stored(size: u64) -> Value {
    i64::try_from(size).unwrap_or(i64::MAX).into()
}

/// What follows from an event of a case for its files. Each file goes to one case, once.
pub(crate) fn rows(case: CaseId, at: Instant, event: &CaseEvent) -> Vec<Statement> {
    const ATTACH: &str = "UPDATE files SET case_id = $2, account_id = (SELECT account_id FROM cases WHERE id = $2), internal = $3,
        attached_at = $4
        WHERE id = $1 AND case_id IS NULL AND release_id IS NULL AND removed_at IS NULL AND state IN ('ready', 'held')";
    const REMOVE: &str =
        "UPDATE files SET removed_at = $3 WHERE id = $1 AND case_id = $2 AND removed_at IS NULL";
    const NAME: &str = "UPDATE files SET name = $3 WHERE id = $1 AND case_id = $2";
    match event {
        CaseEvent::FilesAttached {
            files, internal, ..
        } => {
            let each = files.iter().map(|file| {
                let args = vec![file.id.into(), case.into(), (*internal).into(), at.into()];
                Statement::new(ATTACH, args).guarded()
            });
            each.collect()
        }
        CaseEvent::FileRemoved { file, .. } => {
            let args = vec![(*file).into(), case.into(), at.into()];
            vec![Statement::new(REMOVE, args).guarded()]
        }
        CaseEvent::Redacted {
            at: Some(at), text, ..
        } => {
            let file = at.strip_prefix("file.").and_then(|id| id.parse().ok());
            let name = |id: i64| {
                let args = vec![id.into(), case.into(), text.as_str().into()];
                Statement::new(NAME, args)
            };
            file.map(name).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The row of a piece.
fn part_row(id: FileId, part: &Part) -> Statement {
    const PART: &str =
        "INSERT INTO file_parts (file_id, start, bytes, place) VALUES ($1, $2, $3, $4)";
    let args: Vec<Value> = vec![
        id.into(),
        stored(part.start),
        stored(part.bytes),
        part.place.as_str().into(),
    ];
    Statement::new(PART, args)
}

impl Store {
    /// Notes that a file begins to arrive.
    pub async fn begin_file(&self, file: &File) -> Result<(), WriteError> {
        const BEGIN: &str =
            "INSERT INTO files (id, place, person_id, name, kind, bytes, state, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let args: Vec<Value> = vec![
            file.id.into(),
            file.place.as_str().into(),
            file.person.into(),
            file.name.as_str().into(),
            file.kind.as_str().into(),
            stored(file.bytes),
            file.state.as_str().into(),
            file.created_at.into(),
        ];
        self.db
            .write(vec![Statement::new(BEGIN, args)])
            .await
            .map(|_| ())
    }

    /// Notes a piece whose bytes are kept. A conflict where another request has gone on with the file meanwhile.
    pub async fn keep_file_part(&self, id: FileId, part: &Part) -> Result<(), WriteError> {
        const ON: &str = "UPDATE files SET received = received + $3 WHERE id = $1 AND received = $2 AND state = 'arriving' AND removed_at IS NULL";
        let on: Vec<Value> = vec![id.into(), stored(part.start), stored(part.bytes)];
        let list = vec![Statement::new(ON, on).guarded(), part_row(id, part)];
        self.db.write(list).await.map(|_| ())
    }

    /// All of it is there, and is this. With `instead`, other bytes are kept than had arrived, in this piece of another place; what
    /// had arrived is noted as left behind.
    pub async fn complete_file(
        &self,
        file: &File,
        instead: Option<(&str, &Part)>,
    ) -> Result<(), WriteError> {
        const DONE: &str =
            "UPDATE files SET state = $2, sha256 = $3, bytes = $4, received = $5, place = $6, locked = $7
            WHERE id = $1 AND state = 'arriving' AND removed_at IS NULL";
        const FORGET: &str = "DELETE FROM file_parts WHERE file_id = $1";
        const LEAVE: &str = "INSERT INTO left_places (place, due_at) VALUES ($1, 0)";
        let args: Vec<Value> = vec![
            file.id.into(),
            file.state.as_str().into(),
            file.sha256.clone().into(),
            stored(file.bytes),
            stored(file.received),
            instead
                .map_or(file.place.as_str(), |(place, _)| place)
                .into(),
            file.locked.into(),
        ];
        let mut list = vec![Statement::new(DONE, args).guarded()];
        if let Some((_, part)) = instead {
            list.push(Statement::new(FORGET, vec![file.id.into()]));
            list.push(part_row(file.id, part));
            list.push(Statement::new(LEAVE, vec![file.place.as_str().into()]));
        }
        self.db.write(list).await.map(|_| ())
    }

    /// A file, whoever's it is and however far.
    pub async fn file(&self, id: FileId) -> Result<Option<File>, DbError> {
        let sql = sql!("SELECT {FILE} FROM files WHERE id = $1 AND removed_at IS NULL");
        let row = self.db.read_one(&sql, &[id.into()]).await?;
        row.map(file).transpose()
    }

    /// One's own file that was not sent yet.
    pub async fn waiting_file(
        &self,
        person: PersonId,
        id: FileId,
    ) -> Result<Option<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE id = $1 AND person_id = $2 AND case_id IS NULL AND release_id IS NULL AND session_id IS NULL AND removed_at IS NULL"
        );
        let row = self.db.read_one(&sql, &[id.into(), person.into()]).await?;
        row.map(file).transpose()
    }

    /// How many files of one's own were not sent yet, and how many bytes these are.
    pub async fn waiting_files(&self, person: PersonId) -> Result<(u64, u64), DbError> {
        const SUM: &str = "SELECT count(*), cast(coalesce(sum(bytes), 0) AS bigint) FROM files
            WHERE person_id = $1 AND case_id IS NULL AND release_id IS NULL AND session_id IS NULL AND removed_at IS NULL";
        self.two(SUM, person.into()).await
    }

    /// How many files lie in the cases of an account, and how many bytes these are.
    pub async fn files_of_account(&self, account: AccountId) -> Result<(u64, u64), DbError> {
        const SUM: &str = "SELECT count(*), cast(coalesce(sum(bytes), 0) AS bigint) FROM files
            WHERE account_id = $1 AND removed_at IS NULL";
        self.two(SUM, account.into()).await
    }

    /// Statements that hold all files of an account to so many bytes, behind whatever is written before them: a conflict where
    /// they are more. Whoever writes for the same account at the same time waits, so that no two fit where one does.
    pub fn within_room(account: AccountId, most: u64) -> [Statement; 2] {
        const IN_LINE: &str = "UPDATE accounts SET name = name WHERE id = $1";
        const WITHIN: &str = "UPDATE accounts SET name = name WHERE id = $1
            AND (SELECT cast(coalesce(sum(f.bytes), 0) AS bigint) FROM files f WHERE f.account_id = $1 AND f.removed_at IS NULL) <= $2";
        [
            Statement::new(IN_LINE, vec![account.into()]),
            Statement::new(WITHIN, vec![account.into(), stored(most)]).guarded(),
        ]
    }

    async fn two(&self, sql: &'static str, of: Value) -> Result<(u64, u64), DbError> {
        let row = self.db.read_one(sql, &[of]).await?;
        let row = row.ok_or_else(|| DbError::Shape("a sum has a row".into()))?;
        let mut c = row.columns();
        Ok((size(c.int()?)?, size(c.int()?)?))
    }

    /// The files of a case, those taken away too, the oldest first. Whoever may not see notes leaves out their files.
    pub async fn files_of_case(&self, case: CaseId, notes: bool) -> Result<Vec<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE case_id = $1 AND (internal = 0 OR $2 = 1) ORDER BY id"
        );
        let rows = self.db.read(&sql, &[case.into(), notes.into()]).await?;
        rows.into_iter().map(file).collect()
    }

    /// All files of cases, releases and sessions whose bytes are to be had, by key, behind this one.
    pub async fn files_after(&self, id: FileId, most: usize) -> Result<Vec<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE id > $1 AND (case_id IS NOT NULL OR release_id IS NOT NULL OR session_id IS NOT NULL AND attached_at IS NOT NULL)
            AND removed_at IS NULL AND state <> 'threat'
            ORDER BY id LIMIT $2"
        );
        let args = [id.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(file).collect()
    }

    /// One of these.
    pub async fn file_of_case(
        &self,
        case: CaseId,
        id: FileId,
        notes: bool,
    ) -> Result<Option<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE id = $2 AND case_id = $1 AND (internal = 0 OR $3 = 1)"
        );
        let row = self
            .db
            .read_one(&sql, &[case.into(), id.into(), notes.into()])
            .await?;
        row.map(file).transpose()
    }

    /// The pieces of a file, in order.
    pub async fn file_parts(&self, id: FileId) -> Result<Vec<Part>, DbError> {
        const PARTS: &str =
            "SELECT start, bytes, place FROM file_parts WHERE file_id = $1 ORDER BY start";
        let rows = self.db.read(PARTS, &[id.into()]).await?;
        let part = |row: Row| {
            let mut c = row.columns();
            Ok(Part {
                start: size(c.int()?)?,
                bytes: size(c.int()?)?,
                place: c.text()?,
            })
        };
        rows.into_iter().map(part).collect()
    }

    /// Somebody other than its sender has had it.
    pub async fn note_file_fetched(&self, id: FileId, at: Instant) -> Result<(), WriteError> {
        const FETCHED: &str =
            "UPDATE files SET fetched_at = $2 WHERE id = $1 AND fetched_at IS NULL";
        let list = vec![Statement::new(FETCHED, vec![id.into(), at.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// Files that were begun before this moment and never sent; what came in a session is kept otherwise.
    pub async fn stale_files(&self, before: Instant, most: usize) -> Result<Vec<FileId>, DbError> {
        const STALE: &str =
            "SELECT id FROM files WHERE case_id IS NULL AND release_id IS NULL AND removed_at IS NULL AND created_at < $1
            AND (session_id IS NULL OR attached_at IS NULL) ORDER BY created_at LIMIT $2";
        self.stale(STALE, before, most).await
    }

    /// Files that came before this moment in sessions about no case.
    pub async fn stale_session_files(
        &self,
        before: Instant,
        most: usize,
    ) -> Result<Vec<FileId>, DbError> {
        const STALE: &str =
            "SELECT id FROM files WHERE case_id IS NULL AND release_id IS NULL AND removed_at IS NULL AND created_at < $1
            AND session_id IS NOT NULL AND attached_at < $1 ORDER BY created_at LIMIT $2";
        self.stale(STALE, before, most).await
    }

    async fn stale(
        &self,
        sql: &'static str,
        before: Instant,
        most: usize,
    ) -> Result<Vec<FileId>, DbError> {
        let args = [before.into(), (most as i64).into()];
        let rows = self.db.read(sql, &args).await?;
        rows.into_iter()
            .map(|row| Ok(FileId(row.columns().int()?)))
            .collect()
    }

    /// Takes a file away that was never sent; whether it could, or was sent meanwhile.
    pub async fn let_file_go(&self, id: FileId, at: Instant) -> Result<bool, WriteError> {
        const GO: &str = "UPDATE files SET removed_at = $2 WHERE id = $1 AND case_id IS NULL AND release_id IS NULL AND removed_at IS NULL";
        let go = Statement::new(GO, vec![id.into(), at.into()]).guarded();
        match self.db.write(vec![go]).await {
            Ok(_) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Files that were taken away and whose bytes still lie there.
    pub async fn files_to_clear(&self, most: usize) -> Result<Vec<File>, DbError> {
        let sql = sql!(
            "SELECT {FILE} FROM files WHERE removed_at IS NOT NULL AND cleared = 0 ORDER BY id LIMIT $1"
        );
        let rows = self.db.read(&sql, &[(most as i64).into()]).await?;
        rows.into_iter().map(file).collect()
    }

    /// Its bytes are gone; of what was never sent, nothing is left at all.
    pub async fn clear_file(&self, file: &File) -> Result<(), WriteError> {
        const PARTS: &str = "DELETE FROM file_parts WHERE file_id = $1";
        const TEXT: &str = "DELETE FROM file_texts WHERE file_id = $1";
        const CLEARED: &str = "UPDATE files SET cleared = 1 WHERE id = $1";
        const GONE: &str =
            "DELETE FROM files WHERE id = $1 AND case_id IS NULL AND release_id IS NULL";
        let list =
            [PARTS, TEXT, CLEARED, GONE].map(|sql| Statement::new(sql, vec![file.id.into()]));
        let list = list.into();
        self.db.write(list).await.map(|_| ())
    }
}
