//! Lists of what to read first, for the first page of customers (B1): which there are, and the form of one. Articles are moved by
//! the numbers beside them.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ArticleId, Language,
    knowledge::{
        Audience, State,
        reading::{ARTICLES, NotSo, ReadingList, TITLE},
    },
};
use store::knowledge::{StoredReading, WrittenOf};

use super::{
    super::super::{
        frame::{Frame, Here, judged, shown},
        knowledge::in_language,
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown::Trouble,
        visitor::{Me, Staff, Visitor},
    },
    audience_name, languages,
};
use crate::{app::Fail, texts::Texts};

/// Articles that can be added.
const OFFERED: i64 = 500;
/// So many are added at once.
const ADDED: usize = 3;

#[derive(Template)]
#[template(path = "staff/reading_lists.html")]
struct List {
    f: Frame,
    views: Vec<ViewLink>,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    title: String,
    audience: String,
    products: String,
    articles: String,
    changed: String,
}

/// For whom a list is, in words.
fn audience(t: &Texts, visitor: &Visitor, audience: &Audience) -> String {
    let desk = visitor.web.app.desks.current().0;
    let mut words = vec![audience_name(t, audience.as_str())];
    if let Audience::Plans(plans) = audience {
        let plans = plans.iter().filter_map(|id| desk.plan(id));
        words.extend(plans.map(|plan| t.desk(&plan.label)));
    }
    words.join(t.say("list-separator"))
}

pub async fn list(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let desk = app.desks.current().0;
    let row = |one: StoredReading| {
        let products = one.list.products.iter().filter_map(|id| desk.product(id));
        let products: Vec<&str> = products.map(|product| t.desk(&product.label)).collect();
        Row {
            id: one.id,
            title: in_language(t, &one.list.title)
                .map_or(String::new(), |(title, _)| title.clone()),
            audience: audience(t, &visitor, &one.list.audience),
            products: match products.is_empty() {
                true => t.say("knowledge-all").to_owned(),
                false => products.join(t.say("list-separator")),
            },
            articles: t.number(i64::try_from(one.list.articles.len()).unwrap_or(i64::MAX)),
            changed: t.table_day(one.changed_at),
        }
    };
    let rows = app.reading_lists(&me.actor).await?.into_iter().map(row);
    shown(&List {
        rows: rows.collect(),
        views: super::super::rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Knowledge, t.say("reading-title")).await?,
    })
}

/// A list's form as it was typed.
#[derive(Default)]
struct Typed {
    titles: Vec<String>,
    place: String,
    audience: String,
    plans: Vec<String>,
    products: Vec<String>,
    articles: Vec<ArticleId>,
}

impl Typed {
    fn of(visitor: &Visitor, posted: &Posted) -> Self {
        let desk = visitor.web.app.desks.current().0;
        let ticked = |sort: &str, ids: Vec<&String>| -> Vec<String> {
            let ids = ids.into_iter();
            let ids = ids.filter(|id| posted.has(&format!("{sort}-{id}")));
            ids.cloned().collect()
        };
        let id = |name: String| posted.get(&name).parse().ok().map(ArticleId);
        let mut rows: Vec<(i64, usize, ArticleId)> = Vec::new();
        for row in (0..ARTICLES).filter(|row| !posted.has(&format!("drop-{row}"))) {
            let order = posted.get(&format!("order-{row}")).trim().parse();
            let (Some(id), order) = (id(format!("row-{row}")), order.unwrap_or(i64::MAX)) else {
                continue;
            };
            rows.push((order, row, id));
        }
        rows.sort_unstable();
        let added = (0..ADDED).filter_map(|at| id(format!("add-{at}")));
        let titles = 0..languages(visitor).len();
        Self {
            titles: titles
                .map(|at| posted.get(&format!("title-{at}")).to_owned())
                .collect(),
            place: posted.get("place").to_owned(),
            audience: posted.get("audience").to_owned(),
            plans: ticked("plan", desk.plans.iter().map(|plan| &plan.id).collect()),
            products: ticked("product", desk.products.iter().map(|one| &one.id).collect()),
            articles: rows.into_iter().map(|(.., id)| id).chain(added).collect(),
        }
    }

    fn of_list(visitor: &Visitor, one: &StoredReading) -> Self {
        let list = &one.list;
        let title = |(tag, _): (String, _)| list.title.get(&Language::new(&tag)).cloned();
        Self {
            titles: languages(visitor)
                .into_iter()
                .map(|l| title(l).unwrap_or_default())
                .collect(),
            place: one.place.to_string(),
            audience: list.audience.as_str().to_owned(),
            plans: match &list.audience {
                Audience::Plans(plans) => plans.clone(),
                _ => Vec::new(),
            },
            products: list.products.clone(),
            articles: list.articles.clone(),
        }
    }

    fn list(&self, visitor: &Visitor) -> ReadingList {
        let tags = languages(visitor)
            .into_iter()
            .map(|(tag, _)| Language::new(&tag));
        ReadingList {
            title: tags.zip(self.titles.iter().cloned()).collect(),
            products: self.products.clone(),
            audience: match self.audience.as_str() {
                "plans" => Audience::Plans(self.plans.clone()),
                _ => Audience::SignedIn,
            },
            articles: self.articles.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "staff/reading_list.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    action: String,
    /// Of one that is there.
    version: Option<i64>,
    titles: Vec<Title>,
    place: String,
    audiences: Vec<Pick>,
    plans: Vec<Pick>,
    products: Vec<Pick>,
    articles: Vec<Article>,
    /// Articles that can be added, and how many at once.
    offered: Vec<(i64, String)>,
    added: Vec<(usize, String)>,
    longest: usize,
    troubles: Vec<Trouble>,
}

struct Title {
    index: usize,
    tag: String,
    name: &'static str,
    text: String,
}

struct Article {
    id: i64,
    order: usize,
    title: String,
    /// Readers do not see it now.
    hidden: bool,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    seen: Option<(i64, i64)>,
    typed: Typed,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let desk = app.desks.current().0;
    let of = WrittenOf {
        limit: OFFERED,
        state: Some(State::Published),
        ..WrittenOf::default()
    };
    let published = app.store.written_articles(&of).await?;
    let title = |titles: &BTreeMap<Language, String>| {
        in_language(t, titles).map_or(String::new(), |(title, _)| title.clone())
    };
    let offered: Vec<(i64, String)> = published
        .iter()
        .map(|one| (one.id.0, title(&one.titles)))
        .collect();
    let article = |(at, id): (usize, &ArticleId)| {
        let found = offered.iter().find(|(other, _)| *other == id.0);
        Article {
            id: id.0,
            order: at + 1,
            title: found.map_or(id.to_string(), |(_, title)| title.clone()),
            hidden: found.is_none(),
        }
    };
    let ticked = |id: &String, label: &str, all: &[String]| {
        let chosen = if all.contains(id) { id.as_str() } else { "" };
        pick(id, label, chosen)
    };
    let is_wrong = !troubles.is_empty();
    let names = languages(visitor).into_iter().enumerate();
    let page = Page {
        views: super::super::rail_for(visitor, me).await?,
        action: match seen {
            Some((id, _)) => format!("/staff/knowledge/lists/{id}"),
            None => "/staff/knowledge/lists".to_owned(),
        },
        version: seen.map(|(_, version)| version),
        titles: names
            .map(|(index, (tag, name))| Title {
                text: typed.titles.get(index).cloned().unwrap_or_default(),
                index,
                tag,
                name,
            })
            .collect(),
        audiences: ["signed-in", "plans"]
            .map(|one| pick(one, audience_name(t, one), &typed.audience))
            .into(),
        plans: desk
            .plans
            .iter()
            .map(|p| ticked(&p.id, t.desk(&p.label), &typed.plans))
            .collect(),
        products: desk
            .products
            .iter()
            .map(|p| ticked(&p.id, t.desk(&p.label), &typed.products))
            .collect(),
        articles: typed.articles.iter().enumerate().map(article).collect(),
        place: typed.place,
        added: (0..ADDED)
            .map(|at| (at, t.one("reading-add", "number", (at + 1).to_string())))
            .collect(),
        longest: TITLE,
        f: Frame::new(visitor, Here::Knowledge, t.say("reading-list"))
            .await?
            .troubled(is_wrong),
        offered,
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn new(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    show(&visitor, &me, None, Typed::default(), Vec::new()).await
}

fn list_id(id: &str) -> Result<i64, Fail> {
    id.parse().map_err(|_| Fail::NotFound)
}

pub async fn page(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    let one = visitor
        .web
        .app
        .reading_list(&me.actor, list_id(&id)?)
        .await?;
    let typed = Typed::of_list(&visitor, &one);
    show(
        &visitor,
        &me,
        Some((one.id, one.version)),
        typed,
        Vec::new(),
    )
    .await
}

pub async fn begin(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    written(&visitor, &me, None, &posted).await
}

pub async fn write(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let id = list_id(&id)?;
    let app = &visitor.web.app;
    let before = app.reading_list(&me.actor, id).await?;
    let version = posted.get("version").parse().unwrap_or(before.version);
    if posted.get("do") == "delete" {
        app.forget_reading_list(&me.actor, id, version).await?;
        return Ok(Redirect::to("/staff/knowledge/lists").into_response());
    }
    written(&visitor, &me, Some((id, version)), &posted).await
}

async fn written(
    visitor: &Visitor,
    me: &Me,
    seen: Option<(i64, i64)>,
    posted: &Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let typed = Typed::of(visitor, posted);
    let place = typed.place.trim().parse().unwrap_or(1).clamp(1, 999);
    let list = typed.list(visitor);
    let kept = app.keep_reading_list(&me.actor, seen, place, list).await;
    let (seen, trouble) = match kept {
        Ok(Ok(id)) => {
            return Ok(Redirect::to(&format!("/staff/knowledge/lists/{id}")).into_response());
        }
        Ok(Err(why)) => (seen, wrong(t, &why)),
        // Nothing of what was typed is lost, and saving again takes it.
        Err(Fail::Conflict) => {
            let Some((id, _)) = seen else {
                return Err(Fail::Conflict);
            };
            let now = app.reading_list(&me.actor, id).await?;
            let trouble = Trouble {
                field: "title-0".into(),
                text: t.say("reading-changed-meanwhile").to_owned(),
            };
            (Some((id, now.version)), trouble)
        }
        Err(fail) => return Err(fail),
    };
    show(visitor, me, seen, typed, vec![trouble]).await
}

/// What is wrong, with the field that it is about.
fn wrong(t: &Texts, why: &NotSo) -> Trouble {
    let count = |max: &usize| i64::try_from(*max).unwrap_or(i64::MAX);
    let (field, text) = match why {
        NotSo::NoTitle => ("title-0", t.say("reading-no-title").to_owned()),
        NotSo::TooLong { max } => ("title-0", t.count("refused-too-long", count(max))),
        NotSo::NoArticle => ("add-0", t.say("reading-no-article").to_owned()),
        NotSo::TooMany { max } => ("add-0", t.count("reading-too-many", count(max))),
        NotSo::NobodyMeant => ("audience", t.say("reading-nobody-meant").to_owned()),
        NotSo::Unknown(name) => ("audience", t.one("refused-unknown", "name", name.as_str())),
    };
    Trouble {
        field: field.into(),
        text,
    }
}
