//! What happened to a case.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Answers, Labelled, Named, Question};

/// The story of a case, oldest first, as far as the reader may know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    pub items: Vec<TimelineEntry>,
    /// Live sessions about the case, the first of them first; what went on in each says `GET /api/v1/sessions/{session}`.
    pub sessions: Vec<TimelineSession>,
}

/// A live session in the story of its case.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineSession {
    pub id: String,
    /// Nine digits.
    #[schema(example = "123456789")]
    pub number: String,
    /// `open`, `transferring`, `host-lost` or `ended`.
    pub state: String,
    #[schema(format = DateTime)]
    pub started_at: String,
    #[schema(required, format = DateTime)]
    pub ended_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// Place in the story as this reader knows it, from 1; it never changes.
    pub place: usize,
    #[schema(format = DateTime)]
    pub at: String,
    pub by: Who,
    #[serde(flatten)]
    pub happened: Happened,
}

/// A file of a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttachedFile {
    pub id: String,
    /// `null` where it was erased.
    #[schema(required)]
    pub name: Option<String>,
    pub bytes: u64,
    /// Its extension, in lower case.
    pub kind: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// All files of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Files {
    pub items: Vec<File>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    #[serde(flatten)]
    pub file: AttachedFile,
    /// `ready`; `held` until it was looked through for harm; `threat` where some was found.
    pub state: String,
    /// Why it could not be looked through, for staff: `too-large`, `hung-up`, `slow`, `unread`, or the scanner's own words.
    #[schema(required)]
    pub unscanned: Option<String>,
    /// It opens with a password only: it cannot be scanned or read.
    pub locked: bool,
    /// It goes with a note.
    pub internal: bool,
    #[schema(required, format = DateTime)]
    pub attached_at: Option<String>,
    pub by: Named,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Who {
    /// `customer`, `support`, or `system` for what happened by itself.
    pub side: String,
    #[schema(required)]
    pub person: Option<Named>,
}

/// What it was. A text that was erased is `null`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Happened {
    Opened {
        subject: Option<String>,
        text: Option<String>,
        #[schema(value_type = BTreeMap<String, Answer>)]
        answers: Answers,
        status: String,
    },
    /// A public message.
    Message {
        side: String,
        text: Option<String>,
    },
    /// Files that came with the entry before, or alone.
    FilesAttached {
        files: Vec<AttachedFile>,
        /// They go with a note; only staff have them.
        internal: bool,
    },
    /// A part of what was said with the entry of this version was covered.
    Redacted {
        entry: i64,
        /// It is staff's own.
        internal: bool,
    },
    /// How the case stands to another one.
    Linked {
        relation: String,
    },
    Unlinked {
        relation: String,
    },
    /// It goes on within another case.
    Merged,
    /// That was taken back.
    Unmerged,
    /// Another case goes on within this one.
    TookIn,
    /// It does so no longer.
    LetGo,
    /// Tags were put on it, or taken off; by id.
    Tagged {
        added: Vec<String>,
        removed: Vec<String>,
    },
    /// A file was taken away.
    FileRemoved {
        file: String,
        name: Option<String>,
    },
    /// What was asked before the case was told later.
    FactsTold {
        side: String,
        #[schema(value_type = BTreeMap<String, Answer>)]
        answers: Answers,
    },
    /// Addresses came into copy, or out of it.
    CopiesChanged {
        side: String,
        added: Vec<String>,
        removed: Vec<String>,
    },
    /// The customer's own number of the case became another, or none.
    ReferenceSet {
        side: String,
        /// The field of the form that holds it.
        field: String,
        to: Option<String>,
    },
    /// Staff's own; only staff read it.
    Note {
        text: Option<String>,
    },
    StatusChanged {
        from: String,
        to: String,
        turn: String,
        closed: bool,
        /// `staff`, `taken`, `undone`, `customer-update`, `solution-worked`, `solution-failed`, `closed-by-customer`, `reopened`,
        /// `redirected`, `merged`, `unmerged`, `unanswered` or `imported`.
        cause: String,
        /// With `closed-by-customer`: the reason's id; with `redirected`: what is not covered.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Only staff read it.
    Assigned {
        owner: Option<Named>,
        team: Option<Labelled>,
    },
    /// Why support closed it, an id of the desk's `causes`. Only staff read it.
    CauseSet {
        cause: String,
    },
    /// Its owner does not want to see it until this moment; without one, until the customer answers. Only staff read it.
    Snoozed {
        #[schema(format = DateTime)]
        until: Option<String>,
    },
    /// It is back among what its owner looks after: `time`, `customer`, `clock` or `staff` woke it. Only staff read it.
    Woken {
        because: String,
    },
    /// The contact was reminded that it closes by itself unless they answer.
    Reminded {
        #[schema(format = DateTime)]
        closes_at: String,
    },
    ReopeningRequested {
        text: Option<String>,
    },
    /// Staff do not bring it back.
    ReopeningDeclined {
        text: Option<String>,
    },
    /// The proposed solution did not do it.
    MoreHelpAsked {
        tried: Option<String>,
        happened: Option<String>,
    },
    /// The customer asks for somebody above the owner: `support-manager` or `success-manager`.
    EscalationAsked {
        to: String,
        text: Option<String>,
    },
    /// Support has answered it.
    EscalationAnswered {
        text: Option<String>,
    },
    /// Staff have handed it on, under a number of its own.
    EscalationOpened {
        number: String,
        text: Option<String>,
    },
    /// What the customer wants to have, and who calls them back by when.
    EscalationManaged {
        outcome: Option<String>,
        caller: Named,
        #[schema(format = DateTime)]
        call_by: String,
    },
    /// What engineering is to mend, and its number there. Only staff read it.
    EscalationBriefed {
        defect: Option<String>,
        tracker: Option<String>,
    },
    /// The team in whose queue it waits, by id. Only staff read it.
    EscalationQueued {
        team: String,
    },
    /// Engineering has finished; what they found. Only staff read it.
    EscalationFinished {
        text: Option<String>,
    },
    /// It stands at another step.
    EscalationMoved {
        from: String,
        to: String,
        text: Option<String>,
    },
    /// A solution is expected on this day, or none can be told any more; no promise.
    EscalationExpected {
        #[schema(format = Date)]
        on: Option<String>,
        text: Option<String>,
    },
    /// `confirmed`, `resolved`, `returned` or `closed`.
    EscalationEnded {
        how: String,
        text: Option<String>,
    },
    /// Whoever was to call back has.
    CalledBack {
        text: Option<String>,
    },
    /// Nobody had called back by then. Only staff read it.
    CallbackMissed {
        #[schema(format = DateTime)]
        due: String,
    },
    /// The customer would like to be called within this time.
    CallAsked {
        #[schema(format = DateTime)]
        from: String,
        #[schema(format = DateTime)]
        until: String,
        text: Option<String>,
    },
    /// They need no call any more.
    CallWithdrawn,
    /// Nobody had called by then. Only staff read it.
    CallMissed {
        #[schema(format = DateTime)]
        due: String,
    },
    /// Somebody has spoken on the phone, or tried to.
    CallMade {
        subject: Option<String>,
        /// Support has called.
        outbound: bool,
        with: Option<String>,
        #[schema(format = DateTime)]
        began_at: String,
        minutes: u16,
        /// Somebody was there.
        reached: bool,
        text: Option<String>,
    },
    /// A conference is wanted.
    ConferenceAsked {
        conference: u32,
        side: String,
        subject: Option<String>,
        text: Option<String>,
    },
    /// When it is: for the first time, or anew.
    ConferenceSet {
        conference: u32,
        #[schema(format = DateTime)]
        starts_at: String,
        minutes: u16,
        moved: bool,
        text: Option<String>,
    },
    /// Somebody who is invited comes, or does not.
    ConferenceAnswered {
        conference: u32,
        email: Option<String>,
        accepted: bool,
        text: Option<String>,
    },
    /// It does not take place.
    ConferenceCancelled {
        conference: u32,
        side: String,
        text: Option<String>,
    },
    /// Staff decided against what was suggested. Only staff read it.
    EscalationDismissed {
        ground: String,
    },
    /// Those who lead are to think of an escalation: `breaches`, `reopenings`, `silent` or `survey`. Only staff read it.
    EscalationSuggested {
        ground: String,
    },
    /// The day on which a solution was expected is over. Only staff read it.
    ExpectedDayPassed {
        #[schema(format = Date)]
        on: String,
    },
    /// Those who lead are to think of an incident: several companies report the same, or one whose plan has it managed. Only
    /// staff read it.
    IncidentSuggested {
        companies: u32,
        cases: u32,
    },
    /// What the product makes of it, an id of the kind's states.
    KindStateSet {
        to: String,
    },
    /// How the customer was served. Only staff read it.
    SurveyGiven {
        points: BTreeMap<String, u8>,
        text: Option<String>,
        /// Support may come back to them about it.
        contact: bool,
    },
    /// One side wants another severity.
    SeverityProposed {
        side: String,
        to: String,
        text: Option<String>,
    },
    /// Another severity counts from here on.
    SeverityChanged {
        /// Who wanted it.
        side: String,
        from: String,
        to: String,
        /// The other side has agreed to it.
        agreed: bool,
        text: Option<String>,
    },
    /// The proposed severity does not come.
    SeverityDeclined {
        side: String,
        to: String,
        text: Option<String>,
    },
    /// The phone call that was owed has taken place. Only staff read it.
    CallRecorded {
        text: Option<String>,
    },
    /// Support would like to know something of the customer.
    QuestionsAsked {
        questions: Vec<Question>,
    },
    /// The customer's answers, by the ids of the questions.
    QuestionsAnswered {
        answers: Vec<Question>,
    },
    /// Support no longer needs to know it.
    QuestionWithdrawn {
        question: u32,
    },
    /// The customer will say more: the turn stays with them.
    MoreToFollow,
    /// Only staff read it.
    TierRaised {
        from: u8,
        to: u8,
        text: Option<String>,
    },
    /// Another vendor was asked.
    ThirdPartyInvolved {
        name: Option<String>,
        reference: Option<String>,
    },
    /// It is involved no longer.
    ThirdPartyReleased {
        name: Option<String>,
    },
    /// Kept to its owner and team, or open to all staff again. Only staff read it.
    PrivacySet {
        private: bool,
    },
    /// The contact asks for other access than they have.
    AccessAsked {
        level: String,
        /// Ids of product lines.
        products: Vec<String>,
    },
    /// It was given.
    AccessGranted {
        level: String,
    },
    /// The contact lets support sign in as them because of this case, or does so no more.
    ProxyLoginSet {
        contact: Named,
        allowed: bool,
    },
    /// An agent looks at the portal as this contact.
    ProxyLoginStarted {
        contact: Named,
    },
    ProxyLoginEnded {
        contact: Named,
        /// The contact ended it.
        by_contact: bool,
    },
    /// The vendor's own product was used as this contact.
    ProxyLoginUsed {
        contact: Named,
        note: Option<String>,
        /// They did not allow it then: their word was taken back, never given, or over with the case.
        without_consent: bool,
    },
    /// It goes by another version of the desk file from here on. Only staff read it.
    DeskMoved {
        from: i64,
        to: i64,
    },
    /// A warning was given or a breach recorded. Only staff read it.
    ClockTold {
        /// `first-response` or `next-update`.
        clock: String,
        /// `warning` or `breach`.
        notice: String,
        /// With a warning: hundredths of the time that had passed.
        #[serde(skip_serializing_if = "Option::is_none")]
        percent: Option<u8>,
        #[schema(format = DateTime)]
        due: String,
        /// It could not be told in time.
        late: bool,
    },
}
