//! What is new, for programs that fetch it (B1): each person's under an address of its own, and of it what they may read by now.

use domain::{PersonId, directory::Person, knowledge::Sort};
use store::knowledge::{Asked, Title};

use super::{App, Fail, passwords};

/// So many are told of at most.
const MOST: usize = 30;

impl App {
    /// A new address for somebody's news; the one before leads nowhere any more.
    pub async fn renew_news_address(&self, person: PersonId) -> Result<String, Fail> {
        let secret = passwords::hex(&store::random::<24>());
        let now = self.now();
        self.store.set_news_address(person, &secret, now).await?;
        Ok(secret)
    }

    /// Whose news an address leads to, with what of it they may read now, for whichever company they come; the latest first.
    pub async fn news_at(&self, secret: &str) -> Result<Option<(Person, Vec<Title>)>, Fail> {
        let Some(id) = self.store.news_reader(secret).await? else {
            return Ok(None);
        };
        let Some(person) = self.store.person(id).await? else {
            return Ok(None);
        };
        let mut accounts = vec![None];
        let others = match person.home() {
            Some(_) => self.acts_for(&person).await?,
            None => Vec::new(),
        };
        accounts.extend(others.into_iter().map(|(account, _)| Some(account)));
        let asked = Asked {
            sorts: Sort::ALL
                .into_iter()
                .filter(|sort| sort.is_news())
                .collect(),
            limit: MOST as i64,
            ..Asked::default()
        };
        let (mut titles, mut acts): (Vec<Title>, bool) = (Vec::new(), false);
        for account in accounts {
            let Some(acting) = self.acting(&person, account).await? else {
                continue;
            };
            acts = true;
            let found = self.articles(Some(&acting.actor), &asked).await?;
            let new = |title: &Title| titles.iter().all(|known| known.id != title.id);
            let new: Vec<Title> = found.into_iter().filter(new).collect();
            titles.extend(new);
        }
        titles.sort_by_key(|title| std::cmp::Reverse((title.published_at, title.id.0)));
        titles.truncate(MOST);
        Ok(acts.then_some((person, titles)))
    }
}
