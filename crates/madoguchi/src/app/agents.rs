//! Agents: who comes, what they are, and who leaves (S10). For administrators, and for whoever has the machine.

use domain::{
    Actor, Language, PersonId, Prose, Role, TeamId,
    directory::{Person, PersonEvent, Profile, Standing},
    event::By,
};
use store::{Statement, WriteError, directory, people};

use super::{App, Fail, TRIES};
use crate::mail::Address;

/// An agent as they are entered.
#[derive(Clone, Debug)]
pub struct NewAgent {
    pub family: String,
    pub given: String,
    pub family_kana: String,
    pub given_kana: String,
    pub email: String,
    pub role: Role,
    pub team: Option<TeamId>,
    pub language: Language,
}

/// Why it cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSo {
    /// Somebody has this address.
    Taken,
    NoSuchTeam,
    /// Somebody has to look after the installation.
    LastAdministrator,
}

/// A change of an agent.
#[derive(Clone, Copy)]
enum Change {
    Role(Role, Option<TeamId>),
    Leaves,
    Returns,
}

impl App {
    async fn is_team(&self, team: Option<TeamId>) -> Result<bool, Fail> {
        let Some(team) = team else {
            return Ok(true);
        };
        let teams = self.store.teams().await?;
        Ok(teams.iter().any(|known| known.id == team))
    }

    /// Lets an agent in; they are told how to set their first password.
    pub async fn add_agent(&self, by: By, new: NewAgent) -> Result<Result<PersonId, NotSo>, Fail> {
        if !self.is_team(new.team).await? {
            return Ok(Err(NotSo::NoSuchTeam));
        }
        let (desk, _) = self.desks.current();
        let profile = Profile {
            family: Prose::new(new.family),
            given: Prose::new(new.given),
            family_kana: Prose::new(new.family_kana),
            given_kana: Prose::new(new.given_kana),
            email: Prose::new(new.email),
            language: new.language,
            time_zone: desk.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        };
        let standing = Standing::Agent {
            role: new.role,
            team: new.team,
        };
        let now = self.now();
        let id = PersonId(store::fresh_id(now));
        let letter = self.letter_to_agent(&profile).await?;
        let mut list = directory::add_person(id, standing, profile, by, now)?;
        list.extend(letter);
        match self.store.add(list).await {
            Ok(()) => {
                self.post_letters();
                Ok(Ok(id))
            }
            Err(WriteError::Taken(_)) => Ok(Err(NotSo::Taken)),
            Err(error) => Err(error.into()),
        }
    }

    /// How a new agent comes in.
    async fn letter_to_agent(&self, profile: &Profile) -> Result<Vec<Statement>, Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(Vec::new());
        };
        let link = format!("{}/sign-in/forgotten", mailing.base);
        let to = Address {
            name: profile.name(),
            email: profile.email.as_str().to_owned(),
        };
        let facts = [("link", link.as_str().into())];
        let said = self
            .letter_said(&profile.language, "agent-added", &facts)
            .await?;
        Ok(self.letter_for(to, &profile.language, "mail-dear-agent", |_, _| said))
    }

    /// Whether nobody else administers this installation.
    async fn is_last_administrator(&self, agent: &Person) -> Result<bool, Fail> {
        let administers = |person: &Person| {
            !person.suspended && person.agent().as_ref().is_some_and(Actor::administers)
        };
        let all = self.store.agents().await?;
        let others = all.iter().filter(|person| person.id != agent.id);
        Ok(administers(agent) && !others.into_iter().any(administers))
    }

    /// What comes to an agent by a change; nothing where it is so already.
    async fn of_change(
        &self,
        agent: &Person,
        change: Change,
    ) -> Result<Result<Vec<PersonEvent>, NotSo>, Fail> {
        let events = match change {
            Change::Role(role, team) if agent.standing == (Standing::Agent { role, team }) => {
                Vec::new()
            }
            Change::Role(role, team) => {
                if role != Role::Administrator && self.is_last_administrator(agent).await? {
                    return Ok(Err(NotSo::LastAdministrator));
                }
                vec![PersonEvent::RoleSet {
                    role: role.as_str().to_owned(),
                    team,
                }]
            }
            Change::Leaves if agent.suspended => Vec::new(),
            Change::Leaves if self.is_last_administrator(agent).await? => {
                return Ok(Err(NotSo::LastAdministrator));
            }
            Change::Leaves => {
                let tokens = self.store.tokens_of(agent.id).await?;
                let taken = tokens.into_iter().map(|token| PersonEvent::TokenTaken {
                    label: token.new.label,
                });
                std::iter::once(PersonEvent::Suspended)
                    .chain(taken)
                    .collect()
            }
            Change::Returns if !agent.suspended => Vec::new(),
            Change::Returns => vec![PersonEvent::Resumed],
        };
        Ok(Ok(events))
    }

    async fn change_agent(
        &self,
        by: By,
        agent: PersonId,
        change: Change,
    ) -> Result<Result<(), NotSo>, Fail> {
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(agent).await?;
            let stored = stored.filter(|stored| stored.person.agent().is_some());
            let stored = stored.ok_or(Fail::NotFound)?;
            let events = match self.of_change(&stored.person, change).await? {
                Ok(events) => events,
                Err(not_so) => return Ok(Err(not_so)),
            };
            if events.is_empty() {
                return Ok(Ok(()));
            }
            let mut list = people::change_person(&stored, &events, by, self.now())?;
            if let Change::Leaves = change {
                list.push(store::sign_ins::end_all(agent));
                list.push(store::sign_ins::take_all(agent));
            }
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done.map(Ok)?),
            }
        }
        Err(Fail::Conflict)
    }

    /// What an agent is from now on, and in which team.
    pub async fn set_role(
        &self,
        by: By,
        agent: PersonId,
        role: Role,
        team: Option<TeamId>,
    ) -> Result<Result<(), NotSo>, Fail> {
        if !self.is_team(team).await? {
            return Ok(Err(NotSo::NoSuchTeam));
        }
        self.change_agent(by, agent, Change::Role(role, team)).await
    }

    /// Who leaves is out at once: their sign-ins end, and their tokens are taken away for good. They may come back.
    pub async fn suspend_agent(
        &self,
        by: By,
        agent: PersonId,
        suspended: bool,
    ) -> Result<Result<(), NotSo>, Fail> {
        let change = match suspended {
            true => Change::Leaves,
            false => Change::Returns,
        };
        self.change_agent(by, agent, change).await
    }
}
