//! How often something may be tried: so many at once, and then one in each span. What is remembered of a key is one moment,
//! that at which all its tries have been given back. Where tries are many, a node takes some of them ahead and gives them out by
//! itself ([`Shared`]).

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
    /// So many a minute: as many at once, and one back with each part of it, in whole milliseconds.
    pub fn a_minute(tries: i32) -> Self {
        const MINUTE: i64 = 60_000;
        let tries = tries.max(1);
        let every = (MINUTE + i64::from(tries) - 1) / i64::from(tries);
        Self {
            burst: tries,
            every: SignedDuration::from_millis(every),
        }
    }

    pub fn try_at(self, now: Instant) -> Try {
        self.several_at(now, 1)
    }

    /// Several tries at once, no more than there are at all.
    pub fn several_at(self, now: Instant, tries: i32) -> Try {
        let step = self.every * tries.clamp(1, self.burst.max(1));
        Try {
            now,
            fresh: now + step,
            step,
            bound: now + self.every * self.burst,
        }
    }

    /// How many tries there are at a moment, if this is remembered.
    pub fn left(self, full_at: Instant, now: Instant) -> i64 {
        let taken = full_at.duration_since(now).as_millis().max(0);
        let every = self.every.as_millis().max(1);
        let left = i128::from(self.burst) - (taken + every - 1) / every;
        i64::try_from(left.max(0)).unwrap_or(i64::MAX)
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

/// How many requests the API takes in a minute, over all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiLimits {
    /// By one token.
    pub token: i32,
    /// By all tokens that act for one account; by all of one person among staff.
    pub account: i32,
    /// From one address, with whatever tokens.
    pub address: i32,
    /// With what is no token, from one address.
    pub wrong: i32,
}

impl Default for ApiLimits {
    fn default() -> Self {
        Self {
            token: 600,
            account: 3_000,
            address: 6_000,
            wrong: 30,
        }
    }
}

/// A limit of which nodes take some tries ahead, each a [`Lease`] at a time. What is remembered in common is held to less than the
/// limit by what comes back while a lease counts: so what is given out of leases, by however many nodes, is never more than the
/// limit itself. What a node took and did not give out, as one that was killed, counts as used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    pub limit: Limit,
}

/// Below this nothing is taken ahead for later: a few tries are counted one by one.
const FEW: i32 = 30;

impl Shared {
    /// Tries that come back while a lease counts.
    fn slack(self) -> i32 {
        match self.limit.burst {
            few if few < FEW => 0,
            many => many / 10,
        }
    }

    /// So long a lease counts.
    pub fn life(self) -> SignedDuration {
        self.limit.every * self.slack()
    }

    /// What the moment that is remembered in common is held to.
    pub fn common(self) -> Limit {
        Limit {
            burst: self.limit.burst - self.slack(),
            every: self.limit.every,
        }
    }

    /// How many tries to take next, the most first: more each time that the last ones were used up while they counted.
    pub fn sizes(self, last: Option<&Lease>) -> Vec<i32> {
        let most = (self.slack() / 2).max(1);
        let wanted = match last {
            None => self.slack() / 10,
            Some(last) if last.left == 0 => last.size * 2,
            Some(last) => last.size - last.left,
        };
        let wanted = wanted.clamp(1, most);
        let mut sizes = vec![wanted, (wanted / 4).max(1), 1];
        sizes.dedup();
        sizes
    }

    /// So many tries, taken at a moment; `full_at` is what is remembered since.
    pub fn lease(self, tries: i32, now: Instant, full_at: Instant) -> Lease {
        Lease {
            left: tries,
            size: tries,
            until: now + self.life(),
            full_at,
        }
    }
}

/// Tries that a node took ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    pub left: i32,
    size: i32,
    until: Instant,
    /// What was remembered in common when they were taken.
    pub full_at: Instant,
}

impl Lease {
    /// Whether there is a try in it.
    pub fn has_one(&self, now: Instant) -> bool {
        self.left > 0 && now <= self.until
    }

    /// Gives out a try, if there is one.
    pub fn give(&mut self, now: Instant) -> bool {
        let has = self.has_one(now);
        self.left -= i32::from(has);
        has
    }

    /// With what else was taken meanwhile.
    pub fn and(self, other: &Lease, now: Instant) -> Self {
        if !other.has_one(now) {
            return self;
        }
        Self {
            left: self.left + other.left,
            size: self.size.max(other.size),
            until: self.until.min(other.until),
            full_at: self.full_at.max(other.full_at),
        }
    }

    /// It counts no more.
    pub fn is_over(&self, now: Instant) -> bool {
        now > self.until
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::{Lease, Limit, Shared};
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

        /// Over all nodes, however requests come to them, whatever they took ahead and lost: in no stretch of time does more get
        /// through than the limit says.
        #[test]
        fn a19_what_nodes_take_ahead_is_never_more_than_the_limit(
            steps in proptest::collection::vec((0i64..400, 0usize..4, 0u8..40), 1..600),
            burst in 1i32..400,
            millis in 1i64..200,
        ) {
            let limit = Limit { burst, every: SignedDuration::from_millis(millis) };
            let shared = Shared { limit };
            let (mut kept, mut now, mut through) = (None, 0, Vec::new());
            let mut nodes: [Option<Lease>; 4] = [None; 4];
            for (step, node, chance) in steps {
                now += if chance < 30 { 0 } else { step };
                let at = Instant::from_millisecond(now).unwrap();
                if chance == 0 {
                    // Killed, with what it had.
                    nodes[node] = None;
                }
                let held = &mut nodes[node];
                if held.as_mut().is_some_and(|lease| lease.give(at)) {
                    through.push(now);
                    continue;
                }
                for tries in shared.sizes(held.as_ref()) {
                    prop_assert!(tries >= 1 && tries <= shared.common().burst);
                    if let Ok(next) = shared.common().several_at(at, tries).take(kept) {
                        kept = Some(next);
                        let mut lease = shared.lease(tries, at, next);
                        prop_assert!(lease.give(at));
                        *held = Some(lease);
                        through.push(now);
                        break;
                    }
                }
            }
            for (n, from) in through.iter().enumerate() {
                for (m, to) in through.iter().enumerate().skip(n) {
                    prop_assert!((m - n + 1) as i64 <= i64::from(burst) + (to - from) / millis);
                }
            }
        }

        /// Who asks at an even pace that the limit allows is never refused, on one node or by turns on a few.
        #[test]
        fn a19_who_keeps_within_the_limit_is_not_refused(nodes in 1usize..4, tries in 60i32..3_000, slower in 1i64..50) {
            let shared = Shared { limit: Limit::a_minute(tries) };
            let every = i64::try_from(shared.limit.every.as_millis()).unwrap() * 2 * slower;
            let mut held: Vec<Option<Lease>> = vec![None; nodes];
            let mut kept = None;
            let (mut now, mut writes) = (0, 0);
            for n in 0..400 {
                now += every;
                let at = Instant::from_millisecond(now).unwrap();
                let one = &mut held[n % nodes];
                if one.as_mut().is_some_and(|lease| lease.give(at)) {
                    continue;
                }
                writes += 1;
                let taken = shared.sizes(one.as_ref()).into_iter().find_map(|size| {
                    let next = shared.common().several_at(at, size).take(kept).ok()?;
                    Some((size, next))
                });
                prop_assert!(taken.is_some(), "refused at {now}");
                let (size, next) = taken.unwrap();
                kept = Some(next);
                let mut lease = shared.lease(size, at, next);
                lease.give(at);
                *one = Some(lease);
            }
            prop_assert!(writes <= 400);
            // Half as fast as it may be, on one node, a few of them look at what is common.
            if nodes == 1 && slower == 1 && tries >= 600 {
                prop_assert!(writes < 80, "{writes}");
            }
        }
    }

    #[test]
    fn a19_so_many_a_minute_are_as_many_at_once() {
        let limit = Limit::a_minute(600);
        assert_eq!(limit.burst, 600);
        assert_eq!(limit.every, SignedDuration::from_millis(100));
        assert_eq!(Limit::a_minute(7).every, SignedDuration::from_millis(8_572));
        let now = Instant::UNIX_EPOCH;
        assert_eq!(limit.left(now, now), 600);
        assert_eq!(limit.left(now + SignedDuration::from_millis(150), now), 598);
        assert_eq!(limit.left(now + SignedDuration::from_hours(1), now), 0);
        // Few are counted one by one, and all of them are there.
        let few = Shared {
            limit: Limit::a_minute(10),
        };
        assert_eq!((few.common().burst, few.sizes(None)), (10, vec![1]));
        let many = Shared { limit };
        assert_eq!((many.common().burst, many.sizes(None)), (540, vec![6, 1]));
        assert_eq!(many.life(), SignedDuration::from_secs(6));
    }
}
