//! Who calls: a token in the `Authorization` header and nothing else. Cookies are not looked at, so no page of another
//! site can make a browser act here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{AccountId, Actor, Language, audit::AuditEvent, directory::Person, event::By};

use super::{
    language,
    problem::{Problem, What},
    quotas,
};
use crate::app::{
    App, Fail,
    access::Acting,
    api_limits::{Counted, Holder},
    volume::Reads,
};

/// The person behind a request, and the language they read.
#[derive(Clone, Debug)]
pub struct Caller {
    pub person: Person,
    pub actor: Actor,
    pub language: Language,
    /// The token changes nothing.
    pub reads_only: bool,
    /// Digest of the token.
    pub token: Vec<u8>,
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

/// Stands before every route: finds out who calls, and gives failures their face on the way out; what happens meanwhile is known by
/// where the request came from (O5).
pub async fn door(State(app): State<App>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let origin = store::origin::Origin {
        address: Some(peer.to_string()),
        on_behalf: None,
    };
    store::origin::within(origin, let_in(app, peer, request, next)).await
}

async fn let_in(app: App, peer: IpAddr, mut request: Request, next: Next) -> Response {
    let (from, path) = (Some(peer.to_string()), request.uri().path().to_owned());
    let action = format!("{} {path}", request.method());
    let mut counted = Counted::default();
    let mut caller = identify(&app, request.headers(), &action, peer, &mut counted).await;
    if let (Ok(known), Some(number)) = (&caller, reads(&request)) {
        let by = Reads::Token(known.token.clone());
        match app
            .reads_case(by, known.person.id, number, from.clone())
            .await
        {
            Ok(None) => {}
            Ok(Some(wait)) => caller = Err(Fail::TooMany { wait }.into()),
            Err(fail) => caller = Err(fail.into()),
        }
    }
    let language = match &caller {
        Ok(caller) => caller.language.clone(),
        Err(_) => language::of_reader(app.desks.current().0, request.headers(), None),
    };
    let who = caller.as_ref().ok().map(|caller| {
        let Caller { person, actor, .. } = caller;
        (person.id, actor.clone())
    });
    request.extensions_mut().insert(caller);
    let answered = next.run(request).await;
    if let (Some((person, actor)), Some(problem)) = (who, answered.extensions().get::<Problem>())
        && problem.is_refusal()
        && app.notes_refusals_of(person)
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
    // Kept by the caller alone, and asked for again each time, unless it is not to be kept at all.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    quotas::tell(headers, &counted);
    if let Ok(tag) = HeaderValue::from_str(language.as_str()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}

/// The case that a request reads.
fn reads(request: &Request) -> Option<i64> {
    let rest = request.uri().path().strip_prefix("/api/v1/cases/")?;
    let number = rest.split('/').next()?.parse().ok()?;
    (*request.method() != Method::POST).then_some(number)
}

async fn identify(
    app: &App,
    headers: &HeaderMap,
    action: &str,
    peer: IpAddr,
    counted: &mut Counted,
) -> Result<Caller, Problem> {
    let token = bearer(headers).ok_or(What::Unauthenticated)?;
    // Whoever guesses is slowed down before anything is looked up.
    if let Some(wait) = app.guesses_wait(token, peer) {
        return Err(Fail::TooMany { wait }.into());
    }
    let Some(bearer) = app.token_bearer(token, peer).await? else {
        *counted = app.count_wrong_token(peer).await?;
        return Err(too_many(counted).unwrap_or(What::Unauthenticated.into()));
    };
    let holder = match bearer.person.home() {
        Some(account) => Holder::Account(account),
        None => Holder::Staff(bearer.person.id),
    };
    *counted = app.count_request(&bearer.digest, holder, peer).await?;
    if let Some(problem) = too_many(counted) {
        return Err(problem);
    }
    let mut named = headers.get_all(ACTING_FOR).iter().map(acting_for);
    let account = named.next();
    // Named twice is for none that there is.
    let account = account.map(|account| named.next().map_or(account, |_| NOBODYS));
    let acting = app.bearer_acting(&bearer, account, peer).await?;
    let Some(Acting { actor, .. }) = acting else {
        let Some(account) = account else {
            return Err(What::Unauthenticated.into());
        };
        // Whom somebody would have spoken for is kept. An account that is not there and one for which the caller may not act
        // are the same to them (V-29).
        if app.notes_refusals_of(bearer.person.id) {
            let refused = AuditEvent::Refused {
                action: action.chars().take(LONGEST).collect(),
                acting_for: (account != NOBODYS).then_some(account),
                from: Some(peer.to_string()),
            };
            app.note(By::Person(bearer.person.id), refused).await?;
        }
        return Err(What::NotAllowed.into());
    };
    let (person, reads_only, token) = (bearer.person, bearer.reads_only, bearer.digest);
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
        token,
    })
}

fn too_many(counted: &Counted) -> Option<Problem> {
    let wait = counted.wait?;
    Some(Fail::TooMany { wait }.into())
}

/// Names the account for which a partner's contact calls (A9); without it they call for their own company.
const ACTING_FOR: &str = "acting-for";

/// No account has this number.
const NOBODYS: AccountId = AccountId(-1);

/// Of an address that was asked for, so many characters are kept.
const LONGEST: usize = 200;

/// What cannot be read names no account that there is.
fn acting_for(value: &HeaderValue) -> AccountId {
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map_or(NOBODYS, AccountId)
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
