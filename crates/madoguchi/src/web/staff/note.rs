//! What staff write among themselves about a case (K1).

use axum::{extract::Path, response::Response};

use super::{
    super::{answering, handed_in::Filled, visitor::Staff},
    case,
};
use crate::app::Fail;

/// Writes a note, and lets its draft go.
pub async fn note(
    staff: Staff,
    Path(number): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    let answer = case::note(staff.clone(), number.clone(), filled).await?;
    if answer.status().is_redirection() {
        answering::forget_note(&staff, &number).await?;
    }
    Ok(answer)
}
