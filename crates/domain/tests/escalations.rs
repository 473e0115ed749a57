//! Escalations: how one is opened, goes through its steps, is confirmed or sent back, and when one is suggested (E1, E2).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod played;
mod playing;

use domain::{
    Actor, Desk, Instant, PersonId,
    case::{
        self, Addressee, CaseEvent, Command, GivenSurvey, Lanes, Refused,
        escalation::{Ground, How, Step},
        intake::{FieldProblem, Wrong},
    },
    desk::{StatusId, Turn, check},
    event::By,
    notice::{Occasion, Reader, notices},
};
use jiff::civil::date;
use played::{DAY, HOUR, Played, agent, at, us};

fn desk(name: &str) -> Desk {
    let source = std::fs::read_to_string(format!(
        "{}/../../desks/{name}.toml",
        env!("CARGO_MANIFEST_DIR")
    ));
    check(&source.unwrap()).unwrap()
}

impl Played {
    fn step(&self) -> Option<Step> {
        self.case.escalated.open().map(|one| one.step)
    }

    fn moves(&mut self, after: i64, to: Step, text: &str) -> Result<Vec<CaseEvent>, Refused> {
        let text = text.into();
        self.does(after, &agent(), Command::MoveEscalation { to, text })
    }

    fn status(&mut self, after: i64, to: &str) {
        let to = StatusId::new(to);
        self.does(after, &agent(), Command::ChangeStatus { to })
            .unwrap();
    }
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

fn open(outcome: &str, defect: &str) -> Command {
    Command::OpenEscalation {
        summary: "録音が再生できません".into(),
        lanes: Lanes {
            outcome: outcome.into(),
            defect: defect.into(),
            tracker: "REC-881".into(),
            ..Lanes::default()
        },
    }
}

fn failed() -> Command {
    Command::NeedMoreHelp {
        tried: String::new(),
        happened: "まだ再生できません".into(),
    }
}

fn worked() -> Command {
    Command::SolutionWorked { comment: None }
}

#[test]
fn e1_an_escalation_goes_through_its_five_steps_and_each_keeps_its_day() {
    for name in [
        "default",
        "contact-center",
        "collaboration",
        "experience-hub",
    ] {
        let mut played = Played::at(desk(name));
        assert_eq!(
            played.moves(1, Step::Evaluation, ""),
            Err(Refused::NoEscalation)
        );
        assert_eq!(
            played.does(1, &us(), open("x", "")),
            Err(Refused::NotAllowed)
        );
        assert_eq!(
            played.does(1, &agent(), open(" ", "")),
            Err(wrong("outcome", Wrong::Missing))
        );
        let events = played.does(DAY, &agent(), open("", "codec")).unwrap();
        // What the customer reads, and what is staff's own, are two events.
        assert!(events[0].is_public(), "{name}: {events:?}");
        let briefed = |e: &&CaseEvent| matches!(e, CaseEvent::EscalationBriefed { .. });
        assert!(!events.iter().find(briefed).unwrap().is_public());
        assert_eq!(
            played.does(DAY, &agent(), open("", "codec")),
            Err(Refused::EscalatedAlready)
        );
        assert_eq!(played.step(), Some(Step::Submitted));
        played.moves(2 * DAY, Step::Evaluation, "").unwrap();
        played.moves(3 * DAY, Step::Engineering, "").unwrap();
        // What the customer is to confirm is told.
        let refused = played.moves(4 * DAY, Step::Confirmation, " ");
        assert_eq!(refused, Err(wrong("step-text", Wrong::Missing)));
        played
            .moves(4 * DAY, Step::Confirmation, "修正しました")
            .unwrap();
        assert_eq!(played.case.turn, Turn::Customer, "{name}");
        assert!(played.case.asks_solution(&played.desk), "{name}");
        let events = played.does(5 * DAY, &us(), worked()).unwrap();
        let ended = |e: &CaseEvent| {
            matches!(
                e,
                CaseEvent::EscalationEnded {
                    how: How::Confirmed,
                    ..
                }
            )
        };
        assert!(events.iter().any(ended), "{name}: {events:?}");
        let one = played.case.escalated.latest.as_ref().unwrap();
        for (days, step) in (1..).zip(Step::ALL) {
            assert_eq!(
                one.reached_at(step),
                Some(at(days * DAY)),
                "{name} {step:?}"
            );
        }
        assert!(played.case.escalated.open().is_none());
    }
}

#[test]
fn e1_who_says_that_it_is_not_solved_sends_the_escalation_back() {
    for name in ["default", "experience-hub"] {
        let mut played = Played::at(desk(name));
        played.does(1, &agent(), open("", "codec")).unwrap();
        if name == "experience-hub" {
            played.moves(2, Step::Evaluation, "").unwrap();
            played.moves(3, Step::Engineering, "").unwrap();
        }
        played.moves(4, Step::Confirmation, "修正しました").unwrap();
        played.does(5, &us(), failed()).unwrap();
        assert_eq!(played.step(), Some(Step::Engineering), "{name}");
        assert_eq!(played.case.turn, Turn::Support);
        let one = played.case.escalated.open().unwrap();
        assert_eq!(one.reached_at(Step::Confirmation), None);
        // An update alone says as much.
        played
            .moves(6, Step::Confirmation, "もう一度修正しました")
            .unwrap();
        let text = "再生できません".to_owned();
        played.does(7, &us(), Command::PostUpdate { text }).unwrap();
        assert_eq!(played.step(), Some(Step::Engineering), "{name}");
        // Staff take the question back, and say why.
        played.moves(8, Step::Confirmation, "修正しました").unwrap();
        let refused = played.moves(9, Step::Engineering, "");
        assert_eq!(refused, Err(wrong("step-text", Wrong::Missing)));
        played
            .moves(9, Step::Engineering, "修正に誤りがありました")
            .unwrap();
        assert!(!played.case.asks_solution(&played.desk), "{name}");
        assert_eq!(played.step(), Some(Step::Engineering));
        // An end without the customer's word needs a summary.
        if name == "default" {
            let refused = played.moves(10, Step::Resolved, " ");
            assert_eq!(refused, Err(wrong("step-text", Wrong::Missing)));
            played
                .moves(10, Step::Resolved, "仕様どおりと合意しました")
                .unwrap();
            assert_eq!(played.step(), None);
            assert!(!played.case.is_closed());
        }
    }
}

#[test]
fn e4_where_steps_are_statuses_one_follows_the_other() {
    let mut played = Played::at(desk("experience-hub"));
    // Staff move the ticket, and the escalation is there.
    played.status(1, "escalated/submitted");
    let one = played.case.escalated.open().unwrap();
    assert_eq!(one.summary, played.case.subject);
    played.status(2, "escalated/evaluation");
    assert_eq!(played.step(), Some(Step::Evaluation));
    let events = played.moves(3, Step::Engineering, "").unwrap();
    assert_eq!(played.case.status.as_str(), "escalated/engineering");
    assert_eq!(events.len(), 2, "{events:?}");
    // Support has it back.
    played.status(4, "open/working");
    let one = played.case.escalated.latest.as_ref().unwrap();
    assert_eq!(one.ended, Some((at(4), How::Returned)));
    played.status(5, "escalated/submitted");
    assert_eq!(played.step(), Some(Step::Submitted));
    let reason = "resolved".to_owned();
    let close = Command::Close {
        reason,
        comment: None,
    };
    played.does(6, &us(), close).unwrap();
    let one = played.case.escalated.latest.as_ref().unwrap();
    assert_eq!(one.ended, Some((at(6), How::Closed)));
    // Where a solution is proposed without one, there is none to confirm.
    let mut played = Played::at(desk("default"));
    played.status(1, "solution-proposed/proposed");
    assert!(played.case.escalated.is_nothing());
}

#[test]
fn e1_the_expected_day_keeps_its_history_and_a_slip_its_reason() {
    let mut played = Played::at(desk("default"));
    played.does(1, &agent(), open("", "codec")).unwrap();
    let mut expect = |after: i64, on, reason: &str| {
        let reason = reason.into();
        let command = Command::ExpectSolution { on, reason };
        played.does(after, &agent(), command)
    };
    let (first, later) = (Some(date(2025, 12, 10)), Some(date(2025, 12, 20)));
    let past = Some(date(2025, 11, 30));
    assert_eq!(expect(2, past, ""), Err(wrong("expected-on", Wrong::Past)));
    assert_eq!(expect(2, first, "").unwrap().len(), 1);
    assert_eq!(expect(3, first, "").unwrap(), []);
    let refused = expect(3, later, "");
    assert_eq!(refused, Err(wrong("expected-reason", Wrong::Missing)));
    expect(4, later, "再現に時間がかかりました").unwrap();
    expect(5, None, "別の不具合が見つかりました").unwrap();
    let one = played.case.escalated.open().unwrap();
    let days: Vec<_> = one.expected.iter().map(|e| (e.on, e.at)).collect();
    assert_eq!(days, [(first, at(2)), (later, at(4)), (None, at(5))]);
}

#[test]
fn e1_other_words_for_the_same_promise_leave_its_clock_and_what_came_of_it() {
    let mut played = Played::at(desk("default"));
    played
        .does(10, &agent(), open("方針を知りたい", ""))
        .unwrap();
    let by = at(10 + 4 * HOUR);
    let lanes = |outcome: &str, by: Option<Instant>| {
        Command::SetLanes(Lanes {
            outcome: outcome.into(),
            tracker: "REC-881".into(),
            by,
            ..Lanes::default()
        })
    };
    let managed = |played: &Played| {
        let open = played.case.escalated.open().unwrap();
        open.managed.clone().unwrap()
    };
    // A form tells the moment to the minute.
    let minute = at(4 * HOUR);
    assert_eq!(
        played.does(20, &agent(), lanes("方針を知りたい", Some(minute))),
        Ok(vec![])
    );
    let called = Command::CallBack { text: "x".into() };
    played.does(HOUR, &agent(), called).unwrap();
    let events = played.does(DAY, &agent(), lanes("方針と日程を知りたい", Some(minute)));
    assert_eq!(events.unwrap().len(), 1, "though its moment is over");
    let after = managed(&played);
    assert_eq!((after.by, after.called_at), (by, Some(at(HOUR))));
    assert_eq!(after.outcome.as_str(), "方針と日程を知りたい");
    // Another moment is another promise.
    let later = Some(at(2 * DAY));
    played.does(DAY, &agent(), lanes("x", later)).unwrap();
    assert_eq!(managed(&played).called_at, None);
}

#[test]
fn e1_who_calls_back_has_a_clock_of_their_own() {
    let mut played = Played::at(desk("default"));
    let ask = Command::AskEscalation {
        to: Addressee::SupportManager,
        reason: "連絡がありません".into(),
    };
    played.does(1, &us(), ask).unwrap();
    let events = played
        .does(10, &agent(), open("今日中に方針を知りたい", ""))
        .unwrap();
    // The request is answered by it.
    assert_eq!(played.case.escalation_asked, None);
    let by = at(10 + 4 * HOUR);
    let managed = played.case.escalated.open().unwrap().callback().unwrap();
    assert_eq!((managed.caller, managed.by), (PersonId(50), by));
    let told = |event: &CaseEvent, played: &Played| {
        notices(event, By::Person(PersonId(60)), &played.case, &played.desk)
    };
    assert_eq!(
        told(&events[1], &played),
        [(Reader::Owner(PersonId(50)), Occasion::CallbackOwed)]
    );
    let due = by.as_second();
    assert_eq!(
        played.case.tell_at(&played.desk).map(|at| at <= due),
        Some(true)
    );
    // Nothing is told before, and once afterwards.
    let missed = |e: &CaseEvent| matches!(e, CaseEvent::CallbackMissed { .. });
    let mut tell = |after: i64| {
        let events = played.does(after, &Actor::System, Command::TellClocks);
        events.unwrap().iter().filter(|e| missed(e)).count()
    };
    let after = [10 + 4 * HOUR - 1, 10 + 4 * HOUR, 10 + 5 * HOUR].map(&mut tell);
    assert_eq!(after, [0, 1, 0]);
    // Another time is agreed, and counts anew.
    let lanes = Lanes {
        outcome: "方針を知りたい".into(),
        caller: Some(PersonId(51)),
        by: Some(at(3 * DAY)),
        tracker: "REC-881".into(),
        ..Lanes::default()
    };
    played
        .does(DAY, &agent(), Command::SetLanes(lanes))
        .unwrap();
    let text = "週次で報告すると合意しました".to_owned();
    let call = || Command::CallBack { text: text.clone() };
    assert_eq!(
        played.does(2 * DAY, &us(), call()),
        Err(Refused::NotAllowed)
    );
    played.does(2 * DAY, &agent(), call()).unwrap();
    assert_eq!(
        played.does(2 * DAY, &agent(), call()),
        Err(Refused::NoCallOwed)
    );
    let missed = played
        .does(4 * DAY, &Actor::System, Command::TellClocks)
        .unwrap();
    assert!(
        !missed
            .iter()
            .any(|e| matches!(e, CaseEvent::CallbackMissed { .. }))
    );
    let past = Lanes {
        outcome: "x".into(),
        by: Some(at(DAY)),
        ..Lanes::default()
    };
    let refused = played.does(5 * DAY, &agent(), Command::SetLanes(past));
    assert_eq!(refused, Err(wrong("by", Wrong::Past)));
}

#[test]
fn e2_an_escalation_is_suggested_with_its_ground_until_staff_decide() {
    let mut played = Played::at(desk("default"));
    let ground = |played: &Played, after: i64| played.case.suggested(&played.desk, at(after));
    assert_eq!(ground(&played, DAY), None);
    // Three days without a word on support's turn.
    assert_eq!(ground(&played, 3 * DAY), Some(Ground::Silent(at(0))));
    let dismiss = || Command::DismissEscalation;
    assert_eq!(
        played.does(3 * DAY, &us(), dismiss()),
        Err(Refused::NotAllowed)
    );
    played.does(3 * DAY, &agent(), dismiss()).unwrap();
    assert_eq!(ground(&played, 4 * DAY), None);
    // A further silence is another one.
    let text = "どうなりましたか".to_owned();
    played
        .does(5 * DAY, &us(), Command::PostUpdate { text })
        .unwrap();
    assert_eq!(ground(&played, 9 * DAY), Some(Ground::Silent(at(5 * DAY))));
    // The third reopening.
    for n in 0..3_i64 {
        let reason = "resolved".to_owned();
        let close = Command::Close {
            reason,
            comment: None,
        };
        played.does((10 + 2 * n) * DAY, &us(), close).unwrap();
        assert!(!matches!(
            ground(&played, (10 + 2 * n) * DAY),
            Some(Ground::Reopenings(_))
        ));
        let reason = "再発".to_owned();
        played
            .does(
                (11 + 2 * n) * DAY,
                &us(),
                Command::RequestReopening { reason },
            )
            .unwrap();
    }
    assert_eq!(ground(&played, 15 * DAY), Some(Ground::Reopenings(3)));
    // While one runs nothing is suggested, and what it dealt with is not suggested again.
    played.does(15 * DAY, &agent(), open("x", "")).unwrap();
    assert_eq!(ground(&played, 20 * DAY), None);
    played
        .moves(20 * DAY, Step::Resolved, "合意しました")
        .unwrap();
    assert_eq!(ground(&played, 20 * DAY + 1), None);
    // Who was not content is called back, although the case is closed.
    played
        .does(
            21 * DAY,
            &us(),
            Command::Close {
                reason: "resolved".into(),
                comment: None,
            },
        )
        .unwrap();
    let points = played.desk.survey.as_ref().unwrap().questions.iter();
    let points = points.map(|q| (q.id.clone(), 1)).collect();
    let given = GivenSurvey {
        points,
        ..GivenSurvey::default()
    };
    played
        .does(22 * DAY, &us(), Command::GiveSurvey(given))
        .unwrap();
    assert_eq!(
        ground(&played, 22 * DAY),
        Some(Ground::Survey(at(22 * DAY)))
    );
    played
        .does(22 * DAY, &agent(), open("謝罪と再発防止策", ""))
        .unwrap();
    assert!(played.case.is_closed());
    let refused = played.moves(23 * DAY, Step::Confirmation, "x");
    assert_eq!(refused, Err(Refused::Closed));
    played
        .moves(23 * DAY, Step::Resolved, "お詫びしました")
        .unwrap();
}

#[test]
fn e2_the_second_broken_promise_suggests_an_escalation() {
    let mut played = Played::at(desk("default"));
    let mut day = 1;
    while played.case.suggested(&played.desk, at(0)).is_none() && day < 60 {
        played
            .does(day * DAY, &Actor::System, Command::TellClocks)
            .unwrap();
        let text = "調査中です".to_owned();
        played
            .does(day * DAY, &agent(), Command::Reply { text, then: None })
            .unwrap();
        let breaches = played.case.clocks.as_ref().unwrap().breaches();
        assert!(breaches < 2 || played.case.suggested(&played.desk, at(0)).is_some());
        day += 10;
    }
    let suggested = played.case.suggested(&played.desk, at(0));
    assert!(
        matches!(suggested, Some(Ground::Breaches(2..))),
        "{suggested:?}"
    );
}

#[test]
fn e1_what_engineering_has_finished_is_the_owners_again_until_the_customer_is_asked() {
    let mut played = Played::at(desk("default"));
    let team = domain::TeamId(7);
    let Command::OpenEscalation { summary, lanes } = open("", "codec") else {
        panic!("it opens one");
    };
    let lanes = Lanes {
        queue: Some(team),
        ..lanes
    };
    let opening = Command::OpenEscalation { summary, lanes };
    let events = played.does(DAY, &agent(), opening).unwrap();
    let queued = |e: &&CaseEvent| matches!(e, CaseEvent::EscalationQueued { .. });
    assert!(!events.iter().find(queued).unwrap().is_public());
    let waits = |played: &Played| played.case.escalated.open().and_then(|one| one.waits_for());
    assert_eq!(waits(&played), Some(team));
    let text = "修正版を配置しました".to_owned();
    let finish = Command::FinishEscalation { text };
    assert_eq!(
        played.does(DAY, &us(), finish.clone()),
        Err(Refused::NotAllowed)
    );
    let events = played.does(2 * DAY, &agent(), finish.clone()).unwrap();
    assert!(events.iter().all(|event| !event.is_public()), "{events:?}");
    assert_eq!(waits(&played), None);
    // Nobody has it: those who lead are told.
    let told = notices(
        &events[0],
        By::Person(PersonId(50)),
        &played.case,
        &played.desk,
    );
    assert_eq!(told, [(Reader::Supervisors, Occasion::EscalationBack)]);
    assert_eq!(
        played.does(2 * DAY, &agent(), finish.clone()),
        Err(Refused::NotWithEngineering)
    );
    // It did not hold, and goes back; then it is confirmed.
    played.moves(3 * DAY, Step::Evaluation, "再調査").unwrap();
    assert_eq!(waits(&played), Some(team));
    played.does(4 * DAY, &agent(), finish).unwrap();
    played
        .moves(5 * DAY, Step::Confirmation, "確認してください")
        .unwrap();
    let one = played.case.escalated.open().unwrap();
    assert_eq!((one.finished.clone(), one.waits_for()), (None, None));
}

#[test]
fn e1_work_that_is_returned_says_why_and_is_supports_turn() {
    for name in ["default", "experience-hub"] {
        let mut played = Played::at(desk(name));
        played.does(DAY, &agent(), open("", "codec")).unwrap();
        played.moves(2 * DAY, Step::Evaluation, "").unwrap();
        let back = |text: &str| Command::ReturnEscalation { text: text.into() };
        assert_eq!(
            played.does(3 * DAY, &agent(), back(" ")),
            Err(wrong("returned-text", Wrong::Missing))
        );
        let events = played
            .does(3 * DAY, &agent(), back("ログが必要です"))
            .unwrap();
        assert_eq!(played.step(), None, "{name}");
        let one = played.case.escalated.latest.as_ref().unwrap();
        assert_eq!(one.returned.as_ref().unwrap().as_str(), "ログが必要です");
        assert_eq!(one.ended.map(|(_, how)| how), Some(How::Returned));
        assert_eq!(played.case.turn, Turn::Support, "{name}");
        assert_eq!(played.desk.step_of(&played.case.status), None, "{name}");
        let told = notices(
            &events[0],
            By::Person(PersonId(50)),
            &played.case,
            &played.desk,
        );
        assert!(
            told.contains(&(Reader::Supervisors, Occasion::EscalationBack)),
            "{told:?}"
        );
        // Another one begins with nothing of it.
        played.does(4 * DAY, &agent(), open("", "codec")).unwrap();
        assert_eq!(played.case.escalated.open().unwrap().returned, None);
    }
}

#[test]
fn e1_a_case_that_is_kept_to_its_team_goes_to_no_other() {
    let mut played = Played::at(desk("default"));
    played.case.private = true;
    let Command::OpenEscalation { summary, lanes } = open("", "codec") else {
        panic!("it opens one");
    };
    let lanes = Lanes {
        queue: Some(domain::TeamId(7)),
        ..lanes
    };
    assert_eq!(
        played.does(DAY, &agent(), Command::OpenEscalation { summary, lanes }),
        Err(wrong("queue", Wrong::NotOffered))
    );
}

#[test]
fn e1_what_goes_with_an_escalation_is_told_and_so_is_what_is_missing() {
    use domain::case::evidence::Missing;
    let mut played = Played::at(desk("default"));
    let desk = played.desk.clone();
    let facts = |missing: &[Missing]| {
        let ids = missing.iter().filter_map(|missing| match missing {
            Missing::Fact(field) => Some(field.id.clone()),
            _ => None,
        });
        ids.collect::<Vec<_>>()
    };
    let before = played.case.evidence(&desk, []);
    assert!(
        before
            .missing
            .iter()
            .any(|one| matches!(one, Missing::Record))
    );
    let missing = facts(&before.missing);
    let first = missing.first().expect("the desk asks for facts").clone();
    let field = desk.field(&first).unwrap();
    let answer = case::Answer::Text(domain::Prose::new("毎回".to_owned()));
    played.case.answers.insert(field.id.clone(), answer.clone());
    // Kinds in any writing; what shows nothing is no record.
    let after = played.case.evidence(&desk, ["exe", "LOG"]);
    assert!(
        after
            .told
            .iter()
            .any(|(told, with)| told.id == first && *with == answer)
    );
    assert!(!facts(&after.missing).contains(&first));
    assert!(
        !after
            .missing
            .iter()
            .any(|one| matches!(one, Missing::Record))
    );
    let none = played.case.evidence(&desk, ["exe"]);
    assert!(
        none.missing
            .iter()
            .any(|one| matches!(one, Missing::Record))
    );
}
