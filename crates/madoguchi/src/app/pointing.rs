//! Articles that an answer points to: those that the contact of its case may read, and no others (B4, K1).

use domain::{Actor, ArticleId, Language};
use store::{cases::StoredCase, knowledge::Asked};

use super::{
    App, Fail,
    finding::{Found, Looked},
    knowledge::in_language,
};

/// An article that may help with a case, and why it may.
#[derive(Clone, Debug)]
pub struct Recommended {
    pub found: Found,
    /// It is written about the case's product, and not about all of them.
    pub of_product: bool,
    /// The case's contact may read it: an answer can point to it.
    pub readable: bool,
}

/// So many are looked through for those that are near.
const LOOKED_THROUGH: usize = 30;

impl App {
    /// What was written about a case's subject, of what an agent may read, the best first (K1, B4).
    pub async fn recommended_articles(
        &self,
        actor: &Actor,
        case: &StoredCase,
        language: &Language,
        most: usize,
    ) -> Result<Vec<Recommended>, Fail> {
        if !actor.is_staff() {
            return Ok(Vec::new());
        }
        let (subject, product) = (case.case.subject.as_str(), &case.case.product);
        let asked = Asked {
            product: Some(product.clone()).filter(|product| !product.is_empty()),
            ..Asked::default()
        };
        let looked = Looked::Subject(subject);
        let mut found = self
            .find_articles(Some(actor), &asked, looked, language, LOOKED_THROUGH)
            .await?;
        found.retain(Found::is_near);
        found.truncate(most);
        let ids: Vec<ArticleId> = found.iter().map(|one| one.article.id).collect();
        let readable = self.readable_of(case, ids).await?;
        let mut all = Vec::new();
        for found in found {
            let id = found.article.id;
            let article = match self.article_for(Some(actor), id).await {
                Ok(article) => article,
                // It was withdrawn a moment ago.
                Err(Fail::NotFound) => continue,
                Err(fail) => return Err(fail),
            };
            all.push(Recommended {
                of_product: article.products.contains(product),
                readable: readable.contains(&id),
                found,
            });
        }
        Ok(all)
    }

    /// Those of these articles that a case's contact may read.
    async fn readable_of(
        &self,
        case: &StoredCase,
        among: Vec<ArticleId>,
    ) -> Result<Vec<ArticleId>, Fail> {
        let Some((actor, _)) = self.reads(case).await? else {
            return Ok(Vec::new());
        };
        let asked = Asked {
            limit: i64::try_from(among.len()).unwrap_or(i64::MAX),
            among: Some(among),
            ..Asked::default()
        };
        let titles = self.articles(Some(&actor), &asked).await?;
        Ok(titles.into_iter().map(|title| title.id).collect())
    }

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
