//! Folding events into the state. Total: any event applies to any state that its stream can have.

use super::{Case, CaseEvent, Cause};
use crate::{Instant, desk::Turn, event::Recorded};

impl Case {
    /// The state that a stream's events give; `None` when they do not begin with an opening.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Recorded<CaseEvent>>) -> Option<Case> {
        let mut events = events.into_iter();
        let first = events.next()?;
        let mut case = Case::opened(first.at, &first.event)?;
        for recorded in events {
            case.apply(recorded.at, &recorded.event);
        }
        Some(case)
    }

    /// The state after the first event; `None` when that is not an opening.
    pub fn opened(at: Instant, event: &CaseEvent) -> Option<Case> {
        let CaseEvent::Opened(o) = event else {
            return None;
        };
        Some(Case {
            version: 1,
            public_version: 1,
            desk_version: o.desk_version,
            account: o.account,
            deployment: o.deployment,
            contact: o.contact,
            list: o.list,
            kind: o.case_kind.clone(),
            sub_type: o.sub_type.clone(),
            product: o.product.clone(),
            environment: o.environment.clone(),
            severity: o.severity.clone(),
            channel: o.channel.clone(),
            subject: o.subject.clone(),
            answers: o.answers.clone(),
            status: o.status.clone(),
            turn: o.turn,
            owner: None,
            team: None,
            reopening_asked: false,
            handovers: 0,
            reopenings: 0,
            opened_at: at,
            modified_at: at,
            turn_since: at,
            closed_at: (o.turn == Turn::Nobody).then_some(at),
            source: o.source.clone(),
        })
    }

    pub fn apply(&mut self, at: Instant, event: &CaseEvent) {
        self.version += 1;
        if event.is_public() {
            self.public_version += 1;
            self.modified_at = at;
        }
        match event {
            // A second opening says nothing new.
            CaseEvent::Opened(_)
            | CaseEvent::MessagePosted { .. }
            | CaseEvent::NotePosted { .. } => {}
            CaseEvent::StatusChanged {
                to,
                turn,
                closed,
                cause,
                ..
            } => {
                self.status = to.clone();
                if self.turn != *turn {
                    self.turn = *turn;
                    self.turn_since = at;
                }
                self.closed_at = closed.then(|| self.closed_at.unwrap_or(at));
                self.reopening_asked = false;
                self.reopenings += match cause {
                    Cause::Reopened => 1,
                    Cause::Imported { reopenings } => *reopenings,
                    _ => 0,
                };
            }
            CaseEvent::Assigned {
                owner,
                team,
                handovers,
            } => {
                // The customer sees who takes care of the case, not how work is shared out inside.
                if self.owner != *owner {
                    self.public_version += 1;
                }
                self.owner = *owner;
                self.team = *team;
                self.handovers += handovers;
            }
            CaseEvent::ReopeningRequested { .. } => self.reopening_asked = true,
        }
    }
}
