//! The customer's own number of a case, after it was opened (C1).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{
        self, Case, CaseEvent, Command, Facts, Refused, Side,
        intake::{FieldProblem, Wrong},
        refers_for,
    },
    desk::{Problem, check},
};
use opening::OURS;

const SOURCE: &str = include_str!("../../../desks/default.toml");
const BOTH: &str = "by = [\"customer\", \"support\"]";

const STAFF: Actor = Actor::Agent {
    person: PersonId(7),
    role: Role::Tier1,
    team: None,
};

fn asker(level: Level) -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(level),
    }
}

fn now() -> Instant {
    "2026-07-01T01:00:00Z".parse().unwrap()
}

fn opened(desk: &Desk) -> Case {
    let actor = asker(Level::ReadWrite);
    let facts = Facts {
        now: now(),
        actor: &actor,
        desk,
    };
    let bought = opening::bought(desk, None);
    let events = case::open(opening::new_case(desk), &bought, &facts).unwrap();
    Case::opened(now(), &events[0]).unwrap()
}

fn set(case: &mut Case, desk: &Desk, actor: &Actor, text: &str) -> Result<usize, Refused> {
    let facts = Facts {
        now: now(),
        actor,
        desk,
    };
    let text = text.to_owned();
    let events = case::decide(case, Command::SetReference { text }, &facts)?;
    for event in &events {
        case.apply(now(), event);
    }
    Ok(events.len())
}

#[test]
fn c1_the_own_number_changes_is_cleared_and_is_no_change_where_it_is_the_same() {
    let desk = check(SOURCE).unwrap();
    let customer = asker(Level::ReadWrite);
    let mut case = opened(&desk);
    assert_eq!(case.reference(&desk), None);
    // (who, what is typed, events, what it is then)
    let steps: [(&Actor, &str, usize, Option<&str>); 6] = [
        (&customer, "", 0, None),
        (&customer, " INC-88 ", 1, Some("INC-88")),
        (&STAFF, "INC-88", 0, Some("INC-88")),
        (&STAFF, "INC-89\nA", 1, Some("INC-89 A")),
        (&customer, "  ", 1, None),
        (&customer, "", 0, None),
    ];
    for (who, typed, events, then) in steps {
        let before = case.public_version;
        assert_eq!(set(&mut case, &desk, who, typed), Ok(events), "{typed:?}");
        assert_eq!(case.reference(&desk), then, "{typed:?}");
        assert_eq!(case.public_version, before + events as i64);
    }
    let long = FieldProblem {
        field: "external-reference".into(),
        wrong: Wrong::TooLong { max: 80 },
    };
    let refused = set(&mut case, &desk, &customer, &"9".repeat(81));
    assert_eq!(refused, Err(Refused::Fields(vec![long])));
}

#[test]
fn c1_who_changes_the_own_number_is_the_desks_rule() {
    let (customer, reader) = (asker(Level::ReadWrite), asker(Level::ReadOnly));
    let whole = format!("own_reference = {{ field = \"external-reference\", {BOTH} }}");
    let rule = |by: &str| SOURCE.replace(BOTH, by);
    // (the desk, the customer may, staff may)
    let rows = [
        (SOURCE.to_owned(), true, true),
        (rule("by = [\"customer\"]"), true, false),
        (rule("by = [\"support\"]"), false, true),
        (SOURCE.replace(&whole, ""), false, false),
    ];
    for (source, customers, staffs) in rows {
        let desk = check(&source).unwrap_or_else(|found| panic!("{found:#?}"));
        let case = opened(&desk);
        for (actor, side, may) in [
            (&customer, Side::Customer, customers),
            (&STAFF, Side::Support, staffs),
            (&reader, Side::Customer, false),
            (&Actor::System, Side::Support, false),
        ] {
            let wanted = may.then_some(side);
            assert_eq!(refers_for(&case, actor, &desk), wanted, "{actor:?}");
            let done = set(&mut case.clone(), &desk, actor, "INC-88");
            match may {
                true => assert_eq!(done, Ok(1)),
                false => assert_eq!(done, Err(Refused::NotAllowed), "{actor:?}"),
            }
        }
    }
}

#[test]
fn c1_a_closed_case_keeps_its_number() {
    let desk = check(SOURCE).unwrap();
    let customer = asker(Level::ReadWrite);
    let mut case = opened(&desk);
    let facts = Facts {
        now: now(),
        actor: &customer,
        desk: &desk,
    };
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    for event in case::decide(&case, close, &facts).unwrap() {
        case.apply(now(), &event);
    }
    let refused = set(&mut case, &desk, &customer, "INC-88");
    assert_eq!(refused, Err(Refused::Closed));
}

#[test]
fn c1_the_own_number_is_searched_and_stops_no_answer() {
    let set = CaseEvent::ReferenceSet {
        side: Side::Customer,
        field: "external-reference".into(),
        to: Some(domain::Prose::new("INC-88")),
    };
    assert!(set.is_public() && !set.speaks());
    assert_eq!(set.said(), [&domain::Prose::new("INC-88")]);
}

#[test]
fn d1_the_own_number_lies_in_a_field_of_one_line_and_belongs_to_somebody() {
    let problems = |from: &str, to: &str| {
        let found = check(&SOURCE.replace(from, to)).unwrap_err();
        let problems = found.into_iter().map(|finding| finding.problem);
        problems.collect::<Vec<_>>()
    };
    let field = "own_reference = { field = \"external-reference\"";
    let flag = problems(field, "own_reference = { field = \"security-threat\"");
    let [Problem::NotOneOf { key, given, known }] = flag.as_slice() else {
        panic!("{flag:?}");
    };
    assert_eq!((key.as_str(), given.as_str()), ("field", "security-threat"));
    assert!(
        known.iter().any(|id| id == "external-reference"),
        "{known:?}"
    );
    let nobody = problems(BOTH, "by = [\"sales\"]");
    assert!(
        matches!(nobody.as_slice(), [Problem::NotOneOf { given, .. }] if given == "sales"),
        "{nobody:?}"
    );
    let empty = problems(BOTH, "by = []");
    assert!(
        matches!(empty.as_slice(), [Problem::EmptyList { key }] if key == "by"),
        "{empty:?}"
    );
}
