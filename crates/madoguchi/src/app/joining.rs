//! Asking for an account (A1). Whatever address is entered, the page says the same; what is to be known is told to the mailbox
//! alone, and a link in it shows that somebody reads it.

use domain::{
    Actor, Language, Level, PersonId, Prose, RequestId,
    directory::{IdentifierSort, PersonEvent, Profile, Standing},
    joining::{self, Command, Refused, RequestEvent},
};
use store::{Statement, WriteError, directory, people, proofs, proofs::Purpose, requests};

use super::{App, Fail, TRIES, passwords};
use crate::mail::{Address, account_texts::Fact};

/// What somebody says who asks for an account.
#[derive(Clone, Debug)]
pub struct Asking {
    pub family: String,
    pub given: String,
    pub family_kana: String,
    pub given_kana: String,
    pub company: String,
    pub note: String,
    pub level: Level,
    pub language: Language,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It waits, now or since before.
    Waits,
    /// The link is good no more.
    LinkOver,
}

/// A way in by a link in a mail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub purpose: Purpose,
    /// Names its page, before the secret, and its texts.
    pub name: &'static str,
    /// The page for those who have an account already.
    pub sign_in: &'static str,
}

impl App {
    /// Sends a link to an address from where an account is asked for; to somebody who has one, how to sign in.
    pub async fn send_join_link(&self, email: &str, language: &Language) -> Result<(), Fail> {
        let way = Way {
            purpose: Purpose::Join,
            name: "join",
            sign_in: "sign-in/forgotten",
        };
        self.send_proof_link(way, email, language).await
    }

    /// Sends a link that shows that somebody reads the mail of an address; to somebody who has an account, how to sign in.
    pub(super) async fn send_proof_link(
        &self,
        way: Way,
        email: &str,
        language: &Language,
    ) -> Result<(), Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(());
        };
        let known = self.store.person_by_email(email).await?;
        let secret = passwords::fresh_secret();
        // The same pace for both, so that nobody floods a mailbox.
        let kept = self
            .store
            .add_proof(way.purpose, email, &secret, self.now());
        if !kept.await? {
            return Ok(());
        }
        let (base, name) = (&mailing.base, way.name);
        let (key, link) = match known.filter(|person| !person.is_guest()) {
            Some(_) => ("known", format!("{base}/{}", way.sign_in)),
            None => ("link", format!("{base}/{name}/{secret}")),
        };
        let to = Address {
            name: String::new(),
            email: email.to_owned(),
        };
        let facts = [("link", link.as_str().into())];
        let said = self
            .letter_said(language, &format!("{name}-{key}"), &facts)
            .await?;
        self.write_to(to, language, "", |_, _| said).await
    }

    /// The address that a link has proven, while it is good.
    pub async fn join_address(&self, secret: &str) -> Result<Option<String>, Fail> {
        let proven = self.store.proven(Purpose::Join, secret, self.now());
        Ok(proven.await?)
    }

    /// Keeps a request; the link is good no more.
    pub async fn ask_to_join(&self, secret: &str, asking: Asking) -> Result<Asked, Fail> {
        let Some(email) = self.join_address(secret).await? else {
            return Ok(Asked::LinkOver);
        };
        // Who came in by another way meanwhile needs no request.
        let known = self.store.person_by_email(&email).await?;
        if known.is_some_and(|person| !person.is_guest()) {
            return Ok(Asked::LinkOver);
        }
        let proposed = match joining::domain_of(&email).filter(|domain| !joining::is_free(domain)) {
            Some(domain) => {
                let sort = IdentifierSort::MailDomain;
                self.store.account_with(sort, &domain).await?
            }
            None => None,
        };
        let (desk, version) = self.desks.current();
        let now = self.now();
        let asked = RequestEvent::Asked {
            profile: Box::new(Profile {
                family: Prose::new(asking.family),
                given: Prose::new(asking.given),
                family_kana: Prose::new(asking.family_kana),
                given_kana: Prose::new(asking.given_kana),
                email: Prose::new(email),
                language: asking.language,
                time_zone: desk.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            }),
            company: Prose::new(asking.company),
            note: Prose::new(asking.note),
            level: asking.level.as_str().to_owned(),
            proposed,
            terms: version,
        };
        let mut list = vec![proofs::take(secret)];
        list.extend(requests::add(RequestId(store::fresh_id(now)), &asked, now)?);
        if let Some(account) = proposed {
            list.extend(self.letter_to_admin(account).await?);
        }
        match self.store.add(list).await {
            Ok(()) => {
                self.post_letters();
                Ok(Asked::Waits)
            }
            Err(WriteError::Conflict) => Ok(Asked::LinkOver),
            Err(WriteError::Taken(index)) if index == requests::TAKEN => Ok(Asked::Waits),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the admin of an account that somebody waits for their word.
    async fn letter_to_admin(&self, account: domain::AccountId) -> Result<Vec<Statement>, Fail> {
        let account = self.store.account(account).await?;
        let admin = account.and_then(|account| account.admin);
        let (Some(mailing), Some(admin)) = (&self.mailing, admin) else {
            return Ok(Vec::new());
        };
        let Some(admin) = self.store.person(admin).await? else {
            return Ok(Vec::new());
        };
        let link = format!("{}/access", mailing.base);
        let facts = [("link", link.as_str().into())];
        let said = self
            .letter_said(&admin.profile.language, "join-asked", &facts)
            .await?;
        Ok(self.letter_to(&admin, |_, _| said))
    }

    /// Requests that wait and that this actor decides about, the oldest first.
    pub async fn requests_for(&self, actor: &Actor) -> Result<Vec<requests::StoredRequest>, Fail> {
        const MOST: usize = 100;
        let of = match actor {
            Actor::Contact {
                account, access, ..
            } if access.admin => Some(*account),
            _ if actor.administers() => None,
            _ => return Ok(Vec::new()),
        };
        Ok(self.store.waiting_requests(of, MOST).await?)
    }

    /// Grants or declines. Who was granted something is a contact from then on, and is told how to sign in.
    pub async fn settle_request(
        &self,
        actor: &Actor,
        id: RequestId,
        command: Command,
    ) -> Result<Result<(), Refused>, Fail> {
        for _ in 0..TRIES {
            let stored = self.store.request(id).await?.ok_or(Fail::NotFound)?;
            // What is another's to decide is not there.
            if !stored.request.is_decided_by(actor) {
                return Err(Fail::NotFound);
            }
            if let Command::Grant { account, .. } = &command
                && self.store.account_name(*account).await?.is_none()
            {
                return Err(Fail::NotFound);
            }
            // Who came without an account before keeps what they opened, and who they are.
            let email = stored.request.profile.email.as_str();
            let guest = self.store.stored_person(email).await?;
            let guest = guest.filter(|guest| guest.person.is_guest());
            let mut command = command.clone();
            if let (Command::Grant { contact, .. }, Some(guest)) = (&mut command, &guest) {
                *contact = guest.person.id;
            }
            let event = match joining::decide(&stored.request, command.clone(), actor) {
                Ok(event) => event,
                Err(refused) => return Ok(Err(refused)),
            };
            let (by, now) = (actor.by(), self.now());
            let mut list = requests::happen(&stored, &event, by, now)?;
            if let RequestEvent::Granted {
                account, contact, ..
            } = &event
                && let Command::Grant { level, .. } = command
            {
                let profile = stored.request.profile.clone();
                list.extend(match guest {
                    Some(guest) => {
                        let let_in = PersonEvent::LetIn {
                            account: *account,
                            level: level.as_str().to_owned(),
                        };
                        let profile = PersonEvent::ProfileChanged {
                            profile: Box::new(profile),
                        };
                        people::change_person(&guest, &[profile, let_in], by, now)?
                    }
                    None => {
                        let standing = Standing::Contact {
                            account: *account,
                            level,
                        };
                        directory::add_person(*contact, standing, profile, by, now)?
                    }
                });
            }
            list.extend(
                self.letter_to_applicant(&stored.request.profile, &event)
                    .await?,
            );
            match self.store.add(list).await {
                Ok(()) => {
                    self.post_letters();
                    return Ok(Ok(()));
                }
                Err(WriteError::Conflict) => continue,
                // Somebody of this address came in by another way meanwhile.
                Err(WriteError::Taken(_)) => return Ok(Err(Refused::Settled)),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// What became of a request.
    async fn letter_to_applicant(
        &self,
        profile: &Profile,
        event: &RequestEvent,
    ) -> Result<Vec<Statement>, Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(Vec::new());
        };
        let (name, reason) = match event {
            RequestEvent::Declined { reason } => ("join-declined", Some(reason.as_str())),
            _ => ("join-granted", None),
        };
        let link = format!("{}/sign-in/forgotten", mailing.base);
        let to = Address {
            name: profile.name(),
            email: profile.email.as_str().to_owned(),
        };
        let mut facts: Vec<(&'static str, Fact)> = vec![("link", link.as_str().into())];
        facts.extend(reason.map(|reason| ("reason", Fact::from(reason))));
        let said = self.letter_said(&profile.language, name, &facts).await?;
        Ok(self.letter_for(to, &profile.language, "mail-dear-customer", |_, _| said))
    }
}

/// A name for somebody who is let in.
pub fn fresh_contact(app: &App) -> PersonId {
    PersonId(store::fresh_id(app.now()))
}
