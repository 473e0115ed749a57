//! Days of a calendar: the ones on which it has hours, and when they close.

use jiff::{Timestamp, civil};

use super::{Calendar, Second, schedule::DAY};

/// A local day that has hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Days since 1970.
    number: i64,
    /// Its weekday has hours, and it is not closed.
    usual: bool,
    /// First open moment and last closing; equal where nothing is left of the hours.
    opens: Second,
    closes: Second,
}

impl Day {
    pub fn without_hours(number: i64, usual: bool) -> Self {
        Self {
            number,
            usual,
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

    /// What the clock on the wall shows.
    fn local(&self, at: Second) -> Option<civil::DateTime> {
        let at = Timestamp::from_second(at).ok()?;
        Some(self.zone().to_offset(at).to_datetime(at))
    }

    /// The local day of a moment.
    pub(super) fn date(&self, at: Second) -> Option<civil::Date> {
        self.local(at).map(civil::DateTime::date)
    }

    /// The midnight that ends a local day.
    pub(super) fn end_of(&self, day: civil::Date) -> Option<Second> {
        self.moment(day.tomorrow().ok()?, civil::Time::midnight())
    }

    /// The midnight that ends the local day of `at`.
    pub fn end_of_day(&self, at: Second) -> Option<Second> {
        self.end_of(self.date(at)?)
    }

    /// The last closing of the first day with open time after the local day of `at`; midnight where it is open round the
    /// clock.
    pub fn next_business_day(&self, at: Second) -> Option<Second> {
        let today = self.local_day(at);
        let later = self.days.partition_point(|day| day.number <= today);
        let mut later = self.days.get(later..)?.iter();
        later.find(|day| day.is_open()).map(|day| day.closes)
    }

    /// The last closing of the local day of `at`, if it has open time.
    pub fn closing_of_day(&self, at: Second) -> Option<Second> {
        let today = self.local_day(at);
        let place = self
            .days
            .binary_search_by_key(&today, |day| day.number)
            .ok()?;
        let day = self.days.get(place)?;
        day.is_open().then_some(day.closes)
    }

    /// The same time of day `count` usual days on, back where `count` is less than none; then on to the next open moment
    /// where that is outside the hours. A closing is not outside: what is due then is due at closing.
    pub fn after_days(&self, at: Second, count: i64) -> Option<Second> {
        let today = self.local_day(at);
        let steps = usize::try_from(count.unsigned_abs()).ok()?;
        let day = match steps.checked_sub(1) {
            None => today,
            Some(more) if count > 0 => {
                let later = self.days.partition_point(|day| day.number <= today);
                let later = self.days.get(later..)?.iter();
                later.filter(|day| day.usual).nth(more)?.number
            }
            Some(more) => {
                let today = self.days.partition_point(|day| day.number < today);
                let earlier = self.days.get(..today)?.iter().rev();
                earlier.filter(|day| day.usual).nth(more)?.number
            }
        };
        let time = self.local(at)?.time();
        let wanted = Timestamp::from_second(day * DAY)
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        let moment = self.moment(wanted, time)?;
        match self.ends.binary_search(&moment) {
            Ok(_) => Some(moment),
            Err(_) => self.next_open(moment),
        }
    }

    /// A local time as a moment: the first of two, and where it is skipped the moment as far behind the gap.
    pub fn moment(&self, day: civil::Date, time: civil::Time) -> Option<Second> {
        let at = self.zone().to_timestamp(day.to_datetime(time)).ok()?;
        Some(at.as_second())
    }
}
