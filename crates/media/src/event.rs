//! What the unit tells its caller.

use std::time::Instant;

use tokio::sync::mpsc;

use crate::names::{Kind, PeerId, RecordingId, RoomId, Shown, Side, TrackId};
use crate::record::{Damage, Summary};

/// Something happened in a room.
#[derive(Clone, Debug)]
pub enum Event {
    /// A connection has come about, or is back after a stall.
    Connected {
        room: RoomId,
        peer: PeerId,
        side: Side,
    },
    /// An offer for the peer's receiving connection; it wants an answer
    /// ([`Room::answer`](crate::Room::answer)) before there is another.
    Offer {
        room: RoomId,
        peer: PeerId,
        sdp: String,
        /// Everything that the connection carries from then on.
        tracks: Vec<Shown>,
    },
    /// The first frame of a track has arrived.
    TrackStarted {
        room: RoomId,
        peer: PeerId,
        track: TrackId,
        kind: Kind,
    },
    /// A track is over.
    TrackEnded {
        room: RoomId,
        peer: PeerId,
        track: TrackId,
    },
    /// Nothing comes on a connection that ought to be busy: its browser
    /// should restart ICE. Told once, until something comes again.
    Stalled {
        room: RoomId,
        peer: PeerId,
        side: Side,
    },
    /// A connection was given up, or closed by its browser. The peer stays,
    /// and may connect anew; a track that it then publishes under the same
    /// kind and label goes on as the same track, for those who record it, too.
    Gone {
        room: RoomId,
        peer: PeerId,
        side: Side,
    },
    /// The first frame of a recording is in it.
    RecordingStarted {
        room: RoomId,
        recording: RecordingId,
        track: TrackId,
        /// The moment of its time zero.
        at: Instant,
    },
    /// A recording is finished, and this is what is in it.
    RecordingEnded {
        room: RoomId,
        recording: RecordingId,
        track: TrackId,
        summary: Summary,
    },
    /// A recording broke off; what was written until then plays.
    RecordingDamaged {
        room: RoomId,
        recording: RecordingId,
        track: TrackId,
        damage: Damage,
    },
}

/// The unit's events, in order.
///
/// The line is not bounded: each event answers a call of the caller's, or a
/// change of a connection that cannot come faster than once a second.
pub struct Events(pub(crate) mpsc::UnboundedReceiver<Event>);

impl Events {
    /// The next event; none once the unit has ended.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }

    /// An event that is already there.
    pub fn ready(&mut self) -> Option<Event> {
        self.0.try_recv().ok()
    }
}

/// What the unit has done since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Rooms that are open.
    pub rooms: usize,
    /// Connections of peers.
    pub connections: usize,
    /// TCP connections that are open.
    pub tcp: usize,
    /// Packets that arrived for somebody.
    pub packets_in: u64,
    /// Packets that arrived for nobody, and were dropped.
    pub strangers: u64,
    /// Packets that were sent.
    pub packets_out: u64,
    /// Bytes that were sent.
    pub bytes_out: u64,
    /// Packets that a full socket or queue did not take.
    pub dropped: u64,
    /// Packets of media that were kept back at the last moment, because
    /// their reader may not have them any more.
    pub kept_back: u64,
    /// Times that a connection was woken without a packet for it.
    pub wakes: u64,
    /// Connections that were ended because of a fault in them.
    pub broken: u64,
}

/// What goes through a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomStats {
    /// Peers in it.
    pub peers: usize,
    /// Tracks that are published.
    pub tracks: usize,
    /// Frames that arrived.
    pub frames_in: u64,
    /// Frames that were handed on, each receiver counted.
    pub frames_out: u64,
    /// Bytes of the frames that arrived.
    pub bytes_in: u64,
    /// Recordings under way.
    pub recordings: usize,
}
