//! The fields that say what an incident is and whom it concerns: the same when it is declared and later.

use std::collections::BTreeSet;

use domain::{AccountId, Desk, Language, Words, desk::IncidentTexts, incident::Incident};

use super::{
    super::super::{
        incidents::languages,
        listing::{Pick, pick},
        visitor::Visitor,
    },
    typed::Typed,
};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// One text in one language.
pub struct TextField {
    /// On the page, and in the form.
    pub id: String,
    pub name: String,
    pub tag: String,
    /// The language in itself.
    pub language: &'static str,
    pub value: String,
}

/// The text of this field in each language of the desk, side by side.
pub fn texts(
    visitor: &Visitor,
    desk: &Desk,
    form: &str,
    base: &str,
    typed: &Typed,
) -> Vec<TextField> {
    let field = |(language, own): (Language, &'static str)| {
        let name = format!("{base}-{}", language.as_str());
        TextField {
            id: format!("{form}-{name}"),
            value: typed.get(&name).to_owned(),
            tag: language.as_str().to_owned(),
            language: own,
            name,
        }
    };
    languages(visitor, desk).into_iter().map(field).collect()
}

/// What staff begin with when they write to customers: the desk's words about a product, in one language, whoever reads the page.
/// Empty where the desk has none.
pub fn begun(
    visitor: &Visitor,
    desk: &Desk,
    language: &Language,
    product: &str,
    which: impl Fn(&IncidentTexts) -> &Words,
) -> String {
    let Some(rule) = &desk.incident else {
        return String::new();
    };
    let own = Texts::new(visitor.web.catalogues, language, visitor.texts.zone.clone());
    let product = desk
        .product(product)
        .map(|product| own.desk(&product.label));
    let product = product.unwrap_or(own.say("incident-service"));
    IncidentTexts::about(which(&rule.texts), language, product)
}

/// A form's field of texts as staff begin it, for each language of the desk.
pub fn begin(
    visitor: &Visitor,
    desk: &Desk,
    incident: &Incident,
    which: impl Fn(&IncidentTexts) -> &Words,
) -> Typed {
    let product = incident.affected.products.first();
    let product = product.map_or("", String::as_str);
    let mut typed = Typed::default();
    for language in &desk.languages {
        let text = begun(visitor, desk, language, product, &which);
        typed.put(&format!("text-{}", language.as_str()), text);
    }
    typed
}

/// What an incident is and affects, as fields.
pub struct Fields {
    /// Name of their form, which stands before their ids.
    pub form: &'static str,
    pub titles: Vec<TextField>,
    pub severities: Vec<Pick>,
    pub products: Vec<Pick>,
    pub wide: bool,
    pub regions: Vec<Pick>,
    /// Deployments of companies that have to do with it.
    pub sites: Vec<Pick>,
    /// Companies, one a line.
    pub accounts: String,
    pub started_at: String,
    /// The first of them has the focus.
    pub begins: bool,
}

fn ticks<'a>(
    of: impl Iterator<Item = (&'a str, &'a str)>,
    prefix: &str,
    typed: &Typed,
) -> Vec<Pick> {
    of.map(|(id, label)| {
        let chosen = typed.has(&format!("{prefix}{id}"));
        pick(id, label, if chosen { id } else { "" })
    })
    .collect()
}

impl Fields {
    pub async fn of(
        visitor: &Visitor,
        desk: &Desk,
        form: &'static str,
        typed: &Typed,
        accounts: &BTreeSet<AccountId>,
    ) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let rule = desk.incident.as_ref();
        let severities = rule.map_or(&[][..], |rule| &rule.severities);
        let regions = rule.map_or(&[][..], |rule| &rule.regions);
        let products = desk.products.iter();
        let products = products.map(|p| (p.id.as_str(), t.desk(&p.label)));
        Ok(Self {
            form,
            titles: texts(visitor, desk, form, "title", typed),
            severities: severities
                .iter()
                .map(|s| pick(&s.id, t.desk(&s.label), typed.get("severity")))
                .collect(),
            products: ticks(products, "product-", typed),
            wide: typed.has("wide"),
            regions: ticks(
                regions.iter().map(|r| (r.id.as_str(), t.desk(&r.label))),
                "region-",
                typed,
            ),
            sites: sites(app, visitor, accounts, typed).await?,
            accounts: typed.get("accounts").to_owned(),
            started_at: typed.get("started-at").to_owned(),
            begins: false,
        })
    }
}

async fn sites(
    app: &App,
    visitor: &Visitor,
    accounts: &BTreeSet<AccountId>,
    typed: &Typed,
) -> Result<Vec<Pick>, Fail> {
    let t = &visitor.texts;
    let mut all = Vec::new();
    for account in accounts {
        let Some(name) = app.store.account_name(*account).await? else {
            continue;
        };
        for site in app.store.deployments(*account).await? {
            let id = site.id.to_string();
            let label = t.with(
                "incident-site",
                [
                    ("account", t.either(&name).into()),
                    ("site", t.either(&[site.label, site.label_en]).into()),
                ],
            );
            let chosen = typed.has(&format!("site-{id}"));
            all.push(pick(&id, &label, if chosen { &id } else { "" }));
        }
    }
    Ok(all)
}

/// An incident as its fields have it.
pub async fn standing(visitor: &Visitor, incident: &Incident) -> Result<Typed, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let affected = &incident.affected;
    let mut typed = Typed::default();
    for (language, title) in &incident.title {
        typed.put(&format!("title-{}", language.as_str()), title.as_str());
    }
    typed.put("severity", affected.severity.as_str());
    for id in &affected.products {
        typed.put(&format!("product-{id}"), "1");
    }
    for id in &affected.regions {
        typed.put(&format!("region-{id}"), "1");
    }
    for id in &affected.deployments {
        typed.put(&format!("site-{id}"), "1");
    }
    if affected.wide {
        typed.put("wide", "1");
    }
    let mut accounts = Vec::new();
    for id in &affected.accounts {
        accounts.extend(app.store.account_name(*id).await?.map(|[name, _]| name));
    }
    typed.put("accounts", accounts.join("\n"));
    let started = affected.started_at.unwrap_or(incident.declared_at);
    typed.put("started-at", t.local_time(started));
    Ok(typed)
}
