//! What an article was before, and what of it is another than readers see (B4): for who reviews it, and for who takes an old
//! version again.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{
    ArticleId, Language,
    knowledge::{Article, State, Text},
};

use super::{
    super::super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        visitor::{Staff, Visitor},
    },
    article_id,
    differing::{self, Line},
    languages,
};
use crate::app::{App, Fail};

/// How one language of a text differs from what readers see of it.
pub struct Differing {
    pub tag: String,
    pub name: &'static str,
    pub title: Vec<Line>,
    pub body: Vec<Line>,
}

type Texts = BTreeMap<Language, Text>;

/// In each language that differs.
pub fn differing(visitor: &Visitor, seen: &Texts, other: &Texts) -> Vec<Differing> {
    let of = |texts: &Texts, tag: &str, what: fn(&Text) -> &str| {
        let text = texts.get(&Language::new(tag));
        text.map_or(String::new(), |text| what(text).to_owned())
    };
    let differing = |(tag, name): (String, &'static str)| {
        let lines = |what: fn(&Text) -> &str| {
            differing::lines(&of(seen, &tag, what), &of(other, &tag, what))
        };
        let (title, body) = (lines(|t| t.title.as_str()), lines(|t| t.body.as_str()));
        let differs = !title.is_empty() || !body.is_empty();
        differs.then_some(Differing {
            tag,
            name,
            title,
            body,
        })
    };
    languages(visitor)
        .into_iter()
        .filter_map(differing)
        .collect()
}

/// What readers would see anew if it were published now; nothing where none of it is published.
pub fn ahead(visitor: &Visitor, article: &Article) -> Vec<Differing> {
    match article.state {
        State::Published => differing(visitor, &article.shown, &article.drafts),
        State::Draft | State::Withdrawn => Vec::new(),
    }
}

/// An article as it stood with this version.
pub async fn at(app: &App, id: ArticleId, version: i64) -> Result<Article, Fail> {
    let mut events = app.store.article_events(id).await?;
    events.retain(|one| one.version <= version);
    let article = Article::replay(id, &events).filter(|article| article.version == version);
    article.ok_or(Fail::NotFound)
}

#[derive(Template)]
#[template(path = "staff/article_version.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    id: String,
    version: i64,
    written: String,
    /// From what readers see to this version.
    differing: Vec<Differing>,
    texts: Vec<Whole>,
    /// Readers see some version.
    is_shown: bool,
}

/// A language of it as it was written.
struct Whole {
    tag: String,
    name: &'static str,
    title: String,
    body: String,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = article_id(&id)?;
    let version: i64 = version.parse().map_err(|_| Fail::NotFound)?;
    let now = app.article_of_staff(&me.actor, id).await?.article;
    let then = at(app, id, version).await?;
    let is_shown = now.state == State::Published;
    let whole = |(tag, name): (String, &'static str)| {
        let text = then.drafts.get(&Language::new(&tag))?;
        Some(Whole {
            tag,
            name,
            title: text.title.as_str().to_owned(),
            body: text.body.as_str().to_owned(),
        })
    };
    let page = Page {
        views: super::super::rail_for(&visitor, &me).await?,
        id: id.to_string(),
        version,
        written: t.long_time(then.changed_at),
        differing: match is_shown {
            true => differing(&visitor, &now.shown, &then.drafts),
            false => Vec::new(),
        },
        texts: languages(&visitor).into_iter().filter_map(whole).collect(),
        is_shown,
        f: Frame::new(&visitor, Here::Knowledge, t.say("article-version")).await?,
    };
    shown(&page)
}
