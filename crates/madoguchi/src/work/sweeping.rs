//! Pieces that nobody noted: a process was stopped after it had kept them and before it could say so. They are taken away at the
//! start and once a day, and so is what somebody asked for by mail and never went on with.

use std::{collections::BTreeSet, time::Duration};

use domain::Instant;
use futures_util::StreamExt;
use jiff::SignedDuration;

use crate::app::{App, Fail};

/// How often.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// What is younger may be noted still.
const SETTLED: SignedDuration = SignedDuration::from_hours(24);

pub async fn run(app: App) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        if let Err(error) = app.forget_address_wishes().await {
            tracing::warn!(%error, "wishes for another address that are over stay for now");
        }
        match sweep(&app, app.now() - SETTLED).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "pieces of files that nobody noted are gone"),
            Err(error) => tracing::warn!(%error, "pieces of files that nobody noted stay for now"),
        }
    }
}

/// Takes away what has lain since before this moment under the place of something known and is no part of it; how much that was.
/// What lies under other places may be another installation's.
pub async fn sweep(app: &App, before: Instant) -> Result<usize, Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(0);
    };
    let mut lying = std::pin::pin!(files.shelf.lying(before));
    let mut at: (String, Option<BTreeSet<String>>) = (String::new(), None);
    let mut swept = 0;
    while let Some(one) = lying.next().await {
        let (place, piece) = one.map_err(Fail::broken)?;
        if at.0 != place {
            let known = app.store.known_at(&place).await?;
            at = (place, known);
        }
        let (place, Some(known)) = &at else { continue };
        if !known.contains(&piece) {
            files
                .shelf
                .drop_piece(place, &piece)
                .await
                .map_err(Fail::broken)?;
            swept += 1;
        }
    }
    Ok(swept)
}
