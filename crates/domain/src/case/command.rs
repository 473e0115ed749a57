//! What can be asked of a case, and why it can be refused.

use jiff::civil::Date;

use super::{
    Acts, Addressee, Answers, CopiesChange, Lanes, NotMerged, attaching,
    calling::{NewCall, NewCallWish},
    conferring::{NewConference, NewDate, NewReply},
    escalation::Step,
    proxy,
    redacting::Cover,
    survey::GivenSurvey,
};
use crate::{
    AccountId, CaseId, DeploymentId, Instant, Language, Level, PersonId, TagId, TeamId,
    case::intake::{Entries, FieldProblem},
    contract::entitlement::Verdict,
    desk::StatusId,
    file::{NotTaken, Ready},
};

/// A case about to be opened: the form's answers, checked by [`super::intake`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewCase {
    pub desk_version: i64,
    pub account: AccountId,
    pub deployment: DeploymentId,
    pub contact: PersonId,
    pub kind: String,
    pub sub_type: Option<String>,
    pub product: String,
    pub environment: Option<String>,
    pub severity: String,
    pub channel: String,
    /// The centre that the customer chose, if one was.
    pub centre: Option<String>,
    /// Language in which the customer asks.
    pub language: Language,
    pub subject: String,
    pub description: String,
    pub answers: Answers,
    /// The closed case that it goes on with (C15).
    pub continues: Option<CaseId>,
}

/// What an actor wants done with a case that exists.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The customer adds information (C12).
    PostUpdate {
        text: String,
    },
    /// What was asked before the case is told later (B2), by field id.
    TellFacts {
        entries: Entries,
    },
    /// People come into copy, or out of it (C5).
    ChangeCopies(CopiesChange),
    /// The customer's own number of it becomes another, or none (C1).
    SetReference {
        text: String,
    },
    /// Staff answer in public, and may move the case with it.
    Reply {
        text: String,
        then: Option<StatusId>,
    },
    /// The same with answers to what was asked; the turn stays where more follows (C9, C12).
    Answer {
        text: String,
        answers: Vec<(u32, String)>,
        more: bool,
    },
    /// Staff answer in public and ask something of the customer (C9).
    Ask {
        text: String,
        then: Option<StatusId>,
        questions: Vec<String>,
    },
    /// Staff no longer need to know it.
    WithdrawQuestion {
        id: u32,
    },
    /// Staff write among themselves.
    AddNote {
        text: String,
    },
    /// Staff cover a part of what was said with the event of this version; see [`super::redacting`] (K3).
    Redact {
        of: i64,
        covers: Vec<Cover>,
        internal: bool,
    },
    ChangeStatus {
        to: StatusId,
    },
    Assign {
        owner: Option<PersonId>,
        team: Option<TeamId>,
    },
    /// It becomes the actor's where nobody has it; else nothing happens (K1).
    TakeUp,
    /// An assignment is taken back: whose it was, and whether arriving had moved its status.
    UndoAssignment {
        owner: Option<PersonId>,
        team: Option<TeamId>,
        moved: bool,
    },
    /// The customer ends it (C14).
    Close {
        reason: String,
        comment: Option<String>,
    },
    /// The customer says that the proposed solution worked (C14).
    SolutionWorked {
        comment: Option<String>,
    },
    /// It did not: which steps were tried, and what happened (C14).
    NeedMoreHelp {
        tried: String,
        happened: String,
    },
    /// Staff close what support does not cover, by the desk's id of the matter, with words where there are any (B7).
    Redirect {
        matter: String,
        text: String,
    },
    /// The customer wants a closed case back (C15); by the desk's rule this may be enough.
    RequestReopening {
        reason: String,
    },
    /// Staff do not bring it back, and say why (C15).
    DeclineReopening {
        reason: String,
    },
    /// Staff bring a closed case back.
    Reopen,
    /// The customer asks for somebody above the owner (E2).
    AskEscalation {
        to: Addressee,
        reason: String,
    },
    /// Support answers that in public.
    AnswerEscalation {
        text: String,
    },
    /// Staff hand the case on, with what the customer is told of it (E1).
    OpenEscalation {
        summary: String,
        lanes: Lanes,
    },
    /// Who calls back for what, and what engineering is to mend.
    SetLanes(Lanes),
    /// The escalation goes to another step, with words for the customer.
    MoveEscalation {
        to: Step,
        text: String,
    },
    /// Engineering has finished; what they found, for the owner, who has the customer confirm it.
    FinishEscalation {
        text: String,
    },
    /// It goes back to support, with why.
    ReturnEscalation {
        text: String,
    },
    /// On which day a solution is expected.
    ExpectSolution {
        on: Option<Date>,
        reason: String,
    },
    /// The customer was called back; what was agreed.
    CallBack {
        text: String,
    },
    /// Staff decide against the escalation that is suggested.
    DismissEscalation,
    /// The customer says how they were served (C16).
    GiveSurvey(GivenSurvey),
    /// Staff tell what the product makes of it, an id of the kind's states (C4).
    SetKindState {
        to: String,
        text: String,
    },
    /// Either side wants another severity (C7).
    ChangeSeverity {
        to: String,
        reason: String,
    },
    /// The other side answers that wish; a refusal says why (C7).
    AnswerSeverity {
        /// The severity that they saw wanted; nothing where they answer whatever is.
        to: Option<String>,
        accept: bool,
        reason: String,
    },
    /// Staff have spoken with the customer by phone (C7).
    RecordCall {
        note: String,
    },
    /// The customer would like to be called (H2).
    AskCall(NewCallWish),
    /// They need no call any more.
    WithdrawCall,
    /// Staff keep what was said on the phone (H2).
    KeepCall(NewCall),
    /// Either side wants a conference (H3).
    AskConference(NewConference),
    /// Staff say when it is, and who should come; one that nobody has asked for comes into being with it.
    SetConference(NewDate),
    /// Somebody invited comes, or does not.
    AnswerConference(NewReply),
    /// It does not take place.
    CancelConference {
        id: u32,
        text: String,
    },
    /// Staff hand it to the next tier (S6).
    RaiseTier {
        reason: String,
    },
    /// Staff ask another vendor, under the reference it gave, and may move the case to wait for it (S11).
    InvolveThirdParty {
        name: String,
        reference: String,
        then: Option<StatusId>,
    },
    /// The other vendor has done its part.
    ReleaseThirdParty,
    /// A contact lets support sign in as them because of this case, or does so no more (A10).
    SetProxyLogin {
        allowed: bool,
    },
    /// An agent signs in as a contact who allows it.
    StartProxyLogin(proxy::Subject),
    /// The agent leaves, or the contact ends it.
    EndProxyLogin {
        contact: PersonId,
        agent: PersonId,
    },
    /// The vendor's own product says that it was used as a contact.
    UseProxyLogin {
        subject: proxy::Subject,
        note: String,
    },
    /// Staff keep it to its owner and team, or open it to all of them again (A2).
    SetPrivacy {
        private: bool,
    },
    /// What somebody asked for about their access is given (A4).
    GrantAccess {
        level: Level,
    },
    /// Its owner puts it to sleep until this moment, or until the customer answers (K1).
    Snooze {
        until: Option<Instant>,
    },
    /// Staff have it back among what its owner looks after.
    Wake,
    /// Staff put words on it, and take some off (K3).
    Tag {
        add: Vec<TagId>,
        remove: Vec<TagId>,
    },
    /// Another command of staff's, and what a macro does beside it (K3).
    WithActs {
        command: Box<Command>,
        acts: Acts,
    },
    /// The product itself tells what the clocks say by now (S4).
    TellClocks,
    /// Another command of staff's that closes the case, with an id of the desk's causes (ux-A2).
    WithCause {
        command: Box<Command>,
        cause: String,
    },
    /// Staff say why a closed case was closed.
    SetCause {
        cause: String,
    },
    /// Another command with files that lie ready (C13).
    WithFiles {
        command: Box<Command>,
        files: Vec<Ready>,
    },
    /// A file of the case is taken away.
    RemoveFile(attaching::Standing),
}

impl Command {
    /// With why it closes the case, where that was said.
    pub fn closed_for(self, cause: &str) -> Self {
        match cause.trim() {
            "" => self,
            cause => Command::WithCause {
                command: Box::new(self),
                cause: cause.to_owned(),
            },
        }
    }
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// This actor may never do this.
    NotAllowed,
    /// The case is closed.
    Closed,
    NotClosed,
    /// It goes on within another case (K3).
    Merged,
    /// It cannot go on within that case.
    NotMerged(NotMerged),
    /// No solution stands to be answered.
    NoSolutionProposed,
    /// The desk has no such move; with those it has.
    NoSuchMove {
        from: StatusId,
        to: StatusId,
        possible: Vec<StatusId>,
    },
    /// Some answers are missing or cannot be taken.
    Fields(Vec<FieldProblem>),
    /// The desk never reopens: open a new case.
    NeverReopened,
    /// The days for reopening are over: open a new case.
    ReopeningOver {
        days: u16,
    },
    /// It is asked for already.
    ReopeningAskedAlready,
    /// Staff have said no: open a new case.
    ReopeningDeclined,
    /// Nobody asks for it, or no longer.
    NoReopeningAsked,
    /// It is asked for already, and will be answered.
    EscalationAskedAlready,
    /// Nobody asks for it, or it was answered.
    NoEscalationAsked,
    /// One runs already (E1).
    EscalatedAlready,
    /// None runs.
    NoEscalation,
    /// Engineering has nothing to do with it, or has finished already.
    NotWithEngineering,
    /// The desk asks nothing about it, or no longer.
    NoSurvey,
    /// Somebody has answered it.
    SurveyGiven,
    /// It has this severity already.
    SeverityAlready,
    /// No severity is proposed that this side could answer.
    NoSeverityProposed,
    /// Another severity is wanted by now than the one that was answered.
    OtherSeverityProposed,
    /// It was answered or withdrawn meanwhile, or never asked.
    NoSuchQuestion,
    /// No call is owed.
    NoCallOwed,
    /// A call is waited for already.
    CallAskedAlready,
    /// The case has no such conference.
    NoSuchConference,
    /// It was cancelled, or is over.
    ConferenceOver,
    /// It stands at the highest tier.
    HighestTier,
    /// The plan does not include other vendors (S11).
    NotInPlan,
    NoThirdParty,
    /// Only whoever has it may put it to sleep (K1).
    NotOwner,
    /// A promise is in danger: it may not be put to sleep now.
    DueSoon,
    /// Nobody may sign in as this contact because of this case (A10).
    NoProxyLogin(proxy::NoConsent),
    /// The centre that would answer takes no cases without an account (C20).
    NoGuests,
    /// No contract covers it, or nobody takes it this way; the verdict says why (C6).
    NotEntitled(Box<Verdict>),
    /// A file is not taken; without a name, all of them together (C13).
    File {
        name: String,
        why: NotTaken,
    },
}
