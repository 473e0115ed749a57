//! A case's live sessions in its timeline (L8), and the tag under which both are known: a session goes on without its case changing.

use sha2::{Digest, Sha256};
use store::{cases::StoredCase, sessions::SessionRow};

use super::{shown::instant, wire};
use crate::app::{App, Fail, passwords::hex};

fn one(row: SessionRow) -> wire::TimelineSession {
    wire::TimelineSession {
        id: row.id.to_string(),
        number: format!("{:09}", row.number),
        state: row.state,
        started_at: instant(row.started_at),
        ended_at: row.ended_at.map(instant),
    }
}

/// Those about a case that the caller has been shown, and the tag of the two together.
pub async fn of_case(
    app: &App,
    case: &StoredCase,
    tag: String,
) -> Result<(Vec<wire::TimelineSession>, String), Fail> {
    let rows = app.store.sessions_of_case(case.id).await?;
    let all: Vec<_> = rows.into_iter().map(one).collect();
    if all.is_empty() {
        return Ok((all, tag));
    }
    let text = serde_json::to_vec(&all).map_err(Fail::broken)?;
    let digest = hex(&Sha256::digest(text)[..6]);
    let tag = format!("{}-{digest}\"", tag.trim_end_matches('"'));
    Ok((all, tag))
}
