//! What a plan leaves out of what the desk takes (C2).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use domain::{
    Actor, DeploymentId, Level, PersonId,
    case::{
        self, Facts, NewCase, Refused,
        intake::{FieldProblem, Wrong},
    },
    contract::entitlement::Entitlement,
    desk::{Door, check},
};
use opening::{OURS, bought};

static ASKER: Actor = Actor::Contact {
    person: PersonId(1),
    account: OURS,
    access: domain::access::Access::all(Level::ReadWrite),
};

#[test]
fn c2_what_the_plan_leaves_out_is_refused_with_the_plans_that_have_it_and_whom_to_ask() {
    let desk = check(include_str!("../../../desks/default.toml")).unwrap();
    let now = "2026-07-01T01:00:00Z".parse().unwrap();
    let facts = Facts {
        now,
        actor: &ASKER,
        desk: &desk,
    };
    let new = |sub_type: &str| NewCase {
        kind: "service-request".into(),
        sub_type: Some(sub_type.into()),
        ..opening::new_case(&desk)
    };
    let standard = bought(&desk, Some("standard"));
    let lacking = Refused::Fields(vec![FieldProblem {
        field: "sub-type".into(),
        wrong: Wrong::NotInPlan {
            plans: vec!["advanced".into()],
            ask: Some(Door::Contact("success-manager".into())),
        },
    }]);
    assert_eq!(
        case::open(new("new-project"), &standard, &facts).unwrap_err(),
        lacking
    );
    assert!(case::open(new("change-request"), &standard, &facts).is_ok());
    let advanced = bought(&desk, Some("advanced"));
    assert!(case::open(new("new-project"), &advanced, &facts).is_ok());
    // The plan that counts is the place's own, and without one the contract is what is missing.
    let elsewhere = [Entitlement {
        deployment: Some(DeploymentId(99)),
        ..advanced[0].clone()
    }];
    let both = [&standard[..], &elsewhere].concat();
    assert_eq!(
        case::open(new("new-project"), &both, &facts).unwrap_err(),
        lacking
    );
    for none in [&[][..], &elsewhere] {
        let refused = case::open(new("new-project"), none, &facts).unwrap_err();
        assert!(matches!(refused, Refused::NotEntitled(_)), "{refused:?}");
    }
}
