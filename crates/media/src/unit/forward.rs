//! What connections say, and frames on their way from one to the others.

use std::time::Instant;

use str0m::bwe::BweKind;
use str0m::media::{KeyframeRequestKind, MediaData, MediaTime, Mid};
use str0m::{Event as Heard, IceConnectionState};

use super::link::LinkId;
use super::slot::Verdict;
use super::track::{frame, seen};
use super::{Hall, Unit};
use crate::event::Event;
use crate::names::{PeerId, RoomId, Side, TrackId};
use crate::record::Put;

impl Unit {
    /// Hears out whatever connections have said.
    pub(super) fn listen(&mut self, now: Instant) {
        while let Some((id, heard)) = self.said.pop_front() {
            self.hear(id, heard, now);
        }
    }

    fn hear(&mut self, id: LinkId, heard: Heard, now: Instant) {
        let Some(link) = self.links.get_mut(&id) else {
            return;
        };
        let (room, peer, side) = (link.room, link.peer, link.side);
        match heard {
            Heard::Connected => {
                link.lost = None;
                link.heard = now;
                self.tell(Event::Connected { room, peer, side });
                self.ask_for_waiting(room, peer, now);
            }
            Heard::IceConnectionStateChange(state) => match state {
                IceConnectionState::Disconnected => link.lost = Some(now),
                IceConnectionState::Connected | IceConnectionState::Completed => link.lost = None,
                _ => {}
            },
            Heard::MediaData(data) if side == Side::Publishing => {
                self.forward(room, peer, &data, now);
            }
            Heard::KeyframeRequest(request) => self.pass_on(room, peer, request.mid, now),
            Heard::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                if let Ok(found) = self.peer_mut(room, peer)
                    && let Some(receiving) = &mut found.receiving
                {
                    receiving.bears = Some(estimate.as_u64());
                    self.share_out(room, peer);
                }
            }
            Heard::Closed => self.end(id),
            _ => {}
        }
    }

    /// Hands a frame on to all who may have it, and to recordings.
    fn forward(&mut self, room: RoomId, peer: PeerId, data: &MediaData, now: Instant) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let Some(id) = hall.published(peer, data.mid) else {
            return;
        };
        let Some(track) = hall.tracks.get_mut(&id) else {
            return;
        };
        let seen = seen(track.kind, data);
        hall.frames_in += 1;
        hall.bytes_in += data.data.len() as u64;
        let new_size = track.count(&seen, data.data.len());
        let begins = !std::mem::replace(&mut track.started, true);
        let kind = track.kind;
        if new_size {
            track.steer_tapes(now);
        }
        tape(track, &seen, data);
        if begins {
            self.tell(Event::TrackStarted {
                room,
                peer,
                track: id,
                kind,
            });
        }
        if new_size {
            self.share_out_all(room, id);
        }
        self.hand_on(room, id, data, now);
        self.ask_keyframes(room, id, now);
    }

    fn hand_on(&mut self, room: RoomId, id: TrackId, data: &MediaData, now: Instant) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let Hall {
            peers,
            tracks,
            allowed,
            frames_out,
            ..
        } = hall;
        let Some(track) = tracks.get_mut(&id) else {
            return;
        };
        let seen = seen(track.kind, data);
        let mut broken = Vec::new();
        for (to, peer) in peers {
            let Some(receiving) = &mut peer.receiving else {
                continue;
            };
            let Some(line) = receiving.lines.get_mut(&id) else {
                continue;
            };
            // The rule itself is asked for each frame; the rest follows it.
            if !line.is_open() || !allowed.allows(track.peer, track.kind, *to) {
                continue;
            }
            let Some(link) = self.links.get_mut(&receiving.link) else {
                continue;
            };
            // What is written before there is a path would be lost.
            if link.lost.is_some() && line.slot.waits().is_some() {
                continue;
            }
            let time = match line.slot.take(&seen) {
                Verdict::Take(time) => time,
                Verdict::Leave => continue,
                Verdict::Ask(size) => {
                    track.want(size);
                    continue;
                }
            };
            let time = MediaTime::new(time, data.time.frequency());
            let mid = line.mid;
            let written = link.change(now, &mut self.ports, &mut self.said, |rtc| {
                if let Some(writer) = rtc.writer(mid)
                    && let Some(pt) = writer.match_params(data.params)
                {
                    writer.write(pt, data.network_time, time, data.data.clone())?;
                }
                Ok(())
            });
            *frames_out += 1;
            broken.push((receiving.link, written));
        }
        for (link, written) in broken {
            self.after(link, written);
        }
    }

    /// A receiver asks for a keyframe: its publisher is asked.
    fn pass_on(&mut self, room: RoomId, peer: PeerId, mid: Mid, now: Instant) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let receiving = hall
            .peers
            .get(&peer)
            .and_then(|peer| peer.receiving.as_ref());
        let Some((id, size)) = receiving.and_then(|receiving| {
            let mut lines = receiving.lines.iter();
            let line = lines.find(|(_, line)| line.mid == mid && line.is_open());
            line.map(|(id, line)| (*id, line.slot.size()))
        }) else {
            return;
        };
        if let Some(track) = hall.tracks.get_mut(&id) {
            track.want(size);
        }
        self.ask_keyframes(room, id, now);
    }

    /// Asks a publisher for the keyframes that are wanted, not too often.
    pub(super) fn ask_keyframes(&mut self, room: RoomId, id: TrackId, now: Instant) {
        let apart = self.limits.keyframes;
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let Some(track) = hall.tracks.get_mut(&id) else {
            return;
        };
        let publisher = hall.peers.get(&track.peer).and_then(|peer| peer.publishing);
        let Some(link) = publisher else { return };
        let Some(mid) = track.mid else { return };
        let sizes = track.due_requests(apart, now);
        for size in sizes {
            let asked = self.change(link, |rtc| {
                if let Some(mut writer) = rtc.writer(mid) {
                    // A size that has just gone cannot be asked.
                    let _ = writer.request_keyframe(size, KeyframeRequestKind::Pli);
                }
                Ok(())
            });
            if let Err(broken) = asked {
                self.after(link, Err(broken));
                return;
            }
        }
    }

    /// A receiver has just got its path: everything it waits for is asked for.
    fn ask_for_waiting(&mut self, room: RoomId, peer: PeerId, now: Instant) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let receiving = hall
            .peers
            .get(&peer)
            .and_then(|peer| peer.receiving.as_ref());
        let lines = receiving.into_iter().flat_map(|receiving| &receiving.lines);
        let waiting: Vec<_> = lines
            .filter_map(|(id, line)| line.slot.waits().map(|size| (*id, size)))
            .collect();
        for (id, size) in waiting {
            if let Some(track) = self
                .halls
                .get_mut(&room)
                .and_then(|h| h.tracks.get_mut(&id))
            {
                track.want(size);
            }
            self.ask_keyframes(room, id, now);
        }
    }
}

/// Hands a frame to the recordings of its track.
fn tape(track: &mut super::track::Track, seen: &super::slot::Seen, data: &MediaData) {
    let mut wanted = Vec::new();
    track.tapes.retain_mut(|taping| {
        let time = match taping.slot.take(seen) {
            Verdict::Take(time) => time,
            Verdict::Leave => return true,
            Verdict::Ask(size) => {
                wanted.push(size);
                return true;
            }
        };
        let Some(frame) = frame(seen, time, data) else {
            return true;
        };
        match taping.tape.put(frame) {
            Put::Taken => true,
            Put::Behind => {
                taping.slot.begin_anew();
                true
            }
            Put::Over => false,
        }
    });
    for size in wanted {
        track.want(size);
    }
}
