//! How escalations go: five steps, each once, and one that asks the customer.

use crate::desk::{
    check,
    parse::{Problem, What},
};
use crate::{case::escalation::Step, desk::StatusId};

fn id(text: &str) -> String {
    text.to_owned()
}

/// The small desk with escalations, one place of them exchanged.
fn with(from: &str, to: &str) -> String {
    let step = |id: &str, more: &str| {
        format!(
            "[[escalation.step]]\nid = \"{id}\"\nlabel = {{ ja = \"{id}\", en = \"{id}\" }}\nnext = {{ ja = \"{id}\", en = \"{id}\" }}\n{more}"
        )
    };
    let steps = Step::ALL.map(|one| match one {
        Step::Confirmation => step(one.as_str(), "status = \"open/proposed\"\n"),
        one => step(one.as_str(), ""),
    });
    let whole = format!(
        "{}\n[escalation]\nprefix = \"CP-\"\nsilent_days = 5\n{}",
        super::SMALL,
        steps.concat()
    );
    assert!(whole.contains(from), "{from}");
    whole.replacen(from, to, 1)
}

fn problems(source: &str) -> Vec<Problem> {
    let found = check(source).err().unwrap_or_default();
    found.into_iter().map(|finding| finding.problem).collect()
}

#[test]
fn a_desk_says_how_its_escalations_go() {
    let desk = check(&with("CP-", "CP-")).unwrap();
    let rule = desk.escalation.as_ref().unwrap();
    assert_eq!(
        (rule.prefix.as_str(), rule.silent_days, rule.breaches),
        ("CP-", 5, 2)
    );
    let proposed = StatusId::new("open/proposed");
    assert_eq!(desk.step_of(&proposed), Some(Step::Confirmation));
    assert_eq!(desk.step_of(&StatusId::new("open/new")), None);
    assert!(check(super::SMALL).unwrap().escalation.is_none());
}

#[test]
fn steps_are_five_and_the_customers_asks_them() {
    assert_eq!(
        problems(&with("id = \"evaluation\"", "id = \"submitted\"")),
        [
            Problem::Missing {
                key: id("evaluation"),
                within: id("escalation.step"),
            },
            Problem::Duplicate {
                what: What::Step,
                id: id("submitted"),
            },
        ]
    );
    for (status, named) in [("status = \"open/new\"", "open/new"), ("", "")] {
        assert_eq!(
            problems(&with("status = \"open/proposed\"", status)),
            [Problem::AsksNothing { status: id(named) }]
        );
    }
    let unknown = problems(&with("id = \"engineering\"", "id = \"labour\""));
    assert!(
        matches!(
            &unknown[..],
            [Problem::Missing { .. }, Problem::NotOneOf { .. }]
        ),
        "{unknown:?}"
    );
    let long = problems(&with("CP-", "ESCALATION-"));
    assert!(
        matches!(&long[..], [Problem::OutOfRange { .. }]),
        "{long:?}"
    );
}
