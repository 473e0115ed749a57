//! What customers looked for in vain, for those who write (B4): words that companies enough have typed, and nobody's name.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use domain::knowledge::uses::ASKED_BY;
use store::knowledge::MissedWords;

use super::super::super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    posted::Posted,
    visitor::Staff,
};
use crate::{app::Fail, texts::Texts};

#[derive(Template)]
#[template(path = "staff/missed.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    lead: String,
    rows: Vec<Row>,
}

struct Row {
    digest: String,
    words: String,
    /// Where an article about it is begun.
    write: String,
    accounts: String,
    times: String,
    unopened: String,
    last: String,
}

fn row(t: &Texts, one: MissedWords) -> Row {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("title", &one.words);
    Row {
        write: format!("/staff/knowledge/new?{}", query.finish()),
        accounts: t.number(one.accounts),
        times: t.number(one.times),
        unopened: t.number(one.unopened),
        last: t.table_day(one.last),
        digest: one.digest,
        words: one.words,
    }
}

pub async fn list(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let missed = app.missed_words(&me.actor).await?;
    let page = Page {
        views: super::super::rail_for(&visitor, &me).await?,
        lead: t.one("missed-lead", "accounts", t.number(ASKED_BY)),
        rows: missed.into_iter().map(|one| row(t, one)).collect(),
        f: Frame::new(&visitor, Here::Knowledge, t.say("missed-title")).await?,
    };
    shown(&page)
}

pub async fn settle(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    app.settle_missed(&me.actor, posted.get("words")).await?;
    Ok(Redirect::to("/staff/knowledge/missed").into_response())
}
