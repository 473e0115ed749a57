//! Seals over the log: a digest of all that has settled so far, on top of the one before, so that a cut tail shows. Where the operator
//! keeps a key apart, each seal bears a code that takes the key to make, and so does the note of which seal is the latest: whoever
//! has the database alone can neither cut events and seals together nor seal something else.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{
    Store, WriteError, chain,
    db::{DbError, Statement, Value},
    events::StreamKind,
    followers::Place,
    sql,
    verify::{Fault, Report},
};

/// What makes the codes of seals.
#[derive(Clone)]
pub(crate) struct Key(Arc<Hmac<Sha256>>);

impl Key {
    pub(crate) fn of(apart: &[u8]) -> Self {
        Self(Arc::new(
            Hmac::new_from_slice(apart).expect("any key length will do"),
        ))
    }

    /// The code of a seal, or of the note that it is the latest one.
    fn code(&self, what: &str, number: i64, digest: &[u8]) -> Vec<u8> {
        let mut mac = (*self.0).clone();
        for part in [what.as_bytes(), &number.to_be_bytes(), digest] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// The setting that notes which seal is the latest: its number and a code.
const LATEST: &str = "latest-seal";

/// A seal, as far as the next one builds on it.
struct Last {
    number: i64,
    upto: Place,
    digest: Vec<u8>,
}

impl Last {
    fn none() -> Self {
        Self {
            number: 0,
            upto: Place::default(),
            digest: chain::BEGINNING.to_vec(),
        }
    }
}

impl Store {
    /// Each seal against the events under it.
    pub(crate) async fn verify_seals(&self, report: &mut Report) -> Result<(), DbError> {
        const SEALS: &str =
            "SELECT number, upto_tx, upto, events, digest, mac FROM seals ORDER BY number";
        let (mut last, mut keyed) = (Last::none(), false);
        let (since, mut taken) = (self.codes_since().await?, None);
        for row in self.db.read(SEALS, &[]).await? {
            let mut c = row.columns();
            let (number, upto) = (
                c.int()?,
                Place {
                    tx: c.int()?,
                    seq: c.int()?,
                },
            );
            let (events, digest, mac) = (c.int()?, c.bytes()?, c.maybe_bytes()?);
            let (counted, found) = self.seal_digest(&last.digest, last.upto, upto).await?;
            if found != digest || counted != events || number != last.number + 1 {
                report.faults.push(Fault::Seal { number });
                self.name_missing(number, number, report).await?;
            }
            // From the first code on each seal has one.
            match (&self.seal_key, mac) {
                (Some(key), Some(mac)) if key.code("seal", number, &digest) != mac => {
                    report.faults.push(Fault::SealCode { number });
                }
                (_, None) if keyed => report.faults.push(Fault::SealCode { number }),
                (_, None) => {
                    let should = since.is_some_and(|since| number >= since);
                    taken = taken.or(should.then_some(number));
                }
                (_, Some(_)) => keyed = true,
            }
            if keyed {
                report.first_keyed = report.first_keyed.or(Some(number));
            }
            last = Last {
                number,
                upto,
                digest,
            };
            report.seals += 1;
            report.keyed_seals += u64::from(keyed);
        }
        if let (Some(since), Some(number)) = (since, taken) {
            report.faults.push(Fault::CodesTaken { since, number });
        }
        self.verify_latest_seal(&last, keyed, report).await
    }

    /// Since which seal there are codes, as the log says it first. Who takes codes away has to alter the log as well.
    async fn codes_since(&self) -> Result<Option<i64>, DbError> {
        const SAID: &str = "SELECT body FROM events WHERE stream <> 'case' AND stream = 'audit' AND kind = 'seals-keyed' ORDER BY seq";
        let mut since: Option<i64> = None;
        for row in self.db.read(SAID, &[]).await? {
            let body: serde_json::Value = serde_json::from_str(&row.columns().text()?)
                .map_err(|error| DbError::Shape(error.to_string()))?;
            let said = body.get("since").and_then(serde_json::Value::as_i64);
            since = match (since, said) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        Ok(since)
    }

    /// From which seal on there are codes, where the log is still to say it. Nothing before one bears a code: who seals next may be a
    /// node without the key.
    pub async fn codes_begin(&self) -> Result<Option<i64>, DbError> {
        const FIRST: &str = "SELECT min(number) FROM seals WHERE mac IS NOT NULL";
        if self.seal_key.is_none() || self.codes_since().await?.is_some() {
            return Ok(None);
        }
        let first = self.db.read_one(FIRST, &[]).await?;
        first.map_or(Ok(None), |row| row.columns().maybe_int())
    }

    /// Whether the seal that was noted as the latest is the last one there is.
    async fn verify_latest_seal(
        &self,
        last: &Last,
        keyed: bool,
        report: &mut Report,
    ) -> Result<(), DbError> {
        let noted = self.setting(LATEST).await?;
        let noted = noted.as_deref().and_then(|text| text.split_once(' '));
        let number = noted.and_then(|(number, _)| number.parse::<i64>().ok());
        let is_last = number == Some(last.number);
        let fits = match (&self.seal_key, noted) {
            (Some(key), Some((_, code))) if is_last => {
                chain::hex(&key.code("latest", last.number, &last.digest)) == code
            }
            _ => is_last,
        };
        // Before there was a key there was no note either. Whoever holds one takes neither for granted: codes and note may have been
        // taken away together.
        let before_the_key = !keyed && (self.seal_key.is_none() || last.number == 0);
        match number {
            None if before_the_key => {}
            Some(number) if number > last.number => {
                let from = last.number + 1;
                report.faults.push(Fault::SealsCut { from, to: number });
                self.name_missing(from, number, report).await?;
            }
            _ if fits => {}
            _ => report.faults.push(Fault::LatestSeal),
        }
        Ok(())
    }

    /// Names the first event that is missing of each stream that was cut, under these seals.
    async fn name_missing(&self, from: i64, to: i64, report: &mut Report) -> Result<(), DbError> {
        const MISSING: &str =
            "SELECT s.stream, s.stream_id, max(s.version), coalesce((SELECT max(e.version) FROM events e
                WHERE e.stream = s.stream AND e.stream_id = s.stream_id), 0)
            FROM sealed_streams s WHERE s.number >= $1 AND s.number <= $2 GROUP BY s.stream, s.stream_id
            ORDER BY s.stream, s.stream_id LIMIT 1000";
        for row in self.db.read(MISSING, &[from.into(), to.into()]).await? {
            let mut c = row.columns();
            let (stream, id) = (c.text()?, c.int()?);
            let (sealed, there) = (c.int()?, c.int()?);
            let kind = StreamKind::parse(&stream);
            if let Some(kind) = kind.filter(|_| there < sealed) {
                report.faults.push(Fault::Cut {
                    stream: kind.as_str(),
                    id,
                    version: there + 1,
                });
            }
        }
        Ok(())
    }

    /// Number of events behind `from` up to `upto`, and the digest over them and the seal before.
    async fn seal_digest(
        &self,
        before: &[u8],
        mut from: Place,
        upto: Place,
    ) -> Result<(i64, Vec<u8>), DbError> {
        const HASHES: &str = "SELECT tx, seq, hash FROM events
            WHERE (tx, seq) > ($1, $2) AND (tx, seq) <= ($3, $4) ORDER BY tx, seq LIMIT 5000";
        let (mut digest, mut count) = (Sha256::new(), 0);
        digest.update(before);
        loop {
            let args = [
                from.tx.into(),
                from.seq.into(),
                upto.tx.into(),
                upto.seq.into(),
            ];
            let rows = self.db.read(HASHES, &args).await?;
            if rows.is_empty() {
                return Ok((count, digest.finalize().to_vec()));
            }
            for row in rows {
                let mut c = row.columns();
                from = Place {
                    tx: c.int()?,
                    seq: c.int()?,
                };
                digest.update(from.seq.to_be_bytes());
                digest.update(c.bytes()?);
                count += 1;
            }
        }
    }

    /// Seals the settled events that no seal covers yet; gives how many.
    pub async fn seal(&self, now: domain::Instant) -> Result<i64, WriteError> {
        const LAST: &str =
            "SELECT number, upto_tx, upto, digest FROM seals ORDER BY number DESC LIMIT 1";
        const ADD: &str = "INSERT INTO seals (number, upto_tx, upto, events, digest, at, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        const STREAMS: &str = "INSERT INTO sealed_streams (number, stream, stream_id, version)
            SELECT CAST($1 AS BIGINT), stream, stream_id, max(version) FROM events
            WHERE (tx, seq) > ($2, $3) AND (tx, seq) <= ($4, $5) GROUP BY stream, stream_id";
        const NOTE: &str = "INSERT INTO settings (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let last = match self.db.read_one(LAST, &[]).await? {
            Some(row) => {
                let mut c = row.columns();
                Last {
                    number: c.int()?,
                    upto: Place {
                        tx: c.int()?,
                        seq: c.int()?,
                    },
                    digest: c.bytes()?,
                }
            }
            None => Last::none(),
        };
        let from = last.upto;
        let upto = sql!(
            "SELECT tx, seq FROM events WHERE (tx, seq) > ($1, $2) AND {} ORDER BY tx DESC, seq DESC LIMIT 1",
            self.db.dialect().settled()
        );
        let Some(row) = self
            .db
            .read_one(&upto, &[from.tx.into(), from.seq.into()])
            .await?
        else {
            return Ok(0);
        };
        let mut c = row.columns();
        let upto = Place {
            tx: c.int()?,
            seq: c.int()?,
        };
        let (events, digest) = self.seal_digest(&last.digest, from, upto).await?;
        let number = last.number + 1;
        let key = self.seal_key.as_ref();
        let mac = key.map(|key| key.code("seal", number, &digest));
        let mut list = Vec::new();
        if let Some(key) = key {
            let code = chain::hex(&key.code("latest", number, &digest));
            let noted = format!("{number} {code}");
            list.push(Statement::new(NOTE, vec![LATEST.into(), noted.into()]));
        }
        let (from, upto) = ([from.tx, from.seq], [upto.tx, upto.seq]);
        let between = from.into_iter().chain(upto).map(Value::from);
        let streams = std::iter::once(Value::from(number)).chain(between);
        list.push(Statement::new(STREAMS, streams.collect()));
        let args = vec![
            number.into(),
            upto[0].into(),
            upto[1].into(),
            events.into(),
            digest.into(),
            now.into(),
            mac.into(),
        ];
        list.push(Statement::new(ADD, args));
        self.db.write(list).await?;
        Ok(events)
    }
}
