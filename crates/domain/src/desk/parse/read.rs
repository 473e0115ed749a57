//! Reading single values of a desk file, each with its place. Whatever is wrong is noted and reading goes on, so that
//! one run tells everything. Knows TOML, not what a desk is made of.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    known::Known,
    problem::{Problem, Shape},
};
use crate::words::Language;

/// Something with the byte at which it begins.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub at: usize,
    pub it: T,
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub entries: &'a DeTable<'a>,
    pub at: usize,
    /// The name in its header.
    pub path: &'static str,
}

/// Longest text before a number, in characters.
const PREFIX_MAX: i64 = 8;

impl<'a> Table<'a> {
    pub fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    /// Where `key`'s value stands, else where the table begins.
    pub fn place(&self, key: &str) -> usize {
        self.value(key).map_or(self.at, |v| v.span().start)
    }
}

/// Reads, and keeps what is wrong.
pub(super) struct Reader {
    pub known: Known,
    pub languages: Vec<Language>,
    found: Vec<(usize, Problem)>,
}

impl Reader {
    pub fn new(known: Known) -> Self {
        Self {
            known,
            languages: Vec::new(),
            found: Vec::new(),
        }
    }

    pub fn wrong(&mut self, at: usize, problem: Problem) {
        self.found.push((at, problem));
    }

    /// How much has been found so far, to see later whether a part was clean.
    pub fn mark(&self) -> usize {
        self.found.len()
    }

    pub fn into_found(self) -> Vec<(usize, Problem)> {
        self.found
    }

    pub fn mistyped<T>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue>,
        expected: Shape,
    ) -> Option<T> {
        let problem = Problem::WrongType {
            key: key.into(),
            expected,
            found: shape(value.get_ref()),
        };
        self.wrong(value.span().start, problem);
        None
    }

    pub fn missing<T>(&mut self, table: &Table, key: &str) -> Option<T> {
        self.wrong(
            table.at,
            Problem::Missing {
                key: key.into(),
                within: table.path.into(),
            },
        );
        None
    }

    /// The value as a table whose keys are all among `allowed`.
    pub fn table<'a>(
        &mut self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        path: &'static str,
        allowed: &[&str],
    ) -> Option<Table<'a>> {
        let Some(entries) = value.get_ref().as_table() else {
            return self.mistyped(key, value, Shape::Table);
        };
        let table = Table {
            entries,
            at: value.span().start,
            path,
        };
        self.refuse_others(&table, allowed);
        Some(table)
    }

    /// Notes every key of the table that is not among `allowed`: a typing error would go unnoticed otherwise.
    pub fn refuse_others(&mut self, table: &Table, allowed: &[&str]) {
        for key in table
            .entries
            .keys()
            .filter(|key| !allowed.contains(&key.get_ref().as_ref()))
        {
            let expected = allowed.iter().map(|k| (*k).to_owned()).collect();
            self.wrong(
                key.span().start,
                Problem::UnknownKey {
                    key: key.get_ref().to_string(),
                    expected,
                },
            );
        }
    }

    /// The tables under `[[key]]`, none when absent, their keys not judged yet.
    pub fn any_tables<'a>(
        &mut self,
        of: &Table<'a>,
        key: &str,
        path: &'static str,
    ) -> Vec<Table<'a>> {
        let Some(value) = of.value(key) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.mistyped::<()>(key, value, Shape::Tables);
            return Vec::new();
        };
        let table = |item: &'a Spanned<DeValue<'a>>| match item.get_ref().as_table() {
            Some(entries) => Some(Table {
                entries,
                at: item.span().start,
                path,
            }),
            None => self.mistyped(key, item, Shape::Table),
        };
        items.iter().filter_map(table).collect()
    }

    /// The tables under `[[key]]`, none when absent.
    pub fn tables<'a>(
        &mut self,
        of: &Table<'a>,
        key: &str,
        path: &'static str,
        allowed: &[&str],
    ) -> Vec<Table<'a>> {
        let tables = self.any_tables(of, key, path);
        tables
            .iter()
            .for_each(|table| self.refuse_others(table, allowed));
        tables
    }

    /// The tables under `[[key]]`; at least one.
    pub fn some_tables<'a>(
        &mut self,
        of: &Table<'a>,
        key: &str,
        path: &'static str,
        allowed: &[&str],
    ) -> Vec<Table<'a>> {
        self.needs_some(of, key);
        self.tables(of, key, path, allowed)
    }

    /// Notes a list that is absent or empty.
    pub fn needs_some(&mut self, of: &Table, key: &str) {
        match of.value(key) {
            None => {
                self.missing::<()>(of, key);
            }
            Some(value)
                if value
                    .get_ref()
                    .as_array()
                    .is_some_and(|items| items.is_empty()) =>
            {
                self.wrong(value.span().start, Problem::EmptyList { key: key.into() });
            }
            Some(_) => {}
        }
    }

    pub fn maybe_text(&mut self, table: &Table, key: &str) -> Option<At<String>> {
        let value = table.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(At {
                at: value.span().start,
                it: text.to_owned(),
            }),
            None => self.mistyped(key, value, Shape::Text),
        }
    }

    pub fn text(&mut self, table: &Table, key: &str) -> Option<At<String>> {
        match table.value(key) {
            Some(_) => self.maybe_text(table, key),
            None => self.missing(table, key),
        }
    }

    /// What stands before numbers of a kind; a prefix that is too long is told and kept.
    pub fn prefix(&mut self, table: &Table) -> Option<String> {
        let prefix = self.text(table, "prefix")?;
        let length = i64::try_from(prefix.it.chars().count()).unwrap_or(i64::MAX);
        if length > PREFIX_MAX {
            let problem = Problem::OutOfRange {
                key: "prefix".to_owned(),
                given: length,
                min: 1,
                max: PREFIX_MAX,
            };
            self.wrong(prefix.at, problem);
        }
        Some(prefix.it)
    }

    pub fn maybe_flag(&mut self, table: &Table, key: &str) -> Option<At<bool>> {
        let value = table.value(key)?;
        match value.get_ref().as_bool() {
            Some(flag) => Some(At {
                at: value.span().start,
                it: flag,
            }),
            None => self.mistyped(key, value, Shape::Flag),
        }
    }

    pub fn flag(&mut self, table: &Table, key: &str) -> bool {
        self.maybe_flag(table, key).is_some_and(|flag| flag.it)
    }

    /// A whole number from `min` to `max`.
    pub fn maybe_number(&mut self, table: &Table, key: &str, min: i64, max: i64) -> Option<i64> {
        self.number_in(key, table.value(key)?, min, max)
    }

    fn number_in(
        &mut self,
        key: &str,
        value: &Spanned<DeValue>,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let Some(integer) = value.get_ref().as_integer() else {
            return self.mistyped(key, value, Shape::Integer);
        };
        let beyond = if integer.as_str().starts_with('-') {
            i64::MIN
        } else {
            i64::MAX
        };
        let given = i64::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(beyond);
        if (min..=max).contains(&given) {
            return Some(given);
        }
        self.wrong(
            value.span().start,
            Problem::OutOfRange {
                key: key.into(),
                given,
                min,
                max,
            },
        );
        None
    }

    /// Whole numbers from `min` to `max`, none when absent.
    pub fn numbers(&mut self, table: &Table, key: &str, min: i64, max: i64) -> Vec<u16> {
        let Some(value) = table.value(key) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.mistyped::<()>(key, value, Shape::List);
            return Vec::new();
        };
        let items: Vec<_> = items.iter().collect();
        let read = |item| self.number_in(key, item, min, max);
        let all = items.into_iter().filter_map(read);
        all.filter_map(|n| u16::try_from(n).ok()).collect()
    }

    pub fn number(&mut self, table: &Table, key: &str, min: i64, max: i64) -> Option<i64> {
        match table.value(key) {
            Some(_) => self.maybe_number(table, key, min, max),
            None => self.missing(table, key),
        }
    }

    /// A list of texts, empty when absent.
    pub fn list(&mut self, table: &Table, key: &str) -> Vec<At<String>> {
        table
            .value(key)
            .map(|value| self.list_in(key, value))
            .unwrap_or_default()
    }

    pub fn list_in(&mut self, key: &str, value: &Spanned<DeValue>) -> Vec<At<String>> {
        let Some(items) = value.get_ref().as_array() else {
            self.mistyped::<()>(key, value, Shape::List);
            return Vec::new();
        };
        let read = |item: &Spanned<DeValue>| match item.get_ref().as_str() {
            Some(text) => Some(At {
                at: item.span().start,
                it: text.to_owned(),
            }),
            None => self.mistyped(key, item, Shape::Text),
        };
        items.iter().filter_map(read).collect()
    }

    /// A list of texts that must hold something.
    pub fn some_list(&mut self, table: &Table, key: &str) -> Vec<At<String>> {
        self.needs_some(table, key);
        self.list(table, key)
    }

    /// A text that must be one of a few words.
    pub fn one_of(&mut self, text: &At<String>, key: &str, known: &[&str]) -> bool {
        let fits = known.contains(&text.it.as_str());
        if !fits {
            let known = known.iter().map(|k| (*k).to_owned()).collect();
            self.wrong(
                text.at,
                Problem::NotOneOf {
                    key: key.into(),
                    given: text.it.clone(),
                    known,
                },
            );
        }
        fits
    }
}

fn shape(value: &DeValue) -> Shape {
    match value {
        DeValue::String(_) => Shape::Text,
        DeValue::Integer(_) => Shape::Integer,
        DeValue::Float(_) => Shape::Float,
        DeValue::Boolean(_) => Shape::Flag,
        DeValue::Datetime(_) => Shape::Date,
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
    }
}
