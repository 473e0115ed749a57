//! "This solved it": said of an article where it is read or shown beside a form, counted once for each reader (B3).

use axum::response::{IntoResponse, Redirect, Response};
use domain::Actor;

use super::{
    knowledge::article_id,
    posted::Posted,
    visitor::{Contact, Visitor},
};
use crate::app::Fail;

/// Who reads, where what they do counts: an agent who looks at the portal as somebody does nothing in their name.
pub fn reader(visitor: &Visitor) -> Option<&Actor> {
    let me = visitor.me.as_ref().filter(|me| me.proxy.is_none());
    me.map(|me| &me.actor)
}

/// The reader can say whether an article helped.
pub fn judges(visitor: &Visitor) -> bool {
    reader(visitor).is_some_and(|actor| !actor.is_staff() && !actor.is_guest())
}

pub async fn solved(Contact(visitor, me): Contact, posted: Posted) -> Result<Response, Fail> {
    let id = article_id(posted.get("article"))?;
    visitor.web.app.article_solved(&me.actor, id).await?;
    Ok(Redirect::to(&format!("/knowledge/{id}?told=solved")).into_response())
}
