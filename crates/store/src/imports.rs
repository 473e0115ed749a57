//! What has been taken over from other systems: by the other system's own id, so that an import can be repeated, broken
//! off and gone on with.

use std::collections::{HashMap, HashSet};

use domain::CaseId;
use sha2::{Digest, Sha256};

use crate::{Statement, Store, cases::StoredCase, db::DbError, sql};

/// Ids made from names lie from here on, where [`crate::fresh_id`] does not come.
const LASTING: i64 = 1 << 61;

/// The id of somebody or something that another system knows by name: always the same, so that an import finds again
/// what it added before.
pub fn lasting_id(system: &str, kind: &str, name: &str) -> i64 {
    let mut digest = Sha256::new();
    for part in [system, kind, name] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let hash = digest.finalize();
    let start = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    LASTING | (start >> 3) as i64
}

/// How far one record of another system has come over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub case: CaseId,
    /// Records of its history taken so far.
    pub records: i64,
}

/// The statement that notes it, in the write that takes it over.
pub fn taken(system: &str, source_id: &str, taken: Taken) -> Statement {
    const TAKEN: &str =
        "INSERT INTO imports (system, source_id, case_id, records) VALUES ($1, $2, $3, $4)
        ON CONFLICT (system, source_id) DO UPDATE SET records = excluded.records";
    Statement::new(
        TAKEN,
        vec![
            system.into(),
            source_id.into(),
            taken.case.into(),
            taken.records.into(),
        ],
    )
}

/// What the cases of one system add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub cases: i64,
    pub reassigned: i64,
    pub reopened: i64,
    pub events: i64,
}

impl Store {
    pub async fn taken_over(&self, system: &str) -> Result<HashMap<String, Taken>, DbError> {
        const ALL: &str = "SELECT source_id, case_id, records FROM imports WHERE system = $1";
        let rows = self.db.read(ALL, &[system.into()]).await?;
        rows.into_iter()
            .map(|row| {
                let mut c = row.columns();
                Ok((
                    c.text()?,
                    Taken {
                        case: CaseId(c.int()?),
                        records: c.int()?,
                    },
                ))
            })
            .collect()
    }

    /// The [`lasting_id`]s of accounts, teams and people that are there.
    pub async fn lasting_ids(&self) -> Result<HashSet<i64>, DbError> {
        const ALL: &str =
            "SELECT id FROM accounts WHERE id >= $1 UNION ALL SELECT id FROM teams WHERE id >= $1
            UNION ALL SELECT id FROM people WHERE id >= $1";
        self.db
            .read(ALL, &[LASTING.into()])
            .await?
            .into_iter()
            .map(|row| row.columns().int())
            .collect()
    }

    /// Totals from the stored cases, not from what the import believes to have done.
    pub async fn imported_totals(&self, system: &str) -> Result<Totals, DbError> {
        const TOTALS: &str = "SELECT count(*), count(*) FILTER (WHERE handovers > 0),
            count(*) FILTER (WHERE reopenings > 0), cast(coalesce(sum(version), 0) AS bigint)
            FROM cases WHERE source_system = $1";
        let Some(row) = self.db.read_one(TOTALS, &[system.into()]).await? else {
            return Ok(Totals::default());
        };
        let mut c = row.columns();
        Ok(Totals {
            cases: c.int()?,
            reassigned: c.int()?,
            reopened: c.int()?,
            events: c.int()?,
        })
    }

    /// A case by its own id, for the product itself (imports, verification).
    pub async fn case_by_id(&self, id: CaseId) -> Result<Option<StoredCase>, DbError> {
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.id = $1",
            crate::cases::COLUMNS
        );
        self.db
            .read_one(&sql, &[id.into()])
            .await?
            .map(crate::cases::stored)
            .transpose()
    }
}
