//! Which frames of a track one of its takers gets.
//!
//! A taker is a receiver or a recording. It begins with a keyframe, stays on
//! one of the sizes that a camera sends, changes between them at keyframes
//! alone, and after a loss waits for the next one: a picture that stands
//! still is better than one in pieces. What it gets is on one time line,
//! whatever the sizes count from.

use std::time::{Duration, Instant};

use str0m::media::Rid;

/// A frame, as far as the choice goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub size: Option<Rid>,
    /// Begins anew, without anything before it. Every frame of sound does.
    pub key: bool,
    /// Nothing is missing before it.
    pub whole: bool,
    /// How far it can be left out: 0 is what all others build on.
    pub layer: u8,
    /// Its time, in ticks of its own line.
    pub time: u64,
    /// Ticks of a second.
    pub rate: u32,
    pub at: Instant,
}

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes on, at this time.
    Take(u64),
    /// It is left out.
    Leave,
    /// It is left out, and a keyframe of this size is wanted.
    Ask(Option<Rid>),
}

/// One taker's place on a track.
#[derive(Debug)]
pub(super) struct Slot {
    size: Option<Rid>,
    /// The size it is to have.
    pub wanted: Option<Rid>,
    /// The highest layer that it gets.
    pub layer: u8,
    waits: bool,
    /// Ticks between the line of the size that it has and its own.
    shift: i128,
    elsewhere: bool,
    last: Option<(u64, Instant)>,
}

impl Slot {
    pub fn new(wanted: Option<Rid>) -> Self {
        Self {
            size: wanted,
            wanted,
            layer: u8::MAX,
            waits: true,
            shift: 0,
            elsewhere: false,
            last: None,
        }
    }

    /// Whether it gets nothing until a keyframe comes, and of which size.
    pub fn waits(&self) -> Option<Option<Rid>> {
        (self.waits || self.size != self.wanted).then_some(self.wanted)
    }

    /// From now on only from the next keyframe.
    pub fn begin_anew(&mut self) {
        self.waits = true;
    }

    /// What comes next counts its time from anywhere.
    pub fn moved(&mut self) {
        self.waits = true;
        self.elsewhere = true;
    }

    /// The size that its frames come from.
    pub fn size(&self) -> Option<Rid> {
        self.size
    }

    pub fn take(&mut self, frame: &Seen) -> Verdict {
        if frame.size == self.wanted && frame.key && (self.waits || self.size != self.wanted) {
            self.change_over(frame);
        }
        if frame.size != self.size {
            return if frame.size == self.wanted {
                Verdict::Ask(self.wanted)
            } else {
                Verdict::Leave
            };
        }
        if self.waits || !(frame.whole || frame.key) {
            self.waits = true;
            return Verdict::Ask(self.wanted);
        }
        if frame.layer > self.layer {
            return Verdict::Leave;
        }
        let time = self.time(frame);
        self.last = Some((time, frame.at));
        Verdict::Take(time)
    }

    /// The first frame of a size follows the last of the other by as much as
    /// it came later.
    fn change_over(&mut self, frame: &Seen) {
        let elsewhere = std::mem::take(&mut self.elsewhere);
        if elsewhere || self.size != frame.size || self.last.is_none() {
            let begins = match self.last {
                None => frame.time,
                Some((time, at)) => {
                    time + ticks(frame.at.saturating_duration_since(at), frame.rate)
                }
            };
            self.shift = i128::from(begins) - i128::from(frame.time);
        }
        self.size = frame.size;
        self.waits = false;
    }

    /// Never back: two frames are a tick apart at least.
    fn time(&self, frame: &Seen) -> u64 {
        let time = u64::try_from(i128::from(frame.time) + self.shift).unwrap_or(0);
        match self.last {
            Some((last, _)) if time <= last => last + 1,
            _ => time,
        }
    }
}

fn ticks(span: Duration, rate: u32) -> u64 {
    let ticks = span.as_micros() * u128::from(rate) / 1_000_000;
    u64::try_from(ticks).unwrap_or(u64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(key: bool, time: u64, at: Instant) -> Seen {
        Seen {
            size: None,
            key,
            whole: true,
            layer: 0,
            time,
            rate: 90_000,
            at,
        }
    }

    #[test]
    fn it_begins_with_a_keyframe() {
        let (mut slot, now) = (Slot::new(None), Instant::now());
        assert_eq!(slot.take(&frame(false, 10, now)), Verdict::Ask(None));
        assert_eq!(slot.take(&frame(true, 20, now)), Verdict::Take(20));
        assert_eq!(slot.take(&frame(false, 30, now)), Verdict::Take(30));
    }

    #[test]
    fn after_a_loss_it_waits_for_the_next_keyframe() {
        let (mut slot, now) = (Slot::new(None), Instant::now());
        slot.take(&frame(true, 10, now));
        let torn = Seen {
            whole: false,
            ..frame(false, 20, now)
        };
        assert_eq!(slot.take(&torn), Verdict::Ask(None));
        assert_eq!(slot.take(&frame(false, 30, now)), Verdict::Ask(None));
        assert_eq!(slot.take(&frame(true, 40, now)), Verdict::Take(40));
    }

    #[test]
    fn what_can_be_left_out_is_left_out_above_its_layer() {
        let (mut slot, now) = (Slot::new(None), Instant::now());
        slot.take(&frame(true, 10, now));
        slot.layer = 0;
        let upper = Seen {
            layer: 1,
            ..frame(false, 20, now)
        };
        assert_eq!(slot.take(&upper), Verdict::Leave);
        assert_eq!(slot.take(&frame(false, 30, now)), Verdict::Take(30));
    }

    #[test]
    fn sizes_change_at_a_keyframe_and_stay_on_one_line_of_time() {
        let (small, large) = (Some(Rid::from("l")), Some(Rid::from("h")));
        let (mut slot, now) = (Slot::new(small), Instant::now());
        let of = |size, key, time, after| Seen {
            size,
            ..frame(key, time, now + Duration::from_millis(after))
        };
        assert_eq!(slot.take(&of(small, true, 9_000, 0)), Verdict::Take(9_000));
        slot.wanted = large;
        assert_eq!(slot.take(&of(large, false, 500, 10)), Verdict::Ask(large));
        // Until then it goes on with what it has.
        assert_eq!(
            slot.take(&of(small, false, 9_900, 10)),
            Verdict::Take(9_900)
        );
        assert_eq!(
            slot.take(&of(large, true, 3_500, 110)),
            Verdict::Take(9_900 + 9_000)
        );
        assert_eq!(
            slot.take(&of(large, false, 4_400, 120)),
            Verdict::Take(9_900 + 9_900)
        );
        assert_eq!(slot.take(&of(small, false, 9_990, 121)), Verdict::Leave);
    }

    #[test]
    fn a_new_connection_goes_on_where_the_old_one_ended() {
        let (mut slot, now) = (Slot::new(None), Instant::now());
        slot.take(&frame(true, 900_000, now));
        slot.moved();
        let later = now + Duration::from_secs(1);
        assert_eq!(slot.take(&frame(false, 3, later)), Verdict::Ask(None));
        assert_eq!(slot.take(&frame(true, 5, later)), Verdict::Take(990_000));
        assert_eq!(
            slot.take(&frame(false, 3_005, later)),
            Verdict::Take(993_000)
        );
    }

    #[test]
    fn time_never_goes_back() {
        let (mut slot, now) = (Slot::new(None), Instant::now());
        assert_eq!(slot.take(&frame(true, 100, now)), Verdict::Take(100));
        assert_eq!(slot.take(&frame(false, 50, now)), Verdict::Take(101));
    }
}
