//! Values that are right one by one and make no sense together.

use super::{SMALL, expected::*};
use crate::desk::{
    Turn,
    parse::{Problem, What},
};

#[test]
fn fields_are_judged() {
    let field = |f: &str| f.to_owned();
    tells(
        "min = 1\n",
        "min = «10\n",
        Problem::MinAboveMax { min: 10, max: 9 },
    );
    tells(
        "min = 1\n",
        "min = 1\npreset = «12\n",
        Problem::OutOfRange {
            key: "preset".into(),
            given: 12,
            min: 1,
            max: 9,
        },
    );
    tells(
        "id = \"subject\"\n",
        "id = \"subject\"\nrequired = «false\n",
        Problem::AlwaysRequired {
            field: field("subject"),
        },
    );
    tells(
        "id = \"subject\"\n",
        "id = \"subject\"\nfolded = «true\n",
        Problem::RequiredButFolded {
            field: field("subject"),
        },
    );
    let own = ["id", "label", "hint", "required", "folded"];
    tells(
        "id = \"subject\"\n",
        "id = \"subject\"\n«entry = \"line\"\n",
        Problem::UnknownKey {
            key: "entry".into(),
            expected: own.map(String::from).to_vec(),
        },
    );
    tells(
        "voice = [\"mouth\", \"ear\"]",
        "voice = [\"mouth\"]",
        Problem::OptionNeverOffered {
            field: field("part"),
            option: field("ear"),
        },
    )
    .marked("id = \"ear\"", "id = «\"ear\"");
    tells(
        "voice = [",
        "«vioce = [",
        unknown(What::Option, "vioce", &["voice", "video"]),
    );
    tells(
        "\"ear\"] }",
        "\"ear\", «\"nose\"] }",
        unknown(What::Option, "nose", &["mouth", "ear"]),
    );
    tells(
        "on = \"area\"",
        "on = «\"count\"",
        Problem::DependsOnNoChoice {
            field: field("part"),
            on: field("count"),
        },
    );
    let options = &SMALL[SMALL.find("option = [").expect("options")
        ..SMALL.find("[[field]]\nid = \"part\"").expect("part")];
    tells(
        options,
        "option = «[]\n",
        Problem::EmptyOptions {
            field: field("area"),
        },
    )
    .or_more();
}

#[test]
fn forms_and_fields_must_fit() {
    let form = "form = [\"deployment\", \"product\", \"sub-type\", \"subject\", \"description\", \"area\", \"part\", \"count\"]";
    let (kind, field) = ("case".to_owned(), |f: &str| f.to_owned());
    tells(
        form,
        &form.replace("[\"deployment\", ", "«["),
        Problem::MissingBuiltIn {
            kind: kind.clone(),
            field: field("deployment"),
        },
    )
    .and_never_used("deployment");
    tells(
        form,
        &form
            .replace("\"area\", \"part\"", "\"part\", \"area\"")
            .replace('[', "«["),
        Problem::DecidingFieldLater {
            kind: kind.clone(),
            field: field("part"),
            on: field("area"),
        },
    );
    tells(
        form,
        &form.replace("\"area\", ", "").replace('[', "«["),
        Problem::DecidingFieldMissing {
            kind: kind.clone(),
            field: field("part"),
            on: field("area"),
        },
    )
    .and_never_used("area");
    tells(
        "max = 9\n",
        "max = 9\nonly = { sub_types = [\"question\"], products = [\"one\"] }\n",
        Problem::FieldNeverOffered {
            kind: kind.clone(),
            field: field("count"),
        },
    )
    .marked("form = [", "form = «[");
    tells(
        "max = 9\n",
        "max = 9\nrequired = true\nonly = { sub_types = [\"question\"], products = [\"one\"] }\n",
        Problem::RequiredFieldNeverOffered {
            kind: kind.clone(),
            field: field("count"),
        },
    )
    .marked("form = [", "form = «[");
    tells(
        "[[kind]]\nid = \"case\"",
        "[[kind]]\nid = \"case\"\nproducts = [\"one\"]",
        Problem::ProductNotOfKind {
            kind: kind.clone(),
            product: field("two"),
        },
    )
    .marked("products = [\"two\"]", "products = «[\"two\"]");
    tells(
        "[[kind]]\nid = \"case\"",
        "[[kind]]\nproducts = [\"two\"]\nid = \"case\"",
        Problem::ProductWithoutKind {
            product: field("one"),
        },
    )
    .marked("id = \"one\"", "id = «\"one\"");
    tells(
        "label = { ja = \"問題\", en = \"Problem\" }",
        "label = { ja = \"問題\", en = \"Problem\" }\nproducts = [\"two\"]",
        Problem::NoSubTypeForProduct {
            kind,
            product: field("one"),
        },
    )
    .marked("id = \"case\"", "id = «\"case\"");
    tells(
        "\"part\", \"count\"]",
        "\"part\"]",
        Problem::FieldNeverUsed {
            field: field("count"),
        },
    )
    .marked("id = \"count\"", "id = «\"count\"");
    tells("id = \"web\"", "id = \"post\"", Problem::NoWebChannel)
        .marked("[[channel]]", "«[[channel]]");
}

#[test]
fn fields_cannot_decide_over_each_other() {
    let ring = "id = \"area\"\nentry = \"choice\"\ndepends = { on = \"part\", offers = { mouth = [\"voice\", \"video\"] } }";
    tells(
        "id = \"area\"\nentry = \"choice\"",
        ring,
        Problem::DependentCycle {
            fields: vec!["area".into(), "part".into()],
        },
    )
    .marked("id = \"area\"", "id = «\"area\"");
    tells(
        "on = \"area\", offers = { voice = [\"mouth\", \"ear\"]",
        "on = \"part\", offers = { ear = [\"mouth\", \"ear\"]",
        Problem::DependentCycle {
            fields: vec!["part".into()],
        },
    )
    .marked("id = \"part\"", "id = «\"part\"");
}

#[test]
fn statuses_and_rules_are_judged() {
    let id = |s: &str| s.to_owned();
    tells(
        "turn = \"nobody\"",
        "turn = «\"support\"",
        Problem::TurnMismatch {
            status: id("closed/done"),
            turn: Turn::Support,
            closed: true,
        },
    );
    tells(
        "closed = true\n",
        "",
        Problem::TurnMismatch {
            status: id("closed/done"),
            turn: Turn::Nobody,
            closed: false,
        },
    )
    .marked("turn = \"nobody\"", "turn = «\"nobody\"");
    tells(
        "turn = \"support\"",
        "turn = «\"nobody\"",
        Problem::TurnMismatch {
            status: id("open/new"),
            turn: Turn::Nobody,
            closed: false,
        },
    );
    tells(
        "turn = \"support\"",
        "turn = \"support\"\nasks_solution = «true",
        Problem::AskedOutOfTurn {
            status: id("open/new"),
            turn: Turn::Support,
        },
    );
    tells(
        "to = [\"open/new\"]",
        "to = «[]",
        Problem::NoWayOut {
            status: id("open/proposed"),
        },
    );
    tells(
        "to = [\"open/new\"]",
        "to = [«\"open/proposed\"]",
        Problem::MovesToItself {
            status: id("open/proposed"),
        },
    );
    tells(
        "closed = true",
        "closed = true\nto = «[\"open/new\"]",
        Problem::ClosedMovesOn {
            status: id("closed/done"),
        },
    );
    tells(
        "[\"open/proposed\", \"closed/*\"]",
        "[\"closed/*\"]",
        Problem::StatusUnreachable {
            status: id("open/proposed"),
        },
    )
    .marked("id = \"proposed\"", "id = «\"proposed\"");
    tells(
        "opened = \"open/new\"",
        "opened = «\"closed/done\"",
        Problem::RuleTargetClosed {
            rule: id("opened"),
            to: id("closed/done"),
        },
    );
    tells(
        "opened = \"open/new\"",
        "opened = \"open/new\"\ntaken = «\"closed/done\"",
        Problem::RuleTargetClosed {
            rule: id("taken"),
            to: id("closed/done"),
        },
    );
    tells(
        "solution_worked = \"closed/done\"",
        "solution_worked = «\"open/new\"",
        Problem::RuleTargetNotClosed {
            rule: id("solution_worked"),
            to: id("open/new"),
        },
    );
    tells(
        "en = \"Done\" }\nto = \"closed/done\"",
        "en = \"Done\" }\nto = «\"open/new\"",
        Problem::RuleTargetNotClosed {
            rule: id("close_reason.to"),
            to: id("open/new"),
        },
    );
    tells(
        "from = [\"open/proposed\"]",
        "from = [«\"closed/*\"]",
        Problem::RuleFromClosed {
            rule: id("customer_update.from"),
            from: id("closed/done"),
        },
    );
    tells(
        "from = [\"open/proposed\"]\nto = \"open/new\"\n",
        "from = [\"open/proposed\"]\nto = \"open/new\"\n\n[[rules.customer_update]]\nfrom = [«\"open/*\"]\nto = \"open/new\"\n",
        twice(What::CustomerUpdate, "open/proposed"),
    );
    tells(
        "days = 7",
        "days = «0",
        Problem::OutOfRange {
            key: id("days"),
            given: 0,
            min: 1,
            max: 3650,
        },
    );
    tells(
        "way = \"within-days\"",
        "way = \"request\"",
        Problem::UnknownKey {
            key: id("days"),
            expected: vec![id("way"), id("to")],
        },
    )
    .marked("days = 7", "«days = 7");
}

#[test]
fn an_open_status_must_have_an_end() {
    let source = SMALL
        .replace("[\"open/proposed\", \"closed/*\"]", "[\"open/proposed\"]")
        .replace("asks_solution = true\n", "");
    let found = findings(&source);
    let ends: Vec<_> = found.iter().map(|f| &f.problem).collect();
    let never = |s: &str| Problem::NeverCloses { status: s.into() };
    assert_eq!(ends, [&never("open/new"), &never("open/proposed")]);
}
