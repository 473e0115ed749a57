//! A room with people in it, for tests.

use std::time::Duration;

use media::{
    Allowed, Event, Events, Kind, Limits, Media, PeerId, Published, Room, Settings, Shown, TrackId,
};
use str0m::media::MediaKind;

use super::{Client, PATIENCE, picture};

/// The unit with one room, and what it said.
pub struct Stage {
    pub media: Media,
    pub events: Events,
    pub room: Room,
}

impl Stage {
    pub async fn open() -> Self {
        Self::with(Limits::default()).await
    }

    pub async fn with(limits: Limits) -> Self {
        let at = "127.0.0.1:0".parse().expect("an address");
        let settings = Settings {
            limits,
            ..Settings::at(at)
        };
        let (media, events) = Media::bind(settings).expect("a unit");
        let room = media.open_room().await.expect("a room");
        Self {
            media,
            events,
            room,
        }
    }

    /// The first event that this finds something in.
    pub async fn event<T>(&mut self, what: &str, mut pick: impl FnMut(&Event) -> Option<T>) -> T {
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                let event = self.events.next().await.expect("a running unit");
                if let Some(found) = pick(&event) {
                    return found;
                }
            }
        });
        found
            .await
            .unwrap_or_else(|_| panic!("{what} did not come"))
    }

    /// The next offer for a peer.
    pub async fn offer(&mut self, to: PeerId) -> (String, Vec<Shown>) {
        self.event("an offer", |event| match event {
            Event::Offer {
                peer, sdp, tracks, ..
            } if *peer == to => Some((sdp.clone(), tracks.clone())),
            _ => None,
        })
        .await
    }

    /// A peer that publishes one track.
    pub async fn publisher(&mut self, client: Client, peer: PeerId, kind: Kind) -> Sender {
        self.room.join(peer).await.expect("a place");
        let media = if kind.is_video() {
            MediaKind::Video
        } else {
            MediaKind::Audio
        };
        let (offer, mids) = client.offer(&[media]);
        self.publish(client, peer, kind, offer, mids).await
    }

    pub async fn publish(
        &mut self,
        mut client: Client,
        peer: PeerId,
        kind: Kind,
        offer: String,
        mids: Vec<String>,
    ) -> Sender {
        let published = Published {
            mid: mids[0].clone(),
            kind,
            label: "画面".into(),
        };
        let answer = self.room.publish(peer, offer, vec![published]).await;
        let answer = answer.expect("an answer");
        client.answered(&answer.sdp);
        client.connected();
        Sender {
            client,
            mid: mids[0].clone(),
            track: answer.tracks[0].1,
            number: 0,
        }
    }

    /// A peer that answers the offer that is on its way to it.
    pub async fn receiver(&mut self, mut client: Client, peer: PeerId) -> Client {
        let (offer, _) = self.offer(peer).await;
        let answer = client.answer(&offer);
        self.room.answer(peer, answer).await.expect("an open line");
        client.connected();
        client
    }
}

/// Somebody who sends numbered frames.
pub struct Sender {
    pub client: Client,
    pub mid: String,
    pub track: TrackId,
    pub number: u32,
}

impl Sender {
    pub fn send(&mut self, key: bool, bytes: usize) -> u32 {
        self.number += 1;
        let frame = picture(key, self.number, bytes);
        self.client.write(&self.mid, frame);
        self.number
    }

    /// Sends a frame as it is.
    pub fn send_frame(&mut self, frame: &[u8]) {
        self.client.write(&self.mid, frame.to_vec());
    }

    /// Sends keyframes until each of these has got one.
    pub fn reach(&mut self, receivers: &mut [&mut Client]) {
        let mut left: Vec<&mut &mut Client> = receivers.iter_mut().collect();
        for _ in 0..400 {
            let sent = self.send(true, 200);
            left.retain_mut(|client| {
                while let Some(frame) = client.frame_within(Duration::from_millis(25)) {
                    if super::number(&frame) == sent {
                        return false;
                    }
                }
                true
            });
            if left.is_empty() {
                return;
            }
        }
        panic!("{} receivers got nothing", left.len());
    }
}

/// Tracks of this kind from one to all of these.
pub fn to_all(from: PeerId, kind: Kind, to: &[PeerId]) -> Allowed {
    to.iter().fold(Allowed::nobody(), |allowed, to| {
        allowed.and(from, kind, *to)
    })
}

/// A track of this kind may be recorded.
pub fn taped(from: PeerId, kind: Kind) -> Allowed {
    Allowed::nobody().and_recorded(from, kind)
}
