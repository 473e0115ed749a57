//! How escalations go at a desk (E1): how they are numbered, what their steps are called, and when one is suggested.

use super::{Desk, StatusId};
use crate::{case::escalation::Step, words::Words};

/// How escalations go at this desk.
#[derive(Clone, Debug)]
pub struct Escalations {
    /// What stands before each number: `CP-`.
    pub prefix: String,
    /// What the steps are called here, in their order.
    pub steps: [StepWords; 5],
    /// Hours until somebody calls back, unless another time is agreed.
    pub callback_hours: u16,
    /// Broken promises from which one is suggested.
    pub breaches: u32,
    /// Times that a case came back from which one is suggested.
    pub reopenings: u32,
    /// Days without a word from support, on its turn, from which one is suggested.
    pub silent_days: u16,
}

/// A step in the desk's words.
#[derive(Clone, Debug)]
pub struct StepWords {
    pub label: Words,
    /// What happens in it, one sentence.
    pub next: Words,
    /// The status that a case has in it; nothing where it keeps the one that it has.
    pub status: Option<StatusId>,
}

impl Escalations {
    /// Each step is a status of the case as well.
    pub fn are_statuses(&self) -> bool {
        self.steps.iter().all(|step| step.status.is_some())
    }

    pub fn step(&self, step: Step) -> &StepWords {
        match step {
            Step::Submitted => &self.steps[0],
            Step::Evaluation => &self.steps[1],
            Step::Engineering => &self.steps[2],
            Step::Confirmation => &self.steps[3],
            Step::Resolved => &self.steps[4],
        }
    }
}

impl Desk {
    /// The step that a status stands for; whatever asks whether a solution worked asks for the confirmation.
    pub fn step_of(&self, status: &StatusId) -> Option<Step> {
        let escalations = self.escalation.as_ref()?;
        let named = |step: &Step| escalations.step(*step).status.as_ref() == Some(status);
        let asks = || self.status(status).is_some_and(|s| s.asks_solution);
        let named = Step::ALL.into_iter().find(named);
        named.or_else(|| asks().then_some(Step::Confirmation))
    }
}
