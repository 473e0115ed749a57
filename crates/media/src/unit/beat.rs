//! The beat to which connections are woken.
//!
//! Each connection has several moments a second at which it wants to be
//! looked at, none of which minds a few milliseconds. Woken to one beat, many
//! are served in one turn of the unit, and often a packet has come meanwhile
//! and brought with it what was due.

use std::time::{Duration, Instant};

/// From one beat to the next: as often as packets are spread by, elsewhere too.
const EACH: Duration = Duration::from_millis(5);

/// Beats, counted from a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beat(Instant);

impl Beat {
    pub fn new(first: Instant) -> Self {
        Self(first)
    }

    /// The first beat that is not before this moment.
    pub fn at(self, moment: Instant) -> Instant {
        let since = moment.saturating_duration_since(self.0).as_nanos();
        let into = since % EACH.as_nanos();
        let rest = if into == 0 { 0 } else { EACH.as_nanos() - into };
        let rest = u64::try_from(rest).unwrap_or(0);
        let before = self.0.saturating_duration_since(moment);
        moment + before + Duration::from_nanos(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_waits_for_the_next_beat_and_never_longer() {
        let first = Instant::now();
        let beat = Beat::new(first);
        for (after, at) in [
            (0, 0),
            (1, 5_000),
            (4_999, 5_000),
            (5_000, 5_000),
            (12_001, 15_000),
        ] {
            let moment = first + Duration::from_micros(after);
            assert_eq!(
                beat.at(moment),
                first + Duration::from_micros(at),
                "{after}"
            );
        }
    }

    #[test]
    fn what_was_due_before_the_first_beat_is_due_with_it() {
        let first = Instant::now() + Duration::from_secs(1);
        assert_eq!(Beat::new(first).at(first - Duration::from_millis(7)), first);
    }
}
