//! What was said in an event of a case, as people wrote it: what a case is found by (B4). Whether a customer may know of an event
//! is [`CaseEvent::is_public`]'s word.

use super::{
    Answer, Answers, CaseEvent, Side,
    conference::{ConferenceAnswered, ConferenceSet},
};
use crate::Prose;

impl CaseEvent {
    /// The texts of it, in order; none where nobody wrote anything. Addresses of people are no texts.
    pub fn said(&self) -> Vec<&Prose> {
        match self {
            CaseEvent::Opened(opened) => {
                let mut texts = vec![&opened.subject, &opened.description];
                texts.extend(answered(&opened.answers));
                texts
            }
            CaseEvent::FactsTold { answers, .. } => answered(answers).collect(),
            CaseEvent::QuestionsAsked { questions } => {
                questions.iter().map(|question| &question.text).collect()
            }
            CaseEvent::QuestionsAnswered { answers } => {
                answers.iter().map(|answer| &answer.text).collect()
            }
            CaseEvent::MessagePosted { text, .. }
            | CaseEvent::NotePosted { text }
            | CaseEvent::EscalationAnswered { text }
            | CaseEvent::EscalationFinished { text }
            | CaseEvent::CalledBack { text }
            | CaseEvent::EscalationOpened { summary: text, .. }
            | CaseEvent::EscalationManaged { outcome: text, .. }
            | CaseEvent::EscalationAsked { reason: text, .. }
            | CaseEvent::ReopeningRequested { reason: text }
            | CaseEvent::ReopeningDeclined { reason: text }
            | CaseEvent::SeverityProposed { reason: text, .. }
            | CaseEvent::SeverityDeclined { reason: text, .. }
            | CaseEvent::CallRecorded { note: text }
            | CaseEvent::TierRaised { reason: text, .. } => vec![text],
            CaseEvent::MoreHelpAsked { tried, happened } => some([tried.as_ref(), Some(happened)]),
            CaseEvent::EscalationBriefed { defect, tracker } => {
                some([defect.as_ref(), tracker.as_ref()])
            }
            CaseEvent::EscalationMoved { text, .. }
            | CaseEvent::EscalationEnded { text, .. }
            | CaseEvent::EscalationExpected { reason: text, .. }
            | CaseEvent::SeverityChanged { reason: text, .. } => some([text.as_ref(), None]),
            CaseEvent::ThirdPartyInvolved { name, reference } => {
                some([Some(name), reference.as_ref()])
            }
            CaseEvent::ReferenceSet { to, .. } => some([to.as_ref(), None]),
            CaseEvent::SurveyGiven(survey) => some([survey.comment.as_ref(), None]),
            CaseEvent::CallAsked(wish) => vec![&wish.reason],
            CaseEvent::CallMade(call) => some([Some(&call.subject), call.summary.as_ref()]),
            CaseEvent::ConferenceAsked(asked) => vec![&asked.subject, &asked.reason],
            CaseEvent::ConferenceSet(ConferenceSet { text, .. })
            | CaseEvent::ConferenceAnswered(ConferenceAnswered { text, .. })
            | CaseEvent::ConferenceCancelled { text, .. } => some([text.as_ref(), None]),
            CaseEvent::ProxyLoginUsed { note, .. } => vec![note],
            CaseEvent::AccessAsked { wish, .. } => {
                some([wish.accounts.as_ref(), wish.contacts.as_ref()])
            }
            // What is not said but done; what covers words stands in their place already, and what was taken away is not found.
            CaseEvent::QuestionWithdrawn { .. }
            | CaseEvent::MoreToFollow
            | CaseEvent::CopiesChanged { .. }
            | CaseEvent::Redacted { .. }
            | CaseEvent::StatusChanged { .. }
            | CaseEvent::Assigned { .. }
            | CaseEvent::CauseSet { .. }
            | CaseEvent::EscalationQueued { .. }
            | CaseEvent::CallbackMissed { .. }
            | CaseEvent::EscalationDismissed { .. }
            | CaseEvent::EscalationSuggested { .. }
            | CaseEvent::ExpectedDayPassed { .. }
            | CaseEvent::IncidentSuggested { .. }
            | CaseEvent::KindStateSet { .. }
            | CaseEvent::Reminded { .. }
            | CaseEvent::CallWithdrawn
            | CaseEvent::CallMissed { .. }
            | CaseEvent::ThirdPartyReleased { .. }
            | CaseEvent::DeskMoved { .. }
            | CaseEvent::ProxyLoginSet { .. }
            | CaseEvent::ProxyLoginStarted { .. }
            | CaseEvent::ProxyLoginEnded { .. }
            | CaseEvent::PrivacySet { .. }
            | CaseEvent::AccessGranted { .. }
            | CaseEvent::FilesAttached { .. }
            | CaseEvent::FileRemoved { .. }
            | CaseEvent::Snoozed { .. }
            | CaseEvent::Woken { .. }
            | CaseEvent::Linked { .. }
            | CaseEvent::Unlinked { .. }
            | CaseEvent::Merged { .. }
            | CaseEvent::Unmerged { .. }
            | CaseEvent::TookIn { .. }
            | CaseEvent::LetGo { .. }
            | CaseEvent::Tagged { .. }
            | CaseEvent::ClockTold { .. } => Vec::new(),
        }
    }

    /// It says something to the other side that whoever is just writing may have to take up (K1): public words, files and what is
    /// asked no longer. How a case began, everybody has before them.
    pub fn speaks(&self) -> bool {
        let words = match self {
            CaseEvent::Opened(_)
            | CaseEvent::ThirdPartyInvolved { .. }
            | CaseEvent::ReferenceSet { .. } => false,
            CaseEvent::FilesAttached { .. }
            | CaseEvent::QuestionWithdrawn { .. }
            | CaseEvent::CallAsked(_)
            | CaseEvent::ConferenceAsked(_) => true,
            CaseEvent::CallMade(call) => call.summary.is_some(),
            CaseEvent::ConferenceSet(set) => set.text.is_some(),
            CaseEvent::ConferenceAnswered(answered) => answered.text.is_some(),
            CaseEvent::ConferenceCancelled { text, .. } => text.is_some(),
            other => !other.said().is_empty(),
        };
        words && self.is_public()
    }

    /// Support said it to the customer: what may be the solution (K1).
    pub fn is_answer(&self) -> bool {
        let support = Side::Support;
        matches!(self, CaseEvent::MessagePosted { side, .. } if *side == support)
    }
}

fn some(texts: [Option<&Prose>; 2]) -> Vec<&Prose> {
    texts.into_iter().flatten().collect()
}

fn answered(answers: &Answers) -> impl Iterator<Item = &Prose> {
    answers.values().filter_map(|answer| match answer {
        Answer::Text(text) => Some(text),
        _ => None,
    })
}
