//! The log in memory: names once each, incidents with their rows in order of time. Knows no file, no desk, no store.

use std::collections::HashMap;

use domain::Instant;

/// A name as the log has it, kept once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

impl Name {
    /// `?` or nothing: the log does not say.
    pub const UNKNOWN: Name = Name(0);

    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

/// All names, by number.
pub struct Names {
    texts: Vec<String>,
    numbers: HashMap<String, Name>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            texts: vec![String::new()],
            numbers: HashMap::new(),
        }
    }
}

impl Names {
    /// The number of a name; spaces are those between words only.
    pub fn of(&mut self, text: &str) -> Name {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = match tidy.as_str() {
            "" | "?" => Name::UNKNOWN,
            tidy => self.numbers.get(tidy).copied().unwrap_or_else(|| {
                let name = Name(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
                self.texts.push(tidy.to_owned());
                self.numbers.insert(tidy.to_owned(), name);
                name
            }),
        };
        self.numbers.insert(text.to_owned(), name);
        name
    }

    /// Empty for the unknown.
    pub fn text(&self, name: Name) -> &str {
        self.texts.get(name.0 as usize).map_or("", String::as_str)
    }
}

/// One update of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub at: Instant,
    /// Breaks ties of `at`, which knows minutes only.
    pub mods: u32,
    pub by: Name,
    pub state: Name,
    pub group: Name,
    pub assignee: Name,
    pub reassignments: u32,
    pub reopenings: u32,
    /// Who resolved it, on the row of that time alone: elsewhere the column tells the future.
    pub resolver: Name,
    pub told: Told,
}

/// What a row says about the incident as a whole; a case takes the first that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub caller: Name,
    pub location: Name,
    pub category: Name,
    pub subcategory: Name,
    pub symptom: Name,
    pub channel: Name,
    pub priority: Name,
}

#[derive(Clone, Debug)]
pub struct Incident {
    /// The log's own number, as written.
    pub id: String,
    pub opened_at: Option<Instant>,
    pub opened_by: Name,
    /// Never empty.
    pub rows: Vec<Row>,
}

impl Incident {
    /// Puts the rows in order of time and drops what stands twice; gives how many those were.
    pub fn settle(&mut self) -> u64 {
        let before = self.rows.len();
        self.rows.sort_by_key(|row| (row.at, row.mods));
        self.rows.dedup();
        (before - self.rows.len()) as u64
    }

    /// When it was opened: never behind its first row.
    pub fn begun_at(&self) -> Instant {
        let first = self.rows.first().map(|row| row.at);
        match (self.opened_at, first) {
            (Some(opened), Some(first)) => opened.min(first),
            (opened, first) => opened.or(first).unwrap_or(Instant::UNIX_EPOCH),
        }
    }

    /// Of each, the first that is known.
    pub fn told(&self) -> Told {
        let first = |of: fn(&Told) -> Name| {
            self.rows
                .iter()
                .map(|row| of(&row.told))
                .find(|name| !name.is_unknown())
                .unwrap_or(Name::UNKNOWN)
        };
        Told {
            caller: first(|t| t.caller),
            location: first(|t| t.location),
            category: first(|t| t.category),
            subcategory: first(|t| t.subcategory),
            symptom: first(|t| t.symptom),
            channel: first(|t| t.channel),
            priority: first(|t| t.priority),
        }
    }

    /// Whether a row says something else than the case will, and not just nothing.
    pub fn differs(&self, of: fn(&Told) -> Name) -> bool {
        let told = of(&self.told());
        self.rows
            .iter()
            .map(|row| of(&row.told))
            .any(|name| !name.is_unknown() && name != told)
    }
}

/// The whole log.
#[derive(Default)]
pub struct Log {
    pub names: Names,
    /// In order of their opening.
    pub incidents: Vec<Incident>,
    /// Rows that the file has.
    pub rows: u64,
    /// Rows without an incident's number.
    pub nameless: u64,
    /// Rows without a time.
    pub timeless: u64,
    /// Rows that stand there twice.
    pub doubled: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_whatever_its_spaces() {
        let mut names = Names::default();
        let one = names.of("Opened by  8");
        assert_eq!(names.of(" Opened by 8"), one);
        assert_eq!(names.of("Opened by  8"), one);
        assert_eq!(names.text(one), "Opened by 8");
        assert_ne!(names.of("Opened by 9"), one);
        assert!(names.of(" ? ").is_unknown() && names.of("").is_unknown());
        assert_eq!(names.text(Name::UNKNOWN), "");
    }
}
