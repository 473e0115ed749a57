//! What a reader may see, and what they narrow it by, as a condition of the index.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::Fields;

/// A condition that an entry fulfils or not, whatever is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Within {
    Tag(String),
    /// Written at this moment or later, in milliseconds.
    Since(i64),
    /// Shown on this day still, in days.
    Until(i64),
    All(Vec<Within>),
    Any(Vec<Within>),
    Not(Box<Within>),
}

impl Within {
    pub fn tag(name: &str, value: impl std::fmt::Display) -> Within {
        Within::Tag(format!("{name}:{value}"))
    }

    pub fn outside(one: Within) -> Within {
        Within::Not(Box::new(one))
    }

    /// Nothing at all.
    pub fn nothing() -> Within {
        Within::Any(Vec::new())
    }

    pub(super) fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let each = |some: &[Within], occur: Occur| {
            some.iter()
                .map(|one| (occur, one.query(fields)))
                .collect::<Vec<_>>()
        };
        match self {
            Within::Tag(tag) => {
                let term = Term::from_field_text(fields.tag, tag);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
            Within::Since(at) => {
                let from = Term::from_field_i64(fields.at, *at);
                Box::new(RangeQuery::new(Bound::Included(from), Bound::Unbounded))
            }
            Within::Until(day) => {
                let from = Term::from_field_i64(fields.until, *day);
                Box::new(RangeQuery::new(Bound::Included(from), Bound::Unbounded))
            }
            Within::All(some) if some.is_empty() => Box::new(AllQuery),
            Within::All(some) => Box::new(BooleanQuery::new(each(some, Occur::Must))),
            Within::Any(some) if some.is_empty() => Box::new(EmptyQuery),
            Within::Any(some) => Box::new(BooleanQuery::new(each(some, Occur::Should))),
            Within::Not(one) => {
                let all: Box<dyn Query> = Box::new(AllQuery);
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, all),
                    (Occur::MustNot, one.query(fields)),
                ]))
            }
        }
    }
}
