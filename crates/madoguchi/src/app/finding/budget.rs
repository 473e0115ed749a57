//! How much the excerpts of one search may look at: counted in bytes of texts, so that it is the same on every machine. What comes when
//! that is used up is shown without an excerpt, and nobody waits for it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// So much is passed over for one search, in bytes.
const SEARCH: usize = 8 << 20;
/// So much of one thing, in bytes: the rest of it is not looked at.
pub(super) const THING: usize = 2 << 20;
/// A close look takes as long as passing over so many times as much.
pub(super) const CLOSELY: usize = 16;

/// What is left of it. Things are looked at one after the other.
#[derive(Debug)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    /// What a search has.
    pub fn of_a_search() -> Arc<Budget> {
        Arc::new(Budget::of(SEARCH))
    }

    /// So many bytes.
    pub fn of(bytes: usize) -> Budget {
        Budget(AtomicUsize::new(bytes))
    }

    pub fn left(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Nothing more is looked at.
    pub fn is_spent(&self) -> bool {
        self.left() == 0
    }

    /// Whether a text can be passed over; where not, nothing else is looked at either.
    pub fn passes(&self, text: &str) -> bool {
        self.takes(text.len())
    }

    /// Whether a text can be looked at closely; the same.
    pub fn looks(&self, text: &str) -> bool {
        self.takes(text.len().saturating_mul(CLOSELY))
    }

    fn takes(&self, bytes: usize) -> bool {
        let rest = self.left().checked_sub(bytes);
        self.0.store(rest.unwrap_or(0), Ordering::Relaxed);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_what_is_more_than_is_left_is_not_looked_at_nor_anything_behind_it() {
        let budget = Budget::of(100);
        assert!(budget.passes("0123456789") && budget.left() == 90);
        assert!(budget.looks("01234") && budget.left() == 10);
        assert!(!budget.looks("0") && budget.is_spent());
        assert!(!budget.passes("0") && budget.passes(""));
    }
}
