//! What a session tells those who are not in it any more: that nobody took over what they handed on (L6), and what customers say of
//! how it went (C16).

use std::collections::BTreeMap;

use domain::{
    PersonId, SessionId,
    session::{self, NotGiven, PassWhy, SessionEvent, Side, State, give_survey, survey_asked},
};
use jiff::SignedDuration;
use store::{
    WriteError,
    sessions::{MaySay, StoredSession},
};

use super::{App, Fail, TRIES};
use crate::texts::Texts;

/// Keys of requests are kept so long.
const KEYS: SignedDuration = SignedDuration::from_hours(48);
/// The longest that any desk asks after a session.
const SECRETS: SignedDuration = SignedDuration::from_hours(400 * 24);

/// A survey that a customer may answer, or has answered.
pub struct Asked {
    pub said: MaySay,
    pub stored: StoredSession,
}

impl App {
    /// Writes to whoever handed a session on that nobody has taken over; the page tells it as well.
    pub(super) async fn tell_sender(&self, before: &StoredSession, events: &[SessionEvent]) {
        let State::Transferring(offer) = &before.session.state else {
            return;
        };
        let key = events.iter().find_map(|event| match event {
            SessionEvent::OfferPassedOn { .. } => Some("mail-unanswered-passed-on"),
            SessionEvent::HostLost => Some("mail-unanswered-waits"),
            SessionEvent::ControlPassed { why, .. } if *why == PassWhy::HostLost => {
                Some("mail-unanswered-assistant")
            }
            _ => None,
        });
        let sender = before.session.participants.get(&offer.from);
        let (Some(key), Some(Side::Agent(person))) = (key, sender.map(|p| &p.side)) else {
            return;
        };
        let number = session::grouped(before.session.number);
        if let Err(error) = self.write_unanswered(*person, key, &number).await {
            tracing::warn!(%error, "the sender of a transfer was not written to");
        }
    }

    async fn write_unanswered(
        &self,
        person: PersonId,
        key: &str,
        number: &str,
    ) -> Result<(), Fail> {
        if self.mailing.is_none() {
            return Ok(());
        }
        let Some(person) = self.store.person(person).await? else {
            return Ok(());
        };
        let said = |t: &Texts, _: &str| {
            let subject = t.one("mail-unanswered-subject", "number", number);
            (subject, t.one(key, "number", number))
        };
        self.store.add(self.letter_to(&person, said)).await?;
        self.post_letters();
        Ok(())
    }

    /// The session that whoever has this secret has left.
    pub async fn left_session(&self, secret: &str) -> Result<Option<Asked>, Fail> {
        let Some(said) = self.store.may_say(secret).await? else {
            return Ok(None);
        };
        let stored = self.store.session(said.session).await?;
        Ok(stored.map(|stored| Asked { said, stored }))
    }

    /// The questions that are asked of them now.
    pub fn asked_of(&self, asked: &Asked) -> Option<&domain::desk::Survey> {
        let (desk, _) = self.desks.current();
        let MaySay { seat, left_at, .. } = asked.said;
        survey_asked(&asked.stored.session, seat, left_at, desk, self.now())
    }

    /// Takes an answer, once.
    pub async fn give_session_survey(
        &self,
        secret: &str,
        points: &BTreeMap<String, u8>,
        comment: &str,
    ) -> Result<Result<(), NotGiven>, Fail> {
        for _ in 0..TRIES {
            let asked = self.left_session(secret).await?.ok_or(Fail::NotFound)?;
            let MaySay { seat, left_at, .. } = asked.said;
            let (desk, _) = self.desks.current();
            let (session, now) = (&asked.stored.session, self.now());
            let given = give_survey(session, seat, left_at, points.clone(), comment, desk, now);
            let event = match given {
                Ok(event) => event,
                Err(why) => return Ok(Err(why)),
            };
            match self.store.say_of_session(&asked.stored, &event, now).await {
                Ok(()) => {
                    self.heard();
                    return Ok(Ok(()));
                }
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// They have seen that nobody answered.
    pub async fn saw_unanswered(&self, id: SessionId, person: PersonId) -> Result<(), Fail> {
        Ok(self.store.forget_unanswered(id, person).await?)
    }

    /// Takes away what nobody will ask for any more.
    pub async fn forget_of_sessions(&self) -> Result<(), Fail> {
        let now = self.now();
        let forgotten = self.store.forget_of_sessions(now - KEYS, now - SECRETS);
        Ok(forgotten.await?)
    }
}
