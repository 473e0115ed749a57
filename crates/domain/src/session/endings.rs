//! What ends when (L4, L5, L6, L9).

use super::{EndWhy, LeaveWhy, PassWhy, Seat, SessionEvent, Side, Thing, Why, decide::Working};
use crate::desk::session::Recording;

impl Working<'_> {
    /// Ends all that goes on but the call.
    pub(super) fn end_activities(&mut self, why: Why) {
        self.end_share(why);
        self.end_files(why, |_| true);
        if self.session.chat {
            self.push(SessionEvent::ChatEnded { why });
        }
        for seat in self.session.cameras.clone() {
            self.push(SessionEvent::CameraEnded { seat, why });
        }
        self.end_recording(why);
    }

    /// What is shared, with the pointer on it.
    pub(super) fn end_share(&mut self, why: Why) {
        self.end_pointer(why);
        if let Some(share) = self.session.share {
            let seat = share.by;
            self.push(SessionEvent::ShareEnded { seat, why });
        }
    }

    pub(super) fn end_pointer(&mut self, why: Why) {
        if let Some(seat) = self.session.pointer {
            self.push(SessionEvent::PointerEnded { seat, why });
        }
    }

    pub(super) fn end_recording(&mut self, why: Why) {
        if let Some(stretch) = self.session.recording {
            self.push(SessionEvent::RecordingEnded { stretch, why });
        }
    }

    pub(super) fn end_call(&mut self, why: Why) {
        if self.session.call.is_some() {
            self.push(SessionEvent::CallEnded { why });
        }
    }

    /// One leg of the call; a call that nobody is in any more is over.
    pub(super) fn end_leg(&mut self, seat: Seat, why: Why) {
        let legs = self.session.call.as_ref();
        if !legs.is_some_and(|legs| legs.contains(&seat)) {
            return;
        }
        self.push(SessionEvent::CallLeft { seat, why });
        if self
            .session
            .call
            .as_ref()
            .is_some_and(|legs| legs.is_empty())
        {
            self.end_call(why);
        }
    }

    fn end_files(&mut self, why: Why, which: impl Fn(&super::Sending) -> bool) {
        let ended = self.session.files.iter();
        let ended: Vec<u32> = ended
            .filter(|(_, sending)| which(sending))
            .map(|(file, _)| *file)
            .collect();
        for file in ended {
            self.push(SessionEvent::FileEnded { file, why });
        }
    }

    /// What is this one's, as they go or take their word back.
    pub(super) fn end_of(&mut self, seat: Seat, why: Why) {
        if self.session.share.is_some_and(|share| share.by == seat) {
            self.end_share(why);
        }
        if self.session.pointer == Some(seat) {
            self.end_pointer(why);
        }
        if self.session.cameras.contains(&seat) {
            self.push(SessionEvent::CameraEnded { seat, why });
        }
        self.end_files(why, |sending| sending.from == seat || sending.to == seat);
        self.end_leg(seat, why);
    }

    /// What rests on one consent of one customer's.
    pub(super) fn end_thing(&mut self, seat: Seat, thing: Thing, why: Why) {
        let shares = self.session.share.is_some_and(|share| share.by == seat);
        match thing {
            Thing::Screen if shares => self.end_share(why),
            Thing::Pointer if shares => self.end_pointer(why),
            Thing::Camera if self.session.cameras.contains(&seat) => {
                self.push(SessionEvent::CameraEnded { seat, why });
            }
            Thing::Voice => self.end_leg(seat, why),
            // The recording of the others goes on; what is theirs is not in it any more (L9).
            Thing::Recording | Thing::Screen | Thing::Pointer | Thing::Camera => {}
        }
    }

    /// Somebody goes. With the last customer all ends that needs one.
    pub(super) fn leaves(&mut self, seat: Seat, why: LeaveWhy) {
        let Some(participant) = self.session.participants.get(&seat).cloned() else {
            return;
        };
        self.end_of(seat, Why::Left);
        self.push(SessionEvent::Left { seat, why });
        if participant.is_customer() && self.session.customers().next().is_none() {
            self.end_share(Why::Left);
            self.end_recording(Why::Left);
        }
    }

    /// Control goes to another; the call goes on where the new host's device can carry it (L5).
    pub(super) fn pass(&mut self, from: Option<Seat>, to: Seat, why: PassWhy) {
        let ended = match why {
            PassWhy::HostLost | PassWhy::Came => Why::HostLost,
            PassWhy::Accepted => Why::Transferred,
            PassWhy::Passed | PassWhy::Returned => Why::ControlPassed,
        };
        self.end_activities(ended);
        let voice = self.session.participants.get(&to).is_some_and(|p| p.voice);
        if !voice {
            self.end_call(Why::NoVoice);
        }
        self.push(SessionEvent::ControlPassed { from, to, why });
        self.record_always();
    }

    /// Where all is recorded, a stretch begins by itself as soon as somebody leads (L8).
    pub(super) fn record_always(&mut self) {
        let wanted = self.session.rules.recording == Recording::Always;
        if wanted && self.session.recording.is_none() && self.session.host().is_some() {
            let stretch = self.session.stretches + 1;
            self.push(SessionEvent::RecordingStarted { stretch });
        }
    }

    /// The host's seat was kept for nothing: the longest present takes over, or it waits, or it ends (L7).
    pub(super) fn host_is_lost(&mut self, host: Seat) {
        self.leaves(host, LeaveWhy::Lost);
        if self.session.rules.host_gone == crate::desk::session::HostGone::End {
            return self.ends(EndWhy::HostLost);
        }
        match self.longest_present() {
            Some(to) => self.pass(None, to, PassWhy::HostLost),
            None => {
                self.end_activities(Why::HostLost);
                self.end_call(Why::HostLost);
                self.push(SessionEvent::HostLost);
            }
        }
    }

    pub(super) fn longest_present(&self) -> Option<Seat> {
        let assistants = self.session.assistants();
        let first = assistants.min_by_key(|p| (p.joined_at, p.seat));
        first.map(|p| p.seat)
    }

    /// All ends, and everybody goes.
    pub(super) fn ends(&mut self, why: EndWhy) {
        self.end_activities(Why::SessionEnded);
        self.end_call(Why::SessionEnded);
        let seats = self.session.participants.values();
        let seats: Vec<Seat> = seats.filter(|p| p.holds_seat()).map(|p| p.seat).collect();
        for seat in seats {
            let why = LeaveWhy::SessionEnded;
            self.push(SessionEvent::Left { seat, why });
        }
        self.push(SessionEvent::Ended { why });
    }

    /// An agent comes where nobody leads: it is theirs now. While it is being handed on, only who was asked takes it.
    pub(super) fn comes(&mut self, seat: Seat) {
        let waits = matches!(self.session.state, super::State::HostLost { .. });
        let agent = self.session.participants.get(&seat);
        let agent = agent.is_some_and(|p| matches!(p.side, Side::Agent(_)));
        if waits && agent {
            self.pass(None, seat, PassWhy::Came);
        }
    }
}
