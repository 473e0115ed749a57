//! The grammar beneath WebM: an element is an identifier, a length, a content.

/// An element's identifier, its marker bits included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(pub u32);

pub(super) const HEADER: Id = Id(0x1A45_DFA3);
pub(super) const DOC_TYPE: Id = Id(0x4282);
pub(super) const DOC_TYPE_VERSION: Id = Id(0x4287);
pub(super) const DOC_TYPE_READ_VERSION: Id = Id(0x4285);
pub(super) const VOID: Id = Id(0xEC);
pub(super) const SEGMENT: Id = Id(0x1853_8067);
pub(super) const SEEK_HEAD: Id = Id(0x114D_9B74);
pub(super) const SEEK: Id = Id(0x4DBB);
pub(super) const SEEK_ID: Id = Id(0x53AB);
pub(super) const SEEK_POSITION: Id = Id(0x53AC);
pub(super) const INFO: Id = Id(0x1549_A966);
pub(super) const TIMESTAMP_SCALE: Id = Id(0x2A_D7B1);
pub(super) const DURATION: Id = Id(0x4489);
pub(super) const MUXING_APP: Id = Id(0x4D80);
pub(super) const WRITING_APP: Id = Id(0x5741);
pub(super) const TRACKS: Id = Id(0x1654_AE6B);
pub(super) const TRACK_ENTRY: Id = Id(0xAE);
pub(super) const TRACK_NUMBER: Id = Id(0xD7);
pub(super) const TRACK_UID: Id = Id(0x73C5);
pub(super) const TRACK_TYPE: Id = Id(0x83);
pub(super) const FLAG_LACING: Id = Id(0x9C);
pub(super) const CODEC_ID: Id = Id(0x86);
pub(super) const CODEC_PRIVATE: Id = Id(0x63A2);
pub(super) const SEEK_PRE_ROLL: Id = Id(0x56BB);
pub(super) const VIDEO: Id = Id(0xE0);
pub(super) const PIXEL_WIDTH: Id = Id(0xB0);
pub(super) const PIXEL_HEIGHT: Id = Id(0xBA);
pub(super) const AUDIO: Id = Id(0xE1);
pub(super) const SAMPLING_FREQUENCY: Id = Id(0xB5);
pub(super) const CHANNELS: Id = Id(0x9F);
pub(super) const CLUSTER: Id = Id(0x1F43_B675);
pub(super) const TIMESTAMP: Id = Id(0xE7);
pub(super) const SIMPLE_BLOCK: Id = Id(0xA3);
pub(super) const CUES: Id = Id(0x1C53_BB6B);
pub(super) const CUE_POINT: Id = Id(0xBB);
pub(super) const CUE_TIME: Id = Id(0xB3);
pub(super) const CUE_TRACK_POSITIONS: Id = Id(0xB7);
pub(super) const CUE_TRACK: Id = Id(0xF7);
pub(super) const CUE_CLUSTER_POSITION: Id = Id(0xF1);

/// The length that says that the length is not known.
pub(super) const UNKNOWN: [u8; 8] = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

impl Id {
    /// Appends the bytes of the identifier.
    pub fn put(self, to: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
        to.extend_from_slice(&bytes[first..]);
    }
}

/// A length in eight bytes, so that it can be written in later.
pub(super) fn long_length(length: u64) -> [u8; 8] {
    (length | 1 << 56).to_be_bytes()
}

/// Appends a length in as few bytes as it takes.
pub(super) fn put_length(length: u64, to: &mut Vec<u8>) {
    let width = (1..8)
        .find(|width| length < (1 << (7 * width)) - 1)
        .unwrap_or(8);
    let marked = length | 1 << (7 * width);
    to.extend_from_slice(&marked.to_be_bytes()[8 - width..]);
}

/// Appends an element.
pub(super) fn put(id: Id, content: &[u8], to: &mut Vec<u8>) {
    id.put(to);
    put_length(content.len() as u64, to);
    to.extend_from_slice(content);
}

/// Appends an element that is a number.
pub(super) fn put_number(id: Id, number: u64, to: &mut Vec<u8>) {
    let bytes = number.to_be_bytes();
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(7);
    put(id, &bytes[first..], to);
}

/// Appends an element that is a fraction.
pub(super) fn put_fraction(id: Id, number: f64, to: &mut Vec<u8>) {
    put(id, &number.to_be_bytes(), to);
}

/// Appends an element that takes up this many bytes in all, two at least, and
/// says nothing.
pub(super) fn put_void(bytes: usize, to: &mut Vec<u8>) {
    VOID.put(to);
    if bytes < 9 {
        to.push(0x80 | (bytes.saturating_sub(2)) as u8);
        to.resize(to.len() + bytes.saturating_sub(2), 0);
    } else {
        to.extend_from_slice(&long_length(bytes as u64 - 9));
        to.resize(to.len() + bytes - 9, 0);
    }
}

/// What stands at the beginning of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub id: Id,
    /// Bytes of content; none where the length is not known.
    pub length: Option<u64>,
    /// Bytes of the head itself.
    pub bytes: u64,
}

/// Reads the head of an element; none where there is no whole one.
pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let id_width = usize::try_from(bytes.first()?.leading_zeros()).ok()? + 1;
    if id_width > 4 {
        return None;
    }
    let id = number(bytes.get(..id_width)?);
    let rest = bytes.get(id_width..)?;
    let width = usize::try_from(rest.first()?.leading_zeros()).ok()? + 1;
    if width > 8 {
        return None;
    }
    let mask = (1u64 << (7 * width)) - 1;
    let length = number(rest.get(..width)?) & mask;
    Some(Head {
        id: Id(u32::try_from(id).ok()?),
        length: (length != mask).then_some(length),
        bytes: (id_width + width) as u64,
    })
}

/// A number of up to eight bytes.
pub(super) fn number(bytes: &[u8]) -> u64 {
    let last = &bytes[bytes.len().saturating_sub(8)..];
    last.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_is_read(length in 0usize..70_000) {
            let mut bytes = Vec::new();
            put(CLUSTER, &vec![0; length], &mut bytes);
            let head = head(&bytes).expect("a head");
            prop_assert_eq!(head.id, CLUSTER);
            prop_assert_eq!(head.length, Some(length as u64));
            prop_assert_eq!(head.bytes as usize + length, bytes.len());
        }

        #[test]
        fn nothing_takes_up_the_room_it_is_to(bytes in 2usize..300) {
            let mut room = Vec::new();
            put_void(bytes, &mut room);
            prop_assert_eq!(room.len(), bytes);
            let head = head(&room).expect("a head");
            prop_assert_eq!(head.bytes + head.length.unwrap_or(0), bytes as u64);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = head(&bytes);
        }
    }

    #[test]
    fn an_unknown_length_is_told_from_a_long_one() {
        let mut bytes = Vec::new();
        SEGMENT.put(&mut bytes);
        bytes.extend_from_slice(&UNKNOWN);
        assert_eq!(head(&bytes).and_then(|head| head.length), None);
        bytes.truncate(4);
        bytes.extend_from_slice(&long_length(5));
        assert_eq!(head(&bytes).and_then(|head| head.length), Some(5));
    }
}
