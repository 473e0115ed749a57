//! Declaring an incident from a case, in one page (ux-A4): prefilled, with cases that may belong to it, and a preview of what
//! customers will see and of how many they are.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId, CaseId, Desk, Language,
    case::intake::FieldProblem,
    incident::{Command, Declaration, Refused},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::cases::{CaseRow, StoredCase};

use super::{
    super::super::{
        frame::{Frame, Here, judged},
        incidents::Banner,
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown::{self as words, Trouble},
        visitor::{Me, Staff, Visitor},
    },
    address,
    fields::{Fields, TextField, begun, texts},
    refused,
    typed::{Read, Typed},
};
use crate::{
    app::Fail,
    texts::{Texts, number},
};

/// Name of the form.
const FORM: &str = "declare";

#[derive(Default, Deserialize)]
pub struct Wanted {
    /// The case that it is declared from.
    case: Option<String>,
    /// With the cases that report the same, where it says anything.
    #[serde(default)]
    alike: String,
}

#[derive(Template)]
#[template(path = "staff/incident_new.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// The case that it is declared from, and its subject; empty where there is none.
    case: [String; 2],
    fields: Fields,
    texts: Vec<TextField>,
    next_at: String,
    leads: Vec<Pick>,
    communications: Vec<Pick>,
    suggested: Vec<Tick>,
    /// Numbers of further cases, as they were typed.
    cases: String,
    companies: Vec<Company>,
    preview: Option<Preview>,
    troubles: Vec<Trouble>,
    zone: String,
}

/// A case that may belong to it.
pub(super) struct Tick {
    /// In the form.
    pub name: String,
    pub number: String,
    pub subject: String,
    pub account: String,
    pub opened: String,
    /// Its subject says something similar.
    pub alike: bool,
    pub chosen: bool,
}

/// A company that may be concerned as a whole.
struct Company {
    /// In the form.
    name: String,
    label: String,
    /// One of these cases is theirs.
    has_case: bool,
    chosen: bool,
}

/// What customers will see, and how many they are.
struct Preview {
    /// The banner in each language: tag, own name.
    banners: Vec<(String, &'static str, Banner)>,
    companies: Vec<String>,
    reached: String,
}

impl Tick {
    pub fn of(t: &Texts, desk: &Desk, row: &CaseRow, alike: bool, typed: &Typed) -> Self {
        let name = format!("case-{}", row.number);
        Self {
            number: number(desk, row.number),
            subject: row.subject().to_owned(),
            account: t.either_of(row.account_name()).to_owned(),
            opened: t.long_time(row.opened_at),
            alike,
            chosen: typed.has(&name),
            name,
        }
    }
}

/// What stands in the form before anything is typed.
fn prefilled(visitor: &Visitor, desk: &Desk, me: &Me, stored: Option<&StoredCase>) -> Typed {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut typed = Typed::default();
    let now = app.now();
    let first = desk.incident.as_ref().and_then(|i| i.severities.first());
    if let Some(first) = first {
        typed.put("severity", first.id.as_str());
        let span = SignedDuration::from_mins(i64::from(first.update_minutes));
        typed.put("next-at", t.local_time(now + span));
    }
    for who in ["lead", "communications"] {
        typed.put(who, me.person.id.to_string());
    }
    let started = stored.map_or(now, |stored| stored.case.opened_at);
    typed.put("started-at", t.local_time(started));
    let product = stored.map_or("", |stored| stored.case.product.as_str());
    if let Some(product) = desk.product(product) {
        typed.put(&format!("product-{}", product.id), "1");
    }
    for language in &desk.languages {
        let text = match begun(visitor, desk, language, product, |texts| &texts.declared) {
            // Where no product is known yet, it is told of without one.
            text if text.is_empty() || desk.product(product).is_none() => {
                first_text(visitor, desk, language, product)
            }
            text => text,
        };
        typed.put(&format!("text-{}", language.as_str()), text);
        // The customer's own words in their language, the desk's in the others.
        let subject = stored.map_or("", |stored| stored.case.subject.as_str());
        let theirs = super::super::super::story_sentences::language_of(subject);
        let title = match !subject.is_empty() && theirs == language.as_str() {
            true => subject.to_owned(),
            false => begun(visitor, desk, language, product, |texts| &texts.title),
        };
        typed.put(&format!("title-{}", language.as_str()), title);
    }
    typed
}

/// What customers read first where the desk says nothing else: each text in its own language, whoever reads the page.
fn first_text(visitor: &Visitor, desk: &Desk, language: &Language, product: &str) -> String {
    let own = Texts::new(visitor.web.catalogues, language, visitor.texts.zone.clone());
    match desk.product(product) {
        None => own.say("incident-first-text-any").to_owned(),
        Some(product) => own.one("incident-first-text", "product", own.desk(&product.label)),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    stored: Option<&StoredCase>,
    typed: &Typed,
    preview: Option<Preview>,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
    accounts.extend(stored.map(|stored| stored.case.account));
    let (mut suggested, mut companies) = (Vec::new(), Vec::new());
    if let Some(stored) = stored {
        let found = app.suggested_cases(&me.actor, stored).await?;
        for one in &found {
            let desk = app.desks.of(one.row.desk_version);
            let tick = Tick::of(t, desk, &one.row, one.alike, typed);
            if tick.chosen {
                accounts.insert(one.row.account);
            }
            suggested.push(tick);
        }
        for one in app.suggested_accounts(stored, &found).await? {
            let name = format!("account-{}", one.id);
            let chosen = typed.has(&name);
            if chosen {
                accounts.insert(one.id);
            }
            companies.push(Company {
                label: t.either(&one.name).to_owned(),
                has_case: one.has_case,
                chosen,
                name,
            });
        }
    }
    let agents = app.owners().await?;
    let people = |field: &str| {
        let agents = agents.iter();
        agents
            .map(|a| pick(&a.id.to_string(), &a.profile.name(), typed.get(field)))
            .collect()
    };
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: super::super::rail_for(visitor, me).await?,
        case: stored.map_or_else(Default::default, |stored| {
            let desk = app.desks.of(stored.case.desk_version);
            [
                number(desk, stored.number),
                words::subject(t, &stored.case).to_owned(),
            ]
        }),
        fields: Fields {
            // One who has just come from a case begins here, and where nothing has to be changed is done with Enter.
            begins: preview.is_none() && !is_wrong,
            ..Fields::of(visitor, desk, FORM, typed, &accounts).await?
        },
        texts: texts(visitor, desk, FORM, "text", typed),
        next_at: typed.get("next-at").to_owned(),
        leads: people("lead"),
        communications: people("communications"),
        suggested,
        cases: typed.get("cases").to_owned(),
        companies,
        preview,
        zone: t.zone_name(),
        f: Frame::new(visitor, Here::Incidents, t.say("incident-declare"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

/// The case that a form or an address names, if its reader sees it.
async fn case_named(
    visitor: &Visitor,
    me: &Me,
    named: Option<&str>,
) -> Result<Option<StoredCase>, Fail> {
    let Some(named) = named.filter(|named| !named.is_empty()) else {
        return Ok(None);
    };
    let number = words::parse_number(named).ok_or(Fail::NotFound)?;
    visitor.web.app.case(&me.actor, number).await.map(Some)
}

/// Where the desk declares none there is no such page.
fn declares(visitor: &Visitor) -> Result<(), Fail> {
    match visitor.web.app.desks.current().0.incident {
        Some(_) => Ok(()),
        None => Err(Fail::NotFound),
    }
}

pub async fn new(
    Staff(visitor, me): Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fail> {
    declares(&visitor)?;
    let stored = case_named(&visitor, &me, wanted.case.as_deref()).await?;
    if let Some(stored) = &stored
        && let Some(already) = visitor.web.app.incident_of(stored).await?
    {
        return Ok(Redirect::to(&address(already.incident.number)).into_response());
    }
    let (desk, _) = visitor.web.app.desks.current();
    let mut typed = prefilled(&visitor, desk, &me, stored.as_ref());
    if let Some(stored) = stored.as_ref().filter(|_| !wanted.alike.is_empty()) {
        for number in visitor.web.app.alike_numbers(&me.actor, stored).await? {
            typed.put(&format!("case-{number}"), "1");
        }
    }
    show(&visitor, &me, stored.as_ref(), &typed, None, Vec::new()).await
}

/// What the form asks for, or the field that cannot be read.
async fn read(
    visitor: &Visitor,
    me: &Me,
    typed: &Typed,
    stored: Option<&StoredCase>,
) -> Result<Read<Declaration>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let affected = match typed.affected(app, t).await? {
        Ok(affected) => affected,
        Err(problem) => return Ok(Err(problem)),
    };
    // Ticked ones, and those that staff name themselves.
    let mut numbers = typed.numbers("case-");
    numbers.extend(typed.case_numbers("cases"));
    let cases = match app.cases_named(&me.actor, &numbers).await? {
        Ok(cases) => cases,
        Err(problem) => return Ok(Err(problem)),
    };
    let from: Option<CaseId> = stored.map(|stored| stored.id);
    let rest = || -> Read<_> {
        Ok((
            typed.moment(t, "next-at")?,
            typed.person("lead")?,
            typed.person("communications")?,
        ))
    };
    Ok(rest().map(|(next_at, lead, communications)| Declaration {
        from,
        title: typed.texts(desk, "title"),
        affected,
        texts: typed.texts(desk, "text"),
        next_at,
        lead,
        communications,
        cases,
    }))
}

fn unread(visitor: &Visitor, problem: FieldProblem) -> Vec<Trouble> {
    let (desk, _) = visitor.web.app.desks.current();
    refused(visitor, desk, FORM, &Refused::Fields(vec![problem]))
}

pub async fn declare(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    declares(&visitor)?;
    let app = &visitor.web.app;
    let typed = Typed::of(&posted);
    let stored = case_named(&visitor, &me, posted.given("case")).await?;
    let declaration = match read(&visitor, &me, &typed, stored.as_ref()).await? {
        Ok(declaration) => declaration,
        Err(problem) => {
            let troubles = unread(&visitor, problem);
            return show(&visitor, &me, stored.as_ref(), &typed, None, troubles).await;
        }
    };
    let command = Command::Declare(Box::new(declaration));
    match app.change_incident(&me.actor, None, None, command).await? {
        Ok(after) => Ok(Redirect::to(&address(after.incident.number)).into_response()),
        Err(why) => {
            let troubles = refused(&visitor, app.desks.current().0, FORM, &why);
            show(&visitor, &me, stored.as_ref(), &typed, None, troubles).await
        }
    }
}

/// The same page, with what customers will see and whom it reaches.
pub async fn preview(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    declares(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let typed = Typed::of(&posted);
    let stored = case_named(&visitor, &me, posted.given("case")).await?;
    let declaration = match read(&visitor, &me, &typed, stored.as_ref()).await? {
        Ok(declaration) => declaration,
        Err(problem) => {
            let troubles = unread(&visitor, problem);
            return show(&visitor, &me, stored.as_ref(), &typed, None, troubles).await;
        }
    };
    let imagined = app.imagined_incident(&me.actor, declaration).await?;
    let incident = match imagined {
        Ok(incident) => incident,
        Err(why) => {
            let troubles = refused(&visitor, desk, FORM, &why);
            return show(&visitor, &me, stored.as_ref(), &typed, None, troubles).await;
        }
    };
    let reach = app.incident_reach(&incident).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let banners = super::super::super::incidents::languages(&visitor, desk);
    let banners = banners.into_iter().map(|(language, own)| {
        let texts = Texts::new(visitor.web.catalogues, &language, t.zone.clone());
        let banner = Banner::of(&texts, desk, &incident);
        (language.as_str().to_owned(), own, banner)
    });
    let preview = Preview {
        banners: banners.collect(),
        companies: {
            let names = reach.accounts.iter();
            names.map(|name| t.either(name).to_owned()).collect()
        },
        reached: t.with(
            "incident-reaches",
            [
                (
                    "companies",
                    t.count("incident-companies", count(reach.accounts.len()))
                        .into(),
                ),
                (
                    "readers",
                    t.count("incident-readers", count(reach.readers.len()))
                        .into(),
                ),
            ],
        ),
    };
    show(
        &visitor,
        &me,
        stored.as_ref(),
        &typed,
        Some(preview),
        Vec::new(),
    )
    .await
}
