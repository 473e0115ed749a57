//! Who is written to when something happens to a case, and why (H7, S4). Knows neither addresses nor sentences, and no
//! reader's own settings.

mod occasion;

use crate::{
    PersonId, TeamId,
    case::{
        Addressee, Case, CaseEvent, Cause, Side,
        escalation::{How, Step},
        survey::discontent,
    },
    contract::{Notice as Told, Warnings},
    desk::{Desk, StatusId, Turn},
    event::By,
};

pub use occasion::Occasion;

/// Whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// The contact for whom the case was opened.
    Contact,
    /// The addresses that the case carries in copy (C5).
    Copied,
    /// The agent who has it.
    Owner(PersonId),
    /// Everyone who looks after agents; where nobody does, the administrators.
    Supervisors,
    /// The success manager of the account; where it has none, those who administer.
    SuccessManager,
    /// Everyone of a team but who has done it.
    Team(TeamId),
    /// Those who are invited to this conference of the case.
    Invited(u32),
    /// Those who were invited to it once, and are no more.
    Dropped(u32),
    /// Who asked for something.
    Asker(PersonId),
}

/// Who is to be written to about an event. `case` is the state as it is known by now; nobody is told of their own doing,
/// but that a case has arrived, and what is asked of them once it is closed.
pub fn notices(event: &CaseEvent, by: By, case: &Case, desk: &Desk) -> Vec<(Reader, Occasion)> {
    let mut all = of_event(event, case, desk);
    let own = |reader: &Reader| match (reader, by) {
        (Reader::Contact, By::Person(person)) => person == case.contact,
        (Reader::Owner(owner) | Reader::Asker(owner), By::Person(person)) => person == *owner,
        _ => false,
    };
    let always = [Occasion::Received, Occasion::SurveyAsked];
    all.retain(|(reader, occasion)| always.contains(occasion) || !own(reader));
    all
}

fn of_event(event: &CaseEvent, case: &Case, desk: &Desk) -> Vec<(Reader, Occasion)> {
    use Occasion::*;
    let customer = |occasion| vec![(Reader::Contact, occasion), (Reader::Copied, occasion)];
    let owner = |occasion| {
        let owner = case.owner.map(|owner| (Reader::Owner(owner), occasion));
        owner.into_iter().collect::<Vec<_>>()
    };
    let owner_or_leads = |occasion| match case.owner {
        Some(owner) => vec![(Reader::Owner(owner), occasion)],
        None => vec![(Reader::Supervisors, occasion)],
    };
    let asks_in = |to: &StatusId| desk.status(to).is_some_and(|status| status.asks_solution);
    // The customer hears that it is over, and is asked how it was.
    let ended = |to: &StatusId| {
        let mut all = customer(Closed);
        all.extend(survey(to, case, desk));
        all
    };
    match event {
        // What another system knew has been told there.
        CaseEvent::Opened(opened) if opened.source.is_some() => Vec::new(),
        CaseEvent::Opened(_) => customer(Received),
        CaseEvent::FactsTold { side, .. } => match side {
            Side::Support => Vec::new(),
            Side::Customer => owner(CustomerUpdated),
        },
        CaseEvent::MessagePosted { side, .. } => match side {
            Side::Support => customer(Answered),
            Side::Customer => owner(CustomerUpdated),
        },
        CaseEvent::StatusChanged {
            to,
            turn,
            closed,
            cause,
            ..
        } => match cause {
            Cause::Imported { .. } => Vec::new(),
            Cause::Taken | Cause::Undone | Cause::CustomerUpdate => Vec::new(),
            Cause::Unanswered { .. } => {
                let mut all = owner(Closed);
                all.extend(ended(to));
                all
            }
            Cause::SolutionWorked | Cause::ClosedByCustomer { .. } => {
                let mut all = owner(CustomerUpdated);
                all.extend(ended(to));
                all
            }
            // Told of by itself.
            Cause::Merged | Cause::Unmerged => Vec::new(),
            Cause::Redirected { .. } => customer(Closed),
            Cause::SolutionFailed => owner(CustomerUpdated),
            Cause::Reopened => {
                let mut all = owner(Reopened);
                all.extend(customer(Reopened));
                all
            }
            Cause::Staff if *closed && !asks_in(to) => ended(to),
            Cause::Staff if asks_in(to) => customer(SolutionProposed),
            Cause::Staff if *turn == Turn::Customer => {
                vec![(Reader::Contact, InformationNeeded)]
            }
            Cause::Staff => Vec::new(),
        },
        CaseEvent::Assigned {
            owner: Some(owner), ..
        } if case.source.is_none() => vec![(Reader::Owner(*owner), Assigned)],
        CaseEvent::Merged { .. } => customer(Merged),
        CaseEvent::Unmerged { .. } => customer(Reopened),
        CaseEvent::ReopeningRequested { .. } => {
            let mut all = owner(ReopeningAsked);
            // Where it waits for an answer, whoever had it may be elsewhere by now.
            if all.is_empty() || case.reopening_asked {
                all.push((Reader::Supervisors, ReopeningAsked));
            }
            all
        }
        CaseEvent::ReopeningDeclined { .. } => vec![(Reader::Contact, ReopeningDeclined)],
        CaseEvent::EscalationAsked { to, .. } => {
            let mut all = owner(EscalationAsked);
            let to = match to {
                Addressee::SupportManager => Reader::Supervisors,
                Addressee::SuccessManager => Reader::SuccessManager,
            };
            all.push((to, EscalationAsked));
            all
        }
        CaseEvent::EscalationAnswered { .. } => customer(Answered),
        CaseEvent::EscalationOpened { .. } => {
            let mut all = customer(Escalated);
            all.push((Reader::Supervisors, EscalationSubmitted));
            all
        }
        CaseEvent::EscalationQueued { team } => vec![(Reader::Team(*team), EscalationQueued)],
        CaseEvent::EscalationManaged { caller, .. } => {
            vec![(Reader::Owner(*caller), CallbackOwed)]
        }
        CaseEvent::CallbackMissed { .. } => {
            let managed = case
                .escalated
                .latest
                .as_ref()
                .and_then(|e| e.managed.as_ref());
            let caller = managed.map(|m| (Reader::Owner(m.caller), CallbackMissed));
            let supervisors = (Reader::Supervisors, CallbackMissed);
            caller.into_iter().chain([supervisors]).collect()
        }
        // What has stood for days when it is noticed stands in their view alone.
        CaseEvent::EscalationSuggested { late: false, .. } => {
            vec![(Reader::Supervisors, EscalationSuggested)]
        }
        CaseEvent::EscalationSuggested { late: true, .. }
        | CaseEvent::ExpectedDayPassed { late: true, .. } => Vec::new(),
        CaseEvent::ExpectedDayPassed { late: false, .. } => {
            let mut all = owner(ExpectedDayPassed);
            all.push((Reader::Supervisors, ExpectedDayPassed));
            all
        }
        CaseEvent::IncidentSuggested { .. } => vec![(Reader::Supervisors, IncidentSuggested)],
        CaseEvent::CalledBack { .. } => customer(Answered),
        CaseEvent::CallAsked(_) => owner_or_leads(CallbackOwed),
        CaseEvent::CallMissed { .. } => {
            let mut all = owner(CallbackMissed);
            all.push((Reader::Supervisors, CallbackMissed));
            all
        }
        CaseEvent::CallWithdrawn => owner(CustomerUpdated),
        // Who reads of a call has to have something to read.
        CaseEvent::CallMade(call) if call.summary.is_some() => customer(Answered),
        CaseEvent::CallMade(_) => Vec::new(),
        CaseEvent::ConferenceAsked(asked) => match asked.side {
            Side::Customer => owner_or_leads(ConferenceAsked),
            Side::Support => Vec::new(),
        },
        CaseEvent::ConferenceSet(set) => vec![
            (Reader::Invited(set.id), ConferenceInvited),
            (Reader::Dropped(set.id), ConferenceCancelled),
        ],
        CaseEvent::ConferenceAnswered(answered) => {
            let one = case.conference(answered.id);
            let organizer = one.and_then(|one| one.organizer);
            let told = organizer.map(|person| (Reader::Owner(person), ConferenceAnswered));
            told.into_iter().collect()
        }
        CaseEvent::ConferenceCancelled { id, .. } => conference_cancelled(case, *id),
        // What is to be confirmed, and what is over with its case, is told of the status.
        CaseEvent::EscalationMoved {
            to: Step::Confirmation,
            ..
        } => Vec::new(),
        CaseEvent::EscalationEnded {
            how: How::Confirmed | How::Closed,
            ..
        } => Vec::new(),
        CaseEvent::EscalationFinished { .. } => owner_or_leads(EscalationBack),
        CaseEvent::EscalationEnded {
            how: How::Returned, ..
        } => {
            let mut all = customer(EscalationMoved);
            all.extend(owner_or_leads(EscalationBack));
            all
        }
        CaseEvent::EscalationMoved { .. }
        | CaseEvent::EscalationExpected { .. }
        | CaseEvent::EscalationEnded { .. } => customer(EscalationMoved),
        CaseEvent::MoreHelpAsked { .. } => owner(CustomerUpdated),
        CaseEvent::KindStateSet { .. } => customer(KindStateSet),
        CaseEvent::SurveyGiven(given) => match given.contact || discontent(given, desk) {
            true => {
                let mut all = owner(SurveyGiven);
                all.push((Reader::Supervisors, SurveyGiven));
                all
            }
            false => Vec::new(),
        },
        CaseEvent::Reminded { .. } => vec![(Reader::Contact, ClosingAnnounced)],
        CaseEvent::SeverityProposed { side, .. } => match side {
            Side::Support => vec![(Reader::Contact, SeverityProposed)],
            Side::Customer => owner(SeverityProposed),
        },
        // Who wanted it hears that the other side agreed; else the other side hears what counts from now on.
        CaseEvent::SeverityChanged { side, agreed, .. } => match (side, agreed) {
            (Side::Customer, true) | (Side::Support, false) => customer(Answered),
            (Side::Support, true) | (Side::Customer, false) => owner(CustomerUpdated),
        },
        CaseEvent::SeverityDeclined { side, .. } => match side {
            Side::Support => customer(Answered),
            Side::Customer => owner(CustomerUpdated),
        },
        CaseEvent::ClockTold { notice, .. } => match notice {
            Told::Breach => {
                let mut all = owner(Broken);
                all.push((Reader::Supervisors, Broken));
                all
            }
            Told::Warning(percent) => warned(*percent, &desk.warnings, owner(Warned)),
        },
        // Files that come with words are told of with them.
        CaseEvent::FilesAttached {
            internal: false,
            alone: true,
            ..
        } => owner(CustomerUpdated),
        CaseEvent::QuestionsAsked { .. } => customer(InformationNeeded),
        CaseEvent::QuestionsAnswered { .. } => owner(CustomerUpdated),
        CaseEvent::QuestionWithdrawn { .. }
        | CaseEvent::MoreToFollow
        | CaseEvent::CopiesChanged { .. }
        | CaseEvent::ReferenceSet { .. }
        | CaseEvent::NotePosted { .. }
        | CaseEvent::Assigned { .. }
        | CaseEvent::CallRecorded { .. }
        | CaseEvent::TierRaised { .. }
        | CaseEvent::ThirdPartyInvolved { .. }
        | CaseEvent::ThirdPartyReleased { .. }
        | CaseEvent::PrivacySet { .. }
        | CaseEvent::CauseSet { .. }
        | CaseEvent::Snoozed { .. }
        | CaseEvent::Woken { .. }
        | CaseEvent::AccessAsked { .. }
        | CaseEvent::AccessGranted { .. }
        | CaseEvent::ProxyLoginSet { .. }
        | CaseEvent::ProxyLoginStarted { .. }
        | CaseEvent::ProxyLoginEnded { .. }
        | CaseEvent::ProxyLoginUsed { .. }
        | CaseEvent::FilesAttached { .. }
        | CaseEvent::FileRemoved { .. }
        | CaseEvent::Redacted { .. }
        | CaseEvent::Linked { .. }
        | CaseEvent::Unlinked { .. }
        | CaseEvent::TookIn { .. }
        | CaseEvent::LetGo { .. }
        | CaseEvent::Tagged { .. }
        | CaseEvent::EscalationBriefed { .. }
        | CaseEvent::EscalationDismissed { .. }
        | CaseEvent::DeskMoved { .. } => Vec::new(),
    }
}

/// Whoever was told of a conference hears that it does not take place; of one that was never set, who asked for it.
fn conference_cancelled(case: &Case, id: u32) -> Vec<(Reader, Occasion)> {
    let Some(one) = case.conference(id) else {
        return Vec::new();
    };
    let occasion = Occasion::ConferenceCancelled;
    match (one.at, one.organizer) {
        (Some(_), organizer) => {
            let organizer = organizer.map(|person| (Reader::Owner(person), occasion));
            let mut all = vec![(Reader::Invited(id), occasion)];
            all.extend(organizer);
            all
        }
        (None, _) => {
            let owner = case.owner.map(|owner| (Reader::Owner(owner), occasion));
            let mut all = vec![(Reader::Asker(one.asked_by), occasion)];
            all.extend(owner);
            all
        }
    }
}

/// The contact is asked how they were served, where the desk asks after such a closing (C16).
fn survey(to: &StatusId, case: &Case, desk: &Desk) -> Option<(Reader, Occasion)> {
    let asked = desk.survey.as_ref()?;
    let asks = asked.after.contains(to) && case.source.is_none();
    asks.then_some((Reader::Contact, Occasion::SurveyAsked))
}

/// The supervisor's warning is the supervisor's; where nobody has the case, the agent's has no reader.
fn warned(
    percent: u8,
    warnings: &Warnings,
    owner: Vec<(Reader, Occasion)>,
) -> Vec<(Reader, Occasion)> {
    match warnings.supervisor {
        Some(supervisor) if percent >= supervisor => {
            vec![(Reader::Supervisors, Occasion::Warned)]
        }
        _ => owner,
    }
}
