//! What a case is promised when it is opened, what is due of it, and when somebody is told (C6, S1, S3, S4).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    calendar::second,
    case::{self, Case, CaseEvent, Command, Facts, NewCase, Refused},
    contract::{
        Alert, ClockKind, Due, NextUpdate, Notice,
        entitlement::{Answer, Because},
    },
    desk::{StatusId, check},
    event::{By, Recorded},
};
use opening::{OURS, bought};

static ASKER: Actor = Actor::Contact {
    person: PersonId(1),
    account: OURS,
    access: domain::access::Access::all(Level::ReadWrite),
};
const AGENT: Actor = Actor::Agent {
    person: PersonId(50),
    role: Role::Tier1,
    team: None,
};

fn desk() -> Desk {
    check(include_str!("../../../desks/collaboration.toml")).unwrap()
}

/// February 2024 by the clock of Tokyo.
fn at(text: &str) -> Instant {
    format!("2024-{text}:00+09:00").parse().unwrap()
}

fn wish(desk: &Desk, severity: &str) -> NewCase {
    NewCase {
        severity: severity.into(),
        ..opening::new_case(desk)
    }
}

fn open(desk: &Desk, severity: &str, plan: &str, now: Instant) -> Case {
    let facts = Facts {
        now,
        actor: &ASKER,
        desk,
    };
    let mut has = bought(desk, Some(plan));
    has[0].options.push("current-pricing".into());
    let mut new = wish(desk, severity);
    // The lowest plan's top severities are taken by phone alone.
    if plan == "basic" {
        new.channel = "phone".into();
    }
    let events = case::open(new, &has, &facts).unwrap();
    Case::opened(now, &events[0]).unwrap()
}

fn does(desk: &Desk, case: &mut Case, now: Instant, actor: &Actor, command: Command) -> usize {
    let facts = Facts { now, actor, desk };
    let events = case::decide(case, command, &facts).unwrap();
    for event in &events {
        case.apply(now, event);
    }
    events.len()
}

fn reply(then: Option<&str>) -> Command {
    Command::Reply {
        text: "ok".into(),
        then: then.map(StatusId::new),
    }
}

fn is_due(case: &Case, desk: &Desk, clock: ClockKind, when: &str) {
    assert_eq!(case.due(desk), Due::At(clock, second(at(when))));
}

#[test]
fn s1_a_case_is_promised_what_its_contract_says_at_its_centre() {
    let desk = desk();
    let case = open(&desk, "S3", "enhanced", at("02-09T16:50"));
    let promise = case.promise.clone().unwrap();
    assert_eq!(promise.contract.as_deref(), Some("C-1"));
    assert_eq!(promise.centre.as_deref(), Some("japan"));
    let (clocks, calendar) = (case.clocks.clone().unwrap(), case.calendar(&desk).unwrap());
    assert_eq!(
        clocks.first_response(calendar),
        Some(second(at("02-13T10:20")))
    );
    assert_eq!(
        clocks.next_update(calendar),
        NextUpdate::At(second(at("02-13T09:00")))
    );
    // The earlier of the two is what is due next.
    is_due(&case, &desk, ClockKind::NextUpdate, "02-13T09:00");
}

#[test]
fn c6_the_customer_chooses_the_centre_and_what_it_promises() {
    let desk = desk();
    let mut new = wish(&desk, "S2");
    new.centre = Some("global".into());
    let now = at("02-10T12:00");
    let facts = Facts {
        now,
        actor: &ASKER,
        desk: &desk,
    };
    let events = case::open(new, &bought(&desk, Some("enhanced")), &facts).unwrap();
    let case = Case::opened(now, &events[0]).unwrap();
    assert!(case.promise.as_ref().unwrap().chosen);
    is_due(&case, &desk, ClockKind::FirstResponse, "02-10T12:30");
}

#[test]
fn c6_what_no_contract_covers_is_refused_with_its_reasons() {
    let desk = desk();
    let facts = Facts {
        now: at("02-06T10:00"),
        actor: &ASKER,
        desk: &desk,
    };
    let Err(Refused::NotEntitled(verdict)) = case::open(wish(&desk, "S3"), &[], &facts) else {
        panic!("it was taken");
    };
    assert_eq!(verdict.answer, Answer::Refuse);
    assert_eq!(verdict.reasons, [Because::NoContract]);
    // An emergency of a customer whose contract has run out is taken, and sales are told.
    let mut over = bought(&desk, Some("basic"));
    over[0].to = jiff::civil::date(2024, 1, 31);
    let events = case::open(wish(&desk, "S1"), &over, &facts).unwrap();
    let CaseEvent::Opened(opened) = &events[0] else {
        panic!("no opening");
    };
    assert!(opened.promise.as_ref().unwrap().for_sales);
    assert!(case::open(wish(&desk, "S2"), &over, &facts).is_err());
}

#[test]
fn c6_questions_of_access_need_no_contract() {
    let desk = check(include_str!("../../../desks/default.toml")).unwrap();
    let admin = desk
        .kinds
        .iter()
        .find(|kind| kind.without_contract)
        .unwrap();
    let new = NewCase {
        kind: admin.id.clone(),
        sub_type: None,
        ..opening::new_case(&desk)
    };
    let facts = Facts {
        now: at("02-06T10:00"),
        actor: &ASKER,
        desk: &desk,
    };
    let events = case::open(new, &[], &facts).unwrap();
    let case = Case::opened(facts.now, &events[0]).unwrap();
    assert_eq!(
        (case.promise.clone(), case.due(&desk)),
        (None, Due::Nothing)
    );
}

#[test]
fn c6_a_desk_may_take_cases_without_a_contract() {
    let text = include_str!("../../../desks/collaboration.toml")
        .replace("[rules]\n", "[rules]\ncontract = \"welcome\"\n");
    let desk = check(&text).unwrap();
    let facts = Facts {
        now: at("02-06T10:00"),
        actor: &ASKER,
        desk: &desk,
    };
    let events = case::open(wish(&desk, "S3"), &[], &facts).unwrap();
    let case = Case::opened(facts.now, &events[0]).unwrap();
    let promise = case.promise.as_ref().unwrap();
    assert_eq!(promise.reasons, [Because::NoContract]);
    assert_eq!(case.due(&desk), Due::Nothing, "nothing was promised");
}

#[test]
fn s4_the_turn_moves_the_clocks_of_a_case() {
    let desk = desk();
    let mut case = open(&desk, "S2", "enhanced", at("02-06T10:00"));
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T10:30");
    // An internal note is no answer, nor is taking the case.
    let note = Command::AddNote { text: "x".into() };
    does(&desk, &mut case, at("02-06T10:05"), &AGENT, note);
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T10:30");
    does(&desk, &mut case, at("02-06T10:20"), &AGENT, reply(None));
    is_due(&case, &desk, ClockKind::NextUpdate, "02-07T10:20");
    // A question hands over the turn.
    let asks = reply(Some("awaiting-information/information-required"));
    does(&desk, &mut case, at("02-07T09:00"), &AGENT, asks);
    assert_eq!(case.due(&desk), Due::Paused);
    let update = Command::PostUpdate { text: "x".into() };
    does(&desk, &mut case, at("02-08T11:00"), &ASKER, update);
    // The answer began the count anew, and the pause is added whole: 9:00 + 24 h + 26 h.
    is_due(&case, &desk, ClockKind::NextUpdate, "02-09T11:00");
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    does(&desk, &mut case, at("02-08T12:00"), &ASKER, close);
    assert_eq!(case.due(&desk), Due::Nothing);
    let reopen = Command::RequestReopening { reason: "x".into() };
    does(&desk, &mut case, at("02-13T12:00"), &ASKER, reopen);
    is_due(&case, &desk, ClockKind::NextUpdate, "02-14T12:00");
}

#[test]
fn s4_a_first_response_that_was_never_given_counts_anew_after_reopening() {
    let desk = desk();
    let mut case = open(&desk, "S2", "basic", at("02-06T10:00"));
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    does(&desk, &mut case, at("02-06T10:10"), &ASKER, close);
    let reopen = Command::RequestReopening { reason: "x".into() };
    does(&desk, &mut case, at("02-08T15:00"), &ASKER, reopen);
    is_due(&case, &desk, ClockKind::FirstResponse, "02-08T16:00");
    does(&desk, &mut case, at("02-08T15:30"), &AGENT, reply(None));
    assert_eq!(case.due(&desk), Due::Met, "no updates are promised here");
}

#[test]
fn s4_each_warning_and_each_breach_is_told_once() {
    let desk = desk();
    let opened = at("02-06T10:00");
    let mut case = open(&desk, "S2", "basic", opened);
    let timers = case.timers(&desk);
    let told: Vec<_> = timers
        .iter()
        .map(|t| (t.at - second(opened), t.notice))
        .collect();
    // 75 and 90 hundredths of an hour.
    let wanted = [
        (2_700, Notice::Warning(75)),
        (3_240, Notice::Warning(90)),
        (3_600, Notice::Breach),
    ];
    assert_eq!(told, wanted);
    let mut tell = |when| {
        let (now, system) = (at(when), &Actor::System);
        let told = does(&desk, &mut case, now, system, Command::TellClocks);
        (told, case.alert(&desk))
    };
    assert_eq!(tell("02-06T10:44"), (0, Alert::None), "none early");
    assert_eq!(tell("02-06T10:45"), (1, Alert::Agent));
    assert_eq!(tell("02-06T10:45"), (0, Alert::Agent), "none twice");
    assert_eq!(tell("02-06T10:54"), (1, Alert::Supervisor));
    assert_eq!(tell("02-06T11:00"), (1, Alert::Breach));
    assert_eq!(tell("02-06T12:00"), (0, Alert::Breach));
    assert_eq!(case.clocks.as_ref().unwrap().breaches(), 1);
    // An answer after all does not take the breach away.
    does(&desk, &mut case, at("02-06T11:30"), &AGENT, reply(None));
    assert_eq!(case.clocks.as_ref().unwrap().breaches(), 1);
    assert_eq!(case.timers(&desk), []);
    assert_eq!(
        case.alert(&desk),
        Alert::None,
        "there is nothing left to save"
    );
}

#[test]
fn s4_what_is_told_after_downtime_is_marked_late() {
    let desk = desk();
    let case = open(&desk, "S2", "basic", at("02-06T10:00"));
    let facts = Facts {
        now: at("02-07T10:00"),
        actor: &Actor::System,
        desk: &desk,
    };
    let events = case::decide(&case, Command::TellClocks, &facts).unwrap();
    let wanted = CaseEvent::ClockTold {
        clock: ClockKind::FirstResponse,
        notice: Notice::Breach,
        due: at("02-06T11:00"),
        late: true,
    };
    assert_eq!(events.last(), Some(&wanted));
}

#[test]
fn s4_no_warning_comes_at_night() {
    let desk = desk();
    // 90 minutes of open time from 16:50: three quarters of them are 67 min 30 s, so 9:57:30 on the next open day.
    let case = open(&desk, "S3", "enhanced", at("02-09T16:50"));
    let timers = case.timers(&desk);
    let calendar = case.calendar(&desk).unwrap();
    let first = timers
        .iter()
        .find(|t| t.clock == ClockKind::FirstResponse)
        .unwrap();
    assert_eq!(first.at, second(at("02-13T09:57")) + 30);
    assert!(timers.iter().all(|t| calendar.is_open(t.at)));
}

#[test]
fn s3_the_same_events_give_the_same_clocks() {
    let desk = desk();
    let now = at("02-06T10:00");
    let facts = Facts {
        now,
        actor: &ASKER,
        desk: &desk,
    };
    let opened = case::open(wish(&desk, "S2"), &bought(&desk, Some("premium")), &facts).unwrap();
    let mut case = Case::opened(now, &opened[0]).unwrap();
    let mut log = vec![(now, opened[0].clone())];
    for (when, actor, command) in [
        ("02-06T10:05", AGENT, reply(None)),
        (
            "02-06T10:30",
            AGENT,
            reply(Some("awaiting-information/information-required")),
        ),
        (
            "02-06T13:00",
            ASKER.clone(),
            Command::PostUpdate { text: "x".into() },
        ),
    ] {
        let facts = Facts {
            now: at(when),
            actor: &actor,
            desk: &desk,
        };
        for event in case::decide(&case, command, &facts).unwrap() {
            case.apply(facts.now, &event);
            log.push((facts.now, event));
        }
    }
    let recorded: Vec<_> = log
        .into_iter()
        .zip(1..)
        .map(|((at, event), version)| Recorded {
            version,
            at,
            by: By::System,
            event,
        })
        .collect();
    assert_eq!(Case::replay(&recorded), Some(case.clone()));
    let kept = serde_json::to_string(&case.clocks).unwrap();
    assert_eq!(
        serde_json::from_str::<Option<_>>(&kept).unwrap(),
        case.clocks
    );
}

fn severity(to: &str) -> Command {
    Command::ChangeSeverity {
        to: to.into(),
        reason: "x".into(),
    }
}

#[test]
fn c7_a_customers_raise_counts_at_once_and_never_makes_a_promise_late_by_itself() {
    let desk = desk();
    let mut case = open(&desk, "S3", "premium", at("02-06T10:00"));
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T10:30");
    does(&desk, &mut case, at("02-06T10:25"), &ASKER, severity("S1"));
    assert_eq!(case.severity, "S1");
    // Fifteen minutes from opening are over: fifteen from the change count.
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T10:40");
    assert!(case.call_owed, "the top severities need a call");
    let call = Command::RecordCall { note: "x".into() };
    does(&desk, &mut case, at("02-06T10:30"), &AGENT, call);
    assert!(!case.call_owed);
}

#[test]
fn c7_staff_lower_a_severity_only_when_the_customer_agrees() {
    let desk = desk();
    let mut case = open(&desk, "S2", "premium", at("02-06T10:00"));
    does(&desk, &mut case, at("02-06T10:05"), &AGENT, severity("S4"));
    assert_eq!(case.severity, "S2");
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T10:15");
    let answer = |accept: bool| Command::AnswerSeverity {
        to: Some("S4".into()),
        accept,
        reason: "x".into(),
    };
    // Nobody agrees with themselves.
    let facts = Facts {
        now: at("02-06T10:06"),
        actor: &AGENT,
        desk: &desk,
    };
    assert_eq!(
        case::decide(&case, answer(true), &facts),
        Err(Refused::NoSeverityProposed)
    );
    // Nor is anything agreed to that was not seen.
    let unseen = Command::AnswerSeverity {
        to: Some("S3".into()),
        accept: true,
        reason: String::new(),
    };
    let facts = Facts {
        actor: &ASKER,
        ..facts
    };
    assert_eq!(
        case::decide(&case, unseen, &facts),
        Err(Refused::OtherSeverityProposed)
    );
    does(&desk, &mut case, at("02-06T10:06"), &ASKER, answer(false));
    assert_eq!((case.severity.as_str(), &case.severity_wish), ("S2", &None));
    does(&desk, &mut case, at("02-06T10:07"), &AGENT, severity("S4"));
    does(&desk, &mut case, at("02-06T10:08"), &ASKER, answer(true));
    assert_eq!(case.severity, "S4");
    is_due(&case, &desk, ClockKind::FirstResponse, "02-06T11:30");
}

#[test]
fn c7_ways_are_open_by_centre_severity_and_plan() {
    let desk = desk();
    let facts = Facts {
        now: at("02-06T10:00"),
        actor: &ASKER,
        desk: &desk,
    };
    let ways = |severity: &str, plan: &str| match case::open(
        wish(&desk, severity),
        &bought(&desk, Some(plan)),
        &facts,
    ) {
        Err(Refused::NotEntitled(verdict)) => verdict.reasons.last().cloned(),
        _ => None,
    };
    let phone = Because::WayNotTaken {
        ways: vec!["phone".into()],
    };
    assert_eq!(ways("S1", "basic"), Some(phone.clone()));
    assert_eq!(ways("S2", "basic"), Some(phone));
    assert_eq!(ways("S3", "basic"), None);
    assert_eq!(ways("S1", "enhanced"), None);
}

/// The source's own table of languages: product by plan.
#[test]
fn s5_the_language_that_answers_follows_product_plan_and_contract() {
    let desk = desk();
    let centre = |product: &str, plan: &str, option: Option<&str>| {
        let mut new = wish(&desk, "S3");
        new.product = product.into();
        let mut has = bought(&desk, Some(plan));
        has[0].options.extend(option.map(String::from));
        let facts = Facts {
            now: at("02-06T10:00"),
            actor: &ASKER,
            desk: &desk,
        };
        match case::open(new, &has, &facts) {
            Ok(events) => match &events[0] {
                CaseEvent::Opened(opened) => opened.promise.clone().unwrap().centre.unwrap(),
                _ => panic!("no opening"),
            },
            Err(Refused::NotEntitled(verdict)) => format!("{:?}", verdict.reasons.last().unwrap()),
            Err(other) => panic!("{other:?}"),
        }
    };
    for (product, plan, option, answers) in [
        ("meetings", "basic", None, "japan"),
        ("meetings", "enhanced", Some("current-pricing"), "japan"),
        ("meetings", "premium", Some("japanese-support"), "japan"),
        ("meetings", "premium", None, "global"),
        ("messaging", "enhanced", None, "global"),
        ("calling", "basic", None, "japan"),
        ("calling", "enhanced", Some("japanese-support"), "global"),
        ("contact-center", "basic", None, "japan"),
        (
            "contact-center",
            "enhanced",
            Some("japanese-support"),
            "NotOffered",
        ),
        ("contact-center", "premium", None, "global"),
        ("devices", "premium", None, "japan"),
    ] {
        assert_eq!(
            centre(product, plan, option),
            answers,
            "{product} {plan} {option:?}"
        );
    }
}

#[test]
fn s6_higher_plans_start_at_the_second_tier_and_moving_up_needs_a_reason() {
    let desk = desk();
    assert_eq!(open(&desk, "S3", "premium", at("02-06T10:00")).tier, 2);
    let precedence = |plan: &str| {
        let case = open(&desk, "S3", plan, at("02-06T10:00"));
        case.promise.unwrap().precedence
    };
    assert!(precedence("premium") > precedence("enhanced"));
    assert!(precedence("enhanced") > precedence("basic"));
    let mut case = open(&desk, "S3", "basic", at("02-06T10:00"));
    assert_eq!(case.tier, 1);
    let raise = |reason: &str| Command::RaiseTier {
        reason: reason.into(),
    };
    let facts = Facts {
        now: at("02-06T10:05"),
        actor: &AGENT,
        desk: &desk,
    };
    assert!(matches!(
        case::decide(&case, raise(" "), &facts),
        Err(Refused::Fields(_))
    ));
    does(&desk, &mut case, at("02-06T10:05"), &AGENT, raise("x"));
    assert_eq!(case.tier, 2);
    assert_eq!(
        case::decide(&case, raise("x"), &facts),
        Err(Refused::HighestTier)
    );
}

#[test]
fn s11_another_vendor_is_asked_where_the_plan_allows_and_support_keeps_the_turn() {
    let desk = desk();
    let now = at("02-06T10:00");
    let ask = |name: &str, reference: &str, then: Option<&str>| Command::InvolveThirdParty {
        name: name.into(),
        reference: reference.into(),
        then: then.map(StatusId::new),
    };
    let mut case = open(&desk, "S3", "premium", now);
    let waits = "open/third-party";
    let done = does(
        &desk,
        &mut case,
        now,
        &AGENT,
        ask("みなと通信", "M-7", Some(waits)),
    );
    assert_eq!(done, 2, "asked, and moved to wait for it");
    assert_eq!(case.status.as_str(), waits);
    assert_eq!(case.turn, domain::desk::Turn::Support);
    let other = case.third_party.clone().unwrap();
    assert_eq!(other.name.as_str(), "みなと通信");
    assert_eq!(other.reference.unwrap().as_str(), "M-7");
    // Updates to the customer stay due while it is waited for.
    assert!(matches!(case.due(&desk), Due::At(..)));
    does(&desk, &mut case, now, &AGENT, ask("みなと通信", " ", None));
    assert_eq!(case.third_party.as_ref().unwrap().reference, None);
    does(&desk, &mut case, now, &AGENT, Command::ReleaseThirdParty);
    assert_eq!(case.third_party, None);

    let facts = |actor| Facts {
        now,
        actor,
        desk: &desk,
    };
    let refused = |case: &Case, actor, command| case::decide(case, command, &facts(actor));
    let again = refused(&case, &AGENT, Command::ReleaseThirdParty);
    assert_eq!(again, Err(Refused::NoThirdParty));
    let nameless = refused(&case, &AGENT, ask(" ", "M-7", None));
    assert!(matches!(nameless, Err(Refused::Fields(_))), "{nameless:?}");
    let customer = refused(&case, &ASKER, ask("x", "", None));
    assert_eq!(customer, Err(Refused::NotAllowed));
    let basic = open(&desk, "S3", "basic", now);
    let outside = refused(&basic, &AGENT, ask("x", "", None));
    assert_eq!(outside, Err(Refused::NotInPlan));
}
