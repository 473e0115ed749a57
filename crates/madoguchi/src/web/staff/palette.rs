//! One box for everything (K1): actions and views come with each page, cases are looked up here by number or subject, as far as
//! their reader may see them. Without script it is a page.

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::macros::Writes;
use serde::Deserialize;
use store::cases::{Direction, Filter, Holder, Query as ListQuery, Sort, View};

use super::super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    search, shown as said,
    visitor::{Me, Staff, Visitor},
};
use crate::app::{Fail, finding::narrow::fold};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    /// The page on which it was asked.
    at: String,
}

/// A macro that was found, for the case whose page is open.
struct Macro {
    name: String,
    address: String,
}

/// An article that an answer of the open case can point to.
struct Article {
    id: String,
    title: String,
    /// Of its title.
    lang: String,
    address: String,
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
    macros: Vec<Macro>,
    articles: Vec<Article>,
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
const MACROS: usize = 6;
const ARTICLES: usize = 5;
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
            macros: macros(&visitor, &me, &text, &asked.at).await?,
            articles: articles(&visitor, &me, &text, &asked.at).await?,
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

/// The number of the case whose page is open, as it stands in the address.
fn open_case(at: &str) -> Option<&str> {
    let rest = at.strip_prefix("/staff/cases/")?;
    let number = rest.split('/').next()?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(number)
}

/// Articles that answer to this and that the contact of the open case may read, while it can be answered.
async fn articles(visitor: &Visitor, me: &Me, text: &str, at: &str) -> Result<Vec<Article>, Fail> {
    let app = &visitor.web.app;
    let (Some(written), false) = (open_case(at), text.is_empty()) else {
        return Ok(Vec::new());
    };
    let number = said::parse_number(written).ok_or(Fail::NotFound)?;
    let stored = match app.case(&me.actor, number).await {
        Ok(stored) => stored,
        Err(Fail::NotFound) => return Ok(Vec::new()),
        Err(fail) => return Err(fail),
    };
    if stored.case.is_over(app.desks.of(stored.case.desk_version)) {
        return Ok(Vec::new());
    }
    // The box is there without what was written for many.
    let found = match app.readable_articles(&stored, text, ARTICLES).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "articles could not be found");
            return Ok(Vec::new());
        }
    };
    let each = found.into_iter().map(|one| {
        let id = one.article.id;
        Article {
            id: id.to_string(),
            title: one.title.text,
            lang: one.language.as_str().to_owned(),
            address: format!("/staff/cases/{written}?compose=reply&article={id}#text"),
        }
    });
    Ok(each.collect())
}

/// Macros whose name holds this, where the page of a case is open.
async fn macros(visitor: &Visitor, me: &Me, text: &str, at: &str) -> Result<Vec<Macro>, Fail> {
    let Some(number) = open_case(at) else {
        return Ok(Vec::new());
    };
    let text = fold(text);
    let all = visitor.web.app.macros(&me.actor).await?.into_iter();
    let named = all.filter(|one| !text.is_empty() && fold(&one.body.name).contains(&text));
    let each = named.take(MACROS).map(|one| {
        let sort = match one.body.writes {
            Writes::Answer => "reply",
            Writes::Note => "note",
        };
        Macro {
            address: format!("/staff/cases/{number}?compose={sort}&macro={}#text", one.id),
            name: one.body.name,
        }
    });
    Ok(each.collect())
}
