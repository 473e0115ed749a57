//! The dashboard: what needs me, what is with support, what is new, what is to come (B1).

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use domain::desk::List;
use serde::Deserialize;
use store::cases::{Holder, View};

use super::super::{
    frame::{Frame, Here, shown},
    incidents::{self, Banner},
    knowledge,
    listing::{self, Asked, Row},
    promises::{self, CentreNow},
    sayings::Sayings,
    start,
    visitor::Visitor,
};
use super::{
    ahead::{self, Ahead},
    drafts::{self, Draft},
};
use crate::app::Fail;

/// Rows of each part.
const SOME: usize = 8;
/// Articles that many read.
const POPULAR: usize = 3;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Page<'a> {
    f: Frame,
    greeting: String,
    /// What needs me, then what is with support.
    parts: [Part<'a>; 2],
    doors: Vec<Door>,
    /// Cases that the reader is filling in.
    drafts: Vec<Draft>,
    drafts_on: &'static str,
    /// May read cases at all.
    reads: bool,
    /// What the reader cannot do, and why; empty where they do everything.
    limits: &'static str,
    /// More can be asked for.
    asks_access: bool,
    news: knowledge::News,
    /// Conferences, calls and sessions to come.
    ahead: Vec<Ahead>,
    /// The company's cases count, too, and the reader may choose so.
    company: bool,
    may_choose: bool,
    /// What the desk gives to read or learn with: label and address.
    resources: Vec<(String, String)>,
    /// What others read most, for whoever has nothing open and no list to read.
    popular: Vec<knowledge::Row>,
    /// What is best read first (B1).
    reading: Vec<knowledge::Reading>,
    /// Incidents that run and concern the reader.
    incidents: Vec<Banner>,
    /// Some have ended a short while ago.
    ended_incidents: bool,
    /// Who answers just now.
    centres: Vec<CentreNow>,
    hours: String,
    phone: String,
    /// The number as a telephone dials it.
    phone_link: String,
    /// Nobody could call the reader: a number is asked for (A5).
    asks_phone: bool,
    /// What to do when it burns, in the desk's words.
    urgent: String,
}

struct Part<'a> {
    title: String,
    rows: Vec<Row<'a>>,
    count: i64,
    all: String,
}

/// A kind of case to open.
struct Door {
    label: String,
    description: String,
    address: String,
}

/// Whose cases are looked at.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Whose {
    scope: String,
}

pub async fn page(visitor: Visitor, Query(whose): Query<Whose>) -> Result<Response, Fail> {
    let Some(me) = visitor.me.clone() else {
        return match visitor.web.demo {
            true => Ok(Redirect::to("/demo").into_response()),
            false => start::page(&visitor).await,
        };
    };
    if me.actor.is_staff() {
        return Ok(Redirect::to("/staff").into_response());
    }
    let f = Frame::new(&visitor, Here::Home, visitor.texts.say("nav-home")).await?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let asks_phone = me.proxy.is_none() && !app.store.details(me.person.id).await?.has_phone();
    let (desk, _) = app.desks.current();

    let may_choose = me.actor.scope().is_of_company();
    let company = may_choose && whose.scope == "company";
    let holder = match company {
        true => Holder::All,
        false => Holder::Contact(me.person.id),
    };
    let found = async |view: View| -> Result<_, Fail> {
        let mut query = Asked::default().query(List::Cases, me.person.id, &t.zone);
        (query.view, query.holder, query.limit) = (view, holder, SOME);
        let found = app.store.cases(&me.actor.scope(), &query).await?;
        let count = match app.store.total(&me.actor.scope(), &query).await? {
            store::cases::Total::Exactly(n) | store::cases::Total::MoreThan(n) => n,
        };
        Ok((found, count))
    };
    let (mine, support) = (found(View::Customer).await?, found(View::Support).await?);
    let drafts = drafts::of(&visitor, &me).await?;
    let news = knowledge::news(&visitor).await?;
    let reading = knowledge::reading(&visitor, &me.actor).await?;
    let popular = match mine.1 + support.1 == 0 && reading.is_empty() {
        true => app.popular_articles(&me.actor, POPULAR).await?,
        false => Vec::new(),
    };
    let incidents = incidents::banners(&visitor, &me).await?;
    let [_, ended] = app.current_incidents(&me.actor, 1).await?;
    let ahead = match me.actor.scope().is_of_company() || me.actor.is_guest() {
        true => ahead::of(&visitor, &me, company).await?,
        false => Vec::new(),
    };
    let sayings = Sayings::new(t, app.now());
    let rows = |found| listing::rows(app, &sayings, None, found);
    let part = |view: View, title: &str, rows, count| Part {
        title: t.count(title, count),
        rows,
        count,
        all: Asked {
            scope: if company { String::new() } else { "own".into() },
            view: view.as_str().into(),
            ..Asked::default()
        }
        .address("/cases", &[]),
    };
    let [needs, with_support] = match company {
        true => ["home-needs-company", "home-with-support-company"],
        false => ["home-needs-you", "home-with-support"],
    };
    let parts = [
        part(View::Customer, needs, rows(&mine.0.rows), mine.1),
        part(
            View::Support,
            with_support,
            rows(&support.0.rows),
            support.1,
        ),
    ];
    let doors = desk
        .kinds
        .iter()
        .map(|kind| Door {
            label: t.desk(&kind.label).to_owned(),
            description: t.desk(&kind.description).to_owned(),
            address: format!("/cases/new/{}", kind.id),
        })
        .collect();
    let text = |key: &str| {
        desk.text(key)
            .map(|words| t.desk(words).to_owned())
            .unwrap_or_default()
    };
    let (hours, phone) = (text("hours"), text("phone"));
    let urgent = match text("urgent").as_str() {
        "" => t.say("home-urgent-text").to_owned(),
        own => own.to_owned(),
    };
    let greeting = t.one("home-greeting", "name", me.person.profile.name());
    let scope = me.actor.scope();
    let reads = scope.is_of_company() || me.actor.is_guest();
    let phone_link = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    shown(&Page {
        greeting,
        parts,
        doors,
        news,
        ahead,
        company,
        may_choose,
        resources: desk
            .resources
            .iter()
            .map(|one| (t.desk(&one.label).to_owned(), one.link.clone()))
            .collect(),
        popular: popular
            .iter()
            .map(|title| knowledge::Row::of(t, title))
            .collect(),
        reading,
        incidents,
        ended_incidents: !ended.is_empty(),
        drafts,
        drafts_on: "home",
        reads,
        limits: match () {
            () if me.actor.is_guest() => t.say("home-guest"),
            () if reads && me.actor.may_write() => "",
            () if me.actor.may_write() => t.say("home-restricted"),
            () if reads => t.say("home-reader"),
            () => t.say("home-basic"),
        },
        asks_access: desk.rules.access_request.is_some()
            && !me.actor.is_guest()
            && !me.actor.may_write()
            && me.proxy.is_none(),
        centres: promises::centres(t, desk, app.now()),
        hours,
        phone,
        phone_link,
        urgent,
        asks_phone,
        f,
    })
}
