//! Folding what happened into an incident.

use super::{Cause, End, Incident, IncidentEvent, Phase, Promised, Texts, Update};
use crate::{IncidentId, event::Recorded};

impl Incident {
    pub(super) fn declared(id: IncidentId, first: &Recorded<IncidentEvent>) -> Option<Self> {
        let IncidentEvent::Declared {
            number,
            desk_version,
            from,
            title,
            affected,
            lead,
            communications,
        } = &first.event
        else {
            return None;
        };
        Some(Self {
            id,
            version: 1,
            public_version: 1,
            number: *number,
            desk_version: *desk_version,
            from: *from,
            title: title.clone(),
            affected: (**affected).clone(),
            lead: *lead,
            communications: *communications,
            phase: Phase::Investigating,
            updates: Vec::new(),
            promised: None,
            cases: Default::default(),
            opted_out: Default::default(),
            declared_at: first.at,
            changed_at: first.at,
            ended: None,
            cause: None,
        })
    }

    /// Takes in one more event.
    pub fn apply(&mut self, recorded: &Recorded<IncidentEvent>) {
        self.version += 1;
        if recorded.event.is_seen() {
            self.public_version = self.version;
        }
        let at = recorded.at;
        match &recorded.event {
            // Only the first is a declaration.
            IncidentEvent::Declared { .. } | IncidentEvent::Noted { .. } => {}
            IncidentEvent::Updated {
                phase,
                texts,
                next_at,
            } => {
                self.phase = *phase;
                self.promised = Some(Promised::new(*next_at));
                self.told(recorded, texts, Some(*next_at));
            }
            IncidentEvent::Gathered { cases } => self.cases.extend(cases),
            IncidentEvent::Released { cases } => cases.iter().for_each(|case| {
                self.cases.remove(case);
            }),
            IncidentEvent::DescriptionSet { title, affected } => {
                self.title = title.clone();
                self.affected = (**affected).clone();
            }
            IncidentEvent::OwnersSet {
                lead,
                communications,
            } => (self.lead, self.communications) = (*lead, *communications),
            IncidentEvent::HearingSet { account, hears } => {
                match hears {
                    true => self.opted_out.remove(account),
                    false => self.opted_out.insert(*account),
                };
            }
            IncidentEvent::Ended {
                texts,
                solution,
                cause_due_on,
            } => {
                self.phase = Phase::Restored;
                self.promised = None;
                let solution = solution.clone();
                self.ended = Some((at, End::Restored { solution }));
                self.cause = cause_due_on.map(|due_on| Cause {
                    due_on,
                    told: None,
                    reported_at: None,
                });
                self.told(recorded, texts, None);
            }
            IncidentEvent::CauseReported { texts } => {
                self.phase = Phase::Reported;
                if let Some(cause) = &mut self.cause {
                    cause.reported_at = Some(at);
                }
                self.told(recorded, texts, None);
            }
            IncidentEvent::Cancelled { reason } => {
                self.promised = None;
                self.cases.clear();
                let reason = reason.clone();
                self.ended = Some((at, End::Cancelled { reason }));
            }
            IncidentEvent::CauseTold { notice, due_on } => {
                if let Some(cause) = self.cause.as_mut().filter(|c| c.due_on == *due_on) {
                    cause.told = Some(*notice);
                }
                return;
            }
            IncidentEvent::UpdateTold { notice, at } => {
                if let Some(promised) = self.promised.as_mut().filter(|p| p.at == *at) {
                    promised.told = Some(*notice);
                }
                return;
            }
        }
        self.changed_at = at;
    }

    fn told(
        &mut self,
        recorded: &Recorded<IncidentEvent>,
        texts: &Texts,
        next_at: Option<crate::Instant>,
    ) {
        self.updates.push(Update {
            version: recorded.version,
            at: recorded.at,
            by: recorded.by,
            phase: self.phase,
            texts: texts.clone(),
            next_at,
        });
    }
}
