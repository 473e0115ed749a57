//! One box for everything (K1): actions and views come with each page, cases are looked up here by number or subject, as far as
//! their reader may see them. Without script it is a page.

use askama::Template;
use axum::{extract::Query, response::Response};
use serde::Deserialize;
use store::cases::{Direction, Filter, Holder, Query as ListQuery, Sort, View};

use super::super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    search, shown as said,
    visitor::{Me, Staff, Visitor},
};
use crate::app::Fail;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// A case that was found.
struct Found {
    number: String,
    subject: String,
    account: String,
}

/// What a script sets into the box.
#[derive(Template)]
#[template(path = "staff/palette_part.html")]
struct Part {
    f: Frame,
    found: Vec<Found>,
    /// The search over everything for the same words.
    everywhere: String,
}

#[derive(Template)]
#[template(path = "staff/palette.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    asked: String,
    found: Vec<Found>,
    everywhere: String,
}

/// Asked for by a script.
const PART: &str = "x-part";
/// A text to look for is no longer than this, in characters; so many are found among what is open, and what is closed.
const LONGEST: usize = 100;
const MOST: [(View, usize); 2] = [(View::NotClosed, 8), (View::Closed, 4)];

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let text: String = asked.q.trim().chars().take(LONGEST).collect();
    let found = look_up(&visitor, &me, &text).await?;
    let everywhere = match text.is_empty() {
        true => String::new(),
        false => search::address("/staff/search", &text, "", ""),
    };
    let title = visitor.texts.say("palette-title");
    if visitor.headers().contains_key(PART) {
        return shown(&Part {
            f: Frame::new(&visitor, Here::Elsewhere, title).await?,
            found,
            everywhere,
        });
    }
    shown(&Page {
        views: super::rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Elsewhere, title).await?,
        asked: text,
        found,
        everywhere,
    })
}

async fn look_up(visitor: &Visitor, me: &Me, text: &str) -> Result<Vec<Found>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut all = Vec::new();
    if text.is_empty() {
        return Ok(all);
    }
    let number = said::parse_number(text).map(|number| number.to_string());
    for (view, limit) in MOST {
        let query = ListQuery {
            list: None,
            holder: Holder::All,
            view,
            filter: Filter {
                text: Some(number.clone().unwrap_or_else(|| text.to_owned())),
                ..Filter::default()
            },
            sort: Sort::Modified,
            direction: Direction::Descending,
            cursor: None,
            limit,
        };
        let page = app.store.cases(&me.actor.scope(), &query).await?;
        all.extend(page.rows.iter().map(|row| Found {
            number: said::number(app.desks.of(row.desk_version), row.number),
            subject: row.subject().to_owned(),
            account: t.either_of(row.account_name()).to_owned(),
        }));
    }
    Ok(all)
}
