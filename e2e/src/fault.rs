//! What went wrong, told with the line of the journey that met it.

use std::fmt;
use std::panic::Location;

/// The answer of a journey and of every step in it.
pub type Done<T = ()> = Result<T, Fault>;

/// The inner word for a failure, before the place is known.
pub(crate) type Tried<T = ()> = Result<T, String>;

/// A step that failed: where in the journey, and why.
pub struct Fault {
    at: &'static Location<'static>,
    why: String,
}

impl Fault {
    /// A fault at the caller's line.
    #[track_caller]
    pub fn new(why: impl Into<String>) -> Self {
        Self {
            at: Location::caller(),
            why: why.into(),
        }
    }
}

/// Gives an inner failure the line of the step that asked for it.
#[track_caller]
pub(crate) fn told<T>(tried: Tried<T>) -> Done<T> {
    match tried {
        Ok(value) => Ok(value),
        Err(why) => Err(Fault::new(why)),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.at.file(), self.at.line(), self.why)
    }
}

/// The test runner prints errors with `Debug`: let it read like a sentence.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Fault {}
