//! What is due in a session: seats that were kept long enough, questions without an answer, offers that nobody took, sessions
//! that nobody came for (L6, L7).

use jiff::SignedDuration;

use super::{
    ASK_SECONDS, EndWhy, LeaveWhy, Presence, Seat, Session, SessionEvent, State, Thing,
    decide::Working,
};
use crate::Instant;

impl Session {
    fn seat_kept(&self) -> SignedDuration {
        SignedDuration::from_secs(self.rules.seat_seconds.into())
    }

    fn wait(&self) -> SignedDuration {
        SignedDuration::from_mins(self.rules.wait_minutes.into())
    }

    /// How long an offer waits: as the desk says; in the fallback queue as long as a session may wait at all.
    fn offer_waits(&self, passed_on: bool) -> SignedDuration {
        match passed_on {
            true => self.wait(),
            false => SignedDuration::from_secs(self.rules.offer_seconds.into()),
        }
    }

    /// When it ends, now that its last customer is gone; nothing while there are any.
    pub fn empty_until(&self) -> Option<Instant> {
        self.empty_since.map(|since| since + self.wait())
    }

    /// When something is to be done about it next; nothing where it can go on as it is.
    pub fn due_at(&self) -> Option<Instant> {
        let seats = self.participants.values().filter_map(|p| match p.presence {
            Presence::Away(since) => Some(since + self.seat_kept()),
            _ => None,
        });
        let asks = self.asks.values();
        let asks = asks.map(|ask| ask.asked_at + SignedDuration::from_secs(ASK_SECONDS));
        let empty = self.empty_until();
        let state = match &self.state {
            State::Open { .. } => None,
            State::Transferring(offer) => Some(offer.since + self.offer_waits(offer.passed_on)),
            State::HostLost { since } => Some(*since + self.wait()),
            State::Ended { .. } => return None,
        };
        seats.chain(asks).chain(empty).chain(state).min()
    }
}

impl Working<'_> {
    /// All that is due by now, in the order in which it became due; early, it does nothing.
    pub(super) fn tick(&mut self) {
        let now = self.facts.now;
        // Each step settles at least one thing, and what follows from it is due later than now or settled next.
        for _ in 0..1_000 {
            if self.session.is_ended() || self.session.due_at().is_none_or(|due| due > now) {
                return;
            }
            self.settle_one(now);
        }
    }

    fn settle_one(&mut self, now: Instant) {
        let silent = self.session.asks.iter();
        let wait = SignedDuration::from_secs(ASK_SECONDS);
        let silent = silent.filter(|(_, ask)| ask.asked_at + wait <= now);
        let silent: Option<(Seat, Thing)> = silent.map(|(key, _)| *key).next();
        if let Some((seat, thing)) = silent {
            let silent = true;
            return self.push(SessionEvent::Denied {
                seat,
                thing,
                silent,
            });
        }
        let kept = self.session.seat_kept();
        let all = self.session.participants.values();
        let lost = all.filter_map(|p| match p.presence {
            Presence::Away(since) if since + kept <= now => Some((since, p.seat)),
            _ => None,
        });
        // The host's seat last: an assistant who is gone as long does not take over.
        let host = self.session.host();
        let lost = lost.min_by_key(|(since, seat)| (host == Some(*seat), *since));
        if let Some((_, seat)) = lost {
            return match host == Some(seat) {
                true => self.host_is_lost(seat),
                false => self.leaves(seat, LeaveWhy::Lost),
            };
        }
        let wait = self.session.wait();
        if self
            .session
            .empty_since
            .is_some_and(|since| since + wait <= now)
        {
            return self.ends(EndWhy::Empty);
        }
        match &self.session.state {
            State::Transferring(_) => self.is_unanswered(),
            State::HostLost { .. } => {
                let why = EndWhy::Unanswered;
                self.ends(why);
            }
            State::Open { .. } | State::Ended { .. } => {}
        }
    }
}
