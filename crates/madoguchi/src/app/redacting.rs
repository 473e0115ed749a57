//! Covering a part of what was said (K3): what stood there is erased in the same write as the event that covers it.

use domain::{Actor, case::redacting};
use store::{
    WriteError,
    cases::StoredCase,
    events::{self, Stream, StreamKind},
    idempotency,
};

use super::{
    App, Fail, TRIES,
    cases::{Done, Once, Seen, seen},
};

impl App {
    /// Covers these stretches in every text of the event of this version.
    pub async fn redact(
        &self,
        actor: &Actor,
        number: i64,
        of: i64,
        words: &[String],
    ) -> Result<StoredCase, Fail> {
        Ok(self
            .redact_once(actor, number, (of, words), None, None)
            .await?
            .case())
    }

    /// The same on the copy that was seen, once under its key.
    pub async fn redact_once(
        &self,
        actor: &Actor,
        number: i64,
        (of, words): (i64, &[String]),
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if !actor.is_staff() {
            return Err(Fail::NotFound);
        }
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            if on.is_some_and(|on| on != seen(actor, &before)) {
                return Err(Fail::Stale);
            }
            let history = self.store.history_as_said(&before).await?;
            let (command, all) = redacting::redaction(&history, of, words)?;
            let stream = Stream {
                kind: StreamKind::Case,
                id: before.id.0,
            };
            let erased = all.iter().map(|held| {
                events::erased_in(stream, held.event.version, &held.marked(events::MARK))
            });
            let erased: Result<Vec<_>, _> = erased.collect();
            let mut list = erased.map_err(Fail::broken)?;
            let claim = once.map(|o| idempotency::claim(&o.key, before.id, o.status, self.now()));
            list.extend(claim);
            match self.carried_out(actor, &before, command, list).await? {
                Ok(after) => return Ok(Done::Now(Box::new(after))),
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.done_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }
}
