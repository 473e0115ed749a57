//! Cases of several companies that report the same trouble (E3): what was noticed, and that staff said it is not the same. What a
//! reader is shown of it is counted through their scope, of cases that are open and no incident's.

use std::collections::BTreeMap;

use domain::{CaseId, Instant, PersonId, SurgeId, access::Scope, surge::Noticed};

use crate::{
    Statement, Store, WriteError,
    cases::gate,
    db::{DbError, Row, Sql, Value},
    sql,
};

/// Cases of one that are read at the most.
const CASES: i64 = 200;

/// What a reader sees of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: SurgeId,
    pub product: String,
    /// Different ones.
    pub companies: i64,
    pub cases: i64,
    /// When the first of these was opened.
    pub since: Instant,
    /// Number of the first.
    pub first: i64,
}

/// Statements that keep what was noticed.
pub fn noticed(noticed: &Noticed, product: &str, at: Instant) -> Vec<Statement> {
    const BEGIN: &str =
        "INSERT INTO surges (id, product, begun_at, changed_at) VALUES ($1, $2, $3, $3)";
    // One that was dismissed at the same moment takes nothing more.
    const GOES_ON: &str =
        "UPDATE surges SET changed_at = $2 WHERE id = $1 AND dismissed_at IS NULL";
    const CASE: &str = "INSERT INTO surge_cases (case_id, surge_id) VALUES ($1, $2)";
    let (id, cases, first) = match noticed {
        Noticed::Begins { cases } => {
            let id = SurgeId(crate::fresh_id(at));
            let args = vec![id.into(), product.into(), at.into()];
            (id, cases, Statement::new(BEGIN, args))
        }
        Noticed::Joins { surge, cases } => {
            let args = vec![(*surge).into(), at.into()];
            (*surge, cases, Statement::new(GOES_ON, args).guarded())
        }
    };
    let mut list = vec![first];
    list.extend(
        cases
            .iter()
            .map(|case| Statement::new(CASE, vec![(*case).into(), id.into()])),
    );
    list
}

/// Of the cases of surges those that count for a reader.
const COUNTS: &str = "c.closed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM incident_cases g WHERE g.case_id = c.id)";

fn seen(row: Row) -> Result<Seen, DbError> {
    let mut c = row.columns();
    Ok(Seen {
        id: SurgeId(c.int()?),
        product: c.text()?,
        companies: c.int()?,
        cases: c.int()?,
        since: c.instant()?,
        first: c.int()?,
    })
}

const SEEN: &str =
    "s.id, s.product, count(DISTINCT c.account_id), count(*), min(c.opened_at), min(c.number)
    FROM surges s JOIN surge_cases m ON m.surge_id = s.id JOIN cases c ON c.id = m.case_id";

impl Store {
    /// In which surge these cases are, and whether it was dismissed.
    pub async fn surges_of(
        &self,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, (SurgeId, bool)>, DbError> {
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        let places = Sql::places(1, cases.len());
        let sql = sql!(
            "SELECT m.case_id, s.id, CASE WHEN s.dismissed_at IS NULL THEN 0 ELSE 1 END
             FROM surge_cases m JOIN surges s ON s.id = m.surge_id WHERE m.case_id IN ({places})"
        );
        let args: Vec<Value> = cases.iter().map(|case| Value::from(*case)).collect();
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            Ok((CaseId(c.int()?), (SurgeId(c.int()?), c.int()? != 0)))
        })
        .collect()
    }

    /// Those that go on since this moment, with cases of so many companies that the scope sees; the latest first.
    pub async fn surges(
        &self,
        scope: &Scope,
        since: Instant,
        companies: i64,
        most: i64,
    ) -> Result<Vec<Seen>, DbError> {
        let Some((gate, more)) = gate(scope, 4) else {
            return Ok(Vec::new());
        };
        let sql = sql!(
            "SELECT {SEEN} WHERE s.dismissed_at IS NULL AND s.changed_at >= $1 AND {COUNTS} AND {gate}
             GROUP BY s.id, s.product, s.changed_at HAVING count(DISTINCT c.account_id) >= $2
             ORDER BY s.changed_at DESC, s.id DESC LIMIT $3"
        );
        let mut args: Vec<Value> = vec![since.into(), companies.into(), most.into()];
        args.extend(more);
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(seen).collect()
    }

    /// The one that a case is in, on the same terms. Taking the case's id shows that the scope was asked.
    pub async fn surge_of(
        &self,
        scope: &Scope,
        case: CaseId,
        since: Instant,
        companies: i64,
    ) -> Result<Option<Seen>, DbError> {
        let Some((gate, more)) = gate(scope, 4) else {
            return Ok(None);
        };
        let sql = sql!(
            "SELECT {SEEN} WHERE s.id = (SELECT surge_id FROM surge_cases WHERE case_id = $1)
             AND s.dismissed_at IS NULL AND s.changed_at >= $2 AND {COUNTS} AND {gate}
             GROUP BY s.id, s.product HAVING count(DISTINCT c.account_id) >= $3"
        );
        let mut args: Vec<Value> = vec![case.into(), since.into(), companies.into()];
        args.extend(more);
        self.db.read_one(&sql, &args).await?.map(seen).transpose()
    }

    /// Numbers of its cases that count and that the scope sees, in order.
    pub async fn surge_numbers(&self, scope: &Scope, surge: SurgeId) -> Result<Vec<i64>, DbError> {
        let Some((gate, more)) = gate(scope, 3) else {
            return Ok(Vec::new());
        };
        let sql = sql!(
            "SELECT c.number FROM surge_cases m JOIN cases c ON c.id = m.case_id
             WHERE m.surge_id = $1 AND {COUNTS} AND {gate} ORDER BY c.number LIMIT $2"
        );
        let mut args: Vec<Value> = vec![surge.into(), CASES.into()];
        args.extend(more);
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| row.columns().int()).collect()
    }

    /// Staff say that its cases are not the same; said twice it is as said first.
    pub async fn dismiss_surge(
        &self,
        surge: SurgeId,
        by: PersonId,
        at: Instant,
    ) -> Result<(), WriteError> {
        const DISMISS: &str = "UPDATE surges SET dismissed_at = $2, dismissed_by = $3
            WHERE id = $1 AND dismissed_at IS NULL";
        let args = vec![surge.into(), at.into(), by.into()];
        self.add(vec![Statement::new(DISMISS, args)]).await
    }
}
