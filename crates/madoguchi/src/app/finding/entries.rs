//! What is found by which words, and with which tags. A case has one entry for customers and one for staff where these see more,
//! so that nothing internal can be met, counted or weighed by a customer.

use ::search::{Entry, Shelf};
use domain::{
    ArticleId, CaseId, Desk, Language,
    case::CaseEvent,
    event::Recorded,
    knowledge::{Article, Audience, State as ArticleState, Text, uses},
};
use store::{
    cases::StoredCase,
    files::{File, State},
};

use crate::{rich, texts};

/// What sorts of things are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sort {
    Article = 0,
    Case = 1,
    File = 2,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Article, Sort::Case, Sort::File];

    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Article => "knowledge",
            Sort::Case => "cases",
            Sort::File => "files",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }

    pub(super) fn of(stored: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| *sort as u8 == stored)
    }
}

/// The tag of everything of a case or article.
pub(super) fn case_tag(id: CaseId) -> String {
    format!("case:{id}")
}

pub(super) fn article_tag(id: ArticleId) -> String {
    format!("article:{id}")
}

/// The tag of everything of an article that is worked on: what readers see stays as it lies while somebody writes.
pub(super) fn draft_tag(id: ArticleId) -> String {
    format!("draft-of:{id}")
}

/// An entry as it is put.
pub(super) struct Made {
    sort: Sort,
    id: i64,
    variant: String,
    title: String,
    text: String,
    tags: Vec<String>,
    at: i64,
    until: i64,
    weighs: bool,
    lift: u8,
}

impl Made {
    fn entry(&self) -> Entry<'_> {
        Entry {
            sort: self.sort as u8,
            id: self.id,
            variant: &self.variant,
            title: &self.title,
            text: &self.text,
            tags: &self.tags,
            at: self.at,
            until: self.until,
            weighs: self.weighs,
            lift: self.lift,
        }
    }
}

/// Puts what of a thing has a tag, by which it is found now; where it may lie there already, in its place. Told is whether that may
/// weigh.
pub(super) fn put(
    shelf: &Shelf,
    tag: &str,
    made: &[Made],
    again: bool,
    weighs: bool,
) -> Result<(), ::search::Broken> {
    let those = made
        .iter()
        .filter(|one| one.tags.iter().any(|own| own == tag));
    let entries: Vec<Entry> = those.map(Made::entry).collect();
    match again {
        true => shelf.replace(tag, &entries, weighs),
        false => entries.iter().try_for_each(|entry| shelf.put(entry)),
    }
}

/// The tag of an article that solved what was asked with a word, by what stands for the word.
pub(super) fn solving_tag(word: &str) -> String {
    format!("solved:{word}")
}

/// The tags of a case that its entries and those of its files share.
fn tags(desk: &Desk, stored: &StoredCase) -> Vec<String> {
    let case = &stored.case;
    let mut tags = vec![
        "in:case".to_owned(),
        case_tag(stored.id),
        format!("account:{}", case.account),
        format!("site:{}", case.deployment),
        format!("contact:{}", case.contact),
        format!("list:{}", case.list.as_str()),
        format!("number:{}", stored.number),
        format!("status:{}", case.status.as_str()),
        format!("severity:{}", case.severity),
        format!("product:{}", case.product),
        format!("type:{}", case.kind),
        format!("turn:{}", case.turn.as_str()),
    ];
    tags.push(match case.is_closed() {
        true => "is:closed".into(),
        false => "is:open".into(),
    });
    tags.extend(case.is_over(desk).then(|| "is:over".to_owned()));
    tags.extend(case.private.then(|| "is:private".to_owned()));
    tags.extend(case.sub_type.as_ref().map(|id| format!("type:{id}")));
    tags.push(
        case.owner
            .map_or("owner:none".to_owned(), |id| format!("owner:{id}")),
    );
    tags.extend(case.team.map(|id| format!("team:{id}")));
    tags.extend(case.tags.iter().map(|id| format!("tag:{id}")));
    tags.extend(case.closing.cause.as_ref().map(|id| format!("cause:{id}")));
    let plan = case
        .promise
        .as_ref()
        .and_then(|promise| promise.plan.as_ref());
    tags.extend(plan.map(|id| format!("plan:{id}")));
    tags
}

/// Numbers that a case and its deployment are known by, as people write them.
fn known_by(desk: &Desk, stored: &StoredCase, deployment: &[String]) -> String {
    let case = &stored.case;
    let mut known = format!("{} {}", texts::number(desk, stored.number), stored.number);
    let mut also = |word: &str| {
        known.push(' ');
        known.push_str(word);
    };
    if let Some(source) = &case.source {
        also(&source.id);
    }
    let escalation = case.escalated.latest.as_ref().or(case.escalated.open());
    if let Some(one) = escalation {
        also(&texts::escalation_number(desk, one.number));
    }
    deployment.iter().for_each(|word| also(word));
    known
}

/// Everything that a case and its files are found by, what its deployment is known by among it; of each file its text, if it has
/// one.
pub(super) fn of_case(
    desk: &Desk,
    stored: &StoredCase,
    known: &[String],
    history: &[Recorded<CaseEvent>],
    files: &[(File, String)],
) -> Vec<Made> {
    let tags = tags(desk, stored);
    let (mut public, mut whole) = (String::new(), String::new());
    for one in history {
        // The subject is the title.
        let skipped = usize::from(matches!(one.event, CaseEvent::Opened(_)));
        for text in one.event.said().into_iter().skip(skipped) {
            let public = Some(&mut public).filter(|_| one.event.is_public());
            for to in std::iter::once(&mut whole).chain(public) {
                to.push_str(text.as_str());
                to.push_str("\n\n");
            }
        }
    }
    let case = &stored.case;
    let title = format!(
        "{}\n{}",
        case.subject.as_str(),
        known_by(desk, stored, known)
    );
    let same = public == whole;
    let entry = |variant: &str, text: String, readers: &[&str]| Made {
        sort: Sort::Case,
        id: stored.id.0,
        variant: variant.to_owned(),
        title: title.clone(),
        text,
        tags: with(&tags, readers),
        at: case.opened_at.as_millisecond(),
        until: i64::MAX,
        weighs: false,
        lift: 0,
    };
    let mut made = match same {
        true => vec![entry("all", public, &["for:customers", "for:staff"])],
        false => vec![
            entry("customers", public, &["for:customers"]),
            entry("staff", whole, &["for:staff"]),
        ],
    };
    let had = |file: &File| file.state == State::Ready && file.removed_at.is_none();
    for (file, text) in files.iter().filter(|(file, _)| had(file)) {
        let readers: &[&str] = match file.internal {
            true => &["for:staff"],
            false => &["for:customers", "for:staff"],
        };
        made.push(Made {
            sort: Sort::File,
            id: file.id.0,
            title: file.name.clone(),
            text: text.clone(),
            ..entry("all", String::new(), readers)
        });
    }
    made
}

fn with(tags: &[String], more: &[&str]) -> Vec<String> {
    let more = more.iter().map(|tag| (*tag).to_owned());
    tags.iter().cloned().chain(more).collect()
}

/// Variants of articles that are worked on begin so; the language follows.
pub(super) const DRAFT: &str = "draft.";
/// The tag of what is worked on: no reader's scope has it.
pub(super) const DRAFTS: &str = "in:drafts";

/// What is worked on of an article in a language, where readers see it otherwise or not at all. What was withdrawn is no draft
/// until somebody writes on it.
pub(super) fn draft<'a>(article: &'a Article, language: &Language) -> Option<&'a Text> {
    let draft = article.drafts.get(language)?;
    let says = !draft.title.as_str().is_empty() || !draft.body.as_str().is_empty();
    let is_ahead = match article.state {
        ArticleState::Draft => true,
        ArticleState::Published => article.shown.get(language) != Some(draft),
        ArticleState::Withdrawn => false,
    };
    (says && is_ahead).then_some(draft)
}

/// What staff find an article by that is worked on: it says nothing of how common words are, and bears no reader's tag.
fn of_drafts(article: &Article) -> Vec<Made> {
    let about = article.about_worked_on();
    let mut tags = vec![
        DRAFTS.to_owned(),
        draft_tag(article.id),
        "is:draft".to_owned(),
        format!("type:{}", about.sort.as_str()),
    ];
    tags.extend(of_products(&about.products));
    // All entries of a thing are of one moment, or lists by moment would have it twice.
    let at = moment(article);
    let languages = article.drafts.keys();
    let drafts = languages.filter_map(|language| Some((language, draft(article, language)?)));
    let made = drafts.map(|(language, text)| Made {
        sort: Sort::Article,
        id: article.id.0,
        variant: format!("{DRAFT}{}", language.as_str()),
        title: text.title.as_str().to_owned(),
        text: rich::plain(text.body.as_str()),
        tags: tags.clone(),
        at,
        until: i64::MAX,
        weighs: false,
        lift: 0,
    });
    made.collect()
}

/// The moment by which lists have an article: when readers could see it last anew, or when it was worked on, where they cannot.
fn moment(article: &Article) -> i64 {
    let published = article.published_at;
    let published = published.filter(|_| article.state == ArticleState::Published);
    published.unwrap_or(article.changed_at).as_millisecond()
}

/// The tags of the products that something is about; of all of them where it names none.
fn of_products(products: &[String]) -> Vec<String> {
    match products {
        [] => vec!["product:*".into()],
        products => products.iter().map(|id| format!("product:{id}")).collect(),
    }
}

/// What an article is found by, in each language: as readers see it where it is published, and for staff as it is worked on. It
/// goes up where it solved the troubles of enough accounts, and for what is asked with the same words as these were.
pub(super) fn of_article(article: &Article, accounts_solved: i64, words: &[String]) -> Vec<Made> {
    let lift = uses::lift(accounts_solved);
    let mut made = of_drafts(article);
    if article.state != ArticleState::Published {
        return made;
    }
    let about = &article.about;
    let mut tags = vec![
        "in:knowledge".to_owned(),
        article_tag(article.id),
        format!("audience:{}", about.audience.as_str()),
        format!("type:{}", about.sort.as_str()),
    ];
    tags.extend(about.sort.is_for_basic().then(|| "is:basic".to_owned()));
    tags.extend(words.iter().map(|word| solving_tag(word)));
    let readers = about.audience.keys().into_iter();
    tags.extend(readers.map(|key| format!("reader:{key}")));
    tags.extend(of_products(&about.products));
    // What only some may read says nothing of how common words are.
    let weighs = matches!(about.audience, Audience::Everybody | Audience::SignedIn);
    let at = moment(article);
    let shown = article.shown.iter().map(|(language, text)| Made {
        sort: Sort::Article,
        id: article.id.0,
        variant: language.as_str().to_owned(),
        title: text.title.as_str().to_owned(),
        text: rich::plain(text.body.as_str()),
        tags: tags.clone(),
        at,
        until: about.until.map_or(i64::MAX, super::scope::day),
        weighs,
        lift,
    });
    made.extend(shown);
    made
}
