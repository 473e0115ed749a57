//! The error page: cause and remedy in the reader's language; what is inside stays in the log.

use askama::Template;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::Refused;
use store::origin::{Origin, within};

use super::{
    Web,
    frame::{Frame, Here, shown},
    kept_forms,
    visitor::Visitor,
};
use crate::app::Fail;

/// The failure travels with the answer until it is given a face.
#[derive(Clone)]
struct Told(std::sync::Arc<Fail>);

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        if let Fail::Broken(what) = &self {
            tracing::error!(%what, "a request failed");
        }
        let mut response = status(&self).into_response();
        if let Fail::TooMany { wait } = self
            && let Ok(value) = HeaderValue::from_str(&wait.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
            .extensions_mut()
            .insert(Told(std::sync::Arc::new(self)));
        response
    }
}

pub fn status(fail: &Fail) -> StatusCode {
    match fail {
        Fail::Refused(Refused::NotAllowed) | Fail::Foreign | Fail::Unsafe | Fail::OnlyReads => {
            StatusCode::FORBIDDEN
        }
        Fail::Refused(Refused::Fields(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Fail::Refused(_) | Fail::Told(_) | Fail::Conflict => StatusCode::CONFLICT,
        Fail::NotFound => StatusCode::NOT_FOUND,
        Fail::Unauthenticated => StatusCode::UNAUTHORIZED,
        Fail::Stale => StatusCode::PRECONDITION_FAILED,
        Fail::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Fail::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Fail::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct Page {
    f: Frame,
    code: u16,
    what: String,
    remedy: String,
}

pub async fn unknown() -> Fail {
    Fail::NotFound
}

/// Gives failures their face; what happens meanwhile is known by where the request came from (O5).
pub async fn faces(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &web).await;
    let origin = visitor
        .as_ref()
        .map_or_else(|_| Origin::default(), Visitor::origin);
    let request = Request::from_parts(parts, body);
    within(origin, faced(web, visitor, request, next)).await
}

async fn faced(web: Web, visitor: Result<Visitor, Fail>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts
        .uri
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    let method = parts.method.clone();
    let is_get = method == Method::GET;
    // Whose sign-in ended while they filled a form in signs in again, and has it back (U10).
    if method == Method::POST
        && let Ok(visitor) = &visitor
        && visitor.me.is_none()
        && kept_forms::Place::of(&path).is_some()
    {
        let request = Request::from_parts(parts, body);
        let page = kept_forms::page(visitor, &path, request, &web).await;
        return page.unwrap_or_else(|_| Redirect::to("/sign-in").into_response());
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    let Ok(visitor) = visitor else {
        return response;
    };
    let fail = match response.extensions().get::<Told>() {
        Some(Told(fail)) => fail.clone(),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            std::sync::Arc::new(Fail::NotFound)
        }
        None if response.status() == StatusCode::PAYLOAD_TOO_LARGE => return response,
        None => return response,
    };
    let follows = super::live::is_wanted(visitor.headers());
    if matches!(*fail, Fail::Unauthenticated) && !follows {
        let back = if is_get { path } else { "/".into() };
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={back}")).into_response();
    }
    if let Err(error) = note(&visitor, &fail, &method, &path).await {
        tracing::error!(%error, "a refusal was not kept in the audit");
    }
    if follows {
        // Whoever follows reads no page: the number says it all (V-24).
        return status(&fail).into_response();
    }
    match page(&visitor, &fail).await {
        Ok(mut face) => {
            *face.status_mut() = status(&fail);
            if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
                face.headers_mut().insert(header::RETRY_AFTER, wait.clone());
            }
            face
        }
        Err(_) => response,
    }
}

/// Addresses that end in a secret, up to it.
const TO_SECRETS: [&str; 8] = [
    "/join/",
    "/guest/",
    "/calendar/",
    "/news/",
    "/list-files/",
    "/profile/address/",
    "/address-change/",
    "/sessions/join/",
];

/// An address as the audit has it: what opens a door stands in it no more.
fn without_secret(path: &str) -> &str {
    let to = TO_SECRETS.iter().find(|to| path.starts_with(**to));
    to.map_or(path, |to| &path[..to.len()])
}

/// Keeps in the audit what somebody who is signed in may not do, or looked for and did not find: for whoever tries
/// numbers, the two are the same (O5). Who does so many times over is not written down each time.
async fn note(visitor: &Visitor, fail: &Fail, method: &Method, path: &str) -> Result<(), Fail> {
    let told = matches!(
        fail,
        Fail::NotFound
            | Fail::Refused(Refused::NotAllowed | Refused::NoProxyLogin(_))
            | Fail::Foreign
            | Fail::OnlyReads
    );
    let Some(me) = visitor.me.as_ref().filter(|_| told) else {
        return Ok(());
    };
    let who = format!("refused {}", me.person.id);
    if visitor.web.app.count_for(&who).await.is_err() {
        return Ok(());
    }
    // What stands behind the question mark may be what somebody typed.
    let path = path.split('?').next().unwrap_or_default();
    let action = format!("{method} {}", without_secret(path));
    let app = &visitor.web.app;
    app.note_denial(me.behind(), &me.actor, &action, visitor.from())
        .await
}

async fn page(visitor: &Visitor, fail: &Fail) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let key = match fail {
        Fail::NotFound => "not-found",
        Fail::Refused(Refused::NotAllowed) => "not-allowed",
        Fail::Refused(_) | Fail::Told(_) => "refused",
        Fail::Conflict | Fail::Stale | Fail::KeyReused => "conflict",
        Fail::TooMany { .. } => "too-many",
        Fail::Foreign => "foreign",
        Fail::OnlyReads => "only-reads",
        Fail::Unsafe => "unsafe",
        Fail::Unauthenticated | Fail::Broken(_) => "broken",
    };
    let what = t.say(&format!("fail-{key}-what")).to_owned();
    let remedy = match fail {
        Fail::TooMany { wait } => t.count(
            "fail-too-many-remedy",
            i64::try_from(*wait).unwrap_or(i64::MAX),
        ),
        Fail::Told(text) => text.clone(),
        Fail::Refused(refused) if key == "refused" => super::shown::refusal(t, refused),
        _ => t.say(&format!("fail-{key}-remedy")).to_owned(),
    };
    let f = Frame::new(visitor, Here::Elsewhere, what.clone()).await?;
    shown(&Page {
        f,
        code: status(fail).as_u16(),
        what,
        remedy,
    })
}

#[cfg(test)]
mod tests {
    use super::without_secret;
    use crate::web::printed;

    #[test]
    fn v39_no_secret_of_an_address_is_kept_with_what_was_refused() {
        let with_secret = printed()
            .into_iter()
            .filter(|route| route.path.contains("{secret}") || route.path.contains("{link}"));
        let mut looked_at = 0;
        for route in with_secret {
            let path = route.path.replace('{', "canary-").replace('}', "");
            let kept = without_secret(&path);
            assert!(!kept.contains("canary-"), "{path}: {kept}");
            looked_at += 1;
        }
        assert!(looked_at > 8, "{looked_at}");
        assert_eq!(without_secret("/cases/00000007"), "/cases/00000007");
        assert_eq!(without_secret("/join"), "/join");
    }
}
