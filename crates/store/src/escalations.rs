//! Numbers of escalations: taken in the write that opens one, so in order, without gaps or doubles (E1).

use domain::{Instant, case::CaseEvent, event::By};

use crate::{Statement, Store, db::DbError};

type Happened = (Instant, By, CaseEvent);

impl Store {
    /// Gives each escalation that these events open the number that is next by now. The write that brings them is a conflict
    /// where another one has taken it meanwhile.
    pub async fn number_escalations<'e>(
        &self,
        events: impl IntoIterator<Item = &'e mut Happened>,
    ) -> Result<(), DbError> {
        let opened = events.into_iter().filter_map(|(.., event)| match event {
            CaseEvent::EscalationOpened { number, .. } => Some(number),
            _ => None,
        });
        let opened: Vec<_> = opened.collect();
        if opened.is_empty() {
            return Ok(());
        }
        let row = self
            .db
            .read_one("SELECT next FROM numbering WHERE name = 'escalation'", &[])
            .await?;
        let row = row.ok_or_else(|| DbError::Shape("escalations are not numbered".into()))?;
        let next = row.columns().int()?;
        for (place, number) in (next..).zip(opened) {
            *number = place;
        }
        Ok(())
    }
}

/// Takes the numbers of the escalations that these events open. It stands before them in a write: what another write has
/// taken is a conflict.
pub(crate) fn taken<'e>(events: impl IntoIterator<Item = &'e Happened>) -> Option<Statement> {
    let numbers = events.into_iter().filter_map(|(.., event)| match event {
        CaseEvent::EscalationOpened { number, .. } => Some(*number),
        _ => None,
    });
    let (first, last) = numbers.fold(None, |range, number| match range {
        None => Some((number, number)),
        Some((first, last)) => Some((number.min(first), number.max(last))),
    })?;
    let take = Statement::new(
        "UPDATE numbering SET next = $1 WHERE name = 'escalation' AND next = $2",
        vec![(last + 1).into(), first.into()],
    );
    Some(take.guarded())
}
