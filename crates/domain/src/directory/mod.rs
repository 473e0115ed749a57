//! Accounts, their deployments, people and teams: who is there at all (table of words: account, deployment, contact,
//! agent). What they may see of cases is [`crate::access`]'s part.

mod details;
mod event;

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, DeploymentId, Language, Level, PersonId, Prose, Role, TeamId,
    access::{Grant, Membership, Partner},
    contract::entitlement::Entitlement,
};

pub use details::{Details, Mails, Preferred};
pub use event::{AccountEvent, PersonEvent, TeamEvent};

/// Who a person is; names exactly as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub family: Prose,
    pub given: Prose,
    pub family_kana: Prose,
    pub given_kana: Prose,
    pub email: Prose,
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
}

/// A customer company.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: AccountId,
    pub version: i64,
    pub name: String,
    pub name_en: String,
    pub deployments: Vec<Deployment>,
    /// In the order in which they were granted.
    pub entitlements: Vec<Entitlement>,
    pub identifiers: Vec<Identifier>,
    /// The contact who decides for it (A3).
    pub admin: Option<PersonId>,
    /// To whom the admin would hand that over.
    pub handover: Option<PersonId>,
    /// The agent who looks after its success (C2, K5).
    pub success_manager: Option<PersonId>,
    pub grants: Vec<Grant>,
    pub partners: Vec<Partner>,
    /// Its contacts read no case (A8).
    pub restricted: bool,
}

/// What a customer gives to be known by, beside site URL, contract number, address and name (C6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    pub sort: IdentifierSort,
    /// As it is given; of a PIN a keyed digest alone.
    pub value: String,
    /// The whole account's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierSort {
    UserId,
    /// Of a device.
    SerialNumber,
    /// Said on the phone.
    Pin,
    /// Of the company's mail addresses: who asks for an account from there is proposed for it (A1).
    MailDomain,
}

impl IdentifierSort {
    pub const ALL: [IdentifierSort; 4] = [
        IdentifierSort::UserId,
        IdentifierSort::SerialNumber,
        IdentifierSort::Pin,
        IdentifierSort::MailDomain,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            IdentifierSort::UserId => "user-id",
            IdentifierSort::SerialNumber => "serial-number",
            IdentifierSort::Pin => "pin",
            IdentifierSort::MailDomain => "mail-domain",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    pub id: DeploymentId,
    pub label: String,
    pub label_en: String,
    pub identifier: String,
    pub environments: Vec<String>,
}

/// A contact or an agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: PersonId,
    pub version: i64,
    pub standing: Standing,
    pub profile: Profile,
    /// They have signed in before (A3).
    pub signed_in: bool,
    /// They may not sign in.
    pub suspended: bool,
    /// Support may sign in as them, where they say nothing else for a case (A10).
    pub proxy_login: bool,
}

/// On which side a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Contact {
        account: AccountId,
        level: Level,
    },
    Agent {
        role: Role,
        team: Option<TeamId>,
    },
    /// Somebody without an account, who came for a deployment of this one (C20).
    Guest {
        account: AccountId,
        deployment: DeploymentId,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub label: String,
    pub label_en: String,
    /// What goes to it is kept to it (A2).
    pub closed: bool,
}

impl Account {
    /// The state that a stream's events give.
    pub fn replay<'a>(
        id: AccountId,
        events: impl IntoIterator<Item = &'a AccountEvent>,
    ) -> Option<Account> {
        let mut events = events.into_iter();
        let Some(AccountEvent::Added { name, name_en }) = events.next() else {
            return None;
        };
        let mut account = Account {
            id,
            version: 1,
            name: name.clone(),
            name_en: name_en.clone(),
            deployments: Vec::new(),
            entitlements: Vec::new(),
            identifiers: Vec::new(),
            admin: None,
            handover: None,
            success_manager: None,
            grants: Vec::new(),
            partners: Vec::new(),
            restricted: false,
        };
        for event in events {
            account.apply(event);
        }
        Some(account)
    }

    pub fn apply(&mut self, event: &AccountEvent) {
        self.version += 1;
        match event {
            // A second beginning says nothing new, and a refusal changes nothing.
            AccountEvent::Added { .. } | AccountEvent::OpeningRefused { .. } => {}
            AccountEvent::DeploymentAdded {
                id,
                label,
                label_en,
                identifier,
                environments,
            } => self.deployments.push(Deployment {
                id: *id,
                label: label.clone(),
                label_en: label_en.clone(),
                identifier: identifier.clone(),
                environments: environments.clone(),
            }),
            AccountEvent::Renamed { name, name_en } => {
                self.name.clone_from(name);
                self.name_en.clone_from(name_en);
            }
            AccountEvent::DeploymentChanged {
                id,
                label,
                label_en,
                identifier,
                environments,
            } => {
                for site in self.deployments.iter_mut().filter(|site| site.id == *id) {
                    site.label.clone_from(label);
                    site.label_en.clone_from(label_en);
                    site.identifier.clone_from(identifier);
                    site.environments.clone_from(environments);
                }
            }
            AccountEvent::AdminNamed { contact } => {
                self.admin = Some(*contact);
                self.handover = None;
            }
            AccountEvent::AdminLeft => {
                self.admin = None;
                self.handover = None;
            }
            AccountEvent::SuccessManagerNamed { agent } => self.success_manager = *agent,
            AccountEvent::HandoverOffered { to } => self.handover = Some(*to),
            AccountEvent::HandoverDeclined => self.handover = None,
            AccountEvent::AccessSet { contact, grants } => {
                self.grants.retain(|grant| grant.contact != *contact);
                self.grants.extend(grants.iter().cloned());
            }
            AccountEvent::PartnerSet { partner } => {
                self.partners
                    .retain(|known| known.account != partner.account);
                self.partners.push(partner.clone());
            }
            AccountEvent::PartnerLeft { account } => {
                self.partners.retain(|known| known.account != *account);
            }
            AccountEvent::RestrictionSet { restricted } => self.restricted = *restricted,
            AccountEvent::IdentifierGiven { identifier } => {
                self.identifiers.push(identifier.clone());
            }
            AccountEvent::IdentifierTaken { identifier } => {
                self.identifiers.retain(|known| known != identifier);
            }
            AccountEvent::EntitlementGranted { entitlement } => {
                self.entitlements.push(entitlement.clone());
            }
            AccountEvent::ContractEnded { contract, on } => {
                self.entitlements
                    .retain(|e| e.contract != *contract || e.from <= *on);
                for e in &mut self.entitlements {
                    if e.contract == *contract {
                        e.to = e.to.min(*on);
                    }
                }
            }
        }
    }
}

impl Person {
    /// The state that a stream's events give.
    pub fn replay<'a>(
        id: PersonId,
        events: impl IntoIterator<Item = &'a PersonEvent>,
    ) -> Option<Person> {
        let mut person: Option<Person> = None;
        for event in events {
            let begun = match event {
                PersonEvent::ContactAdded {
                    account,
                    level,
                    profile,
                } => {
                    let level = Level::parse(level)?;
                    Some((
                        Standing::Contact {
                            account: *account,
                            level,
                        },
                        profile,
                    ))
                }
                PersonEvent::AgentAdded {
                    role,
                    team,
                    profile,
                } => Some((
                    Standing::Agent {
                        role: Role::parse(role)?,
                        team: *team,
                    },
                    profile,
                )),
                PersonEvent::GuestAdded {
                    account,
                    deployment,
                    profile,
                } => Some((
                    Standing::Guest {
                        account: *account,
                        deployment: *deployment,
                    },
                    profile,
                )),
                PersonEvent::PasswordSet
                | PersonEvent::LetIn { .. }
                | PersonEvent::TokenTaken { .. }
                | PersonEvent::DetailsSet { .. }
                | PersonEvent::PinSet
                | PersonEvent::TokenMade { .. }
                | PersonEvent::ProfileChanged { .. }
                | PersonEvent::LevelSet { .. }
                | PersonEvent::Moved { .. }
                | PersonEvent::RoleSet { .. }
                | PersonEvent::FirstSignedIn
                | PersonEvent::Suspended
                | PersonEvent::Resumed
                | PersonEvent::SecondFactorSet
                | PersonEvent::SecondFactorRemoved
                | PersonEvent::RecoveryCodeUsed
                | PersonEvent::AddressAsked { .. }
                | PersonEvent::AddressShown { .. }
                | PersonEvent::AddressStopped { .. }
                | PersonEvent::ProxyLoginSet { .. } => None,
            };
            match (begun, &mut person) {
                (Some((standing, profile)), None) => {
                    person = Some(Person {
                        id,
                        version: 1,
                        standing,
                        profile: (**profile).clone(),
                        signed_in: false,
                        suspended: false,
                        proxy_login: false,
                    });
                }
                (_, Some(person)) => person.apply(event)?,
                (None, None) => return None,
            }
        }
        person
    }

    /// What happens to somebody who is there; nothing where it cannot be read.
    pub fn apply(&mut self, event: &PersonEvent) -> Option<()> {
        self.version += 1;
        match event {
            PersonEvent::ProfileChanged { profile } => self.profile = (**profile).clone(),
            PersonEvent::LevelSet { level } => {
                let given = Level::parse(level)?;
                if let Standing::Contact { level, .. } = &mut self.standing {
                    *level = given;
                }
            }
            PersonEvent::FirstSignedIn => self.signed_in = true,
            PersonEvent::Suspended => self.suspended = true,
            PersonEvent::Resumed => self.suspended = false,
            PersonEvent::ProxyLoginSet { allowed } => self.proxy_login = *allowed,
            PersonEvent::Moved { account, level } => {
                let (account, level) = (*account, Level::parse(level)?);
                if let Standing::Contact { .. } = self.standing {
                    self.standing = Standing::Contact { account, level };
                }
            }
            PersonEvent::RoleSet { role, team } => {
                let (role, team) = (Role::parse(role)?, *team);
                if let Standing::Agent { .. } = self.standing {
                    self.standing = Standing::Agent { role, team };
                }
            }
            PersonEvent::LetIn { account, level } => {
                let (account, level) = (*account, Level::parse(level)?);
                self.standing = Standing::Contact { account, level };
            }
            PersonEvent::ContactAdded { .. }
            | PersonEvent::AgentAdded { .. }
            | PersonEvent::GuestAdded { .. }
            | PersonEvent::TokenTaken { .. }
            | PersonEvent::DetailsSet { .. }
            | PersonEvent::PinSet
            | PersonEvent::PasswordSet
            | PersonEvent::SecondFactorSet
            | PersonEvent::SecondFactorRemoved
            | PersonEvent::RecoveryCodeUsed
            | PersonEvent::AddressAsked { .. }
            | PersonEvent::AddressShown { .. }
            | PersonEvent::AddressStopped { .. }
            | PersonEvent::TokenMade { .. } => {}
        }
        Some(())
    }

    /// An agent as one who acts; what a contact may do hangs on the account, see [`Membership`].
    pub fn agent(&self) -> Option<crate::Actor> {
        match self.standing {
            Standing::Contact { .. } | Standing::Guest { .. } => None,
            Standing::Agent { role, team } => Some(crate::Actor::Agent {
                person: self.id,
                role,
                team,
            }),
        }
    }

    /// The account to whose company a contact belongs.
    pub fn home(&self) -> Option<AccountId> {
        match self.standing {
            Standing::Contact { account, .. } | Standing::Guest { account, .. } => Some(account),
            Standing::Agent { .. } => None,
        }
    }

    /// Somebody without an account (C20).
    pub fn is_guest(&self) -> bool {
        matches!(self.standing, Standing::Guest { .. })
    }

    /// The deployment for which somebody without an account came to this one.
    pub fn guest_in(&self, of: AccountId) -> Option<DeploymentId> {
        match self.standing {
            Standing::Guest {
                account,
                deployment,
            } if account == of => Some(deployment),
            _ => None,
        }
    }

    /// The level that a contact has in this account as one of its company.
    pub fn standing_in(&self, of: AccountId) -> Option<Level> {
        match self.standing {
            Standing::Contact { account, level } if account == of => Some(level),
            _ => None,
        }
    }
}

impl Account {
    /// What is known here of this person.
    pub fn membership(&self, person: &Person) -> Membership {
        let grants = self.grants.iter().filter(|g| g.contact == person.id);
        let partner = person
            .home()
            .and_then(|home| self.partners.iter().find(|p| p.account == home));
        Membership {
            standing: person.standing_in(self.id),
            grants: grants.cloned().collect(),
            partner: partner.cloned(),
            admin: self.admin == Some(person.id),
            restricted: self.restricted,
            guest: person.guest_in(self.id),
        }
    }
}

/// A name in its own order: family first where it is written in kanji or kana, given first in Latin letters.
pub fn full_name(family: &str, given: &str) -> String {
    name_parts(family, given).concat()
}

/// The same in parts.
pub fn name_parts<'a>(family: &'a str, given: &'a str) -> [&'a str; 3] {
    match (family, given) {
        ("", name) | (name, "") => [name, "", ""],
        _ if family.is_ascii() && given.is_ascii() => [given, " ", family],
        _ => [family, " ", given],
    }
}

impl Profile {
    pub fn name(&self) -> String {
        full_name(self.family.as_str(), self.given.as_str())
    }

    /// What people lists sort by: kana where there is one.
    pub fn sort_key(&self) -> String {
        let part = |kana: &Prose, plain: &Prose| {
            if kana.as_str().is_empty() {
                plain.as_str().to_lowercase()
            } else {
                kana.as_str().to_owned()
            }
        };
        format!(
            "{} {}",
            part(&self.family_kana, &self.family),
            part(&self.given_kana, &self.given)
        )
    }
}
