//! Which list an address asks for: whose, in which view, filtered by what, in which order, with which columns. What cannot be
//! understood is as if it were not asked (C10).

use domain::{DeploymentId, Instant, PersonId, desk::List};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::Deserialize;
use store::cases::{Cursor, Direction, Filter, Holder, Narrow, Query, Sort, Span, View};

use super::listing::ROWS;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub scope: String,
    pub view: String,
    pub sort: String,
    pub direction: String,
    pub deployment: String,
    pub product: String,
    pub severity: String,
    pub kind: String,
    pub channel: String,
    pub status: String,
    pub contact: String,
    pub opened_from: String,
    pub opened_to: String,
    pub modified_from: String,
    pub modified_to: String,
    pub text: String,
    pub columns: String,
    pub cursor: String,
}

/// The parts of an address that narrow a list.
pub const FILTERS: [&str; 12] = [
    "text",
    "product",
    "deployment",
    "severity",
    "kind",
    "channel",
    "status",
    "contact",
    "opened_from",
    "opened_to",
    "modified_from",
    "modified_to",
];

/// A text to look for is no longer than this, in characters.
const LONGEST: usize = 100;

impl Asked {
    pub fn own(&self) -> bool {
        self.scope == "own"
    }

    /// The parts of its address in their order.
    fn parts(&self) -> [(&'static str, &str); 17] {
        [
            ("scope", &self.scope),
            ("view", &self.view),
            ("sort", &self.sort),
            ("direction", &self.direction),
            ("deployment", &self.deployment),
            ("product", &self.product),
            ("severity", &self.severity),
            ("kind", &self.kind),
            ("channel", &self.channel),
            ("status", &self.status),
            ("contact", &self.contact),
            ("opened_from", &self.opened_from),
            ("opened_to", &self.opened_to),
            ("modified_from", &self.modified_from),
            ("modified_to", &self.modified_to),
            ("text", &self.text),
            ("columns", &self.columns),
        ]
        .map(|(name, value)| (name, value.as_str()))
    }

    /// What stands in this part of the address.
    pub fn part(&self, name: &str) -> &str {
        let found = self.parts().into_iter().find(|(n, _)| *n == name);
        found.map_or("", |(_, value)| value)
    }

    /// The filters in use.
    pub fn filters(&self) -> Vec<(&'static str, &str)> {
        let given = FILTERS.map(|name| (name, self.part(name)));
        given.into_iter().filter(|(_, v)| !v.is_empty()).collect()
    }

    fn filter(&self, zone: &TimeZone) -> Filter {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let text = self.text.trim();
        Filter {
            escalation_asked: false,
            suggested: false,
            reopening_asked: false,
            asked_of: None,
            escalated: false,
            queue: None,
            to_confirm: false,
            deployment: self.deployment.parse().ok().map(DeploymentId),
            product: given(&self.product),
            severity: given(&self.severity),
            kind: given(&self.kind),
            channel: given(&self.channel),
            status: given(&self.status),
            contact: self.contact.parse().ok().map(PersonId),
            opened: span(&self.opened_from, &self.opened_to, zone),
            modified: span(&self.modified_from, &self.modified_to, zone),
            text: given(&text.chars().take(LONGEST).collect::<String>()),
            alert: None,
            narrow: Narrow::default(),
        }
    }

    /// The list asked for, with days as they are in this zone.
    pub fn query(&self, list: List, me: PersonId, zone: &TimeZone) -> Query {
        let sort = Sort::parse(&self.sort)
            .filter(|s| !s.is_for_staff())
            .unwrap_or(Sort::Attention);
        Query {
            list: Some(list),
            holder: if self.own() {
                Holder::Contact(me)
            } else {
                Holder::All
            },
            view: View::parse(&self.view).unwrap_or(View::NotClosed),
            filter: self.filter(zone),
            sort,
            direction: Direction::parse(&self.direction).unwrap_or(Direction::Ascending),
            cursor: Cursor::decode(&self.cursor),
            limit: ROWS,
        }
    }

    /// The address of this list with some of it changed; a changed list starts at its beginning.
    pub fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let mut address = String::with_capacity(path.len() + 64);
        address.push_str(path);
        let mut add = |name: &str, value: &str| {
            address.push(if address.len() == path.len() {
                '?'
            } else {
                '&'
            });
            address.push_str(name);
            address.push('=');
            address.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        };
        for (name, value) in self.parts() {
            let changed = changes.iter().find(|(n, _)| *n == name);
            let value = changed.map_or(value, |(_, v)| v);
            if !value.is_empty() {
                add(name, value);
            }
        }
        if let Some((_, cursor)) = changes.iter().find(|(n, _)| *n == "cursor") {
            add("cursor", cursor);
        }
        address
    }

    /// The same list without any filter.
    pub fn unfiltered(&self, path: &str) -> String {
        self.address(path, &FILTERS.map(|name| (name, "")))
    }
}

/// From the beginning of a day to the end of another.
fn span(from: &str, to: &str, zone: &TimeZone) -> Span {
    let day = |text: &str| text.parse::<Date>().ok();
    let begin = |day: Date| -> Option<Instant> {
        let begins = day.to_zoned(zone.clone()).ok()?;
        Some(begins.timestamp())
    };
    Span {
        from: day(from).and_then(begin),
        before: day(to)
            .and_then(|day| day.checked_add(1.day()).ok())
            .and_then(begin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c10_a_list_is_its_address() {
        let asked = Asked {
            text: "録音 &=".into(),
            view: "closed".into(),
            columns: "number,subject".into(),
            ..Asked::default()
        };
        let address = asked.address("/cases", &[("view", "")]);
        assert_eq!(
            address,
            "/cases?text=%E9%8C%B2%E9%9F%B3+%26%3D&columns=number%2Csubject"
        );
        assert_eq!(
            asked.unfiltered("/cases"),
            "/cases?view=closed&columns=number%2Csubject"
        );
    }

    #[test]
    fn c10_days_are_those_of_the_readers_zone() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let span = span("2026-11-21", "2026-11-21", &tokyo);
        assert_eq!(span.from.unwrap().to_string(), "2026-11-20T15:00:00Z");
        assert_eq!(span.before.unwrap().to_string(), "2026-11-21T15:00:00Z");
        assert_eq!(super::span("yesterday", "", &tokyo), Span::default());
    }
}
