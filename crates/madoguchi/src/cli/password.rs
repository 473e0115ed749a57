//! `madoguchi password`.

use std::{
    io::{BufRead, IsTerminal},
    path::PathBuf,
};

use clap::{Args as Arguments, Subcommand};

use super::{Done, Outcome, Place};
use crate::app::{
    App, Clock, Desks, Fail,
    lost_passwords::LostPasswords,
    passwords::{self, Weak},
};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Give a person a password, read from standard input; ends their sign-ins
    Set(Set),
}

#[derive(Arguments)]
struct Set {
    #[command(flatten)]
    place: Place,
    /// E-mail address of the person
    #[arg(long = "for", value_name = "EMAIL")]
    email: String,
    /// Passwords that are not taken: SHA-1 digests in order, a line each
    #[arg(long, value_name = "FILE", env = "MADOGUCHI_LOST_PASSWORDS")]
    lost_passwords: Option<PathBuf>,
    /// Forget their second factor too: for somebody who lost the device and the recovery codes
    #[arg(long)]
    forget_second_factor: bool,
}

pub async fn run(args: Args) -> Outcome {
    let Command::Set(args) = args.command;
    let store = args.place.open().await?;
    let app = App::new(store.clone(), Desks::stored(&store).await?, Clock::Machine).await?;
    let app = match &args.lost_passwords {
        Some(path) => {
            let lost = LostPasswords::open(path);
            let told = |error| format!("--lost-passwords {}: {error}", path.display());
            app.with_lost_passwords(lost.map_err(told)?)
        }
        None => app,
    };
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!(
            "The new password, {} characters or more, then Enter:",
            passwords::SHORTEST
        );
    }
    let mut password = String::new();
    stdin.lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    match app.judged(password, &[&args.email]).await {
        Ok(()) => {}
        Err(Weak::TooShort | Weak::TooLong) => {
            return Err(
                format!("a password has {} characters or more", passwords::SHORTEST).into(),
            );
        }
        Err(Weak::Common | Weak::AboutOwner) => {
            return Err("this password would soon be guessed; take another one".into());
        }
        Err(Weak::Lost) => {
            return Err("others have lost this password; take another one".into());
        }
    }
    match app.set_password(&args.email, password).await {
        Ok(()) if args.forget_second_factor => {
            let person = store.person_by_email(&args.email).await?;
            let person = person.ok_or("the person is not there any more")?;
            app.remove_factor(person.id, domain::event::By::System)
                .await?;
            Ok(Done::Well)
        }
        Ok(()) => Ok(Done::Well),
        Err(Fail::NotFound) => Err(format!("nobody here has the address {}", args.email).into()),
        Err(fail) => Err(fail.into()),
    }
}
