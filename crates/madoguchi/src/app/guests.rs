//! People without an account (C20): a link shows that they read the mail of their address, the address of what they use leads to
//! the contract, and they see what they opened and nothing else.

use domain::{
    Language, PersonId, Prose,
    directory::{Profile, Standing},
    event::By,
};
use store::{WriteError, directory, proofs, proofs::Purpose, sign_ins::Whence};

use super::{App, Fail, joining::Way};

/// What somebody says who comes without an account.
#[derive(Clone, Debug)]
pub struct Entering {
    pub family: String,
    pub given: String,
    /// Site URL, organization id or the like.
    pub identifier: String,
    pub language: Language,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// In, with the secret of a new sign-in.
    In { person: PersonId, secret: String },
    /// The link is good no more.
    LinkOver,
    /// Nothing is known by this.
    UnknownSite,
}

impl App {
    /// Sends a link to the address, where guests are taken; to somebody who has an account, how to sign in.
    pub async fn send_guest_link(&self, email: &str, language: &Language) -> Result<(), Fail> {
        if !self.desks.current().0.takes_guests() {
            return Ok(());
        }
        let way = Way {
            purpose: Purpose::Guest,
            name: "guest",
            sign_in: "sign-in",
        };
        self.send_proof_link(way, email, language).await
    }

    /// The address that a link has proven, while it is good, and the guest of this address if they were here before.
    pub async fn guest_address(
        &self,
        secret: &str,
    ) -> Result<Option<(String, Option<domain::directory::Person>)>, Fail> {
        let proven = self.store.proven(Purpose::Guest, secret, self.now());
        let Some(email) = proven.await? else {
            return Ok(None);
        };
        let known = self.store.person_by_email(&email).await?;
        Ok(match known {
            Some(person) if !person.is_guest() => None,
            known => Some((email, known)),
        })
    }

    /// Lets somebody in by the link, which is good no more then.
    pub async fn enter_as_guest(
        &self,
        secret: &str,
        entering: Entering,
        from: &Whence,
    ) -> Result<Entered, Fail> {
        let Some((email, known)) = self.guest_address(secret).await? else {
            return Ok(Entered::LinkOver);
        };
        let (desk, _) = self.desks.current();
        if !desk.takes_guests() {
            return Ok(Entered::LinkOver);
        }
        let now = self.now();
        let mut list = vec![proofs::take(secret)];
        let person = match known {
            Some(person) => person.id,
            None => {
                let found = self.store.site_known_by(&entering.identifier).await?;
                let Some((account, deployment)) = found else {
                    return Ok(Entered::UnknownSite);
                };
                let id = PersonId(store::fresh_id(now));
                let standing = Standing::Guest {
                    account,
                    deployment,
                };
                let profile = Profile {
                    family: Prose::new(entering.family),
                    given: Prose::new(entering.given),
                    family_kana: Prose::new(""),
                    given_kana: Prose::new(""),
                    email: Prose::new(email),
                    language: entering.language,
                    time_zone: desk.time_zone.iana_name().unwrap_or("UTC").to_owned(),
                };
                list.extend(directory::add_person(
                    id,
                    standing,
                    profile,
                    By::System,
                    now,
                )?);
                id
            }
        };
        match self.store.add(list).await {
            Ok(()) => {}
            Err(WriteError::Conflict | WriteError::Taken(_)) => return Ok(Entered::LinkOver),
            Err(error) => return Err(error.into()),
        }
        let secret = self.sign_in_with(person, from, None).await?;
        Ok(match secret {
            Some(secret) => Entered::In { person, secret },
            None => Entered::LinkOver,
        })
    }
}
