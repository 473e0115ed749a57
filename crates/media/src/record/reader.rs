//! Reading what the writer wrote, and finishing what it could not.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::time::Duration;

use super::ebml::{self, Head};
use super::webm::{self, Cue, Places};

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub places: Places,
    /// The frames: time in milliseconds, and whether it is a keyframe.
    pub frames: Vec<(u64, bool)>,
    pub cues: Vec<Cue>,
    /// Where the last whole cluster ends.
    pub end: u64,
    /// Whether it was closed.
    pub closed: bool,
    /// Bytes of the file.
    pub bytes: u64,
}

/// A recording that was finished after its writer had been killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mended {
    /// How long it plays.
    pub duration: Duration,
    /// Frames in it.
    pub frames: usize,
    /// Whether something had to be done at all.
    pub was_open: bool,
}

/// Finishes a recording whose writer was killed: gives it its duration, and
/// places to jump to. A finished one stays as it is.
pub fn mend<F: Read + Write + Seek>(file: &mut F) -> io::Result<Mended> {
    let found = read(file)?;
    let duration = found.frames.last().map_or(0, |(time, _)| time + 1);
    let mended = Mended {
        duration: Duration::from_millis(duration),
        frames: found.frames.len(),
        was_open: !found.closed,
    };
    if !found.closed {
        let over = usize::try_from(found.bytes - found.end).map_err(io::Error::other)?;
        webm::close(file, &found.places, found.end, duration, &found.cues, over)?;
    }
    Ok(mended)
}

/// Reads a file of ours.
pub(super) fn read<F: Read + Seek>(file: &mut F) -> io::Result<Contents> {
    let bytes = file.seek(SeekFrom::End(0))?;
    let mut found = Contents {
        bytes,
        ..Contents::default()
    };
    let header = expect(file, 0, bytes, ebml::HEADER)?;
    let at = header.bytes + header.length.unwrap_or(0);
    let segment = expect(file, at, bytes, ebml::SEGMENT)?;
    found.places.length = at + 4;
    found.places.segment = at + segment.bytes;
    found.closed = segment.length.is_some();
    found.end = found.places.segment;
    let mut at = found.places.segment;
    while let Some(head) = head_at(file, at)? {
        let (content, Some(length)) = (at + head.bytes, head.length) else {
            break;
        };
        let end = content.saturating_add(length);
        if end > bytes {
            break;
        }
        match head.id {
            ebml::VOID | ebml::SEEK_HEAD if at == found.places.segment => {
                found.places.contents = (at, usize::try_from(end - at).unwrap_or(0));
            }
            ebml::INFO => {
                found.places.info = at;
                found.places.duration = end - webm::DURATION as u64;
            }
            ebml::TRACKS => {
                found.places.tracks = at;
                found.end = end;
            }
            ebml::CLUSTER => {
                cluster(file, at, (content, end), &mut found)?;
                found.end = end;
            }
            _ => {}
        }
        at = end;
    }
    if found.places.info == 0 || found.places.tracks == 0 {
        return Err(wrong());
    }
    Ok(found)
}

fn cluster<F: Read + Seek>(
    file: &mut F,
    at: u64,
    (mut inside, end): (u64, u64),
    found: &mut Contents,
) -> io::Result<()> {
    let (mut time, mut first) = (0, true);
    while inside < end {
        let Some(head) = head_at(file, inside)? else {
            return Err(wrong());
        };
        let length = head.length.ok_or_else(wrong)?;
        let content = inside + head.bytes;
        match head.id {
            ebml::TIMESTAMP => time = ebml::number(&some(file, content, length.min(8))?),
            ebml::SIMPLE_BLOCK => {
                let block = some(file, content, length.min(4))?;
                let [_, high, low, flags] = block[..] else {
                    return Err(wrong());
                };
                let key = flags & 0x80 != 0;
                let after = u64::from(u16::from_be_bytes([high, low]));
                found.frames.push((time + after, key));
                if first && key {
                    let cluster = at - found.places.segment;
                    found.cues.push(Cue { time, cluster });
                }
                first = false;
            }
            _ => {}
        }
        inside = content.saturating_add(length);
    }
    Ok(())
}

fn expect<F: Read + Seek>(file: &mut F, at: u64, bytes: u64, id: ebml::Id) -> io::Result<Head> {
    let head = head_at(file, at)?.ok_or_else(wrong)?;
    let fits = head.length.is_none_or(|length| at + length <= bytes);
    if head.id == id && fits {
        Ok(head)
    } else {
        Err(wrong())
    }
}

pub(super) fn head_at<F: Read + Seek>(file: &mut F, at: u64) -> io::Result<Option<Head>> {
    Ok(ebml::head(&some(file, at, 12)?))
}

/// Up to so many bytes, fewer at the file's end.
pub(super) fn some<F: Read + Seek>(file: &mut F, at: u64, count: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a recording of ours")
}
