//! What a database holds, judged by SQL of our own: sound in itself, nothing
//! half done, every acknowledged change there once.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::client::{Acknowledged, What};

/// What was found wrong, by its kind.
#[derive(Default)]
pub struct Findings {
    /// The database cannot be opened or is damaged.
    pub corrupt: Vec<String>,
    /// An acknowledged change is not there, or with another case.
    pub lost: Vec<String>,
    /// A change is there twice.
    pub doubled: Vec<String>,
    /// A part of a change is there without the rest.
    pub half: Vec<String>,
}

impl Findings {
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn all(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let named = |name| move |what| (name, what);
        let corrupt = self.corrupt.iter().map(named("corrupt"));
        let lost = self.lost.iter().map(named("lost"));
        let doubled = self.doubled.iter().map(named("doubled"));
        let half = self.half.iter().map(named("half"));
        corrupt.chain(lost).chain(doubled).chain(half)
    }

    /// The first few, for the terminal.
    pub fn told(&self) -> String {
        let first = self
            .all()
            .take(8)
            .map(|(name, what)| format!("  {name}: {what}"));
        let more = self.all().count().saturating_sub(8);
        let rest = (more > 0).then(|| format!("  and {more} more"));
        first.chain(rest).collect::<Vec<_>>().join("\n")
    }
}

/// Where a mark stands: the numbers of the cases, once for each time.
#[derive(Default)]
struct Marks {
    texts: HashMap<u64, Vec<i64>>,
    subjects: HashMap<u64, Vec<i64>>,
    keys: HashMap<u64, Vec<i64>>,
}

/// Queries that give a sentence for each thing that is half done.
const HALVES: [(&str, &str); 8] = [
    (
        "a case whose events are not as many as its version",
        "SELECT c.number FROM cases c LEFT JOIN
           (SELECT stream_id, count(*) AS n, max(version) AS last FROM events WHERE stream = 'case' GROUP BY 1) e
         ON e.stream_id = c.id WHERE e.n IS NULL OR e.n <> c.version OR e.last <> c.version",
    ),
    (
        "a case whose head is not its last event",
        "SELECT c.number FROM cases c JOIN events e
         ON e.stream = 'case' AND e.stream_id = c.id AND e.version = c.version WHERE e.hash <> c.head",
    ),
    (
        "an event without its case",
        "SELECT e.stream_id FROM events e WHERE e.stream = 'case'
         AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = e.stream_id)",
    ),
    (
        "a text without its event",
        "SELECT p.stream_id FROM prose p WHERE NOT EXISTS (SELECT 1 FROM events e
         WHERE e.stream = p.stream AND e.stream_id = p.stream_id AND e.version = p.version)",
    ),
    (
        "a key without its case",
        "SELECT i.case_id FROM idempotency i WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = i.case_id)",
    ),
    (
        "numbers with a gap, or the next one taken",
        "SELECT next FROM numbering WHERE name = 'case'
         AND (next <> (SELECT count(*) FROM cases) + 1 OR next <> (SELECT coalesce(max(number), 0) FROM cases) + 1)",
    ),
    (
        "a counter that is not the number of cases",
        "SELECT k.id FROM counts k LEFT JOIN
           (SELECT 'desk' AS dimension, 0 AS id, list, turn, count(*) AS n FROM cases GROUP BY 3, 4
            UNION ALL SELECT 'account', account_id, list, turn, count(*) FROM cases GROUP BY 2, 3, 4
            UNION ALL SELECT 'contact', contact_id, list, turn, count(*) FROM cases GROUP BY 2, 3, 4
            UNION ALL SELECT 'deployment', deployment_id, list, turn, count(*) FROM cases GROUP BY 2, 3, 4
            UNION ALL SELECT 'owner', coalesce(owner_id, 0), list, turn, count(*) FROM cases GROUP BY 2, 3, 4
            UNION ALL SELECT 'team', coalesce(team_id, 0), list, turn, count(*) FROM cases GROUP BY 2, 3, 4
            UNION ALL SELECT 'warned', coalesce(owner_id, 0), list, turn, count(*) FROM cases WHERE alert >= 1 GROUP BY 2, 3, 4
            UNION ALL SELECT 'alarmed', 0, list, turn, count(*) FROM cases WHERE alert >= 2 GROUP BY 3, 4) c
         ON c.dimension = k.dimension AND c.id = k.id AND c.list = k.list AND c.turn = k.turn
         WHERE k.cases <> coalesce(c.n, 0)",
    ),
    (
        "counters that do not add up to the cases",
        "SELECT dimension FROM counts GROUP BY dimension HAVING sum(cases) <> (SELECT count(*) FROM cases WHERE
           alert >= CASE dimension WHEN 'warned' THEN 1 WHEN 'alarmed' THEN 2 ELSE 0 END)",
    ),
];

/// Looks at a folder that no program has open.
pub fn check<'a>(
    data: &Path,
    acknowledged: impl Iterator<Item = &'a Acknowledged>,
    keys_count: bool,
) -> Findings {
    let mut findings = Findings::default();
    match read(data, &mut findings) {
        Ok(marks) => judge(&marks, acknowledged, keys_count, &mut findings),
        Err(error) => findings.corrupt.push(error.to_string()),
    }
    findings
}

fn read(data: &Path, findings: &mut Findings) -> rusqlite::Result<Marks> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(data.join("madoguchi.db"), flags)?;
    // The write-ahead log stays for the program to find.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let rows = |sql: &str| -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        })?;
        rows.collect()
    };
    let sound = rows("PRAGMA integrity_check")?;
    if sound != ["ok"] {
        findings.corrupt.extend(sound);
    }
    findings.half.extend(rows("PRAGMA foreign_key_check")?);
    for (what, sql) in HALVES {
        findings
            .half
            .extend(rows(sql)?.iter().map(|id| format!("{what}: {id}")));
    }
    let mut marks = Marks::default();
    let found =
        |sql: &str, opening: &str, into: &mut HashMap<u64, Vec<i64>>| -> rusqlite::Result<()> {
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (text, number) = (row.get_ref(0)?.as_str_or_null()?, row.get(1)?);
                for mark in text.into_iter().flat_map(|text| numbers(text, opening)) {
                    into.entry(mark).or_default().push(number);
                }
            }
            Ok(())
        };
    const TEXTS: &str =
        "SELECT p.body, coalesce(c.number, -1) FROM prose p LEFT JOIN cases c ON c.id = p.stream_id
        WHERE p.stream = 'case'";
    const KEYS: &str = "SELECT i.name || ';', coalesce(c.number, -1) FROM idempotency i LEFT JOIN cases c ON c.id = i.case_id";
    found(TEXTS, "mark:", &mut marks.texts)?;
    found(
        "SELECT subject, number FROM cases",
        "subject:",
        &mut marks.subjects,
    )?;
    found(KEYS, "crash-", &mut marks.keys)?;
    Ok(marks)
}

/// The numbers that stand between this opening and a semicolon.
pub fn numbers(text: &str, opening: &str) -> Vec<u64> {
    let parts = text.split(opening).skip(1);
    parts
        .filter_map(|part| part.split_once(';')?.0.parse().ok())
        .collect()
}

fn judge<'a>(
    marks: &Marks,
    acknowledged: impl Iterator<Item = &'a Acknowledged>,
    keys_count: bool,
    findings: &mut Findings,
) {
    for (name, found) in [("text", &marks.texts), ("subject", &marks.subjects)] {
        let twice = found.iter().filter(|(_, cases)| cases.len() > 1);
        let told = twice.map(|(mark, cases)| format!("{name} {mark} in cases {cases:?}"));
        findings.doubled.extend(told);
    }
    for Acknowledged {
        mark,
        what,
        case,
        repeated,
    } in acknowledged
    {
        let how = if *repeated {
            ", acknowledged on repetition"
        } else {
            ""
        };
        let mut places = vec![("text", &marks.texts)];
        if keys_count {
            places.push(("key", &marks.keys));
        }
        if *what == What::Open {
            places.push(("subject", &marks.subjects));
        }
        for (name, found) in places {
            match found.get(mark) {
                Some(cases) if cases.contains(case) => {}
                other => findings.lost.push(format!(
                    "{name} {mark} ({what:?}{how}) of case {case}: {other:?}"
                )),
            }
        }
    }
    if keys_count {
        let without = |one: &HashMap<u64, Vec<i64>>,
                       other: &HashMap<u64, Vec<i64>>,
                       what: &str|
         -> Vec<String> {
            let alone = one
                .iter()
                .filter(|(mark, cases)| other.get(*mark) != Some(*cases));
            alone.map(|(mark, _)| format!("{what}: {mark}")).collect()
        };
        findings
            .half
            .extend(without(&marks.texts, &marks.keys, "a text without its key"));
        findings
            .half
            .extend(without(&marks.keys, &marks.texts, "a key without its text"));
    }
}
