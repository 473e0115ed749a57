//! What a peer publishes: its browser's offer, and the answer.

use std::collections::HashMap;

use str0m::change::SdpOffer;
use str0m::media::Mid;

use super::Unit;
use super::track::Track;
use crate::names::{Answer, PeerId, Published, RoomId, Side, TrackId};
use crate::room::Refused;
use crate::settings::Limits;

impl Unit {
    pub(crate) fn publish(
        &mut self,
        room: RoomId,
        peer: PeerId,
        offer: &str,
        tracks: &[Published],
    ) -> Result<Answer, Refused> {
        let lines = lines(offer, &self.limits)?;
        check(tracks, &lines, &self.limits)?;
        let offer = SdpOffer::from_sdp_string(offer).map_err(bad)?;
        let before = self.peer_mut(room, peer)?.publishing;
        let link = match before {
            Some(link) => link,
            None => self.connect(room, peer, Side::Publishing),
        };
        let answer = self.change(link, |rtc| rtc.sdp_api().accept_offer(offer));
        let answer = match answer {
            Ok(answer) => answer.to_sdp_string(),
            Err(why) => {
                // It may have been taken in by half: better none than that.
                match before {
                    Some(link) => self.end(link),
                    None => drop(self.drop_link(link)),
                }
                return Err(bad(why));
            }
        };
        self.rename(link);
        self.peer_mut(room, peer)?.publishing = Some(link);
        let tracks = self.announce(room, peer, tracks)?;
        self.listen(std::time::Instant::now());
        Ok(Answer {
            sdp: answer,
            tracks,
        })
    }

    /// From now on a peer publishes these tracks, and no others.
    fn announce(
        &mut self,
        room: RoomId,
        peer: PeerId,
        tracks: &[Published],
    ) -> Result<Vec<(String, TrackId)>, Refused> {
        let mut announced = Vec::new();
        for one in tracks {
            let mid = Mid::from(one.mid.as_str());
            let hall = self.hall_mut(room)?;
            let known = hall.published(peer, mid);
            let same = known.and_then(|id| hall.tracks.get_mut(&id).map(|track| (id, track)));
            let id = match same {
                Some((id, track)) if track.kind == one.kind => {
                    track.label.clone_from(&one.label);
                    id
                }
                _ => {
                    if let Some(other) = known {
                        self.end_track(room, other)?;
                    }
                    self.begin_track(room, peer, mid, one)?
                }
            };
            announced.push((one.mid.clone(), id));
        }
        let hall = self.hall(room)?;
        let theirs = hall.tracks.iter().filter(|(_, track)| track.peer == peer);
        let over: Vec<TrackId> = theirs
            .map(|(id, _)| *id)
            .filter(|id| announced.iter().all(|(_, kept)| kept != id))
            .collect();
        for track in over {
            self.end_track(room, track)?;
        }
        let peers: Vec<PeerId> = self.hall(room)?.peers.keys().copied().collect();
        for other in peers.into_iter().filter(|other| *other != peer) {
            self.negotiate(room, other);
        }
        Ok(announced)
    }

    /// A track that is new, or one that has found its new connection.
    fn begin_track(
        &mut self,
        room: RoomId,
        peer: PeerId,
        mid: Mid,
        one: &Published,
    ) -> Result<TrackId, Refused> {
        let new = TrackId(self.number());
        let hall = self.hall_mut(room)?;
        let parked = hall.parked(peer, one.kind, &one.label);
        if let Some(id) = parked
            && let Some(track) = hall.tracks.get_mut(&id)
        {
            track.take_up(mid);
            return Ok(id);
        }
        let track = Track::new(peer, mid, one.kind, one.label.clone());
        hall.tracks.insert(new, track);
        Ok(new)
    }
}

/// The lines of a description that carry media, and whether they are pictures.
pub(super) fn lines(description: &str, limits: &Limits) -> Result<HashMap<String, bool>, Refused> {
    if description.len() > limits.description {
        return Err(Refused::TooLong("the description"));
    }
    let (mut lines, mut count, mut video) = (HashMap::new(), 0, None);
    for line in description.lines() {
        if let Some(media) = line.strip_prefix("m=") {
            count += 1;
            video = match media.split(' ').next() {
                Some("video") => Some(true),
                Some("audio") => Some(false),
                _ => None,
            };
        } else if let (Some(mid), Some(video)) = (line.strip_prefix("a=mid:"), video) {
            lines.insert(mid.trim().to_owned(), video);
        }
    }
    if count > limits.lines {
        return Err(Refused::TooMany("lines in the description"));
    }
    Ok(lines)
}

fn check(
    tracks: &[Published],
    lines: &HashMap<String, bool>,
    limits: &Limits,
) -> Result<(), Refused> {
    if tracks.len() > limits.tracks {
        return Err(Refused::TooMany("tracks"));
    }
    for (index, track) in tracks.iter().enumerate() {
        if track.label.chars().count() > limits.label {
            return Err(Refused::TooLong("the label"));
        }
        let fits = lines.get(&track.mid) == Some(&track.kind.is_video());
        let twice = tracks[..index].iter().any(|other| other.mid == track.mid);
        if !fits || twice {
            return Err(Refused::BadDescription(format!(
                "no line of its own for {:?}",
                track.kind
            )));
        }
    }
    Ok(())
}

pub(super) fn bad(why: impl std::fmt::Display) -> Refused {
    Refused::BadDescription(why.to_string())
}
