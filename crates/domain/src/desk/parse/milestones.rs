//! Further milestones: what begins and reaches each, and what a target promises of them.

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::{
    contract::{Amount, MilestoneId},
    desk::{Milestone, Rules, StatusId},
};

const KEYS: [&str; 5] = ["id", "label", "starts", "reached", "pauses"];

impl Reader {
    pub fn milestones(&mut self, root: &Table, rules: Option<&Rules>) -> Vec<Milestone> {
        let mut ids = Vec::new();
        let mut milestones = Vec::new();
        for table in self.tables(root, "milestone", "milestone", &KEYS) {
            let id = self.id(&table, What::Milestone);
            let label = self.label(&table, "label");
            let starts = self.statuses_named(&table, "starts");
            self.needs_some(&table, "reached");
            let reached = self.statuses_named(&table, "reached");
            let pauses = self.maybe_flag(&table, "pauses").is_none_or(|flag| flag.it);
            // What begins at opening must not be reached by the status of every new case.
            let begins = match starts.as_slice() {
                [] => rules.map(|rules| &rules.opened).into_iter().collect(),
                some => some.iter().map(|status| &status.it).collect::<Vec<_>>(),
            };
            for status in &reached {
                if begins.contains(&&status.it) {
                    let status_id = status.it.to_string();
                    self.wrong(status.at, Problem::ReachedAtOnce { status: status_id });
                }
            }
            let Some(id) = id else { continue };
            match MilestoneId::new(&id.it) {
                Some(known) => milestones.push(Milestone {
                    id: known,
                    label,
                    starts: starts.into_iter().map(|status| status.it).collect(),
                    reached: reached.into_iter().map(|status| status.it).collect(),
                    pauses,
                }),
                // The two clocks that every desk has are called so already.
                None => self.wrong(
                    id.at,
                    Problem::Duplicate {
                        what: What::Milestone,
                        id: id.it.clone(),
                    },
                ),
            }
            ids.push(id);
        }
        self.distinct(What::Milestone, &ids);
        milestones
    }

    fn statuses_named(&mut self, table: &Table, key: &str) -> Vec<At<StatusId>> {
        let given = self.list(table, key);
        let named = self.expanded(&given).into_iter();
        let status = |id: At<String>| At {
            at: id.at,
            it: StatusId::new(id.it),
        };
        named.map(status).collect()
    }

    /// What a target promises of milestones: `milestones = { service-restored = "4h" }`.
    pub fn promised_milestones(&mut self, target: &Table) -> Vec<(MilestoneId, Amount)> {
        let Some(value) = target.value("milestones") else {
            return Vec::new();
        };
        let known = self.known.ids(What::Milestone).to_vec();
        let allowed: Vec<&str> = known.iter().map(String::as_str).collect();
        let Some(table) = self.table("milestones", value, "target.milestones", &allowed) else {
            return Vec::new();
        };
        let promised = |id: &String| {
            let amount = self.amount(&table, id, Amount::Open)?;
            Some((MilestoneId::new(id)?, amount))
        };
        known.iter().filter_map(promised).collect()
    }
}
