//! What goes on between those who are there: shares, pointer, cameras, the call, chat, files and the recording (L3, L8, L9).

use super::{
    Actor, Refused, Seat, SessionEvent, Surface, Thing, Why,
    decide::{NAME_MAX, SAID_MAX, Working, limited},
};
use crate::{case::intake, desk::session::Recording};

impl Working<'_> {
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

    /// What was found in it is not told to anybody but the two.
    pub(super) fn refuse_file(&mut self, actor: Actor, file: u32) -> Result<(), Refused> {
        if actor != Actor::System {
            return Err(Refused::NotAllowed);
        }
        if !self.session.files.contains_key(&file) {
            return Err(Refused::NothingOn);
        }
        let why = Why::Harmful;
        self.push(SessionEvent::FileEnded { file, why });
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

    pub(super) fn stop_recording(&mut self, actor: Actor) -> Result<(), Refused> {
        self.host(actor)?;
        // Where all is recorded, nobody stops it but by ending the session.
        if self.session.rules.recording == Recording::Always {
            return Err(Refused::NotAllowed);
        }
        if self.session.recording.is_none() {
            return Err(Refused::NothingOn);
        }
        self.end_recording(Why::Stopped);
        Ok(())
    }

    /// What is not recorded is not told as being recorded; a stretch that is over by now has nothing to fail.
    pub(super) fn fail_recording(&mut self, actor: Actor, stretch: u32) -> Result<(), Refused> {
        if actor != Actor::System {
            return Err(Refused::NotAllowed);
        }
        if self.session.recording == Some(stretch) {
            self.end_recording(Why::Failed);
        }
        Ok(())
    }
}
