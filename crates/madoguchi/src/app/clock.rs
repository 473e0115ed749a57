//! Where time comes from: the machine, or a test's hand. The one place that asks the machine.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::Instant;

#[derive(Clone, Debug)]
pub enum Clock {
    Machine,
    /// Milliseconds, set by hand.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn set_to(at: Instant) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    /// Moves a clock that is set by hand.
    pub fn advance(&self, by: jiff::SignedDuration) {
        if let Self::Set(millis) = self {
            let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            millis.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// The instant, to the millisecond as it is stored.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> Instant {
        let millis = match self {
            Self::Machine => Instant::now().as_millisecond(),
            Self::Set(millis) => millis.load(Ordering::SeqCst),
        };
        Instant::from_millisecond(millis).unwrap_or(Instant::UNIX_EPOCH)
    }
}
