//! Appointments as calendars read them: invitations that a calendar takes from a mail (RFC 5545, 5546, 6047), and a feed that it
//! reads by itself. Moments are universal, so that no zone has to be described.

use domain::Instant;
use icalendar::{Calendar, Component, Event, Parameter, Property};

/// What a calendar is to do with what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Take it in, and ask its reader.
    Request,
    /// Take it out.
    Cancel,
    /// Show it.
    Publish,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
            Method::Publish => "PUBLISH",
        }
    }
}

/// Whether somebody comes, as calendars call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    NeedsAction,
    Accepted,
    Declined,
}

/// Somebody with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// May be empty.
    pub name: String,
    pub email: String,
}

/// Something in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same for ever.
    pub uid: String,
    /// It counts up with each change.
    pub sequence: u32,
    pub changed_at: Instant,
    pub begins: Instant,
    pub ends: Instant,
    pub summary: String,
    pub description: String,
    /// Where one comes in, or reads more.
    pub url: Option<String>,
    pub organizer: Option<Mailbox>,
    pub attendees: Vec<(Mailbox, Coming)>,
    pub cancelled: bool,
    /// Not everybody has said yes.
    pub tentative: bool,
}

/// A calendar with these entries, lines folded and ended as the standard has it. `name` is what a feed is called.
pub fn calendar(method: Method, name: Option<&str>, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Madoguchi//Appointments//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method.as_str()),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    if let Some(name) = name {
        let name = text(name).replace(['\\', ',', ';', '\n'], " ");
        calendar.append_property(Property::new("X-WR-CALNAME", name));
        let mut hourly = Property::new("REFRESH-INTERVAL", "PT1H");
        hourly.append_parameter(Parameter::new("VALUE", "DURATION"));
        calendar.append_property(hourly);
        calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    }
    for entry in entries {
        calendar.push(event(entry));
    }
    folded(&calendar.to_string())
}

/// No line has more octets than this.
const OCTETS: usize = 75;

/// Lines of no more octets than they may have (RFC 5545, 3.1); the library's are a little longer now and then.
fn folded(source: &str) -> String {
    let whole = source.replace("\r\n ", "");
    let mut all = String::with_capacity(source.len());
    for line in whole.split_terminator("\r\n") {
        let mut room = OCTETS;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                all.push_str("\r\n ");
                room = OCTETS - 1;
            }
            all.push(letter);
            room -= letter.len_utf8();
        }
        all.push_str("\r\n");
    }
    all
}

fn event(entry: &Entry) -> Event {
    let mut event = Event::new();
    for (key, value) in [
        ("UID", one_line(&entry.uid)),
        ("SEQUENCE", entry.sequence.to_string()),
        ("DTSTAMP", moment(entry.changed_at)),
        ("LAST-MODIFIED", moment(entry.changed_at)),
        ("DTSTART", moment(entry.begins)),
        ("DTEND", moment(entry.ends)),
        ("SUMMARY", one_line(&entry.summary)),
        (
            "STATUS",
            match (entry.cancelled, entry.tentative) {
                (true, _) => "CANCELLED",
                (false, true) => "TENTATIVE",
                (false, false) => "CONFIRMED",
            }
            .to_owned(),
        ),
        ("TRANSP", "OPAQUE".to_owned()),
        ("CLASS", "PRIVATE".to_owned()),
    ] {
        event.append_property(Property::new(key, value));
    }
    if !entry.description.is_empty() {
        event.append_property(Property::new("DESCRIPTION", text(&entry.description)));
    }
    if let Some(url) = &entry.url {
        event.append_property(Property::new("URL", one_line(url)));
        event.append_property(Property::new("LOCATION", one_line(url)));
    }
    if let Some(organizer) = &entry.organizer {
        let mut property = Property::new("ORGANIZER", address(&organizer.email));
        named(&mut property, &organizer.name);
        event.append_property(property);
    }
    for (who, coming) in &entry.attendees {
        let mut property = Property::new("ATTENDEE", address(&who.email));
        named(&mut property, &who.name);
        let coming = match coming {
            Coming::NeedsAction => "NEEDS-ACTION",
            Coming::Accepted => "ACCEPTED",
            Coming::Declined => "DECLINED",
        };
        for (key, value) in [
            ("CUTYPE", "INDIVIDUAL"),
            ("ROLE", "REQ-PARTICIPANT"),
            ("PARTSTAT", coming),
            // Whether somebody comes is said on the page: no mail is taken in.
            ("RSVP", "FALSE"),
        ] {
            property.append_parameter(Parameter::new(key, value));
        }
        event.append_multi_property(property);
    }
    event
}

fn moment(at: Instant) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text without what would end a line where it should not.
fn text(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    unix.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

fn one_line(line: &str) -> String {
    text(line).replace('\n', " ").trim().to_owned()
}

/// An address is kept as it is read by machines: nothing in it can begin something else.
fn address(email: &str) -> String {
    let fits = |c: &char| c.is_ascii_graphic() && !matches!(c, '"' | ';' | ',' | ':' | '\\');
    format!("mailto:{}", email.chars().filter(fits).collect::<String>())
}

/// A name stands in a parameter, where a quotation mark cannot be written, and a backslash before the end is read by some as if
/// it could.
fn named(property: &mut Property, name: &str) {
    let name = one_line(name).replace('"', "'").replace('\\', "＼");
    if !name.is_empty() {
        property.append_parameter(Parameter::new("CN", &name));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use calcard::{
        Entry as Read, Parser,
        icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue},
    };
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn entry(summary: &str, name: &str, description: &str) -> Entry {
        let mailbox = |name: &str, email: &str| Mailbox {
            name: name.into(),
            email: email.into(),
        };
        Entry {
            uid: "conference-7-1@desk.example".into(),
            sequence: 3,
            changed_at: at("2026-11-20T05:00:00Z"),
            begins: at("2026-11-24T01:00:00Z"),
            ends: at("2026-11-24T02:00:00Z"),
            summary: summary.into(),
            description: description.into(),
            url: Some("https://meet.example/j/1?a=1,2;b".into()),
            organizer: Some(mailbox("佐藤 美香", "sato@desk.example")),
            attendees: vec![
                (mailbox(name, "mori@hinode.example"), Coming::Accepted),
                (mailbox("", "b@elsewhere.example"), Coming::NeedsAction),
            ],
            cancelled: false,
            tentative: true,
        }
    }

    /// As a parser of others' making reads it.
    fn read(source: &str) -> ICalendar {
        let mut parser = Parser::new(source);
        match parser.entry() {
            Read::ICalendar(calendar) => calendar,
            other => panic!("{other:?} of {source}"),
        }
    }

    fn values(calendar: &ICalendar, name: &ICalendarProperty) -> Vec<String> {
        let events = calendar.components.iter();
        let events = events.filter(|c| c.component_type == ICalendarComponentType::VEvent);
        let entries = events.flat_map(|event| &event.entries);
        let values = entries
            .filter(|entry| entry.name == *name)
            .flat_map(|entry| &entry.values);
        values
            .map(|value| match value {
                ICalendarValue::Text(text) => text.clone(),
                ICalendarValue::Integer(n) => n.to_string(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    /// Every line ends as it should, and has no more octets than it may.
    fn is_folded(source: &str) -> bool {
        source.ends_with("\r\n")
            && source.split("\r\n").all(|line| line.len() <= 75)
            && !source.replace("\r\n", "").contains(['\r', '\n'])
    }

    #[test]
    fn h3_an_invitation_is_read_by_anothers_parser_as_it_was_meant() {
        let summary =
            "電話会議 – 森 恵子、構成の確認と録音の再生ができない件; a, b \\ c についての相談";
        let source = calendar(
            Method::Request,
            None,
            &[entry(summary, "森; \"恵子\", x", "一行目\n二行目; , \\n")],
        );
        assert!(is_folded(&source), "{source}");
        let calendar = read(&source);
        assert_eq!(values(&calendar, &ICalendarProperty::Summary), [summary]);
        assert_eq!(
            values(&calendar, &ICalendarProperty::Description),
            ["一行目\n二行目; , \\n"]
        );
        assert_eq!(
            values(&calendar, &ICalendarProperty::Uid),
            ["conference-7-1@desk.example"]
        );
        assert_eq!(values(&calendar, &ICalendarProperty::Sequence), ["3"]);
        let unfolded = source.replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "DTSTART:20261124T010000Z",
            "DTEND:20261124T020000Z",
            "STATUS:TENTATIVE",
        ] {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{unfolded}");
        }
        assert!(unfolded.contains("PARTSTAT=ACCEPTED"), "{unfolded}");
        assert!(unfolded.contains("CN=\"森; '恵子', x\""), "{unfolded}");
        assert!(!unfolded.contains("TZID"), "universal time alone");
    }

    #[test]
    fn h3_what_is_cancelled_and_what_is_published_say_so() {
        let gone = Entry {
            cancelled: true,
            ..entry("x", "y", "")
        };
        let source = calendar(Method::Cancel, None, std::slice::from_ref(&gone));
        assert!(source.contains("METHOD:CANCEL\r\n") && source.contains("STATUS:CANCELLED\r\n"));
        read(&source);
        let source = calendar(Method::Publish, Some("予定, a;b"), &[]);
        assert!(source.contains("X-WR-CALNAME:予定  a b\r\n"), "{source}");
        assert!(source.contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"));
        read(&source);
    }

    proptest! {
        /// Whatever somebody writes: no line is too long, nothing becomes a property of its own, and it is read as written.
        #[test]
        fn h3_no_text_breaks_a_calendar(
            summary in "(\\PC|[\r\n\t;,:\"\\\\]|BEGIN:VEVENT|\r\nATTENDEE:mailto:e@e\\.example){0,30}",
            name in "(\\PC|[\r\n;,:\"^]|\";X=\"){0,20}",
            description in "(\\PC|[\r\n;,\\\\]|\r\nEND:VCALENDAR){0,60}",
        ) {
            let source = calendar(Method::Request, None, &[entry(&summary, &name, &description)]);
            prop_assert!(is_folded(&source), "{}", source);
            let calendar = read(&source);
            prop_assert_eq!(calendar.components.len(), 2, "{}", source);
            let attendees = values(&calendar, &ICalendarProperty::Attendee);
            prop_assert_eq!(attendees.len(), 2, "{}", source);
            prop_assert_eq!(values(&calendar, &ICalendarProperty::Uid).len(), 1);
            let said = values(&calendar, &ICalendarProperty::Summary).concat();
            prop_assert_eq!(said.trim(), one_line(&summary), "{}", source);
        }
    }
}
