//! What an import did, or would do: figures for people and for programs.

use std::{fmt, time::Duration};

use serde::Serialize;

/// What an import did; a dry run's, what it would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub dry_run: bool,
    /// What the file holds.
    pub rows: u64,
    pub incidents: u64,
    pub callers: u64,
    pub locations: u64,
    /// Which status each state has become.
    pub states: Vec<State>,
    pub added: Added,
    /// Cases of before that the log knew more about.
    pub continued: u64,
    /// Cases of before that it knew nothing new about.
    pub unchanged: u64,
    /// Rows, or the part of them that is named, left out.
    pub skipped: Vec<Note>,
    /// What the log says and a case cannot hold, by incidents.
    pub not_taken_over: Vec<Note>,
    /// What the stored cases add up to afterwards; nothing in a dry run.
    pub stored: Option<Stored>,
    #[serde(serialize_with = "millis", rename = "milliseconds")]
    pub took: Duration,
    /// Events of cases in a second of the whole time, reading included.
    pub events_per_second: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    pub state: String,
    pub status: String,
    pub rows: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Added {
    pub teams: u64,
    pub accounts: u64,
    pub agents: u64,
    pub contacts: u64,
    pub cases: u64,
    pub events: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    pub what: String,
    pub count: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stored {
    pub cases: i64,
    pub reassigned: i64,
    pub reopened: i64,
    pub events: i64,
}

fn millis<S: serde::Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
}

impl Report {
    /// Sets the time, and the speed that follows from it.
    pub fn timed(mut self, took: Duration) -> Self {
        self.took = took;
        let millis = took.as_millis().max(1);
        self.events_per_second =
            u64::try_from(u128::from(self.added.events) * 1000 / millis).unwrap_or(u64::MAX);
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut part = |title: &str, lines: &[(String, String)]| -> fmt::Result {
            if lines.is_empty() {
                return Ok(());
            }
            writeln!(f, "{title}")?;
            let left = lines
                .iter()
                .map(|(name, _)| name.chars().count())
                .max()
                .unwrap_or(0);
            let right = lines
                .iter()
                .map(|(_, value)| value.chars().count())
                .max()
                .unwrap_or(0);
            lines
                .iter()
                .try_for_each(|(name, value)| writeln!(f, "  {name:<left$}  {value:>right$}"))
        };
        let line = |name: &str, count: u64| (name.to_owned(), grouped(count));
        let notes = |notes: &[Note]| {
            notes
                .iter()
                .map(|n| line(&n.what, n.count))
                .collect::<Vec<_>>()
        };
        part(
            "In the log",
            &[
                line("rows", self.rows),
                line("incidents", self.incidents),
                line("callers", self.callers),
                line("locations", self.locations),
            ],
        )?;
        let states = self
            .states
            .iter()
            .map(|s| line(&format!("{} → {}", s.state, s.status), s.rows));
        part("States, by rows", &states.collect::<Vec<_>>())?;
        let a = &self.added;
        part(
            if self.dry_run {
                "Would be added"
            } else {
                "Added"
            },
            &[
                line("accounts", a.accounts),
                line("contacts", a.contacts),
                line("teams", a.teams),
                line("agents", a.agents),
                line("cases", a.cases),
                line("events of cases", a.events),
            ],
        )?;
        part(
            "There before",
            &[
                line("cases gone on with", self.continued),
                line("cases unchanged", self.unchanged),
            ],
        )?;
        part("Skipped, by rows", &notes(&self.skipped))?;
        part("Not taken over, by incidents", &notes(&self.not_taken_over))?;
        if let Some(stored) = &self.stored {
            let line = |name: &str, count: i64| line(name, count.unsigned_abs());
            part(
                "Stored now from this kind of log",
                &[
                    line("cases", stored.cases),
                    line("reassigned at least once", stored.reassigned),
                    line("reopened at least once", stored.reopened),
                    line("events", stored.events),
                ],
            )?;
        }
        let seconds = format!("{:.1} s", self.took.as_secs_f64());
        part(
            "Time",
            &[
                ("taken".into(), seconds),
                line("events a second", self.events_per_second),
            ],
        )
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_aligned_and_grouped() {
        assert_eq!(
            [0, 999, 1000, 24_918, 1_234_567].map(grouped),
            ["0", "999", "1,000", "24,918", "1,234,567"]
        );
        let added = Added {
            cases: 24_918,
            events: 150_000,
            ..Added::default()
        };
        let report = Report {
            added,
            ..Report::default()
        }
        .timed(Duration::from_secs(10));
        assert_eq!(report.events_per_second, 15_000);
        let text = report.to_string();
        assert!(
            text.contains("  cases             24,918\n  events of cases  150,000\n"),
            "{text}"
        );
    }
}
