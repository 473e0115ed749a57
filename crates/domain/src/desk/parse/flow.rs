//! Whether statuses and rules make a way: every status can be reached, and every open one can come to an end. Runs
//! only when statuses and rules were read without a finding.

use std::collections::BTreeSet;

use super::{
    problem::{Problem, What},
    read::Reader,
};
use crate::desk::{Reopening, Rules, Status, StatusId, SubStatus};

impl Reader {
    pub fn check_flow(&mut self, statuses: &[Status], rules: &Rules) {
        let subs: Vec<&SubStatus> = statuses.iter().flat_map(|s| &s.subs).collect();
        let steps = steps(&subs, rules);
        // A customer may close whatever is open, so the reasons' targets are reached once a case is opened.
        let start = rules
            .close_reasons
            .iter()
            .map(|reason| reason.to.clone())
            .chain([rules.opened.clone()])
            .chain(rules.merged.clone());
        let reached = closure(start, |id| onward(&steps, id));
        for sub in subs.iter().filter(|s| !reached.contains(&s.id)) {
            let status = sub.id.to_string();
            self.wrong(
                self.known.place(What::SubStatus, &status),
                Problem::StatusUnreachable { status },
            );
        }
        let closed = subs.iter().filter(|s| s.closed).map(|s| s.id.clone());
        let ends = closure(closed, |id| {
            steps
                .iter()
                .filter(|(_, to)| to == id)
                .map(|(from, _)| from.clone())
                .collect()
        });
        for sub in subs
            .iter()
            .filter(|s| reached.contains(&s.id) && !ends.contains(&s.id))
        {
            let status = sub.id.to_string();
            self.wrong(
                self.known.place(What::SubStatus, &status),
                Problem::NeverCloses { status },
            );
        }
    }
}

/// Every step that a case can make, (from, to), but for a customer's closing: where nothing else leads to an end,
/// cases stay open for ever when their customers forget them.
fn steps(subs: &[&SubStatus], rules: &Rules) -> Vec<(StatusId, StatusId)> {
    let mut steps: Vec<(StatusId, StatusId)> = rules.customer_update.clone();
    steps.extend(
        rules
            .taken
            .clone()
            .map(|taken| (rules.opened.clone(), taken)),
    );
    for rule in &rules.unanswered {
        steps.extend(rule.from.iter().map(|from| (from.clone(), rule.to.clone())));
    }
    for sub in subs {
        steps.extend(sub.to.iter().map(|to| (sub.id.clone(), to.clone())));
        if sub.asks_solution {
            steps.push((sub.id.clone(), rules.solution_worked.clone()));
            steps.push((sub.id.clone(), rules.solution_failed.clone()));
        }
        match &rules.reopening {
            Reopening::Request { to } | Reopening::WithinDays { to, .. } if sub.closed => {
                steps.push((sub.id.clone(), to.clone()));
            }
            _ => {}
        }
    }
    steps
}

fn onward(steps: &[(StatusId, StatusId)], id: &StatusId) -> Vec<StatusId> {
    steps
        .iter()
        .filter(|(from, _)| from == id)
        .map(|(_, to)| to.clone())
        .collect()
}

/// Everything that can be come by from `start`, itself included.
fn closure(
    start: impl IntoIterator<Item = StatusId>,
    next: impl Fn(&StatusId) -> Vec<StatusId>,
) -> BTreeSet<StatusId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<StatusId> = start.into_iter().collect();
    while let Some(id) = open.pop() {
        if seen.insert(id.clone()) {
            open.extend(next(&id));
        }
    }
    seen
}
