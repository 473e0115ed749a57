//! Articles that an answer points to: those that the contact of its case may read, and no others (B4, K1).

use domain::{Actor, ArticleId, Language};
use store::{cases::StoredCase, knowledge::Asked};

use super::{
    App, Fail,
    finding::{Found, Looked},
    knowledge::in_language,
};

impl App {
    /// Whom a case is for, as they read, and in which language; nobody where they are let in no more.
    async fn reads(&self, case: &StoredCase) -> Result<Option<(Actor, Language)>, Fail> {
        let Some(person) = self.store.person(case.case.contact).await? else {
            return Ok(None);
        };
        let acting = self.acting_in(&person, case.case.account).await?;
        Ok(acting.map(|acting| (acting.actor, person.profile.language)))
    }

    /// Articles that answer to these words and that the case's contact may read.
    pub async fn readable_articles(
        &self,
        case: &StoredCase,
        words: &str,
        most: usize,
    ) -> Result<Vec<Found>, Fail> {
        let Some((actor, language)) = self.reads(case).await? else {
            return Ok(Vec::new());
        };
        let (asked, looked) = (Asked::default(), Looked::For(words));
        self.find_articles(Some(&actor), &asked, looked, &language, most)
            .await
    }

    /// What an answer says to point to an article, in the contact's language; nothing where the contact may not read it.
    pub async fn pointer_to(
        &self,
        case: &StoredCase,
        article: ArticleId,
    ) -> Result<Option<String>, Fail> {
        let Some((actor, language)) = self.reads(case).await? else {
            return Ok(None);
        };
        let found = match self.article_for(Some(&actor), article).await {
            Ok(found) => found,
            Err(Fail::NotFound) => return Ok(None),
            Err(fail) => return Err(fail),
        };
        let base = self.mailing.as_ref().map(|mailing| mailing.base.as_str());
        let base = base.unwrap_or_default();
        let title = in_language(&language, &found.texts).map(|(_, [title, _])| bare(title));
        Ok(title.map(|title| format!("[{title}]({base}/knowledge/{article})")))
    }
}

/// A title as the words of a link: what would end or mark them stands for itself.
fn bare(title: &str) -> String {
    let mut all = String::with_capacity(title.len());
    for letter in title.chars() {
        if matches!(letter, '[' | ']' | '\\' | '*' | '_' | '`' | '<') {
            all.push('\\');
        }
        all.push(letter);
    }
    all
}
