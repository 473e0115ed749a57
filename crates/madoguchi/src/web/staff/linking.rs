//! How a case stands to others (K3): a page with its links, one more, and taking one back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{Refused, Relation};
use serde::Deserialize;

use super::{
    super::{
        frame::{Frame, Here, judged},
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown::{self as said, Trouble},
        together::{Other, relation_name},
        visitor::{Me, Staff, Visitor},
    },
    walk::Walk,
};
use crate::app::{Fail, together::Joint};

#[derive(Template)]
#[template(path = "staff/links.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    subject: String,
    /// The case, and what its address keeps of the view.
    page: String,
    way: String,
    relations: Vec<Pick>,
    links: Vec<Other>,
    /// As it was typed.
    other: String,
    troubles: Vec<Trouble>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    other: String,
    relation: String,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    asked: &Asked,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = said::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let number = said::number(desk, stored.number);
    let around = app.around(&me.actor, &stored).await?;
    let links = around.links.iter();
    let links = links.map(|(relation, case)| Other::of(app, t, me, Some(*relation), case));
    let relations = Relation::ALL.into_iter();
    let relations =
        relations.map(|r| pick(r.as_str(), &relation_name(t, r), asked.relation.as_str()));
    let is_wrong = !troubles.is_empty();
    let f = Frame::new(visitor, Here::Inbox, t.one("links-of", "number", &number)).await?;
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        subject: said::subject(t, &stored.case).to_owned(),
        page: format!("/staff/cases/{number}"),
        way: Walk::of(visitor).query(),
        links: links.collect(),
        relations: relations.collect(),
        other: asked.other.clone(),
        troubles,
        f: f.troubled(is_wrong),
    };
    judged(&page, is_wrong)
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    show(&visitor, &me, &number, &asked, Vec::new()).await
}

/// Says how the case stands to another one.
pub async fn link(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let relation = Relation::parse(posted.get("relation")).unwrap_or(Relation::Related);
    let asked = Asked {
        other: posted.get("other").to_owned(),
        relation: relation.as_str().to_owned(),
    };
    joined(&visitor, &me, &number, asked, Joint::Link(relation)).await
}

/// Takes it back.
pub async fn unlink(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let asked = Asked {
        other: posted.get("other").to_owned(),
        ..Asked::default()
    };
    joined(&visitor, &me, &number, asked, Joint::Unlink).await
}

async fn joined(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    asked: Asked,
    joint: Joint,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = said::parse_number(number).ok_or(Fail::NotFound)?;
    // Whether there is such a case is told before anything of the other one.
    app.case(&me.actor, parsed).await?;
    let other = said::parse_number(&asked.other).unwrap_or(-1);
    match app.join(&me.actor, parsed, other, joint, None, None).await {
        Ok(done) => {
            let after = done.case();
            let number = said::number(app.desks.of(after.case.desk_version), after.number);
            let way = Walk::of(visitor).query();
            let page = format!("/staff/cases/{number}/links{way}");
            Ok(Redirect::to(&page).into_response())
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = said::troubles(&visitor.texts, app.desks.current().0, &problems);
            show(visitor, me, number, &asked, troubles).await
        }
        Err(fail) => Err(fail),
    }
}
