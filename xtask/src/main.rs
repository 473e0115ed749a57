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
    /// What forwarding live media costs: how many streams of 1 Mbit/s a core carries
    Forwarding {
        /// Passed on to the benchmark: how many receive at once
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// A month of ten thousand cases with restarts and jumping clocks: every timer fires once, none early
    Simulate {
        /// Repeats the random choices of an earlier run
        #[arg(long)]
        seed: Option<u64>,
    },
    /// sqlmap against every parameter of lists and searches, and some forms, of the demo; it takes long
    Injection,
    /// Kill the program during writes and cut its power: nothing acknowledged may be lost or doubled
    Crash {
        /// Rounds of kill -9
        #[arg(long, value_name = "N", default_value_t = 1000)]
        rounds: u32,
        /// Disks as a power cut leaves them
        #[arg(long, value_name = "N", default_value_t = 1000)]
        images: u32,
        /// Repeats the random choices of an earlier run
        #[arg(long)]
        seed: Option<u64>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Test { fast } => xtask::suite::run(fast),
        Task::Tidy => xtask::tidy::run(),
        Task::Bench { arguments } => xtask::suite::bench(&arguments),
        Task::Forwarding { arguments } => xtask::suite::forwarding(&arguments),
        Task::Simulate { seed } => xtask::suite::simulate(seed),
        Task::Injection => xtask::injection::run(),
        Task::Crash {
            rounds,
            images,
            seed,
        } => xtask::crash::run(&xtask::crash::Wanted {
            rounds,
            images,
            seed,
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
