//! Whom an update of an incident reaches: the companies it concerns, and who of them is written to, each once.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AccountId, access::seats, directory::Standing, incident::Incident};
use store::mails::Reader;

use super::{App, Fail};

/// Whom an incident reaches.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Names of the companies, as written and in English, in order.
    pub accounts: Vec<[String; 2]>,
    /// Who is written to, with the address.
    pub readers: BTreeMap<Reader, String>,
}

impl App {
    /// The companies that an incident concerns, by its cases and by what it affects.
    async fn accounts_of(&self, incident: &Incident) -> Result<BTreeSet<AccountId>, Fail> {
        let today = seats::today(self.desks.current().0, self.now());
        let mut all = self.store.accounts_affected(incident, today).await?;
        for id in &incident.cases {
            if let Some(stored) = self.store.case_by_id(*id).await? {
                all.insert(stored.case.account);
            }
        }
        Ok(all)
    }

    /// Whom an update reaches by now.
    pub async fn incident_reach(&self, incident: &Incident) -> Result<Reach, Fail> {
        let mut reach = Reach::default();
        for account in self.accounts_of(incident).await? {
            reach
                .accounts
                .extend(self.store.account_name(account).await?);
        }
        reach.accounts.sort();
        reach.readers = self.incident_readers(incident).await?;
        Ok(reach)
    }

    /// Contacts of its cases and whom these have in copy, and contacts of affected companies who may open cases; each once.
    pub async fn incident_readers(
        &self,
        incident: &Incident,
    ) -> Result<BTreeMap<Reader, String>, Fail> {
        let mut all = BTreeMap::new();
        for id in &incident.cases {
            let Some(stored) = self.store.case_by_id(*id).await? else {
                continue;
            };
            let case = &stored.case;
            if incident.opted_out.contains(&case.account) {
                continue;
            }
            if let Some(contact) = self.store.person(case.contact).await? {
                let address = contact.profile.email.as_str().to_owned();
                all.insert(Reader::Person(contact.id), address);
            }
            for address in case.copied() {
                let address = address.as_str();
                let person = self.store.person_by_email(address).await?;
                // A colleague reads as who they are; anybody else gets what the address in copy was given for.
                let colleague = person.filter(|person| {
                    matches!(person.standing, Standing::Contact { account, .. } if account == case.account)
                });
                let reader = match &colleague {
                    Some(colleague) => Reader::Person(colleague.id),
                    None => Reader::Address(address.to_owned()),
                };
                all.insert(reader, address.to_owned());
            }
        }
        let today = seats::today(self.desks.current().0, self.now());
        for account in self.store.accounts_affected(incident, today).await? {
            for person in self.store.contacts(account).await? {
                let acting = self.acting_in(&person, account).await?;
                let Some(acting) = acting.filter(|acting| acting.actor.may_write()) else {
                    continue;
                };
                let reader = self.incident_reader(&acting.actor).await?;
                if reader.may_read(incident, []) {
                    let address = person.profile.email.as_str().to_owned();
                    all.insert(Reader::Person(person.id), address);
                }
            }
        }
        Ok(all)
    }
}
