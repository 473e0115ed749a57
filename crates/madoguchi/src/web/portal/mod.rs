//! The customers' side.

pub mod access;
pub mod access_request;
pub mod agreeing;
mod ahead;
pub mod before;
pub mod case;
mod check;
pub mod contract;
pub(super) mod control;
pub mod drafts;
pub mod escalation;
pub mod home;
pub mod list;
pub mod new;
pub mod opened;
pub mod promise;
mod shared;
pub mod survey;

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{search, shown, visitor::Visitor};
use crate::app::Fail;

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    number: String,
}

/// From a case number, however it was typed, to the case (C8), and from words to what they find (B4); for staff also from anything that a customer is known by
/// to the account, as a caller on the phone gives it (C6).
pub async fn find(visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Fail> {
    let me = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?;
    let app = &visitor.web.app;
    let typed = wanted.number.trim();
    if me.actor.is_staff()
        && let Some(account) = app.store.account_known_by(typed).await?
    {
        return Ok(Redirect::to(&format!("/staff/accounts/{account}")).into_response());
    }
    let Some(number) = shown::only_number(typed) else {
        let page = match me.actor.is_staff() {
            true => "/staff/search",
            false => "/search",
        };
        return Ok(Redirect::to(&search::address(page, typed, "", "")).into_response());
    };
    let found = app.case(&me.actor, number).await?;
    let written = shown::number(app.desks.current().0, found.number);
    let side = if me.actor.is_staff() {
        "/staff/cases"
    } else {
        "/cases"
    };
    Ok(Redirect::to(&format!("{side}/{written}")).into_response())
}
