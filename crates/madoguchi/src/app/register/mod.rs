//! The register of customers: accounts, what they run, what they have bought, their contacts; and teams (S10). A row says
//! how something is to be; what is not there yet is added, what is otherwise is changed. Page, API and CSV all bring rows,
//! and a dry run tells what they would do. All rows of one call come true, or none.

mod contact;
mod known;
mod writing;

use std::collections::HashMap;

use domain::Actor;
use serde::{Deserialize, Serialize};
use store::WriteError;
use utoipa::ToSchema;

use super::{App, Fail};
use writing::Writing;

/// How something is to be. A row names an account, and with it a deployment, a contract or a contact, or several; or a
/// team alone.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Row {
    /// Name of the account.
    pub account: String,
    pub account_en: String,
    /// Address of the agent who looks after the account's success; a minus for nobody any more.
    pub success_manager: String,
    /// Name of a deployment, known by its identifier.
    pub deployment: String,
    pub deployment_en: String,
    pub identifier: String,
    /// Ids, with spaces between.
    pub environments: String,
    /// What the account is known by besides, or with an identifier in the row that deployment; with spaces between, and a
    /// minus before what it is no longer known by.
    pub user_ids: String,
    pub serial_numbers: String,
    /// Told on the phone; kept as digests alone.
    pub pins: String,
    /// Of the company's mail: who asks for an account from there is proposed for this one. With spaces between, and a minus
    /// before what no longer is; never one where anybody gets an address.
    pub mail_domains: String,
    /// Number of a contract; with an identifier in the row it covers that deployment alone.
    pub contract: String,
    pub plan: String,
    /// Ids of contract options, with spaces between.
    pub options: String,
    pub product: String,
    /// `yes` for one that was not bought yet.
    pub trial: String,
    /// First and last day.
    pub from: String,
    pub to: String,
    pub family: String,
    pub given: String,
    pub family_kana: String,
    pub given_kana: String,
    /// By which a contact is known.
    pub email: String,
    /// `basic`, `read-only` or `read-write`.
    pub level: String,
    pub language: String,
    pub time_zone: String,
    /// `yes` for the one contact who decides for the account.
    pub admin: String,
    pub team: String,
    pub team_en: String,
    /// `yes` for a team whose cases are kept to it, `no` for one whose are not.
    pub team_closed: String,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    AccountAdded,
    AccountRenamed,
    DeploymentAdded,
    DeploymentChanged,
    IdentifierGiven,
    IdentifierTaken,
    ContractGranted,
    ContractEnded,
    ContactAdded,
    ContactChanged,
    AdminNamed,
    SuccessManagerNamed,
    TeamAdded,
    TeamRenamed,
    TeamClosed,
    TeamOpened,
}

impl Did {
    pub const ALL: [Did; 16] = [
        Did::AccountAdded,
        Did::AccountRenamed,
        Did::DeploymentAdded,
        Did::DeploymentChanged,
        Did::IdentifierGiven,
        Did::IdentifierTaken,
        Did::ContractGranted,
        Did::ContractEnded,
        Did::ContactAdded,
        Did::ContactChanged,
        Did::AdminNamed,
        Did::SuccessManagerNamed,
        Did::TeamAdded,
        Did::TeamRenamed,
        Did::TeamClosed,
        Did::TeamOpened,
    ];

    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Did::AccountAdded => "account-added",
            Did::AccountRenamed => "account-renamed",
            Did::DeploymentAdded => "deployment-added",
            Did::DeploymentChanged => "deployment-changed",
            Did::IdentifierGiven => "identifier-given",
            Did::IdentifierTaken => "identifier-taken",
            Did::ContractGranted => "contract-granted",
            Did::ContractEnded => "contract-ended",
            Did::ContactAdded => "contact-added",
            Did::ContactChanged => "contact-changed",
            Did::AdminNamed => "admin-named",
            Did::SuccessManagerNamed => "success-manager-named",
            Did::TeamAdded => "team-added",
            Did::TeamRenamed => "team-renamed",
            Did::TeamClosed => "team-closed",
            Did::TeamOpened => "team-opened",
        }
    }
}

/// Why a row cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    Missing,
    /// The desk has none of this id.
    NotOffered,
    NotADate,
    /// The last day lies before the first.
    Backwards,
    NotAnAddress,
    /// Somebody else, or another account, has it.
    Taken,
    /// A period of this contract that begins that day says otherwise; end it first.
    OtherPeriod,
    /// The plan bounds the number of contacts who open cases, and all places are taken (A3).
    NoPlaceLeft,
}

impl Why {
    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::NotOffered => "not-offered",
            Why::NotADate => "not-a-date",
            Why::Backwards => "backwards",
            Why::NotAnAddress => "not-an-address",
            Why::Taken => "taken",
            Why::OtherPeriod => "other-period",
            Why::NoPlaceLeft => "no-place-left",
        }
    }
}

/// Something wrong in a row: in which column, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Wrong {
    pub column: &'static str,
    pub why: Why,
}

/// What came of one row, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Outcome {
    /// Nothing where it is as the row says already.
    pub did: Vec<Did>,
    pub wrong: Vec<Wrong>,
}

type Step<T = ()> = Result<T, Stop>;

/// Why a row goes no further.
enum Stop {
    Wrong(Wrong),
    Fail(Fail),
}

impl<E: Into<Fail>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Fail(error.into())
    }
}

fn wrong<T>(column: &'static str, why: Why) -> Step<T> {
    Err(Stop::Wrong(Wrong { column, why }))
}

impl App {
    /// What these rows do, one outcome each. Nothing is written in a dry run, or where any row is wrong.
    pub async fn register(
        &self,
        actor: &Actor,
        rows: &[Row],
        dry: bool,
    ) -> Result<Vec<Outcome>, Fail> {
        if !actor.administers() {
            return Err(domain::case::Refused::NotAllowed.into());
        }
        let mut writing = Writing {
            app: self,
            actor,
            accounts: HashMap::new(),
            people: Vec::new(),
            unseated: Vec::new(),
            statements: Vec::new(),
            closed_teams: Vec::new(),
            after: Vec::new(),
            next: 0,
        };
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in rows {
            outcomes.push(writing.row(row).await?);
        }
        let sound = outcomes.iter().all(|outcome| outcome.wrong.is_empty());
        if sound && !dry {
            let closed = writing.closed_teams.clone();
            match self.store.add(writing.all()).await {
                Ok(()) => {
                    for team in closed {
                        self.keep_to_team(actor, team).await?;
                    }
                }
                Err(WriteError::Conflict) => return Err(Fail::Conflict),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(outcomes)
    }
}

fn is_yes(text: &str) -> bool {
    matches!(text, "yes" | "true" | "1" | "on")
}

/// Rows of a CSV file with a heading, or the line that cannot be read.
pub fn of_csv(text: &str) -> Result<Vec<Row>, (u64, String)> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(false)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.deserialize::<Row>() {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                return Err((line, error.to_string()));
            }
        }
    }
    Ok(rows)
}
