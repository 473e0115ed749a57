//! What the product tells those who lead by itself: that an escalation suggests itself, and that an expected day is over (E1, E2).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod played;
mod playing;

use domain::{
    Actor, PersonId,
    case::{
        CaseEvent, Command, Escalated, GivenSurvey, Lanes,
        escalation::{Ground, Step},
    },
    desk::check,
    event::By,
    notice::{Occasion, Reader, notices},
};
use jiff::civil::date;
use played::{DAY, HOUR, Played, agent, at, us};
use proptest::prelude::*;

impl Played {
    /// At a desk where broken promises suggest nothing: what is silent alone does.
    fn opened() -> Self {
        let mut desk = check(include_str!("../../../desks/default.toml")).unwrap();
        desk.escalation.as_mut().unwrap().breaches = 1_000;
        Self::at(desk)
    }

    /// What is told by then of what this is about.
    fn told(&mut self, after: i64) -> Vec<CaseEvent> {
        let told = self.does(after, &Actor::System, Command::TellClocks);
        let mut told = told.unwrap();
        told.retain(|event| {
            matches!(
                event,
                CaseEvent::EscalationSuggested { .. } | CaseEvent::ExpectedDayPassed { .. }
            )
        });
        told
    }

    fn writes(&mut self, after: i64) {
        let text = "どうなりましたか".to_owned();
        self.does(after, &us(), Command::PostUpdate { text })
            .unwrap();
    }

    fn readers(&self, event: &CaseEvent) -> Vec<(Reader, Occasion)> {
        notices(event, By::System, &self.case, &self.desk)
    }
}

fn silent(since: i64) -> Ground {
    Ground::Silent(at(since))
}

fn suggested(ground: Ground, late: bool) -> CaseEvent {
    CaseEvent::EscalationSuggested { ground, late }
}

#[test]
fn e2_what_suggests_itself_is_told_once_to_those_who_lead_and_stands_until_something_is_done() {
    let mut played = Played::opened();
    assert_eq!(played.told(3 * DAY - 1), []);
    assert_eq!(played.case.suggestion(), None);
    let due = played.case.tell_at(&played.desk).unwrap();
    assert!(due <= at(3 * DAY).as_second());
    let told = played.told(3 * DAY);
    assert_eq!(told, [suggested(silent(0), false)]);
    assert!(!told[0].is_public(), "no customer ever reads it");
    let readers = played.readers(&told[0]);
    assert_eq!(
        readers,
        [(Reader::Supervisors, Occasion::EscalationSuggested)]
    );
    assert_eq!(played.told(3 * DAY), [], "once");
    assert_eq!(played.told(9 * DAY), [], "once");
    assert_eq!(played.case.suggestion(), Some(silent(0)));
    // A further silence is another one.
    played.writes(10 * DAY);
    assert_eq!(played.case.suggestion(), None);
    assert_eq!(played.told(13 * DAY), [suggested(silent(10 * DAY), false)]);
    played
        .does(13 * DAY, &agent(), Command::DismissEscalation)
        .unwrap();
    assert_eq!(played.case.suggestion(), None);
    assert_eq!(played.told(20 * DAY), [], "decided against");
    // Whoever answers has done something.
    played.writes(21 * DAY);
    played.told(24 * DAY);
    assert_eq!(played.case.suggestion(), Some(silent(21 * DAY)));
    let text = "調査中です".to_owned();
    played
        .does(24 * DAY, &agent(), Command::Reply { text, then: None })
        .unwrap();
    assert_eq!(played.case.suggestion(), None);
}

#[test]
fn e2_what_has_stood_for_days_when_it_is_noticed_is_written_to_nobody() {
    let mut played = Played::opened();
    let told = played.told(3 * DAY + 72 * HOUR + 1);
    assert_eq!(told, [suggested(silent(0), true)]);
    assert_eq!(played.readers(&told[0]), []);
    assert!(played.case.suggestion().is_some(), "it stands in the view");
}

#[test]
fn e2_discontent_that_is_noticed_long_after_is_neither_written_nor_counted() {
    for (after, late) in [(0, false), (72 * HOUR, false), (72 * HOUR + 1, true)] {
        let mut played = Played::opened();
        let close = Command::Close {
            reason: "resolved".to_owned(),
            comment: None,
        };
        played.does(HOUR, &us(), close).unwrap();
        let points = played.desk.survey.as_ref().unwrap().questions.iter();
        let points = points.map(|q| (q.id.clone(), 1)).collect();
        let given = GivenSurvey {
            points,
            ..GivenSurvey::default()
        };
        played.does(DAY, &us(), Command::GiveSurvey(given)).unwrap();
        let ground = Ground::Survey(at(DAY));
        let told = played.told(DAY + after);
        assert_eq!(told, [suggested(ground, late)]);
        assert_eq!(played.readers(&told[0]).is_empty(), late, "{after}");
        let counted = played.case.suggestion();
        assert_eq!(counted, (!late).then_some(ground), "{after}");
        assert_eq!(played.told(DAY + after + 1), [], "once");
        // What is kept of it says the same when it is read again.
        let kept = serde_json::to_string(&played.case.escalated).unwrap();
        let read: Escalated = serde_json::from_str(&kept).unwrap();
        assert_eq!(read, played.case.escalated);
        // It keeps nothing else from being told.
        if late {
            let reason = "再発".to_owned();
            let back = Command::RequestReopening { reason };
            played.does(5 * DAY, &us(), back).unwrap();
            let told = played.told(8 * DAY);
            assert_eq!(told, [suggested(silent(5 * DAY), false)]);
        }
    }
    // What was kept before is read as told in time.
    let old: Escalated = serde_json::from_str(r#"{"told":[{"breaches":2}]}"#).unwrap();
    assert_eq!((old.told.len(), old.late.len()), (1, 0));
}

#[test]
fn e2_the_third_reopening_is_told_at_once() {
    let mut played = Played::opened();
    for n in 0..3_i64 {
        let close = Command::Close {
            reason: "resolved".to_owned(),
            comment: None,
        };
        played.does((1 + n) * HOUR, &us(), close).unwrap();
        assert_eq!(played.told((1 + n) * HOUR), []);
        let reason = "再発".to_owned();
        let back = Command::RequestReopening { reason };
        played.does((1 + n) * HOUR + 60, &us(), back).unwrap();
    }
    let told = played.told(3 * HOUR + 60);
    assert_eq!(told, [suggested(Ground::Reopenings(3), false)]);
    let close = Command::Close {
        reason: "resolved".to_owned(),
        comment: None,
    };
    played.does(4 * HOUR, &us(), close).unwrap();
    assert_eq!(played.case.suggestion(), None);
}

#[test]
fn e1_an_expected_day_that_is_over_is_told_to_its_owner_and_those_who_lead() {
    let mut played = Played::opened();
    let text = "調査します".to_owned();
    played
        .does(1, &agent(), Command::Reply { text, then: None })
        .unwrap();
    let opens = Command::OpenEscalation {
        summary: "録音が再生できません".into(),
        lanes: Lanes {
            defect: "codec".into(),
            ..Lanes::default()
        },
    };
    played.does(2, &agent(), opens).unwrap();
    let expect = |on, reason: &str| Command::ExpectSolution {
        on: Some(on),
        reason: reason.into(),
    };
    let first = date(2025, 12, 5);
    played.does(3, &agent(), expect(first, "")).unwrap();
    // The day ends at midnight where the desk is.
    let midnight = 4 * DAY + 14 * HOUR;
    assert_eq!(played.told(midnight - 1), []);
    assert!(!played.case.expected_day_is_over());
    let passed = CaseEvent::ExpectedDayPassed {
        on: first,
        late: false,
    };
    assert_eq!(played.told(midnight), std::slice::from_ref(&passed));
    assert!(!passed.is_public());
    let both = [
        (Reader::Owner(PersonId(50)), Occasion::ExpectedDayPassed),
        (Reader::Supervisors, Occasion::ExpectedDayPassed),
    ];
    assert_eq!(played.readers(&passed), both);
    assert!(played.case.expected_day_is_over());
    assert_eq!(played.told(midnight + DAY), [], "once");
    // Another day counts anew, and what the customer has to try is not late.
    let later = date(2025, 12, 10);
    played
        .does(6 * DAY, &agent(), expect(later, "再現待ち"))
        .unwrap();
    assert!(!played.case.expected_day_is_over());
    let to = Step::Confirmation;
    let text = "修正しました".to_owned();
    played
        .does(7 * DAY, &agent(), Command::MoveEscalation { to, text })
        .unwrap();
    assert_eq!(played.told(30 * DAY), []);
}

#[test]
fn e1_an_expected_day_that_has_long_been_over_is_written_to_nobody() {
    let midnight = 4 * DAY + 14 * HOUR;
    for (after, late) in [(0, false), (72 * HOUR, false), (72 * HOUR + 1, true)] {
        let mut played = Played::opened();
        let opens = Command::OpenEscalation {
            summary: "録音が再生できません".into(),
            lanes: Lanes {
                defect: "codec".into(),
                ..Lanes::default()
            },
        };
        played.does(2, &agent(), opens).unwrap();
        let on = date(2025, 12, 5);
        let expects = Command::ExpectSolution {
            on: Some(on),
            reason: String::new(),
        };
        played.does(3, &agent(), expects).unwrap();
        let told = played.told(midnight + after);
        assert_eq!(told, [CaseEvent::ExpectedDayPassed { on, late }]);
        assert_eq!(played.readers(&told[0]).is_empty(), late, "{after}");
        assert!(played.case.expected_day_is_over(), "lists say it");
    }
}

proptest! {
    /// However often and whenever somebody looks: each silence is told once, and none early.
    #[test]
    fn e2_each_silence_is_told_once_and_none_early(
        looks in prop::collection::vec((0..40 * DAY, any::<bool>()), 1..40)
    ) {
        let mut looks = looks;
        looks.sort_unstable();
        let mut played = Played::opened();
        let mut known = Vec::new();
        for (look, writes) in looks {
            if writes {
                played.writes(look);
            }
            for event in played.told(look) {
                let CaseEvent::EscalationSuggested { ground: Ground::Silent(since), .. } = event else {
                    return Err(TestCaseError::fail(format!("{event:?}")));
                };
                prop_assert!(at(look).duration_since(since).as_secs() >= 3 * DAY);
                prop_assert!(!known.contains(&since));
                known.push(since);
            }
            let since = at(look).duration_since(played.case.modified_at);
            let is_silent = since.as_secs() >= 3 * DAY;
            prop_assert_eq!(played.case.suggestion().is_some(), is_silent);
        }
    }
}
