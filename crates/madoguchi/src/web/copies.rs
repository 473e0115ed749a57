//! Who is in copy of a case: the list on its page for both sides, and the form that changes it (C5).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{CopiesChange, Refused, copies, intake};

use super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    portal::control::{Control, Doubts, Draw, Drawing, correct},
    posted::Posted,
    shown::{self as words, Trouble},
    told::may_tell,
    visitor::{Inside, Me, Visitor},
};
use crate::app::Fail;

/// Where a reader who may changes who is in copy; empty where the kind asks for nobody, or the reader may not.
pub fn address_of(me: &Me, desk: &domain::Desk, case: &domain::case::Case, page: &str) -> String {
    let may = me.proxy.is_none() && may_tell(case, &me.actor, desk);
    match case.copies_field(desk) {
        Some(_) if may => format!("{page}/copies"),
        _ => String::new(),
    }
}

/// The block on a case's page.
pub struct Shown {
    pub label: String,
    pub people: Vec<String>,
    /// Where it is changed; empty where the reader cannot.
    pub change: String,
}

impl Shown {
    pub fn of(
        visitor: &Visitor,
        me: &Me,
        desk: &domain::Desk,
        case: &domain::case::Case,
        page: &str,
    ) -> Self {
        let label = case.copies_field(desk).map(|(field, _)| &field.label);
        Self {
            label: label
                .map_or("", |label| visitor.texts.desk(label))
                .to_owned(),
            people: case
                .copied()
                .map(|address| address.as_str().to_owned())
                .collect(),
            change: address_of(me, desk, case, page),
        }
    }
}

/// What the form holds.
struct Part {
    number: String,
    back: String,
    action: String,
    /// Those in copy by now; whether each is to go.
    people: Vec<(String, bool)>,
    c: Control,
    /// Addresses that the reader was sure of before.
    sure: String,
}

#[derive(Template)]
#[template(path = "portal/copies.html")]
struct OfPortal {
    f: Frame,
    part: Part,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "staff/copies.html")]
struct OfStaff {
    f: Frame,
    views: Vec<ViewLink>,
    part: Part,
    troubles: Vec<Trouble>,
}

pub async fn page<S: Inside>(side: S, Path(number): Path<String>) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    show(&visitor, &me, &number, &Posted::default(), &[]).await
}

pub async fn change<S: Inside>(
    side: S,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    changed(&visitor, &me, &number, &posted).await
}

/// What was typed into the field of the form, put right where a button asked for it.
fn typed(posted: &Posted, field: &str) -> String {
    let mut entries = BTreeMap::from([(field.to_owned(), posted.get(field).to_owned())]);
    correct(&mut entries, posted.get("_correct"));
    entries.remove(field).unwrap_or_default()
}

async fn changed(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    posted: &Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let (field, _) = stored.case.copies_field(desk).ok_or(Fail::NotFound)?;
    let out = stored.case.copied().enumerate();
    let out = out.filter(|(place, _)| posted.has(&format!("out-{place}")));
    let change = CopiesChange {
        add: typed(posted, &field.id),
        remove: out
            .map(|(_, address)| address.as_str().to_owned())
            .collect(),
        sure: posted.get(intake::SURE_OF).to_owned(),
        ..CopiesChange::default()
    };
    let done = app.change_copies(&me.actor, parsed, change, None, None);
    match done.await {
        Ok(_) => {
            let written = words::number(desk, stored.number);
            let page = words::page_of(&me.actor, &written);
            Ok(Redirect::to(&format!("{page}#copies")).into_response())
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            show(visitor, me, number, posted, &problems).await
        }
        Err(fail) => Err(fail),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    posted: &Posted,
    problems: &[intake::FieldProblem],
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let written = words::number(desk, stored.number);
    let back = words::page_of(&me.actor, &written);
    let (field, kind) = (case.copies_field(desk), desk.kind(&case.kind));
    let (Some((field, _)), Some(kind), false) =
        (field, kind, address_of(me, desk, case, &back).is_empty())
    else {
        return Ok(Redirect::to(&back).into_response());
    };
    let entries = BTreeMap::from([(field.id.clone(), typed(posted, &field.id))]);
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &[],
        bought: None,
    };
    let troubles = words::troubles(t, desk, problems);
    let texts = troubles.iter().map(|trouble| trouble.text.as_str());
    let trouble = texts.collect::<Vec<_>>().join("\n");
    let trouble = Some(trouble).filter(|text| !text.is_empty());
    let added = domain::desk::Field {
        required: false,
        ..field.clone()
    };
    let control = drawing.control(&added, trouble).ok_or(Fail::NotFound)?;
    let c = Control {
        label: t.say("copies-add").to_owned(),
        doubts: Doubts::of(t, &field.id, problems),
        ..control
    };
    let given = posted.get(intake::SURE_OF);
    let part = Part {
        people: (0..)
            .zip(case.copied())
            .map(|(place, address): (usize, _)| {
                (
                    address.as_str().to_owned(),
                    posted.has(&format!("out-{place}")),
                )
            })
            .collect(),
        sure: copies::listed(given).join("\n"),
        number: written,
        action: format!("{back}/copies"),
        back,
        c,
    };
    let here = match me.actor.is_staff() {
        true => Here::Inbox,
        false => Here::Cases,
    };
    let title = t.desk(&field.label).to_owned();
    let f = Frame::new(visitor, here, title).await?;
    let f = f.troubled(!troubles.is_empty());
    let wrong = !troubles.is_empty();
    let mut response = match me.actor.is_staff() {
        true => shown(&OfStaff {
            views: super::staff::rail_for(visitor, me).await?,
            f,
            part,
            troubles,
        })?,
        false => shown(&OfPortal { f, part, troubles })?,
    };
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
