//! A case that is opened by phone (H2): for whom an agent has found while they listen, with the fields that the customer's own form
//! has, under the caller's own contract and access.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    PersonId,
    case::{Refused, intake},
    desk::{List, appointment},
};

use super::super::{
    frame::{Frame, Here, shown},
    listing::{Pick, ViewLink, pick},
    portal::control::{Control, Doubts, Draw, Drawing},
    posted::Posted,
    proxy_login::number_of,
    shown::{self as words, Trouble},
    visitor::{Me, Staff, Visitor},
};
use crate::app::{Fail, callers::OnPhone};

#[derive(Template)]
#[template(path = "staff/opening.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    contact: String,
    name: String,
    account: String,
    /// What they have bought, in words.
    plans: String,
    kinds: Vec<Pick>,
    kind: String,
    controls: Vec<Control>,
    folded: Vec<Control>,
    /// Why no case can be opened for them.
    refused: String,
    troubles: Vec<Trouble>,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Query(entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let contact = entries.get("contact").cloned().unwrap_or_default();
    let kind = entries.get("kind").cloned().unwrap_or_default();
    let caller = caller(&visitor, &contact).await?;
    let form = Form {
        kind: &kind,
        entries: None,
        problems: Vec::new(),
    };
    show(&visitor, &me, &caller, form, "").await
}

pub async fn open(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let caller = caller(&visitor, posted.get("contact")).await?;
    let mut entries = posted.entries();
    let kind = entries.remove("kind").unwrap_or_default();
    entries.remove("contact");
    let done = app.open_by_phone(&me.actor, &caller, &kind, &entries).await;
    let (problems, refused) = match done {
        Ok(stored) => {
            let to = format!("/staff/cases/{}", number_of(app, &stored));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Fail::Refused(Refused::Fields(problems))) => (problems, String::new()),
        Err(Fail::Refused(Refused::NotAllowed)) => return Err(Refused::NotAllowed.into()),
        Err(Fail::Refused(refused)) => (Vec::new(), words::refusal(&visitor.texts, &refused)),
        Err(fail) => return Err(fail),
    };
    let form = Form {
        kind: &kind,
        entries: Some(entries),
        problems,
    };
    show(&visitor, &me, &caller, form, &refused).await
}

async fn caller(visitor: &Visitor, id: &str) -> Result<OnPhone, Fail> {
    let id = id.parse().map(PersonId).map_err(|_| Fail::NotFound)?;
    visitor.web.app.on_phone(id).await
}

/// A form to show: of which kind, filled in how.
struct Form<'a> {
    kind: &'a str,
    /// Nothing where it was not filled in yet.
    entries: Option<intake::Entries>,
    problems: Vec<intake::FieldProblem>,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    caller: &OnPhone,
    form: Form<'_>,
    refused: &str,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let asked = |id: &str| desk.kinds.iter().find(|kind| kind.id == id);
    let first = desk.kinds.iter().find(|kind| kind.list == List::Cases);
    let kind = asked(form.kind).or(first).ok_or(Fail::NotFound)?;
    let name = caller.person.profile.name();
    let filled = form.entries.is_some();
    let entries = form.entries.unwrap_or_else(|| {
        let subject = desk.phone.as_ref();
        let language = &caller.person.profile.language;
        let subject = subject.map(|rule| appointment::subject(&rule.subject, language, &name));
        BTreeMap::from([("subject".to_owned(), subject.unwrap_or_default())])
    });
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &caller.deployments,
        bought: Some((&caller.bought, app.now())),
    };
    let troubles = words::troubles(t, desk, &form.problems);
    let fields = kind.form.iter().filter_map(|id| desk.field(id));
    let controls = fields.filter_map(|field| {
        let texts = troubles.iter().filter(|trouble| trouble.field == field.id);
        let texts: Vec<&str> = texts.map(|trouble| trouble.text.as_str()).collect();
        let trouble = (!texts.is_empty()).then(|| texts.join("\n"));
        let mut control = drawing.control(field, trouble)?;
        control.doubts = Doubts::of(t, &field.id, &form.problems);
        // Without a script nobody opens what is shut.
        if filled && let Draw::Select(offers) = &mut control.look {
            offers
                .iter_mut()
                .for_each(|offer| offer.shut = !offer.offered);
        }
        Some(control)
    });
    let (folded, controls): (Vec<_>, Vec<_>) = controls.partition(|control| control.folded);
    let plans = caller.bought.iter().map(|bought| bought.plan.clone());
    let mut plans: Vec<String> = plans.collect();
    plans.sort();
    plans.dedup();
    let wrong = !troubles.is_empty() || !refused.is_empty();
    let f = Frame::new(visitor, Here::Inbox, t.say("phone-opening-title")).await?;
    let page = Page {
        views: super::super::staff::rail_for(visitor, me).await?,
        contact: caller.person.id.to_string(),
        name,
        account: t.either(&caller.account).to_owned(),
        plans: t.plans(desk, &plans),
        kinds: desk
            .kinds
            .iter()
            .map(|one| pick(&one.id, t.desk(&one.label), &kind.id))
            .collect(),
        kind: kind.id.clone(),
        controls,
        folded,
        refused: match caller.deployments.is_empty() {
            true => t.say("phone-opening-none").to_owned(),
            false => refused.to_owned(),
        },
        troubles,
        f: f.troubled(wrong),
    };
    let mut response = shown(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
