//! What is promised for a case, and why.

use domain::contract::entitlement;
use serde::Serialize;
use utoipa::ToSchema;

use super::Labelled;

/// A reason of the contract; what else it names depends on its code.
#[derive(Debug, Serialize, ToSchema)]
pub struct Because {
    /// `covered`, `ends-soon`, `no-contract`, `not-covered`, `not-yet`, `expired`, `trial`, `emergency`,
    /// `channel-not-taken`, `way-not-taken`, `nobody-takes`, `partly-covered`, `answered-in-english`, `not-offered`,
    /// `closed-until` or `waits`.
    #[schema(example = "expired")]
    pub code: String,
    /// Number of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// First or last day that it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub day: Option<String>,
    /// Id of the centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// When that centre opens again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub opens: Option<String>,
    /// Id of a centre that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// Ids of the channels that the centre takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ways: Option<Vec<String>>,
}

/// A reason as the wire says it.
pub fn reason(reason: &entitlement::Because) -> Because {
    use entitlement::Because as Is;
    let plain = |code: &str| Because {
        code: code.to_owned(),
        contract: None,
        day: None,
        centre: None,
        opens: None,
        other: None,
        ways: None,
    };
    let of = |code, contract: &str, day: Option<&jiff::civil::Date>| Because {
        contract: Some(contract.to_owned()),
        day: day.map(ToString::to_string),
        ..plain(code)
    };
    match reason {
        Is::Covered { contract, to } => of("covered", contract, Some(to)),
        Is::EndsSoon { contract, to } => of("ends-soon", contract, Some(to)),
        Is::NoContract => plain("no-contract"),
        Is::NotCovered { contract } => of("not-covered", contract, None),
        Is::NotYet { contract, from } => of("not-yet", contract, Some(from)),
        Is::Expired { contract, on } => of("expired", contract, Some(on)),
        Is::Trial { to } => Because {
            day: Some(to.to_string()),
            ..plain("trial")
        },
        Is::Emergency => plain("emergency"),
        Is::ChannelNotTaken { centre, ways } => Because {
            centre: Some(centre.clone()),
            ways: Some(ways.clone()),
            ..plain("channel-not-taken")
        },
        Is::WayNotTaken { ways } => Because {
            ways: Some(ways.clone()),
            ..plain("way-not-taken")
        },
        Is::NobodyTakes => plain("nobody-takes"),
        Is::PartlyCovered => plain("partly-covered"),
        Is::AnsweredInEnglish { centre } => Because {
            centre: Some(centre.clone()),
            ..plain("answered-in-english")
        },
        Is::NotOffered => plain("not-offered"),
        Is::ClosedUntil {
            centre,
            opens,
            other,
        } => Because {
            centre: Some(centre.clone()),
            opens: opens.map(|at| at.to_string()),
            other: Some(other.clone()),
            ..plain("closed-until")
        },
        Is::Waits { centre, opens } => Because {
            centre: Some(centre.clone()),
            opens: opens.map(|at| at.to_string()),
            ..plain("waits")
        },
    }
}

/// What is due next of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Due {
    /// `first-response`, `next-update` or the id of a milestone; nothing where no clock runs.
    #[schema(required)]
    pub clock: Option<String>,
    /// `left`, `near`, `over`, `paused` (the customer has the turn), `met`.
    pub state: String,
    #[schema(required, format = DateTime)]
    pub at: Option<String>,
}

/// What was promised when the case was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promise {
    /// Number of the contract that counts.
    #[schema(required)]
    pub contract: Option<String>,
    #[schema(required)]
    pub plan: Option<Labelled>,
    #[schema(required)]
    pub centre: Option<Labelled>,
    /// The customer chose the centre.
    pub chosen: bool,
    pub reasons: Vec<Because>,
    /// Version of the desk file by whose calendar and targets it counts.
    pub desk_version: i64,
    pub clocks: Vec<Clock>,
}

/// A clock with its receipt: what was counted adds up to the target.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    /// `first-response`, `next-update` or the id of a milestone.
    pub clock: String,
    /// Its name in words.
    pub label: String,
    /// The target in words.
    pub target: String,
    #[schema(required, format = DateTime)]
    pub due_at: Option<String>,
    /// Of a first response or a milestone: when it was given or reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub met_at: Option<String>,
    pub receipt: Vec<Stretch>,
}

/// One stretch of a receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stretch {
    #[schema(format = DateTime)]
    pub from: String,
    /// Nothing while it lasts.
    #[schema(required, format = DateTime)]
    pub to: Option<String>,
    pub counted: bool,
    /// A name for the reason, such as `holiday`.
    #[schema(example = "outside-hours")]
    pub code: String,
    /// The reason in words.
    pub why: String,
}

/// What each centre would promise for a case that were opened now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offers {
    /// The first is the one that takes it where none is chosen.
    pub items: Vec<Offer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    /// `allow`, `warn`, `route` (another centre would serve better) or `refuse`.
    pub answer: String,
    #[schema(required)]
    pub centre: Option<Labelled>,
    #[schema(required)]
    pub plan: Option<Labelled>,
    /// When the first answer would come at the latest.
    #[schema(required, format = DateTime)]
    pub first_response: Option<String>,
    /// How often the customer hears from support, in words.
    #[schema(required)]
    pub next_update: Option<String>,
    /// What is promised besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Promised>,
    pub reasons: Vec<Because>,
}

/// A target, as it is promised before the case is opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promised {
    /// Id of the milestone.
    pub clock: String,
    pub label: String,
    /// The target in words.
    pub target: String,
}

/// What came of rows of the register, one outcome each.
#[derive(Debug, Serialize, ToSchema)]
pub struct Registered {
    /// False in a dry run, or where any row is wrong.
    pub written: bool,
    pub outcomes: Vec<crate::app::register::Outcome>,
}
