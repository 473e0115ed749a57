//! The log: appending events as statements of a write, and reading streams back.

use domain::{
    Instant, PersonId,
    event::{By, Recorded},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::{
    Statement, Store,
    chain::{self, Link},
    db::{DbError, Value},
    origin::{self, Origin},
    prose, sql,
};

/// Which stream an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    pub kind: StreamKind,
    pub id: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    Account,
    Article,
    /// One stream a day, by the days since 1970.
    Audit,
    Case,
    Incident,
    Person,
    Request,
    Session,
    Team,
}

impl StreamKind {
    pub const ALL: [StreamKind; 9] = [
        StreamKind::Account,
        StreamKind::Article,
        StreamKind::Audit,
        StreamKind::Case,
        StreamKind::Incident,
        StreamKind::Person,
        StreamKind::Request,
        StreamKind::Session,
        StreamKind::Team,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            StreamKind::Account => "account",
            StreamKind::Article => "article",
            StreamKind::Audit => "audit",
            StreamKind::Case => "case",
            StreamKind::Incident => "incident",
            StreamKind::Person => "person",
            StreamKind::Request => "request",
            StreamKind::Session => "session",
            StreamKind::Team => "team",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where a stream stands: how many events, and the hash of the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub version: i64,
    pub hash: Vec<u8>,
}

impl Head {
    /// Of a stream that has not begun.
    pub fn beginning() -> Self {
        Self {
            version: 0,
            hash: chain::BEGINNING.to_vec(),
        }
    }
}

const APPEND: &str =
    "INSERT INTO events (stream, stream_id, version, at, by_person, kind, body, hash, from_address, on_behalf)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const KEEP: &str = "INSERT INTO prose (stream, stream_id, version, ordinal, salt, body) VALUES ($1, $2, $3, $4, $5, $6)";

/// The statements that append one event behind `head`, which moves on.
pub(crate) fn append<E: Serialize>(
    stream: Stream,
    head: &mut Head,
    at: Instant,
    by: By,
    event: &E,
) -> Result<Vec<Statement>, DbError> {
    append_from(&origin::current(), stream, head, at, by, event)
}

/// What happens to a case says who did it, and not from where: that is told of what the audit shows alone.
fn in_audit(stream: StreamKind, kind: &str) -> bool {
    stream != StreamKind::Case || crate::audit::OF_CASES.contains(&kind)
}

/// The same, having come from there.
pub(crate) fn append_from<E: Serialize>(
    origin: &Origin,
    stream: Stream,
    head: &mut Head,
    at: Instant,
    by: By,
    event: &E,
) -> Result<Vec<Statement>, DbError> {
    let mut whole =
        serde_json::to_value(event).map_err(|error| DbError::Shape(error.to_string()))?;
    let texts = prose::take_out(&mut whole);
    let kind = whole
        .get("kind")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned();
    let body = whole
        .get("body")
        .map(Json::to_string)
        .unwrap_or_else(|| "null".into());
    let version = head.version + 1;
    let by_person = match by {
        By::Person(PersonId(id)) => Some(id),
        By::System => None,
    };
    let name = stream.kind.as_str();
    let nowhere = Origin::default();
    let origin = match in_audit(stream.kind, &kind) {
        true => origin,
        false => &nowhere,
    };
    let on_behalf = origin.on_behalf.map(|PersonId(id)| id);
    let link = Link {
        stream: name,
        stream_id: stream.id,
        version,
        at: at.as_millisecond(),
        by_person,
        kind: &kind,
        body: &body,
        from: origin.address.as_deref(),
        on_behalf,
    };
    let hash = chain::hash(&head.hash, &link).to_vec();
    *head = Head {
        version,
        hash: hash.clone(),
    };

    let mut statements = vec![Statement::new(
        APPEND,
        vec![
            name.into(),
            stream.id.into(),
            version.into(),
            at.into(),
            by_person.into(),
            kind.into(),
            body.into(),
            hash.into(),
            origin.address.clone().into(),
            on_behalf.into(),
        ],
    )];
    statements.extend(texts.into_iter().map(|text| {
        Statement::new(
            KEEP,
            vec![
                name.into(),
                stream.id.into(),
                version.into(),
                text.ordinal.into(),
                text.salt.to_vec().into(),
                text.text.into(),
            ],
        )
    }));
    Ok(statements)
}

/// An event as it lies in the log.
#[derive(Clone, Debug)]
pub struct Raw {
    pub seq: i64,
    /// Transaction that wrote it; 0 where writers stand in line.
    pub tx: i64,
    pub stream: Stream,
    pub version: i64,
    pub at: Instant,
    pub by_person: Option<i64>,
    pub kind: String,
    pub body: String,
    pub hash: Vec<u8>,
    pub from: Option<String>,
    pub on_behalf: Option<i64>,
}

/// A text beside the log: version of its event, ordinal in it, salt, text.
pub(crate) type Text = (i64, i64, Vec<u8>, Option<String>);

impl Raw {
    /// The event with its texts put back.
    pub(crate) fn decode<E: DeserializeOwned>(
        &self,
        texts: &[Text],
    ) -> Result<Recorded<E>, DbError> {
        let of_this: Vec<(i64, Vec<u8>, Option<String>)> = texts
            .iter()
            .filter(|(version, ..)| *version == self.version)
            .map(|(_, ordinal, salt, text)| (*ordinal, salt.clone(), text.clone()))
            .collect();
        let shape = |what: String| {
            DbError::Shape(format!(
                "event {} of {} {}: {what}",
                self.version,
                self.stream.kind.as_str(),
                self.stream.id
            ))
        };
        let mut body: Json =
            serde_json::from_str(&self.body).map_err(|error| shape(error.to_string()))?;
        prose::put_back(&mut body, &of_this)
            .map_err(|altered| shape(format!("text {} was altered", altered.ordinal)))?;
        let whole = match body {
            Json::Null => serde_json::json!({ "kind": self.kind }),
            body => serde_json::json!({ "kind": self.kind, "body": body }),
        };
        let event = serde_json::from_value(whole).map_err(|error| shape(error.to_string()))?;
        let by = self
            .by_person
            .map_or(By::System, |id| By::Person(PersonId(id)));
        Ok(Recorded {
            version: self.version,
            at: self.at,
            by,
            event,
        })
    }

    pub(crate) fn link(&self) -> Link<'_> {
        Link {
            stream: self.stream.kind.as_str(),
            stream_id: self.stream.id,
            version: self.version,
            at: self.at.as_millisecond(),
            by_person: self.by_person,
            kind: &self.kind,
            body: &self.body,
            from: self.from.as_deref(),
            on_behalf: self.on_behalf,
        }
    }
}

pub(crate) const RAW: &str =
    "seq, tx, stream, stream_id, version, at, by_person, kind, body, hash, from_address, on_behalf";

pub(crate) fn raw(row: crate::db::Row) -> Result<Raw, DbError> {
    let mut c = row.columns();
    Ok(Raw {
        seq: c.int()?,
        tx: c.int()?,
        stream: {
            let kind = c.text()?;
            let kind = StreamKind::parse(&kind)
                .ok_or_else(|| DbError::Shape(format!("no such stream: {kind}")))?;
            Stream { kind, id: c.int()? }
        },
        version: c.int()?,
        at: c.instant()?,
        by_person: c.maybe_int()?,
        kind: c.text()?,
        body: c.text()?,
        hash: c.bytes()?,
        from: c.maybe_text()?,
        on_behalf: c.maybe_int()?,
    })
}

impl Store {
    /// All events of one stream with their texts, in order. What may be read of it is the caller's question: cases are
    /// reached through [`crate::cases`], which asks the scope first.
    pub(crate) async fn stream<E: DeserializeOwned>(
        &self,
        stream: Stream,
    ) -> Result<Vec<Recorded<E>>, DbError> {
        let (raws, texts) = self.raw_stream(stream).await?;
        raws.iter().map(|raw| raw.decode(&texts)).collect()
    }

    pub(crate) async fn raw_stream(
        &self,
        stream: Stream,
    ) -> Result<(Vec<Raw>, Vec<Text>), DbError> {
        let key: [Value; 2] = [stream.kind.as_str().into(), stream.id.into()];
        let events =
            sql!("SELECT {RAW} FROM events WHERE stream = $1 AND stream_id = $2 ORDER BY version");
        const TEXTS: &str = "SELECT version, ordinal, salt, body FROM prose
            WHERE stream = $1 AND stream_id = $2 ORDER BY version, ordinal";
        let raws = self
            .db
            .read(&events, &key)
            .await?
            .into_iter()
            .map(raw)
            .collect::<Result<_, _>>()?;
        let texts = self
            .db
            .read(TEXTS, &key)
            .await?
            .into_iter()
            .map(text)
            .collect::<Result<_, _>>()?;
        Ok((raws, texts))
    }

    /// Takes a text away for good; the chain stays whole (it covers the digest).
    pub async fn erase_text(
        &self,
        stream: Stream,
        version: i64,
        ordinal: i64,
    ) -> Result<(), crate::WriteError> {
        let list = vec![
            erased(stream, version, ordinal),
            crate::finding::retake(stream),
        ];
        self.db.write(list).await.map(|_| ())
    }
}

/// Takes a text away for good, in the same write as something else; a conflict where it is gone already.
fn erased(stream: Stream, version: i64, ordinal: i64) -> Statement {
    const ERASE: &str = "UPDATE prose SET salt = NULL, body = NULL
        WHERE stream = $1 AND stream_id = $2 AND version = $3 AND ordinal = $4 AND body IS NOT NULL";
    let key = vec![
        stream.kind.as_str().into(),
        stream.id.into(),
        version.into(),
        ordinal.into(),
    ];
    Statement::new(ERASE, key).guarded()
}

/// The same for the text of the event of this version in whose place `marked` has [`MARK`].
pub fn erased_in<E: Serialize>(
    stream: Stream,
    version: i64,
    marked: &E,
) -> Result<Statement, DbError> {
    let shape = |error: serde_json::Error| DbError::Shape(error.to_string());
    let mut whole = serde_json::to_value(marked).map_err(shape)?;
    let ordinal = prose::place(&mut whole)
        .ok_or_else(|| DbError::Shape(format!("no such text in event {version}")))?;
    Ok(erased(stream, version, ordinal))
}

/// Marks a text of an event; see [`erased_in`].
pub const MARK: &str = prose::PLACE;

fn text(row: crate::db::Row) -> Result<Text, DbError> {
    let mut c = row.columns();
    Ok((
        c.int()?,
        c.int()?,
        c.maybe_bytes()?.unwrap_or_default(),
        c.maybe_text()?,
    ))
}
