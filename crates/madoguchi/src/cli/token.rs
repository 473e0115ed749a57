//! `madoguchi token`.

use clap::{Args as Arguments, Subcommand};
use domain::network::Network;
use store::sign_ins::NewToken;

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
    /// It reads, and changes nothing
    #[arg(long)]
    reads_only: bool,
    /// It counts so many days from now
    #[arg(long, value_name = "DAYS")]
    days: Option<u16>,
    /// It counts from this network alone, as in 203.0.113.0/24; may be given several times
    #[arg(long = "network", value_name = "NETWORK", value_parser = network)]
    networks: Vec<Network>,
}

fn network(text: &str) -> Result<Network, String> {
    Network::parse(text).ok_or_else(|| "an address, or a network as in 203.0.113.0/24".to_owned())
}

pub async fn run(args: Args) -> Outcome {
    let Command::Create(args) = args.command;
    let store = args.place.open().await?;
    let desks = Desks::stored(&store).await?;
    let app = App::new(store, desks, Clock::Machine).await?;
    let day = jiff::SignedDuration::from_hours(24);
    let new = NewToken {
        label: args.label,
        reads_only: args.reads_only,
        networks: args.networks,
        until: args.days.map(|days| app.now() + day * i32::from(days)),
    };
    match app.make_token_of(&args.email, &new).await {
        Ok(token) => println!("{token}"),
        Err(Fail::NotFound) => {
            return Err(format!("nobody here has the address {}", args.email).into());
        }
        Err(fail) => return Err(fail.into()),
    }
    Ok(Done::Well)
}
