//! Who is asking, and what that lets them do (A2, C18). The store turns a [`Scope`] into what can be read at all; the
//! questions here are about acting on what was read.

use crate::{AccountId, PersonId, TeamId, case::Case, event::By};

/// Access level of a contact (A2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    Supervisor,
    Administrator,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Tier1,
        Role::Tier2,
        Role::Engineering,
        Role::Supervisor,
        Role::Administrator,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Tier1 => "tier1",
            Role::Tier2 => "tier2",
            Role::Engineering => "engineering",
            Role::Supervisor => "supervisor",
            Role::Administrator => "administrator",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Contact {
        person: PersonId,
        account: AccountId,
        level: Level,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Cases of the own company.
    Account {
        person: PersonId,
        account: AccountId,
    },
    /// No case at all.
    Nothing,
    /// Staff see all.
    Staff { person: PersonId },
    /// The product itself: followers, verification.
    System,
}

impl Actor {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Contact { person, .. } | Actor::Agent { person, .. } => Some(*person),
            Actor::System => None,
        }
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

    /// Basic access reads no case (A2).
    pub fn scope(&self) -> Scope {
        match *self {
            Actor::Contact {
                level: Level::Basic,
                ..
            } => Scope::Nothing,
            Actor::Contact {
                person, account, ..
            } => Scope::Account { person, account },
            Actor::Agent { person, .. } => Scope::Staff { person },
            Actor::System => Scope::System,
        }
    }

    /// May open cases, and update those one can see (A2).
    pub fn may_write(&self) -> bool {
        match self {
            Actor::Contact { level, .. } => *level == Level::ReadWrite,
            Actor::Agent { .. } | Actor::System => true,
        }
    }

    /// Stands on the customer's side of this case.
    pub fn is_customer_of(&self, case: &Case) -> bool {
        matches!(self, Actor::Contact { account, .. } if *account == case.account)
    }
}
