//! The lists of cases and of admin cases (C3, C10).

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::desk::List;
use store::cases::{Sort, Total};

use super::super::{
    frame::{Frame, Here, shown_long},
    listing::{self, Asked, Head, Pager, Pick, Row, ViewLink, pick},
    sayings::Sayings,
    visitor::Contact,
};
use crate::{app::Fail, escape::escaped};

#[derive(Template)]
#[template(path = "portal/list.html")]
struct Page<'a> {
    f: Frame,
    path: &'static str,
    asked: Asked,
    own: Vec<ViewLink>,
    company: Vec<ViewLink>,
    columns: Vec<Head>,
    rows: Vec<Row<'a>>,
    pager: Pager,
    deployments: Vec<Pick>,
    products: Vec<Pick>,
    severities: Vec<Pick>,
    kinds: Vec<Pick>,
    caption: String,
    filtered: bool,
    unfiltered: String,
    zone: String,
}

impl Page<'_> {
    /// What a cell begins with, as markup: where the table is narrow, its label stands before it.
    fn cell(&self, begin: &str, label: &str) -> String {
        let label = escaped(self.f.t.say(label));
        format!("<{begin} data-label=\"{label}\">")
    }

    /// (name, label, options) of each filter.
    fn filters(&self) -> [(&'static str, &'static str, &[Pick]); 4] {
        [
            ("product", "column-product", &self.products),
            ("deployment", "column-deployment", &self.deployments),
            ("severity", "column-severity", &self.severities),
            ("kind", "column-kind", &self.kinds),
        ]
    }
}

const COLUMNS: [(Sort, &str); 11] = [
    (Sort::Number, "column-number"),
    (Sort::Kind, "column-kind"),
    (Sort::Subject, "column-subject"),
    (Sort::Deployment, "column-deployment"),
    (Sort::Status, "column-status"),
    (Sort::Severity, "column-severity"),
    (Sort::Product, "column-product"),
    (Sort::Channel, "column-channel"),
    (Sort::Opened, "column-opened"),
    (Sort::Modified, "column-modified"),
    (Sort::Contact, "column-contact"),
];

pub async fn cases(contact: Contact, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    page(
        contact,
        asked,
        List::Cases,
        "/cases",
        Here::Cases,
        "list-title",
    )
    .await
}

pub async fn admin_cases(contact: Contact, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    page(
        contact,
        asked,
        List::Admin,
        "/admin-cases",
        Here::AdminCases,
        "list-admin-title",
    )
    .await
}

async fn page(
    Contact(visitor, me): Contact,
    asked: Asked,
    list: List,
    path: &'static str,
    here: Here,
    title: &str,
) -> Result<Response, Fail> {
    let f = Frame::new(&visitor, here, visitor.texts.say(title)).await?;
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let query = asked.query(list, me.person.id);
    let found = app.store.cases(&scope, &query).await?;
    let ([own, company], [mine, ours]) =
        listing::views(app, t, &me.actor, list, path, &asked).await?;
    // What the views say of themselves need not be asked again.
    let total = match (query.filter.is_empty(), asked.own()) {
        (true, true) => Total::Exactly(mine.of(query.view)),
        (true, false) => Total::Exactly(ours.of(query.view)),
        (false, _) => app.store.total(&scope, &query).await?,
    };
    let (desk, _) = app.desks.current();
    let deployments = match me.actor {
        domain::Actor::Contact { account, .. } => {
            let mut all = app.store.deployments(account).await?;
            all.retain(|site| me.actor.may_read_on(account, site.id));
            all
        }
        _ => Vec::new(),
    };
    let deployments = deployments
        .iter()
        .map(|d| {
            let label = [d.label.clone(), d.label_en.clone()];
            pick(&d.id.to_string(), t.either(&label), &asked.deployment)
        })
        .collect();
    let products = desk
        .products
        .iter()
        .map(|p| pick(&p.id, t.desk(&p.label), &asked.product))
        .collect();
    let severities = desk
        .severities
        .iter()
        .map(|s| pick(&s.id, t.desk(&s.label), &asked.severity))
        .collect();
    let kinds = desk.kinds.iter().filter(|k| k.list == list);
    let kinds = kinds
        .map(|k| pick(&k.id, t.desk(&k.label), &asked.kind))
        .collect();
    let current = own
        .iter()
        .chain(&company)
        .find(|v| v.current)
        .map_or("", |v| v.label);
    let whose = t.say(if asked.own() {
        "views-own"
    } else {
        "views-company"
    });
    let sayings = Sayings::new(t, app.now());
    let page = Page {
        caption: t.with(
            "list-caption",
            [("whose", whose.into()), ("view", current.into())],
        ),
        path,
        own,
        company,
        columns: listing::columns(t, path, &asked, &query, &COLUMNS),
        rows: listing::rows(app, &sayings, None, &found.rows),
        pager: listing::pager(t, path, &asked, &found, total),
        deployments,
        products,
        severities,
        kinds,
        filtered: !query.filter.is_empty(),
        unfiltered: asked.address(
            path,
            &[
                ("deployment", ""),
                ("product", ""),
                ("severity", ""),
                ("kind", ""),
            ],
        ),
        zone: t.zone_name(),
        asked,
        f,
    };
    shown_long(&page, page.rows.len())
}
