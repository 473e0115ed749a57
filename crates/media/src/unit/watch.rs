//! Looking after connections: stalls, ends, keyframes still owed, shares.

use std::time::Instant;

use str0m::bwe::Bitrate;

use super::Unit;
use super::link::LinkId;
use super::share::{self, Wish};
use crate::event::Event;
use crate::names::{PeerId, RoomId, Side, TrackId};

/// Looks that make a second.
const SECOND: u64 = 4;
/// How far above what is sent the network is tried.
const ABOVE: f64 = 1.5;
/// What is tried at least, so that there is room to grow into.
const LEAST: u64 = 300_000;

impl Unit {
    /// Four times a second.
    pub(super) fn look(&mut self, now: Instant) {
        self.looks += 1;
        self.ports.tidy(self.limits.unproven, now);
        self.end_lost(now);
        self.tell_stalls(now);
        let rooms: Vec<RoomId> = self.halls.keys().copied().collect();
        for room in rooms {
            self.look_at(room, now);
        }
    }

    fn look_at(&mut self, room: RoomId, now: Instant) {
        let full = self.looks.is_multiple_of(SECOND);
        self.end_parked(room, now);
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        for track in hall.tracks.values_mut() {
            if full {
                track.weigh(now);
            }
            track.steer_tapes(now);
        }
        let tracks: Vec<TrackId> = hall.tracks.keys().copied().collect();
        let peers: Vec<PeerId> = hall.peers.keys().copied().collect();
        for track in tracks {
            self.ask_keyframes(room, track, now);
        }
        if full {
            for peer in peers {
                self.share_out(room, peer);
                self.try_network(room, peer);
            }
        }
    }

    /// Tracks whose publisher did not come back in time are over.
    fn end_parked(&mut self, room: RoomId, now: Instant) {
        let patience = self.limits.parked;
        let late = |parked: Instant| now.saturating_duration_since(parked) > patience;
        let Ok(hall) = self.hall(room) else { return };
        let tracks = hall.tracks.iter();
        let over = tracks.filter(|(_, track)| track.parked.is_some_and(late));
        let over: Vec<TrackId> = over.map(|(id, _)| *id).collect();
        for track in over {
            let _ = self.end_track(room, track);
        }
    }

    /// Connections without a path for too long are given up.
    fn end_lost(&mut self, now: Instant) {
        let patience = self.limits.gone;
        let late = |lost: Instant| now.saturating_duration_since(lost) > patience;
        let lost: Vec<LinkId> = self
            .links
            .values()
            .filter(|link| link.lost.is_some_and(late))
            .map(|link| link.id)
            .collect();
        for link in lost {
            self.end(link);
        }
    }

    /// Tells of connections that ought to be busy and are not.
    fn tell_stalls(&mut self, now: Instant) {
        let patience = self.limits.stalled;
        let recent = |moment: Instant| now.saturating_duration_since(moment) < patience;
        let mut stalled = Vec::new();
        for link in self.links.values() {
            let busy = match link.side {
                Side::Publishing => self.publishes(link.room, link.peer),
                // Whoever gets media reports on them several times a second.
                Side::Receiving => link.spoke.is_some_and(recent),
            };
            let begun = link.spoke.is_some() || link.side == Side::Publishing;
            let connected = link.lost.is_none() || link.heard + patience > now;
            if busy && begun && connected && !link.stalled && !recent(link.heard) {
                stalled.push(link.id);
            }
        }
        for id in stalled {
            if let Some(link) = self.links.get_mut(&id) {
                link.stalled = true;
                let (room, peer, side) = (link.room, link.peer, link.side);
                self.tell(Event::Stalled { room, peer, side });
            }
        }
    }

    /// Whether something is to be expected of a publisher.
    fn publishes(&self, room: RoomId, peer: PeerId) -> bool {
        let Ok(hall) = self.hall(room) else {
            return false;
        };
        let mut theirs = hall.tracks.values().filter(|track| track.peer == peer);
        theirs.any(|track| track.started && !track.muted)
    }

    /// Chooses what a receiver gets of each track.
    pub(super) fn share_out(&mut self, room: RoomId, peer: PeerId) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let tracks = &mut hall.tracks;
        let Some(receiving) = hall
            .peers
            .get_mut(&peer)
            .and_then(|peer| peer.receiving.as_mut())
        else {
            return;
        };
        let wishes: Vec<Wish> = receiving
            .lines
            .keys()
            .filter_map(|id| tracks.get(id))
            .map(|track| Wish {
                kind: track.kind,
                costs: track.costs(),
            })
            .collect();
        let parts = share::out(receiving.bears, &wishes);
        let lines = receiving
            .lines
            .iter_mut()
            .filter(|(id, _)| tracks.contains_key(id));
        for ((id, line), part) in lines.zip(parts) {
            line.slot.layer = part.layer;
            // Before anything has come there is no size to choose.
            if tracks.get(id).is_some_and(|track| track.sends(part.size)) {
                line.slot.wanted = part.size;
            }
        }
    }

    /// A track has a size more: all who receive it are served anew.
    pub(super) fn share_out_all(&mut self, room: RoomId, track: TrackId) {
        let Ok(hall) = self.hall(room) else { return };
        let has = |peer: &super::hall::Peer| {
            let receiving = peer.receiving.as_ref();
            receiving.is_some_and(|receiving| receiving.lines.contains_key(&track))
        };
        let peers = hall.peers.iter().filter(|(_, peer)| has(peer));
        let peers: Vec<PeerId> = peers.map(|(id, _)| *id).collect();
        for peer in peers {
            self.share_out(room, peer);
        }
    }

    /// Says what would be sent if the network bore it, so that this is tried.
    fn try_network(&mut self, room: RoomId, peer: PeerId) {
        let Ok(hall) = self.hall(room) else { return };
        let Some(receiving) = hall.peers.get(&peer).and_then(|p| p.receiving.as_ref()) else {
            return;
        };
        let tracks = receiving.lines.keys().filter_map(|id| hall.tracks.get(id));
        let dearest = |costs: Vec<share::Cost>| costs.iter().map(share::Cost::whole).max();
        let whole: u64 = tracks.filter_map(|track| dearest(track.costs())).sum();
        if whole == 0 {
            return;
        }
        let desired = ((whole as f64 * ABOVE) as u64).max(LEAST);
        let link = receiving.link;
        let tried = self.change(link, |rtc| {
            rtc.bwe().set_bitrate(Bitrate::ZERO, Bitrate::from(desired));
            Ok(())
        });
        if let Err(broken) = tried {
            self.after(link, Err(broken));
        }
    }
}
