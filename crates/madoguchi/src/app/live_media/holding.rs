//! What is about to end is held back before that is written (L9): whoever reads in the log when somebody took their word back finds
//! nothing that was seen or recorded later. What was held goes on where the change did not come about.

use std::sync::Arc;

use domain::{SessionId, session::Session};
use media::Allowed;

use super::{LiveMedia, Open, verdict};
use crate::app::App;

/// Media that stand still until it is known what became of a change. Dropped, it finds that out by itself.
pub struct Held {
    app: App,
    media: Arc<LiveMedia>,
    id: SessionId,
    number: u64,
    settled: bool,
}

impl Open {
    /// What goes where, with what is held taken out.
    pub(super) fn allowed(&self, session: &Session) -> Allowed {
        let seats: Vec<_> = self.lines.keys().copied().collect();
        let held = self.held.values();
        held.fold(verdict(session, &seats), |all, next| {
            all.and_only(&verdict(next, &seats))
        })
    }
}

impl LiveMedia {
    /// Stops what a session will not let go any more once it is this; nothing where all goes on. When this has come back, nothing of
    /// it is forwarded, and nothing that arrives is in a recording.
    pub async fn hold(self: &Arc<Self>, app: &App, id: SessionId, next: &Session) -> Option<Held> {
        let mut rooms = self.rooms.lock().await;
        let open = rooms.get_mut(&id)?;
        let session = open.session.clone()?;
        let before = open.allowed(&session);
        let number = self.number();
        open.held.insert(number, Arc::new(next.clone()));
        let after = open.allowed(&session);
        if after == before {
            open.held.remove(&number);
            return None;
        }
        if open.room.allow(after).await.is_err() {
            self.close(id, &mut rooms).await;
            return None;
        }
        Some(Held {
            app: app.clone(),
            media: self.clone(),
            id,
            number,
            settled: false,
        })
    }

    async fn let_go(&self, app: &App, id: SessionId, number: u64) {
        // As it stands in the database, whatever became of the change; what cannot be read stands still.
        let stored = app.store.session(id).await;
        let mut rooms = self.rooms.lock().await;
        let Some(open) = rooms.get_mut(&id) else {
            return;
        };
        open.held.remove(&number);
        match stored {
            Ok(Some(stored)) => self.take_in(id, &mut rooms, &stored.session).await,
            _ => {
                open.session = None;
                let _ = open.room.allow(Allowed::nobody()).await;
            }
        }
    }
}

impl Held {
    /// The change has happened: this is the session now.
    pub async fn happened(mut self, session: &Session) {
        self.settled = true;
        let mut rooms = self.media.rooms.lock().await;
        if let Some(open) = rooms.get_mut(&self.id) {
            // In one go: not for a moment goes what was held.
            open.held.remove(&self.number);
            self.media.take_in(self.id, &mut rooms, session).await;
        }
    }

    /// It has not: all goes on as the session has it.
    pub async fn dropped(mut self) {
        self.settled = true;
        self.media.let_go(&self.app, self.id, self.number).await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let (app, media) = (self.app.clone(), self.media.clone());
        let (id, number) = (self.id, self.number);
        tokio::spawn(async move { media.let_go(&app, id, number).await });
    }
}
