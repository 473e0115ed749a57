//! Coming, going, and what each customer and the host do with what is theirs (L2–L4, L9).

use super::{
    Actor, Arrival, LeaveWhy, Presence, Refused, Seat, SessionEvent, Side, Surface, Thing, Way,
    Why,
    decide::{NAME_MAX, PURPOSE_MAX, SAID_MAX, Working, limited, name},
};
use crate::{Prose, case::intake, desk::session::Recording};

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
        match waiting.map(|p| p.presence) {
            Some(Presence::Waiting) => {}
            Some(Presence::Here | Presence::Away(_)) => return Err(Refused::AlreadySo),
            Some(Presence::Left) | None => return Err(Refused::NoParticipant),
        }
        self.push(SessionEvent::Admitted { seat });
        self.is_in(seat);
        Ok(())
    }

    pub(super) fn remove(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        let host = self.host(actor)?;
        let there = self.session.participants.get(&seat);
        let presence = there.filter(|p| p.holds_seat()).map(|p| p.presence);
        let why = match presence {
            None => return Err(Refused::NoParticipant),
            Some(_) if seat == host => return Err(Refused::HostStays),
            Some(Presence::Waiting) => LeaveWhy::TurnedAway,
            Some(_) => LeaveWhy::Removed,
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
        match presence {
            Some(Presence::Here) => self.push(SessionEvent::SeatLost { seat }),
            // Who waits at the door and goes away leaves no seat behind.
            Some(Presence::Waiting) => self.leaves(seat, LeaveWhy::Lost),
            _ => {}
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

    /// The host shares what is theirs; of customers the one who is served, with their word.
    pub(super) fn start_share(&mut self, actor: Actor, surface: Surface) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let host = self.session.host().ok_or(Refused::NoHost)?;
        match actor {
            Actor::Customer(_) if self.session.selected != Some(seat) => {
                return Err(Refused::NotSelected);
            }
            Actor::Customer(_) if !self.session.may_have(seat, Thing::Screen) => {
                return Err(Refused::NoConsent);
            }
            Actor::Customer(_) => {}
            _ if seat != host => return Err(Refused::HostOnly),
            _ => {}
        }
        self.end_share(Why::Replaced);
        self.push(SessionEvent::ShareStarted { seat, surface });
        Ok(())
    }

    /// Who shares stops, and the host stops whatever is shared.
    pub(super) fn stop_share(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let share = self.session.share.ok_or(Refused::NothingOn)?;
        if share.by != seat && self.session.host() != Some(seat) {
            return Err(Refused::HostOnly);
        }
        self.end_share(Why::Stopped);
        Ok(())
    }

    /// The host points and draws on what a customer shares, with their word.
    pub(super) fn start_pointer(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.host(actor)?;
        let share = self.session.share.ok_or(Refused::NothingOn)?;
        if share.by == seat {
            return Err(Refused::NothingOn);
        }
        if !self.session.may_have(share.by, Thing::Pointer) {
            return Err(Refused::NoConsent);
        }
        if self.session.pointer.is_some() {
            return Err(Refused::AlreadySo);
        }
        self.push(SessionEvent::PointerStarted { seat });
        Ok(())
    }

    pub(super) fn stop_pointer(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let pointer = self.session.pointer.ok_or(Refused::NothingOn)?;
        let shares = self.session.share.is_some_and(|share| share.by == seat);
        if pointer != seat && !shares {
            return Err(Refused::HostOnly);
        }
        self.end_pointer(Why::Stopped);
        Ok(())
    }

    pub(super) fn start_camera(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        if self.session.host().is_none() {
            return Err(Refused::NoHost);
        }
        if !self.session.may_have(seat, Thing::Camera) {
            return Err(Refused::NoConsent);
        }
        if self.session.cameras.contains(&seat) {
            return Err(Refused::AlreadySo);
        }
        self.push(SessionEvent::CameraStarted { seat });
        Ok(())
    }

    pub(super) fn stop_camera(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        if !self.session.cameras.contains(&seat) {
            return Err(Refused::NothingOn);
        }
        let why = Why::Stopped;
        self.push(SessionEvent::CameraEnded { seat, why });
        Ok(())
    }

    /// The host starts the call; who is there joins it.
    pub(super) fn call(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        if !self.there(seat)?.voice {
            return Err(Refused::NoVoice);
        }
        if !self.session.may_have(seat, Thing::Voice) {
            return Err(Refused::NoConsent);
        }
        match &self.session.call {
            Some(legs) if legs.contains(&seat) => return Err(Refused::AlreadySo),
            Some(_) => self.push(SessionEvent::CallJoined { seat }),
            None => {
                self.host(actor)?;
                self.push(SessionEvent::CallStarted { seat });
            }
        }
        Ok(())
    }

    /// The host ends the call; others leave it.
    pub(super) fn hang_up(&mut self, actor: Actor) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let legs = self.session.call.as_ref().ok_or(Refused::NothingOn)?;
        let own = legs.contains(&seat);
        match self.session.host() == Some(seat) {
            true => self.end_call(Why::Stopped),
            false if own => self.end_leg(seat, Why::Stopped),
            false => return Err(Refused::NothingOn),
        }
        Ok(())
    }

    pub(super) fn start_chat(&mut self, actor: Actor) -> Result<(), Refused> {
        self.host(actor)?;
        if self.session.chat {
            return Err(Refused::AlreadySo);
        }
        self.push(SessionEvent::ChatStarted);
        Ok(())
    }

    /// The host's word opens the chat where it is closed.
    pub(super) fn say(&mut self, actor: Actor, text: &str) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let text = limited(text, SAID_MAX, Refused::NoText)?;
        if !self.session.chat {
            match self.session.host() {
                Some(host) if host == seat => self.push(SessionEvent::ChatStarted),
                Some(_) => return Err(Refused::NothingOn),
                None => return Err(Refused::NoHost),
            }
        }
        self.push(SessionEvent::Said { seat, text });
        Ok(())
    }

    /// Between the host and a customer, either way.
    pub(super) fn offer_file(
        &mut self,
        actor: Actor,
        to: Seat,
        text: &str,
        bytes: u64,
    ) -> Result<(), Refused> {
        let from = self.own(actor)?;
        let host = self.session.host().ok_or(Refused::NoHost)?;
        let customer = self.there(to)?.is_customer();
        let fits = match actor {
            Actor::Customer(_) => to == host,
            _ => from == host && customer,
        };
        if !fits {
            return Err(Refused::NotAllowed);
        }
        let name = limited(&intake::cleaned(text), NAME_MAX * 3, Refused::NoName)?;
        let file = self.session.files_offered + 1;
        self.push(SessionEvent::FileOffered {
            file,
            from,
            to,
            name,
            bytes,
        });
        Ok(())
    }

    pub(super) fn accept_file(&mut self, actor: Actor, file: u32) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let sending = self.session.files.get(&file).ok_or(Refused::NothingOn)?;
        match sending.to == seat {
            false => Err(Refused::NotAllowed),
            true if sending.accepted => Err(Refused::AlreadySo),
            true => {
                self.push(SessionEvent::FileAccepted { file });
                Ok(())
            }
        }
    }

    pub(super) fn finish_file(
        &mut self,
        actor: Actor,
        file: u32,
        digest: String,
    ) -> Result<(), Refused> {
        if actor != Actor::System {
            return Err(Refused::NotAllowed);
        }
        let sending = self.session.files.get(&file).ok_or(Refused::NothingOn)?;
        if !sending.accepted {
            return Err(Refused::NoConsent);
        }
        self.push(SessionEvent::FileArrived { file, digest });
        Ok(())
    }

    pub(super) fn stop_file(&mut self, actor: Actor, file: u32) -> Result<(), Refused> {
        let seat = self.own(actor)?;
        let sending = self.session.files.get(&file).ok_or(Refused::NothingOn)?;
        if sending.to != seat && sending.from != seat {
            return Err(Refused::NotAllowed);
        }
        let why = Why::Stopped;
        self.push(SessionEvent::FileEnded { file, why });
        Ok(())
    }

    /// Where customers are asked first, somebody has to have agreed; whoever has not is not in it (L9).
    pub(super) fn start_recording(&mut self, actor: Actor) -> Result<(), Refused> {
        self.host(actor)?;
        if self.session.rules.recording == Recording::Off {
            return Err(Refused::NoRecording);
        }
        if self.session.recording.is_some() {
            return Err(Refused::AlreadySo);
        }
        let agreed = |p: &super::Participant| self.session.consents(p.seat, Thing::Recording);
        if !self.session.customers().any(agreed) {
            return Err(Refused::NoConsent);
        }
        let stretch = self.session.stretches + 1;
        self.push(SessionEvent::RecordingStarted { stretch });
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
}
