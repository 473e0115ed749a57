//! Calls and conferences of a case on pages of their own, for both sides (H2, H3): what was asked, what is to come, who comes, and
//! the forms for it. On the case's page stands a card that leads here.

pub mod card;
pub mod feed;
mod forms;
pub mod opening;
mod rows;
pub mod staff_list;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{case::Refused, event::By};
use serde::Deserialize;
use store::cases::StoredCase;

use super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    posted::Posted,
    shown::{self as words, Trouble},
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::app::Fail;
pub use card::beside;
use forms::{Forms, carry_out};
use rows::Row;
pub use rows::way_in;

#[derive(Template)]
#[template(path = "portal/appointments.html")]
struct OfPortal {
    f: Frame,
    part: Part,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "staff/appointments.html")]
struct OfStaff {
    f: Frame,
    views: Vec<ViewLink>,
    part: Part,
    troubles: Vec<Trouble>,
}

/// What both sides see of it.
struct Part {
    number: String,
    subject: String,
    /// The case's page, and where the forms go to.
    back: String,
    action: String,
    /// What the customer waits for, in words; empty where no call is waited for.
    wish: String,
    /// Why, sanitised.
    wish_reason: String,
    may_withdraw: bool,
    conferences: Vec<Row>,
    forms: Forms,
    zone: String,
    done: &'static str,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Something was just carried out.
    done: String,
}

pub async fn page(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let told = Told::after(&asked);
    show(&visitor, &me, &number, told).await
}

pub async fn page_of_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let told = Told::after(&asked);
    show(&visitor, &me, &number, told).await
}

pub async fn act(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    acted(&visitor, &me, &number, posted).await
}

pub async fn act_as_staff(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Staff(visitor, me) = staff;
    acted(&visitor, &me, &number, posted).await
}

/// What a page says besides the case.
#[derive(Default)]
struct Told {
    troubles: Vec<Trouble>,
    /// A form as it was filled in.
    typed: Posted,
    status: StatusCode,
    /// The passcode of a conference that was asked for, shown this once.
    passcode: Option<(u32, String)>,
    done: bool,
}

impl Told {
    fn after(asked: &Asked) -> Self {
        Self {
            done: !asked.done.is_empty(),
            ..Self::default()
        }
    }
}

async fn acted(visitor: &Visitor, me: &Me, number: &str, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    if posted.get("do") == "passcode" {
        return passcode(visitor, me, number, &stored, &posted).await;
    }
    let refused = match carry_out(visitor, me, &stored, &posted).await {
        Ok(()) => {
            let desk = app.desks.of(stored.case.desk_version);
            let back = words::page_of(&me.actor, &words::number(desk, stored.number));
            let to = format!("{back}/appointments?done=1");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Fail::Refused(Refused::NotAllowed)) => return Err(Refused::NotAllowed.into()),
        Err(Fail::Refused(refused)) => refused,
        Err(fail) => return Err(fail),
    };
    let (troubles, status) = match &refused {
        Refused::Fields(problems) => (
            words::troubles(t, app.desks.of(stored.case.desk_version), problems),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        other => (
            vec![Trouble {
                field: "now".into(),
                text: words::refusal(t, other),
            }],
            StatusCode::CONFLICT,
        ),
    };
    let told = Told {
        troubles: troubles
            .into_iter()
            .map(|one| placed(one, &posted))
            .collect(),
        typed: posted,
        status,
        ..Told::default()
    };
    show(visitor, me, number, told).await
}

/// Fields of a conference stand on the page once for each.
fn placed(trouble: Trouble, posted: &Posted) -> Trouble {
    let own = ["at", "minutes", "link", "passcode", "people", "text"];
    let is_own = trouble.field.strip_prefix("conference-");
    let is_own = is_own.is_some_and(|field| own.contains(&field));
    let place = match (posted.get("do"), posted.get("id")) {
        ("set", "") if is_own => "-new".to_owned(),
        ("set", id) if is_own => format!("-{id}"),
        ("cancel", id) if is_own => format!("-cancel-{id}"),
        _ => String::new(),
    };
    Trouble {
        field: format!("{}{place}", trouble.field),
        ..trouble
    }
}

/// Shows the passcode of a conference to who asks; that they did is kept.
async fn passcode(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    stored: &StoredCase,
    posted: &Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let id = posted.get("id").parse().map_err(|_| Fail::NotFound)?;
    let by = By::Person(me.behind());
    let found = app
        .conference_passcode(&me.actor, by, stored.number, id, visitor.from())
        .await?;
    let told = Told {
        passcode: found.map(|code| (id, code)),
        ..Told::default()
    };
    show(visitor, me, number, told).await
}

async fn show(visitor: &Visitor, me: &Me, number: &str, told: Told) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let written = words::number(desk, stored.number);
    let back = words::page_of(&me.actor, &written);
    let staff = me.actor.is_staff();
    let forms = Forms::of(visitor, me, &stored, &told.typed).await?;
    let part = Part {
        subject: words::subject(t, case).to_owned(),
        action: format!("{back}/appointments"),
        wish: case
            .call_wish
            .as_ref()
            .map_or(String::new(), |wish| rows::wish_line(t, wish, app.now())),
        wish_reason: case
            .call_wish
            .as_ref()
            .map_or(String::new(), |wish| super::story::written(t, &wish.reason)),
        may_withdraw: !staff && forms.acts,
        conferences: Row::all(visitor, me, &stored, told.passcode.as_ref(), &told.typed).await?,
        forms,
        zone: t.zone_name(),
        done: match told.done {
            true => t.say("appointments-done"),
            false => "",
        },
        number: written,
        back,
    };
    let here = match staff {
        true => Here::Inbox,
        false => Here::Cases,
    };
    let f = Frame::new(visitor, here, t.say("appointments-title")).await?;
    let f = f.troubled(!told.troubles.is_empty());
    let troubles = told.troubles;
    let mut response = match staff {
        true => shown(&OfStaff {
            views: super::staff::rail_for(visitor, me).await?,
            f,
            part,
            troubles,
        })?,
        false => shown(&OfPortal { f, part, troubles })?,
    };
    *response.status_mut() = told.status;
    Ok(response)
}

/// All conferences of a case that are set, for its reader's calendar; passcodes are none of it.
pub async fn file(Contact(visitor, me): Contact, path: Path<String>) -> Result<Response, Fail> {
    filed(&visitor, &me, path).await
}

pub async fn file_of_staff(
    Staff(visitor, me): Staff,
    path: Path<String>,
) -> Result<Response, Fail> {
    filed(&visitor, &me, path).await
}

async fn filed(visitor: &Visitor, me: &Me, Path(number): Path<String>) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = words::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let source = app.conference_file(&stored, &visitor.texts);
    Ok(calendar(source, "attachment; filename=\"conferences.ics\""))
}

/// A calendar as an answer.
fn calendar(source: String, disposition: &'static str) -> Response {
    let mut response = source.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let disposition = HeaderValue::from_static(disposition);
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    response
}
