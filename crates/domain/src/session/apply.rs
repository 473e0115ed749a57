//! What each event makes of a session. Every event says one thing; what ends with what is decided before
//! ([`super::endings`]), so that the log tells each ending by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Ask, Offer, Participant, Presence, Seat, Sending, Session, SessionEvent, Share, Side, State,
    Thing, Why,
};
use crate::{Instant, event::Recorded};

impl Session {
    /// Of all its events; nothing where they do not begin with a start.
    pub fn replay<'a>(
        events: impl IntoIterator<Item = &'a Recorded<SessionEvent>>,
    ) -> Option<Self> {
        let mut events = events.into_iter();
        let mut session = Self::begun(events.next()?)?;
        for recorded in events {
            session.apply(recorded);
        }
        Some(session)
    }

    /// What the first event begins.
    pub(super) fn begun(first: &Recorded<SessionEvent>) -> Option<Self> {
        let SessionEvent::Started {
            host,
            name,
            voice,
            number,
            case,
            rules,
        } = &first.event
        else {
            return None;
        };
        let seat = Seat(1);
        let participant = Participant {
            seat,
            name: name.clone(),
            side: Side::Agent(*host),
            presence: Presence::Here,
            let_in: true,
            joined_at: first.at,
            voice: *voice,
        };
        Some(Self {
            version: 1,
            number: *number,
            case: *case,
            rules: (**rules).clone(),
            started_at: first.at,
            state: State::Open { host: seat },
            participants: BTreeMap::from([(seat, participant)]),
            former: Vec::new(),
            selected: None,
            consents: BTreeSet::new(),
            asks: BTreeMap::new(),
            share: None,
            pointer: None,
            cameras: BTreeSet::new(),
            call: None,
            chat: false,
            files: BTreeMap::new(),
            files_offered: 0,
            recording: None,
            stretches: 0,
            misses: 0,
            empty_since: None,
            recording_failed: false,
            invited: BTreeSet::new(),
            surveyed: BTreeSet::new(),
        })
    }

    /// Takes in one more event.
    pub fn apply(&mut self, recorded: &Recorded<SessionEvent>) {
        self.version += 1;
        let at = recorded.at;
        match &recorded.event {
            SessionEvent::Started { .. } | SessionEvent::Invited { .. } => {}
            SessionEvent::AgentInvited { person, .. } => {
                self.invited.insert(*person);
            }
            SessionEvent::SurveyGiven { seat, .. } => {
                self.surveyed.insert(*seat);
            }
            SessionEvent::PasscodeMissed => self.misses = self.misses.saturating_add(1),
            SessionEvent::PasscodeRenewed => self.misses = 0,
            SessionEvent::Joined { .. }
            | SessionEvent::Admitted { .. }
            | SessionEvent::SeatLost { .. }
            | SessionEvent::SeatTaken { .. }
            | SessionEvent::Left { .. }
            | SessionEvent::Selected { .. } => self.apply_presence(&recorded.event, at),
            SessionEvent::Asked {
                seat,
                thing,
                purpose,
            } => {
                let ask = Ask {
                    purpose: purpose.clone(),
                    asked_at: at,
                };
                self.asks.insert((*seat, *thing), ask);
            }
            SessionEvent::Granted { seat, thing } => {
                self.asks.remove(&(*seat, *thing));
                self.consents.insert((*seat, *thing));
            }
            SessionEvent::Denied { seat, thing, .. } => {
                self.asks.remove(&(*seat, *thing));
            }
            SessionEvent::Withdrawn { seat, thing } => {
                self.consents.remove(&(*seat, *thing));
            }
            SessionEvent::ControlPassed { from, to, .. } => self.lead(*from, *to),
            SessionEvent::HostLost => {
                self.state = State::HostLost { since: at };
                self.forget_consents(|_| false);
            }
            SessionEvent::Transferred { from, to, message } => {
                self.state = State::Transferring(Box::new(Offer {
                    from: *from,
                    to: to.clone(),
                    message: message.clone(),
                    since: at,
                    passed_on: false,
                    declined: BTreeSet::new(),
                }));
                self.former.clear();
                self.forget_consents(|_| false);
            }
            SessionEvent::OfferDeclined { person } => {
                if let State::Transferring(offer) = &mut self.state {
                    offer.declined.insert(*person);
                }
            }
            SessionEvent::OfferPassedOn { queue } => {
                if let State::Transferring(offer) = &mut self.state {
                    offer.to = super::Target::Queue(queue.clone());
                    offer.since = at;
                    offer.passed_on = true;
                }
            }
            SessionEvent::Ended { why } => {
                self.state = State::Ended { why: *why, at };
                self.selected = None;
                self.former.clear();
                self.forget_consents(|_| false);
            }
            other => self.apply_activity(other),
        }
    }

    fn apply_presence(&mut self, event: &SessionEvent, at: Instant) {
        match event {
            SessionEvent::Joined {
                seat,
                name,
                person,
                customer,
                voice,
                waits,
                ..
            } => {
                let side = match (customer, person) {
                    (false, Some(person)) => Side::Agent(*person),
                    _ => Side::Customer(*person),
                };
                let participant = Participant {
                    seat: *seat,
                    name: name.clone(),
                    side,
                    presence: Presence::Here,
                    let_in: !waits,
                    joined_at: at,
                    voice: *voice,
                };
                self.participants.insert(*seat, participant);
            }
            SessionEvent::Admitted { seat } => {
                if let Some(participant) = self.participants.get_mut(seat) {
                    participant.let_in = true;
                }
            }
            SessionEvent::SeatTaken { seat } => self.set_presence(*seat, Presence::Here),
            SessionEvent::SeatLost { seat } => self.set_presence(*seat, Presence::Away(at)),
            SessionEvent::Left { seat, .. } => {
                self.set_presence(*seat, Presence::Left);
                if self.selected == Some(*seat) {
                    self.selected = None;
                }
                self.former.retain(|former| former != seat);
                self.consents.retain(|(of, _)| of != seat);
                self.asks.retain(|(of, _), _| of != seat);
            }
            SessionEvent::Selected { seat } => {
                self.selected = Some(*seat);
                let stays = |of: &Seat, thing: &Thing| of == seat || !thing.is_of_selected();
                self.consents.retain(|(of, thing)| stays(of, thing));
                self.asks.retain(|(of, thing), _| stays(of, thing));
            }
            _ => {}
        }
        // Who waits at the door is a customer who is there.
        self.empty_since = match event {
            SessionEvent::Left { seat, .. }
                if self
                    .participants
                    .get(seat)
                    .is_some_and(Participant::is_customer) =>
            {
                // Whoever was never let in leaves nothing empty.
                let served = |p: &Participant| p.is_customer() && p.let_in;
                let served = self.participants.values().any(served);
                let empty = self.customers().next().is_none();
                (served && empty).then_some(at)
            }
            SessionEvent::Joined { customer: true, .. } => None,
            _ => self.empty_since,
        };
    }

    fn apply_activity(&mut self, event: &SessionEvent) {
        match event {
            SessionEvent::ShareStarted { seat, surface } => {
                let (by, surface) = (*seat, *surface);
                self.share = Some(Share { by, surface });
            }
            SessionEvent::ShareEnded { .. } => self.share = None,
            SessionEvent::PointerStarted { seat } => self.pointer = Some(*seat),
            SessionEvent::PointerEnded { .. } => self.pointer = None,
            SessionEvent::CameraStarted { seat } => {
                self.cameras.insert(*seat);
            }
            SessionEvent::CameraEnded { seat, .. } => {
                self.cameras.remove(seat);
            }
            SessionEvent::CallStarted { seat } => self.call = Some(BTreeSet::from([*seat])),
            SessionEvent::CallJoined { seat } => {
                self.call.get_or_insert_default().insert(*seat);
            }
            SessionEvent::CallLeft { seat, .. } => {
                if let Some(call) = &mut self.call {
                    call.remove(seat);
                }
            }
            SessionEvent::CallEnded { .. } => self.call = None,
            SessionEvent::ChatStarted => self.chat = true,
            SessionEvent::ChatEnded { .. } => self.chat = false,
            SessionEvent::FileOffered {
                file,
                from,
                to,
                name,
                bytes,
            } => {
                let sending = Sending {
                    from: *from,
                    to: *to,
                    name: name.clone(),
                    bytes: *bytes,
                    accepted: false,
                };
                self.files.insert(*file, sending);
                self.files_offered = self.files_offered.max(*file);
            }
            SessionEvent::FileAccepted { file } => {
                if let Some(sending) = self.files.get_mut(file) {
                    sending.accepted = true;
                }
            }
            SessionEvent::FileArrived { file, .. } | SessionEvent::FileEnded { file, .. } => {
                self.files.remove(file);
            }
            SessionEvent::RecordingStarted { stretch } => {
                self.recording = Some(*stretch);
                self.stretches = self.stretches.max(*stretch);
                self.recording_failed = false;
            }
            SessionEvent::RecordingEnded { why, .. } => {
                self.recording = None;
                self.recording_failed = *why == Why::Failed;
            }
            _ => {}
        }
    }

    /// Control goes over. What customers agreed to, they agreed to with the one who led; only a call that goes on keeps its word.
    fn lead(&mut self, from: Option<Seat>, to: Seat) {
        self.state = State::Open { host: to };
        self.former.retain(|seat| *seat != to);
        if let Some(from) = from {
            self.former.push(from);
        }
        let call = self.call.is_some();
        self.forget_consents(|thing| call && thing == Thing::Voice);
    }

    fn forget_consents(&mut self, kept: impl Fn(Thing) -> bool) {
        self.consents.retain(|(_, thing)| kept(*thing));
        self.asks.clear();
    }

    fn set_presence(&mut self, seat: Seat, presence: Presence) {
        if let Some(participant) = self.participants.get_mut(&seat) {
            participant.presence = presence;
        }
    }
}
