//! Which mail addresses are a company's own, and who may be written to in copy (C5).

use domain::{
    AccountId, Actor, PersonId,
    case::{Command, CopiesChange},
    directory::IdentifierSort,
    joining,
};
use store::cases::StoredCase;

use super::{
    App, Fail,
    cases::{Done, Once, Seen},
};

impl App {
    /// Domains of the mail of the actor's company, in lower case: what the account is known by, and the actor's own. Who came
    /// without an account learns nothing of the company's.
    pub async fn own_domains(&self, actor: &Actor) -> Result<Vec<String>, Fail> {
        let Actor::Contact {
            person, account, ..
        } = actor
        else {
            return Ok(Vec::new());
        };
        self.domains_of(*account, *person, actor.is_guest()).await
    }

    /// The same of an account and a contact of it; to a guest the contact's alone.
    pub async fn domains_of(
        &self,
        account: AccountId,
        person: PersonId,
        guest: bool,
    ) -> Result<Vec<String>, Fail> {
        let mut domains: Vec<String> = Vec::new();
        if !guest {
            let known = self.store.identifiers(account).await?;
            let known = known.into_iter();
            domains.extend(
                known
                    .filter(|one| one.sort == IdentifierSort::MailDomain)
                    .map(|one| one.value),
            );
        }
        let me = self.store.person(person).await?;
        let mine = me.and_then(|me| joining::domain_of(me.profile.email.as_str()));
        domains.extend(mine.filter(|domain| !joining::is_free(domain)));
        Ok(domains)
    }

    /// Whether an address in copy is that of somebody whose account is kept from reading cases: they read none by copies either,
    /// whosever it is (A8).
    pub(super) async fn reads_nothing(&self, address: &str) -> Result<bool, Fail> {
        let person = self.store.person_by_email(address).await?;
        match person.and_then(|person| person.home()) {
            Some(home) => Ok(self.store.is_restricted(home).await?),
            None => Ok(false),
        }
    }

    /// People come into copy of a case that is open, or out of it (C5).
    pub async fn change_copies(
        &self,
        actor: &Actor,
        number: i64,
        change: CopiesChange,
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        let StoredCase { case, .. } = self.case(actor, number).await?;
        let guest = actor.is_guest();
        let domains = self.domains_of(case.account, case.contact, guest).await?;
        let change = Command::ChangeCopies(CopiesChange { domains, ..change });
        self.change_case(actor, number, change, on, once).await
    }
}
