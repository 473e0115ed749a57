//! A customer who is not content asks for somebody above the owner, and is answered (E2); staff hand a case on, and take it
//! through its steps (E1).

use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Cause, Facts, Refused, asking,
    decide::{
        Decision, allowed_move, customer, maybe_written, missing, staff, step, still_open, written,
        wrong,
    },
    escalation::{Escalation, How, Step},
    intake::Wrong,
    snoozing::Waker,
};
use crate::{Instant, PersonId, TeamId, calendar::second, desk::Desk};

/// To whom the customer turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    SupportManager,
    SuccessManager,
}

impl Addressee {
    pub const ALL: [Addressee; 2] = [Addressee::SupportManager, Addressee::SuccessManager];

    pub fn as_str(self) -> &'static str {
        match self {
            Addressee::SupportManager => "support-manager",
            Addressee::SuccessManager => "success-manager",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Those whom a desk has: success managers where its texts name them.
    pub fn of(desk: &Desk) -> Vec<Self> {
        let there = |one: &Self| match one {
            Addressee::SupportManager => true,
            Addressee::SuccessManager => desk.text("success-manager").is_some(),
        };
        Self::ALL.into_iter().filter(there).collect()
    }
}

/// The customer says that it does not go well: an update like any other (C12), and a call to whoever leads.
pub(super) fn ask(case: &Case, to: Addressee, reason: String, facts: &Facts) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    if case.escalation_asked.is_some() {
        return Err(Refused::EscalationAskedAlready);
    }
    if !Addressee::of(facts.desk).contains(&to) {
        return Err(missing("addressee"));
    }
    let reason = written("escalation-reason", reason)?;
    let asked = CaseEvent::EscalationAsked { to, reason };
    let moved = asking::turned(case, facts.desk);
    Ok(std::iter::once(asked).chain(moved).collect())
}

/// Support answers it in public, whatever has become of the case.
pub(super) fn answer(case: &Case, text: String, facts: &Facts) -> Decision {
    staff(facts)?;
    match case.escalation_asked {
        Some(_) => Ok(vec![CaseEvent::EscalationAnswered {
            text: written("escalation-text", text)?,
        }]),
        None => Err(Refused::NoEscalationAsked),
    }
}

/// An escalation about to be opened by staff, or what is to stand in its lanes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    /// What the customer wants to have at the end; without it nobody is unhappy.
    pub outcome: String,
    /// Who calls back; who says so where nobody is named.
    pub caller: Option<PersonId>,
    /// By when; by the desk's hours where nothing is said.
    pub by: Option<Instant>,
    /// What is wrong in the product; without it engineering has nothing to do.
    pub defect: String,
    /// Its number where engineering keeps defects.
    pub tracker: String,
    /// The team in whose queue it goes; it stays where it is where nothing is said.
    pub queue: Option<TeamId>,
}

/// The one that runs, for staff.
fn running<'c>(case: &'c Case, facts: &Facts) -> Result<&'c Escalation, Refused> {
    staff(facts)?;
    case.escalated.open().ok_or(Refused::NoEscalation)
}

/// Staff hand a case on: what the customer is asked for, or what engineering is to mend, or both (E1). This answers a request.
/// Its number is given where it is written.
pub(super) fn open(case: &Case, summary: String, lanes: Lanes, facts: &Facts) -> Decision {
    let person = staff(facts)?;
    let desk = facts.desk;
    let Some(rule) = &desk.escalation else {
        return Err(Refused::NotAllowed);
    };
    if case.escalated.open().is_some() {
        return Err(Refused::EscalatedAlready);
    }
    // Who was not content afterwards is called back, whatever became of the case.
    if case.survey.is_none() {
        still_open(case, facts)?;
    }
    let summary = written("summary", summary)?;
    if lanes.outcome.trim().is_empty() && lanes.defect.trim().is_empty() {
        return Err(missing("outcome"));
    }
    let mut events = vec![CaseEvent::EscalationOpened { number: 0, summary }];
    let mut after = case.clone();
    after.apply(facts.now, &events[0]);
    events.extend(lanes_set(&after, lanes, person, facts)?);
    let status = rule.step(Step::Submitted).status.as_ref();
    if let Some(to) = status.filter(|to| **to != case.status && !case.is_over(desk)) {
        allowed_move(case, to, desk)?;
        events.extend(step(case, to, Cause::Staff, desk));
    }
    Ok(events)
}

/// Who calls back, by when and for what, and what engineering is to mend, are told or told anew.
pub(super) fn set_lanes(case: &Case, lanes: Lanes, facts: &Facts) -> Decision {
    running(case, facts)?;
    lanes_set(case, lanes, staff(facts)?, facts)
}

fn lanes_set(case: &Case, lanes: Lanes, person: PersonId, facts: &Facts) -> Decision {
    let open = running(case, facts)?;
    let mut events = Vec::new();
    if let Some(outcome) = maybe_written("outcome", lanes.outcome)? {
        let hours = facts
            .desk
            .escalation
            .as_ref()
            .map_or(0, |e| e.callback_hours);
        let usual = facts.now + SignedDuration::from_hours(i64::from(hours));
        let before = open.managed.as_ref();
        // Forms tell it to the minute: the same minute is the same moment.
        let minute = |at: Instant| second(at).div_euclid(60);
        let told = lanes.by.map(|by| match before {
            Some(m) if minute(m.by) == minute(by) => m.by,
            _ => by,
        });
        let by = told.or(before.map(|m| m.by)).unwrap_or(usual);
        let caller = lanes.caller.or(before.map(|m| m.caller)).unwrap_or(person);
        let promised = before.filter(|m| (m.caller, m.by) == (caller, by));
        let same = promised.is_some_and(|m| m.outcome == outcome);
        if promised.is_none() && by <= facts.now {
            return Err(wrong("by", Wrong::Past));
        }
        let managed = CaseEvent::EscalationManaged {
            outcome,
            caller,
            by,
            since: promised.map_or(Some(facts.now), |m| m.since),
        };
        events.extend((!same).then_some(managed));
    }
    let defect = maybe_written("defect", lanes.defect)?;
    let tracker = maybe_written("tracker", lanes.tracker)?;
    if defect != open.defect || tracker != open.tracker {
        events.push(CaseEvent::EscalationBriefed { defect, tracker });
    }
    if let Some(team) = lanes.queue.filter(|team| open.queue != Some(*team)) {
        // Whom it is kept from cannot work on it.
        if case.private && case.team != Some(team) {
            return Err(wrong("queue", Wrong::NotOffered));
        }
        events.push(CaseEvent::EscalationQueued { team });
    }
    Ok(events)
}

/// Engineering has finished, and tells the owner what with: the case is the owner's again, who has the customer confirm it.
/// What slept for it wakes.
pub(super) fn finish(case: &Case, text: String, facts: &Facts) -> Decision {
    let open = running(case, facts)?;
    if open.step >= Step::Confirmation || open.finished.is_some() {
        return Err(Refused::NotWithEngineering);
    }
    let text = written("finished-text", text)?;
    let finished = CaseEvent::EscalationFinished { text };
    let woken = case.snoozed.as_ref().map(|_| CaseEvent::Woken {
        because: Waker::Staff,
    });
    Ok(std::iter::once(finished).chain(woken).collect())
}

/// It goes back to support, whose turn it is then; the customer reads why. A status that stood for its step goes with it.
pub(super) fn give_back(case: &Case, text: String, facts: &Facts) -> Decision {
    let open = running(case, facts)?;
    let desk = facts.desk;
    let text = Some(written("returned-text", text)?);
    let mut events = vec![CaseEvent::EscalationEnded {
        from: open.step,
        how: How::Returned,
        text,
    }];
    let stood = desk.step_of(&case.status).is_some() && !case.is_over(desk);
    let usual = &desk.rules.solution_failed;
    let back = desk.rules.taken.as_ref().unwrap_or(usual);
    if stood && *back != case.status {
        allowed_move(case, back, desk)?;
        events.extend(step(case, back, Cause::Staff, desk));
    }
    Ok(events)
}

/// It goes on to a step, or back to one with the reason. The customer's confirmation is asked with what was done; an end
/// without it needs a summary.
pub(super) fn go(case: &Case, to: Step, text: String, facts: &Facts) -> Decision {
    let open = running(case, facts)?;
    let desk = facts.desk;
    let from = open.step;
    if to == from {
        return Ok(Vec::new());
    }
    let text = match to < from || to >= Step::Confirmation {
        true => Some(written("step-text", text)?),
        false => maybe_written("step-text", text)?,
    };
    let rule = desk.escalation.as_ref();
    let status = rule.and_then(|rule| rule.step(to).status.as_ref());
    let status = status.filter(|status| **status != case.status);
    let mut events = vec![match to {
        Step::Resolved => CaseEvent::EscalationEnded {
            from,
            how: How::Resolved,
            text,
        },
        to => CaseEvent::EscalationMoved { from, to, text },
    }];
    // Nobody is asked any more whether it works.
    let back = (from == Step::Confirmation && to < from && status.is_none()).then(|| {
        desk.rules
            .taken
            .as_ref()
            .unwrap_or(&desk.rules.solution_failed)
    });
    match status.or(back.filter(|_| case.asks_solution(desk))) {
        // What is over keeps its status; nobody there can be asked anything.
        Some(_) if case.is_over(desk) && to == Step::Confirmation => return Err(Refused::Closed),
        Some(status) if !case.is_over(desk) => {
            allowed_move(case, status, desk)?;
            events.extend(step(case, status, Cause::Staff, desk));
        }
        _ => {}
    }
    Ok(events)
}

/// The day on which a solution is expected, which is no promise; another than before is told with its reason.
pub(super) fn expect(case: &Case, on: Option<Date>, reason: String, facts: &Facts) -> Decision {
    let open = running(case, facts)?;
    if on == open.expected_on() {
        return Ok(Vec::new());
    }
    let today = facts.now.to_zoned(facts.desk.time_zone.clone()).date();
    if on.is_some_and(|on| on < today) {
        return Err(wrong("expected-on", Wrong::Past));
    }
    let reason = match open.expected.is_empty() {
        true => maybe_written("expected-reason", reason)?,
        false => Some(written("expected-reason", reason)?),
    };
    Ok(vec![CaseEvent::EscalationExpected { on, reason }])
}

/// Whoever was to call back has, and says what was agreed.
pub(super) fn call_back(case: &Case, text: String, facts: &Facts) -> Decision {
    match running(case, facts)?.callback() {
        Some(_) => Ok(vec![CaseEvent::CalledBack {
            text: written("called-text", text)?,
        }]),
        None => Err(Refused::NoCallOwed),
    }
}

/// Staff decide against what is suggested.
pub(super) fn dismiss(case: &Case, facts: &Facts) -> Decision {
    staff(facts)?;
    let ground = case.suggested(facts.desk, facts.now);
    let dismissed = ground.map(|ground| CaseEvent::EscalationDismissed { ground });
    Ok(dismissed.into_iter().collect())
}

/// Nobody has called back by when it was said.
pub(super) fn missed(case: &Case, facts: &Facts) -> Option<CaseEvent> {
    let due = case
        .callback_due()
        .filter(|due| *due <= second(facts.now))?;
    let due = Instant::from_second(due).ok()?;
    Some(CaseEvent::CallbackMissed { due })
}

/// An escalation follows the status of its case: who says that the solution works has confirmed it, who needs more help
/// sends it back, staff who move the case to a step move the escalation, and what closes a case ends it.
pub(super) fn followed(case: &Case, events: &[CaseEvent], facts: &Facts) -> Vec<CaseEvent> {
    let desk = facts.desk;
    let changed = events.iter().rev().find_map(|event| match event {
        CaseEvent::StatusChanged {
            to, closed, cause, ..
        } => Some((to, *closed, cause)),
        _ => None,
    });
    let Some((to, closed, cause)) = changed.filter(|_| desk.escalation.is_some()) else {
        return Vec::new();
    };
    let mut after = case.clone();
    for event in events {
        after.apply(facts.now, event);
    }
    let at = desk.step_of(to);
    let Some(open) = after.escalated.open() else {
        let begins = matches!(
            at,
            Some(Step::Submitted | Step::Evaluation | Step::Engineering)
        );
        let began = case.escalated.open().is_some();
        return match (begins && !began && *cause == Cause::Staff, at) {
            (true, Some(step)) => begun(case, step, events),
            _ => Vec::new(),
        };
    };
    let from = open.step;
    let ended = |how| {
        vec![CaseEvent::EscalationEnded {
            from,
            how,
            text: None,
        }]
    };
    let moved = |to| {
        vec![CaseEvent::EscalationMoved {
            from,
            to,
            text: None,
        }]
    };
    match (cause, at) {
        (Cause::SolutionWorked, _) => ended(How::Confirmed),
        (_, Some(Step::Resolved)) => ended(How::Resolved),
        (_, None) if closed => ended(How::Closed),
        (_, Some(step)) if step != from => moved(step),
        (_, Some(_)) => Vec::new(),
        (_, None) if from == Step::Confirmation => moved(Step::Engineering),
        // Its status was one of the steps', and is no longer: support has it back.
        (_, None) if desk.step_of(&case.status) == Some(from) => ended(How::Returned),
        (_, None) => Vec::new(),
    }
}

/// Staff have moved the case to a step itself: what they wrote with it, or else its subject, tells what it is about.
fn begun(case: &Case, step: Step, events: &[CaseEvent]) -> Vec<CaseEvent> {
    let said = events.iter().find_map(|event| match event {
        CaseEvent::MessagePosted { text, .. } => Some(text.clone()),
        _ => None,
    });
    let summary = said.unwrap_or_else(|| case.subject.clone());
    let mut all = vec![CaseEvent::EscalationOpened { number: 0, summary }];
    if step != Step::Submitted {
        all.push(CaseEvent::EscalationMoved {
            from: Step::Submitted,
            to: step,
            text: None,
        });
    }
    all
}
