//! The register of customers: accounts, what they run, what they have bought, their contacts; and teams (S10). A row says
//! how something is to be; what is not there yet is added, what is otherwise is changed. Page, API and CSV all bring rows,
//! and a dry run tells what they would do. All rows of one call come true, or none.

use std::collections::HashMap;

use domain::{
    AccountId, Actor, DeploymentId, Language, Level, PersonId, Prose, Role, TeamId,
    case::intake::is_address,
    contract::entitlement::Entitlement,
    directory::{AccountEvent, PersonEvent, Profile, Standing, Team},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Statement, WriteError, accounts::AccountBook, directory};
use utoipa::ToSchema;

use super::{App, Fail};

/// How something is to be. A row names an account, and with it a deployment, a contract or a contact, or several; or a
/// team alone.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Row {
    /// Name of the account.
    pub account: String,
    pub account_en: String,
    /// Name of a deployment, known by its identifier.
    pub deployment: String,
    pub deployment_en: String,
    pub identifier: String,
    /// Ids, with spaces between.
    pub environments: String,
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
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    AccountAdded,
    AccountRenamed,
    DeploymentAdded,
    DeploymentChanged,
    ContractGranted,
    ContractEnded,
    ContactAdded,
    ContactChanged,
    AdminNamed,
    TeamAdded,
    TeamRenamed,
}

impl Did {
    pub const ALL: [Did; 11] = [
        Did::AccountAdded,
        Did::AccountRenamed,
        Did::DeploymentAdded,
        Did::DeploymentChanged,
        Did::ContractGranted,
        Did::ContractEnded,
        Did::ContactAdded,
        Did::ContactChanged,
        Did::AdminNamed,
        Did::TeamAdded,
        Did::TeamRenamed,
    ];

    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Did::AccountAdded => "account-added",
            Did::AccountRenamed => "account-renamed",
            Did::DeploymentAdded => "deployment-added",
            Did::DeploymentChanged => "deployment-changed",
            Did::ContractGranted => "contract-granted",
            Did::ContractEnded => "contract-ended",
            Did::ContactAdded => "contact-added",
            Did::ContactChanged => "contact-changed",
            Did::AdminNamed => "admin-named",
            Did::TeamAdded => "team-added",
            Did::TeamRenamed => "team-renamed",
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
        if !matches!(
            actor,
            Actor::Agent {
                role: Role::Administrator,
                ..
            }
        ) {
            return Err(domain::case::Refused::NotAllowed.into());
        }
        let mut writing = Writing {
            app: self,
            actor,
            accounts: HashMap::new(),
            people: Vec::new(),
            statements: Vec::new(),
            after: Vec::new(),
            next: 0,
        };
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in rows {
            outcomes.push(writing.row(row).await?);
        }
        let sound = outcomes.iter().all(|outcome| outcome.wrong.is_empty());
        if sound && !dry {
            match self.store.add(writing.all()).await {
                Ok(()) => {}
                Err(WriteError::Conflict) => return Err(Fail::Conflict),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(outcomes)
    }
}

/// Rows on their way into one write.
struct Writing<'a> {
    app: &'a App,
    actor: &'a Actor,
    accounts: HashMap<String, AccountBook>,
    /// Contacts added by earlier rows, by address, with whether they open cases.
    people: Vec<(String, AccountId, Level)>,
    statements: Vec<Statement>,
    /// What needs the people to be there.
    after: Vec<Statement>,
    next: i64,
}

impl Writing<'_> {
    /// Everything as one list: accounts first, then those who belong to them.
    fn all(self) -> Vec<Statement> {
        let books = self.accounts.into_values();
        let mut all: Vec<Statement> = books.flat_map(AccountBook::statements).collect();
        all.extend(self.statements);
        all.extend(self.after);
        all
    }

    /// A name for something new; rows of one call come within one millisecond.
    fn fresh(&mut self) -> i64 {
        self.next += 1;
        store::fresh_id(self.app.now() + jiff::SignedDuration::from_millis(self.next))
    }

    async fn row(&mut self, row: &Row) -> Result<Outcome, Fail> {
        let mut outcome = Outcome::default();
        match self.steps(row, &mut outcome.did).await {
            Ok(()) => {}
            Err(Stop::Wrong(wrong)) => outcome.wrong.push(wrong),
            Err(Stop::Fail(fail)) => return Err(fail),
        }
        Ok(outcome)
    }

    async fn steps(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        if !row.team.is_empty() {
            self.team(row, did).await?;
        }
        if row.account.is_empty() {
            return match row.team.is_empty() {
                true => wrong("account", Why::Missing),
                false => Ok(()),
            };
        }
        self.account(row, did).await?;
        let site = match (row.deployment.is_empty(), row.identifier.is_empty()) {
            (true, true) => None,
            (_, true) => return wrong("identifier", Why::Missing),
            _ => Some(self.deployment(row, did)?),
        };
        if !row.contract.is_empty() {
            self.contract(row, site, did)?;
        }
        if !row.email.is_empty() {
            self.contact(row, did).await?;
        }
        Ok(())
    }

    async fn team(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let (store, by, now) = (&self.app.store, self.actor.by(), self.app.now());
        let teams = store.teams().await?;
        match teams.iter().find(|team| team.label == row.team) {
            Some(team) if row.team_en.is_empty() || team.label_en == row.team_en => {}
            Some(team) => {
                let renamed = store.rename_team(team.id, &row.team, &row.team_en, by, now);
                self.statements.extend(renamed.await?);
                did.push(Did::TeamRenamed);
            }
            None => {
                let team = Team {
                    id: TeamId(self.fresh()),
                    label: row.team.clone(),
                    label_en: row.team_en.clone(),
                };
                self.statements.extend(directory::add_team(&team, by, now)?);
                did.push(Did::TeamAdded);
            }
        }
        Ok(())
    }

    async fn account(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let (by, now) = (self.actor.by(), self.app.now());
        if !self.accounts.contains_key(&row.account) {
            let store = &self.app.store;
            let found = match store.account_by_name(&row.account).await? {
                Some(id) => store.account_book(id).await?,
                None => None,
            };
            let book = match found {
                Some(book) => book,
                None => {
                    did.push(Did::AccountAdded);
                    let id = AccountId(self.fresh());
                    AccountBook::begin(id, &row.account, &row.account_en, by, now)?
                }
            };
            self.accounts.insert(row.account.clone(), book);
        }
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return Ok(());
        };
        if !row.account_en.is_empty() && book.account.name_en != row.account_en {
            let name = book.account.name.clone();
            let name_en = row.account_en.clone();
            book.happen(&[AccountEvent::Renamed { name, name_en }], by, now)?;
            did.push(Did::AccountRenamed);
        }
        Ok(())
    }

    fn deployment(&mut self, row: &Row, did: &mut Vec<Did>) -> Step<DeploymentId> {
        let (by, now) = (self.actor.by(), self.app.now());
        let (desk, _) = self.app.desks.current();
        let mut environments: Vec<String> = row
            .environments
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        if environments.iter().any(|id| desk.environment(id).is_none()) {
            return wrong("environments", Why::NotOffered);
        }
        let fresh = DeploymentId(self.fresh());
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return wrong("account", Why::Missing);
        };
        let sites = &book.account.deployments;
        let event = match sites.iter().find(|site| site.identifier == row.identifier) {
            Some(site) => {
                let said = |given: &str, now: &str| match given {
                    "" => now.to_owned(),
                    given => given.to_owned(),
                };
                if environments.is_empty() {
                    environments.clone_from(&site.environments);
                }
                let label = said(&row.deployment, &site.label);
                let label_en = said(&row.deployment_en, &site.label_en);
                let same = (&label, &label_en, &environments)
                    == (&site.label, &site.label_en, &site.environments);
                if same {
                    return Ok(site.id);
                }
                did.push(Did::DeploymentChanged);
                AccountEvent::DeploymentChanged {
                    id: site.id,
                    label,
                    label_en,
                    identifier: row.identifier.clone(),
                    environments,
                }
            }
            None => {
                if row.deployment.is_empty() {
                    return wrong("deployment", Why::Missing);
                }
                if environments.is_empty() {
                    environments.extend(desk.environments.first().map(|e| e.id.clone()));
                }
                did.push(Did::DeploymentAdded);
                AccountEvent::DeploymentAdded {
                    id: fresh,
                    label: row.deployment.clone(),
                    label_en: row.deployment_en.clone(),
                    identifier: row.identifier.clone(),
                    environments,
                }
            }
        };
        let id = match &event {
            AccountEvent::DeploymentChanged { id, .. } => *id,
            _ => fresh,
        };
        book.happen(&[event], by, now)?;
        Ok(id)
    }

    fn contract(&mut self, row: &Row, site: Option<DeploymentId>, did: &mut Vec<Did>) -> Step {
        let (by, now) = (self.actor.by(), self.app.now());
        let (desk, _) = self.app.desks.current();
        let day = |column: &'static str, text: &str| -> Step<Date> {
            match (text, text.parse()) {
                ("", _) => wrong(column, Why::Missing),
                (_, Ok(day)) => Ok(day),
                (_, Err(_)) => wrong(column, Why::NotADate),
            }
        };
        if desk.plan(&row.plan).is_none() {
            return wrong(
                "plan",
                match row.plan.is_empty() {
                    true => Why::Missing,
                    false => Why::NotOffered,
                },
            );
        }
        if !row.product.is_empty() && desk.product(&row.product).is_none() {
            return wrong("product", Why::NotOffered);
        }
        let options: Vec<String> = row.options.split_whitespace().map(str::to_owned).collect();
        let known = |id: &String| desk.contract_options.iter().any(|o| o.id == *id);
        if !options.iter().all(known) {
            return wrong("options", Why::NotOffered);
        }
        let (from, to) = (day("from", &row.from)?, day("to", &row.to)?);
        if to < from {
            return wrong("to", Why::Backwards);
        }
        let entitlement = Entitlement {
            contract: row.contract.clone(),
            plan: row.plan.clone(),
            trial: is_yes(&row.trial),
            deployment: site,
            product: (!row.product.is_empty()).then(|| row.product.clone()),
            options,
            from,
            to,
        };
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return wrong("account", Why::Missing);
        };
        let period = |e: &&Entitlement| {
            (&e.contract, e.from, e.deployment, &e.product)
                == (&entitlement.contract, from, site, &entitlement.product)
        };
        let event = match book.account.entitlements.iter().find(period) {
            Some(there) if *there == entitlement => return Ok(()),
            // Only shorter than it was: it ends earlier.
            Some(there) => {
                let shorter = Entitlement {
                    to,
                    ..there.clone()
                };
                if shorter != entitlement || to > there.to {
                    return wrong("contract", Why::OtherPeriod);
                }
                did.push(Did::ContractEnded);
                let contract = row.contract.clone();
                AccountEvent::ContractEnded { contract, on: to }
            }
            None => {
                did.push(Did::ContractGranted);
                AccountEvent::EntitlementGranted { entitlement }
            }
        };
        book.happen(&[event], by, now)?;
        Ok(())
    }

    async fn contact(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let (by, now, store) = (self.actor.by(), self.app.now(), &self.app.store);
        if !is_address(&row.email) {
            return wrong("email", Why::NotAnAddress);
        }
        let Some(account) = self.accounts.get(&row.account).map(|book| book.account.id) else {
            return wrong("account", Why::Missing);
        };
        let (desk, _) = self.app.desks.current();
        let level = match row.level.as_str() {
            "" => None,
            text => match Level::parse(text) {
                Some(level) => Some(level),
                None => return wrong("level", Why::NotOffered),
            },
        };
        let language = Language::new(&row.language);
        if !row.language.is_empty() && !desk.languages.contains(&language) {
            return wrong("language", Why::NotOffered);
        }
        if !row.time_zone.is_empty() && jiff::tz::TimeZone::get(&row.time_zone).is_err() {
            return wrong("time_zone", Why::NotOffered);
        }
        let folded = directory::fold_email(&row.email);
        if self.people.iter().any(|(email, ..)| *email == folded) {
            return wrong("email", Why::Taken);
        }
        let id = match store.stored_person(&row.email).await? {
            None => {
                let level = level.unwrap_or(Level::ReadOnly);
                self.has_place(account, &row.account, level, None).await?;
                if row.family.is_empty() {
                    return wrong("family", Why::Missing);
                }
                let own = desk.languages.first().cloned();
                let zone = desk.time_zone.iana_name().unwrap_or("UTC");
                let profile = Profile {
                    family: Prose::new(row.family.as_str()),
                    given: Prose::new(row.given.as_str()),
                    family_kana: Prose::new(row.family_kana.as_str()),
                    given_kana: Prose::new(row.given_kana.as_str()),
                    email: Prose::new(row.email.as_str()),
                    language: match row.language.is_empty() {
                        true => own.unwrap_or(language),
                        false => language,
                    },
                    time_zone: match row.time_zone.as_str() {
                        "" => zone.to_owned(),
                        zone => zone.to_owned(),
                    },
                };
                let id = PersonId(self.fresh());
                let standing = Standing::Contact { account, level };
                let added = directory::add_person(id, standing, profile, by, now)?;
                self.statements.extend(added);
                self.people.push((folded, account, level));
                did.push(Did::ContactAdded);
                id
            }
            Some(stored) => {
                let Standing::Contact {
                    account: of,
                    level: had,
                } = stored.person.standing
                else {
                    return wrong("email", Why::Taken);
                };
                if of != account {
                    return wrong("email", Why::Taken);
                }
                let happened = changed(&stored.person.profile, had, level, row);
                if let Some(level) = level.filter(|level| *level != had) {
                    let who = stored.person.id;
                    self.has_place(account, &row.account, level, Some(who))
                        .await?;
                }
                if !happened.is_empty() {
                    let changed = directory::change_person(&stored, &happened, by, now)?;
                    self.statements.extend(changed);
                    did.push(Did::ContactChanged);
                }
                stored.person.id
            }
        };
        if is_yes(&row.admin) {
            self.name_admin(row, id, did)?;
        }
        Ok(())
    }

    /// The one who decides; named once the person is there.
    fn name_admin(&mut self, row: &Row, contact: PersonId, did: &mut Vec<Did>) -> Step {
        let (by, now) = (self.actor.by(), self.app.now());
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return Ok(());
        };
        if book.account.admin == Some(contact) {
            return Ok(());
        }
        book.happen(&[AccountEvent::AdminNamed { contact }], by, now)?;
        self.after
            .push(directory::admin_statement(book.account.id, contact));
        did.push(Did::AdminNamed);
        Ok(())
    }

    /// The plan bounds how many contacts open cases (A3).
    async fn has_place(
        &self,
        account: AccountId,
        name: &str,
        level: Level,
        but: Option<PersonId>,
    ) -> Step {
        if level != Level::ReadWrite {
            return Ok(());
        }
        let Some(book) = self.accounts.get(name) else {
            return Ok(());
        };
        let (desk, _) = self.app.desks.current();
        let Some(most) = contacts_at_most(desk, &book.account.entitlements, self.app.now()) else {
            return Ok(());
        };
        let there = self.app.store.contacts(account).await?;
        let opens = |p: &&domain::directory::Person| {
            let writes = Standing::Contact {
                account,
                level: Level::ReadWrite,
            };
            p.standing == writes && Some(p.id) != but
        };
        let here = self.people.iter();
        let new = here.filter(|(_, of, level)| (*of, *level) == (account, Level::ReadWrite));
        let used = there.iter().filter(opens).count() + new.count();
        match i64::try_from(used).is_ok_and(|used| used < most) {
            true => Ok(()),
            false => wrong("level", Why::NoPlaceLeft),
        }
    }
}

/// Contacts who open cases at most, by the plans that count today; no limit where one of them has none.
pub fn contacts_at_most(
    desk: &domain::Desk,
    bought: &[Entitlement],
    now: domain::Instant,
) -> Option<i64> {
    let today = now.to_zoned(desk.time_zone.clone()).date();
    let valid = bought
        .iter()
        .filter(|e| !e.trial && e.from <= today && today <= e.to);
    let mut most = None;
    for plan in valid.filter_map(|e| desk.plan(&e.plan)) {
        most = most.max(Some(plan.contacts?));
    }
    most
}

/// What a row changes of a contact who is there; what it leaves empty stays.
fn changed(profile: &Profile, had: Level, level: Option<Level>, row: &Row) -> Vec<PersonEvent> {
    let mut happened = Vec::new();
    let prose = |given: &str, now: &Prose| match given {
        "" => now.clone(),
        given => Prose::new(given),
    };
    let new = Profile {
        family: prose(&row.family, &profile.family),
        given: prose(&row.given, &profile.given),
        family_kana: prose(&row.family_kana, &profile.family_kana),
        given_kana: prose(&row.given_kana, &profile.given_kana),
        email: profile.email.clone(),
        language: match row.language.is_empty() {
            true => profile.language.clone(),
            false => Language::new(&row.language),
        },
        time_zone: match row.time_zone.as_str() {
            "" => profile.time_zone.clone(),
            zone => zone.to_owned(),
        },
    };
    if new != *profile {
        let profile = Box::new(new);
        happened.push(PersonEvent::ProfileChanged { profile });
    }
    if let Some(level) = level.filter(|level| *level != had) {
        let level = level.as_str().to_owned();
        happened.push(PersonEvent::LevelSet { level });
    }
    happened
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
