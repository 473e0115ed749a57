//! The caller's side: handles to the unit and its rooms.

use std::io::{Seek, Write};
use std::net::SocketAddr;

use tokio::sync::{mpsc, oneshot};

use crate::allowed::Allowed;
use crate::event::{Events, RoomStats, Stats};
use crate::names::{Answer, PeerId, Published, RecordingId, RoomId, Side, TrackId};
use crate::settings::{BindError, Settings};
use crate::unit::{self, Unit};

/// Something for the unit to do between two packets.
pub(crate) type Errand = Box<dyn FnOnce(&mut Unit) + Send>;

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The unit has ended, or the room is closed.
    #[error("the room is closed")]
    Closed,
    /// No such peer in the room.
    #[error("no such peer in the room")]
    UnknownPeer,
    /// No such track in the room.
    #[error("no such track in the room")]
    UnknownTrack,
    /// The track may not be recorded.
    #[error("the track may not be recorded")]
    NotAllowed,
    /// No such recording in the room.
    #[error("no such recording in the room")]
    UnknownRecording,
    /// A limit is reached.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// A description or a label is too long.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// The description cannot be used.
    #[error("the description cannot be used: {0}")]
    BadDescription(String),
    /// There is no offer that this could answer.
    #[error("no offer is waiting for an answer")]
    NoOffer,
}

/// The forwarding unit. It ends when this and all rooms are dropped.
pub struct Media {
    errands: mpsc::UnboundedSender<Errand>,
    address: SocketAddr,
}

impl Media {
    /// Opens the sockets and starts the unit on a thread of its own.
    pub fn bind(settings: Settings) -> Result<(Self, Events), BindError> {
        let (errands, waiting) = mpsc::unbounded_channel();
        let (address, events) = unit::start(settings, waiting)?;
        Ok((Self { errands, address }, events))
    }

    /// Where both sockets are bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a room, in which nobody may receive anything yet.
    pub async fn open_room(&self) -> Result<Room, Refused> {
        let id = ask(&self.errands, Unit::open_room).await??;
        let errands = self.errands.clone();
        Ok(Room { id, errands })
    }

    /// What the unit has done.
    pub async fn stats(&self) -> Result<Stats, Refused> {
        ask(&self.errands, |unit| unit.stats()).await
    }
}

/// A room; dropping it ends everything in it.
pub struct Room {
    id: RoomId,
    errands: mpsc::UnboundedSender<Errand>,
}

impl Room {
    /// Which room its events name.
    pub fn id(&self) -> RoomId {
        self.id
    }

    /// Takes a peer in. One that is in already begins anew: its connections
    /// and tracks end.
    pub async fn join(&self, peer: PeerId) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.join(room, peer)).await
    }

    /// A peer goes, and with it what it published.
    pub async fn leave(&self, peer: PeerId) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.leave(room, peer)).await
    }

    /// Takes the offer of a peer's publishing connection. `tracks` are all
    /// that it publishes from now on: one that is not named any more ends.
    /// An offer that restarts ICE comes in here as well.
    pub async fn publish(
        &self,
        peer: PeerId,
        offer: String,
        tracks: Vec<Published>,
    ) -> Result<Answer, Refused> {
        self.ask(move |unit, room| unit.publish(room, peer, &offer, &tracks))
            .await
    }

    /// Ends one track, whatever its publisher's browser goes on to send.
    pub async fn end_track(&self, track: TrackId) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.end_track(room, track))
            .await
    }

    /// Takes the answer to the latest [`Event::Offer`](crate::Event::Offer).
    pub async fn answer(&self, peer: PeerId, answer: String) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.answer(room, peer, &answer))
            .await
    }

    /// Offers the receiving connection once more, with ICE restarted: after a
    /// stall, or where the offer was lost on its way.
    pub async fn restart(&self, peer: PeerId) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.restart(room, peer)).await
    }

    /// Gives one of a peer's connections up, so that the next offer is about
    /// a new one. What it publishes waits for that.
    pub async fn reset(&self, peer: PeerId, side: Side) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.reset(room, peer, side))
            .await
    }

    /// Who may receive what from now on, and what may be recorded. When this
    /// has come back, no packet leaves that it does not allow, and what it does
    /// not let be recorded has ended: of what arrives from then on nothing is
    /// in any file.
    pub async fn allow(&self, allowed: Allowed) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.allow(room, allowed)).await
    }

    /// Tells that a publisher muted a track, so that silence is no stall.
    pub async fn mute(&self, track: TrackId, muted: bool) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.mute(room, track, muted))
            .await
    }

    /// The same, where the track is this peer's.
    pub(crate) async fn mute_own(
        &self,
        peer: PeerId,
        track: TrackId,
        muted: bool,
    ) -> Result<(), Refused> {
        self.ask(move |unit, room| {
            if unit.publishes_track(room, peer, track) {
                unit.mute(room, track, muted)
            } else {
                Err(Refused::UnknownTrack)
            }
        })
        .await
    }

    /// Records a track that may be, from its next keyframe on, until the track
    /// ends, [`allow`](Self::allow) says that it may not be any more, or
    /// [`stop`](Self::stop) is called. The writer is flushed once a second,
    /// and is written to on a thread of its own.
    pub async fn record<W>(&self, track: TrackId, writer: W) -> Result<RecordingId, Refused>
    where
        W: Write + Seek + Send + 'static,
    {
        self.ask(move |unit, room| unit.record(room, track, writer))
            .await
    }

    /// Ends a recording; [`Event::RecordingEnded`](crate::Event::RecordingEnded)
    /// tells when it is finished.
    pub async fn stop(&self, recording: RecordingId) -> Result<(), Refused> {
        self.ask(move |unit, room| unit.stop(room, recording)).await
    }

    /// What goes through the room.
    pub async fn stats(&self) -> Result<RoomStats, Refused> {
        self.ask(|unit, room| unit.room_stats(room)).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        errand: impl FnOnce(&mut Unit, RoomId) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let room = self.id;
        ask(&self.errands, move |unit| errand(unit, room)).await?
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let room = self.id;
        let close: Errand = Box::new(move |unit| unit.close_room(room));
        let _ = self.errands.send(close);
    }
}

async fn ask<T: Send + 'static>(
    errands: &mpsc::UnboundedSender<Errand>,
    errand: impl FnOnce(&mut Unit) -> T + Send + 'static,
) -> Result<T, Refused> {
    let (tell, told) = oneshot::channel();
    let errand: Errand = Box::new(move |unit| {
        let _ = tell.send(errand(unit));
    });
    errands.send(errand).map_err(|_| Refused::Closed)?;
    told.await.map_err(|_| Refused::Closed)
}
