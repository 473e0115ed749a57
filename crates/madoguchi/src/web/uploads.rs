//! Files that the script of a form hands in one by one; see [`crate::uploads`].

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::FileId;

use super::{
    guard,
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, answers, passwords},
    uploads::{self, Outcome, named, text},
};

/// Whoever is signed in; that our own page asks, their browser says, or the token of their sign-in.
pub(super) fn vouched(visitor: &Visitor) -> Result<std::sync::Arc<Me>, Fail> {
    let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
    let token = text(visitor.headers(), "x-token").unwrap_or_default();
    match passwords::same(token, &me.token) || guard::is_own(visitor.headers()) {
        true => Ok(me),
        false => Err(Fail::Foreign),
    }
}

/// Why a file was not taken, in words that the script shows.
fn told(visitor: &Visitor, outcome: Outcome) -> Response {
    match outcome {
        Outcome::Answer(response) => response,
        Outcome::NotTaken(name, why) => {
            let words = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            let told = (
                uploads::status(&why),
                words,
                visitor.texts.not_taken(&name, &why),
            );
            uploads::resumable(told.into_response())
        }
    }
}

/// The address of the pages' own.
const AT: &str = "/uploads";

pub async fn options(visitor: Visitor) -> Response {
    uploads::can(&visitor.web.app)
}

pub async fn create(visitor: Visitor, body: Body) -> Result<Response, Fail> {
    let me = vouched(&visitor)?;
    let begun = uploads::begin(&visitor.web.app, &me.actor, AT, visitor.headers(), body).await?;
    let mut response = told(&visitor, begun);
    // The field by which a form of ours names it.
    let id = response
        .headers()
        .get("x-file")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    if let Some(id) = id
        && let Ok(field) = HeaderValue::from_str(&answers::file_field(FileId(id)))
    {
        response.headers_mut().insert(named("x-field"), field);
    }
    Ok(response)
}

pub async fn head(visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Fail> {
    let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
    let stands = uploads::stands(&visitor.web.app, &me.actor, id).await?;
    Ok(told(&visitor, stands))
}

pub async fn patch(visitor: Visitor, Path(id): Path<i64>, body: Body) -> Result<Response, Fail> {
    let me = vouched(&visitor)?;
    let gone = uploads::go_on(&visitor.web.app, &me.actor, id, visitor.headers(), body).await?;
    Ok(told(&visitor, gone))
}

pub async fn delete(visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Fail> {
    let me = vouched(&visitor)?;
    uploads::end(&visitor.web.app, &me.actor, id).await
}
