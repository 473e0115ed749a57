//! Files with closed days that a desk file names: iCalendar and CSV. What they hold is appended to the desk file's text, so
//! that a desk as kept is whole and means the same for ever (S2).
//!
//! Nothing is taken silently: an event that is no closed day by its form is refused by name, since a feed that carries
//! other things would close the centre on the wrong days.

use std::{fmt::Write, path::Path};

use domain::desk::parse::day_files;
use icalendar::{Component, DatePerhapsTime};
use jiff::civil::Date;

use super::desks::NotServed;

/// Why a file of closed days cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayProblem {
    Unreadable,
    /// By its name neither of the two.
    Form,
    Broken,
    BadDay {
        line: usize,
        given: String,
    },
    Timed {
        name: String,
    },
    Repeats {
        name: String,
        rule: String,
    },
    Empty,
}

/// A closed day or several, as a desk file writes them, and what they are called.
type Closed = (String, String);

/// The text of a desk file with what its day files hold appended.
pub fn whole(mut text: String, folder: &Path) -> Result<String, NotServed> {
    for file in day_files(&text) {
        let closed = match read(&folder.join(&file)) {
            Ok(closed) => closed,
            Err(problem) => return Err(NotServed::DayFile { file, problem }),
        };
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let _ = write!(
            text,
            "\n\n[[imported]]\nfile = {}\nclosed = [\n",
            quoted(&file)
        );
        for (days, label) in closed {
            let _ = writeln!(
                text,
                "    {{ days = {}, label = {} }},",
                quoted(&days),
                quoted(&label)
            );
        }
        text.push_str("]\n");
    }
    Ok(text)
}

/// The text of a file beside a desk file; nothing where it is none.
pub(super) fn written(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    // Official lists still come in the encoding of the nineties.
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(other) => {
            let (text, _, wrong) = encoding_rs::SHIFT_JIS.decode(other.as_bytes());
            (!wrong).then(|| text.into_owned())?
        }
    };
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

fn read(path: &Path) -> Result<Vec<Closed>, DayProblem> {
    let text = written(path).ok_or(DayProblem::Unreadable)?;
    let form = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let days = match form.to_ascii_lowercase().as_str() {
        "csv" => of_csv(&text)?,
        "ics" => of_calendar(&text)?,
        _ => return Err(DayProblem::Form),
    };
    match days.is_empty() {
        true => Err(DayProblem::Empty),
        false => Ok(days),
    }
}

/// Day, name; a heading may stand in front.
fn of_csv(text: &str) -> Result<Vec<Closed>, DayProblem> {
    let mut days = Vec::new();
    let mut rows = csv::ReaderBuilder::new();
    let mut rows = rows
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for (place, row) in rows.records().enumerate() {
        let row = row.map_err(|_| DayProblem::Broken)?;
        let given = row.get(0).unwrap_or_default().trim();
        match day(given) {
            Some(day) => {
                let name = row.get(1).unwrap_or_default().trim();
                days.push((day.to_string(), name.to_owned()));
            }
            None if place == 0 || given.is_empty() => {}
            None => {
                return Err(DayProblem::BadDay {
                    line: place + 1,
                    given: given.to_owned(),
                });
            }
        }
    }
    Ok(days)
}

/// `2026-12-29`, `2026/12/29`, `2026/1/5`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && year.len() == 4;
    whole
        .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten()
}

fn of_calendar(text: &str) -> Result<Vec<Closed>, DayProblem> {
    let calendar: icalendar::Calendar = text.parse().map_err(|_| DayProblem::Broken)?;
    let mut days = Vec::new();
    for event in calendar.components.iter().filter_map(|c| c.as_event()) {
        let name = event.get_summary().unwrap_or_default().to_owned();
        // A date tells itself as an ISO day.
        let day = |at: Option<DatePerhapsTime>| match at {
            Some(DatePerhapsTime::Date(day)) => day.to_string().parse::<Date>().ok(),
            _ => None,
        };
        let timed = matches!(event.get_end(), Some(DatePerhapsTime::DateTime(_)));
        let Some(first) = day(event.get_start()).filter(|_| !timed) else {
            return Err(DayProblem::Timed { name });
        };
        // The end is the day after the last.
        let last = day(event.get_end()).and_then(|end| end.yesterday().ok());
        let last = last.filter(|last| *last > first).unwrap_or(first);
        match event.property_value("RRULE") {
            None => days.push((range(first, last, "%Y-%m-%d"), name)),
            Some(rule) if is_yearly(rule) => days.push((range(first, last, "%m-%d"), name)),
            Some(rule) => {
                let rule = rule.to_owned();
                return Err(DayProblem::Repeats { name, rule });
            }
        }
    }
    Ok(days)
}

/// Every year on the same day, without an end.
fn is_yearly(rule: &str) -> bool {
    let mut parts = rule.split(';').filter(|part| !part.is_empty());
    parts.all(|part| matches!(part, "FREQ=YEARLY" | "INTERVAL=1"))
}

fn range(first: Date, last: Date, form: &str) -> String {
    let (from, to) = (first.strftime(form), last.strftime(form));
    match first == last {
        true => from.to_string(),
        false => format!("{from}..{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Result<Vec<Closed>, DayProblem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path)
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<Closed> {
        let own = |(days, label): &(&str, &str)| ((*days).to_owned(), (*label).to_owned());
        all.iter().map(own).collect()
    }

    #[test]
    fn s2_closed_days_come_from_csv() {
        let text = "日付,名称\n2026-12-29,年末年始休業\n2027/1/4,\"年始, 会社休日\"\n\n";
        let wanted = pairs(&[
            ("2026-12-29", "年末年始休業"),
            ("2027-01-04", "年始, 会社休日"),
        ]);
        assert_eq!(of("a.csv", text.as_bytes()), Ok(wanted.clone()));
        assert_eq!(
            of("a.CSV", format!("\u{feff}{text}").as_bytes()),
            Ok(wanted.clone())
        );
        let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        assert_eq!(of("a.csv", &shift_jis), Ok(wanted));
        let bad = DayProblem::BadDay {
            line: 2,
            given: "2026-02-30".into(),
        };
        assert_eq!(of("a.csv", b"2026-01-01,a\n2026-02-30,b\n"), Err(bad));
        assert_eq!(of("a.csv", b"day,name\n"), Err(DayProblem::Empty));
        assert_eq!(of("a.txt", b"2026-01-01,a\n"), Err(DayProblem::Form));
        assert_eq!(
            read(Path::new("/nowhere/a.csv")),
            Err(DayProblem::Unreadable)
        );
    }

    #[test]
    fn s2_closed_days_come_from_icalendar() {
        let events = |events: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{events}END:VCALENDAR\r\n"
            )
        };
        let event = |lines: &str| format!("BEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\n");
        let several = event(
            "SUMMARY:年末年始休業\r\nDTSTART;VALUE=DATE:20261229\r\nDTEND;VALUE=DATE:20270104\r\n",
        );
        let one = event(
            "SUMMARY:Founding\r\n day\r\nDTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY\r\n",
        );
        assert_eq!(
            of("a.ics", events(&format!("{several}{one}")).as_bytes()),
            Ok(pairs(&[
                ("2026-12-29..2027-01-03", "年末年始休業"),
                ("06-01", "Foundingday")
            ]))
        );
        let timed =
            event("SUMMARY:Lunch\r\nDTSTART:20260601T120000Z\r\nDTEND:20260601T130000Z\r\n");
        let name = "Lunch".to_owned();
        assert_eq!(
            of("a.ics", events(&timed).as_bytes()),
            Err(DayProblem::Timed { name })
        );
        let weekly = event("SUMMARY:W\r\nDTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=WEEKLY\r\n");
        let told = of("a.ics", events(&weekly).as_bytes());
        assert!(matches!(told, Err(DayProblem::Repeats { .. })), "{told:?}");
        assert_eq!(of("a.ics", events("").as_bytes()), Err(DayProblem::Empty));
    }

    /// The list that the government publishes, as it publishes it.
    #[test]
    fn s2_the_official_list_is_taken_as_it_is() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/japanese-holidays/syukujitsu.csv");
        if !path.exists() {
            eprintln!(
                "NOT TESTED: the official list is absent ({})",
                path.display()
            );
            return;
        }
        let days = read(&path).unwrap();
        assert_eq!(days.len(), 1067);
        assert_eq!(days[0], ("1955-01-01".to_owned(), "元日".to_owned()));
    }

    #[test]
    fn s2_a_desk_is_whole_with_its_day_files() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.csv"), "2026-06-01,創立\"記念\"日\n").unwrap();
        let desk = crate::app::desks::source("collaboration").unwrap().replace(
            "id = \"japan-weekdays\"",
            "id = \"japan-weekdays\"\nfiles = [\"own.csv\"]",
        );
        assert!(domain::desk::check(&desk).is_err(), "not without the file");
        let path = folder.path().join("desk.toml");
        std::fs::write(&path, desk).unwrap();
        let text = crate::app::desks::source(path.to_str().unwrap()).unwrap();
        let desk = domain::desk::check(&text).unwrap();
        let calendar = &desk.centre("japan").unwrap().calendar;
        let noon = |day: &str| {
            format!("{day}T12:00:00+09:00")
                .parse::<jiff::Timestamp>()
                .unwrap()
                .as_second()
        };
        assert!(!calendar.is_open(noon("2026-06-01")));
        assert!(calendar.is_open(noon("2026-06-02")));
    }
}
