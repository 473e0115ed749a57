//! What an incident has gathered, and whom it reaches.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AccountId, CaseId, DeploymentId, IncidentId, access::Scope, incident::Incident};
use jiff::civil::Date;

use crate::{
    Store,
    cases::{self, CaseRow, StoredCase},
    db::{DbError, Sql, Value},
    sql,
};

/// Ids asked for at once.
const AT_ONCE: usize = 200;

impl Store {
    /// Which of these cases an incident has gathered, with its number; `but` is left out.
    pub async fn gathered_elsewhere(
        &self,
        cases: &BTreeSet<CaseId>,
        but: Option<IncidentId>,
    ) -> Result<BTreeMap<CaseId, i64>, DbError> {
        let all: Vec<CaseId> = cases.iter().copied().collect();
        let mut found = BTreeMap::new();
        for some in all.chunks(AT_ONCE) {
            let places = Sql::places(2, some.len());
            let sql = sql!(
                "SELECT g.case_id, i.number FROM incident_cases g JOIN incidents i ON i.id = g.incident_id
                 WHERE g.incident_id <> $1 AND g.case_id IN ({})",
                places
            );
            let mut args: Vec<Value> = vec![but.map_or(0, |id| id.0).into()];
            args.extend(some.iter().map(|id| Value::from(*id)));
            for row in self.db.read(&sql, &args).await? {
                let mut c = row.columns();
                found.insert(CaseId(c.int()?), c.int()?);
            }
        }
        Ok(found)
    }

    /// The cases that an incident has gathered, of what the scope sees, by their numbers, behind this one.
    pub async fn gathered_rows(
        &self,
        scope: &Scope,
        incident: IncidentId,
        behind: i64,
        most: usize,
    ) -> Result<Vec<CaseRow>, DbError> {
        let Some((gate, more)) = cases::gate(scope, 4) else {
            return Ok(Vec::new());
        };
        let mut args: Vec<Value> = vec![
            incident.0.into(),
            behind.into(),
            i64::try_from(most).unwrap_or(i64::MAX).into(),
        ];
        args.extend(more);
        let sql = sql!(
            "SELECT {}, {} FROM (SELECT c.* FROM incident_cases n JOIN cases c ON c.id = n.case_id
                WHERE n.incident_id = $1 AND c.number > $2 AND {gate} ORDER BY c.number LIMIT $3) c {} ORDER BY c.number",
            cases::LIST_COLUMNS,
            cases::NAMES,
            cases::JOINS,
        );
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| cases::list_row(&mut row.columns()))
            .collect()
    }

    /// The same cases whole, all of them.
    pub async fn gathered_cases(
        &self,
        scope: &Scope,
        incident: IncidentId,
    ) -> Result<Vec<StoredCase>, DbError> {
        self.gathered_behind(scope, incident, 0, i32::MAX as usize)
            .await
    }

    /// So many of them, by their numbers, behind this one.
    pub async fn gathered_behind(
        &self,
        scope: &Scope,
        incident: IncidentId,
        behind: i64,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        let Some((gate, more)) = cases::gate(scope, 4) else {
            return Ok(Vec::new());
        };
        let mut args: Vec<Value> = vec![
            incident.0.into(),
            behind.into(),
            i64::try_from(most).unwrap_or(i64::MAX).into(),
        ];
        args.extend(more);
        let sql = sql!(
            "SELECT {} FROM incident_cases n JOIN cases c ON c.id = n.case_id
             WHERE n.incident_id = $1 AND c.number > $2 AND {gate} ORDER BY c.number LIMIT $3",
            cases::COLUMNS
        );
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(cases::stored).collect()
    }

    /// The cases of these incidents, for ringing.
    pub async fn cases_of_incidents(
        &self,
        incidents: &BTreeSet<IncidentId>,
    ) -> Result<BTreeSet<CaseId>, DbError> {
        const OF: &str = "SELECT case_id FROM incident_cases WHERE incident_id = $1";
        let mut all = BTreeSet::new();
        for incident in incidents {
            for row in self.db.read(OF, &[incident.0.into()]).await? {
                all.insert(CaseId(row.columns().int()?));
            }
        }
        Ok(all)
    }

    /// How much customers were told by the incident that has gathered this case: changes with each public update.
    pub async fn told_by_incident(&self, case: CaseId) -> Result<i64, DbError> {
        const COUNT: &str = "SELECT count(*) FROM incident_cases g JOIN events e ON e.stream = 'incident' AND e.stream_id = g.incident_id
            WHERE g.case_id = $1 AND e.kind IN ('updated', 'ended', 'cause-reported')";
        match self.db.read_one(COUNT, &[case.into()]).await? {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    /// Whether all of these deployments are there.
    pub async fn deployments_exist(&self, sites: &[DeploymentId]) -> Result<bool, DbError> {
        const THERE: &str = "SELECT 1 FROM deployments WHERE id = $1";
        for site in sites {
            if self.db.read_one(THERE, &[(*site).into()]).await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Companies that have a product on this day, in the order of their names, so many at the most.
    pub async fn accounts_having(
        &self,
        product: &str,
        today: Date,
        most: usize,
    ) -> Result<Vec<(AccountId, [String; 2])>, DbError> {
        const HAVING: &str = "SELECT DISTINCT a.id, a.name, a.name_en FROM entitlements e JOIN accounts a ON a.id = e.account_id
            WHERE e.from_day <= $1 AND e.to_day >= $1 AND (e.product IS NULL OR e.product = $2)
            ORDER BY a.name, a.id LIMIT $3";
        let args: [Value; 3] = [
            today.to_string().into(),
            product.into(),
            i64::try_from(most).unwrap_or(i64::MAX).into(),
        ];
        let rows = self.db.read(HAVING, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            Ok((AccountId(c.int()?), [c.text()?, c.text()?]))
        })
        .collect()
    }

    /// The companies that an incident concerns by what it affects, on this day: without those that want to hear nothing.
    pub async fn accounts_affected(
        &self,
        incident: &Incident,
        today: Date,
    ) -> Result<BTreeSet<AccountId>, DbError> {
        let affected = &incident.affected;
        let mut all = affected.accounts.clone();
        let sites: Vec<DeploymentId> = affected.deployments.iter().copied().collect();
        for some in sites.chunks(AT_ONCE) {
            let places = Sql::places(1, some.len());
            let sql = sql!(
                "SELECT DISTINCT account_id FROM deployments WHERE id IN ({})",
                places
            );
            let args: Vec<Value> = some.iter().map(|id| Value::from(*id)).collect();
            for row in self.db.read(&sql, &args).await? {
                all.insert(AccountId(row.columns().int()?));
            }
        }
        if affected.wide && !affected.products.is_empty() {
            let places = Sql::places(2, affected.products.len());
            let sql = sql!(
                "SELECT DISTINCT account_id FROM entitlements WHERE from_day <= $1 AND to_day >= $1
                 AND (product IS NULL OR product IN ({}))",
                places
            );
            let mut args: Vec<Value> = vec![today.to_string().into()];
            args.extend(affected.products.iter().map(|id| Value::from(id.as_str())));
            for row in self.db.read(&sql, &args).await? {
                all.insert(AccountId(row.columns().int()?));
            }
        }
        all.retain(|account| !incident.opted_out.contains(account));
        Ok(all)
    }
}
