//! The escalation on a case's page, for both sides (E1): its number, what it is about, its five steps, the day that is
//! expected, who calls back by when; for staff what engineering is to mend, and what is suggested (E2).

use std::collections::HashMap;

use domain::{
    Desk, Instant, PersonId,
    case::{
        Case,
        escalation::{Escalation, Managed, Step},
    },
    directory::Person,
};

use super::{shown::Trouble, story::written, story_escalations::ended_text};
use crate::{
    app::answers::Form,
    texts::{Texts, escalation_number},
};

/// The latest escalation of a case.
pub struct Part {
    pub number: String,
    /// How far it is, in one line.
    pub state: String,
    /// The problem, sanitised.
    pub summary: String,
    pub steps: Vec<StepLine>,
    /// The day that is expected, and that it is no promise; empty where none is.
    pub expected: String,
    /// That day is over, and nothing has come of it yet.
    pub passed: bool,
    /// What was expected before, a sentence each, the latest first.
    pub history: Vec<String>,
    pub callback: Option<Callback>,
    /// Why it went back to support, sanitised, and whose turn it is now; empty where it did not.
    pub returned: String,
    pub returned_to: String,
    /// It runs.
    pub open: bool,
}

/// A step, with the day on which it was reached.
pub struct StepLine {
    pub label: String,
    /// What happens in it; of the present one alone.
    pub next: String,
    pub reached: String,
    pub machine: String,
    /// `done`, `now`, `ahead`, or `left` for one that was left out.
    pub state: &'static str,
    pub state_text: &'static str,
    /// It waits for the customer.
    pub customers: bool,
}

/// Who calls back, by when, for what.
pub struct Callback {
    /// What the customer wants to have, sanitised.
    pub outcome: String,
    pub said: String,
    pub overdue: bool,
}

/// What staff besides see and set.
pub struct ForStaff {
    /// Escalations go with this desk, and one can be opened now.
    pub may_open: bool,
    /// Why one is suggested; empty where none is.
    pub suggested: String,
    /// Engineering's lane, sanitised and as it is typed.
    pub defect: String,
    pub defect_typed: String,
    pub tracker: String,
    pub outcome_typed: String,
    /// Who calls back, of all agents.
    pub caller: String,
    /// Steps it can go to, with their names.
    pub steps: Vec<(&'static str, String)>,
    pub expected_on: String,
    /// By when somebody calls back, as a field of a form holds it.
    pub by: String,
    /// A call is owed.
    pub calls: bool,
    /// The team in whose queue it goes.
    pub queue: String,
    /// Engineering can finish with it.
    pub may_finish: bool,
    /// What engineering has finished with, sanitised, and when; empty where it has not.
    pub finished: String,
    pub finished_at: String,
    /// A form as it was filled in, and its fields that were not taken.
    form: Form,
    troubled: Vec<String>,
}

impl Part {
    pub fn of(
        t: &Texts,
        desk: &Desk,
        case: &Case,
        people: &HashMap<PersonId, Person>,
        now: Instant,
    ) -> Option<Self> {
        let one = case.escalated.latest.as_ref()?;
        let state = match one.ended {
            Some((_, how)) => ended_text(t, how).to_owned(),
            None => t.step_name(desk, one.step).to_owned(),
        };
        let mut days = one.expected.iter().rev().map(|expected| {
            let day = expected.on.map(|on| t.civil_day(&on.to_string()));
            let day = day.unwrap_or_else(|| t.say("escalation-no-day").to_owned());
            let reason = expected
                .reason
                .as_ref()
                .map_or("", |reason| reason.as_str());
            let told = [
                ("day", day.into()),
                ("at", t.long_time(expected.at).into()),
                ("reason", reason.into()),
            ];
            let key = match reason {
                "" => "escalation-told",
                _ => "escalation-told-why",
            };
            t.with(key, told)
        });
        let on = one.expected_on().filter(|_| one.ended.is_none());
        let today = now.to_zoned(desk.time_zone.clone()).date();
        Some(Self {
            number: escalation_number(desk, one.number),
            summary: written(t, &one.summary),
            steps: Step::ALL.map(|step| line(t, desk, one, step)).into(),
            expected: on.map_or(String::new(), |on| t.civil_day(&on.to_string())),
            passed: one.step < Step::Confirmation && on.is_some_and(|on| on < today),
            history: match one.expected.as_slice() {
                [] => Vec::new(),
                // One that was told once, without a reason, stands there already.
                [only] if only.reason.is_none() => Vec::new(),
                _ => days.by_ref().collect(),
            },
            callback: one
                .managed
                .as_ref()
                .map(|managed| callback(t, managed, people, one, now)),
            open: one.ended.is_none(),
            returned: one
                .returned
                .as_ref()
                .map_or(String::new(), |why| written(t, why)),
            returned_to: match one.returned {
                Some(_) => t.one("escalation-returned-to", "turn", t.turn_name(case.turn)),
                None => String::new(),
            },
            state,
        })
    }
}

fn line(t: &Texts, desk: &Desk, one: &Escalation, step: Step) -> StepLine {
    let reached = one.reached_at(step);
    let is_now = step == one.step && one.ended.is_none();
    let (state, text) = match (is_now, reached) {
        (true, _) => ("now", "escalation-step-now"),
        (false, Some(_)) => ("done", "escalation-step-done"),
        (false, None) if step < one.step => ("left", "escalation-step-left"),
        (false, None) => ("ahead", "escalation-step-ahead"),
    };
    let words = desk.escalation.as_ref().map(|rule| rule.step(step));
    StepLine {
        label: t.step_name(desk, step).to_owned(),
        next: words
            .filter(|_| is_now)
            .map_or(String::new(), |words| t.desk(&words.next).to_owned()),
        reached: reached.map_or(String::new(), |at| t.table_day(at)),
        machine: reached.map_or(String::new(), |at| t.machine_time(at)),
        state,
        state_text: t.say(text),
        customers: step == Step::Confirmation,
    }
}

fn callback(
    t: &Texts,
    managed: &Managed,
    people: &HashMap<PersonId, Person>,
    one: &Escalation,
    now: Instant,
) -> Callback {
    let name = people.get(&managed.caller);
    let name = name.map_or(String::new(), |person| person.profile.name());
    let overdue = one.callback().is_some() && managed.by <= now;
    let said = match managed.called_at {
        Some(at) => t.with(
            "escalation-called",
            [("name", name.into()), ("at", t.long_time(at).into())],
        ),
        None => t.with(
            match overdue {
                true => "escalation-call-overdue",
                false => "escalation-calls",
            },
            [
                ("name", name.into()),
                ("at", t.long_time(managed.by).into()),
            ],
        ),
    };
    Callback {
        outcome: written(t, &managed.outcome),
        said,
        overdue,
    }
}

impl ForStaff {
    pub fn of(t: &Texts, desk: &Desk, case: &Case, me: PersonId, now: Instant) -> Self {
        let open = case.escalated.open();
        let managed = open.and_then(|one| one.managed.as_ref());
        let defect = open.and_then(|one| one.defect.as_ref());
        let text = |text: Option<&domain::Prose>| text.map_or("", |text| text.as_str()).to_owned();
        let finished = open.and_then(|one| one.finished.as_ref());
        let steps = Step::ALL.into_iter();
        let steps = steps.filter(|step| open.is_some_and(|one| one.step != *step));
        let hours = desk.escalation.as_ref().map_or(0, |e| e.callback_hours);
        let usual = now + jiff::SignedDuration::from_hours(i64::from(hours));
        let by = managed.map_or(usual, |managed| managed.by);
        let by = by.to_zoned(t.zone.clone()).datetime();
        let expected = open.and_then(Escalation::expected_on);
        Self {
            may_open: desk.escalation.is_some()
                && open.is_none()
                && (!case.is_over(desk) || case.survey.is_some()),
            suggested: case
                .suggested(desk, now)
                .map_or(String::new(), |ground| t.ground(ground)),
            defect: defect.map_or(String::new(), |defect| written(t, defect)),
            defect_typed: text(defect),
            tracker: text(open.and_then(|one| one.tracker.as_ref())),
            outcome_typed: text(managed.map(|managed| &managed.outcome)),
            caller: managed.map_or(me, |managed| managed.caller).to_string(),
            steps: steps
                .map(|step| (step.as_str(), t.step_name(desk, step).to_owned()))
                .collect(),
            expected_on: expected.map_or(String::new(), |on| on.to_string()),
            by: by.strftime("%Y-%m-%dT%H:%M").to_string(),
            calls: open.is_some_and(|one| one.callback().is_some()),
            queue: open
                .and_then(|one| one.queue)
                .map_or(String::new(), |team| team.to_string()),
            may_finish: open
                .is_some_and(|one| one.step < Step::Confirmation && one.finished.is_none()),
            finished: finished.map_or(String::new(), |one| written(t, &one.text)),
            finished_at: finished.map_or(String::new(), |one| t.long_time(one.at)),
            form: Form::default(),
            troubled: Vec::new(),
        }
    }

    /// The same after a form that was not taken.
    pub fn filled_in(self, form: &Form, troubles: &[Trouble]) -> Self {
        Self {
            form: form.clone(),
            troubled: troubles.iter().map(|t| t.field.clone()).collect(),
            ..self
        }
    }

    /// Something of these fields was not taken.
    pub fn troubled_by(&self, fields: &str) -> bool {
        fields
            .split(' ')
            .any(|field| self.troubled.iter().any(|one| one == field))
    }

    /// A field as it was filled in; what stands there otherwise.
    pub fn filled<'a>(&'a self, field: &str, otherwise: &'a str) -> &'a str {
        match self.form.get(field) {
            "" => otherwise,
            filled => filled,
        }
    }

    pub fn goes_to(&self, team: &str) -> bool {
        self.filled("queue", &self.queue) == team
    }

    pub fn calls_back(&self, agent: &str) -> bool {
        self.filled("caller", &self.caller) == agent
    }
}
