//! What a browser and the unit say to each other, as it goes over whatever
//! line the caller has between them. The browser's side are [`SCRIPTS`].

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::names::{PeerId, Published, Shown, Side, TrackId};
use crate::room::{Refused, Room};

/// The browser's side: ES modules as they are, by the names under which they
/// ask for each other. A page imports `Live` from the first.
pub const SCRIPTS: [(&str, &str); 4] = [
    ("live.js", include_str!("../browser/live.js")),
    ("publishing.js", include_str!("../browser/publishing.js")),
    ("receiving.js", include_str!("../browser/receiving.js")),
    ("connection.js", include_str!("../browser/connection.js")),
];

/// What a browser says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum FromBrowser {
    /// The offer of its publishing connection, and all that it publishes.
    Publish { sdp: String, tracks: Vec<Published> },
    /// Its answer to our offer.
    Answer { sdp: String },
    /// Its receiving connection is to be offered again, with ICE restarted.
    Restart {},
    /// It has given a connection up, and begins a new one.
    Reset { side: Side },
    /// It sends nothing on a track for a while, or does again.
    Mute { track: u64, muted: bool },
}

/// What a browser is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ToBrowser {
    /// The answer to its offer, and the numbers of its tracks by line.
    Published {
        sdp: String,
        tracks: Vec<(String, TrackId)>,
    },
    /// An offer of ours, and all that its connection carries.
    Offer { sdp: String, tracks: Vec<Shown> },
    /// A connection stands.
    Connected { side: Side },
    /// Nothing comes any more: it is to restart ICE.
    Stalled { side: Side },
    /// A connection is over: it is to begin a new one.
    Gone { side: Side },
    /// What it said of a connection could not be done. The reason is for a log, in English.
    Refused { side: Side, why: String },
}

impl Room {
    /// Does what a peer's browser says, and answers it.
    pub async fn hear(&self, peer: PeerId, said: FromBrowser) -> Option<ToBrowser> {
        let side = match said {
            FromBrowser::Publish { .. } | FromBrowser::Mute { .. } => Side::Publishing,
            FromBrowser::Answer { .. } | FromBrowser::Restart {} => Side::Receiving,
            FromBrowser::Reset { side } => side,
        };
        let done = match said {
            FromBrowser::Publish { sdp, tracks } => match self.publish(peer, sdp, tracks).await {
                Ok(answer) => {
                    return Some(ToBrowser::Published {
                        sdp: answer.sdp,
                        tracks: answer.tracks,
                    });
                }
                Err(why) => Err(why),
            },
            FromBrowser::Answer { sdp } => self.answer(peer, sdp).await,
            FromBrowser::Restart {} => match self.restart(peer).await {
                // What has not begun needs no restart.
                Err(Refused::NoOffer) => Ok(()),
                done => done,
            },
            FromBrowser::Reset { side } => self.reset(peer, side).await,
            FromBrowser::Mute { track, muted } => self.mute_own(peer, TrackId(track), muted).await,
        };
        let why = done.err()?.to_string();
        Some(ToBrowser::Refused { side, why })
    }
}

impl Event {
    /// Whose browser is to be told of this, and what.
    pub fn to_browser(&self) -> Option<(PeerId, ToBrowser)> {
        Some(match self.clone() {
            Self::Offer {
                peer, sdp, tracks, ..
            } => (peer, ToBrowser::Offer { sdp, tracks }),
            Self::Connected { peer, side, .. } => (peer, ToBrowser::Connected { side }),
            Self::Stalled { peer, side, .. } => (peer, ToBrowser::Stalled { side }),
            Self::Gone { peer, side, .. } => (peer, ToBrowser::Gone { side }),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Kind;

    #[test]
    fn what_a_browser_says_is_read_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<FromBrowser>(text).ok();
        let said = read(
            r#"{"t":"publish","sdp":"v=0","tracks":[{"mid":"0","kind":"screen_sound","label":"音"}]}"#,
        );
        let track = Published {
            mid: "0".into(),
            kind: Kind::ScreenSound,
            label: "音".into(),
        };
        let sdp = "v=0".into();
        let tracks = vec![track];
        assert_eq!(said, Some(FromBrowser::Publish { sdp, tracks }));
        assert_eq!(read(r#"{"t":"restart"}"#), Some(FromBrowser::Restart {}));
        let side = Side::Receiving;
        let reset = read(r#"{"t":"reset","side":"receiving"}"#);
        assert_eq!(reset, Some(FromBrowser::Reset { side }));
        assert_eq!(read(r#"{"t":"reset","side":"both"}"#), None);
        assert_eq!(read(r#"{"t":"restart","room":1}"#), None);
    }

    #[test]
    fn a_browser_is_told_in_the_words_it_knows() {
        let told = ToBrowser::Offer {
            sdp: "v=0".into(),
            tracks: vec![Shown {
                mid: "a".into(),
                track: TrackId(7),
                from: PeerId(3),
                kind: Kind::Camera,
                label: "顔".into(),
            }],
        };
        assert_eq!(
            serde_json::to_string(&told).unwrap(),
            r#"{"t":"offer","sdp":"v=0","tracks":[{"mid":"a","track":7,"from":3,"kind":"camera","label":"顔"}]}"#
        );
        let published = ToBrowser::Published {
            sdp: String::new(),
            tracks: vec![("0".into(), TrackId(9))],
        };
        assert_eq!(
            serde_json::to_string(&published).unwrap(),
            r#"{"t":"published","sdp":"","tracks":[["0",9]]}"#
        );
    }
}
