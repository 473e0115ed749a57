//! What a search found (B4).

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::Labelled;

/// What answers, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Findings {
    pub items: Vec<Finding>,
    /// How many there are of each sort, of what the caller may see.
    pub counts: BTreeMap<String, u64>,
    /// For the page behind this one; nothing where there is none.
    #[schema(required)]
    pub cursor: Option<String>,
    /// The index is being made, and there may be more.
    pub preparing: bool,
    /// Words of a name and a value (`status:opne`) that name nothing, and were taken as words.
    pub unknown: Vec<String>,
}

/// A stretch of a text that answers, in characters: the first, and the one behind the last.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mark {
    pub from: usize,
    pub to: usize,
}

/// Which word that was typed it answers, and how.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundBy {
    pub word: String,
    /// `word`, `reading`, `parts`, `glossary` or `typing`.
    pub by: String,
    /// What stands there for it, by a glossary or because the word was mistyped.
    #[schema(required)]
    pub other: Option<String>,
}

/// A thing that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// `knowledge`, `cases` or `files`.
    pub sort: String,
    /// Of the article, the case or the file.
    pub id: String,
    /// It is an article as it is worked on, which readers do not see so: for staff alone.
    pub draft: bool,
    /// Number of the case, of its own or the one that a file lies in.
    #[schema(required)]
    pub case: Option<String>,
    /// Its company, for staff.
    #[schema(required)]
    pub account: Option<String>,
    pub title: String,
    pub title_marks: Vec<Mark>,
    /// What of it answers best; empty where its title does, or where more was to be looked at than one search looks at.
    pub excerpt: String,
    pub excerpt_marks: Vec<Mark>,
    /// Where that stands: `title`, `text`, `description`, `message` or `note`.
    pub place: String,
    pub reasons: Vec<FoundBy>,
    /// When it was published, last changed (drafts and cases), or handed in.
    #[schema(format = DateTime)]
    pub at: String,
}

/// Closed cases that are like one, the most alike first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarCases {
    pub items: Vec<SimilarCase>,
}

/// A closed case, and what solved it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarCase {
    pub number: String,
    pub subject: String,
    /// Its company.
    pub account: String,
    /// Why it was closed, where somebody said so.
    #[schema(required)]
    pub cause: Option<Labelled>,
    #[schema(required, format = DateTime)]
    pub closed_at: Option<String>,
    /// The beginning of what support said last before that; empty where it said nothing.
    pub solution: String,
}
