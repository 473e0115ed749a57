//! What goes with which plans, where new cases go by themselves, and words of the wrong door.

use super::{SMALL, expected::*};
use crate::desk::parse::{Problem, What};

#[test]
fn c2_plans_of_a_kind_are_known_and_nobody_is_to_be_asked_without_them() {
    tells(
        "products = [\"two\"]",
        "products = [\"two\"]\nplans = [«\"golden\"]",
        Problem::UnknownReference {
            what: What::Plan,
            id: "golden".into(),
            known: vec!["basic".into()],
        },
    );
    let asked = "products = [\"two\"]\nask = \"mail\"";
    let found = findings(&SMALL.replace("products = [\"two\"]", asked));
    let missing = Problem::Missing {
        key: "plans".into(),
        within: "kind.sub_type".into(),
    };
    assert!(
        found.iter().any(|finding| finding.problem == missing),
        "{found:?}"
    );
}

#[test]
fn what_new_cases_go_by_is_judged() {
    let rules = |more: &str| SMALL.replace("[rules]", &format!("{more}\n[rules]"));
    let goes = |more: &str| format!("{SMALL}\n[[rules.goes]]\n{more}\n");
    let tells = |source: String, problem: Problem| {
        let found = findings(&source);
        assert!(found.iter().any(|f| f.problem == problem), "{found:?}");
    };
    let nobody = Problem::UnknownReference {
        what: What::Team,
        id: "nobody".into(),
        known: Vec::new(),
    };
    tells(goes("team = \"nobody\""), nobody);
    let nowhere = Problem::Missing {
        key: "team".into(),
        within: "rules.goes".into(),
    };
    tells(goes("private = true"), nowhere);
    let no_flag = Problem::NotOneOf {
        key: "flag".into(),
        given: "subject".into(),
        known: Vec::new(),
    };
    tells(goes("flag = \"subject\"\nsuccess_manager = true"), no_flag);
    assert_eq!(
        findings(&goes("kinds = [\"case\"]\nsuccess_manager = true")),
        []
    );
    let door = Problem::UnknownReference {
        what: What::Kind,
        id: "elsewhere".into(),
        known: vec!["case".into()],
    };
    tells(
        rules("[[wrong_door]]\nkinds = [\"case\"]\nwords = [\"x\"]\ndoor = \"elsewhere\""),
        door,
    );
    let wordless = Problem::Missing {
        key: "words".into(),
        within: "wrong_door".into(),
    };
    tells(
        rules("[[wrong_door]]\nkinds = [\"case\"]\ndoor = \"case\""),
        wordless,
    );
    let long = Problem::OutOfRange {
        key: "recall".into(),
        given: 61,
        min: 0,
        max: 60,
    };
    tells(format!("recall = 61\n{SMALL}"), long);
}
