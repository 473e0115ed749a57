//! Calls and conferences, as they stand and as they are asked for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Named;

/// A call that the customer waits for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallWish {
    #[schema(format = DateTime)]
    pub from: String,
    #[schema(format = DateTime)]
    pub until: String,
    /// Where another number than the known one was named.
    #[schema(required)]
    pub phone: Option<String>,
    #[schema(required)]
    pub reason: Option<String>,
    /// Nobody had called by then.
    pub missed: bool,
}

/// A conference of a case. The passcode is no part of it: ask for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conference {
    /// 1 for the first of a case, then one more each.
    pub id: u32,
    #[schema(required)]
    pub subject: Option<String>,
    #[schema(required)]
    pub reason: Option<String>,
    /// `asked`, `pending`, `accepted`, `declined`, `cancelled` or `over`.
    pub standing: String,
    /// When it would suit, the best first.
    pub wished: Vec<String>,
    /// `null` while nobody has said when it is.
    #[schema(required, format = DateTime)]
    pub at: Option<String>,
    pub minutes: u16,
    #[schema(required)]
    pub link: Option<String>,
    /// One needs a passcode.
    pub passcode: bool,
    /// Times it was changed since it was set.
    pub sequence: u32,
    pub people: Vec<Comer>,
}

/// Somebody who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comer {
    #[schema(required)]
    pub email: Option<String>,
    /// Where they are known.
    #[schema(required)]
    pub person: Option<Named>,
    /// `awaited`, `accepted` or `declined`.
    pub coming: String,
}

/// The passcode of a conference.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passcode {
    /// `null` where it needs none.
    #[schema(required)]
    pub passcode: Option<String>,
}

/// A call is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCallWish {
    /// From the desk's lead time on where it is left out.
    #[schema(format = DateTime)]
    pub from: Option<String>,
    #[schema(format = DateTime)]
    pub until: String,
    pub phone: Option<String>,
    pub reason: String,
}

/// A call that took place, or that nobody answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKeptCall {
    /// The desk's own, with the name behind it, where it is left out.
    pub subject: Option<String>,
    /// Support has called; left out, the customer has.
    #[serde(default)]
    pub outbound: bool,
    /// With whom; the case's contact where it is left out.
    pub with: Option<String>,
    #[schema(format = DateTime)]
    pub began_at: String,
    #[serde(default)]
    pub minutes: i64,
    /// Nobody was there.
    #[serde(default)]
    pub unanswered: bool,
    /// What was said; the customer reads it.
    pub summary: Option<String>,
    /// For staff alone.
    pub note: Option<String>,
}

/// A conference is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConference {
    pub reason: String,
    /// One to three moments at which it would suit, the best first.
    pub wished: Vec<String>,
    pub minutes: Option<i64>,
    /// Addresses of those who should come; the caller alone where it is left out.
    pub people: Option<Vec<String>>,
}

/// When a conference is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDate {
    /// A new one where it is left out.
    pub conference: Option<u32>,
    /// What a new one is called.
    pub subject: Option<String>,
    /// Why a new one is held.
    pub reason: Option<String>,
    #[schema(format = DateTime)]
    pub at: String,
    pub minutes: Option<i64>,
    pub link: Option<String>,
    /// It stays where it is left out; empty, none is needed any more.
    pub passcode: Option<String>,
    /// Addresses of all who are invited.
    pub people: Vec<String>,
    /// For those who are invited.
    pub text: Option<String>,
}

/// Whether somebody comes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConferenceAnswer {
    pub conference: u32,
    pub accept: bool,
    /// For whom staff say it; left out, for the caller.
    pub email: Option<String>,
    pub text: Option<String>,
}

/// A conference does not take place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCancellation {
    pub conference: u32,
    /// Required of staff who turn a wish down.
    pub text: Option<String>,
}

/// Which conference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhichConference {
    pub conference: u32,
}
