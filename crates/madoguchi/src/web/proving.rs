//! Showing that one reads the mail of an address: a page that asks for the address, and what is said once the link is on its way,
//! or is good no more. Asking for an account and coming without one begin alike (A1, C20).

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    field::{Asks, Field},
    frame::{Frame, Here, judged, shown},
    shown::Trouble,
    visitor::Visitor,
};
use crate::app::Fail;

/// What one of the two ways says of itself.
pub struct Way {
    /// Where the address is sent to.
    pub action: &'static str,
    /// Keys of the page's name and of the field's label and hint; no hint where the last is empty.
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
}

#[derive(Template)]
#[template(path = "prove.html")]
struct Page {
    f: Frame,
    /// This installation sends mail.
    on: bool,
    action: &'static str,
    lead: String,
    email: Field,
    troubles: Vec<Trouble>,
}

/// The page that asks for the address.
pub async fn asking(
    visitor: &Visitor,
    way: &Way,
    lead: &str,
    typed: &str,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let asks: Asks = ("email", way.label, "email", "email", true);
    let email = Field::of(t, &asks, typed, &troubles);
    let is_wrong = !troubles.is_empty();
    let page = Page {
        on: visitor.web.app.mailing.is_some(),
        action: way.action,
        lead: lead.to_owned(),
        email: match way.hint {
            "" => email,
            hint => email.hinted(t.say(hint)),
        },
        f: Frame::new(visitor, Here::Elsewhere, t.say(way.title))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

/// The same with what is wrong about the address.
pub async fn wrong_address(
    visitor: &Visitor,
    way: &Way,
    lead: &str,
    typed: &str,
    wrong: &'static str,
) -> Result<Response, Fail> {
    let trouble = Trouble {
        field: "email".into(),
        text: visitor.texts.say(wrong).to_owned(),
    };
    asking(visitor, way, lead, typed, vec![trouble]).await
}

#[derive(Template)]
#[template(path = "said.html")]
struct Said {
    f: Frame,
    said: String,
}

/// A page that says one thing.
pub async fn said(
    visitor: &Visitor,
    title: &'static str,
    said: &'static str,
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    shown(&Said {
        f: Frame::new(visitor, Here::Elsewhere, t.say(title)).await?,
        said: t.say(said).to_owned(),
    })
}

/// The link is on its way, or whatever else there is to tell this mailbox.
pub async fn sent(visitor: &Visitor, way: &Way) -> Result<Response, Fail> {
    said(visitor, way.title, "join-sent").await
}

/// The link is good no more, or never was.
pub async fn over(visitor: &Visitor) -> Result<Response, Fail> {
    let mut response = said(visitor, "join-over-title", "join-over").await?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}
