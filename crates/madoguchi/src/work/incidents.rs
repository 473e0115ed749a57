//! Tells staff of the updates that incidents have promised: that one is due, and that it has not come (S7). What is to be told when
//! stands in one index; two nodes that tell the same at once meet at the incident's version.

use std::time::Duration;

use domain::{Actor, Instant, incident::Command};
use store::DbError;

use super::telling::{self, Telling};
use crate::app::{App, Fail};

/// Incidents told of at a time.
const BATCH: usize = 50;

struct Promised;

impl Telling for Promised {
    const WHAT: &str = "promised updates";

    async fn tell(app: &App) -> Result<usize, Fail> {
        told(app).await
    }

    async fn next(app: &App) -> Result<Option<Instant>, DbError> {
        app.store.next_incident_telling().await
    }
}

/// Tells all that is due by now, and says how long nothing more will be.
pub async fn run(app: &App) -> Duration {
    telling::round::<Promised>(app).await
}

/// Number of incidents that something was told of.
async fn told(app: &App) -> Result<usize, Fail> {
    let mut changed = 0;
    for stored in app.store.incidents_to_be_told(app.now(), BATCH).await? {
        let (number, before) = (stored.incident.number, stored.incident.version);
        let told = app.change_incident(&Actor::System, Some(number), None, Command::TellUpdate);
        match told.await {
            Ok(Ok(after)) if after.incident.version > before => changed += 1,
            // Somebody was faster: what is left to tell stands in the index.
            Ok(_) | Err(Fail::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(changed)
}
