//! What happens to an incident.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Affected, Phase, Texts, Told};
use crate::{AccountId, CaseId, Instant, PersonId, Prose};

/// What happens to an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum IncidentEvent {
    Declared {
        /// Taken in the write that declares it.
        number: i64,
        desk_version: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<CaseId>,
        title: Texts,
        affected: Box<Affected>,
        lead: PersonId,
        communications: PersonId,
    },
    /// Customers are told how it stands, and when they hear more.
    Updated {
        phase: Phase,
        texts: Texts,
        next_at: Instant,
    },
    /// Staff write among themselves.
    Noted {
        text: Prose,
    },
    Gathered {
        cases: Vec<CaseId>,
    },
    Released {
        cases: Vec<CaseId>,
    },
    /// Title, or what it affects, is told anew.
    DescriptionSet {
        title: Texts,
        affected: Box<Affected>,
    },
    OwnersSet {
        lead: PersonId,
        communications: PersonId,
    },
    /// A company does not want to hear of it, or does again.
    HearingSet {
        account: AccountId,
        hears: bool,
    },
    /// The service works again: the last update, and what customers are offered.
    Ended {
        texts: Texts,
        solution: Texts,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause_due_on: Option<Date>,
    },
    /// Why it came to it.
    CauseReported {
        texts: Texts,
    },
    /// It was declared by mistake.
    Cancelled {
        reason: Prose,
    },
    /// Staff were told of the report on the cause, which is due on this day.
    CauseTold {
        notice: Told,
        due_on: Date,
    },
    /// Staff were told of the update that was promised for this moment.
    UpdateTold {
        notice: Told,
        at: Instant,
    },
}

impl IncidentEvent {
    /// It changes what customers can see of the incident.
    pub fn is_seen(&self) -> bool {
        match self {
            IncidentEvent::Declared { .. }
            | IncidentEvent::Updated { .. }
            | IncidentEvent::DescriptionSet { .. }
            | IncidentEvent::Gathered { .. }
            | IncidentEvent::Released { .. }
            | IncidentEvent::Ended { .. }
            | IncidentEvent::CauseReported { .. }
            | IncidentEvent::Cancelled { .. } => true,
            IncidentEvent::Noted { .. }
            | IncidentEvent::OwnersSet { .. }
            | IncidentEvent::HearingSet { .. }
            | IncidentEvent::CauseTold { .. }
            | IncidentEvent::UpdateTold { .. } => false,
        }
    }
}
