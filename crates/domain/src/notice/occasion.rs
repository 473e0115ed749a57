//! Why somebody is written to: its name, and how loud it is.

use serde::{Deserialize, Serialize};

/// Why somebody is written to, the loudest last: a mail about several things is named after the loudest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// The case was taken.
    Received,
    /// An agent has it now.
    Assigned,
    /// A colleague calls somebody in a note (K1).
    Mentioned,
    /// The customer wrote, or answered what was asked.
    CustomerUpdated,
    /// Support answered.
    Answered,
    Reopened,
    /// The customer is asked how they were served (C16).
    SurveyAsked,
    /// They have said so, and want to hear of it or were not content (C16).
    SurveyGiven,
    /// The product has said what it makes of it (C4).
    KindStateSet,
    Closed,
    /// It goes on within another case (K3).
    Merged,
    /// The customer wants a closed case back.
    ReopeningAsked,
    /// Staff do not bring it back (C15).
    ReopeningDeclined,
    /// The other side wants another severity.
    SeverityProposed,
    /// The customer is to say whether it worked.
    SolutionProposed,
    /// The customer is to answer something.
    InformationNeeded,
    /// It closes by itself unless the customer answers (C14).
    ClosingAnnounced,
    /// The customer asks for somebody above the owner (E2).
    EscalationAsked,
    /// Staff have handed it on (E1).
    Escalated,
    /// The same, for those who lead.
    EscalationSubmitted,
    /// Its escalation has moved, or is expected to end on another day.
    EscalationMoved,
    /// It waits in the queue of one's team (E1).
    EscalationQueued,
    /// Engineering has finished with it, or it was returned: it is the owner's again.
    EscalationBack,
    /// Those who lead are to think of an escalation (E2).
    EscalationSuggested,
    /// The day on which a solution was expected is over (E1).
    ExpectedDayPassed,
    /// Somebody is to call the customer back.
    CallbackOwed,
    /// They have not.
    CallbackMissed,
    /// Somebody who was invited says whether they come (H3).
    ConferenceAnswered,
    /// A conference is wanted.
    ConferenceAsked,
    /// Somebody is invited, or the time is another one.
    ConferenceInvited,
    /// It does not take place, or not with them.
    ConferenceCancelled,
    /// Customers hear how an incident stands (E3).
    IncidentUpdated,
    /// An incident that they were told of was declared by mistake (E3).
    IncidentCancelled,
    /// Several companies report the same: those who lead are to think of an incident (E3).
    IncidentSuggested,
    /// An update that was promised is due soon (S7).
    IncidentDue,
    /// It has not come.
    IncidentOverdue,
    /// The report on an incident's cause is due.
    CauseDue,
    /// It has not come by its day.
    CauseOverdue,
    /// Little time is left of a promise.
    Warned,
    /// A promise is broken.
    Broken,
}

impl Occasion {
    pub const ALL: [Occasion; 40] = [
        Occasion::Received,
        Occasion::Assigned,
        Occasion::Mentioned,
        Occasion::CustomerUpdated,
        Occasion::Answered,
        Occasion::Reopened,
        Occasion::Closed,
        Occasion::Merged,
        Occasion::ReopeningAsked,
        Occasion::ReopeningDeclined,
        Occasion::KindStateSet,
        Occasion::SurveyAsked,
        Occasion::SurveyGiven,
        Occasion::EscalationMoved,
        Occasion::Escalated,
        Occasion::EscalationSubmitted,
        Occasion::EscalationAsked,
        Occasion::EscalationQueued,
        Occasion::EscalationBack,
        Occasion::EscalationSuggested,
        Occasion::ExpectedDayPassed,
        Occasion::CallbackOwed,
        Occasion::CallbackMissed,
        Occasion::ConferenceAnswered,
        Occasion::ConferenceAsked,
        Occasion::ConferenceInvited,
        Occasion::ConferenceCancelled,
        Occasion::SeverityProposed,
        Occasion::SolutionProposed,
        Occasion::InformationNeeded,
        Occasion::ClosingAnnounced,
        Occasion::IncidentUpdated,
        Occasion::IncidentCancelled,
        Occasion::IncidentSuggested,
        Occasion::IncidentDue,
        Occasion::IncidentOverdue,
        Occasion::CauseDue,
        Occasion::CauseOverdue,
        Occasion::Warned,
        Occasion::Broken,
    ];

    /// Whoever it is told to has to know it, whatever they have seen.
    pub fn must_be_known(self) -> bool {
        use Occasion::{
            Assigned, Broken, CallbackMissed, CallbackOwed, CauseDue, CauseOverdue,
            ClosingAnnounced, ConferenceAsked, ConferenceCancelled, ConferenceInvited,
            EscalationAsked, EscalationBack, EscalationQueued, ExpectedDayPassed, IncidentDue,
            IncidentOverdue, IncidentSuggested, Received, Warned,
        };
        matches!(
            self,
            Received
                | Assigned
                | ClosingAnnounced
                | EscalationAsked
                | EscalationBack
                | EscalationQueued
                | ExpectedDayPassed
                | CallbackOwed
                | CallbackMissed
                | ConferenceAsked
                | ConferenceInvited
                | ConferenceCancelled
                | IncidentSuggested
                | IncidentDue
                | IncidentOverdue
                | CauseDue
                | CauseOverdue
                | Warned
                | Broken
        )
    }

    /// Something is waited for from whom it is told to.
    pub fn asks(self) -> bool {
        matches!(
            self,
            Occasion::InformationNeeded
                | Occasion::Mentioned
                | Occasion::SolutionProposed
                | Occasion::ClosingAnnounced
                | Occasion::ConferenceInvited
        )
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Occasion::Received => "received",
            Occasion::Assigned => "assigned",
            Occasion::Mentioned => "mentioned",
            Occasion::CustomerUpdated => "customer-updated",
            Occasion::Answered => "answered",
            Occasion::Reopened => "reopened",
            Occasion::Closed => "closed",
            Occasion::Merged => "merged",
            Occasion::ReopeningAsked => "reopening-asked",
            Occasion::ReopeningDeclined => "reopening-declined",
            Occasion::KindStateSet => "kind-state-set",
            Occasion::SurveyAsked => "survey-asked",
            Occasion::SurveyGiven => "survey-given",
            Occasion::EscalationAsked => "escalation-asked",
            Occasion::Escalated => "escalated",
            Occasion::EscalationSubmitted => "escalation-submitted",
            Occasion::EscalationMoved => "escalation-moved",
            Occasion::EscalationQueued => "escalation-queued",
            Occasion::EscalationBack => "escalation-back",
            Occasion::EscalationSuggested => "escalation-suggested",
            Occasion::ExpectedDayPassed => "expected-day-passed",
            Occasion::CallbackOwed => "callback-owed",
            Occasion::CallbackMissed => "callback-missed",
            Occasion::ConferenceAnswered => "conference-answered",
            Occasion::ConferenceAsked => "conference-asked",
            Occasion::ConferenceInvited => "conference-invited",
            Occasion::ConferenceCancelled => "conference-cancelled",
            Occasion::ClosingAnnounced => "closing-announced",
            Occasion::SeverityProposed => "severity-proposed",
            Occasion::SolutionProposed => "solution-proposed",
            Occasion::InformationNeeded => "information-needed",
            Occasion::IncidentUpdated => "incident-updated",
            Occasion::IncidentCancelled => "incident-cancelled",
            Occasion::IncidentSuggested => "incident-suggested",
            Occasion::IncidentDue => "incident-due",
            Occasion::IncidentOverdue => "incident-overdue",
            Occasion::CauseDue => "cause-due",
            Occasion::CauseOverdue => "cause-overdue",
            Occasion::Warned => "warned",
            Occasion::Broken => "broken",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// It is told at once; the rest waits a moment, for what may follow.
    pub fn is_urgent(self) -> bool {
        matches!(
            self,
            Occasion::Received
                | Occasion::EscalationAsked
                | Occasion::CallbackOwed
                | Occasion::CallbackMissed
                | Occasion::IncidentUpdated
                | Occasion::IncidentCancelled
                | Occasion::IncidentSuggested
                | Occasion::IncidentDue
                | Occasion::IncidentOverdue
                | Occasion::CauseDue
                | Occasion::CauseOverdue
                | Occasion::Warned
                | Occasion::Broken
        )
    }
}
