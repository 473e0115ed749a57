//! Cases that are being filled in: kept while somebody writes, gone on with from the start page and where a case begins (C5).

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use domain::{Desk, case::intake};

use super::super::{
    handed_in::Filled,
    posted::Posted,
    visitor::{Contact, Me, Visitor},
};
use super::new::{CONTINUES, known};
use crate::app::{Fail, answers, openings};

/// Where a form says which draft it is.
pub const DRAFT: &str = "_draft";

/// A form that was not sent yet.
pub struct Draft {
    pub id: i64,
    pub kind_id: String,
    pub kind: String,
    /// Its subject, or that it has none yet.
    pub subject: String,
    pub kept: String,
}

impl Draft {
    pub fn address(&self) -> String {
        format!("/cases/new/{}?draft={}", self.kind_id, self.id)
    }
}

/// What the reader can go on with.
pub async fn of(visitor: &Visitor, me: &Me) -> Result<Vec<Draft>, Fail> {
    // What they are writing is nobody else's, whoever looks with their eyes (A10).
    if me.proxy.is_some() {
        return Ok(Vec::new());
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let drafts = app.openings(&me.actor).await?.into_iter();
    let shown = drafts.filter_map(|draft| {
        let kind = desk.kind(&draft.kind)?;
        let entries = openings::entries_of(&draft);
        let subject = entries.get("subject").map(|s| s.trim()).unwrap_or_default();
        Some(Draft {
            id: draft.id,
            kind: t.desk(&kind.label).to_owned(),
            subject: match subject {
                "" => t.say("drafts-no-subject").to_owned(),
                subject => subject.to_owned(),
            },
            kept: t.one("drafts-kept", "at", t.long_time(draft.kept_at)),
            kind_id: draft.kind,
        })
    });
    Ok(shown.collect())
}

/// What of a form is kept: its fields, its files, and the closed case that it goes on with.
pub fn worth(desk: &Desk, kind: &str, entries: intake::Entries) -> intake::Entries {
    let besides = |id: &str| id == CONTINUES || answers::is_file(id);
    let kept_too = entries.iter().filter(|(id, _)| besides(id));
    let kept_too: Vec<_> = kept_too
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let mut kept = known(desk, kind, entries);
    kept.extend(kept_too);
    kept
}

/// The draft that a form says it is.
pub fn named(posted: &Posted) -> Option<i64> {
    posted.given(DRAFT)?.parse().ok().filter(|id| *id > 0)
}

/// Keeps what is being filled in, for a script in silence; or gives it up.
pub async fn keep(
    Contact(visitor, me): Contact,
    Path(kind): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    let posted = filled.posted;
    let app = &visitor.web.app;
    let id = named(&posted).unwrap_or_else(|| app.fresh_opening());
    if posted.has("_discard") {
        app.forget_opening(&me.actor, id).await?;
        let to = match posted.get("_discard") {
            "home" => "/",
            _ => "/cases/new",
        };
        return Ok(Redirect::to(to).into_response());
    }
    let entries = worth(app.desks.current().0, &kind, posted.entries());
    app.keep_opening(&me.actor, &kind, id, &entries).await?;
    if posted.has("_quiet") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let to = format!("/cases/new/{kind}?draft={id}&kept=1");
    Ok(Redirect::to(&to).into_response())
}
