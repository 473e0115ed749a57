//! When those who lead are to think of an escalation, and when the day that was expected of one is over (E1, E2): what is told of
//! it by the product itself, each thing once. Whom it is told to is [`crate::notice`]'s part.

use jiff::SignedDuration;

use super::{
    Case, CaseEvent, Facts,
    escalation::{Ground, Step},
    survey,
};
use crate::{
    Instant,
    calendar::{Second, second},
    desk::{Desk, Turn},
};

/// What has stood longer than this when it is told is written to nobody any more: after an import, or a stop of days.
const STALE: Second = 72 * 3_600;

/// The first whole second that is no earlier.
fn whole(at: Instant) -> Second {
    second(at) + i64::from(at.subsec_nanosecond() != 0)
}

impl Case {
    /// The grounds there are, each with the moment from which it stands, the gravest first; none while an escalation runs or is
    /// asked for, and none of what was dealt with or decided against.
    fn grounds(&self, desk: &Desk) -> Vec<(Ground, Instant)> {
        let Some(rule) = &desk.escalation else {
            return Vec::new();
        };
        if self.escalated.open().is_some() || self.escalation_asked.is_some() {
            return Vec::new();
        }
        let latest = self.escalated.latest.as_ref();
        let ended = latest.and_then(|one| one.ended).map(|(at, _)| at);
        let given = self.survey.as_ref();
        let discontent = given.filter(|(_, given)| survey::discontent(given, desk));
        let open = !self.is_closed();
        let breaches = self.clocks.as_ref().map_or(0, |clocks| clocks.breaches());
        let silent = SignedDuration::from_hours(i64::from(rule.silent_days) * 24);
        let by_now = self.latest_at();
        let grounds = [
            discontent.map(|(at, _)| (Ground::Survey(*at), by_now.max(*at))),
            (breaches >= rule.breaches && open).then_some((Ground::Breaches(breaches), by_now)),
            (self.reopenings >= rule.reopenings && open)
                .then_some((Ground::Reopenings(self.reopenings), by_now)),
            (self.turn == Turn::Support).then(|| {
                let since = self.modified_at;
                (Ground::Silent(since), since + silent)
            }),
        ];
        let mut grounds: Vec<_> = grounds.into_iter().flatten().collect();
        grounds.retain(|(ground, _)| {
            // What lies before the end of one was dealt with in it.
            let dealt_with = match ground {
                Ground::Silent(at) | Ground::Survey(at) => ended.is_some_and(|end| end > *at),
                Ground::Breaches(_) | Ground::Reopenings(_) => ended.is_some(),
            };
            !dealt_with && !self.escalated.dismissed.contains(ground)
        });
        grounds
    }

    /// Why somebody should think of an escalation now, the gravest ground first.
    pub fn suggested(&self, desk: &Desk, now: Instant) -> Option<Ground> {
        let mut grounds = self.grounds(desk).into_iter();
        let found = grounds.find(|(ground, from)| match ground {
            Ground::Silent(_) => *from <= now,
            // These stand as soon as they are there.
            Ground::Breaches(_) | Ground::Reopenings(_) | Ground::Survey(_) => true,
        });
        found.map(|(ground, _)| ground)
    }

    /// The ground that those who lead were told of and that nothing has been done about; what lists count and show. Discontent that
    /// was noticed late is none: it would stand for ever, since a closed case brings nothing that takes it back.
    pub fn suggestion(&self) -> Option<Ground> {
        let escalated = &self.escalated;
        if escalated.open().is_some() || self.escalation_asked.is_some() {
            return None;
        }
        let latest = escalated.latest.as_ref();
        let ended = latest.and_then(|one| one.ended).map(|(at, _)| at);
        let stands = |ground: &&Ground| {
            let still = match ground {
                Ground::Survey(at) => {
                    let given = self.survey.as_ref();
                    given.is_some_and(|(given, _)| given == at)
                        && !self.is_past(ground)
                        && ended.is_none_or(|end| end <= *at)
                }
                Ground::Breaches(_) | Ground::Reopenings(_) => !self.is_closed() && ended.is_none(),
                Ground::Silent(since) => {
                    self.turn == Turn::Support
                        && self.modified_at == *since
                        && ended.is_none_or(|end| end <= *since)
                }
            };
            still && !escalated.dismissed.contains(ground)
        };
        escalated.told.iter().rev().find(stands).copied()
    }

    /// It was told that the day of its escalation is over, and nothing has come since.
    pub fn expected_day_is_over(&self) -> bool {
        let open = self.escalated.open();
        let open = open.filter(|one| one.step < Step::Confirmation);
        let latest = open.and_then(|one| one.expected.last());
        latest.is_some_and(|expected| expected.passed)
    }

    /// When the next ground is to be told of. While a graver one stands that was told, the others are not told besides.
    pub(super) fn suggestion_due(&self, desk: &Desk) -> Option<Second> {
        self.untold(desk).map(|(_, due)| due)
    }

    /// Discontent that was noticed late: it is neither counted, nor keeps other grounds from being told.
    fn is_past(&self, ground: &Ground) -> bool {
        matches!(ground, Ground::Survey(_)) && self.escalated.late.contains(ground)
    }

    fn untold(&self, desk: &Desk) -> Option<(Ground, Second)> {
        let mut grounds = self.grounds(desk).into_iter();
        let (ground, from) = grounds.find(|(ground, _)| !self.is_past(ground))?;
        (!self.escalated.told.contains(&ground)).then(|| (ground, whole(from)))
    }

    /// When the day that is expected is over, by the desk's own clock; nothing once that was told, or while the customer has a
    /// solution to try.
    pub(super) fn expected_over(&self, desk: &Desk) -> Option<Second> {
        let open = self.escalated.open()?;
        let latest = open.expected.last()?;
        if latest.passed || open.step >= Step::Confirmation {
            return None;
        }
        let next = latest.on?.tomorrow().ok()?;
        let over = next.to_zoned(desk.time_zone.clone()).ok()?;
        Some(second(over.timestamp()))
    }
}

/// What is to be told of it by now.
pub(super) fn told(case: &Case, facts: &Facts) -> Vec<CaseEvent> {
    let now = second(facts.now);
    let suggested = case
        .untold(facts.desk)
        .filter(|(_, due)| *due <= now)
        .map(|(ground, due)| CaseEvent::EscalationSuggested {
            ground,
            late: now - due > STALE,
        });
    let over = case.expected_over(facts.desk).filter(|due| *due <= now);
    let passed = over.and_then(|due| {
        let on = case.escalated.open()?.expected_on()?;
        let late = now - due > STALE;
        Some(CaseEvent::ExpectedDayPassed { on, late })
    });
    suggested.into_iter().chain(passed).collect()
}
