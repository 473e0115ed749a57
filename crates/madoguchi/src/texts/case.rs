//! What is said of any case, on pages and in mails alike.

use domain::{
    Desk, Instant,
    case::{
        CaseEvent,
        escalation::{Ground, Step},
    },
    contract::{ClockKind, Due},
    desk::{StatusId, Turn},
};

use store::cases::{CaseRow, Escalation};

use super::Texts;

/// The number as people write it.
pub fn number(desk: &Desk, number: i64) -> String {
    let mut digits = [b'0'; 20];
    let mut rest = number.unsigned_abs();
    let mut first = digits.len();
    while first > 0 && (rest > 0 || digits.len() - first < desk.number_width) {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    std::str::from_utf8(&digits[first..])
        .unwrap_or_default()
        .to_owned()
}

/// The number of an escalation as people write it, `CP-00012`.
pub fn escalation_number(desk: &Desk, number: i64) -> String {
    let prefix = desk.escalation.as_ref().map_or("", |e| e.prefix.as_str());
    format!("{prefix}{number:05}")
}

/// The number of an incident as people write it, `INC-00012`.
pub fn incident_number(desk: &Desk, number: i64) -> String {
    let prefix = desk.incident.as_ref().map_or("", |i| i.prefix.as_str());
    format!("{prefix}{number:05}")
}

impl Texts {
    /// What a case is called in lists that an incident has gathered.
    pub fn incident_kind<'d>(&self, desk: &'d Desk) -> &'d str {
        let label = desk.incident.as_ref().map(|rule| &rule.label);
        label.map_or(self.say("incident-name"), |label| self.desk(label))
    }

    /// A step of an escalation in the desk's words; its id where the desk has none.
    pub fn step_name<'d>(&self, desk: &'d Desk, step: Step) -> &'d str {
        let words = desk.escalation.as_ref().map(|rule| &rule.step(step).label);
        words.map_or(step.as_str(), |words| words.in_language(&self.language))
    }

    /// What a list says of a case's escalations; nothing where there is none.
    pub fn escalation_of(&self, desk: &Desk, escalation: Escalation) -> Option<String> {
        Some(match escalation {
            Escalation::None => return None,
            Escalation::Asked => self.say("escalation-is-asked").to_owned(),
            Escalation::Open(step, number) => {
                let number = escalation_number(desk, number);
                let step = self.step_name(desk, step);
                self.with(
                    "escalation-at",
                    [("number", number.into()), ("step", step.into())],
                )
            }
            Escalation::Ended(number) => self.one(
                "escalation-has-ended",
                "number",
                escalation_number(desk, number),
            ),
        })
    }

    /// The same with the word that the day that was expected is over, where it is (E1).
    pub fn escalation_in_list(&self, desk: &Desk, row: &CaseRow) -> Option<String> {
        let said = self.escalation_of(desk, row.escalation)?;
        Some(match row.expected_passed {
            true => {
                let passed = self.say("escalation-day-passed");
                format!("{said}{}{passed}", self.say("list-separator"))
            }
            false => said,
        })
    }

    /// Why an escalation is suggested (E2).
    pub fn ground(&self, ground: Ground) -> String {
        match ground {
            Ground::Breaches(n) => self.count("escalation-ground-breaches", i64::from(n)),
            Ground::Reopenings(n) => self.count("escalation-ground-reopenings", i64::from(n)),
            Ground::Silent(since) => {
                self.one("escalation-ground-silent", "at", self.long_time(since))
            }
            Ground::Survey(at) => self.one("escalation-ground-survey", "at", self.long_time(at)),
        }
    }

    /// What the product tells staff to think of, in a sentence (E1–E3); nothing for any other event.
    pub fn suggested(&self, event: &CaseEvent) -> Option<String> {
        Some(match event {
            CaseEvent::EscalationSuggested { ground, .. } => {
                self.one("did-suggest-escalation", "ground", self.ground(*ground))
            }
            CaseEvent::ExpectedDayPassed { on, .. } => {
                let day = self.civil_day(&on.to_string());
                self.one("did-pass-expected-day", "day", day)
            }
            CaseEvent::IncidentSuggested { companies: 1, .. } => {
                self.say("did-suggest-managed-incident").to_owned()
            }
            CaseEvent::IncidentSuggested { companies, cases } => self.with(
                "did-suggest-incident",
                [
                    ("companies", self.number(i64::from(*companies)).into()),
                    ("cases", self.number(i64::from(*cases)).into()),
                ],
            ),
            _ => return None,
        })
    }

    /// Whose turn it is.
    pub fn turn_name(&self, turn: Turn) -> &'static str {
        self.say(match turn {
            Turn::Customer => "turn-customer",
            Turn::Support => "turn-support",
            Turn::Nobody => "turn-nobody",
        })
    }

    /// Status and sub status in words; of what the desk does not know, the id.
    pub fn status_name(&self, desk: &Desk, id: &StatusId) -> String {
        let main = desk.main_status(id);
        let main = main.map_or(id.as_str(), |status| self.desk(&status.label));
        match desk.status(id).map(|sub| self.desk(&sub.label)) {
            Some(sub) if sub != main => self.with(
                "status-name",
                [("status", main.into()), ("sub", sub.into())],
            ),
            _ => main.to_owned(),
        }
    }

    /// The name of a clock; of a milestone that the desk does not know, its id.
    pub fn clock_name(&self, desk: &Desk, clock: ClockKind) -> String {
        match clock {
            ClockKind::FirstResponse => self.say("clock-first-response").to_owned(),
            ClockKind::NextUpdate => self.say("clock-next-update").to_owned(),
            ClockKind::Milestone(id) => {
                let known = desk.milestone(id);
                known
                    .map_or(id.as_str(), |m| self.desk(&m.label))
                    .to_owned()
            }
        }
    }

    /// What is due, with its moment, in one line; nothing where no clock runs towards one.
    pub fn due_moment(&self, desk: &Desk, due: Due, now: Instant) -> Option<String> {
        let Due::At(clock, at) = due else {
            return None;
        };
        let at = Instant::from_second(at).unwrap_or(now);
        let clock = self.clock_name(desk, clock);
        Some(format!("{clock} {}", self.long_time(at)))
    }
}
