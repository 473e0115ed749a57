//! What is there to read, for one reader: lists and single articles, through one gate (B4).

use std::collections::{BTreeMap, HashSet};

use domain::{
    ArticleId, Instant, Language,
    knowledge::{Reader, Sort, State},
};
use jiff::civil::Date;

use crate::{
    Store,
    db::{DbError, Row, Sql, Value},
    sql,
};

/// Which articles are asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Of these sorts; of all when empty.
    pub sorts: Vec<Sort>,
    /// About this product of the desk's, or about all of them.
    pub product: Option<String>,
    /// One of these; any where absent.
    pub among: Option<Vec<ArticleId>>,
    /// Behind this one.
    pub after: Option<(Instant, ArticleId)>,
    pub limit: i64,
}

/// Of staff's list.
#[derive(Clone, Debug, Default)]
pub struct WrittenOf {
    pub state: Option<State>,
    /// Those that wait for somebody to look at them.
    pub review_asked: bool,
    /// Those that nobody has read again since then.
    pub reviewed_before: Option<Instant>,
    pub after: Option<(Instant, ArticleId)>,
    pub limit: i64,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub id: ArticleId,
    pub sort: Sort,
    pub published_at: Instant,
    /// By language.
    pub titles: BTreeMap<Language, String>,
}

/// Title and body by language, as readers see them.
pub type ShownTexts = BTreeMap<Language, [String; 2]>;

/// An article as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownArticle {
    pub id: ArticleId,
    pub sort: Sort,
    pub products: Vec<String>,
    pub published_at: Instant,
    pub reviewed_at: Option<Instant>,
    pub texts: ShownTexts,
}

/// An article in one language, as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedText {
    pub id: ArticleId,
    pub language: Language,
    pub title: String,
    /// Markdown.
    pub body: String,
}

/// An article in staff's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub id: ArticleId,
    pub sort: Sort,
    pub state: State,
    pub ahead: bool,
    pub review_asked: bool,
    pub audience: String,
    pub reviewed_at: Option<Instant>,
    pub changed_at: Instant,
    pub helped: i64,
    pub failed: i64,
    /// As they are worked on, by language.
    pub titles: BTreeMap<Language, String>,
}

/// Conditions with their arguments.
#[derive(Default)]
pub(super) struct Conditions {
    all: Vec<Sql>,
    pub(super) args: Vec<Value>,
}

impl Conditions {
    pub(super) fn place(&mut self, value: impl Into<Value>) -> Sql {
        self.args.push(value.into());
        Sql::place(self.args.len())
    }

    fn places(&mut self, values: impl IntoIterator<Item = Value>) -> Sql {
        Sql::join(values.into_iter().map(|value| self.place(value)), ", ")
    }

    pub(super) fn text(&self) -> Sql {
        Sql::join(&self.all, " AND ")
    }

    /// Later ones first, behind this one.
    fn after(&mut self, column: &'static str, after: Option<(Instant, ArticleId)>) {
        if let Some((at, id)) = after {
            let (at, id) = (self.place(at), self.place(id.0));
            self.all.push(sql!("(a.{column}, a.id) < ({at}, {id})"));
        }
    }
}

/// What this reader may read today: [`Reader::may_read`] as a condition.
pub(super) fn gate(reader: &Reader, today: Date) -> Conditions {
    let mut c = Conditions::default();
    let today = c.place(today.to_string());
    c.all.push("a.state = 'published'".into());
    c.all
        .push(sql!("(a.until_day IS NULL OR a.until_day >= {today})"));
    let meant = match reader {
        Reader::Staff => return c,
        Reader::Anybody => "a.audience = 'everybody'".into(),
        Reader::Contact {
            account,
            plans,
            basic,
        } => {
            const NAMED: &str =
                "EXISTS (SELECT 1 FROM article_readers r WHERE r.article_id = a.id AND r.reader";
            let account = c.place(account.to_string());
            let mut meant = sql!(
                "a.audience IN ('everybody', 'signed-in') OR a.audience = 'accounts' AND {NAMED} = {account})"
            );
            if !plans.is_empty() {
                let plans = c.places(plans.iter().map(|plan| plan.as_str().into()));
                meant.push(sql!(" OR a.audience = 'plans' AND {NAMED} IN ({plans}))"));
            }
            if *basic {
                let sorts = Sort::ALL.into_iter().filter(|sort| sort.is_for_basic());
                let sorts = c.places(sorts.map(|sort| sort.as_str().into()));
                meant = sql!("a.audience = 'everybody' OR a.sort IN ({sorts}) AND ({meant})");
            }
            meant
        }
    };
    c.all.push(sql!("({meant})"));
    c
}

fn sort_of(text: &str) -> Result<Sort, DbError> {
    Sort::parse(text).ok_or_else(|| DbError::Shape(format!("no sort of article is called {text}")))
}

fn state_of(text: &str) -> Result<State, DbError> {
    match text {
        "draft" => Ok(State::Draft),
        "published" => Ok(State::Published),
        "withdrawn" => Ok(State::Withdrawn),
        _ => Err(DbError::Shape(format!("no article is {text}"))),
    }
}

/// What this reader may read today, of what is asked for.
pub(super) fn narrowed(reader: &Reader, today: Date, asked: &Asked) -> Conditions {
    let mut c = gate(reader, today);
    if !asked.sorts.is_empty() {
        let sorts = c.places(asked.sorts.iter().map(|sort| sort.as_str().into()));
        c.all.push(sql!("a.sort IN ({sorts})"));
    }
    if let Some(product) = &asked.product {
        let product = c.place(product.as_str());
        c.all.push(sql!(
            "(EXISTS (SELECT 1 FROM article_products p WHERE p.article_id = a.id AND p.product = {product})
             OR NOT EXISTS (SELECT 1 FROM article_products p WHERE p.article_id = a.id))"
        ));
    }
    if let Some(among) = &asked.among {
        let among = c.places(among.iter().map(|id| id.0.into()));
        c.all.push(sql!("a.id IN ({among})"));
    }
    c
}

impl Store {
    /// Every published article of this reader's, in no order: what finding may find for them.
    pub async fn readable_articles(
        &self,
        reader: &Reader,
        today: Date,
        asked: &Asked,
    ) -> Result<HashSet<ArticleId>, DbError> {
        let c = narrowed(reader, today, asked);
        let sql = sql!("SELECT a.id FROM articles a WHERE {}", c.text());
        let rows = self.db.read(&sql, &c.args).await?.into_iter();
        rows.map(|row| row.columns().int().map(ArticleId)).collect()
    }

    /// Changes with every change of what is published.
    pub async fn articles_stamp(&self) -> Result<(i64, i64), DbError> {
        const STAMP: &str = "SELECT count(*), coalesce(max(published_at), 0) FROM articles WHERE state = 'published'";
        let row = self.db.read_one(STAMP, &[]).await?;
        let row = row.ok_or_else(|| DbError::Shape("a count gives a row".into()))?;
        let mut columns = row.columns();
        Ok((columns.int()?, columns.int()?))
    }

    /// All that is published, whoever may read it: for finding alone, which shows what [`Store::readable_articles`] says.
    pub async fn published_texts(&self) -> Result<Vec<PublishedText>, DbError> {
        const TEXTS: &str = "SELECT t.article_id, t.language, t.title, t.body FROM article_texts t
            JOIN articles a ON a.id = t.article_id
            WHERE a.state = 'published' AND t.title IS NOT NULL ORDER BY t.article_id, t.language";
        let rows = self.db.read(TEXTS, &[]).await?.into_iter();
        rows.map(|row| {
            let mut columns = row.columns();
            Ok(PublishedText {
                id: ArticleId(columns.int()?),
                language: Language::new(&columns.text()?),
                title: columns.text()?,
                body: columns.text()?,
            })
        })
        .collect()
    }

    /// What there is for this reader, the latest first.
    pub async fn shown_articles(
        &self,
        reader: &Reader,
        today: Date,
        asked: &Asked,
    ) -> Result<Vec<Title>, DbError> {
        if asked.among.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let mut c = narrowed(reader, today, asked);
        c.after("published_at", asked.after);
        let conditions = c.text();
        let limit = c.place(asked.limit);
        let sql = sql!(
            "SELECT a.id, a.sort, a.published_at FROM articles a WHERE {conditions}
             ORDER BY a.published_at DESC, a.id DESC LIMIT {limit}"
        );
        let mut all = Vec::new();
        for row in self.db.read(&sql, &c.args).await? {
            let mut columns = row.columns();
            all.push(Title {
                id: ArticleId(columns.int()?),
                sort: sort_of(&columns.text()?)?,
                published_at: columns.instant()?,
                titles: BTreeMap::new(),
            });
        }
        let ids: Vec<ArticleId> = all.iter().map(|one| one.id).collect();
        let mut titles = self.titles(&ids, "title").await?;
        for one in &mut all {
            one.titles = titles.remove(&one.id).unwrap_or_default();
        }
        Ok(all)
    }

    /// Titles by article and language; `column` says which.
    async fn titles(
        &self,
        ids: &[ArticleId],
        column: &'static str,
    ) -> Result<BTreeMap<ArticleId, BTreeMap<Language, String>>, DbError> {
        let mut titles: BTreeMap<ArticleId, BTreeMap<Language, String>> = BTreeMap::new();
        if ids.is_empty() {
            return Ok(titles);
        }
        let mut c = Conditions::default();
        let places = c.places(ids.iter().map(|id| id.0.into()));
        let sql = sql!(
            "SELECT article_id, language, {column} FROM article_texts
             WHERE {column} IS NOT NULL AND article_id IN ({places})"
        );
        for row in self.db.read(&sql, &c.args).await? {
            let mut columns = row.columns();
            let id = ArticleId(columns.int()?);
            let language = Language::new(&columns.text()?);
            let title = columns.text()?;
            titles.entry(id).or_default().insert(language, title);
        }
        Ok(titles)
    }

    /// One article, if it is there for this reader.
    pub async fn shown_article(
        &self,
        reader: &Reader,
        today: Date,
        id: ArticleId,
    ) -> Result<Option<ShownArticle>, DbError> {
        const TEXTS: &str = "SELECT language, title, body FROM article_texts WHERE article_id = $1 AND title IS NOT NULL";
        const PRODUCTS: &str =
            "SELECT product FROM article_products WHERE article_id = $1 ORDER BY product";
        let mut c = gate(reader, today);
        let conditions = c.text();
        let wanted = c.place(id.0);
        let sql = sql!(
            "SELECT a.sort, a.published_at, a.reviewed_at FROM articles a WHERE {conditions} AND a.id = {wanted}"
        );
        let Some(row) = self.db.read_one(&sql, &c.args).await? else {
            return Ok(None);
        };
        let mut columns = row.columns();
        let mut article = ShownArticle {
            id,
            sort: sort_of(&columns.text()?)?,
            published_at: columns.instant()?,
            reviewed_at: columns.maybe_instant()?,
            products: Vec::new(),
            texts: BTreeMap::new(),
        };
        for row in self.db.read(TEXTS, &[id.0.into()]).await? {
            let mut columns = row.columns();
            let language = Language::new(&columns.text()?);
            let text = [columns.text()?, columns.text()?];
            article.texts.insert(language, text);
        }
        for row in self.db.read(PRODUCTS, &[id.0.into()]).await? {
            article.products.push(row.columns().text()?);
        }
        Ok(Some(article))
    }

    /// Titles and bodies by language of those of some articles that are there for this reader.
    pub async fn shown_texts(
        &self,
        reader: &Reader,
        today: Date,
        ids: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, ShownTexts>, DbError> {
        let mut texts: BTreeMap<ArticleId, ShownTexts> = BTreeMap::new();
        if ids.is_empty() {
            return Ok(texts);
        }
        let mut c = gate(reader, today);
        let conditions = c.text();
        let places = c.places(ids.iter().map(|id| id.0.into()));
        let sql = sql!(
            "SELECT article_id, language, title, body FROM article_texts
             WHERE title IS NOT NULL AND article_id IN
                 (SELECT a.id FROM articles a WHERE {conditions} AND a.id IN ({places}))"
        );
        for row in self.db.read(&sql, &c.args).await? {
            let mut columns = row.columns();
            let id = ArticleId(columns.int()?);
            let language = Language::new(&columns.text()?);
            let text = [columns.text()?, columns.text()?];
            texts.entry(id).or_default().insert(language, text);
        }
        Ok(texts)
    }

    /// Everything that staff write, what changed last first.
    pub async fn written_articles(&self, of: &WrittenOf) -> Result<Vec<Written>, DbError> {
        let mut c = Conditions::default();
        c.all.push("1 = 1".into());
        if let Some(state) = of.state {
            let state = c.place(state.as_str());
            c.all.push(sql!("a.state = {state}"));
        }
        if of.review_asked {
            c.all.push("a.review_asked = 1".into());
        }
        if let Some(before) = of.reviewed_before {
            let before = c.place(before);
            c.all.push(sql!("a.reviewed_at < {before}"));
        }
        c.after("changed_at", of.after);
        let conditions = c.text();
        let limit = c.place(of.limit);
        let sql = sql!(
            "SELECT a.id, a.sort, a.state, a.ahead, a.review_asked, a.audience, a.reviewed_at, a.changed_at, a.helped, a.failed
             FROM articles a WHERE {conditions} ORDER BY a.changed_at DESC, a.id DESC LIMIT {limit}"
        );
        let rows = self.db.read(&sql, &c.args).await?;
        let all: Result<Vec<Written>, DbError> = rows.into_iter().map(written).collect();
        let mut all = all?;
        let ids: Vec<ArticleId> = all.iter().map(|one| one.id).collect();
        let mut titles = self.titles(&ids, "draft_title").await?;
        for one in &mut all {
            one.titles = titles.remove(&one.id).unwrap_or_default();
        }
        Ok(all)
    }
}

fn written(row: Row) -> Result<Written, DbError> {
    let mut columns = row.columns();
    Ok(Written {
        id: ArticleId(columns.int()?),
        sort: sort_of(&columns.text()?)?,
        state: state_of(&columns.text()?)?,
        ahead: columns.int()? != 0,
        review_asked: columns.int()? != 0,
        audience: columns.text()?,
        reviewed_at: columns.maybe_instant()?,
        changed_at: columns.instant()?,
        helped: columns.int()?,
        failed: columns.int()?,
        titles: BTreeMap::new(),
    })
}
