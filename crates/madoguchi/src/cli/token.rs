//! `madoguchi token`.

use clap::{Args as Arguments, Subcommand};

use super::{Done, Outcome, Place};
use crate::app::{App, Clock, Desks, Fail};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a token that speaks for a person; it is printed once and not kept
    Create(Create),
}

#[derive(Arguments)]
struct Create {
    #[command(flatten)]
    place: Place,
    /// E-mail address of the person
    #[arg(long = "for", value_name = "EMAIL")]
    email: String,
    /// What it is for
    #[arg(long, default_value = "command line")]
    label: String,
}

pub async fn run(args: Args) -> Outcome {
    let Command::Create(args) = args.command;
    let store = args.place.open().await?;
    let desks = Desks::stored(&store).await?;
    let app = App::new(store, desks, Clock::Machine).await?;
    match app.make_token(&args.email, &args.label).await {
        Ok(token) => println!("{token}"),
        Err(Fail::NotFound) => {
            return Err(format!("nobody here has the address {}", args.email).into());
        }
        Err(fail) => return Err(fail.into()),
    }
    Ok(Done::Well)
}
