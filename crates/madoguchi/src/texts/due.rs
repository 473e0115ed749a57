//! How far a promise is from running out, as a word and as the words that tell it.

use domain::{
    Instant,
    calendar::second,
    contract::{ClockKind, Due},
};

/// Less than this is left: it is said louder (seconds).
const NEAR: i64 = 30 * 60;

/// The state, and the key and number of the words that tell it: what a list says once for all rows alike.
pub fn standing(
    due: Due,
    now: Instant,
) -> Option<(&'static str, &'static str, (&'static str, i64))> {
    let Due::At(clock, at) = due else {
        return None;
    };
    let left = at - second(now);
    let first = clock == ClockKind::FirstResponse;
    let (state, key) = match (left, first) {
        (..0, true) => ("over", "due-first-over"),
        (..0, false) => ("over", "due-update-over"),
        (0..NEAR, true) => ("near", "due-first-left"),
        (0..NEAR, false) => ("near", "due-update-left"),
        (_, true) => ("left", "due-first-left"),
        (_, false) => ("left", "due-update-left"),
    };
    Some((state, key, span(left.abs())))
}

/// Hours up to two days: "1 day" would hide too much of what is left.
fn span(seconds: i64) -> (&'static str, i64) {
    match seconds / 60 {
        minutes @ 0..60 => ("span-minutes", minutes),
        minutes @ 60..2_880 => ("span-hours", minutes / 60),
        minutes => ("span-days", minutes / 1_440),
    }
}
