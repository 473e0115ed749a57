//! What follows the log and what the clock starts. Each job keeps its own place and can be stopped at any moment.

pub mod clocks;
mod seal;

use std::{sync::Arc, time::Duration};

use tokio::sync::Notify;

use crate::app::App;

/// Runs the jobs until told to stop.
pub async fn run(app: App, stop: Arc<Notify>) {
    let telling = tokio::spawn(tell(app.clone()));
    let mut every = tokio::time::interval(seal::EVERY);
    loop {
        tokio::select! {
            _ = stop.notified() => break,
            _ = every.tick() => seal::run(&app).await,
        }
    }
    // Each thing told is one write, whole or not at all.
    telling.abort();
    // What was written last is sealed too.
    seal::run(&app).await;
}

/// A clock tells no later than this after its moment.
const TICK: Duration = Duration::from_secs(1);

async fn tell(app: App) {
    loop {
        // Before anything is told: a case may go by a version that was applied just now.
        if let Err(error) = app.desks.follow(&app.store).await {
            tracing::warn!(%error, "whether another desk serves could not be read");
        }
        let quiet = clocks::run(&app).await;
        tokio::time::sleep(quiet.min(TICK)).await;
    }
}
