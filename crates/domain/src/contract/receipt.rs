//! The receipt of a clock: every stretch between its beginning and its end, counted or not, and why (S3).
//!
//! What was counted adds up to the target, so a reader can check the promise with pen and paper.

use super::{Amount, ClockKind, Clocks, MilestoneId, MilestoneState, NextUpdate, count::Count};
use crate::{
    calendar::{Calendar, Second, Stretch, Why, japan::Holiday},
    words::Words,
};

/// One line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub clock: ClockKind,
    pub from: Second,
    /// Nothing while it lasts.
    pub to: Option<Second>,
    pub counted: bool,
    pub why: Reason,
}

/// Why a stretch counted or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The centre was open, and open time counts.
    Open,
    /// Every hour counts.
    EveryHour,
    OutsideHours,
    Holiday(Holiday),
    Closed(Words),
    Break(Words),
    /// The day of reception does not count towards the next business day.
    DayOfReception,
    /// The customer had the turn.
    CustomersTurn,
    /// Severity was raised: the new target counts from then at least.
    Raised,
}

impl Reason {
    /// A name for catalogues.
    pub fn as_str(&self) -> &'static str {
        match self {
            Reason::Open => "open",
            Reason::EveryHour => "every-hour",
            Reason::OutsideHours => "outside-hours",
            Reason::Holiday(_) => "holiday",
            Reason::Closed(_) => "closed",
            Reason::Break(_) => "break",
            Reason::DayOfReception => "day-of-reception",
            Reason::CustomersTurn => "customers-turn",
            Reason::Raised => "raised",
        }
    }
}

impl From<Why> for Reason {
    fn from(why: Why) -> Self {
        match why {
            Why::Open => Reason::Open,
            Why::OutsideHours => Reason::OutsideHours,
            Why::National(holiday) => Reason::Holiday(holiday),
            Why::Closed(label) => Reason::Closed(label),
            Why::Break(label) => Reason::Break(label),
        }
    }
}

impl Clocks {
    /// How the due moment of the first response came about.
    pub fn first_response_receipt(&self, calendar: &Calendar) -> Vec<Line> {
        let Some(due) = self
            .first_response(calendar)
            .filter(|_| !self.first_is_kept())
        else {
            return Vec::new();
        };
        let opened = self.first_from();
        let mut lines = Lines::of(ClockKind::FirstResponse);
        match self.targets().first_response {
            Some(Amount::NextBusinessDay) => lines.next_business_day(opened, due, calendar),
            Some(Amount::Elapsed(seconds)) => {
                let end = opened + seconds;
                lines.add(opened, end, true, Reason::EveryHour);
                lines.add(end, due, false, Reason::Raised);
            }
            _ => lines.stretches(calendar.explain(opened, due)),
        }
        lines.all
    }

    /// How the due moment of the next update came about; up to the standing pause, while there is one.
    pub fn next_update_receipt(&self, calendar: &Calendar) -> Vec<Line> {
        let due = match self.next_update(calendar) {
            NextUpdate::At(due) => Some(due),
            NextUpdate::Paused => None,
            NextUpdate::Stopped | NextUpdate::None => return Vec::new(),
        };
        let count = self.update_count();
        count.map_or(Vec::new(), |count| {
            count.receipt(ClockKind::NextUpdate, due, calendar)
        })
    }

    /// How the due moment of a further milestone came about; up to the standing pause, while there is one.
    pub fn milestone_receipt(&self, id: MilestoneId, calendar: &Calendar) -> Vec<Line> {
        let due = match self.milestone(id, calendar) {
            MilestoneState::At(due) => Some(due),
            MilestoneState::Reached { due: Some(due), .. } if !self.milestone_is_kept(id) => {
                Some(due)
            }
            MilestoneState::Paused => None,
            _ => return Vec::new(),
        };
        let count = self.milestone_count(id);
        count.map_or(Vec::new(), |count| {
            count.receipt(ClockKind::Milestone(id), due, calendar)
        })
    }
}

impl Count<'_> {
    /// Each stretch from where the count began to where it is due, or to the standing pause.
    fn receipt(&self, clock: ClockKind, due: Option<Second>, calendar: &Calendar) -> Vec<Line> {
        let mut lines = Lines::of(clock);
        match self.amount {
            Amount::Elapsed(seconds) => self.elapsed_receipt(seconds, due, calendar, &mut lines),
            Amount::NextBusinessDay if self.pauses.is_empty() && due.is_some() => {
                lines.next_business_day(self.since, due.unwrap_or(self.since), calendar);
            }
            Amount::Open(_) | Amount::NextBusinessDay => {
                let end = due.or(self.paused).unwrap_or(self.since);
                self.open_receipt(end, calendar, &mut lines);
            }
        }
        if due.is_none()
            && let Some(from) = self.paused
        {
            lines.all.push(Line {
                clock,
                from,
                to: None,
                counted: false,
                why: Reason::CustomersTurn,
            });
        }
        lines.all
    }

    fn elapsed_receipt(
        &self,
        seconds: i64,
        due: Option<Second>,
        calendar: &Calendar,
        lines: &mut Lines,
    ) {
        let (mut at, mut left) = (self.since, seconds);
        let standing = self.paused.map(|from| (from, from));
        for (from, to) in self.pauses.iter().copied().chain(standing) {
            let counted = (from - at).clamp(0, left);
            lines.add(at, at + counted, true, Reason::EveryHour);
            // Between the end of the time and a later pause nothing was counted: the promise had run out.
            left -= counted;
            lines.add(from, to, false, Reason::CustomersTurn);
            at = to;
        }
        let Some(due) = due else { return };
        lines.add(at, at + left, true, Reason::EveryHour);
        let raw = self.since + seconds + self.paused_for();
        let open = match self.to_opening {
            true => calendar.next_open(raw).unwrap_or(raw).min(due),
            false => raw,
        };
        for part in calendar.explain(raw, open) {
            lines.stretch_uncounted(part);
        }
        lines.add(open.max(at), due, false, Reason::Raised);
    }

    fn open_receipt(&self, end: Second, calendar: &Calendar, lines: &mut Lines) {
        let mut at = self.since;
        for (from, to) in self.pauses.iter().copied() {
            lines.stretches(calendar.explain(at, from.min(end)));
            lines.add(from.min(end), to.min(end), false, Reason::CustomersTurn);
            at = to.min(end);
        }
        lines.stretches(calendar.explain(at, end));
    }
}

/// Lines of one clock under construction.
struct Lines {
    clock: ClockKind,
    all: Vec<Line>,
}

impl Lines {
    fn of(clock: ClockKind) -> Self {
        let all = Vec::new();
        Self { clock, all }
    }

    fn add(&mut self, from: Second, to: Second, counted: bool, why: Reason) {
        if from >= to {
            return;
        }
        match self.all.last_mut() {
            Some(last) if last.to == Some(from) && last.counted == counted && last.why == why => {
                last.to = Some(to);
            }
            _ => self.all.push(Line {
                clock: self.clock,
                from,
                to: Some(to),
                counted,
                why,
            }),
        }
    }

    /// The day of reception does not count, then open time does.
    fn next_business_day(&mut self, from: Second, due: Second, calendar: &Calendar) {
        let reception = calendar.next_open(from).unwrap_or(from);
        let day_after = calendar.end_of_day(reception).unwrap_or(reception).min(due);
        for part in calendar.explain(from, day_after) {
            self.stretch_uncounted(part);
        }
        self.stretches(calendar.explain(day_after, due));
    }

    /// Open time counts, the rest does not.
    fn stretches(&mut self, parts: Vec<Stretch>) {
        for part in parts {
            self.add(part.from, part.to, part.why.is_open(), part.why.into());
        }
    }

    /// Nothing counts; where the centre is open it is the day of reception.
    fn stretch_uncounted(&mut self, part: Stretch) {
        let why = match part.why {
            Why::Open => Reason::DayOfReception,
            other => other.into(),
        };
        self.add(part.from, part.to, false, why);
    }
}
