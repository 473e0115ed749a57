//! How staff end a case elsewhere (B7), tell what the product makes of it (C4), and answer who wants it back (C15) or somebody above
//! its owner (E2).

use axum::{extract::Path, response::Response};
use domain::{
    Desk,
    case::{Case, Command},
    desk::{StatusId, Turn},
};

use super::{
    super::{
        listing::{Pick, pick},
        posted::Posted,
        visitor::Staff,
    },
    case::act,
};
use crate::{app::Fail, texts::Texts};

/// What stands beside a case for it.
pub struct Closing {
    /// What support does not cover, where the case can end for it.
    pub matters: Vec<Pick>,
    /// Why support may close it, and what has been said of that.
    pub causes: Vec<Pick>,
    pub cause_required: bool,
    /// States of its kind, the one it has chosen.
    pub states: Vec<Pick>,
}

impl Closing {
    pub fn of(t: &Texts, desk: &Desk, case: &Case) -> Self {
        let to = desk.status(&case.status).map(|status| &status.to);
        let ends = to.is_some_and(|to| to.iter().any(|to| desk.redirects_to(to)));
        let matters = desk.not_covered.iter().filter(|_| ends);
        let states = desk.kind(&case.kind).map(|kind| kind.states.as_slice());
        let now = case.kind_state.as_deref().unwrap_or_default();
        let ends_at = |to: &StatusId| desk.status(to).is_some_and(|to| to.turn == Turn::Nobody);
        let closes = case.is_closed() || to.is_some_and(|to| to.iter().any(ends_at));
        let cause = case.closing.cause.as_deref().unwrap_or_default();
        Self {
            causes: desk
                .causes
                .iter()
                .filter(|_| closes)
                .map(|one| pick(&one.id, t.desk(&one.label), cause))
                .collect(),
            cause_required: desk.rules.cause_required,
            matters: matters
                .map(|one| pick(&one.id, t.desk(&one.label), ""))
                .collect(),
            states: states
                .unwrap_or_default()
                .iter()
                .map(|state| pick(&state.id, t.desk(&state.label), now))
                .collect(),
        }
    }
}

/// Closes what support does not cover.
pub async fn redirect(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let [matter, text] = ["matter", "redirect-text"].map(|name| posted.get(name).to_owned());
    act(staff, number, Command::Redirect { matter, text }, "", "").await
}

/// Says why it was closed.
pub async fn cause(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let cause = posted.get("cause").to_owned();
    act(staff, number, Command::SetCause { cause }, "", "").await
}

/// Does not bring it back.
pub async fn decline(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let reason = posted.get("reason").to_owned();
    act(staff, number, Command::DeclineReopening { reason }, "", "").await
}

/// Tells what the product makes of it.
pub async fn kind_state(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let [to, text] = ["kind-state", "kind-state-text"].map(|name| posted.get(name).to_owned());
    act(staff, number, Command::SetKindState { to, text }, "", "").await
}

/// Answers who asked for somebody above the owner (E2).
pub async fn answer_escalation(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let text = posted.get("escalation-text").to_owned();
    act(staff, number, Command::AnswerEscalation { text }, "", "").await
}
