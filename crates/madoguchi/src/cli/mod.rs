//! The command line. Exit codes: 0 done, 1 something failed, 2 wrong usage, 3 the input was found faulty.

mod agent;
mod calendar;
mod check;
mod demo;
mod desk;
pub mod export;
mod exported_files;
mod import;
mod import_articles;
mod lines;
mod media;
mod password;
mod place;
mod read_pdf;
mod reindex;
mod routes;
mod search;
mod serve;
mod sla;
mod token;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use desk::said as plan_said;
pub use place::Place;

/// Why a desk does not serve, in the reader's words; pages say it as the command line does.
pub fn not_served_said(t: &crate::texts::Texts, why: crate::app::desks::NotServed) -> String {
    check::tell_in(t, why).to_string()
}

/// Self-hosted support platform for vendors with business customers.
#[derive(Parser)]
#[command(name = "madoguchi", version, about, long_about = LONG, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "\
Madoguchi (窓口, the service counter): the customers' portal, the support staff's desk and an API in one program, with \
its database inside (SQLite) or over PostgreSQL.

Try it:      madoguchi demo
For real:    madoguchi serve --data /var/lib/madoguchi --desk default";

#[derive(Subcommand)]
enum Command {
    /// Start with a desk, people and cases to try; ready in seconds
    Demo(demo::Args),
    /// Serve an installation
    Serve(Box<serve::Args>),
    /// Say what is wrong with a desk file, by line and column
    Check(check::Args),
    /// What another desk file would change, and taking it
    Desk(desk::Args),
    /// Check the log's chains, and that every state equals the replay of its events
    Verify(verify::Args),
    /// Make the index that is searched anew from the database
    Reindex(reindex::Args),
    /// Everything of an installation as lines of JSON with checksums, in a folder
    Export(export::Args),
    /// Take cases over from elsewhere
    Import(import::Args),
    /// Say when answers are due: reads and writes a JSON object a line
    Sla(sla::Args),
    /// Ask calendars about business time: reads and writes a JSON object a line
    Calendar(calendar::Args),
    /// How good finding is, over judged questions
    Search(search::Args),
    /// Every address that answers, and for whom
    Routes(routes::Args),
    /// Tokens for the API
    Token(token::Args),
    /// Passwords of people
    Password(password::Args),
    /// Agents who come, change and leave
    Agent(Box<agent::Args>),
    /// What finding reads a PDF file with
    #[command(hide = true)]
    ReadPdf,
}

/// How a command ended when it did not fail.
pub enum Done {
    Well,
    /// The input was read, and is faulty.
    Faulty,
}

type Outcome = Result<Done, Box<dyn std::error::Error + Send + Sync>>;

/// Runs the command that the program was called with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // Within its limits there is no room for threads.
    if matches!(cli.command, Command::ReadPdf) {
        return ended(read_pdf::run());
    }
    let filter = tracing_subscriber::EnvFilter::try_from_env("MADOGUCHI_LOG")
        .unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("madoguchi: the runtime did not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Demo(args) => demo::run(args).await,
            Command::Serve(args) => serve::run(*args).await,
            Command::Check(args) => check::run(args),
            Command::Desk(args) => desk::run(args).await,
            Command::Verify(args) => verify::run(args).await,
            Command::Reindex(args) => reindex::run(args).await,
            Command::Export(args) => export::run(args).await,
            Command::Import(args) => import::run(args).await,
            Command::Sla(args) => sla::run(args),
            Command::Calendar(args) => calendar::run(args),
            Command::Search(args) => search::run(args),
            Command::Routes(args) => routes::run(args),
            Command::Token(args) => token::run(args).await,
            Command::Password(args) => password::run(args).await,
            Command::Agent(args) => agent::run(*args).await,
            Command::ReadPdf => read_pdf::run(),
        }
    });
    ended(outcome)
}

fn ended(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Faulty) => ExitCode::from(3),
        Err(error) => {
            eprintln!("madoguchi: {error}");
            ExitCode::FAILURE
        }
    }
}
