//! Images of articles in the background: looked through for harm like all files, and gone once nobody can need them (B4).

use domain::ImageId;
use store::files::State;

use super::files::{BATCH, Looked, PutOff, looked_through};
use crate::app::{App, Fail, files::KEPT};

/// Images that the scanner would not look through.
pub type Put = PutOff<ImageId>;

/// Looks through what waits.
pub async fn scan(app: &App, put_off: &mut Put) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let now = app.now();
    put_off.tidy(now);
    let mut after = ImageId(i64::MIN);
    loop {
        let held = app.store.held_images(after, BATCH).await?;
        let Some(last) = held.last() else {
            return Ok(());
        };
        after = last.id;
        for image in held {
            if put_off.waits(&image.id, now) {
                continue;
            }
            let state = match &files.scanner {
                // Without one, nothing is held back that was held when there was one.
                None => State::Ready,
                Some(scanner) => {
                    let bytes = files.shelf.read(&image.place, image.parts(), 0, u64::MAX);
                    match looked_through(scanner, bytes, image.id.0).await {
                        Looked::Told(state) => state,
                        Looked::Not(_) => {
                            put_off.put(image.id, now);
                            continue;
                        }
                        Looked::Nobody => return Ok(()),
                    }
                }
            };
            app.store.judge_image(image.id, state).await?;
            put_off.done(&image.id);
            app.bell.notify_waiters();
        }
    }
}

/// Clears what no text ever named, and what was taken away.
pub(super) async fn clear(app: &App) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let now = app.now();
    for id in app.store.stale_images(now - KEPT, BATCH).await? {
        app.store.let_image_go(id, None, now).await?;
    }
    for (id, place) in app.store.images_to_clear(BATCH).await? {
        files.shelf.clear(&place).await.map_err(Fail::broken)?;
        app.store.clear_image(id).await?;
    }
    Ok(())
}
