//! Who calls (H2): contacts found by what an agent types while they listen, and the case that is opened for one of them. All that
//! holds for a case of theirs holds for it: access, contract, form.

use domain::{
    AccountId, Actor, PersonId,
    case::{Refused, intake},
    contract::entitlement::Entitlement,
    directory::{Deployment, Person},
};
use store::cases::StoredCase;

use super::{
    App, Fail,
    access::Acting,
    cases::{Done, Once, WEB, Wanted},
};

/// The way by which such cases come (H2).
pub const PHONE: &str = "phone";

/// Somebody who may be calling.
pub struct Caller {
    pub person: Person,
    /// Their company, in its language and in English.
    pub account: [String; 2],
}

/// Somebody for whom a case can be opened, and what stands open to them.
pub struct OnPhone {
    pub person: Person,
    pub actor: Actor,
    pub account: [String; 2],
    pub deployments: Vec<Deployment>,
    pub bought: Vec<Entitlement>,
}

impl App {
    /// Contacts by name, reading, address or company, however they are typed; nobody where nothing is.
    pub async fn callers(&self, typed: &str, most: usize) -> Result<Vec<Caller>, Fail> {
        let words: Vec<_> = typed.split_whitespace().take(5).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.store.contacts_like(&words, most).await?;
        let caller = |(person, account)| Caller { person, account };
        Ok(found.into_iter().map(caller).collect())
    }

    /// Who is on the phone, with what they may open a case for; nothing where nobody is known by this.
    pub async fn on_phone(&self, id: PersonId) -> Result<OnPhone, Fail> {
        let person = self.store.person(id).await?.ok_or(Fail::NotFound)?;
        let home = person.home().ok_or(Fail::NotFound)?;
        self.acting_for(person, home).await
    }

    async fn acting_for(&self, person: Person, company: AccountId) -> Result<OnPhone, Fail> {
        let acting = self.acting_in(&person, company).await?;
        let Acting { actor, account } = acting.ok_or(Fail::NotFound)?;
        let mut deployments = self.store.deployments(company).await?;
        deployments.retain(|site| actor.may_write_on(company, site.id));
        Ok(OnPhone {
            bought: self.bought_by(&actor).await?,
            account: account.unwrap_or_default(),
            person,
            actor,
            deployments,
        })
    }

    /// The contact of a closed case, with what they may open a case for in its account.
    pub async fn contact_of(&self, before: &StoredCase) -> Result<OnPhone, Fail> {
        let person = self.store.person(before.case.contact).await?;
        let person = person.ok_or(Fail::NotFound)?;
        self.acting_for(person, before.case.account).await
    }

    /// Opens the case that goes on with a closed one, for its contact, who is told of it like of any of theirs.
    pub async fn open_follow_up(
        &self,
        agent: &Actor,
        before: &StoredCase,
        kind: &str,
        entries: &intake::Entries,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if !agent.is_staff() || !before.case.is_closed() {
            return Err(Refused::NotAllowed.into());
        }
        if let Some(done) = self.done_before(agent, once).await? {
            return Ok(done);
        }
        let contact = self.contact_of(before).await?;
        let desk = self.desks.current().0;
        let same = desk
            .channels
            .iter()
            .find(|way| way.id == before.case.channel);
        let wanted = Wanted {
            kind,
            entries,
            channel: same.map_or(WEB, |way| way.id.as_str()),
            language: &contact.person.profile.language,
            continues: Some(before.number),
            files: &[],
        };
        let mut new = self.checked(&contact.actor, &wanted).await?;
        new.continues = self.continued(agent, &wanted, new.account).await?;
        self.opened_case(&contact.actor, agent.by(), new, None, Vec::new(), once)
            .await
    }

    /// Opens a case for who is on the phone. It is theirs, and the agent has written it down.
    pub async fn open_by_phone(
        &self,
        agent: &Actor,
        caller: &OnPhone,
        kind: &str,
        entries: &intake::Entries,
    ) -> Result<StoredCase, Fail> {
        if !agent.is_staff() {
            return Err(Refused::NotAllowed.into());
        }
        let (desk, _) = self.desks.current();
        if desk.phone.is_none() || !desk.channels.iter().any(|way| way.id == PHONE) {
            return Err(Refused::NotAllowed.into());
        }
        let wanted = Wanted {
            kind,
            entries,
            channel: PHONE,
            language: &caller.person.profile.language,
            continues: None,
            files: &[],
        };
        let new = self.checked(&caller.actor, &wanted).await?;
        let done = self.opened_case(&caller.actor, agent.by(), new, None, Vec::new(), None);
        Ok(done.await?.case())
    }
}
