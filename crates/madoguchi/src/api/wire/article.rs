//! Knowledge (B4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
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

/// Title and body, which is Markdown, in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleText {
    pub title: String,
    pub body: String,
}

/// An article as it is worked on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleDraft {
    pub id: String,
    pub version: i64,
    /// `draft`, `published` or `withdrawn`.
    pub state: String,
    /// It is not what readers see.
    pub ahead: bool,
    pub review_asked: bool,
    pub sort: String,
    /// `everybody`, `signed-in`, `plans`, `accounts` or `staff`.
    pub audience: String,
    pub plans: Vec<String>,
    pub accounts: Vec<String>,
    pub products: Vec<String>,
    /// The last day on which it is shown.
    #[schema(required, format = Date)]
    pub until: Option<String>,
    /// By language.
    pub texts: BTreeMap<String, ArticleText>,
    #[schema(format = DateTime)]
    pub changed_at: String,
    #[schema(required, format = DateTime)]
    pub published_at: Option<String>,
}

/// An article, to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticle {
    /// `article`, `faq`, `document`, `announcement`, `advisory` or `defect`.
    pub sort: String,
    /// `everybody`, `signed-in`, `plans`, `accounts` or `staff`.
    pub audience: String,
    /// Ids of the desk's plans, where it is for these.
    #[serde(default)]
    pub plans: Vec<String>,
    /// Ids of accounts, where it is for these.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Ids of the desk's products; about all of them when empty.
    #[serde(default)]
    pub products: Vec<String>,
    #[schema(format = Date)]
    pub until: Option<String>,
    /// By language.
    pub texts: BTreeMap<String, ArticleText>,
}

/// The next version of an article: what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticleDraft {
    pub sort: Option<String>,
    pub audience: Option<String>,
    pub plans: Option<Vec<String>>,
    pub accounts: Option<Vec<String>>,
    pub products: Option<Vec<String>>,
    #[schema(format = Date)]
    pub until: Option<String>,
    #[serde(default)]
    pub texts: BTreeMap<String, ArticleText>,
}

/// Why no reader is to see it any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticleWithdrawal {
    pub reason: String,
}

/// Whether it helped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticleJudgement {
    pub helpful: bool,
    pub why: Option<String>,
}
