//! Who of an account opens cases: the places that its plan gives (A3).

use jiff::civil::Date;

use super::{Grant, Level, Refused};
use crate::{
    AccountId, Desk, Instant, PersonId,
    contract::entitlement::Entitlement,
    directory::{Account, AccountEvent, Person},
};

/// A contact of the account, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    /// The level they have as one of the company.
    pub standing: Level,
    /// They have signed in before.
    pub signed_in: bool,
}

impl Member {
    /// Nothing for those who are not of the account's own company.
    pub fn of(person: &Person, account: AccountId) -> Option<Self> {
        Some(Self {
            person: person.id,
            standing: person.standing_in(account)?,
            signed_in: person.signed_in,
        })
    }
}

/// Contacts who open cases at most, by the plans that count on this day; no limit where one of them has none.
pub fn most(desk: &Desk, bought: &[Entitlement], day: Date) -> Option<i64> {
    let valid = bought.iter().filter(|e| !e.trial && e.counts_on(day));
    let mut most = None;
    for plan in valid.filter_map(|e| desk.plan(&e.plan)) {
        most = most.max(Some(plan.contacts?));
    }
    most
}

/// The day at the desk.
pub fn today(desk: &Desk, now: Instant) -> Date {
    now.to_zoned(desk.time_zone.clone()).date()
}

/// Who may have a place in an account: its own contacts, and its partners' people, each with their company (A9).
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    pub members: &'a [Member],
    pub partners: &'a [(PersonId, AccountId)],
}

impl Parties<'_> {
    /// One of the company, or of a partner's while the arrangement stands: a place ends with it, and is free.
    fn has_part(&self, account: &Account, person: PersonId, day: Date) -> bool {
        let own = self.members.iter().any(|m| m.person == person);
        let mut companies = self.partners.iter().filter(|(id, _)| *id == person);
        own || companies.any(|(_, company)| {
            let mut partners = account.partners.iter();
            partners.any(|p| p.account == *company && p.counts_on(day))
        })
    }
}

/// Those who open cases on this day, in the order of their ids.
pub fn designated(account: &Account, parties: Parties, day: Date) -> Vec<PersonId> {
    let members = parties.members.iter();
    let standing = members.filter(|m| m.standing == Level::ReadWrite);
    let granted = account.grants.iter();
    let granted = granted.filter(|g| g.level == Level::ReadWrite && g.counts_on(day));
    let granted = granted.filter(|g| parties.has_part(account, g.contact, day));
    let all = standing
        .map(|m| m.person)
        .chain(granted.map(|grant| grant.contact));
    let mut all: Vec<PersonId> = all.collect();
    all.sort();
    all.dedup();
    all
}

/// The most that are designated on any day from this one on.
pub fn taken(account: &Account, parties: Parties, today: Date) -> usize {
    let later = account.grants.iter().filter_map(|grant| grant.from);
    let days = later.filter(|day| *day > today).chain([today]);
    days.map(|day| designated(account, parties, day).len())
        .max()
        .unwrap_or(0)
}

/// Whether a contact could be designated at all.
pub fn eligible(account: &Account, member: &Member, desk: &Desk) -> Result<(), Refused> {
    if !member.signed_in {
        return Err(Refused::NeverSignedIn(member.person));
    }
    // As one of the company they are users of all that it runs.
    let Some(needed) = &desk.rules.designated_in else {
        return Ok(());
    };
    let runs = account.deployments.iter();
    match runs
        .flat_map(|site| &site.environments)
        .any(|e| e == needed)
    {
        true => Ok(()),
        false => Err(Refused::NotInProduction(member.person)),
    }
}

/// A place, from a day to a day.
pub(super) fn seat(
    contact: PersonId,
    from: Option<Date>,
    until: Option<Date>,
    by: Option<PersonId>,
) -> Grant {
    Grant {
        contact,
        deployment: None,
        level: Level::ReadWrite,
        from,
        until,
        by,
    }
}

/// A place for somebody who has none, whatever else they have.
pub fn seated(
    account: &Account,
    contact: PersonId,
    by: Option<PersonId>,
    day: Date,
) -> AccountEvent {
    let mut grants = kept(account, contact, day);
    grants.push(seat(contact, None, None, by));
    AccountEvent::AccessSet { contact, grants }
}

/// The end of what places rest on in the account; nothing where none does. Reading stays.
pub fn unseated(account: &Account, contact: PersonId, day: Date) -> Option<AccountEvent> {
    let own = account.grants.iter().filter(|g| g.contact == contact);
    let own: Vec<&Grant> = own.filter(|g| !g.is_over(day)).collect();
    if own.iter().all(|g| g.level != Level::ReadWrite) {
        return None;
    }
    let mut grants: Vec<Grant> = Vec::new();
    for grant in own {
        let mut grant = grant.clone();
        grant.level = grant.level.min(Level::ReadOnly);
        if !grants.contains(&grant) {
            grants.push(grant);
        }
    }
    Some(AccountEvent::AccessSet { contact, grants })
}

/// What a contact has beside a place, and is not over.
pub(super) fn kept(account: &Account, person: PersonId, day: Date) -> Vec<Grant> {
    let own = account.grants.iter().filter(|g| g.contact == person);
    own.filter(|g| g.level != Level::ReadWrite && !g.is_over(day))
        .cloned()
        .collect()
}
