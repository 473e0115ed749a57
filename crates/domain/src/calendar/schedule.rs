//! Opening hours as people write them: by weekday, with days that differ. Knows no instant; what these hours are in
//! Universal Time is [`super::compile`]'s part.

use jiff::civil::{Date, Weekday};

use crate::words::Words;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// When a support centre is open (S2).
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Zone in which the hours are meant.
    pub zone: jiff::tz::TimeZone,
    /// Hours of each weekday, from Monday.
    pub week: [Vec<Span>; 7],
    /// National holidays kept, by rule.
    pub nation: Option<Nation>,
    /// Days without opening hours.
    pub closings: Vec<Closing>,
    /// Days with hours of their own, also where they would be closed.
    pub openings: Vec<Opening>,
    /// Parts taken out of a day.
    pub breaks: Vec<Opening>,
}

impl Schedule {
    /// No hours at all, to be filled in.
    pub fn empty(zone: jiff::tz::TimeZone) -> Self {
        Self {
            zone,
            week: Default::default(),
            nation: None,
            closings: Vec::new(),
            openings: Vec::new(),
            breaks: Vec::new(),
        }
    }

    /// Open at every moment.
    pub fn round_the_clock(zone: jiff::tz::TimeZone) -> Self {
        Self {
            week: std::array::from_fn(|_| vec![Span::WHOLE_DAY]),
            ..Self::empty(zone)
        }
    }

    pub fn of_weekday(&self, weekday: Weekday) -> &[Span] {
        let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
        self.week.get(place).map_or(&[], Vec::as_slice)
    }
}

/// Whose national holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nation {
    Japan,
}

/// A stretch of local time, in seconds from the midnight of the day it belongs to. It holds its first second and not its
/// last. One that ends behind 24:00 runs on into the next day and belongs to the day it begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    from: i64,
    to: i64,
}

impl Span {
    pub const WHOLE_DAY: Span = Span { from: 0, to: DAY };

    /// From `from` to `to`, which lies on the next day if it is not later.
    /// Nothing where either is no time of day, or nothing lies between.
    pub fn new(from: i64, to: i64) -> Option<Self> {
        if !(0..DAY).contains(&from) || !(0..=DAY).contains(&to) || from == to {
            return None;
        }
        let to = if to < from { to + DAY } else { to };
        Some(Self { from, to })
    }

    /// As written: `09:00-17:00`, `22:00-06:00`, `00:00-24:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(['-', '–', '〜'])?;
        Self::new(clock(from.trim())?, clock(to.trim())?)
    }

    pub fn from(self) -> i64 {
        self.from
    }

    pub fn to(self) -> i64 {
        self.to
    }
}

/// Seconds of `HH:MM` or `HH:MM:SS`, up to 24:00.
pub fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut part = |most: i64| {
        let digits = parts.next()?;
        let two = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let value = two.then(|| digits.parse::<i64>().ok()).flatten()?;
        (value <= most).then_some(value)
    };
    let (hours, minutes) = (part(24)?, part(59)?);
    let seconds = match text.len() {
        8 => part(59)?,
        _ => 0,
    };
    let all = hours * 3600 + minutes * 60 + seconds;
    (parts.next().is_none() && all <= DAY).then_some(all)
}

/// One day, several, or the same ones every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// First and last day.
    Days(Date, Date),
    /// First and last as (month, day); the last may lie in the next year.
    EveryYear((i8, i8), (i8, i8)),
}

impl When {
    pub fn day(day: Date) -> Self {
        When::Days(day, day)
    }

    /// As written: `2026-12-29`, `2026-12-29..2027-01-03`, `12-29`, `12-29..01-03`.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let (first, last) = (first.trim(), last.trim());
        if let (Some(first), Some(last)) = (date(first), date(last)) {
            return (first <= last).then_some(When::Days(first, last));
        }
        Some(When::EveryYear(month_day(first)?, month_day(last)?))
    }

    pub fn holds(self, day: Date) -> bool {
        match self {
            When::Days(first, last) => (first..=last).contains(&day),
            When::EveryYear(first, last) => {
                let at = (day.month(), day.day());
                if first <= last {
                    first <= at && at <= last
                } else {
                    first <= at || at <= last
                }
            }
        }
    }
}

fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    // A leap year has every day there is.
    let day = date(&format!("2024-{text}"))?;
    Some((day.month(), day.day()))
}

/// Days without opening hours, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub when: When,
    pub label: Words,
}

/// Hours of certain days, and what these days are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub when: When,
    pub spans: Vec<Span>,
    pub label: Words,
}
