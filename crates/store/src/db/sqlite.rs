//! SQLite: one writer thread that commits many writes in one go, and readers that answer in place. A short read on the
//! caller's own thread is several times quicker than any hand-over to another.

use std::{
    cell::RefCell,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, ValueRef},
};
use tokio::sync::oneshot;

use super::{
    DbError, Outcome, Row, Statement, Value, WriteError,
    dialect::numbered,
    held::{self, Held},
    row::Packing,
};

/// Writes that may wait for the writer; beyond that the callers wait.
const QUEUE: usize = 1024;
/// Writes committed together at the most.
const GROUP: usize = 256;

type Answer = oneshot::Sender<Result<Vec<Outcome>, WriteError>>;

struct Job {
    list: Vec<Statement>,
    answer: Answer,
}

pub(super) struct Sqlite {
    path: PathBuf,
    readers: Mutex<Vec<Reader>>,
    jobs: Mutex<Option<SyncSender<Job>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self, DbError> {
        let connection = connect(path)?;
        // A process that was killed may have left a commit that it had written and not yet made durable. Whoever opens the
        // database next sees it as done, and would acknowledge a repeated request on the strength of it: so it is made
        // durable before anything is read.
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        let (jobs, queue) = sync_channel(QUEUE);
        let writer = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_all(&Reader::new(connection), &queue))
            .map_err(|_| DbError::Stopped)?;
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::new(Vec::new()),
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
        })
    }

    pub fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let shared = held::with(|held| self.read_held(held, sql, args));
        if let Some(rows) = shared.transpose()?.flatten() {
            return Ok(rows);
        }
        let reader = self.idle()?;
        let result = reader.run(sql, args).map(|outcome| outcome.rows);
        self.give_back(reader);
        Ok(result?)
    }

    /// Reads through what is held, or through what is held from now on; none where another database is.
    fn read_held(
        &self,
        held: &mut Option<Held>,
        sql: &str,
        args: &[Value],
    ) -> Result<Option<Vec<Row>>, DbError> {
        let of = std::ptr::from_ref(self).addr();
        if held.is_none() {
            let reader = self.idle()?;
            reader.run("BEGIN DEFERRED", &[])?;
            *held = Some(Held { reader, of });
        }
        match held {
            Some(held) if held.of == of => Ok(Some(held.reader.run(sql, args)?.rows)),
            _ => Ok(None),
        }
    }

    /// Ends the moment that is held: what is read next is of a later one.
    pub fn let_go(&self) {
        let of = std::ptr::from_ref(self).addr();
        let held = held::with(|held| held.take_if(|held| held.of == of));
        if let Some(held) = held.flatten()
            && held.reader.run("COMMIT", &[]).is_ok()
        {
            self.give_back(held.reader);
        }
    }

    fn idle(&self) -> Result<Reader, DbError> {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        match readers.pop() {
            Some(reader) => Ok(reader),
            None => {
                drop(readers);
                Ok(Reader::new(connect(&self.path)?))
            }
        }
    }

    fn give_back(&self, reader: Reader) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.push(reader);
    }

    /// A reader that stays at this moment.
    pub fn moment(&self) -> Result<Moment, DbError> {
        let reader = Reader::new(connect(&self.path)?);
        reader.connection.execute_batch("BEGIN DEFERRED")?;
        // The first look is what settles the moment.
        reader.run("SELECT count(*) FROM schema_version", &[])?;
        Ok(Moment(Mutex::new(reader)))
    }

    pub async fn write(&self, list: Vec<Statement>) -> Result<Vec<Outcome>, WriteError> {
        self.let_go();
        let (answer, answered) = oneshot::channel();
        let jobs = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(DbError::Stopped)?;
        let mut job = Job { list, answer };
        // The queue is long; when it is full, wait off the async threads.
        if let Err(full) = jobs.try_send(job) {
            job = match full {
                std::sync::mpsc::TrySendError::Full(job) => job,
                std::sync::mpsc::TrySendError::Disconnected(_) => {
                    return Err(DbError::Stopped.into());
                }
            };
            tokio::task::spawn_blocking(move || jobs.send(job))
                .await
                .ok()
                .and_then(Result::ok)
                .ok_or(DbError::Stopped)?;
        }
        answered.await.map_err(|_| DbError::Stopped)?
    }

    pub fn script(&self, sql: &str) -> Result<(), DbError> {
        let connection = connect(&self.path)?;
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {sql}; COMMIT;"))?;
        Ok(())
    }
}

/// One moment of the database, on a connection of its own; closing it ends the transaction.
pub(super) struct Moment(Mutex<Reader>);

impl Moment {
    pub fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let reader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(reader.run(sql, args)?.rows)
    }
}

impl Drop for Sqlite {
    /// Lets the writer finish what it was given.
    fn drop(&mut self) {
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            let _ = writer.join();
        }
    }
}

fn connect(path: &Path) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
    )?;
    // Plans must not hang on values: else SQLite prepares a statement anew for every page that binds its LIMIT.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The control of the power-cut run (`cargo xtask crash`); in no build that is delivered.
    #[cfg(feature = "unsafe-control")]
    if std::env::var_os("MADOGUCHI_UNSAFE_CONTROL").is_some() {
        connection.execute_batch("PRAGMA synchronous = OFF;")?;
    }
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// A connection, with what it knows of each text.
pub(super) struct Reader {
    connection: Connection,
    known: RefCell<HashMap<String, Known, foldhash::fast::RandomState>>,
}

/// A statement as SQLite spells it, and the room that its last result took (values, bytes of text).
struct Known {
    text: String,
    room: (usize, usize),
}

/// A long result is no reason to make room for the next.
const MOST_ROOM: usize = 64 * 1024;

impl Reader {
    fn new(connection: Connection) -> Self {
        Self {
            connection,
            known: RefCell::default(),
        }
    }

    fn run(&self, sql: &str, args: &[Value]) -> rusqlite::Result<Outcome> {
        let mut known = self.known.borrow_mut();
        let known = match known.get_mut(sql) {
            Some(known) => known,
            // Texts are few: those of the source and the variants that lists build from fixed parts.
            None => known.entry(sql.to_owned()).or_insert_with(|| Known {
                text: numbered(sql),
                room: (0, 0),
            }),
        };
        let mut statement = self.connection.prepare_cached(&known.text)?;
        let args: Vec<&dyn ToSql> = args.iter().map(|a| a as &dyn ToSql).collect();
        let width = statement.column_count();
        if width == 0 {
            let changed = statement.execute(args.as_slice())?;
            return Ok(Outcome {
                changed: changed as u64,
                rows: Vec::new(),
            });
        }
        let mut packing = Packing::with_room(known.room.0, known.room.1);
        let mut found = statement.query(args.as_slice())?;
        while let Some(row) = found.next()? {
            for place in 0..width {
                match row.get_ref(place)? {
                    ValueRef::Null => packing.null(),
                    ValueRef::Integer(v) => packing.int(v),
                    // No column holds a fraction; a computed one is cut.
                    ValueRef::Real(v) => packing.int(v as i64),
                    ValueRef::Text(v) => packing.text(v),
                    ValueRef::Blob(v) => packing.bytes(v),
                }
            }
        }
        let room = packing.room();
        known.room = (room.0.min(MOST_ROOM), room.1.min(MOST_ROOM));
        let rows = packing
            .rows(width)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(Outcome {
            changed: rows.len() as u64,
            rows,
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(v) => ValueRef::Integer(*v),
            Value::Text(v) => ValueRef::Text(v.as_bytes()),
            Value::Bytes(v) => ValueRef::Blob(v),
            Value::Null => ValueRef::Null,
        }))
    }
}

/// The writer: takes what has come, commits it in one transaction, answers all.
fn write_all(writer: &Reader, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = queue.try_recv()
        {
            group.push(next);
        }
        commit(writer, group);
    }
}

fn commit(writer: &Reader, group: Vec<Job>) {
    let mut done = Vec::with_capacity(group.len());
    let begun = writer.connection.execute_batch("BEGIN IMMEDIATE");
    for job in group {
        let result = match &begun {
            Ok(()) => apply(writer, &job.list),
            Err(_) => Err(DbError::Stopped.into()),
        };
        done.push((job.answer, result));
    }
    let committed = begun.and_then(|()| writer.connection.execute_batch("COMMIT"));
    if let Err(error) = &committed {
        tracing::error!(%error, "a group of writes was not committed");
        let _ = writer.connection.execute_batch("ROLLBACK");
    }
    for (answer, result) in done {
        let result = match committed {
            Ok(()) => result,
            Err(_) => Err(DbError::Stopped.into()),
        };
        // Who asked may be gone; the write stands all the same.
        let _ = answer.send(result);
    }
}

/// One write inside the group: all its statements, or none.
fn apply(writer: &Reader, list: &[Statement]) -> Result<Vec<Outcome>, WriteError> {
    writer.run("SAVEPOINT one", &[]).map_err(DbError::from)?;
    let mut outcomes = Vec::with_capacity(list.len());
    let mut failed = None;
    for statement in list {
        match writer.run(statement.sql.as_str(), &statement.args) {
            Ok(outcome) if statement.must_change.is_some_and(|n| n != outcome.changed) => {
                failed = Some(WriteError::Conflict);
            }
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => failed = Some(refusal(error)),
        }
        if failed.is_some() {
            writer.run("ROLLBACK TO one", &[]).map_err(DbError::from)?;
            break;
        }
    }
    writer.run("RELEASE one", &[]).map_err(DbError::from)?;
    failed.map_or(Ok(outcomes), Err)
}

/// SQLite names the columns, not the index: `cases.number` becomes `cases_number_key`.
fn refusal(error: rusqlite::Error) -> WriteError {
    if let rusqlite::Error::SqliteFailure(failure, Some(message)) = &error
        && failure.code == rusqlite::ErrorCode::ConstraintViolation
        && let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ")
    {
        let mut parts = columns.split(", ").flat_map(|c| c.split_once('.'));
        let first = parts
            .next()
            .map(|(table, column)| format!("{table}_{column}"));
        let rest = parts
            .map(|(_, column)| format!("_{column}"))
            .collect::<String>();
        return WriteError::unique(&format!("{}{rest}_key", first.unwrap_or_default()));
    }
    WriteError::Broken(error.into())
}
