//! Calls (H2): what was said on the phone is kept with its case, and a customer asks to be called within a window of time. A call
//! that reached somebody is the call that was owed, whoever had promised it.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused, SUBJECT_MAX, asking,
    decide::{
        Decision, customer, maybe_written, missing, not_offered, staff, still_open, written, wrong,
    },
    intake::{Wrong, cleaned},
};
use crate::{
    Instant, Language, PersonId, Prose,
    calendar::{Second, second},
    desk::appointment::{self, Asking},
};

/// The least time in which somebody is to be called, in minutes.
pub const WINDOW_MIN: i64 = 15;
/// The longest call, in minutes.
pub const MINUTES_MAX: i64 = 12 * 60;
/// The longest name or number, in characters.
const LINE: usize = 200;

/// A customer waits for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWish {
    /// Who is to be called.
    pub person: PersonId,
    pub from: Instant,
    pub until: Instant,
    /// Under which number, where another than the known one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Prose>,
    pub reason: Prose,
    /// It was told that nobody had called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Instant>,
}

/// A call that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owed {
    /// To a customer who asked for one.
    Wish,
    /// By the desk's rule for the severity.
    Severity,
    /// By an escalation that promised it.
    Callback,
}

/// A call that took place, or that nobody answered. Whoever wrote it down spoke for support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallMade {
    pub subject: Prose,
    /// Support has called the customer.
    pub outbound: bool,
    /// The other side, by name.
    pub with: Prose,
    pub began_at: Instant,
    /// 0 for less than one, and where nobody answered.
    pub minutes: u16,
    /// Somebody was there.
    pub reached: bool,
    /// What was said, for the customer to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Prose>,
    /// What it is not, because it had begun before that was owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub still: Vec<Owed>,
}

impl CallMade {
    /// Whether it is the call that was owed so.
    pub(super) fn settles(&self, owed: Owed) -> bool {
        self.reached && !self.still.contains(&owed)
    }
}

/// A call as a customer asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCallWish {
    /// From the desk's lead time on where nothing is said.
    pub from: Option<Instant>,
    pub until: Instant,
    pub phone: String,
    pub reason: String,
}

/// A call as staff write it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCall {
    /// The desk's own, with the name in it, where nothing is said.
    pub subject: String,
    /// Of whom it was with.
    pub language: Language,
    pub outbound: bool,
    pub with: String,
    pub began_at: Instant,
    pub minutes: i64,
    pub reached: bool,
    /// For the customer to read.
    pub summary: String,
    /// For staff alone.
    pub note: String,
}

/// Within a window that the desk offers, somebody is to be called: an update like any other (C12).
pub(super) fn ask(case: &Case, wish: NewCallWish, facts: &Facts) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    let phone = facts.desk.phone.as_ref();
    let asking = phone.map(|phone| &phone.asking);
    let asking = asking.filter(|asking| asking.offered(&case.kind));
    let (Some(asking), Some(person)) = (asking, facts.actor.person()) else {
        return Err(Refused::NotAllowed);
    };
    if case.call_wish.is_some() {
        return Err(Refused::CallAskedAlready);
    }
    let earliest = facts.now + SignedDuration::from_mins(i64::from(asking.lead_minutes));
    let from = wish.from.unwrap_or(earliest);
    ahead("call-from", asking, from, facts)?;
    ahead("call-until", asking, wish.until, facts)?;
    if wish.until.duration_since(from) < SignedDuration::from_mins(WINDOW_MIN) {
        let minutes = WINDOW_MIN;
        return Err(wrong("call-until", Wrong::TooShort { minutes }));
    }
    let asked = CaseEvent::CallAsked(CallWish {
        person,
        from,
        until: wish.until,
        phone: maybe_line("call-phone", &wish.phone, LINE)?,
        reason: written("call-reason", wish.reason)?,
        missed: false,
        asked_at: Some(facts.now),
    });
    let moved = asking::turned(case, facts.desk);
    Ok(std::iter::once(asked).chain(moved).collect())
}

/// A moment that may be asked for: not too soon, and not too far.
pub(super) fn ahead(
    field: &str,
    asking: &Asking,
    at: Instant,
    facts: &Facts,
) -> Result<(), Refused> {
    let minutes = i64::from(asking.lead_minutes);
    // Who fills in a form takes a minute.
    let grace = SignedDuration::from_mins(1);
    if at.duration_since(facts.now) + grace < SignedDuration::from_mins(minutes) {
        return Err(wrong(field, Wrong::TooSoon { minutes }));
    }
    not_too_far(field, asking, at, facts)
}

/// A moment within the days that the desk looks ahead.
pub(super) fn not_too_far(
    field: &str,
    asking: &Asking,
    at: Instant,
    facts: &Facts,
) -> Result<(), Refused> {
    let days = i64::from(asking.ahead_days);
    match at.duration_since(facts.now) > SignedDuration::from_hours(24 * days) {
        true => Err(wrong(field, Wrong::NotAhead { days })),
        false => Ok(()),
    }
}

/// Nobody needs to call any more.
pub(super) fn withdraw(case: &Case, facts: &Facts) -> Decision {
    customer(case, facts)?;
    match case.call_wish {
        Some(_) => Ok(vec![CaseEvent::CallWithdrawn]),
        None => Err(Refused::NoCallOwed),
    }
}

/// Staff write a call down, whatever has become of the case.
pub(super) fn keep(case: &Case, call: NewCall, facts: &Facts) -> Decision {
    staff(facts)?;
    let Some(phone) = &facts.desk.phone else {
        return Err(Refused::NotAllowed);
    };
    let with = line("call-with", &call.with, LINE)?;
    if call.began_at > facts.now {
        return Err(wrong("call-began", Wrong::NotYet));
    }
    if call.began_at < case.opened_at - SignedDuration::from_hours(24) {
        // What led to the case may lie a little before it.
        return Err(wrong("call-began", Wrong::Past));
    }
    let minutes = match u16::try_from(call.minutes) {
        Ok(minutes) if call.minutes <= MINUTES_MAX => minutes,
        _ => {
            let (min, max) = (0, MINUTES_MAX);
            return Err(wrong("call-minutes", Wrong::NotANumber { min, max }));
        }
    };
    let usual = appointment::subject(&phone.subject, &call.language, with.as_str());
    let subject = maybe_line("call-subject", &call.subject, SUBJECT_MAX)?;
    let summary = maybe_written("call-summary", call.summary)?;
    if summary.is_some() && !phone.told {
        return Err(wrong("call-summary", Wrong::NotOffered));
    }
    let note = maybe_written("call-note", call.note)?;
    if call.reached && summary.is_none() && note.is_none() {
        return Err(missing(match phone.told {
            true => "call-summary",
            false => "call-note",
        }));
    }
    let made = CaseEvent::CallMade(CallMade {
        subject: subject.unwrap_or_else(|| Prose::new(usual)),
        outbound: call.outbound,
        with,
        began_at: call.began_at,
        minutes: if call.reached { minutes } else { 0 },
        reached: call.reached,
        summary,
        still: still_owed(case, call.began_at),
    });
    let note = note.map(|text| CaseEvent::NotePosted { text });
    Ok(std::iter::once(made).chain(note).collect())
}

/// Calls that were owed only after this one had begun. People tell times to the minute.
fn still_owed(case: &Case, began_at: Instant) -> Vec<Owed> {
    let minute = |at: Instant| second(at).div_euclid(60);
    let wish = case.call_wish.as_ref().and_then(|wish| wish.asked_at);
    let callback = case.callback().and_then(|managed| managed.since);
    [
        (Owed::Wish, wish),
        (Owed::Severity, case.call_owed_since),
        (Owed::Callback, callback),
    ]
    .into_iter()
    .filter(|(_, since)| since.is_some_and(|since| minute(began_at) < minute(since)))
    .map(|(owed, _)| owed)
    .collect()
}

/// Nobody has called within the time that was wished for.
pub(super) fn missed(case: &Case, facts: &Facts) -> Option<CaseEvent> {
    let due = case.call_due().filter(|due| *due <= second(facts.now))?;
    let due = Instant::from_second(due).ok()?;
    Some(CaseEvent::CallMissed { due })
}

/// One line that has to be there.
fn line(field: &str, text: &str, max: usize) -> Result<Prose, Refused> {
    maybe_line(field, text, max)?.ok_or_else(|| not_offered(field, ""))
}

/// One line that may be left out.
pub(super) fn maybe_line(field: &str, text: &str, max: usize) -> Result<Option<Prose>, Refused> {
    let text = cleaned(text).replace(['\n', '\t'], " ");
    match text.chars().count() {
        0 => Ok(None),
        n if n > max => Err(wrong(field, Wrong::TooLong { max })),
        _ => Ok(Some(Prose::new(text))),
    }
}

impl Case {
    /// When it is to be told that nobody has called.
    pub(super) fn call_due(&self) -> Option<Second> {
        let wish = self.call_wish.as_ref().filter(|wish| !wish.missed)?;
        Some(second(wish.until))
    }

    /// A call is owed: to a customer who asked for one, to one whose escalation promised it, or by the desk's rule for the
    /// severity (C7).
    pub fn owes_call(&self) -> bool {
        self.call_wish.is_some() || self.call_owed || self.callback().is_some()
    }

    /// By when a call is owed that somebody waits for, the soonest first.
    pub fn call_by(&self) -> Option<Instant> {
        let wish = self.call_wish.as_ref().map(|wish| wish.until);
        let callback = self.callback().map(|managed| managed.by);
        wish.into_iter().chain(callback).min()
    }

    fn callback(&self) -> Option<&super::escalation::Managed> {
        self.escalated.open()?.callback()
    }
}
