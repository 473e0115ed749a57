//! What is done with two cases at once (K3): links and merging. One write, each side under the version that was read; and what a
//! reader comes to know of the other cases, which is what they see of them.

use std::collections::BTreeSet;

use domain::{
    Actor,
    case::{
        Both, CaseEvent, Facts, Refused, Relation, Subject,
        intake::{FieldProblem, Wrong},
        linking, merging,
    },
};
use store::{
    WriteError,
    cases::{Change, StoredCase},
    idempotency,
};

use super::{
    App, Fail, TRIES,
    cases::{Done, Once, Seen, seen},
};

/// What is wanted of a case and another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    Link(Relation),
    Unlink,
    /// The one goes on within the other.
    Merge,
    Unmerge,
}

impl Joint {
    fn decide(self, one: &Subject, other: &Subject, facts: &Facts) -> Result<Both, Refused> {
        match self {
            Joint::Link(relation) => linking::link(one, other, relation, facts),
            Joint::Unlink => linking::unlink(one, other, facts),
            Joint::Merge => merging::merge(one, other, facts),
            Joint::Unmerge => merging::unmerge(one, other, facts),
        }
    }
}

/// The case within which another one goes on.
#[derive(Debug)]
pub enum Into {
    Seen(Box<StoredCase>),
    /// There is one, and the reader does not see it.
    Hidden,
}

/// The cases around a case, as far as a reader sees them.
#[derive(Debug, Default)]
pub struct Around {
    pub links: Vec<(Relation, StoredCase)>,
    pub into: Option<Into>,
    /// Those that go on within it.
    pub carries: Vec<StoredCase>,
}

/// Who comes to see more or less by a merging: nobody. Whose contact does not see where their case goes on is told to staff.
pub struct Preview {
    pub refused: Option<Refused>,
    /// The contact of the case sees the other one, too.
    pub contact_sees: bool,
}

/// There is no such case, for this reader.
fn unknown() -> Fail {
    Refused::Fields(vec![FieldProblem {
        field: "other".into(),
        wrong: Wrong::NoSuchCase,
    }])
    .into()
}

impl App {
    /// Another case that staff name.
    pub async fn other_case(&self, actor: &Actor, number: i64) -> Result<StoredCase, Fail> {
        let found = self.store.case(&actor.scope(), number).await?;
        found.ok_or_else(unknown)
    }

    /// Does something with two cases, in one write. With `on`, only if the first is still as the actor saw it.
    pub async fn join(
        &self,
        actor: &Actor,
        number: i64,
        other: i64,
        joint: Joint,
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if !actor.is_staff() {
            return Err(Fail::NotFound);
        }
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        for _ in 0..TRIES {
            let one = self.case(actor, number).await?;
            if on.is_some_and(|on| on != seen(actor, &one)) {
                return Err(Fail::Stale);
            }
            let two = self.other_case(actor, other).await?;
            let now = self.now().max(one.case.modified_at);
            let now = now.max(two.case.modified_at);
            let (desk, other_desk) = (
                self.desks.of(one.case.desk_version),
                self.desks.of(two.case.desk_version),
            );
            let facts = Facts { now, actor, desk };
            let (here, there) = joint.decide(&subject(&one), &subject(&two), &facts)?;
            let stamped = |events: Vec<CaseEvent>| {
                let each = events.into_iter().map(|event| (now, actor.by(), event));
                each.collect::<Vec<_>>()
            };
            let (here, there) = (stamped(here), stamped(there));
            let claim = once.map(|o| idempotency::claim(&o.key, one.id, o.status, now));
            let more: Vec<_> = claim.into_iter().collect();
            if here.is_empty() && more.is_empty() {
                return Ok(Done::Now(Box::new(one)));
            }
            let mut changes = vec![
                Change {
                    before: &one,
                    desk,
                    moved: None,
                    events: &here,
                },
                Change {
                    before: &two,
                    desk: other_desk,
                    moved: None,
                    events: &there,
                },
            ];
            changes.retain(|change| !change.events.is_empty());
            // Always in the same order: two writes of the same cases wait for each other, and not each for the other.
            changes.sort_by_key(|change| change.before.id);
            match self.store.change_cases(&changes, more).await {
                Ok(after) => {
                    self.bell.notify_waiters();
                    let after = after.into_iter().find(|case| case.id == one.id);
                    return Ok(Done::Now(Box::new(after.unwrap_or(one))));
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.done_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// What a merging would be answered, and who would not see where it goes on.
    pub async fn merge_preview(
        &self,
        actor: &Actor,
        one: &StoredCase,
        two: &StoredCase,
    ) -> Result<Preview, Fail> {
        let desk = self.desks.of(one.case.desk_version);
        let facts = Facts {
            now: self.now(),
            actor,
            desk,
        };
        let refused = merging::merge(&subject(one), &subject(two), &facts).err();
        let contact = self.store.person(one.case.contact).await?;
        let contact_sees = match contact {
            Some(person) => {
                let acting = self.acting_in(&person, one.case.account).await?;
                acting.is_some_and(|acting| acting.actor.scope().sees(&two.case))
            }
            None => false,
        };
        Ok(Preview {
            refused,
            contact_sees,
        })
    }

    /// The cases around a case, as far as this reader sees them.
    pub async fn around(&self, actor: &Actor, stored: &StoredCase) -> Result<Around, Fail> {
        let case = &stored.case;
        let into = case.merged.as_ref().map(|merged| merged.into);
        let mut ids: BTreeSet<_> = case.links.iter().map(|link| link.to).collect();
        ids.extend(into);
        ids.extend(&case.carries);
        if ids.is_empty() {
            return Ok(Around::default());
        }
        let found = self.store.cases_of(&actor.scope(), &ids).await?;
        let of = |id| found.iter().find(|one| one.id == id).cloned();
        let links = case.links.iter();
        Ok(Around {
            links: links
                .filter_map(|link| Some((link.relation, of(link.to)?)))
                .collect(),
            into: into.map(|id| match of(id) {
                Some(case) => Into::Seen(Box::new(case)),
                None => Into::Hidden,
            }),
            carries: case.carries.iter().filter_map(|id| of(*id)).collect(),
        })
    }
}

fn subject(stored: &StoredCase) -> Subject<'_> {
    Subject {
        id: stored.id,
        case: &stored.case,
    }
}
