//! Before a case: the ways in with their checklists, and the facts that come with the case (B2). Which steps and questions there
//! are is the desk's; checking answers is the domain's part.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use domain::{
    case::{Refused, intake},
    desk::{Checklist, Kind},
};
use std::collections::BTreeMap;

use super::super::{
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::Trouble,
    visitor::{Contact, Me, Visitor},
};
use super::control::{Control, Draw, Drawing};
use crate::app::Fail;

/// A way in, as the page that begins a case offers it.
pub struct Way {
    pub label: String,
    pub description: String,
    pub address: String,
}

pub fn ways(visitor: &Visitor) -> Vec<Way> {
    let (desk, t) = (visitor.web.app.desks.current().0, &visitor.texts);
    let way = |list: &Checklist| Way {
        label: t.desk(&list.label).to_owned(),
        description: t.desk(&list.description).to_owned(),
        address: format!("/cases/new/{}/before/{}", list.kind, list.id),
    };
    desk.checklists.iter().map(way).collect()
}

/// What a kind's form asks besides, behind a fold.
#[derive(Default)]
pub struct Besides {
    pub controls: Vec<Control>,
    /// Something of it is answered, or wrong.
    pub open: bool,
}

impl Besides {
    pub fn of(drawing: &Drawing, troubles: &[Trouble]) -> Self {
        let mut controls: Vec<Control> = Vec::new();
        let of_kind = |list: &&Checklist| list.kind == drawing.kind.id;
        for list in drawing.desk.checklists.iter().filter(of_kind) {
            for control in asked(drawing, list, troubles) {
                if controls.iter().all(|c| c.id != control.id) {
                    controls.push(control);
                }
            }
        }
        let told = |c: &Control| {
            c.trouble.is_some() || drawing.entries.get(&c.id).is_some_and(|v| !v.is_empty())
        };
        Self {
            open: controls.iter().any(told),
            controls,
        }
    }
}

/// The questions of one checklist, shown for its sub type alone.
fn asked(drawing: &Drawing, list: &Checklist, troubles: &[Trouble]) -> Vec<Control> {
    let fields = list.asks().filter_map(|id| drawing.desk.field(id));
    let draw = |field| {
        let field: &domain::desk::Field = field;
        let trouble = troubles.iter().find(|trouble| trouble.field == field.id);
        let mut control = drawing.control(field, trouble.map(|trouble| trouble.text.clone()))?;
        if let Some(sub_type) = &list.sub_type {
            control.only_sub_types.clone_from(sub_type);
            let chosen = drawing.entries.get("sub-type");
            control.hidden |= chosen.is_some_and(|chosen| chosen != sub_type);
        }
        Some(control)
    };
    fields.filter_map(draw).collect()
}

#[derive(Template)]
#[template(path = "portal/before.html")]
struct Page {
    f: Frame,
    kind_id: String,
    list_id: String,
    description: String,
    /// What else was entered: kept on the way.
    hidden: Vec<(String, String)>,
    product: Option<Control>,
    steps: Vec<StepShown>,
    answered: bool,
    facts: Vec<Control>,
    /// Severities that go on at once: label and address.
    skips: Vec<(String, String)>,
    /// Where the form is, with nothing answered.
    past: String,
}

struct StepShown {
    text: String,
    link: String,
    /// Products it is for, for the script; not for the one chosen.
    products: String,
    hidden: bool,
    control: Option<Control>,
}

impl StepShown {
    fn leaves(&self) -> bool {
        self.link.starts_with("https://")
    }
}

pub async fn page(
    contact: Contact,
    Path((kind, list)): Path<(String, String)>,
    Query(entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    show(&visitor, &me, &kind, &list, &entries, false).await
}

/// The same with what was entered so far: where no script follows the product.
pub async fn again(
    contact: Contact,
    Path((kind, list)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    show(&visitor, &me, &kind, &list, &posted.entries(), true).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    kind: &str,
    list: &str,
    entries: &intake::Entries,
    only_offered: bool,
) -> Result<Response, Fail> {
    if !me.actor.may_write() {
        return Err(Refused::NotAllowed.into());
    }
    let (desk, t) = (visitor.web.app.desks.current().0, &visitor.texts);
    let list = desk.checklist(list).filter(|list| list.kind == kind);
    let list = list.ok_or(Fail::NotFound)?;
    let kind: &Kind = desk.kind(kind).ok_or(Fail::NotFound)?;
    let mut entries = entries.clone();
    if let Some(sub_type) = &list.sub_type {
        entries.insert("sub-type".to_owned(), sub_type.clone());
    }
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &[],
        bought: None,
    };
    let mut controls = asked(&drawing, list, &[]);
    let mut facts = controls.split_off(if list.answered { list.steps.len() } else { 0 });
    let mut of_steps = controls.into_iter();
    // Here it only says which steps there are.
    let product = desk.field("product").map(|field| domain::desk::Field {
        required: false,
        ..field.clone()
    });
    let product = product.and_then(|field| drawing.control(&field, None));
    let chosen = product
        .as_ref()
        .map(|c| c.value.clone())
        .filter(|v| !v.is_empty());
    let steps = list.steps.iter().map(|step| StepShown {
        text: t.desk(&step.text).to_owned(),
        link: step.link.clone().unwrap_or_default(),
        products: step.products.join(" "),
        hidden: !step.applies(chosen.as_deref()),
        control: if list.answered { of_steps.next() } else { None },
    });
    let sub_type = list.sub_type.as_deref().map(|id| ("sub-type", id));
    let past = |more: Option<(&str, &str)>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(sub_type.into_iter().chain(more));
        format!("/cases/new/{}?{}", kind.id, query.finish())
    };
    // No script hides what another product asks.
    let steps = steps.filter(|step| !(only_offered && step.hidden));
    facts.retain(|fact| !(only_offered && fact.hidden));
    let severities = list.skip.iter().filter_map(|id| desk.severity(id));
    let on_page = |name: &str| name == "product" || list.asks().any(|id| id == name);
    let page = Page {
        f: Frame::new(visitor, Here::New, t.desk(&list.label)).await?,
        kind_id: kind.id.clone(),
        list_id: list.id.clone(),
        description: t.desk(&list.description).to_owned(),
        hidden: entries
            .iter()
            .filter(|(name, _)| !on_page(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        product,
        steps: steps.collect(),
        answered: list.answered,
        facts,
        skips: severities
            .map(|s| (t.desk(&s.label).to_owned(), past(Some(("severity", &s.id)))))
            .collect(),
        past: past(None),
    };
    shown(&page)
}
