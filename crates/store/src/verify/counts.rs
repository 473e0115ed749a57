//! Counters equal to a fresh count, and numbers without a gap.

use std::collections::BTreeMap;

use super::{Fault, Report};
use crate::{Store, db::DbError, sql};

impl Store {
    /// Counters against a fresh count: `rebuild() == live`.
    pub(super) async fn verify_counts(&self, report: &mut Report) -> Result<(), DbError> {
        const ALL: &str = "1 = 1";
        let mut counted: BTreeMap<(String, i64, String, i64), i64> = BTreeMap::new();
        for (dimension, column, condition) in [
            ("'account'", "account_id", ALL),
            ("'contact ' || account_id", "contact_id", ALL),
            ("'deployment'", "deployment_id", ALL),
            ("'desk'", "0", ALL),
            ("'owner'", "coalesce(owner_id, 0)", ALL),
            ("'team'", "coalesce(team_id, 0)", ALL),
            ("'warned'", "coalesce(owner_id, 0)", "alert >= 1"),
            ("'alarmed'", "0", "alert >= 2"),
            ("'escalation asked'", "0", "escalation_asked IS NOT NULL"),
            ("'escalation suggested'", "0", "suggested = 1"),
            ("'reopening asked'", "0", "reopening_asked = 1"),
            ("'snoozed'", "coalesce(owner_id, 0)", "snooze IS NOT NULL"),
            ("'escalated'", "0", "escalation_order < 5"),
            ("'queue'", "escalation_team", "escalation_team IS NOT NULL"),
            (
                "'confirm'",
                "coalesce(owner_id, 0)",
                "confirm_order IS NOT NULL",
            ),
        ] {
            let sql = sql!(
                "SELECT {dimension} AS dimension, cast({column} AS bigint) AS id, list, turn, count(*) FROM cases
                 WHERE {condition} GROUP BY 1, 2, 3, 4"
            );
            for row in self.db.read(&sql, &[]).await? {
                let mut c = row.columns();
                let key = (c.text()?, c.int()?, c.text()?, c.int()?);
                counted.insert(key, c.int()?);
            }
        }
        for row in self
            .db
            .read("SELECT dimension, id, list, turn, cases FROM counts", &[])
            .await?
        {
            let mut c = row.columns();
            let (dimension, id, list, turn, stored) =
                (c.text()?, c.int()?, c.text()?, c.int()?, c.int()?);
            let counted = counted
                .remove(&(dimension.clone(), id, list, turn))
                .unwrap_or(0);
            if stored != counted {
                report.faults.push(Fault::Count {
                    dimension,
                    id,
                    stored,
                    counted,
                });
            }
        }
        for ((dimension, id, ..), counted) in counted {
            report.faults.push(Fault::Count {
                dimension,
                id,
                stored: 0,
                counted,
            });
        }
        Ok(())
    }

    pub(super) async fn verify_numbering(&self, report: &mut Report) -> Result<(), DbError> {
        const NUMBERS: &str =
            "SELECT (SELECT count(*) FROM cases), (SELECT coalesce(max(number), 0) FROM cases),
            (SELECT next FROM numbering WHERE name = 'case')";
        if let Some(row) = self.db.read_one(NUMBERS, &[]).await? {
            let mut c = row.columns();
            let (cases, last, next) = (c.int()?, c.int()?, c.int()?);
            if cases != last || last + 1 != next {
                report.faults.push(Fault::Numbering { cases, next });
            }
        }
        const ESCALATIONS: &str = "SELECT (SELECT count(*) FROM events WHERE stream = 'case' AND kind = 'escalation-opened'),
            (SELECT coalesce(max(escalation_number), 0) FROM cases), (SELECT next FROM numbering WHERE name = 'escalation')";
        if let Some(row) = self.db.read_one(ESCALATIONS, &[]).await? {
            let mut c = row.columns();
            let (opened, last, next) = (c.int()?, c.int()?, c.int()?);
            if opened + 1 != next || last >= next {
                report
                    .faults
                    .push(Fault::EscalationNumbering { opened, next });
            }
        }
        const INCIDENTS: &str = "SELECT (SELECT count(*) FROM incidents), (SELECT coalesce(max(number), 0) FROM incidents),
            (SELECT next FROM numbering WHERE name = 'incident')";
        if let Some(row) = self.db.read_one(INCIDENTS, &[]).await? {
            let mut c = row.columns();
            let (declared, last, next) = (c.int()?, c.int()?, c.int()?);
            if declared != last || last + 1 != next {
                let fault = Fault::IncidentNumbering { declared, next };
                report.faults.push(fault);
            }
        }
        Ok(())
    }
}
