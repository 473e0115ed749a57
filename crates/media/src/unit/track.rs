//! A track that somebody publishes: what it costs, and what it was asked for.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use str0m::media::{MediaData, Mid, Rid};

use super::share::{Cost, LAYERS};
use super::slot::{Seen, Slot};
use crate::names::{Kind, PeerId};
use crate::record::{Codec, Frame, Tape};

/// After how long without a frame a size counts as not sent.
const SILENT: Duration = Duration::from_secs(2);
/// How far apart the keyframes of a recording are at most, so that a player
/// has places to jump to.
const JUMPS: Duration = Duration::from_secs(10);

pub(super) struct Track {
    pub peer: PeerId,
    /// The line that it comes on; none between two connections.
    pub mid: Option<Mid>,
    /// Since when it has had none.
    pub parked: Option<Instant>,
    pub kind: Kind,
    pub label: String,
    pub started: bool,
    pub muted: bool,
    pub tapes: Vec<Taping>,
    sizes: HashMap<Option<Rid>, Size>,
}

/// A recording of the track, and its place on it.
pub(super) struct Taping {
    pub tape: Tape,
    pub slot: Slot,
}

/// One of the sizes that a camera sends.
struct Size {
    seen: Instant,
    bits: [u64; LAYERS],
    cost: [u64; LAYERS],
    asked: Option<Instant>,
    wanted: bool,
    key: Instant,
}

impl Track {
    pub fn new(peer: PeerId, mid: Mid, kind: Kind, label: String) -> Self {
        Self {
            peer,
            mid: Some(mid),
            parked: None,
            kind,
            label,
            started: false,
            muted: false,
            tapes: Vec::new(),
            sizes: HashMap::new(),
        }
    }

    /// Its connection is gone: it waits for the next one.
    pub fn park(&mut self, now: Instant) {
        self.mid = None;
        self.parked = Some(now);
        self.sizes.clear();
        for taping in &mut self.tapes {
            taping.slot.moved();
        }
    }

    /// It comes on this line from now on.
    pub fn take_up(&mut self, mid: Mid) {
        self.mid = Some(mid);
        self.parked = None;
    }

    /// Counts a frame; true where its size was not there before.
    pub fn count(&mut self, frame: &Seen, bytes: usize) -> bool {
        let new = !self.sizes.contains_key(&frame.size);
        let size = self.sizes.entry(frame.size).or_insert_with(|| Size {
            seen: frame.at,
            bits: [0; LAYERS],
            cost: [0; LAYERS],
            asked: None,
            wanted: false,
            key: frame.at,
        });
        size.seen = frame.at;
        size.bits[usize::from(frame.layer).min(LAYERS - 1)] += 8 * bytes as u64;
        if frame.key {
            size.key = frame.at;
            size.wanted = false;
        }
        new
    }

    /// A second is over: what came in it is what each size costs.
    pub fn weigh(&mut self, now: Instant) {
        for size in self.sizes.values_mut() {
            size.cost = std::mem::take(&mut size.bits);
        }
        let live = |size: &Size| now.saturating_duration_since(size.seen) < SILENT;
        if self.sizes.values().any(live) {
            self.sizes.retain(|_, size| live(size));
        }
    }

    pub fn costs(&self) -> Vec<Cost> {
        let each = self.sizes.iter();
        each.map(|(size, known)| Cost {
            size: *size,
            layers: known.cost,
        })
        .collect()
    }

    /// The dearest size that is sent; of two that are alike the later name.
    pub fn best(&self) -> Option<Rid> {
        let costs = self.costs();
        let best = costs.iter().max_by_key(|cost| cost.whole());
        best.and_then(|cost| cost.size)
    }

    pub fn sends(&self, size: Option<Rid>) -> bool {
        self.sizes.contains_key(&size)
    }

    /// Somebody needs a keyframe.
    pub fn want(&mut self, size: Option<Rid>) {
        if self.kind.is_video()
            && let Some(size) = self.sizes.get_mut(&size)
        {
            size.wanted = true;
        }
    }

    /// The sizes of which a keyframe is to be asked for now.
    pub fn due_requests(&mut self, apart: Duration, now: Instant) -> Vec<Option<Rid>> {
        let due = |size: &Size| {
            let last = size.asked.map(|asked| now.saturating_duration_since(asked));
            size.wanted && last.is_none_or(|last| last >= apart)
        };
        let mut asked = Vec::new();
        for (name, size) in self.sizes.iter_mut().filter(|(_, size)| due(size)) {
            size.asked = Some(now);
            asked.push(*name);
        }
        asked
    }

    /// Recordings take the best size that there is, and have keyframes to
    /// jump to.
    pub fn steer_tapes(&mut self, now: Instant) {
        let best = self.best();
        let mut wanted = Vec::new();
        for taping in &mut self.tapes {
            if !self.sizes.contains_key(&taping.slot.wanted) {
                taping.slot.wanted = best;
            }
            let size = taping.slot.wanted;
            let known = self.sizes.get(&size);
            let old = known.is_some_and(|size| now.saturating_duration_since(size.key) >= JUMPS);
            if old || taping.slot.waits().is_some() {
                wanted.push(size);
            }
        }
        for size in wanted {
            self.want(size);
        }
    }
}

/// What the choice has to know of a frame.
pub(super) fn seen(kind: Kind, data: &MediaData) -> Seen {
    use str0m::format::CodecExtra;
    let layer = match data.codec_extra {
        CodecExtra::Vp8(extra) => extra.layer_index,
        _ => 0,
    };
    Seen {
        size: data.rid,
        key: !kind.is_video() || data.is_keyframe(),
        whole: !kind.is_video() || data.contiguous,
        layer,
        time: data.time.numer(),
        rate: data.time.denom(),
        at: data.network_time,
    }
}

/// A frame as a recording takes it; none in a codec that is not recorded.
pub(super) fn frame(seen: &Seen, time: u64, data: &MediaData) -> Option<Frame> {
    use str0m::format::Codec as Sent;
    let codec = match data.params.spec().codec {
        Sent::Vp8 => Codec::Vp8,
        Sent::Vp9 => Codec::Vp9,
        Sent::Opus => Codec::Opus,
        _ => return None,
    };
    Some(Frame {
        codec,
        data: data.data.clone(),
        key: seen.key,
        time: (time, seen.rate),
        at: seen.at,
    })
}
