//! `madoguchi desk`: what another desk file would change, and taking it.

use std::io::Write;

use clap::{Args as Arguments, Subcommand};
use domain::Instant;

use super::{
    Done, Outcome, Place,
    check::{of_environment, stranded_in, tell},
};
use crate::{
    app::{
        Clock, Desks,
        desk_plan::{self, Plan},
        desks::source,
    },
    texts::{Texts, load},
    web,
};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show which open cases a desk file would change, and who would be late; changes nothing
    Plan(File),
    /// Take a desk file: new cases go by it, in a running server too
    Apply {
        #[command(flatten)]
        file: File,
        /// Move open cases to it, too; see them with `desk plan` first
        #[arg(long)]
        open_cases: bool,
    },
}

#[derive(Arguments)]
struct File {
    /// The desk file, or the name of a shipped desk
    #[arg(value_name = "FILE|NAME")]
    desk: String,
    #[command(flatten)]
    place: Place,
}

pub async fn run(args: Args) -> Outcome {
    let now = Clock::Machine.now();
    match args.what {
        What::Plan(file) => {
            let store = file.place.open().await?;
            let text = source(&file.desk).map_err(tell)?;
            let desks = Desks::stored(&store).await?;
            let plan = desk_plan::plan(&store, &desks, &file.desk, &text, now)
                .await
                .map_err(tell)?;
            let zone = desks.current().0.time_zone.clone();
            let texts = Texts::new(load(), &of_environment(), zone);
            writeln!(std::io::stdout(), "{}", said(&texts, &plan, &desks, now))?;
            Ok(match plan.stranded.is_empty() {
                true => Done::Well,
                false => Done::Faulty,
            })
        }
        What::Apply { file, open_cases } => {
            let store = file.place.open().await?;
            let text = source(&file.desk).map_err(tell)?;
            let moved = desk_plan::apply(&store, &file.desk, &text, open_cases, now)
                .await
                .map_err(tell)?;
            let zone = Desks::stored(&store).await?.current().0.time_zone.clone();
            let texts = Texts::new(load(), &of_environment(), zone);
            let moved = i64::try_from(moved).unwrap_or(i64::MAX);
            writeln!(std::io::stdout(), "{}", texts.count("plan-applied", moved))?;
            Ok(Done::Well)
        }
    }
}

/// A plan in words, a line for each case that would change.
pub fn said(t: &Texts, plan: &Plan, desks: &Desks, now: Instant) -> String {
    if plan.same {
        return t.say("plan-same").to_owned();
    }
    if !plan.stranded.is_empty() {
        return stranded_in(t, &plan.stranded);
    }
    let count = |n: usize| t.number(i64::try_from(n).unwrap_or(i64::MAX));
    let mut lines = vec![t.with(
        "plan-counts",
        [
            ("open", count(plan.open).into()),
            ("changed", count(plan.changed).into()),
            ("late", count(plan.late).into()),
        ],
    )];
    for case in &plan.cases {
        lines.push(web::plan_line(t, desks.current().0, case, now));
    }
    if plan.changed > plan.cases.len() {
        lines.push(t.say("plan-more").to_owned());
    }
    lines.join("\n")
}
