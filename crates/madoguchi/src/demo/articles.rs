//! What the demo's vendor has written for its customers (B4).

use domain::{
    Actor, ArticleId, ImageId, Language, Prose, Role,
    event::By,
    knowledge::{About, ArticleEvent, Audience, Sort},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::knowledge::happen;

use super::Cast;
use crate::app::{App, Fail};

#[derive(Deserialize)]
struct Articles {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    sort: String,
    audience: String,
    /// Days since it was published.
    days: i64,
    ja: Text,
    en: Text,
}

#[derive(Deserialize)]
struct Text {
    title: String,
    body: String,
}

/// Images that articles name, drawn by ourselves: see the drawings beside them.
const IMAGES: [(i64, &str, &[u8]); 4] = [
    (
        1,
        "severity.ja.png",
        include_bytes!("world/images/severity.ja.png"),
    ),
    (
        2,
        "severity.en.png",
        include_bytes!("world/images/severity.en.png"),
    ),
    (
        3,
        "first-days.ja.png",
        include_bytes!("world/images/first-days.ja.png"),
    ),
    (
        4,
        "first-days.en.png",
        include_bytes!("world/images/first-days.en.png"),
    ),
];

async fn images(app: &App, writer: &Actor) -> Result<(), Fail> {
    if app.files.is_none() {
        return Ok(());
    }
    for (id, name, bytes) in IMAGES {
        let seen = app
            .see_image(name, bytes::Bytes::from_static(bytes))
            .await?;
        let seen = seen.map_err(|why| Fail::broken(format!("{name}: {why:?}")))?;
        app.keep_image(writer, Some(ImageId(id)), seen, false)
            .await?;
    }
    Ok(())
}

/// Written by one agent and published by another, each some days ago.
pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    let articles: Articles =
        toml::from_str(include_str!("world/articles.toml")).map_err(Fail::broken)?;
    let mut agents: Vec<_> = cast.agents.values().map(|(id, _)| *id).collect();
    agents.sort();
    let (Some(writer), Some(publisher)) = (agents.first(), agents.last()) else {
        return Ok(());
    };
    let by = Actor::Agent {
        person: *writer,
        role: Role::Tier1,
        team: None,
    };
    images(app, &by).await?;
    let mut list = Vec::new();
    for (place, article) in (1..).zip(&articles.article) {
        let Some(sort) = Sort::parse(&article.sort) else {
            return Err(Fail::broken(format!("no sort is called {}", article.sort)));
        };
        let about = About {
            sort,
            products: Vec::new(),
            audience: match article.audience.as_str() {
                "everybody" => Audience::Everybody,
                "staff" => Audience::Staff,
                _ => Audience::SignedIn,
            },
            until: None,
        };
        let text = |tag: &str, text: &Text| ArticleEvent::TextSet {
            language: Language::new(tag),
            title: Prose::new(&text.title),
            body: Prose::new(text.body.trim()),
        };
        let written = [
            ArticleEvent::AboutSet {
                about: Box::new(about),
                waits: false,
            },
            text("ja", &article.ja),
            text("en", &article.en),
            ArticleEvent::ReviewAsked,
        ];
        let at = app.now() - SignedDuration::from_hours(24 * article.days);
        let id = ArticleId(place);
        let begun = happen(
            id,
            None,
            &written,
            By::Person(*writer),
            at - SignedDuration::from_hours(20),
        )?;
        app.store.add(begun).await?;
        let stored = app.store.article(id).await?;
        let published = [ArticleEvent::Published];
        let by = By::Person(*publisher);
        list.extend(happen(id, stored.as_ref(), &published, by, at)?);
    }
    Ok(app.store.add(list).await?)
}
