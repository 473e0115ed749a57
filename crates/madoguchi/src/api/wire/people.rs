//! People, accounts, deployments and teams.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Labelled;

/// A person or a company by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: String,
    pub name: String,
    pub email: String,
    /// Of the profile; answers follow `Accept-Language` first.
    pub language: String,
    /// IANA name.
    #[schema(example = "Asia/Tokyo")]
    pub time_zone: String,
    #[serde(flatten)]
    pub standing: Standing,
    /// Whether `POST /cases` is open to the caller.
    pub may_open_cases: bool,
}

/// On which side somebody stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    Contact {
        account: Named,
        /// `basic`, `read-only` or `read-write`.
        level: String,
    },
    Agent {
        /// `tier1`, `tier2`, `engineering`, `supervisor` or `administrator`.
        role: String,
        #[schema(required)]
        team: Option<Labelled>,
    },
    /// Without an account.
    Guest,
}

/// Whether support may sign in as a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProxyLogin {
    pub allowed: bool,
    /// Where it is not allowed: `not-allowed`, `withdrawn`, `case-closed` or `no-part-in-case`.
    #[schema(required)]
    pub reason: Option<String>,
}

/// What the caller may open a case for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deployments {
    pub items: Vec<Deployment>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Deployment {
    pub id: String,
    pub label: String,
    /// Site URL, organisation id or the like, by which it is known.
    pub identifier: String,
    pub account: Named,
    pub environments: Vec<Labelled>,
}

/// Those a case can be assigned to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agents {
    pub items: Vec<Agent>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Agent {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: String,
    #[schema(required)]
    pub team: Option<Labelled>,
    /// They may not sign in.
    pub suspended: bool,
}

/// An agent who is let in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgent {
    pub family: String,
    #[serde(default)]
    pub given: String,
    #[serde(default)]
    pub family_kana: String,
    #[serde(default)]
    pub given_kana: String,
    pub email: String,
    /// `tier1`, `tier2`, `engineering`, `technical-expert`, `success-manager`, `supervisor` or `administrator`.
    pub role: String,
    /// Id of a team.
    pub team: Option<String>,
    /// The caller's when left out.
    pub language: Option<String>,
}

/// What is to be another way; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentChange {
    pub role: Option<String>,
    /// Id of a team; in none where it is empty.
    pub team: Option<String>,
    pub suspended: Option<bool>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Teams {
    pub items: Vec<Labelled>,
}
