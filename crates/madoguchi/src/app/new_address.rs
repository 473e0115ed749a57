//! Another mail address by which a contact is known, and signs in (A5). It is shown by a link to the new one; then the old one is told,
//! and has a while to stop it. Whether somebody else has the new address is told to its mailbox alone.

use domain::{
    AccountId, Instant, Prose, Role,
    directory::{Person, PersonEvent},
    event::By,
    joining,
};
use jiff::SignedDuration;
use store::{
    Statement, WriteError,
    address_wishes::{self, Wish},
    codes,
    directory::fold_email,
    people, proofs,
    proofs::Purpose,
    sign_ins,
};

use super::{App, Fail, TRIES, letters, passwords};
use crate::mail::{Address, account_texts::Fact};

/// How long the old address has to stop it.
pub const HOLD: SignedDuration = SignedDuration::from_hours(24);
/// Wishes that come true in one round.
const STEP: usize = 20;

/// What came of the link to the new address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The old address was told; it changes at this moment.
    Waits(Instant),
    /// The link is good no more, or was never theirs.
    LinkOver,
    /// The old address could not be told just now: nothing was begun, and the link stays good.
    NotTold,
}

/// By what a wish is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoppedBy {
    Themselves,
    Mail,
}

impl App {
    /// Whether somebody changes their address themselves: contacts do, where this installation sends mail.
    pub fn changes_address(&self, person: &Person) -> bool {
        self.mailing.is_some() && person.home().is_some() && !person.is_guest()
    }

    /// Keeps the wish, whoever has the address; an earlier one falls away. Gives the secret of the link that shows it. No mailbox is
    /// filled: so many links go to one address, and to all. Where none may go now, nothing is kept, and the link that went before
    /// stays good.
    pub async fn wish_for_address(
        &self,
        person: &Person,
        email: &str,
    ) -> Result<Option<String>, Fail> {
        let secret = passwords::fresh_secret();
        let proof = self
            .store
            .add_proof(Purpose::Address, email, &secret, self.now());
        if !proof.await? {
            return Ok(None);
        }
        let asked = PersonEvent::AddressAsked {
            email: Prose::new(email),
        };
        let keep = || address_wishes::keep(person.id, email, &secret, self.now());
        self.with_event(person, &asked, || vec![keep()]).await?;
        Ok(Some(secret))
    }

    /// Sends the link to the new address; where somebody has it, that alone, so that nobody else learns of it.
    pub async fn send_address_link(
        &self,
        person: &Person,
        email: &str,
        secret: &str,
    ) -> Result<(), Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(());
        };
        let known = self.store.person_by_email(email).await?;
        let (key, link) = match known {
            Some(_) => ("known", format!("{}/sign-in", mailing.base)),
            None => ("link", format!("{}/profile/address/{secret}", mailing.base)),
        };
        let to = Address {
            name: String::new(),
            email: email.to_owned(),
        };
        let language = &person.profile.language;
        let facts = [("link", link.as_str().into())];
        let said = self
            .letter_said(language, &format!("address-{key}"), &facts)
            .await?;
        self.write_to(to, language, "", |_, _| said).await
    }

    /// What somebody wishes to be known by, while that can still come true.
    pub async fn address_wish(&self, person: &Person) -> Result<Option<Wish>, Fail> {
        let wish = self.store.address_wish(person.id).await?;
        let since = self.now() - proofs::GOOD;
        Ok(wish.filter(|wish| wish.due_at.is_some() || wish.made_at >= since))
    }

    /// The address that the link of this secret shows for this person, while it is good.
    pub async fn address_of_link(
        &self,
        person: &Person,
        secret: &str,
    ) -> Result<Option<Wish>, Fail> {
        let wish = self.address_wish(person).await?;
        let wish = wish.filter(|wish| wish.due_at.is_none() && wish.is_of(secret));
        let proven = self
            .store
            .proven(Purpose::Address, secret, self.now())
            .await?;
        Ok(wish.filter(|wish| proven.as_ref() == Some(&wish.email)))
    }

    /// They read the mail of the new address. The old one is told before anything begins: nothing comes true that nobody could stop.
    pub async fn show_address(&self, person: &Person, secret: &str) -> Result<Shown, Fail> {
        let Some(wish) = self.address_of_link(person, secret).await? else {
            return Ok(Shown::LinkOver);
        };
        self.count_for(&format!("address-show {}", person.id))
            .await?;
        let (app, person, secret) = (self.clone(), person.clone(), secret.to_owned());
        // Whoever presses and goes away does not leave it half done.
        let shown = tokio::spawn(async move { app.show_once(&person, &wish, &secret).await });
        shown.await.map_err(Fail::broken)?
    }

    /// Of those who press at once, one writes the letter.
    async fn show_once(&self, person: &Person, wish: &Wish, secret: &str) -> Result<Shown, Fail> {
        let stop = self.address_stop(person);
        match self
            .store
            .add(vec![address_wishes::claim(wish, &stop)])
            .await
        {
            Ok(()) => {}
            Err(WriteError::Conflict) => return Ok(Shown::LinkOver),
            Err(error) => return Err(error.into()),
        }
        let due_at = self.now() + HOLD;
        let shown = match self.tell_old_address(person, &stop, due_at).await {
            Ok(()) => self.begin_hold(person, wish, [secret, &stop], due_at).await,
            Err(error) => {
                tracing::warn!(%error, "an address could not be told that another one is to take its place");
                Ok(Shown::NotTold)
            }
        };
        if !matches!(shown, Ok(Shown::Waits(_))) {
            let release = vec![address_wishes::release(wish)];
            self.store.add(release).await?;
        }
        shown
    }

    /// The secret of the link by which an address stops that another one takes its place: the same in every letter to it, so that each
    /// stops whatever is under way.
    fn address_stop(&self, person: &Person) -> String {
        let old = fold_email(person.profile.email.as_str());
        passwords::keyed(
            self.secret(),
            "address-stop",
            &format!("{} {old}", person.id),
        )
    }

    /// From now on it is due, by the secrets of the link to the new address and of the one to the old.
    async fn begin_hold(
        &self,
        person: &Person,
        wish: &Wish,
        [secret, stop]: [&str; 2],
        due_at: Instant,
    ) -> Result<Shown, Fail> {
        let shown = PersonEvent::AddressShown {
            email: Prose::new(wish.email.clone()),
            due_at,
        };
        let more = || {
            vec![
                proofs::take(secret),
                address_wishes::set_due(wish, stop, due_at),
            ]
        };
        match self.with_event(person, &shown, more).await {
            Ok(()) => Ok(Shown::Waits(due_at)),
            // Wished anew or taken back meanwhile.
            Err(Fail::Conflict) => Ok(Shown::LinkOver),
            Err(fail) => Err(fail),
        }
    }

    /// The letter holds a secret, so it is kept nowhere.
    async fn tell_old_address(
        &self,
        person: &Person,
        stop: &str,
        due_at: Instant,
    ) -> Result<(), Fail> {
        let Some(mailing) = &self.mailing else {
            return Err(Fail::NotFound);
        };
        let link = format!("{}/address-change/{stop}", mailing.base);
        let (to, greeting) = letters::reader(person);
        let language = &person.profile.language;
        let facts = [("link", link.as_str().into()), ("time", Fact::Time(due_at))];
        let said = self.letter_said(language, "address-due", &facts).await?;
        self.write_to(to, language, greeting, |_, _| said).await
    }

    /// Whether the link of this secret still stops something.
    pub async fn stops_address(&self, secret: &str) -> Result<bool, Fail> {
        Ok(self.store.address_wish_stopped_by(secret).await?.is_some())
    }

    /// It stays as it is, for whoever has the link that the old address was sent. Somebody else may have wished it: all sign-ins end.
    pub async fn stop_address_by(&self, secret: &str) -> Result<bool, Fail> {
        let Some(wish) = self.store.address_wish_stopped_by(secret).await? else {
            return Ok(false);
        };
        let person = self.store.person(wish.person).await?;
        self.stop_address(&person.ok_or(Fail::NotFound)?, StoppedBy::Mail)
            .await
    }

    /// Takes back what somebody wishes; false where there is nothing.
    pub async fn stop_address(&self, person: &Person, by: StoppedBy) -> Result<bool, Fail> {
        let Some(wish) = self.address_wish(person).await? else {
            return Ok(false);
        };
        let by_mail = by == StoppedBy::Mail;
        let stopped = PersonEvent::AddressStopped { by_mail };
        let letter = self.letter_of_secret(person, "address-stopped").await?;
        let more = || {
            let mut list = vec![address_wishes::take(&wish)];
            if by_mail {
                list.push(sign_ins::end_all(person.id));
            }
            list.extend(letter.clone());
            list
        };
        match self.with_event(person, &stopped, more).await {
            Ok(()) => self.post_letters(),
            // It is another one by now, or came true.
            Err(Fail::Conflict) => return Ok(false),
            Err(fail) => return Err(fail),
        }
        Ok(true)
    }

    /// Lets something happen to somebody together with more that is written.
    async fn with_event(
        &self,
        person: &Person,
        event: &PersonEvent,
        more: impl Fn() -> Vec<Statement>,
    ) -> Result<(), Fail> {
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(person.id).await?;
            let stored = stored.ok_or(Fail::NotFound)?;
            let (by, happened) = (By::Person(person.id), std::slice::from_ref(event));
            let mut list = people::change_person(&stored, happened, by, self.now())?;
            list.extend(more());
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }

    /// Lets come true what is due by now; how many were dealt with. One that fails keeps no other waiting, and is tried again.
    pub async fn change_addresses(&self) -> Result<usize, Fail> {
        let due = self.store.due_address_wishes(self.now(), STEP).await?;
        let mut done = 0;
        for wish in &due {
            match self.change_address(wish).await {
                Ok(()) => done += 1,
                Err(error) => {
                    let person = wish.person.0;
                    tracing::warn!(%error, person, "a mail address that is due waits to be changed");
                }
            }
        }
        Ok(done)
    }

    /// Forgets what was wished and never shown while its link was good.
    pub async fn forget_address_wishes(&self) -> Result<(), Fail> {
        let before = self.now() - proofs::GOOD;
        Ok(self.store.forget_address_wishes(before).await?)
    }

    /// From now on they sign in by the new address: sign-ins end, and a code that was sent to the old one. What they may stays as it
    /// is; where the new address is not their company's, whoever decides for it is told.
    async fn change_address(&self, wish: &Wish) -> Result<(), Fail> {
        let stored = self.store.stored_person_of(wish.person).await?;
        let stored = stored.filter(|s| !s.person.suspended && self.changes_address(&s.person));
        let Some(stored) = stored else {
            return self.settle(vec![address_wishes::take(wish)]).await;
        };
        let person = &stored.person;
        let mut renamed = person.clone();
        renamed.profile.email = Prose::new(wish.email.clone());
        let changed = PersonEvent::ProfileChanged {
            profile: Box::new(renamed.profile.clone()),
        };
        let (by, now) = (By::Person(person.id), self.now());
        let mut list = vec![address_wishes::take(wish)];
        list.extend(people::change_person(&stored, &[changed], by, now)?);
        list.push(codes::forget(person.id));
        list.push(sign_ins::end_all(person.id));
        for known in [person, &renamed] {
            list.extend(self.letter_of_secret(known, "address-changed").await?);
        }
        list.extend(self.letters_of_outside(person, &wish.email).await?);
        match self.store.add(list).await {
            Ok(()) => self.post_letters(),
            // The next round looks again.
            Err(WriteError::Conflict) => {}
            // Somebody of this address came meanwhile.
            Err(WriteError::Taken(_)) => {
                let mut list = vec![address_wishes::take(wish)];
                list.extend(self.letter_of_secret(person, "address-failed").await?);
                self.settle(list).await?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn settle(&self, list: Vec<Statement>) -> Result<(), Fail> {
        match self.store.add(list).await {
            Ok(()) => self.post_letters(),
            // It is another wish by now.
            Err(WriteError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Tells who decides for the company of somebody whose new address is not the company's.
    async fn letters_of_outside(
        &self,
        person: &Person,
        email: &str,
    ) -> Result<Vec<Statement>, Fail> {
        let (Some(mailing), Some(account)) = (&self.mailing, person.home()) else {
            return Ok(Vec::new());
        };
        let domains = self.domains_of(account, person.id, false).await?;
        if !joining::is_outside(email, &domains) {
            return Ok(Vec::new());
        }
        let name = person.profile.name();
        let deciders = self.deciders_of(account, person).await?;
        let mut letters = Vec::new();
        for decider in &deciders {
            let way = match decider.home() {
                Some(_) => "access".to_owned(),
                None => format!("staff/accounts/{account}/access"),
            };
            let link = format!("{}/{way}", mailing.base);
            let facts = [
                ("name", name.as_str().into()),
                ("email", email.into()),
                ("link", link.as_str().into()),
            ];
            let said = self
                .letter_said(&decider.profile.language, "address-outside", &facts)
                .await?;
            letters.extend(self.letter_to(decider, |_, _| said));
        }
        Ok(letters)
    }

    /// The account's admin; where that is nobody else, those who administer the desk.
    async fn deciders_of(&self, account: AccountId, but: &Person) -> Result<Vec<Person>, Fail> {
        let account = self.store.account(account).await?;
        let admin = account.and_then(|account| account.admin);
        if let Some(admin) = admin.filter(|admin| *admin != but.id)
            && let Some(admin) = self.store.person(admin).await?
            && !admin.suspended
        {
            return Ok(vec![admin]);
        }
        let mut all = self.store.agents().await?;
        all.retain(|person| {
            let leads = matches!(
                person.agent(),
                Some(domain::Actor::Agent {
                    role: Role::Administrator,
                    ..
                })
            );
            leads && !person.suspended
        });
        Ok(all)
    }
}
