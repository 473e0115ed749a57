//! The customer's own number of a case: where it is changed once the case is open, for both sides (C1).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Desk,
    case::{Case, Command, Refused, intake, refers_for},
};

use super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    portal::control::{Control, Draw, Drawing},
    posted::Posted,
    shown::{self as words, Trouble},
    visitor::{Inside, Me, Visitor},
};
use crate::app::Fail;

/// The way to the form, on the page of a case.
pub struct Link {
    pub to: String,
    pub text: String,
}

impl Link {
    /// Nothing where the reader changes it not, or the kind asks for none. `page` is the address of the case.
    pub fn of(visitor: &Visitor, me: &Me, desk: &Desk, case: &Case, page: &str) -> Option<Self> {
        let may = me.proxy.is_none()
            && !case.is_over(desk)
            && refers_for(case, &me.actor, desk).is_some();
        let t = &visitor.texts;
        let field = case.reference_field(desk).filter(|_| may)?;
        Some(Self {
            to: format!("{page}/reference"),
            text: t.one("reference-change", "label", t.desk(&field.label)),
        })
    }
}

/// What the form holds.
struct Part {
    number: String,
    back: String,
    action: String,
    c: Control,
}

#[derive(Template)]
#[template(path = "portal/reference.html")]
struct OfPortal {
    f: Frame,
    part: Part,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "staff/reference.html")]
struct OfStaff {
    f: Frame,
    views: Vec<ViewLink>,
    part: Part,
    troubles: Vec<Trouble>,
}

pub async fn page<S: Inside>(side: S, Path(number): Path<String>) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    show(&visitor, &me, &number, None).await
}

pub async fn change<S: Inside>(
    side: S,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    changed(&visitor, &me, &number, &posted).await
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
    let field = stored.case.reference_field(desk).ok_or(Fail::NotFound)?;
    let text = posted.get(&field.id).to_owned();
    let command = Command::SetReference { text: text.clone() };
    let done = app.change_case(&me.actor, parsed, command, None, None);
    match done.await {
        Ok(_) => {
            let written = words::number(desk, stored.number);
            let page = words::page_of(&me.actor, &written);
            Ok(Redirect::to(&format!("{page}#given")).into_response())
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            show(visitor, me, number, Some((text, problems))).await
        }
        Err(fail) => Err(fail),
    }
}

/// `wrong`: what was typed, and why it was not taken.
async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    wrong: Option<(String, Vec<intake::FieldProblem>)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let written = words::number(desk, stored.number);
    let back = words::page_of(&me.actor, &written);
    let link = Link::of(visitor, me, desk, case, &back);
    let (Some(field), Some(kind), Some(link)) =
        (case.reference_field(desk), desk.kind(&case.kind), link)
    else {
        return Ok(Redirect::to(&back).into_response());
    };
    let failed = wrong.is_some();
    let (typed, problems) = wrong.unwrap_or_else(|| {
        (
            case.reference(desk).unwrap_or_default().to_owned(),
            Vec::new(),
        )
    });
    let entries = BTreeMap::from([(field.id.clone(), typed)]);
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &[],
        bought: None,
    };
    let troubles = words::troubles(t, desk, &problems);
    let trouble = troubles.first().map(|trouble| trouble.text.clone());
    let control = drawing.control(field, trouble).ok_or(Fail::NotFound)?;
    let part = Part {
        number: written,
        action: link.to,
        back,
        c: Control {
            // What decides over it is settled.
            only_sub_types: String::new(),
            only_products: String::new(),
            hidden: false,
            folded: false,
            ..control
        },
    };
    let here = match me.actor.is_staff() {
        true => Here::Inbox,
        false => Here::Cases,
    };
    let title = t.desk(&field.label).to_owned();
    let f = Frame::new(visitor, here, title).await?.troubled(failed);
    let mut response = match me.actor.is_staff() {
        true => shown(&OfStaff {
            views: super::staff::rail_for(visitor, me).await?,
            f,
            part,
            troubles,
        })?,
        false => shown(&OfPortal { f, part, troubles })?,
    };
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
