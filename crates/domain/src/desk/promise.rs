//! What a desk promises: centres with their hours, plans, and a target for each severity (S1).

use std::sync::Arc;

use crate::{
    calendar::Calendar,
    contract::{Amount, MilestoneId},
    desk::{Door, StatusId},
    words::{Language, Words},
};

/// A team with a language, opening hours and ways to reach it.
#[derive(Clone, Debug)]
pub struct Centre {
    pub id: String,
    pub label: Words,
    /// Languages it answers in.
    pub languages: Vec<Language>,
    pub calendar: Arc<Calendar>,
    /// Ways by which it takes cases; all of the desk's when empty.
    pub channels: Vec<String>,
    /// Takes cases of people without an account, too (C20).
    pub guests: bool,
}

/// A level of support that is bought (S1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: String,
    pub label: Words,
    /// The tier that answers first (S6).
    pub tier: u8,
    /// Place in a queue: the higher, the sooner.
    pub precedence: i64,
    /// Designated contacts at most; no limit when absent (A3).
    pub contacts: Option<i64>,
    pub advisory: Advisory,
    pub reviews: Reviews,
    /// Incidents and escalations are managed (S7).
    pub incident_management: bool,
    /// A case may involve another vendor, whom support chases (S11).
    pub third_parties: bool,
}

/// Some of what a desk takes goes with some plans alone (C2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForPlans {
    /// Ids of the plans; all, and none at all, when empty.
    pub plans: Vec<String>,
    /// Whom to ask about it.
    pub ask: Option<Door>,
}

impl ForPlans {
    /// Whether it goes with this plan; `None` for a company that has none.
    pub fn holds(&self, plan: Option<&str>) -> bool {
        self.plans.is_empty() || plan.is_some_and(|plan| self.plans.iter().any(|id| id == plan))
    }
}

/// Who advises on questions that are no faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advisory {
    None,
    /// On demand, by whoever is free.
    Shared,
    /// On demand, by one person who knows the customer.
    Dedicated,
}

/// How often use and goals are reviewed together (S8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviews {
    None,
    Quarterly,
    Monthly,
}

/// A further target with a clock, such as a restored service (S1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub id: MilestoneId,
    pub label: Words,
    /// Entering one of these begins it; opening does where there are none.
    pub starts: Vec<StatusId>,
    /// Entering one of these reaches it.
    pub reached: Vec<StatusId>,
    /// It stands still while the customer has the turn.
    pub pauses: bool,
}

/// What a plan promises for a severity, at one centre or at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub plan: String,
    pub severity: String,
    pub centre: Option<String>,
    pub first_response: Option<Amount>,
    pub next_update: Option<Amount>,
    pub milestones: Vec<(MilestoneId, Amount)>,
}

impl Target {
    /// What it promises of a milestone.
    pub fn milestone(&self, id: MilestoneId) -> Option<Amount> {
        let mut all = self.milestones.iter();
        all.find(|(known, _)| *known == id)
            .map(|(_, amount)| *amount)
    }
}

/// Whether a list of ids speaks of this one; an empty list is no condition.
pub(super) fn among(list: &[String], id: Option<&str>) -> bool {
    list.is_empty() || id.is_some_and(|id| list.iter().any(|known| known == id))
}

/// Which cases a rule of the desk speaks of; an empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    pub severities: Vec<String>,
    pub centres: Vec<String>,
    pub plans: Vec<String>,
    pub products: Vec<String>,
}

impl Which {
    pub fn fits(
        &self,
        severity: &str,
        centre: Option<&str>,
        plan: Option<&str>,
        product: &str,
    ) -> bool {
        among(&self.severities, Some(severity))
            && among(&self.centres, centre)
            && among(&self.plans, plan)
            && among(&self.products, Some(product))
    }
}

/// Ways by which such cases are not taken (C7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    pub channels: Vec<String>,
    pub which: Which,
}

/// How far a language is covered, by product, plan and what the contract adds (S5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub language: Language,
    /// All when empty.
    pub products: Vec<String>,
    pub plans: Vec<String>,
    /// Options of a contract, any of which is enough; no condition when empty.
    pub options: Vec<String>,
    pub covered: Covered,
}

/// How far (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    Fully,
    /// Some of it; the customer is told.
    Partly,
    /// Answers come in English.
    EnglishOnly,
    /// Not in this language: English answers.
    Not,
    /// The product is not part of the plan.
    NotOffered,
}

impl Covered {
    pub const ALL: [Covered; 5] = [
        Covered::Fully,
        Covered::Partly,
        Covered::EnglishOnly,
        Covered::Not,
        Covered::NotOffered,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Covered::Fully => "fully",
            Covered::Partly => "partly",
            Covered::EnglishOnly => "english-only",
            Covered::Not => "not",
            Covered::NotOffered => "not-offered",
        }
    }
}
