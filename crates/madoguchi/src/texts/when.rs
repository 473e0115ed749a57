//! Times in words. The patterns stand in the catalogues, in `strftime`'s signs; `{w}` is the weekday and `{m}` the
//! month by name.

use std::{cell::Cell, fmt, sync::OnceLock};

use askama::FastWritable;
use domain::Instant;
use jiff::{
    SignedDuration, Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

use super::{Span, Texts, Unit};
use crate::escape::escaped;

pub(super) fn strftime(texts: &Texts, pattern: &str, at: Instant) -> String {
    let local = texts.zone.to_offset(at).to_datetime(at);
    quickly(texts, pattern, local).unwrap_or_else(|| slowly(texts, pattern, at))
}

/// The signs that patterns mostly have; nothing where there is another one. A story says hundreds of moments.
fn quickly(texts: &Texts, pattern: &str, local: DateTime) -> Option<String> {
    let named = |key: &str, number: i8| {
        let place = usize::try_from(number - 1).ok()?;
        texts.say(key).split(' ').nth(place)
    };
    let mut out = String::with_capacity(32);
    let mut rest = pattern;
    while let Some(sign) = rest.find(['%', '{']) {
        let (before, from) = rest.split_at(sign);
        out.push_str(before);
        let (number, signs) = match from.as_bytes() {
            [b'{', b'w', b'}', ..] => {
                out.push_str(named("weekdays", local.weekday().to_monday_one_offset())?);
                (None, 3)
            }
            [b'{', b'm', b'}', ..] => {
                out.push_str(named("months", local.month())?);
                (None, 3)
            }
            [b'%', b'-', b'm', ..] => (Some((i16::from(local.month()), 1)), 3),
            [b'%', b'-', b'd', ..] => (Some((i16::from(local.day()), 1)), 3),
            [b'%', b'm', ..] => (Some((local.month().into(), 2)), 2),
            [b'%', b'd', ..] => (Some((local.day().into(), 2)), 2),
            [b'%', b'H', ..] => (Some((local.hour().into(), 2)), 2),
            [b'%', b'M', ..] => (Some((local.minute().into(), 2)), 2),
            [b'%', b'Y', ..] if local.year() >= 1_000 => (Some((local.year(), 4)), 2),
            _ => return None,
        };
        if let Some((number, width)) = number {
            digits(&mut out, number, width);
        }
        rest = from.get(signs..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// A number that is not negative, with as many digits at least.
fn digits(out: &mut String, number: i16, width: u32) {
    let mut place = 1_000;
    while place > 0 {
        if number >= place || 10_i16.pow(width - 1) >= place {
            out.push(char::from(b'0' + (number / place % 10) as u8));
        }
        place /= 10;
    }
}

fn slowly(texts: &Texts, pattern: &str, at: Instant) -> String {
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

/// The moments of one table, as markup. Tables hold hundreds of them: what is the same in all is written once, and each
/// fills in its digits.
pub struct TableTimes<'t> {
    texts: &'t Texts,
    form: Option<Form>,
    /// The offset that was asked for last, and from when to when the zone keeps it.
    offset: Cell<Option<(Instant, Instant, Offset)>>,
}

/// A moment of a table, as markup: the day, and smaller the time of day.
#[derive(Clone, Copy)]
pub struct Moment<'t> {
    times: &'t TableTimes<'t>,
    at: Instant,
}

impl<'t> TableTimes<'t> {
    pub fn new(texts: &'t Texts) -> Self {
        let (day, clock) = (texts.say("date-table-day"), texts.say("date-clock"));
        let plain = !day.contains(MARKUP) && !clock.contains(MARKUP);
        let form = plain.then(|| Form::read(&around("%Y-%m-%dT%H:%M%:z", day, clock)));
        Self {
            texts,
            form: form.flatten(),
            offset: Cell::new(None),
        }
    }

    pub fn moment(&self, at: Instant) -> Moment<'_> {
        Moment { times: self, at }
    }

    /// Rows lie close together in time: what holds for one mostly holds for the next.
    fn offset(&self, at: Instant) -> Offset {
        if let Some((from, to, offset)) = self.offset.get()
            && (from..to).contains(&at)
        {
            return offset;
        }
        let zone = &self.texts.zone;
        let offset = zone.to_offset(at);
        let just_after = at + SignedDuration::from_nanos(1);
        let before = zone.preceding(just_after).next();
        let from = before.map_or(Timestamp::MIN, |change| change.timestamp());
        let after = zone.following(at).next();
        let to = after.map_or(Timestamp::MAX, |change| change.timestamp());
        self.offset.set(Some((from, to, offset)));
        offset
    }
}

impl FastWritable for Moment<'_> {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        let Self { times, at } = *self;
        if let Some(form) = &times.form {
            let offset = times.offset(at);
            let mut room = [0; ROOM];
            if let Some(text) = form.fill(&mut room, offset.to_datetime(at), offset) {
                return Ok(dest.write_str(text)?);
            }
        }
        let said = |key| escaped(&strftime(times.texts, times.texts.say(key), at));
        let day = said("date-table-day");
        let markup = around(&at.to_string(), &day, &said("date-clock"));
        Ok(dest.write_str(&markup)?)
    }
}

/// Room for a filled form; longer ones take the long way.
const ROOM: usize = 192;

/// What has a meaning in a pattern of ours or in markup.
const MARKUP: [char; 6] = ['{', '<', '>', '&', '"', '\''];

fn around(machine: &str, day: &str, clock: &str) -> String {
    format!("<time datetime=\"{machine}\">{day} <span class=\"sub\">{clock}</span></time>")
}

/// The beginning of a chip with a moment, as markup: its state, and the moment for machines, to the second, in Universal
/// Time.
#[derive(Clone, Copy)]
pub struct DueHead {
    pub state: &'static str,
    pub at: Instant,
}

/// States of running clocks, as chips name them.
const STATES: [&str; 3] = ["left", "near", "over"];

impl FastWritable for DueHead {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        static FORMS: OnceLock<[Option<Form>; 3]> = OnceLock::new();
        let around = |state: &str, at: &str| {
            format!("<time class=\"due\" data-state=\"{state}\" datetime=\"{at}\">")
        };
        let forms = FORMS.get_or_init(|| STATES.map(|state| Form::read(&around(state, MACHINE))));
        let place = STATES.iter().position(|state| *state == self.state);
        let form = place.and_then(|place| forms.get(place)?.as_ref());
        let local = Offset::UTC.to_datetime(self.at);
        let mut room = [0; ROOM];
        match form.and_then(|form| form.fill(&mut room, local, Offset::UTC)) {
            Some(text) => Ok(dest.write_str(text)?),
            None => Ok(dest.write_str(&around(self.state, &self.at.to_string()))?),
        }
    }
}

/// For machines, to the second.
const MACHINE: &str = "%Y-%m-%dT%H:%M:%SZ";

pub(super) fn machine(at: Instant) -> String {
    static FORM: OnceLock<Option<Form>> = OnceLock::new();
    let form = FORM.get_or_init(|| Form::read(MACHINE)).as_ref();
    let local = Offset::UTC.to_datetime(at);
    let mut room = [0; ROOM];
    let filled = form.and_then(|form| form.fill(&mut room, local, Offset::UTC));
    filled.map_or_else(|| at.to_string(), str::to_owned)
}

/// A text with places for the digits of a local time.
struct Form {
    text: Vec<u8>,
    places: Vec<(usize, Digits)>,
}

/// Two digits of a time.
#[derive(Clone, Copy)]
enum Digits {
    Century,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    OffsetHour,
    OffsetMinute,
}

impl Form {
    /// A pattern of digits alone and what stands between them; nothing where it holds anything else.
    fn read(pattern: &str) -> Option<Self> {
        let mut parts = pattern.split('%');
        let mut text = parts.next()?.to_owned();
        let mut places = Vec::with_capacity(16);
        for part in parts {
            let mut digits = |text: &mut String, all: &[Digits]| {
                for digits in all {
                    places.push((text.len(), *digits));
                    text.push_str("00");
                }
            };
            let rest = if let Some(rest) = part.strip_prefix(":z") {
                text.push('+');
                digits(&mut text, &[Digits::OffsetHour]);
                text.push(':');
                digits(&mut text, &[Digits::OffsetMinute]);
                rest
            } else {
                let all: &[Digits] = match part.as_bytes().first()? {
                    b'Y' => &[Digits::Century, Digits::Year],
                    b'm' => &[Digits::Month],
                    b'd' => &[Digits::Day],
                    b'H' => &[Digits::Hour],
                    b'M' => &[Digits::Minute],
                    b'S' => &[Digits::Second],
                    _ => return None,
                };
                digits(&mut text, all);
                part.get(1..)?
            };
            text.push_str(rest);
        }
        let text = text.into_bytes();
        Some(Self { text, places })
    }

    /// The text with the digits of this time, laid into `room`; nothing for years that have not four of them.
    fn fill<'r>(
        &self,
        room: &'r mut [u8; ROOM],
        local: DateTime,
        offset: Offset,
    ) -> Option<&'r str> {
        let year = u16::try_from(local.year()).ok()?;
        let minutes = offset.seconds() / 60;
        let text = room.get_mut(..self.text.len())?;
        text.copy_from_slice(&self.text);
        for (place, digits) in &self.places {
            let number = match digits {
                Digits::Century => (year / 100) as i32,
                Digits::Year => (year % 100) as i32,
                Digits::Month => local.month().into(),
                Digits::Day => local.day().into(),
                Digits::Hour => local.hour().into(),
                Digits::Minute => local.minute().into(),
                Digits::Second => local.second().into(),
                Digits::OffsetHour => {
                    if minutes < 0 {
                        *text.get_mut(place - 1)? = b'-';
                    }
                    minutes.abs() / 60
                }
                Digits::OffsetMinute => minutes.abs() % 60,
            };
            let digit = |number: i32| b'0' + (number % 10) as u8;
            let both = text.get_mut(*place..*place + 2)?;
            both.copy_from_slice(&[digit(number / 10), digit(number)]);
        }
        std::str::from_utf8(text).ok()
    }
}

/// A span in its largest unit.
pub fn span(span: SignedDuration) -> Span {
    let minutes = span.as_secs().max(0) / 60;
    let (unit, number) = match minutes {
        0..60 => (Unit::Minutes, minutes),
        60..1440 => (Unit::Hours, minutes / 60),
        _ => (Unit::Days, minutes / 1440),
    };
    Span { unit, number }
}

/// A zone by its IANA name; UTC when there is none of that name.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::texts;

    #[test]
    fn moments_in_tables_are_what_the_patterns_say() {
        for (tag, zone) in [
            ("ja", "Asia/Tokyo"),
            ("en", "America/St_Johns"),
            ("en", "UTC"),
            ("ja", "Asia/Kathmandu"),
            ("en", "Australia/Lord_Howe"),
        ] {
            let zone = TimeZone::get(zone).unwrap();
            let t = Texts::new(texts::load(), &Language::new(tag), zone);
            let times = TableTimes::new(&t);
            for at in [
                "2026-11-21T08:05:09.5Z",
                "1999-12-31T23:59:59Z",
                "2024-02-29T00:00:00Z",
                // Around the changes of clocks at Saint John's and on Lord Howe, to and fro.
                "2026-03-08T05:29:59.999Z",
                "2026-03-08T05:30:00Z",
                "2026-03-08T05:29:59Z",
                "2026-11-01T04:30:00Z",
                "2026-11-01T04:29:59Z",
                "2026-04-04T15:00:00Z",
                "2026-04-04T14:59:59Z",
            ] {
                let at: Instant = at.parse().unwrap();
                let said = |key| strftime(&t, t.say(key), at);
                let machine = strftime(&t, "%Y-%m-%dT%H:%M%:z", at);
                let expected = around(&machine, &said("date-table-day"), &said("date-clock"));
                let mut markup = String::new();
                let moment = times.moment(at);
                moment.write_into(&mut markup, askama::NO_VALUES).unwrap();
                assert_eq!(markup, expected);
                assert_eq!(machine_without_fraction(at), super::machine(at));
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn moments_are_quickly_said_as_they_are_slowly(
            second in -62_000_000_000_i64..200_000_000_000,
            english in proptest::bool::ANY,
        ) {
            let at = Instant::from_second(second).unwrap();
            let tag = if english { "en" } else { "ja" };
            let zone = TimeZone::get("America/St_Johns").unwrap();
            let t = Texts::new(texts::load(), &Language::new(tag), zone);
            for key in ["date-long", "date-day", "date-clock", "date-table-day"] {
                let pattern = t.say(key);
                proptest::prop_assert_eq!(strftime(&t, pattern, at), slowly(&t, pattern, at));
            }
            let local = t.zone.to_offset(at).to_datetime(at);
            proptest::prop_assert!(local.year() < 1_000 || quickly(&t, t.say("date-long"), local).is_some());
        }
    }

    fn machine_without_fraction(at: Instant) -> String {
        Instant::from_second(at.as_second()).unwrap().to_string()
    }
}
