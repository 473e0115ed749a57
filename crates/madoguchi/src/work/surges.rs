//! Follows the log for cases of several companies that report the same trouble (E3). Each new case is looked at once, in one write
//! with the place behind it; of several nodes one does it.

use std::time::Duration;

use domain::{Actor, CaseId};
use jiff::SignedDuration;
use store::{
    WriteError,
    cases::Change,
    events::StreamKind,
    followers::{self, Place},
};

use crate::app::{App, Fail, surges::Noticed};

/// Staff hear no later than this behind a case.
const TICK: Duration = Duration::from_secs(1);
/// Events taken at a time.
const STEP: usize = 500;
const NAME: &str = "surges";
/// What is older when it is read is not looked at: after a long stop nobody is told of yesterday.
const FRESH: SignedDuration = domain::surge::STANDS;

pub async fn run(app: App) {
    loop {
        let rung = app.bell.notified();
        match step(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "new cases wait to be looked at beside others"),
        }
        let _ = tokio::time::timeout(TICK, rung).await;
    }
}

/// Looks at the next of what happened; whether there was anything. Where nobody has followed yet it begins with what comes.
pub async fn step(app: &App) -> Result<bool, Fail> {
    let mut place = app.store.position(NAME).await?;
    if place == Place::default() {
        let end = app.store.end_of_log().await?;
        return match end == place {
            true => Ok(false),
            false => Ok(advanced(app, place, end, Vec::new()).await?),
        };
    }
    let events = app.store.settled_after(place, STEP).await?;
    let Some(last) = events.last().map(|event| event.place()) else {
        return Ok(false);
    };
    let oldest = app.now() - FRESH;
    let opened = events.iter().filter(|event| {
        event.stream.kind == StreamKind::Case && event.kind == "opened" && event.at >= oldest
    });
    for event in opened {
        let noticed = app.noticed(CaseId(event.stream.id)).await?;
        let told = !noticed.done.is_empty();
        if !kept(app, place, event.place(), noticed).await? {
            return Ok(true);
        }
        place = event.place();
        if told {
            app.live.ring(&[CaseId(event.stream.id)]);
        }
    }
    if place != last {
        advanced(app, place, last, Vec::new()).await?;
    }
    Ok(true)
}

/// Writes what was noticed and moves on; whether nobody else was faster, neither with this nor with the case.
async fn kept(app: &App, from: Place, to: Place, noticed: Noticed) -> Result<bool, Fail> {
    let Noticed { mut done, told } = noticed;
    let Some((before, event)) = told else {
        return advanced(app, from, to, done).await;
    };
    let at = app.now().max(before.case.modified_at);
    let events = [(at, Actor::System.by(), event)];
    let change = Change {
        before: &before,
        desk: app.desks.of(before.case.desk_version),
        moved: None,
        events: &events,
    };
    done.extend(followers::moves(NAME, from, to));
    match app.store.change_case(&change, done).await {
        Ok(_) => {
            app.bell.notify_waiters();
            Ok(true)
        }
        Err(WriteError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Moves on; whether nobody else was faster.
async fn advanced(
    app: &App,
    from: Place,
    to: Place,
    done: Vec<store::Statement>,
) -> Result<bool, Fail> {
    match app.store.advance(NAME, from, to, done).await {
        Ok(()) => Ok(true),
        Err(WriteError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
