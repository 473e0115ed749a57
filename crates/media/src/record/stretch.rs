//! One stretch of one track: frames in, a file with one line of time out.

use std::io::{self, Seek, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::webm::{Codec, Webm};

/// How far the sender's clock may be from the arrival before it is no longer
/// believed: after a reconnection it may count from anywhere.
pub(super) const APART: u64 = 1_000;
/// A silence this long is a gap.
const GAP: u64 = 2_000;

/// A frame on its way into a recording.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub codec: Codec,
    pub data: Arc<[u8]>,
    pub key: bool,
    /// Its time in ticks, and ticks of a second.
    pub time: (u64, u32),
    pub at: Instant,
}

/// A time in which nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From the recording's beginning.
    pub from: Duration,
    /// How long it lasted.
    pub lasted: Duration,
}

/// What is in a finished recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The moment of its time zero; none where no frame came.
    pub started: Option<Instant>,
    /// How long it plays.
    pub duration: Duration,
    /// Frames in it.
    pub frames: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// When nothing came for two seconds or more.
    pub gaps: Vec<Gap>,
    /// When its last frame arrived.
    pub ended: Option<Instant>,
    /// How far a frame's place on the line of time lies before its arrival,
    /// at the most.
    pub late: Duration,
}

/// A file that takes frames.
pub(crate) struct Stretch<W> {
    to: Option<W>,
    file: Option<(Webm<W>, Codec)>,
    clock: Option<Clock>,
    frames: u64,
    gaps: Vec<Gap>,
    ended: Option<Instant>,
    late: u64,
}

/// The line of time: what the sender says, on the scale of arrivals.
#[derive(Clone, Copy, Debug)]
struct Clock {
    started: Instant,
    /// Ticks that are so many milliseconds on the line.
    anchor: (u64, u64),
    last: u64,
}

impl Clock {
    /// The time of a frame in milliseconds, behind that of the last.
    fn time(&mut self, (ticks, rate): (u64, u32), at: Instant) -> u64 {
        let came = millis(at.saturating_duration_since(self.started));
        let since = ticks.checked_sub(self.anchor.0);
        let says = since.map(|since| self.anchor.1 + since * 1_000 / u64::from(rate.max(1)));
        let time = match says {
            Some(says) if says.abs_diff(came) <= APART => says,
            _ => {
                self.anchor = (ticks, came);
                came
            }
        };
        self.last = time.max(self.last + 1);
        self.last
    }
}

impl<W: Write + Seek> Stretch<W> {
    /// A file that begins with the first frame.
    pub(crate) fn new(to: W) -> Self {
        Self {
            to: Some(to),
            file: None,
            clock: None,
            frames: 0,
            gaps: Vec::new(),
            ended: None,
            late: 0,
        }
    }

    /// Takes a frame. The first of a picture must be a keyframe; what comes in
    /// another codec than the first is left out.
    pub(crate) fn put(&mut self, frame: &Frame) -> io::Result<()> {
        if let Some(to) = self.to.take() {
            let file = Webm::begin(to, frame.codec, &frame.data)?;
            self.file = Some((file, frame.codec));
        }
        let Some((file, codec)) = &mut self.file else {
            return Ok(());
        };
        if *codec != frame.codec {
            return Ok(());
        }
        let time = match &mut self.clock {
            Some(clock) => {
                let last = clock.last;
                let time = clock.time(frame.time, frame.at);
                if time - last >= GAP {
                    self.gaps.push(Gap {
                        from: Duration::from_millis(last),
                        lasted: Duration::from_millis(time - last),
                    });
                }
                time
            }
            None => {
                self.clock = Some(Clock {
                    started: frame.at,
                    anchor: (frame.time.0, 0),
                    last: 0,
                });
                0
            }
        };
        self.frames += 1;
        self.ended = Some(frame.at);
        if let Some(clock) = &self.clock {
            let came = millis(frame.at.saturating_duration_since(clock.started));
            self.late = self.late.max(came.saturating_sub(time));
        }
        file.frame(time, frame.key, &frame.data)
    }

    /// Writes what has been taken so far.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some((file, _)) => file.flush(),
            None => Ok(()),
        }
    }

    /// The moment of its time zero, once there is one.
    pub(crate) fn started(&self) -> Option<Instant> {
        self.clock.map(|clock| clock.started)
    }

    /// Finishes the file.
    pub(crate) fn finish(mut self) -> io::Result<Summary> {
        let last = self.clock.map_or(0, |clock| clock.last);
        // The last frame is seen for as long as frames are on the average.
        let each = last / self.frames.saturating_sub(1).max(1);
        let duration = if self.frames == 0 { 0 } else { last + each };
        let bytes = match self.file.take() {
            Some((file, _)) => file.finish(duration)?,
            None => 0,
        };
        Ok(Summary {
            started: self.started(),
            duration: Duration::from_millis(duration),
            frames: self.frames,
            bytes,
            gaps: self.gaps,
            ended: self.ended,
            late: Duration::from_millis(self.late),
        })
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::super::reader::{self, mend};
    use super::*;

    const KEY: [u8; 10] = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];

    fn frame(key: bool, ticks: u64, at: Instant) -> Frame {
        let mut data = KEY;
        data[0] |= u8::from(!key);
        Frame {
            codec: Codec::Vp8,
            data: data.into(),
            key,
            time: (ticks, 90_000),
            at,
        }
    }

    fn after(start: Instant, millis: u64) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn what_is_written_is_read_and_can_be_jumped_to() {
        let (mut bytes, start) = (Cursor::new(Vec::new()), Instant::now());
        let mut stretch = Stretch::new(&mut bytes);
        for index in 0..50 {
            let at = after(start, index * 100);
            let key = index % 20 == 0;
            stretch.put(&frame(key, 7_000 + index * 9_000, at)).unwrap();
        }
        let summary = stretch.finish().unwrap();
        assert_eq!(summary.started, Some(start));
        assert_eq!(summary.duration, Duration::from_millis(5_000));
        assert_eq!(summary.gaps, []);
        let found = reader::read(&mut bytes).unwrap();
        assert!(found.closed);
        assert_eq!(found.bytes, summary.bytes);
        let times: Vec<u64> = found.frames.iter().map(|(time, _)| *time).collect();
        assert_eq!(times, (0..50).map(|index| index * 100).collect::<Vec<_>>());
        let cues: Vec<u64> = found.cues.iter().map(|cue| cue.time).collect();
        assert_eq!(cues, [0, 2_000, 4_000]);
    }

    #[test]
    fn a_reconnection_is_a_gap_and_time_goes_on() {
        let (mut bytes, start) = (Cursor::new(Vec::new()), Instant::now());
        let mut stretch = Stretch::new(&mut bytes);
        stretch.put(&frame(true, 900_000, start)).unwrap();
        // The new sender counts from somewhere else.
        stretch.put(&frame(true, 5, after(start, 4_000))).unwrap();
        stretch
            .put(&frame(false, 9_005, after(start, 4_100)))
            .unwrap();
        let summary = stretch.finish().unwrap();
        let gap = Gap {
            from: Duration::ZERO,
            lasted: Duration::from_millis(4_000),
        };
        assert_eq!(summary.gaps, [gap]);
        let found = reader::read(&mut bytes).unwrap();
        assert_eq!(found.frames, [(0, true), (4_000, true), (4_100, false)]);
    }

    #[test]
    fn what_was_flushed_before_a_kill_is_mended_whatever_followed() {
        let (mut bytes, start) = (Cursor::new(Vec::new()), Instant::now());
        let mut stretch = Stretch::new(&mut bytes);
        for index in 0..30 {
            let at = after(start, index * 100);
            stretch.put(&frame(index == 0, index * 9_000, at)).unwrap();
        }
        drop(stretch);
        for torn in [0, 1, 2, 7, 40, 200] {
            let mut left = bytes.get_ref().clone();
            ebml_cluster_begun(&mut left, torn);
            let mut file = Cursor::new(left);
            let mended = mend(&mut file).unwrap();
            assert!(mended.was_open);
            assert_eq!(mended.frames, 20, "clusters of a second, two of them");
            assert_eq!(mended.duration, Duration::from_millis(1_901));
            let found = reader::read(&mut file).unwrap();
            assert!(found.closed);
            assert_eq!(found.frames.len(), 20);
            assert!(!mend(&mut file).unwrap().was_open);
        }
    }

    /// The beginning of a cluster that was never written to its end.
    fn ebml_cluster_begun(file: &mut Vec<u8>, bytes: usize) {
        let mut cluster = vec![0x1F, 0x43, 0xB6, 0x75, 0x41, 0xF4];
        cluster.resize(400, 0);
        file.extend_from_slice(&cluster[..bytes]);
    }

    proptest! {
        #[test]
        fn times_never_go_back(
            steps in prop::collection::vec((0u64..10_000_000, 0u64..3_000), 1..60),
        ) {
            let (mut bytes, mut at) = (Cursor::new(Vec::new()), Instant::now());
            let mut stretch = Stretch::new(&mut bytes);
            for (index, (ticks, later)) in steps.iter().enumerate() {
                at += Duration::from_millis(*later);
                stretch.put(&frame(index == 0, *ticks, at)).unwrap();
            }
            stretch.finish().unwrap();
            let found = reader::read(&mut bytes).unwrap();
            prop_assert_eq!(found.frames.len(), steps.len());
            prop_assert!(found.frames.windows(2).all(|two| two[0].0 < two[1].0));
        }

        #[test]
        fn no_file_makes_the_reader_panic(
            cut in 0usize..2_000,
            wrong in prop::collection::vec((0usize..2_000, any::<u8>()), 0..8),
        ) {
            let (mut bytes, start) = (Cursor::new(Vec::new()), Instant::now());
            let mut stretch = Stretch::new(&mut bytes);
            for index in 0..30 {
                stretch.put(&frame(true, index * 90_000, after(start, index * 1_000))).unwrap();
            }
            drop(stretch);
            let mut left = bytes.into_inner();
            left.truncate(cut);
            for (place, byte) in wrong {
                if let Some(old) = left.get_mut(place) {
                    *old = byte;
                }
            }
            let _ = mend(&mut Cursor::new(left));
        }
    }
}
