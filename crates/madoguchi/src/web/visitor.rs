//! Who is looking at a page, in which language and zone.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::Deref,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use domain::{Actor, Instant, Language, PersonId, audit::AuditEvent, directory::Person, event::By};
use store::{
    list_settings::ListSettings,
    origin::Origin,
    sign_ins::{Strength, Whence},
};

use super::Web;
use crate::{
    app::{Fail, passwords, proxy_login::Proxy},
    texts::{self, Texts},
};

/// Anybody, signed in or not. All parts of one request share it.
#[derive(Clone)]
pub struct Visitor(Arc<Seen>);

/// What is known of a visitor.
pub struct Seen {
    pub web: Web,
    pub me: Option<Arc<Me>>,
    pub texts: Texts,
    pub address: IpAddr,
    /// Path and query, for coming back.
    pub path: String,
    headers: HeaderMap,
}

impl Deref for Visitor {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        &self.0
    }
}

/// A person who is signed in.
pub struct Me {
    pub person: Person,
    pub actor: Actor,
    /// Name of the account for which they act, as written and in English; nothing for staff.
    pub account: Option<[String; 2]>,
    /// What the sign-in rests on.
    pub strength: Strength,
    /// Secret of the sign-in.
    pub secret: String,
    /// What forms of this sign-in carry.
    pub token: String,
    /// When they showed who they are.
    pub since: Instant,
    /// The agent who looks at the portal as this person; they may read, and no more (A10).
    pub proxy: Option<Proxy>,
    /// How they have their lists.
    pub lists: ListSettings,
    /// What their team shares of its lists.
    pub team_views: String,
}

impl Me {
    /// Who is behind it: the person, or the agent who looks at the portal as them.
    pub fn behind(&self) -> PersonId {
        let agent = self.proxy.as_ref().map(|proxy| proxy.agent.id);
        agent.unwrap_or(self.person.id)
    }
}

/// As much is kept of what a browser says of itself, in characters.
const AGENT: usize = 300;

/// Someone of a customer's company; others are sent to sign in, or to their own side.
pub struct Contact(pub Visitor, pub Arc<Me>);

/// Someone of the vendor's.
#[derive(Clone)]
pub struct Staff(pub Visitor, pub Arc<Me>);

/// Somebody who is signed in, on the side by which they came in: for pages that both sides have alike.
pub trait Inside: FromRequestParts<Web, Rejection = Fail> + Send {
    fn who(self) -> (Visitor, Arc<Me>);
}

impl Inside for Contact {
    fn who(self) -> (Visitor, Arc<Me>) {
        (self.0, self.1)
    }
}

impl Inside for Staff {
    fn who(self) -> (Visitor, Arc<Me>) {
        (self.0, self.1)
    }
}

impl Visitor {
    /// The same request by somebody of whom nothing is known yet.
    pub fn as_nobody(&self) -> Self {
        Self(Arc::new(Seen {
            web: self.web.clone(),
            me: None,
            texts: self.texts.clone(),
            address: self.address,
            path: self.path.clone(),
            headers: self.headers.clone(),
        }))
    }

    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A page that is open asks for itself again; nobody has looked at it yet.
    pub fn only_follows(&self) -> bool {
        self.headers.contains_key("x-live")
    }

    /// Keeps an act of theirs in the audit (O5).
    pub async fn note(&self, event: AuditEvent) -> Result<(), Fail> {
        let by = self
            .me
            .as_ref()
            .map_or(By::System, |me| By::Person(me.behind()));
        self.web.app.note(by, event).await
    }

    /// Where the request comes from, and for whom it is made.
    pub fn origin(&self) -> Origin {
        let proxied = self.me.as_ref().filter(|me| me.proxy.is_some());
        Origin {
            address: self.from(),
            on_behalf: proxied.map(|me| me.person.id),
        }
    }

    /// Their address in the network, as the audit keeps it.
    pub fn from(&self) -> Option<String> {
        Some(self.address.to_string())
    }

    /// From where they look, for the list of their sign-ins.
    pub fn whence(&self) -> Whence {
        let agent = self.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Whence {
            agent: agent.map(|agent| agent.chars().take(AGENT).collect()),
            address: Some(self.address.to_string()),
        }
    }
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fail> {
        // Extractors and the error page of one request share one look-up.
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let mut me = None;
        if let Some(secret) = cookie(&parts.headers, web.line.cookie())
            && let Some(found) = web.app.signed_in(secret).await?
        {
            let token = passwords::form_token(web.app.secret(), secret);
            me = Some(Arc::new(Me {
                actor: found.acting.actor,
                account: found.acting.account,
                strength: found.strength,
                since: found.made_at,
                secret: secret.to_owned(),
                token,
                person: found.person,
                proxy: found.proxy,
                lists: found.lists,
                team_views: found.team_views,
            }));
        }
        let language = language(web, &parts.headers, me.as_deref());
        let zone = match &me {
            Some(me) => texts::zone(&me.person.profile.time_zone),
            None => web.app.desks.current().0.time_zone.clone(),
        };
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let visitor = Self(Arc::new(Seen {
            web: web.clone(),
            me,
            texts: Texts::new(web.catalogues, &language, zone),
            address: peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |p| p.0.ip()),
            path: parts
                .uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_else(|| "/".into()),
            headers: parts.headers.clone(),
        }));
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

impl FromRequestParts<Web> for Contact {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fail> {
        let visitor = Visitor::from_request_parts(parts, web).await?;
        match visitor.me.clone() {
            None => Err(Fail::Unauthenticated),
            Some(me) if me.actor.is_staff() => Err(Fail::NotFound),
            Some(me) => Ok(Self(visitor, me)),
        }
    }
}

impl FromRequestParts<Web> for Staff {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fail> {
        let visitor = Visitor::from_request_parts(parts, web).await?;
        match visitor.me.clone() {
            None => Err(Fail::Unauthenticated),
            Some(me) if me.actor.is_staff() => Ok(Self(visitor, me)),
            Some(_) => Err(Fail::NotFound),
        }
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|all| all.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// The language chosen on the page, else the profile's, else the first of the browser's that we speak, else the desk's.
fn language(web: &Web, headers: &HeaderMap, me: Option<&Me>) -> Language {
    let spoken = |tag: &str| {
        let first = tag
            .split('-')
            .next()
            .unwrap_or(tag)
            .trim()
            .to_ascii_lowercase();
        web.catalogues.find(&first).map(|_| Language::new(&first))
    };
    cookie(headers, super::preferences::LANGUAGE)
        .and_then(spoken)
        .or_else(|| me.and_then(|me| spoken(me.person.profile.language.as_str())))
        .or_else(|| {
            let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            wanted
                .split(',')
                .filter_map(|part| part.split(';').next())
                .find_map(spoken)
        })
        .or_else(|| web.app.desks.current().0.languages.first().cloned())
        .unwrap_or_else(|| Language::new("ja"))
}
