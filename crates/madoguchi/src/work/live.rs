//! Follows the log and rings for the pages that follow a case or a list (K1). Every process does so for its own pages, from
//! where the log ends when it starts: what was written by another process is found in the log like everything else.

use std::{collections::BTreeSet, time::Duration};

use domain::{CaseId, IncidentId};
use store::{events::StreamKind, followers::Place};

use crate::app::{App, Fail};

/// A page hears no later than this of what another process wrote.
const TICK: Duration = Duration::from_millis(250);
/// Events taken at a time.
const STEP: usize = 500;

pub async fn run(app: App) {
    let mut place = None;
    loop {
        match step(&app, place).await {
            Ok(next) => place = Some(next),
            Err(error) => tracing::warn!(%error, "open pages wait; the next round tries again"),
        }
        let rung = app.bell.notified();
        let _ = tokio::time::timeout(TICK, rung).await;
    }
}

/// Rings for all that has settled behind this place, or begins at the end of the log; gives the place behind it.
pub async fn step(app: &App, from: Option<Place>) -> Result<Place, Fail> {
    let Some(mut place) = from else {
        return Ok(app.store.end_of_log().await?);
    };
    loop {
        let events = app.store.settled_after(place, STEP).await?;
        let Some(last) = events.last() else {
            return Ok(place);
        };
        place = last.place();
        if events.iter().any(|e| e.stream.kind == StreamKind::Session) {
            app.live.ring_sessions();
        }
        let cases = events.iter().filter(|e| e.stream.kind == StreamKind::Case);
        let cases: BTreeSet<CaseId> = cases.map(|e| CaseId(e.stream.id)).collect();
        let mut cases = cases;
        // What an incident tells stands on the pages of all that it has gathered.
        let incidents = events
            .iter()
            .filter(|e| e.stream.kind == StreamKind::Incident);
        let incidents: BTreeSet<IncidentId> = incidents.map(|e| IncidentId(e.stream.id)).collect();
        cases.extend(app.store.cases_of_incidents(&incidents).await?);
        app.live.ring(&cases.into_iter().collect::<Vec<_>>());
    }
}
