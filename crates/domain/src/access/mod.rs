//! Who is asking, and what that lets them do (A2, C18). The store turns a [`Scope`] into what can be read at all; the
//! questions here are about acting on what was read.

mod decide;
mod grant;
pub mod seats;

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, DeploymentId, Instant, PersonId, TeamId, case::Case, desk::List, event::By,
};

pub use decide::{Command, Decided, Facts, Refused, decide};
pub use grant::{Access, Grant, Ground, Hold, Membership, Partner};

/// Access level of a contact (A2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Basic,
    ReadOnly,
    ReadWrite,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Basic, Level::ReadOnly, Level::ReadWrite];

    pub fn as_str(self) -> &'static str {
        match self {
            Level::Basic => "basic",
            Level::ReadOnly => "read-only",
            Level::ReadWrite => "read-write",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

/// What an agent is (table of words: agent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Tier1,
    Tier2,
    Engineering,
    /// Advises people whom a customer names, and works on no single case (K5).
    TechnicalExpert,
    /// Looks after what accounts make of the product (C2, K5).
    SuccessManager,
    Supervisor,
    Administrator,
}

impl Role {
    pub const ALL: [Role; 7] = [
        Role::Tier1,
        Role::Tier2,
        Role::Engineering,
        Role::TechnicalExpert,
        Role::SuccessManager,
        Role::Supervisor,
        Role::Administrator,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Tier1 => "tier1",
            Role::Tier2 => "tier2",
            Role::Engineering => "engineering",
            Role::TechnicalExpert => "technical-expert",
            Role::SuccessManager => "success-manager",
            Role::Supervisor => "supervisor",
            Role::Administrator => "administrator",
        }
    }

    /// Single cases can be theirs (K5).
    pub fn owns_cases(self) -> bool {
        self != Role::TechnicalExpert
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Who gives a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Acts for one account at a time: for the own company, or as a partner for another one (A9).
    Contact {
        person: PersonId,
        account: AccountId,
        access: Access,
    },
    Agent {
        person: PersonId,
        role: Role,
        team: Option<TeamId>,
    },
    /// The product itself.
    System,
}

/// What an actor can see at all. Every look-up takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Cases of one company.
    Account {
        person: PersonId,
        account: AccountId,
        /// Of these deployments alone; of all of them when absent.
        sites: Option<Vec<DeploymentId>>,
        /// Nothing that was opened before (C19).
        since: Option<Instant>,
        only: Only,
        /// Staff who look as this person (A10): what is kept from them stays so.
        behind: Option<Behind>,
    },
    /// No case at all.
    Nothing,
    /// Staff see all but what is kept to others' teams.
    Staff {
        person: PersonId,
        team: Option<TeamId>,
        /// Those who lead see that too.
        leads: bool,
    },
    /// The product itself: followers, verification.
    System,
}

/// An agent behind a contact's sign-in, with what decides whether a case that is kept to a team is theirs to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    pub person: PersonId,
    pub team: Option<TeamId>,
    pub leads: bool,
}

impl Behind {
    /// Whether staff see this case; the store asks its rows the same.
    pub fn sees(&self, case: &Case) -> bool {
        let own = case.owner == Some(self.person);
        let teams = self.team.is_some() && case.team == self.team;
        !case.private || self.leads || own || teams
    }
}

/// Which part of what else can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All of it.
    All,
    /// What the person submitted: they have no part in the rest (C20).
    Own,
    /// Of that the admin cases alone: about their own access, whatever it is (A4).
    OwnAdmin,
}

impl Scope {
    /// Cases of the company, and not the person's own alone.
    pub fn is_of_company(&self) -> bool {
        match self {
            Scope::Account { only, .. } => *only == Only::All,
            Scope::Nothing => false,
            Scope::Staff { .. } | Scope::System => true,
        }
    }

    /// Whether this case can be seen; the store asks its rows the same.
    pub fn sees(&self, case: &Case) -> bool {
        match self {
            Scope::Account {
                person,
                account,
                sites,
                since,
                only,
                behind,
            } => {
                let own = case.contact == *person;
                let part = match only {
                    Only::All => true,
                    Only::Own => own,
                    Only::OwnAdmin => own && case.list == List::Admin,
                };
                part && *account == case.account
                    && sites
                        .as_ref()
                        .is_none_or(|sites| sites.contains(&case.deployment))
                    && since.is_none_or(|since| case.opened_at >= since)
                    && behind.is_none_or(|behind| behind.sees(case))
            }
            Scope::Nothing => false,
            Scope::Staff {
                person,
                team,
                leads,
            } => Behind {
                person: *person,
                team: *team,
                leads: *leads,
            }
            .sees(case),
            Scope::System => true,
        }
    }

    /// All that there is of what it is about: no deployment and no time is left out.
    pub fn is_whole(&self) -> bool {
        match self {
            Scope::Account {
                sites,
                since,
                only,
                behind,
                ..
            } => {
                let whole = behind.is_none_or(|behind| behind.leads);
                whole && sites.is_none() && since.is_none() && *only == Only::All
            }
            Scope::Nothing => false,
            Scope::Staff { .. } | Scope::System => true,
        }
    }
}

impl Actor {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Contact { person, .. } | Actor::Agent { person, .. } => Some(*person),
            Actor::System => None,
        }
    }

    /// The account for which somebody acts; none for staff.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Actor::Contact { account, .. } => Some(*account),
            Actor::Agent { .. } | Actor::System => None,
        }
    }

    /// The contact as an agent looks at the portal as them: nothing comes into sight that is kept from the agent (A10).
    pub fn looked_at_by(mut self, agent: &Actor) -> Self {
        if let (
            Actor::Contact { access, .. },
            Scope::Staff {
                person,
                team,
                leads,
            },
        ) = (&mut self, agent.scope())
        {
            access.behind = Some(Behind {
                person,
                team,
                leads,
            });
        }
        self
    }

    pub fn by(&self) -> By {
        self.person().map_or(By::System, By::Person)
    }

    pub fn is_staff(&self) -> bool {
        matches!(self, Actor::Agent { .. })
    }

    /// Looks after the installation itself (S10).
    pub fn administers(&self) -> bool {
        matches!(
            self,
            Actor::Agent {
                role: Role::Administrator,
                ..
            }
        )
    }

    /// Basic access reads no case but one's own about that access (A2), and nobody of a restricted account reads any (A8).
    pub fn scope(&self) -> Scope {
        match self {
            Actor::Contact {
                person,
                account,
                access,
            } => match access.reads() {
                None => Scope::Nothing,
                Some((sites, only)) => Scope::Account {
                    person: *person,
                    account: *account,
                    sites,
                    since: access.since,
                    only,
                    behind: access.behind,
                },
            },
            Actor::Agent { person, role, team } => Scope::Staff {
                person: *person,
                team: *team,
                leads: *role >= Role::Supervisor,
            },
            Actor::System => Scope::System,
        }
    }

    /// May open cases somewhere (A2, A3).
    pub fn may_write(&self) -> bool {
        match self {
            Actor::Contact { access, .. } => access.level() == Some(Level::ReadWrite),
            Actor::Agent { .. } | Actor::System => true,
        }
    }

    /// May open cases for this deployment.
    pub fn may_write_on(&self, of: AccountId, deployment: DeploymentId) -> bool {
        match self {
            Actor::Contact {
                account, access, ..
            } => *account == of && access.on(deployment) == Some(Level::ReadWrite),
            Actor::Agent { .. } | Actor::System => true,
        }
    }

    /// Reads cases of this deployment.
    pub fn may_read_on(&self, of: AccountId, deployment: DeploymentId) -> bool {
        match self.scope() {
            Scope::Account {
                account,
                sites,
                only: Only::All,
                ..
            } => account == of && sites.is_none_or(|sites| sites.contains(&deployment)),
            Scope::Account { .. } | Scope::Nothing => false,
            Scope::Staff { .. } | Scope::System => true,
        }
    }

    /// Somebody without an account, who has shown that they read the mail of their address (C20).
    pub fn is_guest(&self) -> bool {
        matches!(self, Actor::Contact { access, .. } if access.guest)
    }

    /// Decides for the account for which they act (A3).
    pub fn decides(&self) -> bool {
        matches!(self, Actor::Contact { access, .. } if access.admin)
    }
}
