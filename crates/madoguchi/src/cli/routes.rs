//! `madoguchi routes`: every address that answers, with its policy.

use std::io::Write;

use crate::{api, policy::Printed, web};

use super::{Done, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// As JSON, for machines
    #[arg(long)]
    json: bool,
}

/// Every route of pages and API.
fn all() -> Vec<Printed> {
    let mut all = web::printed();
    all.extend(api::printed());
    all.sort_by_key(|route| (route.path, route.method));
    all
}

pub fn run(args: Args) -> Outcome {
    let all = all();
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
        return Ok(Done::Well);
    }
    for route in all {
        let policy = serde_json::to_value(route.policy)?;
        let word = |name: &str| policy[name].as_str().unwrap_or_default().to_owned();
        writeln!(
            out,
            "{:<5} {:<48} {:<14} {} {}",
            route.method,
            route.path,
            word("who"),
            word("action"),
            word("object")
        )?;
    }
    Ok(Done::Well)
}
