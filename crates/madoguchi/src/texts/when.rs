//! Times in words. The patterns stand in the catalogues, in `strftime`'s signs; `{w}` is the weekday and `{m}` the
//! month by name.

use domain::Instant;
use jiff::{SignedDuration, tz::TimeZone};

use super::Texts;

pub(super) fn strftime(texts: &Texts, pattern: &str, at: Instant) -> String {
    let zoned = at.to_zoned(texts.zone.clone());
    let mut out = zoned.strftime(pattern).to_string();
    let named = |key: &str, number: i8| {
        let place = usize::try_from(number - 1).unwrap_or_default();
        texts.say(key).split(' ').nth(place).unwrap_or_default()
    };
    if out.contains("{w}") {
        out = out.replace(
            "{w}",
            named("weekdays", zoned.weekday().to_monday_one_offset()),
        );
    }
    if out.contains("{m}") {
        out = out.replace("{m}", named("months", zoned.month()));
    }
    out
}

/// The key and number that tell a span in its largest unit.
pub fn span(span: SignedDuration) -> (&'static str, i64) {
    let minutes = span.as_secs().max(0) / 60;
    match minutes {
        0..60 => ("span-minutes", minutes),
        60..1440 => ("span-hours", minutes / 60),
        _ => ("span-days", minutes / 1440),
    }
}

/// A zone by its IANA name; UTC when there is none of that name.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}
