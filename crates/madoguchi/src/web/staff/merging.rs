//! A case that goes on within another one (K3): which, what that means and for whom, and taking it back.

use askama::Template;
use axum::{
    extract::{Path, Query as UrlQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::Refused;
use serde::Deserialize;
use store::cases::{Direction, Filter, Holder, Query, Sort, StoredCase, View};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        posted::Posted,
        shown::{self as said, Trouble},
        together::Other,
        visitor::{Me, Staff, Visitor},
    },
    walk::Walk,
};
use crate::app::{
    Fail,
    together::{Into, Joint},
};

/// Cases of the same company that are offered.
const OFFERED: usize = 8;

#[derive(Template)]
#[template(path = "staff/merging.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    number: String,
    subject: String,
    page: String,
    way: String,
    /// The case within which it is to go on, once that was said.
    into: Option<Other>,
    /// Why it cannot.
    refused: String,
    /// Whose case it is, where they do not see where it goes on.
    unseen_by: String,
    /// Open cases of the same company.
    offered: Vec<Other>,
    typed: String,
    troubles: Vec<Trouble>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    into: String,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fail> {
    show(&visitor, &me, &number, &asked.into).await
}

async fn show(visitor: &Visitor, me: &Me, number: &str, typed: &str) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = said::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let number = said::number(desk, stored.number);
    let (mut into, mut troubles) = (None, Vec::new());
    let (mut refused, mut unseen_by) = (String::new(), String::new());
    if !typed.trim().is_empty() {
        let other = said::parse_number(typed).unwrap_or(-1);
        match app.other_case(&me.actor, other).await {
            Ok(other) => {
                let preview = app.merge_preview(&me.actor, &stored, &other).await?;
                refused = preview
                    .refused
                    .map_or(String::new(), |refused| said::refusal(t, &refused));
                if !preview.contact_sees {
                    let contact = app.store.person(stored.case.contact).await?;
                    unseen_by = contact.map_or(String::new(), |p| p.profile.name());
                }
                into = Some(Other::of(app, t, me, None, &other));
            }
            Err(Fail::Refused(Refused::Fields(problems))) => {
                troubles = said::troubles(t, desk, &problems);
            }
            Err(fail) => return Err(fail),
        }
    }
    let status = match (troubles.is_empty(), refused.is_empty()) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, false) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    let f = Frame::new(
        visitor,
        Here::Inbox,
        t.one("merge-title", "number", &number),
    )
    .await?;
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        subject: said::subject(t, &stored.case).to_owned(),
        page: format!("/staff/cases/{number}"),
        way: Walk::of(visitor).query(),
        offered: match into.is_none() {
            true => offered(visitor, me, &stored).await?,
            false => Vec::new(),
        },
        number,
        into,
        refused,
        unseen_by,
        typed: typed.to_owned(),
        f: f.troubled(!troubles.is_empty()),
        troubles,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Open cases of the same company, the latest first.
async fn offered(visitor: &Visitor, me: &Me, stored: &StoredCase) -> Result<Vec<Other>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let query = Query {
        list: None,
        holder: Holder::Account(stored.case.account),
        view: View::NotClosed,
        filter: Filter::default(),
        sort: Sort::Modified,
        direction: Direction::Descending,
        cursor: None,
        limit: OFFERED + 1,
    };
    let scope = me.actor.scope();
    let rows = app.store.cases(&scope, &query).await?.rows;
    let ids = rows.iter().map(|row| row.id);
    let ids = ids.filter(|id| *id != stored.id).take(OFFERED).collect();
    let cases = app.store.cases_of(&scope, &ids).await?;
    let each = cases.iter().rev();
    Ok(each.map(|case| Other::of(app, t, me, None, case)).collect())
}

/// Lets it go on there.
pub async fn merge(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    app.case(&me.actor, parsed).await?;
    let typed = posted.get("other").to_owned();
    let other = said::parse_number(&typed).unwrap_or(-1);
    match app
        .join(&me.actor, parsed, other, Joint::Merge, None, None)
        .await
    {
        Ok(done) => Ok(back(&visitor, &done.case())),
        // The page says why.
        Err(Fail::Refused(_)) => {
            let typed = match typed.trim() {
                "" => "-",
                typed => typed,
            };
            show(&visitor, &me, &number, typed).await
        }
        Err(fail) => Err(fail),
    }
}

/// Takes that back.
pub async fn unmerge(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    _: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let from = match app.around(&me.actor, &stored).await?.into {
        Some(Into::Seen(case)) => case.number,
        Some(Into::Hidden) => return Err(Fail::NotFound),
        // It was taken back already.
        None => return Ok(back(&visitor, &stored)),
    };
    let done = app.join(&me.actor, parsed, from, Joint::Unmerge, None, None);
    Ok(back(&visitor, &done.await?.case()))
}

fn back(visitor: &Visitor, after: &StoredCase) -> Response {
    let desk = visitor.web.app.desks.of(after.case.desk_version);
    let page = format!("/staff/cases/{}", said::number(desk, after.number));
    Redirect::to(&Walk::of(visitor).back(&page, "posted=#now")).into_response()
}
