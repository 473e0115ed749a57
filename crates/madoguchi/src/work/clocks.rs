//! Tells what clocks say when it is time: warnings before a promise runs out, and each breach once (S4). What is to be told
//! when stands in one index of the cases; a restart goes on with whatever has come due meanwhile and marks it late. Two
//! nodes that tell the same thing at once meet at the case's version: the second finds nothing left to tell.

use std::time::Duration;

use domain::{
    Actor, Instant,
    case::{Command, Facts, decide},
};
use store::{DbError, WriteError, cases::Change};

use super::telling::{self, Telling};
use crate::app::{App, Fail};

/// Cases told of at a time.
const BATCH: usize = 200;

struct Clocks;

impl Telling for Clocks {
    const WHAT: &str = "clocks";

    async fn tell(app: &App) -> Result<usize, Fail> {
        told(app).await
    }

    async fn next(app: &App) -> Result<Option<Instant>, DbError> {
        app.store.next_telling().await
    }
}

/// Tells all that is due by now, and says how long nothing more will be.
pub async fn run(app: &App) -> Duration {
    telling::round::<Clocks>(app).await
}

/// Number of cases that something was told of, or of which it is known anew when that will be.
async fn told(app: &App) -> Result<usize, Fail> {
    let now = app.now();
    let due = app.store.to_be_told(now, BATCH).await?;
    let (mut ready, mut early) = (Vec::new(), Vec::new());
    for before in &due {
        // What was written under a clock that ran ahead of ours keeps its order.
        let at = now.max(before.case.modified_at);
        let desk = app.desks.of(before.case.desk_version);
        let facts = Facts {
            now: at,
            actor: &Actor::System,
            desk,
        };
        let events = decide(&before.case, Command::TellClocks, &facts)?;
        let events: Vec<_> = events
            .into_iter()
            .map(|event| (at, Actor::System.by(), event))
            .collect();
        match events.is_empty() {
            // Nothing is to be told yet: the moment that was kept is another one by now.
            true => early.push((before, desk)),
            false => ready.push((before, desk, events)),
        }
    }
    // After an upgrade that is every open case there is: one write for all of a batch, and before what may fail.
    let mut changed = app.store.keep_telling(&early, now).await?;
    for (before, desk, events) in ready {
        let change = Change {
            before,
            desk,
            moved: None,
            events: &events,
        };
        match app.store.change_case(&change, Vec::new()).await {
            Ok(_) => {
                changed += 1;
                app.bell.notify_waiters();
            }
            // Somebody was faster: what is left to tell stands in the index.
            Err(WriteError::Conflict) => changed += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(changed)
}
