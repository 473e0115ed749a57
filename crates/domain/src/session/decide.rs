//! What a command makes happen, or why it cannot be (L1–L9). Each decision works on a copy and sees what it has made happen so
//! far, so that events stand in the order in which they follow from each other.

use super::{Actor, Command, Facts, Participant, Role, Seat, Session, SessionEvent, Start};
use crate::{
    PersonId, Prose,
    case::intake::cleaned,
    desk::session::{Mode, SessionRules},
    event::{By, Recorded},
};

/// Why something cannot be so; each is told to people with what they can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not theirs to do, or they are not in it.
    NotAllowed,
    /// It is over.
    Ended,
    /// The host alone does that.
    HostOnly,
    /// Nobody leads at the moment.
    NoHost,
    /// Who leads does not just go: they pass control, hand the session on, or end it.
    HostStays,
    /// They lead one already, and the desk's mode is one at a time.
    OneAtATime,
    /// As many customers as the desk takes.
    Full {
        most: u16,
    },
    /// Numbers open nothing until the host shows a new passcode.
    NumberClosed,
    /// A name is needed.
    NoName,
    /// Nobody is there whom this names.
    NoParticipant,
    /// They are the ones already.
    AlreadySo,
    /// Only the customer who is served.
    NotSelected,
    /// The customer has not agreed, or not any more.
    NoConsent,
    /// Nothing of this goes on.
    NothingOn,
    /// Their device carries no voice.
    NoVoice,
    /// The desk records nothing.
    NoRecording,
    /// Nothing is written.
    NoText,
    TooLong {
        most: usize,
        given: usize,
    },
    /// Nobody is there to whom control could go back.
    NoFormerHost,
    /// Only agents who serve a queue hand sessions on.
    NotAcd,
    /// One queue, or agents: not both, not neither.
    QueueOrAgents,
    /// No queue of the desk, or nobody who can be asked.
    UnknownTarget,
    /// Nothing is offered to them, or not any more.
    NoOffer,
}

/// Most characters of a name, a purpose and a message of the chat.
pub(super) const NAME_MAX: usize = 80;
pub(super) const PURPOSE_MAX: usize = 200;
pub(super) const SAID_MAX: usize = 4_000;

/// A session as it becomes, and what happened on the way.
pub(super) struct Working<'a> {
    pub session: Session,
    pub events: Vec<SessionEvent>,
    pub facts: &'a Facts<'a>,
}

impl Working<'_> {
    pub(super) fn push(&mut self, event: SessionEvent) {
        let recorded = Recorded {
            version: self.session.version + 1,
            at: self.facts.now,
            by: By::System,
            event,
        };
        self.session.apply(&recorded);
        self.events.push(recorded.event);
    }

    /// The seat of who gives the command, if they are in it and not waiting at the door.
    pub(super) fn own(&self, actor: Actor) -> Result<Seat, Refused> {
        let seat = match actor {
            Actor::Agent { person, .. } => self.session.seat_of(person),
            Actor::Customer(seat) => Some(seat),
            Actor::Arriving | Actor::System => None,
        };
        let seat = seat.filter(|seat| {
            let participant = self.session.participants.get(seat);
            let agent = matches!(actor, Actor::Agent { .. });
            participant.is_some_and(|p| p.holds_seat() && p.is_customer() != agent)
        });
        let seat = seat.ok_or(Refused::NotAllowed)?;
        match self.session.role(seat) {
            Some(Role::Waiting) | None => Err(Refused::NotAllowed),
            Some(_) => Ok(seat),
        }
    }

    /// The seat of who gives the command, if it is the host's.
    pub(super) fn host(&self, actor: Actor) -> Result<Seat, Refused> {
        let seat = self.own(actor)?;
        match self.session.host() {
            Some(host) if host == seat => Ok(seat),
            Some(_) => Err(Refused::HostOnly),
            None => Err(Refused::NoHost),
        }
    }

    pub(super) fn customer(&self, actor: Actor) -> Result<Seat, Refused> {
        let seat = self.own(actor)?;
        match actor {
            Actor::Customer(_) => Ok(seat),
            _ => Err(Refused::NotAllowed),
        }
    }

    /// Somebody who holds a seat and was let in.
    pub(super) fn there(&self, seat: Seat) -> Result<&Participant, Refused> {
        let participant = self.session.participants.get(&seat);
        participant
            .filter(|p| p.takes_part())
            .ok_or(Refused::NoParticipant)
    }

    pub(super) fn next_seat(&self) -> Seat {
        let last = self.session.participants.keys().next_back();
        Seat(last.map_or(1, |seat| seat.0 + 1))
    }
}

/// A person's name as it is shown, or why it cannot be.
pub(super) fn name(text: &str) -> Result<Prose, Refused> {
    limited(&cleaned(text).replace('\n', " "), NAME_MAX, Refused::NoName)
}

/// A text of so many characters at the most.
pub(super) fn limited(text: &str, most: usize, empty: Refused) -> Result<Prose, Refused> {
    let text = cleaned(text);
    match super::characters(&text) {
        0 => Err(empty),
        given if given > most => Err(Refused::TooLong { most, given }),
        _ => Ok(Prose::new(text)),
    }
}

/// A new session, of the agent who asks for one (L1).
pub fn start(
    command: &Start,
    host: PersonId,
    rules: &SessionRules,
    facts: &Facts,
) -> Result<Vec<SessionEvent>, Refused> {
    let several = match rules.mode_chosen {
        true => command.several,
        false => rules.mode == Mode::Multi,
    };
    if !several && command.leads > 0 {
        return Err(Refused::OneAtATime);
    }
    let first = SessionEvent::Started {
        host,
        name: name(&command.name)?,
        voice: command.voice,
        number: command.number,
        case: command.case,
        rules: Box::new(rules.clone()),
    };
    let recorded = Recorded {
        version: 1,
        at: facts.now,
        by: By::Person(host),
        event: first,
    };
    let session = Session::begun(&recorded).ok_or(Refused::NotAllowed)?;
    let mut working = Working {
        session,
        events: vec![recorded.event],
        facts,
    };
    working.push(SessionEvent::ChatStarted);
    working.record_always();
    Ok(working.events)
}

/// What a command makes happen. Nothing, where it is so already by the nature of the thing (a connection lost twice).
pub fn decide(
    session: &Session,
    command: Command,
    actor: Actor,
    facts: &Facts,
) -> Result<Vec<SessionEvent>, Refused> {
    if session.is_ended() {
        return Err(Refused::Ended);
    }
    let mut working = Working {
        session: session.clone(),
        events: Vec::new(),
        facts,
    };
    let w = &mut working;
    match command {
        Command::Invite { way, agent, to } => w.invite(actor, way, agent, &to)?,
        Command::InviteAgent { person, name } => w.invite_agent(actor, person, &name)?,
        Command::RenewPasscode => {
            w.host(actor)?;
            w.push(SessionEvent::PasscodeRenewed);
        }
        Command::TypeNumber { right } => w.type_number(actor, right)?,
        Command::Join(arrival) => w.join(actor, &arrival)?,
        Command::Assist { name, voice } => w.assist(actor, &name, voice)?,
        Command::Admit(seat) => w.admit(actor, seat)?,
        Command::Remove(seat) => w.remove(actor, seat)?,
        Command::Lose(seat) => w.lose(actor, seat)?,
        Command::ComeBack(seat) => w.come_back(actor, seat)?,
        Command::Leave => w.leave(actor)?,
        Command::End => {
            w.host(actor)?;
            w.ends(super::EndWhy::ByHost);
        }
        Command::Select(seat) => w.select(actor, seat)?,
        Command::Ask {
            seat,
            thing,
            purpose,
        } => w.ask(actor, seat, thing, &purpose)?,
        Command::Grant(thing) => w.grant(actor, thing)?,
        Command::Deny(thing) => w.deny(actor, thing)?,
        Command::Withdraw(thing) => w.withdraw(actor, thing)?,
        Command::StartShare(surface) => w.start_share(actor, surface)?,
        Command::StopShare => w.stop_share(actor)?,
        Command::StartPointer => w.start_pointer(actor)?,
        Command::StopPointer => w.stop_pointer(actor)?,
        Command::StartCamera => w.start_camera(actor)?,
        Command::StopCamera => w.stop_camera(actor)?,
        Command::Call => w.call(actor)?,
        Command::HangUp => w.hang_up(actor)?,
        Command::StartChat => w.start_chat(actor)?,
        Command::Say(text) => w.say(actor, &text)?,
        Command::OfferFile { to, name, bytes } => w.offer_file(actor, to, &name, bytes)?,
        Command::AcceptFile(file) => w.accept_file(actor, file)?,
        Command::FinishFile { file, digest } => w.finish_file(actor, file, digest)?,
        Command::RefuseFile(file) => w.refuse_file(actor, file)?,
        Command::StopFile(file) => w.stop_file(actor, file)?,
        Command::StartRecording => w.start_recording(actor)?,
        Command::StopRecording => w.stop_recording(actor)?,
        Command::FailRecording(stretch) => w.fail_recording(actor, stretch)?,
        Command::PassControl(to) => w.pass_control(actor, to)?,
        Command::ReturnControl => w.return_control(actor)?,
        Command::Transfer {
            queue,
            agents,
            message,
        } => w.transfer(actor, queue, agents, &message)?,
        Command::Accept { name, voice } => w.accept(actor, &name, voice)?,
        Command::Decline => w.decline(actor)?,
        Command::Tick => {
            if actor != Actor::System {
                return Err(Refused::NotAllowed);
            }
            w.tick();
        }
    }
    Ok(working.events)
}
