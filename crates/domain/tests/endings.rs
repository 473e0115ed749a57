//! What closes by itself when the customer does not answer (C14).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod playing;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{self, Case, CaseEvent, Cause, Command, Facts, Refused},
    desk::{StatusId, check},
};
use opening::{OURS, bought, new_case};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn desk() -> Desk {
    check(include_str!("../../../desks/default.toml")).unwrap()
}

/// A Monday at noon in Tokyo, and so many seconds later.
fn at(seconds: i64) -> Instant {
    "2026-06-01T03:00:00Z".parse::<Instant>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}

struct Told {
    desk: Desk,
    case: Case,
}

impl Told {
    /// Asked of the customer at the beginning.
    fn waiting(status: &str) -> Self {
        let desk = desk();
        let facts = Facts {
            now: at(0),
            actor: &customer(),
            desk: &desk,
        };
        let events = case::open(new_case(&desk), &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        let mut told = Self { desk, case };
        let to = StatusId::new(status);
        told.does(0, &agent(), Command::ChangeStatus { to })
            .unwrap();
        told
    }

    fn does(
        &mut self,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(&self.desk, &mut self.case, at(after), actor, command)
    }

    /// What is told of the silence by then, clocks and what is suggested apart.
    fn told(&mut self, after: i64) -> Vec<CaseEvent> {
        let mut all = self
            .does(after, &Actor::System, Command::TellClocks)
            .unwrap();
        all.retain(|event| {
            let apart = matches!(
                event,
                CaseEvent::ClockTold { .. } | CaseEvent::EscalationSuggested { .. }
            );
            !apart
        });
        all
    }

    fn closes_after(&self) -> Option<i64> {
        let closes = self.case.closes_at(&self.desk)?;
        Some(closes.duration_since(at(0)).as_secs())
    }
}

fn customer() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(Level::ReadWrite),
    }
}

fn agent() -> Actor {
    Actor::Agent {
        person: PersonId(50),
        role: Role::Tier1,
        team: None,
    }
}

const ASKED: &str = "awaiting-information/information-required";

#[test]
fn c14_silence_is_reminded_of_and_then_closes() {
    let mut case = Told::waiting(ASKED);
    assert_eq!(case.closes_after(), Some(21 * DAY));
    assert_eq!(case.told(10 * DAY - 1), []);
    let reminded = |n, closes| CaseEvent::Reminded {
        reminded: n,
        closes_at: at(closes),
    };
    assert_eq!(case.told(10 * DAY), [reminded(1, 21 * DAY)]);
    assert_eq!(case.told(10 * DAY), [], "once");
    assert_eq!(case.told(18 * DAY), [reminded(2, 21 * DAY)]);
    assert_eq!(case.told(21 * DAY - 1), []);
    let closed = case.told(21 * DAY);
    let cause = Cause::Unanswered {
        days: 21,
        business: false,
    };
    assert!(
        matches!(&closed[..], [CaseEvent::StatusChanged { closed: true, cause: c, .. }] if *c == cause)
    );
    assert_eq!(case.case.status.as_str(), "closed/unanswered");
    assert_eq!(case.told(60 * DAY), []);
    assert_eq!(case.closes_after(), None);
}

#[test]
fn c14_any_update_begins_the_count_anew() {
    let mut case = Told::waiting(ASKED);
    case.told(10 * DAY);
    let text = "もう少しお待ちください。".to_owned();
    case.does(12 * DAY, &customer(), Command::PostUpdate { text })
        .unwrap();
    assert_eq!(case.closes_after(), None, "it is support's turn");
    let to = StatusId::new(ASKED);
    case.does(13 * DAY, &agent(), Command::ChangeStatus { to })
        .unwrap();
    assert_eq!(case.closes_after(), Some((13 + 21) * DAY));
    // Support's own word is one, too; a note is none.
    let text = "いかがでしょうか。".to_owned();
    case.does(14 * DAY, &agent(), Command::Reply { text, then: None })
        .unwrap();
    assert_eq!(case.closes_after(), Some((14 + 21) * DAY));
    let text = "電話した。".to_owned();
    case.does(15 * DAY, &agent(), Command::AddNote { text })
        .unwrap();
    assert_eq!(case.closes_after(), Some((14 + 21) * DAY));
}

#[test]
fn c14_nobody_is_closed_out_unwarned() {
    let mut case = Told::waiting(ASKED);
    // Nobody was there for a month: the last reminder is enough, and leaves the days that it would have left.
    let told = case.told(30 * DAY);
    let late = CaseEvent::Reminded {
        reminded: 2,
        closes_at: at(33 * DAY),
    };
    assert_eq!(told, [late]);
    assert_eq!(case.told(33 * DAY - 1), []);
    assert_eq!(case.told(33 * DAY).len(), 1);
    assert!(case.case.is_closed());
}

#[test]
fn c14_business_days_end_with_the_closing() {
    let case = Told::waiting("solution-proposed/proposed");
    let closes = case.case.closes_at(&case.desk).unwrap();
    let calendar = case.case.calendar(&case.desk).unwrap();
    let local = closes.to_zoned(calendar.zone().clone());
    // Ten business days behind a Monday: the Monday in two weeks, when the centre closes.
    let always = local.time_zone().iana_name() == Some("Etc/UTC");
    let expected = if always {
        "2026-06-12T00:00:00"
    } else {
        "2026-06-15T17:00:00"
    };
    assert_eq!(local.datetime().to_string(), expected);
}

#[test]
fn c14_a_desk_without_the_rule_closes_nothing() {
    let mut case = Told::waiting(ASKED);
    case.desk.rules.unanswered.clear();
    assert_eq!(case.told(400 * DAY), []);
    assert_eq!(case.closes_after(), None);
}

proptest! {
    /// However often and whenever somebody looks: at most a reminder for each of the rule's, one closing at most, nothing
    /// before its time, and never a closing that no reminder came before.
    #[test]
    fn c14_each_thing_is_told_once_and_none_early(looks in prop::collection::vec(0..40 * DAY, 1..40)) {
        let mut looks = looks;
        looks.sort_unstable();
        let mut case = Told::waiting(ASKED);
        let (mut reminders, mut closings) = (0_u8, 0);
        for look in looks {
            for event in case.told(look) {
                match event {
                    CaseEvent::Reminded { reminded, closes_at } => {
                        prop_assert!(reminded > reminders);
                        prop_assert!(look >= [10, 18][usize::from(reminded) - 1] * DAY);
                        prop_assert!(closes_at >= at(21 * DAY) && closes_at >= at(look));
                        reminders = reminded;
                    }
                    _ => {
                        prop_assert!(look >= 21 * DAY && reminders == 2);
                        closings += 1;
                    }
                }
            }
        }
        prop_assert!(closings <= 1);
    }
}
