//! Documents of a segment as bits: what lies within a condition, and what may answer.

/// So many documents stand in one run.
pub(super) const RUN: u32 = 64;

/// A set of documents, by their numbers in a segment.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many documents.
    pub fn none(documents: u32) -> Bits {
        Bits(vec![0; (documents as usize).div_ceil(64)])
    }

    /// All of them.
    pub fn all(documents: u32) -> Bits {
        let mut bits = Bits(vec![u64::MAX; (documents as usize).div_ceil(64)]);
        bits.trim(documents);
        bits
    }

    fn trim(&mut self, documents: u32) {
        if let Some(last) = self.0.last_mut()
            && !documents.is_multiple_of(64)
        {
            *last &= (1 << (documents % 64)) - 1;
        }
    }

    #[inline]
    pub fn has(&self, document: u32) -> bool {
        let word = self.0.get(document as usize / 64);
        word.is_some_and(|word| word >> (document % 64) & 1 == 1)
    }

    #[inline]
    pub fn take(&mut self, document: u32) {
        if let Some(word) = self.0.get_mut(document as usize / 64) {
            *word |= 1 << (document % 64);
        }
    }

    pub fn leave(&mut self, document: u32) {
        if let Some(word) = self.0.get_mut(document as usize / 64) {
            *word &= !(1 << (document % 64));
        }
    }

    pub fn and(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub fn or(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// The others of so many documents.
    pub fn turn(&mut self, documents: u32) {
        for word in &mut self.0 {
            *word = !*word;
        }
        self.trim(documents);
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn bytes(&self) -> usize {
        self.0.len() * 8
    }

    /// The documents of a run, in order.
    pub fn of_run(&self, run: usize) -> impl Iterator<Item = u32> + use<> {
        let mut word = self.0.get(run).copied().unwrap_or_default();
        let first = u32::try_from(run).unwrap_or(u32::MAX).saturating_mul(RUN);
        std::iter::from_fn(move || {
            let bit = (word != 0).then(|| word.trailing_zeros())?;
            word &= word - 1;
            Some(first + bit)
        })
    }

    /// The documents in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.0).flat_map(|(at, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// Documents that are numbered anew, one after the other.
pub(super) struct Numbered {
    pub bits: Bits,
    /// They, in order.
    pub documents: Vec<u32>,
    /// How many stand before each word.
    before: Vec<u32>,
}

impl Numbered {
    pub fn of(bits: Bits) -> Numbered {
        let mut sum = 0;
        let before = bits.0.iter().map(|word| {
            let before = sum;
            sum += word.count_ones();
            before
        });
        Numbered {
            before: before.collect(),
            documents: bits.iter().collect(),
            bits,
        }
    }

    /// The new number of a document that is among them.
    #[inline]
    pub fn number(&self, document: u32) -> Option<u32> {
        let at = document as usize / 64;
        let word = *self.bits.0.get(at)?;
        let bit = document % 64;
        (word >> bit & 1 == 1).then(|| self.before[at] + (word & ((1u64 << bit) - 1)).count_ones())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_numbered_in_order() {
        for documents in [0, 1, 63, 64, 65, 200] {
            let mut third = Bits::none(documents);
            (0..documents).step_by(3).for_each(|one| third.take(one));
            let mut others = third.clone();
            others.turn(documents);
            assert_eq!(third.count() + others.count(), documents as usize);
            let mut both = third.clone();
            both.or(&others);
            assert_eq!(both, Bits::all(documents));
            both.and(&others);
            assert_eq!(both, others);
            others.and(&third);
            assert!(others.is_empty());
            let inside: Vec<u32> = third.iter().collect();
            let numbered = Numbered::of(third);
            for (number, document) in (0..).zip(&inside) {
                assert_eq!(numbered.number(*document), Some(number));
            }
            assert_eq!(numbered.number(1), None);
            assert_eq!(numbered.number(documents), None);
        }
    }
}
