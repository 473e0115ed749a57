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
    /// Markdown; an image is named as `![what it shows](image:7)`.
    pub body: String,
    /// The same as HTML that can do nothing, with the addresses of its images in this API.
    pub html: String,
    /// The images of the text that can be had.
    pub images: Vec<ArticleImage>,
    #[schema(format = DateTime)]
    pub published_at: String,
    /// When somebody last found it right.
    #[schema(required, format = DateTime)]
    pub reviewed_at: Option<String>,
}

/// An image of an article.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleImage {
    pub id: String,
    pub name: String,
    /// How a text names it; what it shows goes between the brackets.
    pub markdown: String,
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub sha256: String,
    /// `ready`, `held` while it waits to be looked through, or `threat`.
    pub state: String,
    /// Where the readers of the article have it; nothing for one that was just handed in.
    #[schema(required)]
    pub address: Option<String>,
}
