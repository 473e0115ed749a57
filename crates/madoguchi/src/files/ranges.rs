//! Some bytes of a file here and there, whatever its size: read in blocks, of which the last few are kept. Whatever a file says of
//! itself, no more of it is asked for than is counted here.

use std::collections::VecDeque;

use futures_util::StreamExt;
use store::files::Part;

use super::{NotKept, Shelf};

/// Of a block, in bytes.
const BLOCK: u64 = 64 * 1024;
/// So many blocks are in memory at once.
const KEPT: usize = 32;
/// So many are read of one file, which are 128 MB.
const BLOCKS: u32 = 2048;
/// So often a file is asked for something.
const ASKS: u32 = 200_000;
/// After so many asks others have their turn: what is in memory is had without a wait.
const BREATH: u32 = 256;

/// Why bytes were not had.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// More was asked for than is read of one file.
    #[error("more of a file was asked for than is read of one")]
    TooMuch,
}

/// A file that lies in pieces, to be read here and there.
pub struct Ranges {
    shelf: Shelf,
    place: String,
    parts: Vec<Part>,
    bytes: u64,
    /// The number of each and what stands in it, the latest last.
    blocks: VecDeque<(u64, Vec<u8>)>,
    read: u32,
    asked: u32,
}

impl Ranges {
    /// Of what lies under a place in these pieces.
    pub fn of(shelf: &Shelf, place: &str, parts: Vec<Part>) -> Self {
        let ends = parts.iter().map(|part| part.start + part.bytes);
        Self {
            bytes: ends.max().unwrap_or(0),
            shelf: shelf.clone(),
            place: place.to_owned(),
            parts,
            blocks: VecDeque::new(),
            read: 0,
            asked: 0,
        }
    }

    /// How large the file is.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How often it was asked.
    #[cfg(test)]
    pub fn asked(&self) -> u32 {
        self.asked
    }

    /// How many blocks of it were read.
    #[cfg(test)]
    pub fn read(&self) -> u32 {
        self.read
    }

    /// So many bytes from an offset on; fewer where the file ends before.
    pub async fn at(&mut self, from: u64, most: u64) -> Result<Vec<u8>, NotRead> {
        if self.asked == ASKS {
            return Err(NotRead::TooMuch);
        }
        self.asked += 1;
        if self.asked.is_multiple_of(BREATH) {
            tokio::task::yield_now().await;
        }
        let to = from.saturating_add(most).min(self.bytes);
        let (mut at, mut found) = (from, Vec::new());
        while at < to {
            let number = at / BLOCK;
            let begins = number * BLOCK;
            let block = self.block(number).await?;
            let wanted = place(at - begins)..place((to - begins).min(BLOCK));
            // Nothing is missing between pieces, unless somebody took one away.
            let Some(wanted) = block.get(wanted).filter(|wanted| !wanted.is_empty()) else {
                break;
            };
            found.extend_from_slice(wanted);
            at += wanted.len() as u64;
        }
        Ok(found)
    }

    async fn block(&mut self, number: u64) -> Result<&[u8], NotRead> {
        let kept = self.blocks.iter().position(|(kept, _)| *kept == number);
        let block = match kept.and_then(|place| self.blocks.remove(place)) {
            Some((_, block)) => block,
            None => self.fetched(number).await?,
        };
        if self.blocks.len() == KEPT {
            self.blocks.pop_front();
        }
        self.blocks.push_back((number, block));
        let latest = self.blocks.back();
        Ok(latest
            .map(|(_, block)| block.as_slice())
            .unwrap_or_default())
    }

    async fn fetched(&mut self, number: u64) -> Result<Vec<u8>, NotRead> {
        if self.read == BLOCKS {
            return Err(NotRead::TooMuch);
        }
        self.read += 1;
        let from = number * BLOCK;
        let to = (from + BLOCK).min(self.bytes);
        let parts = self.parts.iter();
        let there = parts.filter(|part| part.start < to && part.start + part.bytes > from);
        let there = there.cloned().collect();
        let mut block = Vec::new();
        let mut pieces = std::pin::pin!(self.shelf.read(&self.place, there, from, to));
        while let Some(piece) = pieces.next().await {
            block.extend_from_slice(&piece?);
        }
        Ok(block)
    }
}

/// An offset within a block.
fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// A file of these bytes, in pieces of so many.
#[cfg(test)]
pub async fn made(bytes: &[u8], piece: usize) -> Ranges {
    let shelf = Shelf::memory();
    let (mut parts, mut start) = (Vec::new(), 0);
    for piece in bytes.chunks(piece) {
        let piece = bytes::Bytes::copy_from_slice(piece);
        let part = shelf.keep("0123", start, piece).await.unwrap();
        start += part.bytes;
        parts.push(part);
    }
    Ranges::of(&shelf, "0123", parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(length: usize) -> Vec<u8> {
        let bytes = (0..length).map(|n| (n * 7 + n / 251).to_le_bytes()[0]);
        bytes.collect()
    }

    #[tokio::test]
    async fn c13_bytes_are_had_wherever_they_lie() {
        let bytes = numbered(300_000);
        let end = 300_000;
        for piece in [1000, 65_536, 300_000] {
            let mut file = made(&bytes, piece).await;
            assert_eq!(file.bytes(), end);
            for (from, most) in [
                (0, 1),
                (0, 70_000),
                (65_535, 2),
                (131_072, 65_536),
                (299_990, 10),
                (299_990, 500),
                (end, 5),
                (end + 9_000_000, 5),
                (u64::MAX, u64::MAX),
                (12, 0),
                (0, u64::MAX),
            ] {
                let start = usize::try_from(from.min(end)).unwrap();
                let to = usize::try_from(from.saturating_add(most).min(end)).unwrap();
                let found = file.at(from, most).await.unwrap();
                assert!(found == bytes[start..to.max(start)], "{from}, {most}");
            }
        }
        let mut nothing = made(&[], 1000).await;
        assert_eq!(nothing.at(0, 10).await.unwrap(), b"");
    }

    #[tokio::test]
    async fn c13_no_more_of_a_file_is_kept_or_read_than_is_said() {
        let block = usize::try_from(BLOCK).unwrap();
        let mut file = made(&vec![7; block * (KEPT + 1)], 1 << 20).await;
        // To and fro between more than are kept: each is read anew.
        let (mut rounds, mut refused) = (0, false);
        while !refused {
            for number in 0..=KEPT as u64 {
                refused |= file.at(number * BLOCK, 4).await.is_err();
                assert!(file.blocks.len() <= KEPT);
            }
            rounds += 1;
            assert!(rounds < BLOCKS, "it ends");
        }
        assert_eq!(file.read, BLOCKS);
        // What is in memory takes no reading, and is not had for ever either.
        let mut file = made(&[7; 100], 1000).await;
        for _ in 0..ASKS {
            assert_eq!(file.at(50, 4).await.unwrap(), [7; 4]);
        }
        assert!(matches!(file.at(50, 4).await, Err(NotRead::TooMuch)));
        assert_eq!(file.read, 1);
    }
}
