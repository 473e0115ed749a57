//! The fields of the forms, one by one. On which form a field stands is read in `kinds` and judged in `forms`.

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::desk::{Entry, Field, Only};

/// The keys that every field may have.
const ALWAYS: [&str; 5] = ["id", "label", "hint", "required", "folded"];
/// The words for what a field takes.
const ENTRIES: [&str; 7] = [
    "line", "lines", "number", "date", "flag", "choice", "emails",
];

/// What a built-in field takes: its id says it.
fn built_in(id: &str) -> Option<Entry> {
    Some(match id {
        "deployment" => Entry::Deployment,
        "product" => Entry::Product,
        "sub-type" => Entry::SubType,
        "environment" => Entry::Environment,
        "severity" => Entry::Severity,
        "subject" => Entry::Subject,
        "description" => Entry::Description,
        _ => return None,
    })
}

/// Whether every case has an answer to the field, whatever the desk says.
fn always_required(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::Deployment | Entry::Product | Entry::Subject | Entry::Description
    )
}

/// The keys that a field of this entry may have beside [`ALWAYS`].
fn own_keys(entry: &Entry) -> &'static [&'static str] {
    match entry {
        // Which level stands there first is the desk's `preset_severity`.
        Entry::Deployment | Entry::Subject | Entry::Description | Entry::Severity => &[],
        Entry::Product | Entry::SubType | Entry::Environment => &["preset"],
        Entry::Line { .. } | Entry::Lines { .. } => &["entry", "only", "preset", "max"],
        Entry::Number { .. } => &["entry", "only", "preset", "min", "max"],
        Entry::Date => &["entry", "only"],
        Entry::Flag => &["entry", "only", "preset"],
        Entry::Choice { .. } => &["entry", "only", "preset", "option", "depends"],
        Entry::Emails { .. } => &["entry", "only", "most"],
    }
}

impl Reader {
    pub fn fields(&mut self, root: &Table) -> Vec<Field> {
        self.needs_some(root, "field");
        let mut ids = Vec::new();
        let mut fields = Vec::new();
        // Which keys a field may have depends on what it takes, so they are judged in there.
        for table in self.any_tables(root, "field", "field") {
            let Some((id, field)) = self.field(&table) else {
                continue;
            };
            ids.push(id);
            fields.push(field);
        }
        self.distinct(What::Field, &ids);
        fields
    }

    fn field(&mut self, table: &Table) -> Option<(At<String>, Field)> {
        let id = self.id(table, What::Field);
        let label = self.label(table, "label");
        let hint = self.maybe_words(table, "hint");
        let only = self.only(table);
        let id = id?;
        let entry = match built_in(&id.it) {
            Some(entry) => entry,
            None => self.entry(table, &id.it)?,
        };
        let allowed: Vec<&str> = ALWAYS.iter().chain(own_keys(&entry)).copied().collect();
        self.refuse_others(table, &allowed);
        let required = self.required(table, &id.it, &entry);
        let folded = self.flag(table, "folded");
        if required && folded {
            self.wrong(
                table.place("folded"),
                Problem::RequiredButFolded {
                    field: id.it.clone(),
                },
            );
        }
        let preset = self.preset(table, &id.it, &entry);
        Some((
            id.clone(),
            Field {
                id: id.it,
                label,
                hint,
                entry,
                required,
                folded,
                only,
                preset,
            },
        ))
    }

    fn required(&mut self, table: &Table, id: &str, entry: &Entry) -> bool {
        let given = self.maybe_flag(table, "required");
        if !always_required(entry) {
            return given.is_some_and(|flag| flag.it);
        }
        if let Some(At { at, it: false }) = given {
            self.wrong(at, Problem::AlwaysRequired { field: id.into() });
        }
        true
    }

    fn only(&mut self, table: &Table) -> Only {
        let Some(value) = table.value("only") else {
            return Only::default();
        };
        let Some(only) = self.table("only", value, "field.only", &["sub_types", "products"]) else {
            return Only::default();
        };
        Only {
            sub_types: self.references(&only, "sub_types", What::SubType),
            products: self.references(&only, "products", What::Product),
        }
    }

    fn entry(&mut self, table: &Table, id: &str) -> Option<Entry> {
        let word = self.text(table, "entry")?;
        if !self.one_of(&word, "entry", &ENTRIES) {
            return None;
        }
        Some(match word.it.as_str() {
            "line" => Entry::Line {
                max: self.count(table, "max", 500, 200),
            },
            "lines" => Entry::Lines {
                max: self.count(table, "max", 20_000, 4_000),
            },
            "number" => self.number_entry(table),
            "date" => Entry::Date,
            "flag" => Entry::Flag,
            "emails" => Entry::Emails {
                most: self.count(table, "most", 50, 10),
            },
            _ => self.choice_entry(table, id),
        })
    }

    fn count(&mut self, table: &Table, key: &str, most: i64, otherwise: usize) -> usize {
        self.maybe_number(table, key, 1, most)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(otherwise)
    }

    fn number_entry(&mut self, table: &Table) -> Entry {
        const FAR: i64 = 1_000_000_000_000;
        let min = self.maybe_number(table, "min", -FAR, FAR).unwrap_or(0);
        let max = self.maybe_number(table, "max", -FAR, FAR).unwrap_or(FAR);
        if min > max {
            self.wrong(table.place("min"), Problem::MinAboveMax { min, max });
        }
        Entry::Number { min, max }
    }

    fn preset(&mut self, table: &Table, id: &str, entry: &Entry) -> Option<String> {
        if !own_keys(entry).contains(&"preset") {
            return None;
        }
        let among = match entry {
            Entry::Number { min, max } => {
                return self
                    .maybe_number(table, "preset", *min, *max)
                    .map(|n| n.to_string());
            }
            Entry::Flag => {
                return self
                    .maybe_flag(table, "preset")
                    .map(|flag| flag.it.to_string());
            }
            Entry::Product => Some(What::Product),
            Entry::SubType => Some(What::SubType),
            Entry::Environment => Some(What::Environment),
            _ => None,
        };
        let preset = self.maybe_text(table, "preset")?;
        if let Some(what) = among {
            return self.reference(what, &preset);
        }
        if let Entry::Choice { options, .. } = entry {
            let options: Vec<String> = options.iter().map(|o| o.id.clone()).collect();
            self.option_of(&preset, &options);
        }
        let too_long = |max: usize| preset.it.chars().count() > max;
        if matches!(entry, Entry::Line { max } if too_long(*max) || preset.it.contains('\n'))
            || matches!(entry, Entry::Lines { max } if too_long(*max))
        {
            self.wrong(
                preset.at,
                Problem::BadPreset {
                    field: id.into(),
                    given: preset.it.clone(),
                },
            );
        }
        Some(preset.it)
    }
}
