//! The demo's mail: what would have gone out, for whoever tries it; on this machine only.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    Web, demo_start,
    frame::{Frame, Here, shown},
    visitor::Visitor,
};
use crate::{
    app::Fail,
    mail::{Letter, Post},
};

/// Letters on the page.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "caught.html")]
struct Page {
    f: Frame,
    waiting: String,
    letters: Vec<Caught>,
}

struct Caught {
    /// Part of its address.
    id: String,
    to: String,
    subject: String,
    language: String,
    text: String,
    at: String,
}

/// What was caught so far, the latest first.
fn letters(web: &Web) -> Vec<(domain::Instant, Letter)> {
    match web.app.mailing.as_deref().map(|mailing| &mailing.post) {
        Some(Post::Caught(caught)) => caught.all(),
        _ => Vec::new(),
    }
}

fn id(letter: &Letter) -> &str {
    let id = letter.message_id.split('@').next();
    id.unwrap_or_default()
}

pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fail> {
    demo_start::allowed(&web, &visitor)?;
    let t = &visitor.texts;
    let [waiting, _] = web.app.store.unsent_mails(MOST).await?;
    let caught = |(at, letter): (domain::Instant, Letter)| Caught {
        id: id(&letter).to_owned(),
        to: match letter.to.name.is_empty() {
            true => letter.to.email.clone(),
            false => format!("{} <{}>", letter.to.name, letter.to.email),
        },
        text: letter.text(),
        subject: letter.subject,
        language: letter.language,
        at: t.long_time(at),
    };
    shown(&Page {
        waiting: match waiting.len() {
            0 => String::new(),
            many => t.count("caught-waiting", i64::try_from(many).unwrap_or(i64::MAX)),
        },
        letters: letters(&web).into_iter().take(MOST).map(caught).collect(),
        f: Frame::new(&visitor, Here::Elsewhere, t.say("caught-title")).await?,
    })
}

/// One letter as HTML, as a mail program would show it: without script, and in an origin of its own.
pub async fn html(
    State(web): State<Web>,
    visitor: Visitor,
    Path(wanted): Path<String>,
) -> Result<Response, Fail> {
    demo_start::allowed(&web, &visitor)?;
    let mut letters = letters(&web).into_iter();
    let (_, letter) = letters
        .find(|(_, letter)| id(letter) == wanted)
        .ok_or(Fail::NotFound)?;
    let mut response = Html(letter.html()).into_response();
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    Ok(response)
}
