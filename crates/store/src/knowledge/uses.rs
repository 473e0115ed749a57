//! What readers made of articles, and what was looked for in vain: kept by reader and account, given out as sums (B3, B4).

use std::collections::{BTreeSet, HashMap};

use domain::{
    AccountId, ArticleId, Instant, PersonId,
    knowledge::{
        Reader,
        uses::{ASKED_BY, FEWEST},
    },
};
use jiff::civil::Date;

use super::shelf::{Asked, narrowed};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Sql, Value},
    events::{Stream, StreamKind},
    finding::retake,
    sql,
};

/// A reader of an article, and when they were shown it and opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub article: ArticleId,
    pub person: PersonId,
    pub account: AccountId,
    pub shown: Option<Instant>,
    pub opened: Option<Instant>,
}

/// Readers of an article, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    pub shown: i64,
    pub opened: i64,
    pub solved: i64,
    /// They opened a case although it had been shown.
    pub followed: i64,
}

/// Somebody looked for something in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Keyed, so that what few typed cannot be told from it.
    pub digest: String,
    pub words: String,
    pub account: AccountId,
    /// Something was found, and not opened.
    pub unopened: bool,
    pub at: Instant,
}

/// What several accounts looked for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedWords {
    pub digest: String,
    pub words: String,
    pub accounts: i64,
    pub times: i64,
    pub unopened: i64,
    pub last: Instant,
}

const USE: &str =
    "INSERT INTO article_uses (article_id, person_id, account_id, shown_at, last_shown_at, opened_at, solved_at)
    VALUES ($1, $2, $3, $4, $4, $5, $6)
    ON CONFLICT (article_id, person_id) DO UPDATE SET
        shown_at = coalesce(article_uses.shown_at, excluded.shown_at),
        last_shown_at = coalesce(excluded.last_shown_at, article_uses.last_shown_at),
        opened_at = coalesce(article_uses.opened_at, excluded.opened_at),
        solved_at = coalesce(article_uses.solved_at, excluded.solved_at)";

fn used(one: &Use, solved: Option<Instant>) -> Statement {
    let args: Vec<Value> = vec![
        one.article.0.into(),
        one.person.into(),
        one.account.into(),
        one.shown.into(),
        one.opened.into(),
        solved.into(),
    ];
    Statement::new(USE, args)
}

impl Store {
    /// Keeps what readers were shown and opened, and that some opened a case at a moment although articles had been shown to
    /// them since another.
    pub async fn keep_uses(
        &self,
        uses: &[Use],
        followed: &[(PersonId, Instant, Instant)],
    ) -> Result<(), WriteError> {
        const FOLLOWED: &str = "UPDATE article_uses SET followed_at = $1
            WHERE person_id = $2 AND last_shown_at >= $3 AND followed_at IS NULL AND solved_at IS NULL";
        let mut list: Vec<Statement> = uses.iter().map(|one| used(one, None)).collect();
        list.extend(followed.iter().map(|(person, since, at)| {
            let args: Vec<Value> = vec![(*at).into(), (*person).into(), (*since).into()];
            Statement::new(FOLLOWED, args)
        }));
        match list.is_empty() {
            true => Ok(()),
            false => self.db.write(list).await.map(|_| ()),
        }
    }

    /// Of what this reader may read today, and of what is asked for, the articles that most readers have opened since a moment, the
    /// most read first.
    pub async fn most_opened(
        &self,
        reader: &Reader,
        today: Date,
        asked: &Asked,
        since: Instant,
    ) -> Result<Vec<ArticleId>, DbError> {
        let mut c = narrowed(reader, today, asked);
        let conditions = c.text();
        let (since, most) = (c.place(since), c.place(asked.limit));
        // What others may read is left out before it is cut: it would push out what this reader may.
        let sql = sql!(
            "SELECT a.id FROM articles a JOIN article_uses u ON u.article_id = a.id
             WHERE {conditions} AND u.opened_at IS NOT NULL AND u.opened_at >= {since}
             GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT {most}"
        );
        let rows = self.db.read(&sql, &c.args).await?.into_iter();
        rows.map(|row| row.columns().int().map(ArticleId)).collect()
    }

    /// Of these articles, those that somebody has opened.
    pub async fn opened_articles(
        &self,
        person: PersonId,
        articles: &[ArticleId],
    ) -> Result<BTreeSet<ArticleId>, DbError> {
        if articles.is_empty() {
            return Ok(BTreeSet::new());
        }
        let places = Sql::places(2, articles.len());
        let sql = sql!(
            "SELECT u.article_id FROM article_uses u
             WHERE u.person_id = $1 AND u.opened_at IS NOT NULL AND u.article_id IN ({})",
            places
        );
        let mut args: Vec<Value> = vec![person.into()];
        args.extend(articles.iter().map(|article| Value::from(article.0)));
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| row.columns().int().map(ArticleId)).collect()
    }

    /// Somebody says that an article solved their trouble, with what stands for the words in which they had asked; the index takes
    /// the article up anew with that.
    pub async fn article_solved(
        &self,
        article: ArticleId,
        person: PersonId,
        account: AccountId,
        words: &[String],
        at: Instant,
    ) -> Result<(), WriteError> {
        const WORD: &str =
            "INSERT INTO article_solved_words (article_id, person_id, account_id, digest)
            VALUES ($1, $2, $3, $4) ON CONFLICT (article_id, person_id, digest) DO NOTHING";
        let one = Use {
            article,
            person,
            account,
            shown: None,
            opened: None,
        };
        let stream = Stream {
            kind: StreamKind::Article,
            id: article.0,
        };
        let mut list = vec![used(&one, Some(at)), retake(stream)];
        list.extend(words.iter().map(|word| {
            let (id, word) = (article.0.into(), word.as_str().into());
            Statement::new(WORD, vec![id, person.into(), account.into(), word])
        }));
        self.db.write(list).await.map(|_| ())
    }

    /// What stands for the words in which readers of accounts enough had asked for what an article solved.
    pub async fn words_solved(&self, article: ArticleId) -> Result<Vec<String>, DbError> {
        const WORDS: &str = "SELECT digest FROM article_solved_words WHERE article_id = $1
            GROUP BY digest HAVING count(DISTINCT account_id) >= $2 ORDER BY digest";
        let args = [article.0.into(), FEWEST.into()];
        let rows = self.db.read(WORDS, &args).await?.into_iter();
        rows.map(|row| row.columns().text()).collect()
    }

    /// Accounts of whose readers one at least said that an article solved their trouble.
    pub async fn accounts_solved(&self, article: ArticleId) -> Result<i64, DbError> {
        const ACCOUNTS: &str = "SELECT count(DISTINCT account_id) FROM article_uses
            WHERE article_id = $1 AND solved_at IS NOT NULL";
        let row = self.db.read_one(ACCOUNTS, &[article.0.into()]).await?;
        row.map_or(Ok(0), |row| row.columns().int())
    }

    /// What readers made of these articles; for staff alone.
    pub async fn uses_of(
        &self,
        articles: &[ArticleId],
    ) -> Result<HashMap<ArticleId, Uses>, DbError> {
        if articles.is_empty() {
            return Ok(HashMap::new());
        }
        let places = Sql::places(1, articles.len());
        let sql = sql!(
            "SELECT article_id, count(shown_at), count(opened_at), count(solved_at), count(followed_at)
             FROM article_uses WHERE article_id IN ({}) GROUP BY article_id",
            places
        );
        let args: Vec<Value> = articles.iter().map(|id| id.0.into()).collect();
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            let id = ArticleId(c.int()?);
            let uses = Uses {
                shown: c.int()?,
                opened: c.int()?,
                solved: c.int()?,
                followed: c.int()?,
            };
            Ok((id, uses))
        })
        .collect()
    }

    /// Keeps what was looked for in vain. Its words stay out until accounts enough have typed them.
    pub async fn keep_missed(&self, missed: &[Missed]) -> Result<(), WriteError> {
        const WORDS: &str =
            "INSERT INTO missed_words (digest) VALUES ($1) ON CONFLICT (digest) DO NOTHING";
        const SEARCH: &str = "INSERT INTO missed_searches (digest, account_id, times, unopened, last_at)
            VALUES ($1, $2, 1, $3, $4)
            ON CONFLICT (digest, account_id) DO UPDATE SET times = missed_searches.times + 1,
                unopened = missed_searches.unopened + excluded.unopened, last_at = excluded.last_at";
        const SHOW: &str = "UPDATE missed_words SET words = $1 WHERE digest = $2 AND words IS NULL
            AND (SELECT count(*) FROM missed_searches s WHERE s.digest = $2) >= $3";
        if missed.is_empty() {
            return Ok(());
        }
        let mut list = Vec::with_capacity(missed.len() * 3);
        for one in missed {
            let digest = || Value::from(one.digest.as_str());
            list.push(Statement::new(WORDS, vec![digest()]));
            let unopened = i64::from(one.unopened);
            let args = vec![digest(), one.account.into(), unopened.into(), one.at.into()];
            list.push(Statement::new(SEARCH, args));
            let args = vec![one.words.as_str().into(), digest(), ASKED_BY.into()];
            list.push(Statement::new(SHOW, args));
        }
        self.db.write(list).await.map(|_| ())
    }

    /// What accounts enough looked for in vain and nobody saw to, by how many they are; for staff alone.
    pub async fn missed_words(&self, most: i64) -> Result<Vec<MissedWords>, DbError> {
        const MISSED: &str = "SELECT w.digest, w.words, count(*),
                cast(sum(s.times) AS bigint), cast(sum(s.unopened) AS bigint), max(s.last_at)
            FROM missed_words w JOIN missed_searches s ON s.digest = w.digest
            WHERE w.words IS NOT NULL AND (w.settled_at IS NULL OR s.last_at > w.settled_at)
            GROUP BY w.digest, w.words HAVING count(*) >= $1
            ORDER BY count(*) DESC, max(s.last_at) DESC, w.digest LIMIT $2";
        let args = [ASKED_BY.into(), most.into()];
        let rows = self.db.read(MISSED, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            Ok(MissedWords {
                digest: c.text()?,
                words: c.text()?,
                accounts: c.int()?,
                times: c.int()?,
                unopened: c.int()?,
                last: c.instant()?,
            })
        })
        .collect()
    }

    /// Writers have seen to words; who looks for them in vain from now on counts anew.
    pub async fn settle_missed(&self, digest: &str, at: Instant) -> Result<(), WriteError> {
        const SETTLE: &str =
            "UPDATE missed_words SET settled_at = $1 WHERE digest = $2 AND words IS NOT NULL";
        let args: Vec<Value> = vec![at.into(), digest.into()];
        let list = vec![Statement::new(SETTLE, args)];
        self.db.write(list).await.map(|_| ())
    }

    /// Forgets what was looked for in vain before a moment.
    pub async fn forget_missed(&self, before: Instant) -> Result<(), WriteError> {
        const SEARCHES: &str = "DELETE FROM missed_searches WHERE last_at < $1";
        const WORDS: &str = "DELETE FROM missed_words WHERE NOT EXISTS
            (SELECT 1 FROM missed_searches s WHERE s.digest = missed_words.digest)";
        let list = vec![
            Statement::new(SEARCHES, vec![before.into()]),
            Statement::new(WORDS, Vec::new()),
        ];
        self.db.write(list).await.map(|_| ())
    }
}
