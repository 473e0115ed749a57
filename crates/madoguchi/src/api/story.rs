//! What happened to a case as the wire says it. What the reader may not know was left out by [`crate::app`].

use std::collections::HashMap;

use domain::{
    Desk, PersonId,
    case::{CaseEvent, Cause},
    contract::Notice,
    directory::{Person, Standing},
    event::{By, Recorded},
};

use super::{
    shown::{Shown, answers, instant, prose, side},
    wire::{self, Named},
};
use crate::{app::Fail, texts::escalation_number};

impl Shown<'_> {
    /// The story of a case, of what this reader may know.
    pub async fn timeline(
        &self,
        desk: &Desk,
        history: Vec<Recorded<CaseEvent>>,
    ) -> Result<wire::Timeline, Fail> {
        let mut named: Vec<PersonId> = Vec::new();
        for recorded in &history {
            if let By::Person(id) = recorded.by {
                named.push(id);
            }
            match &recorded.event {
                CaseEvent::Assigned { owner, .. } => named.extend(*owner),
                CaseEvent::EscalationManaged { caller, .. } => named.push(*caller),
                CaseEvent::ProxyLoginSet { contact, .. }
                | CaseEvent::ProxyLoginStarted { contact, .. }
                | CaseEvent::ProxyLoginEnded { contact, .. }
                | CaseEvent::ProxyLoginUsed { contact, .. } => named.push(*contact),
                _ => {}
            }
        }
        let people = self.app.store.people(named).await?;
        let items = (1..)
            .zip(history)
            .map(|(place, recorded)| wire::TimelineEntry {
                place,
                at: instant(recorded.at),
                by: who(recorded.by, &people),
                happened: self.happened(recorded.event, desk, &people),
            });
        Ok(wire::Timeline {
            items: items.collect(),
            sessions: Vec::new(),
        })
    }

    fn happened(
        &self,
        event: CaseEvent,
        desk: &Desk,
        people: &HashMap<PersonId, Person>,
    ) -> wire::Happened {
        use wire::Happened;
        match event {
            CaseEvent::Opened(opened) => Happened::Opened {
                subject: prose(&opened.subject),
                text: prose(&opened.description),
                answers: answers(&opened.answers),
                status: opened.status.as_str().to_owned(),
            },
            CaseEvent::MessagePosted { side: by, text } => Happened::Message {
                side: side(by).to_owned(),
                text: prose(&text),
            },
            CaseEvent::QuestionsAsked { questions } => Happened::QuestionsAsked {
                questions: super::asking::questions(&questions),
            },
            CaseEvent::QuestionsAnswered { answers } => Happened::QuestionsAnswered {
                answers: super::asking::answers(&answers),
            },
            CaseEvent::QuestionWithdrawn { id } => Happened::QuestionWithdrawn { question: id },
            CaseEvent::MoreToFollow => Happened::MoreToFollow,
            CaseEvent::FactsTold {
                side: by,
                answers: told,
            } => Happened::FactsTold {
                side: side(by).to_owned(),
                answers: answers(&told),
            },
            CaseEvent::CopiesChanged {
                side: by,
                added,
                removed,
                ..
            } => Happened::CopiesChanged {
                side: side(by).to_owned(),
                added: added.iter().filter_map(prose).collect(),
                removed: removed.iter().filter_map(prose).collect(),
            },
            CaseEvent::ReferenceSet {
                side: by,
                field,
                to,
            } => Happened::ReferenceSet {
                side: side(by).to_owned(),
                field,
                to: to.as_ref().and_then(prose),
            },
            CaseEvent::NotePosted { text } => Happened::Note { text: prose(&text) },
            CaseEvent::StatusChanged {
                from,
                to,
                turn,
                closed,
                cause,
            } => {
                let (cause, reason) = told(cause);
                Happened::StatusChanged {
                    from: from.as_str().to_owned(),
                    to: to.as_str().to_owned(),
                    turn: turn.as_str().to_owned(),
                    closed,
                    cause: cause.to_owned(),
                    reason,
                }
            }
            CaseEvent::Assigned { owner, team, .. } => Happened::Assigned {
                owner: owner.map(|id| named(id, people)),
                team: self.team(team),
            },
            CaseEvent::SeverityProposed {
                side: from,
                to,
                reason,
            } => Happened::SeverityProposed {
                side: side(from).to_owned(),
                to,
                text: prose(&reason),
            },
            CaseEvent::SeverityChanged {
                side: by,
                from,
                to,
                agreed,
                reason,
                ..
            } => Happened::SeverityChanged {
                side: side(by).to_owned(),
                from,
                to,
                agreed,
                text: reason.as_ref().and_then(prose),
            },
            CaseEvent::SeverityDeclined {
                side: by,
                to,
                reason,
            } => Happened::SeverityDeclined {
                side: side(by).to_owned(),
                to,
                text: prose(&reason),
            },
            CaseEvent::ThirdPartyInvolved { name, reference } => Happened::ThirdPartyInvolved {
                name: prose(&name),
                reference: reference.as_ref().and_then(prose),
            },
            CaseEvent::ThirdPartyReleased { name } => {
                Happened::ThirdPartyReleased { name: prose(&name) }
            }
            CaseEvent::FilesAttached {
                files, internal, ..
            } => Happened::FilesAttached {
                files: files.iter().map(super::files::attached).collect(),
                internal,
            },
            CaseEvent::Redacted { of, internal, .. } => Happened::Redacted {
                entry: of,
                internal,
            },
            // Which other case it is says `GET …/links`, to whom sees it.
            CaseEvent::Linked { relation, .. } => Happened::Linked {
                relation: relation.as_str().to_owned(),
            },
            CaseEvent::Unlinked { relation, .. } => Happened::Unlinked {
                relation: relation.as_str().to_owned(),
            },
            CaseEvent::Merged { .. } => Happened::Merged,
            CaseEvent::Unmerged { .. } => Happened::Unmerged,
            CaseEvent::TookIn { .. } => Happened::TookIn,
            CaseEvent::LetGo { .. } => Happened::LetGo,
            CaseEvent::Tagged { added, removed } => Happened::Tagged {
                added: added.iter().map(|id| id.to_string()).collect(),
                removed: removed.iter().map(|id| id.to_string()).collect(),
            },
            CaseEvent::FileRemoved { file, name, .. } => Happened::FileRemoved {
                file: file.to_string(),
                name: prose(&name),
            },
            CaseEvent::PrivacySet { private } => Happened::PrivacySet { private },
            CaseEvent::AccessAsked { wish, .. } => Happened::AccessAsked {
                level: wish.level.as_str().to_owned(),
                products: wish.products,
            },
            CaseEvent::AccessGranted { level, .. } => Happened::AccessGranted {
                level: level.as_str().to_owned(),
            },
            CaseEvent::ProxyLoginSet { contact, allowed } => Happened::ProxyLoginSet {
                contact: named(contact, people),
                allowed,
            },
            CaseEvent::ProxyLoginStarted { contact, .. } => Happened::ProxyLoginStarted {
                contact: named(contact, people),
            },
            CaseEvent::ProxyLoginEnded {
                contact,
                by_contact,
                ..
            } => Happened::ProxyLoginEnded {
                contact: named(contact, people),
                by_contact,
            },
            CaseEvent::ProxyLoginUsed {
                contact,
                note,
                without_consent,
            } => Happened::ProxyLoginUsed {
                contact: named(contact, people),
                note: prose(&note),
                without_consent,
            },
            CaseEvent::DeskMoved { from, to, .. } => Happened::DeskMoved { from, to },
            CaseEvent::CallRecorded { note } => Happened::CallRecorded { text: prose(&note) },
            CaseEvent::TierRaised { from, to, reason } => Happened::TierRaised {
                from,
                to,
                text: prose(&reason),
            },
            CaseEvent::ClockTold {
                clock,
                notice,
                due,
                late,
            } => {
                let (notice, percent) = match notice {
                    Notice::Warning(percent) => ("warning", Some(percent)),
                    Notice::Breach => ("breach", None),
                };
                Happened::ClockTold {
                    clock: clock.as_str().to_owned(),
                    notice: notice.to_owned(),
                    percent,
                    due: instant(due),
                    late,
                }
            }
            CaseEvent::Reminded { closes_at, .. } => Happened::Reminded {
                closes_at: instant(closes_at),
            },
            CaseEvent::CauseSet { cause } => Happened::CauseSet { cause },
            CaseEvent::Snoozed { until } => Happened::Snoozed {
                until: until.map(instant),
            },
            CaseEvent::Woken { because } => Happened::Woken {
                because: because.as_str().to_owned(),
            },
            CaseEvent::ReopeningRequested { reason } => Happened::ReopeningRequested {
                text: prose(&reason),
            },
            CaseEvent::ReopeningDeclined { reason } => Happened::ReopeningDeclined {
                text: prose(&reason),
            },
            CaseEvent::MoreHelpAsked { tried, happened } => Happened::MoreHelpAsked {
                tried: tried.as_ref().and_then(prose),
                happened: prose(&happened),
            },
            CaseEvent::EscalationAsked { to, reason } => Happened::EscalationAsked {
                to: to.as_str().to_owned(),
                text: prose(&reason),
            },
            CaseEvent::EscalationAnswered { text } => {
                Happened::EscalationAnswered { text: prose(&text) }
            }
            CaseEvent::EscalationOpened { number, summary } => Happened::EscalationOpened {
                number: escalation_number(desk, number),
                text: prose(&summary),
            },
            CaseEvent::EscalationManaged {
                outcome,
                caller,
                by,
                ..
            } => Happened::EscalationManaged {
                outcome: prose(&outcome),
                caller: named(caller, people),
                call_by: instant(by),
            },
            CaseEvent::EscalationBriefed { defect, tracker } => Happened::EscalationBriefed {
                defect: defect.as_ref().and_then(prose),
                tracker: tracker.as_ref().and_then(prose),
            },
            CaseEvent::EscalationQueued { team } => Happened::EscalationQueued {
                team: team.to_string(),
            },
            CaseEvent::EscalationFinished { text } => {
                Happened::EscalationFinished { text: prose(&text) }
            }
            CaseEvent::EscalationMoved { from, to, text } => Happened::EscalationMoved {
                from: from.as_str().to_owned(),
                to: to.as_str().to_owned(),
                text: text.as_ref().and_then(prose),
            },
            CaseEvent::EscalationExpected { on, reason } => Happened::EscalationExpected {
                on: on.map(|on| on.to_string()),
                text: reason.as_ref().and_then(prose),
            },
            CaseEvent::EscalationEnded { how, text, .. } => Happened::EscalationEnded {
                how: how.as_str().to_owned(),
                text: text.as_ref().and_then(prose),
            },
            CaseEvent::CalledBack { text } => Happened::CalledBack { text: prose(&text) },
            CaseEvent::CallAsked(wish) => Happened::CallAsked {
                from: instant(wish.from),
                until: instant(wish.until),
                text: prose(&wish.reason),
            },
            CaseEvent::CallWithdrawn => Happened::CallWithdrawn,
            CaseEvent::CallMissed { due } => Happened::CallMissed { due: instant(due) },
            CaseEvent::CallMade(call) => Happened::CallMade {
                subject: prose(&call.subject),
                outbound: call.outbound,
                with: prose(&call.with),
                began_at: instant(call.began_at),
                minutes: call.minutes,
                reached: call.reached,
                text: call.summary.as_ref().and_then(prose),
            },
            CaseEvent::ConferenceAsked(asked) => Happened::ConferenceAsked {
                conference: asked.id,
                side: side(asked.side).to_owned(),
                subject: prose(&asked.subject),
                text: prose(&asked.reason),
            },
            CaseEvent::ConferenceSet(set) => Happened::ConferenceSet {
                conference: set.id,
                starts_at: instant(set.at),
                minutes: set.minutes,
                moved: set.moved,
                text: set.text.as_ref().and_then(prose),
            },
            CaseEvent::ConferenceAnswered(answered) => Happened::ConferenceAnswered {
                conference: answered.id,
                email: prose(&answered.email),
                accepted: answered.accepted,
                text: answered.text.as_ref().and_then(prose),
            },
            CaseEvent::ConferenceCancelled { id, side: by, text } => {
                Happened::ConferenceCancelled {
                    conference: id,
                    side: side(by).to_owned(),
                    text: text.as_ref().and_then(prose),
                }
            }
            CaseEvent::CallbackMissed { due } => Happened::CallbackMissed { due: instant(due) },
            CaseEvent::EscalationDismissed { ground } => Happened::EscalationDismissed {
                ground: ground.as_str().to_owned(),
            },
            CaseEvent::EscalationSuggested { ground, .. } => Happened::EscalationSuggested {
                ground: ground.as_str().to_owned(),
            },
            CaseEvent::ExpectedDayPassed { on, .. } => {
                Happened::ExpectedDayPassed { on: on.to_string() }
            }
            CaseEvent::IncidentSuggested { companies, cases } => {
                Happened::IncidentSuggested { companies, cases }
            }
            CaseEvent::KindStateSet { to } => Happened::KindStateSet { to },
            CaseEvent::SurveyGiven(survey) => Happened::SurveyGiven {
                text: survey.comment.as_ref().and_then(prose),
                points: survey.points,
                contact: survey.contact,
            },
        }
    }
}

fn named(id: PersonId, people: &HashMap<PersonId, Person>) -> Named {
    Named {
        id: id.to_string(),
        name: people
            .get(&id)
            .map(|p| p.profile.name())
            .unwrap_or_default(),
    }
}

fn who(by: By, people: &HashMap<PersonId, Person>) -> wire::Who {
    let (side, person) = match by {
        By::System => ("system", None),
        By::Person(id) => match people.get(&id).map(|p| p.standing) {
            Some(Standing::Contact { .. } | Standing::Guest { .. }) => {
                ("customer", Some(named(id, people)))
            }
            Some(Standing::Agent { .. }) | None => ("support", Some(named(id, people))),
        },
    };
    wire::Who {
        side: side.to_owned(),
        person,
    }
}

fn told(cause: Cause) -> (&'static str, Option<String>) {
    match cause {
        Cause::Staff => ("staff", None),
        Cause::Taken => ("taken", None),
        Cause::Undone => ("undone", None),
        Cause::CustomerUpdate => ("customer-update", None),
        Cause::Redirected { matter } => ("redirected", Some(matter)),
        Cause::SolutionWorked => ("solution-worked", None),
        Cause::SolutionFailed => ("solution-failed", None),
        Cause::ClosedByCustomer { reason } => ("closed-by-customer", Some(reason)),
        Cause::Reopened => ("reopened", None),
        Cause::Merged => ("merged", None),
        Cause::Unmerged => ("unmerged", None),
        Cause::Unanswered { .. } => ("unanswered", None),
        Cause::Imported { .. } => ("imported", None),
    }
}
