//! How large a keyframe says it is.

/// Width and height of a VP8 keyframe.
pub(super) fn vp8(frame: &[u8]) -> Option<(u16, u16)> {
    let head = frame.get(..10)?;
    if head[0] & 1 != 0 || head[3..6] != [0x9d, 0x01, 0x2a] {
        return None;
    }
    let side = |low: u8, high: u8| u16::from_le_bytes([low, high]) & 0x3fff;
    nonzero(side(head[6], head[7]), side(head[8], head[9]))
}

/// Width and height of a VP9 keyframe.
pub(super) fn vp9(frame: &[u8]) -> Option<(u16, u16)> {
    let mut bits = Bits { frame, at: 0 };
    if bits.take(2)? != 2 {
        return None;
    }
    let profile = bits.take(1)? | bits.take(1)? << 1;
    if profile == 3 {
        bits.take(1)?;
    }
    let (shown_before, other) = (bits.take(1)?, bits.take(1)?);
    if shown_before == 1 || other == 1 {
        return None;
    }
    bits.take(2)?;
    if bits.take(24)? != 0x49_8342 {
        return None;
    }
    if profile >= 2 {
        bits.take(1)?;
    }
    let space = bits.take(3)?;
    if space == 7 {
        if profile & 1 == 1 {
            bits.take(1)?;
        }
    } else {
        bits.take(1)?;
        if profile & 1 == 1 {
            bits.take(3)?;
        }
    }
    let (width, height) = (bits.take(16)? + 1, bits.take(16)? + 1);
    nonzero(width.try_into().ok()?, height.try_into().ok()?)
}

fn nonzero(width: u16, height: u16) -> Option<(u16, u16)> {
    (width > 0 && height > 0).then_some((width, height))
}

struct Bits<'a> {
    frame: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut taken = 0;
        for _ in 0..count {
            let byte = *self.frame.get(self.at / 8)?;
            taken = taken << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_vp8_keyframe_says_its_size_and_another_frame_none() {
        let key = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];
        assert_eq!(vp8(&key), Some((640, 480)));
        let mut other = key;
        other[0] |= 1;
        assert_eq!(vp8(&other), None);
        assert_eq!(vp8(&key[..9]), None);
    }

    #[test]
    fn a_vp9_keyframe_says_its_size() {
        // Marker 10, profile 00, no frame shown before, key, shown, not resilient.
        let key = [0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xf0, 0x0e, 0xf0, 0];
        assert_eq!(vp9(&key), Some((320, 240)));
        assert_eq!(vp9(&key[..6]), None);
    }

    proptest! {
        #[test]
        fn no_frame_makes_it_panic(frame in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = (vp8(&frame), vp9(&frame));
        }
    }
}
