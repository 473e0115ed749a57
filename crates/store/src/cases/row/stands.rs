//! How a case stands, as it was written into its row.

use domain::contract::{Alert, ClockKind, Due, MilestoneId};

use super::super::ranks::alert_rank;
use crate::db::DbError;

pub(super) fn tier(number: i64) -> Result<u8, DbError> {
    u8::try_from(number).map_err(|_| DbError::Shape(format!("{number} is no tier")))
}

pub(super) fn due_of(standing: i64, order: i64, clock: Option<String>) -> Result<Due, DbError> {
    Ok(match standing {
        1 => Due::At(ClockKind::FirstResponse, order / 1_000),
        2 => Due::At(ClockKind::NextUpdate, order / 1_000),
        3 => Due::Paused,
        4 => Due::Met,
        5 => {
            let id = clock.as_deref().and_then(MilestoneId::new);
            let id = id.ok_or_else(|| DbError::Shape(format!("no milestone: {clock:?}")))?;
            Due::At(ClockKind::Milestone(id), order / 1_000)
        }
        _ => Due::Nothing,
    })
}

pub(super) fn alert(rank: i64) -> Result<Alert, DbError> {
    let found = Alert::ALL.into_iter().find(|a| alert_rank(*a) == rank);
    found.ok_or_else(|| DbError::Shape(format!("no such alert: {rank}")))
}
