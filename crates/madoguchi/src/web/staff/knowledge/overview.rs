//! What knowledge there is, what waits for somebody, and what nobody has read again for long (B4).

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::{ArticleId, knowledge::State};
use jiff::SignedDuration;
use serde::Deserialize;
use store::knowledge::{Uses, Written, WrittenOf};

use super::{
    super::super::{
        frame::{Frame, Here, shown},
        knowledge::{in_language, sort_name},
        listing::{Pick, ViewLink, pick},
        visitor::Staff,
    },
    audience_name, state_name, uses_of,
};
use crate::{
    app::{
        Fail,
        knowledge::{behind, place},
    },
    texts::Texts,
};

/// Articles on a page.
const PAGE: i64 = 50;
/// What nobody has read again for so long may not be right any more.
const STALE: SignedDuration = SignedDuration::from_hours(24 * 180);

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
    behind: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/knowledge.html")]
struct List {
    f: Frame,
    views: Vec<ViewLink>,
    tabs: Vec<Pick>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    id: String,
    title: String,
    sort: &'static str,
    audience: &'static str,
    state: &'static str,
    /// Readers whom it helped, of those who said so.
    helped: String,
    /// What readers made of it.
    uses: String,
    reviewed: String,
    changed: String,
}

fn row(t: &Texts, one: &Written, uses: &Uses) -> Row {
    let title = in_language(t, &one.titles).map_or("", |(title, _)| title.as_str());
    let said = one.helped + one.failed;
    Row {
        id: one.id.to_string(),
        title: title.to_owned(),
        sort: sort_name(t, one.sort),
        audience: audience_name(t, &one.audience),
        state: state_name(t, one.state, one.ahead, one.review_asked),
        helped: match said {
            0 => String::new(),
            _ => t.with(
                "article-helped-of",
                [
                    ("helped", t.number(one.helped).into()),
                    ("said", t.number(said).into()),
                ],
            ),
        },
        uses: uses_of(t, uses),
        reviewed: one.reviewed_at.map_or(String::new(), |at| t.table_day(at)),
        changed: t.table_day(one.changed_at),
    }
}

pub async fn list(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let of = WrittenOf {
        state: match asked.view.as_str() {
            "draft" => Some(State::Draft),
            "published" | "stale" => Some(State::Published),
            "withdrawn" => Some(State::Withdrawn),
            _ => None,
        },
        review_asked: asked.view == "review",
        reviewed_before: (asked.view == "stale").then(|| app.now() - STALE),
        after: asked.behind.as_deref().and_then(place),
        limit: PAGE + 1,
    };
    let mut found = app.store.written_articles(&of).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let ids: Vec<ArticleId> = found.iter().map(|one| one.id).collect();
    let uses = app.store.uses_of(&ids).await?;
    let next = found.last().filter(|_| more).map(|last| {
        let behind = behind(last.changed_at, last.id);
        format!("/staff/knowledge?view={}&behind={behind}", asked.view)
    });
    let tabs = ["", "review", "draft", "published", "stale", "withdrawn"].map(|view| {
        let name = if view.is_empty() { "all" } else { view };
        pick(view, t.say(&format!("articles-{name}")), &asked.view)
    });
    let page = List {
        views: super::super::rail_for(&visitor, &me).await?,
        tabs: tabs.into(),
        rows: found
            .iter()
            .map(|one| row(t, one, &uses.get(&one.id).copied().unwrap_or_default()))
            .collect(),
        next: next.unwrap_or_default(),
        f: Frame::new(&visitor, Here::Knowledge, t.say("knowledge-title")).await?,
    };
    shown(&page)
}
