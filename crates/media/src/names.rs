//! What things are called, here and towards the caller.

use serde::{Deserialize, Serialize};

/// A peer of a room, as the caller numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct PeerId(pub u64);

/// A room; numbers are used once in the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(pub(crate) u64);

/// A track that somebody publishes; numbers are used once in the life of the
/// process, so a new share is a new track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TrackId(pub(crate) u64);

/// One stretch of one track that is being recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordingId(pub(crate) u64);

impl TrackId {
    /// The number, for messages to a browser.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl RecordingId {
    /// The number, for messages and logs.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// What a track shows or lets hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A screen, a window or a tab.
    Screen,
    /// The sound of what is shared.
    ScreenSound,
    /// A person's picture.
    Camera,
    /// A person's voice.
    Microphone,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 4] = [
        Self::Screen,
        Self::ScreenSound,
        Self::Camera,
        Self::Microphone,
    ];

    /// Whether it is a picture.
    pub fn is_video(self) -> bool {
        matches!(self, Self::Screen | Self::Camera)
    }
}

/// One of a peer's two connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What it sends us; its browser offers.
    Publishing,
    /// What we send it; we offer.
    Receiving,
}

/// A track as its publisher announces it beside an offer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The line of the offer that carries it.
    pub mid: String,
    /// What it is.
    pub kind: Kind,
    /// What its publisher calls it.
    pub label: String,
}

/// What a publisher's browser is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The description for its connection.
    pub sdp: String,
    /// Each line of the offer that carries a track, and the track.
    pub tracks: Vec<(String, TrackId)>,
}

/// A track as it stands in an offer of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The line of the offer that carries it.
    pub mid: String,
    /// Which track it is.
    pub track: TrackId,
    /// Whose it is.
    pub from: PeerId,
    /// What it is.
    pub kind: Kind,
    /// What its publisher calls it.
    pub label: String,
}
