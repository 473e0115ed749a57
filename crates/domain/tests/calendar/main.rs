//! Business time (S2): Japan's holidays, changes of clocks, the laws of open time, and a slow twin.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod holidays;
mod laws;
mod peers;
mod traps;
mod twin;

use domain::{
    Words,
    calendar::{Calendar, Closing, Opening, Schedule, Span, When},
};
use jiff::{Timestamp, tz::TimeZone};

/// Zones with every kind of trouble: two clock changes a year, changes by half an hour, offsets by quarter hours, skipped
/// days, changes at midnight, changes around the fast month, none at all.
pub const ZONES: [&str; 40] = [
    "Etc/UTC",
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "America/Sao_Paulo",
    "America/Caracas",
    "America/Nuuk",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Gaza",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kwajalein",
];

pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

pub fn at(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

pub fn said(at: Option<i64>) -> String {
    at.map_or("never".into(), |at| {
        Timestamp::from_second(at).unwrap().to_string()
    })
}

pub fn spans(text: &str) -> Vec<Span> {
    text.split_whitespace()
        .map(|span| Span::parse(span).unwrap())
        .collect()
}

/// Monday to Friday.
pub fn weekdays(zone_name: &str, hours: &str) -> Schedule {
    let mut schedule = Schedule::empty(zone(zone_name));
    for day in schedule.week.iter_mut().take(5) {
        *day = spans(hours);
    }
    schedule
}

pub fn every_day(zone_name: &str, hours: &str) -> Schedule {
    let mut schedule = weekdays(zone_name, hours);
    let monday = schedule.week[0].clone();
    schedule.week = std::array::from_fn(|_| monday.clone());
    schedule
}

pub fn closed(when: &str) -> Closing {
    Closing {
        when: When::parse(when).unwrap(),
        label: Words::default(),
    }
}

pub fn own_hours(when: &str, hours: &str) -> Opening {
    Opening {
        when: When::parse(when).unwrap(),
        spans: spans(hours),
        label: Words::default(),
    }
}

pub fn calendar(schedule: Schedule) -> Calendar {
    Calendar::over(schedule, 2010..2032)
}
