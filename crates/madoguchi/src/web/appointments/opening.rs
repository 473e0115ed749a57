//! A case that is opened by phone (H2): for whom an agent has found while they listen, with the fields that the customer's own form
//! has, under the caller's own contract and access.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    PersonId,
    case::{Refused, intake},
    desk::{List, appointment},
};
use store::cases::StoredCase;

use super::super::{
    frame::{Frame, Here, shown},
    listing::{Pick, ViewLink, pick},
    portal::control::{Control, Doubts, Draw, Drawing},
    posted::Posted,
    proxy_login::number_of,
    shown::{self as words, Trouble},
    visitor::{Me, Staff, Visitor},
};
use crate::app::{Fail, callers::OnPhone, cases::Done};

#[derive(Template)]
#[template(path = "staff/opening.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// Where the form goes, and where it says for whom.
    action: String,
    contact: String,
    /// Where its reader came from.
    back: (String, String),
    go: &'static str,
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
        follows: None,
        kind: &kind,
        entries: None,
        problems: Vec::new(),
    };
    show(&visitor, &me, &caller, form, "").await
}

/// The form of a case that goes on with a closed one, filled in with what that said.
pub async fn follow_up(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    Query(entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let kind = entries.get("kind").cloned().unwrap_or_default();
    let (before, caller) = closed(&visitor, &me, &number).await?;
    let form = Form {
        follows: Some(&before),
        kind: &kind,
        entries: None,
        problems: Vec::new(),
    };
    show(&visitor, &me, &caller, form, "").await
}

pub async fn open_follow_up(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let (before, caller) = closed(&visitor, &me, &number).await?;
    let mut entries = posted.entries();
    let kind = entries.remove("kind").unwrap_or_default();
    entries.remove("contact");
    let opening = app.open_follow_up(&me.actor, &before, &kind, &entries, None);
    let done = opening.await.map(Done::case);
    told(
        &visitor,
        &me,
        &caller,
        Some(&before),
        (&kind, entries),
        done,
    )
    .await
}

/// A closed case that its reader sees, with its contact, for whom another one can be opened.
async fn closed(visitor: &Visitor, me: &Me, number: &str) -> Result<(StoredCase, OnPhone), Fail> {
    let app = &visitor.web.app;
    let number = words::parse_number(number).ok_or(Fail::NotFound)?;
    let before = app.case(&me.actor, number).await?;
    if !before.case.is_closed() {
        return Err(Fail::NotFound);
    }
    let caller = app.contact_of(&before).await?;
    Ok((before, caller))
}

pub async fn open(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let caller = caller(&visitor, posted.get("contact")).await?;
    let mut entries = posted.entries();
    let kind = entries.remove("kind").unwrap_or_default();
    entries.remove("contact");
    let done = app.open_by_phone(&me.actor, &caller, &kind, &entries).await;
    told(&visitor, &me, &caller, None, (&kind, entries), done).await
}

/// The case that was opened, or the form again with what stands in the way.
async fn told(
    visitor: &Visitor,
    me: &Me,
    caller: &OnPhone,
    follows: Option<&StoredCase>,
    (kind, entries): (&str, intake::Entries),
    done: Result<StoredCase, Fail>,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
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
        follows,
        kind,
        entries: Some(entries),
        problems,
    };
    show(visitor, me, caller, form, &refused).await
}

async fn caller(visitor: &Visitor, id: &str) -> Result<OnPhone, Fail> {
    let id = id.parse().map(PersonId).map_err(|_| Fail::NotFound)?;
    visitor.web.app.on_phone(id).await
}

/// A form to show: of which kind, filled in how.
struct Form<'a> {
    /// The closed case that it goes on with.
    follows: Option<&'a StoredCase>,
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
    let same = form.follows.and_then(|before| asked(&before.case.kind));
    let kind = asked(form.kind).or(same).or(first).ok_or(Fail::NotFound)?;
    let name = caller.person.profile.name();
    let filled = form.entries.is_some();
    let entries = form.entries.unwrap_or_else(|| {
        if let Some(before) = form.follows {
            return carried_on(visitor, before);
        }
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
    let (title, go) = match form.follows {
        Some(_) => ("follow-up-title", "follow-up-go"),
        None => ("phone-opening-title", "phone-opening-go"),
    };
    let f = Frame::new(visitor, Here::Inbox, t.say(title)).await?;
    let (action, back) = match form.follows {
        Some(before) => {
            let number = number_of(app, before);
            let page = format!("/staff/cases/{number}");
            (format!("{page}/follow-up"), (page, number))
        }
        None => {
            let back = t.say("calls-title").to_owned();
            (
                "/staff/calls/new".to_owned(),
                ("/staff/calls".to_owned(), back),
            )
        }
    };
    let page = Page {
        views: super::super::staff::rail_for(visitor, me).await?,
        action,
        back,
        go: t.say(go),
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

/// What a closed case says of the one that goes on with it.
fn carried_on(visitor: &Visitor, before: &StoredCase) -> intake::Entries {
    let (app, t, case) = (&visitor.web.app, &visitor.texts, &before.case);
    let number = number_of(app, before);
    let mut entries = BTreeMap::from([
        ("deployment".to_owned(), case.deployment.to_string()),
        ("product".to_owned(), case.product.clone()),
        ("severity".to_owned(), case.severity.clone()),
        ("subject".to_owned(), case.subject.as_str().to_owned()),
        (
            "description".to_owned(),
            t.one("follow-up-description", "number", number),
        ),
    ]);
    let sub_type = case.sub_type.clone().map(|id| ("sub-type".to_owned(), id));
    let place = case.environment.clone();
    let place = place.map(|id| ("environment".to_owned(), id));
    entries.extend(sub_type.into_iter().chain(place));
    entries
}
