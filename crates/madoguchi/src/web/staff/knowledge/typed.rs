//! An article's form as it was typed, and what it asks for.

use domain::{
    Language,
    knowledge::{About, Article, Audience, Command, Sort},
};

use super::{
    super::super::{posted::Posted, shown::Trouble, visitor::Visitor},
    languages,
};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// What a form holds, as it was typed.
#[derive(Default)]
pub struct Typed {
    pub sort: String,
    pub audience: String,
    pub products: Vec<String>,
    pub plans: Vec<String>,
    pub accounts: String,
    pub until: String,
    pub texts: Vec<[String; 3]>,
    /// The version that it was begun from, where it goes on from that one.
    pub version: Option<i64>,
}

impl Typed {
    pub fn of(visitor: &Visitor, posted: &Posted) -> Self {
        let (desk, _) = visitor.web.app.desks.current();
        let ticked = |sort: &str, ids: Vec<&String>| {
            let ids = ids
                .into_iter()
                .filter(|id| posted.has(&format!("{sort}-{id}")));
            ids.cloned().collect()
        };
        let field = |name: &str| posted.get(name).to_owned();
        let texts = languages(visitor).into_iter().enumerate();
        Self {
            sort: field("sort"),
            audience: field("audience"),
            products: ticked("product", desk.products.iter().map(|p| &p.id).collect()),
            plans: ticked("plan", desk.plans.iter().map(|p| &p.id).collect()),
            accounts: field("accounts"),
            until: field("until"),
            texts: texts
                .map(|(i, (tag, _))| {
                    [
                        tag,
                        field(&format!("title-{i}")),
                        field(&format!("body-{i}")),
                    ]
                })
                .collect(),
            version: None,
        }
    }

    pub async fn of_article(visitor: &Visitor, article: &Article) -> Result<Self, Fail> {
        let about = article.about_worked_on();
        let mut accounts = Vec::new();
        if let Audience::Accounts(ids) = &about.audience {
            for id in ids {
                let name = visitor.web.app.store.account_name(*id).await?;
                accounts.extend(name.map(|[name, _]| name));
            }
        }
        let text = |tag: String| {
            let draft = article.drafts.get(&Language::new(&tag));
            let [title, body] = draft.map_or(["", ""], |d| [d.title.as_str(), d.body.as_str()]);
            [tag, title.to_owned(), body.to_owned()]
        };
        Ok(Self {
            sort: about.sort.as_str().to_owned(),
            audience: about.audience.as_str().to_owned(),
            products: about.products.clone(),
            plans: match &about.audience {
                Audience::Plans(plans) => plans.clone(),
                _ => Vec::new(),
            },
            accounts: accounts.join("\n"),
            until: about.until.map_or(String::new(), |day| day.to_string()),
            texts: languages(visitor)
                .into_iter()
                .map(|(tag, _)| text(tag))
                .collect(),
            version: None,
        })
    }

    /// What it asks for; or what cannot be read.
    pub async fn command(&self, app: &App, t: &Texts) -> Result<Result<Command, Trouble>, Fail> {
        let wrong = |field: &str, text: String| {
            Ok(Err(Trouble {
                field: field.into(),
                text,
            }))
        };
        let Some(sort) = Sort::parse(&self.sort) else {
            return wrong("sort", t.say("article-wrong-sort").to_owned());
        };
        let audience = match self.audience.as_str() {
            "everybody" => Audience::Everybody,
            "signed-in" => Audience::SignedIn,
            "plans" => Audience::Plans(self.plans.clone()),
            "accounts" => {
                let mut ids = Vec::new();
                for name in self
                    .accounts
                    .lines()
                    .map(str::trim)
                    .filter(|l| !l.is_empty())
                {
                    match app.store.account_by_name(name).await? {
                        Some(id) => ids.push(id),
                        None => return wrong("accounts", t.one("refused-unknown", "name", name)),
                    }
                }
                Audience::Accounts(ids)
            }
            "staff" => Audience::Staff,
            _ => return wrong("audience", t.say("article-wrong-audience").to_owned()),
        };
        let until = match self.until.trim() {
            "" => None,
            day => match day.parse() {
                Ok(day) => Some(day),
                Err(_) => return wrong("until", t.say("article-wrong-day").to_owned()),
            },
        };
        let text =
            |[tag, title, body]: &[String; 3]| (Language::new(tag), title.clone(), body.clone());
        Ok(Ok(Command::Write {
            about: About {
                sort,
                products: self.products.clone(),
                audience,
                until,
            },
            texts: self.texts.iter().map(text).collect(),
        }))
    }
}
