//! How cases stand to each other (K3). A link lies in both of its cases, each saying it from its own side; whether a reader comes to
//! know of it is whether they see the other case.

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused,
    decide::{staff, wrong},
    intake::Wrong,
};
use crate::CaseId;

/// As many links has a case at most.
pub const LINKS_MAX: usize = 50;

/// How a case stands to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    Related,
    DuplicateOf,
    DuplicatedBy,
    CausedBy,
    CauseOf,
    FollowUpOf,
    FollowedBy,
}

impl Relation {
    pub const ALL: [Relation; 7] = [
        Relation::Related,
        Relation::DuplicateOf,
        Relation::DuplicatedBy,
        Relation::CausedBy,
        Relation::CauseOf,
        Relation::FollowUpOf,
        Relation::FollowedBy,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Related => "related",
            Relation::DuplicateOf => "duplicate-of",
            Relation::DuplicatedBy => "duplicated-by",
            Relation::CausedBy => "caused-by",
            Relation::CauseOf => "cause-of",
            Relation::FollowUpOf => "follow-up-of",
            Relation::FollowedBy => "followed-by",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// The same from the other side.
    pub fn reverse(self) -> Self {
        match self {
            Relation::Related => Relation::Related,
            Relation::DuplicateOf => Relation::DuplicatedBy,
            Relation::DuplicatedBy => Relation::DuplicateOf,
            Relation::CausedBy => Relation::CauseOf,
            Relation::CauseOf => Relation::CausedBy,
            Relation::FollowUpOf => Relation::FollowedBy,
            Relation::FollowedBy => Relation::FollowUpOf,
        }
    }
}

/// A link as one of its cases has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    pub relation: Relation,
    pub to: CaseId,
}

impl Link {
    pub(super) fn of(relation: Relation, to: CaseId) -> Self {
        Self { relation, to }
    }
}

/// A case beside its id: a rule about two needs both.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub id: CaseId,
    pub case: &'a Case,
}

/// What happens to the one case, and to the other, in one write.
pub type Both = (Vec<CaseEvent>, Vec<CaseEvent>);

/// Staff say how a case stands to another one. One word at a time: what stood between the two before goes.
pub fn link(
    one: &Subject,
    other: &Subject,
    relation: Relation,
    facts: &Facts,
) -> Result<Both, Refused> {
    staff(facts)?;
    if one.id == other.id {
        return Err(wrong("other", Wrong::NotOffered));
    }
    if one.case.links.contains(&Link::of(relation, other.id)) {
        return Ok((Vec::new(), Vec::new()));
    }
    let (mut here, mut there) = taken_off(one, other);
    for (subject, gone) in [(one, here.len()), (other, there.len())] {
        if subject.case.links.len() - gone >= LINKS_MAX {
            return Err(wrong("other", Wrong::TooMany { most: LINKS_MAX }));
        }
    }
    here.push(CaseEvent::Linked {
        relation,
        to: other.id,
    });
    there.push(CaseEvent::Linked {
        relation: relation.reverse(),
        to: one.id,
    });
    Ok((here, there))
}

/// Staff take back that two cases have to do with each other.
pub fn unlink(one: &Subject, other: &Subject, facts: &Facts) -> Result<Both, Refused> {
    staff(facts)?;
    Ok(taken_off(one, other))
}

fn taken_off(one: &Subject, other: &Subject) -> Both {
    let off = |from: &Subject, to: CaseId| {
        let all = from.case.links.iter().filter(|link| link.to == to);
        let gone = all.map(|link| CaseEvent::Unlinked {
            relation: link.relation,
            to,
        });
        gone.collect()
    };
    (off(one, other.id), off(other, one.id))
}
