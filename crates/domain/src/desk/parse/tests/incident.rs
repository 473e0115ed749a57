//! How incidents go: five phases, each once, how grave they are, and how the solution is offered.

use crate::desk::{
    StatusId, check,
    parse::{Problem, What},
};
use crate::incident::Phase;

fn id(text: &str) -> String {
    text.to_owned()
}

/// The small desk with incidents, one place of them exchanged.
fn with(from: &str, to: &str) -> String {
    let words = |id: &str| format!("{{ ja = \"{id}\", en = \"{id}\" }}");
    let phase = |phase: Phase| {
        let words = words(phase.as_str());
        format!(
            "[[incident.phase]]\nid = \"{}\"\nlabel = {words}\nnext = {words}\n",
            phase.as_str()
        )
    };
    let severity = |id: &str, minutes: i64| {
        format!(
            "[[incident.severity]]\nid = \"{id}\"\nlabel = {}\nupdate_minutes = {minutes}\n",
            words(id)
        )
    };
    let whole = format!(
        "{}\n[incident]\nprefix = \"INC-\"\nlabel = {}\nsolution = \"open/proposed\"\n{}{}[[incident.region]]\nid = \"east\"\nlabel = {}\n{}",
        super::SMALL,
        words("incident"),
        severity("grave", 30),
        severity("bad", 60),
        words("east"),
        Phase::ALL.map(phase).concat()
    );
    assert!(whole.contains(from), "{from}");
    whole.replacen(from, to, 1)
}

fn problems(source: &str) -> Vec<Problem> {
    let found = check(source).err().unwrap_or_default();
    found.into_iter().map(|finding| finding.problem).collect()
}

#[test]
fn a_desk_says_how_its_incidents_go() {
    let desk = check(&with("INC-", "INC-")).unwrap();
    let rule = desk.incident.as_ref().unwrap();
    assert_eq!(
        (rule.prefix.as_str(), rule.warn_minutes, rule.cause_days),
        ("INC-", 5, 10)
    );
    assert_eq!(rule.solution, StatusId::new("open/proposed"));
    assert_eq!(rule.severity("bad").unwrap().update_minutes, 60);
    assert!(rule.region("east").is_some());
    let first = rule.phase(Phase::Investigating);
    let ja = crate::Language::new("ja");
    assert_eq!(first.label.in_language(&ja), "investigating");
    assert!(check(super::SMALL).unwrap().incident.is_none());
}

#[test]
fn phases_are_five_and_what_is_named_exists() {
    assert_eq!(
        problems(&with("id = \"identified\"", "id = \"monitoring\"")),
        [
            Problem::Missing {
                key: id("identified"),
                within: id("incident.phase"),
            },
            Problem::Duplicate {
                what: What::Phase,
                id: id("monitoring"),
            },
        ]
    );
    assert_eq!(
        problems(&with("id = \"bad\"", "id = \"grave\"")),
        [Problem::Duplicate {
            what: What::IncidentSeverity,
            id: id("grave"),
        }]
    );
    assert_eq!(
        problems(&with("solution = \"open/proposed\"\n", "")),
        [Problem::Missing {
            key: id("solution"),
            within: id("incident"),
        }]
    );
    for (from, to) in [
        (
            "solution = \"open/proposed\"",
            "solution = \"open/nowhere\"",
        ),
        ("INC-", "INCIDENT-"),
        ("update_minutes = 30", "update_minutes = 0"),
        ("id = \"reported\"", "id = \"told\""),
    ] {
        assert!(!problems(&with(from, to)).is_empty(), "{to}");
    }
}

#[test]
fn a_desk_says_what_staff_begin_with() {
    let texts =
        "[incident.texts]\ntitle = { ja = \"{product}の障害\", en = \"{product} is down\" }\n";
    let source = format!("{}\n{texts}", with("INC-", "INC-"));
    let desk = check(&source).unwrap();
    let rule = desk.incident.as_ref().unwrap();
    let (ja, en) = (crate::Language::new("ja"), crate::Language::new("en"));
    let about = crate::desk::IncidentTexts::about;
    assert_eq!(about(&rule.texts.title, &ja, "通話"), "通話の障害");
    assert_eq!(about(&rule.texts.title, &en, "Calls"), "Calls is down");
    assert_eq!(about(&rule.texts.update, &en, "Calls"), "");
    for (from, to) in [
        ("title =", "titel ="),
        ("の障害", "の\\n障害"),
        ("ja = ", "de = "),
        ("{product}の", "{products}の"),
    ] {
        let wrong = format!("{}\n{}", with("INC-", "INC-"), texts.replacen(from, to, 1));
        assert!(!problems(&wrong).is_empty(), "{to}");
    }
}
