//! What happens to accounts, people and teams.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Details, Identifier, Profile};
use crate::{
    AccountId, DeploymentId, Instant, Language, PersonId, Prose, TeamId,
    access::{Grant, Partner},
    contract::entitlement::{Because, Entitlement},
};

/// What happens to a customer company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum AccountEvent {
    Added {
        name: String,
        name_en: String,
    },
    DeploymentAdded {
        id: DeploymentId,
        label: String,
        label_en: String,
        identifier: String,
        environments: Vec<String>,
    },
    Renamed {
        name: String,
        name_en: String,
    },
    /// What is said of it and by what it is known changed; it stays the same deployment.
    DeploymentChanged {
        id: DeploymentId,
        label: String,
        label_en: String,
        identifier: String,
        environments: Vec<String>,
    },
    /// The one contact who decides for the account (A3).
    AdminNamed {
        contact: PersonId,
    },
    /// Nobody decides for the account until somebody is named: who did is no contact of it any more.
    AdminLeft,
    /// The agent who looks after the account's success, if anybody does (C2, K5).
    SuccessManagerNamed {
        agent: Option<PersonId>,
    },
    /// The admin would hand it over to a colleague, who has not said yes or no (A3).
    HandoverOffered {
        to: PersonId,
    },
    HandoverDeclined,
    /// What a contact may do in the account, as it is from now on, beside what they may as one of the company (A2).
    AccessSet {
        contact: PersonId,
        grants: Vec<Grant>,
    },
    /// Another company may act for the account, or for how long changed (A9).
    PartnerSet {
        partner: Partner,
    },
    PartnerLeft {
        account: AccountId,
    },
    /// Whether the account's contacts are kept from reading cases, as rules of others demand (A8).
    RestrictionSet {
        restricted: bool,
    },
    /// A plan was bought, from a day to a day. A renewal is another one under the same contract: its history stays (C6).
    EntitlementGranted {
        entitlement: Entitlement,
    },
    /// A contract ends before its time; what begins later falls away.
    ContractEnded {
        contract: String,
        /// The last day on which it counts.
        on: Date,
    },
    /// Something by which the account, or one of its deployments, is known (C6).
    IdentifierGiven {
        identifier: Identifier,
    },
    IdentifierTaken {
        identifier: Identifier,
    },
    /// A case was not taken: what was wished for, and why not (C6).
    OpeningRefused {
        contact: PersonId,
        deployment: DeploymentId,
        product: String,
        severity: String,
        channel: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        centre: Option<String>,
        language: Language,
        reasons: Vec<Because>,
    },
}

/// What happens to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum PersonEvent {
    ContactAdded {
        account: AccountId,
        level: String,
        profile: Box<Profile>,
    },
    /// Somebody without an account, who has shown that they read the mail of their address (C20).
    GuestAdded {
        account: AccountId,
        deployment: DeploymentId,
        profile: Box<Profile>,
    },
    /// Who came without an account has one from now on (A1).
    LetIn {
        account: AccountId,
        level: String,
    },
    AgentAdded {
        role: String,
        team: Option<TeamId>,
        profile: Box<Profile>,
    },
    /// A password was set; the password itself is kept elsewhere, hashed.
    PasswordSet,
    TokenMade {
        label: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reads_only: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
        /// It counts from these alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        networks: Vec<String>,
    },
    TokenTaken {
        label: String,
    },
    ProfileChanged {
        profile: Box<Profile>,
    },
    /// A contact's access.
    LevelSet {
        level: String,
    },
    /// A contact is one of another company from now on; what they submitted stays where it is (A1).
    Moved {
        account: AccountId,
        level: String,
    },
    /// What an agent is, and in which team.
    RoleSet {
        role: String,
        team: Option<TeamId>,
    },
    /// For the first time (A3).
    FirstSignedIn,
    /// May not sign in any more, until resumed.
    Suspended,
    Resumed,
    /// A second factor counts from now on, with new recovery codes.
    SecondFactorSet,
    SecondFactorRemoved,
    /// One of the codes for when a device is lost.
    RecoveryCodeUsed,
    /// How they are reached, as it is from now on (A5).
    DetailsSet {
        details: Box<Details>,
    },
    /// They have a new PIN for the phone menu; the PIN itself is kept elsewhere.
    PinSet,
    /// Whether support may sign in as them because of any case, where they say nothing else for it (A10).
    ProxyLoginSet {
        allowed: bool,
    },
    /// They would like to be known by another address, and have not shown yet that they read its mail (A5).
    AddressAsked {
        email: Prose,
    },
    /// They have shown it; the address they had was told, and nothing changes before this moment.
    AddressShown {
        email: Prose,
        due_at: Instant,
    },
    /// It stays as it is: stopped by themselves, or by the link that the address they had was sent.
    AddressStopped {
        by_mail: bool,
    },
}

/// What happens to a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum TeamEvent {
    Added {
        label: String,
        label_en: String,
    },
    Renamed {
        label: String,
        label_en: String,
    },
    /// Whether what goes to the team is kept to it (A2).
    ClosednessSet {
        closed: bool,
    },
}
