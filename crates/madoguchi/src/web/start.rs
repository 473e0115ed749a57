//! The first page for whoever is not signed in: whom to turn to, who answers just now, which door is for what (B1).

use askama::Template;
use axum::response::Response;

use super::{
    doors::{self, NeedShown},
    frame::{Frame, Here, shown},
    help, knowledge,
    promises::{self, CentreNow},
    shown::Fact,
    visitor::Visitor,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "start.html")]
struct Page {
    f: Frame,
    welcome: String,
    /// A centre takes cases without an account, too (C20).
    guests: bool,
    facts: Vec<Fact>,
    centres: Vec<CentreNow>,
    needs: Vec<NeedShown>,
    news: knowledge::News,
    zone: String,
}

pub async fn page(visitor: &Visitor) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let welcome = desk.text("welcome");
    shown(&Page {
        f: Frame::new(visitor, Here::Home, t.say("start-title")).await?,
        welcome: welcome.map_or(String::new(), |words| t.desk(words).to_owned()),
        guests: desk.takes_guests(),
        facts: help::contact(t, desk),
        centres: promises::centres(t, desk, app.now()),
        needs: doors::needs(visitor, t),
        news: knowledge::news(visitor).await?,
        zone: t.zone_name(),
    })
}
