//! Support signed in as a contact (A10, A11): only with that contact's own word, for this case before any general one.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::sync::LazyLock;

use domain::{
    AccountId, Actor, DeploymentId, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{
        Answer, Case, CaseEvent, Command, Facts, NewCase, Refused, decide, open,
        proxy::{NoConsent, Subject, verdict},
    },
    desk::{StatusId, check},
};
use proptest::prelude::*;

const HOME: AccountId = AccountId(1);
const CONTACT: PersonId = PersonId(1);
const OTHER: PersonId = PersonId(2);
const AGENT: PersonId = PersonId(9);

fn desk() -> &'static Desk {
    static DESK: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());
    &DESK
}

fn now() -> Instant {
    "2026-11-20T03:00:00Z".parse().unwrap()
}

fn contact(person: PersonId) -> Actor {
    Actor::Contact {
        person,
        account: HOME,
        access: Access::all(Level::ReadWrite),
    }
}

fn agent() -> Actor {
    Actor::Agent {
        person: AGENT,
        role: Role::Tier1,
        team: None,
    }
}

fn subject(in_general: bool) -> Subject {
    Subject {
        contact: CONTACT,
        in_general,
        reads: true,
    }
}

fn new(desk: &Desk) -> NewCase {
    NewCase {
        desk_version: 1,
        account: HOME,
        deployment: DeploymentId(11),
        contact: CONTACT,
        kind: "admin-case".into(),
        sub_type: None,
        product: desk.products[0].id.clone(),
        environment: None,
        severity: desk.preset_severity.clone(),
        channel: "web".into(),
        centre: None,
        language: desk.languages[0].clone(),
        subject: "x".into(),
        description: "x".into(),
        answers: Default::default(),
        continues: None,
    }
}

fn case(desk: &Desk) -> Case {
    let actor = contact(CONTACT);
    let now = now();
    let facts = Facts {
        now,
        actor: &actor,
        desk,
    };
    let events = open(new(desk), &[], &facts).unwrap();
    Case::opened(now, &events[0]).unwrap()
}

/// Carries it out; the events, or the refusal.
fn act(
    case: &mut Case,
    actor: &Actor,
    command: Command,
    desk: &Desk,
) -> Result<Vec<CaseEvent>, Refused> {
    let facts = Facts {
        now: now(),
        actor,
        desk,
    };
    let events = decide(case, command, &facts)?;
    for event in &events {
        case.apply(now(), event);
    }
    Ok(events)
}

#[test]
fn a10_the_word_for_a_case_goes_before_the_general_one() {
    let desk = desk();
    for (said, in_general, wanted) in [
        (None, false, Err(NoConsent::NotAllowed)),
        (None, true, Ok(())),
        (Some(true), false, Ok(())),
        (Some(true), true, Ok(())),
        (Some(false), false, Err(NoConsent::Withdrawn)),
        (Some(false), true, Err(NoConsent::Withdrawn)),
    ] {
        let mut case = case(desk);
        if let Some(allowed) = said {
            let command = Command::SetProxyLogin { allowed };
            act(&mut case, &contact(CONTACT), command, desk).unwrap();
        }
        assert_eq!(
            verdict(&case, &subject(in_general)),
            wanted,
            "{said:?} {in_general}"
        );
        let start = Command::StartProxyLogin(subject(in_general));
        let started = act(&mut case, &agent(), start, desk);
        assert_eq!(started.map(|_| ()), wanted.map_err(Refused::NoProxyLogin));
    }
}

#[test]
fn a10_each_contact_speaks_for_themselves() {
    let desk = desk();
    let mut case = case(desk);
    let allow = Command::SetProxyLogin { allowed: true };
    act(&mut case, &contact(OTHER), allow.clone(), desk).unwrap();
    assert_eq!(verdict(&case, &subject(false)), Err(NoConsent::NotAllowed));
    // Nor does support say it for them, nor somebody who cannot see the case.
    let stranger = Actor::Contact {
        person: CONTACT,
        account: AccountId(2),
        access: Access::all(Level::ReadWrite),
    };
    for nobody in [agent(), stranger, Actor::System] {
        let said = act(&mut case, &nobody, allow.clone(), desk);
        assert_eq!(said, Err(Refused::NotAllowed), "{nobody:?}");
    }
    let unseen = Subject {
        reads: false,
        ..subject(true)
    };
    assert_eq!(verdict(&case, &unseen), Err(NoConsent::Elsewhere));
}

#[test]
fn a10_withdrawing_prevents_the_next_and_ends_none_and_the_contact_can_end_it() {
    let desk = desk();
    let mut case = case(desk);
    let (me, say) = (contact(CONTACT), |allowed| Command::SetProxyLogin {
        allowed,
    });
    act(&mut case, &me, say(true), desk).unwrap();
    let start = || Command::StartProxyLogin(subject(false));
    act(&mut case, &agent(), start(), desk).unwrap();
    act(&mut case, &me, say(false), desk).unwrap();
    assert_eq!(case.proxy_login.running, [(CONTACT, AGENT)]);
    let again = act(&mut case, &agent(), start(), desk);
    assert_eq!(again, Err(Refused::NoProxyLogin(NoConsent::Withdrawn)));
    let end = || Command::EndProxyLogin {
        contact: CONTACT,
        agent: AGENT,
    };
    let others = act(&mut case, &contact(OTHER), end(), desk);
    assert_eq!(others, Err(Refused::NotAllowed));
    let ended = act(&mut case, &me, end(), desk).unwrap();
    assert_eq!(
        ended,
        [CaseEvent::ProxyLoginEnded {
            contact: CONTACT,
            agent: AGENT,
            by_contact: true
        }]
    );
    assert_eq!(case.proxy_login.running, []);
    assert_eq!(act(&mut case, &me, end(), desk), Ok(Vec::new()));
}

#[test]
fn a10_what_the_product_did_without_a_word_is_kept_as_that() {
    let desk = desk();
    let elsewhere = Err(Refused::NoProxyLogin(NoConsent::Elsewhere));
    let here = subject(false);
    let gone = Subject {
        reads: false,
        ..subject(true)
    };
    // What they said for the case, as whom, whether it is over; whether it was used without their word.
    for (said, subject, closed, wanted) in [
        (None, subject(true), false, Ok(false)),
        (None, here.clone(), false, Ok(true)),
        (Some(true), here.clone(), false, Ok(false)),
        (Some(false), here.clone(), false, Ok(true)),
        (Some(false), subject(true), false, Ok(true)),
        (Some(true), here, true, Ok(true)),
        (Some(true), gone, false, elsewhere),
    ] {
        let mut case = case(desk);
        if let Some(allowed) = said {
            let command = Command::SetProxyLogin { allowed };
            act(&mut case, &contact(CONTACT), command, desk).unwrap();
        }
        if closed {
            let reason = desk.rules.close_reasons[0].id.clone();
            let close = Command::Close {
                reason,
                comment: None,
            };
            act(&mut case, &contact(CONTACT), close, desk).unwrap();
        }
        let tried = format!("{said:?} {subject:?} {closed}");
        let used = Command::UseProxyLogin {
            subject,
            note: "x".into(),
        };
        let events = act(&mut case, &agent(), used, desk);
        let without = events.map(|events| match events.as_slice() {
            [
                CaseEvent::ProxyLoginUsed {
                    contact: CONTACT,
                    without_consent,
                    ..
                },
            ] => *without_consent,
            other => panic!("{other:?}"),
        });
        assert_eq!(without, wanted, "{tried}");
    }
}

#[test]
fn a10_it_ends_with_the_case() {
    let desk = desk();
    let mut case = case(desk);
    let me = contact(CONTACT);
    act(
        &mut case,
        &me,
        Command::SetProxyLogin { allowed: true },
        desk,
    )
    .unwrap();
    let start = || Command::StartProxyLogin(subject(false));
    act(&mut case, &agent(), start(), desk).unwrap();
    let close = Command::Close {
        reason: desk.rules.close_reasons[0].id.clone(),
        comment: None,
    };
    act(&mut case, &me, close, desk).unwrap();
    assert_eq!(case.proxy_login.running, []);
    let again = act(&mut case, &agent(), start(), desk);
    assert_eq!(again, Err(Refused::NoProxyLogin(NoConsent::Closed)));
    let allow = act(
        &mut case,
        &me,
        Command::SetProxyLogin { allowed: true },
        desk,
    );
    assert_eq!(allow, Err(Refused::Closed));
}

#[test]
fn a11_what_the_form_asked_counts_for_the_case() {
    let text = include_str!("../../../desks/marketing.toml");
    let free = text.replacen("[rules]\n", "[rules]\ncontract = \"welcome\"\n", 1);
    let desk = &check(&free).unwrap();
    let actor = contact(CONTACT);
    let facts = Facts {
        now: now(),
        actor: &actor,
        desk,
    };
    for (answer, wanted) in [("allowed", Some(true)), ("refused", Some(false))] {
        let mut new = new(desk);
        new.kind = desk.kinds[0].id.clone();
        new.answers
            .insert("remote-access".into(), Answer::Choice(answer.into()));
        let events = open(new, &[], &facts).unwrap();
        let said = events.iter().find_map(|event| match event {
            CaseEvent::ProxyLoginSet { contact, allowed } => Some((*contact, *allowed)),
            _ => None,
        });
        assert_eq!(said, wanted.map(|allowed| (CONTACT, allowed)));
    }
}

proptest! {
    /// Whatever is asked in whatever order: nobody begins as a contact who does not allow it just then.
    #[test]
    fn a10_nobody_ever_begins_without_a_word(steps in proptest::collection::vec((0u8..6, any::<bool>()), 1..40)) {
        let desk = desk();
        let mut case = case(desk);
        let (mut said, mut general) = (None, false);
        for (step, flag) in steps {
            let (actor, command) = match step {
                0 => (contact(CONTACT), Command::SetProxyLogin { allowed: flag }),
                1 => { general = flag; continue }
                2 => (agent(), Command::EndProxyLogin { contact: CONTACT, agent: AGENT }),
                3 => (contact(CONTACT), Command::EndProxyLogin { contact: CONTACT, agent: AGENT }),
                4 => (agent(), Command::ChangeStatus { to: StatusId::new("open/investigating") }),
                _ => (agent(), Command::StartProxyLogin(subject(general))),
            };
            let done = act(&mut case, &actor, command, desk);
            if step == 0 && done.is_ok() {
                said = Some(flag);
            }
            if step == 5 {
                prop_assert_eq!(done.is_ok(), said.unwrap_or(general));
            }
        }
    }
}
