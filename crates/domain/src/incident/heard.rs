//! Who is written to when something happens to an incident, and why (E3, S7). Knows neither addresses nor sentences.

use super::{IncidentEvent, Told};
use crate::notice::Occasion;

/// Whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hears {
    /// Contacts of its cases with whom these have in copy, and contacts of affected companies who may open cases.
    Customers,
    /// Customers who were told of it.
    Told,
    /// Customers whom it concerns by now, and who were told nothing of it yet.
    Newcomers,
    /// Who coordinates it, and who writes to customers.
    Owners,
    /// Everyone who looks after agents.
    Supervisors,
}

/// Who is to be written to about an event.
pub fn heard(event: &IncidentEvent) -> Vec<(Hears, Occasion)> {
    match event {
        IncidentEvent::Updated { .. }
        | IncidentEvent::Ended { .. }
        | IncidentEvent::CauseReported { .. } => {
            vec![(Hears::Customers, Occasion::IncidentUpdated)]
        }
        IncidentEvent::UpdateTold { notice, .. } => match notice {
            Told::Soon => vec![(Hears::Owners, Occasion::IncidentDue)],
            Told::Overdue => vec![
                (Hears::Owners, Occasion::IncidentOverdue),
                (Hears::Supervisors, Occasion::IncidentOverdue),
            ],
        },
        IncidentEvent::CauseTold { notice, .. } => match notice {
            Told::Soon => vec![(Hears::Owners, Occasion::CauseDue)],
            Told::Overdue => vec![
                (Hears::Owners, Occasion::CauseOverdue),
                (Hears::Supervisors, Occasion::CauseOverdue),
            ],
        },
        // How it stands, for whom it had not concerned before.
        IncidentEvent::Gathered { .. }
        | IncidentEvent::DescriptionSet { .. }
        | IncidentEvent::HearingSet { hears: true, .. } => {
            vec![(Hears::Newcomers, Occasion::IncidentUpdated)]
        }
        IncidentEvent::Cancelled { .. } => vec![(Hears::Told, Occasion::IncidentCancelled)],
        IncidentEvent::Declared { .. }
        | IncidentEvent::Noted { .. }
        | IncidentEvent::Released { .. }
        | IncidentEvent::OwnersSet { .. }
        | IncidentEvent::HearingSet { hears: false, .. } => Vec::new(),
    }
}
