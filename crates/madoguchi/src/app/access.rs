//! Who somebody is in a request: for which account they act, and what that lets them do (A2, A9, C19).

use domain::{
    AccountId, Actor, DeploymentId, Desk, Instant, Level, PersonId,
    access::{
        self, Access, Command, Facts, Hold, Refused,
        seats::{self, Member},
    },
    case,
    directory::{Account, Person, PersonEvent},
};

use jiff::civil::Date;
use store::{DbError, Statement, WriteError, cases::StoredCase, people};

use super::{App, Fail, TRIES};

/// How often a change of access is decided anew: each try that fails is one of somebody else's that came through.
const ACCESS_TRIES: usize = 100;

/// A person as they act now.
#[derive(Clone, Debug)]
pub struct Acting {
    pub actor: Actor,
    /// Name of the account, as written and in English; nothing for staff.
    pub account: Option<[String; 2]>,
}

/// Somebody who may do something in an account.
#[derive(Clone, Debug)]
pub struct Party {
    pub person: Person,
    /// What they may, each with its ground; empty where a partner's arrangement is over.
    pub holds: Vec<Hold>,
    /// What they were given and will have from a later day on.
    pub coming: Vec<Hold>,
    pub access: Option<Access>,
    /// One of the company itself.
    pub own: bool,
}

/// What is given to somebody who asked.
#[derive(Clone, Debug)]
pub struct Granting {
    pub level: Level,
    /// On every deployment when absent; a place is always for all.
    pub deployment: Option<DeploymentId>,
    pub until: Option<Date>,
}

/// When what customers are shown begins (C19).
fn shown_since(desk: &Desk) -> Option<Instant> {
    let begins = desk.rules.shown_since?.to_zoned(desk.time_zone.clone());
    begins.ok().map(|begins| begins.timestamp())
}

impl App {
    /// The person as they act for this account, or for their own company; nothing where they may not act at all. An
    /// arrangement that has ended leads back to the own company.
    pub async fn acting(
        &self,
        person: &Person,
        acting_for: Option<AccountId>,
    ) -> Result<Option<Acting>, Fail> {
        if person.suspended {
            return Ok(None);
        }
        if let Some(actor) = person.agent() {
            return Ok(Some(Acting {
                actor,
                account: None,
            }));
        }
        let Some(home) = person.home() else {
            return Ok(None);
        };
        if let Some(other) = acting_for.filter(|other| *other != home)
            && let Some(acting) = self.acting_in(person, other).await?
        {
            return Ok(Some(acting));
        }
        self.acting_in(person, home).await
    }

    /// The contact as they act in this account and in no other.
    pub async fn acting_in(
        &self,
        person: &Person,
        account: AccountId,
    ) -> Result<Option<Acting>, Fail> {
        let Some(front) = self.store.front(person, account).await? else {
            return Ok(None);
        };
        let (desk, _) = self.desks.current();
        let today = seats::today(desk, self.now());
        let access = front.membership.access(today, shown_since(desk));
        Ok(access.filter(|_| !person.suspended).map(|access| Acting {
            actor: Actor::Contact {
                person: person.id,
                account,
                access,
            },
            // Who came without an account is told nothing of the company (C20).
            account: Some(front.name).filter(|_| person.guest_in(account).is_none()),
        }))
    }

    /// The accounts that a contact may act for besides their own company, with their names (A9).
    pub async fn acts_for(&self, person: &Person) -> Result<Vec<(AccountId, [String; 2])>, Fail> {
        let mut all = Vec::new();
        for (account, name) in self.store.elsewhere(person).await? {
            if self.acting_in(person, account).await?.is_some() {
                all.push((account, name));
            }
        }
        Ok(all)
    }

    /// From now on this sign-in is for another account; for the own company where there is none.
    pub async fn act_for(
        &self,
        person: &Person,
        secret: &str,
        account: Option<AccountId>,
    ) -> Result<(), Fail> {
        if let Some(account) = account
            && self.acting_in(person, account).await?.is_none()
        {
            return Err(Fail::NotFound);
        }
        Ok(self.store.act_for(secret, account).await?)
    }

    /// Changes who may do what in an account. What the domain refuses is told as such; nothing where there is no such account.
    pub async fn change_access(
        &self,
        actor: &Actor,
        account: AccountId,
        command: &Command,
    ) -> Result<Result<(), Refused>, Fail> {
        for _ in 0..ACCESS_TRIES {
            let list = match self.decided_access(actor, account, command).await? {
                Ok(list) => list,
                Err(refused) => return Ok(Err(refused)),
            };
            match self.store.add(list).await {
                Ok(()) => {
                    self.bell.notify_waiters();
                    if matches!(
                        command,
                        Command::OfferAdmin { .. } | Command::AnswerAdmin { .. }
                    ) {
                        self.post_letters();
                    }
                    return Ok(Ok(()));
                }
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// The people of an account's partners, each with their company (A9).
    pub(super) async fn partners_people(
        &self,
        account: &Account,
    ) -> Result<Vec<(PersonId, AccountId)>, DbError> {
        let mut people = Vec::new();
        for partner in &account.partners {
            let theirs = self.store.contacts(partner.account).await?;
            people.extend(theirs.iter().map(|p| (p.id, partner.account)));
        }
        Ok(people)
    }

    /// What a change of access comes to, as statements of one write; or why it cannot be so.
    async fn decided_access(
        &self,
        actor: &Actor,
        account: AccountId,
        command: &Command,
    ) -> Result<Result<Vec<Statement>, Refused>, Fail> {
        let book = self.store.account_book(account).await?;
        let mut book = book.ok_or(Fail::NotFound)?;
        if let Command::SetPartner { partner, .. } = command
            && self.store.account_name(*partner).await?.is_none()
        {
            return Ok(Err(Refused::Unknown));
        }
        let contacts = self.store.contacts(account).await?;
        let members = contacts.iter().filter_map(|p| Member::of(p, account));
        let members: Vec<Member> = members.collect();
        let partners_people = self.partners_people(&book.account).await?;
        let (now, by) = (self.now(), actor.by());
        let facts = Facts {
            desk: self.desks.current().0,
            now,
            actor,
            members: &members,
            partners_people: &partners_people,
        };
        let decided = match access::decide(&book.account, command, &facts) {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        let letters = self
            .letters_of_handover(&book.account, &decided.account, actor)
            .await?;
        book.happen(&decided.account, by, now)?;
        // Places are given by events of the account alone, whose version guards their number.
        let mut list = book.statements_with_admin();
        list.extend(letters);
        for (person, event) in &decided.people {
            let stored = self.store.stored_person_of(*person).await?;
            let stored = stored.ok_or(Fail::Conflict)?;
            let events = std::slice::from_ref(event);
            list.extend(people::change_person(&stored, events, by, now)?);
        }
        Ok(Ok(list))
    }

    /// Gives what was asked for in a case, or what was found right instead; the case says so in the same write (A4).
    pub async fn grant_access(
        &self,
        actor: &Actor,
        number: i64,
        grant: &Granting,
    ) -> Result<Result<StoredCase, Refused>, Fail> {
        for _ in 0..ACCESS_TRIES {
            let before = self.case(actor, number).await?;
            let contact = before.case.contact;
            let command = match grant.level {
                Level::ReadWrite => Command::Tick {
                    on: vec![contact],
                    off: Vec::new(),
                },
                level => Command::Give {
                    contact,
                    deployment: grant.deployment,
                    level,
                    from: None,
                    until: grant.until,
                },
            };
            let account = before.case.account;
            let list = match self.decided_access(actor, account, &command).await? {
                Ok(list) => list,
                Err(refused) => return Ok(Err(refused)),
            };
            let told = case::Command::GrantAccess { level: grant.level };
            match self.carried_out(actor, &before, told, list).await? {
                Ok(after) => return Ok(Ok(after)),
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// Keeps a contact of this account from signing in, or lets them again; every sign-in of theirs ends, and no token counts.
    pub async fn suspend(
        &self,
        actor: &Actor,
        account: AccountId,
        contact: PersonId,
        suspended: bool,
    ) -> Result<(), Fail> {
        if !actor.administers() {
            return Err(Fail::NotFound);
        }
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(contact).await?;
            let stored = stored.filter(|stored| stored.person.home() == Some(account));
            let stored = stored.ok_or(Fail::NotFound)?;
            if stored.person.suspended == suspended {
                return Ok(());
            }
            let event = match suspended {
                true => PersonEvent::Suspended,
                false => PersonEvent::Resumed,
            };
            let mut list = people::change_person(&stored, &[event], actor.by(), self.now())?;
            list.push(store::sign_ins::end_all(contact));
            list.push(store::address_wishes::forget(contact));
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }

    /// Everybody who may do something in an account on this day: its own contacts, then its partners' people, each in the
    /// order of their names (A4).
    pub async fn parties(&self, account: &Account) -> Result<Vec<Party>, Fail> {
        let (desk, _) = self.desks.current();
        let today = seats::today(desk, self.now());
        let mut people = self.store.contacts(account.id).await?;
        let mut others: Vec<PersonId> = account.grants.iter().map(|g| g.contact).collect();
        others.retain(|id| people.iter().all(|person| person.id != *id));
        let others = self.store.people(others).await?;
        let mut others: Vec<Person> = others.into_values().collect();
        others.sort_by_key(|person| (person.profile.sort_key(), person.id));
        people.extend(others);
        let party = |person: Person| {
            let membership = account.membership(&person);
            Party {
                coming: membership.coming(today),
                holds: membership.holds(today),
                access: membership.access(today, shown_since(desk)),
                own: person.home() == Some(account.id),
                person,
            }
        };
        Ok(people.into_iter().map(party).collect())
    }
}
