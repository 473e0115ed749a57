//! Phrases that lists say in every row, such as `3時間`: put into words once a process, instead of once a page.

use std::{borrow::Cow, sync::OnceLock};

/// Numbers below this are kept; larger ones are rare.
const KEPT: usize = 1024;
/// Numbers that take their room together.
const BLOCK: usize = 64;
const UNITS: usize = 3;
const ABOUTS: usize = 5;

/// A unit of time, as the largest that says enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Minutes,
    Hours,
    Days,
}

/// A span of time in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub unit: Unit,
    pub number: i64,
}

impl Span {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self.unit {
            Unit::Minutes => "span-minutes",
            Unit::Hours => "span-hours",
            Unit::Days => "span-days",
        }
    }
}

/// What is said of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The span alone.
    Itself,
    /// What is left of the first response, or by how much it has run out.
    FirstResponse { over: bool },
    /// The same of the next update.
    NextUpdate { over: bool },
}

impl About {
    pub fn key(self) -> &'static str {
        match self {
            About::Itself => "",
            About::FirstResponse { over: false } => "due-first-left",
            About::FirstResponse { over: true } => "due-first-over",
            About::NextUpdate { over: false } => "due-update-left",
            About::NextUpdate { over: true } => "due-update-over",
        }
    }

    fn place(self) -> usize {
        match self {
            About::Itself => 0,
            About::FirstResponse { over } => 1 + usize::from(over),
            About::NextUpdate { over } => 3 + usize::from(over),
        }
    }
}

/// One language's phrases, as far as they were said.
pub(super) struct Phrases(Vec<OnceLock<Block>>);

type Block = Vec<OnceLock<Box<str>>>;

fn unsaid<T>(places: usize) -> Vec<OnceLock<T>> {
    (0..places).map(|_| OnceLock::new()).collect()
}

impl Default for Phrases {
    fn default() -> Self {
        Self(unsaid(ABOUTS * UNITS * KEPT / BLOCK))
    }
}

impl Phrases {
    /// The words for a span, from `say` where nobody has said them yet.
    pub fn say(&self, about: About, span: Span, say: impl FnOnce() -> String) -> Cow<'_, str> {
        let unit = match span.unit {
            Unit::Minutes => 0,
            Unit::Hours => 1,
            Unit::Days => 2,
        };
        let number = usize::try_from(span.number).ok().filter(|n| *n < KEPT);
        let phrase = number.and_then(|number| {
            let place = (about.place() * UNITS + unit) * KEPT + number;
            let block = self.0.get(place / BLOCK)?;
            block.get_or_init(|| unsaid(BLOCK)).get(place % BLOCK)
        });
        match phrase {
            Some(phrase) => Cow::Borrowed(phrase.get_or_init(|| say().into())),
            None => Cow::Owned(say()),
        }
    }
}
