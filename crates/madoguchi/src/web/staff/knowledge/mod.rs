//! Staff's work on knowledge (B4): writing in both languages side by side, review, publishing, and what readers said of it.

mod differing;
mod history;
pub mod images;
pub mod lists;
pub mod missed;
pub mod overview;
mod typed;
pub mod versions;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ArticleId, ImageId, Language,
    knowledge::{Article, Command, Sort, State},
};
use serde::Deserialize;
use store::knowledge::Uses;

use super::super::{
    frame::{Frame, Here, judged},
    knowledge::{refused, sort_name},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::Fail,
    pictures::{From, Images},
    rich,
    texts::Texts,
};

use history::Line;
use typed::Typed;

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
    images: Option<images::Part>,
    /// What of the images is still to be done.
    warnings: Vec<String>,
    /// What was done just now.
    done: &'static str,
    /// What can be done with it now.
    acts: Vec<&'static str>,
    /// What readers made of it, and how many opened a case all the same; empty where nobody was shown it.
    uses: [String; 2],
    history: Vec<Line>,
    judgements: Vec<Line>,
    /// What readers would see anew.
    differing: Vec<versions::Differing>,
    /// What waits with that, in words.
    about_ahead: String,
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
    done: &'static str,
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
    let bodies = typed.texts.iter().map(|[_, _, body]| body.as_str());
    let named = app.images_of(bodies).await?;
    let named = Images::of(&named, From::Writing, t.say("image-whole"));
    let warnings = images::warnings(app, t, &typed.texts, &names).await?;
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
                preview: rich::article(body, &named),
            }
        });
    let (history, judgements) = match id {
        Some(id) => history::of(app, t, id).await?,
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
    let about_ahead = match article.and_then(|article| article.about_ahead.as_ref()) {
        Some(about) => history::about(app, t, about).await?,
        None => String::new(),
    };
    let is_wrong = !troubles.is_empty();
    let page = Page {
        differing: article.map_or(Vec::new(), |article| versions::ahead(visitor, article)),
        about_ahead,
        uses: [uses_of(t, &uses), followed],
        views: super::rail_for(visitor, me).await?,
        action: match id {
            Some(id) => format!("/staff/knowledge/{id}"),
            None => "/staff/knowledge".to_owned(),
        },
        id: id.map_or(String::new(), |id| id.to_string()),
        version: typed
            .version
            .unwrap_or(article.map_or(0, |article| article.version)),
        images: images::Part::of(visitor, me, id, &troubles).await?,
        warnings,
        done,
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
    show(&visitor, &me, None, Some(typed), Vec::new(), "").await
}

/// With what a form is filled in.
#[derive(Default, Deserialize)]
pub struct Filling {
    /// A version whose texts are taken again.
    from: Option<i64>,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    Query(filling): Query<Filling>,
) -> Result<Response, Fail> {
    let id = article_id(&id)?;
    let Some(version) = filling.from else {
        return show(&visitor, &me, Some(id), None, Vec::new(), "").await;
    };
    let app = &visitor.web.app;
    let mut article = app.article_of_staff(&me.actor, id).await?.article;
    article.drafts = versions::at(app, id, version).await?.drafts;
    let typed = Typed::of_article(&visitor, &article).await?;
    let done = visitor.texts.say("article-version-taken");
    show(&visitor, &me, Some(id), Some(typed), Vec::new(), done).await
}

async fn written(
    visitor: &Visitor,
    me: &Me,
    id: Option<ArticleId>,
    filled: &images::Filled,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let posted = &filled.posted;
    let mut typed = Typed::of(visitor, posted);
    // What has to do with images alone writes nothing: the form comes back as it was, with what came of them.
    let refused_images = filled.troubles(t);
    let dropped = posted.given("drop").and_then(|id| id.parse().ok());
    if posted.get("do") == "images" || dropped.is_some() || !refused_images.is_empty() {
        typed.version = posted.get("version").parse().ok();
        let done = match dropped {
            Some(image) if app.discard_image(&me.actor, ImageId(image)).await? => {
                t.say("image-dropped")
            }
            None if filled.taken > 0 => t.say("images-added"),
            _ => "",
        };
        return show(visitor, me, id, Some(typed), refused_images, done).await;
    }
    let command = match typed.command(app, t).await? {
        Ok(command) => command,
        Err(trouble) => return show(visitor, me, id, Some(typed), vec![trouble], "").await,
    };
    let seen = id.and_then(|_| posted.get("version").parse().ok());
    match app.change_article(&me.actor, id, seen, &command).await {
        Ok(Ok(id)) => Ok(Redirect::to(&format!("/staff/knowledge/{id}")).into_response()),
        Ok(Err(why)) => {
            let troubles = vec![refused(t, &why)];
            show(visitor, me, id, Some(typed), troubles, "").await
        }
        // Somebody else wrote meanwhile: nothing of what was typed is lost, and saving again takes it.
        Err(Fail::Conflict) => {
            let trouble = Trouble {
                field: "title-0".into(),
                text: t.say("article-changed-meanwhile").to_owned(),
            };
            show(visitor, me, id, Some(typed), vec![trouble], "").await
        }
        Err(fail) => Err(fail),
    }
}

pub async fn begin(Staff(visitor, me): Staff, filled: images::Filled) -> Result<Response, Fail> {
    written(&visitor, &me, None, &filled).await
}

pub async fn write(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    filled: images::Filled,
) -> Result<Response, Fail> {
    written(&visitor, &me, Some(article_id(&id)?), &filled).await
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
    // Who publishes or sends back decides about what they have read.
    let seen = posted.get("version").parse().ok();
    let trouble = match app
        .change_article(&me.actor, Some(id), seen, &command)
        .await
    {
        Ok(Ok(id)) => return Ok(Redirect::to(&format!("/staff/knowledge/{id}")).into_response()),
        Ok(Err(why)) => refused(t, &why),
        Err(Fail::Conflict) => Trouble {
            field: "main".into(),
            text: t.say("article-acted-meanwhile").to_owned(),
        },
        Err(fail) => return Err(fail),
    };
    show(&visitor, &me, Some(id), None, vec![trouble], "").await
}
