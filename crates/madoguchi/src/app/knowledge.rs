//! Knowledge: what somebody may read, and staff's work on it (B4).

use std::collections::BTreeMap;

use domain::{
    Actor, ArticleId, Instant, Language, Level,
    access::seats,
    knowledge::{Command, Facts, Reader, Refused, Sort, decide},
};
use jiff::{SignedDuration, civil::Date};
use store::{
    WriteError,
    knowledge::{Asked, ShownArticle, StoredArticle, Title, happen},
};

use super::{App, Fail, TRIES};

/// How long ago an article may have been opened to count as read lately.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 90);

/// A place in a list of articles, as an address says it.
pub fn place(behind: &str) -> Option<(Instant, ArticleId)> {
    let (at, id) = behind.split_once('.')?;
    let at = Instant::from_millisecond(at.parse().ok()?).ok()?;
    Some((at, ArticleId(id.parse().ok()?)))
}

/// Such a place in words of an address.
pub fn behind(at: Instant, id: ArticleId) -> String {
    format!("{}.{id}", at.as_millisecond())
}

/// Of texts by language the reader's own, else the first.
pub fn in_language<'a, T>(
    own: &Language,
    texts: &'a BTreeMap<Language, T>,
) -> Option<(&'a Language, &'a T)> {
    let found = texts.get_key_value(own);
    found.or_else(|| texts.first_key_value())
}

impl App {
    /// Today at the desk.
    pub(super) fn day(&self) -> Date {
        seats::today(self.desks.current().0, self.now())
    }

    /// Who somebody is to what was written for many: nobody where they came without an account (C20).
    pub async fn reader_of(&self, actor: Option<&Actor>) -> Result<Reader, Fail> {
        let (account, basic) = match actor {
            Some(Actor::Agent { .. }) => return Ok(Reader::Staff),
            Some(Actor::Contact {
                account, access, ..
            }) if !access.guest => (*account, access.level() < Some(Level::ReadOnly)),
            _ => return Ok(Reader::Anybody),
        };
        let today = self.day();
        let bought = self.store.entitlements(account).await?;
        let valid = bought.into_iter().filter(|e| e.counts_on(today));
        let mut plans: Vec<String> = valid.map(|e| e.plan).collect();
        plans.sort();
        plans.dedup();
        Ok(Reader::Contact {
            account,
            plans,
            basic,
        })
    }

    /// What there is for somebody to read, the latest first.
    pub async fn articles(&self, actor: Option<&Actor>, asked: &Asked) -> Result<Vec<Title>, Fail> {
        let reader = self.reader_of(actor).await?;
        Ok(self
            .store
            .shown_articles(&reader, self.day(), asked)
            .await?)
    }

    /// What most readers opened lately, the most read first, of what somebody may read; news stand elsewhere (B1).
    pub async fn popular_articles(&self, actor: &Actor, most: usize) -> Result<Vec<Title>, Fail> {
        let since = self.now() - LATELY;
        let (reader, today) = (self.reader_of(Some(actor)).await?, self.day());
        let sorts = Sort::ALL.into_iter().filter(|sort| !sort.is_news());
        let mut asked = Asked {
            sorts: sorts.collect(),
            limit: i64::try_from(most).unwrap_or(i64::MAX),
            ..Asked::default()
        };
        let opened = self.store.most_opened(&reader, today, &asked, since);
        let ids = opened.await?;
        asked.among = Some(ids.clone());
        let titles = self.store.shown_articles(&reader, today, &asked);
        let mut titles = titles.await?;
        titles.sort_by_key(|title| ids.iter().position(|id| *id == title.id));
        Ok(titles)
    }

    /// One article; what is not for them is not there.
    pub async fn article_for(
        &self,
        actor: Option<&Actor>,
        id: ArticleId,
    ) -> Result<ShownArticle, Fail> {
        let reader = self.reader_of(actor).await?;
        let found = self.store.shown_article(&reader, self.day(), id).await?;
        found.ok_or(Fail::NotFound)
    }

    /// An article as those who write see it.
    pub async fn article_of_staff(
        &self,
        actor: &Actor,
        id: ArticleId,
    ) -> Result<StoredArticle, Fail> {
        match actor.is_staff() {
            true => self.store.article(id).await?.ok_or(Fail::NotFound),
            false => Err(Fail::NotFound),
        }
    }

    /// Begins an article under an id of its own choosing, which was taken by nothing yet.
    pub async fn begin_article(
        &self,
        actor: &Actor,
        id: ArticleId,
        command: &Command,
    ) -> Result<Result<ArticleId, Refused>, Fail> {
        let reader = self.reader_of(Some(actor)).await?;
        let now = self.now();
        let facts = Facts {
            desk: self.desks.current().0,
            now,
            actor,
            reader: &reader,
        };
        let happened = match decide(None, command, &facts) {
            Ok(happened) => happened,
            Err(Refused::NotAllowed) => return Err(Fail::NotFound),
            Err(refused) => return Ok(Err(refused)),
        };
        let list = happen(id, None, &happened, actor.by(), now)?;
        self.store.add(list).await?;
        self.bell.notify_waiters();
        Ok(Ok(id))
    }

    /// Carries out a command on an article; `None` begins one. Where the version is named that its maker has seen, a change of
    /// somebody else's since then is a conflict; what readers say of it is none.
    pub async fn change_article(
        &self,
        actor: &Actor,
        id: Option<ArticleId>,
        seen: Option<i64>,
        command: &Command,
    ) -> Result<Result<ArticleId, Refused>, Fail> {
        let reader = self.reader_of(Some(actor)).await?;
        for _ in 0..TRIES {
            let now = self.now();
            let stored = match id {
                Some(id) => Some(self.store.article(id).await?.ok_or(Fail::NotFound)?),
                None => None,
            };
            let article = stored.as_ref().map(|stored| &stored.article);
            if let (Some(seen), Some(article)) = (seen, article)
                && article.changed > seen
            {
                return Err(Fail::Conflict);
            }
            let facts = Facts {
                desk: self.desks.current().0,
                now,
                actor,
                reader: &reader,
            };
            let happened = match decide(article, command, &facts) {
                Ok(happened) => happened,
                // What is not for them is not there.
                Err(Refused::NotAllowed) => return Err(Fail::NotFound),
                Err(refused) => return Ok(Err(refused)),
            };
            let id = id.unwrap_or_else(|| ArticleId(store::fresh_id(now)));
            if happened.is_empty() {
                return Ok(Ok(id));
            }
            let list = happen(id, stored.as_ref(), &happened, actor.by(), now)?;
            match self.store.add(list).await {
                Ok(()) => {
                    self.bell.notify_waiters();
                    return Ok(Ok(id));
                }
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }
}
