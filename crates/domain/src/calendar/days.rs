//! Days of a calendar: the ones on which it has hours, and when they close.

use jiff::{Timestamp, civil};

use super::{Calendar, Second, schedule::DAY};

/// A local day that has hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Days since 1970.
    number: i64,
    /// First open moment and last closing; equal where nothing is left of the hours.
    opens: Second,
    closes: Second,
}

impl Day {
    pub fn without_hours(number: i64) -> Self {
        Self {
            number,
            opens: Second::MAX,
            closes: Second::MAX,
        }
    }

    pub fn add(&mut self, from: Second, to: Second) {
        if self.opens == self.closes {
            (self.opens, self.closes) = (from, to);
        } else {
            self.opens = self.opens.min(from);
            self.closes = self.closes.max(to);
        }
    }

    fn is_open(self) -> bool {
        self.opens < self.closes
    }
}

impl Calendar {
    /// The local day of a moment, in days since 1970.
    fn local_day(&self, at: Second) -> i64 {
        let offset = Timestamp::from_second(at)
            .map_or(0, |at| i64::from(self.zone().to_offset(at).seconds()));
        (at + offset).div_euclid(DAY)
    }

    /// The last closing of the first day with open time after the local day of `at`; midnight where it is open round the
    /// clock.
    pub fn next_business_day(&self, at: Second) -> Option<Second> {
        let today = self.local_day(at);
        let later = self.days.partition_point(|day| day.number <= today);
        let mut later = self.days.get(later..)?.iter();
        later.find(|day| day.is_open()).map(|day| day.closes)
    }

    /// The same time of day `count` days with hours on, back where `count` is less than none; then on to the next open
    /// moment where that is outside the hours.
    pub fn after_days(&self, at: Second, count: i64) -> Option<Second> {
        let today = self.local_day(at);
        let behind = |place: usize, by: i64| -> Option<&Day> {
            let place = i64::try_from(place).ok()? + by;
            self.days.get(usize::try_from(place).ok()?)
        };
        let day = match count {
            0 => today,
            1.. => {
                let later = self.days.partition_point(|day| day.number <= today);
                behind(later, count - 1)?.number
            }
            _ => {
                let from_today = self.days.partition_point(|day| day.number < today);
                behind(from_today, count)?.number
            }
        };
        let time = Timestamp::from_second(at)
            .ok()?
            .to_zoned(self.zone().clone())
            .time();
        let wanted = Timestamp::from_second(day * DAY)
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        self.next_open(self.moment(wanted, time)?)
    }

    /// A local time as a moment: the first of two, and where it is skipped the moment as far behind the gap.
    pub fn moment(&self, day: civil::Date, time: civil::Time) -> Option<Second> {
        let at = self.zone().to_timestamp(day.to_datetime(time)).ok()?;
        Some(at.as_second())
    }
}
