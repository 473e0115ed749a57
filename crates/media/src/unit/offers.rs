//! What a peer receives: our offers, one at a time, and its answers.

use std::time::Instant;

use str0m::change::SdpAnswer;
use str0m::media::{Direction, MediaKind};

use super::Unit;
use super::hall::{Line, Receiving};
use super::publish::{bad, lines};
use super::slot::Slot;
use crate::event::Event;
use crate::names::{Kind, PeerId, RoomId, Shown, Side, TrackId};
use crate::room::Refused;

/// A line that is new in an offer.
struct New {
    track: TrackId,
    kind: MediaKind,
    stream: String,
    name: String,
}

impl Unit {
    /// Keeps back what a peer may not have any more.
    pub(super) fn withdraw(&mut self, room: RoomId, peer: PeerId) {
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let allowed = hall.allowed_to(peer);
        let Some(receiving) = hall
            .peers
            .get_mut(&peer)
            .and_then(|peer| peer.receiving.as_mut())
        else {
            return;
        };
        let lines = std::mem::take(&mut receiving.lines);
        let (kept, over) = lines
            .into_iter()
            .partition(|(track, _)| allowed.contains(track));
        receiving.lines = kept;
        let over: std::collections::BTreeMap<TrackId, Line> = over;
        if let Some(link) = self.links.get_mut(&receiving.link) {
            for line in over.values() {
                link.keep_back(&line.streams);
            }
        }
        receiving.over.extend(over.values().map(|line| line.mid));
    }

    /// Offers a peer what it may have and has not; waits its turn where an
    /// offer is under way.
    pub(super) fn negotiate(&mut self, room: RoomId, peer: PeerId) {
        let Ok(hall) = self.hall(room) else { return };
        let Some(found) = hall.peers.get(&peer) else {
            return;
        };
        let allowed = hall.allowed_to(peer);
        if found.receiving.is_none() {
            if allowed.is_empty() {
                return;
            }
            let link = self.connect(room, peer, Side::Receiving);
            if let Ok(found) = self.peer_mut(room, peer) {
                found.receiving = Some(Receiving::new(link));
            }
        }
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        let tracks = &hall.tracks;
        let Some(receiving) = hall
            .peers
            .get_mut(&peer)
            .and_then(|peer| peer.receiving.as_mut())
        else {
            return;
        };
        if receiving.offered.is_some() {
            receiving.due = true;
            return;
        }
        receiving.due = false;
        let missing = allowed
            .iter()
            .filter(|track| !receiving.lines.contains_key(track));
        let new: Vec<New> = missing
            .filter_map(|id| {
                tracks
                    .get(id)
                    .map(|track| new_line(*id, track.peer, track.kind))
            })
            .collect();
        let over = std::mem::take(&mut receiving.over);
        let restart = std::mem::take(&mut receiving.restart);
        if new.is_empty() && over.is_empty() && !restart {
            return;
        }
        let (link, anchored) = (receiving.link, receiving.anchored);
        let offered = self.change(link, |rtc| {
            let mut api = rtc.sdp_api();
            if !anchored {
                // Carries nothing, ever: a connection whose last line is taken
                // out would be none any more.
                api.add_media(MediaKind::Audio, Direction::Inactive, None, None, None);
            }
            for mid in over {
                api.stop_media(mid);
            }
            let mut added = Vec::new();
            for line in new {
                let (stream, name) = (Some(line.stream), Some(line.name));
                let mid = api.add_media(line.kind, Direction::SendOnly, stream, name, None);
                added.push((line.track, mid));
            }
            if restart {
                api.ice_restart(true);
            }
            Ok((api.apply(), added))
        });
        match offered {
            Ok((Some((offer, pending)), added)) => {
                let Ok(found) = self.peer_mut(room, peer) else {
                    return;
                };
                if let Some(receiving) = &mut found.receiving {
                    receiving.offered = Some(pending);
                    for (track, mid) in added {
                        let line = Line {
                            mid,
                            slot: Slot::new(None),
                            streams: Vec::new(),
                        };
                        receiving.lines.insert(track, line);
                    }
                }
                let sdp = offer.to_sdp_string();
                self.tell(Event::Offer {
                    room,
                    peer,
                    sdp,
                    tracks: self.shown(room, peer),
                });
            }
            Ok((None, _)) => {}
            Err(broken) => self.after(link, Err(broken)),
        }
    }

    pub(crate) fn answer(
        &mut self,
        room: RoomId,
        peer: PeerId,
        answer: &str,
    ) -> Result<(), Refused> {
        lines(answer, &self.limits)?;
        let answer = SdpAnswer::from_sdp_string(answer).map_err(bad)?;
        let receiving = self.peer_mut(room, peer)?.receiving.as_mut();
        let receiving = receiving.ok_or(Refused::NoOffer)?;
        let pending = receiving.offered.take().ok_or(Refused::NoOffer)?;
        let link = receiving.link;
        let taken = self.change(link, |rtc| rtc.sdp_api().accept_answer(pending, answer));
        if let Err(why) = taken {
            self.end(link);
            return Err(bad(why));
        }
        self.rename(link);
        self.open_lines(room, peer);
        self.listen(Instant::now());
        let due = self.peer_mut(room, peer)?.receiving.as_mut();
        if due.is_some_and(|receiving| {
            receiving.anchored = true;
            receiving.due
        }) {
            self.negotiate(room, peer);
        }
        Ok(())
    }

    pub(crate) fn restart(&mut self, room: RoomId, peer: PeerId) -> Result<(), Refused> {
        let receiving = self.peer_mut(room, peer)?.receiving.as_mut();
        let receiving = receiving.ok_or(Refused::NoOffer)?;
        // What was offered and never answered is offered again.
        receiving.offered = None;
        receiving.lines.retain(|_, line| line.is_open());
        receiving.restart = true;
        self.negotiate(room, peer);
        Ok(())
    }

    /// Lets out what was answered, and nothing else, each from its next
    /// keyframe.
    fn open_lines(&mut self, room: RoomId, peer: PeerId) {
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
        let Some(link) = self.links.get_mut(&receiving.link) else {
            return;
        };
        let mut opened = Vec::new();
        for (id, line) in &mut receiving.lines {
            if !line.is_open() {
                line.streams = link.streams(line.mid);
                if let Some(track) = tracks.get_mut(id) {
                    line.slot.wanted = track.best();
                    track.want(line.slot.wanted);
                }
                opened.push(*id);
            }
        }
        let open = receiving.lines.values().flat_map(|line| &line.streams);
        link.let_out(open.copied());
        for track in opened {
            self.ask_keyframes(room, track, Instant::now());
        }
    }

    /// What a peer's receiving connection carries.
    fn shown(&self, room: RoomId, peer: PeerId) -> Vec<Shown> {
        let Ok(hall) = self.hall(room) else {
            return Vec::new();
        };
        let receiving = hall
            .peers
            .get(&peer)
            .and_then(|peer| peer.receiving.as_ref());
        let lines = receiving.into_iter().flat_map(|receiving| &receiving.lines);
        lines
            .filter_map(|(id, line)| {
                let track = hall.tracks.get(id)?;
                Some(Shown {
                    mid: line.mid.to_string(),
                    track: *id,
                    from: track.peer,
                    kind: track.kind,
                    label: track.label.clone(),
                })
            })
            .collect()
    }
}

/// What belongs together is played together: a person's voice and picture,
/// a screen and its sound.
fn new_line(track: TrackId, from: PeerId, kind: Kind) -> New {
    let (media, what) = match kind {
        Kind::Screen => (MediaKind::Video, "screen"),
        Kind::ScreenSound => (MediaKind::Audio, "screen"),
        Kind::Camera => (MediaKind::Video, "person"),
        Kind::Microphone => (MediaKind::Audio, "person"),
    };
    New {
        track,
        kind: media,
        stream: format!("{}-{what}", from.0),
        name: track.0.to_string(),
    }
}
