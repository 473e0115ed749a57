//! How escalations go (E1).

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::{
    case::escalation::Step,
    desk::{Escalations, Status, StatusId, StepWords},
};

impl Reader {
    /// Nothing where the desk has no escalations of its own.
    pub fn escalation(&mut self, root: &Table, statuses: &[Status]) -> Option<Escalations> {
        let value = root.value("escalation")?;
        let keys = [
            "prefix",
            "callback_hours",
            "breaches",
            "reopenings",
            "silent_days",
            "step",
        ];
        let table = self.table("escalation", value, "escalation", &keys)?;
        let prefix = self.prefix(&table);
        let mut number = |key: &str, usual: u16, most: i64| {
            let given = self.maybe_number(&table, key, 1, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        let callback_hours = number("callback_hours", 4, 240);
        let breaches = number("breaches", 2, 99);
        let reopenings = number("reopenings", 3, 99);
        let silent_days = number("silent_days", 3, 365);
        let (mut ids, mut steps) = (Vec::new(), Vec::new());
        let keys = ["id", "label", "next", "status"];
        for table in self.some_tables(&table, "step", "escalation.step", &keys) {
            let id = self.text(&table, "id");
            let known = Step::ALL.map(Step::as_str);
            let known = id.filter(|id| self.one_of(id, "id", &known));
            let (label, next) = (self.label(&table, "label"), self.words(&table, "next"));
            let at = table.place("status");
            let status = self.maybe_reference(&table, "status", What::SubStatus);
            let status = status.map(StatusId::new);
            let Some((step, id)) = known.and_then(|id| Some((Step::parse(&id.it)?, id))) else {
                continue;
            };
            // The customer's turn comes with a status that asks them.
            let mut subs = statuses.iter().flat_map(|s| &s.subs);
            let asks = |id: &StatusId| subs.find(|s| s.id == *id).map(|s| s.asks_solution);
            if step == Step::Confirmation && status.as_ref().and_then(asks) != Some(true) {
                let status = status.as_ref().map_or(String::new(), ToString::to_string);
                self.wrong(at, Problem::AsksNothing { status });
            }
            ids.push(id);
            let words = StepWords {
                label,
                next,
                status,
            };
            steps.push((step, words));
        }
        self.distinct(What::Step, &ids);
        if let Some(step) = Step::ALL
            .iter()
            .find(|step| steps.iter().all(|(s, _)| s != *step))
        {
            let (key, within) = (step.as_str().to_owned(), "escalation.step".to_owned());
            self.wrong(table.at, Problem::Missing { key, within });
        }
        steps.sort_by_key(|(step, _)| *step);
        let steps: Vec<_> = steps.into_iter().map(|(_, words)| words).collect();
        Some(Escalations {
            prefix: prefix?,
            steps: steps.try_into().ok()?,
            callback_hours,
            breaches: u32::from(breaches),
            reopenings: u32::from(reopenings),
            silent_days,
        })
    }
}
