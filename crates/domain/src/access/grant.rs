//! What a contact may do in an account, and on what ground (A2, A9).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Behind, Level, Only};
use crate::{AccountId, DeploymentId, Instant, PersonId};

/// Access that was given to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub contact: PersonId,
    /// On every deployment of the account when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentId>,
    pub level: Level,
    /// First day on which it counts; from the beginning when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day on which it counts; without an end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Who gave it; the product itself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}

impl Grant {
    pub fn counts_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && !self.is_over(day)
    }

    /// It counted before this day, and will not again.
    pub fn is_over(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }
}

/// Another company whose people may be let act for an account (A9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    pub account: AccountId,
    /// Last day of the arrangement; without an end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The contract of the account by which it was named, where the desk asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
}

impl Partner {
    /// The arrangement stands on this day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

/// Why somebody has a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// As one of the company.
    Standing,
    Granted(Grant),
    /// As the one who decides for the account (A3).
    Decides,
    /// Without an account, for the deployment whose address they gave (C20).
    Guest,
}

/// A level on one deployment, or on all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub deployment: Option<DeploymentId>,
    pub level: Level,
    pub ground: Ground,
}

/// What is known of a contact in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The level that one of the company's own has by that; nothing for others.
    pub standing: Option<Level>,
    /// Of this contact, in this account.
    pub grants: Vec<Grant>,
    /// The arrangement with the contact's company, for those who are not of this one.
    pub partner: Option<Partner>,
    /// Decides for the account.
    pub admin: bool,
    /// Nobody of the account reads a case (A8).
    pub restricted: bool,
    /// The deployment for which somebody without an account came (C20).
    pub guest: Option<DeploymentId>,
}

impl Membership {
    /// Every level that the contact has on this day, each with its ground. A stranger's grants count while the arrangement
    /// with their company stands, and no longer.
    pub fn holds(&self, day: Date) -> Vec<Hold> {
        let arranged = self
            .partner
            .as_ref()
            .is_some_and(|partner| partner.counts_on(day));
        let mut holds = Vec::new();
        let everywhere = |level, ground| Hold {
            deployment: None,
            level,
            ground,
        };
        if let Some(deployment) = self.guest {
            holds.push(Hold {
                deployment: Some(deployment),
                level: Level::ReadWrite,
                ground: Ground::Guest,
            });
            return holds;
        }
        if let Some(level) = self.standing {
            holds.push(everywhere(level, Ground::Standing));
        } else if !arranged {
            return holds;
        }
        if self.admin {
            holds.push(everywhere(Level::ReadOnly, Ground::Decides));
        }
        let grants = self.grants.iter().filter(|grant| grant.counts_on(day));
        holds.extend(grants.map(|grant| Hold {
            deployment: grant.deployment,
            level: grant.level,
            ground: Ground::Granted(grant.clone()),
        }));
        holds
    }

    /// What was granted from a later day on, as it will count then.
    pub fn coming(&self, day: Date) -> Vec<Hold> {
        let later = self.grants.iter().filter(|grant| {
            let begins = grant.from.is_some_and(|from| from > day);
            begins && !grant.is_over(day)
        });
        let hold = |grant: &Grant| Hold {
            deployment: grant.deployment,
            level: grant.level,
            ground: Ground::Granted(grant.clone()),
        };
        later.map(hold).collect()
    }

    /// What the contact may do on this day; nothing where they have no part in the account at all.
    pub fn access(&self, day: Date, since: Option<Instant>) -> Option<Access> {
        let holds = self.holds(day);
        if holds.is_empty() {
            return None;
        }
        let everywhere = holds.iter().filter(|hold| hold.deployment.is_none());
        let everywhere = everywhere.map(|hold| hold.level).max();
        let mut sites: Vec<(DeploymentId, Level)> = Vec::new();
        for hold in &holds {
            let Some(deployment) = hold.deployment else {
                continue;
            };
            if Some(hold.level) <= everywhere {
                continue;
            }
            match sites.iter_mut().find(|(id, _)| *id == deployment) {
                Some((_, level)) => *level = hold.level.max(*level),
                None => sites.push((deployment, hold.level)),
            }
        }
        sites.sort();
        Some(Access {
            everywhere,
            sites,
            admin: self.admin,
            restricted: self.restricted,
            guest: self.guest.is_some(),
            since,
            behind: None,
        })
    }
}

/// What a contact may do in the account for which they act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// On every deployment.
    pub everywhere: Option<Level>,
    /// Where it is more than everywhere; in order of their ids, each once.
    pub sites: Vec<(DeploymentId, Level)>,
    /// Decides for the account (A3).
    pub admin: bool,
    /// Nobody of the account reads a case (A8).
    pub restricted: bool,
    /// Sees what they submitted, and nothing else (C20).
    pub guest: bool,
    /// Nothing that was opened before is shown (C19).
    pub since: Option<Instant>,
    /// Staff who look as this contact (A10).
    pub behind: Option<Behind>,
}

impl Access {
    /// The same level on everything, and nothing beside it.
    pub const fn all(level: Level) -> Self {
        Self {
            everywhere: Some(level),
            sites: Vec::new(),
            admin: false,
            restricted: false,
            guest: false,
            since: None,
            behind: None,
        }
    }

    /// The highest level anywhere.
    pub fn level(&self) -> Option<Level> {
        let sites = self.sites.iter().map(|(_, level)| *level);
        sites.max().max(self.everywhere)
    }

    /// The level on one deployment of the account.
    pub fn on(&self, deployment: DeploymentId) -> Option<Level> {
        let site = self.sites.iter().find(|(id, _)| *id == deployment);
        site.map(|(_, level)| *level).max(self.everywhere)
    }

    /// Whose cases can be read: nobody's, those of all deployments (`None`) or of some; and which part of them.
    pub(super) fn reads(&self) -> Option<(Option<Vec<DeploymentId>>, Only)> {
        if self.restricted {
            return None;
        }
        if self.guest {
            return Some((None, Only::Own));
        }
        if self.everywhere >= Some(Level::ReadOnly) {
            return Some((None, Only::All));
        }
        let read = self.sites.iter().filter(|(_, l)| *l >= Level::ReadOnly);
        let read: Vec<DeploymentId> = read.map(|(id, _)| *id).collect();
        match read.is_empty() {
            true => Some((None, Only::OwnAdmin)),
            false => Some((Some(read), Only::All)),
        }
    }
}
