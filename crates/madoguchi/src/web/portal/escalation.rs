//! The customer is not content, and asks for somebody above the owner (E2).

use axum::{extract::Path, response::Response};
use domain::case::{Addressee, Command};

use super::{
    super::{posted::Posted, visitor::Contact},
    case::{Typed, acts::act},
};
use crate::app::Fail;

pub async fn ask(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let reason = posted.get("escalation-reason").to_owned();
    let to = Addressee::parse(posted.get("addressee"));
    let to = to.unwrap_or(Addressee::SupportManager);
    let typed = Typed::escalation(&reason);
    act(
        contact,
        number,
        Command::AskEscalation { to, reason },
        typed,
    )
    .await
}
