//! Times as the log writes them: `D/M/YYYY HH:MM`, local to a zone that the log does not name.

use domain::Instant;
use jiff::{civil, tz::TimeZone};

/// What a time must look like.
pub const WANTED: &str = "a time as in 29/2/2016 01:16";

/// The instant of a local time. One that a clock change leaves out counts on from before it, one that comes twice is
/// its first.
pub fn instant(text: &str, zone: &TimeZone) -> Option<Instant> {
    let (day, time) = text.split_once(' ')?;
    let mut day = day.split('/');
    let (d, m, y) = (
        number(day.next()?, 2)?,
        number(day.next()?, 2)?,
        number(day.next()?, 4)?,
    );
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    if day.next().is_some() || y < 1000 {
        return None;
    }
    let small = |n: i16| i8::try_from(n).ok();
    let local =
        civil::DateTime::new(y, small(m)?, small(d)?, small(hour)?, small(minute)?, 0, 0).ok()?;
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let plain =
        !text.is_empty() && text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &str) -> Option<String> {
        instant(text, &TimeZone::get(zone).unwrap()).map(|at| at.to_string())
    }

    #[test]
    fn local_times_become_instants() {
        assert_eq!(
            at("29/2/2016 01:16", "UTC").as_deref(),
            Some("2016-02-29T01:16:00Z")
        );
        assert_eq!(
            at("01/12/2016 23:59", "Asia/Tokyo").as_deref(),
            Some("2016-12-01T14:59:00Z")
        );
    }

    #[test]
    fn a_clock_change_neither_loses_nor_doubles_a_time() {
        // 02:00 became 03:00.
        assert_eq!(
            at("27/3/2016 02:30", "Europe/Berlin").as_deref(),
            Some("2016-03-27T01:30:00Z")
        );
        // 03:00 became 02:00.
        assert_eq!(
            at("30/10/2016 02:30", "Europe/Berlin").as_deref(),
            Some("2016-10-30T00:30:00Z")
        );
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "?",
            "29/2/2015 01:16",
            "2016-02-29 01:16",
            "29/2/2016",
            "29/2/16 01:16",
            "1/2/2016 24:00",
            "1/2/2016 1:60",
            "1/2/3/2016 01:00",
            "+1/2/2016 01:00",
            "１/2/2016 01:00",
        ] {
            assert_eq!(at(text, "UTC"), None, "{text}");
        }
    }
}
