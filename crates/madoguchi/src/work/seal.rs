//! Seals the log from time to time, so that a cut tail shows; and forgets idempotency keys nobody will repeat, and
//! files nobody will take any more, and forms of cases that nobody will send; and tries that count no more;
//! and keeps what was gathered of readers.

use std::time::Duration;

use domain::{audit::AuditEvent, event::By};
use jiff::SignedDuration;

use crate::app::{App, Fail, list_files, openings};

/// How often.
pub const EVERY: Duration = Duration::from_secs(60);
/// How long a request can be repeated under its key.
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(48);

pub async fn run(app: &App) {
    let now = app.now();
    if let Err(error) = app.store.seal(now).await {
        tracing::warn!(%error, "the log was not sealed; the next round tries again");
    }
    // Behind the seal: what is said of is there.
    if let Err(error) = say_of_codes(app).await {
        tracing::warn!(%error, "that seals bear codes is not in the log yet");
    }
    if let Err(error) = app.store.forget_answers(now - KEYS_KEPT).await {
        tracing::warn!(%error, "old idempotency keys were not forgotten");
    }
    if let Err(error) = app.store.forget_list_files(now - list_files::KEPT).await {
        tracing::warn!(%error, "lists that were made into files were not forgotten");
    }
    if let Err(error) = app.store.forget_opening_drafts(now - openings::KEPT).await {
        tracing::warn!(%error, "forms that nobody sent were not forgotten");
    }
    if let Err(error) = app.store.sweep_limits(now).await {
        tracing::warn!(%error, "tries that count no more were not forgotten");
    }
    if let Err(error) = app.keep_readings().await {
        tracing::warn!(%error, "how much somebody reads is not known to other nodes yet");
    }
    if let Err(error) = app.keep_uses().await {
        tracing::warn!(%error, "what readers made of knowledge was not kept");
    }
    if let Err(error) = app.forget_missed().await {
        tracing::warn!(%error, "what was looked for in vain long ago was not forgotten");
    }
}

/// Keeps in the log from which seal on there are codes: whoever takes the codes away would have to alter the log, too.
async fn say_of_codes(app: &App) -> Result<(), Fail> {
    match app.store.codes_begin().await? {
        Some(since) => app.note(By::System, AuditEvent::SealsKeyed { since }).await,
        None => Ok(()),
    }
}
