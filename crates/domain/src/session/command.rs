//! What somebody wants of a session, who they are in it, and what is known besides.

use super::{Seat, Surface, Target, Thing, Way};
use crate::{CaseId, Instant, PersonId, Role, desk::session::Queue};

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in agent, with or without a seat.
    Agent { person: PersonId, role: Role },
    /// A customer in their seat.
    Customer(Seat),
    /// A customer who has no seat yet.
    Arriving,
    /// The product itself: timers, and what it sees of connections.
    System,
}

/// What is needed to start one (L1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub name: String,
    /// Drawn by the shell, free among those that live.
    pub number: u32,
    pub case: Option<CaseId>,
    pub voice: bool,
    /// The host leads several at a time, by their own choice within the desk's.
    pub several: bool,
    /// Sessions that the host leads already.
    pub leads: usize,
}

/// A customer at the door (L2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub name: String,
    pub person: Option<PersonId>,
    pub way: Way,
    pub voice: bool,
    /// What they agreed to on the join page (L9).
    pub consents: Vec<Thing>,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Invite {
        way: Way,
        agent: bool,
        to: String,
    },
    /// An agent of the list is asked to come.
    InviteAgent {
        person: PersonId,
        name: String,
    },
    RenewPasscode,
    /// Somebody typed the number; whether the passcode is right, the shell has looked up. A miss is an event, not a refusal:
    /// it has to be counted.
    TypeNumber {
        right: bool,
    },
    Join(Arrival),
    /// An agent comes in by number (L5).
    Assist {
        name: String,
        voice: bool,
    },
    Admit(Seat),
    Remove(Seat),
    /// The connection of this seat is gone, or there again.
    Lose(Seat),
    ComeBack(Seat),
    Leave,
    End,
    Select(Seat),
    Ask {
        seat: Seat,
        thing: Thing,
        purpose: String,
    },
    Grant(Thing),
    Deny(Thing),
    Withdraw(Thing),
    StartShare(Surface),
    StopShare,
    StartPointer,
    StopPointer,
    StartCamera,
    StopCamera,
    /// Starts the call, or joins it.
    Call,
    HangUp,
    StartChat,
    Say(String),
    OfferFile {
        to: Seat,
        name: String,
        bytes: u64,
    },
    AcceptFile(u32),
    /// All of it has arrived.
    FinishFile {
        file: u32,
        digest: String,
    },
    /// It was looked through, and is not to be had.
    RefuseFile(u32),
    /// Not wanted, or not any more.
    StopFile(u32),
    StartRecording,
    StopRecording,
    /// Nothing of this stretch can be kept any more.
    FailRecording(u32),
    PassControl(Seat),
    ReturnControl,
    /// Which of the two is given decides the rules, so that neither and both can be refused with a reason (L6).
    Transfer {
        queue: Option<String>,
        agents: Vec<PersonId>,
        message: String,
    },
    Accept {
        name: String,
        voice: bool,
    },
    Decline,
    /// What is due by now.
    Tick,
}

/// Whether an agent takes what is offered (L6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcdState {
    Available,
    Busy,
    Away,
}

impl AcdState {
    pub const ALL: [AcdState; 3] = [AcdState::Available, AcdState::Busy, AcdState::Away];

    pub fn as_str(self) -> &'static str {
        match self {
            AcdState::Available => "available",
            AcdState::Busy => "busy",
            AcdState::Away => "away",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// An agent to whom offers go: one whose role serves a queue of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcdAgent {
    pub person: PersonId,
    pub role: Role,
    pub state: AcdState,
}

/// What is known besides.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub now: Instant,
    pub queues: &'a [Queue],
    pub agents: &'a [AcdAgent],
}

impl Facts<'_> {
    pub(super) fn agent(&self, person: PersonId) -> Option<&AcdAgent> {
        self.agents.iter().find(|agent| agent.person == person)
    }

    pub(super) fn queue(&self, id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// Whether this agent is among those to whom it is offered.
    pub(super) fn is_offered(&self, target: &Target, person: PersonId) -> bool {
        let Some(agent) = self.agent(person) else {
            return false;
        };
        match target {
            Target::Agents(those) => those.contains(&person),
            Target::Queue(id) => {
                let serves = self
                    .queue(id)
                    .is_some_and(|q| q.roles.contains(&agent.role));
                serves && agent.state == AcdState::Available
            }
        }
    }
}
