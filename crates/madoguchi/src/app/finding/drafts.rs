//! Articles that are worked on, among what staff find: read as their own page reads them, which knows no customers.

use std::sync::Arc;

use ::search::Question;
use domain::{Actor, ArticleId, Instant, Language, knowledge};

use super::{
    super::{App, Fail},
    Hit, What, Where,
    budget::Budget,
    entries, excerpts,
};
use crate::rich;

/// An article as it is worked on in one language.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: ArticleId,
    pub sort: knowledge::Sort,
    pub language: Language,
    pub changed_at: Instant,
}

impl App {
    /// Nothing where it is no draft any more, or not for them.
    pub(super) async fn draft_hit(
        &self,
        actor: Option<&Actor>,
        question: &Arc<Question>,
        id: ArticleId,
        language: Language,
        budget: &Arc<Budget>,
    ) -> Result<Option<Hit>, Fail> {
        let Some(actor) = actor else {
            return Ok(None);
        };
        let article = match self.article_of_staff(actor, id).await {
            Ok(stored) => stored.article,
            Err(Fail::NotFound) => return Ok(None),
            Err(fail) => return Err(fail),
        };
        let Some(text) = entries::draft(&article, &language).cloned() else {
            return Ok(None);
        };
        let (question, budget) = (question.clone(), budget.clone());
        let marked = move || {
            let title = excerpts::marked(&question, text.title.as_str());
            let body = rich::plain(text.body.as_str());
            (title, excerpts::excerpt(&question, &body, &budget))
        };
        let marked = tokio::task::spawn_blocking(marked).await;
        let ((title, mut reasons), (excerpt, more)) = marked.map_err(Fail::broken)?;
        excerpts::join(&mut reasons, more);
        Ok(Some(Hit {
            what: What::Draft(Draft {
                id,
                sort: article.about_worked_on().sort,
                language,
                changed_at: article.changed_at,
            }),
            place: match title.places.is_empty() {
                true => Where::Body,
                false => Where::Title,
            },
            title,
            excerpt,
            reasons,
        }))
    }
}
