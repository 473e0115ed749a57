//! A live session: who takes part, who leads, what is shared, and what each customer agreed to (L1–L9). Knows no media and
//! no connection: what may be sent to whom is a question of its state ([`allowed`]), which whoever forwards media asks.

mod allowed;
mod apply;
mod chronicle;
mod command;
mod decide;
mod endings;
mod event;
mod hosting;
mod message;
mod recorders;
mod sharing;
mod survey;
mod taking_part;
mod timing;
mod transferring;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{CaseId, Instant, PersonId, Prose, desk::session::SessionRules};

pub use allowed::{Kind, To, allowed, goes_on};
pub use chronicle::{Deed, FileEnd, SentFile, Span, chronicle, sent_files};
pub use command::{AcdAgent, AcdState, Actor, Arrival, Command, Facts, Start};
pub use decide::{Refused, decide, start};
pub use event::{EndWhy, LeaveWhy, PassWhy, SessionEvent, Surface, Target, Way, Why};
pub use message::{MESSAGE_MAX, characters};
pub use recorders::{RECORDER_GONE, Stretch};
pub use survey::{NotGiven, SessionSurvey, give_survey, survey_asked};

/// A number in groups of three, as it is told.
pub fn grouped(number: u32) -> String {
    let digits = format!("{number:09}");
    format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..])
}

/// A participant's place in a session, counted from one; it is never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seat(pub u32);

/// What a customer is asked for, each apart (L9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Thing {
    /// Their screen, a window or a tab is seen.
    Screen,
    /// An agent points and draws on what they share.
    Pointer,
    Camera,
    Voice,
    /// What is theirs is recorded.
    Recording,
}

impl Thing {
    pub const ALL: [Thing; 5] = [
        Thing::Screen,
        Thing::Pointer,
        Thing::Camera,
        Thing::Voice,
        Thing::Recording,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Thing::Screen => "screen",
            Thing::Pointer => "pointer",
            Thing::Camera => "camera",
            Thing::Voice => "voice",
            Thing::Recording => "recording",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|thing| thing.as_str() == text)
    }

    /// It belongs to the one who is served, and goes when another one is (L4).
    pub fn is_of_selected(self) -> bool {
        matches!(self, Thing::Screen | Thing::Pointer)
    }
}

/// Which side somebody is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    Agent(PersonId),
    /// With a person where they are signed in; a customer needs no account.
    Customer(Option<PersonId>),
}

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Here,
    /// Cut off since then; the seat is kept for a while (L7).
    Away(Instant),
    Left,
}

/// Somebody who takes part or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub seat: Seat,
    pub name: Prose,
    pub side: Side,
    pub presence: Presence,
    /// The host has let them in, or nobody had to; until then they wait at the door (L2).
    pub let_in: bool,
    pub joined_at: Instant,
    /// Their device can carry voice.
    pub voice: bool,
}

impl Participant {
    pub fn is_customer(&self) -> bool {
        matches!(self.side, Side::Customer(_))
    }

    pub fn is_here(&self) -> bool {
        self.presence == Presence::Here && self.let_in
    }

    /// They wait at the door.
    pub fn is_waiting(&self) -> bool {
        self.holds_seat() && !self.let_in
    }

    /// They hold a seat and are in, whether they are here at the moment or not.
    pub fn takes_part(&self) -> bool {
        self.holds_seat() && self.let_in
    }

    /// They have not left, whether they are here or not.
    pub fn holds_seat(&self) -> bool {
        self.presence != Presence::Left
    }
}

/// What somebody is in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Host,
    Assistant,
    /// Gave control away; may leave and not end (L5).
    FormerHost,
    Customer,
    /// The customer who is served (L4).
    Selected,
    Waiting,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Host => "host",
            Role::Assistant => "assistant",
            Role::FormerHost => "former-host",
            Role::Customer => "customer",
            Role::Selected => "selected",
            Role::Waiting => "waiting",
        }
    }
}

/// A question to a customer that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub purpose: Prose,
    pub asked_at: Instant,
}

/// What is shared; one thing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub by: Seat,
    pub surface: Surface,
}

/// A file on its way (L3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    pub from: Seat,
    pub to: Seat,
    pub name: Prose,
    pub bytes: u64,
    /// Who is to have it took it.
    pub accepted: bool,
}

/// A session that is being handed on (L6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub from: Seat,
    pub to: Target,
    pub message: Prose,
    pub since: Instant,
    /// It went to the desk's fallback queue already.
    pub passed_on: bool,
    pub declined: BTreeSet<PersonId>,
}

/// Where a session stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Led by exactly one host.
    Open {
        host: Seat,
    },
    /// Being handed on; nobody leads.
    Transferring(Box<Offer>),
    /// The host was lost, or nobody took it over; nobody leads until an agent comes.
    HostLost {
        since: Instant,
    },
    Ended {
        why: EndWhy,
        at: Instant,
    },
}

impl State {
    pub fn as_str(&self) -> &'static str {
        match self {
            State::Open { .. } => "open",
            State::Transferring(_) => "transferring",
            State::HostLost { .. } => "host-lost",
            State::Ended { .. } => "ended",
        }
    }
}

/// Misses after which a number opens nothing any more, until there is a new passcode (L2).
pub const MISSES_MAX: u8 = 10;
/// How long a question to a customer waits; silence is a no.
pub const ASK_SECONDS: i64 = 30;

/// A session, a fold of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub version: i64,
    /// Nine digits; nobody else's while it lives.
    pub number: u32,
    pub case: Option<CaseId>,
    pub rules: SessionRules,
    pub started_at: Instant,
    pub state: State,
    /// By seat.
    pub participants: BTreeMap<Seat, Participant>,
    /// Who gave control away and has not got it back, the latest last.
    pub former: Vec<Seat>,
    pub selected: Option<Seat>,
    pub consents: BTreeSet<(Seat, Thing)>,
    pub asks: BTreeMap<(Seat, Thing), Ask>,
    pub share: Option<Share>,
    /// Who points and draws on what a customer shares.
    pub pointer: Option<Seat>,
    pub cameras: BTreeSet<Seat>,
    /// Who is in the call; nothing where there is none.
    pub call: Option<BTreeSet<Seat>>,
    pub chat: bool,
    pub files: BTreeMap<u32, Sending>,
    /// Files so far: the next has the next number.
    pub files_offered: u32,
    /// The stretch that is being recorded.
    pub recording: Option<u32>,
    /// Stretches so far.
    pub stretches: u32,
    pub misses: u8,
    /// Since when the last customer is gone; before one was let in there is none to be gone.
    pub empty_since: Option<Instant>,
    /// The latest stretch broke off, and no other has begun.
    pub recording_failed: bool,
    /// Agents who were asked to come.
    pub invited: BTreeSet<PersonId>,
    /// Customers who said how it went.
    pub surveyed: BTreeSet<Seat>,
}

impl Session {
    pub fn host(&self) -> Option<Seat> {
        match self.state {
            State::Open { host } => Some(host),
            _ => None,
        }
    }

    pub fn is_ended(&self) -> bool {
        matches!(self.state, State::Ended { .. })
    }

    pub fn role(&self, seat: Seat) -> Option<Role> {
        let participant = self.participants.get(&seat)?;
        Some(match &participant.side {
            _ if participant.is_waiting() => Role::Waiting,
            Side::Customer(_) if self.selected == Some(seat) => Role::Selected,
            Side::Customer(_) => Role::Customer,
            Side::Agent(_) if self.host() == Some(seat) => Role::Host,
            Side::Agent(_) if self.former.contains(&seat) => Role::FormerHost,
            Side::Agent(_) => Role::Assistant,
        })
    }

    /// The seat that an agent holds.
    pub fn seat_of(&self, person: PersonId) -> Option<Seat> {
        let theirs =
            |p: &&Participant| p.holds_seat() && matches!(p.side, Side::Agent(id) if id == person);
        self.participants.values().find(theirs).map(|p| p.seat)
    }

    /// Customers who hold a seat, in the order of their coming; those who wait hold one, too.
    pub fn customers(&self) -> impl Iterator<Item = &Participant> {
        let all = self.participants.values();
        all.filter(|p| p.is_customer() && p.holds_seat())
    }

    /// Agents who are here and do not lead, the longest present first.
    pub fn assistants(&self) -> impl Iterator<Item = &Participant> {
        let host = self.host();
        let all = self.participants.values();
        all.filter(move |p| !p.is_customer() && p.is_here() && Some(p.seat) != host)
    }

    /// To whom control goes back: the latest who gave it and is here (L5).
    pub fn returns_to(&self) -> Option<Seat> {
        let here = |seat: &&Seat| {
            self.participants
                .get(seat)
                .is_some_and(Participant::is_here)
        };
        self.former.iter().rev().find(here).copied()
    }

    /// Numbers open nothing any more (L2).
    pub fn is_number_closed(&self) -> bool {
        self.misses >= MISSES_MAX
    }

    fn consents(&self, seat: Seat, thing: Thing) -> bool {
        self.consents.contains(&(seat, thing))
    }

    /// Whether what is this one's may be had: a customer's only with a standing consent (L9).
    fn may_have(&self, seat: Seat, thing: Thing) -> bool {
        let participant = self.participants.get(&seat);
        participant.is_some_and(|p| !p.is_customer() || self.consents(seat, thing))
    }
}
