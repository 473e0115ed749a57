//! How often something may be tried: so many at once, and then one in each span. What is remembered of a key is one moment,
//! that at which all its tries have been given back.

use jiff::SignedDuration;

use crate::Instant;

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Tries at once, one at least.
    pub burst: i32,
    /// After such a span one more is given back.
    pub every: SignedDuration,
}

/// What one more try does to the moment that is remembered; all of it is known before anybody looks at what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    pub now: Instant,
    /// What is remembered where nothing was, or all has been given back.
    pub fresh: Instant,
    /// How far the moment moves with a try.
    pub step: SignedDuration,
    /// The moment may not move beyond this.
    pub bound: Instant,
}

impl Limit {
    pub fn try_at(self, now: Instant) -> Try {
        Try {
            now,
            fresh: now + self.every,
            step: self.every,
            bound: now + self.every * self.burst,
        }
    }
}

impl Try {
    /// The moment that is remembered from now on, or how long to wait.
    pub fn take(self, full_at: Option<Instant>) -> Result<Instant, SignedDuration> {
        match full_at {
            Some(at) if at > self.now => {
                let moved = at + self.step;
                match moved <= self.bound {
                    true => Ok(moved),
                    false => Err(moved.duration_since(self.bound)),
                }
            }
            _ => Ok(self.fresh),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::Limit;
    use crate::Instant;

    #[test]
    fn a19_so_many_at_once_and_then_one_in_each_span() {
        let every = SignedDuration::from_secs(20);
        let limit = Limit { burst: 10, every };
        let at = |secs| Instant::UNIX_EPOCH + SignedDuration::from_secs(secs);
        let mut kept = None;
        for _ in 0..10 {
            kept = Some(limit.try_at(at(0)).take(kept).unwrap());
        }
        assert_eq!(limit.try_at(at(0)).take(kept), Err(every));
        assert_eq!(
            limit.try_at(at(19)).take(kept),
            Err(SignedDuration::from_secs(1))
        );
        kept = Some(limit.try_at(at(20)).take(kept).unwrap());
        assert!(limit.try_at(at(20)).take(kept).is_err());
        // Once all is given back, it is as if nothing had been.
        assert_eq!(limit.try_at(at(1_000)).take(kept), Ok(at(1_020)));
    }

    proptest! {
        /// However tries come, in no stretch of time are there more than the burst and what the stretch gives back.
        #[test]
        fn a19_no_stretch_has_more_than_it_may(
            steps in proptest::collection::vec(0i64..5_000, 1..200),
            burst in 1i32..20,
            millis in 1i64..3_000,
        ) {
            let limit = Limit { burst, every: SignedDuration::from_millis(millis) };
            let (mut kept, mut now, mut taken) = (None, 0, Vec::new());
            for step in steps {
                now += step;
                let at = Instant::from_millisecond(now).unwrap();
                if let Ok(next) = limit.try_at(at).take(kept) {
                    kept = Some(next);
                    taken.push(now);
                }
            }
            for (n, from) in taken.iter().enumerate() {
                for (m, to) in taken.iter().enumerate().skip(n) {
                    prop_assert!((m - n + 1) as i64 <= i64::from(burst) + (to - from) / millis);
                }
            }
        }
    }
}
