//! Writing WebM: one track, readable at any moment.
//!
//! The head says what is to come; then follow clusters of at most a second,
//! each written in one go with its length, so that whatever has been written
//! plays. Only at the end the places that were left free get what can be known
//! only then: the length, the duration, and where to jump to.
//!
//! Written by hand because it is this little: the muxers that there are either
//! bring a C++ library, or know the whole of Matroska and leave the part that
//! counts here, what a killed process leaves behind, to their user.

use std::io::{self, Seek, SeekFrom, Write};

use super::ebml::{self, Id};
use super::picture;

/// A cluster's length at most, in milliseconds.
pub(super) const CLUSTER: u64 = 1_000;
/// A cluster's bytes at most, before it is written early.
const BYTES: usize = 1024 * 1024;
/// What the table of contents takes up, filled in at the end.
const CONTENTS: usize = 80;
/// What the duration takes up.
pub(super) const DURATION: usize = 11;
const NAME: &[u8] = b"Madoguchi";

/// What a track is coded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Vp8,
    Vp9,
    Opus,
}

impl Codec {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Vp8 => b"V_VP8",
            Self::Vp9 => b"V_VP9",
            Self::Opus => b"A_OPUS",
        }
    }

    /// Width and height, where it is a picture and the frame says so.
    fn size(self, frame: &[u8]) -> Option<(u16, u16)> {
        match self {
            Self::Vp8 => picture::vp8(frame),
            Self::Vp9 => picture::vp9(frame),
            Self::Opus => None,
        }
    }
}

/// Where the parts of a file lie that are filled in at the end. Positions are
/// from the file's beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// The length of the segment.
    pub length: u64,
    /// Where the segment's content begins; everything in it counts from here.
    pub segment: u64,
    /// The free place for the table of contents, and its bytes.
    pub contents: (u64, usize),
    pub info: u64,
    pub duration: u64,
    pub tracks: u64,
}

/// Where a player may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub time: u64,
    /// From the beginning of the segment.
    pub cluster: u64,
}

/// A file that is being written.
pub(super) struct Webm<W> {
    to: W,
    places: Places,
    at: u64,
    cluster: Option<Cluster>,
    cues: Vec<Cue>,
    picture: bool,
}

struct Cluster {
    time: u64,
    key: bool,
    blocks: Vec<u8>,
}

impl<W: Write + Seek> Webm<W> {
    /// Writes the head; `first` is the first frame, which says how large the
    /// picture is.
    pub fn begin(mut to: W, codec: Codec, first: &[u8]) -> io::Result<Self> {
        let (bytes, places) = head(codec, first);
        to.write_all(&bytes)?;
        to.flush()?;
        Ok(Self {
            to,
            places,
            at: bytes.len() as u64,
            cluster: None,
            cues: Vec::new(),
            picture: codec != Codec::Opus,
        })
    }

    /// Takes a frame. Times must not go back.
    pub fn frame(&mut self, time: u64, key: bool, frame: &[u8]) -> io::Result<()> {
        let full = self.cluster.as_ref().is_some_and(|cluster| {
            let jump = self.picture && key;
            jump || time >= cluster.time + CLUSTER || cluster.blocks.len() >= BYTES
        });
        if full {
            self.flush()?;
        }
        let cluster = self.cluster.get_or_insert_with(|| Cluster {
            time,
            key,
            blocks: Vec::new(),
        });
        let after = u16::try_from(time.saturating_sub(cluster.time)).unwrap_or(0);
        let mut block = vec![0x81];
        block.extend_from_slice(&after.to_be_bytes());
        block.push(if key { 0x80 } else { 0 });
        ebml::SIMPLE_BLOCK.put(&mut cluster.blocks);
        ebml::put_length((block.len() + frame.len()) as u64, &mut cluster.blocks);
        cluster.blocks.extend_from_slice(&block);
        cluster.blocks.extend_from_slice(frame);
        Ok(())
    }

    /// Writes what has been taken so far.
    pub fn flush(&mut self) -> io::Result<()> {
        let Some(cluster) = self.cluster.take() else {
            return Ok(());
        };
        let mut time = Vec::new();
        ebml::put_number(ebml::TIMESTAMP, cluster.time, &mut time);
        let mut bytes = Vec::with_capacity(cluster.blocks.len() + 32);
        ebml::CLUSTER.put(&mut bytes);
        ebml::put_length((time.len() + cluster.blocks.len()) as u64, &mut bytes);
        bytes.extend_from_slice(&time);
        bytes.extend_from_slice(&cluster.blocks);
        self.to.write_all(&bytes)?;
        self.to.flush()?;
        if cluster.key {
            self.cues.push(Cue {
                time: cluster.time,
                cluster: self.at - self.places.segment,
            });
        }
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Finishes the file; how long it is in bytes.
    pub fn finish(mut self, duration: u64) -> io::Result<u64> {
        self.flush()?;
        let end = close(&mut self.to, &self.places, self.at, duration, &self.cues, 0)?;
        Ok(end)
    }
}

/// Writes the end of a file whose clusters end at `at`, and fills in what was
/// left free. What lies behind that place up to `over` bytes is made nothing.
pub(super) fn close<W: Write + Seek>(
    to: &mut W,
    places: &Places,
    at: u64,
    duration: u64,
    cues: &[Cue],
    over: usize,
) -> io::Result<u64> {
    let mut points = Vec::new();
    for cue in cues {
        ebml::put(ebml::CUE_POINT, &point(cue), &mut points);
    }
    let mut tail = Vec::new();
    ebml::put(ebml::CUES, &points, &mut tail);
    if over > tail.len() {
        let rest = (over - tail.len()).max(2);
        ebml::put_void(rest, &mut tail);
    }
    to.seek(SeekFrom::Start(at))?;
    to.write_all(&tail)?;
    let end = at + tail.len() as u64;

    let mut contents = Vec::new();
    for (id, place) in [
        (ebml::INFO, places.info),
        (ebml::TRACKS, places.tracks),
        (ebml::CUES, at),
    ] {
        let mut seek = Vec::new();
        let mut name = Vec::new();
        id.put(&mut name);
        ebml::put(ebml::SEEK_ID, &name, &mut seek);
        ebml::put_number(ebml::SEEK_POSITION, place - places.segment, &mut seek);
        ebml::put(ebml::SEEK, &seek, &mut contents);
    }
    let mut table = Vec::new();
    ebml::put(ebml::SEEK_HEAD, &contents, &mut table);
    if table.len() + 2 <= places.contents.1 {
        ebml::put_void(places.contents.1 - table.len(), &mut table);
        to.seek(SeekFrom::Start(places.contents.0))?;
        to.write_all(&table)?;
    }

    let mut length = Vec::new();
    ebml::put_fraction(ebml::DURATION, duration as f64, &mut length);
    to.seek(SeekFrom::Start(places.duration))?;
    to.write_all(&length)?;

    to.seek(SeekFrom::Start(places.length))?;
    to.write_all(&ebml::long_length(end - places.segment))?;
    to.seek(SeekFrom::Start(end))?;
    to.flush()?;
    Ok(end)
}

fn point(cue: &Cue) -> Vec<u8> {
    let mut place = Vec::new();
    ebml::put_number(ebml::CUE_TRACK, 1, &mut place);
    ebml::put_number(ebml::CUE_CLUSTER_POSITION, cue.cluster, &mut place);
    let mut point = Vec::new();
    ebml::put_number(ebml::CUE_TIME, cue.time, &mut point);
    ebml::put(ebml::CUE_TRACK_POSITIONS, &place, &mut point);
    point
}

fn head(codec: Codec, first: &[u8]) -> (Vec<u8>, Places) {
    let mut bytes = Vec::new();
    let mut header = Vec::new();
    ebml::put(ebml::DOC_TYPE, b"webm", &mut header);
    ebml::put_number(ebml::DOC_TYPE_VERSION, 4, &mut header);
    ebml::put_number(ebml::DOC_TYPE_READ_VERSION, 2, &mut header);
    ebml::put(ebml::HEADER, &header, &mut bytes);
    ebml::SEGMENT.put(&mut bytes);
    let mut places = Places {
        length: bytes.len() as u64,
        ..Places::default()
    };
    bytes.extend_from_slice(&ebml::UNKNOWN);
    places.segment = bytes.len() as u64;
    places.contents = (places.segment, CONTENTS);
    ebml::put_void(CONTENTS, &mut bytes);

    places.info = bytes.len() as u64;
    let mut info = Vec::new();
    ebml::put_number(ebml::TIMESTAMP_SCALE, 1_000_000, &mut info);
    ebml::put(ebml::MUXING_APP, NAME, &mut info);
    ebml::put(ebml::WRITING_APP, NAME, &mut info);
    let before = info.len();
    ebml::put_void(DURATION, &mut info);
    ebml::put(ebml::INFO, &info, &mut bytes);
    places.duration = bytes.len() as u64 - (info.len() - before) as u64;

    places.tracks = bytes.len() as u64;
    let mut tracks = Vec::new();
    ebml::put(ebml::TRACK_ENTRY, &track(codec, first), &mut tracks);
    ebml::put(ebml::TRACKS, &tracks, &mut bytes);
    (bytes, places)
}

fn track(codec: Codec, first: &[u8]) -> Vec<u8> {
    const PICTURE: u64 = 1;
    const SOUND: u64 = 2;
    let mut track = Vec::new();
    ebml::put_number(ebml::TRACK_NUMBER, 1, &mut track);
    ebml::put_number(ebml::TRACK_UID, 1, &mut track);
    ebml::put_number(ebml::FLAG_LACING, 0, &mut track);
    ebml::put(ebml::CODEC_ID, codec.name(), &mut track);
    let (kind, id, form): (u64, Id, Vec<u8>) = if codec == Codec::Opus {
        ebml::put(ebml::CODEC_PRIVATE, &opus_head(), &mut track);
        ebml::put_number(ebml::SEEK_PRE_ROLL, 80_000_000, &mut track);
        let mut sound = Vec::new();
        ebml::put_fraction(ebml::SAMPLING_FREQUENCY, 48_000.0, &mut sound);
        ebml::put_number(ebml::CHANNELS, 2, &mut sound);
        (SOUND, ebml::AUDIO, sound)
    } else {
        let (width, height) = codec.size(first).unwrap_or((640, 480));
        let mut picture = Vec::new();
        ebml::put_number(ebml::PIXEL_WIDTH, width.into(), &mut picture);
        ebml::put_number(ebml::PIXEL_HEIGHT, height.into(), &mut picture);
        (PICTURE, ebml::VIDEO, picture)
    };
    ebml::put_number(ebml::TRACK_TYPE, kind, &mut track);
    ebml::put(id, &form, &mut track);
    track
}

/// Two channels, nothing to skip: a recording begins in the middle of a sound.
fn opus_head() -> Vec<u8> {
    let mut head = b"OpusHead".to_vec();
    head.extend_from_slice(&[1, 2, 0, 0]);
    head.extend_from_slice(&48_000u32.to_le_bytes());
    head.extend_from_slice(&[0, 0, 0]);
    head
}
