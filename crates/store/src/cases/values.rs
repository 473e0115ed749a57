//! Values of a case's columns, read and written.

use domain::{
    contract::{Alert, ClockKind, Due, MilestoneId},
    desk::{List, Turn},
};

use super::ranks::{alert_rank, turn_rank};
use crate::db::{DbError, Value};

pub(super) fn turn(rank: i64) -> Result<Turn, DbError> {
    Turn::ALL
        .into_iter()
        .find(|t| turn_rank(*t) == rank)
        .ok_or_else(|| DbError::Shape(format!("no such turn: {rank}")))
}

pub(super) fn list(text: &str) -> Result<List, DbError> {
    List::parse(text).ok_or_else(|| DbError::Shape(format!("no such list: {text}")))
}

pub(super) fn json<T: serde::Serialize>(value: Option<&T>) -> Result<Value, DbError> {
    let text = value.map(serde_json::to_string).transpose();
    Ok(text
        .map_err(|error| DbError::Shape(error.to_string()))?
        .into())
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    text: Option<String>,
) -> Result<Option<T>, DbError> {
    let value = text.map(|text| serde_json::from_str(&text)).transpose();
    value.map_err(|error| DbError::Shape(error.to_string()))
}

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
