//! What was promised and is waited for, the next update and the report on the cause: when staff are told that it is due, and that it
//! has not come (S7).

use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Cause, Incident, IncidentEvent};
use crate::{
    Instant,
    desk::{Desk, Incidents},
};

/// Staff are told of days at this hour of them.
const MORNING: i8 = 9;

/// What staff are told of a promised update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// It is due soon: its lead and who writes it.
    Soon,
    /// It has not come: those who lead, too.
    Overdue,
}

/// The next update, as it was promised, and what staff were told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    pub at: Instant,
    pub told: Option<Told>,
}

impl Promised {
    pub fn new(at: Instant) -> Self {
        Self { at, told: None }
    }

    /// What is to be told next, and when.
    pub fn next(&self, rule: Option<&Incidents>) -> Option<(Instant, Told)> {
        let warn = rule.map_or(0, |rule| rule.warn_minutes);
        match self.told {
            None if warn > 0 => {
                let before = SignedDuration::from_mins(i64::from(warn));
                Some((self.at - before, Told::Soon))
            }
            None | Some(Told::Soon) => Some((self.at, Told::Overdue)),
            Some(Told::Overdue) => None,
        }
    }

    /// What is to be told by now: that it is overdue makes a warning superfluous.
    pub fn due(&self, rule: Option<&Incidents>, now: Instant) -> Option<Told> {
        match self.told {
            Some(Told::Overdue) => None,
            _ if self.at <= now => Some(Told::Overdue),
            _ => self
                .next(rule)
                .filter(|(at, _)| *at <= now)
                .map(|(_, told)| told),
        }
    }
}

impl Incident {
    /// When something is to be told of it.
    pub fn tell_at(&self, desk: &Desk) -> Option<Instant> {
        let update = self.promised.and_then(|p| p.next(desk.incident.as_ref()));
        let cause = self.cause.as_ref();
        let cause = cause.and_then(|cause| cause.next(&desk.time_zone));
        let both = update.into_iter().chain(cause);
        both.map(|(at, _)| at).min()
    }

    /// What is to be told of it by now.
    pub(super) fn to_be_told(&self, desk: &Desk, now: Instant) -> Option<IncidentEvent> {
        if let Some(promised) = self.promised {
            let notice = promised.due(desk.incident.as_ref(), now)?;
            let at = promised.at;
            return Some(IncidentEvent::UpdateTold { notice, at });
        }
        let cause = self.cause.as_ref()?;
        let notice = cause.due(&desk.time_zone, now)?;
        let due_on = cause.due_on;
        Some(IncidentEvent::CauseTold { notice, due_on })
    }
}

impl Cause {
    /// What is to be told next, and when: on the morning of its day, and on that of the day behind it.
    fn next(&self, zone: &TimeZone) -> Option<(Instant, Told)> {
        if self.reported_at.is_some() {
            return None;
        }
        let (on, told) = match self.told {
            None => (self.due_on, Told::Soon),
            Some(Told::Soon) => (self.due_on.tomorrow().ok()?, Told::Overdue),
            Some(Told::Overdue) => return None,
        };
        Some((morning(on, zone)?, told))
    }

    /// What is to be told by now: that it is late makes the reminder superfluous.
    fn due(&self, zone: &TimeZone, now: Instant) -> Option<Told> {
        let (at, told) = self.next(zone)?;
        let late = morning(self.due_on.tomorrow().ok()?, zone)?;
        match late <= now {
            true => Some(Told::Overdue),
            false => (at <= now).then_some(told),
        }
    }
}

fn morning(on: Date, zone: &TimeZone) -> Option<Instant> {
    let at = on.at(MORNING, 0, 0, 0);
    Some(at.to_zoned(zone.clone()).ok()?.timestamp())
}
