//! The rules of a case on the shipped desks: each move of the story, and properties over any sequence of commands.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::sync::LazyLock;

use domain::{
    AccountId, Actor, Desk, Instant, Level, PersonId, Role, TeamId,
    case::{
        self, Addressee, Case, CaseEvent, Command, Facts, GivenSurvey, Lanes, Refused, Side,
        escalation::Step,
    },
    desk::{Reopening, StatusId, Turn, check},
    event::{By, Recorded},
};
use proptest::prelude::*;

const DEFAULT: &str = include_str!("../../../desks/default.toml");
const CONTACT_CENTER: &str = include_str!("../../../desks/contact-center.toml");

const ASKER: Actor = Actor::Contact {
    person: PersonId(1),
    account: AccountId(10),
    access: domain::access::Access::all(Level::ReadWrite),
};
const READER: Actor = Actor::Contact {
    person: PersonId(2),
    account: AccountId(10),
    access: domain::access::Access::all(Level::ReadOnly),
};
const STRANGER: Actor = Actor::Contact {
    person: PersonId(3),
    account: AccountId(99),
    access: domain::access::Access::all(Level::ReadWrite),
};
const AGENT: Actor = Actor::Agent {
    person: PersonId(50),
    role: Role::Tier1,
    team: Some(TeamId(5)),
};

fn desk(source: &str) -> Desk {
    static READ: LazyLock<[Desk; 2]> = LazyLock::new(|| {
        [DEFAULT, CONTACT_CENTER].map(|source| check(source).expect("a shipped desk is whole"))
    });
    READ[usize::from(source == CONTACT_CENTER)].clone()
}

fn at(minute: i64) -> Instant {
    Instant::from_second(1_700_000_000 + minute * 60).unwrap()
}

/// A case under way, and its story so far.
struct Play<'a> {
    desk: &'a Desk,
    case: Case,
    events: Vec<Recorded<CaseEvent>>,
    minute: i64,
}

impl<'a> Play<'a> {
    fn open(desk: &'a Desk) -> Self {
        let facts = Facts {
            now: at(0),
            actor: &ASKER,
            desk,
        };
        let events = case::open(
            opening::new_case(desk),
            &opening::bought(desk, None),
            &facts,
        )
        .unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        let events = vec![Recorded {
            version: 1,
            at: at(0),
            by: By::System,
            event: events[0].clone(),
        }];
        Self {
            desk,
            case,
            events,
            minute: 0,
        }
    }

    fn does(&mut self, actor: &Actor, command: Command) -> Result<&mut Self, Refused> {
        self.minute += 1;
        let now = at(self.minute);
        for event in case::decide(
            &self.case,
            command,
            &Facts {
                now,
                actor,
                desk: self.desk,
            },
        )? {
            self.case.apply(now, &event);
            self.events.push(Recorded {
                version: self.case.version,
                at: now,
                by: actor.by(),
                event,
            });
        }
        Ok(self)
    }

    fn stands(&self, status: &str, turn: Turn) {
        assert_eq!((self.case.status.as_str(), self.case.turn), (status, turn));
    }
}

fn update(text: &str) -> Command {
    Command::PostUpdate { text: text.into() }
}

fn reply(then: Option<&str>) -> Command {
    Command::Reply {
        text: "answer".into(),
        then: then.map(StatusId::new),
    }
}

#[test]
fn c9_the_whole_story_tells_whose_turn_it_is_at_every_step() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    play.stands("open/new", Turn::Support);
    play.does(
        &AGENT,
        Command::Assign {
            owner: Some(PersonId(50)),
            team: Some(TeamId(5)),
        },
    )
    .unwrap();
    play.stands("open/investigating", Turn::Support);
    play.does(
        &AGENT,
        reply(Some("awaiting-information/information-required")),
    )
    .unwrap();
    play.stands("awaiting-information/information-required", Turn::Customer);
    play.does(&ASKER, update("ID is 42")).unwrap();
    play.stands("open/customer-responded", Turn::Support);
    play.does(&AGENT, reply(Some("solution-proposed/proposed")))
        .unwrap();
    play.stands("solution-proposed/proposed", Turn::Customer);
    play.does(
        &ASKER,
        Command::NeedMoreHelp {
            tried: String::new(),
            happened: "no".into(),
        },
    )
    .unwrap();
    play.stands("open/customer-responded", Turn::Support);
    play.does(&AGENT, reply(Some("solution-proposed/proposed")))
        .unwrap();
    play.does(&ASKER, Command::SolutionWorked { comment: None })
        .unwrap();
    play.stands("closed/resolved", Turn::Nobody);
    assert!(play.case.is_closed());
    assert_eq!(Case::replay(&play.events).as_ref(), Some(&play.case));
}

#[test]
fn the_turns_of_the_default_desk_are_as_promised() {
    let desk = desk(DEFAULT);
    for (status, turn) in [
        ("open/new", Turn::Support),
        ("open/investigating", Turn::Support),
        ("open/customer-responded", Turn::Support),
        ("open/third-party", Turn::Support),
        ("awaiting-information/information-required", Turn::Customer),
        ("service-restored/permanent-solution", Turn::Support),
        ("service-restored/cause-analysis", Turn::Support),
        ("solution-proposed/proposed", Turn::Customer),
        ("solution-proposed/problem-resolved", Turn::Customer),
        ("closed/cancelled", Turn::Nobody),
        ("closed/resolved", Turn::Nobody),
        ("closed/redirected", Turn::Nobody),
        ("closed/merged", Turn::Nobody),
    ] {
        let found = desk
            .status(&StatusId::new(status))
            .unwrap_or_else(|| panic!("{status} is missing"));
        assert_eq!(found.turn, turn, "{status}");
        for language in &desk.languages {
            assert!(
                !found.next.in_language(language).is_empty(),
                "{status} says what happens next"
            );
        }
    }
}

#[test]
fn c12_an_update_moves_only_a_case_that_waits_for_it() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    play.does(&ASKER, update("more"))
        .unwrap()
        .stands("open/new", Turn::Support);
    play.does(
        &AGENT,
        Command::ChangeStatus {
            to: StatusId::new("open/third-party"),
        },
    )
    .unwrap();
    play.does(&ASKER, update("even more"))
        .unwrap()
        .stands("open/third-party", Turn::Support);
}

#[test]
fn an_internal_note_changes_nothing_that_a_customer_can_see() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    let before = play.case.clone();
    play.does(
        &AGENT,
        Command::AddNote {
            text: "between us".into(),
        },
    )
    .unwrap();
    assert_eq!(play.case.modified_at, before.modified_at);
    assert_eq!(play.case.public_version, before.public_version);
    assert!(!play.events.last().unwrap().event.is_public());
}

#[test]
fn an_answer_to_an_unowned_case_takes_it() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    play.does(&AGENT, reply(None))
        .unwrap()
        .stands("open/investigating", Turn::Support);
    assert_eq!(
        (play.case.owner, play.case.team),
        (Some(PersonId(50)), Some(TeamId(5)))
    );
    assert_eq!(play.case.handovers, 0);
    play.does(
        &AGENT,
        Command::Assign {
            owner: Some(PersonId(51)),
            team: Some(TeamId(5)),
        },
    )
    .unwrap();
    assert_eq!(play.case.handovers, 1);
}

#[test]
fn who_may_not_is_refused() {
    let desk = desk(DEFAULT);
    for (actor, command) in [
        (READER, update("x")),
        (STRANGER, update("x")),
        (AGENT, update("x")),
        (ASKER, reply(None)),
        (ASKER, Command::AddNote { text: "x".into() }),
        (
            ASKER,
            Command::ChangeStatus {
                to: StatusId::new("closed/resolved"),
            },
        ),
        (
            ASKER,
            Command::Assign {
                owner: None,
                team: None,
            },
        ),
        (
            STRANGER,
            Command::Close {
                reason: "resolved".into(),
                comment: None,
            },
        ),
        (AGENT, Command::SolutionWorked { comment: None }),
    ] {
        let mut play = Play::open(&desk);
        assert_eq!(
            play.does(&actor, command.clone()).err(),
            Some(Refused::NotAllowed),
            "{actor:?} {command:?}"
        );
    }
}

#[test]
fn c14_a_customer_closes_with_a_reason_and_nothing_follows() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    let refused = play
        .does(
            &ASKER,
            Command::Close {
                reason: "bored".into(),
                comment: None,
            },
        )
        .err();
    assert!(matches!(refused, Some(Refused::Fields(_))));
    play.does(
        &ASKER,
        Command::Close {
            reason: "no-longer-needed".into(),
            comment: Some("found it".into()),
        },
    )
    .unwrap();
    play.stands("closed/cancelled", Turn::Nobody);
    assert_eq!(
        play.does(&ASKER, update("hello?")).err(),
        Some(Refused::Closed)
    );
    assert_eq!(play.does(&AGENT, reply(None)).err(), Some(Refused::Closed));
}

#[test]
fn a_proposed_solution_is_answered_only_while_it_stands() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    let answer = Command::SolutionWorked { comment: None };
    assert_eq!(
        play.does(&ASKER, answer).err(),
        Some(Refused::NoSolutionProposed)
    );
}

#[test]
fn c15_reopening_follows_the_desk() {
    let mut within = desk(DEFAULT);
    let to = StatusId::new("open/customer-responded");
    within.rules.reopening = Reopening::WithinDays {
        days: 14,
        to: to.clone(),
    };
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    let ask = Command::RequestReopening {
        reason: "it is back".into(),
    };

    let mut play = Play::open(&within);
    assert_eq!(
        play.does(&ASKER, ask.clone()).err(),
        Some(Refused::NotClosed)
    );
    play.does(&ASKER, close.clone()).unwrap();
    play.minute += 14 * 24 * 60 - 1;
    play.does(&ASKER, ask.clone())
        .unwrap()
        .stands(to.as_str(), Turn::Support);
    assert_eq!(play.case.reopenings, 1);
    play.does(&ASKER, close.clone()).unwrap();
    play.minute += 14 * 24 * 60;
    assert_eq!(
        play.does(&ASKER, ask.clone()).err(),
        Some(Refused::ReopeningOver { days: 14 })
    );

    let mut request = within.clone();
    request.rules.reopening = Reopening::Request { to: to.clone() };
    let mut play = Play::open(&request);
    play.does(&ASKER, close.clone()).unwrap();
    play.does(&ASKER, ask.clone()).unwrap();
    assert!(play.case.is_closed() && play.case.reopening_asked);
    assert_eq!(
        play.does(&ASKER, ask.clone()).err(),
        Some(Refused::ReopeningAskedAlready)
    );
    play.does(&AGENT, Command::Reopen)
        .unwrap()
        .stands(to.as_str(), Turn::Support);
    assert!(!play.case.reopening_asked);

    let mut never = within.clone();
    never.rules.reopening = Reopening::Never;
    let mut play = Play::open(&never);
    play.does(&ASKER, close).unwrap();
    assert_eq!(play.does(&ASKER, ask).err(), Some(Refused::NeverReopened));
}

#[test]
fn texts_have_their_limits() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    for text in ["", "   \r\n\t ", "\u{0}\u{7}"] {
        assert!(matches!(
            play.does(&ASKER, update(text)).err(),
            Some(Refused::Fields(_))
        ));
    }
    let longest = "あ".repeat(domain::case::TEXT_MAX);
    play.does(&ASKER, update(&longest)).unwrap();
    assert!(play.does(&ASKER, update(&format!("{longest}あ"))).is_err());
    play.does(&ASKER, update("a\r\nb\u{0}c\rd")).unwrap();
    let last = &play.events.last().unwrap().event;
    assert!(
        matches!(last, CaseEvent::MessagePosted { side: Side::Customer, text } if text.as_str() == "a\nbc\nd")
    );
}

/// Any command, sensible or not, by anybody.
fn any_step(desk: &Desk) -> impl Strategy<Value = (Actor, Command)> + use<> {
    let mut statuses: Vec<StatusId> = desk.sub_statuses().map(|s| s.id.clone()).collect();
    statuses.push(StatusId::new("no/such"));
    let reasons: Vec<String> = desk
        .rules
        .close_reasons
        .iter()
        .map(|r| r.id.clone())
        .collect();
    let status = proptest::sample::select(statuses);
    let reason = proptest::sample::select(reasons);
    let matters = desk.not_covered.iter().map(|one| one.id.clone());
    let matter = proptest::sample::select(matters.chain(["none".into()]).collect::<Vec<_>>());
    let text = prop_oneof![
        Just(String::new()),
        Just("文".to_owned()),
        Just("text".to_owned())
    ];
    let person = prop_oneof![
        Just(None),
        Just(Some(PersonId(50))),
        Just(Some(PersonId(51)))
    ];
    let team = prop_oneof![Just(None), Just(Some(TeamId(5))), Just(Some(TeamId(6)))];
    let command = prop_oneof![
        text.clone().prop_map(|text| Command::PostUpdate { text }),
        (text.clone(), proptest::option::of(status.clone()))
            .prop_map(|(text, then)| Command::Reply { text, then }),
        (
            text.clone(),
            proptest::option::of(status.clone()),
            proptest::collection::vec(text.clone(), 0..3)
        )
            .prop_map(|(text, then, questions)| Command::Ask {
                text,
                then,
                questions
            }),
        (
            text.clone(),
            proptest::collection::vec((1..4_u32, text.clone()), 0..3),
            any::<bool>()
        )
            .prop_map(|(text, answers, more)| Command::Answer {
                text,
                answers,
                more
            }),
        (1..4_u32).prop_map(|id| Command::WithdrawQuestion { id }),
        text.clone().prop_map(|text| Command::AddNote { text }),
        status.prop_map(|to| Command::ChangeStatus { to }),
        (person, team).prop_map(|(owner, team)| Command::Assign { owner, team }),
        (reason, proptest::option::of(text.clone()))
            .prop_map(|(reason, comment)| Command::Close { reason, comment }),
        proptest::option::of(text.clone()).prop_map(|comment| Command::SolutionWorked { comment }),
        (text.clone(), text.clone())
            .prop_map(|(tried, happened)| Command::NeedMoreHelp { tried, happened }),
        (matter, text.clone()).prop_map(|(matter, text)| Command::Redirect { matter, text }),
        text.clone()
            .prop_map(|reason| Command::RequestReopening { reason }),
        text.clone()
            .prop_map(|reason| Command::DeclineReopening { reason }),
        Just(Command::Reopen),
        (any::<bool>(), text.clone()).prop_map(|(manager, reason)| Command::AskEscalation {
            to: Addressee::ALL[usize::from(manager)],
            reason,
        }),
        text.clone()
            .prop_map(|text| Command::AnswerEscalation { text }),
        (text.clone(), any::<bool>()).prop_map(|(text, unhappy)| Command::OpenEscalation {
            summary: text.clone(),
            lanes: match unhappy {
                true => Lanes {
                    outcome: text,
                    ..Lanes::default()
                },
                false => Lanes {
                    defect: text,
                    ..Lanes::default()
                },
            },
        }),
        (0..5_usize, text.clone()).prop_map(|(step, text)| Command::MoveEscalation {
            to: Step::ALL[step],
            text,
        }),
        text.clone().prop_map(|text| Command::CallBack { text }),
        Just(Command::DismissEscalation),
        (0..7_u8, text).prop_map(|(point, comment)| {
            Command::GiveSurvey(GivenSurvey {
                points: ["overall", "speed", "understanding"]
                    .map(|id| (id.to_owned(), point))
                    .into(),
                comment,
                contact: point == 1,
            })
        }),
    ];
    (
        prop_oneof![4 => Just(ASKER), 4 => Just(AGENT), 1 => Just(READER), 1 => Just(STRANGER)],
        command,
    )
}

fn walk(desk: &Desk, steps: Vec<(Actor, Command)>) {
    let mut play = Play::open(desk);
    for (actor, command) in steps {
        let before = play.case.clone();
        if play.does(&actor, command).is_err() {
            assert_eq!(play.case, before, "a refusal changes nothing");
        }
        let status = desk
            .status(&play.case.status)
            .expect("the desk has every status a case can reach");
        assert_eq!(play.case.turn, status.turn);
        assert_eq!(play.case.is_closed(), status.closed);
        assert!(play.case.public_version <= play.case.version);
    }
    let replayed = Case::replay(&play.events).unwrap();
    assert_eq!(replayed, play.case);
    // What is written to the log and read back gives the same state.
    let text: Vec<String> = play
        .events
        .iter()
        .map(|r| serde_json::to_string(&r.event).unwrap())
        .collect();
    let read = play.events.iter().zip(&text).map(|(r, t)| Recorded {
        version: r.version,
        at: r.at,
        by: r.by,
        event: serde_json::from_str(t).unwrap(),
    });
    assert_eq!(Case::replay(&read.collect::<Vec<_>>()).unwrap(), play.case);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_sequence_of_commands_leaves_the_default_desk(steps in proptest::collection::vec(any_step(&desk(DEFAULT)), 0..40)) {
        walk(&desk(DEFAULT), steps);
    }

    #[test]
    fn no_sequence_of_commands_leaves_the_contact_center(steps in proptest::collection::vec(any_step(&desk(CONTACT_CENTER)), 0..40)) {
        walk(&desk(CONTACT_CENTER), steps);
    }
}

fn facts(entries: &[(&str, &str)]) -> Command {
    let entries = entries.iter();
    Command::TellFacts {
        entries: entries
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect(),
    }
}

#[test]
fn b2_what_was_skipped_can_be_told_later_by_either_side() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    play.does(
        &ASKER,
        facts(&[("step-restart", "not-yet"), ("error-text", "E-204")]),
    )
    .unwrap();
    assert_eq!(play.case.answers.len(), 2);
    // Only what is new or other becomes an event, and nothing is asked of who says nothing new.
    play.does(
        &ASKER,
        facts(&[
            ("step-restart", "not-solved"),
            ("error-text", "E-204"),
            ("tried", " "),
        ]),
    )
    .unwrap();
    let last = play.events.last().unwrap();
    assert!(
        matches!(&last.event, CaseEvent::FactsTold { side: Side::Customer, answers } if answers.len() == 1)
    );
    let before = play.case.version;
    play.does(&ASKER, facts(&[("error-text", "E-204")]))
        .unwrap();
    assert_eq!(play.case.version, before);
    play.does(&AGENT, facts(&[("since-when", "昨日")])).unwrap();
    assert_eq!(play.case.answers.len(), 3);
    for refused in [&READER, &STRANGER] {
        assert_eq!(
            play.does(refused, facts(&[("tried", "x")])).err(),
            Some(Refused::NotAllowed)
        );
    }
    let wrong = play.does(&ASKER, facts(&[("business-impact", "x")])).err();
    assert!(
        matches!(wrong, Some(Refused::Fields(_))),
        "what the form asked stays: {wrong:?}"
    );
}

#[test]
fn b2_c12_facts_told_by_the_customer_bring_the_case_back() {
    let desk = desk(DEFAULT);
    let mut play = Play::open(&desk);
    play.does(
        &AGENT,
        reply(Some("awaiting-information/information-required")),
    )
    .unwrap();
    play.does(&AGENT, facts(&[("logs", "taken")])).unwrap();
    play.stands("awaiting-information/information-required", Turn::Customer);
    play.does(&ASKER, facts(&[("logs", "can-take")])).unwrap();
    play.stands("open/customer-responded", Turn::Support);
    let reason = desk.rules.close_reasons[0].id.clone();
    play.does(
        &ASKER,
        Command::Close {
            reason,
            comment: None,
        },
    )
    .unwrap();
    assert_eq!(
        play.does(&ASKER, facts(&[("logs", "none")])).err(),
        Some(Refused::Closed)
    );
}
