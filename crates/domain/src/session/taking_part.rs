//! Coming, going, and what each customer agrees to (L2–L4, L9).

use super::{
    Actor, Arrival, LeaveWhy, Presence, Refused, Seat, SessionEvent, Side, Thing, Way, Why,
    decide::{PURPOSE_MAX, Working, limited, name},
};
use crate::{PersonId, Prose, case::intake, desk::session::Recording};

impl Working<'_> {
    pub(super) fn type_number(&mut self, actor: Actor, right: bool) -> Result<(), Refused> {
        if actor != Actor::Arriving {
            return Err(Refused::NotAllowed);
        }
        if self.session.is_number_closed() {
            return Err(Refused::NumberClosed);
        }
        if !right {
            self.push(SessionEvent::PasscodeMissed);
        }
        Ok(())
    }

    pub(super) fn join(&mut self, actor: Actor, arrival: &Arrival) -> Result<(), Refused> {
        if actor != Actor::Arriving {
            return Err(Refused::NotAllowed);
        }
        if arrival.way == Way::Number && self.session.is_number_closed() {
            return Err(Refused::NumberClosed);
        }
        let most = self.session.rules.customers;
        if self.session.customers().count() >= usize::from(most) {
            return Err(Refused::Full { most });
        }
        let seat = self.next_seat();
        let waits = self.session.rules.lobby;
        self.push(SessionEvent::Joined {
            seat,
            name: name(&arrival.name)?,
            person: arrival.person,
            customer: true,
            way: arrival.way,
            voice: arrival.voice,
            waits,
        });
        for thing in &arrival.consents {
            let thing = *thing;
            // On the way in only what concerns everybody is asked; the rest is asked when it is wanted.
            let records = self.session.rules.recording != Recording::Off;
            if thing == Thing::Recording && records {
                self.push(SessionEvent::Granted { seat, thing });
            }
        }
        if !waits {
            self.is_in(seat);
        }
        Ok(())
    }

    /// The first customer is the one who is served until the host picks another.
    fn is_in(&mut self, seat: Seat) {
        if self.session.selected.is_none() {
            self.push(SessionEvent::Selected { seat });
        }
        self.record_always();
    }

    pub(super) fn assist(&mut self, actor: Actor, text: &str, voice: bool) -> Result<(), Refused> {
        let Actor::Agent { person, .. } = actor else {
            return Err(Refused::NotAllowed);
        };
        if let Some(seat) = self.session.seat_of(person) {
            return self.come_back(actor, seat);
        }
        let seat = self.next_seat();
        self.push(SessionEvent::Joined {
            seat,
            name: name(text)?,
            person: Some(person),
            customer: false,
            way: Way::Number,
            voice,
            waits: false,
        });
        self.comes(seat);
        Ok(())
    }

    pub(super) fn admit(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        self.host(actor)?;
        let waiting = self.session.participants.get(&seat);
        match waiting.filter(|p| p.holds_seat()) {
            Some(p) if p.let_in => return Err(Refused::AlreadySo),
            Some(_) => {}
            None => return Err(Refused::NoParticipant),
        }
        self.push(SessionEvent::Admitted { seat });
        self.is_in(seat);
        Ok(())
    }

    pub(super) fn remove(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        let host = self.host(actor)?;
        let there = self.session.participants.get(&seat);
        let why = match there.filter(|p| p.holds_seat()) {
            None => return Err(Refused::NoParticipant),
            Some(_) if seat == host => return Err(Refused::HostStays),
            Some(p) if p.let_in => LeaveWhy::Removed,
            Some(_) => LeaveWhy::TurnedAway,
        };
        self.leaves(seat, why);
        Ok(())
    }

    /// What the product sees of a connection: telling it twice changes nothing.
    pub(super) fn lose(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        if actor != Actor::System {
            return Err(Refused::NotAllowed);
        }
        let presence = self.session.participants.get(&seat).map(|p| p.presence);
        if presence == Some(Presence::Here) {
            self.push(SessionEvent::SeatLost { seat });
        }
        Ok(())
    }

    pub(super) fn come_back(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        let participant = self.session.participants.get(&seat);
        let participant = participant.filter(|p| p.holds_seat());
        let participant = participant.ok_or(Refused::NoParticipant)?;
        let own = match (actor, &participant.side) {
            (Actor::System, _) => true,
            (Actor::Agent { person, .. }, Side::Agent(id)) => person == *id,
            (Actor::Customer(own), Side::Customer(_)) => own == seat,
            _ => false,
        };
        if !own {
            return Err(Refused::NotAllowed);
        }
        if matches!(participant.presence, Presence::Away(_)) {
            self.push(SessionEvent::SeatTaken { seat });
            self.comes(seat);
        }
        Ok(())
    }

    pub(super) fn leave(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = match actor {
            // Who waits may go as well.
            Actor::Customer(seat) => {
                let there = self.session.participants.get(&seat);
                let there = there.filter(|p| p.is_customer() && p.holds_seat());
                there.map(|p| p.seat).ok_or(Refused::NotAllowed)?
            }
            _ => self.own(actor)?,
        };
        if self.session.host() == Some(seat) {
            return Err(Refused::HostStays);
        }
        self.leaves(seat, LeaveWhy::Left);
        Ok(())
    }

    pub(super) fn ask(
        &mut self,
        actor: Actor,
        seat: Seat,
        thing: Thing,
        purpose: &str,
    ) -> Result<(), Refused> {
        self.host(actor)?;
        if !self.there(seat)?.is_customer() {
            return Err(Refused::NoParticipant);
        }
        if thing.is_of_selected() && self.session.selected != Some(seat) {
            return Err(Refused::NotSelected);
        }
        if thing == Thing::Recording && self.session.rules.recording == Recording::Off {
            return Err(Refused::NoRecording);
        }
        let key = (seat, thing);
        if self.session.consents.contains(&key) || self.session.asks.contains_key(&key) {
            return Err(Refused::AlreadySo);
        }
        let purpose = limited(purpose, PURPOSE_MAX, Refused::NoText)?;
        self.push(SessionEvent::Asked {
            seat,
            thing,
            purpose,
        });
        Ok(())
    }

    /// A customer agrees: asked, or of their own accord. Only the one who is served shows anything.
    pub(super) fn grant(&mut self, actor: Actor, thing: Thing) -> Result<(), Refused> {
        let seat = self.customer(actor)?;
        if thing.is_of_selected() && self.session.selected != Some(seat) {
            return Err(Refused::NotSelected);
        }
        if self.session.host().is_none() {
            return Err(Refused::NoHost);
        }
        if self.session.consents.contains(&(seat, thing)) {
            return Err(Refused::AlreadySo);
        }
        self.push(SessionEvent::Granted { seat, thing });
        Ok(())
    }

    pub(super) fn deny(&mut self, actor: Actor, thing: Thing) -> Result<(), Refused> {
        let seat = self.customer(actor)?;
        if !self.session.asks.contains_key(&(seat, thing)) {
            return Err(Refused::NothingOn);
        }
        let silent = false;
        self.push(SessionEvent::Denied {
            seat,
            thing,
            silent,
        });
        Ok(())
    }

    /// One word takes it back, whoever leads and whatever goes on; saying it twice is no mistake.
    pub(super) fn withdraw(&mut self, actor: Actor, thing: Thing) -> Result<(), Refused> {
        let seat = self.customer(actor)?;
        if !self.session.consents.contains(&(seat, thing)) {
            return Ok(());
        }
        self.end_thing(seat, thing, Why::Withdrawn);
        self.push(SessionEvent::Withdrawn { seat, thing });
        Ok(())
    }

    pub(super) fn invite(
        &mut self,
        actor: Actor,
        way: Way,
        agent: bool,
        to: &str,
    ) -> Result<(), Refused> {
        self.host(actor)?;
        let to = Prose::new(intake::cleaned(to));
        self.push(SessionEvent::Invited { way, agent, to });
        Ok(())
    }
    /// An agent who is in it already needs no invitation; saying it twice is no mistake.
    pub(super) fn invite_agent(
        &mut self,
        actor: Actor,
        person: PersonId,
        text: &str,
    ) -> Result<(), Refused> {
        self.host(actor)?;
        if self.session.seat_of(person).is_some() {
            return Err(Refused::AlreadySo);
        }
        if !self.session.invited.contains(&person) {
            let name = name(text)?;
            self.push(SessionEvent::AgentInvited { person, name });
        }
        Ok(())
    }
}
