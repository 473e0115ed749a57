//! What happened to an article, and what its readers said of it, in words.

use domain::{
    ArticleId, PersonId,
    event::By,
    knowledge::{About, ArticleEvent, Audience},
};

use super::{super::super::knowledge::sort_name, audience_name};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// Something that happened, or was said.
pub struct Line {
    pub at: String,
    pub by: String,
    pub said: &'static str,
    pub text: String,
    /// Its version, where a text was written with it.
    pub version: Option<i64>,
}

/// What an article is about and for whom, in words.
pub async fn about(app: &App, t: &Texts, about: &About) -> Result<String, Fail> {
    let desk = app.desks.current().0;
    let named = |found: Option<&str>, id: &String| found.map_or(id.clone(), str::to_owned);
    let joined = |words: Vec<String>| words.join(t.say("list-separator"));
    let mut meant = vec![audience_name(t, about.audience.as_str()).to_owned()];
    match &about.audience {
        Audience::Plans(plans) => meant.extend(plans.iter().map(|id| {
            let plan = desk.plan(id).map(|plan| t.desk(&plan.label));
            named(plan, id)
        })),
        Audience::Accounts(ids) => {
            let names = app.store.names_of(ids).await?;
            meant.extend(names.values().map(|name| t.either(name).to_owned()));
        }
        Audience::Everybody | Audience::SignedIn | Audience::Staff => {}
    }
    let products = about.products.iter().map(|id| {
        let product = desk.product(id).map(|product| t.desk(&product.label));
        named(product, id)
    });
    let products: Vec<String> = products.collect();
    let mut said = vec![
        ("knowledge-sort", sort_name(t, about.sort).to_owned()),
        ("audience", joined(meant)),
    ];
    if !products.is_empty() {
        said.push(("fact-product", joined(products)));
    }
    said.extend(about.until.map(|day| ("article-until", day.to_string())));
    let said = said.into_iter().map(|(label, value)| {
        let pair = [("label", t.say(label).into()), ("value", value.into())];
        t.with("article-about-value", pair)
    });
    Ok(said.collect::<Vec<_>>().join(t.say("sentence-separator")))
}

/// What happened to it, the latest first; and what readers said, apart.
pub async fn of(app: &App, t: &Texts, id: ArticleId) -> Result<(Vec<Line>, Vec<Line>), Fail> {
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
            ArticleEvent::AboutSet { about, waits } => {
                let said = match waits {
                    true => "article-did-about-ahead",
                    false => "article-did-about",
                };
                (said, self::about(app, t, about).await?)
            }
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
            version: match &one.event {
                ArticleEvent::TextSet { .. } => Some(one.version),
                _ => None,
            },
        };
        match &one.event {
            ArticleEvent::Judged { .. } => judgements.push(line),
            _ => history.push(line),
        }
    }
    Ok((history, judgements))
}
