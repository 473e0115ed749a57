//! How a change of a session comes about (L9): media that it ends stop, it is written, and media follow what it became. In this order,
//! and whole: whoever asked for it may be gone by then.

use domain::{
    Instant, SessionId,
    event::{By, Recorded},
    session::{self, Session, SessionEvent, Side},
};
use store::{
    Statement, WriteError,
    sessions::{DONE, StoredSession},
};

use super::{App, Fail, live_media::Held};

/// What became of a change.
pub enum Written {
    /// The session as it is now.
    Done(Box<StoredSession>),
    /// Somebody else was faster.
    Conflict,
}

/// Who stands in the log for it.
pub fn by_whom(by: session::Actor, session: &Session) -> By {
    match by {
        session::Actor::Agent { person, .. } => By::Person(person),
        session::Actor::Customer(seat) => match session.participants.get(&seat).map(|p| &p.side) {
            Some(Side::Customer(Some(person))) => By::Person(*person),
            _ => By::System,
        },
        session::Actor::Arriving | session::Actor::System => By::System,
    }
}

impl App {
    /// Stops what goes on in a session and will not any more once this has happened.
    pub(super) async fn hold_media(
        &self,
        stored: &StoredSession,
        events: &[SessionEvent],
        by: By,
        at: Instant,
    ) -> Option<Held> {
        let media = self.live_media.as_ref()?;
        let mut next = stored.session.clone();
        for event in events {
            next.apply(&Recorded {
                version: next.version + 1,
                at,
                by,
                event: event.clone(),
            });
        }
        media.hold(self, stored.id, &next).await
    }

    /// Writes a change, and lets media follow. Whoever has their answer can count on it.
    pub(super) async fn write_session(
        &self,
        id: SessionId,
        list: Vec<Statement>,
        held: Option<Held>,
    ) -> Result<Written, Fail> {
        let app = self.clone();
        let writing = tokio::spawn(async move { app.write_and_follow(id, list, held).await });
        writing.await.map_err(Fail::broken)?
    }

    async fn write_and_follow(
        &self,
        id: SessionId,
        list: Vec<Statement>,
        held: Option<Held>,
    ) -> Result<Written, Fail> {
        let done = self.store.add(list).await;
        if let Err(error) = done {
            if let Some(held) = held {
                held.dropped().await;
            }
            return match error {
                WriteError::Conflict => Ok(Written::Conflict),
                WriteError::Taken(index) if index == DONE => Err(Fail::Conflict),
                error => Err(error.into()),
            };
        }
        self.heard();
        let stored = self.store.session(id).await?.ok_or(Fail::NotFound)?;
        match (held, &self.live_media) {
            (Some(held), _) => held.happened(&stored.session).await,
            (None, Some(media)) => media.apply(id, &stored.session).await,
            (None, None) => {}
        }
        Ok(Written::Done(Box::new(stored)))
    }
}
