//! Handing a session on to one queue, or to agents; the first who accepts has it (L6).

use super::{
    AcdState, Actor, Facts, LeaveWhy, MESSAGE_MAX, PassWhy, Refused, Session, SessionEvent, State,
    Target, Way, Why,
    decide::{Working, limited, name},
};
use crate::{PersonId, Prose, case::intake::cleaned};

impl Session {
    /// Whether this agent can take it over, and has not said no. One that nobody leads stands open to every agent of a queue who is
    /// available.
    pub fn is_offered_to(&self, person: PersonId, facts: &Facts) -> bool {
        match &self.state {
            State::Transferring(offer) => {
                facts.is_offered(&offer.to, person) && !offer.declined.contains(&person)
            }
            State::HostLost { .. } => {
                let agent = facts.agent(person);
                agent.is_some_and(|agent| agent.state == AcdState::Available)
            }
            State::Open { .. } | State::Ended { .. } => false,
        }
    }
}

impl Working<'_> {
    pub(super) fn transfer(
        &mut self,
        actor: Actor,
        queue: Option<String>,
        agents: Vec<PersonId>,
        message: &str,
    ) -> Result<(), Refused> {
        let host = self.host(actor)?;
        let Actor::Agent { person, .. } = actor else {
            return Err(Refused::NotAllowed);
        };
        if self.facts.agent(person).is_none() {
            return Err(Refused::NotAcd);
        }
        let to = self.target(person, queue, agents)?;
        let message = match cleaned(message).as_str() {
            "" => Prose::new(""),
            text => limited(text, MESSAGE_MAX, Refused::NoText)?,
        };
        self.end_activities(Why::Transferred);
        self.end_call(Why::Transferred);
        self.push(SessionEvent::Transferred {
            from: host,
            to,
            message,
        });
        self.leaves(host, LeaveWhy::Transferred);
        Ok(())
    }

    /// One queue of the desk's, or agents of whom each can be asked: who is away cannot.
    fn target(
        &self,
        own: PersonId,
        queue: Option<String>,
        mut agents: Vec<PersonId>,
    ) -> Result<Target, Refused> {
        agents.sort();
        agents.dedup();
        match (queue, agents.is_empty()) {
            (Some(_), false) | (None, true) => Err(Refused::QueueOrAgents),
            (Some(id), true) => match self.facts.queue(&id) {
                Some(_) => Ok(Target::Queue(id)),
                None => Err(Refused::UnknownTarget),
            },
            (None, false) => {
                let can = |person: &PersonId| {
                    let agent = self.facts.agent(*person);
                    *person != own && agent.is_some_and(|agent| agent.state != AcdState::Away)
                };
                match agents.iter().all(can) {
                    true => Ok(Target::Agents(agents)),
                    false => Err(Refused::UnknownTarget),
                }
            }
        }
    }

    /// The first of those who were asked; for everybody after, it is gone.
    pub(super) fn accept(&mut self, actor: Actor, text: &str, voice: bool) -> Result<(), Refused> {
        let person = self.offered(actor)?;
        let why = match self.session.state {
            State::HostLost { .. } => PassWhy::Came,
            _ => PassWhy::Accepted,
        };
        let seat = match self.session.seat_of(person) {
            Some(seat) => {
                self.come_back(actor, seat)?;
                seat
            }
            None => {
                let seat = self.next_seat();
                self.push(SessionEvent::Joined {
                    seat,
                    name: name(text)?,
                    person: Some(person),
                    customer: false,
                    way: Way::Offer,
                    voice,
                    waits: false,
                });
                seat
            }
        };
        // Whoever comes back to their seat where nobody leads, leads by that.
        if self.session.host() != Some(seat) {
            self.pass(None, seat, why);
        }
        Ok(())
    }

    pub(super) fn decline(&mut self, actor: Actor) -> Result<(), Refused> {
        let person = self.offered(actor)?;
        // What waits for anybody asked nobody.
        if !matches!(self.session.state, State::Transferring(_)) {
            return Err(Refused::NoOffer);
        }
        self.push(SessionEvent::OfferDeclined { person });
        let mut left = self.facts.agents.iter().map(|agent| agent.person);
        if !left.any(|person| self.is_asked(person)) {
            self.is_unanswered();
        }
        Ok(())
    }

    /// Who was asked and has not said no.
    fn offered(&self, actor: Actor) -> Result<PersonId, Refused> {
        let Actor::Agent { person, .. } = actor else {
            return Err(Refused::NotAllowed);
        };
        self.is_asked(person)
            .then_some(person)
            .ok_or(Refused::NoOffer)
    }

    fn is_asked(&self, person: PersonId) -> bool {
        self.session.is_offered_to(person, self.facts)
    }

    /// Nobody took it: once to the desk's fallback queue; after that an assistant who is there has it, or it waits for an agent.
    pub(super) fn is_unanswered(&mut self) {
        let State::Transferring(offer) = &self.session.state else {
            return;
        };
        let fallback = self.session.rules.fallback.clone();
        if let Some(queue) = fallback.filter(|_| !offer.passed_on) {
            return self.push(SessionEvent::OfferPassedOn { queue });
        }
        match self.longest_present() {
            Some(to) => self.pass(None, to, PassWhy::HostLost),
            None => self.push(SessionEvent::HostLost),
        }
    }
}
