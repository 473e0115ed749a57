//! Files in the background: those that wait are looked through for harm, and what was taken away or never sent is cleared.

use crate::{
    app::{App, Fail, files::KEPT},
    files::scan::Verdict,
};
use store::files::State;

/// As many at once.
const BATCH: usize = 20;

/// Looks through what waits. Where nobody can, it goes on waiting: nothing is handed out unseen.
pub async fn scan(app: &App) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let Some(scanner) = &files.scanner else {
        // Without one, nothing is held back that was held when there was one.
        for file in app.store.held_files(BATCH).await? {
            app.store.judge_file(file.id, State::Ready).await?;
        }
        return Ok(());
    };
    for file in app.store.held_files(BATCH).await? {
        let parts = app.store.file_parts(file.id).await?;
        let bytes = files.shelf.read(&file.place, parts, 0, u64::MAX);
        let state = match scanner.scan(bytes).await {
            Ok(Verdict::Clean) => State::Ready,
            Ok(Verdict::Threat(name)) => {
                tracing::warn!(file = file.id.0, %name, "something harmful was handed in");
                State::Threat
            }
            Err(error) => {
                tracing::warn!(%error, "files wait to be looked through");
                return Ok(());
            }
        };
        app.store.judge_file(file.id, state).await?;
        app.bell.notify_waiters();
    }
    Ok(())
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
    for file in app.store.files_to_clear(BATCH).await? {
        files.shelf.clear(&file.place).await.map_err(Fail::broken)?;
        app.store.clear_file(&file).await?;
    }
    Ok(())
}
