//! `madoguchi demo`.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args as Arguments;
use jiff::SignedDuration;

use super::{Done, Outcome, Place};
use crate::{
    app::{
        App, Clock, Desks,
        files::Files,
        recordings::{TAPES, Tapes},
    },
    demo,
    files::Shelf,
    mail::{Address, Mailing, Post},
    serve::{Listen, Tls, serve},
};

/// Whoever tries it does not wait a minute for a mail.
const CALM: SignedDuration = SignedDuration::from_secs(5);

#[derive(Arguments)]
pub struct Args {
    /// Keep the demo in this folder; else it is gone when the program ends
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Which desk: a shipped one (default, contact-center, collaboration, marketing, experience-hub, remote-support) or a desk file
    #[arg(long, value_name = "NAME|FILE", default_value = "default")]
    desk: String,
    /// Address to listen on, of this machine only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How long answers can be taken back before they go out, in seconds; else as the desk file says, or 10
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(0..=60), env = "MADOGUCHI_RECALL")]
    recall: Option<i64>,
    #[command(flatten)]
    media: super::media::MediaPort,
}

pub async fn run(args: Args) -> Outcome {
    if !args.listen.ip().is_loopback() {
        return Err(
            "the demo lets anybody be anybody: it listens on loopback only (127.0.0.1)".into(),
        );
    }
    let kept;
    let folder = match &args.data {
        Some(folder) => folder.clone(),
        None => {
            kept = tempfile::Builder::new()
                .prefix("madoguchi-demo-")
                .tempdir()?;
            kept.path().to_owned()
        }
    };
    let place = Place::folder(folder.clone());
    let store = place.make().await?;
    let clock = Clock::Machine;
    let desks = Desks::serve(&store, &args.desk, clock.now())
        .await
        .map_err(super::check::tell)?;
    let mailing = Mailing {
        base: format!("http://{}", args.listen),
        from: Address {
            name: String::new(),
            email: "desk@madoguchi.example".into(),
        },
        post: Post::Caught(Arc::default()),
        calm: CALM,
    };
    let app = App::new(store, desks, clock).await?.with_mailing(mailing);
    let app = app.with_recall_of(args.recall).with_files(Files {
        shelf: Shelf::folder(&folder.join("files"))?,
        scanner: None,
    });
    let app = app.with_tapes(Tapes::folder(&folder.join("files").join(TAPES))?);
    let app = app.with_pdf_reader(std::env::current_exe()?);
    let app = app.with_index(folder.join("index")).await?;
    let app = match args.media.open(args.listen, 0)? {
        Some(media) => app.with_live_media(media),
        None => app,
    };
    demo::build(&app).await?;
    // Whoever comes first finds what there is.
    while app.take_up().await? {}
    serve(
        app,
        Listen {
            address: args.listen,
            tls: Tls::None,
            demo: true,
        },
        |address| {
            println!("Madoguchi demo: http://{address}/demo");
            println!("Choose whom to be, customer or staff, in one click. Ctrl+C ends it.");
        },
    )
    .await?;
    Ok(Done::Well)
}
