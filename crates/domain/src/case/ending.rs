//! What closes by itself when the customer does not answer, with reminders before (C14).

use serde::{Deserialize, Serialize};

use super::{Case, CaseEvent, Cause, Facts, decide::step};
use crate::{
    Instant,
    calendar::{Calendar, Second, second},
    desk::{Desk, Unanswered},
};

/// The silence of a customer who was reminded: until then it lasts since the latest change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Silence {
    pub since: Instant,
    /// How many of the rule's reminders are behind.
    pub reminded: u8,
}

/// What comes next of a silence (C14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub at: Second,
    /// When it closes by itself, if nothing happens.
    pub closes: Second,
    /// A reminder comes first.
    pub reminds: bool,
}

/// What is told so soon after its moment was told in time (seconds).
const IN_TIME: Second = 60;

impl Case {
    /// The rule by which it closes if the customer says nothing.
    pub fn unanswered<'d>(&self, desk: &'d Desk) -> Option<&'d Unanswered> {
        let mut rules = desk.rules.unanswered.iter();
        let rule = rules.find(|rule| rule.from.contains(&self.status));
        rule.filter(|_| !self.is_closed())
    }

    /// The days that count: of the centre that answers, else of the desk's first.
    pub(super) fn days<'d>(&self, desk: &'d Desk) -> Option<&'d Calendar> {
        let first = desk.centres.first().map(|centre| &*centre.calendar);
        self.calendar(desk).or(first)
    }

    /// What comes next of the customer's silence. Nobody is closed out unwarned: after a reminder that came late, as many
    /// days are left as its rule leaves.
    pub fn ahead(&self, desk: &Desk) -> Option<Ahead> {
        let rule = self.unanswered(desk)?;
        let days = self.days(desk);
        let (since, reminded) = match &self.silence {
            Some(silence) => (second(silence.since), usize::from(silence.reminded)),
            None => (second(self.modified_at), 0),
        };
        let closes = closing(self, rule, days);
        let reminder = rule.reminders.get(reminded);
        let reminder = reminder.map(|after| rule.after(since, *after, days));
        Some(Ahead {
            at: reminder.unwrap_or(closes),
            closes: closes.max(reminder.unwrap_or(closes)),
            reminds: reminder.is_some(),
        })
    }

    /// When it closes by itself if the customer says nothing.
    pub fn closes_at(&self, desk: &Desk) -> Option<Instant> {
        let ahead = self.ahead(desk)?;
        Instant::from_second(ahead.closes).ok()
    }

    /// When something is to be told of it next: of its clocks, of the customer's silence, that it comes back, of a call that was
    /// not made, that an escalation is suggested, or that its expected day is over.
    pub fn tell_at(&self, desk: &Desk) -> Option<Second> {
        let clocks = self.timers(desk).first().map(|timer| timer.at);
        let silence = self.ahead(desk).map(|ahead| ahead.at);
        let told = clocks.into_iter().chain(silence).chain(self.wakes_at());
        let told = told.chain(self.callback_due()).chain(self.call_due());
        let told = told.chain(self.suggestion_due(desk));
        told.chain(self.expected_over(desk)).min()
    }
}

/// A reminder, or the closing, if it is time.
pub(super) fn told(case: &Case, facts: &Facts) -> Option<CaseEvent> {
    let (desk, now) = (facts.desk, second(facts.now));
    let rule = case.unanswered(desk)?;
    let ahead = case.ahead(desk).filter(|ahead| ahead.at <= now)?;
    if !ahead.reminds {
        let cause = Cause::Unanswered {
            days: rule.days,
            business: rule.business,
        };
        return step(case, &rule.to, cause, desk);
    }
    // Of several that were missed the last is enough.
    let days = case.days(desk);
    let since = case.silence.as_ref().map_or(case.modified_at, |s| s.since);
    let since = second(since);
    let due = |after: &&u16| rule.after(since, **after, days) <= now;
    let reminded = rule.reminders.iter().take_while(due).count();
    let reminded = u8::try_from(reminded).unwrap_or(u8::MAX);
    let mut after = case.clone();
    after.silence = Some(Silence {
        since: case.silence.as_ref().map_or(case.modified_at, |s| s.since),
        reminded,
    });
    after.modified_at = facts.now;
    let closes = closing(&after, rule, days);
    Some(CaseEvent::Reminded {
        reminded,
        closes_at: Instant::from_second(closes).unwrap_or(facts.now),
    })
}

/// When it closes as things stand, whatever reminders are still to come.
fn closing(case: &Case, rule: &Unanswered, days: Option<&Calendar>) -> Second {
    let Some(silence) = &case.silence else {
        return rule.after(second(case.modified_at), rule.days, days);
    };
    let since = second(silence.since);
    let closes = rule.after(since, rule.days, days);
    let latest = usize::from(silence.reminded).checked_sub(1);
    let Some(latest) = latest.and_then(|n| rule.reminders.get(n)) else {
        return closes;
    };
    let told = second(case.modified_at);
    match told - rule.after(since, *latest, days) > IN_TIME {
        true => closes.max(rule.after(told, rule.days.saturating_sub(*latest), days)),
        false => closes,
    }
}
