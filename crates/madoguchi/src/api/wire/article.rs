//! Knowledge (B4).

use serde::Serialize;
use utoipa::ToSchema;

use super::Labelled;

/// Articles, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleList {
    pub items: Vec<ArticleTitle>,
    /// For the page behind this one, as `behind`; nothing where there is none.
    #[schema(required)]
    pub behind: Option<String>,
}

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleTitle {
    pub id: String,
    /// `article`, `faq`, `document`, `announcement`, `advisory` or `defect`.
    pub sort: String,
    /// In the caller's language where there is one in it.
    pub title: String,
    #[schema(format = DateTime)]
    pub published_at: String,
}

/// An article.
#[derive(Debug, Serialize, ToSchema)]
pub struct Article {
    pub id: String,
    pub sort: String,
    /// About all of them when empty.
    pub products: Vec<Labelled>,
    /// Language of title and body: the caller's, where it is written in it.
    pub language: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    #[schema(format = DateTime)]
    pub published_at: String,
    /// When somebody last found it right.
    #[schema(required, format = DateTime)]
    pub reviewed_at: Option<String>,
}
