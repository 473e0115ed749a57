//! A room as the unit holds it.

use std::collections::BTreeMap;
use std::time::Instant;

use str0m::change::SdpPendingOffer;
use str0m::media::Mid;

use super::link::LinkId;
use super::slot::Slot;
use super::track::Track;
use crate::allowed::Allowed;
use crate::names::{Kind, PeerId, TrackId};

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
    /// Whether the line that keeps the connection together was answered.
    pub anchored: bool,
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
            anchored: false,
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
            .find(|(_, track)| track.mid == Some(mid))
            .map(|(id, _)| *id)
    }

    /// The track of a peer's that waits for a new connection under this name.
    pub fn parked(&self, peer: PeerId, kind: Kind, label: &str) -> Option<TrackId> {
        let same = |track: &Track| {
            track.peer == peer
                && track.parked.is_some()
                && track.kind == kind
                && track.label == label
        };
        let mut parked = self.tracks.iter().filter(|(_, track)| same(track));
        parked.next().map(|(id, _)| *id)
    }

    /// A publisher's connection is gone: its tracks wait for the next one, and
    /// so do all who have them.
    pub fn park(&mut self, peer: PeerId, now: Instant) {
        for track in self.tracks.values_mut() {
            if track.peer == peer && track.parked.is_none() {
                track.park(now);
            }
        }
        let parked = |id: &TrackId| self.tracks.get(id).is_some_and(|t| t.parked.is_some());
        let receiving = self
            .peers
            .values_mut()
            .filter_map(|peer| peer.receiving.as_mut());
        for receiving in receiving {
            for (id, line) in &mut receiving.lines {
                if parked(id) {
                    line.slot.moved();
                }
            }
        }
    }

    /// Everything that a peer may receive now.
    pub fn allowed_to(&self, peer: PeerId) -> Vec<TrackId> {
        let allowed = |track: &Track| self.allowed.allows(track.peer, track.kind, peer);
        let tracks = self.tracks.iter().filter(|(_, track)| allowed(track));
        tracks.map(|(id, _)| *id).collect()
    }
}
