//! Everyone and everything that the log names, as accounts, contacts, teams and agents. Their ids follow from their
//! names, so a second import knows them again; they have no password and so cannot sign in.
//!
//! A caller is one contact for each location that they called from: a contact belongs to one account, and only so does
//! a case stand both in the lists of its company and in its contact's own.

use std::collections::HashMap;

use domain::{
    AccountId, DeploymentId, Desk, Instant, Language, Level, PersonId, Role, TeamId,
    directory::{Deployment, Profile, Standing, Team},
    event::By,
};
use store::{
    DbError, Statement,
    cases::Keys,
    directory::{add_account, add_person, add_team},
    imports::lasting_id,
};

use super::{
    log::{Log, Name, Names},
    person::person,
    replay::Whereabouts,
};

const UNKNOWN_CALLER: &str = "Unknown caller";
const UNKNOWN_LOCATION: &str = "Unknown location";

/// A caller at a location.
struct Contact {
    account: AccountId,
    deployment: DeploymentId,
    person: PersonId,
    keys: Keys,
}

/// Where the log's names have gone, and what it takes to add them.
pub struct Directory<'a> {
    system: &'a str,
    names: &'a Names,
    teams: HashMap<Name, TeamId>,
    agents: HashMap<Name, PersonId>,
    contacts: HashMap<(Name, Name), Contact>,
    // In the order in which the log has them.
    new_teams: Vec<Name>,
    new_locations: Vec<Name>,
    /// With the team they are first seen in.
    new_agents: Vec<(Name, Option<Name>)>,
    new_contacts: Vec<(Name, Name)>,
}

/// What is the same for all who are added.
pub struct Setting<'a> {
    pub desk: &'a Desk,
    /// IANA name.
    pub time_zone: &'a str,
    pub now: Instant,
}

impl<'a> Directory<'a> {
    /// All that the log names.
    pub fn of(log: &'a Log, system: &'a str) -> Self {
        let mut all = Self {
            system,
            names: &log.names,
            teams: HashMap::new(),
            agents: HashMap::new(),
            contacts: HashMap::new(),
            new_teams: Vec::new(),
            new_locations: Vec::new(),
            new_agents: Vec::new(),
            new_contacts: Vec::new(),
        };
        // Those who work in a team first: an agent is added with it.
        for row in log.incidents.iter().flat_map(|incident| &incident.rows) {
            all.add_team(row.group);
            if !row.group.is_unknown() {
                all.add_agent(row.assignee, Some(row.group));
            }
        }
        for incident in &log.incidents {
            let told = incident.told();
            all.add_contact(told.caller, told.location);
            all.add_agent(incident.opened_by, None);
            for row in &incident.rows {
                for name in [row.by, row.assignee, row.resolver] {
                    all.add_agent(name, None);
                }
                // One that is named only later has no case, and is there all the same.
                if !row.told.location.is_unknown() {
                    all.add_location(row.told.location);
                }
            }
        }
        all
    }

    fn id(&self, kind: &str, name: &str) -> i64 {
        lasting_id(self.system, kind, name)
    }

    fn add_team(&mut self, name: Name) {
        if !name.is_unknown() && !self.teams.contains_key(&name) {
            self.teams
                .insert(name, TeamId(self.id("team", self.names.text(name))));
            self.new_teams.push(name);
        }
    }

    fn add_agent(&mut self, name: Name, team: Option<Name>) {
        if !name.is_unknown() && !self.agents.contains_key(&name) {
            self.agents
                .insert(name, PersonId(self.id("agent", self.names.text(name))));
            self.new_agents.push((name, team));
        }
    }

    fn add_location(&mut self, name: Name) {
        if !self.new_locations.contains(&name) {
            self.new_locations.push(name);
        }
    }

    fn add_contact(&mut self, caller: Name, location: Name) {
        if self.contacts.contains_key(&(caller, location)) {
            return;
        }
        let (at, who) = (self.location(location), self.caller(caller));
        let account = AccountId(self.id("account", at));
        self.add_location(location);
        let deployment = DeploymentId(self.id("deployment", at));
        let person = PersonId(self.id("contact", &format!("{who}\n{at}")));
        let keys = Keys {
            contact: self.profile(caller, location, String::new(), "").sort_key(),
            deployment: at.to_owned(),
        };
        self.contacts.insert(
            (caller, location),
            Contact {
                account,
                deployment,
                person,
                keys,
            },
        );
        self.new_contacts.push((caller, location));
    }

    fn caller(&self, name: Name) -> &'a str {
        if name.is_unknown() {
            UNKNOWN_CALLER
        } else {
            self.names.text(name)
        }
    }

    fn location(&self, name: Name) -> &'a str {
        if name.is_unknown() {
            UNKNOWN_LOCATION
        } else {
            self.names.text(name)
        }
    }

    /// Leaves out those who are there already.
    pub fn forget(&mut self, there: impl Fn(i64) -> bool) {
        let (names, system) = (self.names, self.system);
        let unseen = |kind, name| !there(lasting_id(system, kind, name));
        self.new_teams
            .retain(|name| unseen("team", names.text(*name)));
        self.new_agents
            .retain(|(name, _)| unseen("agent", names.text(*name)));
        let mut locations = std::mem::take(&mut self.new_locations);
        locations.retain(|name| unseen("account", self.location(*name)));
        self.new_locations = locations;
        let mut contacts = std::mem::take(&mut self.new_contacts);
        contacts.retain(|key| {
            self.contacts
                .get(key)
                .is_none_or(|contact| !there(contact.person.0))
        });
        self.new_contacts = contacts;
    }

    /// How many teams, accounts, agents and contacts are to be added.
    pub fn to_add(&self) -> [u64; 4] {
        [
            self.new_teams.len(),
            self.new_locations.len(),
            self.new_agents.len(),
            self.new_contacts.len(),
        ]
        .map(|n| n as u64)
    }

    /// Names that lists sort the cases of a caller at a location by.
    pub fn keys(&self, caller: Name, location: Name) -> Keys {
        self.contacts
            .get(&(caller, location))
            .map(|contact| contact.keys.clone())
            .unwrap_or_default()
    }

    /// The statements that add each of them, one list each, those first whom others point to.
    pub fn additions(&self, setting: &Setting) -> Result<Vec<Vec<Statement>>, DbError> {
        let (by, now) = (By::System, setting.now);
        let language = setting
            .desk
            .languages
            .first()
            .map_or("en", Language::as_str);
        let mut all = Vec::new();
        for name in &self.new_teams {
            let label = self.names.text(*name).to_owned();
            let id = TeamId(self.id("team", &label));
            all.push(add_team(
                &Team {
                    id,
                    label,
                    label_en: String::new(),
                    closed: false,
                },
                by,
                now,
            )?);
        }
        for name in &self.new_locations {
            let label = self.location(*name);
            let deployment = Deployment {
                id: DeploymentId(self.id("deployment", label)),
                label: label.to_owned(),
                label_en: String::new(),
                identifier: String::new(),
                environments: setting
                    .desk
                    .environments
                    .first()
                    .map(|e| e.id.clone())
                    .into_iter()
                    .collect(),
            };
            all.push(add_account(
                AccountId(self.id("account", label)),
                [label, ""],
                &[deployment],
                &[],
                by,
                now,
            )?);
        }
        for (name, team) in &self.new_agents {
            let team = team.and_then(|team| self.team(team));
            let standing = Standing::Agent {
                role: Role::Tier1,
                team,
            };
            let profile = person(
                self.names.text(*name),
                "",
                language.to_owned(),
                setting.time_zone,
            );
            let id = PersonId(self.id("agent", self.names.text(*name)));
            all.push(add_person(id, standing, profile, by, now)?);
        }
        for key @ (caller, location) in &self.new_contacts {
            let Some(contact) = self.contacts.get(key) else {
                continue;
            };
            let standing = Standing::Contact {
                account: contact.account,
                level: Level::ReadWrite,
            };
            let profile = self.profile(*caller, *location, language.to_owned(), setting.time_zone);
            all.push(add_person(contact.person, standing, profile, by, now)?);
        }
        Ok(all)
    }

    fn profile(&self, caller: Name, location: Name, language: String, time_zone: &str) -> Profile {
        person(
            self.caller(caller),
            self.location(location),
            language,
            time_zone,
        )
    }
}

impl Whereabouts for Directory<'_> {
    fn agent(&self, name: Name) -> Option<PersonId> {
        self.agents.get(&name).copied()
    }

    fn team(&self, name: Name) -> Option<TeamId> {
        self.teams.get(&name).copied()
    }

    fn place(&self, caller: Name, location: Name) -> Option<(AccountId, DeploymentId, PersonId)> {
        self.contacts
            .get(&(caller, location))
            .map(|c| (c.account, c.deployment, c.person))
    }
}
