//! What is acknowledged stays: kills and power cuts against the real program.
//!
//! `crash kill` kills the program with SIGKILL while eight clients write, starts
//! it again, and so on; `crash power` records what reaches the disk during such
//! writes and builds the disks that a power cut could have left behind. What was
//! acknowledged is written down by the clients, and the judgement shares no code
//! with the product. Each run has a control that must fail: a run whose control
//! passes has failed itself. `cargo xtask crash` builds what is needed and runs
//! both.

mod client;
mod database;
mod http;
mod kill;
mod power;
mod program;
mod random;
mod stories;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Fails with a sentence for the person at the terminal.
type Done<T = ()> = Result<T, String>;

/// Kills the program and cuts its power, and looks for what was lost
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// kill -9 during writes
    Kill {
        /// The program under test
        #[arg(long, value_name = "FILE")]
        program: PathBuf,
        #[arg(long, value_name = "N", default_value_t = 1000)]
        rounds: u32,
        /// Repeats the random choices of an earlier run
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Disks as a power cut leaves them
    Power {
        /// The program under test
        #[arg(long, value_name = "FILE")]
        program: PathBuf,
        /// The same, built with the feature `unsafe-control`
        #[arg(long, value_name = "FILE")]
        control: PathBuf,
        /// The recorder, `libcrash_shim.so`
        #[arg(long, value_name = "FILE")]
        shim: PathBuf,
        #[arg(long, value_name = "N", default_value_t = 1000)]
        images: usize,
        /// Acknowledged changes to record
        #[arg(long, value_name = "N", default_value_t = 2000)]
        changes: u64,
        /// Times that the program is killed and started again during the recording
        #[arg(long, value_name = "N", default_value_t = 40)]
        restarts: u32,
        /// Repeats the random choices of an earlier run
        #[arg(long)]
        seed: Option<u64>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Kill {
            program,
            rounds,
            seed,
        } => kill::run(&program, rounds, seed.unwrap_or_else(random::seed)),
        Task::Power {
            program,
            control,
            shim,
            images,
            changes,
            restarts,
            seed,
        } => power::run(&power::Wanted {
            program,
            control,
            shim,
            images,
            changes,
            restarts,
            seed: seed.unwrap_or_else(random::seed),
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("crash: {why}");
            ExitCode::FAILURE
        }
    }
}
