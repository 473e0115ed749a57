//! Support looking at the portal as a contact who allows it, because of one case (A10). Nobody writes in another's name: what
//! is looked at so can only be read.

use domain::{
    Actor, PersonId,
    access::Scope,
    case::{
        Command, Refused,
        proxy::{self, NoConsent, Subject},
    },
    directory::{Person, PersonEvent},
};
use store::{WriteError, cases::StoredCase, people, proxy_logins::Running};

use super::{App, Fail, TRIES, access::Acting, passwords};

/// How long one lasts at the most.
const LONGEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// A contact as support would sign in as them.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: Person,
    pub verdict: Result<(), NoConsent>,
}

/// An agent who looks at the portal as somebody else.
#[derive(Clone, Debug)]
pub struct Proxy {
    pub agent: Person,
    /// The case because of which, as its contact knows it.
    pub case: StoredCase,
}

impl App {
    /// The contact with what counts for them and a case; nothing where there is no such contact.
    async fn subject(
        &self,
        stored: &StoredCase,
        contact: PersonId,
    ) -> Result<Option<(Person, Subject)>, Fail> {
        let person = self.store.person(contact).await?;
        let Some(person) = person.filter(|person| person.home().is_some()) else {
            return Ok(None);
        };
        let acting = self.acting_in(&person, stored.case.account).await?;
        let subject = Subject {
            contact,
            in_general: person.proxy_login,
            reads: acting.is_some_and(|acting| acting.actor.scope().sees(&stored.case)),
        };
        Ok(Some((person, subject)))
    }

    /// Whether support may sign in as this contact because of a case that the actor sees, now.
    pub async fn proxy_verdict(
        &self,
        actor: &Actor,
        number: i64,
        contact: PersonId,
    ) -> Result<Result<(), NoConsent>, Fail> {
        let stored = self.case(actor, number).await?;
        let found = self.subject(&stored, contact).await?;
        // Who has no part in it and who does not exist are the same.
        Ok(match found {
            Some((_, subject)) => proxy::verdict(&stored.case, &subject),
            None => Err(NoConsent::Elsewhere),
        })
    }

    /// The contact as a use of the vendor's own product is judged by.
    pub async fn proxy_subject(
        &self,
        actor: &Actor,
        number: i64,
        contact: PersonId,
    ) -> Result<Subject, Fail> {
        let stored = self.case(actor, number).await?;
        let found = self.subject(&stored, contact).await?;
        Ok(found.map_or(
            Subject {
                contact,
                in_general: false,
                reads: false,
            },
            |(_, subject)| subject,
        ))
    }

    /// The contacts as whom support might sign in because of a case: who submitted it, and who said something for it.
    pub async fn proxy_candidates(&self, stored: &StoredCase) -> Result<Vec<Candidate>, Fail> {
        let said = stored.case.proxy_login.said.keys().copied();
        let others = said.filter(|id| *id != stored.case.contact);
        let mut all = Vec::new();
        for contact in std::iter::once(stored.case.contact).chain(others) {
            if let Some((person, subject)) = self.subject(stored, contact).await? {
                let verdict = proxy::verdict(&stored.case, &subject);
                all.push(Candidate { person, verdict });
            }
        }
        Ok(all)
    }

    /// Signs an agent in as a contact; gives the new secret of their sign-in. Consent that is withdrawn meanwhile wins.
    pub async fn start_proxy_login(
        &self,
        agent: &Actor,
        number: i64,
        contact: PersonId,
        secret: &str,
    ) -> Result<String, Fail> {
        let by = agent.person().ok_or(Fail::NotFound)?;
        for _ in 0..TRIES {
            let before = self.case(agent, number).await?;
            let found = self.subject(&before, contact).await?;
            let (person, subject) = found.ok_or(Refused::NoProxyLogin(NoConsent::Elsewhere))?;
            let new = passwords::fresh_secret();
            let running = Running {
                case: before.id,
                contact,
                agent: by,
            };
            let more = vec![
                store::proxy_logins::unchanged(contact, person.version),
                store::proxy_logins::once(secret, &running),
                store::proxy_logins::begin(secret, &new, &running),
            ];
            let command = Command::StartProxyLogin(subject);
            match self.carried_out(agent, &before, command, more).await? {
                Ok(_) => return Ok(new),
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// The agent leaves; gives the new secret of their own sign-in.
    pub async fn leave_proxy_login(
        &self,
        proxy: &Proxy,
        contact: PersonId,
        secret: &str,
    ) -> Result<String, Fail> {
        let new = passwords::fresh_secret();
        let (agent, actor) = (proxy.agent.id, proxy.agent.agent());
        let actor = actor.ok_or(Fail::NotFound)?;
        let back = store::proxy_logins::end(secret, &new);
        self.end_proxy_login(&actor, proxy.case.id, contact, agent)
            .await?;
        self.store.add(vec![back]).await?;
        Ok(new)
    }

    /// Ends one that goes on; nothing happens where it has ended already.
    pub async fn end_proxy_login(
        &self,
        actor: &Actor,
        case: domain::CaseId,
        contact: PersonId,
        agent: PersonId,
    ) -> Result<(), Fail> {
        for _ in 0..TRIES {
            let before = self.store.case_by_id(case).await?.ok_or(Fail::NotFound)?;
            let command = Command::EndProxyLogin { contact, agent };
            let ended = self
                .carried_out(actor, &before, command, Vec::new())
                .await?;
            match ended {
                Ok(_) => return Ok(()),
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// The contact as whom a sign-in looks at the portal, while it may; nothing where it has ended.
    pub(super) async fn proxied(
        &self,
        running: Running,
        agent: &Person,
    ) -> Result<Option<(Person, Acting, Proxy)>, Fail> {
        let since = self.store.proxy_login_since(&running).await?;
        if since.is_none_or(|since| self.now().duration_since(since) > LONGEST) {
            return Ok(None);
        }
        let (Some(contact), Some(case)) = (
            self.store.person(running.contact).await?,
            self.store.case_by_id(running.case).await?,
        ) else {
            return Ok(None);
        };
        // Nothing that is kept from the agent comes into sight by this way, the case itself included.
        let Some(own) = agent.agent().filter(|own| own.scope().sees(&case.case)) else {
            return Ok(None);
        };
        let acting = self.acting_in(&contact, case.case.account).await?;
        let acting = acting.map(|acting| Acting {
            actor: acting.actor.looked_at_by(&own),
            ..acting
        });
        let proxy = Proxy {
            agent: agent.clone(),
            case,
        };
        let acting = acting.filter(|acting| acting.actor.scope() != Scope::Nothing);
        Ok(acting.map(|acting| (contact, acting, proxy)))
    }

    /// Ends what goes on without a sign-in, or for too long; gives how many.
    pub async fn end_stale_proxy_logins(&self) -> Result<usize, Fail> {
        let stale = self.store.stale_proxy_logins(self.now() - LONGEST).await?;
        for running in &stale {
            let Running {
                case,
                contact,
                agent,
            } = *running;
            self.end_proxy_login(&Actor::System, case, contact, agent)
                .await?;
        }
        Ok(stale.len())
    }

    /// What a contact says of it for all cases.
    pub async fn set_proxy_login(&self, contact: PersonId, allowed: bool) -> Result<(), Fail> {
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(contact).await?;
            let stored = stored.ok_or(Fail::NotFound)?;
            if stored.person.proxy_login == allowed {
                return Ok(());
            }
            let by = domain::event::By::Person(contact);
            let set = [PersonEvent::ProxyLoginSet { allowed }];
            let list = people::change_person(&stored, &set, by, self.now())?;
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }
}
