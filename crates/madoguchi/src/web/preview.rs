//! How a text will look: the same that pages make of it once it is said (C13). Nothing is kept.

use axum::response::{Html, IntoResponse, Response};

use super::{posted::Posted, visitor::Visitor};
use crate::{app::Fail, rich};

pub async fn preview(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    if visitor.me.is_none() {
        return Err(Fail::Unauthenticated);
    }
    Ok(Html(rich::html(posted.get("text"))).into_response())
}
