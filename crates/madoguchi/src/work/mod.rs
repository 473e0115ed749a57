//! What follows the log and what the clock starts. Each job keeps its own place and can be stopped at any moment.

mod seal;

use std::sync::Arc;

use tokio::sync::Notify;

use crate::app::App;

/// Runs the jobs until told to stop.
pub async fn run(app: App, stop: Arc<Notify>) {
    let mut every = tokio::time::interval(seal::EVERY);
    loop {
        tokio::select! {
            _ = stop.notified() => break,
            _ = every.tick() => seal::run(&app).await,
        }
    }
    // What was written last is sealed too.
    seal::run(&app).await;
}
