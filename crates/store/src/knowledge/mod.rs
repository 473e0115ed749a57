//! Knowledge (B4): the log holds what was written, rows find it and hold what readers see.

mod images;
mod reading;
mod shelf;
mod uses;

use std::collections::BTreeSet;

use domain::{
    ArticleId, Instant, Language,
    event::{By, Recorded},
    knowledge::{Article, ArticleEvent},
};

use crate::{
    Statement, Store,
    db::{DbError, Row, Value},
    directory::{insert, moved},
    events::{self, Head, Stream, StreamKind},
};

pub use images::Image;
pub use reading::StoredReading;
pub use shelf::{Asked, PublishedText, ShownArticle, ShownTexts, Title, Written, WrittenOf};
pub use uses::{Missed, MissedWords, Use, Uses};

/// An article with where its stream stands.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    pub article: Article,
    head: Head,
}

fn stream(id: ArticleId) -> Stream {
    Stream {
        kind: StreamKind::Article,
        id: id.0,
    }
}

/// The columns that follow from its events.
pub(crate) fn columns(article: &Article) -> Vec<(&'static str, Value)> {
    let person = match article.writer {
        By::Person(id) => Some(id),
        By::System => None,
    };
    let helped = article.judged.values().filter(|helped| **helped).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    vec![
        ("version", article.version.into()),
        ("sort", article.about.sort.as_str().into()),
        ("state", article.state.as_str().into()),
        ("audience", article.about.audience.as_str().into()),
        (
            "until_day",
            article.about.until.map(|day| day.to_string()).into(),
        ),
        ("ahead", article.is_ahead().into()),
        ("review_asked", article.review_asked.into()),
        ("writer_id", person.into()),
        ("published_at", article.published_at.into()),
        ("reviewed_at", article.reviewed_at.into()),
        ("changed_at", article.changed_at.into()),
        ("helped", number(helped).into()),
        ("failed", number(article.judged.len() - helped).into()),
    ]
}

/// The languages in which it is worked on or shown, in order.
fn languages(article: &Article) -> BTreeSet<&Language> {
    article.drafts.keys().chain(article.shown.keys()).collect()
}

fn text_columns(article: &Article, language: &Language) -> Vec<(&'static str, Value)> {
    let draft = article.drafts.get(language).cloned().unwrap_or_default();
    let shown = article.shown.get(language);
    let shown_of = |of: fn(&domain::knowledge::Text) -> &str| Value::from(shown.map(of));
    vec![
        ("article_id", article.id.0.into()),
        ("language", language.as_str().into()),
        ("draft_title", draft.title.as_str().into()),
        ("draft_body", draft.body.as_str().into()),
        ("title", shown_of(|text| text.title.as_str())),
        ("body", shown_of(|text| text.body.as_str())),
    ]
}

/// The statements that let something happen to an article; `None` is one that is not there yet.
pub fn happen(
    id: ArticleId,
    stored: Option<&StoredArticle>,
    happened: &[ArticleEvent],
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    let mut head = stored.map_or(Head::beginning(), |stored| stored.head.clone());
    let before = head.version;
    let mut log = Vec::new();
    let mut recorded = Vec::with_capacity(happened.len());
    for event in happened {
        log.extend(events::append(stream(id), &mut head, at, by, event)?);
        recorded.push(Recorded {
            version: head.version,
            at,
            by,
            event: event.clone(),
        });
    }
    let article = match stored {
        None => Article::replay(id, &recorded),
        Some(stored) => {
            let mut article = stored.article.clone();
            recorded.iter().for_each(|one| article.apply(one));
            Some(article)
        }
    };
    let article =
        article.ok_or_else(|| DbError::Shape("an article begins with what it is about".into()))?;
    let mut row = vec![("id", Value::from(id.0)), ("head", head.hash.into())];
    row.extend(columns(&article));
    let mut list = vec![match stored {
        None => insert("articles", row),
        Some(_) => moved("articles", row, before),
    }];
    let was = stored.map(|stored| &stored.article);
    list.extend(beside(&article, was));
    list.extend(images::rows(&article, was));
    list.extend(log);
    Ok(list)
}

/// Texts, products and readers, written anew where they changed.
fn beside(article: &Article, before: Option<&Article>) -> Vec<Statement> {
    const NO_TEXTS: &str = "DELETE FROM article_texts WHERE article_id = $1";
    const NO_PRODUCTS: &str = "DELETE FROM article_products WHERE article_id = $1";
    const NO_READERS: &str = "DELETE FROM article_readers WHERE article_id = $1";
    let id = || vec![Value::from(article.id.0)];
    let mut list = Vec::new();
    let texts = |of: &Article| (of.drafts.clone(), of.shown.clone());
    if before.map(texts) != Some(texts(article)) {
        list.push(Statement::new(NO_TEXTS, id()));
        list.extend(
            languages(article)
                .into_iter()
                .map(|language| insert("article_texts", text_columns(article, language))),
        );
    }
    if before.is_none_or(|before| before.about != article.about) {
        list.push(Statement::new(NO_PRODUCTS, id()));
        list.push(Statement::new(NO_READERS, id()));
        let keyed = |table: &'static str, column: &'static str, keys: &[String]| {
            let mut keys = keys.to_vec();
            keys.sort();
            keys.dedup();
            let row = |key: &String| {
                let key = Value::from(key.as_str());
                insert(
                    table,
                    vec![("article_id", article.id.0.into()), (column, key)],
                )
            };
            keys.iter().map(row).collect::<Vec<_>>()
        };
        let about = &article.about;
        list.extend(keyed("article_products", "product", &about.products));
        list.extend(keyed("article_readers", "reader", &about.audience.keys()));
    }
    list
}

impl Store {
    /// An article as its events have it; for staff alone.
    pub async fn article(&self, id: ArticleId) -> Result<Option<StoredArticle>, DbError> {
        const HEAD: &str = "SELECT version, head FROM articles WHERE id = $1";
        let Some(row) = self.db.read_one(HEAD, &[id.0.into()]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let head = Head {
            version: c.int()?,
            hash: c.bytes()?,
        };
        // What comes between the two looks is refused by the version at the write.
        let mut happened = self.article_events(id).await?;
        happened.retain(|one| one.version <= head.version);
        let article = Article::replay(id, &happened);
        Ok(article.map(|article| StoredArticle { article, head }))
    }

    /// What happened to an article, in order; for staff alone.
    pub async fn article_events(
        &self,
        id: ArticleId,
    ) -> Result<Vec<Recorded<ArticleEvent>>, DbError> {
        self.stream(stream(id)).await
    }

    /// The texts beside an article are those of its events.
    pub(crate) async fn article_texts_are(&self, article: &Article) -> Result<bool, DbError> {
        const TEXTS: &str = "SELECT article_id, language, draft_title, draft_body, title, body
            FROM article_texts WHERE article_id = $1 ORDER BY language";
        let rows = self.db.read(TEXTS, &[article.id.0.into()]).await?;
        let wanted = languages(article).into_iter().map(|language| {
            let columns = text_columns(article, language).into_iter();
            columns.map(|(_, value)| value).collect::<Vec<Value>>()
        });
        let found: Vec<Vec<Value>> = rows.iter().map(Row::values).collect();
        Ok(wanted.collect::<Vec<_>>() == found)
    }
}
