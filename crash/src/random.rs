//! Random choices that a seed repeats.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

/// splitmix64.
pub struct Random(u64);

/// A seed that nobody chose.
pub fn seed() -> u64 {
    RandomState::new().hash_one(0) >> 32
}

impl Random {
    /// One of many sequences that belong to the same seed.
    pub fn new(seed: u64, sequence: u64) -> Self {
        let mut random = Self(seed ^ sequence.wrapping_mul(0xA076_1D64_78BD_642F));
        random.next();
        random
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn within(&mut self, range: Range<u64>) -> u64 {
        range.start + self.next() % (range.end - range.start).max(1)
    }

    pub fn index(&mut self, length: usize) -> usize {
        self.within(0..length as u64) as usize
    }

    /// Yes in so many of a hundred.
    pub fn chance(&mut self, of_hundred: u64) -> bool {
        self.within(0..100) < of_hundred
    }
}
