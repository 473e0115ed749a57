//! `import incident-log`: the log of a service desk, one row per update of an incident (as ServiceNow writes it), becomes
//! cases with the history that they had. Callers become contacts, locations accounts, groups teams, whoever worked on
//! it agents.
//!
//! The file is read and checked whole before the first write. Then come people and accounts, then cases in the order of
//! their opening. A case and the note of how much of its history is in it are one write, so the import may be broken
//! off anywhere and run again: it adds what is missing, and nothing twice.

mod directory;
mod error;
mod log;
mod mapping;
mod person;
mod read;
mod replay;
mod report;
mod times;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use domain::Instant;
use jiff::tz::TimeZone;
use store::Store;

pub use error::ImportError;
pub use mapping::{Mismatch, States, Unread};
pub use report::{Added, Note, Report, State, Stored};

use crate::app::Desks;
use directory::Directory;
use log::{Log, Told};
use mapping::Statuses;

/// What the cases say they come from.
pub const SYSTEM: &str = "incident-log";

/// What to import, and how.
pub struct Options {
    pub file: PathBuf,
    /// Of the times in the log.
    pub zone: TimeZone,
    pub states: States,
    /// Report what would be done, and write nothing.
    pub dry_run: bool,
    /// When accounts and people are added; cases bring their own times.
    pub now: Instant,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Reading {
        rows: u64,
    },
    /// Accounts, teams, people.
    People {
        done: u64,
        of: u64,
    },
    Cases {
        done: u64,
        of: u64,
        events: u64,
    },
}

/// Takes the log over. Refuses before anything is written; what fails later can be gone on with by another run.
pub async fn run(
    store: &Store,
    desks: &Desks,
    options: &Options,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let begun = std::time::Instant::now();
    let log = read::log(&options.file, &options.zone, &mut |rows| {
        progress(Progress::Reading { rows })
    })?;
    let (desk, desk_version) = desks.current();
    let held = held(&log);
    let states = held
        .iter()
        .filter(|(state, _)| mapping::is_state(state))
        .map(|(s, n)| (*s, *n))
        .collect();
    let statuses = options
        .states
        .on(desk, &states)
        .map_err(ImportError::States)?;
    for (part, there) in [
        ("kind of case", !desk.kinds.is_empty()),
        ("product", !desk.products.is_empty()),
        ("channel", !desk.channels.is_empty()),
        (
            "status for new cases",
            desk.status(&desk.rules.opened).is_some(),
        ),
    ] {
        if !there {
            return Err(ImportError::Desk(part));
        }
    }

    let mut directory = Directory::of(&log, SYSTEM);
    let known = store.lasting_ids().await?;
    directory.forget(|id| known.contains(&id));
    let [teams, accounts, agents, contacts] = directory.to_add();

    let work = write::Work {
        store,
        desks,
        desk,
        desk_version,
        log: &log,
        statuses: &statuses,
        directory: &directory,
        options,
    };
    let plan = work.plan(store.taken_over(SYSTEM).await?);
    let (fresh, continued, unchanged) = (
        plan.fresh.len() as u64,
        plan.grown.len() as u64,
        plan.unchanged,
    );
    let events = if options.dry_run {
        work.foresee(&plan).await?
    } else {
        work.write(&plan, progress).await?
    };

    let report = Report {
        dry_run: options.dry_run,
        rows: log.rows,
        incidents: log.incidents.len() as u64,
        callers: named(&log, |told| told.caller),
        locations: named(&log, |told| told.location),
        states: told_states(&held, &statuses),
        added: Added {
            teams,
            accounts,
            agents,
            contacts,
            cases: fresh,
            events,
        },
        continued,
        unchanged,
        skipped: skipped(&log, &held, &statuses),
        not_taken_over: not_taken_over(&log),
        stored: if options.dry_run {
            None
        } else {
            Some(stored(store).await?)
        },
        ..Report::default()
    };
    Ok(report.timed(begun.elapsed()))
}

/// How many rows have each state.
fn held(log: &Log) -> BTreeMap<&str, u64> {
    let mut held = BTreeMap::new();
    for row in log.incidents.iter().flat_map(|incident| &incident.rows) {
        *held.entry(log.names.text(row.state)).or_default() += 1;
    }
    held
}

/// How many different names the log has for one thing.
fn named(log: &Log, of: fn(&Told) -> log::Name) -> u64 {
    let rows = log.incidents.iter().flat_map(|incident| &incident.rows);
    let names = rows
        .map(|row| of(&row.told))
        .filter(|name| !name.is_unknown());
    names.collect::<BTreeSet<_>>().len() as u64
}

fn told_states(held: &BTreeMap<&str, u64>, statuses: &Statuses) -> Vec<State> {
    let told = |(state, rows): (&&str, &u64)| {
        let status = statuses.get(*state)?.id.as_str().to_owned();
        Some(State {
            state: (*state).to_owned(),
            status,
            rows: *rows,
        })
    };
    held.iter().filter_map(told).collect()
}

fn skipped(log: &Log, held: &BTreeMap<&str, u64>, statuses: &Statuses) -> Vec<Note> {
    let whole = [
        ("the row has no incident number", log.nameless),
        ("the row has no time", log.timeless),
        ("the row stands there twice", log.doubled),
    ];
    let mut notes: Vec<Note> = whole
        .into_iter()
        .map(|(what, count)| Note {
            what: what.to_owned(),
            count,
        })
        .collect();
    for (state, count) in held
        .iter()
        .filter(|(state, _)| !statuses.contains_key(**state))
    {
        let state = if state.is_empty() { "?" } else { state };
        notes.push(Note {
            what: format!("state {state}: the one before is kept"),
            count: *count,
        });
    }
    notes.retain(|note| note.count > 0);
    notes
}

/// Later changes that no event of a case can tell: the case keeps what was first known.
fn not_taken_over(log: &Log) -> Vec<Note> {
    type Of = fn(&Told) -> log::Name;
    let parts: [(&str, &[Of]); 5] = [
        ("priority changed later", &[|t| t.priority]),
        (
            "category, subcategory or symptom changed later",
            &[|t| t.category, |t| t.subcategory, |t| t.symptom],
        ),
        ("caller changed later", &[|t| t.caller]),
        ("location changed later", &[|t| t.location]),
        ("channel changed later", &[|t| t.channel]),
    ];
    let note = |(what, of): (&str, &[Of])| {
        let changed = log
            .incidents
            .iter()
            .filter(|incident| of.iter().any(|of| incident.differs(*of)));
        Note {
            what: what.to_owned(),
            count: changed.count() as u64,
        }
    };
    parts
        .into_iter()
        .map(note)
        .filter(|note| note.count > 0)
        .collect()
}

async fn stored(store: &Store) -> Result<Stored, ImportError> {
    let totals = store.imported_totals(SYSTEM).await?;
    Ok(Stored {
        cases: totals.cases,
        reassigned: totals.reassigned,
        reopened: totals.reopened,
        events: totals.events,
    })
}
