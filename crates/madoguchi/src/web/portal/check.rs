//! What was entered and what is promised for it, read once more before it is sent (C5). Each answer leads back to its field.

use askama::Template;
use axum::response::Response;
use domain::case::NewCase;

use super::super::{
    frame::{Frame, Here, shown},
    shown::{self as words, Entered},
    visitor::{Me, Visitor},
};
use super::promise::Part;
use crate::app::{Fail, cases::Wanted};

#[derive(Template)]
#[template(path = "portal/check.html")]
struct Page {
    f: Frame,
    kind_id: String,
    kind: String,
    entered: Vec<Entered>,
    hidden: Vec<(String, String)>,
    /// What is promised, as markup; nothing where nothing is.
    promise: Option<String>,
    may_send: bool,
    zone: String,
}

/// For what could be sent as it is.
pub async fn page(
    visitor: &Visitor,
    me: &Me,
    wanted: &Wanted<'_>,
    new: &NewCase,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let kind = desk.kind(wanted.kind).ok_or(Fail::NotFound)?;
    let part = Part::of(visitor, &me.actor, wanted.kind, wanted.entries).await?;
    let sites = app.store.deployments(new.account).await?;
    // The choice of a centre stands on this page, too.
    let offered = part.is_some();
    let hidden = wanted.entries.iter();
    let hidden = hidden.filter(|(name, _)| !(offered && *name == "centre"));
    let page = Page {
        f: Frame::new(visitor, Here::New, t.say("check-title")).await?,
        kind_id: kind.id.clone(),
        kind: t.desk(&kind.label).to_owned(),
        entered: words::entered(t, desk, new, &sites),
        hidden: hidden.map(|(n, v)| (n.clone(), v.clone())).collect(),
        may_send: part.as_ref().is_none_or(Part::may_send),
        promise: part
            .map(|part| part.render().map_err(Fail::broken))
            .transpose()?,
        zone: t.zone_name(),
    };
    shown(&page)
}
