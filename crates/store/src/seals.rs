//! Seals over the log: a digest of all that has settled so far, on top of the one before, so that a cut tail shows.

use sha2::{Digest, Sha256};

use crate::{
    Store, WriteError, chain,
    db::{DbError, Statement},
    followers::Place,
    sql,
    verify::{Fault, Report},
};

impl Store {
    /// Each seal against the events under it.
    pub(crate) async fn verify_seals(&self, report: &mut Report) -> Result<(), DbError> {
        const SEALS: &str =
            "SELECT number, upto_tx, upto, events, digest FROM seals ORDER BY number";
        let (mut from, mut before) = (Place::default(), chain::BEGINNING.to_vec());
        for row in self.db.read(SEALS, &[]).await? {
            let mut c = row.columns();
            let (number, upto) = (
                c.int()?,
                Place {
                    tx: c.int()?,
                    seq: c.int()?,
                },
            );
            let (events, digest) = (c.int()?, c.bytes()?);
            let (counted, found) = self.seal_digest(&before, from, upto).await?;
            if found != digest || counted != events {
                report.faults.push(Fault::Seal { number });
            }
            (from, before) = (upto, digest);
            report.seals += 1;
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
        const ADD: &str = "INSERT INTO seals (number, upto_tx, upto, events, digest, at) VALUES ($1, $2, $3, $4, $5, $6)";
        let (number, from, before) = match self.db.read_one(LAST, &[]).await? {
            Some(row) => {
                let mut c = row.columns();
                (
                    c.int()?,
                    Place {
                        tx: c.int()?,
                        seq: c.int()?,
                    },
                    c.bytes()?,
                )
            }
            None => (0, Place::default(), chain::BEGINNING.to_vec()),
        };
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
        let (events, digest) = self.seal_digest(&before, from, upto).await?;
        let number = number + 1;
        let args = vec![
            number.into(),
            upto.tx.into(),
            upto.seq.into(),
            events.into(),
            digest.into(),
            now.into(),
        ];
        self.db.write(vec![Statement::new(ADD, args)]).await?;
        Ok(events)
    }
}
