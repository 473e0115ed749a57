//! Reading texts: a table with one text for each of the desk's languages. Knows no text's meaning.

use toml::{Spanned, de::DeValue};

use super::{
    problem::{Problem, Shape},
    read::{Reader, Table},
};
use crate::words::{Language, Words};

impl Reader {
    /// A text in each of the desk's languages, of one line.
    pub fn label(&mut self, table: &Table, key: &str) -> Words {
        match table.value(key) {
            Some(value) => self.words_in(key, value, true),
            None => self.missing(table, key).unwrap_or_default(),
        }
    }

    /// A text in each of the desk's languages.
    pub fn words(&mut self, table: &Table, key: &str) -> Words {
        match table.value(key) {
            Some(value) => self.words_in(key, value, false),
            None => self.missing(table, key).unwrap_or_default(),
        }
    }

    pub fn maybe_words(&mut self, table: &Table, key: &str) -> Words {
        table
            .value(key)
            .map(|value| self.words_in(key, value, false))
            .unwrap_or_default()
    }

    /// The same in which something may stand for what is known later, as `{product}`.
    pub fn maybe_template(
        &mut self,
        table: &Table,
        key: &str,
        one_line: bool,
        stands: &'static str,
    ) -> Words {
        let value = table.value(key);
        let words = value.map(|value| self.words_with(key, value, one_line, Some(stands)));
        words.unwrap_or_default()
    }

    pub fn words_in(&mut self, key: &str, value: &Spanned<DeValue>, one_line: bool) -> Words {
        self.words_with(key, value, one_line, None)
    }

    fn words_with(
        &mut self,
        key: &str,
        value: &Spanned<DeValue>,
        one_line: bool,
        stands: Option<&'static str>,
    ) -> Words {
        let Some(entries) = value.get_ref().as_table() else {
            return self.mistyped(key, value, Shape::Words).unwrap_or_default();
        };
        // Without a list of languages there is nothing to hold a text against.
        if self.languages.is_empty() {
            return Words::default();
        }
        let languages = self.languages.clone();
        let tags: Vec<&str> = languages.iter().map(Language::as_str).collect();
        let table = Table {
            entries,
            at: value.span().start,
            path: "",
        };
        self.refuse_others(&table, &tags);
        let text = |language: &Language| {
            let tag = language.as_str();
            (
                language.clone(),
                self.text_of(&table, tag, one_line, stands)
                    .unwrap_or_default(),
            )
        };
        Words::new(languages.iter().map(text).collect())
    }

    fn text_of(
        &mut self,
        table: &Table,
        tag: &str,
        one_line: bool,
        stands: Option<&str>,
    ) -> Option<String> {
        let language = tag.to_owned();
        let Some(text) = table.value(tag) else {
            self.wrong(table.at, Problem::NoText { language });
            return None;
        };
        let at = text.span().start;
        let Some(text) = text.get_ref().as_str() else {
            return self.mistyped(tag, text, Shape::Text);
        };
        let text = text.trim();
        if text.is_empty() {
            self.wrong(at, Problem::NoText { language });
        } else if one_line && text.contains('\n') {
            self.wrong(at, Problem::LineBreak { language });
        } else if is_unfilled(text, stands) {
            self.wrong(at, Problem::Placeholder { language });
        }
        Some(text.to_owned())
    }
}

/// A brace that nothing fills would be read as it stands.
fn is_unfilled(text: &str, stands: Option<&str>) -> bool {
    let braces = ['{', '}'];
    match stands {
        Some(stands) => text.split(stands).any(|part| part.contains(braces)),
        None => text.contains(braces),
    }
}
