//! Every problem and every loss has its sentences in every language, the layout is exact, and marks line up.

use std::collections::BTreeSet;

use domain::desk::{
    Finding, Lost, Problem, StatusId, Stranded, Turn, Uses,
    parse::{Shape, What},
};

use super::{excerpt::excerpt, of_locale, report, sentence, texts_in};
use crate::texts::{Texts, load};

const DOMAIN_PROBLEM: &str = include_str!("../../../../domain/src/desk/parse/problem.rs");
const DOMAIN_STRAND: &str = include_str!("../../../../domain/src/desk/strand.rs");

fn in_language(tag: &str) -> Texts {
    texts_in(&domain::Language::new(tag))
}

fn every_language() -> Vec<Texts> {
    let all: Vec<Texts> = load().languages().map(texts_in).collect();
    assert!(all.len() >= 2);
    all
}

/// The variants of an enum as its source lists them: what Rust itself does not tell.
fn variants(source: &str, name: &str) -> BTreeSet<String> {
    let (_, body) = source
        .split_once(&format!("pub enum {name} {{\n"))
        .expect("the enum");
    let (body, _) = body.split_once("\n}").expect("its end");
    let names = body.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let end = line.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &line[..end.unwrap_or(line.len())];
        name.starts_with(|c: char| c.is_ascii_uppercase())
            .then(|| kebab(name))
    });
    names.collect()
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The name of a value's variant.
fn variant(value: &impl std::fmt::Debug) -> String {
    let shown = format!("{value:?}");
    let end = shown.find(|c: char| !c.is_ascii_alphanumeric());
    kebab(&shown[..end.unwrap_or(shown.len())])
}

/// At least one value of each problem, and one for each choice that a sentence makes.
#[rustfmt::skip]
fn every_problem() -> Vec<Problem> {
    let s = || "x-1".to_owned();
    let known = || vec!["a".to_owned(), "b".to_owned()];
    let (kind, field, on, status, rule) = (s, s, s, s, s);
    let mut all = vec![
        Problem::Syntax { message: s() },
        Problem::UnknownKey { key: s(), expected: known() },
        Problem::UnknownKey { key: s(), expected: vec![] },
        Problem::Missing { key: s(), within: String::new() },
        Problem::Missing { key: s(), within: "kind".into() },
        Problem::Missing { key: "first_response".into(), within: "target".into() },
        Problem::OutOfRange { key: s(), given: i64::MAX, min: -1, max: 1_000 },
        Problem::NotOneOf { key: s(), given: s(), known: known() },
        Problem::BadLanguage { tag: s() },
        Problem::UnknownTimeZone { given: s() },
        Problem::BadDuration { key: s(), given: s() },
        Problem::BadSize { key: s(), given: s() },
        Problem::BadHours { given: s() },
        Problem::HoursOverlap { key: s() },
        Problem::BadDays { given: s() },
        Problem::BadSynonym { given: s() },
        Problem::FileNotRead { file: s() },
        Problem::NeverOpen,
        Problem::UpdateByDay,
        Problem::ReachedAtOnce { status: status() },
        Problem::BadExtension { given: s() },
        Problem::EmptyList { key: s() },
        Problem::NoText { language: s() },
        Problem::LineBreak { language: s() },
        Problem::Placeholder { language: s() },
        Problem::EmptyOptions { field: field() },
        Problem::AlwaysRequired { field: field() },
        Problem::RequiredButFolded { field: field() },
        Problem::MinAboveMax { min: 2, max: 1 },
        Problem::BadPreset { field: field(), given: s() },
        Problem::DependsOnNoChoice { field: field(), on: on() },
        Problem::DependentCycle { fields: vec![s()] },
        Problem::DependentCycle { fields: known() },
        Problem::OptionNeverOffered { field: field(), option: s() },
        Problem::DecidingFieldMissing { kind: kind(), field: field(), on: on() },
        Problem::DecidingFieldLater { kind: kind(), field: field(), on: on() },
        Problem::FieldNeverUsed { field: field() },
        Problem::FieldNeverOffered { kind: kind(), field: field() },
        Problem::RequiredFieldNeverOffered { kind: kind(), field: field() },
        Problem::MissingBuiltIn { kind: kind(), field: field() },
        Problem::NothingToAsk { kind: kind(), field: field() },
        Problem::ProductNotOfKind { kind: kind(), product: s() },
        Problem::NoSubTypeForProduct { kind: kind(), product: s() },
        Problem::ProductWithoutKind { product: s() },
        Problem::FactRequired { field: field() },
        Problem::AskedTwice { kind: kind(), field: field() },
        Problem::BadLink { given: s() },
        Problem::NoWebChannel,
        Problem::StatusUnreachable { status: status() },
        Problem::NoWayOut { status: status() },
        Problem::NeverCloses { status: status() },
        Problem::ClosedMovesOn { status: status() },
        Problem::MovesToItself { status: status() },
        Problem::TurnMismatch { status: status(), turn: Turn::Support, closed: true },
        Problem::TurnMismatch { status: status(), turn: Turn::Nobody, closed: false },
        Problem::AskedOutOfTurn { status: status(), turn: Turn::Support },
        Problem::WaitsOutOfTurn { status: status() },
        Problem::AsksNothing { status: status() },
        Problem::AsksNothing { status: String::new() },
        Problem::RuleTargetNotClosed { rule: rule(), to: s() },
        Problem::RuleTargetClosed { rule: rule(), to: s() },
        Problem::RuleFromClosed { rule: rule(), from: s() },
    ];
    for what in EVERY_WHAT {
        all.push(Problem::BadId { what, id: s() });
        all.push(Problem::Duplicate { what, id: s() });
        all.push(Problem::UnknownReference { what, id: s(), known: known() });
        all.push(Problem::UnknownReference { what, id: s(), known: vec![] });
    }
    for expected in EVERY_SHAPE {
        all.push(Problem::WrongType { key: s(), expected, found: Shape::Date });
    }
    all
}

#[rustfmt::skip]
const EVERY_WHAT: [What; 36] = [
    What::Desk, What::Language, What::Product, What::Environment, What::Channel, What::Severity, What::Field,
    What::Option, What::Kind, What::SubType, What::Status, What::SubStatus, What::CustomerUpdate, What::CloseReason,
    What::Extension, What::Calendar, What::Centre, What::Plan, What::Milestone, What::Target, What::ContractOption,
    What::Door, What::Checklist, What::Step, What::Unanswered, What::KindState, What::NotCovered, What::Question, What::Queue,
    What::Team, What::Cause, What::IncidentSeverity, What::Region, What::Phase, What::Tag, What::Synonym,
];

#[rustfmt::skip]
const EVERY_SHAPE: [Shape; 9] = [
    Shape::Text, Shape::Integer, Shape::Float, Shape::Flag, Shape::Date, Shape::List, Shape::Table, Shape::Tables,
    Shape::Words,
];

fn every_lost() -> Vec<Lost> {
    let s = || "x-1".to_owned();
    let status = || StatusId::new("open/x");
    vec![
        Lost::Kind(s()),
        Lost::SubType { kind: s(), id: s() },
        Lost::Status(status()),
        Lost::StatusNowClosed(status()),
        Lost::Product(s()),
        Lost::Severity(s()),
        Lost::Environment(s()),
        Lost::Channel(s()),
        Lost::Field(s()),
        Lost::Plan(s()),
    ]
}

/// The middles of all keys of a family.
fn keys(family: &str, end: &str) -> BTreeSet<String> {
    let catalogue = load().find("en").expect("English");
    let middle = |key: &str| {
        Some(
            key.strip_prefix(family)?
                .strip_suffix(end)?
                .trim_start_matches('-')
                .to_owned(),
        )
    };
    catalogue.keys().filter_map(middle).collect()
}

#[test]
fn the_tests_below_hold_every_variant() {
    let held: BTreeSet<String> = every_problem().iter().map(variant).collect();
    assert_eq!(held, variants(DOMAIN_PROBLEM, "Problem"));
    let held: BTreeSet<String> = EVERY_WHAT.iter().map(variant).collect();
    assert_eq!(held, variants(DOMAIN_PROBLEM, "What"));
    let held: BTreeSet<String> = EVERY_SHAPE.iter().map(variant).collect();
    assert_eq!(held, variants(DOMAIN_PROBLEM, "Shape"));
    let held: BTreeSet<String> = every_lost().iter().map(variant).collect();
    assert_eq!(held, variants(DOMAIN_STRAND, "Lost"));
}

#[test]
fn the_catalogues_have_these_keys_and_no_others() {
    let problems = variants(DOMAIN_PROBLEM, "Problem");
    assert_eq!(keys("desk-problem", "-what"), problems);
    assert_eq!(keys("desk-problem", "-remedy"), problems);
    let lost = variants(DOMAIN_STRAND, "Lost");
    assert_eq!(keys("desk-stranded", "-what"), lost);
    assert_eq!(keys("desk-stranded", "-remedy"), lost);
    assert_eq!(keys("desk-what", ""), variants(DOMAIN_PROBLEM, "What"));
    assert_eq!(keys("desk-shape", ""), variants(DOMAIN_PROBLEM, "Shape"));

    let of = |tag| -> BTreeSet<&str> {
        let catalogue = load().find(tag).expect("the language");
        catalogue
            .keys()
            .filter(|key| key.starts_with("desk-"))
            .collect()
    };
    assert_eq!(of("ja"), of("en"));
}

/// A text that is missing would be empty, an argument that is missing would stand there as `{$name}`, and so would
/// braces left by mistake.
fn whole(sentence: &str) {
    let end = sentence.trim_end().chars().last();
    assert!(end.is_some(), "nothing is said");
    assert_eq!(sentence, sentence.trim(), "spaces around");
    assert!(
        !sentence.contains("{$"),
        "an argument is missing: {sentence}"
    );
    assert!(!sentence.contains('\n'), "more than a line: {sentence}");
    assert!(!sentence.contains("  "), "spaces inside: {sentence}");
    for empty in ["「」", "“”", "（）", "()", ": .", "desk-"] {
        assert!(!sentence.contains(empty), "a hole: {sentence}");
    }
}

#[test]
fn every_problem_is_said_in_every_language() {
    for texts in every_language() {
        for problem in every_problem() {
            let told = sentence::of_problem(&texts, &problem);
            assert_eq!(told.key, variant(&problem));
            let (what, remedy) = report::told(&texts, "desk-problem", told);
            whole(&what);
            whole(&remedy);
        }
    }
}

#[test]
fn every_loss_is_said_in_every_language() {
    for texts in every_language() {
        for lost in every_lost() {
            assert_eq!(sentence::of_lost(&lost).key, variant(&lost));
            let mut cases = Uses::default();
            cases.add("00000012");
            let said = report::stranded(&texts, &[Stranded { lost, cases }]);
            let lines: Vec<&str> = said.lines().collect();
            let [heading, "", what, remedy, "", end] = lines.as_slice() else {
                panic!("another layout: {said}");
            };
            for sentence in [heading, what, remedy.trim_start_matches(' '), end] {
                whole(sentence);
            }
            assert!(what.contains("00000012"), "{what}");
        }
    }
}

#[test]
fn numbers_follow_the_plural() {
    let en = in_language("en");
    let lost = |n: usize| {
        let mut cases = Uses::default();
        (0..n).for_each(|n| cases.add(format!("{:08}", n + 12)));
        let lost = Lost::Status(StatusId::new("open/waiting"));
        report::stranded(&en, &[Stranded { lost, cases }])
    };
    assert_eq!(
        lost(1),
        "This desk does not serve yet: open cases use what it no longer has.

The status “open/waiting” is missing, in which 1 open case stands: 00000012
    Keep the status, or move these cases to another one first.

Nothing was changed: the desk that served before stays the one that serves."
    );
    assert!(lost(3).contains("3 open cases stand: 00000012, 00000013, 00000014\n"));
    assert!(lost(25).contains("25 open cases stand: 00000012, "));
    assert!(lost(25).contains(", 00000031 and 5 more\n"));
}

#[test]
fn the_losses_in_japanese() {
    let mut cases = Uses::default();
    (12..=40).for_each(|n| cases.add(n.to_string()));
    cases.numbers.truncate(2);
    let lost = Lost::Channel("chat".into());
    assert_eq!(
        report::stranded(&in_language("ja"), &[Stranded { lost, cases }]),
        "オープンのケースで使っているものがデスクファイルからなくなるため、このデスクを使い始められません。

受付経路「chat」がありませんが、オープンのケース29件がこの経路で届きました：12、13、ほか27件
    これらのケースがクローズするまで、この受付経路を残してください。

何も変更していません。これまでのデスクがそのまま使われます。"
    );
}

const BROKEN: &str = "id = \"x\"\nlabel = { ja = \"窓口{名}\", en = \"\" }\n\tmax = 0\n";

fn broken() -> Vec<Finding> {
    let finding = |line, column, problem| Finding {
        line,
        column,
        problem,
    };
    vec![
        finding(
            2,
            16,
            Problem::Placeholder {
                language: "ja".into(),
            },
        ),
        finding(
            2,
            29,
            Problem::NoText {
                language: "en".into(),
            },
        ),
        finding(
            3,
            8,
            Problem::OutOfRange {
                key: "max".into(),
                given: 0,
                min: 1,
                max: 20_000,
            },
        ),
    ]
}

#[test]
fn findings_in_english() {
    assert_eq!(
        report::findings(&in_language("en"), "my.toml", BROKEN, &broken()),
        "\
my.toml:2:16: The text in the language “ja” has braces, but nothing is put in: texts are shown as they are written.
    label = { ja = \"窓口{名}\", en = \"\" }
                   ^
    Remove the braces, and write out what is meant.

my.toml:2:29: There is no text in the language “en” here, but the desk serves that language.
    label = { ja = \"窓口{名}\", en = \"\" }
                                   ^
    Write the text in every language that “languages” lists, or remove the language from that list.

my.toml:3:8: The number for “max” is out of range: it must be from 1 to 20,000.
    \tmax = 0
    \t      ^
    Write a whole number from 1 to 20,000.

3 findings in my.toml."
    );
}

#[test]
fn findings_in_japanese() {
    assert_eq!(
        report::findings(&in_language("ja"), "my.toml", BROKEN, &broken()[1..2]),
        "\
my.toml:2:29: デスクの言語「en」の文章がありません。
    label = { ja = \"窓口{名}\", en = \"\" }
                                   ^
    「languages」にあるすべての言語で文章を書くか、この言語を「languages」から外してください。

my.tomlに誤りが1件あります。"
    );
}

#[test]
fn what_a_file_says_cannot_speak_to_the_terminal() {
    let found = [Finding {
        line: 1,
        column: 6,
        problem: Problem::UnknownKey {
            key: "\u{1b}[31m".into(),
            expected: vec!["id".into()],
        },
    }];
    let said = report::findings(&in_language("en"), "x", "a\u{1b}[2Jb", &found);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert!(said.contains("“\\u{1b}[31m”"), "{said}");
}

#[test]
fn marks_line_up() {
    let mark = |line: &str, column| excerpt(line, 1, column).1;
    assert_eq!(mark("abc", 1), "^");
    assert_eq!(mark("abc", 3), "  ^");
    assert_eq!(mark("窓口、ｶﾅ「x", 7), "          ^");
    // In two characters, as a decomposed が is.
    assert_eq!(mark("か\u{3099}x", 3), "  ^");
    assert_eq!(mark("\ta\tb", 4), "\t \t^");
    assert_eq!(mark("abc", 9), "   ^", "behind the end");
    assert_eq!(excerpt("a\r\nb", 2, 1), ("b".into(), "^".into()));
    assert_eq!(excerpt("", 1, 1), (String::new(), "^".into()));
    assert_eq!(excerpt("", 7, 0), (String::new(), "^".into()));
}

#[test]
fn long_lines_are_cut_around_the_mark() {
    let line = format!("{}!{}", "字".repeat(200), "a".repeat(200));
    let (text, mark) = excerpt(&line, 1, 201);
    assert_eq!(
        text,
        format!("...{}!{}...", "字".repeat(20), "a".repeat(51))
    );
    assert_eq!(mark, format!("{}^", " ".repeat(43)));

    let (text, mark) = excerpt(&line, 1, 2);
    assert_eq!(text, format!("{}...", "字".repeat(46)));
    assert_eq!(mark, "  ^");
}

#[test]
fn the_environment_names_the_language() {
    for (locale, language) in [
        ("ja_JP.UTF-8", "ja"),
        ("ja", "ja"),
        ("JA_JP@x", "ja"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("fr_FR", "en"),
        ("", "en"),
    ] {
        assert_eq!(of_locale(locale).as_str(), language, "{locale}");
    }
}
