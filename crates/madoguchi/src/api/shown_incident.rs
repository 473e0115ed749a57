//! An incident as the API shows it, in the caller's language.

use domain::{
    Words,
    event::{By, Recorded},
    incident::{Incident, IncidentEvent},
};
use store::incidents::StoredIncident;

use super::{
    caller::Caller,
    problem::Problem,
    shown::{instant, number, prose},
    wire::{self, Labelled},
};
use crate::{
    app::{App, incidents::in_language},
    texts::incident_number,
};

/// Cases in an answer.
const CASES: usize = 1_000;

fn labelled(caller: &Caller, id: &str, words: Option<&Words>) -> Labelled {
    Labelled {
        id: id.to_owned(),
        label: words
            .map_or(id, |words| words.in_language(&caller.language))
            .to_owned(),
    }
}

fn phase(
    app: &App,
    caller: &Caller,
    incident: &Incident,
    phase: domain::incident::Phase,
) -> Labelled {
    let rule = app.desk_of(Some(incident)).incident.as_ref();
    let words = rule.map(|rule| &rule.phase(phase).label);
    labelled(caller, phase.as_str(), words)
}

fn text(caller: &Caller, texts: &domain::incident::Texts) -> String {
    in_language(&caller.language, texts).map_or(String::new(), |(_, text)| text.to_owned())
}

/// What lists say of it.
pub fn summary(app: &App, caller: &Caller, incident: &Incident) -> wire::IncidentSummary {
    let desk = app.desk_of(Some(incident));
    let rule = desk.incident.as_ref();
    let severity = rule.and_then(|rule| rule.severity(&incident.affected.severity));
    wire::IncidentSummary {
        number: incident_number(desk, incident.number),
        title: text(caller, &incident.title),
        severity: labelled(
            caller,
            &incident.affected.severity,
            severity.map(|severity| &severity.label),
        ),
        phase: phase(app, caller, incident, incident.phase),
        state: match (incident.is_running(), incident.is_cancelled()) {
            (true, _) => "running",
            (false, true) => "cancelled",
            (false, false) => "restored",
        }
        .to_owned(),
        started_at: instant(incident.affected.started_at.unwrap_or(incident.declared_at)),
        declared_at: instant(incident.declared_at),
        next_update_at: incident.promised.map(|promised| instant(promised.at)),
        ended_at: incident.ended_at().map(instant),
    }
}

async fn notes(app: &App, incident: &Incident) -> Result<Vec<wire::IncidentNote>, Problem> {
    let events = app.store.incident_events(incident.id).await;
    let events = events.map_err(crate::app::Fail::from)?;
    let note = |recorded: &Recorded<IncidentEvent>| match &recorded.event {
        IncidentEvent::Noted { text } => Some(wire::IncidentNote {
            at: instant(recorded.at),
            by: match recorded.by {
                By::Person(id) => Some(id.to_string()),
                By::System => None,
            },
            text: prose(text),
        }),
        _ => None,
    };
    Ok(events.iter().filter_map(note).collect())
}

/// All of it that this caller may know.
pub async fn shown(
    app: &App,
    caller: &Caller,
    stored: &StoredIncident,
) -> Result<wire::Incident, Problem> {
    let incident = &stored.incident;
    let desk = app.desk_of(Some(incident));
    let scope = caller.actor.scope();
    let rows = app
        .store
        .gathered_rows(&scope, incident.id, 0, CASES)
        .await?;
    let staff = caller.actor.is_staff();
    let affected = &incident.affected;
    let products = affected.products.iter();
    let regions = affected.regions.iter();
    let cause = incident.cause.as_ref();
    Ok(wire::Incident {
        summary: summary(app, caller, incident),
        products: products
            .map(|id| labelled(caller, id, desk.product(id).map(|p| &p.label)))
            .collect(),
        regions: regions
            .map(|id| {
                let region = desk.incident.as_ref().and_then(|rule| rule.region(id));
                labelled(caller, id, region.map(|region| &region.label))
            })
            .collect(),
        updates: incident
            .updates
            .iter()
            .map(|update| wire::IncidentUpdate {
                at: instant(update.at),
                phase: phase(app, caller, incident, update.phase),
                text: text(caller, &update.texts),
                next_update_at: update.next_at.map(instant),
            })
            .collect(),
        solution: incident.solution().map(|texts| text(caller, texts)),
        cause_due_on: cause.map(|cause| cause.due_on.to_string()),
        cases: rows
            .iter()
            .map(|row| number(app.desks.of(row.desk_version), row.number))
            .collect(),
        titles: staff.then(|| {
            let titles = incident.title.iter();
            titles
                .map(|(language, title)| (language.as_str().to_owned(), title.as_str().to_owned()))
                .collect()
        }),
        lead: staff.then(|| incident.lead.to_string()),
        communications: staff.then(|| incident.communications.to_string()),
        notes: match staff {
            true => Some(notes(app, incident).await?),
            false => None,
        },
        accounts: staff.then(|| affected.accounts.iter().map(ToString::to_string).collect()),
    })
}
