//! Questions to the customer and whose turn it is after an update (C9, C12).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::sync::LazyLock;

use domain::{
    AccountId, Actor, Desk, Instant, Level, PersonId, Role,
    case::{self, Case, CaseEvent, Command, Facts, Refused, asking},
    desk::{StatusId, Turn, check},
};
use opening::{OURS, bought, new_case};
use proptest::prelude::*;

const CUSTOMER: Actor = contact(OURS);
const STRANGER: Actor = contact(AccountId(99));
const AGENT: Actor = Actor::Agent {
    person: PersonId(50),
    role: Role::Tier1,
    team: None,
};

const fn contact(account: AccountId) -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account,
        access: domain::access::Access::all(Level::ReadWrite),
    }
}

fn desk() -> &'static Desk {
    static READ: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());
    &READ
}

fn facts(actor: &Actor) -> Facts<'_> {
    Facts {
        now: Instant::from_second(1_700_000_000).unwrap(),
        actor,
        desk: desk(),
    }
}

fn opened() -> Case {
    let events = case::open(new_case(desk()), &bought(desk(), None), &facts(&CUSTOMER)).unwrap();
    Case::opened(facts(&CUSTOMER).now, &events[0]).unwrap()
}

fn does(case: &mut Case, actor: &Actor, command: Command) -> Result<Vec<CaseEvent>, Refused> {
    let events = case::decide(case, command, &facts(actor))?;
    for event in &events {
        case.apply(facts(actor).now, event);
    }
    Ok(events)
}

fn ask(questions: &[&str]) -> Command {
    Command::Ask {
        text: "お尋ねします。".into(),
        then: None,
        questions: questions.iter().map(|q| (*q).to_owned()).collect(),
    }
}

fn answer(answers: &[(u32, &str)], more: bool) -> Command {
    Command::Answer {
        text: String::new(),
        answers: answers
            .iter()
            .map(|(id, t)| (*id, (*t).to_owned()))
            .collect(),
        more,
    }
}

fn asked(questions: &[&str]) -> Case {
    let mut case = opened();
    does(&mut case, &AGENT, ask(questions)).unwrap();
    case
}

fn open(case: &Case) -> Vec<u32> {
    case.questions.open.iter().map(|q| q.id).collect()
}

#[test]
fn c9_who_asks_leaves_the_turn_with_the_customer() {
    let case = asked(&["通話ID", " ", "時刻"]);
    assert_eq!(open(&case), [1, 2], "blank ones are none");
    assert_eq!(case.turn, Turn::Customer);
    assert_eq!(
        case.status,
        StatusId::new("awaiting-information/information-required")
    );
    // What is asked later goes on counting.
    let mut case = case;
    does(&mut case, &AGENT, ask(&["版"])).unwrap();
    assert_eq!(open(&case), [1, 2, 3]);
}

#[test]
fn c9_a_status_that_staff_choose_counts_more_than_the_one_for_questions() {
    let mut case = opened();
    let command = Command::Ask {
        text: "お尋ねします。".into(),
        then: Some(StatusId::new("open/investigating")),
        questions: vec!["通話ID".into()],
    };
    does(&mut case, &AGENT, command).unwrap();
    assert_eq!(case.turn, Turn::Support);
    assert_eq!(open(&case), [1]);
}

#[test]
fn c12_answering_everything_gives_the_turn_back() {
    let mut case = asked(&["通話ID", "時刻"]);
    does(
        &mut case,
        &CUSTOMER,
        answer(&[(1, "C-1"), (2, "10時")], false),
    )
    .unwrap();
    assert_eq!(case.turn, Turn::Support);
    assert!(case.questions.open.is_empty());
    assert_eq!(case.status, StatusId::new("open/customer-responded"));
}

#[test]
fn c12_any_update_gives_the_turn_back_whatever_is_still_open() {
    let mut case = asked(&["通話ID", "時刻"]);
    does(&mut case, &CUSTOMER, answer(&[(2, "10時")], false)).unwrap();
    assert_eq!(case.turn, Turn::Support);
    assert_eq!(open(&case), [1]);
    let mut case = asked(&["通話ID"]);
    let text = "別の件です。".to_owned();
    does(&mut case, &CUSTOMER, Command::PostUpdate { text }).unwrap();
    assert_eq!((case.turn, open(&case)), (Turn::Support, vec![1]));
}

#[test]
fn c12_more_to_follow_leaves_the_turn_with_the_customer() {
    let mut case = asked(&["通話ID", "時刻"]);
    let events = does(&mut case, &CUSTOMER, answer(&[(1, "C-1")], true)).unwrap();
    assert_eq!(events.last(), Some(&CaseEvent::MoreToFollow));
    assert_eq!((case.turn, open(&case)), (Turn::Customer, vec![2]));
    does(&mut case, &CUSTOMER, answer(&[(2, "10時")], false)).unwrap();
    assert_eq!(case.turn, Turn::Support);
}

#[test]
fn c9_no_answer_is_lost_to_a_question_that_is_gone() {
    let mut case = asked(&["通話ID"]);
    does(&mut case, &AGENT, Command::WithdrawQuestion { id: 1 }).unwrap();
    assert!(open(&case).is_empty());
    let before = case.clone();
    let refused = does(&mut case, &CUSTOMER, answer(&[(1, "C-1")], false));
    assert!(matches!(refused, Err(Refused::Fields(f)) if f[0].field == asking::field(1)));
    assert_eq!(case, before);
    let again = does(&mut case, &AGENT, Command::WithdrawQuestion { id: 1 });
    assert_eq!(again, Err(Refused::NoSuchQuestion));
}

#[test]
fn c9_an_answer_needs_words_and_a_company() {
    let mut case = asked(&["通話ID"]);
    let blank = does(&mut case, &CUSTOMER, answer(&[(1, " ")], true));
    assert!(matches!(blank, Err(Refused::Fields(_))));
    for actor in [&STRANGER, &AGENT] {
        let refused = does(&mut case, actor, answer(&[(1, "x")], false));
        assert_eq!(refused, Err(Refused::NotAllowed));
    }
    for actor in [&STRANGER, &CUSTOMER] {
        assert_eq!(
            does(&mut case, actor, ask(&["x"])),
            Err(Refused::NotAllowed)
        );
    }
}

#[test]
fn c9_a_case_has_so_many_open_questions_and_no_more() {
    let many = vec!["問"; asking::QUESTIONS_MAX];
    let mut case = asked(&many);
    assert!(matches!(
        does(&mut case, &AGENT, ask(&["一つ多い"])),
        Err(Refused::Fields(_))
    ));
}

#[test]
fn c9_a_closed_case_asks_nothing() {
    let mut case = asked(&["通話ID"]);
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    does(&mut case, &CUSTOMER, close).unwrap();
    assert!(open(&case).is_empty());
    assert_eq!(does(&mut case, &AGENT, ask(&["x"])), Err(Refused::Closed));
}

fn step() -> impl Strategy<Value = (bool, Command)> {
    let text = || prop_oneof![Just(String::new()), Just("文".to_owned())];
    let answers = proptest::collection::vec((1..6_u32, text()), 0..4);
    prop_oneof![
        proptest::collection::vec(text(), 0..3).prop_map(|questions| {
            let (text, then) = ("文".to_owned(), None);
            (
                false,
                Command::Ask {
                    text,
                    then,
                    questions,
                },
            )
        }),
        (text(), answers, any::<bool>()).prop_map(|(text, answers, more)| (
            true,
            Command::Answer {
                text,
                answers,
                more
            }
        )),
        text().prop_map(|text| (true, Command::PostUpdate { text })),
        (1..6_u32).prop_map(|id| (false, Command::WithdrawQuestion { id })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The turn is never lost: an update without "more to follow" always ends with support, one with it changes no turn; no
    /// question is answered twice, and none disappears without an answer or a withdrawal.
    #[test]
    fn c12_the_turn_is_never_lost(steps in proptest::collection::vec(step(), 1..30)) {
        let mut case = opened();
        for (customers, command) in steps {
            let before = case.clone();
            let more = matches!(command, Command::Answer { more: true, .. });
            let actor = if customers { &CUSTOMER } else { &AGENT };
            let Ok(events) = does(&mut case, actor, command) else {
                prop_assert_eq!(&case, &before);
                continue;
            };
            match (customers, more) {
                (true, false) => prop_assert_eq!(case.turn, Turn::Support),
                (true, true) => prop_assert_eq!(case.turn, before.turn),
                (false, _) => {
                    let asks = events.iter().any(|e| matches!(e, CaseEvent::QuestionsAsked { .. }));
                    prop_assert!(!asks || case.turn == Turn::Customer);
                }
            }
            let settled = |id: u32| events.iter().any(|event| match event {
                CaseEvent::QuestionsAnswered { answers } => answers.iter().any(|a| a.id == id),
                CaseEvent::QuestionWithdrawn { id: gone } => *gone == id,
                _ => false,
            });
            for question in &before.questions.open {
                prop_assert_ne!(settled(question.id), open(&case).contains(&question.id));
            }
        }
    }
}
