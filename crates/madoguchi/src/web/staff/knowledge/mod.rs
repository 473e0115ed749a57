//! Staff's work on knowledge (B4): what there is and what waits for somebody, writing in both languages side by side, review,
//! publishing, and what readers said of it.

pub mod missed;
mod typed;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ArticleId, Language, PersonId,
    event::By,
    knowledge::{Article, ArticleEvent, Command, Sort, State},
};
use serde::Deserialize;
use store::knowledge::{Uses, Written, WrittenOf};

use super::super::{
    frame::{Frame, Here, judged, shown},
    knowledge::{in_language, refused, sort_name},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::{
        App, Fail,
        knowledge::{behind, place},
    },
    rich,
    texts::Texts,
};

use typed::Typed;

/// Articles on a page.
const PAGE: i64 = 50;

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
    behind: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/knowledge.html")]
struct List {
    f: Frame,
    views: Vec<ViewLink>,
    tabs: Vec<Pick>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    id: String,
    title: String,
    sort: &'static str,
    audience: &'static str,
    state: &'static str,
    /// Readers whom it helped, of those who said so.
    helped: String,
    /// What readers made of it.
    uses: String,
    reviewed: String,
    changed: String,
}

/// Where an article stands, in words.
fn state_name(t: &Texts, state: State, ahead: bool, review_asked: bool) -> &'static str {
    t.say(match (state, ahead, review_asked) {
        (_, _, true) => "article-in-review",
        (State::Draft, ..) => "article-draft",
        (State::Withdrawn, ..) => "article-withdrawn",
        (State::Published, true, _) => "article-ahead",
        (State::Published, false, _) => "article-is-published",
    })
}

fn audience_name(t: &Texts, audience: &str) -> &'static str {
    t.say(&format!("audience-{audience}"))
}

/// What readers made of it, in words; empty where nobody was shown it.
fn uses_of(t: &Texts, uses: &Uses) -> String {
    let number = |n: i64| t.number(n).into();
    match uses.shown + uses.opened + uses.solved {
        0 => String::new(),
        _ => t.with(
            "article-uses-of",
            [
                ("shown", number(uses.shown)),
                ("opened", number(uses.opened)),
                ("solved", number(uses.solved)),
            ],
        ),
    }
}

fn row(t: &Texts, one: &Written, uses: &Uses) -> Row {
    let title = in_language(t, &one.titles).map_or("", |(title, _)| title.as_str());
    let said = one.helped + one.failed;
    Row {
        id: one.id.to_string(),
        title: title.to_owned(),
        sort: sort_name(t, one.sort),
        audience: audience_name(t, &one.audience),
        state: state_name(t, one.state, one.ahead, one.review_asked),
        helped: match said {
            0 => String::new(),
            _ => t.with(
                "article-helped-of",
                [
                    ("helped", t.number(one.helped).into()),
                    ("said", t.number(said).into()),
                ],
            ),
        },
        uses: uses_of(t, uses),
        reviewed: one.reviewed_at.map_or(String::new(), |at| t.table_day(at)),
        changed: t.table_day(one.changed_at),
    }
}

pub async fn list(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let of = WrittenOf {
        state: match asked.view.as_str() {
            "draft" => Some(State::Draft),
            "published" => Some(State::Published),
            "withdrawn" => Some(State::Withdrawn),
            _ => None,
        },
        review_asked: asked.view == "review",
        after: asked.behind.as_deref().and_then(place),
        limit: PAGE + 1,
    };
    let mut found = app.store.written_articles(&of).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let ids: Vec<ArticleId> = found.iter().map(|one| one.id).collect();
    let uses = app.store.uses_of(&ids).await?;
    let next = found.last().filter(|_| more).map(|last| {
        let behind = behind(last.changed_at, last.id);
        format!("/staff/knowledge?view={}&behind={behind}", asked.view)
    });
    let tabs = ["", "review", "draft", "published", "withdrawn"].map(|view| {
        let name = if view.is_empty() { "all" } else { view };
        pick(view, t.say(&format!("articles-{name}")), &asked.view)
    });
    let page = List {
        views: super::rail_for(&visitor, &me).await?,
        tabs: tabs.into(),
        rows: found
            .iter()
            .map(|one| row(t, one, &uses.get(&one.id).copied().unwrap_or_default()))
            .collect(),
        next: next.unwrap_or_default(),
        f: Frame::new(&visitor, Here::Knowledge, t.say("knowledge-title")).await?,
    };
    shown(&page)
}

#[derive(Template)]
#[template(path = "staff/article.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// Where the form goes.
    action: String,
    /// Empty for one that is not there yet.
    id: String,
    version: i64,
    state: &'static str,
    sorts: Vec<Pick>,
    audiences: Vec<Pick>,
    products: Vec<Pick>,
    plans: Vec<Pick>,
    accounts: String,
    until: String,
    texts: Vec<TextField>,
    /// What can be done with it now.
    acts: Vec<&'static str>,
    /// What readers made of it, and how many opened a case all the same; empty where nobody was shown it.
    uses: [String; 2],
    history: Vec<Line>,
    judgements: Vec<Line>,
    troubles: Vec<Trouble>,
}

/// Title and body in one language.
struct TextField {
    index: usize,
    tag: String,
    name: &'static str,
    title: String,
    body: String,
    /// As readers would see it.
    preview: String,
}

struct Line {
    at: String,
    by: String,
    said: &'static str,
    text: String,
}

fn article_id(id: &str) -> Result<ArticleId, Fail> {
    id.parse().map(ArticleId).map_err(|_| Fail::NotFound)
}

/// Tags and own names of the languages that pages have.
fn languages(visitor: &Visitor) -> Vec<(String, &'static str)> {
    let catalogues = &visitor.web.catalogues;
    let named = |l: &Language| {
        (
            l.as_str().to_owned(),
            catalogues.get(l).fixed("language-name"),
        )
    };
    catalogues.languages().map(named).collect()
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    id: Option<ArticleId>,
    typed: Option<Typed>,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let stored = match id {
        Some(id) => Some(app.article_of_staff(&me.actor, id).await?),
        None => None,
    };
    let article = stored.as_ref().map(|stored| &stored.article);
    let typed = match (typed, article) {
        (Some(typed), _) => typed,
        (None, Some(article)) => Typed::of_article(visitor, article).await?,
        (None, None) => Typed::default(),
    };
    let ticked = |id: &String, label: &str, all: &[String]| {
        let chosen = if all.contains(id) { id.as_str() } else { "" };
        pick(id, label, chosen)
    };
    let names = languages(visitor);
    let texts = typed
        .texts
        .iter()
        .enumerate()
        .map(|(index, [tag, title, body])| {
            let name = names.iter().find(|(other, _)| other == tag);
            TextField {
                index,
                tag: tag.clone(),
                name: name.map_or("", |(_, name)| name),
                title: title.clone(),
                body: body.clone(),
                preview: rich::article(body),
            }
        });
    let (history, judgements) = match id {
        Some(id) => happened(app, t, id).await?,
        None => (Vec::new(), Vec::new()),
    };
    let uses = match id {
        Some(id) => app.store.uses_of(&[id]).await?.remove(&id),
        None => None,
    };
    let uses = uses.unwrap_or_default();
    let followed = match uses.followed {
        0 => String::new(),
        count => t.one("article-uses-followed", "followed", t.number(count)),
    };
    let is_wrong = !troubles.is_empty();
    let page = Page {
        uses: [uses_of(t, &uses), followed],
        views: super::rail_for(visitor, me).await?,
        action: match id {
            Some(id) => format!("/staff/knowledge/{id}"),
            None => "/staff/knowledge".to_owned(),
        },
        id: id.map_or(String::new(), |id| id.to_string()),
        version: article.map_or(0, |article| article.version),
        state: article.map_or("", |a| state_name(t, a.state, a.is_ahead(), a.review_asked)),
        sorts: Sort::ALL
            .map(|sort| pick(sort.as_str(), sort_name(t, sort), &typed.sort))
            .into(),
        audiences: ["everybody", "signed-in", "plans", "accounts", "staff"]
            .map(|one| pick(one, audience_name(t, one), &typed.audience))
            .into(),
        products: desk
            .products
            .iter()
            .map(|p| ticked(&p.id, t.desk(&p.label), &typed.products))
            .collect(),
        plans: desk
            .plans
            .iter()
            .map(|p| ticked(&p.id, t.desk(&p.label), &typed.plans))
            .collect(),
        acts: article.map_or(Vec::new(), acts),
        texts: texts.collect(),
        accounts: typed.accounts,
        until: typed.until,
        history,
        judgements,
        f: Frame::new(
            visitor,
            Here::Knowledge,
            t.say(if id.is_some() {
                "article-edit"
            } else {
                "article-new"
            }),
        )
        .await?
        .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

/// What can be done with an article as it stands.
fn acts(article: &Article) -> Vec<&'static str> {
    let mut acts = Vec::new();
    if article.is_ahead() {
        acts.push("publish");
        acts.push(if article.review_asked {
            "send-back"
        } else {
            "ask-review"
        });
    }
    if article.state == State::Published {
        acts.extend(["review", "withdraw"]);
    }
    acts
}

/// What happened to it, the latest first; and what readers said, apart.
async fn happened(app: &App, t: &Texts, id: ArticleId) -> Result<(Vec<Line>, Vec<Line>), Fail> {
    let events = app.store.article_events(id).await?;
    let by = |by: By| match by {
        By::Person(id) => Some(id),
        By::System => None,
    };
    let mut ids: Vec<PersonId> = events.iter().filter_map(|one| by(one.by)).collect();
    ids.sort();
    ids.dedup();
    let people = app.store.people(ids).await?;
    let (mut history, mut judgements) = (Vec::new(), Vec::new());
    for one in events.iter().rev() {
        let (said, text) = match &one.event {
            ArticleEvent::AboutSet { .. } => ("article-did-about", String::new()),
            ArticleEvent::TextSet { title, .. } => ("article-did-write", title.as_str().to_owned()),
            ArticleEvent::ReviewAsked => ("article-did-ask", String::new()),
            ArticleEvent::SentBack { reason } => {
                ("article-did-send-back", reason.as_str().to_owned())
            }
            ArticleEvent::Published => ("article-did-publish", String::new()),
            ArticleEvent::Withdrawn { reason } => {
                ("article-did-withdraw", reason.as_str().to_owned())
            }
            ArticleEvent::Reviewed => ("article-did-review", String::new()),
            ArticleEvent::Judged { helpful: true, why } => {
                ("article-did-help", why.as_str().to_owned())
            }
            ArticleEvent::Judged { why, .. } => ("article-did-not-help", why.as_str().to_owned()),
        };
        let who = by(one.by).and_then(|id| people.get(&id));
        let line = Line {
            at: t.long_time(one.at),
            by: who.map_or(String::new(), |person| person.profile.name()),
            said: t.say(said),
            text,
        };
        match &one.event {
            ArticleEvent::Judged { .. } => judgements.push(line),
            _ => history.push(line),
        }
    }
    Ok((history, judgements))
}

/// What an article is begun with.
#[derive(Default, Deserialize)]
pub struct Begun {
    /// Its title in the writer's language.
    #[serde(default)]
    title: String,
}

pub async fn new(Staff(visitor, me): Staff, Query(begun): Query<Begun>) -> Result<Response, Fail> {
    let own = visitor.texts.language.as_str();
    let texts = languages(&visitor).into_iter().map(|(tag, _)| {
        let title = match tag == own {
            true => begun.title.clone(),
            false => String::new(),
        };
        [tag, title, String::new()]
    });
    let typed = Typed {
        texts: texts.collect(),
        ..Typed::default()
    };
    show(&visitor, &me, None, Some(typed), Vec::new()).await
}

pub async fn page(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    show(&visitor, &me, Some(article_id(&id)?), None, Vec::new()).await
}

async fn written(
    visitor: &Visitor,
    me: &Me,
    id: Option<ArticleId>,
    posted: &Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let typed = Typed::of(visitor, posted);
    let command = match typed.command(app, t).await? {
        Ok(command) => command,
        Err(trouble) => return show(visitor, me, id, Some(typed), vec![trouble]).await,
    };
    let seen = id.and_then(|_| posted.get("version").parse().ok());
    match app.change_article(&me.actor, id, seen, &command).await {
        Ok(Ok(id)) => Ok(Redirect::to(&format!("/staff/knowledge/{id}")).into_response()),
        Ok(Err(why)) => show(visitor, me, id, Some(typed), vec![refused(t, &why)]).await,
        // Somebody else wrote meanwhile: nothing of what was typed is lost, and saving again takes it.
        Err(Fail::Conflict) => {
            let trouble = Trouble {
                field: "title-0".into(),
                text: t.say("article-changed-meanwhile").to_owned(),
            };
            show(visitor, me, id, Some(typed), vec![trouble]).await
        }
        Err(fail) => Err(fail),
    }
}

pub async fn begin(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    written(&visitor, &me, None, &posted).await
}

pub async fn write(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    written(&visitor, &me, Some(article_id(&id)?), &posted).await
}

pub async fn act(
    Staff(visitor, me): Staff,
    Path((id, what)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = article_id(&id)?;
    let reason = posted.get("reason").to_owned();
    let command = match what.as_str() {
        "ask-review" => Command::AskReview,
        "send-back" => Command::SendBack { reason },
        "publish" => Command::Publish,
        "withdraw" => Command::Withdraw { reason },
        "review" => Command::Review,
        _ => return Err(Fail::NotFound),
    };
    match app
        .change_article(&me.actor, Some(id), None, &command)
        .await?
    {
        Ok(id) => Ok(Redirect::to(&format!("/staff/knowledge/{id}")).into_response()),
        Err(why) => show(&visitor, &me, Some(id), None, vec![refused(t, &why)]).await,
    }
}
