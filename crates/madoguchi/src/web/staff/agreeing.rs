//! What staff agree with the customer about a case, and what they owe with it: severity, the phone call, other vendors, the
//! tier.

use axum::{extract::Path, response::Response};
use domain::{PersonId, TeamId, case::Command, desk::StatusId};

use super::{
    super::{posted::Posted, visitor::Staff},
    case::{SEVERITY, act},
};
use crate::app::Fail;

pub async fn severity(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let reason = posted.get("severity-reason").to_owned();
    let command = posted.severity();
    act(staff, number, command, SEVERITY, &reason).await
}

pub async fn severity_answer(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let command = posted.severity_answer();
    act(staff, number, command, "", "").await
}

pub async fn call(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let note = posted.get("call-note").to_owned();
    act(staff, number, Command::RecordCall { note }, "", "").await
}

pub async fn third_party(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let command = Command::InvolveThirdParty {
        name: posted.get("third-party").to_owned(),
        reference: posted.get("third-party-reference").to_owned(),
        then: posted.given("then").map(StatusId::new),
    };
    act(staff, number, command, "", "").await
}

pub async fn third_party_release(
    staff: Staff,
    Path(number): Path<String>,
    _: Posted,
) -> Result<Response, Fail> {
    act(staff, number, Command::ReleaseThirdParty, "", "").await
}

/// Kept to its owner and team, or open to all staff again.
pub async fn privacy(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let private = posted.get("private") == "yes";
    act(staff, number, Command::SetPrivacy { private }, "", "").await
}

pub async fn tier(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let reason = posted.get("tier-reason").to_owned();
    act(staff, number, Command::RaiseTier { reason }, "", "").await
}

/// A closed case comes back (C15).
pub async fn reopening(
    staff: Staff,
    Path(number): Path<String>,
    _: Posted,
) -> Result<Response, Fail> {
    act(staff, number, Command::Reopen, "", "").await
}

/// Another status.
pub async fn status(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    act(
        staff,
        number,
        Command::ChangeStatus {
            to: StatusId::new(posted.get("to")),
        }
        .closed_for(posted.get("cause")),
        "",
        "",
    )
    .await
}

/// Who has it.
pub async fn assignment(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let id = |name: &str| posted.given(name).and_then(|text| text.parse::<i64>().ok());
    let command = Command::Assign {
        owner: id("owner").map(PersonId),
        team: id("team").map(TeamId),
    };
    act(staff, number, command, "", "").await
}
