//! Staff's work on incidents (E3, S7): what runs, declaring one from a case, telling of it, and its end.

mod acts;
mod declare;
mod fields;
mod history;
mod page;
mod typed;

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::{Desk, Language, incident::Refused};
use serde::Deserialize;
use store::incidents::{Asked, Owed, State, StoredIncident};

use super::super::{
    frame::{Frame, Here, shown},
    incidents::{own_text, phase_name, severity_name},
    listing::{Pick, ViewLink, pick},
    shown::{self as words, Trouble},
    visitor::{Staff, Visitor},
};
use crate::{
    app::{Fail, knowledge::in_language},
    texts::{Texts, incident_number},
};

pub use acts::act;
pub use declare::{declare, new, preview};
pub use page::page;

/// Incidents on a page.
const PAGE: i64 = 50;
/// Views of those whose cause is to be reported: all, and those that are late.
const OWED: &str = "cause-owed";
const LATE: &str = "cause-late";

#[derive(Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    view: String,
    behind: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/incidents.html")]
struct List {
    f: Frame,
    views: Vec<ViewLink>,
    tabs: Vec<Pick>,
    /// Companies that report the same, as markup.
    surges: String,
    rows: Vec<Row>,
    next: String,
    /// What runs is looked at, and so is when the next updates are due.
    running: bool,
    zone: String,
}

struct Row {
    number: String,
    address: String,
    title: String,
    lang: String,
    severity: String,
    /// Its place among the severities.
    rank: usize,
    phase: String,
    /// When the next update is due, or what has become of it.
    next: String,
    overdue: bool,
    cases: String,
    lead: String,
    declared: String,
}

/// Where staff find an incident.
fn address(number: i64) -> String {
    format!("/staff/incidents/{number}")
}

/// What of it is waited for, and whether it is late: the next update, or the report on the cause.
fn awaited(visitor: &Visitor, t: &Texts, stored: &StoredIncident) -> (String, bool) {
    let (app, incident) = (&visitor.web.app, &stored.incident);
    let now = app.now();
    if let Some(promised) = incident.promised {
        let late = incident.is_overdue(now);
        let key = match late {
            true => "incident-update-overdue",
            false => "incident-update-due",
        };
        return (t.one(key, "at", t.long_time(promised.at)), late);
    }
    let cause = incident.cause.as_ref();
    match cause.filter(|cause| cause.reported_at.is_none()) {
        Some(cause) => {
            let desk = app.desk_of(Some(incident));
            let today = domain::access::seats::today(desk, now);
            let late = incident.is_cause_overdue(today);
            let key = match late {
                true => "incident-cause-overdue",
                false => "incident-cause-due",
            };
            let day = t.civil_day(&cause.due_on.to_string());
            (t.one(key, "day", day), late)
        }
        None => (String::new(), false),
    }
}

pub async fn list(
    Staff(visitor, me): Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let cause_owed = match wanted.view.as_str() {
        OWED => Some(Owed::ByAnyDay),
        LATE => Some(Owed::Before(app.today())),
        _ => None,
    };
    let state = State::parse(&wanted.view).unwrap_or(State::Running);
    let states = match cause_owed {
        Some(_) => Vec::new(),
        None => vec![state],
    };
    let view = match cause_owed {
        Some(_) => wanted.view.as_str(),
        None => state.as_str(),
    };
    let after = wanted.behind.as_deref().and_then(|behind| {
        let (at, id) = crate::app::knowledge::place(behind)?;
        Some((at, domain::IncidentId(id.0)))
    });
    let asked = Asked {
        states,
        cause_owed,
        after,
        limit: PAGE + 1,
        ..Asked::default()
    };
    let mut found = app.incidents(&me.actor, &asked).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| {
        let (at, id) = (last.incident.declared_at, last.incident.id);
        let behind = format!("{}.{id}", at.as_millisecond());
        format!("/staff/incidents?view={view}&behind={behind}")
    });
    let leads = found.iter().map(|stored| stored.incident.lead);
    let people = app.store.people(leads.collect::<Vec<_>>()).await?;
    let row = |stored: &StoredIncident| {
        let incident = &stored.incident;
        let desk = app.desk_of(Some(incident));
        let (title, lang) = own_text(t, &incident.title);
        let (next, overdue) = awaited(&visitor, t, stored);
        let id = &incident.affected.severity;
        let rule = desk.incident.as_ref();
        let rank = rule.and_then(|rule| rule.severities.iter().position(|s| s.id == *id));
        Row {
            number: incident_number(desk, incident.number),
            address: address(incident.number),
            title: title.to_owned(),
            lang: lang.to_owned(),
            severity: severity_name(t, desk, id).to_owned(),
            rank: rank.unwrap_or(9),
            phase: match incident.is_cancelled() {
                true => t.say("incident-cancelled").to_owned(),
                false => phase_name(t, desk, incident.phase).to_owned(),
            },
            next,
            overdue,
            cases: t.number(i64::try_from(incident.cases.len()).unwrap_or(i64::MAX)),
            lead: people
                .get(&incident.lead)
                .map_or(String::new(), |person| person.profile.name()),
            declared: t.long_time(incident.declared_at),
        }
    };
    let names = [State::Running.as_str(), OWED, LATE];
    let others = [State::Restored.as_str(), State::Cancelled.as_str()];
    let tabs = names.into_iter().chain(others).map(|one| {
        let label = t.say(&format!("incidents-{one}"));
        pick(one, label, view)
    });
    let mut rows: Vec<Row> = found.iter().map(row).collect();
    // What is late comes first.
    rows.sort_by_key(|row| !row.overdue);
    let f = Frame::new(&visitor, Here::Incidents, t.say("incidents-of-staff")).await?;
    let page = List {
        surges: super::surges::all(&visitor, &me, &f, "/staff/incidents").await?,
        views: super::rail_for(&visitor, &me).await?,
        tabs: tabs.collect(),
        rows,
        next: next.unwrap_or_default(),
        running: view == State::Running.as_str(),
        zone: t.zone_name(),
        f,
    };
    shown(&page)
}

/// Why something was refused, field by field, in the form of this name.
fn refused(visitor: &Visitor, desk: &Desk, form: &str, refused: &Refused) -> Vec<Trouble> {
    let t = &visitor.texts;
    let at = |text: String| {
        vec![Trouble {
            field: form.to_owned(),
            text,
        }]
    };
    match refused {
        Refused::NotAllowed => at(t.say("refused-not-allowed").to_owned()),
        Refused::NoIncidents => at(t.say("refused-no-incidents").to_owned()),
        Refused::Over => at(t.say("refused-incident-over").to_owned()),
        Refused::Running => at(t.say("refused-incident-running").to_owned()),
        Refused::ReportedAlready => at(t.say("refused-cause-reported").to_owned()),
        Refused::NoSuchPhase { from, to } => at(t.with(
            "refused-no-such-phase",
            [
                ("from", phase_name(t, desk, *from).into()),
                ("to", phase_name(t, desk, *to).into()),
            ],
        )),
        Refused::GatheredElsewhere { number, .. } => at(t.one(
            "refused-gathered-elsewhere",
            "number",
            incident_number(desk, *number),
        )),
        Refused::Fields(problems) => {
            let trouble = |problem: &domain::case::intake::FieldProblem| Trouble {
                field: format!("{form}-{}", problem.field),
                text: words::wrong_sentence(
                    t,
                    desk,
                    &field_name(visitor, &problem.field),
                    false,
                    &problem.wrong,
                ),
            };
            problems.iter().map(trouble).collect()
        }
    }
}

/// What a field is called; one of a language with the language's name, in the reader's.
fn field_name(visitor: &Visitor, field: &str) -> String {
    let t = &visitor.texts;
    let named = |base: &str| t.say(&format!("incident-field-{base}"));
    if let Some((base, tag)) = field.rsplit_once('-')
        && visitor.web.catalogues.find(tag).is_some()
    {
        let told = [
            ("field", named(base).into()),
            ("language", t.say(&format!("in-{tag}")).into()),
        ];
        return t.with("incident-field-in", told);
    }
    named(field).to_owned()
}

/// Of several texts the one in this language, else the first; with its language.
fn text_in(language: &Language, texts: &domain::incident::Texts) -> String {
    in_language(language, texts).map_or(String::new(), |(_, text)| text.as_str().to_owned())
}
