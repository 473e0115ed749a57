//! What follows the log and what the clock starts. Each job keeps its own place and can be stopped at any moment.

pub mod answers;
pub mod clocks;
pub mod files;
pub mod images;
pub mod incidents;
pub mod index;
pub mod live;
pub mod media;
pub mod notify;
mod recordings;
mod seal;
pub mod send;
pub mod sessions;
pub mod surges;
pub mod sweeping;
mod telling;

use std::{sync::Arc, time::Duration};

use tokio::sync::Notify;

use crate::{
    app::{App, Fail},
    mail::Mailing,
};

/// Runs the jobs until told to stop.
pub async fn run(app: App, stop: Arc<Notify>) {
    let telling = tokio::spawn(tell(app.clone()));
    let writing = tokio::spawn(write(app.clone()));
    let following = tokio::spawn(live::run(app.clone()));
    let releasing = tokio::spawn(release(app.clone()));
    let filing = tokio::spawn(file(app.clone()));
    let sweeping = tokio::spawn(sweeping::run(app.clone()));
    let tending = tokio::spawn(sessions::run(app.clone()));
    let recording = tokio::spawn(recordings::run(app.clone()));
    let indexing = tokio::spawn(index::run(app.clone()));
    let noticing = tokio::spawn(surges::run(app.clone()));
    let carrying = tokio::spawn(media::run(app.clone()));
    let mut every = tokio::time::interval(seal::EVERY);
    let mut soon = tokio::time::interval(PROXY_LOGINS);
    loop {
        tokio::select! {
            _ = stop.notified() => break,
            _ = every.tick() => seal::run(&app).await,
            _ = soon.tick() => {
                if let Err(error) = app.end_stale_proxy_logins().await {
                    tracing::warn!(%error, "proxy sign-ins that are over wait to be ended");
                }
                if let Err(error) = app.change_addresses().await {
                    tracing::warn!(%error, "mail addresses that are due wait to be changed");
                }
            }
        }
    }
    // Each thing told is one write, whole or not at all; each answer that goes out, too.
    telling.abort();
    releasing.abort();
    following.abort();
    filing.abort();
    sweeping.abort();
    tending.abort();
    // What is being recorded is mended at the next start.
    recording.abort();
    carrying.abort();
    // What was not committed is taken up again.
    indexing.abort();
    noticing.abort();
    // A mail that is under way just now goes once more after the next start, under the same Message-ID.
    writing.abort();
    // What was written last is sealed too.
    seal::run(&app).await;
}

/// How often it is looked whether somebody is still signed in as a contact who should not be (A10), and whether somebody's new mail
/// address is due (A5).
const PROXY_LOGINS: Duration = Duration::from_secs(15);

/// A clock tells no later than this after its moment.
const TICK: Duration = Duration::from_secs(1);

/// Writes mails, where this installation has a way to send them.
async fn write(app: App) {
    let Some(mailing) = app.mailing.clone() else {
        return;
    };
    if let Err(error) = notify::begin(&app).await {
        tracing::warn!(%error, "where mails begin could not be noted");
    }
    loop {
        if let Err(error) = mail(&app, &mailing).await {
            tracing::warn!(%error, "mails wait; the next round tries again");
        }
        tokio::time::sleep(TICK).await;
    }
}

/// One round: all that has happened, and all that is due.
pub async fn mail(app: &App, mailing: &Mailing) -> Result<(), Fail> {
    while notify::run(app, mailing).await? > 0 {}
    while send::run(app, mailing).await? > 0 {}
    while app.send_letters(mailing).await? > 0 {}
    Ok(())
}

async fn release(app: App) {
    loop {
        if let Err(error) = answers::run(&app).await {
            tracing::warn!(%error, "answers wait to go out; the next round tries again");
        }
        tokio::time::sleep(answers::TICK).await;
    }
}

/// How often it is looked whether files can be cleared.
const CLEARING: Duration = Duration::from_secs(60);

async fn file(app: App) {
    let mut clearing = tokio::time::interval(CLEARING);
    let (mut scanning, mut put_off) = (tokio::time::interval(TICK), files::Put::default());
    let mut images_put_off = images::Put::default();
    loop {
        let done = tokio::select! {
            _ = clearing.tick() => files::clear(&app).await,
            _ = scanning.tick() => match files::scan(&app, &mut put_off).await {
                Ok(()) => images::scan(&app, &mut images_put_off).await,
                failed => failed,
            },
        };
        if let Err(error) = done {
            tracing::warn!(%error, "files wait; the next round tries again");
        }
    }
}

async fn tell(app: App) {
    loop {
        // Before anything is told: a case may go by a version that was applied just now.
        if let Err(error) = app.desks.follow(&app.store).await {
            tracing::warn!(%error, "whether another desk serves could not be read");
        }
        let quiet = clocks::run(&app).await.min(incidents::run(&app).await);
        tokio::time::sleep(quiet.min(TICK)).await;
    }
}
