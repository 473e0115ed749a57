//! What pages, mails and errors say, in each language (D3). One file folder per language under `locales/`; a key is a
//! whole sentence. Knows no page and no request.

mod case;
mod catalogue;
mod due;
mod files;
mod phrases;
mod plans;
mod when;
mod why;

pub use case::{escalation_number, incident_number, number};
pub use catalogue::{Catalogue, Catalogues, load};
pub use due::{Standing, standing};
pub use phrases::{Span, Unit};
pub use plans::contact_name;
pub use when::{DueHead, Moment, TableTimes, span, zone};

use std::borrow::Cow;

use domain::{Desk, Instant, Language, Words, contract::ClockKind};
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;
use phrases::About;

use crate::escape::escaped;

/// Of a pair as written and in English, the one for readers of this language.
pub fn either<'a>(language: &Language, pair: &'a [impl AsRef<str>; 2]) -> &'a str {
    either_of(language, pair.each_ref().map(AsRef::as_ref))
}

fn either_of<'a>(language: &Language, [own, english]: [&'a str; 2]) -> &'a str {
    match language.as_str() != "ja" && !english.is_empty() {
        true => english,
        false => own,
    }
}

/// The texts for one reader: language and time zone.
#[derive(Clone)]
pub struct Texts {
    pub language: Language,
    pub zone: TimeZone,
    catalogue: &'static Catalogue,
}

impl Texts {
    pub fn new(catalogues: &'static Catalogues, language: &Language, zone: TimeZone) -> Self {
        let catalogue = catalogues.get(language);
        Self {
            language: catalogue.language().clone(),
            zone,
            catalogue,
        }
    }

    /// A sentence without arguments.
    pub fn say(&self, key: &str) -> &'static str {
        self.catalogue.fixed(key)
    }

    /// A sentence with arguments.
    pub fn with<'a>(
        &self,
        key: &str,
        args: impl IntoIterator<Item = (&'static str, FluentValue<'a>)>,
    ) -> String {
        let mut all = FluentArgs::new();
        for (name, value) in args {
            all.set(name, value);
        }
        self.catalogue.format(key, &all)
    }

    /// A sentence that names one thing.
    pub fn one(&self, key: &str, name: &'static str, value: impl AsRef<str>) -> String {
        self.with(key, [(name, FluentValue::from(value.as_ref()))])
    }

    /// A sentence with a number, as `$n`.
    pub fn count(&self, key: &str, n: i64) -> String {
        self.with(
            key,
            [
                ("n", FluentValue::from(n)),
                ("number", FluentValue::from(self.number(n))),
            ],
        )
    }

    /// A number with its thousands parted.
    pub fn number(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if n < 0 {
            out.push('-');
        }
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    }

    /// A desk's own words in this language.
    pub fn desk<'a>(&self, words: &'a Words) -> &'a str {
        words.in_language(&self.language)
    }

    /// Of a pair as written and in English, the one for this reader.
    pub fn either<'a>(&self, pair: &'a [impl AsRef<str>; 2]) -> &'a str {
        either(&self.language, pair)
    }

    /// The day alone, as in tables: `2026/11/21`.
    pub fn table_day(&self, at: Instant) -> String {
        self.strftime("date-table-day", at)
    }

    /// As in details: `2026年11月21日(土) 17:00`.
    pub fn long_time(&self, at: Instant) -> String {
        self.strftime("date-long", at)
    }

    /// The day in this reader's zone.
    pub fn date(&self, at: Instant) -> jiff::civil::Date {
        self.zone.to_offset(at).to_datetime(at).date()
    }

    /// The day alone, as a heading of a timeline.
    pub fn day(&self, at: Instant) -> String {
        self.strftime("date-day", at)
    }

    /// Hours and minutes.
    pub fn clock(&self, at: Instant) -> String {
        self.strftime("date-clock", at)
    }

    /// A calendar day as stored (`2026-11-21`), in words.
    pub fn civil_day(&self, day: &str) -> String {
        match day
            .parse::<jiff::civil::Date>()
            .and_then(|d| d.to_zoned(self.zone.clone()))
        {
            Ok(zoned) => self.strftime("date-day", zoned.timestamp()),
            Err(_) => day.to_owned(),
        }
    }

    /// A moment as a field of date and time holds it, in this reader's zone.
    pub fn local_time(&self, at: Instant) -> String {
        let local = at.to_zoned(self.zone.clone());
        local.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// The moment that such a field says; of two the first, and where it is skipped as far behind the gap.
    pub fn moment_at(&self, local: &str) -> Option<Instant> {
        let local: jiff::civil::DateTime = local.parse().ok()?;
        self.zone.to_timestamp(local).ok()
    }

    /// For machines: `datetime` attributes.
    pub fn machine_time(&self, at: Instant) -> String {
        when::machine(at)
    }

    fn strftime(&self, key: &str, at: Instant) -> String {
        when::strftime(self, self.say(key), at)
    }

    /// How long since, in the largest unit that says enough: `3時間`.
    pub fn since(&self, from: Instant, now: Instant) -> String {
        self.span(span(now.duration_since(from))).into_owned()
    }

    /// A span in words.
    pub fn span(&self, span: Span) -> Cow<'static, str> {
        let say = || self.count(span.key(), span.number);
        self.catalogue.phrases.say(About::Itself, span, say)
    }

    /// The words of spans for a script, as attributes: each form for one and for many, `{}` in the number's place.
    pub fn due_words(&self) -> &'static str {
        self.catalogue.due_words.get_or_init(|| {
            let form = |key: &str| {
                let form = |n: i64| self.with(key, [("n", n.into()), ("number", "{}".into())]);
                format!("{}|{}", form(1), form(2))
            };
            let words = [
                ("minutes", form("span-minutes")),
                ("hours", form("span-hours")),
                ("days", form("span-days")),
                ("over", self.one("due-over", "span", "{}")),
            ];
            let attribute =
                |(name, words): (&str, String)| format!(" data-{name}=\"{}\"", escaped(&words));
            words.into_iter().map(attribute).collect()
        })
    }

    /// A sentence about a span as markup, the span in an element of its own.
    pub fn about_span(&self, span: Span, say: impl FnOnce(&str) -> String) -> String {
        const PLACE: &str = "\u{e000}";
        let words = format!("<i>{}</i>", escaped(&self.span(span)));
        escaped(&say(PLACE)).replace(PLACE, &words)
    }

    /// What is left of a running clock, or by how much it has run out, as markup.
    pub fn standing(&self, desk: &Desk, standing: Standing) -> Cow<'static, str> {
        let (span, over) = (standing.span, standing.is_over());
        let about = match standing.clock {
            ClockKind::FirstResponse => About::FirstResponse { over },
            ClockKind::NextUpdate => About::NextUpdate { over },
            ClockKind::Milestone(_) => {
                let key = match over {
                    true => "due-milestone-over",
                    false => "due-milestone-left",
                };
                let clock = self.clock_name(desk, standing.clock);
                let say =
                    |span: &str| self.with(key, [("clock", clock.into()), ("span", span.into())]);
                return self.about_span(span, say).into();
            }
        };
        let say = || self.about_span(span, |span| self.one(about.key(), "span", span));
        self.catalogue.phrases.say(about, span, say)
    }

    /// The zone by which times are told, once per page.
    pub fn zone_name(&self) -> String {
        let name = self.zone.iana_name().unwrap_or("UTC");
        match name {
            "Asia/Tokyo" => self.say("zone-tokyo").to_owned(),
            "UTC" => self.say("zone-utc").to_owned(),
            _ => self.one("zone-other", "zone", name.replace('_', " ")),
        }
    }

    /// The same of a pair that is not kept.
    pub fn either_of<'a>(&self, pair: [&'a str; 2]) -> &'a str {
        either_of(&self.language, pair)
    }

    pub fn is_language(&self, tag: &str) -> bool {
        self.language.as_str() == tag
    }

    pub fn lang(&self) -> &str {
        self.language.as_str()
    }

    pub fn choose<'a>(&self, yes: bool, if_yes: &'a str, if_no: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(if yes { if_yes } else { if_no })
    }
}
