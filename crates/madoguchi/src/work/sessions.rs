//! What is due in live sessions (L6, L7): seats that are kept no longer, questions and offers that nobody answered. It lies in the
//! database, so that every node looks, and each thing happens once.

use std::time::Duration;

use crate::app::App;

/// Something due happens no later than this after its moment.
const TICK: Duration = Duration::from_secs(1);

pub async fn run(app: App) {
    loop {
        if let Err(error) = app.tend_sessions().await {
            tracing::warn!(%error, "sessions wait; the next round tries again");
        }
        tokio::time::sleep(TICK).await;
    }
}
