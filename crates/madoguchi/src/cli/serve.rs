//! `madoguchi serve`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args as Arguments;

use super::{Done, Outcome, Place};
use crate::{
    app::{App, Clock, Desks},
    serve::{Listen, Tls, serve},
};

#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Which desk: a shipped one or a desk file; else the one that served last
    #[arg(long, value_name = "NAME|FILE")]
    desk: Option<String>,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Certificate chain for TLS (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Private key for TLS (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// A proxy at this address speaks TLS for us; others reach nothing
    #[arg(long, value_name = "IP", conflicts_with = "tls_certificate")]
    trusted_proxy: Option<std::net::IpAddr>,
}

pub async fn run(args: Args) -> Outcome {
    let store = args.place.make().await?;
    let clock = Clock::Machine;
    let desks = match (&args.desk, store.latest_desk().await?) {
        (Some(name), _) => Desks::serve(&store, name, clock.now())
            .await
            .map_err(super::check::tell)?,
        (None, Some(_)) => Desks::stored(&store).await?,
        (None, None) => Desks::serve(&store, "default", clock.now())
            .await
            .map_err(super::check::tell)?,
    };
    let app = App::new(store, desks, clock).await?;
    let tls = match (args.tls_certificate, args.tls_key, args.trusted_proxy) {
        (Some(certificate), Some(key), _) => Tls::Own { certificate, key },
        (_, _, Some(proxy)) => Tls::Proxy(proxy),
        _ => Tls::None,
    };
    let secret = app.setup_secret().await?;
    let scheme = if matches!(tls, Tls::Own { .. }) {
        "https"
    } else {
        "http"
    };
    serve(app, Listen { address: args.listen, tls, demo: false }, |address| {
        println!("Madoguchi: {scheme}://{address}/");
        if let Some(secret) = secret {
            println!("There is no administrator yet. Make the first one at {scheme}://{address}/setup");
            println!("with this secret, good once, until the program is started again: {secret}");
        }
    })
    .await?;
    Ok(Done::Well)
}
