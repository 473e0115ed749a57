//! What another desk file would change, for administrators to see before it is taken (D1, S3).

use askama::Template;
use axum::response::Response;

use super::super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    posted::Posted,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::{Fail, desk_plan},
    cli,
};

#[derive(Template)]
#[template(path = "staff/desk.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    now: String,
    source: String,
    result_title: &'static str,
    result: String,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    source: String,
    result: (&'static str, String),
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (_, version) = app.desks.current();
    shown(&Page {
        views: super::rail_for(visitor, me).await?,
        now: t.one("plan-now", "version", t.number(version)),
        source,
        result_title: result.0,
        result: result.1,
        f: Frame::new(visitor, Here::Desk, t.say("plan-title")).await?,
    })
}

pub async fn page(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    show(&visitor, &me, String::new(), ("", String::new())).await
}

pub async fn plan(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let source = posted.get("source").replace("\r\n", "\n");
    let now = app.now();
    let planned = desk_plan::plan(&app.store, &app.desks, "desk.toml", &source, now).await;
    let result = match planned {
        Ok(plan) => (
            t.say("plan-result"),
            cli::plan_said(t, &plan, &app.desks, now),
        ),
        Err(not_served) => (t.say("plan-faulty"), cli::not_served_said(t, not_served)),
    };
    show(&visitor, &me, source, result).await
}
