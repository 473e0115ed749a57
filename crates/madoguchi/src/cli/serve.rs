//! `madoguchi serve`.

use std::{
    fs::{self, OpenOptions},
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::Args as Arguments;
use jiff::SignedDuration;

use super::{Done, Outcome, Place};
use crate::{
    app::{
        App, Clock, Desks,
        files::Files,
        lost_passwords::LostPasswords,
        passwords,
        recordings::{TAPES, Tapes},
    },
    files::{Shelf, scan::Scanner},
    mail::{Address, Mailing, Post},
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
    /// Mail server, such as smtps://name:password@host or smtp://127.0.0.1:25; without one no mail is sent
    #[arg(
        long,
        value_name = "URL",
        env = "MADOGUCHI_SMTP_URL",
        hide_env_values = true,
        requires = "mail_from",
        requires = "public_url"
    )]
    smtp_url: Option<String>,
    /// Whom mails come from, as "Support <support@example.com>"
    #[arg(long, value_name = "ADDRESS", env = "MADOGUCHI_MAIL_FROM")]
    mail_from: Option<String>,
    /// Where people reach the pages, for links in mails
    #[arg(long, value_name = "URL", env = "MADOGUCHI_PUBLIC_URL")]
    public_url: Option<String>,
    /// A secret kept apart from the database, with which PINs, second factors and the log are sealed; made if it is not there
    #[arg(long, value_name = "FILE", env = "MADOGUCHI_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// Passwords that are not taken: SHA-1 digests in order, a line each
    #[arg(long, value_name = "FILE", env = "MADOGUCHI_LOST_PASSWORDS")]
    lost_passwords: Option<PathBuf>,
    /// How long answers can be taken back before they go out, in seconds, where their writer chose nothing; else as the desk file says, or 10
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(0..=60), env = "MADOGUCHI_RECALL")]
    recall: Option<i64>,
    /// Folder of the files that people hand in; else `files` in the folder of the installation. With PostgreSQL none are taken without one
    #[arg(long, value_name = "DIR", env = "MADOGUCHI_FILES")]
    files: Option<PathBuf>,
    /// Folder of the index that is searched, of this process alone; else `index` in the folder of the installation. With PostgreSQL and without one it lies in memory, and is made with each start
    #[arg(long, value_name = "DIR", env = "MADOGUCHI_INDEX")]
    index: Option<PathBuf>,
    /// Where clamd listens (host:port, or the path of its socket): files are had by nobody before it has looked through them
    #[arg(long, value_name = "ADDRESS", env = "MADOGUCHI_CLAMD")]
    clamd: Option<String>,
    #[command(flatten)]
    media: super::media::MediaPort,
}

/// What the file holds; a new secret where there is none yet, readable for its owner alone.
fn key(path: &Path) -> io::Result<Vec<u8>> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(mut file) => {
            file.write_all(passwords::fresh_secret().as_bytes())?;
            file.sync_all()?;
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let held = fs::read(path)?;
    match held.len() >= 32 {
        true => Ok(held),
        false => Err(io::Error::other("it holds no secret of 32 bytes or more")),
    }
}

/// What is not urgent waits so long for what may follow, and a reply can still be taken back.
const CALM: SignedDuration = SignedDuration::from_secs(60);

impl Args {
    fn mailing(&self) -> Result<Option<Mailing>, Box<dyn std::error::Error + Send + Sync>> {
        let (Some(smtp), Some(from), Some(base)) =
            (&self.smtp_url, &self.mail_from, &self.public_url)
        else {
            return Ok(None);
        };
        let plain = base.trim_end_matches('/');
        if !plain.starts_with("https://") && !plain.starts_with("http://") {
            return Err(
                format!("--public-url begins with https:// or http://, not “{base}”").into(),
            );
        }
        Ok(Some(Mailing {
            base: plain.to_owned(),
            from: Address::parse(from)?,
            post: Post::smtp(smtp).map_err(|error| format!("--smtp-url: {error}"))?,
            calm: CALM,
        }))
    }
}

pub async fn run(args: Args) -> Outcome {
    let mailing = args.mailing()?;
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
    let app = App::new(store, desks, clock)
        .await?
        .with_recall_of(args.recall);
    let app = match mailing {
        Some(mailing) => app.with_mailing(mailing),
        None => app,
    };
    let app = match args.files.clone().or_else(|| args.place.files()) {
        Some(folder) => {
            let told = |error| format!("--files {}: {error}", folder.display());
            let app = app.with_files(Files {
                shelf: Shelf::folder(&folder).map_err(told)?,
                scanner: args.clamd.as_deref().map(Scanner::at),
            });
            app.with_tapes(Tapes::folder(&folder.join(TAPES)).map_err(told)?)
        }
        None => app,
    };
    let app = app.with_pdf_reader(std::env::current_exe()?);
    let app = match args.index.clone().or_else(|| args.place.index()) {
        Some(folder) => {
            let told = |error| format!("--index {}: {error}", folder.display());
            app.with_index(folder.clone()).await.map_err(told)?
        }
        None => app,
    };
    let app = match &args.key_file {
        Some(path) => {
            let key = key(path).map_err(|error| format!("--key-file {}: {error}", path.display()));
            app.with_key(&key?)
        }
        None => app,
    };
    let app = match &args.lost_passwords {
        Some(path) => {
            let lost = LostPasswords::open(path);
            let told = |error| format!("--lost-passwords {}: {error}", path.display());
            app.with_lost_passwords(lost.map_err(told)?)
        }
        None => app,
    };
    let app = match args.media.open(args.listen, super::media::PORT)? {
        Some(media) => app.with_live_media(media),
        None => app,
    };
    let media = app.live_media.as_ref().map(|media| media.address());
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
        if let Some(media) = media {
            println!("Live media: UDP and TCP {media}");
        }
        if let Some(secret) = secret {
            println!("There is no administrator yet. Make the first one at {scheme}://{address}/setup");
            println!("with this secret, good once, until the program is started again: {secret}");
        }
    })
    .await?;
    Ok(Done::Well)
}
