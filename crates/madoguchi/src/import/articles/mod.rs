//! Knowledge of elsewhere (B4): articles as Markdown, HTML or tables, both languages side by side. What was taken over is found
//! again by its id, so that an import can be repeated; what was changed here since then stays. Images beside them come along.

mod html;
mod markdown;
mod pictures;
mod read;

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    path::PathBuf,
};

use domain::{
    Actor, ArticleId, Language,
    knowledge::{About, ArticleEvent, Command, Refused, images::NotTaken},
};
use serde::Serialize;
use store::imports::lasting_id;

use crate::app::{App, Fail};

pub use html::Lost;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0} cannot be opened: {1}")]
    Open(PathBuf, std::io::Error),
    #[error(transparent)]
    Fail(#[from] Fail),
}

/// What is taken over, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, and folders with all in them.
    pub paths: Vec<PathBuf>,
    /// Where it comes from: ids count within it.
    pub source: String,
    pub about: About,
    /// Languages that pages have.
    pub languages: Vec<Language>,
    /// Of files that do not name theirs.
    pub usual: Language,
    /// Publish what may be published; the rest waits for a review.
    pub publish: bool,
    pub dry_run: bool,
}

/// A row or file that was not taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub file: PathBuf,
    /// From 1; 0 for the whole file.
    pub line: u64,
    pub why: String,
}

/// Something of an article that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gone {
    pub file: PathBuf,
    pub line: u64,
    pub what: String,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub read: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Somebody changed them here since they came over; they stay so.
    pub kept: usize,
    pub published: usize,
    /// Images that came over with them.
    pub images: usize,
    /// They wait for somebody else to look at them.
    pub in_review: usize,
    pub faults: Vec<Fault>,
    pub lost: Vec<Gone>,
}

/// What became of an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Added,
    Changed,
    Unchanged,
    Kept,
}

/// Takes articles over in the name of an agent, whose rights count as on the page.
pub async fn run(app: &App, actor: &Actor, options: &Options) -> Result<Report, ImportError> {
    let source = &options.source;
    let all = read::read(&options.paths, &options.languages, &options.usual, source)?;
    let mut report = Report {
        read: all.articles.len(),
        faults: all.faults,
        ..Report::default()
    };
    for (name, mut article) in all.articles {
        let id = ArticleId(lasting_id(&options.source, "article", &name));
        report.images += bring(app, actor, options, &mut article).await?;
        let taken = take(app, actor, options, id, &article.texts).await?;
        let fate = match taken {
            Ok(fate) => fate,
            Err(refused) => {
                let why = match refused {
                    Refused::TooLong { max } => {
                        format!("{name}: a text is longer than {max} characters")
                    }
                    other => format!("{name}: {other:?}"),
                };
                let file = article
                    .lost
                    .first()
                    .map_or(PathBuf::from(&name), |gone| gone.file.clone());
                report.faults.push(Fault { file, line: 0, why });
                continue;
            }
        };
        report.lost.extend(article.lost);
        match fate {
            Fate::Added => report.added += 1,
            Fate::Changed => report.changed += 1,
            Fate::Unchanged => report.unchanged += 1,
            Fate::Kept => report.kept += 1,
        }
        if options.publish && !options.dry_run && matches!(fate, Fate::Added | Fate::Changed) {
            match app
                .change_article(actor, Some(id), None, &Command::Publish)
                .await?
            {
                Ok(_) => report.published += 1,
                Err(Refused::OwnWords) => {
                    let asked = app.change_article(actor, Some(id), None, &Command::AskReview);
                    report.in_review += usize::from(asked.await?.is_ok());
                }
                Err(_) => {}
            }
        }
    }
    Ok(report)
}

/// Brings an article's images in, those that are there already apart; what turns out to be none is taken out of its texts, and told.
async fn bring(
    app: &App,
    actor: &Actor,
    options: &Options,
    article: &mut read::Read,
) -> Result<usize, ImportError> {
    let mut brought = HashSet::new();
    for picture in std::mem::take(&mut article.pictures) {
        let there = app.store.image(picture.id).await.map_err(Fail::from)?;
        if there.is_some() || brought.contains(&picture.id) {
            continue;
        }
        let seen = match picture.bytes() {
            Ok(_) if app.files.is_none() => {
                Err("there is no folder for files; name one with --files".to_owned())
            }
            Ok(bytes) => {
                let seen = app.see_image(&picture.name, bytes).await?;
                seen.map_err(|why| match why {
                    NotTaken::TooManyPixels { .. } => "it has too many pixels".to_owned(),
                    NotTaken::Broken => "it cannot be read".to_owned(),
                    _ => "it is not PNG, JPEG, GIF or WebP of up to 10 MB".to_owned(),
                })
            }
            Err(why) => Err(why),
        };
        match seen {
            Ok(seen) => {
                brought.insert(picture.id);
                if !options.dry_run {
                    app.keep_image(actor, Some(picture.id), seen, true).await?;
                }
            }
            Err(why) => {
                for [_, body] in article.texts.values_mut() {
                    *body = body.replace(&picture.named, &picture.instead);
                }
                let what = pictures::told(&picture.gone.what, &why);
                article.lost.push(Gone {
                    what,
                    ..picture.gone
                });
            }
        }
    }
    Ok(brought.len())
}

async fn take(
    app: &App,
    actor: &Actor,
    options: &Options,
    id: ArticleId,
    texts: &BTreeMap<Language, [String; 2]>,
) -> Result<Result<Fate, Refused>, ImportError> {
    let before = app.store.article(id).await.map_err(Fail::from)?;
    let mut said: HashSet<(Language, String, String)> = HashSet::new();
    if before.is_some() {
        for one in app.store.article_events(id).await.map_err(Fail::from)? {
            if let ArticleEvent::TextSet {
                language,
                title,
                body,
            } = one.event
            {
                said.insert((
                    language,
                    title.as_str().to_owned(),
                    body.as_str().to_owned(),
                ));
            }
        }
    }
    // What came over once is not written again over what was written since.
    let (mut new, mut stays) = (Vec::new(), false);
    for (language, [title, body]) in texts {
        let text = (
            language.clone(),
            title.trim().to_owned(),
            body.trim().to_owned(),
        );
        let drafts = before.as_ref().map(|stored| &stored.article.drafts);
        let draft = drafts.and_then(|drafts| drafts.get(language));
        let is_now = draft.is_some_and(|d| d.title.as_str() == text.1 && d.body.as_str() == text.2);
        match said.contains(&text) {
            true => stays |= !is_now,
            false => new.push(text),
        }
    }
    if new.is_empty() {
        return Ok(Ok(if stays { Fate::Kept } else { Fate::Unchanged }));
    }
    let fate = match before {
        Some(_) => Fate::Changed,
        None => Fate::Added,
    };
    if options.dry_run {
        return Ok(Ok(fate));
    }
    let about = match &before {
        Some(stored) => stored.article.about_worked_on().clone(),
        None => options.about.clone(),
    };
    let command = Command::Write { about, texts: new };
    let written = match fate {
        Fate::Added => app.begin_article(actor, id, &command).await?,
        _ => app.change_article(actor, Some(id), None, &command).await?,
    };
    Ok(written.map(|_| fate))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} articles read: {} added, {} changed, {} as they were, {} changed here and left so",
            self.read, self.added, self.changed, self.unchanged, self.kept
        )?;
        writeln!(
            f,
            "{} published, {} wait for a review, {} images",
            self.published, self.in_review, self.images
        )?;
        for one in &self.faults {
            writeln!(
                f,
                "not taken over: {}:{}: {}",
                one.file.display(),
                one.line,
                one.why
            )?;
        }
        for one in &self.lost {
            writeln!(
                f,
                "not kept: {}:{}: {}",
                one.file.display(),
                one.line,
                one.what
            )?;
        }
        Ok(())
    }
}
