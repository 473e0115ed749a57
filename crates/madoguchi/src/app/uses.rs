//! What readers make of knowledge, and what they look for in vain (B3, B4). Nothing is written while a page is looked at: it is
//! gathered in this process, bounded, and kept by a follower; what a stop loses is a few counts. Only what somebody says, that an
//! article solved their trouble, is kept at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{AccountId, Actor, ArticleId, Instant, PersonId};
use jiff::SignedDuration;
use store::knowledge::{Missed, MissedWords, Use};
use unicode_normalization::UnicodeNormalization as _;

use super::{App, Fail, passwords};

/// As many are gathered at once, of each kind; what comes on top is not counted.
const MOST: usize = 10_000;
/// Who opens nothing of what was found within this time has not found what they looked for.
const LOOKING: SignedDuration = SignedDuration::from_mins(10);
/// A case that is opened so soon after an article was shown was opened all the same; what solves a trouble so soon after it was
/// found solves what was asked.
const FOLLOWS: SignedDuration = SignedDuration::from_mins(60);
/// How long it is remembered what was looked for in vain.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);
/// So many characters of what was looked for count.
const LONGEST: usize = 100;
/// So many words are listed.
const LISTED: i64 = 50;

/// What was gathered and not kept yet.
#[derive(Default)]
pub struct Gathered(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    uses: HashMap<(ArticleId, PersonId), Use>,
    followed: Vec<(PersonId, Instant, Instant)>,
    /// Who found something and has not opened any of it.
    looking: HashMap<PersonId, Missed>,
    missed: Vec<Missed>,
    /// What articles were found by, and when, by reader.
    asked: HashMap<(ArticleId, PersonId), (Instant, String)>,
}

impl Gathered {
    /// Counts only: what somebody left half done is whole.
    fn open(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Words as they are counted: width, case and gaps are the same. Empty where there is nothing to count.
fn folded(words: &str) -> String {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.chars().take(LONGEST).collect()
}

/// Whoever counts: contacts for whom somebody answers; neither staff nor those who came without an account.
fn counted(actor: Option<&Actor>) -> Option<(PersonId, AccountId)> {
    match actor {
        Some(Actor::Contact {
            person,
            account,
            access,
        }) if !access.guest => Some((*person, *account)),
        _ => None,
    }
}

impl App {
    /// Somebody was shown articles, or opened one.
    fn used(&self, actor: Option<&Actor>, articles: &[ArticleId], opened: bool) {
        let Some((person, account)) = counted(actor) else {
            return;
        };
        let now = Some(self.now());
        let mut inside = self.uses.open();
        for article in articles {
            if inside.uses.len() >= MOST {
                break;
            }
            let key = (*article, person);
            let one = inside.uses.entry(key).or_insert(Use {
                article: *article,
                person,
                account,
                shown: None,
                opened: None,
            });
            let at = match opened {
                true => &mut one.opened,
                false => &mut one.shown,
            };
            // The latest counts: whoever sees it once more and writes a case all the same was not helped.
            *at = now;
        }
    }

    /// These articles were shown to somebody who writes a case about this.
    pub fn articles_shown(&self, actor: Option<&Actor>, articles: &[ArticleId], subject: &str) {
        self.used(actor, articles, false);
        self.articles_found(actor, articles, subject);
    }

    /// Somebody was shown these articles because of what they typed.
    pub fn articles_found(&self, actor: Option<&Actor>, articles: &[ArticleId], asked: &str) {
        let (Some((person, _)), asked) = (counted(actor), folded(asked)) else {
            return;
        };
        let now = self.now();
        let mut inside = self.uses.open();
        for article in articles {
            if inside.asked.len() < MOST {
                let asked = (now, asked.clone());
                inside.asked.insert((*article, person), asked);
            }
        }
    }

    /// What stands for a word of what an article solved: the word itself is not kept.
    pub(super) fn solved_digest(&self, word: &str) -> String {
        passwords::keyed(self.secret(), "solved", word)
    }

    /// Somebody opened an article.
    pub fn article_opened(&self, actor: Option<&Actor>, article: ArticleId) {
        self.used(actor, &[article], true);
        self.found_it(actor);
    }

    /// Of these articles, those that somebody has opened; nothing where nobody keeps that.
    pub async fn opened_articles(
        &self,
        actor: Option<&Actor>,
        articles: &[ArticleId],
    ) -> Result<Option<BTreeSet<ArticleId>>, Fail> {
        let Some((person, _)) = counted(actor) else {
            return Ok(None);
        };
        let mut opened = self.store.opened_articles(person, articles).await?;
        // What was gathered and not kept yet counts as well.
        let inside = self.uses.open();
        let just = |article: &&ArticleId| {
            let one = inside.uses.get(&(**article, person));
            one.is_some_and(|one| one.opened.is_some())
        };
        opened.extend(articles.iter().filter(just));
        Ok(Some(opened))
    }

    /// Somebody opened what they looked for.
    pub fn found_it(&self, actor: Option<&Actor>) {
        if let Some((person, _)) = counted(actor) {
            self.uses.open().looking.remove(&person);
        }
    }

    /// Somebody looked for something on their own, and so much was found.
    pub fn looked_for(&self, actor: Option<&Actor>, words: &str, found: usize) {
        let (Some((person, account)), words) = (counted(actor), folded(words)) else {
            return;
        };
        if words.is_empty() {
            return;
        }
        let missed = Missed {
            digest: self.missed_digest(&words),
            words,
            account,
            unopened: found > 0,
            at: self.now(),
        };
        let mut inside = self.uses.open();
        // Whoever asks otherwise has not found it; the next page of the same is the same.
        let before = inside.looking.remove(&person);
        let before = before.filter(|before| before.digest != missed.digest);
        if inside.missed.len() < MOST {
            inside.missed.extend(before);
        }
        match found {
            0 if inside.missed.len() < MOST => inside.missed.push(missed),
            0 => {}
            _ if inside.looking.len() < MOST => {
                inside.looking.insert(person, missed);
            }
            _ => {}
        }
    }

    /// What stands for folded words until companies enough have typed them.
    pub fn missed_digest(&self, words: &str) -> String {
        passwords::keyed(self.secret(), "missed", words)
    }

    /// Somebody opened a case, whatever they had been shown.
    pub fn case_followed(&self, actor: &Actor) {
        if let Some((person, _)) = counted(Some(actor)) {
            let now = self.now();
            let mut inside = self.uses.open();
            if inside.followed.len() < MOST {
                inside.followed.push((person, now - FOLLOWS, now));
            }
        }
    }

    /// Keeps what was gathered, and forgets what is old.
    pub async fn keep_uses(&self) -> Result<(), Fail> {
        let now = self.now();
        let (uses, followed, missed) = {
            let mut inside = self.uses.open();
            let is_over = |one: &Missed| now.duration_since(one.at) >= LOOKING;
            let inside = &mut *inside;
            inside.missed.extend(
                inside
                    .looking
                    .extract_if(|_, one| is_over(one))
                    .map(|(_, one)| one),
            );
            inside
                .asked
                .retain(|_, (at, _)| now.duration_since(*at) < FOLLOWS);
            let uses = std::mem::take(&mut inside.uses).into_values();
            (
                uses.collect::<Vec<_>>(),
                std::mem::take(&mut inside.followed),
                std::mem::take(&mut inside.missed),
            )
        };
        self.store.keep_uses(&uses, &followed).await?;
        self.store.keep_missed(&missed).await?;
        Ok(())
    }

    /// Forgets what was looked for in vain long ago.
    pub async fn forget_missed(&self) -> Result<(), Fail> {
        Ok(self.store.forget_missed(self.now() - KEPT).await?)
    }

    /// A reader says that an article solved their trouble; each counts once.
    pub async fn article_solved(&self, actor: &Actor, article: ArticleId) -> Result<(), Fail> {
        let (person, account) = counted(Some(actor)).ok_or(Fail::NotFound)?;
        // What is not for them is not there.
        self.article_for(Some(actor), article).await?;
        let now = self.now();
        let asked = self.uses.open().asked.remove(&(article, person));
        let asked = asked.filter(|(at, _)| now.duration_since(*at) < FOLLOWS);
        let words = match asked {
            Some((_, asked)) => self.digests_of(asked).await?,
            None => Vec::new(),
        };
        self.store
            .article_solved(article, person, account, &words, now)
            .await?;
        self.bell.notify_waiters();
        Ok(())
    }

    /// What several accounts looked for in vain: for staff alone.
    pub async fn missed_words(&self, actor: &Actor) -> Result<Vec<MissedWords>, Fail> {
        match actor.is_staff() {
            true => Ok(self.store.missed_words(LISTED).await?),
            false => Err(Fail::NotFound),
        }
    }

    /// Writers have seen to it.
    pub async fn settle_missed(&self, actor: &Actor, digest: &str) -> Result<(), Fail> {
        match actor.is_staff() {
            true => Ok(self.store.settle_missed(digest, self.now()).await?),
            false => Err(Fail::NotFound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_words_are_the_same_in_any_width_and_case() {
        assert_eq!(folded("  ＶＰＮ　接続 \n できない "), "vpn 接続 できない");
        assert_eq!(folded(" \u{3000} "), "");
        assert_eq!(folded(&"あ".repeat(300)).chars().count(), LONGEST);
    }
}
