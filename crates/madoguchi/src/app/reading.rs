//! What customers are best read first, in an order that staff choose (B1). A reader is shown of a list what they may read.

use domain::{
    Actor,
    knowledge::reading::{LISTS, NotSo, ReadingList},
};
use store::{
    WriteError,
    knowledge::{Asked, StoredReading, Title},
};

use super::{App, Fail};

impl App {
    /// All lists; for staff alone.
    pub async fn reading_lists(&self, actor: &Actor) -> Result<Vec<StoredReading>, Fail> {
        match actor.is_staff() {
            true => Ok(self.store.reading_lists().await?),
            false => Err(Fail::NotFound),
        }
    }

    pub async fn reading_list(&self, actor: &Actor, id: i64) -> Result<StoredReading, Fail> {
        let mut all = self.reading_lists(actor).await?.into_iter();
        all.find(|one| one.id == id).ok_or(Fail::NotFound)
    }

    /// Keeps a list: a new one, or in the place of the version that was seen.
    pub async fn keep_reading_list(
        &self,
        actor: &Actor,
        seen: Option<(i64, i64)>,
        place: i64,
        list: ReadingList,
    ) -> Result<Result<i64, NotSo>, Fail> {
        let (true, Some(by)) = (actor.is_staff(), actor.person()) else {
            return Err(Fail::NotFound);
        };
        let list = match list.checked(self.desks.current().0) {
            Ok(list) => list,
            Err(why) => return Ok(Err(why)),
        };
        let all = self.store.reading_lists().await?;
        let (id, version) = match seen {
            Some((id, version)) => {
                let before = all.iter().find(|one| one.id == id).ok_or(Fail::NotFound)?;
                if before.version != version {
                    return Err(Fail::Conflict);
                }
                (id, version)
            }
            None if all.len() >= LISTS => return Ok(Err(NotSo::TooMany { max: LISTS })),
            None => (store::fresh_id(self.now()), 0),
        };
        let kept = StoredReading {
            id,
            version,
            place,
            list,
            changed_at: self.now(),
        };
        self.store.keep_reading_list(&kept, by).await?;
        Ok(Ok(id))
    }

    /// Takes a list away.
    pub async fn forget_reading_list(
        &self,
        actor: &Actor,
        id: i64,
        version: i64,
    ) -> Result<(), Fail> {
        self.reading_list(actor, id).await?;
        match self.store.forget_reading_list(id, version).await {
            Err(WriteError::Conflict) => Err(Fail::Conflict),
            done => Ok(done?),
        }
    }

    /// What somebody is shown: each list that is for them, with those of its articles that they may read.
    pub async fn reading_for(&self, actor: &Actor) -> Result<Vec<(ReadingList, Vec<Title>)>, Fail> {
        let Actor::Contact { account, .. } = actor else {
            return Ok(Vec::new());
        };
        let lists = self.store.reading_lists().await?;
        if lists.is_empty() {
            return Ok(Vec::new());
        }
        let (reader, today) = (self.reader_of(Some(actor)).await?, self.day());
        let mut bought = match actor.is_guest() {
            true => Vec::new(),
            false => self.store.entitlements(*account).await?,
        };
        bought.retain(|one| one.counts_on(today));
        let mut shown = Vec::new();
        for StoredReading { list, .. } in lists {
            if !list.is_for(&reader, &bought) {
                continue;
            }
            let asked = Asked {
                limit: i64::try_from(list.articles.len()).unwrap_or(i64::MAX),
                among: Some(list.articles.clone()),
                ..Asked::default()
            };
            let mut titles = self.store.shown_articles(&reader, today, &asked).await?;
            titles.sort_by_key(|one| list.articles.iter().position(|id| *id == one.id));
            if !titles.is_empty() {
                shown.push((list, titles));
            }
        }
        Ok(shown)
    }
}
