//! People in copy of a case that is open (C5).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::sync::LazyLock;

use domain::{
    Actor, Desk, Instant, Level, PersonId,
    case::{
        self, Case, Command, CopiesChange, Facts, Refused,
        intake::{FieldProblem, Wrong},
    },
    desk::check,
};
use opening::OURS;
use proptest::prelude::*;

static DESK: LazyLock<Desk> =
    LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());

static ASKER: Actor = Actor::Contact {
    person: PersonId(1),
    account: OURS,
    access: domain::access::Access::all(Level::ReadWrite),
};

fn now() -> Instant {
    "2026-07-01T01:00:00Z".parse().unwrap()
}

fn facts() -> Facts<'static> {
    Facts {
        now: now(),
        actor: &ASKER,
        desk: &DESK,
    }
}

fn opened() -> Case {
    let bought = opening::bought(&DESK, None);
    let events = case::open(opening::new_case(&DESK), &bought, &facts()).unwrap();
    Case::opened(now(), &events[0]).unwrap()
}

fn changed(case: &mut Case, add: &[String], remove: &[String]) -> Result<(), Refused> {
    let change = CopiesChange {
        add: add.join("\n"),
        remove: remove.to_vec(),
        sure: String::new(),
        domains: vec!["hinode.example".into()],
    };
    let events = case::decide(case, Command::ChangeCopies(change), &facts())?;
    for event in events {
        case.apply(now(), &event);
    }
    Ok(())
}

fn address(n: usize) -> String {
    format!("person{n}@hinode.example")
}

#[test]
fn c5_copies_stay_within_what_the_form_takes() {
    let mut case = opened();
    let (_, most) = case.copies_field(&DESK).unwrap();
    let all: Vec<String> = (0..most).map(address).collect();
    changed(&mut case, &all, &[]).unwrap();
    // The same again, in whatever letters, is no change.
    changed(&mut case, &["PERSON0@hinode.example".into()], &[]).unwrap();
    assert_eq!(case.copied().count(), most);
    let refused = changed(&mut case, &[address(most)], &[]).unwrap_err();
    let too_many = FieldProblem {
        field: "copy-to".into(),
        wrong: Wrong::TooMany { most },
    };
    assert_eq!(refused, Refused::Fields(vec![too_many]));
    // One leaves as another comes.
    changed(
        &mut case,
        &[address(most)],
        &["Person0@HINODE.example".into()],
    )
    .unwrap();
    assert_eq!(case.copied().count(), most);
}

proptest! {
    /// Whatever comes and goes, those are in copy who came last and did not leave, each once.
    #[test]
    fn c5_copies_are_who_came_and_did_not_leave(steps in proptest::collection::vec((any::<bool>(), 0usize..6), 0..30)) {
        let mut case = opened();
        let mut expected: Vec<String> = Vec::new();
        for (comes, n) in steps {
            let one = vec![address(n)];
            match comes {
                true => {
                    changed(&mut case, &one, &[]).unwrap();
                    if !expected.contains(&one[0]) {
                        expected.push(one[0].clone());
                    }
                }
                false => {
                    changed(&mut case, &[], &one).unwrap();
                    expected.retain(|known| *known != one[0]);
                }
            }
        }
        let copied: Vec<String> = case.copied().map(|a| a.as_str().to_owned()).collect();
        prop_assert_eq!(copied, expected);
    }
}
