//! Times in words. The patterns stand in the catalogues, in `strftime`'s signs; `{w}` is the weekday and `{m}` the
//! month by name.

use domain::Instant;
use jiff::{SignedDuration, civil::DateTime, tz::TimeZone};

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

/// A moment in a table, as markup. Tables hold hundreds of them: patterns of digits are written here, others at leisure.
pub(super) fn table(texts: &Texts, at: Instant) -> String {
    let offset = texts.zone.to_offset(at);
    let local = offset.to_datetime(at);
    let mut markup = String::with_capacity(112);
    markup.push_str("<time datetime=\"");
    digits("%Y-%m-%dT%H:%M", local, &mut markup);
    let minutes = offset.seconds() / 60;
    markup.push(if minutes < 0 { '-' } else { '+' });
    two(&mut markup, (minutes / 60) as i8);
    markup.push(':');
    two(&mut markup, (minutes % 60) as i8);
    for (before, key) in [
        ("\">", "date-table-day"),
        (" <span class=\"sub\">", "date-clock"),
    ] {
        markup.push_str(before);
        let pattern = texts.say(key);
        if !digits(pattern, local, &mut markup) {
            let text = strftime(texts, pattern, at);
            let escaped = askama::filters::escape(text, askama::filters::Html);
            markup.extend(escaped.map(|text| text.to_string()));
        }
    }
    markup.push_str("</span></time>");
    markup
}

/// Writes a local time by a pattern of digits alone (`%Y`, `%m`, `%d`, `%H`, `%M`, `%S` and what stands between them), as
/// tables are full of. False, with nothing said, where the pattern holds anything else.
fn digits(pattern: &str, local: DateTime, out: &mut String) -> bool {
    if pattern.contains(['{', '<', '>', '&']) {
        return false;
    }
    let before = out.len();
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('Y') if (0..=9999).contains(&local.year()) => {
                two(out, (local.year() / 100) as i8);
                two(out, (local.year() % 100) as i8);
            }
            Some('m') => two(out, local.month()),
            Some('d') => two(out, local.day()),
            Some('H') => two(out, local.hour()),
            Some('M') => two(out, local.minute()),
            Some('S') => two(out, local.second()),
            _ => {
                out.truncate(before);
                return false;
            }
        }
    }
    true
}

/// Two digits.
fn two(out: &mut String, number: i8) {
    let number = number.unsigned_abs();
    out.push(char::from(b'0' + number / 10 % 10));
    out.push(char::from(b'0' + number % 10));
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
