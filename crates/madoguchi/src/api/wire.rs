//! The API's own types, as JSON says them. They end here: the domain knows nothing of them. Ids are text, since a
//! JavaScript number cannot hold them all; instants are RFC 3339 in UTC.

mod access;
mod appointment;
mod article;
mod case;
mod contract;
mod desk;
mod finding;
mod incident;
mod people;
mod release;
mod request;
mod session;
mod story;

pub use access::{
    AccountAccess, Held, JoiningRequest, JoiningRequests, NewAccessChange, NewAccessGrant,
    NewAccessRequest, NewJoiningAnswer, PartnerOf, Party,
};
pub use appointment::{
    CallWish, Comer, Conference, NewCallWish, NewCancellation, NewConference, NewConferenceAnswer,
    NewDate, NewKeptCall, Passcode, WhichConference,
};
pub use article::{
    Article, ArticleDraft, ArticleImage, ArticleList, ArticleText, ArticleTitle, NewArticle,
    NewArticleDraft, NewArticleJudgement, NewArticleWithdrawal,
};
pub use case::{
    Answers, Callback, Case, CaseLink, CaseLinks, CaseList, Counts, Escalation, EscalationEvidence,
    EscalationMark, EscalationQueue, EscalationStep, ExpectedDay, LinkedCase, Macro, Macros,
    NotCovered, Question, SeverityWish, Snooze, Status, Summary, Survey, Tags, Taken, ThirdParty,
    Total,
};
pub use contract::{
    Because, Clock, Due, Offer, Offers, Promise, Promised, Registered, Stretch, reason,
};
pub use desk::{
    Attachments, Checklist, Depends, Desk, Downloads, Field, FieldEntry, Kind, Only, Reopening,
    Severity, Step, SubStatus, SubType, SurveyAsked, TopStatus,
};
pub use finding::{Finding, Findings, FoundBy, Mark, SimilarCase, SimilarCases};
pub use incident::{
    Incident, IncidentList, IncidentNote, IncidentOffers, IncidentSuggestions, IncidentSummary,
    IncidentUpdate, NewIncident, NewIncidentCancellation, NewIncidentCases, NewIncidentCause,
    NewIncidentDescription, NewIncidentEnd, NewIncidentNote, NewIncidentOwners, NewIncidentUpdate,
    SuggestedAccount, SuggestedCase, Surge, Surges,
};
pub use people::{
    Agent, AgentChange, Agents, Deployment, Deployments, Me, Named, NewAgent, ProxyLogin, Standing,
    Teams,
};
pub use release::{NewRelease, Release, Releases};
pub use request::{
    Answer, NewAssignment, NewCall, NewCallback, NewCase, NewCause, NewClosure, NewCopies,
    NewEscalation, NewEscalationAnswer, NewEscalationText, NewExpectation, NewFacts, NewFollowUp,
    NewKindState, NewLanes, NewLink, NewMacroUse, NewMessage, NewNote, NewOpenEscalation,
    NewPrivacy, NewProxyUse, NewQuestionWithdrawal, NewRedaction, NewRedirection, NewReference,
    NewReopening, NewReopeningDecline, NewRows, NewSeverity, NewSeverityAnswer, NewSnooze,
    NewSolutionAnswer, NewStatus, NewStep, NewSurvey, NewTags, NewThirdParty, NewTier, OtherCase,
};
pub use session::{
    NewOfferState, NewSession, NewSessionAssistance, NewSessionConsent, NewSessionControl,
    NewSessionFile, NewSessionInvitation, NewSessionMessage, NewSessionQuestion,
    NewSessionTransfer, NewSessionVoice, OfferState, RunningSession, RunningSessionList, Session,
    SessionAgent, SessionChat, SessionConsents, SessionDeed, SessionFileList, SessionInvitation,
    SessionList, SessionParticipant, SessionQuestion, SessionQueue, SessionRecording, SessionSaid,
    SessionSentFile, SessionSummary, SessionTargets,
};
pub use story::{
    AttachedFile, File, Files, Happened, Timeline, TimelineEntry, TimelineSession, Who,
};

use serde::Serialize;
use utoipa::ToSchema;

/// Something with an id and what it is called in the reader's language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Labelled {
    pub id: String,
    pub label: String,
}

/// Why a request was not carried out (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; stays the same in every language.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid-fields")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Every field, parameter or header that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// For `no-such-move`: the statuses to which the case can be moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible: Option<Vec<String>>,
    /// For `not-entitled`: why no contract covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<Because>>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Plain name of the field, parameter or header.
    #[schema(example = "sub-issue")]
    pub field: String,
    /// JSON pointer (RFC 6901) into the body; absent for parameters and headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/answers/sub-issue")]
    pub pointer: Option<String>,
    #[schema(example = "not-offered")]
    pub code: String,
    pub detail: String,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// Whether the product can serve.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    pub ready: bool,
    pub checks: Checks,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Checks {
    /// The database answers.
    pub database: Check,
    /// It has the tables that this program works with.
    pub schema: Check,
    /// Everything can be found. Where something cannot be read, the rest is found all the same, and the program is ready.
    pub search: Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    Ok,
    Failed,
}
