//! Files in the background: those that wait are looked through for harm, and what was taken away or never sent is cleared.

use std::collections::HashMap;

use bytes::Bytes;
use domain::{FileId, Instant, desk::session::SessionRules};
use futures_util::Stream;
use jiff::SignedDuration;
use store::files::State;

use crate::{
    app::{App, Fail, files::KEPT},
    files::{
        NotKept,
        scan::{NotScanned, Scanner, Verdict},
    },
};

/// As many at once.
pub(super) const BATCH: usize = 20;

/// Files that the scanner would not look through, and when it said so: they wait, and hold up no others.
pub type Put = HashMap<FileId, Instant>;

/// How long such a file is left alone.
pub(super) const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Looks through what waits. Where nobody can, it goes on waiting: nothing is handed out unseen.
pub async fn scan(app: &App, put_off: &mut Put) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let Some(scanner) = &files.scanner else {
        // Without one, nothing is held back that was held when there was one.
        for file in app.store.held_files(FileId(i64::MIN), BATCH).await? {
            app.store.judge_file(file.id, State::Ready).await?;
        }
        return Ok(());
    };
    let now = app.now();
    put_off.retain(|_, since| now.duration_since(*since) < AGAIN);
    let mut after = FileId(i64::MIN);
    loop {
        let files_held = app.store.held_files(after, BATCH).await?;
        let Some(last) = files_held.last() else {
            return Ok(());
        };
        after = last.id;
        for file in files_held {
            if put_off.contains_key(&file.id) {
                continue;
            }
            let parts = app.store.file_parts(file.id).await?;
            let bytes = files.shelf.read(&file.place, parts, 0, u64::MAX);
            let state = match looked_through(scanner, bytes, file.id.0).await {
                Looked::Told(state) => state,
                Looked::Not => {
                    put_off.insert(file.id, now);
                    continue;
                }
                Looked::Nobody => return Ok(()),
            };
            app.store.judge_file(file.id, state).await?;
            app.bell.notify_waiters();
        }
    }
}

/// What came of looking something through.
pub(super) enum Looked {
    Told(State),
    /// The scanner is there, and will not have this one: too large for its own settings, say.
    Not,
    Nobody,
}

/// Has bytes looked through.
pub(super) async fn looked_through(
    scanner: &Scanner,
    bytes: impl Stream<Item = Result<Bytes, NotKept>>,
    id: i64,
) -> Looked {
    match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => Looked::Told(State::Ready),
        Ok(Verdict::Threat(name)) => {
            tracing::warn!(file = id, %name, "something harmful was handed in");
            Looked::Told(State::Threat)
        }
        Err(error @ (NotScanned::Said(_) | NotScanned::Bytes(_))) => {
            tracing::warn!(%error, file = id, "a file cannot be looked through");
            Looked::Not
        }
        Err(error) => {
            tracing::warn!(%error, "files wait to be looked through");
            Looked::Nobody
        }
    }
}

/// Clears what nobody will ever have.
pub async fn clear(app: &App) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let now = app.now();
    for id in app.store.stale_files(now - KEPT, BATCH).await? {
        app.store.let_file_go(id, now).await?;
    }
    let days = app
        .session_rules()
        .map_or(SessionRules::usual_days(), |rules| rules.recording_days);
    let before = now - SignedDuration::from_hours(24 * i64::from(days));
    for id in app.store.stale_session_files(before, BATCH).await? {
        app.store.let_file_go(id, now).await?;
    }
    for file in app.store.files_to_clear(BATCH).await? {
        files.shelf.clear(&file.place).await.map_err(Fail::broken)?;
        app.store.clear_file(&file).await?;
    }
    super::images::clear(app).await?;
    app.clear_recordings().await?;
    app.forget_of_sessions().await
}
