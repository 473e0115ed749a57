//! `madoguchi reindex`.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args as Arguments;

use super::{
    Done, Outcome, Place,
    check::{of_environment, texts_in},
};
use crate::{
    app::{App, Clock, Desks, files::Files, finding::Made},
    files::Shelf,
    texts::Texts,
};

#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Folder of the index; else `index` in the folder of the installation
    #[arg(long, value_name = "DIR", env = "MADOGUCHI_INDEX")]
    index: Option<PathBuf>,
    /// Folder of the files that people handed in; else `files` in the folder of the installation
    #[arg(long, value_name = "DIR", env = "MADOGUCHI_FILES")]
    files: Option<PathBuf>,
}

pub async fn run(args: Args) -> Outcome {
    let Some(folder) = args.index.clone().or_else(|| args.place.index()) else {
        return Err("with PostgreSQL the index lies in the folder that --index names; without one there is nothing to make".into());
    };
    let store = args.place.open().await?;
    let desks = Desks::stored(&store).await?;
    let app = App::new(store, desks, Clock::Machine).await?;
    let app = match args.files.clone().or_else(|| args.place.files()) {
        Some(files) => app.with_files(Files {
            shelf: Shelf::folder(&files)?,
            scanner: None,
        }),
        None => app,
    };
    if let Err(::search::Broken::InUse) = ::search::Shelf::open(&folder).map(drop) {
        App::ask_anew(&folder)?;
        println!("{}", texts_in(&of_environment()).say("reindex-running"));
        return Ok(Done::Well);
    }
    let app = app.with_pdf_reader(std::env::current_exe()?);
    let app = app.with_index(folder).await?;
    let begun = Instant::now();
    let made = app.take_up_all().await?;
    let texts = texts_in(&of_environment());
    println!("{}", said(&texts, made, begun.elapsed()));
    Ok(Done::Well)
}

/// How many entries there are, how soon they were made, and how much room they take (B4).
fn said(t: &Texts, made: Made, took: Duration) -> String {
    let seconds = took.as_secs_f64().max(0.001);
    let rate = (made.entries as f64 / seconds).round() as i64;
    let entries = i64::try_from(made.entries).unwrap_or(i64::MAX);
    t.with(
        "reindex-done",
        [
            ("entries", t.number(entries).into()),
            ("seconds", format!("{seconds:.1}").into()),
            ("rate", t.number(rate).into()),
            ("size", t.size(made.bytes).into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn b4_how_many_entries_how_soon_and_how_large_is_told_in_both_languages() {
        let made = Made {
            entries: 30_000,
            bytes: 12 * 1024 * 1024,
        };
        let told = |language: &str, took: Duration| {
            let texts = texts_in(&Language::new(language));
            said(&texts, made, took)
        };
        for language in ["en", "ja"] {
            let told = told(language, Duration::from_millis(12_500));
            for part in ["30,000", "12.5", "2,400", "12 MB"] {
                assert!(told.contains(part), "{part}: {told}");
            }
        }
        // Nothing is divided by no time at all.
        assert!(told("en", Duration::ZERO).contains("30,000,000 a second"));
    }
}
