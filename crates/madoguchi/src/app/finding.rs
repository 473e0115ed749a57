//! Finding what was written for many, by words and whole questions (B3, B4). What is published lies analysed in memory, and is
//! taken up anew when something else was published; what is shown of it is what the reader may read.

use std::{
    collections::HashSet,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use ::search::{Glossary, Index, Marks, Question, Vocabulary, rank};
use domain::{Actor, ArticleId, Language};
use store::knowledge::{Asked, PublishedText, Title};

use super::{App, Fail};
use crate::rich;

/// Letters of an excerpt.
const EXCERPT: usize = 120;
/// Of what is asked, so many letters count.
const LONGEST: usize = 400;

/// All that is published, as words find it.
struct Published {
    stamp: (i64, i64),
    index: Index,
    vocabulary: Vocabulary,
    /// By their numbers in the index; bodies as plain text.
    texts: Vec<PublishedText>,
}

/// The latest of it, in this process.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Option<Arc<Published>>>>);

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub article: Title,
    /// The language in which it was found.
    pub language: Language,
    pub title: Marked,
    /// What of it answers best.
    pub excerpt: Marked,
}

/// A text with the places that answer, in bytes.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    pub text: String,
    pub places: Vec<Range<usize>>,
}

impl Published {
    fn of(stamp: (i64, i64), mut texts: Vec<PublishedText>) -> Self {
        let mut index = Index::default();
        for text in &mut texts {
            text.body = rich::plain(&text.body);
            index.add(&text.title, &text.body);
        }
        Self {
            stamp,
            vocabulary: index.vocabulary(),
            index,
            texts,
        }
    }

    /// The articles that answer best, each once, of those that may be read; in the reader's own language where both do alike.
    fn best(
        &self,
        question: &Question,
        readable: &HashSet<ArticleId>,
        own: &Language,
        most: usize,
    ) -> Vec<&PublishedText> {
        let all = self.texts.len();
        let hits = rank::best(&self.index, question, &rank::WEIGHTS, all);
        let found = hits.iter().filter_map(|hit| {
            let text = self.texts.get(hit.document as usize)?;
            readable.contains(&text.id).then_some(text)
        });
        let mut best: Vec<&PublishedText> = Vec::new();
        for text in found {
            match best.iter().position(|one| one.id == text.id) {
                Some(place) if text.language == *own => best[place] = text,
                None if best.len() < most => best.push(text),
                _ => {}
            }
        }
        best
    }
}

impl App {
    async fn published(&self) -> Result<Arc<Published>, Fail> {
        let stamp = self.store.articles_stamp().await?;
        let kept = || {
            let kept = self.found.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.clone().filter(|kept| kept.stamp == stamp)
        };
        if let Some(published) = kept() {
            return Ok(published);
        }
        let texts = self.store.published_texts().await?;
        let made = tokio::task::spawn_blocking(move || Published::of(stamp, texts));
        let made = Arc::new(made.await.map_err(Fail::broken)?);
        let mut kept = self.found.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(made.clone());
        Ok(made)
    }

    /// What answers a question best, of what somebody may read.
    pub async fn find_articles(
        &self,
        actor: Option<&Actor>,
        asked: &Asked,
        words: &str,
        own: &Language,
        most: usize,
    ) -> Result<Vec<Found>, Fail> {
        let words: String = words.chars().take(LONGEST).collect();
        if words.trim().is_empty() {
            return Ok(Vec::new());
        }
        let published = self.published().await?;
        let reader = self.reader_of(actor).await?;
        let today = self.day();
        let readable = self.store.readable_articles(&reader, today, asked).await?;
        let own = own.clone();
        let found = tokio::task::spawn_blocking(move || {
            let mut question = Question::of(&words, Glossary::embedded());
            question.mend(&published.vocabulary);
            let best = published.best(&question, &readable, &own, most);
            let marked = best.into_iter().map(|text| {
                let title = Marked {
                    places: Marks::of(&question, &text.title).places,
                    text: text.title.clone(),
                };
                let marks = Marks::of(&question, &text.body);
                let (excerpt, marks) = marks.excerpt(&text.body, EXCERPT);
                let excerpt = Marked {
                    text: excerpt.to_owned(),
                    places: marks.places,
                };
                (text.id, text.language.clone(), title, excerpt)
            });
            marked.collect::<Vec<_>>()
        });
        let found = found.await.map_err(Fail::broken)?;
        // Read once more through the gate: what was withdrawn a moment ago is not shown.
        let among = Asked {
            among: Some(found.iter().map(|(id, ..)| *id).collect()),
            limit: i64::try_from(most).unwrap_or(i64::MAX),
            ..Asked::default()
        };
        let titles = self.store.shown_articles(&reader, today, &among).await?;
        let shown = found
            .into_iter()
            .filter_map(|(id, language, title, excerpt)| {
                let article = titles.iter().find(|title| title.id == id)?.clone();
                Some(Found {
                    article,
                    language,
                    title,
                    excerpt,
                })
            });
        Ok(shown.collect())
    }
}
