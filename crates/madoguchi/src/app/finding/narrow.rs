//! Words of a name and a value that narrow what is found (`status:open 担当:自分`), in both languages. Customers have those of what
//! they know; a value that names nothing is taken as words.

use ::search::{Narrowing, Within, fields};
use domain::{Actor, Desk, Words, desk::Turn};
use unicode_normalization::UnicodeNormalization;

use super::super::{App, Fail};

/// What a word can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Owner,
    Severity,
    Turn,
    Plan,
    Company,
    Cause,
    Tag,
    Status,
    Product,
    Type,
    Number,
    /// Who submitted it.
    From,
    /// In which state something written for many is: a draft.
    Is,
}

impl About {
    const ALL: [(About, &'static [&'static str]); 13] = [
        (About::Owner, &["owner", "担当", "担当者"]),
        (About::Severity, &["severity", "重大度"]),
        (About::Turn, &["turn", "対応", "番"]),
        (About::Plan, &["plan", "プラン"]),
        (About::Company, &["company", "会社", "アカウント"]),
        (About::Cause, &["cause", "原因"]),
        (About::Tag, &["tag", "タグ"]),
        (About::Status, &["status", "状態", "ステータス"]),
        (About::Product, &["product", "製品"]),
        (About::Type, &["type", "種類", "種別"]),
        (About::Number, &["number", "番号"]),
        (About::From, &["from", "登録者"]),
        (About::Is, &["is", "区分"]),
    ];

    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, names)| names.contains(&name))
            .map(|(about, _)| about)
    }

    /// Customers know of it.
    fn is_for_customers(self) -> bool {
        match self {
            About::Severity
            | About::Turn
            | About::Status
            | About::Product
            | About::Type
            | About::Number
            | About::From => true,
            About::Owner | About::Plan | About::Company | About::Cause | About::Tag | About::Is => {
                false
            }
        }
    }
}

/// One such word, and what it comes to.
#[derive(Clone, Debug)]
pub struct Narrowed {
    pub typed: String,
    pub(super) within: Within,
}

impl Narrowed {
    /// Whether nothing but drafts is left.
    pub fn is_drafts(&self) -> bool {
        self.within == Within::tag("is", "draft")
    }
}

/// Width and case are the same to who looks for something.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// A part of a name may mean so many companies.
const COMPANIES: usize = 50;

impl App {
    /// What narrows, the words without it, and what looked as if it did.
    pub(super) async fn narrowed(
        &self,
        actor: Option<&Actor>,
        text: &str,
    ) -> Result<(Vec<Narrowed>, String, Vec<String>), Fail> {
        let staff = actor.is_some_and(Actor::is_staff);
        let (found, mut words) = fields(text, |name| {
            About::named(name).is_some_and(|about| staff || about.is_for_customers())
        });
        let (mut narrowed, mut unknown) = (Vec::new(), Vec::new());
        for one in found {
            match self.meant(actor, &one).await? {
                Some(within) => narrowed.push(Narrowed {
                    within: match one.not {
                        true => Within::outside(within),
                        false => within,
                    },
                    typed: one.typed,
                }),
                None => {
                    words.push(' ');
                    words.push_str(&one.typed);
                    unknown.push(one.typed);
                }
            }
        }
        Ok((narrowed, words, unknown))
    }

    async fn meant(&self, actor: Option<&Actor>, one: &Narrowing) -> Result<Option<Within>, Fail> {
        let Some(about) = About::named(&one.name) else {
            return Ok(None);
        };
        let (desk, value) = (self.desks.current().0, one.value.as_str());
        let me = actor.and_then(Actor::person);
        let is_me = ["me", "自分"].contains(&value);
        let of = |name: &str, ids: Vec<String>| {
            let each = ids.into_iter().map(|id| Within::tag(name, id));
            let each: Vec<_> = each.collect();
            (!each.is_empty()).then_some(Within::Any(each))
        };
        Ok(match about {
            About::Owner if is_me => me.map(|me| Within::tag("owner", me)),
            About::Owner if ["none", "nobody", "なし", "未割り当て"].contains(&value) => {
                Some(Within::tag("owner", "none"))
            }
            About::Owner => {
                let agents = self.store.agents().await?.into_iter();
                let named = agents.filter(|agent| fold(&agent.profile.name()).contains(value));
                of("owner", named.map(|agent| agent.id.to_string()).collect())
            }
            About::Is => {
                let is_draft = ["draft", "drafts", "下書き"].contains(&value);
                is_draft.then(|| Within::tag("is", "draft"))
            }
            About::From => me.filter(|_| is_me).map(|me| Within::tag("contact", me)),
            About::Company => {
                let accounts = self.store.accounts().await?.into_iter();
                let named = accounts
                    .filter(|(_, names)| names.iter().any(|name| fold(name).contains(value)));
                let ids = named.take(COMPANIES).map(|(id, _)| id.to_string());
                of("account", ids.collect())
            }
            About::Turn => turn(value).map(|turn| Within::tag("turn", turn.as_str())),
            About::Number => {
                let digits = value.trim_start_matches('#').parse::<i64>();
                digits.ok().map(|number| Within::tag("number", number))
            }
            About::Status => match value {
                "open" | "未クローズ" | "オープン" => Some(Within::tag("is", "open")),
                "closed" | "クローズ" => Some(Within::tag("is", "closed")),
                _ => of("status", statuses(desk, value)),
            },
            About::Severity => of(
                "severity",
                called(&desk.severities, value, |s| (&s.id, &s.label)),
            ),
            About::Plan => of("plan", called(&desk.plans, value, |p| (&p.id, &p.label))),
            About::Cause => of("cause", called(&desk.causes, value, |c| (&c.id, &c.label))),
            About::Tag => {
                let tags = self.tags().await?;
                let called = tags.called(value);
                let ids = called.iter().flat_map(|tag| tags.meant(tag.id));
                of("tag", ids.map(|id| id.to_string()).collect())
            }
            About::Product => {
                let mut ids = called(&desk.products, value, |p| (&p.id, &p.label));
                // What is written about all products is about this one, too.
                if !ids.is_empty() {
                    ids.push("*".into());
                }
                of("product", ids)
            }
            About::Type => {
                let mut ids = called(&desk.kinds, value, |k| (&k.id, &k.label));
                for kind in &desk.kinds {
                    ids.extend(called(&kind.sub_types, value, |s| (&s.id, &s.label)));
                }
                let sorts = domain::knowledge::Sort::ALL.into_iter();
                ids.extend(
                    sorts
                        .map(|s| s.as_str().to_owned())
                        .filter(|id| id == value),
                );
                of("type", ids)
            }
        })
    }
}

fn turn(value: &str) -> Option<Turn> {
    match value {
        "us" | "support" | "サポート" | "自社" => Some(Turn::Support),
        "customer" | "them" | "お客様" => Some(Turn::Customer),
        _ => None,
    }
}

fn statuses(desk: &Desk, value: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for status in &desk.statuses {
        let is_called =
            !called(std::slice::from_ref(status), value, |s| (&s.id, &s.label)).is_empty();
        for sub in &status.subs {
            let sub_called = fold(sub.id.as_str()) == value || says(&sub.label, value);
            if is_called || sub_called {
                ids.push(sub.id.as_str().to_owned());
            }
        }
        ids.extend(is_called.then(|| status.id.clone()));
    }
    ids
}

/// Whether a label says this in one of its languages.
fn says(label: &Words, value: &str) -> bool {
    let mut languages = label.languages();
    languages.any(|language| fold(label.in_language(language)).contains(value))
}

/// What is called so; else all whose label holds it.
fn called<T>(all: &[T], value: &str, named: impl Fn(&T) -> (&String, &Words)) -> Vec<String> {
    let exact = all.iter().find(|one| fold(named(one).0) == value);
    match exact {
        Some(one) => vec![named(one).0.clone()],
        None => {
            let held = all.iter().filter(|one| says(named(one).1, value));
            held.map(|one| named(one).0.clone()).collect()
        }
    }
}
