//! What staff narrow their lists by besides what customers do (K1).

use domain::{AccountId, PersonId, TagId, desk::Turn};

use super::{conditions::Conditions, ranks};

/// All of it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Each stands somewhere in the subject or in the customer's own number, or is the number of the case.
    pub words: Vec<String>,
    pub hands: Option<Hands>,
    pub turn: Option<Turn>,
    /// The plan of its promise.
    pub plan: Option<String>,
    /// Why support closed it.
    pub cause: Option<String>,
    /// Of one of these companies; of any where none is named.
    pub accounts: Vec<AccountId>,
    /// With one of these words at least.
    pub tags: Vec<TagId>,
    /// Those that their owner has put to sleep alone, or all but these.
    pub snoozed: Option<bool>,
}

/// Who has a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hands {
    Nobody,
    /// One of these.
    Of(Vec<PersonId>),
}

impl Narrow {
    pub(super) fn add_to(&self, all: &mut Conditions) {
        for word in &self.words {
            all.add_word(word);
        }
        match &self.hands {
            None => {}
            Some(Hands::Nobody) => all.add_plain("c.owner_id IS NULL"),
            // The plus keeps the planner on the index of the order.
            Some(Hands::Of(people)) => all.add_one_of("+c.owner_id", people.iter().copied()),
        }
        if let Some(turn) = self.turn {
            all.add("+c.turn = #", ranks::turn_rank(turn));
        }
        if let Some(plan) = &self.plan {
            all.add("c.plan_key = #", plan.as_str());
            // As the index says it.
            all.add_plain("c.plan_key <> ''");
        }
        if let Some(cause) = &self.cause {
            all.add("c.cause_key = #", cause.as_str());
            all.add_plain("c.cause_key <> ''");
        }
        if !self.tags.is_empty() {
            let ids = self.tags.iter().map(|tag| tag.0);
            all.add_where_one_of(
                "EXISTS (SELECT 1 FROM case_tags k WHERE k.case_id = c.id AND k.tag_id IN (#))",
                ids,
            );
        }
        match self.snoozed {
            None => {}
            // As the index says it.
            Some(true) => all.add_plain("c.snooze IS NOT NULL"),
            Some(false) => all.add_plain("c.snooze IS NULL"),
        }
        if !self.accounts.is_empty() {
            all.add_one_of("+c.account_id", self.accounts.iter().copied());
        }
    }
}
