//! Whoever stays connected to a session: an open stream or line is theirs only as long as they are let, which is asked anew again
//! and again (A-10, V-23).

use domain::{PersonId, SessionId, session::Seat};

use crate::app::{App, Fail};

/// Who is connected, by what showed it.
pub enum Who {
    /// A customer, by the secret of their seat.
    Customer(String),
    /// An agent, by the secret of their sign-in.
    Agent(Agent),
}

/// An agent on the page of a session.
pub struct Agent {
    pub secret: String,
    pub person: PersonId,
    /// Nothing where they only look.
    pub seat: Option<Seat>,
}

/// Somebody connected to a session.
pub struct Holder {
    pub app: App,
    pub id: SessionId,
    pub who: Who,
}

impl Holder {
    /// The seat of who is connected, if they still may be; within, nothing for an agent who only looks.
    pub async fn still(&self) -> Result<Option<Option<Seat>>, Fail> {
        match &self.who {
            Who::Customer(secret) => {
                let held = self.app.store.seat_by_secret(secret).await?;
                let held = held.filter(|(id, _)| *id == self.id);
                Ok(held.map(|(_, seat)| Some(seat)))
            }
            Who::Agent(Agent { secret, seat, .. }) => {
                let Some(signed) = self.app.still_signed_in(secret).await? else {
                    return Ok(None);
                };
                match self.app.session_of(&signed.acting.actor, self.id).await {
                    Ok(stored) => {
                        let now = self.app.seat_in(&signed.acting.actor, &stored.session);
                        let now = now.map(|(seat, _)| seat);
                        Ok((now == *seat && !stored.session.is_ended()).then_some(now))
                    }
                    Err(Fail::NotFound) => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }

    /// How many events the session has; nothing where it is gone.
    pub async fn version(&self) -> Result<Option<i64>, Fail> {
        Ok(self.app.store.session_version(self.id).await?)
    }

    /// The same for the other sessions of an agent, in which something may happen meanwhile (L1).
    pub async fn others(&self) -> Result<Vec<(SessionId, i64)>, Fail> {
        let Who::Agent(Agent { person, .. }) = &self.who else {
            return Ok(Vec::new());
        };
        let all = self.app.store.sessions_with(*person).await?.into_iter();
        let others = all.filter(|held| held.session != self.id);
        Ok(others.map(|held| (held.session, held.version)).collect())
    }

    /// Notes that somebody is there; an agent is there in all of their sessions.
    pub async fn see(&self, seat: Option<Seat>) -> Result<(), Fail> {
        match (&self.who, seat) {
            (Who::Agent(Agent { person, .. }), _) => {
                self.app.be_about(*person).await?;
            }
            (Who::Customer(_), Some(seat)) => {
                let now = self.app.now();
                self.app.store.see_seat(self.id, seat, now).await?;
            }
            (Who::Customer(_), None) => {}
        }
        Ok(())
    }
}
