//! What closes by itself when the customer does not answer (C14).

use super::StatusId;
use crate::calendar::{Calendar, Second};

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
