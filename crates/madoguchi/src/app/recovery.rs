//! Passwords that were forgotten, and one's own sign-ins (A6). A code by mail shows that somebody reads the mail of their
//! address; whether there is such a person is told to nobody.

use std::time::Duration;

use domain::{Language, PersonId, directory::Person, event::By};
use store::{
    Statement,
    sign_ins::{Strength, Whence, Which},
};

use super::{
    App, Fail, letters,
    passwords::{self, Weak},
};
use crate::{
    mail::{Address, Letter, NotPosted, account_texts::Fact},
    texts::Texts,
};

/// How long a code is good, in minutes.
pub const MINUTES: i64 = 15;
/// How long is waited before a letter that is good for minutes is tried again.
const AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(4)];

/// What came of a new password.
#[derive(Debug)]
pub enum Reset {
    /// It counts; with the secret of a new sign-in. All others have ended.
    Done {
        person: PersonId,
        secret: String,
    },
    /// The code is not the one that was sent, or is good no more, or there is nobody of this address.
    Wrong,
    Weak(Weak),
}

impl App {
    /// Sends a code to the person of this address, where there is one and this installation sends mail.
    pub async fn send_code(&self, email: &str) -> Result<(), Fail> {
        let person = self.store.person_by_email(email).await?;
        let Some(person) = person.filter(|person| !person.suspended) else {
            return Ok(());
        };
        let code = passwords::fresh_code();
        if !self.store.set_code(person.id, &code, self.now()).await? {
            return Ok(());
        }
        let facts = [
            ("code", code.as_str().into()),
            ("minutes", Fact::Number(MINUTES)),
        ];
        let said = self
            .letter_said(&person.profile.language, "code", &facts)
            .await?;
        self.tell(&person, |_, _| said).await
    }

    /// A new password for whoever has the code; every sign-in that stood on the old one ends.
    pub async fn reset_password(
        &self,
        email: &str,
        code: &str,
        password: &str,
        from: &Whence,
    ) -> Result<Reset, Fail> {
        if let Err(weak) = self.judged(password, &[email]).await {
            return Ok(Reset::Weak(weak));
        }
        let person = self.store.person_by_email(email).await?;
        let Some(person) = person.filter(|person| !person.suspended) else {
            return Ok(Reset::Wrong);
        };
        let since = self.now() - jiff::SignedDuration::from_mins(MINUTES);
        let code = passwords::typed_code(code);
        if !self.store.use_code(person.id, &code, since).await? {
            return Ok(Reset::Wrong);
        }
        self.change_password(&person, password).await?;
        // Who reads the mail has shown one factor, and no more.
        self.signed_in_anew(person.id, from, None).await
    }

    /// A new password for somebody who knows the old one. All sign-ins end; gives the secret of a new one.
    pub async fn replace_password(
        &self,
        person: &Person,
        old: &str,
        new: &str,
        from: &Whence,
        strength: Strength,
    ) -> Result<Reset, Fail> {
        let known = self
            .store
            .password_of(person.profile.email.as_str())
            .await?;
        let hash = known.map(|(_, hash)| hash);
        if old.len() > passwords::LONGEST || !passwords::matches(old.to_owned(), hash).await {
            return Ok(Reset::Wrong);
        }
        let name = person.profile.name();
        if let Err(weak) = self
            .judged(new, &[person.profile.email.as_str(), &name])
            .await
        {
            return Ok(Reset::Weak(weak));
        }
        self.change_password(person, new).await?;
        self.signed_in_anew(person.id, from, Some(strength)).await
    }

    async fn signed_in_anew(
        &self,
        person: PersonId,
        from: &Whence,
        strength: Option<Strength>,
    ) -> Result<Reset, Fail> {
        let secret = self.sign_in_with(person, from, strength).await?;
        Ok(secret.map_or(Reset::Wrong, |secret| Reset::Done { person, secret }))
    }

    async fn change_password(&self, person: &Person, password: &str) -> Result<(), Fail> {
        let hash = passwords::hash(password.to_owned()).await?;
        let by = By::Person(person.id);
        let letter = self.letter_of_secret(person, "changed").await?;
        self.store
            .set_password(person.id, &hash, by, self.now(), letter)
            .await?;
        self.post_letters();
        Ok(())
    }

    /// Tells somebody that what they sign in with, or are known by, is another from now on (C-31); `what` is the name of the letter.
    pub(super) async fn letter_of_secret(
        &self,
        person: &Person,
        what: &str,
    ) -> Result<Vec<Statement>, Fail> {
        if self.mailing.is_none() {
            return Ok(Vec::new());
        }
        let said = self
            .letter_said(&person.profile.language, what, &[])
            .await?;
        Ok(self.letter_to(person, |_, _| said))
    }

    /// Ends sign-ins of a person.
    pub async fn end_sign_ins(&self, person: PersonId, which: Which<'_>) -> Result<(), Fail> {
        Ok(self.store.end_sign_ins(person, which).await?)
    }

    /// Writes to one person at once, beside the outbox: a code is kept nowhere but in its mail.
    async fn tell(
        &self,
        person: &Person,
        say: impl FnOnce(&Texts, &str) -> (String, String),
    ) -> Result<(), Fail> {
        let (to, greeting) = letters::reader(person);
        self.write_to(to, &person.profile.language, greeting, say)
            .await
    }

    /// The same to an address of which nothing more need be known; `greeting` is the key of one, or nothing. A server that is away
    /// for a moment is asked again, and no longer: what is written so is good for minutes.
    pub(super) async fn write_to(
        &self,
        to: Address,
        language: &Language,
        greeting: &str,
        say: impl FnOnce(&Texts, &str) -> (String, String),
    ) -> Result<(), Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(());
        };
        let (language, subject, said) = self.put_together(&to, language, greeting, say);
        let id = mailing.fresh_id();
        let letter = Letter {
            to,
            language,
            subject,
            said,
            thread: id.clone(),
            calendars: Vec::new(),
            message_id: id,
        };
        let mut pauses = AGAIN.into_iter();
        loop {
            let (letter, now) = (letter.clone(), self.now());
            match (
                mailing.post.send(letter, &mailing.from, now).await,
                pauses.next(),
            ) {
                (Err(NotPosted::Later(why)), Some(pause)) => {
                    tracing::warn!(%why, "a letter did not get through and is tried again");
                    tokio::time::sleep(pause).await;
                }
                (sent, _) => return sent.map_err(Fail::broken),
            }
        }
    }
}
