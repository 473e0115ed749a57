//! What stands before the pages: where a request may come from, over which line a secret may go, and the headers that every
//! answer carries.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::app::Fail;

/// How the browser reaches us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Plain http on this machine alone.
    Loopback,
    /// TLS, ours or a trusted proxy's.
    Tls,
    /// Plain http from elsewhere: nobody signs in over it.
    Open,
}

impl Line {
    /// Name of the sign-in cookie; over TLS the browser itself holds it to our host.
    pub fn cookie(self) -> &'static str {
        match self {
            Line::Tls => "__Host-sign-in",
            Line::Loopback | Line::Open => "sign-in",
        }
    }

    /// Name of the cookie by which a browser is known in which somebody has signed in before.
    pub fn known_cookie(self) -> &'static str {
        match self {
            Line::Tls => "__Host-known",
            Line::Loopback | Line::Open => "known",
        }
    }

    /// Name of the cookie by which a browser holds its seat in a live session.
    pub fn seat_cookie(self) -> &'static str {
        match self {
            Line::Tls => "__Host-seat",
            Line::Loopback | Line::Open => "seat",
        }
    }

    /// Refuses where what is secret could be read on its way.
    pub fn keeps_secrets(self) -> Result<(), Fail> {
        match self {
            Line::Loopback | Line::Tls => Ok(()),
            Line::Open => Err(Fail::Unsafe),
        }
    }

    pub fn is_secure(self) -> bool {
        self == Line::Tls
    }
}

/// Refuses what another site sends in the reader's name, before any effect.
pub async fn same_site(request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if !safe && is_foreign(request.headers()) {
        return Fail::Foreign.into_response();
    }
    next.run(request).await
}

/// Whether the browser says that the request began on another site. Its own word counts first; older ones say where the
/// page came from, which is held against the host asked for.
pub fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    match (text(&header::ORIGIN), text(&header::HOST)) {
        (None, _) => false,
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_none_or(|(_, from)| from != host),
        (Some(_), None) => true,
    }
}

/// HTTP/2 names the host in the address; behind this it stands in the header, as in HTTP/1.
pub async fn named_host(mut request: Request, next: Next) -> Response {
    let named = request.uri().authority().map(|a| a.as_str().to_owned());
    if let Some(host) = named
        && !request.headers().contains_key(header::HOST)
        && let Ok(host) = HeaderValue::from_str(&host)
    {
        request.headers_mut().insert(header::HOST, host);
    }
    next.run(request).await
}

/// Whether the browser shows by itself that the request began on our own page.
pub fn is_own(headers: &HeaderMap) -> bool {
    let own = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin");
    (own || headers.contains_key(header::ORIGIN)) && !is_foreign(headers)
}

/// Headers of every answer, errors too.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), display-capture=()",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// One year, once we are reached over TLS.
pub async fn strict_transport(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let year = HeaderValue::from_static("max-age=31536000");
    response
        .headers_mut()
        .insert(header::STRICT_TRANSPORT_SECURITY, year);
    response
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn requests_of_other_sites_are_told_apart() {
        let host = ("host", "help.example:8080");
        assert!(is_foreign(&headers(&[
            host,
            ("origin", "https://evil.example")
        ])));
        assert!(is_foreign(&headers(&[host, ("origin", "null")])));
        assert!(is_foreign(&headers(&[
            host,
            ("sec-fetch-site", "cross-site")
        ])));
        assert!(is_foreign(&headers(&[
            host,
            ("sec-fetch-site", "same-site")
        ])));
        assert!(!is_foreign(&headers(&[
            host,
            ("origin", "http://help.example:8080")
        ])));
        assert!(!is_foreign(&headers(&[host])));
        // A proxy may have changed the host; the browser's own word stands.
        let inside = ("host", "10.0.0.7:8080");
        let public = ("origin", "https://help.example");
        assert!(!is_foreign(&headers(&[
            inside,
            public,
            ("sec-fetch-site", "same-origin")
        ])));
        assert!(is_foreign(&headers(&[inside, public])));
        assert!(!is_own(&headers(&[host])));
        assert!(is_own(&headers(&[host, ("sec-fetch-site", "same-origin")])));
    }
}
