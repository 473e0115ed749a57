//! What happens in a session, and why things end in it.

use serde::{Deserialize, Serialize};

use super::{Seat, SessionSurvey, Thing};
use crate::{CaseId, PersonId, Prose, desk::session::SessionRules};

/// How somebody is invited, or came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The number with the passcode; for agents the number alone, signed in.
    Number,
    Link,
    /// Mail from the desk.
    Mail,
    /// Mail from the agent's own program.
    OwnMail,
    /// By taking a session over that was offered.
    Offer,
}

/// What is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    Desktop,
    Window,
    Tab,
}

impl Surface {
    pub fn as_str(self) -> &'static str {
        match self {
            Surface::Desktop => "desktop",
            Surface::Window => "window",
            Surface::Tab => "tab",
        }
    }
}

/// To whom a session is handed (L6): one queue, or agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    Queue(String),
    Agents(Vec<PersonId>),
}

/// Why something in a session ends while the session may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Whose it is stopped it.
    Stopped,
    /// Something else took its place.
    Replaced,
    ControlPassed,
    OtherSelected,
    Transferred,
    /// Consent was withdrawn.
    Withdrawn,
    /// Who had it is gone.
    Left,
    HostLost,
    SessionEnded,
    /// The new host's device carries no voice.
    NoVoice,
    /// Nobody answered.
    Silence,
    /// Something harmful is in it.
    Harmful,
    /// It could not go on: nothing more of it could be kept.
    Failed,
}

/// Why somebody is not there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeaveWhy {
    Left,
    /// The seat was kept, and nobody came back to it.
    Lost,
    Removed,
    TurnedAway,
    Transferred,
    SessionEnded,
}

/// Why somebody became host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassWhy {
    Passed,
    Returned,
    /// Of those who were there, the longest present.
    HostLost,
    /// Took over what was offered.
    Accepted,
    /// Came while nobody led.
    Came,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndWhy {
    ByHost,
    HostLost,
    /// Nobody took it over.
    Unanswered,
    /// No customer came back.
    Empty,
}

impl EndWhy {
    pub fn as_str(self) -> &'static str {
        match self {
            EndWhy::ByHost => "by-host",
            EndWhy::HostLost => "host-lost",
            EndWhy::Unanswered => "unanswered",
            EndWhy::Empty => "empty",
        }
    }
}

/// What happened in a session. Places are told as seats; who sits there says [`SessionEvent::Joined`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum SessionEvent {
    /// By the one who has the first seat and leads.
    Started {
        host: PersonId,
        name: Prose,
        voice: bool,
        number: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        rules: Box<SessionRules>,
    },
    Invited {
        way: Way,
        /// An agent is invited, not a customer.
        agent: bool,
        /// The address, where there is one.
        to: Prose,
    },
    /// An agent is asked to come, from the list of agents: they need no number (L2).
    AgentInvited {
        person: PersonId,
        name: Prose,
    },
    PasscodeMissed,
    PasscodeRenewed,
    Joined {
        seat: Seat,
        name: Prose,
        /// An agent's; a customer's where they are signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        customer: bool,
        way: Way,
        voice: bool,
        /// Until the host lets them in.
        waits: bool,
    },
    Admitted {
        seat: Seat,
    },
    SeatLost {
        seat: Seat,
    },
    SeatTaken {
        seat: Seat,
    },
    Left {
        seat: Seat,
        why: LeaveWhy,
    },
    Selected {
        seat: Seat,
    },
    Asked {
        seat: Seat,
        thing: Thing,
        purpose: Prose,
    },
    Granted {
        seat: Seat,
        thing: Thing,
    },
    Denied {
        seat: Seat,
        thing: Thing,
        /// They said nothing, and silence is a no.
        silent: bool,
    },
    Withdrawn {
        seat: Seat,
        thing: Thing,
    },
    ShareStarted {
        seat: Seat,
        surface: Surface,
    },
    ShareEnded {
        seat: Seat,
        why: Why,
    },
    PointerStarted {
        seat: Seat,
    },
    PointerEnded {
        seat: Seat,
        why: Why,
    },
    CameraStarted {
        seat: Seat,
    },
    CameraEnded {
        seat: Seat,
        why: Why,
    },
    CallStarted {
        seat: Seat,
    },
    CallJoined {
        seat: Seat,
    },
    CallLeft {
        seat: Seat,
        why: Why,
    },
    CallEnded {
        why: Why,
    },
    ChatStarted,
    Said {
        seat: Seat,
        text: Prose,
    },
    ChatEnded {
        why: Why,
    },
    FileOffered {
        file: u32,
        from: Seat,
        to: Seat,
        name: Prose,
        bytes: u64,
    },
    FileAccepted {
        file: u32,
    },
    FileArrived {
        file: u32,
        digest: String,
    },
    FileEnded {
        file: u32,
        why: Why,
    },
    RecordingStarted {
        stretch: u32,
    },
    RecordingEnded {
        stretch: u32,
        why: Why,
    },
    /// Control, from one host to the next; from nobody where nobody led.
    ControlPassed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Seat>,
        to: Seat,
        why: PassWhy,
    },
    /// Nobody leads any more, and it waits for an agent.
    HostLost,
    Transferred {
        from: Seat,
        to: Target,
        message: Prose,
    },
    OfferDeclined {
        person: PersonId,
    },
    /// Nobody answered; the desk's fallback queue has it now.
    OfferPassedOn {
        queue: String,
    },
    Ended {
        why: EndWhy,
    },
    /// A customer says how it went, after the end (C16).
    SurveyGiven {
        seat: Seat,
        answers: SessionSurvey,
    },
}
