//! What happens to cases. Bodies are stored as written here; a field may be added with a default, never changed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AccessWish, Answered, Answers, AttachedFile, Opened, Question,
    calling::{CallMade, CallWish},
    cause::{Cause, Side},
    conference::{ConferenceAnswered, ConferenceAsked, ConferenceSet},
    escalating::Addressee,
    escalation::{Ground, How, Step},
    linking::Relation,
    snoozing::Waker,
    survey::Survey,
};
use crate::{
    CaseId, FileId, Instant, Level, PersonId, Prose, TagId, TeamId,
    contract::{ClockKind, MilestoneId, Notice, Targets},
    desk::{StatusId, Turn},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum CaseEvent {
    Opened(Box<Opened>),
    /// A public message.
    MessagePosted {
        side: Side,
        text: Prose,
    },
    /// Support would like to know something of the customer (C9).
    QuestionsAsked {
        questions: Vec<Question>,
    },
    /// The customer's answers to what was asked.
    QuestionsAnswered {
        answers: Vec<Answered>,
    },
    /// Support no longer needs to know it.
    QuestionWithdrawn {
        id: u32,
    },
    /// The customer has said something and will say more: the turn stays with them (C12).
    MoreToFollow,
    /// What was asked before the case was told later (B2).
    FactsTold {
        side: Side,
        answers: Answers,
    },
    /// People came into copy, or out of it (C5).
    CopiesChanged {
        side: Side,
        /// The field of the form that holds them.
        field: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        added: Vec<Prose>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        removed: Vec<Prose>,
        /// Where those stood, from 0.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<usize>,
    },
    /// The customer's own number of it is another from now on, or none (C1).
    ReferenceSet {
        side: Side,
        /// The field of the form that holds it.
        field: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Prose>,
    },
    /// Staff's own; no customer ever sees it.
    NotePosted {
        text: Prose,
    },
    /// A part of what was said with the event of this version was covered, and is read like this from now on (K3).
    Redacted {
        of: i64,
        /// Which of its texts; the message, note or description where it is not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<String>,
        /// It is staff's own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
        /// What the case keeps of that text, by its places in the state.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<String>,
        text: Prose,
    },
    StatusChanged {
        from: StatusId,
        to: StatusId,
        #[serde(with = "super::event_words::turn")]
        turn: Turn,
        closed: bool,
        cause: Cause,
    },
    Assigned {
        owner: Option<PersonId>,
        team: Option<TeamId>,
        /// Times it was handed on with this: 0 at first.
        handovers: u32,
    },
    /// Why support closed it, an id of the desk's causes; for staff alone (ux-A2).
    CauseSet {
        cause: String,
    },
    ReopeningRequested {
        reason: Prose,
    },
    /// Staff do not bring it back (C15).
    ReopeningDeclined {
        reason: Prose,
    },
    /// The proposed solution did not do it (C14).
    MoreHelpAsked {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tried: Option<Prose>,
        happened: Prose,
    },
    /// The customer said how they were served (C16); for whoever answered and for staff alone.
    SurveyGiven(Survey),
    /// The customer asks for somebody above the owner (E2).
    EscalationAsked {
        to: Addressee,
        reason: Prose,
    },
    /// Whoever leads has answered it.
    EscalationAnswered {
        text: Prose,
    },
    /// Staff have handed it on, under a number of its own (E1); the summary is for the customer.
    EscalationOpened {
        number: i64,
        summary: Prose,
    },
    /// What the customer wants to have, and who calls them back by when.
    EscalationManaged {
        outcome: Prose,
        caller: PersonId,
        by: Instant,
        /// Since when that is promised; the same where only words were changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Instant>,
    },
    /// What is wrong in the product, and its number where engineering keeps defects; staff's own.
    EscalationBriefed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        defect: Option<Prose>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tracker: Option<Prose>,
    },
    /// The team in whose queue it waits; staff's own.
    EscalationQueued {
        team: TeamId,
    },
    /// Engineering has finished: what the customer is to be asked about, for the owner; staff's own.
    EscalationFinished {
        text: Prose,
    },
    /// It stands at another step.
    EscalationMoved {
        from: Step,
        to: Step,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Prose>,
    },
    /// A solution is expected on this day, or none can be told any more; no promise.
    EscalationExpected {
        on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
    },
    EscalationEnded {
        from: Step,
        how: How,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Prose>,
    },
    /// Whoever was to call back has; with what was agreed.
    CalledBack {
        text: Prose,
    },
    /// Nobody had called back by then.
    CallbackMissed {
        due: Instant,
    },
    /// Staff decided against what was suggested.
    EscalationDismissed {
        ground: Ground,
    },
    /// Those who lead are to think of an escalation, on this ground (E2); each ground once. Staff's own.
    EscalationSuggested {
        ground: Ground,
        /// The ground had stood too long for anybody to be written to about it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
    },
    /// The day on which a solution was expected is over, and nobody has told another one (E1). Staff's own.
    ExpectedDayPassed {
        on: Date,
        /// It had been over too long for anybody to be written to about it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
    },
    /// Those who lead are to think of an incident (E3): several companies report the same, or it is one company's alone and its
    /// plan has the gravest cases managed (S7). Staff's own.
    IncidentSuggested {
        /// Different ones; one where the plan is the reason.
        companies: u32,
        cases: u32,
    },
    /// What the product makes of it (C4).
    KindStateSet {
        to: String,
    },
    /// The customer was reminded that it closes by itself (C14); so many reminders are behind.
    Reminded {
        reminded: u8,
        closes_at: Instant,
    },
    /// One side wants another severity, and the other has to agree (C7).
    SeverityProposed {
        side: Side,
        to: String,
        reason: Prose,
    },
    /// Another severity counts from now on: agreed, or by the desk's rule at once (C7).
    SeverityChanged {
        /// Who wanted it.
        side: Side,
        from: String,
        to: String,
        /// The other side has agreed to it.
        agreed: bool,
        raised: bool,
        /// What is promised from now on; nothing where nothing was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        targets: Option<Targets>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        call_owed: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
    },
    /// The proposed severity does not come.
    SeverityDeclined {
        side: Side,
        to: String,
        reason: Prose,
    },
    /// The customer would like to be called within this time (H2).
    CallAsked(CallWish),
    /// They need no call any more.
    CallWithdrawn,
    /// Nobody had called by then; staff's own.
    CallMissed {
        due: Instant,
    },
    /// Somebody has spoken on the phone, or tried to (H2).
    CallMade(CallMade),
    /// A conference is wanted (H3).
    ConferenceAsked(ConferenceAsked),
    /// When it is, and who should come: for the first time, or anew.
    ConferenceSet(ConferenceSet),
    /// Somebody invited comes, or does not.
    ConferenceAnswered(ConferenceAnswered),
    /// It does not take place.
    ConferenceCancelled {
        id: u32,
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Prose>,
    },
    /// The phone call that was owed has taken place (C7).
    CallRecorded {
        note: Prose,
    },
    /// The case goes on at a higher tier (S6).
    TierRaised {
        from: u8,
        to: u8,
        reason: Prose,
    },
    /// Another vendor was asked, under this reference of its own (S11).
    ThirdPartyInvolved {
        name: Prose,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<Prose>,
    },
    /// It is involved no longer.
    ThirdPartyReleased {
        name: Prose,
    },
    /// From now on it goes by another version of the desk (S3).
    DeskMoved {
        from: i64,
        to: i64,
        targets: Targets,
        /// When a first response that was given had been due: what is over never changes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_due: Option<Instant>,
        /// The same of milestones that were reached.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reached_due: Vec<(MilestoneId, Instant)>,
    },
    /// Whether support may sign in as this contact because of this case (A10); their own word, before any general one.
    ProxyLoginSet {
        contact: PersonId,
        allowed: bool,
    },
    /// An agent looks at the portal as this contact, who allowed it.
    ProxyLoginStarted {
        contact: PersonId,
        agent: PersonId,
    },
    ProxyLoginEnded {
        contact: PersonId,
        agent: PersonId,
        /// The contact ended it, not the agent.
        by_contact: bool,
    },
    /// The vendor's own product was used as this contact; what for, in the product's words.
    ProxyLoginUsed {
        contact: PersonId,
        note: Prose,
        /// They did not allow it then: their word was taken back, never given, or over with the case.
        #[serde(
            default,
            alias = "withdrawn",
            skip_serializing_if = "std::ops::Not::not"
        )]
        without_consent: bool,
    },
    /// Whether it is kept to its owner and team among staff (A2).
    PrivacySet {
        private: bool,
    },
    /// Somebody would like other access than they have (A4).
    AccessAsked {
        contact: PersonId,
        wish: AccessWish,
    },
    /// It was given to them, or what was found right instead.
    AccessGranted {
        contact: PersonId,
        level: Level,
    },
    /// Files were handed in, with the words before them or alone (C13).
    FilesAttached {
        files: Vec<AttachedFile>,
        /// They go with a note.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
        /// No words went with them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        alone: bool,
    },
    /// A file was taken away again.
    FileRemoved {
        file: FileId,
        name: Prose,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// Its owner does not want to see it until this moment, or until the customer answers (K1).
    Snoozed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
    },
    /// It is back among what its owner looks after.
    Woken {
        because: Waker,
    },
    /// How it stands to another case, whose own history says the reverse (K3).
    Linked {
        relation: Relation,
        to: CaseId,
    },
    Unlinked {
        relation: Relation,
        to: CaseId,
    },
    /// It goes on within another case of the same company (K3).
    Merged {
        into: CaseId,
    },
    /// That was taken back.
    Unmerged {
        from: CaseId,
    },
    /// Another case goes on within this one.
    TookIn {
        case: CaseId,
    },
    /// It does so no longer.
    LetGo {
        case: CaseId,
    },
    /// Staff have put words on it, or taken some off (K3).
    Tagged {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        added: Vec<TagId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        removed: Vec<TagId>,
    },
    /// A warning was given or a breach recorded, each once for the count of a clock (S4).
    ClockTold {
        clock: ClockKind,
        notice: Notice,
        /// When it was to be told.
        due: Instant,
        /// The product was not there to tell it in time.
        #[serde(default)]
        late: bool,
    },
}
