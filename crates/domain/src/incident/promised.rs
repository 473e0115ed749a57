//! The update that was promised next: when staff are told that it is due, and that it has not come (S7).

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Incident;
use crate::{Instant, desk::Incidents};

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
    pub fn tell_at(&self, rule: Option<&Incidents>) -> Option<Instant> {
        let (at, _) = self.promised?.next(rule)?;
        Some(at)
    }
}
