//! Who may do what in an account, and who asks to be let in (A1–A4, A8, A9).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Labelled, Named, request::Answer};

/// Who may do what in an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountAccess {
    pub account: Named,
    /// Id of the contact who decides for it.
    #[schema(required)]
    pub admin: Option<String>,
    /// Id of the contact to whom that is being handed over.
    #[schema(required)]
    pub handover: Option<String>,
    /// Contacts who open cases today.
    pub seats_used: i64,
    /// As many as the plans give; without a limit when null.
    #[schema(required)]
    pub seats: Option<i64>,
    /// Its contacts read no case.
    pub restricted: bool,
    /// Its own contacts, then its partners' people, each in the order of their names.
    pub items: Vec<Party>,
    pub partners: Vec<PartnerOf>,
}

/// Somebody who may do something in an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Party {
    pub id: String,
    pub name: String,
    pub email: String,
    /// One of the company itself.
    pub own: bool,
    /// The highest level today: `basic`, `read-only` or `read-write`; nothing where an arrangement is over.
    #[schema(required)]
    pub level: Option<String>,
    pub suspended: bool,
    /// Each level that they have, and why.
    pub holds: Vec<Held>,
}

/// A level, where, and on what ground.
#[derive(Debug, Serialize, ToSchema)]
pub struct Held {
    pub level: String,
    /// On all when null.
    #[schema(required)]
    pub deployment: Option<Labelled>,
    /// `standing` (as one of the company), `granted`, `admin` or `guest`.
    pub ground: String,
    /// First day of what was granted; one that is still to come begins to count then.
    #[schema(required, format = Date)]
    pub from: Option<String>,
    /// Last day of what was granted.
    #[schema(required, format = Date)]
    pub until: Option<String>,
    /// Id of who granted it.
    #[schema(required)]
    pub granted_by: Option<String>,
}

/// A company that may act for the account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerOf {
    pub account: Named,
    /// Last day; without an end when null.
    #[schema(required, format = Date)]
    pub until: Option<String>,
    /// Number of the contract by which it was named, where one was given.
    #[schema(required)]
    pub contract: Option<String>,
}

/// A change of who may do what. Which members it takes depends on `change`:
/// `tick` (`on`, `off`), `stand-in` (`contact` takes the place of `away`, `until`), `give` (`contact`, `level`, `deployment`,
/// `from`, `until`), `take` (`contact`), `offer-admin` (`contact`), `answer-admin` (`accept`; with
/// `false` the admin takes the offer back), `set-partner` (`partner`,
/// `until`, `contract`), `end-partner` (`partner`); for administrators of the desk also `name-admin` (`contact`), `restrict`
/// (`restricted`), `suspend` and `resume` (`contact`), and `move` (`contact` becomes one of another `account`: what they could do
/// here, their sign-ins and tokens end, and their cases stay).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccessChange {
    #[schema(example = "tick")]
    pub change: String,
    pub contact: Option<String>,
    /// Ids of contacts who get a place.
    #[serde(default)]
    pub on: Vec<String>,
    /// Ids of contacts who give theirs up.
    #[serde(default)]
    pub off: Vec<String>,
    pub away: Option<String>,
    pub level: Option<String>,
    /// On all when left out.
    pub deployment: Option<String>,
    #[schema(format = Date)]
    pub from: Option<String>,
    /// The last day.
    #[schema(format = Date)]
    pub until: Option<String>,
    /// Id of the partner's account.
    pub partner: Option<String>,
    /// Number of a contract of the account, for `set-partner` where the desk asks for one.
    pub contract: Option<String>,
    /// Id of the account that a contact is moved to.
    pub account: Option<String>,
    pub accept: Option<bool>,
    pub restricted: Option<bool>,
}

/// A wish for other access than the caller has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "its schema is what a body is held against; the form reads some of the members"
)]
pub struct NewAccessRequest {
    /// `basic`, `read-only` or `read-write`.
    #[schema(example = "read-only")]
    pub level: String,
    /// What it is for.
    pub reason: String,
    /// The terms that `GET /desk` names as its version are accepted.
    pub accept_terms: bool,
    /// May be left out by those who have only one.
    #[allow(dead_code, reason = "the form reads the members")]
    pub deployment: Option<String>,
    /// Ids of products that it is about.
    #[serde(default)]
    pub products: Vec<String>,
    /// Other accounts or partners that they work for.
    pub accounts: Option<String>,
    /// Contacts who know them.
    pub contacts: Option<String>,
    /// What the desk asks besides, by id.
    #[allow(dead_code, reason = "the form reads the members")]
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: BTreeMap<String, serde_json::Value>,
}

/// What was asked for in a case is given, or what was found right instead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccessGrant {
    pub level: String,
    /// On all when left out; a place is always for all.
    pub deployment: Option<String>,
    /// The last day.
    #[schema(format = Date)]
    pub until: Option<String>,
}

/// Requests for an account that wait for the caller's word, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoiningRequests {
    pub items: Vec<JoiningRequest>,
}

/// Somebody who asks for an account, from an address whose mail they read.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoiningRequest {
    pub id: String,
    pub name: String,
    pub email: String,
    /// The company, as they call it.
    pub company: String,
    /// What they want it for.
    pub note: String,
    /// What they would like: `basic`, `read-only` or `read-write`.
    pub level: String,
    /// The account that has the domain of their address.
    #[schema(required)]
    pub proposed: Option<Named>,
    #[schema(format = DateTime)]
    pub asked_at: String,
}

/// The word on a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewJoiningAnswer {
    pub grant: bool,
    /// With `grant`: `basic` or `read-only`; places are given by ticking.
    pub level: Option<String>,
    /// With `grant`, for administrators of the desk: id of the account. An account's admin lets in to their own.
    pub account: Option<String>,
    /// Without `grant`: why not, as it is told to who asked.
    pub reason: Option<String>,
}
