//! How many different cases somebody reads within an hour (V-38, V-39): from a number on it is told to those who lead, from
//! a further one on they have to show who they are again, or to wait. Both numbers are the desk's.

use std::collections::{BTreeSet, VecDeque};

use jiff::SignedDuration;

use crate::Instant;

/// The span that is looked at.
pub const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// From how many different cases within an hour something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Administrators are told.
    pub alarm: usize,
    /// More than these are shown to nobody who has not shown who they are again.
    pub step_up: usize,
}

impl Default for Reading {
    /// More than one a minute, all hour long, is unusual; five a minute is nobody's work.
    fn default() -> Self {
        Self {
            alarm: 100,
            step_up: 300,
        }
    }
}

/// What comes of one more case that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    Usual,
    /// As usual, and it is to be told: so many within the hour.
    Alarm(usize),
    /// Not before so many seconds have gone by, or they have shown who they are.
    StepUp {
        wait: u64,
    },
}

/// What all nodes together have kept of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Cases, with when each was read first.
    pub read: Vec<(Instant, i64)>,
    /// When it was told that these were many.
    pub alarmed_at: Option<Instant>,
    /// When the reader last showed who they are.
    pub confirmed_at: Option<Instant>,
}

/// What somebody has read within the last hour; it holds no more cases than may be read.
#[derive(Clone, Debug, Default)]
pub struct Volume {
    /// When each was read first, the oldest in front.
    order: VecDeque<(Instant, i64)>,
    cases: BTreeSet<i64>,
    alarmed_at: Option<Instant>,
    confirmed_at: Option<Instant>,
}

impl Volume {
    /// Whether this case is counted already.
    pub fn has(&mut self, number: i64, now: Instant) -> bool {
        self.forget(now);
        self.cases.contains(&number)
    }

    /// Whether no further case is shown.
    pub fn is_full(&mut self, now: Instant, rule: Reading) -> bool {
        self.forget(now);
        self.cases.len() >= rule.step_up
    }

    /// Takes in what other nodes have counted, or this one before its start.
    pub fn take_in(&mut self, kept: &Kept) {
        if kept.confirmed_at > self.confirmed_at {
            let since = kept.confirmed_at;
            self.order.retain(|(at, _)| Some(*at) > since);
            self.confirmed_at = since;
        }
        let mut all: Vec<(Instant, i64)> = self.order.drain(..).collect();
        let own: BTreeSet<i64> = all.iter().map(|(_, number)| *number).collect();
        let others = kept
            .read
            .iter()
            .filter(|(at, number)| !own.contains(number) && Some(*at) >= self.confirmed_at);
        all.extend(others.copied());
        all.sort_unstable();
        self.cases = all.iter().map(|(_, number)| *number).collect();
        self.order = all.into();
        self.alarmed_at = self.alarmed_at.max(kept.alarmed_at);
    }

    /// Counts a case that is about to be read.
    pub fn read(&mut self, number: i64, now: Instant, rule: Reading) -> Read {
        self.forget(now);
        if self.cases.contains(&number) {
            return Read::Usual;
        }
        if self.cases.len() >= rule.step_up {
            let oldest = self.order.front().map_or(now, |(at, _)| *at);
            let wait = (oldest + HOUR).duration_since(now).as_secs();
            return Read::StepUp {
                wait: u64::try_from(wait).unwrap_or(0).max(1),
            };
        }
        self.cases.insert(number);
        self.order.push_back((now, number));
        let told = self
            .alarmed_at
            .is_some_and(|at| now.duration_since(at) < HOUR);
        if self.cases.len() < rule.alarm || told {
            return Read::Usual;
        }
        self.alarmed_at = Some(now);
        Read::Alarm(self.cases.len())
    }

    /// They have shown who they are: what they have read so far counts no more. What was told is not told again.
    pub fn confirmed(&mut self, now: Instant) {
        self.confirmed_at = Some(now);
        self.order.clear();
        self.cases.clear();
    }

    /// Nothing of it counts any more.
    pub fn is_over(&mut self, now: Instant) -> bool {
        self.forget(now);
        self.order.is_empty()
            && self
                .alarmed_at
                .is_none_or(|at| now.duration_since(at) >= HOUR)
    }

    fn forget(&mut self, now: Instant) {
        while let Some((at, number)) = self.order.front()
            && now.duration_since(*at) >= HOUR
        {
            self.cases.remove(number);
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{Kept, Read, Reading, Volume};
    use crate::Instant;

    const RULE: Reading = Reading {
        alarm: 3,
        step_up: 5,
    };

    fn at(minutes: i64) -> Instant {
        Instant::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn v38_the_alarm_comes_once_and_then_the_step_up() {
        let mut volume = Volume::default();
        let read: Vec<Read> = (0..7).map(|n| volume.read(n, at(n), RULE)).collect();
        let wanted = [
            Read::Usual,
            Read::Usual,
            Read::Alarm(3),
            Read::Usual,
            Read::Usual,
            Read::StepUp { wait: 55 * 60 },
            Read::StepUp { wait: 54 * 60 },
        ];
        assert_eq!(read, wanted);
        // What was read already is read again.
        assert_eq!(volume.read(4, at(7), RULE), Read::Usual);
        // An hour after the first there is room for one.
        assert_eq!(volume.read(9, at(60), RULE), Read::Usual);
        assert_eq!(volume.read(10, at(60), RULE), Read::StepUp { wait: 60 });
        volume.confirmed(at(60));
        let again: Vec<Read> = (20..26).map(|n| volume.read(n, at(60), RULE)).collect();
        assert_eq!(
            again[..5],
            [Read::Usual; 5],
            "the alarm is an hour old at 62 minutes"
        );
        assert!(matches!(again[5], Read::StepUp { .. }));
    }

    #[test]
    fn v38_what_others_counted_counts_and_ends_where_the_reader_shows_who_they_are() {
        let mut here = Volume::default();
        for n in 0..2 {
            here.read(n, at(n), RULE);
        }
        let kept = Kept {
            read: vec![(at(0), 1), (at(3), 10), (at(4), 11), (at(5), 12)],
            ..Kept::default()
        };
        here.take_in(&kept);
        assert!(here.is_full(at(6), RULE) && here.has(11, at(6)));
        // The oldest of all makes room first.
        assert_eq!(here.read(20, at(6), RULE), Read::StepUp { wait: 54 * 60 });
        // What was told elsewhere is not told again.
        let told = Kept {
            alarmed_at: Some(at(6)),
            ..Kept::default()
        };
        let mut there = Volume::default();
        there.take_in(&told);
        let read: Vec<Read> = (0..4).map(|n| there.read(n, at(7), RULE)).collect();
        assert_eq!(read, [Read::Usual; 4]);
        // They have shown who they are on another node; what is kept from before comes too late.
        let shown = Kept {
            confirmed_at: Some(at(8)),
            read: vec![(at(5), 12), (at(9), 30)],
            ..Kept::default()
        };
        here.take_in(&shown);
        assert!(!here.has(11, at(9)) && !here.has(12, at(9)) && here.has(30, at(9)));
        here.take_in(&kept);
        assert!(!here.has(11, at(9)));
    }

    #[test]
    fn v38_the_same_case_and_slow_reading_are_no_alarm() {
        let mut volume = Volume::default();
        for minute in 0..1000 {
            assert_eq!(volume.read(7, at(minute), RULE), Read::Usual);
        }
        for n in 0..100 {
            assert_eq!(volume.read(n, at(1000 + 31 * n), RULE), Read::Usual);
        }
        assert!(volume.cases.len() <= RULE.step_up && !volume.is_over(at(1000 + 31 * 99)));
        assert!(volume.is_over(at(10_000)));
    }
}
