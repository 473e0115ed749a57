//! Incidents (E3), and what can be sent about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Labelled;

/// Incidents, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentList {
    pub items: Vec<IncidentSummary>,
    /// For the page behind this one, as `behind`; nothing where there is none.
    #[schema(required)]
    pub behind: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentSummary {
    /// As people write it.
    #[schema(example = "INC-00012")]
    pub number: String,
    /// In the caller's language.
    pub title: String,
    pub severity: Labelled,
    /// `investigating`, `identified`, `monitoring`, `restored` or `reported`.
    pub phase: Labelled,
    /// `running`, `restored` or `cancelled`.
    pub state: String,
    #[schema(format = DateTime)]
    pub started_at: String,
    #[schema(format = DateTime)]
    pub declared_at: String,
    /// When the next update is promised; nothing once it has ended.
    #[schema(required, format = DateTime)]
    pub next_update_at: Option<String>,
    #[schema(required, format = DateTime)]
    pub ended_at: Option<String>,
}

/// An incident in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    #[serde(flatten)]
    pub summary: IncidentSummary,
    pub products: Vec<Labelled>,
    pub regions: Vec<Labelled>,
    /// What customers were told, the first of it first.
    pub updates: Vec<IncidentUpdate>,
    /// What they are offered at the end, in the caller's language.
    #[schema(required)]
    pub solution: Option<String>,
    /// The day on which the cause is to be reported.
    #[schema(required, format = Date)]
    pub cause_due_on: Option<String>,
    /// Numbers of the cases that it has gathered, of those that the caller sees.
    pub cases: Vec<String>,
    /// For staff: title by language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<BTreeMap<String, String>>,
    /// For staff: id of who coordinates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// For staff: id of who writes to customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communications: Option<String>,
    /// For staff: ids of the companies that were picked by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Vec<String>>,
    /// For staff: what they have noted among themselves, the first of it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<IncidentNote>>,
}

/// A note of staff's.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentNote {
    #[schema(format = DateTime)]
    pub at: String,
    /// Id of who wrote it.
    #[schema(required)]
    pub by: Option<String>,
    /// `null` where it was erased.
    #[schema(required)]
    pub text: Option<String>,
}

/// What became of offering a solution.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentOffers {
    /// Cases that were offered it.
    pub given: usize,
    /// Closed ones, and those that have it already.
    pub left: usize,
}

/// Cases that may belong to one incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentSuggestions {
    /// The company's plan has cases as grave as this one managed as incidents.
    pub suggested: bool,
    pub cases: Vec<SuggestedCase>,
    /// Those with such a case first, then others that have the product.
    pub accounts: Vec<SuggestedAccount>,
}

/// A company that may be concerned as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestedAccount {
    pub id: String,
    /// In the caller's language.
    pub name: String,
    /// The case at hand is theirs, or one that may belong to the same incident.
    pub has_case: bool,
}

/// A case that may belong to the same incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestedCase {
    pub number: String,
    pub subject: String,
    /// Its subject says something similar.
    pub alike: bool,
}

/// What several companies report alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct Surges {
    /// What changed last comes first.
    pub items: Vec<Surge>,
}

/// The same trouble, as several companies report it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Surge {
    pub product: Labelled,
    /// Different ones.
    pub companies: i64,
    /// Numbers of their cases.
    pub cases: Vec<String>,
    /// When the first of these was opened.
    #[schema(format = DateTime)]
    pub since: String,
}

/// Why an incident is taken back, for staff.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentCancellation {
    pub reason: String,
}

/// Ids of agents.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentOwners {
    pub lead: String,
    pub communications: String,
}

/// A note for staff alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentNote {
    pub note: String,
}

/// What an incident is called and what it affects.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentDescription {
    /// By language.
    pub title: BTreeMap<String, String>,
    /// An id of the desk's severities of incidents.
    pub severity: String,
    #[serde(default)]
    pub products: Vec<String>,
    #[serde(default)]
    pub wide: bool,
    #[serde(default)]
    pub regions: Vec<String>,
    /// Ids of deployments.
    #[serde(default)]
    pub deployments: Vec<String>,
    /// Ids of accounts that are told by name.
    #[serde(default)]
    pub accounts: Vec<String>,
    #[schema(format = DateTime)]
    pub started_at: Option<String>,
}

/// Something that customers were told.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentUpdate {
    #[schema(format = DateTime)]
    pub at: String,
    pub phase: Labelled,
    /// In the caller's language; Markdown.
    pub text: String,
    /// When the next one was promised; nothing at the end.
    #[schema(required, format = DateTime)]
    pub next_update_at: Option<String>,
}

/// An incident to declare. Texts by language, in each language of the desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    /// Number of the case that it is declared from.
    pub case: Option<String>,
    /// By language.
    pub title: BTreeMap<String, String>,
    /// An id of the desk's severities of incidents.
    pub severity: String,
    #[serde(default)]
    pub products: Vec<String>,
    /// It is shown to every company that has one of the products.
    #[serde(default)]
    pub wide: bool,
    #[serde(default)]
    pub regions: Vec<String>,
    /// Ids of deployments.
    #[serde(default)]
    pub deployments: Vec<String>,
    /// Ids of accounts that are told by name.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Now where it is left out.
    #[schema(format = DateTime)]
    pub started_at: Option<String>,
    /// What customers see, by language.
    pub texts: BTreeMap<String, String>,
    /// By the rhythm of the severity where it is left out.
    #[schema(format = DateTime)]
    pub next_update_at: Option<String>,
    /// Id of an agent; the caller where it is left out.
    pub lead: Option<String>,
    /// Id of an agent; the lead where it is left out.
    pub communications: Option<String>,
    /// Numbers of further cases.
    #[serde(default)]
    pub cases: Vec<String>,
}

/// How an incident stands, by language, and when customers hear more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentUpdate {
    #[schema(example = "identified")]
    pub phase: String,
    pub texts: BTreeMap<String, String>,
    #[schema(format = DateTime)]
    pub next_update_at: String,
}

/// Cases by their numbers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentCases {
    pub cases: Vec<String>,
}

/// The service works again: the last update and the solution, by language.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentEnd {
    pub texts: BTreeMap<String, String>,
    pub solution: BTreeMap<String, String>,
    /// By the desk's days where it is left out.
    #[schema(format = Date)]
    pub cause_due_on: Option<String>,
    /// Numbers of the gathered cases that are offered the solution.
    #[serde(default)]
    pub offer: Vec<String>,
}

/// Why it came to it, by language.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentCause {
    pub texts: BTreeMap<String, String>,
}
