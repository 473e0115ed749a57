//! Languages and the texts that a desk says in each of them (D3). Knows no catalogue: a page's own texts live elsewhere.

use serde::{Deserialize, Serialize};

/// A language tag as in BCP 47, lower case (`ja`, `en`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    pub fn new(tag: &str) -> Self {
        Self(tag.trim().to_ascii_lowercase())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One text in the desk's languages, first the desk's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<(Language, String)>);

impl Words {
    pub fn new(texts: Vec<(Language, String)>) -> Self {
        Self(texts)
    }

    /// The text in `language`, else in the desk's first language, else empty.
    pub fn in_language(&self, language: &Language) -> &str {
        self.0
            .iter()
            .find(|(l, _)| l == language)
            .or_else(|| self.0.first())
            .map_or("", |(_, text)| text.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.is_empty())
    }

    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.0.iter().map(|(l, _)| l)
    }
}
