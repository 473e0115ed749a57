//! A case that its owner has put to sleep (K1): it leaves what they look after, and comes back at its moment, or at once when the
//! customer speaks or a clock tells something. It is staff's own: no clock stands still for it, and no customer learns of it.

use jiff::{
    ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused,
    assigning::take_up,
    decide::{Decision, staff, still_open, wrong},
    intake::Wrong,
};
use crate::{
    Actor, Instant,
    calendar::{Calendar, Second, second},
    contract::Alert,
    desk::Desk,
};

/// Sleep that lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// Without a moment it lasts until the customer answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// Why a case came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waker {
    /// Its moment came.
    Time,
    /// The customer's side did something.
    Customer,
    /// A clock has warned, or run out.
    Clock,
    /// Somebody of staff woke it.
    Staff,
}

impl Waker {
    pub fn as_str(self) -> &'static str {
        match self {
            Waker::Time => "time",
            Waker::Customer => "customer",
            Waker::Clock => "clock",
            Waker::Staff => "staff",
        }
    }
}

/// Longest sleep, in days.
pub const LONGEST: i64 = 366;

/// Moments that are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    LaterToday,
    Tomorrow,
    NextWeek,
}

impl Preset {
    pub const ALL: [Preset; 3] = [Preset::LaterToday, Preset::Tomorrow, Preset::NextWeek];

    pub fn as_str(self) -> &'static str {
        match self {
            Preset::LaterToday => "later-today",
            Preset::Tomorrow => "tomorrow",
            Preset::NextWeek => "next-week",
        }
    }
}

/// "Later" is so many hours on, then to the full hour.
const LATER: Second = 3 * HOUR;
const HOUR: Second = 3_600;
/// Before this hour no morning begins; where the hours begin no later, it begins at nine.
const EARLIEST: i8 = 6;
const NINE: i8 = 9;

impl Case {
    /// The moments that an agent in this zone is offered: of working time, in the case's calendar. Each lies ahead, none comes twice.
    pub fn presets(&self, desk: &Desk, zone: &TimeZone, now: Instant) -> Vec<(Preset, Instant)> {
        let days = Days {
            calendar: self.days(desk),
            zone,
        };
        let mut all: Vec<(Preset, Instant)> = Vec::new();
        for preset in Preset::ALL {
            let at = days.moment(preset, now);
            let at = at.and_then(|at| Instant::from_second(at).ok());
            if let Some(at) = at.filter(|at| all.iter().all(|(_, other)| other != at)) {
                all.push((preset, at));
            }
        }
        all
    }

    /// When it comes back by itself.
    pub(super) fn wakes_at(&self) -> Option<Second> {
        let until = self.snoozed.as_ref()?.until?;
        // A second that has begun is not over.
        Some(second(until) + i64::from(until.subsec_nanosecond() > 0))
    }
}

/// Days as an agent counts them, and the hours that are worked.
struct Days<'a> {
    calendar: Option<&'a Calendar>,
    zone: &'a TimeZone,
}

impl Days<'_> {
    fn moment(&self, preset: Preset, now: Instant) -> Option<Second> {
        let today = now.to_zoned(self.zone.clone()).date();
        match preset {
            Preset::LaterToday => {
                let at = (second(now) + LATER + HOUR - 1).div_euclid(HOUR) * HOUR;
                let ends = self.at(today.tomorrow().ok()?, 0)?;
                // What is worked up to this moment.
                let worked = self.calendar.is_none_or(|days| days.is_open(at - 1));
                (at < ends && worked).then_some(at)
            }
            Preset::Tomorrow => self.morning(today.tomorrow().ok()?),
            Preset::NextWeek => {
                let left = 7 - i64::from(today.weekday().to_monday_zero_offset());
                (left..left + 7).find_map(|n| self.morning(today.checked_add(n.days()).ok()?))
            }
        }
    }

    fn at(&self, day: Date, hour: i8) -> Option<Second> {
        let time = Time::new(hour, 0, 0, 0).ok()?;
        let at = self.zone.to_timestamp(day.to_datetime(time)).ok()?;
        Some(at.as_second())
    }

    /// When work begins on this day, if any is done.
    fn morning(&self, day: Date) -> Option<Second> {
        let nine = self.at(day, NINE)?;
        let Some(calendar) = self.calendar else {
            return Some(nine);
        };
        let (earliest, ends) = (self.at(day, EARLIEST)?, self.at(day.tomorrow().ok()?, 0)?);
        let opens = calendar.next_open(earliest).filter(|at| *at < ends)?;
        Some(if opens == earliest { nine } else { opens })
    }
}

/// Its owner puts it to sleep; who does so with a case that nobody has, has taken it.
pub(super) fn snooze(case: &Case, until: Option<Instant>, facts: &Facts) -> Decision {
    let person = staff(facts)?;
    still_open(case, facts)?;
    if case.owner.is_some_and(|owner| owner != person) {
        return Err(Refused::NotOwner);
    }
    if matches!(case.alert(facts.desk), Alert::Agent | Alert::Supervisor) {
        return Err(Refused::DueSoon);
    }
    if let Some(until) = until {
        let longest = jiff::SignedDuration::from_hours(LONGEST * 24);
        let ahead = until.duration_since(facts.now);
        if !ahead.is_positive() || ahead > longest {
            return Err(wrong("until", Wrong::NotAhead { days: LONGEST }));
        }
    }
    if case.snoozed.as_ref().is_some_and(|now| now.until == until) {
        return Ok(Vec::new());
    }
    let mut events = take_up(case, facts)?;
    events.push(CaseEvent::Snoozed { until });
    Ok(events)
}

/// Somebody of staff wakes it.
pub(super) fn wake(case: &Case, facts: &Facts) -> Decision {
    staff(facts)?;
    let woken = CaseEvent::Woken {
        because: Waker::Staff,
    };
    Ok(case.snoozed.iter().map(|_| woken.clone()).collect())
}

/// What has just been decided, or the moment, wakes it.
pub(super) fn woken(case: &Case, decided: &[CaseEvent], facts: &Facts) -> Option<CaseEvent> {
    case.snoozed.as_ref()?;
    let mut after = case.clone();
    decided
        .iter()
        .for_each(|event| after.apply(facts.now, event));
    // Who puts it to sleep just now has seen what there is.
    after.snoozed.as_ref().filter(|_| {
        let slept = |event: &CaseEvent| matches!(event, CaseEvent::Snoozed { .. });
        !decided.iter().any(slept)
    })?;
    let told = |event: &CaseEvent| matches!(event, CaseEvent::ClockTold { .. });
    let because = match facts.actor {
        Actor::Contact { .. } if decided.iter().any(speaks) => Waker::Customer,
        Actor::System if decided.iter().any(told) => Waker::Clock,
        Actor::System if case.wakes_at().is_some_and(|at| at <= second(facts.now)) => Waker::Time,
        _ => return None,
    };
    Some(CaseEvent::Woken { because })
}

/// A customer's doing that its owner would want to know of.
fn speaks(event: &CaseEvent) -> bool {
    let aside = matches!(
        event,
        CaseEvent::ProxyLoginStarted { .. }
            | CaseEvent::ProxyLoginEnded { .. }
            | CaseEvent::ProxyLoginUsed { .. }
            | CaseEvent::FileRemoved { .. }
            | CaseEvent::Redacted { .. }
    );
    event.is_public() && !aside
}
