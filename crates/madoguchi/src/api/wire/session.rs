//! Live sessions (L1–L8), and what can be sent to them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The sessions of a case, the first of them first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    pub items: Vec<SessionSummary>,
}

/// A session in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionSummary {
    pub id: String,
    /// Nine digits, nobody else's while it lives.
    #[schema(example = "123456789")]
    pub number: String,
    /// Number of the case that it is about.
    #[schema(required)]
    pub case: Option<String>,
    /// `open`, `transferring`, `host-lost` or `ended`.
    pub state: String,
    #[schema(format = DateTime)]
    pub started_at: String,
    #[schema(required, format = DateTime)]
    pub ended_at: Option<String>,
    /// `by-host`, `host-lost`, `unanswered` or `empty`.
    #[schema(required)]
    pub ended: Option<String>,
}

/// Sessions that run, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunningSessionList {
    pub items: Vec<RunningSession>,
}

/// A session that runs, as an agent may know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunningSession {
    #[serde(flatten)]
    pub summary: SessionSummary,
    /// The caller's place in it, if they have one.
    #[schema(required)]
    pub seat: Option<u32>,
    /// What it wants of the caller: `offered` (it was handed on to them), `waits` (nobody leads it), `asked` (to come and help), or
    /// nothing.
    #[schema(required)]
    pub wants: Option<String>,
    /// What was written for whoever takes it over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// To whom a session can be handed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionTargets {
    pub queues: Vec<SessionQueue>,
    /// Those who serve a queue, but for the caller; who is away cannot be asked.
    pub agents: Vec<SessionAgent>,
}

/// A queue of the desk's.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionQueue {
    pub id: String,
    pub label: String,
    /// How many of its agents take offers just now.
    pub available: u64,
}

/// An agent who serves a queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionAgent {
    pub id: String,
    pub name: String,
    /// `available`, `busy` or `away`.
    pub state: String,
}

/// A session in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    #[serde(flatten)]
    pub summary: SessionSummary,
    /// What customers type beside the number; for its host alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passcode: Option<String>,
    /// Everybody who was in it.
    pub participants: Vec<SessionParticipant>,
    /// What went on in it and how long, in the order in which it began.
    pub deeds: Vec<SessionDeed>,
    /// What was sent in it.
    pub files: Vec<SessionSentFile>,
    /// What was recorded of it and can be had.
    pub recordings: Vec<SessionRecording>,
}

/// Somebody who is in a session, or was.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionParticipant {
    /// Their place, counted from one; never given twice.
    pub seat: u32,
    pub name: String,
    /// `host`, `assistant`, `former-host`, `customer`, `selected` (is served) or `waiting`.
    pub role: String,
    /// `waiting`, `here`, `away` or `left`.
    pub presence: String,
    #[schema(format = DateTime)]
    pub joined_at: String,
    /// A customer's standing word: `screen`, `pointer`, `camera`, `voice`, `recording`; for the host alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Vec<String>>,
    /// What a customer is asked and has not answered; for the host alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Vec<String>>,
}

/// Something that lasted.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionDeed {
    /// `present`, `led`, `shared`, `pointed`, `camera`, `spoke` or `recorded`.
    pub what: String,
    /// Whose; nothing for `recorded`.
    #[schema(required)]
    pub seat: Option<u32>,
    /// What was shared: `desktop`, `window` or `tab`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    #[schema(format = DateTime)]
    pub from: String,
    /// Nothing while it goes on.
    #[schema(required, format = DateTime)]
    pub until: Option<String>,
}

/// A file that was sent in a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionSentFile {
    pub number: u32,
    pub name: String,
    pub bytes: u64,
    pub from: u32,
    pub to: u32,
    #[schema(format = DateTime)]
    pub at: String,
    /// `open`, `arrived` or `stopped`.
    pub state: String,
    /// In hexadecimal, once it has arrived.
    #[schema(required)]
    pub sha256: Option<String>,
}

/// One track of one stretch that was recorded: a WebM of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionRecording {
    pub id: String,
    pub stretch: u32,
    pub seat: u32,
    /// `screen`, `screen-sound`, `camera` or `voice`.
    pub kind: String,
    /// `ready`, or `damaged` where it broke off.
    pub state: String,
    /// The moment of its time zero.
    #[schema(format = DateTime)]
    pub started_at: String,
    pub lasts_ms: u64,
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// When it is erased by itself.
    #[schema(required, format = DateTime)]
    pub erased_at: Option<String>,
}

/// What was said in a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionChat {
    /// It is open; the host's word opens it.
    pub open: bool,
    pub items: Vec<SessionSaid>,
}

/// A message of a session's chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionSaid {
    pub seat: u32,
    pub name: String,
    /// Nothing once it was erased.
    #[schema(required)]
    pub text: Option<String>,
    #[schema(format = DateTime)]
    pub at: String,
}

/// How a customer comes in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionInvitation {
    /// Where a customer's link leads; nothing for an agent, who finds the session on their page.
    #[schema(required)]
    pub link: Option<String>,
    /// A mail went out.
    pub mailed: bool,
    pub session: Session,
}

/// A session to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// Number of the case that it is about.
    pub case: Option<String>,
    /// `single` or `multi`, where the desk lets agents choose; without it, as the caller chose last.
    pub mode: Option<String>,
    /// The caller's device can carry voice.
    pub voice: Option<bool>,
}

/// Somebody to ask: an agent by id, or a customer by a link, which goes by mail where there is an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionInvitation {
    pub agent: Option<String>,
    pub email: Option<String>,
    /// An agent is written to as well, where the desk sends mail.
    pub mail: Option<bool>,
}

/// Something to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionMessage {
    pub text: String,
}

/// The files of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionFileList {
    pub items: Vec<SessionSentFile>,
}

/// A file to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionFile {
    /// Id of a file that was handed in and not sent yet.
    pub file: String,
    /// The seat that it is for; else the customer who is served.
    pub to: Option<u32>,
}

/// A session to help in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionAssistance {
    /// Its nine digits, as they were told.
    pub number: String,
    /// The caller's device can carry voice.
    pub voice: Option<bool>,
}

/// Somebody in a session: who is to lead, who is to be served, let in or sent away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionControl {
    /// Their seat; control goes to an assistant who is here.
    pub seat: u32,
}

/// A customer to ask for one thing of theirs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionQuestion {
    /// The seat of a customer; `screen` and `pointer` are asked of the one who is served.
    pub seat: u32,
    /// `screen`, `pointer`, `camera`, `voice` or `recording`.
    pub thing: String,
    /// What for, as the customer reads it; up to 200 characters.
    pub purpose: String,
}

/// To whom a session goes: to one queue, or to agents, and never to both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionTransfer {
    /// Id of a queue of the desk's.
    pub queue: Option<String>,
    /// Ids of agents who take offers and are not away.
    pub agents: Option<Vec<String>>,
    /// What they are to know, up to 345 characters as people count them.
    pub message: Option<String>,
}

/// How somebody comes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionVoice {
    /// The caller's device can carry voice.
    pub voice: Option<bool>,
}

/// A customer's word on one thing of theirs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionConsent {
    /// `screen`, `pointer`, `camera`, `voice` or `recording`.
    pub thing: String,
    /// `grant`, `deny` or `withdraw`.
    pub answer: String,
}

/// What a customer agreed to, and what they are asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionConsents {
    /// `screen`, `pointer`, `camera`, `voice`, `recording`: those for which their word stands.
    pub items: Vec<String>,
    pub questions: Vec<SessionQuestion>,
}

/// A question to a customer; silence is a no.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionQuestion {
    /// As in the answer to it.
    pub thing: String,
    /// What for; nothing once it was erased.
    #[schema(required)]
    pub purpose: Option<String>,
}

/// Whether an agent takes what is handed on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfferState {
    /// `available`, `busy` or `away`.
    pub state: String,
}

/// Whether an agent takes what is handed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferState {
    /// `available`, `busy` or `away`; nothing where their role serves no queue.
    #[schema(required)]
    pub state: Option<String>,
}
