//! The cases around a case on its page (K3): how it stands to others, within which it goes on, and what was said in those that go on
//! within it. Whatever the reader does not see is not there for them.

use std::collections::HashMap;

use domain::case::{NotMerged, Relation};
use store::cases::StoredCase;

use super::{
    shown,
    story::{self, Day, Item},
    story_days,
    visitor::{Me, Visitor},
};
use crate::{
    app::{
        App, Fail,
        together::{Around, Into},
    },
    texts::Texts,
};

/// Another case, as far as the reader sees it.
pub struct Other {
    /// How it stands to the one at hand, in words; empty where that is said already.
    pub relation: String,
    pub number: String,
    pub address: String,
    pub subject: String,
    pub status: String,
}

impl Other {
    pub fn of(
        app: &App,
        t: &Texts,
        me: &Me,
        relation: Option<Relation>,
        case: &StoredCase,
    ) -> Self {
        let desk = app.desks.of(case.case.desk_version);
        let number = shown::number(desk, case.number);
        Self {
            relation: relation.map_or(String::new(), |relation| relation_name(t, relation)),
            address: shown::page_of(&me.actor, &number),
            subject: shown::subject(t, &case.case).to_owned(),
            status: t.status_name(desk, &case.case.status),
            number,
        }
    }
}

/// What a relation is called.
pub fn relation_name(t: &Texts, relation: Relation) -> String {
    t.say(&format!("link-{}", relation.as_str())).to_owned()
}

/// Why a case cannot go on within another one: the key of the sentence.
pub fn not_merged(why: NotMerged) -> &'static str {
    match why {
        NotMerged::NotOffered => "refused-merge-not-offered",
        NotMerged::SameCase => "refused-merge-same",
        NotMerged::OtherCompany => "refused-merge-company",
        NotMerged::Already => "refused-merge-already",
        NotMerged::OtherMerged => "refused-merge-other-merged",
        NotMerged::OtherClosed => "refused-merge-other-closed",
        NotMerged::Carries => "refused-merge-carries",
        NotMerged::Escalated => "refused-merge-escalated",
        NotMerged::NotAtAll => "refused-merge-not-at-all",
    }
}

/// The part for one reader.
#[derive(Default)]
pub struct Part {
    pub links: Vec<Other>,
    /// Where it goes on.
    pub into: Option<Other>,
    /// It goes on where its reader does not see it.
    pub hidden: bool,
    /// Those that go on within it.
    pub carries: Vec<Other>,
}

impl Part {
    /// Sets what was said in the cases that go on within this one among its own days.
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        days: &mut Vec<Day>,
    ) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let Around {
            links,
            into,
            carries,
        } = app.around(&me.actor, stored).await?;
        for case in &carries {
            let other = Other::of(app, t, me, None, case);
            for (label, item) in said(visitor, me, case, &other).await? {
                story_days::place(days, label, item);
            }
        }
        let other = |relation, case: &StoredCase| Other::of(app, t, me, relation, case);
        Ok(Self {
            links: links
                .iter()
                .map(|(relation, case)| other(Some(*relation), case))
                .collect(),
            hidden: matches!(into, Some(Into::Hidden)),
            into: match into {
                Some(Into::Seen(case)) => Some(other(None, &case)),
                _ => None,
            },
            carries: carries.iter().map(|case| other(None, case)).collect(),
        })
    }
}

/// What people said in a case, for the story of another one: each with its day.
async fn said(
    visitor: &Visitor,
    me: &Me,
    case: &StoredCase,
    other: &Other,
) -> Result<Vec<(String, Item)>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let desk = app.desks.of(case.case.desk_version);
    let history = app.history(&me.actor, case).await?;
    let people = story::people_of(app, case, &history).await?;
    let days = story::timeline(t, desk, &history, &people, &HashMap::new());
    let mut all = Vec::new();
    for day in days {
        for item in day.items.into_iter().filter(|item| !item.is_event()) {
            let anchor = format!("c{}-{}", other.number, item.version());
            let home = [other.number.clone(), other.address.clone()];
            all.push((day.label.clone(), item.told_elsewhere(anchor, home)));
        }
    }
    Ok(all)
}
