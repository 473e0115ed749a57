//! `madoguchi reindex`.

use std::path::PathBuf;

use clap::Args as Arguments;

use super::{Done, Outcome, Place};
use crate::{
    app::{App, Clock, Desks, files::Files},
    files::Shelf,
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
        println!(
            "A running program has this index: it makes it anew now, and goes on finding meanwhile."
        );
        return Ok(Done::Well);
    }
    let app = app.with_pdf_reader(std::env::current_exe()?);
    let app = app.with_index(folder).await?;
    let entries = app.take_up_all().await?;
    println!("{entries} entries");
    Ok(Done::Well)
}
