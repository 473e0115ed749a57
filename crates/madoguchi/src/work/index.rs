//! Follows the log for finding (B4). Every process does so for its own index, from the place that it names.

use std::time::Duration;

use crate::app::App;

/// What was said is found no later than this behind it, and what was taken away is gone.
const TICK: Duration = Duration::from_millis(500);

/// Takes up what happened as soon as the bell rings, and looks after each tick.
pub async fn run(app: App) {
    loop {
        let rung = app.bell.notified();
        match app.take_up().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "finding waits; the next round tries again");
                tokio::time::sleep(TICK).await;
            }
        }
        let _ = tokio::time::timeout(TICK, rung).await;
    }
}
