//! What happened to an article, and what its readers said of it, in words.

use domain::{ArticleId, PersonId, event::By, knowledge::ArticleEvent};

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
