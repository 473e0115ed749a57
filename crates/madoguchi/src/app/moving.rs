//! A contact who changes companies: one of another account from then on, with nothing left of what they had in the old one but what
//! they submitted there, which stays that company's.

use domain::{
    AccountId, Actor, Level, PersonId,
    access::Grant,
    directory::{Account, AccountEvent, PersonEvent, Standing},
};
use store::{WriteError, people};

use super::{App, Fail, TRIES};

/// What an account takes from somebody who is no contact of it any more, or of a company that it knows.
fn left(account: &Account, contact: PersonId) -> Vec<AccountEvent> {
    let mut events = Vec::new();
    if account.grants.iter().any(|grant| grant.contact == contact) {
        let grants: Vec<Grant> = Vec::new();
        events.push(AccountEvent::AccessSet { contact, grants });
    }
    if account.admin == Some(contact) {
        events.push(AccountEvent::AdminLeft);
    } else if account.handover == Some(contact) {
        events.push(AccountEvent::HandoverDeclined);
    }
    events
}

impl App {
    /// Moves a contact of an account to another one, by an administrator. Places, grants and the post of the account's admin end with
    /// it, everywhere; so do their sign-ins and tokens. They read in the new company, and get a place there like anybody else.
    pub async fn move_contact(
        &self,
        actor: &Actor,
        from: AccountId,
        contact: PersonId,
        to: AccountId,
    ) -> Result<(), Fail> {
        if !actor.administers() || from == to {
            return Err(Fail::NotFound);
        }
        if self.store.account_name(to).await?.is_none() {
            return Err(Fail::NotFound);
        }
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(contact).await?;
            let stored = stored.ok_or(Fail::NotFound)?;
            let level = match stored.person.standing {
                Standing::Contact { account, level } if account == from => level,
                _ => return Err(Fail::NotFound),
            };
            // A place in the new company is its own to give.
            let level = level.min(Level::ReadOnly);
            let (by, now) = (actor.by(), self.now());
            let mut events = vec![PersonEvent::Moved {
                account: to,
                level: level.as_str().to_owned(),
            }];
            let tokens = self.store.tokens_of(contact).await?;
            events.extend(tokens.into_iter().map(|token| PersonEvent::TokenTaken {
                label: token.new.label,
            }));
            let mut list = people::change_person(&stored, &events, by, now)?;
            list.push(store::sign_ins::end_all(contact));
            list.push(store::address_wishes::forget(contact));
            list.push(store::sign_ins::take_all(contact));
            let elsewhere = self.store.elsewhere(&stored.person).await?;
            let others = elsewhere.into_iter().map(|(account, _)| account);
            for account in std::iter::once(from).chain(others) {
                let Some(mut book) = self.store.account_book(account).await? else {
                    continue;
                };
                let events = left(&book.account, contact);
                book.happen(&events, by, now)?;
                list.extend(book.statements_with_admin());
            }
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }
}
