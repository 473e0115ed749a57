//! Knowledge, for whoever may read it, signed in or not (B4): the list, an article, and whether it helped.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ArticleId, Instant, Language,
    knowledge::{Command, Refused, Sort},
};
use serde::Deserialize;
use store::knowledge::{self, Title};

use super::{
    frame::{Frame, Here, judged, shown},
    listing::{Pick, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Contact, Visitor},
};
use crate::{app::Fail, rich, texts::Texts};

/// Articles on a page.
const PAGE: i64 = 30;
/// As many words narrow the list at most.
const WORDS: usize = 6;
/// News on a first page.
const NEWS: i64 = 4;

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    product: String,
    #[serde(default)]
    q: String,
    /// Moment in milliseconds and id, behind which the page begins.
    behind: Option<String>,
}

/// A place in a list of articles, as an address says it.
pub fn place(behind: Option<&str>) -> Option<(Instant, ArticleId)> {
    let (at, id) = behind?.split_once('.')?;
    let at = Instant::from_millisecond(at.parse().ok()?).ok()?;
    Some((at, ArticleId(id.parse().ok()?)))
}

/// Such a place in words of an address.
pub fn behind(at: Instant, id: ArticleId) -> String {
    format!("{}.{id}", at.as_millisecond())
}

/// A sort in words.
pub fn sort_name(t: &Texts, sort: Sort) -> &'static str {
    t.say(&format!("sort-{}", sort.as_str()))
}

/// Of texts by language, the reader's own, else the first; with its language where it is another.
pub fn in_language<'a, T>(t: &Texts, texts: &'a BTreeMap<Language, T>) -> Option<(&'a T, &'a str)> {
    let own = texts.get_key_value(&t.language);
    let (language, text) = own.or_else(|| texts.first_key_value())?;
    let other = *language != t.language;
    Some((text, if other { language.as_str() } else { "" }))
}

/// An article in a list.
pub struct Row {
    pub address: String,
    pub title: String,
    /// The language of the title, where it is not the reader's.
    pub lang: String,
    pub sort: &'static str,
    pub day: String,
}

impl Row {
    fn of(t: &Texts, title: &Title) -> Self {
        let (text, lang) = match in_language(t, &title.titles) {
            Some((text, lang)) => (text.clone(), lang.to_owned()),
            None => (String::new(), String::new()),
        };
        Self {
            address: format!("/knowledge/{}", title.id),
            title: text,
            lang,
            sort: sort_name(t, title.sort),
            day: t.day(title.published_at),
        }
    }
}

/// What is new, for a first page.
pub async fn news(visitor: &Visitor) -> Result<Vec<Row>, Fail> {
    let sorts = Sort::ALL.into_iter().filter(|sort| sort.is_news());
    let asked = knowledge::Asked {
        sorts: sorts.collect(),
        limit: NEWS,
        ..knowledge::Asked::default()
    };
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let found = visitor.web.app.articles(actor, &asked).await?;
    let t = &visitor.texts;
    Ok(found.iter().map(|title| Row::of(t, title)).collect())
}

#[derive(Template)]
#[template(path = "knowledge.html")]
struct List {
    f: Frame,
    sorts: Vec<Pick>,
    products: Vec<Pick>,
    q: String,
    rows: Vec<Row>,
    /// Something narrows the list.
    narrowed: bool,
    next: String,
}

pub async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let sort = Sort::parse(&asked.sort);
    let words = asked.q.split_whitespace().take(WORDS);
    let mut wanted = knowledge::Asked {
        sorts: sort.into_iter().collect(),
        product: desk
            .product(&asked.product)
            .map(|product| product.id.clone()),
        words: words.map(knowledge::folded).collect(),
        after: place(asked.behind.as_deref()),
        limit: PAGE + 1,
    };
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let mut found = app.articles(actor, &wanted).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("q", asked.q.as_str()),
            ("sort", asked.sort.as_str()),
            ("product", asked.product.as_str()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("behind", &behind(last.published_at, last.id));
        format!("/knowledge?{}", query.finish())
    });
    let sorts = Sort::ALL.map(|sort| pick(sort.as_str(), sort_name(t, sort), &asked.sort));
    let product = wanted.product.take().unwrap_or_default();
    let page = List {
        sorts: sorts.into(),
        products: desk
            .products
            .iter()
            .map(|p| pick(&p.id, t.desk(&p.label), &product))
            .collect(),
        rows: found.iter().map(|title| Row::of(t, title)).collect(),
        narrowed: sort.is_some() || !product.is_empty() || !wanted.words.is_empty(),
        q: asked.q,
        next: next.unwrap_or_default(),
        f: Frame::new(&visitor, Here::Knowledge, t.say("knowledge-title")).await?,
    };
    shown(&page)
}

#[derive(Template)]
#[template(path = "article.html")]
struct Page {
    f: Frame,
    id: String,
    sort: &'static str,
    products: Vec<String>,
    published: String,
    reviewed: String,
    title: String,
    body: String,
    /// Its language, where it is not the reader's.
    lang: String,
    /// The reader can say whether it helped.
    judges: bool,
    /// What they said just now.
    done: &'static str,
    /// Staff may change it.
    edit: String,
    troubles: Vec<Trouble>,
}

fn article_id(id: &str) -> Result<ArticleId, Fail> {
    id.parse().map(ArticleId).map_err(|_| Fail::NotFound)
}

#[derive(Default, Deserialize)]
pub struct Told {
    #[serde(default)]
    told: String,
}

pub async fn page(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response, Fail> {
    let done = match told.told.as_str() {
        "yes" | "no" => visitor.texts.say("article-thanks"),
        _ => "",
    };
    show(&visitor, article_id(&id)?, done, Vec::new()).await
}

async fn show(
    visitor: &Visitor,
    id: ArticleId,
    done: &'static str,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let article = app.article_for(actor, id).await?;
    let ([title, body], lang) = in_language(t, &article.texts).ok_or(Fail::NotFound)?;
    let products = article.products.iter();
    let products = products.map(|id| {
        let known = desk.product(id);
        known.map_or(id.clone(), |product| t.desk(&product.label).to_owned())
    });
    let contact = visitor
        .me
        .as_ref()
        .is_some_and(|me| !me.actor.is_staff() && !me.actor.is_guest() && me.proxy.is_none());
    let is_staff = actor.is_some_and(domain::Actor::is_staff);
    let is_wrong = !troubles.is_empty();
    let page = Page {
        id: id.to_string(),
        sort: sort_name(t, article.sort),
        products: products.collect(),
        published: t.day(article.published_at),
        reviewed: article.reviewed_at.map_or(String::new(), |at| t.day(at)),
        body: rich::article(body),
        title: title.clone(),
        lang: lang.to_owned(),
        judges: contact && done.is_empty(),
        done,
        edit: match is_staff {
            true => format!("/staff/knowledge/{id}"),
            false => String::new(),
        },
        f: Frame::new(visitor, Here::Knowledge, title.clone())
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

/// Whether it helped, and why not.
pub async fn judge(
    Contact(visitor, me): Contact,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = article_id(&id)?;
    let helpful = posted.get("helpful") == "yes";
    let why = posted.get("why").to_owned();
    let command = Command::Judge { helpful, why };
    match app
        .change_article(&me.actor, Some(id), None, &command)
        .await?
    {
        Ok(_) => {
            let told = if helpful { "yes" } else { "no" };
            Ok(Redirect::to(&format!("/knowledge/{id}?told={told}")).into_response())
        }
        Err(refused) => show(&visitor, id, "", vec![self::refused(t, &refused)]).await,
    }
}

/// A refusal in words, with the field that it is about.
pub fn refused(t: &Texts, refused: &Refused) -> Trouble {
    let (field, text) = match refused {
        Refused::NotAllowed | Refused::NotPublished => {
            ("main", t.say("refused-not-published").to_owned())
        }
        Refused::OwnWords => ("main", t.say("refused-own-words").to_owned()),
        Refused::NoText => ("title-0", t.say("refused-no-text").to_owned()),
        Refused::NoReason => ("reason", t.say("refused-no-reason").to_owned()),
        Refused::NothingNew => ("main", t.say("refused-nothing-new").to_owned()),
        Refused::NoReviewAsked => ("main", t.say("refused-no-review").to_owned()),
        Refused::NobodyMeant => ("audience", t.say("refused-nobody-meant").to_owned()),
        Refused::Unknown(name) => ("accounts", t.one("refused-unknown", "name", name)),
        Refused::TooLong { max } => {
            let max = i64::try_from(*max).unwrap_or(i64::MAX);
            ("title-0", t.count("refused-too-long", max))
        }
    };
    Trouble {
        field: field.into(),
        text,
    }
}
