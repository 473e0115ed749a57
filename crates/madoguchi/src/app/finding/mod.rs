//! One search over what was written for many and what was said in cases, for whoever may see it (B3, B4, C8). The index knows no
//! texts and no rights: entries carry tags (`entries`), a reader's scope is a condition on them (`scope`), and what was found is
//! read through the store's gate once more, which is where its words come from.

mod articles;
mod budget;
mod drafts;
mod entries;
mod excerpts;
mod file_text;
mod kept;
pub mod narrow;
mod near;
mod office;
pub mod pdf;
mod scope;
mod similar;
mod taking;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    path::PathBuf,
    sync::Arc,
};

pub use ::search::Behind;
use ::search::{Broken, Glossary, Question, Reason, Shelf, Wanted, Within};
use domain::{AccountId, Actor, ArticleId, CaseId, FileId, Language};
use store::{
    cases::StoredCase,
    files::{File, State},
    knowledge::{Asked as ArticlesAsked, ShownTexts, Title},
};

pub use articles::{Found, Looked};
pub use drafts::Draft;
pub use entries::Sort;
pub use excerpts::Where;
pub use kept::Kept;
pub use similar::Similar;
pub use taking::Made;

use super::{App, Fail};
use budget::Budget;

/// Letters of an excerpt.
const EXCERPT: usize = 120;
/// Of what is asked, so many letters count.
pub const LONGEST: usize = 400;

impl From<Broken> for Fail {
    fn from(error: Broken) -> Self {
        Fail::broken(error)
    }
}

/// A text with the places that answer, in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    pub text: String,
    pub places: Vec<Range<usize>>,
}

/// What somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub words: String,
    /// Of this sort alone.
    pub sort: Option<Sort>,
    pub behind: Option<Behind>,
    pub most: usize,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    pub what: What,
    pub title: Marked,
    /// What of it answers best; empty where its title does, nothing was asked, or too much was to be looked at.
    pub excerpt: Marked,
    /// Where that stands.
    pub place: Where,
    /// Which words answer, and how.
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug)]
pub enum What {
    Article {
        title: Title,
        language: Language,
    },
    /// For staff alone.
    Draft(Draft),
    Case(Box<InCase>),
    File {
        file: Box<File>,
        case: Box<InCase>,
    },
}

/// A case with the name of its company.
#[derive(Clone, Debug)]
pub struct InCase {
    pub stored: StoredCase,
    pub account: [String; 2],
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    pub hits: Vec<Hit>,
    /// By sort.
    pub counts: BTreeMap<Sort, usize>,
    /// Where the next ones begin.
    pub next: Option<Behind>,
    /// What narrows it.
    pub narrowed: Vec<narrow::Narrowed>,
    /// Words of a name and a value that name nothing, and were taken as words.
    pub unknown: Vec<String>,
    /// The index is being made; there may be more.
    pub preparing: bool,
}

/// A place in what was found, as an address says it.
pub fn place(text: &str) -> Option<Behind> {
    let mut parts = text.split('.');
    let behind = Behind {
        score: f64::from_bits(u64::from_str_radix(parts.next()?, 16).ok()?),
        sort: parts.next()?.parse().ok()?,
        id: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(behind)
}

/// Such a place in words of an address.
pub fn behind(place: Behind) -> String {
    format!("{:x}.{}.{}", place.score.to_bits(), place.sort, place.id)
}

impl App {
    /// The same, with its index in a folder; told when another program has it.
    pub async fn with_index(mut self, folder: PathBuf) -> Result<Self, Fail> {
        self.found = Kept::folder(folder);
        self.found.opened().await?;
        Ok(self)
    }

    /// Whether finding does without something that cannot be read.
    pub fn finds_everything(&self) -> bool {
        self.found.is_whole()
    }

    /// Looks in the index, on a thread of its own.
    async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Shelf) -> Result<T, Broken> + Send + 'static,
    ) -> Result<T, Fail> {
        if self.found.0.folder.is_none() {
            while self.take_up().await? {}
        }
        let opened = self.found.opened().await?;
        let looked = tokio::task::spawn_blocking(move || look(&opened.shelf)).await;
        looked.map_err(Fail::broken)?.map_err(|error| {
            self.found.let_go();
            error.into()
        })
    }

    /// What stands for what, by the desk that serves.
    fn glossary(&self) -> Arc<Glossary> {
        self.found.glossary(self.desks.current())
    }

    /// Tags of articles that solved what was asked with the words of a question.
    fn solving<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = String> {
        let words = question.said();
        words.map(|word| entries::solving_tag(&self.solved_digest(word)))
    }

    /// What stands for the words of what somebody asked.
    pub(super) async fn digests_of(&self, asked: String) -> Result<Vec<String>, Fail> {
        let app = self.clone();
        let digests = move || {
            let question = Question::plain(&asked, &app.glossary());
            let digests = question.said().map(|word| app.solved_digest(word));
            digests.collect()
        };
        let digests = tokio::task::spawn_blocking(digests).await;
        digests.map_err(Fail::broken)
    }

    /// What answers, of all that somebody may see.
    pub async fn search(
        &self,
        actor: Option<&Actor>,
        asked: &Asked,
        own: &Language,
    ) -> Result<Results, Fail> {
        let words: String = asked.words.chars().take(LONGEST).collect();
        let (narrowed, words, unknown) = self.narrowed(actor, &words).await?;
        if words.trim().is_empty() && narrowed.is_empty() {
            return Ok(Results::default());
        }
        let reader = self.reader_of(actor).await?;
        let mut parts = vec![scope::all(actor, &reader, self.day())];
        parts.extend(narrowed.iter().map(|one| one.within.clone()));
        let within = Within::All(parts);
        let (sort, behind, most) = (asked.sort, asked.behind, asked.most);
        let variant = own.as_str().to_owned();
        let app = self.clone();
        let (question, answer, place) = self
            .look(move |shelf| {
                let mut question = Question::of(&words, &app.glossary());
                let written = shelf.vocabulary()?;
                question.mend(&written);
                let alike: Vec<String> = app.solving(&question).collect();
                let wanted = Wanted {
                    sort: sort.map(|sort| sort as u8),
                    behind,
                    most,
                    variant: &variant,
                    alike: &alike,
                };
                let answer = shelf.find(&question, &within, &wanted)?;
                Ok((question, answer, shelf.place()?))
            })
            .await?;
        let next = answer.found.last().filter(|_| answer.more);
        let mut results = Results {
            next: next.map(::search::Found::place),
            narrowed,
            unknown,
            preparing: place.is_none(),
            ..Results::default()
        };
        for (sort, count) in answer.counts {
            if let Some(sort) = Sort::of(sort) {
                results.counts.insert(sort, count);
            }
        }
        results.hits = self
            .read_once_more(actor, Arc::new(question), answer.found)
            .await?;
        Ok(results)
    }

    /// What was found, as its reader may see it at this moment.
    async fn read_once_more(
        &self,
        actor: Option<&Actor>,
        question: Arc<Question>,
        found: Vec<::search::Found>,
    ) -> Result<Vec<Hit>, Fail> {
        let of = |sort: Sort| {
            let those = found.iter().filter(move |one| one.sort == sort as u8);
            those.map(|one| one.id).collect::<Vec<_>>()
        };
        let articles: Vec<ArticleId> = of(Sort::Article).into_iter().map(ArticleId).collect();
        let files: Vec<FileId> = of(Sort::File).into_iter().map(FileId).collect();
        let mut cases: Vec<CaseId> = of(Sort::Case).into_iter().map(CaseId).collect();
        let of_files: HashMap<FileId, CaseId> = match actor {
            Some(_) => self.store.cases_of_files(&files).await?,
            None => Vec::new(),
        }
        .into_iter()
        .collect();
        cases.extend(of_files.values().copied());
        let titles = self.titles_among(actor, articles).await?;
        let mut texts = self.texts_among(actor, &titles).await?;
        let cases = self.cases_among(actor, cases).await?;
        let budget = Budget::of_a_search();
        let mut hits = Vec::new();
        for one in found {
            let hit = match Sort::of(one.sort) {
                Some(Sort::Article) => {
                    let title = titles.iter().find(|title| title.id.0 == one.id);
                    let draft = one.variant.strip_prefix(entries::DRAFT);
                    match (draft, title) {
                        (Some(language), _) => {
                            let (id, language) = (ArticleId(one.id), Language::new(language));
                            self.draft_hit(actor, &question, id, language, &budget)
                                .await?
                        }
                        (None, Some(title)) => match texts.remove(&title.id) {
                            Some(texts) => {
                                let language = Language::new(&one.variant);
                                article_hit(&question, title, texts, language, &budget).await?
                            }
                            None => None,
                        },
                        (None, None) => None,
                    }
                }
                Some(Sort::Case) => match (actor, cases.get(&CaseId(one.id))) {
                    (Some(actor), Some(case)) => {
                        Some(self.case_hit(actor, &question, case, &budget).await?)
                    }
                    _ => None,
                },
                Some(Sort::File) => {
                    let case = of_files.get(&FileId(one.id)).and_then(|id| cases.get(id));
                    match (actor, case) {
                        (Some(actor), Some(case)) => {
                            let id = FileId(one.id);
                            self.file_hit(actor, &question, case, id, &budget).await?
                        }
                        _ => None,
                    }
                }
                None => None,
            };
            hits.extend(hit);
        }
        Ok(hits)
    }

    /// Those of these cases that somebody sees.
    async fn cases_among(
        &self,
        actor: Option<&Actor>,
        mut cases: Vec<CaseId>,
    ) -> Result<HashMap<CaseId, InCase>, Fail> {
        let Some(actor) = actor else {
            return Ok(HashMap::new());
        };
        cases.sort_unstable();
        cases.dedup();
        let found = self.store.found_cases(&actor.scope(), &cases).await?;
        let mut accounts: Vec<AccountId> = found.iter().map(|one| one.case.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let names = self.store.names_of(&accounts).await?;
        let each = found.into_iter().map(|stored| {
            let account = names.get(&stored.case.account).cloned();
            let account = account.unwrap_or_default();
            (stored.id, InCase { stored, account })
        });
        Ok(each.collect())
    }

    async fn titles_among(
        &self,
        actor: Option<&Actor>,
        among: Vec<ArticleId>,
    ) -> Result<Vec<Title>, Fail> {
        let asked = ArticlesAsked {
            limit: i64::try_from(among.len()).unwrap_or(i64::MAX),
            among: Some(among),
            ..ArticlesAsked::default()
        };
        self.articles(actor, &asked).await
    }

    async fn case_hit(
        &self,
        actor: &Actor,
        question: &Arc<Question>,
        case: &InCase,
        budget: &Arc<Budget>,
    ) -> Result<Hit, Fail> {
        let history = match budget.is_spent() {
            true => Vec::new(),
            false => self.store.history(&case.stored).await?,
        };
        let staff = actor.is_staff();
        let subject = case.stored.case.subject.as_str().to_owned();
        let (question, budget) = (question.clone(), budget.clone());
        let marked = move || excerpts::of_case(&question, &subject, &history, staff, &budget);
        let marked = tokio::task::spawn_blocking(marked).await;
        let marked = marked.map_err(Fail::broken)?;
        Ok(Hit {
            what: What::Case(Box::new(case.clone())),
            title: marked.title,
            excerpt: marked.excerpt,
            place: marked.place,
            reasons: marked.reasons,
        })
    }

    async fn file_hit(
        &self,
        actor: &Actor,
        question: &Arc<Question>,
        case: &InCase,
        id: FileId,
        budget: &Arc<Budget>,
    ) -> Result<Option<Hit>, Fail> {
        let file = self
            .store
            .file_of_case(case.stored.id, id, actor.is_staff())
            .await?;
        let had = |file: &File| file.removed_at.is_none() && file.state == State::Ready;
        let Some(file) = file.filter(had) else {
            return Ok(None);
        };
        let text = match budget.is_spent() {
            true => String::new(),
            false => self.text_of_file(&file).await,
        };
        let (question, name) = (question.clone(), file.name.clone());
        let budget = budget.clone();
        let marked = move || excerpts::of_file(&question, &name, &text, &budget);
        let marked = tokio::task::spawn_blocking(marked).await;
        let marked = marked.map_err(Fail::broken)?;
        Ok(Some(Hit {
            what: What::File {
                file: Box::new(file),
                case: Box::new(case.clone()),
            },
            title: marked.title,
            excerpt: marked.excerpt,
            place: marked.place,
            reasons: marked.reasons,
        }))
    }
}

async fn article_hit(
    question: &Arc<Question>,
    title: &Title,
    texts: ShownTexts,
    language: Language,
    budget: &Arc<Budget>,
) -> Result<Option<Hit>, Fail> {
    let marked = articles::article_marked(question, texts, language, budget).await?;
    let Some((language, said, excerpt)) = marked else {
        return Ok(None);
    };
    let mut reasons = said.1;
    excerpts::join(&mut reasons, excerpt.1);
    Ok(Some(Hit {
        what: What::Article {
            title: title.clone(),
            language,
        },
        place: match said.0.places.is_empty() {
            true => Where::Body,
            false => Where::Title,
        },
        title: said.0,
        excerpt: excerpt.0,
        reasons,
    }))
}
