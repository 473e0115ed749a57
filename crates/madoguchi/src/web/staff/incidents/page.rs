//! An incident for staff: how it stands, what customers were told and what was noted, its cases, and everything that can be done.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use domain::{
    AccountId, Desk, PersonId,
    directory::Person,
    incident::{Incident, Phase},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{cases::StoredCase, incidents::StoredIncident};

use super::{
    super::super::{
        frame::{Frame, Here, judged},
        incidents::{PhaseLine, affected_names, parse_number, phase_name, phases, severity_name},
        listing::{Pick, ViewLink, pick},
        shown::{self as words, Trouble},
        visitor::{Me, Staff, Visitor},
    },
    address, awaited,
    declare::Tick,
    fields::{Fields, TextField, begin, standing, texts},
    history::{Line, story},
    text_in,
    typed::Typed,
};
use crate::{
    app::{Fail, incidents::Suggested},
    texts::{Texts, incident_number, number},
};

#[derive(Template)]
#[template(path = "staff/incident.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    number: String,
    action: String,
    version: i64,
    /// In each language: tag, text.
    titles: Vec<(String, String)>,
    severity: String,
    rank: usize,
    phase: String,
    phases: Vec<PhaseLine>,
    /// What is waited for, and whether it is late.
    awaited: String,
    overdue: bool,
    running: bool,
    cancelled: bool,
    facts: Vec<words::Fact>,
    story: Vec<Line>,
    told: String,
    // Telling of it.
    update: UpdateForm,
    end: EndForm,
    cause: Vec<TextField>,
    may_report: bool,
    note: String,
    reason: String,
    // What it gathers, and whom it concerns.
    cases: Vec<CaseLine>,
    /// Where more of them are, and where the first are; empty where there are none.
    further: String,
    first: String,
    gathering: String,
    /// Cases that it may gather.
    suggested: Vec<Tick>,
    companies: Vec<Company>,
    /// How many these are, in words.
    concerned: String,
    fields: Fields,
    leads: Vec<Pick>,
    communications: Vec<Pick>,
    /// Something can be offered to its cases.
    offers: bool,
    troubles: Vec<Trouble>,
    /// The form of this name is shown open.
    open: String,
    zone: String,
}

impl Page {
    /// A form is shown open after something of it was not taken.
    fn is_open(&self, form: &str) -> bool {
        self.open == form
    }
}

/// The next update.
struct UpdateForm {
    phases: Vec<Pick>,
    texts: Vec<TextField>,
    next_at: String,
}

/// The end.
struct EndForm {
    texts: Vec<TextField>,
    solution: Vec<TextField>,
    cause_due_on: String,
}

/// Cases of one page.
const SHOWN: usize = 200;

/// A case that it has gathered.
struct CaseLine {
    number: String,
    /// As a form names it.
    id: i64,
    subject: String,
    account: String,
    status: String,
    /// It is closed.
    over: bool,
    /// Its customer is asked whether the solution works.
    offered: bool,
    /// It is to be offered the solution.
    chosen: bool,
}

/// A company that it concerns without a case.
struct Company {
    id: String,
    name: String,
    hears: bool,
}

#[derive(Default, Deserialize)]
pub struct Arrived {
    /// What was just done.
    #[serde(default)]
    told: String,
    #[serde(default)]
    given: usize,
    #[serde(default)]
    left: usize,
    /// Its cases from behind this number on.
    #[serde(default)]
    behind: i64,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response, Fail> {
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = visitor.web.app.incident(&me.actor, number).await?;
    show(&visitor, &me, &stored, &arrived, "", None, Vec::new()).await
}

/// The page; `form` was not taken as it was typed.
pub(super) async fn show(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredIncident,
    arrived: &Arrived,
    form: &str,
    typed: Option<&Typed>,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let incident = &stored.incident;
    let desk = app.desk_of(Some(incident));
    let history = app.store.incident_events(incident.id).await?;
    let people = app.store.incident_people(incident, &history).await?;
    let scope = me.actor.scope();
    let found = app
        .store
        .gathered_behind(&scope, incident.id, arrived.behind, SHOWN + 1);
    let mut found = found.await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let last = found.last().filter(|_| more).map(|last| last.number);
    let of = |name: &str| match typed {
        Some(typed) if form == name => typed.clone(),
        _ => Typed::default(),
    };
    let mut accounts: BTreeSet<AccountId> = found.iter().map(|one| one.case.account).collect();
    accounts.extend(&incident.affected.accounts);
    let described = match typed {
        Some(typed) if form == "description" => typed.clone(),
        _ => standing(visitor, incident).await?,
    };
    let (lead, communications) = match typed {
        Some(typed) if form == "owners" => (
            typed.get("lead").to_owned(),
            typed.get("communications").to_owned(),
        ),
        _ => (
            incident.lead.to_string(),
            incident.communications.to_string(),
        ),
    };
    let agents = app.owners().await?;
    let picks = |chosen: &str| {
        let agents = agents.iter();
        agents
            .map(|a| pick(&a.id.to_string(), &a.profile.name(), chosen))
            .collect()
    };
    let cases = case_lines(visitor, stored, &found, &of("offers"), form == "offers").await?;
    let concerned = companies(visitor, incident).await?;
    let (awaited, overdue) = awaited(visitor, t, stored);
    let number = incident_number(desk, incident.number);
    let title = text_in(&t.language, &incident.title);
    let title = t.with(
        "case-title",
        [
            ("number", number.as_str().into()),
            ("subject", title.into()),
        ],
    );
    let id = &incident.affected.severity;
    let rule = desk.incident.as_ref();
    let rank = rule.and_then(|rule| rule.severities.iter().position(|s| s.id == *id));
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: super::super::rail_for(visitor, me).await?,
        action: address(incident.number),
        version: incident.version,
        titles: titles(t, incident),
        severity: severity_name(t, desk, id).to_owned(),
        rank: rank.unwrap_or(9),
        phase: match incident.is_cancelled() {
            true => t.say("incident-cancelled").to_owned(),
            false => phase_name(t, desk, incident.phase).to_owned(),
        },
        phases: phases(t, desk, incident),
        awaited,
        overdue,
        running: incident.is_running(),
        cancelled: incident.is_cancelled(),
        facts: facts(t, desk, incident, &people),
        story: story(visitor, desk, incident, &history, &people),
        told: told(t, arrived),
        update: update_form(visitor, desk, incident, &of("updates"), form == "updates"),
        end: end_form(visitor, desk, incident, &of("end"), form == "end"),
        cause: texts(visitor, desk, "cause", "cause", &of("cause")),
        may_report: incident.phase == Phase::Restored && !incident.is_running(),
        note: of("notes").get("note").to_owned(),
        reason: of("cancellation").get("reason").to_owned(),
        offers: incident.solution().is_some() && cases.iter().any(|c| !c.over && !c.offered),
        cases,
        further: last.map_or(String::new(), |last| {
            format!("{}?behind={last}#gathering", address(incident.number))
        }),
        first: match arrived.behind {
            0 => String::new(),
            _ => format!("{}#gathering", address(incident.number)),
        },
        gathering: of("gathering").get("cases").to_owned(),
        suggested: suggested(visitor, me, incident, &of("gathering")).await?,
        concerned: {
            let hear = concerned.iter().filter(|company| company.hears).count();
            t.count(
                "incident-companies",
                i64::try_from(hear).unwrap_or(i64::MAX),
            )
        },
        companies: concerned,
        fields: Fields::of(visitor, desk, "description", &described, &accounts).await?,
        leads: picks(&lead),
        communications: picks(&communications),
        open: form.to_owned(),
        zone: t.zone_name(),
        f: Frame::new(visitor, Here::Incidents, title)
            .await?
            .troubled(is_wrong),
        troubles,
        number,
    };
    judged(&page, is_wrong)
}

/// The title in each language, the reader's own first.
fn titles(t: &Texts, incident: &Incident) -> Vec<(String, String)> {
    let mut all: Vec<_> = incident.title.iter().collect();
    all.sort_by_key(|(language, _)| **language != t.language);
    all.into_iter()
        .map(|(language, title)| (language.as_str().to_owned(), title.as_str().to_owned()))
        .collect()
}

fn told(t: &Texts, arrived: &Arrived) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match arrived.told.as_str() {
        "offered" => t.with(
            "incident-offered",
            [
                ("given", t.number(count(arrived.given)).into()),
                ("left", t.number(count(arrived.left)).into()),
            ],
        ),
        "updates" => t.say("incident-told-updates").to_owned(),
        "saved" => t.say("incident-told-saved").to_owned(),
        _ => String::new(),
    }
}

fn facts(
    t: &Texts,
    desk: &Desk,
    incident: &Incident,
    people: &HashMap<PersonId, Person>,
) -> Vec<words::Fact> {
    let name = |id: PersonId| people.get(&id).map_or(String::new(), |p| p.profile.name());
    let [products, regions] = affected_names(t, desk, incident);
    let moment = |at: Option<domain::Instant>| at.map_or(String::new(), |at| t.long_time(at));
    let cause = incident.cause.as_ref();
    [
        ("incident-field-lead", name(incident.lead)),
        (
            "incident-field-communications",
            name(incident.communications),
        ),
        (
            "incident-field-started-at",
            moment(incident.affected.started_at),
        ),
        ("incident-declared-at", moment(Some(incident.declared_at))),
        ("incident-ended-at", moment(incident.ended_at())),
        ("incident-field-products", products),
        ("incident-field-regions", regions),
        (
            "incident-field-cause-due-on",
            cause.map_or(String::new(), |cause| {
                t.civil_day(&cause.due_on.to_string())
            }),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| words::Fact {
        label: t.say(label).to_owned(),
        value,
    })
    .collect()
}

async fn case_lines(
    visitor: &Visitor,
    stored: &StoredIncident,
    found: &[StoredCase],
    typed: &Typed,
    is_typed: bool,
) -> Result<Vec<CaseLine>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let running = stored.incident.is_running();
    let mut names: HashMap<AccountId, String> = HashMap::new();
    let mut lines = Vec::with_capacity(found.len());
    for one in found {
        let desk = app.desks.of(one.case.desk_version);
        let account = one.case.account;
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(account) {
            let name = app.store.account_name(account).await?;
            place.insert(name.map_or(String::new(), |name| t.either(&name).to_owned()));
        }
        let (over, offered) = (one.case.is_over(desk), one.case.asks_solution(desk));
        lines.push(CaseLine {
            number: number(desk, one.number),
            id: one.number,
            subject: words::subject(t, &one.case).to_owned(),
            account: names.get(&account).cloned().unwrap_or_default(),
            status: t.status_name(desk, &one.case.status),
            over,
            offered,
            // At the end everything open is offered it, unless somebody takes the tick away; later nothing is.
            chosen: match is_typed {
                true => typed.has(&format!("case-{}", one.number)),
                false => running && !over && !offered,
            },
        });
    }
    Ok(lines)
}

async fn suggested(
    visitor: &Visitor,
    me: &Me,
    incident: &Incident,
    typed: &Typed,
) -> Result<Vec<Tick>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let found = app.cases_to_gather(&me.actor, incident).await?;
    let tick = |one: &Suggested| {
        let desk = app.desks.of(one.row.desk_version);
        Tick::of(t, desk, &one.row, one.alike, typed)
    };
    Ok(found.iter().map(tick).collect())
}

async fn companies(visitor: &Visitor, incident: &Incident) -> Result<Vec<Company>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let today = domain::access::seats::today(desk, app.now());
    let mut ids = app.store.accounts_affected(incident, today).await?;
    ids.extend(&incident.opted_out);
    let mut all = Vec::new();
    for id in ids {
        if let Some(name) = app.store.account_name(id).await? {
            all.push(Company {
                id: id.to_string(),
                name: t.either(&name).to_owned(),
                hears: !incident.opted_out.contains(&id),
            });
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn update_form(
    visitor: &Visitor,
    desk: &Desk,
    incident: &Incident,
    typed: &Typed,
    is_typed: bool,
) -> UpdateForm {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let rule = desk.incident.as_ref();
    let severity = rule.and_then(|rule| rule.severity(&incident.affected.severity));
    let span = severity.map_or(60, |severity| severity.update_minutes);
    let usual = app.now() + SignedDuration::from_mins(i64::from(span));
    let chosen = match is_typed {
        true => typed.get("phase"),
        false => incident.phase.as_str(),
    };
    let leads = Phase::ALL.into_iter();
    let leads = leads.filter(|phase| incident.phase.leads_to(*phase));
    UpdateForm {
        phases: leads
            .map(|phase| pick(phase.as_str(), phase_name(t, desk, phase), chosen))
            .collect(),
        texts: match is_typed {
            true => texts(visitor, desk, "updates", "text", typed),
            false => {
                let begun = begin(visitor, desk, incident, |texts| &texts.update);
                texts(visitor, desk, "updates", "text", &begun)
            }
        },
        next_at: match is_typed {
            true => typed.get("next-at").to_owned(),
            false => t.local_time(usual),
        },
    }
}

fn end_form(
    visitor: &Visitor,
    desk: &Desk,
    incident: &Incident,
    typed: &Typed,
    is_typed: bool,
) -> EndForm {
    let app = &visitor.web.app;
    let days = desk.incident.as_ref().map_or(0, |rule| rule.cause_days);
    let today = domain::access::seats::today(desk, app.now());
    let due = today.checked_add(jiff::Span::new().days(i64::from(days)));
    EndForm {
        texts: match is_typed {
            true => texts(visitor, desk, "end", "text", typed),
            false => {
                let begun = begin(visitor, desk, incident, |texts| &texts.ended);
                texts(visitor, desk, "end", "text", &begun)
            }
        },
        solution: texts(visitor, desk, "end", "solution", typed),
        cause_due_on: match (is_typed, due) {
            (false, Ok(due)) => due.to_string(),
            _ => typed.get("cause-due-on").to_owned(),
        },
    }
}
