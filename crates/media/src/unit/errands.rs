//! What callers want done with rooms, peers and recordings.

use std::io::{Seek, Write};
use std::time::Instant;

use super::Unit;
use super::hall::{Hall, Peer};
use super::slot::Slot;
use super::track::Taping;
use crate::allowed::Allowed;
use crate::event::{Event, RoomStats, Stats};
use crate::names::{PeerId, RecordingId, RoomId, Side, TrackId};
use crate::record::{Named, Tape};
use crate::room::Refused;

impl Unit {
    pub(crate) fn stats(&self) -> Stats {
        Stats {
            rooms: self.halls.len(),
            connections: self.links.len(),
            tcp: self.ports.doors.count(),
            ..self.ports.stats
        }
    }

    pub(crate) fn open_room(&mut self) -> Result<RoomId, Refused> {
        if self.halls.len() >= self.limits.rooms {
            return Err(Refused::TooMany("rooms"));
        }
        let room = RoomId(self.number());
        self.halls.insert(room, Hall::default());
        Ok(room)
    }

    pub(crate) fn close_room(&mut self, room: RoomId) {
        let Some(hall) = self.halls.remove(&room) else {
            return;
        };
        for peer in hall.peers.into_values() {
            self.disconnect(peer);
        }
    }

    pub(crate) fn room_stats(&self, room: RoomId) -> Result<RoomStats, Refused> {
        let hall = self.hall(room)?;
        Ok(RoomStats {
            peers: hall.peers.len(),
            tracks: hall.tracks.len(),
            frames_in: hall.frames_in,
            frames_out: hall.frames_out,
            bytes_in: hall.bytes_in,
            recordings: hall.tracks.values().map(|track| track.tapes.len()).sum(),
        })
    }

    pub(crate) fn join(&mut self, room: RoomId, peer: PeerId) -> Result<(), Refused> {
        let most = self.limits.peers;
        let hall = self.hall(room)?;
        if hall.peers.contains_key(&peer) {
            self.leave(room, peer)?;
        } else if hall.peers.len() >= most {
            return Err(Refused::TooMany("peers"));
        }
        self.hall_mut(room)?.peers.insert(peer, Peer::default());
        self.negotiate(room, peer);
        Ok(())
    }

    pub(crate) fn leave(&mut self, room: RoomId, peer: PeerId) -> Result<(), Refused> {
        let hall = self.hall_mut(room)?;
        let found = hall.peers.remove(&peer).ok_or(Refused::UnknownPeer)?;
        self.disconnect(found);
        self.end_tracks_of(room, peer);
        Ok(())
    }

    pub(crate) fn reset(&mut self, room: RoomId, peer: PeerId, side: Side) -> Result<(), Refused> {
        let found = self.peer_mut(room, peer)?;
        let link = match side {
            Side::Publishing => found.publishing.take(),
            Side::Receiving => found.receiving.take().map(|receiving| receiving.link),
        };
        if let Some(link) = link {
            self.drop_link(link);
        }
        match side {
            Side::Publishing => self.hall_mut(room)?.park(peer, Instant::now()),
            Side::Receiving => self.negotiate(room, peer),
        }
        Ok(())
    }

    /// What is not allowed any more is kept back from this very moment; what
    /// is newly allowed is offered.
    pub(crate) fn allow(&mut self, room: RoomId, allowed: Allowed) -> Result<(), Refused> {
        let hall = self.hall_mut(room)?;
        hall.allowed = allowed;
        for track in hall.tracks.values_mut() {
            if !hall.allowed.records(track.peer, track.kind) {
                // Which finishes them, with nothing more in them.
                track.tapes.clear();
            }
        }
        let peers: Vec<PeerId> = hall.peers.keys().copied().collect();
        for peer in peers {
            self.withdraw(room, peer);
            self.negotiate(room, peer);
        }
        Ok(())
    }

    pub(crate) fn mute(
        &mut self,
        room: RoomId,
        track: TrackId,
        muted: bool,
    ) -> Result<(), Refused> {
        let hall = self.hall_mut(room)?;
        let track = hall.tracks.get_mut(&track).ok_or(Refused::UnknownTrack)?;
        track.muted = muted;
        Ok(())
    }

    pub(crate) fn publishes_track(&self, room: RoomId, peer: PeerId, track: TrackId) -> bool {
        let hall = self.hall(room).ok();
        let found = hall.and_then(|hall| hall.tracks.get(&track));
        found.is_some_and(|track| track.peer == peer)
    }

    pub(crate) fn end_track(&mut self, room: RoomId, track: TrackId) -> Result<(), Refused> {
        let hall = self.hall_mut(room)?;
        let ended = hall.tracks.remove(&track).ok_or(Refused::UnknownTrack)?;
        let peer = ended.peer;
        // With the track go its tapes, which finishes them.
        drop(ended);
        self.tell(Event::TrackEnded { room, peer, track });
        let peers: Vec<PeerId> = self.hall(room)?.peers.keys().copied().collect();
        for peer in peers {
            self.withdraw(room, peer);
            self.negotiate(room, peer);
        }
        Ok(())
    }

    /// Ends all that a peer publishes.
    pub(super) fn end_tracks_of(&mut self, room: RoomId, peer: PeerId) {
        let Ok(hall) = self.hall(room) else { return };
        let theirs = hall.tracks.iter().filter(|(_, track)| track.peer == peer);
        let theirs: Vec<TrackId> = theirs.map(|(id, _)| *id).collect();
        for track in theirs {
            let _ = self.end_track(room, track);
        }
    }

    pub(crate) fn record<W>(
        &mut self,
        room: RoomId,
        track: TrackId,
        writer: W,
    ) -> Result<RecordingId, Refused>
    where
        W: Write + Seek + Send + 'static,
    {
        let hall = self.hall(room)?;
        let running: usize = hall.tracks.values().map(|track| track.tapes.len()).sum();
        if running >= self.limits.recordings {
            return Err(Refused::TooMany("recordings"));
        }
        let track_of = hall.tracks.get(&track).ok_or(Refused::UnknownTrack)?;
        if !hall.allowed.records(track_of.peer, track_of.kind) {
            return Err(Refused::NotAllowed);
        }
        let recording = RecordingId(self.number());
        let (limit, tell) = (self.limits.unwritten, self.tell.clone());
        let found = self.hall_mut(room)?.tracks.get_mut(&track);
        let found = found.ok_or(Refused::UnknownTrack)?;
        let named = Named {
            room,
            recording,
            track,
        };
        let tape = Tape::start(named, writer, limit, tell);
        let tape = tape.map_err(|_| Refused::TooMany("threads"))?;
        let slot = Slot::new(found.best());
        found.tapes.push(Taping { tape, slot });
        let size = found.best();
        found.want(size);
        self.ask_keyframes(room, track, Instant::now());
        Ok(recording)
    }

    pub(crate) fn stop(&mut self, room: RoomId, recording: RecordingId) -> Result<(), Refused> {
        let hall = self.hall_mut(room)?;
        for track in hall.tracks.values_mut() {
            let before = track.tapes.len();
            let of = |taping: &Taping| taping.tape.named.recording == recording;
            track.tapes.retain(|taping| !of(taping));
            if track.tapes.len() < before {
                return Ok(());
            }
        }
        Err(Refused::UnknownRecording)
    }

    pub(super) fn hall(&self, room: RoomId) -> Result<&Hall, Refused> {
        self.halls.get(&room).ok_or(Refused::Closed)
    }

    pub(super) fn hall_mut(&mut self, room: RoomId) -> Result<&mut Hall, Refused> {
        self.halls.get_mut(&room).ok_or(Refused::Closed)
    }

    pub(super) fn peer_mut(&mut self, room: RoomId, peer: PeerId) -> Result<&mut Peer, Refused> {
        let hall = self.hall_mut(room)?;
        hall.peers.get_mut(&peer).ok_or(Refused::UnknownPeer)
    }

    fn disconnect(&mut self, peer: Peer) {
        let receiving = peer.receiving.map(|receiving| receiving.link);
        for link in peer.publishing.into_iter().chain(receiving) {
            self.drop_link(link);
        }
    }
}
