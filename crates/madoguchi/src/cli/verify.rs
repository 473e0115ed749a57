//! `madoguchi verify`.

use std::path::PathBuf;

use clap::Args as Arguments;
use indicatif::{ProgressBar, ProgressStyle};
use store::verify::Fault;

use super::{Done, Outcome, Place};
use crate::app::Desks;

#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The secret that `serve` keeps apart from the database: with it what nobody else can seal is checked, too
    #[arg(long, value_name = "FILE", env = "MADOGUCHI_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// The seal from which on there are codes, as an earlier run told it: codes that were taken away since then are told, whatever the
    /// database says
    #[arg(long, value_name = "SEAL")]
    codes_since: Option<i64>,
}

pub async fn run(args: Args) -> Outcome {
    let store = args.place.open().await?;
    let store = match &args.key_file {
        Some(path) => {
            let told = |error| format!("--key-file {}: {error}", path.display());
            store.with_seal_key(&std::fs::read(path).map_err(told)?)
        }
        None => store,
    };
    let desks = match store.latest_desk().await? {
        Some(_) => Desks::stored(&store).await?.all(),
        None => Default::default(),
    };
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template(
        "{spinner} {human_pos} events checked, {per_sec}",
    )?);
    let report = store
        .verify(&desks, &mut |events| bar.set_position(events))
        .await?;
    bar.finish_and_clear();
    println!(
        "{} events in {} cases, {} people, {} accounts; {} seals",
        report.events, report.cases, report.people, report.accounts, report.seals
    );
    match (&args.key_file, report.seals - report.keyed_seals) {
        (None, _) if report.keyed_seals > 0 => {
            println!(
                "{} seals bear codes; --key-file checks them.",
                report.keyed_seals
            );
        }
        (Some(_), plain) if plain > 0 => {
            println!("Seals without a code, from before there was a key: {plain}.");
        }
        _ => {}
    }
    if let Some(first) = report.first_keyed {
        println!(
            "Seals bear codes from seal {first} on; note it, and say so next time (--codes-since {first})."
        );
    }
    let taken = args.codes_since.filter(|since| {
        let first = report.first_keyed;
        report.seals > 0 && first.is_none_or(|first| first > *since)
    });
    if let Some(since) = taken {
        println!(
            "seals bore codes from seal {since} on, and do not any more: codes were taken away"
        );
    }
    if report.faults.is_empty() && taken.is_none() {
        println!(
            "Nothing is wrong: chains whole, states equal their replay, counters and numbers right."
        );
        return Ok(Done::Well);
    }
    for fault in &report.faults {
        println!("{}", sentence(fault));
    }
    println!(
        "{} faults",
        report.faults.len() + usize::from(taken.is_some())
    );
    Ok(Done::Faulty)
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::BrokenChain {
            stream,
            id,
            version,
        } => {
            format!("{stream} {id}: event {version} does not fit the one before it")
        }
        Fault::AlteredText {
            stream,
            id,
            version,
        } => format!("{stream} {id}: a text of event {version} was altered"),
        Fault::Unreadable { stream, id, what } => format!("{stream} {id}: cannot be read: {what}"),
        Fault::Missing { stream, id } => {
            format!("{stream} {id}: the state or its events are missing")
        }
        Fault::Differs { stream, id, column } => {
            format!("{stream} {id}: {column} is not what the events say")
        }
        Fault::Count {
            dimension,
            id,
            stored,
            counted,
        } => {
            format!("counter {dimension} {id}: says {stored}, counted {counted}")
        }
        Fault::Numbering { cases, next } => {
            format!("case numbers: {cases} cases, the next number is {next}")
        }
        Fault::EscalationNumbering { opened, next } => {
            format!("numbers of escalations: {opened} were opened, the next number is {next}")
        }
        Fault::IncidentNumbering { declared, next } => {
            format!("numbers of incidents: {declared} were declared, the next number is {next}")
        }
        Fault::Seal { number } => {
            format!("seal {number}: the events under it are not those that were sealed")
        }
        Fault::Cut {
            stream,
            id,
            version,
        } => format!(
            "{stream} {id}: event {version}, which was sealed, and what came after it are missing"
        ),
        Fault::SealCode { number } => {
            format!("seal {number}: it was not made with this key")
        }
        Fault::CodesTaken { since, number } => format!(
            "seal {number}: it bears no code, although the log says that seals do from seal {since} on; codes were taken away"
        ),
        Fault::SealsCut { from, to } => format!("seals {from} to {to} are missing"),
        Fault::LatestSeal => {
            "the note of which seal is the latest is missing, or was not made with this key; where the key is new, it comes with the \
             next seal, within a minute of the next event"
                .into()
        }
    }
}
