//! What happened to an escalation, in sentences (E1).

use std::collections::HashMap;

use domain::{
    Desk, PersonId, TeamId,
    case::{CaseEvent, escalation::How},
    directory::Person,
};

use super::story::{Look, name_of, written};
use crate::texts::{Texts, escalation_number};

/// How it looks, what was written with it, and what happened.
pub fn escalation_sentence(
    t: &Texts,
    desk: &Desk,
    event: &CaseEvent,
    people: &HashMap<PersonId, Person>,
    teams: &HashMap<TeamId, String>,
) -> (Look, String, String) {
    // With words it is a message of support's, without them one line.
    let said = |text: Option<&domain::Prose>, sentence: String| match text {
        Some(text) => (Look::Support, written(t, text), sentence),
        None => (Look::Milestone, String::new(), sentence),
    };
    match event {
        CaseEvent::EscalationOpened { number, summary } => {
            let number = escalation_number(desk, *number);
            said(Some(summary), t.one("did-escalate", "number", number))
        }
        CaseEvent::EscalationManaged {
            outcome,
            caller,
            by,
            ..
        } => {
            let sentence = t.with(
                "did-manage-escalation",
                [
                    ("name", name_of(people, *caller).into()),
                    ("at", t.long_time(*by).into()),
                    ("outcome", outcome.as_str().into()),
                ],
            );
            said(None, sentence)
        }
        CaseEvent::EscalationBriefed { defect, tracker } => {
            let sentence = match tracker {
                Some(tracker) => t.one("did-brief-with", "tracker", tracker.as_str()),
                None => t.say("did-brief").to_owned(),
            };
            let text = defect.as_ref();
            let html = text.map_or(String::new(), |text| written(t, text));
            (Look::Note, html, sentence)
        }
        CaseEvent::EscalationQueued { team } => {
            let name = teams.get(team).map_or("", String::as_str);
            let sentence = t.one("did-queue-escalation", "team", name);
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::EscalationFinished { text } => {
            let sentence = t.say("did-finish-escalation").to_owned();
            (Look::Note, written(t, text), sentence)
        }
        CaseEvent::EscalationMoved { from, to, text } => {
            let key = match to < from {
                true => "did-move-escalation-back",
                false => "did-move-escalation",
            };
            said(text.as_ref(), t.one(key, "step", t.step_name(desk, *to)))
        }
        CaseEvent::EscalationExpected { on, reason } => {
            let sentence = match on {
                Some(on) => t.one("did-expect", "day", t.civil_day(&on.to_string())),
                None => t.say("did-expect-no-longer").to_owned(),
            };
            said(reason.as_ref(), sentence)
        }
        CaseEvent::EscalationEnded { how, text, .. } => {
            said(text.as_ref(), t.say(ended_key(*how)).to_owned())
        }
        CaseEvent::CalledBack { text } => said(Some(text), t.say("did-call-back").to_owned()),
        CaseEvent::CallbackMissed { due } => {
            let sentence = t.one("did-miss-callback", "at", t.long_time(*due));
            (Look::Milestone, String::new(), sentence)
        }
        CaseEvent::ExpectedDayPassed { .. } => {
            let sentence = t.suggested(event).unwrap_or_default();
            (Look::Milestone, String::new(), sentence)
        }
        CaseEvent::EscalationSuggested { .. } | CaseEvent::IncidentSuggested { .. } => {
            let sentence = t.suggested(event).unwrap_or_default();
            (Look::Event, String::new(), sentence)
        }
        CaseEvent::EscalationDismissed { ground } => {
            let sentence = t.one("did-dismiss-escalation", "ground", t.ground(*ground));
            (Look::Event, String::new(), sentence)
        }
        _ => (Look::Event, String::new(), String::new()),
    }
}

fn ended_key(how: How) -> &'static str {
    match how {
        How::Confirmed => "did-confirm-escalation",
        How::Resolved => "did-resolve-escalation",
        How::Returned => "did-return-escalation",
        How::Closed => "did-close-escalation",
    }
}

/// How an escalation ended.
pub fn ended_text(t: &Texts, how: How) -> &'static str {
    t.say(match how {
        How::Confirmed => "escalation-ended-confirmed",
        How::Resolved => "escalation-ended-resolved",
        How::Returned => "escalation-ended-returned",
        How::Closed => "escalation-ended-closed",
    })
}
