//! Which sentence says a problem, and what the sentence names. Every problem has two: what is wrong and why, and what
//! to do.

use domain::desk::{Lost, Problem, Turn, parse::What};
use fluent_bundle::FluentValue;

use crate::texts::Texts;

/// The middle of the keys, and the arguments.
pub struct Told {
    pub key: &'static str,
    pub args: Vec<(&'static str, FluentValue<'static>)>,
}

type Arg = (&'static str, FluentValue<'static>);

fn told<const N: usize>(key: &'static str, args: [Arg; N]) -> Told {
    Told {
        key,
        args: args.into(),
    }
}

/// A new problem breaks the build here, and wants its sentences.
pub fn of_problem(texts: &Texts, problem: &Problem) -> Told {
    let what = |what: &What| texts.say(&format!("desk-what-{}", what.as_str()));
    let count = |known: &[String]| ("count", number(known.len()));
    let names = |known: &[String]| list(texts, known.iter().map(String::as_str));
    match problem {
        Problem::Syntax { message } => told("syntax", [("message", text(message))]),
        Problem::UnknownKey { key, expected } => told(
            "unknown-key",
            [
                ("key", text(key)),
                count(expected),
                ("expected", names(expected)),
            ],
        ),
        Problem::Missing { key, within } => {
            let place = match (within.as_str(), key.as_str()) {
                ("", _) => "top",
                // Either of two would do.
                ("target", "first_response") => "target",
                _ => "table",
            };
            told(
                "missing",
                [
                    ("key", text(key)),
                    ("within", text(within)),
                    ("place", text(place)),
                ],
            )
        }
        Problem::WrongType {
            key,
            expected,
            found,
        } => {
            let name = |shape: &str| text(texts.say(&format!("desk-shape-{shape}")));
            told(
                "wrong-type",
                [
                    ("key", text(key)),
                    ("expected", name(expected.as_str())),
                    ("shape", text(expected.as_str())),
                    ("found", name(found.as_str())),
                ],
            )
        }
        Problem::OutOfRange {
            key,
            given,
            min,
            max,
        } => told(
            "out-of-range",
            [
                ("key", text(key)),
                ("given", text(&texts.number(*given))),
                ("min", text(&texts.number(*min))),
                ("max", text(&texts.number(*max))),
            ],
        ),
        Problem::NotOneOf { key, given, known } => told(
            "not-one-of",
            [
                ("key", text(key)),
                ("given", text(given)),
                ("known", names(known)),
            ],
        ),
        Problem::BadId { what: of, id } => {
            told("bad-id", [("what", text(what(of))), ("id", text(id))])
        }
        Problem::Duplicate { what: of, id } => told(
            "duplicate",
            [
                ("what", text(what(of))),
                ("which", text(of.as_str())),
                ("id", text(id)),
            ],
        ),
        Problem::UnknownReference {
            what: of,
            id,
            known,
        } => told(
            "unknown-reference",
            [
                ("what", text(what(of))),
                ("which", text(of.as_str())),
                ("id", text(id)),
                count(known),
                ("known", names(known)),
            ],
        ),
        Problem::BadLanguage { tag } => told("bad-language", [("tag", text(tag))]),
        Problem::UnknownTimeZone { given } => told("unknown-time-zone", [("given", text(given))]),
        Problem::BadDuration { key, given } => {
            told("bad-duration", [("key", text(key)), ("given", text(given))])
        }
        Problem::BadSize { key, given } => {
            told("bad-size", [("key", text(key)), ("given", text(given))])
        }
        Problem::BadHours { given } => told("bad-hours", [("given", text(given))]),
        Problem::HoursOverlap { key } => told("hours-overlap", [("key", text(key))]),
        Problem::BadSynonym { given } => told("bad-synonym", [("given", text(given))]),
        Problem::BadDays { given } => told("bad-days", [("given", text(given))]),
        Problem::FileNotRead { file } => told("file-not-read", [("file", text(file))]),
        Problem::NeverOpen => told("never-open", []),
        Problem::UpdateByDay => told("update-by-day", []),
        Problem::ReachedAtOnce { status } => told("reached-at-once", [("status", text(status))]),
        Problem::BadExtension { given } => told("bad-extension", [("given", text(given))]),
        Problem::EmptyList { key } => told("empty-list", [("key", text(key))]),
        Problem::NoText { language } => told("no-text", [("language", text(language))]),
        Problem::LineBreak { language } => told("line-break", [("language", text(language))]),
        Problem::Placeholder { language } => told("placeholder", [("language", text(language))]),
        Problem::EmptyOptions { field } => told("empty-options", [("field", text(field))]),
        Problem::AlwaysRequired { field } => told("always-required", [("field", text(field))]),
        Problem::RequiredButFolded { field } => {
            told("required-but-folded", [("field", text(field))])
        }
        Problem::MinAboveMax { min, max } => told(
            "min-above-max",
            [
                ("min", text(&texts.number(*min))),
                ("max", text(&texts.number(*max))),
            ],
        ),
        Problem::BadPreset { field, given } => told(
            "bad-preset",
            [("field", text(field)), ("given", text(given))],
        ),
        Problem::DependsOnNoChoice { field, on } => told(
            "depends-on-no-choice",
            [("field", text(field)), ("on", text(on))],
        ),
        Problem::DependentCycle { fields } => {
            let ring = fields.join(" → ");
            told("dependent-cycle", [count(fields), ("fields", text(&ring))])
        }
        Problem::OptionNeverOffered { field, option } => told(
            "option-never-offered",
            [("field", text(field)), ("option", text(option))],
        ),
        Problem::DecidingFieldMissing { kind, field, on } => told(
            "deciding-field-missing",
            [
                ("kind", text(kind)),
                ("field", text(field)),
                ("on", text(on)),
            ],
        ),
        Problem::DecidingFieldLater { kind, field, on } => told(
            "deciding-field-later",
            [
                ("kind", text(kind)),
                ("field", text(field)),
                ("on", text(on)),
            ],
        ),
        Problem::FieldNeverUsed { field } => told("field-never-used", [("field", text(field))]),
        Problem::FieldNeverOffered { kind, field } => {
            told("field-never-offered", field_of(kind, field))
        }
        Problem::RequiredFieldNeverOffered { kind, field } => {
            told("required-field-never-offered", field_of(kind, field))
        }
        Problem::MissingBuiltIn { kind, field } => told("missing-built-in", field_of(kind, field)),
        Problem::NothingToAsk { kind, field } => told("nothing-to-ask", field_of(kind, field)),
        Problem::ProductNotOfKind { kind, product } => told(
            "product-not-of-kind",
            [("kind", text(kind)), ("product", text(product))],
        ),
        Problem::NoSubTypeForProduct { kind, product } => told(
            "no-sub-type-for-product",
            [("kind", text(kind)), ("product", text(product))],
        ),
        Problem::FactRequired { field } => told("fact-required", [("field", text(field))]),
        Problem::AskedTwice { kind, field } => told("asked-twice", field_of(kind, field)),
        Problem::BadLink { given } => told("bad-link", [("given", text(given))]),
        Problem::ProductWithoutKind { product } => {
            told("product-without-kind", [("product", text(product))])
        }
        Problem::NoWebChannel => told("no-web-channel", []),
        Problem::StatusUnreachable { status } => {
            told("status-unreachable", [("status", text(status))])
        }
        Problem::NoWayOut { status } => told("no-way-out", [("status", text(status))]),
        Problem::NeverCloses { status } => told("never-closes", [("status", text(status))]),
        Problem::ClosedMovesOn { status } => told("closed-moves-on", [("status", text(status))]),
        Problem::MovesToItself { status } => told("moves-to-itself", [("status", text(status))]),
        Problem::TurnMismatch {
            status,
            turn,
            closed,
        } => told(
            "turn-mismatch",
            [
                ("status", text(status)),
                turn_arg(*turn),
                ("closed", text(if *closed { "yes" } else { "no" })),
            ],
        ),
        Problem::AskedOutOfTurn { status, turn } => told(
            "asked-out-of-turn",
            [("status", text(status)), turn_arg(*turn)],
        ),
        Problem::WaitsOutOfTurn { status } => told("waits-out-of-turn", [("status", text(status))]),
        Problem::AsksNothing { status } => {
            let status = match status.as_str() {
                "" => "none",
                status => status,
            };
            told("asks-nothing", [("status", text(status))])
        }
        Problem::RuleTargetNotClosed { rule, to } => told(
            "rule-target-not-closed",
            [("rule", text(rule)), ("to", text(to))],
        ),
        Problem::RuleTargetClosed { rule, to } => told(
            "rule-target-closed",
            [("rule", text(rule)), ("to", text(to))],
        ),
        Problem::RuleFromClosed { rule, from } => told(
            "rule-from-closed",
            [("rule", text(rule)), ("from", text(from))],
        ),
    }
}

pub fn of_lost(lost: &Lost) -> Told {
    match lost {
        Lost::Kind(id) => told("kind", [("id", text(id))]),
        Lost::SubType { kind, id } => told("sub-type", [("kind", text(kind)), ("id", text(id))]),
        Lost::Status(id) => told("status", [("id", text(id.as_str()))]),
        Lost::StatusNowClosed(id) => told("status-now-closed", [("id", text(id.as_str()))]),
        Lost::Product(id) => told("product", [("id", text(id))]),
        Lost::Severity(id) => told("severity", [("id", text(id))]),
        Lost::Environment(id) => told("environment", [("id", text(id))]),
        Lost::Channel(id) => told("channel", [("id", text(id))]),
        Lost::Field(id) => told("field", [("id", text(id))]),
        Lost::Plan(id) => told("plan", [("id", text(id))]),
    }
}

fn field_of(kind: &str, field: &str) -> [Arg; 2] {
    [("kind", text(kind)), ("field", text(field))]
}

fn turn_arg(turn: Turn) -> Arg {
    ("turn", text(turn.as_str()))
}

/// A text of the file's, on one line: a control character would speak to the terminal.
pub fn text(text: &str) -> FluentValue<'static> {
    let plain = text.chars().fold(String::new(), |mut out, c| {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        out
    });
    FluentValue::from(plain)
}

pub fn number(n: impl TryInto<i64>) -> FluentValue<'static> {
    FluentValue::from(n.try_into().unwrap_or(i64::MAX))
}

/// Names one after the other.
pub fn list<'a>(texts: &Texts, names: impl Iterator<Item = &'a str>) -> FluentValue<'static> {
    let names: Vec<&str> = names.collect();
    text(&names.join(texts.say("desk-list-separator")))
}
