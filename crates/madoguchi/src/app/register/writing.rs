//! Rows on their way into one write: accounts, what they run and what they have bought, and teams. Contacts are
//! [`super::contact`]'s part.

use std::collections::HashMap;

use domain::{
    AccountId, Actor, DeploymentId, PersonId, TeamId,
    contract::entitlement::Entitlement,
    directory::{AccountEvent, Team, TeamEvent},
};
use jiff::civil::Date;
use store::{Statement, accounts::AccountBook, directory};

use super::{Did, Outcome, Row, Step, Stop, Why, is_yes, wrong};
use crate::app::{App, Fail};

/// Rows on their way into one write.
pub(super) struct Writing<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub accounts: HashMap<String, AccountBook>,
    /// Addresses of contacts added by earlier rows, with their accounts.
    pub people: Vec<(String, AccountId)>,
    /// Contacts who gave up their place in earlier rows.
    pub unseated: Vec<PersonId>,
    pub statements: Vec<Statement>,
    /// Teams that are closed from now on.
    pub closed_teams: Vec<TeamId>,
    /// What needs the people to be there.
    pub after: Vec<Statement>,
    pub next: i64,
}

impl Writing<'_> {
    /// Everything as one list: accounts first, then those who belong to them.
    pub fn all(self) -> Vec<Statement> {
        let mut books: Vec<AccountBook> = self.accounts.into_values().collect();
        // Always in one order: two writers never wait for each other in a ring.
        books.sort_by_key(|book| book.account.id);
        let books = books.into_iter();
        let mut all: Vec<Statement> = books.flat_map(AccountBook::statements).collect();
        all.extend(self.statements);
        all.extend(self.after);
        all
    }

    /// A name for something new; rows of one call come within one millisecond.
    pub fn fresh(&mut self) -> i64 {
        self.next += 1;
        store::fresh_id(self.app.now() + jiff::SignedDuration::from_millis(self.next))
    }

    pub async fn row(&mut self, row: &Row) -> Result<Outcome, Fail> {
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
        if !row.success_manager.is_empty() {
            self.success_manager(row, did).await?;
        }
        let site = match (row.deployment.is_empty(), row.identifier.is_empty()) {
            (true, true) => None,
            (_, true) => return wrong("identifier", Why::Missing),
            // A deployment that is there already needs no more than what it is known by.
            _ => Some(self.deployment(row, did)?),
        };
        self.known(row, site, did).await?;
        if !row.contract.is_empty() {
            self.contract(row, site, did)?;
        }
        if !row.email.is_empty() {
            self.contact(row, did).await?;
        }
        Ok(())
    }

    async fn team(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let (store, by, now_at) = (&self.app.store, self.actor.by(), self.app.now());
        let teams = store.teams().await?;
        let wanted = |closed: bool| match row.team_closed.as_str() {
            "" => closed,
            given => is_yes(given),
        };
        match teams.into_iter().find(|team| team.label == row.team) {
            Some(team) => {
                let mut now = team.clone();
                let mut happened = Vec::new();
                if !row.team_en.is_empty() && team.label_en != row.team_en {
                    now.label_en.clone_from(&row.team_en);
                    happened.push(TeamEvent::Renamed {
                        label: now.label.clone(),
                        label_en: now.label_en.clone(),
                    });
                    did.push(Did::TeamRenamed);
                }
                now.closed = wanted(team.closed);
                if now.closed != team.closed {
                    happened.push(TeamEvent::ClosednessSet { closed: now.closed });
                    did.push(match now.closed {
                        true => Did::TeamClosed,
                        false => Did::TeamOpened,
                    });
                    self.closed_teams.extend(now.closed.then_some(now.id));
                }
                if !happened.is_empty() {
                    let changed = store.change_team(&now, &happened, self.actor.by(), now_at);
                    self.statements.extend(changed.await?);
                }
            }
            None => {
                let team = Team {
                    id: TeamId(self.fresh()),
                    label: row.team.clone(),
                    label_en: row.team_en.clone(),
                    closed: wanted(false),
                };
                self.statements
                    .extend(directory::add_team(&team, by, now_at)?);
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

    /// The agent who looks after the account's success (C2).
    async fn success_manager(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let agent = match row.success_manager.as_str() {
            "-" => None,
            email => {
                let found = self.app.store.person_by_email(email).await?;
                match found.filter(|person| person.agent().is_some()) {
                    Some(person) => Some(person.id),
                    None => return wrong("success_manager", Why::NotOffered),
                }
            }
        };
        let (by, now) = (self.actor.by(), self.app.now());
        let book = self.accounts.get_mut(&row.account);
        if let Some(book) = book.filter(|book| book.account.success_manager != agent) {
            book.happen(&[AccountEvent::SuccessManagerNamed { agent }], by, now)?;
            did.push(Did::SuccessManagerNamed);
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
}
