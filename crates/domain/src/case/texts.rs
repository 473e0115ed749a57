//! Every text of an event and of a case, by a name: what can be covered (K3). Addresses of people are no texts; they are taken
//! out of copies and invitations instead.

use super::{Answer, Answers, Case, CaseEvent};
use crate::Prose;

/// A text with the name of its place.
pub(super) type Named<'a> = (String, &'a mut Prose);

fn one<'a>(name: &str, text: &'a mut Prose) -> Vec<Named<'a>> {
    vec![(name.to_owned(), text)]
}

fn some<'a, const N: usize>(texts: [(&str, Option<&'a mut Prose>); N]) -> Vec<Named<'a>> {
    let named = texts.into_iter();
    named
        .filter_map(|(name, text)| Some((name.to_owned(), text?)))
        .collect()
}

fn answers(answers: &mut Answers) -> impl Iterator<Item = Named<'_>> {
    answers
        .iter_mut()
        .filter_map(|(field, answer)| match answer {
            Answer::Text(text) => Some((format!("answers.{field}"), text)),
            _ => None,
        })
}

/// The texts of an event.
pub(super) fn of_event(event: &mut CaseEvent) -> Vec<Named<'_>> {
    match event {
        CaseEvent::Opened(opened) => {
            let opened = &mut **opened;
            let mut all = one("description", &mut opened.description);
            all.push(("subject".to_owned(), &mut opened.subject));
            all.extend(answers(&mut opened.answers));
            all
        }
        CaseEvent::FactsTold { answers: told, .. } => answers(told).collect(),
        CaseEvent::QuestionsAsked { questions } => questions
            .iter_mut()
            .map(|question| (format!("question.{}", question.id), &mut question.text))
            .collect(),
        CaseEvent::QuestionsAnswered { answers } => answers
            .iter_mut()
            .map(|answer| (format!("answer.{}", answer.id), &mut answer.text))
            .collect(),
        CaseEvent::FilesAttached { files, .. } => files
            .iter_mut()
            .map(|file| (format!("file.{}", file.id), &mut file.name))
            .collect(),
        CaseEvent::MessagePosted { text, .. }
        | CaseEvent::NotePosted { text }
        | CaseEvent::EscalationAnswered { text }
        | CaseEvent::EscalationFinished { text }
        | CaseEvent::CalledBack { text } => one("text", text),
        CaseEvent::EscalationMoved { text, .. }
        | CaseEvent::EscalationEnded { text, .. }
        | CaseEvent::ConferenceCancelled { text, .. } => some([("text", text.as_mut())]),
        CaseEvent::EscalationAsked { reason, .. }
        | CaseEvent::ReopeningRequested { reason }
        | CaseEvent::ReopeningDeclined { reason }
        | CaseEvent::SeverityProposed { reason, .. }
        | CaseEvent::SeverityDeclined { reason, .. }
        | CaseEvent::TierRaised { reason, .. } => one("reason", reason),
        CaseEvent::EscalationExpected { reason, .. }
        | CaseEvent::SeverityChanged { reason, .. } => some([("reason", reason.as_mut())]),
        CaseEvent::MoreHelpAsked { tried, happened } => {
            some([("tried", tried.as_mut()), ("happened", Some(happened))])
        }
        CaseEvent::ReferenceSet { to, .. } => some([("reference", to.as_mut())]),
        CaseEvent::SurveyGiven(survey) => some([("comment", survey.comment.as_mut())]),
        CaseEvent::EscalationOpened { summary, .. } => one("summary", summary),
        CaseEvent::EscalationManaged { outcome, .. } => one("outcome", outcome),
        CaseEvent::EscalationBriefed { defect, tracker } => {
            some([("defect", defect.as_mut()), ("tracker", tracker.as_mut())])
        }
        CaseEvent::CallAsked(wish) => some([
            ("phone", wish.phone.as_mut()),
            ("reason", Some(&mut wish.reason)),
        ]),
        CaseEvent::CallMade(call) => some([
            ("subject", Some(&mut call.subject)),
            ("with", Some(&mut call.with)),
            ("summary", call.summary.as_mut()),
        ]),
        CaseEvent::CallRecorded { note } | CaseEvent::ProxyLoginUsed { note, .. } => {
            one("note", note)
        }
        CaseEvent::ConferenceAsked(asked) => some([
            ("subject", Some(&mut asked.subject)),
            ("reason", Some(&mut asked.reason)),
        ]),
        CaseEvent::ConferenceSet(set) => {
            some([("link", set.link.as_mut()), ("text", set.text.as_mut())])
        }
        CaseEvent::ConferenceAnswered(answered) => some([("text", answered.text.as_mut())]),
        CaseEvent::ThirdPartyInvolved { name, reference } => {
            some([("name", Some(name)), ("reference", reference.as_mut())])
        }
        CaseEvent::ThirdPartyReleased { name } | CaseEvent::FileRemoved { name, .. } => {
            one("name", name)
        }
        CaseEvent::AccessAsked { wish, .. } => some([
            ("accounts", wish.accounts.as_mut()),
            ("contacts", wish.contacts.as_mut()),
        ]),
        CaseEvent::Redacted { .. }
        | CaseEvent::CopiesChanged { .. }
        | CaseEvent::QuestionWithdrawn { .. }
        | CaseEvent::MoreToFollow
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
        | CaseEvent::DeskMoved { .. }
        | CaseEvent::ProxyLoginSet { .. }
        | CaseEvent::ProxyLoginStarted { .. }
        | CaseEvent::ProxyLoginEnded { .. }
        | CaseEvent::PrivacySet { .. }
        | CaseEvent::AccessGranted { .. }
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

/// The texts that the state of a case keeps from its events.
pub(super) fn of_case(case: &mut Case) -> Vec<Named<'_>> {
    let mut all = one("subject", &mut case.subject);
    all.extend(answers(&mut case.answers));
    if let Some(party) = &mut case.third_party {
        all.extend(some([
            ("third-party.name", Some(&mut party.name)),
            ("third-party.reference", party.reference.as_mut()),
        ]));
    }
    if let Some(wish) = &mut case.access_wish {
        all.extend(some([
            ("access.accounts", wish.accounts.as_mut()),
            ("access.contacts", wish.contacts.as_mut()),
        ]));
    }
    for question in &mut case.questions.open {
        all.push((format!("question.{}", question.id), &mut question.text));
    }
    if let Some((_, survey)) = &mut case.survey {
        all.extend(some([("survey.comment", survey.comment.as_mut())]));
    }
    if let Some(wish) = &mut case.call_wish {
        all.extend(some([
            ("call.phone", wish.phone.as_mut()),
            ("call.reason", Some(&mut wish.reason)),
        ]));
    }
    if let Some(merged) = &mut case.merged {
        let (questions, wish) = merged.kept();
        let kept = questions.iter_mut();
        all.extend(kept.map(|kept| (format!("merged.question.{}", kept.id), &mut kept.text)));
        if let Some(wish) = wish {
            all.extend(some([
                ("merged.call.phone", wish.phone.as_mut()),
                ("merged.call.reason", Some(&mut wish.reason)),
            ]));
        }
    }
    for one in &mut case.conferences {
        let id = one.id;
        let texts = some([
            ("subject", Some(&mut one.subject)),
            ("reason", Some(&mut one.reason)),
            ("link", one.link.as_mut()),
        ]);
        let named = texts.into_iter();
        all.extend(named.map(|(name, text)| (format!("conference.{id}.{name}"), text)));
    }
    if let Some(escalation) = &mut case.escalated.latest {
        all.extend(some([
            ("escalation.summary", Some(&mut escalation.summary)),
            ("escalation.defect", escalation.defect.as_mut()),
            ("escalation.tracker", escalation.tracker.as_mut()),
            ("escalation.returned", escalation.returned.as_mut()),
            (
                "escalation.outcome",
                escalation.managed.as_mut().map(|lane| &mut lane.outcome),
            ),
            (
                "escalation.finished",
                escalation.finished.as_mut().map(|done| &mut done.text),
            ),
        ]));
        let expected = escalation.expected.iter_mut().enumerate();
        all.extend(expected.filter_map(|(place, day)| {
            let reason = day.reason.as_mut()?;
            Some((format!("escalation.expected.{place}"), reason))
        }));
    }
    all
}
