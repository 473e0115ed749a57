//! Incidents as their readers see them (E3): the banner, the public timeline, which cases read by reference, and the list of those
//! that concern somebody.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use domain::{
    Desk, IncidentId, Instant, Language, PersonId,
    directory::Person,
    event::By,
    incident::{Incident, Phase, Texts as Both, Update},
};
use serde::Deserialize;
use store::{cases::StoredCase, incidents::StoredIncident};

use super::{
    frame::{Frame, Here, shown},
    listing::{self, Row},
    sayings::Sayings,
    story::{Day, Item, Look, Said},
    story_days,
    story_sentences::language_of,
    visitor::{Contact, Me, Visitor},
};
use crate::{
    app::{Fail, incidents::in_language, knowledge::place as place_in},
    rich,
    texts::{Texts, incident_number},
};

/// Incidents shown in one list.
const MOST: i64 = 50;
/// Banners on a page.
const BANNERS: i64 = 3;
/// Cases of an incident that are shown to a customer.
const CASES: usize = 100;

/// The reader's own of several texts, and its language where it is another one.
pub fn own_text<'a>(t: &Texts, texts: &'a Both) -> (&'a str, &'a str) {
    match in_language(&t.language, texts) {
        Some((language, text)) if *language == t.language => (text, ""),
        Some((language, text)) => (text, language.as_str()),
        None => ("", ""),
    }
}

/// A phase in the desk's words.
pub fn phase_name<'d>(t: &Texts, desk: &'d Desk, phase: Phase) -> &'d str {
    let rule = desk.incident.as_ref();
    rule.map_or(phase.as_str(), |rule| t.desk(&rule.phase(phase).label))
}

/// A severity of incidents in the desk's words.
pub fn severity_name<'a>(t: &Texts, desk: &'a Desk, id: &'a str) -> &'a str {
    let rule = desk.incident.as_ref();
    let severity = rule.and_then(|rule| rule.severity(id));
    severity.map_or(id, |severity| t.desk(&severity.label))
}

/// Names of what an incident affects: products, then regions.
pub fn affected_names(t: &Texts, desk: &Desk, incident: &Incident) -> [String; 2] {
    let join = |names: Vec<&str>| names.join(t.say("list-separator"));
    let affected = &incident.affected;
    let products = affected.products.iter();
    let products = products.map(|id| desk.product(id).map_or(id.as_str(), |p| t.desk(&p.label)));
    let regions = affected.regions.iter().map(|id| {
        let region = desk.incident.as_ref().and_then(|rule| rule.region(id));
        region.map_or(id.as_str(), |region| t.desk(&region.label))
    });
    [join(products.collect()), join(regions.collect())]
}

/// Where a reader finds an incident.
pub fn address(incident: &Incident) -> String {
    format!("/incidents/{}", incident.number)
}

/// An incident in one line, on pages of those whom it concerns.
pub struct Banner {
    pub number: String,
    pub address: String,
    pub title: String,
    /// The language of the title, where it is not the reader's.
    pub lang: String,
    pub severity: String,
    pub phase: String,
    /// When customers were told last, and when they hear more; the second is empty at the end.
    pub updated: String,
    pub next: String,
    pub running: bool,
}

impl Banner {
    pub fn of(t: &Texts, desk: &Desk, incident: &Incident) -> Self {
        let (title, lang) = own_text(t, &incident.title);
        let latest = incident.updates.last();
        Self {
            number: incident_number(desk, incident.number),
            address: address(incident),
            title: title.to_owned(),
            lang: lang.to_owned(),
            severity: severity_name(t, desk, &incident.affected.severity).to_owned(),
            phase: phase_name(t, desk, incident.phase).to_owned(),
            updated: latest.map_or(String::new(), |update| {
                t.one("incident-updated-at", "at", t.long_time(update.at))
            }),
            next: incident.promised.map_or(String::new(), |promised| {
                t.one("incident-next-at", "at", t.long_time(promised.at))
            }),
            running: incident.is_running(),
        }
    }
}

/// The banners of what runs and concerns somebody.
pub async fn banners(visitor: &Visitor, me: &Me) -> Result<Vec<Banner>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let asked = store::incidents::Asked {
        states: vec![store::incidents::State::Running],
        limit: BANNERS,
        ..Default::default()
    };
    let found = app.incidents(&me.actor, &asked).await?;
    let banner = |stored: &StoredIncident| {
        let incident = &stored.incident;
        Banner::of(t, app.desk_of(Some(incident)), incident)
    };
    Ok(found.iter().map(banner).collect())
}

/// Something that customers were told.
pub struct Told {
    pub anchor: String,
    pub phase: String,
    pub at: String,
    pub machine: String,
    /// Sanitised.
    pub html: String,
    /// The language of the text, where it is not the reader's.
    pub lang: String,
    /// When the next one was promised; empty at the end.
    pub next: String,
    /// The same in the other languages: own name, tag, sanitised text.
    pub others: Vec<(&'static str, String, String)>,
}

impl Told {
    pub fn of(t: &Texts, desk: &Desk, update: &Update) -> Self {
        let (text, lang) = own_text(t, &update.texts);
        Self {
            anchor: format!("u{}", update.version),
            phase: phase_name(t, desk, update.phase).to_owned(),
            at: t.long_time(update.at),
            machine: t.machine_time(update.at),
            html: rich::html(text),
            lang: lang.to_owned(),
            next: update.next_at.map_or(String::new(), |at| {
                t.one("incident-next-promised", "at", t.long_time(at))
            }),
            others: Vec::new(),
        }
    }
}

/// How far it is, phase by phase.
pub struct PhaseLine {
    pub label: String,
    pub next: String,
    pub reached: String,
    pub machine: String,
    /// `done`, `now`, `ahead`, or `left` for one that was left out.
    pub state: &'static str,
    pub state_text: &'static str,
}

/// The phases of an incident; the report on the cause where one is due.
pub fn phases(t: &Texts, desk: &Desk, incident: &Incident) -> Vec<PhaseLine> {
    let Some(rule) = &desk.incident else {
        return Vec::new();
    };
    let shown = |phase: &Phase| {
        *phase != Phase::Reported || incident.is_running() || incident.cause.is_some()
    };
    let line = |phase: Phase| {
        let reached = incident.updates.iter().find(|update| update.phase == phase);
        let (state, text) = match phase.cmp(&incident.phase) {
            std::cmp::Ordering::Equal => ("now", "escalation-step-now"),
            std::cmp::Ordering::Greater => ("ahead", "escalation-step-ahead"),
            std::cmp::Ordering::Less if reached.is_some() => ("done", "escalation-step-done"),
            std::cmp::Ordering::Less => ("left", "escalation-step-left"),
        };
        let words = rule.phase(phase);
        let now = state == "now";
        let reached = reached.filter(|_| state != "ahead");
        PhaseLine {
            label: t.desk(&words.label).to_owned(),
            next: match now {
                true => t.desk(&words.next).to_owned(),
                false => String::new(),
            },
            reached: reached.map_or(String::new(), |update| t.long_time(update.at)),
            machine: reached.map_or(String::new(), |update| t.machine_time(update.at)),
            state,
            state_text: t.say(text),
        }
    };
    Phase::ALL.into_iter().filter(shown).map(line).collect()
}

/// Puts what the incident of a case told customers into the case's story, where it was told: it is the incident's, and stands there
/// for whoever joined late, too.
pub fn place(
    t: &Texts,
    desk: &Desk,
    incident: &Incident,
    people: &HashMap<PersonId, Person>,
    days: &mut Vec<Day>,
) {
    for update in &incident.updates {
        let item = item(t, desk, incident, update, people);
        story_days::place(days, t.day(update.at), item);
    }
}

fn item(
    t: &Texts,
    desk: &Desk,
    incident: &Incident,
    update: &Update,
    people: &HashMap<PersonId, Person>,
) -> Item {
    let (text, _) = own_text(t, &update.texts);
    let person = match update.by {
        By::Person(id) => people.get(&id),
        By::System => None,
    };
    let told = [
        ("number", incident_number(desk, incident.number).into()),
        ("phase", phase_name(t, desk, update.phase).into()),
    ];
    let html = rich::html(text);
    Item::from(Said {
        who: person.map_or(String::new(), |person| person.profile.name()),
        role: t.say("role-support"),
        lang: language_of(&html),
        html,
        sentence: t.with("incident-did-update", told),
        ..Said::plain(t, update.at, format!("u{}", update.version), Look::Incident)
    })
}

/// The incident on the page of a case that it has gathered.
pub struct OfCase {
    pub banner: Banner,
    /// Where its reader goes on reading.
    pub address: String,
    /// What happens in its phase.
    pub next: String,
}

/// The same for staff, who declare incidents.
pub struct Beside {
    pub incident: Option<OfCase>,
    /// One can be declared from the case, and staff should think of it (S7).
    pub may_declare: bool,
    pub suggested: bool,
}

impl Beside {
    /// Puts what its incident told into the story, too, and folds that.
    pub async fn of(
        visitor: &Visitor,
        stored: &StoredCase,
        days: &mut Vec<Day>,
    ) -> Result<Self, Fail> {
        let app = &visitor.web.app;
        let incident = of_case(visitor, stored, true, days).await?;
        story_days::fold(&visitor.texts, days);
        let (none, case) = (incident.is_none(), &stored.case);
        let desk = app.desks.of(case.desk_version);
        Ok(Self {
            may_declare: none && app.desks.current().0.incident.is_some() && !case.is_over(desk),
            suggested: none && domain::incident::suggested(case, desk),
            incident,
        })
    }
}

/// The incident of a case that its reader sees, with its updates put into the story.
pub async fn of_case(
    visitor: &Visitor,
    stored: &StoredCase,
    staff: bool,
    days: &mut Vec<Day>,
) -> Result<Option<OfCase>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let Some(found) = app.incident_of(stored).await? else {
        return Ok(None);
    };
    let incident = &found.incident;
    let desk = app.desk_of(Some(incident));
    let people = app.store.incident_people(incident, &[]).await?;
    place(t, desk, incident, &people, days);
    let banner = Banner::of(t, desk, incident);
    let rule = desk.incident.as_ref();
    Ok(Some(OfCase {
        address: match staff {
            true => format!("/staff{}", banner.address),
            false => banner.address.clone(),
        },
        next: rule.map_or(String::new(), |rule| {
            t.desk(&rule.phase(incident.phase).next).to_owned()
        }),
        banner,
    }))
}

#[derive(Template)]
#[template(path = "portal/incidents.html")]
struct List {
    f: Frame,
    running: Vec<Banner>,
    ended: Vec<Banner>,
    /// Those that have ended, all of them.
    past: bool,
    /// Where older ones are; empty where there are none.
    older: String,
}

/// Which of them are asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// All that have ended; behind which one, where it says so.
    past: Option<String>,
}

pub async fn list(
    Contact(visitor, me): Contact,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let past = wanted.past.is_some();
    let ([running, mut ended], most) = match &wanted.past {
        None => (app.current_incidents(&me.actor, MOST).await?, usize::MAX),
        Some(behind) => {
            let asked = store::incidents::Asked {
                states: vec![store::incidents::State::Restored],
                after: place_in(behind).map(|(at, id)| (at, IncidentId(id.0))),
                limit: MOST + 1,
                ..Default::default()
            };
            let found = app.incidents(&me.actor, &asked).await?;
            (
                [Vec::new(), found],
                usize::try_from(MOST).unwrap_or(usize::MAX),
            )
        }
    };
    let more = ended.len() > most;
    ended.truncate(most);
    let last = ended.last().filter(|_| more).map(|last| &last.incident);
    let older = last.map_or(String::new(), |last| {
        let at = last.declared_at.as_millisecond();
        format!("/incidents?past={at}.{}", last.id)
    });
    let banner = |stored: &StoredIncident| {
        let incident = &stored.incident;
        Banner::of(t, app.desk_of(Some(incident)), incident)
    };
    shown(&List {
        running: running.iter().map(banner).collect(),
        ended: ended.iter().map(banner).collect(),
        past,
        older,
        f: Frame::new(&visitor, Here::Incidents, t.say("incidents-title")).await?,
    })
}

#[derive(Template)]
#[template(path = "portal/incident.html")]
struct Page<'a> {
    f: Frame,
    banner: Banner,
    started: String,
    ended: String,
    products: String,
    regions: String,
    phases: Vec<PhaseLine>,
    /// What was told, the latest first.
    told: Vec<Told>,
    /// What customers are offered at the end, sanitised, and its language where it is another one.
    solution: [String; 2],
    /// The day on which the cause is reported; empty where it was, or nobody does.
    cause_due: String,
    /// The reader's cases that it has gathered.
    rows: Vec<Row<'a>>,
    zone: String,
}

/// Number of an incident as an address has it, with or without what stands before it.
pub fn parse_number(text: &str) -> Option<i64> {
    let digits = text.rsplit('-').next().unwrap_or(text);
    let fits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| fits)
}

pub async fn page(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.incident(&me.actor, number).await?;
    let incident = &stored.incident;
    let desk = app.desk_of(Some(incident));
    let scope = me.actor.scope();
    let found = app
        .store
        .gathered_rows(&scope, incident.id, 0, CASES)
        .await?;
    let banner = Banner::of(t, desk, incident);
    let [products, regions] = affected_names(t, desk, incident);
    let title = t.with(
        "case-title",
        [
            ("number", banner.number.as_str().into()),
            ("subject", banner.title.as_str().into()),
        ],
    );
    let moment = |at: Option<Instant>| at.map_or(String::new(), |at| t.long_time(at));
    let cause = incident.cause.as_ref();
    let cause = cause.filter(|cause| cause.reported_at.is_none());
    let f = Frame::new(&visitor, Here::Incidents, title).await?;
    let sayings = Sayings::new(t, app.now());
    shown(&Page {
        f,
        started: moment(incident.affected.started_at),
        ended: moment(incident.ended_at()),
        products,
        regions,
        phases: phases(t, desk, incident),
        told: {
            let told = incident.updates.iter().rev();
            told.map(|update| Told::of(t, desk, update)).collect()
        },
        solution: incident.solution().map_or_else(Default::default, |texts| {
            let (text, lang) = own_text(t, texts);
            [rich::html(text), lang.to_owned()]
        }),
        cause_due: cause.map_or(String::new(), |cause| {
            t.civil_day(&cause.due_on.to_string())
        }),
        rows: listing::rows(app, &sayings, None, &found),
        banner,
        zone: t.zone_name(),
    })
}

/// Names of the desk's languages, each in itself, with their tags.
pub fn languages(visitor: &Visitor, desk: &Desk) -> Vec<(Language, &'static str)> {
    let catalogues = &visitor.web.catalogues;
    let named = |language: &Language| {
        let name = catalogues.get(language).fixed("language-name");
        (language.clone(), name)
    };
    desk.languages.iter().map(named).collect()
}
