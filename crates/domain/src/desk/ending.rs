//! How cases end: by themselves (C14), elsewhere (B7), and with a question (C16).

use super::{Choice, Desk, StatusId};
use crate::{
    calendar::{Calendar, Second},
    words::Words,
};

/// Closes by itself what the customer leaves unanswered in these statuses (C14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    pub from: Vec<StatusId>,
    pub days: u16,
    /// Days on which the centre that answers is open; otherwise days of the calendar.
    pub business: bool,
    /// Days after which the customer is reminded, in order.
    pub reminders: Vec<u16>,
    pub to: StatusId,
}

/// Seconds of a day of the calendar.
const DAY: Second = 24 * 60 * 60;

impl Unanswered {
    /// When so many of the rule's days have passed since `from`: a business day ends with its closing, a day of the calendar
    /// after 24 hours. Where no calendar is known, or its horizon ends first, days of the calendar count.
    pub fn after(&self, from: Second, days: u16, calendar: Option<&Calendar>) -> Second {
        let plain = from + Second::from(days) * DAY;
        let Some(calendar) = calendar.filter(|_| self.business) else {
            return plain;
        };
        let mut days = 0..days;
        days.try_fold(from, |at, _| calendar.next_business_day(at))
            .unwrap_or(plain)
    }
}

/// What support does not cover, and whom to ask instead (B7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCovered {
    pub id: String,
    pub label: Words,
    /// Whom to ask, as the customer reads it.
    pub ask: Words,
}

/// What is asked once a case is closed (C16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Closed statuses after which it is asked.
    pub after: Vec<StatusId>,
    /// Days of 24 hours in which it can be answered.
    pub days: u16,
    /// Each is answered with one of the points.
    pub questions: Vec<Choice>,
    /// What can be answered, the best first.
    pub points: Vec<Words>,
}

impl Survey {
    /// The points with their words, the best first: of five, the first is 5.
    pub fn scale(&self) -> impl Iterator<Item = (u8, &Words)> {
        let points = (1..=self.points.len()).rev();
        let points = points.map(|point| u8::try_from(point).unwrap_or(u8::MAX));
        points.zip(&self.points)
    }
}

impl Desk {
    /// What support does not cover, by id.
    /// Why support closes a case, by id.
    pub fn cause(&self, id: &str) -> Option<&Choice> {
        self.causes.iter().find(|one| one.id == id)
    }

    pub fn not_covered(&self, id: &str) -> Option<&NotCovered> {
        self.not_covered.iter().find(|one| one.id == id)
    }

    /// Cases end there with the matter named, and not otherwise (B7).
    pub fn redirects_to(&self, status: &StatusId) -> bool {
        !self.not_covered.is_empty() && self.rules.redirected.as_ref() == Some(status)
    }
}
