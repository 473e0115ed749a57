//! Articles in the order in which they are best read, for the first page of those whom they are meant for (B1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Audience, Reader};
use crate::{ArticleId, Desk, Language, case::intake::cleaned, contract::entitlement::Entitlement};

/// Most characters of a title, and most articles of a list.
pub const TITLE: usize = 100;
pub const ARTICLES: usize = 30;
/// As many lists are there at most.
pub const LISTS: usize = 50;

/// A list of what to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingList {
    pub title: BTreeMap<Language, String>,
    /// Ids of the desk's products; whatever somebody has when empty.
    pub products: Vec<String>,
    pub audience: Audience,
    pub articles: Vec<ArticleId>,
}

/// Why a list cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSo {
    NoTitle,
    TooLong {
        max: usize,
    },
    NoArticle,
    TooMany {
        max: usize,
    },
    NobodyMeant,
    /// No product or plan of the desk has this id.
    Unknown(String),
}

impl ReadingList {
    /// The list as it is kept, each article once; or what is wrong with it.
    pub fn checked(mut self, desk: &Desk) -> Result<Self, NotSo> {
        for title in self.title.values_mut() {
            *title = cleaned(title).replace('\n', " ");
            if title.chars().count() > TITLE {
                return Err(NotSo::TooLong { max: TITLE });
            }
        }
        self.title.retain(|_, title| !title.is_empty());
        let mut articles: Vec<ArticleId> = Vec::new();
        for id in self.articles {
            if !articles.contains(&id) {
                articles.push(id);
            }
        }
        self.articles = articles;
        let mut products = self.products.iter();
        let strange = products.find(|id| desk.product(id).is_none());
        let plans = match &self.audience {
            Audience::Plans(plans) => plans.as_slice(),
            _ => &[],
        };
        let strange = strange.or(plans.iter().find(|id| desk.plan(id).is_none()));
        match () {
            () if self.title.is_empty() => Err(NotSo::NoTitle),
            () if self.articles.is_empty() => Err(NotSo::NoArticle),
            () if self.articles.len() > ARTICLES => Err(NotSo::TooMany { max: ARTICLES }),
            () if self.audience == Audience::Plans(Vec::new()) => Err(NotSo::NobodyMeant),
            () => match strange {
                Some(id) => Err(NotSo::Unknown(id.clone())),
                None => Ok(self),
            },
        }
    }

    /// Whether it is shown to somebody who has bought this, as it counts today.
    pub fn is_for(&self, reader: &Reader, bought: &[Entitlement]) -> bool {
        let has = |product: &String| {
            let mut bought = bought.iter();
            bought.any(|one| one.product.as_ref().is_none_or(|own| own == product))
        };
        reader.is_among(&self.audience)
            && (self.products.is_empty() || self.products.iter().any(has))
    }
}
