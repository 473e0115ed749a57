//! What a desk promises: centres with their hours, plans, and a target for each severity (S1).

use std::sync::Arc;

use crate::{
    calendar::Calendar,
    contract::Amount,
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

/// What a plan promises for a severity, at one centre or at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub plan: String,
    pub severity: String,
    pub centre: Option<String>,
    pub first_response: Option<Amount>,
    pub next_update: Option<Amount>,
}
