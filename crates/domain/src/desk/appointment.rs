//! How calls and conferences go at a desk (D1, H2, H3): what they are called, who may ask for one, and how far ahead.

use crate::words::{Language, Words};

/// How calls are kept, and asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// What a call is called that was given no subject; whom it was with stands behind it.
    pub subject: Words,
    /// Customers may read what was said; else they see that there was a call, and no more.
    pub told: bool,
    /// Who may ask, and when.
    pub asking: Asking,
}

/// How conferences are asked for and held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conferences {
    /// The same of a conference.
    pub subject: Words,
    pub asking: Asking,
    /// How long one usually takes.
    pub minutes: u16,
    /// So many minutes before it begins the page shows the way in.
    pub join_minutes: u16,
    /// People invited to one at most.
    pub people: u16,
}

/// Who may ask for one, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Customers may.
    pub customers: bool,
    /// The kinds of cases for which they may; all of them where none is named.
    pub kinds: Vec<String>,
    /// Minutes from now before which none is asked for.
    pub lead_minutes: u16,
    /// Days from now after which none is.
    pub ahead_days: u16,
}

impl Asking {
    /// Whether customers ask for one in a case of this kind.
    pub fn offered(&self, kind: &str) -> bool {
        self.customers && (self.kinds.is_empty() || self.kinds.iter().any(|one| one == kind))
    }
}

/// A subject in a language, with the name behind it.
pub fn subject(words: &Words, language: &Language, name: &str) -> String {
    format!("{} – {name}", words.in_language(language))
}
