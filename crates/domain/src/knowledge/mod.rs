//! Knowledge: what staff write once for many readers, and who of them may read it (B4).

mod decide;
pub mod images;
pub mod reading;
pub mod uses;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, ArticleId, ImageId, Instant, Language, PersonId, Prose,
    event::{By, Recorded},
};

pub use decide::{Command, Facts, MOST, Refused, decide};

/// What an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// How something is done.
    Article,
    /// A question often asked.
    Faq,
    /// A manual or the like.
    Document,
    Announcement,
    /// What those who run a product have to know or to do.
    Advisory,
    /// A known defect or limit.
    Defect,
}

impl Sort {
    pub const ALL: [Sort; 6] = [
        Sort::Article,
        Sort::Faq,
        Sort::Document,
        Sort::Announcement,
        Sort::Advisory,
        Sort::Defect,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Article => "article",
            Sort::Faq => "faq",
            Sort::Document => "document",
            Sort::Announcement => "announcement",
            Sort::Advisory => "advisory",
            Sort::Defect => "defect",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }

    /// Contacts with basic access read it, too (A2).
    pub fn is_for_basic(self) -> bool {
        self.is_news() || self == Sort::Document
    }

    /// It is told on the first page while it is new.
    pub fn is_news(self) -> bool {
        matches!(self, Sort::Announcement | Sort::Advisory)
    }
}

/// Who may read an article once it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", content = "those", rename_all = "kebab-case")]
pub enum Audience {
    Everybody,
    /// Contacts of customers.
    SignedIn,
    /// Contacts of accounts that have one of these plans today.
    Plans(Vec<String>),
    /// Contacts of these accounts.
    Accounts(Vec<AccountId>),
    Staff,
}

impl Audience {
    pub fn as_str(&self) -> &'static str {
        match self {
            Audience::Everybody => "everybody",
            Audience::SignedIn => "signed-in",
            Audience::Plans(_) => "plans",
            Audience::Accounts(_) => "accounts",
            Audience::Staff => "staff",
        }
    }

    /// Whether all of these readers are among those of another audience.
    fn is_within(&self, other: &Audience) -> bool {
        match (self, other) {
            (_, Audience::Everybody) | (Audience::Staff, _) => true,
            (Audience::Everybody, _) | (_, Audience::Staff) => false,
            (_, Audience::SignedIn) => true,
            (Audience::Plans(own), Audience::Plans(those)) => own.iter().all(|p| those.contains(p)),
            (Audience::Accounts(own), Audience::Accounts(those)) => {
                own.iter().all(|account| those.contains(account))
            }
            (Audience::SignedIn | Audience::Plans(_) | Audience::Accounts(_), _) => false,
        }
    }

    /// What a reader's plan or account has to be one of.
    pub fn keys(&self) -> Vec<String> {
        match self {
            Audience::Plans(plans) => plans.clone(),
            Audience::Accounts(accounts) => accounts.iter().map(AccountId::to_string).collect(),
            _ => Vec::new(),
        }
    }
}

/// What an article is about, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub sort: Sort,
    /// Ids of the desk's products; of all of them when empty.
    pub products: Vec<String>,
    pub audience: Audience,
    /// The last day on which it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl About {
    /// Whether somebody may read it by this who may not by what it was before.
    pub fn widens(&self, before: &About) -> bool {
        let for_basic = self.sort.is_for_basic() && !before.sort.is_for_basic();
        let some_are_basic = !matches!(self.audience, Audience::Everybody | Audience::Staff);
        !self.audience.is_within(&before.audience) || for_basic && some_are_basic
    }
}

/// Title and body, which is Markdown, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub title: Prose,
    pub body: Prose,
}

/// What happens to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum ArticleEvent {
    AboutSet {
        about: Box<About>,
        /// It counts when the drafts are published, not before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waits: bool,
    },
    /// The draft in one language.
    TextSet {
        language: Language,
        title: Prose,
        body: Prose,
    },
    ReviewAsked,
    SentBack {
        reason: Prose,
    },
    /// The drafts are what readers see from now on.
    Published,
    Withdrawn {
        reason: Prose,
    },
    /// Somebody read it again and found it right as it is.
    Reviewed,
    /// A reader says whether it helped, and why.
    Judged {
        helpful: bool,
        why: Prose,
    },
}

/// Where an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Never published, or withdrawn and worked on again.
    Draft,
    Published,
    Withdrawn,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
        }
    }
}

/// An article, a fold of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub id: ArticleId,
    pub version: i64,
    /// The version of the last event that was more than a reader's word.
    pub changed: i64,
    /// What counts for readers.
    pub about: About,
    /// What counts once the drafts are published, where it waits for that.
    pub about_ahead: Option<About>,
    /// What is worked on.
    pub drafts: BTreeMap<Language, Text>,
    /// What readers see, if it is published.
    pub shown: BTreeMap<Language, Text>,
    pub state: State,
    /// Somebody else is to look at it before it is published.
    pub review_asked: bool,
    /// Who wrote last.
    pub writer: By,
    pub published_at: Option<Instant>,
    /// When somebody last said that it is right.
    pub reviewed_at: Option<Instant>,
    pub changed_at: Instant,
    /// What readers think, each once: whether it helped.
    pub judged: BTreeMap<PersonId, bool>,
    /// Images that any version of its texts named: versions keep what they show.
    pub images: BTreeSet<ImageId>,
}

impl Article {
    /// Of all its events; nothing where there are none, or they do not begin with what it is about.
    pub fn replay<'a>(
        id: ArticleId,
        events: impl IntoIterator<Item = &'a Recorded<ArticleEvent>>,
    ) -> Option<Self> {
        let mut events = events.into_iter();
        let first = events.next()?;
        let ArticleEvent::AboutSet { about, .. } = &first.event else {
            return None;
        };
        let mut article = Self {
            id,
            version: 1,
            changed: 1,
            about: (**about).clone(),
            about_ahead: None,
            drafts: BTreeMap::new(),
            shown: BTreeMap::new(),
            state: State::Draft,
            review_asked: false,
            writer: first.by,
            published_at: None,
            reviewed_at: None,
            changed_at: first.at,
            judged: BTreeMap::new(),
            images: BTreeSet::new(),
        };
        for recorded in events {
            article.apply(recorded);
        }
        Some(article)
    }

    /// Takes in one more event.
    pub fn apply(&mut self, recorded: &Recorded<ArticleEvent>) {
        self.version += 1;
        let (at, by) = (recorded.at, recorded.by);
        if !matches!(recorded.event, ArticleEvent::Judged { .. }) {
            self.changed = self.version;
        }
        match &recorded.event {
            ArticleEvent::AboutSet { about, waits } => {
                let about = (**about).clone();
                match waits {
                    true => self.about_ahead = Some(about),
                    false => (self.about, self.about_ahead) = (about, None),
                }
                (self.writer, self.changed_at) = (by, at);
            }
            ArticleEvent::TextSet {
                language,
                title,
                body,
            } => {
                self.images.extend(images::named(body.as_str()));
                let text = Text {
                    title: title.clone(),
                    body: body.clone(),
                };
                self.drafts.insert(language.clone(), text);
                (self.writer, self.changed_at) = (by, at);
                if self.state == State::Withdrawn {
                    self.state = State::Draft;
                }
            }
            ArticleEvent::ReviewAsked => self.review_asked = true,
            ArticleEvent::SentBack { .. } => self.review_asked = false,
            ArticleEvent::Published => {
                self.drafts
                    .retain(|_, text| !text.title.as_str().is_empty());
                self.shown = self.drafts.clone();
                if let Some(about) = self.about_ahead.take() {
                    self.about = about;
                }
                self.state = State::Published;
                self.review_asked = false;
                self.published_at = Some(at);
                self.reviewed_at = Some(at);
            }
            ArticleEvent::Withdrawn { .. } => {
                self.state = State::Withdrawn;
                self.review_asked = false;
            }
            ArticleEvent::Reviewed => self.reviewed_at = Some(at),
            ArticleEvent::Judged { helpful, .. } => {
                if let By::Person(person) = by {
                    self.judged.insert(person, *helpful);
                }
            }
        }
    }

    /// The images of what readers see, if it is published.
    pub fn shown_images(&self) -> BTreeSet<ImageId> {
        let shown = self.shown.values();
        shown
            .flat_map(|text| images::named(text.body.as_str()))
            .collect()
    }

    /// What is worked on is not what readers see.
    pub fn is_ahead(&self) -> bool {
        self.state != State::Published || self.drafts != self.shown || self.about_ahead.is_some()
    }

    /// What it is about and for whom, as it is worked on.
    pub fn about_worked_on(&self) -> &About {
        self.about_ahead.as_ref().unwrap_or(&self.about)
    }
}

/// Who reads, as far as knowledge goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Nobody who is known, or somebody without an account.
    Anybody,
    Contact {
        account: AccountId,
        /// Ids of the account's plans today.
        plans: Vec<String>,
        /// They have basic access and no more (A2).
        basic: bool,
    },
    Staff,
}

impl Reader {
    /// Whether an audience means this reader.
    pub fn is_among(&self, audience: &Audience) -> bool {
        match (self, audience) {
            (Reader::Staff, _) | (_, Audience::Everybody) => true,
            (Reader::Anybody, _) | (Reader::Contact { .. }, Audience::Staff) => false,
            (Reader::Contact { .. }, Audience::SignedIn) => true,
            (Reader::Contact { plans, .. }, Audience::Plans(those)) => {
                plans.iter().any(|plan| those.contains(plan))
            }
            (Reader::Contact { account, .. }, Audience::Accounts(those)) => those.contains(account),
        }
    }

    /// Whether an article is there for this reader on this day: the one rule, which the store's condition repeats.
    pub fn may_read(&self, article: &Article, today: Date) -> bool {
        let there = article.state == State::Published
            && article.about.until.is_none_or(|until| today <= until);
        let audience = &article.about.audience;
        let is_basic = matches!(self, Reader::Contact { basic: true, .. });
        let kept = is_basic && !article.about.sort.is_for_basic();
        there && self.is_among(audience) && (!kept || *audience == Audience::Everybody)
    }
}
