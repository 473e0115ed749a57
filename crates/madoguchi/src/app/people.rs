//! Signing in, first administrator, tokens.

use std::net::IpAddr;

use domain::{
    AccountId, Instant, Language, PersonId, Prose, Role,
    audit::AuditEvent,
    directory::{Person, Profile, Standing},
    event::By,
};
use store::{
    WriteError, directory,
    list_settings::ListSettings,
    proxy_logins::Running,
    sign_ins::{Bearer, NewToken, Strength, Whence},
};

use super::{App, Fail, TRIES, access::Acting, passwords, proxy_login::Proxy};

/// Name of the setting that holds the digest of the set-up secret.
const SETUP: &str = "setup-secret";

/// How long a sign-in lasts unused, and at all.
const IDLE: jiff::SignedDuration = jiff::SignedDuration::from_hours(12);
const ABSOLUTE: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 7);

/// The first administrator, as entered.
pub struct NewAdministrator {
    pub family: String,
    pub given: String,
    pub email: String,
    pub password: String,
    pub language: Language,
    pub time_zone: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub person: Person,
    pub acting: Acting,
    pub strength: Strength,
    /// When they showed who they are.
    pub made_at: Instant,
    /// The agent behind it, who looks at the portal as this person (A10).
    pub proxy: Option<Proxy>,
    /// How they have their lists.
    pub lists: ListSettings,
    /// What their team shares of its lists.
    pub team_views: String,
}

impl App {
    /// Signs in by password; gives who it is, and the secret of the new sign-in.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        from: &Whence,
    ) -> Result<Option<(PersonId, String)>, Fail> {
        if password.len() > passwords::LONGEST {
            return Ok(None);
        }
        let known = self.store.password_of(email).await?;
        let (person, hash) =
            known.map_or((None, None), |(person, hash)| (Some(person), Some(hash)));
        match (passwords::matches(password.to_owned(), hash).await, person) {
            // Who is suspended is told no more than who mistyped.
            (true, Some(person)) => {
                let secret = self.sign_in_with(person, from, None).await?;
                Ok(secret.map(|secret| (person, secret)))
            }
            _ => Ok(None),
        }
    }

    /// A new sign-in for this person that rests on all that is asked for; none for those who are suspended.
    pub async fn sign_in_as(
        &self,
        person: PersonId,
        from: &Whence,
    ) -> Result<Option<String>, Fail> {
        self.sign_in_with(person, from, Some(Strength::Full)).await
    }

    /// The same, resting on this; on one factor where nothing is said.
    pub async fn sign_in_with(
        &self,
        person: PersonId,
        from: &Whence,
        strength: Option<Strength>,
    ) -> Result<Option<String>, Fail> {
        for _ in 0..TRIES {
            let person = self.store.person(person).await?;
            let Some(person) = person.filter(|person| !person.suspended) else {
                return Ok(None);
            };
            let strength = match strength {
                Some(strength) => strength,
                None => self.strength_after_one(&person).await?,
            };
            let (secret, now) = (passwords::fresh_secret(), self.now());
            let added = self
                .store
                .add_sign_in(&secret, &person, from, strength, now);
            match added.await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done.map(|()| Some(secret))?),
            }
        }
        Err(Fail::Conflict)
    }

    /// Who a sign-in belongs to, for whom they act, and what it rests on, while it lasts; nobody where the second factor is
    /// still awaited.
    pub async fn signed_in(&self, secret: &str) -> Result<Option<SignedIn>, Fail> {
        self.who_signed_in(secret, true).await
    }

    /// The same for a page that only follows: it keeps no sign-in awake.
    pub async fn still_signed_in(&self, secret: &str) -> Result<Option<SignedIn>, Fail> {
        self.who_signed_in(secret, false).await
    }

    async fn who_signed_in(&self, secret: &str, uses: bool) -> Result<Option<SignedIn>, Fail> {
        let found = self.store.sign_in(secret).await?;
        let found = found.filter(|found| found.strength != Strength::Awaited);
        let Some(found) = found else {
            return Ok(None);
        };
        let now = self.now();
        if now.duration_since(found.seen_at) > IDLE || now.duration_since(found.made_at) > ABSOLUTE
        {
            self.store.end_sign_in(secret).await?;
            return Ok(None);
        }
        // Noted now and then, not with every page.
        if uses && now.duration_since(found.seen_at) > jiff::SignedDuration::from_mins(10) {
            self.store.touch_sign_in(secret, now).await?;
        }
        let (strength, made_at) = (found.strength, found.made_at);
        if let Some((contact, case)) = found.proxy {
            let agent = found.person.id;
            let running = Running {
                case,
                contact,
                agent,
            };
            let may = found.person.agent().is_some() && !found.person.suspended;
            if may
                && let Some((person, acting, proxy)) = self.proxied(running, &found.person).await?
            {
                let proxy = Some(proxy);
                return Ok(Some(SignedIn {
                    person,
                    acting,
                    strength,
                    made_at,
                    proxy,
                    lists: found.lists,
                    team_views: found.team_views,
                }));
            }
            // It has ended: from here on they are themselves again.
            let own = store::proxy_logins::end(secret, secret);
            self.store.add(vec![own]).await?;
        }
        let acting = self.acting(&found.person, found.acting_for).await?;
        Ok(acting.map(|acting| SignedIn {
            person: found.person,
            acting,
            strength,
            made_at,
            proxy: None,
            lists: found.lists,
            team_views: found.team_views,
        }))
    }

    /// A secret for `/setup`, while there is no administrator; a new one with every start.
    pub async fn setup_secret(&self) -> Result<Option<String>, Fail> {
        if self.store.has_administrator().await? {
            return Ok(None);
        }
        let secret = passwords::fresh_secret();
        self.store
            .set_setting(SETUP, &passwords::hex(&store::sign_ins::digest(&secret)))
            .await?;
        Ok(Some(secret))
    }

    /// Whether `/setup` is still there at all.
    pub async fn awaits_setup(&self) -> Result<bool, Fail> {
        Ok(self.store.setting(SETUP).await?.is_some() && !self.store.has_administrator().await?)
    }

    /// Makes the first administrator, once.
    pub async fn set_up(&self, secret: &str, new: NewAdministrator) -> Result<PersonId, Fail> {
        let digest = passwords::hex(&store::sign_ins::digest(secret));
        let kept = self.store.setting(SETUP).await?.ok_or(Fail::NotFound)?;
        if !passwords::same(&digest, &kept) || self.store.has_administrator().await? {
            return Err(Fail::NotFound);
        }
        let hash = passwords::hash(new.password).await?;
        let profile = Profile {
            family: Prose::new(new.family),
            given: Prose::new(new.given),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new(new.email),
            language: new.language,
            time_zone: new.time_zone,
        };
        // Two at once: only one takes the secret away.
        self.store
            .take_setting(SETUP, &kept)
            .await
            .map_err(|_| Fail::NotFound)?;
        let now = self.now();
        let id = PersonId(store::fresh_id(now));
        let standing = Standing::Agent {
            role: Role::Administrator,
            team: None,
        };
        self.store
            .add(directory::add_person(
                id,
                standing,
                profile,
                By::System,
                now,
            )?)
            .await?;
        self.store
            .set_password(id, &hash, By::System, now, Vec::new())
            .await?;
        Ok(id)
    }

    /// Gives a person a password, and ends every sign-in that stood on the old one.
    pub async fn set_password(&self, email: &str, password: &str) -> Result<(), Fail> {
        let person = self
            .store
            .person_by_email(email)
            .await?
            .ok_or(Fail::NotFound)?;
        let hash = passwords::hash(password.to_owned()).await?;
        self.store
            .set_password(person.id, &hash, By::System, self.now(), Vec::new())
            .await?;
        Ok(())
    }

    /// Makes a token for the API; shown once.
    pub async fn make_token(&self, email: &str, label: &str) -> Result<String, Fail> {
        let new = NewToken {
            label: label.to_owned(),
            ..NewToken::default()
        };
        self.make_token_of(email, &new).await
    }

    /// The same, which may read alone, or end.
    pub async fn make_token_of(&self, email: &str, new: &NewToken) -> Result<String, Fail> {
        let person = self.store.person_by_email(email).await?;
        let person = person.ok_or(Fail::NotFound)?;
        self.make_own_token(person.id, new, By::System).await
    }

    /// A token of this person, made by somebody.
    pub async fn make_own_token(
        &self,
        person: PersonId,
        new: &NewToken,
        by: By,
    ) -> Result<String, Fail> {
        // A prefix that secret scanners can look for.
        let secret = format!("mdg_{}", passwords::fresh_secret());
        let owner = self.store.person(person).await?.ok_or(Fail::NotFound)?;
        for _ in 0..TRIES {
            // Of what is made on the machine itself whoever makes it tells them.
            let letter = match by {
                By::Person(_) => self.letter_of_secret(&owner, "token").await?,
                By::System => Vec::new(),
            };
            let added = self
                .store
                .add_token(&secret, person, new, by, self.now(), letter);
            match added.await {
                Err(WriteError::Conflict) => continue,
                done => {
                    self.post_letters();
                    return Ok(done.map(|()| secret)?);
                }
            }
        }
        Err(Fail::Conflict)
    }

    /// Who a token speaks for, and how far. From a network to which it is not bound there is no such token; that somebody
    /// tried is kept (V-39).
    pub async fn token_bearer(&self, secret: &str, from: IpAddr) -> Result<Option<Bearer>, Fail> {
        let Some(bearer) = self.store.token(secret, self.now()).await? else {
            return Ok(None);
        };
        let (bound, person) = (&bearer.networks, bearer.person.id);
        if bound.is_empty() || bound.iter().any(|network| network.contains(from)) {
            return Ok(Some(bearer));
        }
        if self.watch.may_note(person, self.now()) {
            let from = Some(from.to_string());
            let elsewhere = AuditEvent::TokenElsewhere { from };
            self.note(By::Person(person), elsewhere).await?;
        }
        Ok(None)
    }

    /// The bearer as they act; with an account, for that one alone. Staff act for nobody.
    pub async fn bearer_acting(
        &self,
        bearer: &Bearer,
        account: Option<AccountId>,
        from: IpAddr,
    ) -> Result<Option<Acting>, Fail> {
        let person = &bearer.person;
        let Some(account) = account else {
            return self.acting(person, None).await;
        };
        if person.home().is_none() {
            return Ok(None);
        }
        let acting = self.acting_in(person, account).await?;
        let other = person.home() != Some(account);
        if acting.is_some() && other && self.watch.acts_anew(&bearer.digest, account, self.now()) {
            let acts = AuditEvent::ActsFor {
                account: Some(account),
                from: Some(from.to_string()),
            };
            self.note(By::Person(person.id), acts).await?;
        }
        Ok(acting)
    }
}
