//! What stands beside the rows of staff's lists for the one who reads them, in one query for the rows of a page (K1).

use std::collections::HashMap;

use domain::{CaseId, PersonId, case::Snooze};
use serde::Deserialize;

use super::CaseRow;
use crate::{
    Store,
    db::{DbError, Sql, Value},
    sql,
};

/// What a row says to its reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Somebody else did something since the reader last looked, or the reader never did while it is open.
    pub unread: bool,
    /// The reader is writing something.
    pub drafted: bool,
    /// The plan that it was promised under, by its id.
    pub plan: Option<String>,
    /// Its owner has put it to sleep.
    pub snoozed: Option<Snooze>,
}

/// Cases asked for at once. Always as many, so that the text of the query is one.
const AT_ONCE: usize = 50;

impl Store {
    /// The marks of these rows for one of staff. That there are rows shows that the scope was asked.
    pub async fn marks(
        &self,
        person: PersonId,
        rows: &[CaseRow],
    ) -> Result<HashMap<CaseId, Marks>, DbError> {
        #[derive(Default, Deserialize)]
        struct Promised {
            plan: Option<String>,
        }
        let places = Sql::places(2, AT_ONCE);
        let sql = sql!(
            "SELECT c.id, s.version IS NULL AND c.turn < 2,
                EXISTS (SELECT 1 FROM events e WHERE e.stream = 'case' AND e.stream_id = c.id
                    AND e.version > s.version AND (e.by_person <> $1 OR e.kind = 'woken')),
                EXISTS (SELECT 1 FROM drafts d WHERE d.person_id = $1 AND d.case_id = c.id), c.promise, c.snooze
             FROM cases c LEFT JOIN seen s ON s.person_id = $1 AND s.case_id = c.id
             WHERE c.id IN ({})",
            places
        );
        let mut found = HashMap::with_capacity(rows.len());
        for some in rows.chunks(AT_ONCE) {
            let mut args: Vec<Value> = vec![person.into()];
            args.extend(some.iter().map(|row| Value::from(row.id)));
            args.resize(AT_ONCE + 1, some[0].id.into());
            for row in self.db.read(&sql, &args).await? {
                let mut c = row.columns();
                let id = CaseId(c.int()?);
                let (never, news, drafted) = (c.bool()?, c.bool()?, c.bool()?);
                let promised: Option<Promised> = c
                    .maybe_text()?
                    .map(|text| serde_json::from_str(&text))
                    .transpose()
                    .map_err(|error| DbError::Shape(error.to_string()))?;
                let snoozed: Option<Snooze> = c
                    .maybe_text()?
                    .map(|text| serde_json::from_str(&text))
                    .transpose()
                    .map_err(|error| DbError::Shape(error.to_string()))?;
                let marks = Marks {
                    unread: never || news,
                    drafted,
                    snoozed,
                    plan: promised.and_then(|promised| promised.plan),
                };
                found.insert(id, marks);
            }
        }
        Ok(found)
    }
}
