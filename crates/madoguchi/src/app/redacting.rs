//! Covering a part of what was said (K3): what stood there is erased in the same write as the event that covers it.

use domain::{
    Actor,
    case::{CaseEvent, redacting},
};
use store::{
    WriteError,
    cases::StoredCase,
    events::{self, Stream, StreamKind},
};

use super::{App, Fail, TRIES};

impl App {
    /// Covers these stretches in what was said with the event of this version.
    pub async fn redact(
        &self,
        actor: &Actor,
        number: i64,
        of: i64,
        words: &[String],
    ) -> Result<StoredCase, Fail> {
        if !actor.is_staff() {
            return Err(Fail::NotFound);
        }
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            let history = self.store.history_as_said(&before).await?;
            let (command, held) = redacting::redaction(&history, of, words)?;
            let stream = Stream {
                kind: StreamKind::Case,
                id: before.id.0,
            };
            let name = match held.event.event {
                CaseEvent::Opened(_) => "description",
                _ => "text",
            };
            let erased = events::erased_in(stream, held.event, name).map_err(Fail::broken)?;
            match self
                .carried_out(actor, &before, command, vec![erased])
                .await?
            {
                Ok(after) => return Ok(after),
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }
}
