//! How cases end: by themselves (C14), elsewhere (B7), and with a question (C16).

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
    rules::is_closed,
};
use crate::desk::{NotCovered, Rules, Status, StatusId, Survey, Turn, Unanswered};

/// How many answers a question of a survey can have.
const POINTS: std::ops::RangeInclusive<usize> = 2..=7;

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

    /// What support does not cover; such cases need a status to end in (B7).
    pub fn not_covered(&mut self, root: &Table, rules: Option<&Rules>) -> Vec<NotCovered> {
        let (mut ids, mut all) = (Vec::new(), Vec::new());
        for table in self.tables(root, "not_covered", "not_covered", &["id", "label", "ask"]) {
            if rules.is_some_and(|rules| rules.redirected.is_none()) && all.is_empty() {
                let key = "redirected".to_owned();
                let within = "rules".to_owned();
                self.wrong(table.at, Problem::Missing { key, within });
            }
            let id = self.id(&table, What::NotCovered);
            let label = self.label(&table, "label");
            let ask = self.words(&table, "ask");
            if let Some(id) = id {
                all.push(NotCovered {
                    id: id.it.clone(),
                    label,
                    ask,
                });
                ids.push(id);
            }
        }
        self.distinct(What::NotCovered, &ids);
        all
    }

    /// What is asked after closing (C16).
    pub fn survey(&mut self, root: &Table, statuses: &[Status]) -> Option<Survey> {
        let value = root.value("survey")?;
        let keys = ["after", "days", "question", "point"];
        let table = self.table("survey", value, "survey", &keys)?;
        let given = self.some_list(&table, "after");
        let after = self.expanded(&given);
        for id in &after {
            if is_closed(statuses, &StatusId::new(&*id.it)) == Some(false) {
                let (rule, to) = ("survey.after".to_owned(), id.it.clone());
                self.wrong(id.at, Problem::RuleTargetNotClosed { rule, to });
            }
        }
        let days = self.number(&table, "days", 1, MOST_DAYS);
        let questions = self.some_tables(&table, "question", "survey.question", &["id", "label"]);
        let questions = self.choices(questions, What::Question);
        let points = self.tables(&table, "point", "survey.point", &["label"]);
        let points: Vec<_> = points.iter().map(|p| self.label(p, "label")).collect();
        if !POINTS.contains(&points.len()) {
            let (min, max) = (*POINTS.start(), *POINTS.end());
            let as_number = |n| i64::try_from(n).unwrap_or(i64::MAX);
            let problem = Problem::OutOfRange {
                key: "survey.point".to_owned(),
                given: as_number(points.len()),
                min: as_number(min),
                max: as_number(max),
            };
            self.wrong(table.place("point"), problem);
        }
        Some(Survey {
            after: after.iter().map(|id| StatusId::new(&*id.it)).collect(),
            days: u16::try_from(days?).ok()?,
            questions,
            points,
        })
    }
}
