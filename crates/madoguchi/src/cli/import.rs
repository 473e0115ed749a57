//! `madoguchi import`.

use std::path::PathBuf;

use clap::{Args as Arguments, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use store::{Db, Store};

use super::{Done, Outcome, Place};
use crate::{
    app::{Clock, Desks},
    import::incident_log::{self, Options, Progress, States},
};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take over the log of a service desk, one row per update, as cases with their history
    IncidentLog(IncidentLog),
    /// Take over articles of knowledge, as Markdown, HTML or tables, both languages side by side
    Articles(super::import_articles::Args),
}

/// Callers become contacts, locations accounts, groups teams, whoever worked on it agents. It can be broken off and run
/// again: nothing is taken over twice, and a log that has grown adds what is new.
#[derive(Arguments)]
struct IncidentLog {
    /// The log, CSV, packed with gzip or not
    #[arg(value_name = "FILE.csv.gz")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Zone of the times in the log, as in Asia/Tokyo
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: jiff::tz::TimeZone,
    /// Which status each state becomes: a list New=open/new,Active=… or a TOML file; it replaces the usual mapping
    #[arg(long, value_name = "MAPPING", value_parser = States::parse)]
    states: Option<States>,
    /// Which desk, when the installation has none yet: a shipped one or a desk file [default: default]
    #[arg(long, value_name = "NAME|FILE")]
    desk: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

fn zone(name: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(name)
        .map_err(|_| "no such time zone; zones are named like Europe/Berlin".into())
}

pub async fn run(args: Args) -> Outcome {
    let args = match args.command {
        Command::IncidentLog(args) => args,
        Command::Articles(args) => return super::import_articles::run(args).await,
    };
    // What a dry run has to make, it makes where it leaves nothing.
    let scratch = tempfile::tempdir()?;
    let mut store = if args.dry_run {
        match args.place.open().await {
            Ok(store) => store,
            Err(super::place::NotOpened::NoInstallation(_)) => empty(&scratch).await?,
            Err(error) => return Err(error.into()),
        }
    } else {
        args.place.make().await?
    };
    let clock = Clock::Machine;
    let desks = match store.latest_desk().await? {
        Some(latest) => {
            if let Some(name) = &args.desk
                && crate::app::desks::source(name).map_err(super::check::tell)? != latest.source
            {
                let why = format!(
                    "this installation has the desk {}; an import does not change that",
                    latest.desk
                );
                return Err(why.into());
            }
            Desks::stored(&store).await?
        }
        None => {
            if args.dry_run {
                store = empty(&scratch).await?;
            }
            let name = args.desk.as_deref().unwrap_or("default");
            Desks::serve(&store, name, clock.now())
                .await
                .map_err(super::check::tell)?
        }
    };
    let options = Options {
        file: args.file,
        zone: args.time_zone,
        states: args.states.unwrap_or_default(),
        dry_run: args.dry_run,
        now: clock.now(),
    };
    // Nothing is drawn where there is no terminal.
    let bar = ProgressBar::no_length();
    let reading = ProgressStyle::with_template("{spinner} {human_pos} rows read")?;
    let writing =
        ProgressStyle::with_template("{msg} [{bar:30}] {human_pos} / {human_len}, {eta} left")?;
    bar.set_style(reading);
    let mut show = |progress| match progress {
        Progress::Reading { rows } => bar.set_position(rows),
        Progress::People { done, of } => draw(&bar, &writing, "people and accounts", done, of),
        Progress::Cases { done, of, .. } => draw(&bar, &writing, "cases", done, of),
    };
    let outcome = tokio::select! {
        outcome = incident_log::run(&store, &desks, &options, &mut show) => outcome,
        _ = tokio::signal::ctrl_c() => {
            bar.finish_and_clear();
            return Err("broken off; run it again to go on from here".into());
        }
    };
    bar.finish_and_clear();
    match outcome {
        Ok(report) if args.json => println!("{}", serde_json::to_string_pretty(&report)?),
        Ok(report) => print!("{report}"),
        Err(error) if error.is_refusal() => {
            eprintln!("madoguchi: {error}");
            eprintln!("Nothing of the log was written.");
            return Ok(Done::Faulty);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Done::Well)
}

fn draw(bar: &ProgressBar, style: &ProgressStyle, what: &'static str, done: u64, of: u64) {
    if bar.message() != what {
        bar.set_style(style.clone());
        bar.set_message(what);
        bar.reset_eta();
    }
    bar.set_length(of);
    bar.set_position(done);
}

async fn empty(scratch: &tempfile::TempDir) -> Result<Store, store::DbError> {
    Store::open(Db::sqlite(&scratch.path().join("madoguchi.db"))?).await
}
