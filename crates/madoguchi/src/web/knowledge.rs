//! Knowledge, for whoever may read it, signed in or not (B4): the list, an article, and whether it helped.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Actor, ArticleId, ImageId, Language,
    knowledge::{Command, Refused, Sort},
};
use serde::Deserialize;
use store::knowledge::{self, Title};

use super::{
    frame::{Frame, Here, judged, shown},
    listing::{Pick, pick},
    posted::Posted,
    shown::Trouble,
    solves,
    visitor::{Contact, Visitor},
};
use crate::{
    app::{
        Fail,
        finding::{Found, Looked, Marked},
        knowledge::{self as articles, behind, place},
    },
    downloads,
    escape::escaped,
    pictures::{From, Images},
    rich,
    texts::Texts,
};

/// Articles on a page.
const PAGE: i64 = 30;
/// Articles that are found at most.
const FOUND: usize = 30;
/// News on a first page.
const NEWS: i64 = 4;
/// Of a list that shows all of what is news.
const ALL_NEWS: &str = "news";

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

/// A sort in words.
pub fn sort_name(t: &Texts, sort: Sort) -> &'static str {
    t.say(&format!("sort-{}", sort.as_str()))
}

/// Of texts by language, the reader's own, else the first; with its language where it is another.
pub fn in_language<'a, T>(t: &Texts, texts: &'a BTreeMap<Language, T>) -> Option<(&'a T, &'a str)> {
    let (language, text) = articles::in_language(&t.language, texts)?;
    let other = *language != t.language;
    Some((text, if other { language.as_str() } else { "" }))
}

/// An article in a list.
pub struct Row {
    pub address: String,
    /// As markup.
    pub title: String,
    /// What of it was found, as markup; empty where nothing was looked for.
    pub excerpt: String,
    /// The language of the title, where it is not the reader's.
    pub lang: String,
    pub sort: &'static str,
    pub day: String,
    /// Its id, where its reader can say that it solved their trouble.
    pub solves: String,
    /// It is new, and its reader has not opened it yet.
    pub unread: bool,
}

impl Row {
    pub(super) fn of(t: &Texts, title: &Title) -> Self {
        let (text, lang) = match in_language(t, &title.titles) {
            Some((text, lang)) => (escaped(text), lang.to_owned()),
            None => (String::new(), String::new()),
        };
        Self {
            address: format!("/knowledge/{}", title.id),
            title: text,
            excerpt: String::new(),
            lang,
            sort: sort_name(t, title.sort),
            day: t.day(title.published_at),
            solves: String::new(),
            unread: false,
        }
    }
}

impl Row {
    /// What was found, with the words that answer marked.
    pub fn found(t: &Texts, found: &Found) -> Self {
        let other = found.language != t.language;
        Self {
            title: marked(&found.title),
            excerpt: marked(&found.excerpt),
            lang: match other {
                true => found.language.as_str().to_owned(),
                false => String::new(),
            },
            ..Self::of(t, &found.article)
        }
    }
}

/// A text as markup, with what answers marked.
pub fn marked(text: &Marked) -> String {
    let (mut markup, mut at) = (String::with_capacity(text.text.len() + 32), 0);
    let piece = |from: usize, to: usize| escaped(text.text.get(from..to).unwrap_or_default());
    for place in &text.places {
        markup.push_str(&piece(at, place.start));
        markup.push_str("<mark>");
        markup.push_str(&piece(place.start, place.end));
        markup.push_str("</mark>");
        at = place.end;
    }
    markup.push_str(&piece(at, text.text.len()));
    markup
}

/// What is new, for a first page.
pub struct News {
    pub rows: Vec<Row>,
    /// How much of it its reader has not opened; empty where that is nothing, or where nobody knows.
    pub unread: String,
}

/// The latest news of whatever the reader may read (B1).
pub async fn news(visitor: &Visitor) -> Result<News, Fail> {
    let sorts = Sort::ALL.into_iter().filter(|sort| sort.is_news());
    let asked = knowledge::Asked {
        sorts: sorts.collect(),
        limit: NEWS,
        ..knowledge::Asked::default()
    };
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let found = visitor.web.app.articles(actor, &asked).await?;
    let ids: Vec<ArticleId> = found.iter().map(|title| title.id).collect();
    let opened = visitor.web.app.opened_articles(actor, &ids).await?;
    let t = &visitor.texts;
    let is_unread = |id: &ArticleId| opened.as_ref().is_some_and(|opened| !opened.contains(id));
    let row = |title: &Title| Row {
        unread: is_unread(&title.id),
        ..Row::of(t, title)
    };
    let unread = ids.iter().filter(|&id| is_unread(id)).count();
    Ok(News {
        rows: found.iter().map(row).collect(),
        unread: match i64::try_from(unread) {
            Ok(n @ 1..) => t.count("news-unread", n),
            _ => String::new(),
        },
    })
}

/// A list of what to read, for a first page.
pub struct Reading {
    pub title: String,
    /// The language of the title, where it is not the reader's.
    pub lang: String,
    pub rows: Vec<Row>,
}

/// What is best read first, in order (B1).
pub async fn reading(visitor: &Visitor, actor: &Actor) -> Result<Vec<Reading>, Fail> {
    let t = &visitor.texts;
    let lists = visitor.web.app.reading_for(actor).await?.into_iter();
    let reading = lists.map(|(list, titles)| {
        let (title, lang) = in_language(t, &list.title).map_or(("", ""), |(t, l)| (t.as_str(), l));
        Reading {
            title: title.to_owned(),
            lang: lang.to_owned(),
            rows: titles.iter().map(|title| Row::of(t, title)).collect(),
        }
    });
    Ok(reading.collect())
}

/// Articles shown beside a case that is being opened.
const ANSWERING: usize = 3;

/// What was written about the subject of a case: articles whose title has something of it, or whose text a code in it (B3).
pub async fn answering(visitor: &Visitor, subject: &str, product: &str) -> Result<Vec<Row>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let asked = knowledge::Asked {
        product: desk.product(product).map(|product| product.id.clone()),
        ..knowledge::Asked::default()
    };
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let found = app
        .find_articles(actor, &asked, Looked::Subject(subject), &t.language, FOUND)
        .await?;
    let near: Vec<&Found> = found
        .iter()
        .filter(|one| one.is_near())
        .take(ANSWERING)
        .collect();
    let shown: Vec<ArticleId> = near.iter().map(|one| one.article.id).collect();
    app.articles_shown(solves::reader(visitor), &shown, subject);
    let judges = solves::judges(visitor);
    let row = |one: &Found| {
        let solves = judges.then(|| one.article.id.to_string());
        Row {
            solves: solves.unwrap_or_default(),
            ..Row::found(t, one)
        }
    };
    Ok(near.into_iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "suggestions.html")]
struct Suggestions {
    f: Frame,
    answering: Vec<Row>,
}

/// The same while a subject is typed, as a part of the form.
pub async fn suggestions(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let answering = answering(&visitor, &asked.q, &asked.product).await?;
    shown(&Suggestions {
        answering,
        f: Frame::new(&visitor, Here::New, "").await?,
    })
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
    let sorts: Vec<Sort> = match asked.sort.as_str() {
        ALL_NEWS => Sort::ALL
            .into_iter()
            .filter(|sort| sort.is_news())
            .collect(),
        sort => Sort::parse(sort).into_iter().collect(),
    };
    let is_sorted = !sorts.is_empty();
    let wanted = knowledge::Asked {
        sorts,
        product: desk
            .product(&asked.product)
            .map(|product| product.id.clone()),
        among: None,
        after: asked.behind.as_deref().and_then(place),
        limit: PAGE + 1,
    };
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let asks = !asked.q.trim().is_empty();
    let (mut found, answers) = match asks {
        true => {
            let looked = Looked::For(&asked.q);
            let answers = app.find_articles(actor, &wanted, looked, &t.language, FOUND);
            (Vec::new(), answers.await?)
        }
        false => (app.articles(actor, &wanted).await?, Vec::new()),
    };
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    if asks {
        let (reader, ids) = (solves::reader(&visitor), answers.iter());
        let ids: Vec<ArticleId> = ids.map(|one| one.article.id).collect();
        app.looked_for(reader, &asked.q, answers.len());
        app.articles_found(reader, &ids, &asked.q);
    }
    let mut rows: Vec<Row> = found.iter().map(|title| Row::of(t, title)).collect();
    rows.extend(answers.iter().map(|one| Row::found(t, one)));
    let next = found.last().filter(|_| more).map(|last| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
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
    let mut sorts: Vec<Pick> = Sort::ALL
        .map(|sort| pick(sort.as_str(), sort_name(t, sort), &asked.sort))
        .into();
    sorts.push(pick(ALL_NEWS, t.say("knowledge-news"), &asked.sort));
    let product = wanted.product.unwrap_or_default();
    let page = List {
        sorts,
        products: desk
            .products
            .iter()
            .map(|p| pick(&p.id, t.desk(&p.label), &product))
            .collect(),
        rows,
        narrowed: is_sorted || !product.is_empty() || asks,
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

pub(super) fn article_id(id: &str) -> Result<ArticleId, Fail> {
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
        "solved" => visitor.texts.say("article-solved-thanks"),
        _ => "",
    };
    let id = article_id(&id)?;
    let page = show(&visitor, id, done, Vec::new()).await?;
    visitor.web.app.article_opened(solves::reader(&visitor), id);
    Ok(page)
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
    let images = app.images_of([body.as_str()]).await?;
    let images = Images::of(&images, From::Article(id), t.say("image-whole"));
    let is_staff = actor.is_some_and(domain::Actor::is_staff);
    let is_wrong = !troubles.is_empty();
    let page = Page {
        id: id.to_string(),
        sort: sort_name(t, article.sort),
        products: products.collect(),
        published: t.day(article.published_at),
        reviewed: article.reviewed_at.map_or(String::new(), |at| t.day(at)),
        body: rich::article(body, &images),
        title: title.clone(),
        lang: lang.to_owned(),
        judges: solves::judges(visitor) && done.is_empty(),
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

/// An image of an article, for whom the article is.
pub async fn image(
    visitor: Visitor,
    Path((id, image)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (app, id) = (&visitor.web.app, article_id(&id)?);
    let image = image.parse().map(ImageId).map_err(|_| Fail::NotFound)?;
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let (image, open) = app.image_for(actor, id, image).await?;
    downloads::image(app, image, visitor.headers(), open)
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
