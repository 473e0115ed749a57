//! The story of a case by days, as far as its reader may know it (C17).

use std::collections::{BTreeMap, HashMap};

use domain::{
    Desk, PersonId,
    case::{CaseEvent, Side, asking, redacting},
    directory::{Person, Standing},
    event::{By, Recorded},
};
use store::cases::StoredCase;

pub use super::story_items::{Day, Item, Look, Said};
use super::{
    closings::addressee,
    questions,
    story_appointments::{appointment_sentence, subjects},
    story_escalations::escalation_sentence,
    story_sentences::{
        cause_sentence, clock_sentence, copies_sentence, desk_state, language_of,
        redacted_sentence, reference_sentence, removed_sentence, severity_sentence,
        snooze_sentence, status_sentence, together_sentence, woken_sentence,
    },
};
use crate::{
    app::{App, Fail, callers::PHONE, mails::more_help},
    rich,
    texts::Texts,
};

/// Everyone whom a history names.
pub async fn people_of(
    app: &App,
    stored: &StoredCase,
    history: &[Recorded<CaseEvent>],
) -> Result<HashMap<PersonId, Person>, Fail> {
    let mut ids = vec![stored.case.contact];
    ids.extend(stored.case.owner);
    for recorded in history {
        if let By::Person(id) = recorded.by {
            ids.push(id);
        }
        match recorded.event {
            CaseEvent::Assigned {
                owner: Some(id), ..
            }
            | CaseEvent::AccessGranted { contact: id, .. }
            | CaseEvent::ProxyLoginStarted { contact: id, .. }
            | CaseEvent::ProxyLoginEnded { contact: id, .. }
            | CaseEvent::EscalationManaged { caller: id, .. }
            | CaseEvent::ProxyLoginUsed { contact: id, .. } => ids.push(id),
            _ => {}
        }
    }
    Ok(app.store.people(ids).await?)
}

/// The story of a case by days, oldest first, with nothing folded away yet.
pub fn timeline(
    t: &Texts,
    desk: &Desk,
    history: &[Recorded<CaseEvent>],
    people: &HashMap<PersonId, Person>,
    teams: &HashMap<domain::TeamId, String>,
) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut date = None;
    let asked = asking::texts(history.iter().map(|recorded| &recorded.event));
    let conferences = subjects(history);
    for recorded in history {
        let anchor = format!("e{}", recorded.version);
        // What came with words stands under them.
        if let CaseEvent::FilesAttached { alone: false, .. } = &recorded.event
            && let Some(said) = days.last_mut().and_then(|day| day.items.last_mut())
            && !said.is_event()
        {
            said.with_files = anchor;
            continue;
        }
        let item = item(t, desk, recorded, people, teams, (&asked, &conferences));
        let this = Some(t.date(recorded.at));
        match days.last_mut() {
            Some(day) if date == this => day.items.push(item),
            _ => days.push(Day {
                label: t.day(recorded.at),
                items: vec![item],
            }),
        }
        date = this;
    }
    days
}

/// Texts by number: of questions, of conferences.
type Asked<'a> = BTreeMap<u32, &'a domain::Prose>;

/// What an answer can take up: what was said in public.
pub fn quoted(event: &CaseEvent) -> Option<&str> {
    let text = match event {
        CaseEvent::Opened(opened) => &opened.description,
        CaseEvent::MessagePosted { text, .. } => text,
        _ => return None,
    };
    Some(text.as_str()).filter(|text| !text.is_empty())
}

fn item(
    t: &Texts,
    desk: &Desk,
    recorded: &Recorded<CaseEvent>,
    people: &HashMap<PersonId, Person>,
    teams: &HashMap<domain::TeamId, String>,
    (asked, conferences): (&Asked, &Asked),
) -> Item {
    let person = match recorded.by {
        By::Person(id) => people.get(&id),
        By::System => None,
    };
    let role = match person.map(|p| p.standing) {
        Some(Standing::Contact { .. } | Standing::Guest { .. }) => t.say("role-customer"),
        Some(Standing::Agent { .. }) => t.say("role-support"),
        None => t.say("role-system"),
    };
    let who = person.map(|p| p.profile.name()).unwrap_or_default();
    let (look, html, sentence) = match &recorded.event {
        CaseEvent::Opened(opened) => (
            Look::Customer,
            rich::html(opened.description.as_str()),
            t.say(
                match (opened.channel.as_str(), person.map(|p| p.standing)) {
                    (PHONE, Some(Standing::Agent { .. })) => "did-open-by-phone",
                    _ => "did-open",
                },
            )
            .to_owned(),
        ),
        CaseEvent::MessagePosted { side, text } => {
            let (look, did) = match side {
                Side::Customer => (Look::Customer, "did-update"),
                Side::Support => (Look::Support, "did-reply"),
            };
            (look, written(t, text), t.say(did).to_owned())
        }
        CaseEvent::QuestionsAsked { questions } => (
            Look::Support,
            questions::asked_html(t, questions),
            t.say("did-ask").to_owned(),
        ),
        CaseEvent::QuestionsAnswered { answers } => (
            Look::Customer,
            questions::answered_html(t, answers, |id| asked.get(&id).copied()),
            t.say("did-answer-questions").to_owned(),
        ),
        CaseEvent::QuestionWithdrawn { id } => {
            let question = asked.get(id).map_or("", |text| text.as_str());
            let sentence = t.one("did-withdraw-question", "question", question);
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::MoreToFollow => (Look::Event, String::new(), t.say("did-more").to_owned()),
        CaseEvent::NotePosted { text } => {
            (Look::Note, written(t, text), t.say("did-note").to_owned())
        }
        CaseEvent::StatusChanged { to, cause, .. } => (
            Look::Event,
            String::new(),
            status_sentence(t, desk, to, cause),
        ),
        CaseEvent::Assigned { owner, team, .. } => {
            let owner = owner
                .and_then(|id| people.get(&id))
                .map(|p| p.profile.name());
            let team = team.and_then(|id| teams.get(&id)).cloned();
            let sentence = match (owner, team) {
                (Some(owner), Some(team)) => t.with(
                    "did-assign-both",
                    [
                        ("owner", owner.as_str().into()),
                        ("team", team.as_str().into()),
                    ],
                ),
                (Some(owner), None) => t.one("did-assign-owner", "owner", owner),
                (None, Some(team)) => t.one("did-assign-team", "team", team),
                (None, None) => t.say("did-unassign").to_owned(),
            };
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::CopiesChanged { added, removed, .. } => (
            Look::Event,
            String::new(),
            copies_sentence(t, added, removed),
        ),
        CaseEvent::ReferenceSet { field, to, .. } => (
            Look::Event,
            String::new(),
            reference_sentence(t, desk, field, to.as_ref()),
        ),
        CaseEvent::FactsTold { answers, .. } => {
            let count = i64::try_from(answers.len()).unwrap_or(i64::MAX);
            (Look::Event, String::new(), t.count("did-tell-facts", count))
        }
        CaseEvent::SeverityProposed { side, to, reason } => (
            look_of(*side),
            written(t, reason),
            severity_sentence(t, desk, "did-propose-severity", to),
        ),
        CaseEvent::SeverityChanged {
            side,
            to,
            agreed,
            reason,
            ..
        } => {
            let key = match agreed {
                true => "did-agree-severity",
                false => "did-change-severity",
            };
            let sentence = severity_sentence(t, desk, key, to);
            match reason {
                Some(reason) => (look_of(*side), written(t, reason), sentence),
                None => (Look::Event, String::new(), sentence),
            }
        }
        CaseEvent::SeverityDeclined { side, to, reason } => (
            look_of(*side),
            written(t, reason),
            severity_sentence(t, desk, "did-decline-severity", to),
        ),
        CaseEvent::ThirdPartyInvolved { name, reference } => {
            let name = name.as_str();
            let sentence = match reference {
                Some(reference) => t.with(
                    "did-involve-with",
                    [
                        ("name", name.into()),
                        ("reference", reference.as_str().into()),
                    ],
                ),
                None => t.one("did-involve", "name", name),
            };
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::ThirdPartyReleased { name } => (
            Look::Event,
            String::new(),
            t.one("did-release", "name", name.as_str()),
        ),
        CaseEvent::FilesAttached { files, .. } => {
            let look = match person.map(|person| person.standing) {
                Some(Standing::Agent { .. }) => Look::Support,
                _ => Look::Customer,
            };
            let count = i64::try_from(files.len()).unwrap_or(i64::MAX);
            (look, String::new(), t.count("did-attach", count))
        }
        CaseEvent::FileRemoved { name, .. } => {
            (Look::Event, String::new(), removed_sentence(t, name))
        }
        CaseEvent::Redacted { internal, .. } => {
            (Look::Event, String::new(), redacted_sentence(t, *internal))
        }
        CaseEvent::Linked { .. }
        | CaseEvent::Unlinked { .. }
        | CaseEvent::Merged { .. }
        | CaseEvent::Unmerged { .. }
        | CaseEvent::TookIn { .. }
        | CaseEvent::LetGo { .. }
        | CaseEvent::Tagged { .. } => {
            let sentence = together_sentence(t, &recorded.event).unwrap_or_default();
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::PrivacySet { private } => {
            let did = match private {
                true => "did-make-private",
                false => "did-make-open",
            };
            (Look::Event, String::new(), t.say(did).to_owned())
        }
        CaseEvent::AccessAsked { wish, .. } => {
            let level = super::holding::level_name(t, Some(wish.level));
            let sentence = t.one("did-ask-access", "level", level);
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::AccessGranted { contact, level } => {
            let said = [
                ("name", name_of(people, *contact).into()),
                ("level", super::holding::level_name(t, Some(*level)).into()),
            ];
            (Look::Event, String::new(), t.with("did-grant-access", said))
        }
        CaseEvent::ProxyLoginSet { allowed, .. } => {
            let did = match allowed {
                true => "did-allow-proxy",
                false => "did-refuse-proxy",
            };
            (Look::Event, String::new(), t.say(did).to_owned())
        }
        CaseEvent::ProxyLoginStarted { contact, .. } => {
            let sentence = t.one("did-start-proxy", "name", name_of(people, *contact));
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::ProxyLoginEnded { contact, .. } => {
            let sentence = t.one("did-end-proxy", "name", name_of(people, *contact));
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::ProxyLoginUsed {
            contact,
            note,
            without_consent,
        } => {
            let key = match without_consent {
                true => "did-use-proxy-without-consent",
                false => "did-use-proxy",
            };
            let sentence = t.with(
                key,
                [
                    ("name", name_of(people, *contact).into()),
                    ("note", note.as_str().into()),
                ],
            );
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::DeskMoved { to, .. } => {
            (Look::Event, String::new(), t.count("did-move-desk", *to))
        }
        CaseEvent::CallRecorded { note } => {
            (Look::Note, written(t, note), t.say("did-call").to_owned())
        }
        CaseEvent::TierRaised { to, reason, .. } => (
            Look::Note,
            written(t, reason),
            t.count("did-raise-tier", i64::from(*to)),
        ),
        CaseEvent::ClockTold {
            clock,
            notice,
            due,
            late,
        } => (
            Look::Event,
            String::new(),
            clock_sentence(t, desk, *clock, *notice, *due, *late),
        ),
        CaseEvent::CauseSet { cause } => {
            (Look::Event, String::new(), cause_sentence(t, desk, cause))
        }
        CaseEvent::Snoozed { until } => (Look::Event, String::new(), snooze_sentence(t, *until)),
        CaseEvent::Woken { because } => (Look::Event, String::new(), woken_sentence(t, *because)),
        CaseEvent::Reminded { closes_at, .. } => (
            Look::Event,
            String::new(),
            t.one("did-remind", "at", t.long_time(*closes_at)),
        ),
        CaseEvent::EscalationAsked { to, reason } => (
            Look::Customer,
            written(t, reason),
            t.one("did-ask-escalation", "to", addressee(t, *to)),
        ),
        CaseEvent::EscalationAnswered { text } => (
            Look::Support,
            written(t, text),
            t.say("did-answer-escalation").to_owned(),
        ),
        CaseEvent::EscalationOpened { .. }
        | CaseEvent::EscalationManaged { .. }
        | CaseEvent::EscalationBriefed { .. }
        | CaseEvent::EscalationQueued { .. }
        | CaseEvent::EscalationFinished { .. }
        | CaseEvent::EscalationMoved { .. }
        | CaseEvent::EscalationExpected { .. }
        | CaseEvent::EscalationEnded { .. }
        | CaseEvent::CalledBack { .. }
        | CaseEvent::CallbackMissed { .. }
        | CaseEvent::EscalationDismissed { .. }
        | CaseEvent::EscalationSuggested { .. }
        | CaseEvent::ExpectedDayPassed { .. }
        | CaseEvent::IncidentSuggested { .. } => {
            escalation_sentence(t, desk, &recorded.event, people, teams)
        }
        CaseEvent::CallAsked(_)
        | CaseEvent::CallWithdrawn
        | CaseEvent::CallMissed { .. }
        | CaseEvent::CallMade(_)
        | CaseEvent::ConferenceAsked(_)
        | CaseEvent::ConferenceSet(_)
        | CaseEvent::ConferenceAnswered(_)
        | CaseEvent::ConferenceCancelled { .. } => {
            appointment_sentence(t, &recorded.event, conferences)
        }
        CaseEvent::ReopeningDeclined { reason } => (
            Look::Support,
            written(t, reason),
            t.say("did-decline-reopening").to_owned(),
        ),
        CaseEvent::MoreHelpAsked { tried, happened } => (
            Look::Customer,
            rich::html(&more_help(t, tried.as_ref(), happened)),
            t.say("did-ask-more-help").to_owned(),
        ),
        CaseEvent::KindStateSet { to } => {
            let state = desk_state(desk, to).map_or(to.as_str(), |state| t.desk(&state.label));
            let sentence = t.one("did-set-kind-state", "state", state);
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::SurveyGiven(_) => (
            Look::Event,
            String::new(),
            t.say("did-give-survey").to_owned(),
        ),
        CaseEvent::ReopeningRequested { reason } => (
            Look::Customer,
            written(t, reason),
            t.say("did-request-reopening").to_owned(),
        ),
    };
    let quotes = quoted(&recorded.event).is_some();
    Item::from(Said {
        lang: language_of(&html),
        quotes,
        covers: redacting::has_texts(&recorded.event),
        who,
        role,
        html,
        sentence,
        ..Said::plain(t, recorded.at, format!("e{}", recorded.version), look)
    })
}

pub(super) fn name_of(people: &HashMap<PersonId, Person>, id: PersonId) -> String {
    people.get(&id).map_or(String::new(), |p| p.profile.name())
}

/// What somebody wrote, sanitised; that it was erased, where it was.
pub fn written(t: &Texts, text: &domain::Prose) -> String {
    if text.is_erased() {
        rich::html(t.say("text-erased"))
    } else {
        rich::html(text.as_str())
    }
}

pub(super) fn look_of(side: Side) -> Look {
    match side {
        Side::Customer => Look::Customer,
        Side::Support => Look::Support,
    }
}
