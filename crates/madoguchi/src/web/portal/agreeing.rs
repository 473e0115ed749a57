//! What a contact agrees with support about a case: its severity (C7).

use axum::{extract::Path, response::Response};

use super::{
    super::{posted::Posted, visitor::Contact},
    case::{Typed, acts::act},
};
use crate::app::Fail;

pub async fn severity(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let typed = Typed::severity(posted.get("severity-reason"));
    act(contact, number, posted.severity(), typed).await
}

pub async fn severity_answer(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let command = posted.severity_answer();
    act(contact, number, command, Typed::default()).await
}
