//! `cargo xtask`: what a developer and the build server run.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of this repository
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the tests need, then run all of them on both databases
    Test {
        /// Neither PostgreSQL nor a browser: the tests that need them are left out
        #[arg(long)]
        fast: bool,
    },
    /// Check which room uses what, and how long files are
    Tidy,
    /// Run the benchmarks
    Bench {
        /// Passed on to the benchmarks
        #[arg(last = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Test { fast } => xtask::suite::run(fast),
        Task::Tidy => xtask::tidy::run(),
        Task::Bench { arguments } => xtask::suite::bench(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
