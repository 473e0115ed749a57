//! What the unit tells, and what sessions become elsewhere.

use media::{Event, Events, FromBrowser, RoomId, ToBrowser};

use domain::{SessionId, session::Seat};

use super::{Happened, LiveMedia, Mark, ToPage, Track, locked, peer, seat, sends};
use crate::app::{App, Fail};

fn room_of(event: &Event) -> RoomId {
    match event {
        Event::Connected { room, .. }
        | Event::Offer { room, .. }
        | Event::TrackStarted { room, .. }
        | Event::TrackEnded { room, .. }
        | Event::Stalled { room, .. }
        | Event::Gone { room, .. }
        | Event::RecordingStarted { room, .. }
        | Event::RecordingEnded { room, .. }
        | Event::RecordingDamaged { room, .. } => *room,
    }
}

impl LiveMedia {
    /// The unit's events, for the one who carries them on.
    pub fn take_events(&self) -> Option<Events> {
        locked(&self.events).take()
    }

    /// Does what a page says of its connections, and answers it.
    pub async fn hear(&self, id: SessionId, own: Seat, said: FromBrowser) -> Option<ToBrowser> {
        // Not under the lock: what a browser describes takes its time.
        let room = self.room(id).await?;
        room.hear(peer(own), said).await
    }

    /// Shows a mark to all who see what is shared, if its sender may point.
    pub async fn mark(&self, id: SessionId, from: Seat, mark: Mark) {
        use domain::session::{Kind, To, allowed};
        let mut rooms = self.rooms.lock().await;
        let Some(open) = rooms.get_mut(&id) else {
            return;
        };
        let Some(session) = open.session.clone() else {
            return;
        };
        for (to, line) in &mut open.lines {
            if allowed(&session, from, To::Seat(*to), Kind::Pointer) {
                line.say(ToPage::Marked { from, mark });
            }
        }
    }

    /// Takes in one event of the unit.
    pub async fn happened(&self, app: &App, event: Event) {
        let room = room_of(&event);
        let Some(id) = locked(&self.names).of.get(&room).copied() else {
            return;
        };
        if let Some((to, message)) = event.to_browser() {
            let mut rooms = self.rooms.lock().await;
            if let Some(open) = rooms.get_mut(&id).filter(|open| open.room.id() == room) {
                open.say(seat(to), ToPage::Media(message));
            }
        }
        match event {
            Event::TrackStarted {
                peer, track, kind, ..
            } => {
                let started = Track {
                    id: track,
                    seat: seat(peer),
                    kind,
                };
                self.started(app, id, room, started).await;
            }
            Event::TrackEnded { track, .. } => {
                let mut rooms = self.rooms.lock().await;
                let open = rooms.get_mut(&id).filter(|open| open.room.id() == room);
                let ended = open.and_then(|open| open.tracks.remove(&track));
                if let Some(ended) = ended {
                    self.tell(id, Happened::TrackEnded(ended));
                }
            }
            Event::RecordingStarted { .. }
            | Event::RecordingEnded { .. }
            | Event::RecordingDamaged { .. } => self.tell(id, Happened::Recording(event)),
            _ => {}
        }
    }

    /// A track began: whether it may go on is asked of the session as it is by now, which another node may have changed.
    async fn started(&self, app: &App, id: SessionId, room: RoomId, track: Track) {
        self.refresh(app, id).await;
        let mut rooms = self.rooms.lock().await;
        let Some(open) = rooms.get_mut(&id).filter(|open| open.room.id() == room) else {
            return;
        };
        let goes_on = open.session.as_ref();
        let goes_on = goes_on.is_some_and(|s| sends(s, track.seat).contains(&track.kind));
        if !goes_on {
            let _ = open.room.end_track(track.id).await;
            return;
        }
        open.tracks.insert(track.id, track);
        self.tell(id, Happened::TrackStarted(track));
    }

    /// Looks at a session anew. Where it cannot be read, nothing goes anywhere until it can.
    pub async fn refresh(&self, app: &App, id: SessionId) {
        match app.store.session(id).await {
            Ok(Some(stored)) => self.apply(id, &stored.session).await,
            Ok(None) => {
                let mut rooms = self.rooms.lock().await;
                self.close(id, &mut rooms).await;
            }
            Err(error) => self.stop(id, &error.into()).await,
        }
    }

    async fn stop(&self, id: SessionId, why: &Fail) {
        tracing::warn!(%why, "a session could not be read: its media stand still");
        let mut rooms = self.rooms.lock().await;
        if let Some(open) = rooms.get_mut(&id) {
            open.session = None;
            if open.room.allow(media::Allowed::nobody()).await.is_err() {
                self.close(id, &mut rooms).await;
            }
        }
    }

    /// Looks whether any session in which there are media has changed, and applies what it became.
    pub async fn look(&self, app: &App) {
        let rooms = self.rooms.lock().await;
        let applied = |open: &super::Open| open.session.as_ref().map(|session| session.version);
        let open = rooms.iter().map(|(id, open)| (*id, applied(open)));
        let open: Vec<(SessionId, Option<i64>)> = open.collect();
        drop(rooms);
        for (id, applied) in open {
            match app.store.session_version(id).await {
                Ok(now) if now.is_some() && now == applied => {}
                Ok(_) => self.refresh(app, id).await,
                Err(error) => self.stop(id, &error.into()).await,
            }
        }
    }
}
