//! What lists order by, beside a case's state: each order is one number or one short text, so that it can be one index.

use domain::{
    case::{Case, escalation::Step},
    contract::{Alert, ClockKind, Due},
    desk::{Desk, List, Turn},
};
use unicode_normalization::UnicodeNormalization;

use super::row::{Escalation, Keys};
use crate::db::Value;

/// A turn as lists order it: the customer's first.
pub(crate) fn turn_rank(turn: Turn) -> i64 {
    match turn {
        Turn::Customer => 0,
        Turn::Support => 1,
        Turn::Nobody => 2,
    }
}

/// Bits of [`attention`] below the turn.
const TURN_SHIFT: u32 = 44;

/// One number that puts the customer's turn first, then support's, then what is closed, each latest change first. So
/// each of the four states is one stretch of one index.
pub(crate) fn attention(turn: Turn, modified_at: domain::Instant) -> i64 {
    let last = (1 << TURN_SHIFT) - 1;
    attention_from(turn) + (last - modified_at.as_millisecond().clamp(0, last))
}

/// The least attention that a turn can have.
pub(crate) fn attention_from(turn: Turn) -> i64 {
    turn_rank(turn) << TURN_SHIFT
}

/// List and open or closed in one number.
pub(crate) fn shelf(list: List, closed: bool) -> i64 {
    let list = match list {
        List::Cases => 0,
        List::Admin => 2,
    };
    list + i64::from(closed)
}

/// The longest text that something sorts by, in characters.
const KEY_MAX: usize = 120;

/// What text sorts by: width and case folded.
pub(crate) fn fold(text: &str) -> String {
    let folded = text.nfkc().flat_map(char::to_lowercase);
    folded.take(KEY_MAX).collect()
}

/// Behind every time: updates wait for the customer; and behind that: nothing is due.
const PAUSED: i64 = 1 << 60;
const NOTHING: i64 = PAUSED + 1;

/// How a case stands, its place in the order of what is due, in milliseconds, and which of the desk's milestones that is.
fn due_columns(due: Due) -> (i64, i64, Option<String>) {
    match due {
        Due::Nothing => (0, NOTHING, None),
        Due::At(ClockKind::FirstResponse, at) => (1, at * 1_000, None),
        Due::At(ClockKind::NextUpdate, at) => (2, at * 1_000, None),
        Due::Paused => (3, PAUSED, None),
        Due::Met => (4, NOTHING, None),
        Due::At(ClockKind::Milestone(id), at) => (5, at * 1_000, Some(id.as_str().to_owned())),
    }
}

/// Bits of [`served_order`] below the plan's place.
const SERVED_SHIFT: u32 = 46;

/// One number that puts the higher plan first, and within a plan what is due first (S6).
fn served_order(case: &Case, due_order: i64) -> i64 {
    /// The highest precedence that a desk file may give.
    const HIGHEST: i64 = 100;
    let last = (1 << SERVED_SHIFT) - 1;
    let precedence = case
        .promise
        .as_ref()
        .map_or(0, |promise| promise.precedence);
    let due = match due_order {
        PAUSED => last - 1,
        NOTHING => last,
        at => at.clamp(0, last - 2),
    };
    ((HIGHEST - precedence.clamp(0, HIGHEST)) << SERVED_SHIFT) + due
}

pub(crate) fn alert_rank(alert: Alert) -> i64 {
    match alert {
        Alert::None => 0,
        Alert::Agent => 1,
        Alert::Supervisor => 2,
        Alert::Breach => 3,
    }
}

/// What lists order by, as columns.
/// How far an escalation is that runs.
pub(super) fn escalation_rank(step: Step) -> i64 {
    match step {
        Step::Submitted => 1,
        Step::Evaluation => 2,
        Step::Engineering => 3,
        Step::Confirmation => 4,
        // None that runs stands here; it would come behind those.
        Step::Resolved => 8,
    }
}

fn escalation_order(case: &Case) -> i64 {
    match Escalation::of(case) {
        Escalation::Open(step, _) => escalation_rank(step),
        Escalation::Asked => 5,
        Escalation::Ended(_) => 8,
        Escalation::None => 9,
    }
}

/// By when a call is owed, or since when where nobody said; nothing where none is. Calls that an escalation has promised are
/// found by it.
fn call_order(case: &Case) -> Option<domain::Instant> {
    let owed = case.call_owed && !case.is_closed();
    let wish = case.call_wish.as_ref().map(|wish| wish.until);
    wish.or(owed.then_some(case.opened_at))
}

/// The team whose queue it waits in, and since when its owner is to have the customer confirm what engineering has finished.
fn handed_on(case: &Case) -> (Option<i64>, Option<domain::Instant>) {
    let open = case.escalated.open();
    let team = open.and_then(domain::case::escalation::Escalation::waits_for);
    let finished = open.and_then(|one| one.finished.as_ref());
    (
        team.map(|team| team.0),
        finished.map(|finished| finished.at),
    )
}

/// What a case is called elsewhere: by the customer, else where it came from.
fn reference(case: &Case, desk: &Desk) -> String {
    let own = case.reference(desk);
    let own = own.map(|own| own.chars().take(KEY_MAX).collect::<String>());
    let theirs = || case.source.as_ref().map(|source| source.id.clone());
    own.or_else(theirs).unwrap_or_default()
}

pub(crate) fn projection(case: &Case, desk: &Desk, keys: &Keys) -> Vec<(&'static str, Value)> {
    let place = |found: Option<usize>| found.map_or(i64::from(i32::MAX), |p| p as i64);
    let (standing, due_order, due_clock) = due_columns(case.due(desk));
    let tell_at = case.tell_at(desk).map(|at| at * 1_000);
    let (escalation_team, confirm_order) = handed_on(case);
    vec![
        ("standing", standing.into()),
        ("due_order", due_order.into()),
        ("served_order", served_order(case, due_order).into()),
        ("due_clock", due_clock.into()),
        ("escalation_order", escalation_order(case).into()),
        (
            "escalation_number",
            case.escalated.latest.as_ref().map(|one| one.number).into(),
        ),
        ("escalation_team", escalation_team.into()),
        ("confirm_order", confirm_order.into()),
        ("suggested", case.suggestion().is_some().into()),
        ("expected_passed", case.expected_day_is_over().into()),
        ("alert", alert_rank(case.alert(desk)).into()),
        ("tell_at", tell_at.into()),
        ("shelf", shelf(case.list, case.is_closed()).into()),
        ("attention", attention(case.turn, case.modified_at).into()),
        ("call_order", call_order(case).into()),
        ("confers_until", case.confers_until().into()),
        (
            "kind_rank",
            place(desk.kinds.iter().position(|k| k.id == case.kind)).into(),
        ),
        (
            "product_rank",
            place(desk.products.iter().position(|p| p.id == case.product)).into(),
        ),
        (
            "channel_rank",
            place(desk.channels.iter().position(|c| c.id == case.channel)).into(),
        ),
        ("severity_rank", desk.severity_rank(&case.severity).into()),
        ("status_rank", desk.status_rank(&case.status).into()),
        (
            "closed_order",
            case.closed_at
                .map_or(NOTHING, |at| at.as_millisecond())
                .into(),
        ),
        ("subject_key", fold(case.subject.as_str()).into()),
        ("contact_key", keys.contact.as_str().into()),
        ("deployment_key", keys.deployment.as_str().into()),
        (
            "environment_key",
            case.environment.as_deref().unwrap_or_default().into(),
        ),
        (
            "centre_key",
            case.promise
                .as_ref()
                .and_then(|promise| promise.centre.as_deref())
                .unwrap_or_default()
                .into(),
        ),
        (
            "plan_key",
            case.promise
                .as_ref()
                .and_then(|promise| promise.plan.as_deref())
                .unwrap_or_default()
                .into(),
        ),
        (
            "cause_key",
            case.closing.cause.as_deref().unwrap_or_default().into(),
        ),
        ("reference_key", reference(case, desk).into()),
        (
            "reference_fold",
            fold(case.reference(desk).unwrap_or_default()).into(),
        ),
    ]
}
