//! The lists of cases and of admin cases (C3, C10).

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::{PersonId, desk::List, directory::Deployment};
use serde::Deserialize;
use store::cases::{CaseRow, INCIDENT};

use super::super::{
    frame::{Frame, Here, shown_long},
    list_settings::{self, Lists, SavedView, Which},
    listing::{self, Asked, Head, Pager, Pick, Row, ViewLink, pick},
    row_cells::{self, Cells, Shown},
    sayings::Sayings,
    visitor::{Contact, Me},
};
use crate::{
    app::{App, Fail},
    lists::columns::{Column, Side},
    texts::Texts,
};

#[derive(Template)]
#[template(path = "portal/list.html")]
struct Page<'a> {
    f: Frame,
    path: &'static str,
    list: List,
    asked: Asked,
    own: Vec<ViewLink>,
    company: Vec<ViewLink>,
    saved: Vec<Saved>,
    /// A view that was just removed: number and name.
    removed: Option<(i64, String)>,
    columns: Vec<Head>,
    shown: Vec<Shown>,
    choices: Vec<Pick>,
    rows: Vec<Row<'a>>,
    due_apart: bool,
    pager: Pager,
    first_filters: Vec<Choice>,
    more_filters: Vec<Choice>,
    chips: Vec<Chip>,
    caption: String,
    unfiltered: String,
    list_address: String,
    column_ids: String,
    zone: String,
    proxied: bool,
}

/// A view that somebody saved, as a tab.
struct Saved {
    id: i64,
    name: String,
    address: String,
    count: String,
    current: bool,
}

/// A filter to choose from.
struct Choice {
    name: &'static str,
    label: &'static str,
    picks: Vec<Pick>,
}

/// A filter in use, with the address of the list without it.
struct Chip {
    label: &'static str,
    value: String,
    address: String,
}

/// Days that can be entered: name and label.
const DAYS: [(&str, &str); 4] = [
    ("opened_from", "filter-opened-from"),
    ("opened_to", "filter-opened-to"),
    ("modified_from", "filter-modified-from"),
    ("modified_to", "filter-modified-to"),
];

impl<'a> Page<'a> {
    fn cells(&'a self, row: &'a Row<'a>) -> Cells<'a> {
        Cells {
            row,
            columns: &self.shown,
            cases: "/cases/",
            due_apart: self.due_apart,
        }
    }

    fn days(&self) -> [(&'static str, &'static str); 4] {
        DAYS
    }

    /// Filters beyond the first ones are in use.
    fn uses_more(&self) -> bool {
        let more = self.more_filters.iter().map(|choice| choice.name);
        let more = more.chain(DAYS.map(|(name, _)| name));
        more.into_iter()
            .any(|name| !self.asked.part(name).is_empty())
    }

    /// The list as it is shown, with the very columns.
    fn file_address(&self) -> String {
        let address = self.asked.address("", &[("columns", &self.column_ids)]);
        address.trim_start_matches('?').to_owned()
    }

    fn removed_said(&self, name: &str) -> String {
        self.f.t.one("saved-view-removed", "name", name)
    }
}

/// The view that was removed just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Removed {
    removed: String,
}

pub async fn cases(
    contact: Contact,
    Query(asked): Query<Asked>,
    Query(removed): Query<Removed>,
) -> Result<Response, Fail> {
    page(contact, asked, removed, List::Cases).await
}

pub async fn admin_cases(
    contact: Contact,
    Query(asked): Query<Asked>,
    Query(removed): Query<Removed>,
) -> Result<Response, Fail> {
    page(contact, asked, removed, List::Admin).await
}

/// What the filters offer.
fn choices(
    t: &Texts,
    desk: &domain::Desk,
    list: List,
    asked: &Asked,
    sites: &[Deployment],
    contacts: Vec<Pick>,
) -> (Vec<Choice>, Vec<Choice>) {
    let of = |name, label, picks: Vec<Pick>| Choice { name, label, picks };
    let products = desk.products.iter();
    let products = products.map(|p| pick(&p.id, t.desk(&p.label), &asked.product));
    let sites = sites.iter().map(|site| {
        let label = [site.label.clone(), site.label_en.clone()];
        pick(&site.id.to_string(), t.either(&label), &asked.deployment)
    });
    let severities = desk.severities.iter();
    let severities = severities.map(|s| pick(&s.id, t.desk(&s.label), &asked.severity));
    let kinds = desk.kinds.iter().filter(|k| k.list == list);
    let kinds = kinds.map(|k| pick(&k.id, t.desk(&k.label), &asked.kind));
    // What an incident has gathered is of its type (E3).
    let incident = desk.incident.as_ref().filter(|_| list == List::Cases);
    let incident = incident.map(|rule| pick(INCIDENT, t.desk(&rule.label), &asked.kind));
    let kinds = kinds.chain(incident);
    let statuses = desk.statuses.iter();
    let statuses = statuses.map(|s| pick(s.id.as_str(), t.desk(&s.label), &asked.status));
    let channels = desk.channels.iter();
    let channels = channels.map(|c| pick(&c.id, t.desk(&c.label), &asked.channel));
    let first = vec![
        of("product", "column-product", products.collect()),
        of("deployment", "column-deployment", sites.collect()),
        of("severity", "column-severity", severities.collect()),
        of("kind", "column-kind", kinds.collect()),
    ];
    let more = vec![
        of("status", "column-status", statuses.collect()),
        of("channel", "column-channel", channels.collect()),
        of("contact", "column-contact", contacts),
    ];
    (first, more)
}

/// Contacts offered at most, besides whom the page names.
const CONTACTS: usize = 300;

/// For whom cases are opened: the account's people, for who sees all of its cases, and whom this page names. Who is chosen is named
/// as long as they are one of these.
async fn contacts(app: &App, me: &Me, asked: &Asked, rows: &[CaseRow]) -> Result<Vec<Pick>, Fail> {
    let mut all: Vec<Pick> = Vec::new();
    let mut add = |id: String, name: &str| {
        if !all.iter().any(|known| known.id == id) {
            all.push(pick(&id, name, &asked.contact));
        }
    };
    if let domain::Actor::Contact { account, .. } = me.actor
        && me.actor.scope().is_of_company()
    {
        let people = app.store.contacts(account).await?;
        let is_chosen = |id: &PersonId| id.to_string() == asked.contact;
        let (chosen, others): (Vec<_>, Vec<_>) =
            people.into_iter().partition(|person| is_chosen(&person.id));
        for person in others.iter().take(CONTACTS).chain(&chosen) {
            add(person.id.to_string(), &person.profile.name());
        }
    }
    for row in rows {
        add(row.contact.to_string(), &row.contact_name());
    }
    Ok(all)
}

/// The filters in use, each with the way to be without it.
fn chips(t: &Texts, path: &str, asked: &Asked, choices: &[&[Choice]]) -> Vec<Chip> {
    let chip = |(name, value): (&'static str, &str)| {
        let choice = choices
            .iter()
            .copied()
            .flatten()
            .find(|choice| choice.name == name);
        let day = DAYS.iter().find(|(day, _)| *day == name);
        let chosen = choice.and_then(|choice| choice.picks.iter().find(|pick| pick.chosen));
        Chip {
            label: t.say(match (choice, day) {
                (Some(choice), _) => choice.label,
                (_, Some((_, label))) => label,
                _ => "filter-text",
            }),
            value: match (chosen, day) {
                (Some(pick), _) => pick.label.clone(),
                // A day that is none filters nothing, and is shown as it was typed.
                (_, Some(_)) if value.parse::<jiff::civil::Date>().is_ok() => t.civil_day(value),
                _ => value.to_owned(),
            },
            address: asked.address(path, &[(name, "")]),
        }
    };
    asked.filters().into_iter().map(chip).collect()
}

/// The saved views as tabs with their counts.
async fn saved(
    contact: &Contact,
    lists: &Lists,
    list: List,
    asked: &Asked,
) -> Result<Vec<Saved>, Fail> {
    let Contact(visitor, me) = contact;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut all = Vec::new();
    for view in lists.views_of(Which::Customers(list)) {
        let of_view = view.asked();
        let query = of_view.query(list, me.person.id, &t.zone);
        let total = app.recent_total(&me.actor.scope(), &query).await?;
        all.push(Saved {
            id: view.id,
            name: view.name.clone(),
            address: of_view.address(list_settings::path(list), &[]),
            count: listing::badge(t, total),
            current: is_at(view, asked),
        });
    }
    Ok(all)
}

/// The address is that of the view, wherever in it one is.
fn is_at(view: &SavedView, asked: &Asked) -> bool {
    let asked = Asked {
        cursor: String::new(),
        ..asked.clone()
    };
    view.asked() == asked
}

async fn page(
    contact: Contact,
    asked: Asked,
    removed: Removed,
    list: List,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = &contact;
    let path = list_settings::path(list);
    let (here, title) = match list {
        List::Cases => (Here::Cases, "list-title"),
        List::Admin => (Here::AdminCases, "list-admin-title"),
    };
    let f = Frame::new(visitor, here, visitor.texts.say(title)).await?;
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let lists = Lists::of(me);
    let columns = lists.columns_of(list, &asked);
    let query = asked.query(list, me.person.id, &t.zone);
    let found = app.store.cases(&scope, &query).await?;
    let extras = match columns.iter().any(|column| column.is_extra()) {
        true => app.store.extras(&found.rows).await?,
        false => Default::default(),
    };
    // What the views say of themselves need not be asked again.
    let ([mut own, mut company], total) =
        listing::views(app, t, &me.actor, path, &asked, &query).await?;
    let (desk, _) = app.desks.current();
    let sites = match me.actor {
        domain::Actor::Contact { account, .. } => {
            let mut all = app.store.deployments(account).await?;
            all.retain(|site| me.actor.may_read_on(account, site.id));
            all
        }
        _ => Vec::new(),
    };
    let contacts = contacts(app, me, &asked, &found.rows).await?;
    let (first_filters, more_filters) = choices(t, desk, list, &asked, &sites, contacts);
    let chips = chips(t, path, &asked, &[&first_filters, &more_filters]);
    let current = own
        .iter()
        .chain(&company)
        .find(|v| v.current)
        .map_or_else(String::new, |v| v.label.to_string());
    let whose = t.say(if asked.own() {
        "views-own"
    } else {
        "views-company"
    });
    let saved = saved(&contact, &lists, list, &asked).await?;
    // A reader is at one place: at the view of theirs rather than at the one that it narrows.
    if saved.iter().any(|view| view.current) {
        own.iter_mut()
            .chain(&mut company)
            .for_each(|view| view.current = false);
    }
    let sayings = Sayings::new(t, app.now());
    let mut rows = listing::rows(app, &sayings, None, &found.rows);
    for (row, case) in rows.iter_mut().zip(&found.rows) {
        row.extra = extras.get(&case.id);
    }
    let choices = Column::ALL.into_iter().filter(|c| c.is_for(Side::Customer));
    let choices = choices.map(|column| Pick {
        id: column.id().to_owned(),
        label: t.say(column.label()).to_owned(),
        chosen: columns.contains(&column),
    });
    let removed = removed.removed.parse().ok();
    let page = Page {
        caption: t.with(
            "list-caption",
            [("whose", whose.into()), ("view", current.into())],
        ),
        saved,
        removed: removed
            .and_then(|id| lists.removed(Which::Customers(list), id))
            .map(|view| (view.id, view.name.clone())),
        columns: listing::columns(t, path, &asked, &query, &columns),
        shown: row_cells::columns(t, &columns),
        choices: choices.collect(),
        due_apart: columns.contains(&Column::Due),
        pager: listing::pager(t, path, &asked, &found, total),
        unfiltered: asked.unfiltered(path),
        list_address: asked.address("", &[]).trim_start_matches('?').to_owned(),
        column_ids: Column::ids(&columns),
        zone: t.zone_name(),
        proxied: me.proxy.is_some(),
        path,
        list,
        own,
        company,
        rows,
        first_filters,
        more_filters,
        chips,
        asked,
        f,
    };
    shown_long(&page, page.rows.len())
}
