//! What happened to an incident, for staff: what customers were told in all languages, notes, and the rest in a sentence each.

use std::collections::HashMap;

use domain::{
    Desk, PersonId,
    directory::Person,
    event::{By, Recorded},
    incident::{Incident, IncidentEvent, Told as Notice, Update},
};

use super::super::super::{
    incidents::{Told, languages, own_text},
    story::written,
    visitor::Visitor,
};
use crate::{rich, texts::Texts};

/// Something that happened.
pub enum Line {
    Told(Box<Told>, String),
    /// A note: who, when, sanitised text.
    Note(String, String, String),
    /// In a sentence, and when.
    Event(String, String),
}

/// What happened, the latest first.
pub fn story(
    visitor: &Visitor,
    desk: &Desk,
    incident: &Incident,
    history: &[Recorded<IncidentEvent>],
    people: &HashMap<PersonId, Person>,
) -> Vec<Line> {
    let t = &visitor.texts;
    let who = |by: By| match by {
        By::Person(id) => people.get(&id).map_or(String::new(), |p| p.profile.name()),
        By::System => t.say("role-system").to_owned(),
    };
    let line = |one: &Recorded<IncidentEvent>| {
        let told = incident.updates.iter().find(|u| u.version == one.version);
        if let Some(update) = told {
            return Line::Told(Box::new(in_all(visitor, desk, update)), who(one.by));
        }
        let at = t.long_time(one.at);
        match &one.event {
            IncidentEvent::Noted { text } => Line::Note(who(one.by), at, written(t, text)),
            event => Line::Event(sentence(t, event, &who(one.by)), at),
        }
    };
    history.iter().rev().map(line).collect()
}

/// What customers were told, in all languages.
fn in_all(visitor: &Visitor, desk: &Desk, update: &Update) -> Told {
    let t = &visitor.texts;
    let (_, lang) = own_text(t, &update.texts);
    let shown = if lang.is_empty() { t.lang() } else { lang };
    let others = languages(visitor, desk).into_iter();
    let others = others.filter(|(language, _)| language.as_str() != shown);
    let others = others.filter_map(|(language, own)| {
        let text = update.texts.get(&language)?;
        Some((own, language.as_str().to_owned(), rich::html(text.as_str())))
    });
    Told {
        others: others.collect(),
        ..Told::of(t, desk, update)
    }
}

fn sentence(t: &Texts, event: &IncidentEvent, who: &str) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let said = match event {
        IncidentEvent::Declared { .. } => t.say("incident-did-declare").to_owned(),
        IncidentEvent::Gathered { cases } => t.count("incident-did-gather", count(cases.len())),
        IncidentEvent::Released { cases } => t.count("incident-did-release", count(cases.len())),
        IncidentEvent::DescriptionSet { .. } => t.say("incident-did-describe").to_owned(),
        IncidentEvent::OwnersSet { .. } => t.say("incident-did-set-owners").to_owned(),
        IncidentEvent::HearingSet { hears: false, .. } => t.say("incident-did-opt-out").to_owned(),
        IncidentEvent::HearingSet { .. } => t.say("incident-did-opt-in").to_owned(),
        IncidentEvent::Cancelled { reason } => {
            t.one("incident-did-cancel", "reason", reason.as_str())
        }
        IncidentEvent::CauseTold { notice, due_on } => {
            let key = match notice {
                Notice::Soon => "incident-did-warn-cause",
                Notice::Overdue => "incident-did-miss-cause",
            };
            t.one(key, "day", t.civil_day(&due_on.to_string()))
        }
        IncidentEvent::UpdateTold { notice, at } => {
            let key = match notice {
                Notice::Soon => "incident-did-warn",
                Notice::Overdue => "incident-did-miss",
            };
            t.one(key, "at", t.long_time(*at))
        }
        // Those stand with their words.
        IncidentEvent::Updated { .. }
        | IncidentEvent::Ended { .. }
        | IncidentEvent::CauseReported { .. }
        | IncidentEvent::Noted { .. } => String::new(),
    };
    t.with(
        "incident-line",
        [("who", who.into()), ("said", said.into())],
    )
}
