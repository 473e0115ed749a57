//! Carries live media on: what the unit tells goes to pages and to those who follow, and what sessions become is applied, here
//! for what other processes changed; what this one changes is applied with the change itself.

use std::time::Duration;

use crate::app::App;

/// Applied no later than this after it was written elsewhere, whatever became of the bell.
const TICK: Duration = Duration::from_secs(1);

pub async fn run(app: App) {
    let Some(media) = app.live_media.clone() else {
        return;
    };
    let Some(mut events) = media.take_events() else {
        return;
    };
    let carrying = async {
        while let Some(event) = events.next().await {
            media.happened(&app, event).await;
        }
    };
    let following = async {
        let mut bell = app.live.sessions();
        loop {
            let _ = tokio::time::timeout(TICK, bell.changed()).await;
            media.look(&app).await;
        }
    };
    tokio::join!(carrying, following);
}
