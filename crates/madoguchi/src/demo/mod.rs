//! The demo's world: a vendor, its customers, and some months of their cases, played through the real rules.

mod acts;
mod appointments;
mod articles;
mod hands;
mod incidents;
mod macros;
mod play;
mod reading;
mod sessions;
mod uses;
mod world;

use std::collections::HashMap;

use domain::{
    AccountId, DeploymentId, Desk, Instant, Language, Level, PersonId, Prose, Role, TeamId,
    access::{Grant, Partner},
    contract::entitlement::Entitlement,
    directory::{
        AccountEvent, Deployment, Identifier, IdentifierSort, PersonEvent, Profile, Standing, Team,
    },
    event::By,
    joining,
};
use jiff::SignedDuration;
use store::{directory, people};

use crate::app::{App, Fail};

/// Builds the world in an empty installation; one that has customers is left as it is.
pub async fn build(app: &App) -> Result<(), Fail> {
    if !app.store.accounts().await?.is_empty() {
        return Ok(());
    }
    let (desk, _) = app.desks.current();
    let world = world::read(desk).map_err(Fail::broken)?;
    let cast = people(app, &world).await?;
    articles::all(app, &cast).await?;
    uses::all(app, &cast).await?;
    reading::all(app, &cast).await?;
    play::all(app, &world, &cast).await?;
    incidents::all(app, &cast).await?;
    macros::all(app, &cast).await?;
    hands::all(app, &cast).await?;
    sessions::all(app).await?;
    appointments::all(app).await
}

/// Everyone and everything that stories point to, by the names of the files.
pub(crate) struct Cast {
    pub agents: HashMap<String, (PersonId, Option<TeamId>)>,
    /// Whoever leads the others.
    pub lead: Option<(PersonId, Option<TeamId>)>,
    pub accounts: Vec<Customer>,
}

pub(crate) struct Customer {
    pub id: AccountId,
    pub bought: Vec<Entitlement>,
    /// With the name of the file, which tells what it runs.
    pub deployments: Vec<(String, Deployment)>,
    pub contacts: Vec<(PersonId, Profile)>,
}

/// Since when the vendor has had its customers.
const SINCE: SignedDuration = SignedDuration::from_hours(24 * 365);

async fn people(app: &App, world: &world::World) -> Result<Cast, Fail> {
    let begun = app.now() - SINCE;
    let mut next_id = 1000;
    let mut fresh = || {
        next_id += 1;
        next_id
    };
    let (desk, _) = app.desks.current();
    let mut list = Vec::new();
    let mut teams = HashMap::new();
    for team in &world.people.team {
        let added = Team {
            id: TeamId(fresh()),
            label: team.ja.clone(),
            label_en: team.en.clone(),
            closed: false,
        };
        list.extend(directory::add_team(&added, By::System, begun)?);
        teams.insert(team.id.clone(), added.id);
    }
    let (mut agents, mut lead) = (HashMap::new(), None);
    for agent in &world.people.agent {
        let id = PersonId(fresh());
        let role = Role::parse(&agent.role).unwrap_or(Role::Tier1);
        let team = agent.team.as_ref().and_then(|t| teams.get(t)).copied();
        list.extend(directory::add_person(
            id,
            Standing::Agent { role, team },
            profile(&agent.person),
            By::System,
            begun,
        )?);
        agents.insert(agent.id.clone(), (id, team));
        if role == Role::Supervisor {
            lead = lead.or(Some((id, team)));
        }
    }
    let (mut accounts, mut admins, mut domains) = (Vec::new(), Vec::new(), Vec::new());
    for account in &world.people.account {
        let id = AccountId(fresh());
        let deployments: Vec<(String, Deployment)> = account
            .deployment
            .iter()
            .map(|d| {
                let mut environments = d.environments.clone();
                environments.retain(|e| desk.environment(e).is_some());
                if environments.is_empty() {
                    environments.extend(desk.environments.first().map(|e| e.id.clone()));
                }
                let deployment = Deployment {
                    id: DeploymentId(fresh()),
                    label: d.ja.clone(),
                    label_en: d.en.clone(),
                    identifier: d.identifier.clone(),
                    environments,
                };
                (d.id.clone(), deployment)
            })
            .collect();
        let plain: Vec<Deployment> = deployments.iter().map(|(_, d)| d.clone()).collect();
        let bought = bought(desk, &account.contract, app.now());
        list.extend(directory::add_account(
            id,
            [&account.name, &account.name_en],
            &plain,
            &bought,
            By::System,
            begun,
        )?);
        let mut contacts = Vec::new();
        for (place, contact) in account.contact.iter().enumerate() {
            let person = PersonId(fresh());
            // The last of a larger company only reads.
            let reads = place >= 3 && place + 1 == account.contact.len();
            let level = if reads {
                Level::ReadOnly
            } else {
                Level::ReadWrite
            };
            let profile = profile(&contact.person);
            let standing = Standing::Contact { account: id, level };
            list.extend(directory::add_person(
                person,
                standing,
                profile.clone(),
                By::System,
                begun,
            )?);
            if !reads {
                contacts.push((person, profile));
            }
        }
        // Whoever is named first decides for the company.
        admins.extend(contacts.first().map(|(contact, _)| (id, *contact)));
        let address = contacts.first().map(|(_, profile)| profile.email.as_str());
        let domain = address.and_then(joining::domain_of);
        domains.extend(domain.map(|domain| (id, domain)));
        accounts.push(Customer {
            id,
            bought,
            deployments,
            contacts,
        });
    }
    app.store.add(list).await?;
    // All but those who only read have been here before.
    let known = accounts.iter().flat_map(|customer| &customer.contacts);
    let mut first = Vec::new();
    for (contact, _) in known {
        if let Some(stored) = app.store.stored_person_of(*contact).await? {
            let (by, event) = (By::Person(*contact), PersonEvent::FirstSignedIn);
            first.extend(people::change_person(&stored, &[event], by, begun)?);
        }
    }
    app.store.add(first).await?;
    let mut arranged: Vec<(AccountId, AccountEvent)> = Vec::new();
    // Who asks for an account from there is proposed for the company (A1).
    for (account, value) in domains {
        let identifier = Identifier {
            sort: IdentifierSort::MailDomain,
            value,
            deployment: None,
        };
        arranged.push((account, AccountEvent::IdentifierGiven { identifier }));
    }
    // A desk that says how such accounts get their answers has one to show (A8).
    if desk.rules.restricted_answers.is_some() {
        let regulated = world.people.account.iter().zip(&accounts);
        let regulated = regulated.filter(|(account, _)| account.regulated);
        let set = AccountEvent::RestrictionSet { restricted: true };
        arranged.extend(regulated.map(|(_, customer)| (customer.id, set.clone())));
    }
    for (account, customer) in world.people.account.iter().zip(&accounts) {
        let manager = account.success_manager.as_ref();
        if let Some((agent, _)) = manager.and_then(|name| agents.get(name)) {
            let named = AccountEvent::SuccessManagerNamed {
                agent: Some(*agent),
            };
            arranged.push((customer.id, named));
        }
    }
    for (account, contact) in &admins {
        let contact = *contact;
        arranged.push((*account, AccountEvent::AdminNamed { contact }));
    }
    for (partner, customer) in world.people.account.iter().zip(&accounts) {
        let Some((contact, _)) = customer.contacts.first() else {
            continue;
        };
        let theirs = world.people.account.iter().zip(&accounts);
        for (_, customer_of) in theirs.filter(|(a, _)| partner.acts_for.contains(&a.name)) {
            let by = admins.iter().find(|(id, _)| *id == customer_of.id);
            arranged.extend(partnership(
                customer_of.id,
                customer.id,
                *contact,
                by.map(|(_, admin)| *admin),
            ));
        }
    }
    for (account, event) in arranged {
        app.store
            .change_account(account, &[event], By::System, begun)
            .await?;
    }
    Ok(Cast {
        agents,
        lead,
        accounts,
    })
}

/// A company that acts for an account, by one of its people, who reads all of it.
fn partnership(
    account: AccountId,
    partner: AccountId,
    contact: PersonId,
    by: Option<PersonId>,
) -> [(AccountId, AccountEvent); 2] {
    let partner = Partner {
        account: partner,
        until: None,
        contract: None,
    };
    let grant = Grant {
        contact,
        deployment: None,
        level: Level::ReadOnly,
        from: None,
        until: None,
        by,
    };
    let grants = vec![grant];
    [
        (account, AccountEvent::PartnerSet { partner }),
        (account, AccountEvent::AccessSet { contact, grants }),
    ]
}

/// A year under the first plan, then renewed under the one that it has now.
fn bought(desk: &Desk, contract: &world::Contract, now: Instant) -> Vec<Entitlement> {
    let Some(last) = desk.plans.len().checked_sub(1) else {
        return Vec::new();
    };
    let today = now.to_zoned(desk.time_zone.clone()).date();
    let day = |days: i64| today.saturating_add(jiff::Span::new().days(days));
    let period = |plan: usize, from: i64, to: i64| Entitlement {
        contract: contract.number.clone(),
        plan: desk.plans[plan.min(last)].id.clone(),
        trial: false,
        deployment: None,
        product: None,
        options: desk.contract_options.iter().map(|o| o.id.clone()).collect(),
        from: day(from),
        to: day(to),
    };
    let renewed = contract.days_left - 364;
    vec![
        period(0, renewed - 365, renewed - 1),
        period(contract.grade, renewed, contract.days_left),
    ]
}

fn profile(person: &world::Person) -> Profile {
    Profile {
        family: Prose::new(&person.family),
        given: Prose::new(&person.given),
        family_kana: Prose::new(&person.family_kana),
        given_kana: Prose::new(&person.given_kana),
        email: Prose::new(&person.email),
        language: Language::new(&person.language),
        time_zone: person.time_zone.clone(),
    }
}
