//! Why support closed a case (ux-A2).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{self, Case, CaseEvent, Command, Facts, Refused, intake::Wrong},
    desk::{StatusId, check},
};
use opening::{OURS, bought, new_case};

fn now() -> Instant {
    "2026-06-01T03:00:00Z".parse().unwrap()
}

fn agent() -> Actor {
    Actor::Agent {
        person: PersonId(50),
        role: Role::Tier1,
        team: None,
    }
}

fn customer() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(Level::ReadWrite),
    }
}

fn opened(required: bool) -> (Desk, Case) {
    let mut file = include_str!("../../../desks/default.toml").to_owned();
    if required {
        file = file.replace("[rules]\n", "[rules]\ncause_required = true\n");
    }
    let desk = check(&file).unwrap();
    let (actor, now) = (&customer(), now());
    let desk_of = &desk;
    let facts = Facts {
        now,
        actor,
        desk: desk_of,
    };
    let events = case::open(new_case(&desk), &bought(&desk, None), &facts).unwrap();
    let case = Case::opened(now, &events[0]).unwrap();
    (desk, case)
}

fn does(
    desk: &Desk,
    case: &mut Case,
    actor: &Actor,
    command: Command,
) -> Result<Vec<CaseEvent>, Refused> {
    let facts = Facts {
        now: now(),
        actor,
        desk,
    };
    let events = case::decide(case, command, &facts)?;
    for event in &events {
        case.apply(now(), event);
    }
    Ok(events)
}

fn closes() -> Command {
    let to = StatusId::new("closed/resolved");
    Command::ChangeStatus { to }
}

fn missing(refused: Result<Vec<CaseEvent>, Refused>) -> Wrong {
    let Err(Refused::Fields(problems)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(problems[0].field, "cause");
    problems[0].wrong.clone()
}

#[test]
fn a2_staff_say_why_they_close_a_case_and_may_say_it_otherwise() {
    let (desk, mut case) = opened(false);
    let unknown = does(&desk, &mut case, &agent(), closes().closed_for("moon"));
    assert_eq!(missing(unknown), Wrong::NotOffered);
    let usage = || "usage".to_owned();
    let early = Command::SetCause { cause: usage() };
    let early = does(&desk, &mut case, &agent(), early);
    assert_eq!(early, Err(Refused::NotClosed));
    let public = case.public_version;
    let events = does(&desk, &mut case, &agent(), closes().closed_for("usage")).unwrap();
    let set = CaseEvent::CauseSet { cause: usage() };
    assert!(events.contains(&set) && !set.is_public());
    assert_eq!(case.closing.cause, Some(usage()));
    assert_eq!(case.public_version, public + 1, "the status alone");
    for (cause, changes) in [("usage", 0), ("configuration", 1)] {
        let cause = cause.to_owned();
        let events = does(&desk, &mut case, &agent(), Command::SetCause { cause });
        assert_eq!(events.unwrap().len(), changes);
    }
    let theirs = Command::SetCause { cause: usage() };
    let refused = does(&desk, &mut case, &customer(), theirs);
    assert_eq!(refused, Err(Refused::NotAllowed));
    // It belongs to this closing.
    does(&desk, &mut case, &agent(), Command::Reopen).unwrap();
    assert_eq!(case.closing.cause, None);
}

#[test]
fn a2_what_stays_open_has_no_cause() {
    let (desk, mut case) = opened(true);
    let text = "確認します。".to_owned();
    let reply = Command::Reply { text, then: None };
    let events = does(&desk, &mut case, &agent(), reply.closed_for("usage")).unwrap();
    let said = |event: &CaseEvent| matches!(event, CaseEvent::CauseSet { .. });
    assert!(!events.iter().any(said));
}

#[test]
fn a2_where_the_desk_will_have_it_staff_close_nothing_without() {
    let (desk, mut case) = opened(true);
    let refused = does(&desk, &mut case, &agent(), closes());
    assert_eq!(missing(refused), Wrong::Missing);
    // What the customer closes, or what is sent elsewhere, says why by itself.
    for (actor, command) in [
        (
            customer(),
            Command::Close {
                reason: "resolved".into(),
                comment: None,
            },
        ),
        (
            agent(),
            Command::Redirect {
                matter: "own-programs".into(),
                text: String::new(),
            },
        ),
    ] {
        let mut case = case.clone();
        assert!(does(&desk, &mut case, &actor, command).is_ok());
    }
    assert!(does(&desk, &mut case, &agent(), closes().closed_for("usage")).is_ok());
}
