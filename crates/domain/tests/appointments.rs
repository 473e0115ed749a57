//! Calls and conferences: who may ask, when, what becomes of them, and whom it is told to (H2, H3).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod playing;

use std::sync::LazyLock;

use domain::{
    Actor, Desk, Instant, Language, Level, PersonId, Prose, Role,
    access::Access,
    case::{
        self, Case, CaseEvent, Command, Facts, Lanes, Refused,
        calling::{NewCall, NewCallWish},
        conference::{Coming, Guest, Standing},
        conferring::{NewConference, NewDate, NewReply},
        intake::{FieldProblem, Wrong},
    },
    desk::{StatusId, check},
    event::By,
    notice::{Occasion, Reader, notices},
};
use opening::{bought, new_case};
use proptest::prelude::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const CONTACT: PersonId = PersonId(1);
const COLLEAGUE: PersonId = PersonId(2);
const AGENT: PersonId = PersonId(50);

/// Reading one takes longer than what is played on it.
static DEFAULT: LazyLock<Desk> = LazyLock::new(|| read("default"));

fn desk(name: &str) -> Desk {
    match name {
        "default" => DEFAULT.clone(),
        name => read(name),
    }
}

fn read(name: &str) -> Desk {
    let source = std::fs::read_to_string(format!(
        "{}/../../desks/{name}.toml",
        env!("CARGO_MANIFEST_DIR")
    ));
    check(&source.unwrap()).unwrap()
}

fn at(seconds: i64) -> Instant {
    Instant::from_second(1_764_550_800 + seconds).unwrap() // a Monday, 10 in the morning in Tokyo
}

fn contact(person: PersonId, level: Level) -> Actor {
    Actor::Contact {
        person,
        account: opening::OURS,
        access: Access::all(level),
    }
}

fn us() -> Actor {
    contact(CONTACT, Level::ReadWrite)
}

fn agent() -> Actor {
    Actor::Agent {
        person: AGENT,
        team: None,
        role: Role::Tier1,
    }
}

struct Played {
    desk: Desk,
    case: Case,
}

impl Played {
    fn opened(name: &str) -> Self {
        let desk = desk(name);
        let new = new_case(&desk);
        let actor = us();
        let facts = Facts {
            now: at(0),
            actor: &actor,
            desk: &desk,
        };
        let events = case::open(new, &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        Self { desk, case }
    }

    fn does(
        &mut self,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(&self.desk, &mut self.case, at(after), actor, command)
    }

    fn told(&self, by: PersonId, event: &CaseEvent) -> Vec<(Reader, Occasion)> {
        notices(event, By::Person(by), &self.case, &self.desk)
    }

    fn standing(&self, after: i64) -> Standing {
        self.case.conferences[0].standing(at(after))
    }
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

fn wish(from: Option<i64>, until: i64) -> Command {
    Command::AskCall(NewCallWish {
        from: from.map(at),
        until: at(until),
        phone: "+81 3 1234 5678".into(),
        reason: "録音の件で相談したい".into(),
    })
}

fn call() -> NewCall {
    NewCall {
        subject: String::new(),
        language: Language::new("ja"),
        outbound: true,
        with: "森 恵子".into(),
        began_at: at(HOUR),
        minutes: 12,
        reached: true,
        summary: "設定を直しました".into(),
        note: String::new(),
    }
}

fn guest(email: &str, person: Option<PersonId>) -> Guest {
    Guest {
        email: Prose::new(email),
        person,
    }
}

fn everybody() -> Vec<Guest> {
    vec![
        guest("mori@hinode.example", Some(CONTACT)),
        guest("kato@hinode.example", Some(COLLEAGUE)),
    ]
}

fn wanted(wished: &[i64]) -> NewConference {
    NewConference {
        language: Language::new("ja"),
        name: "森 恵子".into(),
        reason: "構成を一緒に確認したい".into(),
        wished: wished.iter().map(|after| at(*after)).collect(),
        minutes: None,
        people: everybody(),
    }
}

fn date(id: Option<u32>, after: i64) -> NewDate {
    NewDate {
        id,
        language: Language::new("ja"),
        name: "森 恵子".into(),
        subject: String::new(),
        reason: "構成の確認".into(),
        at: at(after),
        minutes: None,
        link: "https://meet.example/j/123".into(),
        passcode: true,
        renewed: false,
        people: everybody(),
        text: String::new(),
    }
}

fn comes(id: u32, accept: bool) -> Command {
    Command::AnswerConference(NewReply {
        id,
        email: None,
        accept,
        text: String::new(),
    })
}

#[test]
fn h2_a_call_is_asked_for_within_the_window_that_the_desk_offers() {
    let days = 14;
    for (from, until, refused) in [
        (None, 2 * HOUR, None),
        (Some(HOUR), 2 * HOUR, None),
        (
            Some(59 * MINUTE - MINUTE),
            2 * HOUR,
            Some(wrong("call-from", Wrong::TooSoon { minutes: 60 })),
        ),
        (
            Some(HOUR),
            HOUR + 14 * MINUTE,
            Some(wrong("call-until", Wrong::TooShort { minutes: 15 })),
        ),
        (Some(HOUR), HOUR + 15 * MINUTE, None),
        (
            Some(2 * HOUR),
            HOUR,
            Some(wrong("call-until", Wrong::TooShort { minutes: 15 })),
        ),
        (
            Some(HOUR),
            days * DAY + 1,
            Some(wrong("call-until", Wrong::NotAhead { days })),
        ),
        (Some(13 * DAY), days * DAY, None),
    ] {
        let mut played = Played::opened("default");
        let asked = played.does(0, &us(), wish(from, until));
        assert_eq!(asked.err(), refused, "{from:?} {until}");
        assert_eq!(played.case.owes_call(), refused.is_none());
        if refused.is_none() {
            assert_eq!(played.case.call_by(), Some(at(until)));
            let again = played.does(0, &us(), wish(from, until));
            assert_eq!(again, Err(Refused::CallAskedAlready));
        }
    }
}

#[test]
fn h2_who_may_ask_for_a_call_is_the_desks() {
    let asked = |name: &str| Played::opened(name).does(0, &us(), wish(None, 5 * HOUR));
    assert!(asked("default").is_ok());
    assert!(asked("collaboration").is_ok());
    for name in ["contact-center", "experience-hub", "marketing"] {
        assert_eq!(asked(name).err(), Some(Refused::NotAllowed), "{name}");
    }
    let mut played = Played::opened("default");
    for actor in [agent(), contact(COLLEAGUE, Level::ReadOnly)] {
        let asked = played.does(0, &actor, wish(None, 5 * HOUR));
        assert_eq!(asked.err(), Some(Refused::NotAllowed), "{actor:?}");
    }
}

#[test]
fn h2_a_call_that_reached_somebody_is_the_call_that_was_owed() {
    let mut played = Played::opened("default");
    played.case.call_owed = true;
    played.does(0, &us(), wish(None, 3 * HOUR)).unwrap();
    let unanswered = NewCall {
        reached: false,
        summary: String::new(),
        ..call()
    };
    let events = played.does(2 * HOUR, &agent(), Command::KeepCall(unanswered));
    assert!(matches!(
        &events.unwrap()[..],
        [CaseEvent::CallMade(made)] if made.minutes == 0
    ));
    assert!(played.case.owes_call(), "nobody was there");
    let events = played.does(2 * HOUR, &agent(), Command::KeepCall(call()));
    let events = events.unwrap();
    let [CaseEvent::CallMade(made)] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(made.subject.as_str(), "電話 – 森 恵子");
    assert!(events[0].is_public() && !played.case.owes_call());
    assert_eq!(
        played.told(AGENT, &events[0]),
        [
            (Reader::Contact, Occasion::Answered),
            (Reader::Copied, Occasion::Answered)
        ]
    );
    assert_eq!(played.case.call_by(), None);
}

#[test]
fn h2_a_call_that_began_before_it_was_owed_is_not_the_one_that_was_owed() {
    let mut played = Played::opened("default");
    let began = |after| NewCall {
        began_at: at(after),
        ..call()
    };
    // Written down only after the customer had asked for another one, and a severity and an escalation had come to owe one each.
    played
        .does(2 * HOUR + 30, &us(), wish(None, 5 * HOUR))
        .unwrap();
    played.case.call_owed = true;
    played.case.call_owed_since = Some(at(2 * HOUR + 30));
    let open = Command::OpenEscalation {
        summary: "x".into(),
        lanes: Lanes {
            outcome: "x".into(),
            ..Lanes::default()
        },
    };
    played.does(2 * HOUR + 30, &agent(), open).unwrap();
    played
        .does(3 * HOUR, &agent(), Command::KeepCall(began(HOUR)))
        .unwrap();
    assert!(played.case.call_wish.is_some() && played.case.call_owed);
    assert!(played.case.escalated.open().unwrap().callback().is_some());
    // Times are told to the minute: one that began within the minute counts.
    played
        .does(3 * HOUR, &agent(), Command::KeepCall(began(2 * HOUR)))
        .unwrap();
    assert!(!played.case.owes_call());
}

#[test]
fn h3_another_passcode_is_told_and_a_closed_case_has_no_conference_ahead() {
    let mut played = Played::opened("default");
    let set = Command::SetConference(date(None, DAY));
    played.does(0, &agent(), set).unwrap();
    let same = date(Some(1), DAY);
    let again = Command::SetConference(same.clone());
    assert_eq!(played.does(MINUTE, &agent(), again), Ok(vec![]));
    let renewed = NewDate {
        renewed: true,
        ..same
    };
    let events = played.does(MINUTE, &agent(), Command::SetConference(renewed));
    let events = events.unwrap();
    assert!(
        matches!(&events[..], [CaseEvent::ConferenceSet(_)]),
        "{events:?}"
    );
    let told = played.told(AGENT, &events[0]);
    assert!(told.contains(&(Reader::Invited(1), Occasion::ConferenceInvited)));
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    let events = played.does(HOUR, &us(), close).unwrap();
    let called_off =
        |event: &CaseEvent| matches!(event, CaseEvent::ConferenceCancelled { id: 1, .. });
    assert!(events.iter().any(called_off), "{events:?}");
    assert_eq!(played.standing(HOUR), Standing::Cancelled);
}

#[test]
fn h2_a_calls_note_is_staffs_and_a_desk_may_keep_what_was_said_from_customers() {
    let mut played = Played::opened("default");
    let both = NewCall {
        note: "次は技術担当から".into(),
        subject: "録音の件".into(),
        ..call()
    };
    let events = played.does(2 * HOUR, &agent(), Command::KeepCall(both));
    let events = events.unwrap();
    assert!(matches!(
        &events[..],
        [CaseEvent::CallMade(made), CaseEvent::NotePosted { .. }] if made.subject.as_str() == "録音の件"
    ));
    assert!(!events[1].is_public());
    // The second source's phone ticket has its facts alone.
    let mut hub = Played::opened("experience-hub");
    let told = hub.does(2 * HOUR, &agent(), Command::KeepCall(call()));
    assert_eq!(told, Err(wrong("call-summary", Wrong::NotOffered)));
    let facts = NewCall {
        summary: String::new(),
        note: "折り返しを約束".into(),
        language: Language::new("en"),
        with: "Keiko Mori".into(),
        ..call()
    };
    let events = hub.does(2 * HOUR, &agent(), Command::KeepCall(facts));
    let events = events.unwrap();
    assert!(matches!(
        &events[0],
        CaseEvent::CallMade(made) if made.summary.is_none() && made.subject.as_str() == "Phone call – Keiko Mori"
    ));
    assert_eq!(hub.told(AGENT, &events[0]), []);
}

#[test]
fn h2_what_is_wrong_with_a_call_is_told_by_field() {
    for (call, refused) in [
        (
            NewCall {
                with: " ".into(),
                ..call()
            },
            wrong("call-with", Wrong::Missing),
        ),
        (
            NewCall {
                began_at: at(3 * HOUR),
                ..call()
            },
            wrong("call-began", Wrong::NotYet),
        ),
        (
            NewCall {
                began_at: at(-2 * DAY),
                ..call()
            },
            wrong("call-began", Wrong::Past),
        ),
        (
            NewCall {
                minutes: 721,
                ..call()
            },
            wrong("call-minutes", Wrong::NotANumber { min: 0, max: 720 }),
        ),
        (
            NewCall {
                minutes: -1,
                ..call()
            },
            wrong("call-minutes", Wrong::NotANumber { min: 0, max: 720 }),
        ),
        (
            NewCall {
                summary: String::new(),
                ..call()
            },
            wrong("call-summary", Wrong::Missing),
        ),
        (
            NewCall {
                subject: "x".repeat(201),
                ..call()
            },
            wrong("call-subject", Wrong::TooLong { max: 200 }),
        ),
    ] {
        let mut played = Played::opened("default");
        let done = played.does(2 * HOUR, &agent(), Command::KeepCall(call));
        assert_eq!(done, Err(refused));
    }
    let mut played = Played::opened("default");
    let by_us = played.does(2 * HOUR, &us(), Command::KeepCall(call()));
    assert_eq!(by_us, Err(Refused::NotAllowed));
}

#[test]
fn h2_a_call_that_was_not_made_is_told_once_and_stays_owed() {
    let mut played = Played::opened("default");
    played.does(0, &us(), wish(None, 3 * HOUR)).unwrap();
    let tell = |played: &mut Played, after| played.does(after, &Actor::System, Command::TellClocks);
    let is_missed = |event: &CaseEvent| matches!(event, CaseEvent::CallMissed { .. });
    let early = tell(&mut played, 3 * HOUR - 1).unwrap();
    assert!(!early.iter().any(is_missed), "{early:?}");
    let due = played.case.tell_at(&played.desk).unwrap();
    assert!(due <= at(3 * HOUR).as_second());
    let events = tell(&mut played, 3 * HOUR).unwrap();
    let missed = events.iter().find(|event| is_missed(event)).unwrap();
    assert!(!missed.is_public());
    assert_eq!(
        played.told(AGENT, missed),
        [(Reader::Supervisors, Occasion::CallbackMissed)]
    );
    let again = tell(&mut played, 4 * HOUR).unwrap();
    assert!(!again.iter().any(is_missed) && played.case.owes_call());
    assert!(matches!(
        &played.does(5 * HOUR, &us(), Command::WithdrawCall).unwrap()[..],
        [CaseEvent::CallWithdrawn]
    ));
    let gone = played.does(5 * HOUR, &us(), Command::WithdrawCall);
    assert_eq!(gone, Err(Refused::NoCallOwed));
    // What is closed waits for no call.
    played.does(5 * HOUR, &us(), wish(None, 9 * HOUR)).unwrap();
    let reason = played.desk.rules.close_reasons[0].id.clone();
    let comment = None;
    let close = Command::Close { reason, comment };
    played.does(6 * HOUR, &us(), close).unwrap();
    assert_eq!(played.case.call_by(), None);
}

#[test]
fn h3_a_conference_is_asked_for_set_answered_moved_and_cancelled() {
    let mut played = Played::opened("default");
    let ask = Command::AskConference(wanted(&[DAY, 2 * DAY]));
    let events = played.does(0, &us(), ask).unwrap();
    assert_eq!(
        played.told(CONTACT, &events[0]),
        [(Reader::Supervisors, Occasion::ConferenceAsked)]
    );
    let one = &played.case.conferences[0];
    assert_eq!((one.id, one.minutes, one.sequence), (1, 60, 0));
    assert_eq!(one.subject.as_str(), "電話会議 – 森 恵子");
    assert_eq!(played.standing(0), Standing::Asked);
    assert_eq!(
        played.does(0, &us(), comes(1, true)),
        Err(Refused::ConferenceOver),
        "it is not set"
    );

    let set = Command::SetConference(date(Some(1), DAY));
    let events = played.does(HOUR, &agent(), set.clone()).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(
        played.told(AGENT, &events[0]),
        [
            (Reader::Invited(1), Occasion::ConferenceInvited),
            (Reader::Dropped(1), Occasion::ConferenceCancelled)
        ]
    );
    assert_eq!(played.standing(HOUR), Standing::Pending);
    assert_eq!(played.case.confers_until(), Some(at(DAY + HOUR)));
    assert_eq!(played.does(HOUR, &agent(), set), Ok(vec![]), "it is so");

    let events = played.does(2 * HOUR, &us(), comes(1, true)).unwrap();
    assert_eq!(
        played.told(CONTACT, &events[0]),
        [(Reader::Owner(AGENT), Occasion::ConferenceAnswered)]
    );
    assert_eq!(played.standing(2 * HOUR), Standing::Pending, "one of two");
    // Whoever only reads is invited all the same.
    let colleague = contact(COLLEAGUE, Level::ReadOnly);
    played.does(2 * HOUR, &colleague, comes(1, false)).unwrap();
    assert_eq!(played.standing(2 * HOUR), Standing::Accepted);

    // With another link alone nobody is asked anew; at another time everybody is.
    let link = NewDate {
        link: "https://meet.example/j/9".into(),
        ..date(Some(1), DAY)
    };
    played
        .does(3 * HOUR, &agent(), Command::SetConference(link))
        .unwrap();
    assert_eq!(played.standing(3 * HOUR), Standing::Accepted);
    assert_eq!(played.case.conferences[0].sequence, 1);
    let moved = NewDate {
        people: everybody()[..1].to_vec(),
        ..date(Some(1), 2 * DAY)
    };
    let events = played.does(3 * HOUR, &agent(), Command::SetConference(moved));
    assert!(matches!(&events.unwrap()[..], [CaseEvent::ConferenceSet(set)] if set.moved));
    assert_eq!(played.standing(3 * HOUR), Standing::Pending);
    let one = &played.case.conferences[0];
    assert_eq!(one.sequence, 2);
    assert_eq!(one.dropped, everybody()[1..]);

    let cancel = Command::CancelConference {
        id: 1,
        text: "日程が合わなくなりました".into(),
    };
    let events = played.does(4 * HOUR, &us(), cancel.clone()).unwrap();
    assert_eq!(
        played.told(CONTACT, &events[0]),
        [
            (Reader::Invited(1), Occasion::ConferenceCancelled),
            (Reader::Owner(AGENT), Occasion::ConferenceCancelled)
        ]
    );
    assert_eq!(played.standing(4 * HOUR), Standing::Cancelled);
    assert_eq!(played.case.conferences[0].sequence, 3);
    assert_eq!(played.case.confers_until(), None);
    assert_eq!(
        played.does(4 * HOUR, &us(), cancel),
        Err(Refused::ConferenceOver)
    );
}

#[test]
fn h3_staff_set_one_that_nobody_asked_for_and_turn_a_wish_down_with_a_reason() {
    let mut played = Played::opened("default");
    let events = played.does(0, &agent(), Command::SetConference(date(None, DAY)));
    let events = events.unwrap();
    assert!(matches!(
        &events[..],
        [CaseEvent::ConferenceAsked(_), CaseEvent::ConferenceSet(_)]
    ));
    assert_eq!(played.told(AGENT, &events[0]), []);
    let ask = Command::AskConference(wanted(&[DAY]));
    played.does(0, &us(), ask).unwrap();
    let down = |text: &str| Command::CancelConference {
        id: 2,
        text: text.into(),
    };
    assert_eq!(
        played.does(HOUR, &agent(), down("")),
        Err(wrong("conference-text", Wrong::Missing))
    );
    let events = played
        .does(HOUR, &agent(), down("電話でお答えします"))
        .unwrap();
    assert_eq!(
        played.told(AGENT, &events[0]),
        [(Reader::Asker(CONTACT), Occasion::ConferenceCancelled)]
    );
    assert_eq!(played.case.conferences[1].sequence, 0, "in no calendar");
}

#[test]
fn h3_what_is_wrong_with_a_conference_is_told_by_field() {
    let lead = wrong("conference-wished", Wrong::TooSoon { minutes: 240 });
    for (wished, refused) in [
        (&[][..], wrong("conference-wished", Wrong::Missing)),
        (&[3 * HOUR], lead),
        (
            &[61 * DAY],
            wrong("conference-wished", Wrong::NotAhead { days: 60 }),
        ),
        (
            &[DAY, DAY, DAY, DAY],
            wrong("conference-wished", Wrong::TooMany { most: 3 }),
        ),
    ] {
        let mut played = Played::opened("default");
        let asked = played.does(0, &us(), Command::AskConference(wanted(wished)));
        assert_eq!(asked, Err(refused), "{wished:?}");
    }
    for (given, refused) in [
        (date(None, 0), wrong("conference-at", Wrong::Past)),
        (
            NewDate {
                minutes: Some(481),
                ..date(None, DAY)
            },
            wrong("conference-minutes", Wrong::NotANumber { min: 5, max: 480 }),
        ),
        (
            NewDate {
                people: Vec::new(),
                ..date(None, DAY)
            },
            wrong("conference-people", Wrong::Missing),
        ),
        (
            NewDate {
                people: vec![guest("nobody", None)],
                ..date(None, DAY)
            },
            wrong(
                "conference-people",
                Wrong::NotAnAddress {
                    given: "nobody".into(),
                    meant: None,
                },
            ),
        ),
        (date(Some(7), DAY), Refused::NoSuchConference),
    ] {
        let mut played = Played::opened("default");
        let set = played.does(0, &agent(), Command::SetConference(given));
        assert_eq!(set, Err(refused));
    }
    for link in [
        "http://meet.example/1",
        "javascript:alert(1)",
        "https://good.example@evil.example/",
        "https://localhost/x",
        "https://meet.example/a b",
        "https://meet.example/\"onclick",
        "ftp://meet.example/",
    ] {
        let mut played = Played::opened("default");
        let given = NewDate {
            link: link.into(),
            ..date(None, DAY)
        };
        let set = played.does(0, &agent(), Command::SetConference(given));
        assert_eq!(
            set,
            Err(wrong("conference-link", Wrong::NotALink)),
            "{link}"
        );
    }
}

#[test]
fn h3_the_way_in_is_shown_shortly_before_and_until_the_end() {
    let mut played = Played::opened("default");
    let set = Command::SetConference(date(None, DAY));
    played.does(0, &agent(), set).unwrap();
    let one = &played.case.conferences[0];
    let join = |after: i64| one.may_join(at(after), 10);
    assert!(!join(DAY - 10 * MINUTE - 1));
    assert!(join(DAY - 10 * MINUTE) && join(DAY) && join(DAY + HOUR - 1));
    assert!(!join(DAY + HOUR));
    assert_eq!(one.standing(at(DAY + HOUR)), Standing::Over);
    let late = played.does(DAY + HOUR, &us(), comes(1, true));
    assert_eq!(late, Err(Refused::ConferenceOver));
}

#[test]
fn h3_nobody_answers_for_others_but_staff_who_were_told() {
    let mut played = Played::opened("default");
    let people = vec![
        guest("mori@hinode.example", Some(CONTACT)),
        guest("partner@elsewhere.example", None),
    ];
    let given = NewDate {
        people,
        ..date(None, DAY)
    };
    played
        .does(0, &agent(), Command::SetConference(given))
        .unwrap();
    let of = |email: &str| {
        Command::AnswerConference(NewReply {
            id: 1,
            email: Some(email.into()),
            accept: true,
            text: String::new(),
        })
    };
    let colleague = contact(COLLEAGUE, Level::ReadWrite);
    for (actor, command) in [
        (us(), of("partner@elsewhere.example")),
        (us(), of("mori@hinode.example")),
        (colleague, comes(1, true)),
        (agent(), of("nobody@elsewhere.example")),
        (agent(), comes(1, true)),
    ] {
        let done = played.does(0, &actor, command);
        assert_eq!(done, Err(Refused::NotAllowed), "{actor:?}");
    }
    played
        .does(0, &agent(), of("Partner@Elsewhere.example"))
        .unwrap();
    assert_eq!(
        played.case.conferences[0].people[1].coming,
        Coming::Accepted
    );
}

#[test]
fn h3_no_conference_where_the_desk_has_none_or_the_case_is_over() {
    for name in ["contact-center", "marketing"] {
        let mut played = Played::opened(name);
        let set = played.does(0, &agent(), Command::SetConference(date(None, DAY)));
        assert_eq!(set, Err(Refused::NotAllowed), "{name}");
    }
    let mut played = Played::opened("collaboration");
    let asked = played.does(0, &us(), Command::AskConference(wanted(&[DAY])));
    assert_eq!(asked, Err(Refused::NotAllowed), "staff set them there");
    assert!(
        played
            .does(0, &agent(), Command::SetConference(date(None, DAY)))
            .is_ok()
    );
    let mut played = Played::opened("default");
    let to = StatusId::new("closed/resolved");
    played.case.closed_at = Some(at(0));
    played.case.status = to;
    let set = played.does(0, &agent(), Command::SetConference(date(None, DAY)));
    assert_eq!(set, Err(Refused::Closed));
}

/// What somebody does next, whatever stands.
fn acts() -> impl Strategy<Value = (bool, Command)> {
    let ids = prop_oneof![Just(None), (1_u32..4).prop_map(Some)];
    let people = prop::collection::vec(0_usize..4, 1..4).prop_map(|picked| {
        let all = [
            guest("mori@hinode.example", Some(CONTACT)),
            guest("kato@hinode.example", Some(COLLEAGUE)),
            guest("a@elsewhere.example", None),
            guest("b@elsewhere.example", None),
        ];
        picked
            .into_iter()
            .map(|n| all[n].clone())
            .collect::<Vec<_>>()
    });
    prop_oneof![
        (4_i64..40).prop_map(|hours| (false, Command::AskConference(wanted(&[hours * HOUR])))),
        (ids, 1_i64..60, people).prop_map(|(id, hours, people)| {
            let given = NewDate {
                people,
                ..date(id, hours * HOUR)
            };
            (true, Command::SetConference(given))
        }),
        (1_u32..4, any::<bool>()).prop_map(|(id, accept)| (false, comes(id, accept))),
        (1_u32..4, any::<bool>()).prop_map(|(id, staff)| {
            let text = "都合により".into();
            (staff, Command::CancelConference { id, text })
        }),
    ]
}

proptest! {
    /// Whatever is done in whatever order: nobody is invited twice or both invited and dropped, a sequence never goes back, and
    /// what was cancelled stays so.
    #[test]
    fn h3_no_order_of_acts_leaves_a_conference_that_a_calendar_cannot_follow(
        acts in prop::collection::vec((acts(), 0_i64..4), 1..16),
    ) {
        let mut played = Played::opened("default");
        let mut now = 0;
        for ((staff, command), hours) in acts {
            now += hours * HOUR;
            let before = played.case.conferences.clone();
            let actor = if staff { agent() } else { us() };
            let _ = played.does(now, &actor, command);
            for (place, one) in played.case.conferences.iter().enumerate() {
                prop_assert_eq!(one.id as usize, place + 1);
                let mut emails: Vec<_> = one.people.iter().map(|p| p.guest.email.as_str()).collect();
                emails.extend(one.dropped.iter().map(|guest| guest.email.as_str()));
                let all = emails.len();
                emails.sort_unstable();
                emails.dedup();
                prop_assert_eq!(emails.len(), all);
                let Some(old) = before.get(place) else { continue };
                prop_assert!(one.sequence >= old.sequence);
                let told = |c: &domain::case::conference::Conference| (c.at, c.minutes, c.link.clone(), c.cancelled_at.is_some());
                if old.at.is_some() && told(old) != told(one) {
                    prop_assert!(one.sequence > old.sequence, "a calendar would not look");
                }
                prop_assert!(old.cancelled_at.is_none() || one == old);
            }
        }
    }
}

#[test]
fn h2_what_was_said_on_the_phone_is_what_a_case_is_found_by() {
    let mut played = Played::opened("default");
    let kept = NewCall {
        subject: "ファームウェアの更新".into(),
        summary: "夜間に更新することにした。".into(),
        note: "担当は来週まで休み".into(),
        ..call()
    };
    let keep = Command::KeepCall(kept);
    let events = played.does(2 * HOUR, &agent(), keep).unwrap();
    let said = |public: bool| {
        let those = events.iter().filter(|event| event.is_public() == public);
        let said = those.flat_map(CaseEvent::said);
        said.map(|text| text.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let (public, inside) = (said(true), said(false));
    for text in ["ファームウェアの更新", "夜間に更新することにした。"] {
        assert!(public.contains(&text.to_owned()), "{public:?}");
    }
    assert_eq!(inside, ["担当は来週まで休み"]);
}
