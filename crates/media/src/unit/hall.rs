//! A room as the unit holds it.

use std::collections::BTreeMap;

use str0m::change::SdpPendingOffer;
use str0m::media::Mid;

use super::link::LinkId;
use super::slot::Slot;
use super::track::Track;
use crate::allowed::Allowed;
use crate::names::{PeerId, TrackId};

#[derive(Default)]
pub(super) struct Hall {
    pub allowed: Allowed,
    pub peers: BTreeMap<PeerId, Peer>,
    pub tracks: BTreeMap<TrackId, Track>,
    pub frames_in: u64,
    pub frames_out: u64,
    pub bytes_in: u64,
}

#[derive(Default)]
pub(super) struct Peer {
    pub publishing: Option<LinkId>,
    pub receiving: Option<Receiving>,
}

/// What a peer receives.
pub(super) struct Receiving {
    pub link: LinkId,
    pub lines: BTreeMap<TrackId, Line>,
    /// The offer that waits for its answer.
    pub offered: Option<SdpPendingOffer>,
    /// Lines that carry nothing any more, and are to be taken out.
    pub over: Vec<Mid>,
    /// Something has changed since the offer.
    pub due: bool,
    /// Restart ICE with the next offer.
    pub restart: bool,
    /// What its network bears, in bits a second, as far as is known.
    pub bears: Option<u64>,
}

/// A line of a receiving connection that carries a track.
pub(super) struct Line {
    pub mid: Mid,
    pub slot: Slot,
    /// Its streams, once the line was answered; none before.
    pub streams: Vec<u32>,
}

impl Receiving {
    pub fn new(link: LinkId) -> Self {
        Self {
            link,
            lines: BTreeMap::new(),
            offered: None,
            over: Vec::new(),
            due: false,
            restart: false,
            bears: None,
        }
    }
}

impl Line {
    /// Whether it was answered.
    pub fn is_open(&self) -> bool {
        !self.streams.is_empty()
    }
}

impl Hall {
    /// The track that a peer publishes on a line.
    pub fn published(&self, peer: PeerId, mid: Mid) -> Option<TrackId> {
        let mut of_peer = self.tracks.iter().filter(|(_, track)| track.peer == peer);
        of_peer
            .find(|(_, track)| track.mid == mid)
            .map(|(id, _)| *id)
    }

    /// Everything that a peer may receive now.
    pub fn allowed_to(&self, peer: PeerId) -> Vec<TrackId> {
        let allowed = |track: &Track| self.allowed.allows(track.peer, track.kind, peer);
        let tracks = self.tracks.iter().filter(|(_, track)| allowed(track));
        tracks.map(|(id, _)| *id).collect()
    }
}
