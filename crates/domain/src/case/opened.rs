//! How a case begins. The body is stored as written here; a field may be added with a default, never changed.

use serde::{Deserialize, Serialize};

use super::Answers;
use crate::{
    AccountId, CaseId, DeploymentId, PersonId, Prose,
    contract::Promise,
    desk::{List, StatusId, Turn},
};

/// The first event of every case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub desk_version: i64,
    pub account: AccountId,
    pub deployment: DeploymentId,
    pub contact: PersonId,
    #[serde(with = "super::event_words::list")]
    pub list: List,
    pub case_kind: String,
    pub sub_type: Option<String>,
    pub product: String,
    pub environment: Option<String>,
    pub severity: String,
    pub channel: String,
    pub subject: Prose,
    pub description: Prose,
    pub answers: Answers,
    pub status: StatusId,
    #[serde(with = "super::event_words::turn")]
    pub turn: Turn,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The verdict on the opening and what it promises; none where no contract is asked for (C6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Contact by phone is owed as well (C7).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub call_owed: bool,
    /// The closed case that it goes on with (C15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<CaseId>,
    /// What the product makes of it so far (C4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind_state: Option<String>,
}

/// The record in another system that a case was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub system: String,
    pub id: String,
}
