//! The plain parts of a desk file: its name and languages, lists of products and the like, severities, attachments,
//! the desk's own texts, and centres, plans and targets. Knows no form and no status.

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::{
    desk::{Attachments, Choice, Severity, Transfer},
    words::{Language, Words},
};

/// The texts that pages ask a desk for; those with `true` must be there.
pub const TEXTS: [(&str, bool); 21] = [
    ("vendor", true),
    ("welcome", true),
    ("hours", true),
    ("holidays", false),
    ("phone", false),
    ("phone-hours", false),
    ("urgent", false),
    ("prepare", false),
    ("mail", true),
    ("mail-note", false),
    ("sign-in-help", true),
    ("account-request", false),
    ("terms", false),
    ("escalation", false),
    ("success-manager", false),
    ("sales", false),
    ("billing", false),
    ("not-covered", false),
    ("address", false),
    ("privacy", false),
    ("footer", false),
];

impl Reader {
    pub fn read_languages(&mut self, root: &Table) {
        let tags = self.some_list(root, "languages");
        for tag in &tags {
            if !is_language(&tag.it) {
                self.wrong(
                    tag.at,
                    Problem::BadLanguage {
                        tag: tag.it.clone(),
                    },
                );
            }
        }
        self.distinct(What::Language, &tags);
        self.languages = tags.iter().map(|tag| Language::new(&tag.it)).collect();
    }

    pub fn time_zone(&mut self, root: &Table) -> Option<jiff::tz::TimeZone> {
        let name = self.text(root, "time_zone")?;
        // The zones in the binary, never the host's: a desk means the same everywhere.
        match jiff::tz::TimeZoneDatabase::bundled().get(&name.it) {
            Ok(zone) => Some(zone),
            Err(_) => {
                self.wrong(name.at, Problem::UnknownTimeZone { given: name.it });
                None
            }
        }
    }

    /// A list of things with an id and a label.
    pub fn choices(&mut self, tables: Vec<Table>, what: What) -> Vec<Choice> {
        let mut ids = Vec::new();
        let mut choices = Vec::new();
        for table in tables {
            let label = self.label(&table, "label");
            if let Some(id) = self.id(&table, what) {
                choices.push(Choice {
                    id: id.it.clone(),
                    label,
                });
                ids.push(id);
            }
        }
        self.distinct(what, &ids);
        choices
    }

    pub fn some_choices(&mut self, root: &Table, key: &'static str, what: What) -> Vec<Choice> {
        let tables = self.some_tables(root, key, key, &["id", "label"]);
        self.choices(tables, what)
    }

    pub fn channels(&mut self, root: &Table) -> Vec<Choice> {
        let channels = self.some_choices(root, "channel", What::Channel);
        if !channels.is_empty() && !channels.iter().any(|c| c.id == "web") {
            self.wrong(root.place("channel"), Problem::NoWebChannel);
        }
        channels
    }

    pub fn severities(&mut self, root: &Table) -> Vec<Severity> {
        let mut ids = Vec::new();
        let mut severities = Vec::new();
        for table in self.some_tables(root, "severity", "severity", &["id", "label", "definition"])
        {
            let label = self.label(&table, "label");
            let definition = self.words(&table, "definition");
            if let Some(id) = self.id(&table, What::Severity) {
                severities.push(Severity {
                    id: id.it.clone(),
                    label,
                    definition,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Severity, &ids);
        severities
    }

    pub fn attachments(&mut self, root: &Table) -> Option<Attachments> {
        let Some(value) = root.value("attachments") else {
            return self.missing(root, "attachments");
        };
        let table = self.table(
            "attachments",
            value,
            "attachments",
            &[
                "per_message",
                "size_each",
                "types",
                "transfer",
                "per_account",
                "locked",
            ],
        )?;
        let per_message = self.number(&table, "per_message", 0, 100);
        let bytes_each = self.size(&table, "size_each");
        let transfer = self.maybe_size(&table, "transfer");
        let bytes_per_account = self.maybe_size(&table, "per_account");
        let locked = table
            .value("locked")
            .and_then(|_| self.text(&table, "locked"));
        let locked = locked.filter(|way| self.one_of(way, "locked", &["refuse", "keep"]));
        let types = self.extensions(&table);
        Some(Attachments {
            per_message: u16::try_from(per_message?).ok()?,
            bytes_each: bytes_each?,
            types,
            transfer: transfer?.map(|bytes_each| Transfer { bytes_each }),
            bytes_per_account: bytes_per_account?,
            keeps_locked: locked.is_some_and(|way| way.it == "keep"),
        })
    }

    /// What software is held to; nothing where it is held to what attachments are.
    pub fn downloads(&mut self, root: &Table) -> Option<Attachments> {
        let value = root.value("downloads")?;
        let table = self.table("downloads", value, "downloads", &["size_each", "types"])?;
        let bytes_each = self.size(&table, "size_each");
        let types = self.extensions(&table);
        Some(Attachments {
            // A version is one file.
            per_message: 1,
            bytes_each: bytes_each?,
            types,
            transfer: None,
            bytes_per_account: None,
            keeps_locked: false,
        })
    }

    fn extensions(&mut self, table: &Table) -> Vec<String> {
        let types = self.some_list(table, "types");
        for extension in &types {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            if extension.it.is_empty() || !extension.it.bytes().all(plain) {
                self.wrong(
                    extension.at,
                    Problem::BadExtension {
                        given: extension.it.clone(),
                    },
                );
            }
        }
        self.distinct(What::Extension, &types);
        types.into_iter().map(|extension| extension.it).collect()
    }

    /// A size that may be left out; nothing where it is there and wrong.
    fn maybe_size(&mut self, table: &Table, key: &str) -> Option<Option<u64>> {
        match table.value(key) {
            Some(_) => self.size(table, key).map(Some),
            None => Some(None),
        }
    }

    fn size(&mut self, table: &Table, key: &str) -> Option<u64> {
        let given = self.text(table, key)?;
        let bytes = bytes_of(&given.it);
        if bytes.is_none() {
            self.wrong(
                given.at,
                Problem::BadSize {
                    key: key.into(),
                    given: given.it,
                },
            );
        }
        bytes
    }

    /// The desk's own texts, in the order of the file.
    pub fn texts(&mut self, root: &Table) -> Vec<(String, Words)> {
        let Some(value) = root.value("texts") else {
            return self.missing(root, "texts").unwrap_or_default();
        };
        let Some(table) = self.table("texts", value, "texts", &TEXTS.map(|(key, _)| key)) else {
            return Vec::new();
        };
        for (key, _) in TEXTS
            .iter()
            .filter(|(key, needed)| *needed && table.value(key).is_none())
        {
            self.missing::<()>(&table, key);
        }
        let mut entries: Vec<_> = table.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .map(|(key, value)| {
                (
                    key.get_ref().to_string(),
                    self.words_in(key.get_ref(), value, false),
                )
            })
            .collect()
    }
}

/// `500 KB`, `25 MB`: a whole number and a unit, in steps of 1,024.
fn bytes_of(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once(' ')?;
    let step: u64 = match unit {
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => return None,
    };
    let number = Some(number).filter(|n| is_count(n))?;
    // A file larger than this is nothing to attach, and the number must fit a signed column.
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(step)
        .filter(|bytes| *bytes <= 1 << 40)
}

/// Digits that make a number from one up, without leading zeros.
fn is_count(digits: &str) -> bool {
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A tag such as `ja`, `en`, `pt-br`: lower case, a language of two or three letters, then parts of up to eight.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let plain = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    parts
        .next()
        .is_some_and(|l| matches!(l.len(), 2 | 3) && l.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.all(|part| (1..=8).contains(&part.len()) && plain(part))
}
