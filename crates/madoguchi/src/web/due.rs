//! What is promised for a case, as pages show it: a chip in words wherever the case appears, and on its own page the
//! receipt of each clock, the same for both sides (S3).

use domain::{
    Desk, Instant,
    calendar::{Calendar, Second},
    case::Case,
    contract::{Alert, Amount, ClockKind, Clocks, Due, Line, MilestoneState, NextUpdate},
};

use super::shown::Fact;
use crate::texts::{Texts, standing};

/// How a promise stands, in words; the clock itself is named beside it.
pub struct Chip {
    /// `left`, `near`, `over`, `paused` or `met`.
    pub state: &'static str,
    /// As markup.
    pub text: String,
    /// The moment itself, for those who want to know exactly; empty where there is none.
    pub full: String,
    /// The same for machines.
    pub at: String,
}

fn plain(t: &Texts, state: &'static str, key: &str) -> Chip {
    Chip {
        state,
        text: t.say(key).to_owned(),
        full: String::new(),
        at: String::new(),
    }
}

fn running(t: &Texts, due: (ClockKind, Second), alert: Alert, now: Instant) -> Chip {
    let (clock, at) = due;
    let moment = Instant::from_second(at).unwrap_or(now);
    let Some(standing) = standing(Due::At(clock, at), alert, now) else {
        return plain(t, "met", "due-met");
    };
    let key = match standing.is_over() {
        true => "due-over",
        false => "due-left",
    };
    Chip {
        state: standing.state,
        text: t.about_span(standing.span, |span| t.one(key, "span", span)),
        full: t.one("due-by", "at", t.long_time(moment)),
        at: t.machine_time(moment),
    }
}

/// The promise of a case, in full.
pub struct Promised {
    pub facts: Vec<Fact>,
    pub clocks: Vec<Clock>,
    /// Why it was taken as it was.
    pub reasons: Vec<String>,
    pub for_sales: bool,
}

/// One clock with its receipt.
pub struct Clock {
    pub name: String,
    /// What is promised, in words.
    pub target: String,
    /// How it stands.
    pub chip: Option<Chip>,
    /// When it is due, or was met.
    pub when: String,
    pub lines: Vec<Stretch>,
}

/// One line of a receipt.
pub struct Stretch {
    pub from: String,
    /// Empty while it lasts.
    pub to: String,
    pub span: String,
    pub counted: bool,
    pub why: String,
}

/// Nothing for a case that was opened without a contract.
pub fn promised(t: &Texts, desk: &Desk, case: &Case, now: Instant) -> Option<Promised> {
    let promise = case.promise.as_ref()?;
    let plan = promise.plan.as_deref().and_then(|id| desk.plan(id));
    let centre = promise.centre.as_deref().and_then(|id| desk.centre(id));
    let facts = [
        ("fact-contract", promise.contract.clone()),
        ("fact-plan", plan.map(|plan| t.desk(&plan.label).to_owned())),
        (
            "fact-centre",
            centre.map(|centre| t.desk(&centre.label).to_owned()),
        ),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| {
        Some(Fact {
            label: t.say(label).to_owned(),
            value: value?,
        })
    });
    let clocks = match (&case.clocks, case.calendar(desk)) {
        (Some(clocks), Some(calendar)) => of_case(t, clocks, desk, calendar, now),
        _ => Vec::new(),
    };
    let reasons = promise.reasons.iter();
    Some(Promised {
        facts: facts.collect(),
        clocks,
        reasons: reasons.map(|reason| t.because(desk, reason)).collect(),
        for_sales: promise.for_sales,
    })
}

fn of_case(
    t: &Texts,
    clocks: &Clocks,
    desk: &Desk,
    calendar: &Calendar,
    now: Instant,
) -> Vec<Clock> {
    let alert = |clock| clocks.alert_of(clock, &desk.warnings);
    let targets = clocks.targets();
    let name = |clock| t.clock_name(desk, clock);
    let first = targets.first_response.map(|amount| Clock {
        name: name(ClockKind::FirstResponse),
        target: t.amount(amount),
        lines: lines(t, clocks.first_response_receipt(calendar)),
        ..first_response(t, clocks, calendar, alert(ClockKind::FirstResponse), now)
    });
    let update = targets.next_update.map(|amount| Clock {
        name: name(ClockKind::NextUpdate),
        target: every(t, amount),
        lines: lines(t, clocks.next_update_receipt(calendar)),
        ..next_update(t, clocks, calendar, alert(ClockKind::NextUpdate), now)
    });
    let further = clocks.milestones().map(|(id, amount)| {
        let clock = ClockKind::Milestone(id);
        let state = clocks.milestone(id, calendar);
        Clock {
            name: name(clock),
            target: t.amount(amount),
            lines: lines(t, clocks.milestone_receipt(id, calendar)),
            ..milestone(t, state, clock, alert(clock), now)
        }
    });
    first.into_iter().chain(update).chain(further).collect()
}

fn every(t: &Texts, amount: Amount) -> String {
    t.one("promise-every", "span", t.amount(amount))
}

fn standing_of(chip: Option<Chip>, when: String) -> Clock {
    Clock {
        name: String::new(),
        target: String::new(),
        chip,
        when,
        lines: Vec::new(),
    }
}

fn first_response(
    t: &Texts,
    clocks: &Clocks,
    calendar: &Calendar,
    alert: Alert,
    now: Instant,
) -> Clock {
    let due = clocks.first_response(calendar);
    if let Some(answered) = clocks.answered() {
        let late = due.is_some_and(|due| answered > due);
        let key = if late { "due-answered-late" } else { "due-met" };
        let chip = plain(t, if late { "over" } else { "met" }, key);
        return standing_of(Some(chip), t.one("due-answered", "at", long(t, answered)));
    }
    match due {
        Some(due) if !clocks.is_closed() => {
            let chip = running(t, (ClockKind::FirstResponse, due), alert, now);
            standing_of(Some(chip), t.one("due-by", "at", long(t, due)))
        }
        _ => standing_of(None, t.say("due-stopped").to_owned()),
    }
}

fn milestone(
    t: &Texts,
    state: MilestoneState,
    clock: ClockKind,
    alert: Alert,
    now: Instant,
) -> Clock {
    match state {
        MilestoneState::At(due) => {
            let chip = running(t, (clock, due), alert, now);
            let when = chip.full.clone();
            standing_of(Some(chip), when)
        }
        MilestoneState::Paused => {
            standing_of(Some(plain(t, "paused", "due-paused")), String::new())
        }
        MilestoneState::Reached { at, due } => {
            let (state, key) = match due.is_some_and(|due| at > due) {
                true => ("over", "due-reached-late"),
                false => ("met", "due-met"),
            };
            let when = t.one("due-reached", "at", long(t, at));
            standing_of(Some(plain(t, state, key)), when)
        }
        MilestoneState::NotBegun => standing_of(None, t.say("due-not-begun").to_owned()),
        MilestoneState::Stopped | MilestoneState::None => {
            standing_of(None, t.say("due-stopped").to_owned())
        }
    }
}

fn next_update(
    t: &Texts,
    clocks: &Clocks,
    calendar: &Calendar,
    alert: Alert,
    now: Instant,
) -> Clock {
    match clocks.next_update(calendar) {
        NextUpdate::At(due) => {
            let chip = running(t, (ClockKind::NextUpdate, due), alert, now);
            let when = chip.full.clone();
            standing_of(Some(chip), when)
        }
        NextUpdate::Paused => standing_of(Some(plain(t, "paused", "due-paused")), String::new()),
        NextUpdate::Stopped | NextUpdate::None => {
            standing_of(None, t.say("due-stopped").to_owned())
        }
    }
}

fn long(t: &Texts, at: Second) -> String {
    Instant::from_second(at).map_or(String::new(), |at| t.long_time(at))
}

fn lines(t: &Texts, lines: Vec<Line>) -> Vec<Stretch> {
    let line = |line: Line| Stretch {
        from: long(t, line.from),
        to: line.to.map(|to| long(t, to)).unwrap_or_default(),
        span: line
            .to
            .map(|to| exactly(t, to - line.from))
            .unwrap_or_default(),
        counted: line.counted,
        why: t.why(&line.why),
    };
    lines.into_iter().map(line).collect()
}

/// A span without rounding, so that a reader can add it up.
fn exactly(t: &Texts, seconds: i64) -> String {
    let parts = [
        ("span-hours", seconds / 3_600),
        ("span-minutes", seconds / 60 % 60),
        ("span-seconds", seconds % 60),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, number)| *number != 0)
        .map(|(key, number)| t.count(key, number))
        .collect();
    said.join(t.say("span-separator"))
}
