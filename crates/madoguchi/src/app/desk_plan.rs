//! What another desk file would change, before it is taken: open cases whose promises would move, and who would be late; and
//! taking it, for new cases only or for open ones too (D1, S3).

use domain::{
    Actor, Desk, Instant,
    calendar::second,
    case::{self, Case, CaseEvent},
    contract::Due,
    desk::Stranded,
};
use store::{
    Store, WriteError,
    cases::{Change, StoredCase},
};

use super::{
    Desks, Fail,
    desks::{NotServed, checked},
};

/// Cases read at a time.
const STEP: usize = 500;
/// Changed cases that are told one by one; beyond that they are counted.
const TOLD: usize = 200;

/// What a desk file would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// It is the file that serves already.
    pub same: bool,
    /// What open cases and contracts use and it lacks: it cannot be taken.
    pub stranded: Vec<Stranded>,
    /// Open cases with a promise that were looked at.
    pub open: usize,
    /// Those whose promises would move if they moved to it.
    pub changed: usize,
    /// Of these, those that would be late at once and are not now.
    pub late: usize,
    /// The first of them.
    pub cases: Vec<Moving>,
}

/// One case that would change.
#[derive(Debug)]
pub struct Moving {
    pub number: i64,
    pub subject: String,
    pub before: Due,
    pub after: Due,
    pub late: bool,
}

/// A move that a case would make.
fn moving(
    stored: &StoredCase,
    from: &Desk,
    to: &Desk,
    version: i64,
    at: Instant,
) -> Option<(CaseEvent, Case)> {
    let event = case::move_to(&stored.case, from, to, version, at)?;
    let mut after = stored.case.clone();
    after.apply(at, &event);
    Some((event, after))
}

fn is_over(due: Due, now: Instant) -> bool {
    matches!(due, Due::At(_, at) if at < second(now))
}

/// What the desk of this text would change.
pub async fn plan(
    store: &Store,
    desks: &Desks,
    name: &str,
    text: &str,
    now: Instant,
) -> Result<Plan, NotServed> {
    let desk = checked(name, text)?;
    let latest = store.latest_desk().await.map_err(Fail::from)?;
    let mut plan = Plan {
        same: latest.as_ref().is_some_and(|latest| latest.source == text),
        ..Plan::default()
    };
    let in_use = store.in_use().await.map_err(Fail::from)?;
    plan.stranded = domain::desk::stranded(&desk, &in_use);
    let version = latest.map_or(1, |latest| latest.version + 1);
    let mut after = 0;
    loop {
        let cases = store.promised(after, STEP).await.map_err(Fail::from)?;
        let Some(last) = cases.last() else {
            return Ok(plan);
        };
        after = last.number;
        for stored in &cases {
            plan.open += 1;
            let from = desks.of(stored.case.desk_version);
            let at = now.max(stored.case.latest_at());
            let Some((_, moved)) = moving(stored, from, &desk, version, at) else {
                continue;
            };
            let (before, then) = (stored.case.due(from), moved.due(&desk));
            let late = is_over(then, now) && !is_over(before, now);
            plan.changed += 1;
            plan.late += usize::from(late);
            if plan.cases.len() < TOLD {
                plan.cases.push(Moving {
                    number: stored.number,
                    subject: stored.case.subject.as_str().to_owned(),
                    before,
                    after: then,
                    late,
                });
            }
        }
    }
}

/// Takes a desk file: from now on it serves new cases, and with `open_too` open ones move to it. Gives how many moved.
pub async fn apply(
    store: &Store,
    name: &str,
    text: &str,
    open_too: bool,
    now: Instant,
) -> Result<usize, NotServed> {
    Desks::take(store, name, text, now).await?;
    if !open_too {
        return Ok(0);
    }
    let desks = Desks::stored(store).await?;
    let (desk, version) = desks.current();
    let (mut moved, mut after) = (0, 0);
    loop {
        let cases = store.promised(after, STEP).await.map_err(Fail::from)?;
        let Some(last) = cases.last() else {
            return Ok(moved);
        };
        after = last.number;
        for stored in cases {
            moved += usize::from(move_one(store, &desks, stored, desk, version, now).await?);
        }
    }
}

/// Moves one case, if that changes anything; tries again where somebody else was faster.
async fn move_one(
    store: &Store,
    desks: &Desks,
    mut stored: StoredCase,
    desk: &Desk,
    version: i64,
    now: Instant,
) -> Result<bool, Fail> {
    for _ in 0..5 {
        let from = desks.of(stored.case.desk_version);
        let at = now.max(stored.case.latest_at());
        let Some((event, _)) = moving(&stored, from, desk, version, at) else {
            return Ok(false);
        };
        let change = Change {
            before: &stored,
            desk: from,
            moved: Some(desk),
            events: &[(at, Actor::System.by(), event)],
        };
        match store.change_case(&change, Vec::new()).await {
            Ok(_) => return Ok(true),
            Err(WriteError::Conflict) => {
                let id = stored.id;
                stored = store.case_by_id(id).await?.ok_or(Fail::NotFound)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Fail::Conflict)
}
