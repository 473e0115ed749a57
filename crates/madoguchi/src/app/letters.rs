//! Letters that are about no case and carry no secret: what they tell of is written together with them, so that nothing is lost
//! where a mail server is away; what cannot be sent is tried again, and given up in the end in sight of administrators.

use domain::{
    Instant, Language,
    directory::{Person, Standing},
};
use jiff::SignedDuration;
use store::{Statement, WriteError, letters};

use super::{App, Fail};
use crate::{
    mail::{
        Address, Letter, Mailing, NotPosted,
        account_texts::{self, Facts},
    },
    texts::{self, Texts},
};

/// Letters sent in one round.
const STEP: usize = 50;
/// While one node sends a letter, others leave it alone for so long.
const CLAIMED: SignedDuration = SignedDuration::from_mins(5);
/// Tries before one is given up; with the pauses between them about two days.
pub const TRIES: i64 = 12;

/// A minute after the first try, then twice as long each time, up to eight hours.
pub fn later(now: Instant, attempts: i64) -> Instant {
    let doubled = u32::try_from(attempts - 1).unwrap_or(0).min(9);
    now + SignedDuration::from_mins(1_i64 << doubled).min(SignedDuration::from_hours(8))
}

/// The address of a person, and the key of how they are greeted.
pub(super) fn reader(person: &Person) -> (Address, &'static str) {
    let greeting = match person.standing {
        Standing::Contact { .. } | Standing::Guest { .. } => "mail-dear-customer",
        Standing::Agent { .. } => "mail-dear-agent",
    };
    let to = Address {
        name: person.profile.name(),
        email: person.profile.email.as_str().to_owned(),
    };
    (to, greeting)
}

impl App {
    /// The statements that keep a letter to one person, to go in the write of what it tells of; none where no mail is sent.
    pub(super) fn letter_to(
        &self,
        person: &Person,
        say: impl FnOnce(&Texts, &str) -> (String, String),
    ) -> Vec<Statement> {
        let (to, greeting) = reader(person);
        self.letter_for(to, &person.profile.language, greeting, say)
    }

    /// The same to an address of which nothing more need be known; `greeting` is the key of one, or nothing.
    pub(super) fn letter_for(
        &self,
        to: Address,
        language: &Language,
        greeting: &str,
        say: impl FnOnce(&Texts, &str) -> (String, String),
    ) -> Vec<Statement> {
        let Some(mailing) = &self.mailing else {
            return Vec::new();
        };
        let (language, subject, said) = self.put_together(&to, language, greeting, say);
        let draft = letters::Draft {
            address: to.email,
            name: to.name,
            language,
            subject,
            said,
            message_id: mailing.fresh_id(),
        };
        vec![letters::put(draft, self.now())]
    }

    /// Subject and text of a letter about an account (`account_texts::ALL` has its name): the operators', or ours where there is
    /// none, or where theirs cannot be filled in any more (H7).
    pub(super) async fn letter_said(
        &self,
        language: &Language,
        name: &str,
        facts: Facts<'_>,
    ) -> Result<(String, String), Fail> {
        let letter = account_texts::find(name)
            .ok_or_else(|| Fail::broken(format!("there is no letter called {name}")))?;
        let (t, vendor) = self.voice(language);
        let put = self.store.text_named(&letter.key(), t.lang()).await?;
        if let Some(text) = put {
            match letter.filled(&text, &t, &vendor, facts) {
                Ok(said) => return Ok(said),
                Err(error) => {
                    tracing::warn!(%error, letter = name, "an operator's mail text was left out");
                }
            }
        }
        Ok(letter.standard(&t, &vendor, facts))
    }

    /// The texts by which letters are written in a language, and how the vendor is called in it.
    fn voice(&self, language: &Language) -> (Texts, String) {
        let (desk, _) = self.desks.current();
        let t = Texts::new(texts::load(), language, desk.time_zone.clone());
        let vendor = t.desk(desk.text("vendor").unwrap_or(&desk.name)).to_owned();
        (t, vendor)
    }

    /// Language, subject and text of a letter.
    pub(super) fn put_together(
        &self,
        to: &Address,
        language: &Language,
        greeting: &str,
        say: impl FnOnce(&Texts, &str) -> (String, String),
    ) -> (String, String, String) {
        let (t, vendor) = self.voice(language);
        let (subject, body) = say(&t, &vendor);
        let greeting = match greeting {
            "" => String::new(),
            key => format!("{}\n\n", t.one(key, "name", to.name.as_str())),
        };
        (t.lang().to_owned(), subject, format!("{greeting}{body}\n"))
    }

    /// What was kept a moment ago goes out now; where it does not, the worker sends it later.
    pub(super) fn post_letters(&self) {
        let Some(mailing) = self.mailing.clone() else {
            return;
        };
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.send_letters(&mailing).await {
                tracing::warn!(%error, "letters wait; the worker tries again");
            }
        });
    }

    /// Sends letters that are due by now; gives how many were dealt with.
    pub async fn send_letters(&self, mailing: &Mailing) -> Result<usize, Fail> {
        let mut count = 0;
        for letter in self.store.due_letters(self.now(), STEP).await? {
            match self.store.claim_letter(&letter, self.now() + CLAIMED).await {
                Ok(()) => {}
                // Somebody else has it.
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
            self.send_letter(mailing, letter).await?;
            count += 1;
        }
        Ok(count)
    }

    async fn send_letter(&self, mailing: &Mailing, kept: letters::Kept) -> Result<(), Fail> {
        let (id, attempts) = (kept.id, kept.attempts + 1);
        let letters::Draft {
            address,
            name,
            language,
            subject,
            said,
            message_id,
        } = kept.draft;
        let letter = Letter {
            to: Address {
                name,
                email: address,
            },
            language,
            subject,
            said,
            thread: message_id.clone(),
            calendars: Vec::new(),
            message_id,
        };
        let sent = mailing.post.send(letter, &mailing.from, self.now()).await;
        match sent {
            Ok(()) => self.store.letter_sent(id).await?,
            Err(NotPosted::Later(why)) if attempts < TRIES => {
                tracing::warn!(letter = id, %why, "a letter did not get through and is tried again");
                let due = later(self.now(), attempts);
                self.store.letter_failed(id, Some(due), &why).await?;
            }
            Err(NotPosted::Later(why) | NotPosted::Never(why)) => {
                tracing::warn!(letter = id, %why, "a letter was given up");
                self.store.letter_failed(id, None, &why).await?;
            }
        }
        Ok(())
    }
}
