//! Who calls: a token in the `Authorization` header and nothing else. Cookies are not looked at, so no page of another
//! site can make a browser act here.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{AccountId, Actor, Language, directory::Person};

use super::{
    language,
    problem::{Problem, What},
};
use crate::app::{App, access::Acting};

/// The person behind a request, and the language they read.
#[derive(Clone, Debug)]
pub struct Caller {
    pub person: Person,
    pub actor: Actor,
    pub language: Language,
    /// The token changes nothing.
    pub reads_only: bool,
}

/// A caller of the vendor's side.
pub struct Staff(pub Caller);

impl Caller {
    /// Of a pair as written and in English, the one for this reader.
    pub fn either(&self, pair: &[impl AsRef<str>; 2]) -> String {
        crate::texts::either(&self.language, pair).to_owned()
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Result<Caller, Problem>>()
            .cloned()
            .unwrap_or_else(|| Err(What::Unauthenticated.into()))
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, app).await?;
        if caller.actor.is_staff() {
            Ok(Self(caller))
        } else {
            Err(What::NotAllowed.into())
        }
    }
}

/// Stands before every route: finds out who calls, and gives failures their face on the way out.
pub async fn door(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let caller = identify(&app, request.headers()).await;
    let language = match &caller {
        Ok(caller) => caller.language.clone(),
        Err(_) => language::of_reader(app.desks.current().0, request.headers(), None),
    };
    let who = caller.as_ref().ok().map(|caller| {
        let Caller { person, actor, .. } = caller;
        (person.id, actor.clone())
    });
    let action = format!("{} {}", request.method(), request.uri().path());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let from = peer.map(|peer| peer.0.ip().to_string());
    request.extensions_mut().insert(caller);
    let answered = next.run(request).await;
    if let (Some((person, actor)), Some(problem)) = (who, answered.extensions().get::<Problem>())
        && problem.is_refusal()
        && let Err(error) = app.note_denial(person, &actor, &action, from).await
    {
        tracing::error!(%error, "a refusal was not kept in the audit");
    }
    let mut response = match answered.extensions().get::<Problem>() {
        Some(problem) => problem.shown(&language),
        None => answered,
    };
    let headers = response.headers_mut();
    headers.insert(
        header::VARY,
        HeaderValue::from_static("Accept-Language, Authorization"),
    );
    // Kept by the caller alone, and asked for again each time.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    if let Ok(tag) = HeaderValue::from_str(language.as_str()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}

async fn identify(app: &App, headers: &HeaderMap) -> Result<Caller, Problem> {
    let token = bearer(headers).ok_or(What::Unauthenticated)?;
    let account = headers.get(ACTING_FOR).map(acting_for);
    let acting = app.token_actor(token, account).await?;
    // An account that is not there and one for which the caller may not act are the same.
    let (person, Acting { actor, .. }, reads_only) = acting.ok_or(match account {
        Some(_) => What::NotAllowed,
        None => What::Unauthenticated,
    })?;
    let language = language::of_reader(
        app.desks.current().0,
        headers,
        Some(&person.profile.language),
    );
    Ok(Caller {
        person,
        actor,
        language,
        reads_only,
    })
}

/// Names the account for which a partner's contact calls (A9); without it they call for their own company.
const ACTING_FOR: &str = "acting-for";

/// What cannot be read names no account that there is.
fn acting_for(value: &HeaderValue) -> AccountId {
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    AccountId(id.unwrap_or(-1))
}

/// The token of `Authorization: Bearer …`, if there is exactly one that can be ours.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (all.next(), all.next()) else {
        return None;
    };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    let token = token.trim_start();
    (scheme.eq_ignore_ascii_case("bearer") && token.starts_with("mdg_")).then_some(token)
}
