//! Which events of a case its customer may know of; everything else is staff's own.

use super::CaseEvent;

impl CaseEvent {
    /// Whether the customer's side may know of it.
    pub fn is_public(&self) -> bool {
        match self {
            CaseEvent::Opened(_)
            | CaseEvent::MessagePosted { .. }
            | CaseEvent::QuestionsAsked { .. }
            | CaseEvent::QuestionsAnswered { .. }
            | CaseEvent::QuestionWithdrawn { .. }
            | CaseEvent::MoreToFollow
            | CaseEvent::FactsTold { .. }
            | CaseEvent::CopiesChanged { .. }
            | CaseEvent::ReferenceSet { .. }
            | CaseEvent::StatusChanged { .. }
            | CaseEvent::ReopeningRequested { .. }
            | CaseEvent::ReopeningDeclined { .. }
            | CaseEvent::MoreHelpAsked { .. }
            | CaseEvent::KindStateSet { .. }
            | CaseEvent::EscalationAsked { .. }
            | CaseEvent::EscalationAnswered { .. }
            | CaseEvent::EscalationOpened { .. }
            | CaseEvent::EscalationManaged { .. }
            | CaseEvent::EscalationMoved { .. }
            | CaseEvent::EscalationExpected { .. }
            | CaseEvent::EscalationEnded { .. }
            | CaseEvent::CalledBack { .. }
            | CaseEvent::CallAsked(_)
            | CaseEvent::CallWithdrawn
            | CaseEvent::CallMade(_)
            | CaseEvent::ConferenceAsked(_)
            | CaseEvent::ConferenceSet(_)
            | CaseEvent::ConferenceAnswered(_)
            | CaseEvent::ConferenceCancelled { .. }
            | CaseEvent::Reminded { .. }
            | CaseEvent::SeverityProposed { .. }
            | CaseEvent::SeverityChanged { .. }
            | CaseEvent::SeverityDeclined { .. }
            | CaseEvent::ThirdPartyInvolved { .. }
            | CaseEvent::ThirdPartyReleased { .. }
            | CaseEvent::AccessAsked { .. }
            | CaseEvent::AccessGranted { .. }
            | CaseEvent::Merged { .. }
            | CaseEvent::Unmerged { .. }
            | CaseEvent::ProxyLoginSet { .. }
            | CaseEvent::ProxyLoginStarted { .. }
            | CaseEvent::ProxyLoginEnded { .. }
            | CaseEvent::ProxyLoginUsed { .. } => true,
            CaseEvent::NotePosted { .. }
            | CaseEvent::Assigned { .. }
            | CaseEvent::CallRecorded { .. }
            | CaseEvent::TierRaised { .. }
            | CaseEvent::DeskMoved { .. }
            | CaseEvent::PrivacySet { .. }
            | CaseEvent::SurveyGiven(_)
            | CaseEvent::CauseSet { .. }
            | CaseEvent::Snoozed { .. }
            | CaseEvent::Woken { .. }
            | CaseEvent::EscalationBriefed { .. }
            | CaseEvent::EscalationQueued { .. }
            | CaseEvent::EscalationFinished { .. }
            | CaseEvent::EscalationDismissed { .. }
            | CaseEvent::EscalationSuggested { .. }
            | CaseEvent::ExpectedDayPassed { .. }
            | CaseEvent::IncidentSuggested { .. }
            | CaseEvent::CallbackMissed { .. }
            | CaseEvent::CallMissed { .. }
            | CaseEvent::Linked { .. }
            | CaseEvent::Unlinked { .. }
            | CaseEvent::TookIn { .. }
            | CaseEvent::LetGo { .. }
            | CaseEvent::Tagged { .. }
            | CaseEvent::ClockTold { .. } => false,
            CaseEvent::FilesAttached { internal, .. }
            | CaseEvent::FileRemoved { internal, .. }
            | CaseEvent::Redacted { internal, .. } => !internal,
        }
    }
}
