//! How far a promise is from running out, as a word and as the words that tell it.

use domain::{
    Instant,
    calendar::second,
    contract::{Alert, ClockKind, Due},
};

use super::{Span, Unit};

/// How a running clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub clock: ClockKind,
    /// `left`, `near` once somebody was warned, or `over`.
    pub state: &'static str,
    /// What is left, or by how much it has run out.
    pub span: Span,
}

impl Standing {
    pub fn is_over(self) -> bool {
        self.state == "over"
    }
}

/// How it stands; nothing where no clock runs.
pub fn standing(due: Due, alert: Alert, now: Instant) -> Option<Standing> {
    let Due::At(clock, at) = due else {
        return None;
    };
    let left = at - second(now);
    let state = match (left, alert) {
        (..0, _) => "over",
        (_, Alert::None) => "left",
        _ => "near",
    };
    Some(Standing {
        clock,
        state,
        span: span(left.abs()),
    })
}

/// Hours up to two days: "1 day" would hide too much of what is left.
fn span(seconds: i64) -> Span {
    let (unit, number) = match seconds / 60 {
        minutes @ 0..60 => (Unit::Minutes, minutes),
        minutes @ 60..2_880 => (Unit::Hours, minutes / 60),
        minutes => (Unit::Days, minutes / 1_440),
    };
    Span { unit, number }
}
