//! The limits: the same SQL through the driver alone. What stands between a figure and its limit is ours.
//! The texts are copies of what the store builds; whoever uses them compares the answers.

use std::path::Path;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use rusqlite::{Connection, config::DbConfig, types::Value};
use store::cases::Cursor;

/// A connection set as the store sets its own.
pub fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("SQLite opens");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
        )
        .expect("pragmas");
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .expect("plans that stay");
    connection.set_prepared_statement_cache_capacity(256);
    connection
}

/// The query of a list with its arguments.
#[derive(Clone, Debug)]
pub struct ListQuery {
    pub sql: String,
    pub args: Vec<Value>,
    /// What the page asks beside it: who reads, how many there are, what can be chosen.
    beside: Vec<(String, Vec<Value>)>,
}

const PERSON: &str = "p.id, p.version, p.account_id, p.level, p.role, p.team_id, p.family, p.given,
    p.family_kana, p.given_kana, p.email, p.language, p.time_zone, p.signed_in, p.suspended";

const COLUMNS: &str = "c.id, c.number, c.account_id, c.deployment_id, c.contact_id, c.list, c.kind,
    c.product, c.severity, c.channel, c.subject, c.status, c.turn, c.owner_id, c.team_id, c.opened_at, c.modified_at,
    c.turn_since, c.desk_version, c.reopening_asked, c.standing, c.due_order, c.due_clock, c.alert, c.call_owed";
const NAMES: &str = "p.family, p.given, d.label, d.label_en, a.name, a.name_en, o.family, o.given";
const JOINS: &str = "JOIN people p ON p.id = c.contact_id
    JOIN deployments d ON d.id = c.deployment_id
    JOIN accounts a ON a.id = c.account_id
    LEFT JOIN people o ON o.id = c.owner_id";

impl ListQuery {
    fn new(
        column: &str,
        mut conditions: Vec<String>,
        mut args: Vec<Value>,
        cursor: Option<&Cursor>,
        limit: i64,
    ) -> Self {
        if let Some(cursor) = cursor {
            args.extend(parts(cursor));
            conditions.push(format!(
                "({column}, c.number) > (?{}, ?{})",
                args.len() - 1,
                args.len()
            ));
        }
        args.push(Value::Integer(limit + 1));
        let sql = format!(
            "SELECT c.sorted_by, {COLUMNS}, {NAMES} FROM (SELECT {column} AS sorted_by, {COLUMNS} FROM cases c WHERE {} ORDER BY {column} asc, c.number asc LIMIT ?{}) c {JOINS}
             ORDER BY c.sorted_by asc, c.number asc",
            conditions.join(" AND "),
            args.len(),
        );
        Self {
            sql,
            args,
            beside: Vec::new(),
        }
    }

    /// With what a page asks beside it: for the holder of this sign-in, these counters, and the company if it is one's.
    pub fn on_a_page(
        mut self,
        secret: &str,
        counters: &[(&str, i64)],
        account: Option<i64>,
    ) -> Self {
        let reader = format!(
            "SELECT s.made_at, s.seen_at, s.acting_for, s.strength, s.proxy_contact, s.proxy_case, {PERSON} FROM sign_ins s JOIN people p ON p.id = s.person_id WHERE s.digest = ?1"
        );
        let digest = Value::Blob(store::sign_ins::digest(secret));
        self.beside.push((reader, vec![digest]));
        let (mut wanted, mut args) = (Vec::new(), Vec::new());
        for (dimension, id) in counters {
            args.extend([Value::Text((*dimension).into()), Value::Integer(*id)]);
            wanted.push(format!(
                "(dimension = ?{} AND id = ?{})",
                args.len() - 1,
                args.len()
            ));
        }
        let wanted = wanted.join(" OR ");
        let mut counts = format!("SELECT dimension, id, turn, cases FROM counts WHERE ({wanted})");
        if account.is_some() {
            args.push(Value::Text("cases".into()));
            counts.push_str(&format!(" AND list = ?{}", args.len()));
        }
        self.beside.push((counts, args));
        if let Some(account) = account {
            let args = vec![Value::Integer(account)];
            self.beside.extend([
                (
                    "SELECT a.name, a.name_en, a.admin_id, a.restricted, x.partner_id, x.until_day, g.contact_id,
                     g.deployment_id, g.level, g.from_day, g.until_day, g.by_person FROM accounts a
                     LEFT JOIN partners x ON x.account_id = a.id AND x.partner_id = ?1
                     LEFT JOIN grants g ON g.account_id = a.id AND g.contact_id = ?2
                     WHERE a.id = ?1 ORDER BY g.place"
                        .into(),
                    vec![Value::Integer(account), Value::Integer(0)],
                ),
                (
                    "SELECT id, label, label_en, identifier, environments FROM deployments
                     WHERE account_id = ?1 ORDER BY place, id"
                        .into(),
                    args,
                ),
            ]);
        }
        self
    }

    /// A company's cases that are not closed, in their own order.
    pub fn company(account: i64, cursor: Option<&Cursor>, limit: i64) -> Self {
        const TURN: i64 = 1 << 44;
        // Behind a cursor the plus leaves the start of the search to it.
        let from = if cursor.is_some() {
            "+c.attention >= ?3"
        } else {
            "c.attention >= ?3"
        };
        let conditions = ["c.account_id = ?1", "c.list = ?2", from, "c.attention < ?4"];
        let args = vec![
            Value::Integer(account),
            Value::Text("cases".into()),
            Value::Integer(0),
            Value::Integer(2 * TURN),
        ];
        Self::new(
            "c.attention",
            conditions.map(str::to_owned).to_vec(),
            args,
            cursor,
            limit,
        )
    }

    /// What waits for support, longest first.
    pub fn inbox(cursor: Option<&Cursor>, limit: i64) -> Self {
        Self::new(
            "c.turn_since",
            vec!["1 = 1".into(), "c.turn = ?1".into()],
            vec![Value::Integer(1)],
            cursor,
            limit,
        )
    }

    /// Runs it and looks at every value; gives the numbers of the cases.
    pub fn run(&self, connection: &Connection) -> rusqlite::Result<Vec<i64>> {
        for (sql, args) in &self.beside {
            let mut statement = connection.prepare_cached(sql)?;
            let width = statement.column_count();
            let mut rows = statement.query(rusqlite::params_from_iter(args))?;
            while let Some(row) = rows.next()? {
                for column in 0..width {
                    std::hint::black_box(row.get_ref(column)?);
                }
            }
        }
        let mut statement = connection.prepare_cached(&self.sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(&self.args))?;
        let mut numbers = Vec::with_capacity(64);
        while let Some(row) = rows.next()? {
            for column in 0..width {
                std::hint::black_box(row.get_ref(column)?);
            }
            numbers.push(row.get(2)?);
        }
        Ok(numbers)
    }
}

/// Value of the sorted column and number that a cursor stands behind.
fn parts(cursor: &Cursor) -> [Value; 2] {
    let text = BASE64.decode(cursor.encode()).expect("a cursor is base64");
    let (key, number, _, _): (i64, i64, bool, i64) =
        serde_json::from_slice(&text).expect("a cursor is JSON");
    [Value::Integer(key), Value::Integer(number)]
}

/// The rows that opening one case leaves, as arguments of the statements that make them.
pub struct Opened {
    case: Vec<Value>,
    events: Vec<Vec<Value>>,
    texts: Vec<Vec<Value>>,
    counts: Vec<Vec<Value>>,
}

/// What every opening runs.
pub struct Statements {
    insert_case: String,
}

const TAKE_NUMBER: &str = "UPDATE numbering SET next = next + 1 WHERE name = 'case'";
const EVENT: &str = "stream, stream_id, version, at, by_person, kind, body, hash";
const TEXT: &str = "stream, stream_id, version, ordinal, salt, body";
const COUNT: &str =
    "INSERT INTO counts (dimension, id, list, turn, cases) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (dimension, id, list, turn) DO UPDATE SET cases = counts.cases + excluded.cases";

fn insert(table: &str, columns: &str) -> String {
    let places = (1..=columns.split(',').count())
        .map(|n| format!("?{n}"))
        .collect::<Vec<_>>()
        .join(", ");
    format!("INSERT INTO {table} ({columns}) VALUES ({places})")
}

/// All rows of a query.
fn rows(connection: &Connection, sql: &str, args: &[Value]) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut statement = connection.prepare_cached(sql)?;
    let width = statement.column_count();
    let found = statement.query_map(rusqlite::params_from_iter(args), |row| {
        (0..width).map(|i| row.get(i)).collect()
    })?;
    found.collect()
}

impl Statements {
    /// Reads back what the store wrote for cases numbered above `after`, to be written once more elsewhere.
    pub fn of(connection: &Connection, after: i64) -> rusqlite::Result<(Self, Vec<Opened>)> {
        let names: Vec<String> = connection
            .prepare("SELECT name FROM pragma_table_info('cases') WHERE name NOT IN ('id', 'head', 'number')")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let names = names.join(", ");
        let places = (3..3 + names.split(',').count())
            .map(|n| format!("?{n}"))
            .collect::<Vec<_>>()
            .join(", ");
        let insert_case = format!(
            "INSERT INTO cases (id, head, number, {names}) VALUES (?1, ?2,
             (SELECT next - 1 FROM numbering WHERE name = 'case'), {places}) RETURNING number"
        );
        let cases = rows(
            connection,
            &format!("SELECT id, head, {names} FROM cases WHERE number > ?1 ORDER BY number"),
            &[Value::Integer(after)],
        )?;
        let mut all = Vec::with_capacity(cases.len());
        for case in cases {
            let id = &case[..1];
            let of_this = |table: &str, columns: &str, order: &str| {
                let sql = format!(
                    "SELECT {columns} FROM {table} WHERE stream = 'case' AND stream_id = ?1 ORDER BY {order}"
                );
                rows(connection, &sql, id)
            };
            const TALLIES: &str = "
                SELECT 'account', account_id, list, turn, 1 FROM cases WHERE id = ?1
                UNION ALL SELECT 'contact', contact_id, list, turn, 1 FROM cases WHERE id = ?1
                UNION ALL SELECT 'deployment', deployment_id, list, turn, 1 FROM cases WHERE id = ?1
                UNION ALL SELECT 'desk', 0, list, turn, 1 FROM cases WHERE id = ?1
                UNION ALL SELECT 'owner', coalesce(owner_id, 0), list, turn, 1 FROM cases WHERE id = ?1
                UNION ALL SELECT 'team', coalesce(team_id, 0), list, turn, 1 FROM cases WHERE id = ?1";
            let (events, texts) = (
                of_this("events", EVENT, "version")?,
                of_this("prose", TEXT, "version, ordinal")?,
            );
            let counts = rows(connection, TALLIES, id)?;
            all.push(Opened {
                events,
                texts,
                counts,
                case,
            });
        }
        Ok((Self { insert_case }, all))
    }

    /// Opens the cases, so many in each transaction.
    pub fn run(
        &self,
        connection: &Connection,
        all: &[Opened],
        group: usize,
    ) -> rusqlite::Result<()> {
        let (event, text) = (insert("events", EVENT), insert("prose", TEXT));
        for together in all.chunks(group) {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            for one in together {
                connection.prepare_cached(TAKE_NUMBER)?.execute([])?;
                let _: i64 = connection
                    .prepare_cached(&self.insert_case)?
                    .query_row(rusqlite::params_from_iter(&one.case), |row| row.get(0))?;
                for (sql, list) in [
                    (event.as_str(), &one.events),
                    (text.as_str(), &one.texts),
                    (COUNT, &one.counts),
                ] {
                    for args in list {
                        connection
                            .prepare_cached(sql)?
                            .execute(rusqlite::params_from_iter(args))?;
                    }
                }
            }
            connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }
}
