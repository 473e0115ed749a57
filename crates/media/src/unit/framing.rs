//! Packets on a stream (RFC 4571): each behind its length in two bytes.

/// The longest packet that anybody of ours sends.
pub(crate) const LONGEST: usize = 2_000;

/// A packet that is longer than any may be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// Puts packets together from whatever pieces a stream gives.
#[derive(Default)]
pub(crate) struct Frames {
    bytes: Vec<u8>,
    taken: usize,
}

impl Frames {
    /// More of the stream.
    pub fn add(&mut self, piece: &[u8]) {
        if self.taken > 0 {
            self.bytes.drain(..self.taken);
            self.taken = 0;
        }
        self.bytes.extend_from_slice(piece);
    }

    /// The next whole packet. An empty one says nothing and is passed over.
    pub fn next(&mut self) -> Result<Option<&[u8]>, TooLong> {
        loop {
            let Some(head) = self.bytes.get(self.taken..self.taken + 2) else {
                return Ok(None);
            };
            let length = usize::from(u16::from_be_bytes([head[0], head[1]]));
            if length > LONGEST {
                return Err(TooLong);
            }
            let from = self.taken + 2;
            if self.bytes.len() < from + length {
                return Ok(None);
            }
            self.taken = from + length;
            if length > 0 {
                return Ok(Some(&self.bytes[from..from + length]));
            }
        }
    }
}

/// Appends a packet as the stream carries it; one that is too long is left out.
pub(crate) fn append(packet: &[u8], stream: &mut Vec<u8>) {
    if let Ok(length) = u16::try_from(packet.len()) {
        stream.extend_from_slice(&length.to_be_bytes());
        stream.extend_from_slice(packet);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(frames: &mut Frames) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        while let Ok(Some(packet)) = frames.next() {
            found.push(packet.to_vec());
        }
        found
    }

    proptest! {
        #[test]
        fn packets_arrive_whole_however_the_stream_is_cut(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..300), 0..12),
            cuts in prop::collection::vec(1usize..40, 1..20),
        ) {
            let mut stream = Vec::new();
            for packet in &packets {
                append(packet, &mut stream);
            }
            let (mut frames, mut found, mut rest) = (Frames::default(), Vec::new(), &stream[..]);
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                frames.add(piece);
                found.extend(all(&mut frames));
                rest = after;
            }
            prop_assert_eq!(found, packets);
        }

        #[test]
        fn no_stream_makes_it_keep_more_than_a_packet(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..500), 0..40),
        ) {
            let mut frames = Frames::default();
            for piece in pieces {
                frames.add(&piece);
                loop {
                    match frames.next() {
                        Ok(Some(packet)) => prop_assert!(packet.len() <= LONGEST),
                        Ok(None) => break,
                        Err(TooLong) => return Ok(()),
                    }
                }
                prop_assert!(frames.bytes.len() - frames.taken <= LONGEST + 2);
            }
        }
    }

    #[test]
    fn an_empty_packet_is_passed_over_and_a_long_one_refused() {
        let mut frames = Frames::default();
        frames.add(&[0, 0, 0, 1, 7]);
        assert_eq!(frames.next(), Ok(Some(&[7][..])));
        assert_eq!(frames.next(), Ok(None));
        frames.add(&[0xff, 0xff]);
        assert_eq!(frames.next(), Err(TooLong));
    }
}
