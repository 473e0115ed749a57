//! What closes by itself when the customer does not answer (C14).

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::desk::{Status, StatusId, Turn, Unanswered};

/// Longest time that a case waits, in days.
const MOST_DAYS: i64 = 365;

impl Reader {
    pub fn unanswered(&mut self, rules: &Table, statuses: &[Status]) -> Vec<Unanswered> {
        let keys = ["from", "days", "count", "reminders", "to"];
        let (mut all, mut named) = (Vec::new(), Vec::new());
        for table in self.tables(rules, "unanswered", "rules.unanswered", &keys) {
            let given = self.some_list(&table, "from");
            let from = self.expanded(&given);
            for id in &from {
                let mut subs = statuses.iter().flat_map(|s| &s.subs);
                let sub = subs.find(|s| s.id.as_str() == id.it);
                if sub.is_some_and(|sub| sub.turn != Turn::Customer) {
                    let status = id.it.clone();
                    self.wrong(id.at, Problem::WaitsOutOfTurn { status });
                }
            }
            let days = self.number(&table, "days", 1, MOST_DAYS);
            let business = self.word(
                &table,
                "count",
                &[("calendar-days", false), ("business-days", true)],
            );
            let reminders = self.reminders(&table, days.unwrap_or(MOST_DAYS));
            let to = self.target(&table, "to", true, statuses);
            if let (Some(days), Some(to)) = (days, to) {
                all.push(Unanswered {
                    from: from.iter().map(|id| StatusId::new(&*id.it)).collect(),
                    days: u16::try_from(days).unwrap_or_default(),
                    business: business.unwrap_or(false),
                    reminders,
                    to,
                });
            }
            // Twice in one list has been told already.
            let mut once = from;
            once.dedup_by(|a, b| a.it == b.it);
            named.extend(once);
        }
        self.distinct(What::Unanswered, &named);
        all
    }

    /// Days before the last, each once.
    fn reminders(&mut self, table: &Table, days: i64) -> Vec<u16> {
        let mut all = self.numbers(table, "reminders", 1, (days - 1).max(1));
        all.sort_unstable();
        all.dedup();
        all
    }
}
