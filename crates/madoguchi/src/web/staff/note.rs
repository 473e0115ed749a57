//! What staff write among themselves about a case (K1).

use axum::{extract::Path, response::Response};
use domain::case::Command;

use super::{
    super::{answering, posted::Posted, visitor::Staff},
    case::act,
};
use crate::app::Fail;

/// Writes a note, and lets its draft go.
pub async fn note(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let text = posted.get("text").to_owned();
    let answer = act(
        staff.clone(),
        number.clone(),
        Command::AddNote { text: text.clone() },
        "note",
        &text,
    )
    .await?;
    if answer.status().is_redirection() {
        answering::forget_note(&staff, &number).await?;
    }
    Ok(answer)
}
