//! Listening: pages and API on one address, over TLS where it is asked for, until the program is told to stop.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    http::{HeaderMap, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use axum_server::{Handle, tls_rustls::RustlsConfig};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    api,
    app::{App, Fail, live::Live},
    policy::Doors,
    web::{self, Line, Web},
    work,
};

/// Largest request body outside of file uploads, in bytes.
const BODY: usize = 1024 * 1024;
/// How long requests under way may take after the program was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Where and how to listen.
pub struct Listen {
    pub address: SocketAddr,
    pub tls: Tls,
    pub demo: bool,
}

/// Who speaks TLS.
pub enum Tls {
    None,
    Own {
        certificate: PathBuf,
        key: PathBuf,
    },
    /// A proxy at this address, which alone may connect.
    Proxy(IpAddr),
}

/// Everything that answers: pages, API, health.
pub fn router(app: App, line: Line, demo: bool) -> Router {
    router_with(app, line, demo, Doors::Kept)
}

/// The same with the doors of its routes, or without.
pub fn router_with(app: App, line: Line, demo: bool, doors: Doors) -> Router {
    let pages = web::router(Web::new(app.clone(), line, demo), doors);
    let mut all = Router::new()
        .merge(api::router(app, doors))
        .merge(pages)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|_| {
            Fail::broken("a request panicked").into_response()
        }))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(web::headers))
        .layer(middleware::from_fn(web::named_host));
    if line.is_secure() {
        all = all.layer(middleware::from_fn(web::strict_transport));
    }
    all
}

/// Serves until Ctrl+C or SIGTERM. `ready` hears the address once it is listened on.
pub async fn serve(
    app: App,
    listen: Listen,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let line = match (&listen.tls, listen.address.ip().is_loopback()) {
        (Tls::Own { .. } | Tls::Proxy(_), _) => Line::Tls,
        (Tls::None, true) => Line::Loopback,
        (Tls::None, false) => Line::Open,
    };
    let mut router = router(app.clone(), line, listen.demo);
    if let Tls::Proxy(proxy) = listen.tls {
        router = behind(router, proxy);
    }
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = std::net::TcpListener::bind(listen.address)
        .map_err(|error| format!("{} cannot be listened on: {error}", listen.address))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;

    let handle = Handle::new();
    let stop = Arc::new(tokio::sync::Notify::new());
    let live = app.live.clone();
    let follower = tokio::spawn(work::run(app, stop.clone()));
    tokio::spawn(stop_on_signal(handle.clone(), live));
    ready(address);
    match listen.tls {
        Tls::Own { certificate, key } => {
            // One provider of cryptography in the whole program.
            let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
            let config = RustlsConfig::from_pem_file(certificate, key).await?;
            axum_server::from_tcp_rustls(listener, config)?
                .handle(handle)
                .serve(service)
                .await?;
        }
        Tls::None | Tls::Proxy(_) => {
            axum_server::from_tcp(listener)?
                .handle(handle)
                .serve(service)
                .await?
        }
    }
    stop.notify_one();
    let _ = follower.await;
    Ok(())
}

async fn stop_on_signal(handle: Handle<SocketAddr>, live: Arc<Live>) {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(_) => return,
        };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    // Pages that follow would keep their connections for ever.
    live.close();
    handle.graceful_shutdown(Some(GRACE));
}

/// What is reached through a proxy at this address alone, and takes from it where its clients are.
pub fn behind(router: Router, proxy: IpAddr) -> Router {
    let door = move |request, next| only_from(proxy, request, next);
    router.layer(middleware::from_fn(door))
}

/// The client's address as the proxy wrote it: the last of `X-Forwarded-For`. What stands before it anybody can have made up.
fn spoken_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = last.to_str().ok()?.rsplit(',').next()?.trim();
    let with_port = || last.parse::<SocketAddr>().map(|address| address.ip());
    last.parse().or_else(|_| with_port()).ok()
}

/// Behind a proxy, whoever comes past it is turned away: their connection is open. Where its own clients are, it says.
async fn only_from(proxy: IpAddr, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip());
    if peer != Some(proxy) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Some(address) = spoken_for(request.headers()) {
        let client = ConnectInfo(SocketAddr::new(address, 0));
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn v39_the_last_address_is_the_proxys_own_word() {
        let said = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            spoken_for(&headers).map(|address| address.to_string())
        };
        for (lines, address) in [
            (&[][..], None),
            (&["203.0.113.7"], Some("203.0.113.7")),
            (&["198.51.100.1, 203.0.113.7"], Some("203.0.113.7")),
            (&["198.51.100.1", "203.0.113.7"], Some("203.0.113.7")),
            (&["203.0.113.7:4711"], Some("203.0.113.7")),
            (&["[2001:db8::7]:4711"], Some("2001:db8::7")),
            (&["2001:db8::7"], Some("2001:db8::7")),
            (&["203.0.113.7, unknown"], None),
            (&["203.0.113.7, "], None),
        ] {
            assert_eq!(said(lines).as_deref(), address, "{lines:?}");
        }
    }
}
