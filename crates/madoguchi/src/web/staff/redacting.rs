//! Covering a secret in what was said (K3): which words, in which entry of the story.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{Refused, redacting};

use super::super::{
    frame::{Frame, Here, judged},
    listing::ViewLink,
    posted::Posted,
    shown::{self as said, Trouble, parse_number},
    visitor::{Me, Staff, Visitor},
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "staff/redaction.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    subject: String,
    /// The case, and this page.
    page: String,
    action: String,
    /// What stands there now.
    texts: Vec<String>,
    internal: bool,
    words: String,
    most: i64,
    troubles: Vec<Trouble>,
}

/// The words of a form, one a line.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    (number, entry): (&str, i64),
    words: &str,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let history = app.history(&me.actor, &stored).await?;
    let mut held = redacting::held_all(&history, entry);
    held.retain(|held| !held.text.as_str().is_empty());
    let internal = held.first().ok_or(Fail::NotFound)?.internal;
    let desk = app.desks.of(stored.case.desk_version);
    let page = format!("/staff/cases/{}", said::number(desk, stored.number));
    let is_wrong = !troubles.is_empty();
    let f = Frame::new(visitor, Here::Inbox, t.say("redaction-title")).await?;
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        subject: said::subject(t, &stored.case).to_owned(),
        action: format!("{page}/redactions/{entry}"),
        page: format!("{page}#e{entry}"),
        texts: held
            .iter()
            .map(|held| held.text.as_str().to_owned())
            .collect(),
        internal,
        words: words.to_owned(),
        most: i64::try_from(redacting::MOST).unwrap_or(i64::MAX),
        troubles,
        f: f.troubled(is_wrong),
    };
    judged(&page, is_wrong)
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path((number, entry)): Path<(String, i64)>,
) -> Result<Response, Fail> {
    show(&visitor, &me, (&number, entry), "", Vec::new()).await
}

pub async fn redact(
    Staff(visitor, me): Staff,
    Path((number, entry)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let words = lines(posted.get("words"));
    let parsed = parse_number(&number).ok_or(Fail::NotFound)?;
    match app.redact(&me.actor, parsed, entry, &words).await {
        Ok(after) => {
            let desk = app.desks.of(after.case.desk_version);
            let to = format!("/staff/cases/{}#e{entry}", said::number(desk, after.number));
            Ok(Redirect::to(&to).into_response())
        }
        // What cannot be covered is not there for anybody.
        Err(Fail::Refused(Refused::Fields(all))) if all.iter().all(|one| one.field == "words") => {
            let (desk, _) = app.desks.current();
            let troubles = said::troubles(&visitor.texts, desk, &all);
            show(
                &visitor,
                &me,
                (&number, entry),
                posted.get("words"),
                troubles,
            )
            .await
        }
        Err(Fail::Refused(Refused::Fields(_))) => Err(Fail::NotFound),
        Err(fail) => Err(fail),
    }
}
