//! The audit (O5): acts are appended to a stream a day, chained and sealed like everything in the log, and read together
//! with what happened to accounts, people and teams.

use domain::{
    AccountId, Instant, PersonId,
    audit::{AuditEvent, AuditFilter, Subject},
    event::By,
};
use serde_json::Value as Json;

use crate::{
    Store, WriteError,
    db::{DbError, Sql, Value},
    events::{self, Head, Raw, Stream, StreamKind},
    origin::Origin,
    prose, sql,
};

/// An act on its way into the log.
#[derive(Clone, Debug)]
pub struct Act {
    pub at: Instant,
    pub by: By,
    pub event: AuditEvent,
    pub origin: Origin,
}

/// What of cases stands in the audit: looking as somebody else, and whether one may (A10).
pub const OF_CASES: [&str; 4] = [
    "proxy-login-set",
    "proxy-login-started",
    "proxy-login-ended",
    "proxy-login-used",
];

/// A line of the audit: an event with its texts put back.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its place in the log.
    pub seq: i64,
    pub stream: &'static str,
    pub stream_id: i64,
    pub at: Instant,
    pub by: By,
    pub kind: String,
    /// As it lies in the log; texts that were erased are missing.
    pub body: Json,
    /// Where it came from, and for whom it was done, where that is known.
    pub from: Option<String>,
    pub on_behalf: Option<PersonId>,
}

/// Under which names bodies hold people, and accounts, that something was done to.
const PEOPLE: [&str; 4] = ["contact", "to", "agent", "person"];
const ACCOUNTS: [&str; 3] = ["account", "acting_for", "proposed"];

/// Bodies that hold these words, as they are.
fn like(words: &str) -> Value {
    let plain = words
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%").into()
}

fn day(at: Instant) -> i64 {
    at.as_second().div_euclid(24 * 60 * 60)
}

/// What lines have to be, with the arguments from the first on.
fn conditions(filter: &AuditFilter, before: Option<i64>) -> (Vec<Sql>, Vec<Value>) {
    // As the indices say it, word for word.
    let mut conditions = vec![Sql::from(
        "(stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used'))",
    )];
    let mut args: Vec<Value> = Vec::new();
    let mut add = |condition: &'static str, value: Value| {
        args.push(value);
        conditions.push(Sql::from(condition).at("#", Sql::place(args.len())));
    };
    if let Some(by) = filter.by {
        add("by_person = #", by.into());
    }
    if let Some(stream) = &filter.stream {
        add("stream = #", stream.as_str().into());
    }
    if let Some(kind) = &filter.kind {
        add("kind = #", kind.as_str().into());
    }
    if let Some(from) = filter.from {
        add("at >= #", from.into());
    }
    if let Some(until) = filter.until {
        add("at < #", until.into());
    }
    if let Some(before) = before {
        add("seq < #", before.into());
    }
    // Acts said where they came from in their bodies before all events did.
    if let Some(address) = &filter.address {
        args.push(address.as_str().into());
        args.push(like(&format!("\"from\":\"{address}\"")));
        let n = args.len();
        conditions.push(sql!(
            "(from_address = ${} OR body LIKE ${n} ESCAPE '!')",
            n - 1
        ));
    }
    if let Some(about) = filter.about {
        let (stream, id, names) = match about {
            Subject::Person(PersonId(id)) => ("person", id, &PEOPLE[..]),
            Subject::Account(AccountId(id)) => ("account", id, &ACCOUNTS[..]),
        };
        args.extend([stream.into(), id.into()]);
        let n = args.len();
        let mut any = vec![sql!("(stream = ${} AND stream_id = ${n})", n - 1)];
        if let Subject::Person(_) = about {
            any.push(sql!("on_behalf = ${n}"));
        }
        for name in names {
            // A number ends with what follows it in JSON.
            for end in [",", "}"] {
                args.push(like(&format!("\"{name}\":{id}{end}")));
                any.push(sql!("body LIKE ${} ESCAPE '!'", args.len()));
            }
        }
        conditions.push(sql!("({})", Sql::join(&any, " OR ")));
    }
    (conditions, args)
}

impl Store {
    /// Appends acts in their order. A conflict where another program appended meanwhile: nothing was written then.
    pub async fn append_acts(&self, acts: &[Act]) -> Result<(), WriteError> {
        let mut list = Vec::with_capacity(acts.len());
        let mut heads: Vec<(Stream, Head)> = Vec::new();
        for act in acts {
            let stream = Stream {
                kind: StreamKind::Audit,
                id: day(act.at),
            };
            if heads.iter().all(|(known, _)| *known != stream) {
                heads.push((stream, self.audit_head(stream).await?));
            }
            if let Some((_, head)) = heads.iter_mut().find(|(known, _)| *known == stream) {
                list.extend(events::append_from(
                    &act.origin,
                    stream,
                    head,
                    act.at,
                    act.by,
                    &act.event,
                )?);
            }
        }
        self.db.write(list).await.map(|_| ())
    }

    async fn audit_head(&self, stream: Stream) -> Result<Head, DbError> {
        const LAST: &str = "SELECT version, hash FROM events WHERE stream = $1 AND stream_id = $2
            ORDER BY version DESC LIMIT 1";
        let args = [stream.kind.as_str().into(), stream.id.into()];
        let Some(row) = self.db.read_one(LAST, &args).await? else {
            return Ok(Head::beginning());
        };
        let mut c = row.columns();
        Ok(Head {
            version: c.int()?,
            hash: c.bytes()?,
        })
    }

    /// Lines of the audit, the latest first, behind `before` where that is given.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        most: usize,
    ) -> Result<Vec<Line>, DbError> {
        let (conditions, mut args) = conditions(filter, before);
        args.push((most as i64).into());
        let sql = sql!(
            "SELECT {} FROM events WHERE {} ORDER BY seq DESC LIMIT ${}",
            events::RAW,
            Sql::join(&conditions, " AND "),
            args.len()
        );
        let mut lines = Vec::new();
        for row in self.db.read(&sql, &args).await? {
            lines.push(self.line(&events::raw(row)?).await?);
        }
        Ok(lines)
    }

    /// How many lines there are of these.
    pub async fn audit_lines(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
    ) -> Result<i64, DbError> {
        let (conditions, args) = conditions(filter, before);
        let sql = sql!(
            "SELECT count(*) FROM events WHERE {}",
            Sql::join(&conditions, " AND ")
        );
        match self.db.read_one(&sql, &args).await? {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    async fn line(&self, raw: &Raw) -> Result<Line, DbError> {
        const TEXTS: &str = "SELECT ordinal, salt, body FROM prose
            WHERE stream = $1 AND stream_id = $2 AND version = $3 ORDER BY ordinal";
        let mut body: Json =
            serde_json::from_str(&raw.body).map_err(|error| DbError::Shape(error.to_string()))?;
        let key = [
            raw.stream.kind.as_str().into(),
            raw.stream.id.into(),
            raw.version.into(),
        ];
        let mut texts = Vec::new();
        if raw.body.contains(prose::MARK) {
            for row in self.db.read(TEXTS, &key).await? {
                let mut c = row.columns();
                texts.push((c.int()?, c.bytes()?, c.maybe_text()?));
            }
        }
        // A text that was altered is `verify`'s to tell; here it is shown as it lies there.
        let _ = prose::put_back(&mut body, &texts);
        Ok(Line {
            seq: raw.seq,
            stream: raw.stream.kind.as_str(),
            stream_id: raw.stream.id,
            at: raw.at,
            by: raw
                .by_person
                .map_or(By::System, |id| By::Person(PersonId(id))),
            kind: raw.kind.clone(),
            body,
            from: raw.from.clone(),
            on_behalf: raw.on_behalf.map(PersonId),
        })
    }
}
