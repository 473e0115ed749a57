//! Cutting the end off a finished recording: what came after a moment is not
//! in the file any more, as bytes or otherwise.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::time::Duration;

use super::ebml;
use super::reader::{Mended, head_at, mend, read, some, wrong};
use super::stretch::APART;
use super::webm;

/// How far a frame's place on the line of time may lie before its arrival,
/// where the summary of its recording was lost.
pub const LATEST: Duration = Duration::from_millis(APART);

/// Leaves the frames before `until` on the file's line of time, and finishes
/// the file anew. One that has no later ones stays as it is.
pub fn cut(file: &mut File, until: Duration) -> io::Result<Mended> {
    mend(file)?;
    let found = read(file)?;
    let until = u64::try_from(until.as_millis()).unwrap_or(u64::MAX);
    let kept = found.frames.partition_point(|(time, _)| *time < until);
    let duration = match kept.checked_sub(1) {
        Some(last) => found.frames[last].0 + 1,
        None => 0,
    };
    let mended = Mended {
        duration: Duration::from_millis(duration),
        frames: kept,
        was_open: !found.closed,
    };
    if kept == found.frames.len() {
        return Ok(mended);
    }
    let end = end_before(file, until, found.places.tracks)?;
    let mut cues = found.cues;
    cues.retain(|cue| cue.time < until);
    // Nothing of what follows is left when the end is written over it.
    file.set_len(end)?;
    webm::close(file, &found.places, end, duration, &cues, 0)?;
    file.sync_data()?;
    Ok(mended)
}

/// Walks over the clusters behind this place, and shortens the one in which
/// the moment lies; where the kept ones end.
fn end_before(file: &mut File, until: u64, tracks: u64) -> io::Result<u64> {
    let head = head_at(file, tracks)?.ok_or_else(wrong)?;
    let mut at = tracks + head.bytes + head.length.ok_or_else(wrong)?;
    let mut begun = false;
    loop {
        let Some(head) = head_at(file, at)? else {
            return Ok(at);
        };
        let length = head.length.ok_or_else(wrong)?;
        if head.id != ebml::CLUSTER {
            if begun {
                return Ok(at);
            }
            at += head.bytes + length;
            continue;
        }
        begun = true;
        let content = at + head.bytes;
        let kept = kept_of(file, content, content + length, until)?;
        if kept == content + length {
            at = kept;
            continue;
        }
        // With nothing but its time in it a cluster is none.
        let inside = some(file, content, kept - content)?;
        let empty = head_at(file, content)?
            .is_none_or(|first| content + first.bytes + first.length.unwrap_or(0) >= kept);
        if empty {
            return Ok(at);
        }
        let mut shorter = Vec::with_capacity(inside.len() + 12);
        ebml::put(ebml::CLUSTER, &inside, &mut shorter);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&shorter)?;
        return Ok(at + shorter.len() as u64);
    }
}

/// Where in a cluster its last frame before the moment ends.
fn kept_of(file: &mut File, mut at: u64, end: u64, until: u64) -> io::Result<u64> {
    let mut time = 0;
    while at < end {
        let head = head_at(file, at)?.ok_or_else(wrong)?;
        let (content, length) = (at + head.bytes, head.length.ok_or_else(wrong)?);
        match head.id {
            ebml::TIMESTAMP => time = ebml::number(&some(file, content, length.min(8))?),
            ebml::SIMPLE_BLOCK => {
                let block = some(file, content, length.min(4))?;
                let [_, high, low, _] = block[..] else {
                    return Err(wrong());
                };
                if time + u64::from(u16::from_be_bytes([high, low])) >= until {
                    return Ok(at);
                }
            }
            _ => {}
        }
        at = content.saturating_add(length);
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::time::Instant;

    use proptest::prelude::*;

    use super::super::stretch::{Frame, Stretch};
    use super::super::webm::Codec;
    use super::*;

    /// A frame that looks like VP8, with a number in it.
    fn numbered(number: u64, at: Instant) -> Frame {
        let key = number.is_multiple_of(7);
        let mut data = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];
        data[0] |= u8::from(!key);
        data.extend_from_slice(&[0xA5; 6]);
        data.extend_from_slice(&number.to_be_bytes());
        Frame {
            codec: Codec::Vp8,
            data: data.into(),
            key,
            time: (number * 9_000, 90_000),
            at,
        }
    }

    fn holds(bytes: &[u8], number: u64) -> bool {
        let mut mark = vec![0xA5; 6];
        mark.extend_from_slice(&number.to_be_bytes());
        bytes.windows(mark.len()).any(|window| window == mark)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn l9_what_came_after_the_moment_is_in_the_file_no_more(
            jitter in prop::collection::vec(0u64..90, 2..60),
            moment in 0u64..6_500,
        ) {
            let mut file = tempfile::tempfile().unwrap();
            let start = Instant::now();
            let mut stretch = Stretch::new(file.try_clone().unwrap());
            let came = |index: usize| match index {
                0 => 0,
                _ => index as u64 * 100 + jitter[index],
            };
            for index in 0..jitter.len() {
                let at = start + Duration::from_millis(came(index));
                stretch.put(&numbered(index as u64, at)).unwrap();
            }
            let summary = stretch.finish().unwrap();
            let until = Duration::from_millis(moment).saturating_sub(summary.late);
            let cut = cut(&mut file, until).unwrap();
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0)).unwrap();
            file.read_to_end(&mut bytes).unwrap();
            let read = read(&mut file).unwrap();
            prop_assert!(read.closed);
            prop_assert_eq!(read.bytes, bytes.len() as u64);
            prop_assert_eq!(read.frames.len(), cut.frames);
            for index in 0..jitter.len() {
                let after = came(index) >= moment;
                prop_assert!(!(after && holds(&bytes, index as u64)), "frame {index}");
                // And not much more goes than has to.
                let well_before = came(index) + 200 < moment;
                prop_assert!(!well_before || holds(&bytes, index as u64), "frame {index}");
            }
        }
    }
}
