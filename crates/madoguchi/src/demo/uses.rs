//! What readers made of the demo's articles, and what they looked for in vain (B3, B4).

use domain::ArticleId;
use jiff::SignedDuration;
use serde::Deserialize;
use store::knowledge::{Missed, Use};

use super::Cast;
use crate::app::{App, Fail};

#[derive(Deserialize)]
struct Read {
    article: Vec<Article>,
    missed: Vec<Words>,
}

/// Readers of an article: how many were shown it, opened it, and had their trouble solved, in this order.
#[derive(Deserialize)]
struct Article {
    id: i64,
    shown: usize,
    opened: usize,
    solved: usize,
}

#[derive(Deserialize)]
struct Words {
    words: String,
    companies: usize,
    times: usize,
    /// Something was found, and nobody opened it.
    unopened: bool,
}

/// Keeps both, spread over the last weeks.
pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    let read: Read = toml::from_str(include_str!("world/uses.toml")).map_err(Fail::broken)?;
    // The first of each company, then the second of each: those who use something are of many.
    let place = |n: usize| {
        cast.accounts.iter().filter_map(move |account| {
            let (person, _) = account.contacts.get(n)?;
            Some((*person, account.id))
        })
    };
    let readers: Vec<_> = (0..3).flat_map(place).collect();
    let at = |place: usize| app.now() - SignedDuration::from_hours(20 + 31 * place as i64);
    let mut uses = Vec::new();
    for article in &read.article {
        for (place, (person, account)) in readers.iter().enumerate().take(article.shown) {
            uses.push(Use {
                article: ArticleId(article.id),
                person: *person,
                account: *account,
                shown: Some(at(place)),
                opened: (place < article.opened).then(|| at(place)),
            });
        }
        for (place, (person, account)) in readers.iter().enumerate().take(article.solved) {
            let (id, at) = (ArticleId(article.id), at(place));
            app.store
                .article_solved(id, *person, *account, &[], at)
                .await?;
        }
    }
    app.store.keep_uses(&uses, &[]).await?;
    let mut missed = Vec::new();
    for words in &read.missed {
        for time in 0..words.times {
            let Some(account) = cast.accounts.get(time % words.companies.max(1)) else {
                continue;
            };
            missed.push(Missed {
                digest: app.missed_digest(&words.words),
                words: words.words.clone(),
                account: account.id,
                unopened: words.unopened,
                at: at(time),
            });
        }
    }
    Ok(app.store.keep_missed(&missed).await?)
}
