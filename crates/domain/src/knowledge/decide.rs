//! Writing, reviewing and publishing an article, and saying whether it helped (B4).

use super::{About, Article, ArticleEvent, Audience, Reader, State};
use crate::{
    Actor, Desk, Instant, Language, Prose, Role, access::seats, case::intake::cleaned, event::By,
};

/// Most characters of a title, a body, and of why.
pub const MOST: [usize; 3] = [200, 100_000, 1_000];

/// What somebody wants of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A new one, or another version of it. Languages that are not named stay as they are.
    Write {
        about: About,
        texts: Vec<(Language, String, String)>,
    },
    AskReview,
    SendBack {
        reason: String,
    },
    Publish,
    Withdraw {
        reason: String,
    },
    /// It was read again, and is right.
    Review,
    Judge {
        helpful: bool,
        why: String,
    },
}

/// Why something cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not theirs to say, or not there for them.
    NotAllowed,
    /// Who wrote it last does not publish it: somebody else has to look at it.
    OwnWords,
    /// Nothing of it has both a title and a body.
    NoText,
    /// A reason is needed.
    NoReason,
    /// There is nothing that readers do not see already.
    NothingNew,
    /// Nobody asked for a review.
    NoReviewAsked,
    /// It is not published.
    NotPublished,
    /// A plan or account has to be named.
    NobodyMeant,
    /// No product, plan or language of the desk has this id.
    Unknown(String),
    TooLong {
        max: usize,
    },
}

/// What is known besides.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub desk: &'a Desk,
    pub now: Instant,
    pub actor: &'a Actor,
    /// The actor, as somebody who reads.
    pub reader: &'a Reader,
}

fn within(text: String, max: usize) -> Result<String, Refused> {
    match text.chars().count() > max {
        true => Err(Refused::TooLong { max }),
        false => Ok(text),
    }
}

fn reason(given: &str) -> Result<Prose, Refused> {
    match cleaned(given) {
        text if text.is_empty() => Err(Refused::NoReason),
        text => within(text, MOST[2]).map(Prose::new),
    }
}

/// Decides; `None` is an article that is not there yet.
pub fn decide(
    article: Option<&Article>,
    command: &Command,
    facts: &Facts,
) -> Result<Vec<ArticleEvent>, Refused> {
    let event = match (command, article) {
        (Command::Judge { helpful, why }, article) => {
            return judged(article, *helpful, why, facts);
        }
        _ if !facts.actor.is_staff() => return Err(Refused::NotAllowed),
        (Command::Write { about, texts }, article) => {
            return written(article, about, texts, facts.desk);
        }
        (_, None) => return Err(Refused::NotAllowed),
        (Command::AskReview | Command::Publish, Some(article)) if !article.is_ahead() => {
            return Err(Refused::NothingNew);
        }
        (Command::AskReview, Some(article)) if article.review_asked => return Ok(Vec::new()),
        (Command::AskReview, Some(article)) => {
            has_text(article)?;
            ArticleEvent::ReviewAsked
        }
        (Command::SendBack { .. }, Some(article)) if !article.review_asked => {
            return Err(Refused::NoReviewAsked);
        }
        (Command::SendBack { reason: given }, _) => ArticleEvent::SentBack {
            reason: reason(given)?,
        },
        (Command::Publish, Some(article)) => {
            has_text(article)?;
            if facts.desk.rules.knowledge_review && is_own(article, facts.actor) {
                return Err(Refused::OwnWords);
            }
            ArticleEvent::Published
        }
        (Command::Withdraw { .. } | Command::Review, Some(article))
            if article.state != State::Published =>
        {
            return Err(Refused::NotPublished);
        }
        (Command::Withdraw { reason: given }, _) => ArticleEvent::Withdrawn {
            reason: reason(given)?,
        },
        (Command::Review, _) => ArticleEvent::Reviewed,
    };
    Ok(vec![event])
}

/// Whether somebody would publish their own words. Those who lead answer for what they write.
fn is_own(article: &Article, actor: &Actor) -> bool {
    let leads = matches!(
        actor,
        Actor::Agent {
            role: Role::Supervisor | Role::Administrator,
            ..
        }
    );
    !leads && article.writer == actor.by()
}

fn has_text(article: &Article) -> Result<(), Refused> {
    let mut texts = article.drafts.values();
    let whole = texts.any(|t| !t.title.as_str().is_empty() && !t.body.as_str().is_empty());
    whole.then_some(()).ok_or(Refused::NoText)
}

fn written(
    article: Option<&Article>,
    about: &About,
    texts: &[(Language, String, String)],
    desk: &Desk,
) -> Result<Vec<ArticleEvent>, Refused> {
    for product in &about.products {
        if desk.product(product).is_none() {
            return Err(Refused::Unknown(product.clone()));
        }
    }
    match &about.audience {
        Audience::Plans(plans) if plans.is_empty() => return Err(Refused::NobodyMeant),
        Audience::Accounts(accounts) if accounts.is_empty() => return Err(Refused::NobodyMeant),
        Audience::Plans(plans) => {
            if let Some(plan) = plans.iter().find(|plan| desk.plan(plan).is_none()) {
                return Err(Refused::Unknown(plan.clone()));
            }
        }
        _ => {}
    }
    let mut events = Vec::new();
    if article.is_none_or(|article| article.about_worked_on() != about) {
        // Whom it was not meant for reads it when somebody has looked at it, like any text of it.
        let shown = article.filter(|article| article.state == State::Published);
        events.push(ArticleEvent::AboutSet {
            about: Box::new(about.clone()),
            waits: shown.is_some_and(|article| about.widens(&article.about)),
        });
    }
    for (language, title, body) in texts {
        let title = within(cleaned(title).replace('\n', " "), MOST[0])?;
        let body = within(cleaned(body), MOST[1])?;
        let had = article.and_then(|article| article.drafts.get(language));
        let had = had.map_or(["", ""], |had| [had.title.as_str(), had.body.as_str()]);
        if had != [title.as_str(), body.as_str()] {
            events.push(ArticleEvent::TextSet {
                language: language.clone(),
                title: Prose::new(title),
                body: Prose::new(body),
            });
        }
    }
    let begins = article.is_none();
    let says = |event: &ArticleEvent| matches!(event, ArticleEvent::TextSet { title, .. } if !title.as_str().is_empty());
    match begins && !events.iter().any(says) {
        true => Err(Refused::NoText),
        false => Ok(events),
    }
}

fn judged(
    article: Option<&Article>,
    helpful: bool,
    why: &str,
    facts: &Facts,
) -> Result<Vec<ArticleEvent>, Refused> {
    let article = article.ok_or(Refused::NotAllowed)?;
    let today = seats::today(facts.desk, facts.now);
    let (Actor::Contact { person, .. }, true) =
        (facts.actor, facts.reader.may_read(article, today))
    else {
        return Err(Refused::NotAllowed);
    };
    let why = within(cleaned(why), MOST[2])?;
    // Said again without a word, it is said already.
    if article.judged.get(person) == Some(&helpful) && why.is_empty() {
        return Ok(Vec::new());
    }
    debug_assert_eq!(facts.actor.by(), By::Person(*person));
    Ok(vec![ArticleEvent::Judged {
        helpful,
        why: Prose::new(why),
    }])
}
