//! That several companies report the same trouble (E3): told where staff look, with the way to an incident and the word that it is not
//! the same.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Actor, CaseId, Role};
use store::surges::Seen;

use super::super::{
    frame::Frame,
    listing::ViewLink,
    posted::Posted,
    shown as said,
    sign_in::safe_path,
    visitor::{Me, Staff, Visitor},
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "staff/surges.html")]
struct Part {
    f: Frame,
    rows: Vec<Row>,
    /// This page, for coming back.
    here: String,
}

struct Row {
    told: String,
    /// The first of its cases, or the one at hand.
    number: String,
    /// Empty on the page of a case itself.
    subject: String,
}

/// All that the reader is told of, as markup; empty where there is nothing.
pub async fn all(visitor: &Visitor, me: &Me, f: &Frame, here: &str) -> Result<String, Fail> {
    let app = &visitor.web.app;
    let mut rows = Vec::new();
    for seen in app.surges(&me.actor).await? {
        let first = app.store.case(&me.actor.scope(), seen.first).await?;
        let Some(first) = first else { continue };
        let desk = app.desks.of(first.case.desk_version);
        rows.push(Row {
            told: told(visitor, &seen),
            number: said::number(desk, first.number),
            subject: first.case.subject.as_str().to_owned(),
        });
    }
    part(f, rows, here)
}

/// The way to those that go on, with how many they are, for whoever leads; nothing where there are none.
pub async fn counted(visitor: &Visitor, me: &Me) -> Result<Option<ViewLink>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let leads = matches!(
        me.actor,
        Actor::Agent {
            role: Role::Supervisor | Role::Administrator,
            ..
        }
    );
    if !leads {
        return Ok(None);
    }
    let count = app.surges_counted(&me.actor).await?;
    Ok((count > 0).then(|| ViewLink {
        label: t.say("inbox-surges").into(),
        address: "/staff/incidents".to_owned(),
        count: t.number(count),
        current: false,
        icon: "warn",
        act: "",
        loud: true,
    }))
}

/// The one that a case is in.
pub async fn of_case(
    visitor: &Visitor,
    me: &Me,
    f: &Frame,
    case: CaseId,
    number: &str,
) -> Result<String, Fail> {
    let seen = visitor.web.app.surge_of(&me.actor, case).await?;
    let rows = seen.map(|seen| Row {
        told: told(visitor, &seen),
        number: number.to_owned(),
        subject: String::new(),
    });
    let here = format!("/staff/cases/{number}");
    part(f, rows.into_iter().collect(), &here)
}

fn part(f: &Frame, rows: Vec<Row>, here: &str) -> Result<String, Fail> {
    if rows.is_empty() {
        return Ok(String::new());
    }
    let part = Part {
        f: f.clone(),
        rows,
        here: here.to_owned(),
    };
    part.render().map_err(Fail::broken)
}

fn told(visitor: &Visitor, seen: &Seen) -> String {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let since = match t.day(seen.since) == t.day(app.now()) {
        true => t.clock(seen.since),
        false => t.long_time(seen.since),
    };
    let product = app.desks.current().0.product(&seen.product);
    let product = product.map_or(seen.product.as_str(), |product| t.desk(&product.label));
    t.with(
        "surge-told",
        [
            ("companies", t.number(seen.companies).into()),
            ("cases", t.number(seen.cases).into()),
            ("since", since.into()),
            ("product", product.into()),
        ],
    )
}

/// They are not the same: nobody is told of them any more.
pub async fn dismiss(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    app.dismiss_surge(&me.actor, &stored).await?;
    Ok(Redirect::to(safe_path(posted.get("back"))).into_response())
}
