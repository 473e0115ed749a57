//! Finding among what was written for many alone: for the list of knowledge, and while a case's subject is typed (B3).

use std::{collections::BTreeMap, sync::Arc};

use ::search::{Glossary, Question, Reason, Wanted, Within};
use domain::{Actor, ArticleId, Language};
use store::knowledge::{Asked, ShownTexts, Title};

use super::{
    super::{App, Fail, knowledge::in_language},
    LONGEST, Marked,
    budget::Budget,
    excerpts, scope,
};
use crate::rich;

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub article: Title,
    /// The language in which it was found.
    pub language: Language,
    pub title: Marked,
    /// What of it answers best.
    pub excerpt: Marked,
    /// Which words answer, and how.
    pub reasons: Vec<Reason>,
}

impl Found {
    /// It is about what was asked: its title has something of it, or its text a code in it. One letter alone, such as a prefix, says
    /// little; a code says what it is about wherever it stands.
    pub fn is_near(&self) -> bool {
        let said = |text: &Marked, says: fn(&str) -> bool| {
            let mut places = text.places.iter();
            places.any(|place| text.text.get(place.clone()).is_some_and(says))
        };
        said(&self.title, |said| said.chars().count() > 1) || said(&self.excerpt, is_code)
    }
}

/// The code of an error or the like: Latin letters or signs with digits among them.
fn is_code(said: &str) -> bool {
    let plain = said.chars().count() > 3 && said.is_ascii();
    let has = |kind: fn(&char) -> bool| said.chars().any(|letter| kind(&letter));
    plain && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Looked<'a> {
    /// As somebody typed it to find something: signs count.
    For(&'a str),
    /// What a case is about, as it stands.
    Subject(&'a str),
}

impl Looked<'_> {
    fn question(self, glossary: &Glossary) -> Question {
        match self {
            Looked::For(words) => Question::of(words, glossary),
            Looked::Subject(words) => Question::plain(words, glossary),
        }
    }
}

/// A text with what answers in it, and why.
type Answering = (Marked, Vec<Reason>);

impl App {
    /// What answers a question best, of what somebody may read.
    pub async fn find_articles(
        &self,
        actor: Option<&Actor>,
        asked: &Asked,
        looked: Looked<'_>,
        own: &Language,
        most: usize,
    ) -> Result<Vec<Found>, Fail> {
        let (Looked::For(words) | Looked::Subject(words)) = looked;
        let is_subject = matches!(looked, Looked::Subject(_));
        let words: String = words.chars().take(LONGEST).collect();
        if words.trim().is_empty() {
            return Ok(Vec::new());
        }
        let reader = self.reader_of(actor).await?;
        let mut parts = vec![scope::articles(&reader, self.day())];
        if !asked.sorts.is_empty() {
            let sorts = asked.sorts.iter();
            let sorts = sorts.map(|sort| Within::tag("type", sort.as_str()));
            parts.push(Within::Any(sorts.collect()));
        }
        if let Some(product) = &asked.product {
            let either = [Within::tag("product", product), Within::tag("product", "*")];
            parts.push(Within::Any(either.into()));
        }
        let (within, variant) = (Within::All(parts), own.as_str().to_owned());
        let app = self.clone();
        let (question, answer) = self
            .look(move |shelf| {
                let looked = match is_subject {
                    true => Looked::Subject(&words),
                    false => Looked::For(&words),
                };
                let mut question = looked.question(&app.glossary());
                let written = shelf.vocabulary()?;
                question.mend(&written);
                let alike: Vec<String> = app.solving(&question).collect();
                let wanted = Wanted {
                    most,
                    variant: &variant,
                    alike: &alike,
                    ..Wanted::default()
                };
                let answer = shelf.find(&question, &within, &wanted)?;
                Ok((Arc::new(question), answer))
            })
            .await?;
        let ids = answer.found.iter().map(|one| ArticleId(one.id)).collect();
        let titles = self.titles_among(actor, ids).await?;
        let mut texts = self.texts_among(actor, &titles).await?;
        let budget = Budget::of_a_search();
        let mut found = Vec::new();
        for one in answer.found {
            let Some(article) = titles.iter().find(|title| title.id.0 == one.id) else {
                continue;
            };
            let Some(texts) = texts.remove(&article.id) else {
                continue;
            };
            let language = Language::new(&one.variant);
            let marked = article_marked(&question, texts, language, &budget).await?;
            if let Some((language, (title, mut reasons), (excerpt, others))) = marked {
                excerpts::join(&mut reasons, others);
                found.push(Found {
                    article: article.clone(),
                    language,
                    title,
                    excerpt,
                    reasons,
                });
            }
        }
        Ok(found)
    }

    /// The texts of some articles, of those that somebody may read now.
    pub(super) async fn texts_among(
        &self,
        actor: Option<&Actor>,
        titles: &[Title],
    ) -> Result<BTreeMap<ArticleId, ShownTexts>, Fail> {
        let ids: Vec<ArticleId> = titles.iter().map(|title| title.id).collect();
        let reader = self.reader_of(actor).await?;
        Ok(self.store.shown_texts(&reader, self.day(), &ids).await?)
    }
}

/// Title and the best of an article's text in this language, or in one that it has; nothing where it has none.
pub(super) async fn article_marked(
    question: &Arc<Question>,
    texts: ShownTexts,
    language: Language,
    budget: &Arc<Budget>,
) -> Result<Option<(Language, Answering, Answering)>, Fail> {
    let (question, budget) = (question.clone(), budget.clone());
    let marked = move || {
        let (language, [title, body]) = in_language(&language, &texts)?;
        let title = excerpts::marked(&question, title);
        let excerpt = excerpts::excerpt(&question, &rich::plain(body), &budget);
        Some((language.clone(), title, excerpt))
    };
    let marked = tokio::task::spawn_blocking(marked).await;
    marked.map_err(Fail::broken)
}
